"""The files of the gazetteer: their schemas, and what one file says of another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from datalint.checks import Check, backwards, either, full_day, known, many, mapping, matching, maybe, number, record, text, truth, words_of
from datalint.checks import day as partial_day
from datalint.faults import GAZETTEER, Fault, Keyed, doubles, order
from datalint.tables import Schema, csv_dicts, csv_faults, yaml_faults, yaml_rows
from dragoman import codebook

KINDS = {
    "countries.status": ("member", "observer", "other"),
    "countries.region": ("africa", "americas", "asia", "europe", "middle_east", "oceania"),
    "subnational.kind": ("state", "province", "region", "city", "territory"),
    "organisations.kind": ("igo", "ngo", "bloc", "agency", "court", "bank"),
    "instruments.kind": ("act", "accord", "mission", "programme", "process", "resolution", "fund"),
    "offices.rank": ("head", "deputy", "minister", "official", "envoy", "spokesperson", "legislator", "judge", "commander", "other"),
    "offices.level": ("state", "organisation", "subnational"),
    "role_nouns.kind": ("person", "people", "armed_group", "company", "organisation"),
    "cities.kind": ("city", "capital", "admin1", "country"),
    "natural_places.kind": tuple(
        """
        base border camp canal continent crossing dam desert district field forest glacier gulf inlet island islands lake mountain mountains
        ocean park pass peninsula plant reef region river route sea shoal site strait town
        """.split()
    ),
}
#: Files whose ids are actors, and those whose ids are topics: no two rows of either group have the same id.
ACTORS = ("organisations", "bodies", "armed_groups", "companies", "peoples", "subnational")
TOPICS = ("instruments", "conflicts", "forums")
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


@cache
def ids(name: str, key: str = "id") -> frozenset[str]:
    """The keys of a file."""
    return frozenset(row[key] for _, row in yaml_rows(GAZETTEER / f"{name}.yaml") if isinstance(row, dict) and key in row)


@cache
def geonames() -> frozenset[str]:
    """The GeoNames ids of cities.csv."""
    return frozenset(row["geonames_id"] for _, row in csv_dicts(GAZETTEER / "cities.csv"))


def schemas() -> dict[str, Schema]:
    """The schema of every YAML file in the folder."""
    one_of: dict[str, Check] = {name: known(values, f"one of {', '.join(values)}") for name, values in KINDS.items()}
    country = known(ids("countries", "iso3"), "a country of countries.yaml")
    organisation = known(ids("organisations"), "an organisation of organisations.yaml")
    office = known(ids("offices"), "an office of offices.yaml")
    sector = words_of(codebook.sectors(), "a sector of the codebook")
    contexts = many(known(codebook.contexts(), "a context of the codebook"))
    texts, countries = many(text), many(country)
    slug = matching(SLUG, "an id in lower case with hyphens")
    point: dict[str, Check] = {"lat": number(-90, 90), "lon": number(-180, 180)}
    span: dict[str, Check] = {"start": maybe(partial_day), "end": maybe(partial_day)}

    def id_of(prefix: str) -> Check:
        return matching(rf"(?:{prefix})/{SLUG}", f"an id that begins with {prefix.replace('|', '/ or ')}/")

    def named(**fields: Check) -> dict[str, Check]:
        return {"name": text, "aliases": texts, **fields}

    return {
        "armed_groups": Schema(
            "id",
            named(
                id=id_of("ARMED"),
                acronyms=texts,
                country=maybe(country),
                sector=sector,
                terms=many(record({"start": partial_day, "end": maybe(partial_day), "sector": sector})),
            ),
        ),
        "bodies": Schema("id", named(id=id_of("[A-Z]{3}"), acronyms=texts, country=country, sector=sector)),
        "companies": Schema("id", named(id=id_of("FIRM"), country=maybe(country), sector=sector)),
        "conflicts": Schema("id", named(id=slug, countries=countries, contexts=contexts, **span)),
        "countries": Schema(
            "iso3",
            named(
                iso2=matching("[A-Z]{2}", "two capitals"),
                iso3=matching("[A-Z]{3}", "three capitals"),
                numeric=maybe(matching(r"\d{3}", "three digits in quotes")),
                cow=maybe(number(1, 999, whole=True)),
                gw=maybe(number(1, 9999, whole=True)),
                fips=maybe(matching("[A-Z]{2}", "two capitals")),
                official=text,
                adjectives=texts,
                people=texts,
                capital=maybe(text),
                status=one_of["countries.status"],
                region=one_of["countries.region"],
                head_of_state=maybe(office),
                head_of_government=maybe(office),
                former=many(record({"name": text, "until": partial_day})),
            ),
        ),
        "forums": Schema(
            "id",
            named(
                id=slug,
                acronyms=texts,
                organisation=maybe(organisation),
                contexts=contexts,
                sessions=many(
                    record(
                        {
                            "label": text,
                            "ordinal": maybe(number(1, whole=True)),
                            "city": maybe(text),
                            "country": maybe(country),
                            "start": partial_day,
                            "end": partial_day,
                        }
                    )
                ),
            ),
        ),
        "holidays": Schema(
            "id",
            named(
                id=slug,
                rule=either(
                    matching(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", "MM-DD"),
                    mapping(matching(r"\d{4}", "a year in quotes"), full_day),
                ),
            ),
        ),
        "instruments": Schema(
            "id",
            named(
                id=slug, kind=one_of["instruments.kind"], acronyms=texts, contexts=contexts, countries=countries, source=maybe(text), **span
            ),
        ),
        "metonyms": Schema(
            "name",
            named(country=maybe(country), sector=sector, literal=truth, place=maybe(text), organisation=organisation),
            optional=("organisation",),
        ),
        "natural_places": Schema(
            "name", named(**point, countries=countries, geonames_id=maybe(number(1, whole=True)), kind=one_of["natural_places.kind"])
        ),
        "offices": Schema(
            "id",
            {
                "id": slug,
                "titles": many(text, least=1),
                "sector": sector,
                "rank": one_of["offices.rank"],
                "level": one_of["offices.level"],
                "local": many(record({"country": country, "title": text})),
            },
        ),
        "organisations": Schema(
            "id",
            named(
                id=id_of("IGO|NGO"),
                acronyms=texts,
                kind=one_of["organisations.kind"],
                sector=sector,
                country=maybe(country),
                members=countries,
                seat=maybe(text),
                parent=maybe(organisation),
            ),
        ),
        "peoples": Schema(
            "id", {"id": id_of("PPL"), "name": text, "adjectives": texts, "people": texts, "country": maybe(country), "sector": sector}
        ),
        "place_forms": Schema(
            "place",
            {
                "place": known(ids("subnational") | ids("natural_places", "name"), "a row of subnational.yaml or natural_places.yaml"),
                "abbreviations": many(text, least=1),
                "adjectives": many(text, least=1),
            },
            optional=("abbreviations", "adjectives"),
        ),
        "role_nouns": Schema("noun", {"noun": text, "plural": maybe(text), "sector": sector, "kind": one_of["role_nouns.kind"]}),
        "subnational": Schema(
            "id",
            named(
                id=matching(r"[A-Z]{3}-[A-Z0-9]+", "ISO3-CODE"),
                adjectives=texts,
                country=country,
                kind=one_of["subnational.kind"],
                sector=sector,
            ),
            optional=("sector",),
        ),
        "venues": Schema(
            "id",
            named(
                id=slug,
                city=text,
                country=country,
                **point,
                geonames_id=maybe(number(1, whole=True)),
                acts_for=maybe(known(ids("countries", "iso3") | ids("organisations"), "a country or an organisation")),
            ),
        ),
    }


def faults() -> Iterator[Fault]:
    """What is wrong with the gazetteer, the holders aside."""
    known_schemas = schemas()
    for path in sorted(GAZETTEER.glob("*.yaml")):
        if path.stem in known_schemas:
            yield from yaml_faults(path, known_schemas[path.stem])
        else:
            yield Fault(path, 1, "", "no rule for this file: give it a schema in tools/datalint/gazetteer.py and a line in docs/data.md")
    yield from (
        Fault(path, 1, "", "no rule for this file: give it one in tools/datalint/gazetteer.py and a line in docs/data.md")
        for path in sorted(GAZETTEER.glob("*.csv"))
        if path.name not in ("cities.csv", "given_names.csv", "notables.csv")
    )
    yield from _cities(GAZETTEER / "cities.csv")
    yield from _notables(GAZETTEER / "notables.csv")
    yield from _given_names(GAZETTEER / "given_names.csv")
    yield from _shared(ACTORS)
    yield from _shared(TOPICS)
    yield from _codes()
    yield from _belonging()
    yield from _parents()
    yield from _venues()
    yield from _spellings()


def _cities(path: Path) -> Iterator[Fault]:
    countries = ids("countries", "iso3")
    decimal, whole = re.compile(r"-?\d+(?:\.\d+)?"), re.compile(r"\d+")

    def degrees(most: float) -> Check:
        return lambda cell: None if decimal.fullmatch(cell) and abs(float(cell)) <= most else f"{cell!r} is not in degrees"

    def whole_number(cell: str) -> str | None:
        return None if whole.fullmatch(cell) else f"{cell!r} is not a whole number"

    def anything(_: str) -> str | None:
        return None

    yield from csv_faults(
        path,
        {
            "geonames_id": whole_number,
            "name": text,
            "alternates": anything,
            "country": known(countries, "a country of countries.yaml"),
            "admin1": anything,
            "lat": degrees(90),
            "lon": degrees(180),
            "population": whole_number,
            "kind": known(KINDS["cities.kind"], f"one of {', '.join(KINDS['cities.kind'])}"),
        },
    )
    seen = 0
    for line, row in csv_dicts(path):
        if row["geonames_id"].isdecimal():
            if int(row["geonames_id"]) <= seen:
                yield Fault(path, line, row["geonames_id"], "not in order, or twice")
            seen = int(row["geonames_id"])


def _notables(path: Path) -> Iterator[Fault]:
    def empty_or(check: Check) -> Check:
        return lambda cell: None if cell == "" else check(cell)

    rules = {
        "person": text,
        "country": empty_or(known(ids("countries", "iso3"), "a country of countries.yaml")),
        "sector": words_of(codebook.sectors(), "a sector of the codebook"),
        "role": text,
        "start": empty_or(partial_day),
        "end": empty_or(partial_day),
        "aliases": empty_or(many_in_one),
    }
    yield from csv_faults(path, rules)
    rows = list(csv_dicts(path))
    keys = [Keyed(f"{row['person']}, {row['country']}, {row['start']}", line) for line, row in rows]
    yield from doubles(path, keys)
    yield from order(path, (Keyed(row["person"], line) for line, row in rows))
    for line, row in rows:
        yield from (Fault(path, line, row["person"], reason) for reason in backwards(row))


def _given_names(path: Path) -> Iterator[Fault]:
    yield from csv_faults(path, {"name": text, "gender": matching(r"[fm]", "f or m")})
    names = [Keyed(row["name"], line) for line, row in csv_dicts(path)]
    yield from doubles(path, names)
    yield from order(path, names)


def many_in_one(cell: str) -> str | None:
    """Different texts with semicolons between."""
    return many(text)(cell.split(";"))


def _shared(files: tuple[str, ...]) -> Iterator[Fault]:
    home: dict[str, str] = {}
    for file in files:
        path = GAZETTEER / f"{file}.yaml"
        for line, row in yaml_rows(path):
            if row["id"] in home and home[row["id"]] != file:
                yield Fault(path, line, row["id"], f"{home[row['id']]}.yaml has the same id")
            home.setdefault(row["id"], file)


def _codes() -> Iterator[Fault]:
    """Codes of countries that two of them share."""
    path = GAZETTEER / "countries.yaml"
    for scheme in ("iso2", "numeric", "cow", "gw", "fips", "name"):
        seen: dict[Any, str] = {}
        for line, row in yaml_rows(path):
            code = row[scheme]
            if code is not None and code in seen:
                yield Fault(path, line, row["iso3"], f"{scheme} {code} is also that of {seen[code]}")
            seen.setdefault(code, row["iso3"])


def _belonging() -> Iterator[Fault]:
    """Ids whose first part is another country than the row's."""
    for file, mark in (("bodies", "/"), ("subnational", "-")):
        path = GAZETTEER / f"{file}.yaml"
        for line, row in yaml_rows(path):
            if row["id"].partition(mark)[0] != row["country"]:
                yield Fault(path, line, row["id"], f"its country is {row['country']}")


