"""The log as a file, and the same state from it in any order."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from dragoman.exports import annotations
from dragoman.ledger import Ledger
from dragoman.ledger.review import files
from dragoman.ledger.review.choosing import find_words
from dragoman.ledger.review.desk import Review
from dragoman.ledger.review.fields import FIELDS, RECORD
from dragoman.ledger.review.log import Decision, decision, in_force
from dragoman.ledger.review.standing import effective, verdicts
from dragoman.records.errors import LedgerError
from ledger.making import call, meeting

BODY = call().engagements[0].model_dump(mode="json")
VALUES: dict[str, list[Any]] = {
    "medium": ["call", "video", "meeting"],
    "status": ["occurred", "future"],
    "occasion": ["the summit", None],
    "when": [BODY["when"], None],
    "topics": [[], [{"context": "military", "instrument": None, "conflict": None, "label": "military", "evidence": None}]],
}


@st.composite
def logs(draw: st.DrawFn) -> list[Decision]:
    """Decisions on one record by three people, some blind, some taken back, in the order of their making."""
    rows: list[Decision] = []
    for n in range(draw(st.integers(0, 14))):
        by = draw(st.sampled_from(("ann", "bob", "cec")))
        shared: dict[str, Any] = {
            "at": f"2025-01-01T00:00:{n:02}.000000Z", "by": by, "blind": draw(st.booleans()), "document": "d", "kind": "engagement",
            "report": BODY["id"], "anchor": {}, "reader": "1", "evidence": None, "reason": None,
            "role": draw(st.sampled_from(("reviewer", "reviewer", "adjudicator"))),
        }  # fmt: skip
        mine = [row for row in in_force(rows) if row.by == by]
        if mine and draw(st.integers(0, 3)) == 0:
            rows.append(decision(**shared, field=mine[-1].field, action="undo", old=None, new=None, undoes=mine[-1].uid))
            continue
        field = draw(st.sampled_from((*VALUES, RECORD)))
        whole = {f.name: BODY.get(f.name) for f in FIELDS["engagement"]}
        old = whole if field == RECORD else BODY.get(field)
        action = draw(st.sampled_from(("accept", "reject", "unsure", "skip") + (() if field == RECORD else ("correct", "correct"))))
        new = draw(st.sampled_from(VALUES[field])) if action == "correct" else None
        rows.append(decision(**shared, field=field, action=action, old=old, new=new, undoes=None))
    return rows


@settings(max_examples=40, deadline=None)
@given(logs(), st.randoms(use_true_random=False))
def test_replaying_the_log_in_any_order_gives_the_same_state(rows: list[Decision], chance: Any) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    twice = [Decision.model_validate_json(row.model_dump_json()) for row in shuffled]
    for other in (shuffled, twice, twice + shuffled):
        assert effective("engagement", BODY, other) == effective("engagement", BODY, rows)
        assert {k: v.state for k, v in verdicts(other, "engagement", BODY).items()} == {
            k: v.state for k, v in verdicts(rows, "engagement", BODY).items()
        }


@settings(max_examples=30, deadline=None)
@given(logs())
def test_every_prefix_is_a_valid_record_and_undoing_everything_gives_the_readers(rows: list[Decision]) -> None:
    for n in range(len(rows) + 1):
        effective("engagement", BODY, rows[:n])  # validated on the way
    back = [
        decision(**row.model_dump(exclude={"uid", "at", "action", "undoes"}), at="2025-01-02T00:00:00Z", action="undo", undoes=row.uid)
        for row in in_force(rows)
    ]
    assert effective("engagement", BODY, rows + back) == BODY
    assert {v.state for v in verdicts(rows + back, "engagement", BODY).values()} == {"open"}


def reviewed(path: Path) -> Ledger:
    ledger = Ledger(path)
    one, other = call(), call("2025-09-25", "Harbour Courier")
    list(ledger.add_all([one, other, meeting()]))
    desk = Review(ledger)
    id_ = one.engagements[0].id
    desk.decide(id_, "medium", "correct", by="ann", value="video", span=find_words(one.document.text or "", "by telephone"))
    desk.decide(id_, "participants", "accept", by="ann", blind=True)
    desk.decide(id_, "participants", "accept", by="bob", blind=True)
    desk.decide(one.events[0].id, "record", "reject", by="bob")
    desk.decide(one.statements[0].id, "content", "accept", by="ann")
    desk.split(one.events[1].id, other.events[1].id, by="ann", reason="two thanks")
    desk.decide(id_, "place", "skip", by="bob")
    desk.undo("bob")
    return ledger


def test_an_import_brings_another_ledger_to_the_same_state_once(tmp_path: Path) -> None:
    with reviewed(tmp_path / "a.db") as there, Ledger(tmp_path / "b.db") as here:
        lines = [json.dumps(row) for row in files.rows(Review(there))]
        assert len(lines) == 8
        found, wrong = files.parse(reversed(lines), "reviews.jsonl")
        assert wrong == []
        assert Review(here).take(found[:3]) == 3  # before the documents are there
        list(here.add_all([meeting(), call("2025-09-25", "Harbour Courier"), call()]))
        assert Review(here).take(found) == 5
        assert Review(here).take(found) == 0
        assert here.hash() == there.hash()
        assert list(files.rows(Review(here))) == list(files.rows(Review(there)))
        assert here.check() == there.check() == []


def test_rows_that_were_changed_or_are_none_are_named(tmp_path: Path) -> None:
    with reviewed(tmp_path / "a.db") as ledger:
        good = next(files.rows(Review(ledger)))
    lines = [json.dumps({**good, "by": "eve"}), "{", "", json.dumps({**good, "colour": "red"}), json.dumps(good)]
    found, wrong = files.parse(lines, "reviews.jsonl")
    assert [row.uid for row in found] == [good["uid"]]
    assert [str(error)[:16] for error in wrong] == ["reviews.jsonl:1:", "reviews.jsonl:2:", "reviews.jsonl:4:"]
    assert "uid isn't the hash" in str(wrong[0])


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_tables_say_what_the_log_says(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """What the ledger keeps beside the log (standings, entries) is the same after it is worked out anew by a removal and return."""
    with Ledger(tmp_path_factory.mktemp("replay") / "dragoman.db") as ledger:
        reading = call()
        ledger.add(reading)
        desk, records = Review(ledger), [reading.engagements[0].id, reading.events[0].id]
        for _ in range(data.draw(st.integers(1, 6))):
            by = data.draw(st.sampled_from(("ann", "bob")))
            if data.draw(st.integers(0, 4)) == 0:
                try:
                    desk.undo(by)
                except LedgerError:
                    continue
            else:
                action = data.draw(st.sampled_from(("accept", "reject", "unsure", "skip")))
                blind = data.draw(st.booleans())
                field = data.draw(st.sampled_from(("record", "status", "when")))
                desk.decide(data.draw(st.sampled_from(records)), field, action, by=by, blind=blind)
        states = "SELECT r.id, s.by, s.state FROM review_standing s JOIN report r ON r.n = s.report_n ORDER BY 1, 2"
        with ledger.reading() as connection:
            before = list(map(tuple, connection.execute(text(states))))
        said = ledger.hash()
        ledger.remove(reading.document.id)
        ledger.add(reading)
        with ledger.reading() as connection:
            assert list(map(tuple, connection.execute(text(states)))) == before
        assert ledger.hash() == said


# -- for those who train -----------------------------------------------------------------------------------------------------------


def test_label_studio_gets_the_reviewed_spans(tmp_path: Path) -> None:
    with reviewed(tmp_path / "a.db") as ledger:
        (task,) = annotations.label_studio(ledger)
    words = call().document.text or ""
    assert task["data"]["text"] == words
    found = {(r["value"]["labels"][0], r["value"]["text"]) for r in task["annotations"][0]["result"]}
    assert found == {
        ("engagement", "Ruto and Rubio spoke by telephone"),
        ("actor", "Ruto"),
        ("actor", "Rubio"),
        ("words", "for the police mission"),
    }
    for result in task["annotations"][0]["result"]:
        value = result["value"]
        assert words[value["start"] : value["end"]] == value["text"]


def test_spacy_takes_the_rows(tmp_path: Path) -> None:
    import spacy
    from spacy.training import Example

    with reviewed(tmp_path / "a.db") as ledger:
        (row,) = annotations.spacy(ledger)
    doc = spacy.blank("en").make_doc(row["text"])
    example = Example.from_dict(doc, {"entities": row["entities"], "spans": row["spans"]})
    assert [e.text for e in example.reference.ents] == ["Ruto", "Rubio"]
    assert "for the police mission" in {s.text for s in example.reference.spans["sc"]}
