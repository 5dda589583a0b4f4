"""Merging: one thing from many reports, never two things in one, whatever the order."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ledger import Ledger
from dragoman.ledger.clusters import cluster, pair
from dragoman.ledger.scoring import Verdict
from dragoman.records import Reading
from ledger.making import Text, call, many, meeting


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger(tmp_path / "dragoman.db") as found:
        yield found


def engagements(ledger: Ledger, *readings: Reading) -> list[dict[str, Any]]:
    list(ledger.add_all(readings))
    found = {ledger.entry(e.id)["id"]: ledger.entry(e.id) for r in readings for e in r.engagements}
    return list(found.values())


def test_one_call_by_two_papers_is_one_entry_that_says_why(ledger: Ledger) -> None:
    (found,) = engagements(ledger, call(), call("2025-09-25", "Harbour Courier"))
    assert [c["publisher"] for c in found["cites"]] == ["The Rift Dispatch", "Harbour Courier"]
    assert found["sources"] == 2
    (merged,) = found["merged"]
    assert merged["score"] > 0.8
    assert any("KEN/william-ruto, USA/marco-rubio" in reason for reason in merged["reasons"])


def test_a_call_and_a_meeting_stay_two(ledger: Ledger) -> None:
    assert len(engagements(ledger, call(), meeting())) == 2


def test_what_was_said_by_telephone_is_no_visit(ledger: Ledger) -> None:
    def told(publisher: str, mode: str | None) -> Reading:
        made = Text(f"{publisher}: Ruto and Rubio talked on Tuesday.", publisher=publisher)
        return made.event("CONSULT", "Ruto", "Rubio", "talked on Tuesday", when=("Tuesday", "2025-09-23"), mode=mode).done()

    readings = [told("A", "phone"), told("B", "phone"), told("C", "visit")]
    list(ledger.add_all(readings))
    assert {c["publisher"] for c in ledger.entry(readings[0].events[0].id)["cites"]} == {"A", "B"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (meeting(place="New York"), meeting("2025-09-26", "B", place="Nairobi")),
        (meeting(place="Nairobi"), meeting("2025-09-26", "B", place="Mombasa")),
        (meeting(day="2025-09-22"), meeting("2025-09-26", "B", day="2025-09-23")),
    ],
    ids=["two countries", "two cities", "two days"],
)
def test_clearly_different_occasions_stay_two(ledger: Ledger, one: Reading, other: Reading) -> None:
    assert len(engagements(ledger, one, other)) == 2


def test_an_area_is_no_other_place_than_the_cities_in_it(ledger: Ledger) -> None:
    def told(day: str, publisher: str, **where: Any) -> Reading:
        made = meeting(day, publisher)
        (found,) = made.engagements
        return made.model_copy(update={"engagements": (found.model_copy(update={"place": found.place.model_copy(update=where)}),)})

    other = {"name": "Buffalo", "lat": 42.89, "lon": -78.88, "geonames_id": 5110629}  # 470 km from the city, in the same state
    region = {"name": "New York State", "lat": 43.0, "lon": -75.5, "geonames_id": 5128638}
    country = {"name": "United States", "admin1": None, "lat": 39.76, "lon": -98.5, "geonames_id": 6252001}
    elsewhere = {"name": "California", "admin1": "USA-CA", "lat": 37.25, "lon": -119.75, "geonames_id": 5332921}
    state = {"admin1": "USA-NY"}
    readings = [told("2025-09-24", "A", **state), told("2025-09-25", "B", **state, **region), told("2025-09-26", "C", **country)]
    assert [len(e["cites"]) for e in engagements(ledger, *readings)] == [3]
    engagements(ledger, told("2025-09-25", "D", **elsewhere), told("2025-09-25", "E", **state, **other))
    assert {"D", "E"}.isdisjoint(c["publisher"] for c in ledger.entry(readings[0].engagements[0].id)["cites"])


def test_a_call_may_be_on_two_days_by_two_clocks_and_the_sources_disagree(ledger: Ledger) -> None:
    (found,) = engagements(ledger, call(), call("2025-09-25", "B", day="2025-09-24"))
    (difference,) = found["disagreements"]
    assert difference["field"] == "date"
    assert [v["value"] for v in difference["values"]] == ["2025-09-23", "2025-09-24"]


def test_other_people_of_the_same_countries_are_another_meeting(ledger: Ledger) -> None:
    other = Text("Mudavadi met Rubio in New York on Tuesday.", "2025-09-25", publisher="B").engagement(
        "meeting", ["Mudavadi", "Rubio"], "Mudavadi met Rubio", when=("Tuesday", "2025-09-23"), place="New York"
    )
    assert len(engagements(ledger, meeting(), other.done())) == 2


def test_a_later_report_completes_a_plan(ledger: Ledger) -> None:
    plan = Text("Ruto will meet Rubio in New York on Tuesday, Kenya said.", "2025-09-20").engagement(
        "meeting", ["Ruto", "Rubio"], "Ruto will meet Rubio", status="future", when=("Tuesday", "2025-09-23")
    )
    (found,) = engagements(ledger, plan.done(), meeting())
    assert found["status"] == "occurred"
    assert found["place"]["name"] == "New York"


def test_who_accuses_whom_matters(ledger: Ledger) -> None:
    one = Text("Kenya accused Tanzania of piracy.", publisher="A").event("ACCUSE", "Kenya", "Tanzania", "accused Tanzania of piracy").done()
    other = Text("Tanzania accused Kenya of piracy.", publisher="B").event("ACCUSE", "Tanzania", "Kenya", "accused Kenya of piracy").done()
    same = Text("On Tuesday Kenya accused Tanzania of piracy at sea.", publisher="C")
    same.event("ACCUSE", "Kenya", "Tanzania", "accused Tanzania of piracy at sea")
    list(ledger.add_all([one, other, same.done()]))
    assert {c["publisher"] for c in ledger.entry(one.events[0].id)["cites"]} == {"A", "C"}


def test_copies_count_as_one_source(ledger: Ledger) -> None:
    body = (
        "Ruto said that Kenya would keep its officers in Haiti. "
        + "The words of the agency follow here in full, as every paper prints them. " * 3
    )
    copies = [
        Text(body + f"({name})", publisher=name).statement("Ruto", "commit", "keep its officers in Haiti").done() for name in ("A", "B")
    ]
    list(ledger.add_all(copies))
    found = ledger.entry(copies[0].statements[0].id)
    assert len(found["cites"]) == 2
    assert "copies of one text" in found["merged"][0]["reasons"][0]
    assert ledger.document(copies[0].document.id)["copies"] == [copies[1].document.id]
    assert found["sources"] == 1


def test_a_person_wins_and_is_remembered(ledger: Ledger) -> None:
    a, b = call(), meeting()
    list(ledger.add_all([a, b]))
    ledger.merge(a.engagements[0].id, b.engagements[0].id, reason="the same", by="ann")
    found = ledger.entry(b.engagements[0].id)
    assert len(found["cites"]) == 2
    assert found["merged"][0]["reasons"] == ["merged by a person"]
    assert {d["field"] for d in found["disagreements"]} == {"medium"}
    ledger.split(a.engagements[0].id)
    assert len(ledger.entry(b.engagements[0].id)["cites"]) == 1
    assert [d["kind"] for d in ledger.decisions()] == ["merge", "split"]


def test_the_record_is_the_same_in_any_order(tmp_path: Path) -> None:
    readings = many(45)
    hashes = set()
    for n in range(3):
        shuffled = readings[:]
        random.Random(n).shuffle(shuffled)  # noqa: S311 (an order, not a secret)
        with Ledger(tmp_path / f"{n}.db") as ledger:
            list(ledger.add_all(shuffled, batch=1 + 7 * n))
            hashes.add(ledger.hash())
            assert ledger.stats()["merged"] > 10
    assert len(hashes) == 1


@settings(max_examples=60, deadline=None)
@given(
    n=st.integers(2, 9),
    data=st.data(),
)
def test_clusters_are_a_function_of_the_set(n: int, data: st.DataObject) -> None:
    ids = [f"r{i}" for i in range(n)]
    every = [pair(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]]
    scores = {p: data.draw(st.sampled_from([0.0, 0.3, 0.7, 0.8, 0.9])) for p in every}
    never = {p for p in every if data.draw(st.integers(0, 5)) == 0}
    together = {p for p in every if data.draw(st.integers(0, 12)) == 0}
    apart = {p for p in every if data.draw(st.integers(0, 12)) == 0} - together
    links = {p: s for p, s in scores.items() if s >= 0.6 and p not in never}

    def verdict(a: str, b: str) -> Verdict:
        return Verdict(scores[pair(a, b)], never="no" if pair(a, b) in never else None)

    found = cluster(ids, links, verdict, together, apart)
    order = data.draw(st.permutations(ids))
    shuffled = dict(sorted(links.items(), key=lambda item: order.index(item[0][0])))
    assert cluster(order, shuffled, verdict, together, apart) == found
    assert sorted(i for group in found for i in group) == ids
    by_hand = {i for p in together for i in p}
    for group in found:
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                assert pair(a, b) not in never or {a, b} & by_hand
