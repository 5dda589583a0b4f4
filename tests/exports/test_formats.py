"""Every format as programs that others made read it, and docs/exports.md, which describes every field of each."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest
import yaml

from dragoman import export_cli
from dragoman.exports.columns import COLUMNS, TABLES, type_of
from dragoman.exports.exporting import export
from dragoman.exports.formats import FORMATS
from dragoman.gazetteer.world import countries
from dragoman.records import Reading

from .making import readings
from .test_tables import reading

ROOT = Path(__file__).resolve().parents[2]
#: The columns as the two data sets publish them, written down apart from the code.
GDELT = (
    "GLOBALEVENTID SQLDATE MonthYear Year FractionDate "
    + " ".join(
        f"Actor{n}Code Actor{n}Name Actor{n}CountryCode Actor{n}KnownGroupCode Actor{n}EthnicCode Actor{n}Religion1Code "
        f"Actor{n}Religion2Code Actor{n}Type1Code Actor{n}Type2Code Actor{n}Type3Code"
        for n in (1, 2)
    )
    + " IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone "
    + " ".join(
        f"{g}Geo_Type {g}Geo_FullName {g}Geo_CountryCode {g}Geo_ADM1Code {g}Geo_ADM2Code {g}Geo_Lat {g}Geo_Long {g}Geo_FeatureID"
        for g in ("Actor1", "Actor2", "Action")
    )
    + " DATEADDED SOURCEURL"
).split()
MENTIONS = (
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset "
    "Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras"
).split()
POLECAT = (
    "Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, Actor Country, Actor COW, "
    "Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID, Recipient Name, Recipient Country, "
    "Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title, Recipient Name Raw, Wikipedia Recipient ID, Placename, "
    "City, District, Province, Country, Latitude, Longitude, GeoNames ID, Raw Placename, Feature Type, Source, Publication Date, "
    "Story People, Story Organizations, Story Locations, Language, Version"
).split(", ")


@pytest.fixture(scope="module")
def made() -> list[Reading]:
    return list(readings(250, seed=7))


def test_the_lists_of_columns_have_their_lengths() -> None:
    assert (len(GDELT), len(MENTIONS), len(POLECAT)) == (61, 16, 40)
    fields = FORMATS["gdelt"].fields
    assert list(fields["dragoman.export.CSV"]) == GDELT
    assert list(fields["dragoman.mentions.CSV"]) == MENTIONS
    assert list(FORMATS["polecat"].fields["polecat"]) == POLECAT


def gdelt(path: Path, names: list[str]) -> pd.DataFrame:
    codes = {"EventCode": str, "EventBaseCode": str, "EventRootCode": str}
    return pd.read_csv(path, sep="\t", header=None, names=names, dtype=codes, quoting=3, encoding="utf-8")


def test_gdelt_in_pandas(made: list[Reading], tmp_path: Path) -> None:
    done = export("gdelt", [*made, reading("r")], tmp_path)["written"]
    events, mentions = gdelt(tmp_path / "dragoman.export.CSV", GDELT), gdelt(tmp_path / "dragoman.mentions.CSV", MENTIONS)
    assert (len(events), len(mentions)) == (done["events"], done["mentions"])
    assert set(mentions.GLOBALEVENTID) == set(events.GLOBALEVENTID)
    assert events.GLOBALEVENTID.is_unique
    assert events.GLOBALEVENTID.max() < 2**53
    assert pd.to_datetime(events.SQLDATE.astype(str), format="%Y%m%d").notna().all()
    assert (events.EventRootCode == events.EventCode.str[:2]).all()
    assert set(events.QuadClass) <= {1, 2, 3, 4}
    assert mentions.Confidence.isin(range(10, 101, 10)).all()
    known = {c.fips for c in countries().values()}
    assert set(events.ActionGeo_CountryCode.dropna()) <= known
    one = events.iloc[-1]
    assert (one.EventCode, one.SQLDATE, one.Actor1CountryCode, one.Actor2CountryCode) == ("036", 20250107, "KEN", "UGA")
    assert (one.Actor1Name, one.FractionDate, one.IsRootEvent) == ("KENYA", 2025.0192, 1)


def test_gdelt_leaves_out_what_did_not_take_place_and_says_so(made: list[Reading], tmp_path: Path) -> None:
    written = export("gdelt", made, tmp_path)["written"]
    events = [(e, r.document) for r in made for e in r.events]
    planned = sum(e.status == "future" for e, _ in events)
    dateless = sum(e.status in {"occurred", "ongoing"} and not (d.published or (e.when and e.when.start)) for e, d in events)
    assert (written["left out: future"], written["left out: without a day"]) == (planned, dateless)
    assert sum(n for name, n in written.items() if name.startswith("left out")) + written["events"] == len(events)


@pytest.mark.parametrize(
    ("iso3", "place", "admin1", "fips", "kind", "full"),
    [
        ("DEU", "Germany", None, "GM", 1, "Germany"),
        ("USA", "Ohio", "USA-OH", "US", 2, "Ohio, United States"),
        ("USA", "Toledo", "USA-OH", "US", 3, "Toledo, Ohio, United States"),
        ("KEN", "Nakuru", "KEN-31", "KE", 4, "Nakuru, Nakuru County, Kenya"),
        ("CHN", "Hunan", "CHN-HN", "CH", 5, "Hunan, China"),
    ],
)
def test_places_have_fips_codes_types_and_names(
    tmp_path: Path, iso3: str, place: str, admin1: str | None, fips: str, kind: int, full: str
) -> None:
    one = reading()
    (event,) = one.events
    (met,) = one.engagements
    assert met.place
    where = met.place.model_copy(update={"name": place, "country": iso3, "admin1": admin1})
    there = [one.model_copy(update={"events": (event.model_copy(update={"place": where}),)})]
    export("gdelt", there, tmp_path / "gdelt")
    row = gdelt(tmp_path / "gdelt" / "dragoman.export.CSV", GDELT).iloc[0]
    assert (row.ActionGeo_CountryCode, row.ActionGeo_Type, row.ActionGeo_FullName) == (fips, kind, full)
    assert (row.ActionGeo_Lat, row.ActionGeo_Long) == (-1.28, 36.8)
    export("polecat", there, tmp_path / "x.tsv")
    other = polecat(tmp_path / "x.tsv").iloc[0]
    assert (other["Placename"], other["City"]) == (place, place if kind in {3, 4} else "")
    assert other["Province"] == (full.split(", ")[-2] if admin1 else "")


def polecat(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False, dtype=str)


def test_polecat_in_pandas(made: list[Reading], tmp_path: Path) -> None:
    done = export("polecat", [*made, reading("r")], tmp_path / "x.tsv")["written"]
    frame = polecat(tmp_path / "x.tsv")
    assert list(frame.columns) == POLECAT
    assert len(frame) == done["events"]
    assert set(frame["Quad Code"]) <= {"V-COOP", "M-COOP", "V-CONF", "M-CONF"}
    one = frame.iloc[-1]
    assert (one["Event Type"], one["Actor Country"], one["Actor COW"], one["Contexts"]) == ("CONSULT", "KEN", "501", "trade;aid")
    assert one["Story Locations"] == "Nairobi"


def test_followthemoney_validates_every_entity_and_keeps_every_value(made: list[Reading], tmp_path: Path) -> None:
    from followthemoney import model

    done = export("ftm", [*made, reading("r")], tmp_path / "x.json")["written"]
    entities = [json.loads(line) for line in (tmp_path / "x.json").read_text("utf-8").split("\n")[:-1]]
    assert len(entities) == sum(n for name, n in done.items() if not name.startswith("left out"))
    ids = {e["id"] for e in entities}
    known = FORMATS["ftm"].fields
    for entity in entities:
        schema = model.get(entity["schema"])
        assert schema is not None
        schema.validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)
        assert set(entity["properties"]) <= set(known[entity["schema"]])
        for name, values in entity["properties"].items():
            prop = schema.get(name)
            assert prop is not None
            assert len(proxy.get(name)) == len({v.strip() for v in values if v.strip()}), (name, values)
            assert prop.type.name != "entity" or set(values) <= ids
    assert {"Person", "Organization", "Event", "Occupancy", "Position", "Article"} <= {e["schema"] for e in entities}


def test_frictionless_finds_the_package_valid(made: list[Reading], tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own dependencies
        from frictionless import Package

        export("package", [*made[:12], reading("r")], tmp_path)
        package = Package(str(tmp_path / "datapackage.json"))
        report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldNumber", "type", "message"])[:5]
    described = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    for resource in described["resources"]:
        fields = {f["name"]: f["description"] for f in resource["schema"]["fields"]}
        assert fields == COLUMNS[resource["name"]]
        assert resource["rows"] == len(pd.read_csv(tmp_path / resource["path"], dtype=str))
    citation = yaml.safe_load((tmp_path / "CITATION.cff").read_text("utf-8"))
    assert (citation["cff-version"], citation["type"], citation["version"]) == ("1.2.0", "dataset", described["version"])
    assert citation["license"] in {one["name"] for one in described["licenses"]}
    assert all(one["path"].startswith("https://") and one["title"] for one in described["licenses"])
    records = [(r, record) for r in [*made[:12], reading("r")] for record in (*r.engagements, *r.events)]
    days = [day for r, record in records if (day := (record.when and record.when.start) or r.document.published)]
    assert described["temporal"] == {"start": min(days).isoformat(), "end": max(days).isoformat()}
    assert described["spatial"]["countries"] == sorted(
        {p.actor.country for _, record in records for p in record.participants if p.actor.country}
        | {record.place.country for _, record in records if record.place and record.place.country}
    )
    assert f"from {min(days)} to {max(days)}" in citation["abstract"]
    codebook = (tmp_path / "CODEBOOK.md").read_text("utf-8")
    assert all(f"| `{column}` | {type_of(column)} | {meaning} |" in codebook for c in COLUMNS.values() for column, meaning in c.items())


def test_parquet_in_duckdb_and_polars(made: list[Reading], tmp_path: Path) -> None:
    import duckdb
    import polars as pl

    done = export("parquet", made, tmp_path)["written"]
    query = f"select count(*), count(distinct event_id), max(typeof(when_start)) from '{tmp_path}/events.parquet'"  # noqa: S608 (our own path)
    assert duckdb.sql(query).fetchall()[0] == (done["events"], done["events"], "DATE")
    events = pl.read_parquet(tmp_path / "events.parquet")
    assert events.schema["cameo"] == pl.String
    assert (events["actor_cow"].is_null() | events["actor_country"].is_not_null()).all()


def test_geojson_validates(made: list[Reading], tmp_path: Path) -> None:
    from geojson_pydantic import FeatureCollection

    done = export("geojson", made, tmp_path / "x.geojson")["written"]
    found = FeatureCollection.model_validate_json((tmp_path / "x.geojson").read_bytes())
    assert len(found.features) == done["features"]
    assert all(set(f.properties or {}) == set(FORMATS["geojson"].fields["properties"]) for f in found.features)
    records = [r for m in made for r in (*m.engagements, *m.events)]
    assert done["features"] == sum(bool(r.place and r.place.lat is not None) for r in records)


def test_networkx_reads_the_network(made: list[Reading], tmp_path: Path) -> None:
    import networkx as nx

    done = export("gexf", [*made, reading("a"), reading("b")], tmp_path / "x.gexf")["written"]
    graph = nx.read_gexf(tmp_path / "x.gexf", version="1.3")
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (done["nodes"], done["edges"])
    tie = graph.edges["KEN", "UGA"]
    assert (tie["engagements"], tie["events"]) >= (2, 2)
    assert tie["weight"] == tie["engagements"] + tie["events"]
    assert graph.nodes["KEN"]["label"] == "Kenya"
    assert set(tie) - {"id", "weight"} == set(FORMATS["gexf"].fields["edge"])


def test_rdflib_reads_the_linked_data_and_every_term_is_of_schema_org(made: list[Reading], tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own dependencies
        from rdflib import RDF, SDO, Graph

        done = export("jsonld", [*made, reading("r")], tmp_path / "x.jsonld")["written"]
        graph = Graph().parse(tmp_path / "x.jsonld", format="json-ld")
    terms = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
    assert [t for t in terms if not str(t).startswith("https://schema.org/") or str(t).rsplit("/", 1)[1] not in SDO] == []
    events = {s for s in graph.subjects(RDF.type, SDO.Event) if str(s).startswith("urn:")}
    assert len(events) == done["Event"]
    nodes = json.loads((tmp_path / "x.jsonld").read_text("utf-8"))["@graph"]
    known = FORMATS["jsonld"].fields
    assert [(n["@type"], k) for n in nodes for k in n if k not in known[n["@type"]] and not k.startswith("@")] == []


def test_icalendar_reads_the_calendar(made: list[Reading], tmp_path: Path) -> None:
    from icalendar import Calendar

    done = export("ics", made, tmp_path / "x.ics")["written"]
    data = (tmp_path / "x.ics").read_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 75
    entries = Calendar.from_ical(data).walk("VEVENT")
    assert len(entries) == done["engagements"] + done["deadlines"] > 0
    assert [e.errors for e in entries if e.errors] == []
    known = set(FORMATS["ics"].fields["VEVENT"])
    records = {r.id: r for m in made for r in (*m.engagements, *m.commitments)}
    for entry in entries:
        assert set(entry) <= known
        record = records[entry["UID"]]
        when: Any = record.when if entry["CATEGORIES"].to_ical() == b"ENGAGEMENT" else record.deadline  # type: ignore[union-attr]
        assert (entry.decoded("DTEND") - when.end).days == 1
        quote = record.evidence[0].quote
        assert visible(quote) in visible(str(entry["DESCRIPTION"]))


def visible(text: str) -> str:
    """Without what can't stand in a calendar: control characters, and which kind of line end it was."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\n\r]", "", text)


