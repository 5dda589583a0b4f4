"""Flat CSV tables, for spreadsheets, R, pandas and SQL: one file a table, written as the readings come.

No cell holds a list: what a record has several of (participants, topics, quotations) has a table of its own, joined by `document_id` and
the record's id. `COLUMNS` is the registry that docs/exports.md is held to.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pydantic import BaseModel

from dragoman.records import Actor, Commitment, Engagement, Event, Evidence, Place, Reading, Statement, Topic, When
from dragoman.records.errors import UsageError

Cell = str | int | float | dt.date | None
Row = dict[str, Cell]
Act = Engagement | Event | Statement | Commitment

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

_DOCUMENT = {"document_id": "id of the document"}
_WHEN = {
    "text": "the words of the date",
    "start": "first day, ISO 8601",
    "end": "last day, inclusive",
    "precision": "day, week, month, quarter, year or range",
    "unresolved": "why the words give no dates",
}
_PLACE = {
    "place_name": "canonical name of the place, or the words where it is unresolved",
    "place_country": "its ISO 3166-1 alpha-3 code",
    "place_admin1": "its first-level administrative unit",
    "place_lat": "degrees north, WGS 84",
    "place_lon": "degrees east, WGS 84",
    "place_geonames_id": "its number in GeoNames",
    "place_unresolved": "why there is no place behind the words",
}
_TOPIC = {
    "topic_context": "PLOVER context of the first topic",
    "topic_instrument": "act, accord, mission or programme that the first topic names",
    "topic_conflict": "conflict that the first topic names",
    "topic_label": "the first topic for people",
}
_RECORD = {
    "record_kind": "engagement, event, statement or commitment",
    "record_id": "id of the record in the table of its kind",
}


def _actor(role: str, what: str) -> dict[str, str]:
    return {f"{role}_id": f"id of {what}", f"{role}_name": f"name of {what}", f"{role}_country": f"country of {what}, ISO 3166-1 alpha-3"}


def _when(name: str) -> dict[str, str]:
    return {f"{name}_{key}": meaning for key, meaning in _WHEN.items()}


#: Every table, its columns in order, and what each means.
COLUMNS: dict[str, dict[str, str]] = {
    "documents": _DOCUMENT
    | {
        "title": "headline",
        "publisher": "who published it",
        "url": "where",
        "published": "day of publication, ISO 8601",
        "language": "ISO 639-1",
        "text_sha256": "SHA-256 of the UTF-8 text",
        "n_chars": "length of the text in code points",
        "n_engagements": "how many rows it has in engagements",
        "n_events": "how many in events",
        "n_statements": "how many in statements",
        "n_commitments": "how many in commitments",
        "n_warnings": "how many in warnings",
    },
    "engagements": _DOCUMENT
    | {
        "engagement_id": "id of the engagement",
        "medium": "meeting, call, video, visit, summit, signing, correspondence, ceremony or other",
        "status": "occurred, ongoing, future, hypothetical, negated, cancelled or historical",
        "status_cue": "the words that give the status",
    }
    | _when("when")
    | _PLACE
    | {"occasion": "the gathering around it"}
    | _TOPIC
    | {"quote": "the fullest mention of it"},
    "events": _DOCUMENT
    | {
        "event_id": "id of the event",
        "plover_type": "PLOVER type",
        "plover_mode": "PLOVER mode",
        "cameo": "CAMEO code: text, leading zero kept",
        "quad": "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
        "goldstein": "Goldstein score of the CAMEO code",
        "intensity": "PLOVER intensity of type and mode",
        "status": "occurred, ongoing, future, hypothetical, negated, cancelled or historical",
        "status_cue": "the words that give the status",
    }
    | _actor("actor", "the first actor")
    | _actor("recipient", "the first recipient")
    | _when("when")
    | _PLACE
    | _TOPIC
    | {
        "reporter_id": "id of the outermost reporter; empty: the document's own voice",
        "engagement_id": "id of the engagement that it is part of",
        "confidence": "calibrated probability that type and pair are right",
        "trigger": "the word that triggers it",
        "quote": "the clause that holds it",
    },
    "statements": _DOCUMENT
    | {"statement_id": "id of the statement", "stance": "support, oppose, request, commit, inform, thank, regret or warn"}
    | _actor("speaker", "the speaker")
    | _actor("addressee", "the addressee")
    | _TOPIC
    | {
        "reporter_id": "id of the outermost reporter; empty: the document's own voice",
        "engagement_id": "id of the engagement at which it was said",
        "cue": "the word of saying",
        "quote": "what was said",
    },
    "commitments": _DOCUMENT
    | {
        "commitment_id": "id of the commitment",
        "kind": "pledge, agreement, intention or offer",
        "status": "open, fulfilled, broken, overdue, superseded or unclear",
    }
    | _actor("party", "the first who is bound")
    | _actor("counterparty", "the first to whom")
    | _when("deadline")
    | {"condition": "the words of the condition"}
    | _TOPIC
    | {"reporter_id": "id of the outermost reporter; empty: the document's own voice", "action": "the words of the action"},
    "participants": _DOCUMENT
    | _RECORD
    | {
        "position": "place among those of the record, from 1",
        "role": "the role in an engagement or event; speaker, addressee, party, counterparty; reporter for who says that it is so",
        "actor_id": "id of the actor",
        "actor_name": "canonical name",
        "actor_kind": "state, person, office, organisation, subnational, armed_group, people, company or other",
        "actor_country": "ISO 3166-1 alpha-3",
        "actor_sector": "PLOVER sector",
        "actor_office": "title held on the date of the text",
        "reports_to": "id of the principal whom a spokesperson or delegate speaks for",
        "start": "offset of the mention's first code point",
        "end": "offset after its last",
        "quote": "the words of the mention",
    },
    "topics": _DOCUMENT
    | _RECORD
    | {
        "position": "place among those of the record, from 1",
        "context": "PLOVER context",
        "instrument": "act, accord, mission or programme that is named",
        "conflict": "conflict that is named",
        "label": "for people; empty for a context that no words name",
    },
    "evidence": _DOCUMENT
    | {
        "record_kind": "engagement, event, statement, commitment or warning",
        "record_id": "id of the record in the table of its kind; a warning's number",
        "field": "the field of the record that the words stand behind, as a path; lists count from 0 (participants.0.actor.evidence)",
        "start": "offset of the first code point",
        "end": "offset after the last",
        "quote": "the words",
    },
    "warnings": _DOCUMENT
    | {
        "warning_number": "place among the document's, from 1",
        "code": "key, listed in record.md",
        "message": "what was left out or not understood",
        "start": "offset of the first code point",
        "end": "offset after the last",
        "quote": "the words",
    },
}


def write(readings: Iterable[Reading], folder: Path, *, safe: bool = True) -> dict[str, int]:
    """Writes `TABLE.csv` for every table of `COLUMNS`: UTF-8, a header, RFC 4180.

    Args:
        readings: taken one at a time; none is kept.
        folder: made where it is missing; tables that are there are overwritten.
        safe: text that a spreadsheet would take for a formula gets an apostrophe in front; False leaves every cell exact.

    Returns:
        The number of rows in each table.

    Raises:
        UsageError: a file can't be written.
    """
    counts = dict.fromkeys(COLUMNS, 0)
    with contextlib.ExitStack() as stack:
        writers = {}
        for table, columns in COLUMNS.items():
            path = folder / f"{table}.csv"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                handle = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            except OSError as error:
                raise UsageError(f"{path} can't be written: {error.strerror or error}") from None
            writers[table] = csv.writer(handle, lineterminator="\r\n")  # both are quoted inside cells only where both end lines
            writers[table].writerow(columns)
        for reading in readings:
            for table, row in rows(reading):
                writers[table].writerow([_written(row[column], safe) for column in COLUMNS[table]])
                counts[table] += 1
    return counts


def _written(cell: Cell, safe: bool) -> str:
    """A cell as text. Only text is made safe: a minus sign before a number is no formula."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, str):
        return f"'{cell}" if safe and cell.startswith(FORMULA) else cell
    return repr(cell)


