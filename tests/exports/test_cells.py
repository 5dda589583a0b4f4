"""One record of each kind in every format, value by value, as programs that others made read it.

The other tests hold formats to their rules over thousands of made-up records; these hold each value to its place.
"""

from __future__ import annotations

import datetime as dt
import json
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dragoman.exports import parts
from dragoman.exports.exporting import export
from dragoman.records import Reading, When

from .test_formats import GDELT, MENTIONS, gdelt, polecat
from .test_tables import TEXT, reading


@pytest.fixture(scope="module")
def one() -> Reading:
    """A meeting that is planned and an act that took place, in Nairobi, of two days each; a promise with a deadline; an office; sectors."""
    made = reading("r", title="Aid, and <trade>; talks")
    (met,), (event,), (said,), (promise,) = made.engagements, made.events, made.statements, made.commitments
    assert met.when
    assert met.place
    where = met.place.model_copy(update={"admin1": "KEN-30"})
    days = met.when.model_copy(update={"start": dt.date(2025, 1, 5), "end": dt.date(2025, 1, 6), "precision": "range"})
    due = When(text="On Monday", start="2025-03-01", end="2025-03-31", precision="month", evidence=met.when.evidence)
    host, guest = event.participants
    minister = host.actor.model_copy(update={"id": "KEN/a-minister", "name": "A Minister", "kind": "person", "office": "Foreign Minister"})
    tuvalu = guest.actor.model_copy(update={"id": "TUV", "name": "Tuvalu", "country": "TUV"})
    sides = (host.model_copy(update={"actor": minister}), guest.model_copy(update={"actor": tuvalu}))
    hosted = (sides[0].model_copy(update={"role": "host"}), sides[1].model_copy(update={"role": "visitor"}))
    here = {"when": days, "place": where}
    return made.model_copy(
        update={
            "document": made.document.model_copy(update={"url": "https://news.example/r"}),
            "engagements": (met.model_copy(update={**here, "status": "future", "participants": hosted, "occasion": "Trade Week"}),),
            "events": (event.model_copy(update={**here, "participants": sides}),),
            "commitments": (promise.model_copy(update={"deadline": due}),),
            "statements": (said,),
        }
    )


def filled(row: Any) -> dict[str, Any]:
    """The cells of a row that hold something."""
    return {name: value for name, value in row.items() if value != "" and not pd.isna(value)}


def test_gdelt(one: Reading, tmp_path: Path) -> None:
    export("gdelt", [one], tmp_path)
    (event,) = gdelt(tmp_path / "dragoman.export.CSV", GDELT).to_dict("records")
    found = filled(event)
    number = found.pop("GLOBALEVENTID")
    assert found == {
        "SQLDATE": 20250105,
        "MonthYear": 202501,
        "Year": 2025,
        "FractionDate": 2025.0137,
        "Actor1Code": "KENGOV",
        "Actor1Name": "A MINISTER",
        "Actor1CountryCode": "KEN",
        "Actor1Type1Code": "GOV",
        "Actor2Code": "TUV",
        "Actor2Name": "TUVALU",
        "Actor2CountryCode": "TUV",
        "IsRootEvent": 1,
        "EventCode": "036",
        "EventBaseCode": "036",
        "EventRootCode": "03",
        "QuadClass": 1,
        "GoldsteinScale": -4.0,
        "NumMentions": 1,
        "NumSources": 1,
        "NumArticles": 1,
        "Actor1Geo_Type": 0,
        "Actor2Geo_Type": 0,
        "ActionGeo_Type": 4,
        "ActionGeo_FullName": "Nairobi, Nairobi County, Kenya",
        "ActionGeo_CountryCode": "KE",
        "ActionGeo_Lat": -1.28,
        "ActionGeo_Long": 36.8,
        "DATEADDED": 20250107000000,
        "SOURCEURL": "https://news.example/r",
    }
    (mention,) = gdelt(tmp_path / "dragoman.mentions.CSV", MENTIONS).to_dict("records")
    assert filled(mention) == {
        "GLOBALEVENTID": number,
        "EventTimeDate": 20250107000000,
        "MentionTimeDate": 20250107000000,
        "MentionType": 1,
        "MentionSourceName": 'A "quoted", paper',
        "MentionIdentifier": "https://news.example/r",
        "Actor1CharOffset": TEXT.index("Kenya"),
        "Actor2CharOffset": TEXT.index("Uganda"),
        "ActionCharOffset": TEXT.index("thanked"),
        "InRawText": 1,
        "Confidence": 80,
        "MentionDocLen": len(TEXT),
    }


