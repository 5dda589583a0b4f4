"""A reading as a page shows it: cards of fields, each with its words, and the text cut where words begin or end.

The marks in the text are made from the cards, so that every quotation on a card has its place in the text and every mark has its card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from dragoman.analysis.aide_memoire import actor_line, country_name
from dragoman.analysis.page import clean
from dragoman.records import (
    Actor,
    Attribution,
    Commitment,
    Engagement,
    Event,
    Evidence,
    Participant,
    Place,
    Reading,
    Statement,
    Topic,
    When,
)
from dragoman.records.reading import ReadingWarning
from dragoman.web.wording import signed, span_words

Kind = Literal["engagement", "statement", "commitment", "event", "actor", "when", "place", "topic", "warning", "clause"]
#: Kinds with a colour of their own, in the order of the legend.
LEGEND: tuple[Kind, ...] = ("engagement", "statement", "commitment", "event", "actor", "when", "place", "topic", "warning")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record, what it says, and the words behind it."""

    label: str
    value: str
    kind: Kind
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A record. `anchor` is its id on the page, and `{anchor}-{n}` that of its nth field; `record` is its id in the ledger."""

    anchor: str
    title: str
    fields: tuple[Field, ...]
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The records of one sort."""

    anchor: str
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text over which the same marks lie; `fields` are the anchors of what rests on it, the closest first."""

    start: int
    words: str
    kind: Kind | None = None
    fields: tuple[str, ...] = ()
    note: str = ""
    is_start: bool = False


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    kind: Kind
    anchor: str
    note: str = field(compare=False)


#: Title, fields and id of a record.
_Shown = tuple[str, list[Field], str | None]


def sections(reading: Reading) -> tuple[Section, ...]:
    """The record, sort by sort; a sort without records is there and empty."""
    return (
        _section("engagement", "Engagements", [_engagement(r) for r in reading.engagements]),
        _section("statement", "Statements", [_statement(r) for r in reading.statements]),
        _section("commitment", "Commitments", [_commitment(r) for r in reading.commitments]),
        _section("event", "Events", [_event(r) for r in reading.events]),
        _section("warning", "Warnings", [_warning(w) for w in reading.warnings]),
    )


def pieces(text: str, shown: Sequence[Section]) -> list[Piece]:
    """The text cut at the edges of the cards' words: the shortest mark over a piece gives its kind and the card that it leads to."""
    found = sorted(_marks(shown), key=lambda m: m.start)
    starts = {m.start for m in found}
    edges = sorted({0, len(text), *starts, *(m.end for m in found)})
    active: list[_Mark] = []
    coming, cut = iter([*found, None]), []
    following = next(coming)
    for start, end in pairwise(edges):
        while following is not None and following.start <= start:
            active.append(following)
            following = next(coming)
        active = [m for m in active if m.end > start]
        if not active:
            cut.append(Piece(start, text[start:end]))
            continue
        closest = sorted(active, key=lambda m: (m.kind == "clause", m.end - m.start))
        notes = dict.fromkeys(m.note for m in closest)
        fields = tuple(dict.fromkeys(m.anchor for m in closest))
        cut.append(Piece(start, text[start:end], closest[0].kind, fields, "\n".join([*notes][:6]), start in starts))
    return cut


def _section(anchor: str, title: str, records: Sequence[_Shown]) -> Section:
    cards = (Card(f"{anchor}-{number}", clean(name), tuple(fields), id_) for number, (name, fields, id_) in enumerate(records, start=1))
    return Section(f"{anchor}s", title, tuple(cards))


def _marks(shown: Sequence[Section]) -> Iterator[_Mark]:
    for section in shown:
        for card in section.cards:
            for number, said in enumerate(card.fields, start=1):
                note = clean(f"{card.title} · {said.label}: {said.value}" if said.value else f"{card.title} · {said.label}")
                anchor = f"{card.anchor}-{number}"
                yield from (_Mark(e.start, e.end, said.kind, anchor, note) for e in said.evidence if e.end > e.start)


