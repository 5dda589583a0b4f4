"""Everything in a ledger as exports take it: readings put together of what is stored, with what the ledger says of their records."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, case, func, select

from dragoman.exports.merged import Merged, Standing
from dragoman.exports.parts import chunks as batches
from dragoman.exports.unparsed import Unparsed
from dragoman.ledger import Ledger
from dragoman.ledger.promises import statuses
from dragoman.ledger.review.matching import rows_of
from dragoman.ledger.review.standing import effective
from dragoman.ledger.schema import document, entry, report
from dragoman.ledger.writing import chunks
from dragoman.records import Reading

#: What a ledger keeps of a document besides its text.
ABOUT = ("id", "title", "publisher", "url", "published", "language", "text_sha256", "n_chars")
#: Fields of an event that the ledger takes from its best report.
CODED = ("mode", "cameo", "quad", "goldstein", "intensity", "confidence")
#: Reports with what is needed of their entry; its body is long, and says more than the report only where there are others.
_MERGED = (entry.c.n_reports > 1) & entry.c.kind.in_(("engagement", "event"))
_REPORTS = (
    select(report.c.document_id, report.c.n, report.c.id, report.c.kind, report.c.entry_id, report.c.body, report.c.added)
    .add_columns(entry.c.n_reports, entry.c.n_sources, entry.c.due, entry.c.status.label("entry_status"))
    .add_columns(case((_MERGED, entry.c.body)).label("entry_body"))
    .join(entry, entry.c.id == report.c.entry_id, isouter=True)
)
_ORDER = (report.c.document_id, report.c.kind, report.c.position)
#: The standing of what a person has rejected: it is no report of anything.
NONE = Standing("", 0, 0)
BATCH = 100  # documents that are fetched at a time


def readings(ledger: Ledger) -> Iterator[Reading]:
    """Every reading of a ledger as its reader made it, without its text, in the order in which they were added."""
    yield from (Reading.model_validate_json(stored.raw) for stored in unparsed(ledger, decided=False))


def merged(ledger: Ledger, on: dt.date | None = None) -> Merged:
    """The standings of all records of a ledger; commitments have their status as of a day (today)."""
    return Merged({id_: standing for stored in unparsed(ledger, on) for id_, standing in stored.standings.items()})


def unparsed(ledger: Ledger, on: dt.date | None = None, *, decided: bool = True) -> Iterator[Unparsed]:
    """Every reading of a ledger as JSON, without its text, with the standings of its records.

    Args:
        ledger: what is read.
        on: the day as of which commitments have their status (today).
        decided: records as people have corrected them, and none that they have rejected; otherwise as the reader made them.
    """
    day = on or dt.datetime.now(dt.UTC).date()
    with ledger.reading() as connection:
        ids = connection.execute(select(document.c.id).order_by(document.c.added, document.c.id)).scalars().all()
        for some in batches(ids, BATCH):
            columns = (*(document.c[name] for name in ABOUT), document.c.warnings)
            known = {row["id"]: row for row in connection.execute(select(*columns).where(document.c.id.in_(some))).mappings()}
            found = connection.execute(_REPORTS.where(report.c.document_id.in_(some)).order_by(*_ORDER)).all()
            standings = _standings(connection, found, day)
            reviewed = rows_of(connection, [row.n for row in found]) if decided else {}
            bodies: dict[str, dict[str, list[str]]] = {}
            standing: dict[str, dict[str, Standing]] = {}
            for home, n, id_, kind, entry_id, body, *_ in found:
                standing.setdefault(home, {})[id_] = standings.get(entry_id, NONE)
                record = effective(kind, json.loads(body), reviewed[n]) if n in reviewed else body
                if record is not None:
                    text = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
                    bodies.setdefault(home, {}).setdefault(kind, []).append(text)
            for id_ in some:
                yield Unparsed(_reading(dict(known[id_]), bodies.get(id_, {})), id_, standings=standing.get(id_, {}))


def _reading(row: Mapping[str, Any], bodies: Mapping[str, list[str]]) -> bytes:
    """A reading of what is stored as JSON, which needs no parsing to be put together."""
    head = json.dumps({name: row[name] for name in ABOUT})
    records = "".join(f', "{kind}s": [{",".join(found)}]' for kind, found in bodies.items())
    return f'{{"document": {head}, "warnings": {row["warnings"]}{records}}}'.encode()


def _standings(connection: Connection, found: Sequence[Row[Any]], on: dt.date) -> dict[str | None, Standing]:
    """The standing of what is reported, by the id of its entry."""
    entries = {row.entry_id: row for row in found if row.n_reports}
    lead = {home: (row.id, row.added) for home, row in entries.items()}  # of what has no other report
    for some in chunks(sorted(home for home, row in entries.items() if row.n_reports > 1)):
        first = select(report.c.entry_id, func.min(report.c.n).label("n")).where(report.c.entry_id.in_(some)).group_by(report.c.entry_id)
        earliest = first.subquery()
        leads = select(earliest.c.entry_id, report.c.id, report.c.added).join(report, report.c.n == earliest.c.n)
        lead |= {home: (id_, added) for home, id_, added in connection.execute(leads)}
    promised = statuses(connection, {home: row.due for home, row in entries.items() if row.kind == "commitment"}, on)
    return {
        home: Standing(lead[home][0], row.n_reports, row.n_sources, lead[home][1], _together(row, promised))
        for home, row in entries.items()
    }


def _together(row: Row[Any], promised: Mapping[str, str]) -> dict[str, Any]:
    """What the reports of a thing say together where it differs from each."""
    if row.kind == "commitment":
        return {"status": promised[row.entry_id]}
    if row.entry_body is None:
        return {}
    details = json.loads(row.entry_body)["details"]
    return {"status": row.entry_status} | {name: details[name] for name in CODED if name in details}
