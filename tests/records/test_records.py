"""The record: frozen values that check themselves, with ids that stay and JSON that comes back the same."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import dragoman.records as record
from dragoman.records import (
    Actor,
    Attribution,
    Commitment,
    Document,
    Engagement,
    Event,
    EventEvidence,
    Evidence,
    Participant,
    Place,
    Reading,
    ReadingWarning,
    Statement,
    Topic,
    When,
    stable_id,
)
from dragoman.records.errors import DataError, DragomanError, LedgerError, MissingPartError, SourceError, UsageError

TEXT = "On Tuesday in Nairobi 🕊️ Ruto met Rubio, who said the U.S. would finalise the pact by the close of the year."


def words(quote: str) -> Evidence:
    start = TEXT.index(quote)
    return Evidence.of(TEXT, start, start + len(quote))


def reading(text: str = TEXT) -> Reading:
    ruto = Actor(
        id="KEN/william-ruto", name="William Ruto", kind="person", country="KEN", sector="GOV", as_written="Ruto", evidence=words("Ruto")
    )
    rubio = Actor(
        id="USA/marco-rubio", name="Marco Rubio", kind="person", country="USA", sector="GOV", as_written="Rubio", evidence=words("Rubio")
    )
    sides = (Participant(role="actor", actor=ruto), Participant(role="recipient", actor=rubio))
    tuesday = When(text="Tuesday", start=dt.date(2025, 9, 23), end=dt.date(2025, 9, 23), precision="day", evidence=words("Tuesday"))
    nairobi = Place(
        name="Nairobi", as_written="Nairobi", country="KEN", lat=-1.28, lon=36.82, geonames_id=184745, evidence=words("Nairobi")
    )
    year = When(
        text="the close of the year",
        start=None,
        end=None,
        precision="year",
        evidence=words("the close of the year"),
        unresolved="no publication date",
    )
    said = Attribution(speaker=rubio, cue=words("said"))
    return Reading(
        document=Document.of(text, published=dt.date(2025, 9, 24)),
        engagements=(
            Engagement(
                id="en-1",
                medium="meeting",
                status="occurred",
                participants=sides,
                when=tuesday,
                place=nairobi,
                evidence=(words("Ruto met Rubio"),),
            ),
        ),
        events=(
            Event(
                id="ev-1",
                type="CONSULT",
                mode="visit",
                contexts=("economic",),
                topics=(Topic(context="economic", label="economy and trade"),),
                cameo="042",
                quad=1,
                goldstein=1.9,
                intensity=1.5,
                status="occurred",
                participants=sides,
                engagement="en-1",
                confidence=0.9,
                evidence=EventEvidence(trigger=words("met"), clause=words("Ruto met Rubio")),
            ),
        ),
        statements=(
            Statement(id="st-1", speaker=rubio, stance="commit", content=words("the U.S. would finalise the pact"), cue=words("said")),
        ),
        commitments=(
            Commitment(
                id="co-1",
                kind="pledge",
                parties=(rubio,),
                counterparties=(ruto,),
                action=words("finalise the pact"),
                deadline=year,
                attribution=(said,),
                evidence=(words("the U.S. would finalise the pact"),),
            ),
        ),
        warnings=(ReadingWarning(code="office-conflict", message="for a test", evidence=words("Rubio")),),
    )


@given(st.text(), st.data())
def test_a_quote_is_its_slice(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    evidence = Evidence.of(text, start, end)
    assert evidence.quote == text[start:end]
    assert len(evidence.quote) == end - start


@pytest.mark.parametrize(
    "wrong", [{"start": 0, "end": 3, "quote": "ab"}, {"start": -1, "end": 1, "quote": "ab"}, {"start": 2, "end": 1, "quote": ""}]
)
def test_evidence_whose_length_is_not_the_quotes(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Evidence(**wrong)


def test_a_date_is_resolved_or_says_why_not() -> None:
    here = words("Tuesday")
    day = dt.date(2025, 9, 23)
    assert When(text="Tuesday", start=day, end=day, precision="day", evidence=here).unresolved is None
    assert When(text="Tuesday", start=None, end=None, precision="day", evidence=here, unresolved="no publication date").start is None


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"start": dt.date(2025, 1, 1), "end": None}, "together"),
        ({"start": None, "end": None}, "either resolved or says why not"),
        ({"start": dt.date(2025, 1, 1), "end": dt.date(2025, 1, 1), "unresolved": "why"}, "either resolved or says why not"),
        ({"start": dt.date(2025, 1, 2), "end": dt.date(2025, 1, 1)}, "before start"),
    ],
)
def test_a_date_that_contradicts_itself(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        When(text="Tuesday", precision="day", evidence=words("Tuesday"), **wrong)


def test_ids_are_the_same_in_every_run() -> None:
    assert stable_id("ev", "KEN", 1, None) == "ev-76a998931e31b2c3"
    code = "from dragoman.records import stable_id; print(stable_id('ev', 'KEN', 1, None))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 (our own code)
    assert done.stdout.strip() == stable_id("ev", "KEN", 1, None)


def test_ids_keep_their_parts_apart() -> None:
    assert stable_id("ev", "ab", "c") != stable_id("ev", "a", "bc")
    assert stable_id("ev", "a") != stable_id("en", "a")


def test_a_documents_id_depends_on_text_and_date_alone() -> None:
    day = dt.date(2025, 9, 24)
    assert Document.of("a", published=day).id == Document.of("a", published=day, title="b").id
    assert len({Document.of("a").id, Document.of("b").id, Document.of("a", published=day).id}) == 3
    assert Document.of("a", id="mine").id == "mine"


def test_a_document_counts_code_points() -> None:
    assert Document.of("e\u0301🕊").n_chars == 3
    assert Document.of("\ud800").n_chars == 1  # a lone surrogate, as broken feeds have them


def test_records_are_frozen_and_closed() -> None:
    found = reading()
    with pytest.raises(ValidationError, match="frozen"):
        found.document.title = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        ReadingWarning(code="x", message="y", colour="red")  # type: ignore[call-arg]
    assert hash(found.events[0].evidence) == hash(reading().events[0].evidence)


def test_json_comes_back_the_same() -> None:
    found = reading()
    back = Reading.model_validate_json(found.model_dump_json())
    assert back.model_dump() == found.model_dump()
    assert back.document.text is None
    assert back.engagements == found.engagements
    assert back.commitments[0].deadline == found.commitments[0].deadline


def test_json_holds_no_text_and_plain_dates() -> None:
    content = json.loads(reading().model_dump_json())
    assert "text" not in content["document"]
    assert content["document"]["published"] == "2025-09-24"
    assert content["engagements"][0]["when"]["start"] == "2025-09-23"
    assert list(content) == ["document", "engagements", "events", "statements", "commitments", "warnings"]


def test_quotes_are_checked_against_the_text() -> None:
    with pytest.raises(ValidationError, match="isn't the text's"):
        reading(TEXT.replace("Ruto met", "Ruto saw"))


def test_evidence_is_found_at_every_depth() -> None:
    quotes = [evidence.quote for evidence in reading().evidence()]
    assert {"Ruto", "Tuesday", "Nairobi", "Ruto met Rubio", "met", "said", "finalise the pact", "the close of the year"} <= set(quotes)


def test_what_must_have_evidence_has_it() -> None:
    found = reading()
    with pytest.raises(ValidationError):
        Engagement(**{**found.engagements[0].model_dump(), "evidence": ()})
    with pytest.raises(ValidationError):
        Commitment(**{**found.commitments[0].model_dump(), "parties": ()})


@pytest.mark.parametrize(("field", "value"), [("quad", 5), ("goldstein", 11), ("confidence", 1.1), ("type", "YIELD"), ("status", "maybe")])
def test_values_outside_their_range(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Event(**{**reading().events[0].model_dump(), field: value})


def test_html_escapes_the_source() -> None:
    text = "<script>alert('&')</script> Ruto met Rubio."
    start = text.index("met")
    event = reading().events[0].model_dump()
    evidence = Evidence.of(text, start, start + 3)
    names = ("Ruto", "Rubio")
    people = [
        {
            "role": "actor",
            "actor": {
                "id": n,
                "name": n,
                "kind": "person",
                "as_written": n,
                "evidence": Evidence.of(text, text.index(n), text.index(n) + len(n)),
            },
        }
        for n in names
    ]
    event.update(participants=people, evidence={"trigger": evidence, "clause": evidence})
    shown = Reading(document=Document.of(text), events=(Event.model_validate(event),))._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_errors_form_one_tree_with_an_exit_code_each() -> None:
    branches = (UsageError, SourceError, MissingPartError, DataError, LedgerError)
    assert all(issubclass(branch, DragomanError) for branch in branches)
    assert len({branch.exit_code for branch in branches} | {DragomanError.exit_code}) == len(branches) + 1
    assert str(SourceError("a.csv", "no text column", line=3)) == "a.csv:3: no text column"
    assert str(SourceError("a.csv", "no text column")) == "a.csv: no text column"
    assert "pip install 'dragoman[tables]'" in str(MissingPartError.extra("tables", "reading Parquet"))  # noqa: S610 (not Django's)


def test_all_lists_what_the_package_has() -> None:
    assert all(hasattr(record, name) for name in record.__all__)
