"""Everything in a ledger as exports take it: readings put together of what is stored, with what the ledger says of their records."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from dragoman.exports.merged import Merged, Standing
from dragoman.exports.parts import chunks as batches
from dragoman.exports.unparsed import Unparsed
from dragoman.ledger import Ledger
from dragoman.ledger.promises import promises
from dragoman.ledger.review.matching import rows_of
from dragoman.ledger.review.standing import effective
from dragoman.ledger.schema import document, entry, report
from dragoman.ledger.writing import chunks
from dragoman.records import Reading

#: What a ledger keeps of a document besides its text.
ABOUT = ("id", "title", "publisher", "url", "published", "language", "text_sha256", "n_chars")
#: Fields of an event that the ledger takes from its best report.
CODED = ("mode", "cameo", "quad", "goldstein", "intensity", "confidence")
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
            query = select(report.c.document_id, report.c.n, report.c.id, report.c.kind, report.c.entry_id, report.c.body)
            order = (report.c.document_id, report.c.kind, report.c.position)
            found = connection.execute(query.where(report.c.document_id.in_(some)).order_by(*order)).all()
            standings = _standings(connection, {row.entry_id for row in found}, day)
            reviewed = rows_of(connection, [row.n for row in found]) if decided else {}
            bodies: dict[str, dict[str, list[str]]] = {}
            standing: dict[str, dict[str, Standing]] = {}
            for home, n, id_, kind, entry_id, body in found:
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


def _standings(connection: Connection, entries: Collection[str | None], on: dt.date) -> dict[str | None, Standing]:
    """The standing of what is reported, by the id of its entry."""
    found: dict[str | None, Standing] = {}
    for some in chunks(sorted(filter(None, entries))):
        first = select(report.c.entry_id, func.min(report.c.n).label("n")).where(report.c.entry_id.in_(some)).group_by(report.c.entry_id)
        earliest = first.subquery()
        leads = select(earliest.c.entry_id, report.c.id, report.c.added).join(report, report.c.n == earliest.c.n)
        lead = {home: (id_, added) for home, id_, added in connection.execute(leads)}
        columns = (entry.c.id, entry.c.kind, entry.c.status, entry.c.n_reports, entry.c.n_sources, entry.c.body)
        rows = connection.execute(select(*columns).where(entry.c.id.in_(some))).all()
        told = promises(connection, [json.loads(row.body) for row in rows if row.kind == "commitment"], on)
        promised = {promise["id"]: promise["status"] for promise in told}
        for home, kind, status, reports, sources, body in rows:
            fields: dict[str, Any] = {"status": promised[home]} if kind == "commitment" else {}
            if reports > 1 and kind in {"engagement", "event"}:
                details = json.loads(body)["details"]
                fields = {"status": status} | {name: details[name] for name in CODED if name in details}
            found[home] = Standing(lead[home][0], reports, sources, lead[home][1], fields)
    return found
