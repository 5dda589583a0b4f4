"""The record of an act: an `Event` with its participants, place, time, attribution and exact words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman import codebook
from dragoman.reading import clauses, places, timing
from dragoman.reading.clauses import words
from dragoman.reading.events.asserting import is_complete, is_of_danger, is_told
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.deciding import decide
from dragoman.reading.events.participants import at_home, localised, only_place, participants_of, unplaced
from dragoman.reading.judging import PATTERN_ALONE
from dragoman.reading.parsed import Parsed
from dragoman.reading.topics import Topics
from dragoman.records import Attribution, Engagement, Event, EventEvidence, Status, stable_id

#: The code of meeting at a place that is neither side's.
_THIRD = "044"


def build(parsed: Parsed, candidate: Candidate, topics: Topics, engagements: Sequence[Engagement]) -> Event | None:
    """The event of a candidate; None where the codebook has no type for it, or the words don't really tell it."""
    coded = decide(candidate)
    if coded is None:
        return None
    code, type_, mode = coded
    place = places.event_place(parsed, candidate.sentence.passage, candidate.head, (candidate.sentence.first, candidate.sentence.last))
    participants = participants_of(parsed, candidate, type_, mode)
    if (
        type_ in codebook.types_that("deed") - {"MOBILIZE"} and code != "174" and any(unplaced(p.actor) for p in participants)
    ):  # soldiers aren't of where they are sent, nor deportees
        participants = localised(participants, place.country if place is not None else only_place(parsed, candidate.sentence))
    if not is_complete(participants, type_) or not is_told(candidate, participants, type_):
        return None
    if type_ == "THREATEN" and is_of_danger(parsed, candidate):
        return None
    if mode == "visit" and at_home(participants):
        return None
    if code == _THIRD and place is not None and place.country in {p.actor.country for p in participants}:
        code, mode = "040", codebook.cameo()["040"].mode  # one of the two is at home there
    if candidate.status == "negated" and type_ != candidate.type:
        candidate.status, candidate.status_cue = "occurred", None  # who says that they won't has refused, or promised
    passage = candidate.sentence.passage
    trigger = parsed.evidence(passage, candidate.head.i, candidate.head.i)
    first, last = clauses.clause_span(candidate.head if candidate.head.pos_ == "VERB" else candidate.clause.head)
    clause = parsed.evidence(passage, max(first, candidate.sentence.first), min(last, candidate.sentence.last))
    near = topics.within(clause.start, clause.end)
    told_at = candidate.part or candidate.head
    ahead: Status = "future" if _planned(candidate) else candidate.status
    when = timing.when_of(parsed, candidate.sentence, told_at, ahead, apart=candidate.part is not None)
    if candidate.status in {"occurred", "ongoing"} and timing.long_ago(when, parsed.document.published):
        candidate.status = "historical"
    return Event(
        id=stable_id("ev", parsed.document.id, parsed.evidence(passage, told_at.i, told_at.i).start, code),
        type=type_,
        mode=mode,
        contexts=tuple(sorted({t.context for t in near} | set(codebook.cameo()[code].contexts))),
        topics=near,
        cameo=code,
        quad=codebook.quad(type_),
        goldstein=codebook.goldstein(code),
        intensity=codebook.intensity(type_, mode),
        status=candidate.status,
        status_cue=parsed.evidence(passage, candidate.status_cue.i, candidate.status_cue.i)
        if candidate.status_cue is not None and candidate.status != "occurred"
        else None,
        participants=participants,
        when=when,
        place=place,
        attribution=tuple(attribution(parsed, candidate)),
        engagement=_part_of(engagements, candidate, parsed, type_),
        confidence=PATTERN_ALONE,
        evidence=EventEvidence(trigger=trigger, clause=clause),
    )


def _planned(candidate: Candidate) -> bool:
    """Whether a plan is told by what is due, and its date is of the deed: "is due to meet on Monday"."""
    return candidate.entry.cameo[:2] == "03" and candidate.head.lemma_.lower() in words("expected") | {"expect", "schedule"}


def attribution(parsed: Parsed, candidate: Candidate) -> Iterator[Attribution]:
    """Who says that it is so, outermost first."""
    passage = candidate.sentence.passage
    for speakers, cue in clauses.attributions(candidate.head):
        for mention in [m for speaker in speakers for m in parsed.who(passage, speaker)][:2]:
            for actor in parsed.actors(mention):
                yield Attribution(speaker=actor, cue=parsed.evidence(passage, cue.i, cue.i))


def _part_of(engagements: Sequence[Engagement], candidate: Candidate, parsed: Parsed, type_: str) -> str | None:
    """The engagement whose words are this event's words."""
    if type_ not in {"CONSULT", "AGREE", "SUPPORT"}:
        return None
    at = parsed.passages[candidate.sentence.passage].start + candidate.head.idx
    return next((e.id for e in engagements if any(v.start <= at < v.end for v in e.evidence)), None)