def test_gdelt_and_polecat_have_no_character_that_ends_a_cell(one: Reading, tmp_path: Path) -> None:
    (event,) = one.events
    actor = event.participants[0].actor.model_copy(update={"name": "a\tb\nc\rd\u2028e"})
    sides = (event.participants[0].model_copy(update={"actor": actor}), event.participants[1])
    there = [one.model_copy(update={"events": (event.model_copy(update={"participants": sides}),)})]
    export("gdelt", there, tmp_path / "gdelt")
    export("polecat", there, tmp_path / "x.tsv")
    assert gdelt(tmp_path / "gdelt" / "dragoman.export.CSV", GDELT).Actor1Name.tolist() == ["A B C D E"]
    assert polecat(tmp_path / "x.tsv")["Actor Name"].tolist() == ["a b c d e"]


def test_polecat(one: Reading, tmp_path: Path) -> None:
    export("polecat", [one], tmp_path / "x.tsv")
    (event,) = polecat(tmp_path / "x.tsv").to_dict("records")
    found = filled(event)
    assert found.pop("Version").startswith("dragoman ")
    assert found == {
        "Event ID": "ev-1",
        "Event Date": "2025-01-05",
        "Event Type": "CONSULT",
        "Intensity": "2.0",
        "Quad Code": "V-COOP",
        "Contexts": "trade;aid",
        "Actor Name": "A Minister",
        "Actor Country": "KEN",
        "Actor COW": "501",
        "Primary Actor Sector": "GOV",
        "Actor Sectors": "GOV",
        "Actor Title": "Foreign Minister",
        "Actor Name Raw": "Kenya",
        "Recipient Name": "Tuvalu",
        "Recipient Country": "TUV",
        "Recipient COW": "947",
        "Primary Recipient Sector": "GOV",
        "Recipient Sectors": "GOV",
        "Recipient Name Raw": "Uganda",
        "Placename": "Nairobi",
        "City": "Nairobi",
        "Province": "Nairobi County",
        "Country": "KEN",
        "Latitude": "-1.28",
        "Longitude": "36.8",
        "GeoNames ID": "184745",
        "Raw Placename": "Nairobi",
        "Source": 'A "quoted", paper',
        "Publication Date": "2025-01-07",
        "Story People": "A Minister",
        "Story Locations": "Nairobi",
        "Language": "en",
    }


def test_followthemoney(one: Reading, tmp_path: Path) -> None:
    from followthemoney import model

    export("ftm", [one], tmp_path / "x.json")
    entities = [json.loads(line) for line in (tmp_path / "x.json").read_text("utf-8").splitlines()]
    found = {e["id"]: model.get_proxy(e, cleaned=False) for e in entities}
    assert len(found) == len(entities)
    event = found["ev-1"]
    assert {name: sorted(event.get(name)) for name in event.properties if event.get(name)} == {
        "name": ["CONSULT: A Minister, Tuvalu"],
        "startDate": ["2025-01-05"],
        "endDate": ["2025-01-06"],
        "location": ["Nairobi"],
        "country": ["ke"],
        "involved": ["KEN.a-minister", "TUV"],
        "summary": ["Kenya thanked Uganda"],
        "keywords": ["036", "CONSULT", "aid", "trade"],
        "recordId": ["ev-1"],
        "proof": ["r"],
        "publisher": ['A "quoted", paper'],
        "sourceUrl": ["https://news.example/r"],
    }
    assert {e.schema.name for e in found.values()} == {"Article", "Event", "Person", "PublicBody", "Position", "Occupancy"}
    assert "en-1" not in found  # it is planned
    (held,) = (e for e in found.values() if e.schema.name == "Occupancy")
    assert (held.get("holder"), held.get("date"), held.get("proof")) == (["KEN.a-minister"], ["2025-01-07"], ["r"])
    assert found[held.get("post")[0]].get("name") == ["Foreign Minister"]
    assert (found["TUV"].get("country"), found["r"].get("publishedAt")) == (["tv"], ["2025-01-07"])


