"""A reading as rows of the flat tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from itertools import chain

from pydantic import BaseModel

from dragoman.exports.columns import COLUMNS, PLACE, TOPIC, WHEN
from dragoman.exports.merged import ALONE, Act, Merged
from dragoman.gazetteer.world import countries
from dragoman.records import Actor, Commitment, Engagement, Event, Evidence, Place, Reading, Statement, Topic, When

Cell = str | int | float | dt.date | None
Row = dict[str, Cell]


def rows(reading: Reading, merged: Merged = ALONE) -> Iterator[tuple[str, Row]]:
    """The rows of a reading, each with the table that it belongs to and every column of that table."""
    document = reading.document
    ours: Row = {"document_id": document.id}
    yield "documents", ours | _document(reading)
    records: list[tuple[str, Act]] = [("engagement", e) for e in reading.engagements]
    records += [("event", e) for e in reading.events]
    records += [("statement", s) for s in reading.statements]
    records += [("commitment", c) for c in reading.commitments]
    for kind, record in records:
        about: Row = ours | {"record_kind": kind, "record_id": record.id}
        yield f"{kind}s", ours | {f"{kind}_id": record.id, "entry_id": merged.of(record).id} | _record(record)
        yield from (("participants", about | row) for row in _participants(record))
        yield from (("topics", about | row) for row in _topics(record))
        yield from (("evidence", about | row) for row in _evidence(record))
    for number, warning in enumerate(reading.warnings, start=1):
        text: Row = {"warning_number": number, "code": warning.code, "message": warning.message}
        yield "warnings", ours | text | _span(warning.evidence)
        yield from (("evidence", ours | row | {"record_kind": "warning", "record_id": str(number)}) for row in _evidence(warning))


def _document(reading: Reading) -> Row:
    document = reading.document
    own: Row = {name: getattr(document, name) for name in COLUMNS["documents"] if name in type(document).model_fields}
    counted = ("engagements", "events", "statements", "commitments", "warnings")
    return own | {f"n_{name}": len(getattr(reading, name)) for name in counted}


def _record(record: Act) -> Row:
    match record:
        case Engagement():
            fields: Row = {"medium": record.medium, "status": record.status, "status_cue": _quote(record.status_cue)}
            fields |= {"occasion": record.occasion, "quote": record.evidence[0].quote}
            return fields | _date("when", record.when) | _place(record.place) | _topic(record.topics)
        case Event():
            return _event(record)
        case Statement():
            fields = {"stance": record.stance, "engagement_id": record.engagement, "cue": record.cue.quote, "quote": record.content.quote}
            fields |= _who("speaker", record.speaker) | _who("addressee", record.addressee) | _reporter(record)
            return fields | _topic((record.topic,) if record.topic else ())
        case Commitment():
            fields = {"kind": record.kind, "status": record.status, "condition": _quote(record.condition), "action": record.action.quote}
            fields |= _who("party", record.parties[0]) | _who("counterparty", next(iter(record.counterparties), None))
            return fields | _date("deadline", record.deadline) | _reporter(record) | _topic((record.topic,) if record.topic else ())


def _event(event: Event) -> Row:
    fields: Row = {"plover_type": event.type, "plover_mode": event.mode, "cameo": event.cameo, "quad": event.quad}
    fields |= {"goldstein": event.goldstein, "intensity": event.intensity, "confidence": event.confidence, "status": event.status}
    fields |= {"status_cue": _quote(event.status_cue), "engagement_id": event.engagement}
    fields |= {"trigger": event.evidence.trigger.quote, "quote": event.evidence.clause.quote}
    for role in ("actor", "recipient"):
        fields |= _who(role, next((p.actor for p in event.participants if p.role == role), None))
    fields |= _date("when", event.when) | _place(event.place) | _reporter(event) | _topic(event.topics)
    fields["topic_context"] = fields["topic_context"] or next(iter(event.contexts), None)
    return fields


def _quote(evidence: Evidence | None) -> str | None:
    return evidence.quote if evidence else None


def _span(evidence: Evidence | None) -> Row:
    if evidence is None:
        return {"start": None, "end": None, "quote": None}
    return {"start": evidence.start, "end": evidence.end, "quote": evidence.quote}


def _date(name: str, when: When | None) -> Row:
    return {f"{name}_{key}": getattr(when, key, None) for key in WHEN}


def _place(place: Place | None) -> Row:
    known: Row = {column: getattr(place, column.removeprefix("place_"), None) for column in PLACE}
    return known | _codes("place", place.country if place else None)


def _topic(topics: tuple[Topic, ...]) -> Row:
    first = next(iter(topics), None)
    return {column: getattr(first, column.removeprefix("topic_"), None) for column in TOPIC}


def _who(role: str, actor: Actor | None) -> Row:
    country = actor.country if actor else None
    named: Row = {f"{role}_id": actor.id if actor else None, f"{role}_name": actor.name if actor else None, f"{role}_country": country}
    return named | _codes(role, country)


@cache
def _codes(column: str, country: str | None) -> Row:
    known = countries().get(country or "")
    return {f"{column}_cow": known.cow if known else None, f"{column}_gw": known.gw if known else None}


def _reporter(record: Event | Statement | Commitment) -> Row:
    return {"reporter_id": record.attribution[0].speaker.id if record.attribution else None}


def everybody(record: Act) -> list[tuple[str, Actor]]:
    """Everybody in a record with their roles, those who say that it is so after those who take part."""
    found: list[tuple[str, Actor]] = []
    if isinstance(record, (Engagement, Event)):
        found += [(p.role, p.actor) for p in record.participants]
    elif isinstance(record, Statement):
        found += [("speaker", record.speaker)] + ([("addressee", record.addressee)] if record.addressee else [])
    else:
        found += [("party", a) for a in record.parties] + [("counterparty", a) for a in record.counterparties]
    if not isinstance(record, Engagement):
        found += [("reporter", a.speaker) for a in record.attribution]
    return found


def _participants(record: Act) -> Iterator[Row]:
    for number, (role, actor) in enumerate(everybody(record), start=1):
        own: Row = {f"actor_{key}": getattr(actor, key) for key in ("id", "name", "kind", "country", "sector", "office")}
        own |= _codes("actor", actor.country)
        yield own | {"position": number, "role": role, "reports_to": actor.reports_to} | _span(actor.evidence)


def _topics(record: Act) -> Iterator[Row]:
    topics = record.topics if isinstance(record, (Engagement, Event)) else (record.topic,) if record.topic else ()
    named: list[Row] = [{key: getattr(t, key) for key in ("context", "instrument", "conflict", "label")} for t in topics]
    contexts = record.contexts if isinstance(record, Event) else ()
    bare = dict.fromkeys(c for c in contexts if c not in {t.context for t in topics})
    unnamed: list[Row] = [{"context": context, "instrument": None, "conflict": None, "label": None} for context in bare]
    for number, row in enumerate(chain(named, unnamed), start=1):
        yield row | {"position": number}


def _evidence(record: BaseModel) -> Iterator[Row]:
    for field, evidence in within(record, ""):
        yield {"field": field, "start": evidence.start, "end": evidence.end, "quote": evidence.quote}


def within(value: object, path: str) -> Iterator[tuple[str, Evidence]]:
    """Every evidence in a value, with the path to it, in the order of the record."""
    if isinstance(value, Evidence):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in _fields(type(value)):
            yield from within(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from within(item, f"{path}.{number}")


@cache
def _fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that can hold evidence: numbers and words can't."""
    return tuple(name for name, field in model.model_fields.items() if field.annotation not in (str, int, float, dt.date))
