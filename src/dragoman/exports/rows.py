"""A reading as rows of the flat tables. Cells stand in the order of `columns.py`; most of an export's time is spent here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from dragoman.exports.columns import COLUMNS
from dragoman.exports.merged import ALONE, Act, Merged
from dragoman.gazetteer.world import countries
from dragoman.records import Actor, Commitment, Document, Engagement, Event, Evidence, Place, Reading, Statement, Topic, When

Cell = str | int | float | dt.date | None
Cells = tuple[Cell, ...]
Row = dict[str, Cell]
_NOBODY: Cells = (None,) * 6
_NO_DATE: Cells = (None,) * 5
_NO_PLACE: Cells = (None,) * 9
_NO_TOPIC: Cells = (None,) * 4


def rows(reading: Reading, merged: Merged = ALONE) -> Iterator[tuple[str, Row]]:
    """The rows of a reading, each with the table that it belongs to and every column of that table."""
    for table, found in cells(reading, merged).items():
        yield from ((table, dict(zip(COLUMNS[table], values, strict=True))) for values in found)


def cells(reading: Reading, merged: Merged = ALONE) -> dict[str, list[Cells]]:
    """The rows of a reading by table, each as its cells in the order of the columns."""
    document = reading.document.id
    found: dict[str, list[Cells]] = {table: [] for table in COLUMNS}
    found["documents"].append(_document(reading))
    kinds: dict[str, tuple[Act, ...]] = {"engagement": reading.engagements, "event": reading.events}
    kinds |= {"statement": reading.statements, "commitment": reading.commitments}
    for kind, records in kinds.items():
        table = found[f"{kind}s"]
        for record in records:
            about = (document, kind, record.id)
            table.append((document, record.id, merged.thing(record), *_record(record, reading.document)))
            found["participants"] += _participants(about, record)
            found["topics"] += _topics(about, record)
            found["evidence"] += [(*about, path, e.start, e.end, e.quote) for path, e in within(record)]
    for number, warning in enumerate(reading.warnings, start=1):
        found["warnings"].append((document, number, warning.code, warning.message, *_span(warning.evidence)))
        found["evidence"] += [(document, "warning", str(number), path, e.start, e.end, e.quote) for path, e in within(warning)]
    return found


def _document(reading: Reading) -> Cells:
    d = reading.document
    own = (d.id, d.title, d.publisher, d.url, d.published, d.language, d.text_sha256, d.n_chars)
    records = (reading.engagements, reading.events, reading.statements, reading.commitments)
    return (*own, *map(len, records), len(reading.warnings))


def _record(record: Act, document: Document) -> Cells:
    match record:
        case Engagement():
            head = (record.medium, record.status, _quote(record.status_cue))
            rest = (record.occasion, *_topic(record.topics), record.evidence[0].quote)
            return (*head, *_day(record, document), *_date(record.when), *_place(record.place), *rest)
        case Event():
            return _event(record, document)
        case Statement():
            about = _topic((record.topic,) if record.topic else ())
            said = (_reporter(record), record.engagement, record.cue.quote, record.content.quote)
            return (record.stance, *_who(record.speaker), *_who(record.addressee), *about, *said)
        case Commitment():
            sides = (*_who(record.parties[0]), *_who(record.counterparties[0] if record.counterparties else None))
            about = _topic((record.topic,) if record.topic else ())
            last = (_reporter(record), record.action.quote)
            return (record.kind, record.status, *sides, *_date(record.deadline), _quote(record.condition), *about, *last)


def _event(event: Event, document: Document) -> Cells:
    coded = (event.type, event.mode, event.cameo, event.quad, event.goldstein, event.intensity, event.status, _quote(event.status_cue))
    first = {p.role: p.actor for p in reversed(event.participants)}
    context, *named = _topic(event.topics)
    about = (context or next(iter(event.contexts), None), *named)
    last = (_reporter(event), event.engagement, event.confidence, event.evidence.trigger.quote, event.evidence.clause.quote)
    when = (*_day(event, document), *_date(event.when))
    return (*coded, *_who(first.get("actor")), *_who(first.get("recipient")), *when, *_place(event.place), *about, *last)


def _day(record: Engagement | Event, document: Document) -> Cells:
    if record.when and record.when.start:
        return record.when.start, "stated"
    return document.published, "published" if document.published else None


def _quote(evidence: Evidence | None) -> str | None:
    return evidence.quote if evidence else None


def _span(evidence: Evidence | None) -> Cells:
    return (evidence.start, evidence.end, evidence.quote) if evidence else (None, None, None)


def _date(when: When | None) -> Cells:
    return (when.text, when.start, when.end, when.precision, when.unresolved) if when else _NO_DATE


def _place(place: Place | None) -> Cells:
    if place is None:
        return _NO_PLACE
    where = (place.admin1, place.lat, place.lon, place.geonames_id, place.unresolved)
    return (place.name, place.country, *_codes(place.country), *where)


def _topic(topics: tuple[Topic, ...]) -> Cells:
    return (topics[0].context, topics[0].instrument, topics[0].conflict, topics[0].label) if topics else _NO_TOPIC


def _who(actor: Actor | None) -> Cells:
    return (actor.id, actor.name, actor.country, *_codes(actor.country), actor.sector) if actor else _NOBODY


@cache
def _codes(country: str | None) -> Cells:
    known = countries().get(country or "")
    return (known.cow, known.gw) if known else (None, None)


def _reporter(record: Event | Statement | Commitment) -> str | None:
    return record.attribution[0].speaker.id if record.attribution else None


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


def _participants(about: Cells, record: Act) -> list[Cells]:
    return [
        (*about, number, role, a.id, a.name, a.kind, a.country, *_codes(a.country), a.sector, a.office, a.reports_to, *_span(a.evidence))
        for number, (role, a) in enumerate(everybody(record), start=1)
    ]


def _topics(about: Cells, record: Act) -> list[Cells]:
    topics = record.topics if isinstance(record, (Engagement, Event)) else (record.topic,) if record.topic else ()
    found: list[Cells] = [(*about, number, t.context, t.instrument, t.conflict, t.label) for number, t in enumerate(topics, start=1)]
    if isinstance(record, Event) and record.contexts:
        named = {t.context for t in topics}
        bare = dict.fromkeys(context for context in record.contexts if context not in named)
        found += [(*about, number, context, None, None, None) for number, context in enumerate(bare, start=len(found) + 1)]
    return found


def within(record: BaseModel) -> list[tuple[str, Evidence]]:
    """Every evidence in a record, with the path to it, in the order of the record."""
    found: list[tuple[str, Evidence]] = []
    _collect(record, "", found)
    return found


def _collect(record: BaseModel, path: str, found: list[tuple[str, Evidence]]) -> None:
    for name, get, several, last in _fields(type(record)):
        value = get(record)
        if not value:  # None, or none of several
            continue
        if not several:
            if last:
                found.append((path + name, value))
            else:
                _collect(value, f"{path}{name}.", found)
        elif last:
            found += [(f"{path}{name}.{number}", item) for number, item in enumerate(value)]
        else:
            for number, item in enumerate(value):
                _collect(item, f"{path}{name}.{number}.", found)


#: A field: its path, what gets it, whether it holds several, and whether these are evidence or records with some.
Field = tuple[str, Callable[[Any], Any], bool, bool]


@cache
def _fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields that can hold evidence; those of a record that is always there stand for it."""
    found: list[Field] = []
    for name, field in model.model_fields.items():
        form, kinds = field.annotation, _records(field.annotation)
        if kinds and form in kinds - {Evidence}:
            found += [(f"{name}.{path}", attrgetter(f"{name}.{path}"), several, last) for path, _, several, last in _fields(form)]
        elif kinds:
            found.append((name, attrgetter(name), get_origin(form) is tuple, Evidence in kinds))
    return tuple(found)


def _records(annotation: object) -> set[type[BaseModel]]:
    """The kinds of records that a field holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {kind for inner in get_args(annotation) for kind in _records(inner)}