def test_an_organisation_hosts_and_is_written_once(one: Reading, tmp_path: Path) -> None:
    met = one.engagements[0].model_copy(update={"status": "occurred"})
    there = [one.model_copy(update={"engagements": (met,)})]
    export("ftm", [*there] * 120, tmp_path / "x.json")  # more than a part
    entities = [json.loads(line) for line in (tmp_path / "x.json").read_text("utf-8").splitlines()]
    assert [e["id"] for e in entities].count("TUV") == 1
    event = next(e for e in entities if e["id"] == "en-1")["properties"]
    assert (event["organizer"], event["involved"], event["keywords"]) == (["KEN.a-minister"], ["TUV"], ["meeting"])


def test_geojson(one: Reading, tmp_path: Path) -> None:
    from geojson_pydantic import FeatureCollection

    export("geojson", [one, one], tmp_path / "x.geojson")
    found = FeatureCollection.model_validate_json((tmp_path / "x.geojson").read_bytes())
    assert [f.id for f in found.features] == ["en-1", "ev-1"] * 2
    met, event = found.features[:2]
    assert met.geometry
    assert event.properties
    assert (met.geometry.type, tuple(met.geometry.coordinates)) == ("Point", (36.8, -1.28))  # longitude first
    shared = {"place": "Nairobi", "country": "KEN", "start": "2025-01-05", "end": "2025-01-06", "reports": 1, "document": "r"}
    shared |= {"participants": ["A Minister", "Tuvalu"], "countries": ["KEN", "TUV"], "publisher": 'A "quoted", paper'}
    shared |= {"published": "2025-01-07", "url": "https://news.example/r"}
    own = {"kind": "event", "form": "CONSULT", "status": "occurred", "cameo": "036", "goldstein": -4.0, "quote": "Kenya thanked Uganda"}
    assert event.properties == shared | own
    own = {"kind": "engagement", "form": "meeting", "status": "future", "cameo": None, "goldstein": None, "quote": "On Monday"}
    assert met.properties == shared | own


def test_gexf(one: Reading, tmp_path: Path) -> None:
    import networkx as nx

    (event,) = one.events
    union = event.participants[1].actor.model_copy(
        update={"id": 'IGO/"a&b"', "name": 'A <"&"> B\x0c', "kind": "organisation", "country": None}
    )
    sides = (event.participants[0], event.participants[1].model_copy(update={"actor": union}))
    later = event.model_copy(update={"participants": sides, "goldstein": 3.0})
    export("gexf", [one, one, one.model_copy(update={"events": (later,)})], tmp_path / "x.gexf")
    graph = nx.read_gexf(tmp_path / "x.gexf", version="1.3")
    assert dict(graph.nodes(data=True)) == {
        "KEN": {"label": "Kenya", "kind": "country", "records": 3},
        "TUV": {"label": "Tuvalu", "kind": "country", "records": 2},
        'IGO/"a&b"': {"label": 'A <"&"> B\ufffd', "kind": "organisation", "records": 1},
    }
    known = {"first": "2025-01-05", "last": "2025-01-05", "engagements": 0}
    ties = {frozenset((a, b)): {k: v for k, v in tie.items() if k != "id"} for a, b, tie in graph.edges(data=True)}
    assert ties == {
        frozenset(("KEN", "TUV")): known | {"weight": 2.0, "events": 2, "goldstein": -4.0},
        frozenset(("KEN", 'IGO/"a&b"')): known | {"weight": 1.0, "events": 1, "goldstein": 3.0},
    }