def _engagement(record: Engagement) -> _Shown:
    fields = [*_participants(record.participants), *_when("When", record.when), *_place(record.place)]
    fields += [Field("Occasion", record.occasion, "engagement")] if record.occasion else []
    fields += [*_topics(record.topics), *_status(record.status, record.status_cue, "engagement")]
    return f"{record.medium.capitalize()}, {record.status}", [*fields, Field("Source", "", "engagement", record.evidence)], record.id


def _statement(record: Statement) -> _Shown:
    fields = [_actor("Speaker", record.speaker), *([_actor("Addressee", record.addressee)] if record.addressee else [])]
    fields += [*_topics([record.topic] if record.topic else []), Field("Words", "", "statement", (record.content,))]
    fields += [Field("Cue", record.stance, "statement", (record.cue,)), *_according(record.attribution)]
    return f"{record.stance.capitalize()}: {record.speaker.name}", fields, record.id


def _commitment(record: Commitment) -> _Shown:
    fields = [*(_actor("Bound", a) for a in record.parties), *(_actor("To", a) for a in record.counterparties)]
    fields += [Field("Action", "", "commitment", (record.action,)), *_when("Deadline", record.deadline)]
    fields += [Field("Condition", "", "commitment", (record.condition,))] if record.condition else []
    fields += [*_topics([record.topic] if record.topic else []), *_according(record.attribution)]
    return f"{record.kind.capitalize()}, {record.status}", [*fields, Field("Source", "", "clause", record.evidence)], record.id


def _event(record: Event) -> _Shown:
    scores = (
        f"CAMEO {record.cameo}, Goldstein {signed(record.goldstein)}, intensity {signed(record.intensity)}, "
        f"confidence {record.confidence:.2f}"
    )
    fields = [*_participants(record.participants), Field("Act", scores, "event", (record.evidence.trigger,))]
    fields += [*_when("When", record.when), *_place(record.place), *_topics(record.topics)]
    fields += [*_status(record.status, record.status_cue, "event"), *_according(record.attribution)]
    mode = f"/{record.mode}" if record.mode else ""
    return (
        f"{record.type.capitalize()}{mode}, {record.status}",
        [*fields, Field("Clause", "", "clause", (record.evidence.clause,))],
        record.id,
    )


def _warning(warning: ReadingWarning) -> _Shown:
    return warning.code, [Field("Message", warning.message, "warning", (warning.evidence,) if warning.evidence else ())], None


def _participants(participants: Sequence[Participant]) -> Iterator[Field]:
    yield from (_actor(p.role.capitalize(), p.actor) for p in participants)


def _actor(label: str, actor: Actor) -> Field:
    return Field(label, f"{actor_line(actor)} · {actor.id}", "actor", (actor.evidence,))


def _when(label: str, when: When | None) -> Iterator[Field]:
    if when is not None:
        days = span_words(when.start.isoformat(), when.end.isoformat() if when.end else None) if when.start else ""
        yield Field(label, days or f"not resolved: {when.unresolved or 'no reason given'}", "when", (when.evidence,))


def _place(place: Place | None) -> Iterator[Field]:
    if place is not None:
        named = ", ".join(dict.fromkeys(n for n in (place.name, country_name(place.country)) if n))
        yield Field("Where", named + (f" (not resolved: {place.unresolved})" if place.unresolved else ""), "place", (place.evidence,))


def _topics(topics: Sequence[Topic]) -> Iterator[Field]:
    for topic in dict.fromkeys(topics):
        yield Field("Topic", f"{topic.label} · {topic.context}", "topic", (topic.evidence,) if topic.evidence else ())


def _status(status: str, cue: Evidence | None, kind: Kind) -> Iterator[Field]:
    if cue is not None:
        yield Field("Status", status, kind, (cue,))


def _according(attribution: Sequence[Attribution]) -> Iterator[Field]:
    for said in attribution:
        yield Field("According to", f"{actor_line(said.speaker)} · {said.speaker.id}", "actor", (said.speaker.evidence, said.cue))
