"""A reading as rows: its document, reports, participants, blocks and bands."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, delete, insert, select

from dragoman.ledger import copies
from dragoman.ledger.features import KINDS, Features, actors, blocks, days, features, form, main_evidence, party, topics
from dragoman.ledger.schema import band, block, document, participant, report

if TYPE_CHECKING:
    from dragoman.records import Reading

CHUNK = 400  # values in one IN list, well under SQLite's limit


def chunks(values: Sequence[Any]) -> list[Sequence[Any]]:
    """The values in pieces that fit an IN list."""
    return [values[i : i + CHUNK] for i in range(0, len(values), CHUNK)]


def digest(reading: Reading) -> str:
    """SHA-256 of a reading's JSON."""
    return hashlib.sha256(reading.model_dump_json().encode("utf-8", "surrogatepass")).hexdigest()


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts many rows that have the same columns, by the driver itself: SQLAlchemy would handle each row's values one by one."""
    if not rows:
        return
    compiled = insert(table).inline().compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = compiled.positiontup if compiled.positional else None
    connection.exec_driver_sql(str(compiled), [tuple(row[n] for n in names) for row in rows] if names else [dict(r) for r in rows])


@dataclass(frozen=True, slots=True)
class Source:
    """A document as its reports need it."""

    id: str
    published: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Written:
    """A report that is in the ledger: its number, kind, record, document, and the first day that it states or that of publication."""

    n: int
    kind: str
    record: dict[str, Any]
    source: Source
    day: str | None


def stored(connection: Connection, numbers: Sequence[int]) -> Iterator[Written]:
    """Reports by number (no more than fit an IN list); those without a day of publication are left out."""
    wanted = (report.c.n, report.c.kind, report.c.body, report.c.day_from, document.c.id, document.c.published, document.c.text)
    query = select(*wanted).join(document).where(report.c.n.in_(numbers), document.c.published.is_not(None))
    for n, kind, body, day, home, published, text in connection.execute(query):
        yield Written(n, kind, json.loads(body), Source(home, published, text), day)


def write(connection: Connection, readings: Sequence[Reading], reader: str, now: str) -> tuple[list[Written], list[Features]]:
    """Writes documents that the ledger lacks, and their reports.

    Returns:
        The new reports in order, and the features of each.
    """
    bodies = [reading.model_dump(mode="json") for reading in readings]
    _documents(connection, readings, bodies, reader, now)
    rows: list[dict[str, Any]] = []
    found: list[tuple[str, dict[str, Any], Source]] = []
    for reading, body in zip(readings, bodies, strict=True):
        published = reading.document.published
        source = Source(reading.document.id, published.isoformat() if published else None, reading.document.text)
        for kind, position, record in _records(body):
            rows.append(_report(kind, record, position, reading, reader, now))
            found.append((kind, record, source))
    put(connection, report, rows)
    numbers: dict[str, int] = {}
    for some in chunks([r.document.id for r in readings]):
        numbers |= {i: n for i, n in connection.execute(select(report.c.id, report.c.n).where(report.c.document_id.in_(some)))}  # noqa: C416 (rows are no pairs to the type checker)
    written = [
        Written(numbers[row["id"]], kind, record, source, row["day_from"]) for row, (kind, record, source) in zip(rows, found, strict=True)
    ]
    known = [
        features(w.kind, w.record, w.source.id, dt.date.fromisoformat(w.source.published) if w.source.published else None) for w in written
    ]
    named = ((w.n, enumerate(actors(w.kind, w.record))) for w in written)
    put(connection, participant, [{"report_n": n, **_participant(i, role, actor)} for n, who in named for i, (role, actor) in who])
    put(connection, block, [{"report_n": w.n, "key": key} for w, f in zip(written, known, strict=True) for key in dict.fromkeys(blocks(f))])
    return written, known


def _records(body: dict[str, Any]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Kind, position and body of each record of a reading. Two of one id would be one row: the later ones are told apart by number."""
    seen: Counter[str] = Counter()
    for field, kind in KINDS.items():
        for position, record in enumerate(body[field]):
            seen[record["id"]] += 1
            if (again := seen[record["id"]]) > 1:
                record["id"] = f"{record['id']}-{again}"
            yield kind, position, record


def _documents(connection: Connection, readings: Sequence[Reading], bodies: Sequence[dict[str, Any]], reader: str, now: str) -> None:
    rows, bands = [], []
    for reading, body in zip(readings, bodies, strict=True):
        text = reading.document.text
        signature = copies.signature(text) if text else None
        about = {"text": text, "warnings": json.dumps(body["warnings"], ensure_ascii=False), "signature": signature}
        rows.append({**body["document"], **about, "reader": reader, "reading_sha256": digest(reading), "added": now})
        bands += [{"document_id": reading.document.id, "band": key} for key in copies.bands(signature)] if signature else []
    put(connection, document, rows)
    put(connection, band, bands)


def _report(kind: str, record: dict[str, Any], position: int, reading: Reading, reader: str, now: str) -> dict[str, Any]:
    evidence = main_evidence(kind, record)
    first, last, basis = days(record, reading.document.published)
    names = dict.fromkeys([a["name"] for _, a in actors(kind, record)] + [t["label"] for t in topics(record)])
    return {
        "id": record["id"],
        "document_id": reading.document.id,
        "kind": kind,
        "position": position,
        "form": form(kind, record),
        "status": record.get("status", "occurred"),
        "start": evidence["start"],
        "end": evidence["end"],
        "quote": evidence["quote"],
        "about": "; ".join(names),
        "day_from": first.isoformat() if first else None,
        "day_to": last.isoformat() if last else None,
        "basis": basis,
        "body": json.dumps(record, ensure_ascii=False),
        "entry_id": record["id"],  # its own, unless it is merged
        "reader": reader,
        "added": now,
    }


def _participant(position: int, role: str, actor: Any) -> dict[str, Any]:
    kept = {name: actor[name] for name in ("name", "kind", "country", "sector", "office", "as_written")}
    where = {"start": actor["evidence"]["start"], "end": actor["evidence"]["end"]}
    return {"position": position, "role": role, "actor_id": actor["id"], **kept, **where, "party": party(actor)}


def erase(connection: Connection, document_id: str) -> list[str]:
    """Deletes a document and all that rests on it.

    Returns:
        The entries that had reports of it.
    """
    touched = connection.execute(select(report.c.entry_id).where(report.c.document_id == document_id).distinct()).scalars().all()
    connection.execute(
        delete(report).where(report.c.document_id == document_id)
    )  # its triggers keep the search index; cascades do the rest
    connection.execute(delete(document).where(document.c.id == document_id))
    return [e for e in touched if e]