def rows(reading: Reading) -> Iterator[tuple[str, Row]]:
    """The rows of a reading, each with the table that it belongs to and every column of that table."""
    document = reading.document
    ours: Row = {"document_id": document.id}
    yield "documents", ours | _document(reading)
    records: list[tuple[str, str, Act]] = [("engagement", e.id, e) for e in reading.engagements]
    records += [("event", e.id, e) for e in reading.events]
    records += [("statement", s.id, s) for s in reading.statements]
    records += [("commitment", c.id, c) for c in reading.commitments]
    for kind, key, record in records:
        about: Row = ours | {"record_kind": kind, "record_id": key}
        yield f"{kind}s", ours | {f"{kind}_id": key} | _record(record)
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
    return {name: getattr(evidence, name, None) for name in ("start", "end", "quote")}


def _date(name: str, when: When | None) -> Row:
    return {f"{name}_{key}": getattr(when, key, None) for key in _WHEN}


def _place(place: Place | None) -> Row:
    return {column: getattr(place, column.removeprefix("place_"), None) for column in _PLACE}


def _topic(topics: tuple[Topic, ...]) -> Row:
    first = next(iter(topics), None)
    return {column: getattr(first, column.removeprefix("topic_"), None) for column in _TOPIC}


def _who(role: str, actor: Actor | None) -> Row:
    return {f"{role}_{key}": getattr(actor, key, None) for key in ("id", "name", "country")}


def _reporter(record: Event | Statement | Commitment) -> Row:
    return {"reporter_id": record.attribution[0].speaker.id if record.attribution else None}


def _participants(record: Act) -> Iterator[Row]:
    """Everybody in a record, those who say that it is so after those who take part."""
    found: list[tuple[str, Actor]] = []
    if isinstance(record, (Engagement, Event)):
        found += [(p.role, p.actor) for p in record.participants]
    elif isinstance(record, Statement):
        found += [("speaker", record.speaker)] + ([("addressee", record.addressee)] if record.addressee else [])
    else:
        found += [("party", a) for a in record.parties] + [("counterparty", a) for a in record.counterparties]
    if not isinstance(record, Engagement):
        found += [("reporter", a.speaker) for a in record.attribution]
    for number, (role, actor) in enumerate(found, start=1):
        own: Row = {f"actor_{key}": getattr(actor, key) for key in ("id", "name", "kind", "country", "sector", "office")}
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
    for field, evidence in _within(record, ""):
        yield _span(evidence) | {"field": field}


def _within(value: object, path: str) -> Iterator[tuple[str, Evidence]]:
    """Every evidence in a value, with the path to it, in the order of the record."""
    if isinstance(value, Evidence):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _within(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _within(item, f"{path}.{number}")