def _parents() -> Iterator[Fault]:
    """Organisations that are above themselves."""
    path = GAZETTEER / "organisations.yaml"
    parent = {row["id"]: row["parent"] for _, row in yaml_rows(path)}
    for line, row in yaml_rows(path):
        above, seen = row["parent"], {row["id"]}
        while above is not None and above not in seen:
            seen.add(above)
            above = parent.get(above)
        if above is not None:
            yield Fault(path, line, row["id"], "it is its own parent, or stands in a circle of parents")


def _venues() -> Iterator[Fault]:
    """Venues in places that cities.csv doesn't have: warnings, since a country house may stand near none of its size."""
    path = GAZETTEER / "venues.yaml"
    for line, row in yaml_rows(path):
        if row["geonames_id"] is not None and str(row["geonames_id"]) not in geonames():
            yield Fault(path, line, row["id"], f"geonames_id {row['geonames_id']} is not in cities.csv", warning=True)


def _spellings() -> Iterator[Fault]:
    """Spellings that two rows of a file share (acronyms may: the text decides): warnings, since some things are called alike."""
    for file in (*ACTORS, *TOPICS, "venues", "metonyms", "holidays", "offices", "role_nouns"):
        path = GAZETTEER / f"{file}.yaml"
        seen: dict[str, dict[str, None]] = defaultdict(dict)
        for line, row in yaml_rows(path):
            key = row.get("id") or row.get("noun") or row["name"]
            for spelling in dict.fromkeys((row.get("name") or row.get("noun") or "", *row.get("aliases", ()), *row.get("titles", ()))):
                if spelling and seen[spelling] and key not in seen[spelling]:
                    yield Fault(path, line, key, f"{spelling!r} also names {', '.join(seen[spelling])}", warning=True)
                seen[spelling][key] = None
