"""A reading as rows: its document, reports, participants, blocks and bands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dragoman.ledger import copies
from dragoman.ledger.features import KINDS, actors, blocks, days, features, form, main_evidence, party, topics
from dragoman.ledger.schema import band, block, document, participant, report
from dragoman.records import Reading

CHUNK = 400  # values in one IN list, well under SQLite's limit


def chunks(values: Sequence[Any]) -> list[Sequence[Any]]:
    """The values in pieces that fit an IN list."""
    return [values[i : i + CHUNK] for i in range(0, len(values), CHUNK)]


def digest(reading: Reading) -> str:
    """SHA-256 of a reading's JSON."""
    return hashlib.sha256(reading.model_dump_json().encode("utf-8", "surrogatepass")).hexdigest()


def write(connection: Connection, reading: Reading, reader: str, now: str) -> list[int]:
    """Writes a document and its reports.

    Returns:
        The numbers of the new reports.
    """
    body = reading.model_dump(mode="json")
    _document(connection, reading, body, reader, now)
    rows: list[dict[str, Any]] = []
    people: dict[str, list[dict[str, Any]]] = {}
    keys: dict[str, list[str]] = {}
    seen: dict[str, int] = {}
    for field, kind in KINDS.items():
        for position, record in enumerate(body[field]):
            again = seen[record["id"]] = seen.get(record["id"], 0) + 1
            if again > 1:  # two records of one id would be one row: the later ones are told apart by number
                record["id"] = f"{record['id']}-{again}"
            rows.append(_report(kind, record, position, reading, reader, now))
            people[record["id"]] = [_participant(n, role, actor) for n, (role, actor) in enumerate(actors(kind, record))]
            keys[record["id"]] = list(dict.fromkeys(blocks(features(kind, record, reading.document.id, reading.document.published))))
    if not rows:
        return []
    connection.execute(insert(report), rows)
    mine = connection.execute(select(report.c.id, report.c.n).where(report.c.document_id == reading.document.id))
    numbers: dict[str, int] = {i: n for i, n in mine}  # noqa: C416 (rows are no pairs to the type checker)
    named = [{"report_n": numbers[i], **row} for i, found in people.items() for row in found]
    blocked = [{"report_n": numbers[i], "key": key} for i, found in keys.items() for key in found]
    if named:
        connection.execute(insert(participant), named)
    if blocked:
        connection.execute(insert(block), blocked)
    return sorted(numbers.values())


def _document(connection: Connection, reading: Reading, body: dict[str, Any], reader: str, now: str) -> None:
    source = reading.document
    signature = copies.signature(source.text) if source.text else None
    connection.execute(
        insert(document),
        {
            **body["document"],
            "text": source.text,
            "warnings": json.dumps(body["warnings"], ensure_ascii=False),
            "reader": reader,
            "reading_sha256": digest(reading),
            "signature": signature,
            "added": now,
        },
    )
    if signature:
        connection.execute(insert(band), [{"document_id": source.id, "band": key} for key in copies.bands(signature)])


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
        "entry_id": None,
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
