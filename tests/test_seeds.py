"""Acceptance of the two reports that a user gave as the example of the job: every item of "The two seeds" in the project's design.

The texts aren't part of the project: they are read from ../shared/seeds where that is there, and named here by names and single words only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

import dragoman
from dragoman.gazetteer.loading import fold
from dragoman.records import Actor, Commitment, Engagement, Event, Reading, Statement

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
CALL, MEETING = "000_*.txt", "002_*.txt"
PUBLISHED = "2025-09-24"
RUTO, RUBIO = "KEN/william-ruto", "USA/marco-rubio"

pytestmark = pytest.mark.skipif(not SEEDS.exists(), reason=f"{SEEDS} isn't there: the example reports aren't part of the project")


@cache
def seed(pattern: str, published: str | None = None) -> Reading:
    (path,) = SEEDS.glob(pattern)
    return dragoman.read(path.read_text(encoding="utf-8"), published=published)


def ids(actors: Iterable[Actor]) -> set[str]:
    return {actor.id for actor in actors}


def participants(record: Engagement | Event) -> set[str]:
    return ids(p.actor for p in record.participants)


def countries(engagement: Engagement) -> set[str]:
    return {p.actor.country for p in engagement.participants if p.actor.country}


def lead(reading: Reading, medium: str) -> Engagement:
    """The one engagement of Ruto and Rubio that took place in a text."""
    (found,) = [e for e in reading.engagements if {RUTO, RUBIO} <= participants(e) and e.status == "occurred"]
    assert found.medium == medium
    return found


def has(quote: str, *words: str) -> bool:
    """Whether a quote has all these words, whatever their case."""
    folded = fold(quote).lower()
    return all(word in folded for word in words)


def said(reading: Reading, speaker: str, *words: str) -> list[Statement]:
    return [s for s in reading.statements if s.speaker.id == speaker and has(s.content.quote, *words)]


def promised(reading: Reading, *words: str) -> list[Commitment]:
    return [c for c in reading.commitments if any(has(quote, *words) for quote in (c.action.quote, *(e.quote for e in c.evidence)))]


def topics(reading: Reading) -> str:
    """What the reading says it is about: labels, instruments and conflicts of the topics, and their words; actors that are topics."""
    topics = [t for e in reading.engagements for t in e.topics] + [t for e in reading.events for t in e.topics]
    topics += [r.topic for r in (*reading.statements, *reading.commitments) if r.topic is not None]
    named = [part for t in topics for part in (t.label, t.instrument, t.conflict, t.evidence and t.evidence.quote) if part]
    acts = (*reading.engagements, *reading.events)
    return " | ".join([*named, *(p.actor.name for act in acts for p in act.participants if p.role == "topic")])


# -- the two engagements ------------------------------------------------------------------------------------------------------------


def test_the_first_is_a_call_of_the_president_and_the_secretary() -> None:
    call = lead(seed(CALL), "call")
    assert participants(call) == {RUTO, RUBIO}
    assert {p.actor.office for p in call.participants} == {"President", "Secretary of State"}
    assert countries(call) == {"KEN", "USA"}


def test_the_second_is_a_meeting_in_new_york_on_the_margins_of_the_general_assembly() -> None:
    meeting = lead(seed(MEETING), "meeting")
    assert countries(meeting) == {"KEN", "USA"}
    assert meeting.place is not None
    assert "New York" in meeting.place.name
    assert has(meeting.occasion or "", "general assembly")


def test_two_engagements_of_one_pair_stay_two(tmp_path: Path) -> None:
    call, meeting = lead(seed(CALL), "call"), lead(seed(MEETING), "meeting")
    with dragoman.Ledger(tmp_path / "seeds.db") as ledger:
        list(ledger.add_all((seed(CALL), seed(MEETING))))
        kept = [ledger.entry(e.id) for e in (call, meeting)]
    assert all(kept)
    assert len({entry["id"] for entry in kept if entry}) == 2


def test_without_a_date_of_publication_no_day_is_made_up() -> None:
    for when in (lead(seed(CALL), "call").when, lead(seed(MEETING), "meeting").when):
        assert when is not None
        assert "Tuesday" in when.text
        assert when.start is None
        assert when.unresolved


def test_with_a_date_of_publication_the_meeting_was_on_tuesday() -> None:
    when = lead(seed(MEETING, PUBLISHED), "meeting").when
    assert when is not None
    assert (str(when.start), str(when.end), when.precision) == ("2025-09-23", "2025-09-23", "day")


# -- trade --------------------------------------------------------------------------------------------------------------------------


def test_both_are_bound_to_finalise_a_trade_agreement_by_the_end_of_the_year() -> None:
    (commitment,) = promised(seed(MEETING, PUBLISHED), "finalize", "trade")
    assert {a.country for a in commitment.parties} == {"KEN", "USA"}
    assert commitment.deadline is not None
    assert str(commitment.deadline.end) == "2025-12-31"
    assert commitment.status == "open"


def test_without_a_date_of_publication_the_deadline_stays_unresolved() -> None:
    (commitment,) = promised(seed(MEETING), "finalize", "trade")
    assert commitment.deadline is not None
    assert has(commitment.deadline.text, "by", "close", "year")
    assert commitment.deadline.end is None
    assert commitment.deadline.unresolved


def test_ruto_asks_for_support_for_agoa_in_the_call() -> None:
    (request,) = said(seed(CALL), RUTO, "support", "agoa")
    assert request.stance == "request"
    assert request.topic is not None
    assert has(request.topic.label, "african growth and opportunity act")


def test_ruto_asks_for_support_for_exports_in_the_meeting() -> None:
    (request,) = said(seed(MEETING), RUTO, "support", "export")
    assert request.stance == "request"


def test_agoa_is_a_topic_of_both() -> None:
    for engagement in (lead(seed(CALL), "call"), lead(seed(MEETING), "meeting")):
        assert any(has(t.label, "african growth and opportunity act") for t in engagement.topics)


# -- the commendation ---------------------------------------------------------------------------------------------------------------


def test_rubio_commended_kenya_as_ruto_tells_it() -> None:
    commended = said(seed(MEETING), RUBIO, "kenya", "leadership", "peace")
    (statement,) = [s for s in commended if s.attribution]
    assert statement.stance == "support"
    assert [a.speaker.id for a in statement.attribution] == [RUTO]


def test_the_commendation_as_event_goes_from_rubio_to_kenya() -> None:
    events = [e for e in seed(MEETING).events if e.type == "SUPPORT" and has(e.evidence.trigger.quote, "commended") and e.attribution]
    (event,) = events
    assert [a.speaker.id for a in event.attribution] == [RUTO]
    assert {p.role: p.actor.id for p in event.participants} == {"actor": RUBIO, "recipient": "KEN"}


def test_the_caption_that_repeats_it_counts_once() -> None:
    commended = [e for e in seed(MEETING).events if e.type == "SUPPORT" and has(e.evidence.trigger.quote, "commended")]
    assert len(commended) == 1


def test_the_statement_that_the_caption_repeats_counts_once() -> None:
    assert len(said(seed(MEETING), RUBIO, "leadership", "peace")) == 1


def test_the_teaser_that_repeats_a_sentence_counts_once() -> None:
    assert len(said(seed(MEETING), RUTO, "agoa", "remains")) == 1


def test_rubio_commended_kenya_in_the_call() -> None:
    (statement,) = said(seed(CALL), RUBIO, "kenya", "democratic republic of congo", "south sudan")
    assert statement.stance == "support"


# -- conflicts that were talked about -----------------------------------------------------------------------------------------------


#: The names of the countries as they are written; "Sudan" isn't found in "South Sudan".
CONFLICTS = {"Haiti": "hait", "DRC": "congo|drc", "Sudan": "(?<!south )sudan", "South Sudan": "south sudan", "Somalia": "somali"}


@pytest.mark.parametrize(
    "country",
    [
        "Haiti",
        "DRC",
        "Sudan",
        "South Sudan",
        "Somalia",
    ],
)
def test_countries_talked_about_are_topics(country: str) -> None:
    assert re.search(CONFLICTS[country], fold(topics(seed(CALL))).lower())


@pytest.mark.parametrize(
    "country",
    [
        "Haiti",
        "DRC",
        "Sudan",
        "South Sudan",
        "Somalia",
    ],
)
def test_countries_talked_about_are_in_the_record(country: str) -> None:
    quotes = " | ".join([topics(seed(CALL)), *(s.content.quote for s in seed(CALL).statements)])
    assert re.search(CONFLICTS[country], fold(quotes).lower())


def test_countries_talked_about_take_no_part_in_the_call() -> None:
    assert countries(lead(seed(CALL), "call")) == {"KEN", "USA"}


@pytest.mark.parametrize("country", ["HTI", "COD", "SDN", "SSD", "SOM"])
def test_countries_talked_about_do_not_act(country: str) -> None:
    roles = [p.role for e in seed(CALL).events for p in e.participants if p.actor.country == country and p.actor.kind != "organisation"]
    assert set(roles) <= {"topic"}


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        (RUBIO, ("kenya", "leadership", "stabilizing")),
        (RUBIO, ("kenya", "leadership", "democratic republic of congo")),
        (RUTO, ("kenya", "role", "sudanese")),
        (RUTO, ("kenya", "mediate", "opposition")),
        (RUTO, ("kenya and the united states", "cooperation", "terrorist")),
    ],
    ids=["Haiti", "DRC", "Sudan", "South Sudan", "Somalia"],
)
def test_kenya_s_role_in_each_is_said(speaker: str, words: tuple[str, ...]) -> None:
    assert said(seed(CALL), speaker, *words)


# -- the envoy ----------------------------------------------------------------------------------------------------------------------


def test_ruto_welcomed_the_appointment_of_the_envoy() -> None:
    (statement,) = said(seed(CALL), RUTO, "appointment", "massad boulos")
    assert statement.stance == "support"


def test_ruto_thanked_trump_for_the_appointment() -> None:
    (thanks,) = [s for s in seed(CALL).statements if s.stance == "thank"]
    assert thanks.speaker.id == RUTO
    assert thanks.addressee is not None
    assert thanks.addressee.id == "USA/donald-trump"
    assert has(thanks.content.quote, "appointment")


def test_former_of_a_sitting_president_is_a_warning_and_not_corrected() -> None:
    (warning,) = [w for w in seed(CALL).warnings if w.code == "office-conflict"]
    assert warning.evidence is not None
    assert has(warning.evidence.quote, "former", "donald trump")
    (thanks,) = [s for s in seed(CALL).statements if s.stance == "thank"]
    assert thanks.addressee is not None
    assert has(thanks.addressee.as_written, "former")


def test_the_envoy_did_not_visit_anybody() -> None:
    boulos = [
        e for e in seed(CALL).events if "USA/massad-boulos" in participants(e) and {p.role for p in e.participants} & {"host", "visitor"}
    ]
    assert boulos == []


# -- California ---------------------------------------------------------------------------------------------------------------------


def signing() -> Engagement:
    found = [e for e in seed(MEETING).engagements if e.medium == "signing" and any(has(x.quote, "witnessed") for x in e.evidence)]
    (one,) = found
    return one


def test_ruto_witnessed_the_signing_of_the_partnership_and_did_not_sign() -> None:
    assert {p.role for p in signing().participants if p.actor.id == RUTO} == {"witness"}
    assert {p.role for p in signing().participants if p.actor.id == "USA/gavin-newsom"} <= {"witness", "signatory"}
    assert any(has(t.label, "california-africa climate and economic partnership") for t in signing().topics)


def test_california_is_a_subnational_actor() -> None:
    california = [p.actor for e in seed(MEETING).engagements for p in e.participants if p.actor.id == "USA-CA"]
    assert california
    assert {(a.kind, a.country) for a in california} == {("subnational", "USA")}


def test_the_centre_of_excellence_is_a_commitment_without_a_date() -> None:
    (commitment,) = promised(seed(MEETING, PUBLISHED), "centre of excellence in clean transport systems")
    assert commitment.deadline is None


def test_first_african_nation_to_sign_is_a_claim_of_ruto() -> None:
    (claim,) = said(seed(MEETING), RUTO, "first", "african", "sign")
    assert claim.stance == "inform"
    signed = [e for e in seed(MEETING).events if has(e.evidence.clause.quote, "memorandum of understanding")]
    assert all([a.speaker.id for a in e.attribution] == [RUTO] for e in signed)


# -- whole --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", [CALL, MEETING])
def test_every_quote_is_the_text(pattern: str) -> None:
    reading = seed(pattern, PUBLISHED)
    text = reading.document.text or ""
    assert all(text[e.start : e.end] == e.quote for e in reading.evidence())


def test_everybody_who_took_part_is_known_with_country() -> None:
    people = [p.actor for r in (seed(CALL), seed(MEETING)) for e in r.engagements for p in e.participants if p.actor.kind == "person"]
    assert [a.as_written for a in people if a.country is None or a.office is None] == []
