"""Places of the world: from a name and what stands around it to coordinates and a GeoNames id, from packaged data alone."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind
from rapidfuzz import fuzz, process

from dragoman.gazetteer.loading import DATA, fold, frozen, kept, rows

EARTH = 6371.0  # km, mean radius
TOWNS = ("city", "capital", "venue")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for.

    `kind`: country, capital, city, admin1, venue, or a kind of `natural_places.yaml`. `countries`: those that a natural place lies in.
    `fit`: 0 where the name is the place's own, less where it is another of its names, more where the text says what holds it. `note`:
    why this isn't quite the place, where it isn't.
    """

    name: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    geonames_id: int | None
    kind: str
    population: int = 0
    countries: tuple[str, ...] = ()
    fit: float = 0.0
    note: str | None = None

    @property
    def key(self) -> tuple[str, float, float]:
        """What tells one place from another, whatever it was called."""
        return self.kind, self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Context:
    """What the text says around a name.

    `countries`, `admins`: how present each country and each first-level unit is there (1: named in the same sentence). `within`: the
    names that the text says hold the place, innermost first ("Portland, Oregon"). `beside`: other places of the same text; `perhaps`:
    what its other names may also mean.
    """

    countries: Mapping[str, float] = field(default_factory=dict)
    admins: Mapping[str, float] = field(default_factory=dict)
    within: tuple[str, ...] = ()
    beside: tuple[Candidate, ...] = ()
    perhaps: tuple[Candidate, ...] = ()