def test_json_lines_keep_to_the_schema(made: list[Reading], tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator

    export("jsonl", made, tmp_path / "x.jsonl")
    validator = Draft202012Validator(Reading.model_json_schema(mode="serialization"))
    for line in (tmp_path / "x.jsonl").read_text("utf-8").split("\n")[:20]:
        assert not line or list(validator.iter_errors(json.loads(line))) == []


# -- the page ----------------------------------------------------------------------------------------------------------------------


def test_the_page_has_every_format_and_every_field_with_its_meaning() -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    parts = {part.split("`", 1)[0]: part for part in page.split("\n## `")[1:]}
    assert list(parts) == list(FORMATS) == list(get_args(export_cli.Name))
    for name, format_ in FORMATS.items():
        path = "folder" if format_.folder else "file"
        assert f"| `{name}` | {format_.about} | {path} |" in page
        sections = {part.split("`", 1)[0]: part for part in parts[name].split("\n### `")[1:]}
        assert list(sections) == list(format_.fields), name
        for section, fields in format_.fields.items():
            assert re.findall(r"^\| `([^`]+)` \| (.*) \|$", sections[section], re.M) == list(fields.items()), section


def test_every_field_has_its_meaning_in_a_line() -> None:
    for format_ in FORMATS.values():
        for fields in format_.fields.values():
            assert all(meaning and "\n" not in meaning and "|" not in meaning for meaning in fields.values())
    assert list(TABLES) == list(COLUMNS)