def test_json_ld(one: Reading, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own dependencies
        from rdflib import SDO, Graph, URIRef

        export("jsonld", [one], tmp_path / "x.jsonld")
        graph = Graph().parse(tmp_path / "x.jsonld", format="json-ld")

    def told(id_: str, *path: str) -> list[str]:
        nodes: list[Any] = [URIRef(f"urn:dragoman:{id_}")]
        for term in path:
            nodes = [value for node in nodes for value in graph.objects(node, SDO[term])]
        return sorted(map(str, nodes))

    assert (told("r", "headline"), told("r", "datePublished"), told("r", "url")) == (
        ["Aid, and <trade>; talks"],
        ["2025-01-07"],
        ["https://news.example/r"],
    )
    assert (told("en-1", "startDate"), told("en-1", "endDate")) == (["2025-01-05"], ["2025-01-06"])
    assert (told("en-1", "organizer", "name"), told("en-1", "attendee", "name")) == (["A Minister"], ["Tuvalu"])
    assert (told("en-1", "eventStatus"), told("en-1", "superEvent", "name")) == (["https://schema.org/EventScheduled"], ["Trade Week"])
    assert (told("ev-1", "agent", "jobTitle"), told("ev-1", "participant", "identifier")) == (["Foreign Minister"], ["TUV"])
    assert (told("ev-1", "startTime"), told("ev-1", "endTime")) == (["2025-01-05"], ["2025-01-06"])
    assert told("ev-1", "actionStatus") == ["https://schema.org/CompletedActionStatus"]
    assert [told("ev-1", "location", "geo", axis) for axis in ("latitude", "longitude")] == [["-1.28"], ["36.8"]]
    assert (told("ev-1", "additionalType"), told("ev-1", "subjectOf")) == (["036", "CONSULT"], ["urn:dragoman:r"])
    assert (told("st-1", "creator", "name"), told("st-1", "audience", "name"), told("st-1", "isPartOf")) == (
        ["AU"],
        ["Kenya"],
        ["urn:dragoman:r"],
    )
    assert told("st-1", "text") == ["=trade, here\r\nand there"]
    assert (told("co-1", "endTime"), told("co-1", "name")) == (["2025-03-31"], ["send aid"])
    assert (told("co-1", "agent", "name"), told("co-1", "actionStatus")) == (["AU", "Kenya"], ["https://schema.org/PotentialActionStatus"])


def test_icalendar(one: Reading, tmp_path: Path) -> None:
    from icalendar import Calendar

    met = one.engagements[0]
    took_place = met.model_copy(update={"id": "en-2", "status": "occurred"})
    export("ics", [one.model_copy(update={"engagements": (met, took_place)})], tmp_path / "x.ics")
    data = (tmp_path / "x.ics").read_bytes()
    assert b"\n" not in data.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(data)
    visit, due = calendar.walk("VEVENT")
    assert calendar.errors == visit.errors == due.errors == []
    assert [visit.decoded(name) for name in ("DTSTART", "DTEND")] == [dt.date(2025, 1, 5), dt.date(2025, 1, 7)]
    assert [due.decoded(name) for name in ("DTSTART", "DTEND")] == [dt.date(2025, 3, 31), dt.date(2025, 4, 1)]
    assert visit.decoded("DTSTAMP") == dt.datetime(2025, 1, 7, tzinfo=dt.UTC)
    assert (str(visit["UID"]), str(visit["SUMMARY"]), str(visit["LOCATION"])) == ("en-1", "Meeting: A Minister, Tuvalu", "Nairobi")
    assert (visit["GEO"].latitude, visit["GEO"].longitude) == (-1.28, 36.8)
    assert (str(due["UID"]), str(due["SUMMARY"]), str(due["URL"])) == ("co-1", "Due: Kenya, AU: send aid", "https://news.example/r")
    assert str(visit["DESCRIPTION"]) == '“On Monday”\nA "quoted", paper, 2025-01-07 (r)'


def test_the_tables(one: Reading, tmp_path: Path) -> None:
    export("csv", [one], tmp_path)

    def rows(table: str) -> list[dict[str, Any]]:
        return [filled(row) for row in pd.read_csv(tmp_path / f"{table}.csv", dtype=str, keep_default_na=False).to_dict("records")]

    place = {"place_name": "Nairobi", "place_country": "KEN", "place_cow": "501", "place_gw": "501", "place_admin1": "KEN-30"}
    place |= {"place_lat": "-1.28", "place_lon": "36.8", "place_geonames_id": "184745"}
    when = {"when_text": "On Monday", "when_start": "2025-01-05", "when_end": "2025-01-06", "when_precision": "range"}
    day = {"day": "2025-01-05", "day_basis": "stated"}
    topic = {"topic_context": "trade", "topic_label": "trade"}
    who = {"actor_id": "KEN/a-minister", "actor_name": "A Minister", "actor_country": "KEN", "actor_cow": "501", "actor_gw": "501"}
    who |= {"recipient_id": "TUV", "recipient_name": "Tuvalu", "recipient_country": "TUV", "recipient_cow": "947", "recipient_gw": "973"}
    coded = {"plover_type": "CONSULT", "cameo": "036", "quad": "1", "goldstein": "-4.0", "intensity": "2.0", "status": "occurred"}
    rest = {"reporter_id": "IGO/african-union", "engagement_id": "en-1", "confidence": "0.75", "trigger": "thanked"}
    ids = {"document_id": "r", "event_id": "ev-1", "entry_id": "ev-1", "quote": "Kenya thanked Uganda"}
    assert rows("events") == [
        {**ids, **coded, **who, "actor_sector": "GOV", "recipient_sector": "GOV", **day, **when, **place, **topic, **rest}
    ]
    ids = {"document_id": "r", "engagement_id": "en-1", "entry_id": "en-1", "medium": "meeting", "status": "future", "quote": "On Monday"}
    assert rows("engagements") == [{**ids, **day, **when, **place, "occasion": "Trade Week", **topic}]
    (said,) = rows("statements")
    assert said["quote"] == "'=trade, here\r\nand there"  # no formula
    assert (said["speaker_id"], said["addressee_gw"], said["stance"], said["cue"]) == ("IGO/african-union", "501", "thank", "said")
    (promise,) = rows("commitments")
    assert [promise[f"deadline_{name}"] for name in ("start", "end", "precision")] == ["2025-03-01", "2025-03-31", "month"]
    assert (promise["party_id"], promise["counterparty_id"], promise["condition"], promise["action"]) == (
        "KEN",
        "UGA",
        "if asked",
        "send aid",
    )
    people = [
        (r["record_id"], r["role"], r["actor_id"], r.get("actor_office")) for r in rows("participants") if r["record_kind"] == "event"
    ]
    assert people == [
        ("ev-1", "actor", "KEN/a-minister", "Foreign Minister"),
        ("ev-1", "recipient", "TUV", None),
        ("ev-1", "reporter", "IGO/african-union", None),
    ]


def test_several_parts_make_one_file(one: Reading, tmp_path: Path) -> None:
    import pyarrow.parquet as pq
    from icalendar import Calendar

    many = parts.READINGS * 2 + 1
    for name in ("csv", "parquet", "gdelt", "polecat", "geojson", "jsonld", "ics", "jsonl"):
        export(name, [one] * many, tmp_path / name)
    assert len(pd.read_csv(tmp_path / "csv" / "events.csv", dtype=str)) == many
    assert pq.read_table(tmp_path / "parquet" / "events.parquet").num_rows == many
    assert len(gdelt(tmp_path / "gdelt" / "dragoman.export.CSV", GDELT)) == len(polecat(tmp_path / "polecat")) == many
    assert len(json.loads((tmp_path / "geojson").read_bytes())["features"]) == 2 * many  # an engagement and an event
    assert len(json.loads((tmp_path / "jsonld").read_bytes())["@graph"]) == 5 * many
    (calendar,) = Calendar.from_ical((tmp_path / "ics").read_bytes(), multiple=True)
    assert len(calendar.walk("VEVENT")) == 2 * many
    lines = (tmp_path / "jsonl").read_text("utf-8").split("\n")[:-1]
    assert [Reading.model_validate_json(line).document.id for line in lines] == ["r"] * many