def distance(a: Candidate, b: Candidate) -> float:
    """Kilometres between two places along the great circle."""
    one, other = math.radians(a.lat), math.radians(b.lat)
    east = math.radians(b.lon - a.lon)
    half = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(east / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


# -- names -------------------------------------------------------------------------------------------------------------

_MARKS = str.maketrans(dict.fromkeys("'’‘ʻʼ`ʿʾ.\"") | dict.fromkeys("-‐‑–/", " "))
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_GENERIC = (
    r"province|governorate|governate|state|region|oblast|krai|prefecture|department|voivodeship|canton|county|district|municipality|territory"
    r"|republic|autonomous region|city|emirate|division|area|metropolitan area|regional state"
)
_GENERIC_END = re.compile(rf"(?:, .*| (?:{_GENERIC}))$")
_GENERIC_START = re.compile(r"^(?:province|governorate|state|region|county|canton|emirate|republic|city|town|port|island) of (?:the )?")
_PART = re.compile(
    r"^(?:(?:north|south) ?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?|central|upper|lower|greater|downtown|inner|old|metropolitan) "
)
_AROUND = re.compile(r" (?:international airport|airport|air base|airfield|port|harbou?r|metro|suburbs|outskirts|valley)$")


_ABBREVIATED = re.compile(r"(?m)^the (?=.)|\b(?:st|ste|mt|ft)\b(?=.)")
_SPACES = re.compile(r" {2,}")


def key(name: str) -> str:
    """A name as it is looked up: no diacritics, apostrophes, stops, hyphens, article or capitals."""
    return _plain(name if name.isascii() else fold(name)).strip()


def _plain(text: str) -> str:
    """The same for many names at once, one a line."""
    bare = text.translate(_MARKS).lower()
    return _SPACES.sub(" ", _ABBREVIATED.sub(lambda found: _SHORT.get(found.group(), ""), bare))


@dataclass(slots=True)
class _Index:
    """The lines of the table of cities and where each name stands in it; lines are only taken apart when they are asked for."""

    lines: list[str]
    names: dict[str, list[int]]
    units: dict[str, int]
    states: dict[str, int]
    within: dict[str, list[int]]

    def row(self, line: int) -> tuple[str, list[str], Candidate]:
        number, name, alternates, country, admin1, lat, lon, population, kind = next(csv.reader([self.lines[line]]))
        place = Candidate(name, country, admin1 or None, float(lat), float(lon), int(number), kind, int(population or 0))
        return name, alternates.split(";") if alternates else [], place

    def unit(self, code: str) -> Candidate | None:
        return self.row(self.units[code])[2] if code in self.units else None

    def state(self, iso3: str) -> Candidate | None:
        return self.row(self.states[iso3])[2] if iso3 in self.states else None


@cache
def _index() -> _Index:
    lines = _lines()
    return _Index(lines, **kept("cities", lambda: _read(lines)))


def _lines() -> list[str]:
    return (DATA / "cities.csv").read_text(encoding="utf-8").splitlines()


def _read(lines: list[str]) -> dict[str, dict[str, Any]]:
    """What stands in which line: names, first-level units, states; and by country the numbers of the names that stand in a line of it."""
    units: dict[str, int] = {}
    states: dict[str, int] = {}
    written: list[str] = []  # names, and in `at` the line of each
    at: list[int] = []
    bare: list[tuple[str, int]] = []
    for number in range(1, len(lines)):
        line = lines[number]
        if '"' in line:
            _, name, others, country, admin1, *_, kind = next(csv.reader([line]))
        else:
            _, name, others, rest = line.split(",", 3)
            kind = rest[rest.rindex(",") + 1 :]
            country, admin1 = (rest.split(",", 2)[:2]) if kind in {"admin1", "country"} else ("", "")
        if kind == "admin1":
            units[admin1] = number
            bare += [(short, number) for each in (name, *others.split(";")) if each and (short := _bare(key(each), each))]
        elif kind == "country":
            states[country] = number
        elif _SITED.search(name):
            bare.append((_SITE.sub("", key(name)), number))  # Newcastle upon Tyne, Clacton-on-Sea, Enfield Town
        for each in (name, *others.split(";")) if others else (name,):
            written.append(each)
            at.append(number)
    names: dict[str, list[int]] = {}
    for each, number in (*zip(_keys(written), at, strict=True), *bare):
        found = names.setdefault(each, [])
        if number not in found[-1:]:
            found.append(number)
    within: dict[str, list[int]] = {}
    for place, found in enumerate(names.values()):
        for iso3 in sorted({code for number in found for code in _CODES.findall(lines[number])}):
            within.setdefault(iso3, []).append(place)
    return {"names": names, "units": units, "states": states, "within": within}


_CODES = re.compile(r",([A-Z]{3})(?=,)")


@cache
def unit_names() -> dict[str, str]:
    """The names of first-level units by their codes; nothing else of the table of cities is kept for it."""
    found = csv.reader(line for line in _lines() if line.endswith(",admin1"))
    return {code: name for _, name, _, _, code, *_ in found}


def _keys(names: list[str]) -> list[str]:
    special = iter(fold("\n".join(name for name in names if not name.isascii())).split("\n"))
    return _plain("\n".join(name if name.isascii() else next(special) for name in names)).split("\n")


_SITED = re.compile(r" Town$|[ -](?:up)?on[ -]|[ -]under[ -]|[ -]am[ -]|[ -]sur[ -]|[ -]by-the-sea$")
_SITE = re.compile(r" (?:town|(?:up)?on .+|under .+|am .+|an der .+|sur .+|by the sea)$")


def _bare(plain: str, name: str = "") -> str | None:
    """A unit's name without the word for what it is: Blue Nile State, State of Georgia."""
    cut = key(name.split(",", maxsplit=1)[0]) if "," in name else plain
    cut = _GENERIC_START.sub("", _GENERIC_END.sub("", cut))
    return cut if cut and cut != plain else None


_SHARED = -3.0  # fit of a name that means nothing without its city: State House, Presidential Palace


@cache
def _others() -> dict[str, tuple[Candidate, ...]]:
    """What stands in no table of cities: names and adjectives of countries and units, natural places, venues."""
    return {name: tuple(Candidate(*frozen(row)) for row in found) for name, found in kept("places", _read_others).items()}


def _read_others() -> dict[str, list[list[Any]]]:
    index = _index()
    found: dict[str, dict[tuple[str, float, float], Candidate]] = {}

    def add(spellings: list[str], place: Candidate | None, fit: float = 0.0) -> None:
        for spelling in spellings if place else ():
            assert place is not None  # noqa: S101 (none, no spellings)
            found.setdefault(key(spelling), {}).setdefault(place.key, replace(place, fit=fit))

    capitals = set()
    for row in rows("countries.yaml"):
        capitals.add((row["iso3"], row["capital"]))
        former = [each["name"] for each in row.get("former") or ()]
        add([row["name"], row["official"], *row["aliases"], *former], index.state(row["iso3"]))
        add([*row["adjectives"], *row["people"]], index.state(row["iso3"]), -0.2)
    for row in rows("subnational.yaml"):
        unit = index.unit(row["id"])
        add([row["name"], *row["aliases"]], unit)
        add([bare for n in (row["name"], *row["aliases"]) if (bare := _bare(key(n), n))], unit, -0.3)
        add(row.get("adjectives") or [], unit, -0.2)
    natural: dict[str, Candidate] = {}
    for row in rows("natural_places.yaml"):
        held = tuple(row["countries"])
        place = Candidate(
            row["name"], held[0] if len(held) == 1 else None, None, row["lat"], row["lon"], row["geonames_id"], row["kind"], 0, held
        )
        natural[row["name"]] = place
        add([row["name"], *row["aliases"]], place)
    for row in rows("venues.yaml"):
        place = Candidate(row["name"], row["country"], None, row["lat"], row["lon"], row["geonames_id"], "venue")
        add([row["name"], *row["aliases"]], place)
        add(
            [n.split(",")[0] for n in (row["name"], *row["aliases"]) if "," in n],
            place,
            _SHARED + 0.2 * ((row["country"], row["city"]) in capitals),
        )
    for row in rows("place_forms.yaml"):
        add(row.get("adjectives") or [], natural.get(row["place"]) or index.unit(row["place"]), -0.2)
    return {name: [_row(place) for place in places.values()] for name, places in found.items()}


def _row(place: Candidate) -> list[Any]:
    return [[*value] if isinstance(value, tuple) else value for value in astuple(place)]


@cache
def _abbreviations() -> dict[str, str]:
    """Abbreviations of first-level units as they are written, "Ky." and "KY", to the unit's code. Their case matters: "Miss.", "miss"."""
    found = {row["id"][4:]: row["id"] for row in rows("subnational.yaml") if row["country"] in {"USA", "CAN"}}
    found |= {short: row["place"] for row in rows("place_forms.yaml") for short in row.get("abbreviations") or ()}
    found |= {row["id"][4:]: row["id"] for row in rows("subnational.yaml") if row["country"] == "AUS" and len(row["id"]) > 6}
    return found | {short.rstrip("."): code for short, code in found.items() if len(short) > 4 and "." not in short[:-1]}


@lru_cache(maxsize=20_000)
def candidates(name: str) -> tuple[Candidate, ...]:
    """Every place that bears the name, in no order; the name may be an adjective ("Kenyan") or a known abbreviation ("Ky.")."""
    index = _index()
    short = index.unit(_abbreviations().get(name.strip(), ""))
    if short is not None:
        return (short,)
    found = tuple(_own(name)) or tuple(_parts(name))
    if any(place.kind == "country" for place in found):  # Singapore, Luxembourg, Djibouti: the country, till something speaks for the town
        found = tuple(replace(place, fit=place.fit - 1.0) if place.kind == "capital" else place for place in found)
    return found


def _own(name: str) -> Iterator[Candidate]:
    plain, index, seen = key(name), _index(), set()
    if plain in _KINDS:
        return
    for place in _others().get(plain, ()):
        seen.add(place.key)
        yield place
    for line in index.names.get(plain, ()):
        own, others, place = index.row(line)
        if place.key in seen:
            continue
        fit = 0.0 if key(own) == plain else -0.2 if any(key(other) == plain for other in others) or place.kind == "admin1" else -0.4
        yield replace(place, fit=fit + (0.3 if own == name and not name.isascii() else 0.0))


_KINDS = frozenset(_GENERIC.split("|")) | {"north", "south", "east", "west", "capital", "central"}


def _parts(name: str) -> Iterator[Candidate]:
    """Names made from another place's: North London, Los Angeles County, the Greater Toronto Area, Entebbe airport, the city of Goma."""
    plain = key(name)
    core = _AROUND.sub("", _PART.sub("", _bare(plain) or plain))
    if core == plain or len(core) < 3:
        return
    for place in _own(core):
        if core == _bare(plain) and place.kind not in {"city", "capital", "country"}:
            yield replace(place, fit=-0.2)  # Balkh province, the Sahel region
            continue
        yield replace(place, fit=-1.0, note=f"not in the gazetteer; the place given is that of {place.name}")


# -- choosing ----------------------------------------------------------------------------------------------------------

_LARGE = ("continent", "ocean", "sea", "region", "gulf", "strait")
_HELD, _NAMED, _UNIT, _BESIDE, _LISTED, _PERHAPS = 6.0, 1.3, 1.2, 1.5, 1.0, 1.0
#: The weights above are in powers of ten of population: how much larger a namesake each sign in the text outweighs.
_REACH = 120.0  # km over which one place makes another of the same text likelier by a factor of e
_BOUNDED = ("city", "capital", "admin1", "country", "venue")
_SEAT = 1.0  # Geneva is likelier the Swiss one in any text that we read
_CLOSE = 30.0  # km: the same for two names neither of which is settled
_SMALL = 4.7  # a place less prominent than this (some 50,000 people) is meant only where the text has to do with its country
_KNOWN = 6.5  # a place as prominent as this isn't doubted because of what a comma joins to it


@cache
def _seats() -> frozenset[int]:
    """Towns where diplomacy is done: those with a venue of ours."""
    return frozenset(row["geonames_id"] for row in rows("venues.yaml") if row["geonames_id"])


def prior(place: Candidate) -> float:
    """How likely the name means this place before the text is asked: powers of ten of population, more for capitals and countries."""
    size = math.log10(max(place.population, 300))
    if place.kind == "country":
        return 7.3 + 0.3 * (size - 6) + place.fit
    if place.kind == "capital":
        return max(size, 5.0) + 1.2 + place.fit
    if place.kind == "admin1":
        return size - 0.6 + place.fit
    if place.kind == "city":
        return size + place.fit + (_SEAT if place.geonames_id in _seats() else 0.0)
    return (6.8 if place.kind in _LARGE else 6.0) + place.fit


def score(place: Candidate, context: Context) -> float:
    """How likely the name means this place in that context."""
    held = place.countries or ((place.country,) if place.country else ())
    total = prior(place) + _NAMED * min(1.0, max((context.countries.get(iso3, 0.0) for iso3 in held), default=0.0))
    if place.admin1:
        total += _UNIT * min(1.0, context.admins.get(place.admin1, 0.0))
    if context.beside:
        total += _BESIDE * max((math.exp(-distance(place, other) / _REACH) for other in context.beside if other.kind in TOWNS), default=0.0)
        if place.kind == "admin1":
            units = [other for other in context.beside if other.kind == "admin1"]
            total += _LISTED * sum(other.country == place.country for other in units) / len(units) if len(units) > 1 else 0.0
            total += _UNIT * any(other.admin1 == place.admin1 for other in context.beside if other.kind in TOWNS)
    if context.perhaps and place.kind in TOWNS:
        total += _PERHAPS * max((math.exp(-distance(place, other) / _CLOSE) for other in context.perhaps), default=0.0)
    return total


def ranked(name: str, context: Context) -> list[tuple[float, Candidate]]:
    """The places that the name may mean in that context, likeliest first."""
    found = [place for place in candidates(name) if not _stray(place, context)] or _near(name, context)
    for holder in context.within:
        inside = [place for place in found if place.kind != "country" and holds(holder, place)]
        if inside:
            found = [replace(place, fit=place.fit + _HELD) for place in inside]
            break
        if any(place.kind not in _BOUNDED for place in found):
            continue  # seas and rivers are of no one country
        if found and container(context) is not None and max(prior(place) for place in found) < (_KNOWN if _is_state(holder) else 99):
            return []
    if any(place.note or place.fit < _SHARED + 1 for place in found):
        found = [place for place in found if _allowed(place, context)]
    return sorted(((score(place, context), place) for place in found), key=lambda pair: -pair[0])


def resolve(name: str, *, context: Context | None = None) -> Candidate | None:
    """The place that a name means, or None where no place of that name (or none that the text allows) is known."""
    order = ranked(name, context or Context())
    return order[0][1] if order else None


def holds(holder: str, place: Candidate) -> bool:
    """Whether a place lies in what the holder's name can mean: a country, a unit, or (within reach) a city."""
    for outer in candidates(holder):
        if outer.kind == "country":
            if place.country == outer.country or outer.country in place.countries:
                return True
        elif outer.kind == "admin1":
            if place.admin1 == outer.admin1 and place.kind != "admin1":
                return True
            if place.kind in {"venue"} and place.country == outer.country and distance(place, outer) < 400:
                return True
        elif outer.kind in {"city", "capital"} and place.kind not in {"admin1"} and outer.key != place.key and distance(place, outer) < 60:
            return True
    return False


def container(context: Context) -> Candidate | None:
    """The country or unit that the text says a place is in."""
    for holder in context.within:
        outer = resolve(holder, context=replace(context, within=()))
        if outer is not None and outer.kind in {"country", "admin1"} and outer.note is None:
            return outer
    return None


def country_of(name: str) -> str | None:
    """The country of the place that the name most likely means, with no text to go by: Munich is in DEU."""
    found = resolve(name)
    return found.country if found is not None and found.note is None else None


def _stray(place: Candidate, context: Context) -> bool:
    """A small namesake in a country that a text about another never names."""
    if (
        context.within
        or place.kind not in {"city", "admin1"}
        or prior(place) >= _SMALL
        or context.countries.get(place.country or "", 0.0) > 0
    ):
        return False
    elsewhere = max(context.countries.values(), default=0.0) >= 0.5
    return elsewhere and not any(distance(place, other) < 3 * _REACH for other in (*context.beside, *context.perhaps))


def abbreviates(word: str) -> bool:
    """Whether a word as written is a known short form of a first-level unit: "Ky.", "KY", "Ont."."""
    return word in _abbreviations()


def _is_state(name: str) -> bool:
    return any(place.kind == "country" for place in candidates(name))


def _allowed(place: Candidate, context: Context) -> bool:
    """A name derived from another ("Monroe County") or shared by many ("State House") counts only where the text already is."""
    if place.fit < _SHARED + 1:
        return context.countries.get(place.country or "", 0.0) > 0
    return (
        prior(place) > 5.5
        or context.admins.get(place.admin1 or "", 0.0) > 0
        or any(distance(place, other) < _REACH for other in context.beside)
    )


# -- near names --------------------------------------------------------------------------------------------------------

_ALIKE = 88  # of 100: one letter in eight, as romanisations differ


@cache
def _every_name() -> tuple[str, ...]:
    return tuple(_index().names)


@cache
def _names_in(iso3: str) -> tuple[str, ...]:
    every = _every_name()
    return tuple(every[place] for place in _index().within.get(iso3, ()))


def _near(name: str, context: Context) -> list[Candidate]:
    """As a last resort, a name spelled almost alike in a country that the text names."""
    plain = key(name)
    if len(plain) < 6 or any(c.isdigit() for c in plain):
        return []
    for iso3 in sorted((c for c, weight in context.countries.items() if weight >= 0.5), key=lambda c: -context.countries[c])[:3]:
        hit = process.extractOne(plain, _names_in(iso3), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if hit and hit[0][0] == plain[0]:
            return [replace(place, fit=-1.0) for place in _own(hit[0]) if place.country == iso3]
    return []


# -- finding -----------------------------------------------------------------------------------------------------------


@cache
def _spotter() -> tuple[AhoCorasick, list[str]]:
    spellings = {s for file in ("natural_places.yaml", "venues.yaml") for row in rows(file) for s in (row["name"], *row["aliases"])}
    both = sorted(
        s for s in spellings | {fold(s) for s in spellings} | {s.replace("'", "’") for s in spellings} if len(s) > 3 and s[0].isupper()
    )
    return AhoCorasick(both, matchkind=MatchKind.LeftmostLongest), both


def spot(text: str) -> list[tuple[int, int]]:
    """Spans of the natural places and venues that a text names."""
    found = _spotter()[0].find_matches_as_indexes(text)
    return [(a, b) for _, a, b in found if not (a and text[a - 1].isalnum()) and not (b < len(text) and text[b].isalnum())]
