"""What a reviewer sees: the queue, a record with its decisions and doubts, what is disputed, and counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select

from dragoman.ledger.review.choosing import known_actors
from dragoman.ledger.review.fields import FIELDS, RECORD, Field, spans, words
from dragoman.ledger.review.log import Decision, in_force
from dragoman.ledger.review.matching import EVERYBODY, rows_of
from dragoman.ledger.review.standing import Judgement, Verdict, effective, verdicts
from dragoman.ledger.schema import block, document, report, review, review_match, review_rank, review_standing
from dragoman.records.errors import LedgerError

_CITE = (document.c.id.label("document"), document.c.title, document.c.publisher, document.c.published)
Row = Mapping[str, Any]


def report_row(connection: Connection, where: str, id_: str) -> dict[str, Any]:
    """A report with its document's text.

    Raises:
        LedgerError: there is no such record.
    """
    query = select(report, document.c.text, document.c.title, document.c.publisher, document.c.url, document.c.published)
    found = connection.execute(query.join(document).where(report.c.id == id_)).mappings().first()
    if found is None:
        raise LedgerError(f"{where} has no record {id_}")
    return {**found, "body": json.loads(found["body"])}


def visible(rows: Sequence[Decision], by: str, *, blind: bool) -> list[Decision]:
    """The rows that somebody may see: who works blind sees their own."""
    return [row for row in rows if row.by == by] if blind else list(rows)


def queue(connection: Connection, by: str, *, blind: bool, kind: str | None, limit: int) -> list[dict[str, Any]]:
    """The first records that are open for somebody, with their reasons."""
    standing = review_standing.c
    mine = standing.by == by
    if not blind:
        mine = or_(mine, and_(standing.by == EVERYBODY, standing.state == "done"))
    held = ("id", "kind", "form", "status", "start", "end", "quote", "about")
    query = (
        select(review_rank.c.priority, review_rank.c.reasons, *(report.c[name] for name in held), *_CITE)
        .select_from(review_rank)
        .join(report, report.c.n == review_rank.c.report_n)
        .join(document, document.c.id == report.c.document_id)
        .where(~exists().where(standing.report_n == review_rank.c.report_n, mine), report.c.entry_id.is_not(None))
        .order_by(review_rank.c.priority.desc(), review_rank.c.report_n)
        .limit(limit)
    )
    if kind:
        query = query.where(report.c.kind == kind)
    rows = connection.execute(query).mappings()
    return [{"report": row["id"], **{k: v for k, v in row.items() if k != "id"}, "reasons": json.loads(row["reasons"])} for row in rows]


def record(connection: Connection, row: Row, by: str, *, blind: bool) -> dict[str, Any]:
    """A record with what was decided on each field, as far as `by` may see it."""
    body, kind = row["body"], row["kind"]
    seen = visible(rows_of(connection, [row["n"]]).get(row["n"], []), by, blind=blind)
    shown = effective(kind, body, seen) or body
    found = verdicts(seen, kind, body)
    mine = {d.field: d.action for d in in_force(seen) if d.by == by}
    ranked = connection.execute(select(review_rank.c.reasons).where(review_rank.c.report_n == row["n"])).scalar()
    reasons = json.loads(ranked) if ranked else []
    held = ("kind", "form", "status", "start", "end", "quote", "reader", "entry_id", "title", "publisher", "url", "published", "text")
    fields = {
        f.name: {
            **_field(f, shown, body),
            **_said(found[f.name], mine.get(f.name, mine.get(RECORD))),
            "doubts": [r["words"] for r in reasons if r["field"] == f.name],
            "judgements": [_judged(f, j) for j in found[f.name].judgements] if not blind else [],
        }
        for f in FIELDS[kind]
    }
    others = select(report.c.id.label("report"), report.c.quote, *_CITE).join(document)
    others = others.where(report.c.entry_id == row["entry_id"], report.c.id != row["id"]).order_by(document.c.published, report.c.id)
    return {
        "report": row["id"],
        "document": row["document_id"],
        **{name: row[name] for name in held},
        "record": {**_said(found[RECORD], mine.get(RECORD)), "judgements": [_judged(None, j) for j in found[RECORD].judgements]},
        "fields": fields,
        "reasons": reasons,
        "merged_with": [dict(r) for r in connection.execute(others).mappings()] if row["entry_id"] else [],
    }


def _field(field: Field, shown: Row, body: Row) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.label,
        "sort": field.sort,
        "needed": field.needed,
        "value": shown.get(field.name),
        "words": words(field, shown.get(field.name)),
        "found": body.get(field.name),
        "found_words": words(field, body.get(field.name)),
        "evidence": spans(field, shown),
    }


def _said(found: Verdict, mine: str | None) -> dict[str, Any]:
    held = found.judgement.by if found.judgement else None
    told = {"by": held.by, "at": held.at, "reason": held.reason} if held else {"by": None, "at": None, "reason": None}
    return {"state": found.state, **told, "again": found.again, "mine": mine}


def _judged(field: Field | None, judgement: Judgement) -> dict[str, Any]:
    row = judgement.by
    told = {"uid": row.uid, "by": row.by, "at": row.at, "role": row.role, "blind": row.blind, "reason": row.reason}
    return {**told, "category": judgement.category, "words": words(field, judgement.value) if field else ""}


def actors(connection: Connection, document_id: str) -> dict[str, Any]:
    """The actors of a document's records by id, as first named."""
    query = select(report.c.kind, report.c.body).where(report.c.document_id == document_id).order_by(report.c.n)
    return known_actors((kind, json.loads(body)) for kind, body in connection.execute(query))


def candidates(connection: Connection, row: Row, limit: int) -> list[dict[str, Any]]:
    """Reports of other entries that share a block with a report: the same parties, form and days."""
    keys = select(block.c.key).where(block.c.report_n == row["n"])
    near = select(block.c.report_n).where(block.c.key.in_(keys))
    query = select(report.c.id.label("report"), report.c.form, report.c.quote, *_CITE).join(document)
    query = query.where(report.c.n.in_(near), report.c.kind == row["kind"], report.c.entry_id != row["entry_id"])
    return [dict(r) for r in connection.execute(query.order_by(document.c.published, report.c.id).limit(limit)).mappings()]


def disputed(connection: Connection, limit: int) -> list[dict[str, Any]]:
    """Records with a dispute, and those of which somebody is unsure."""
    query = (
        select(report.c.id, report.c.kind, report.c.quote, review_standing.c.by, *_CITE)
        .select_from(review_standing)
        .join(report, report.c.n == review_standing.c.report_n)
        .join(document, document.c.id == report.c.document_id)
        .where(review_standing.c.state.in_(("disputed", "unsure")))
        .order_by(report.c.n, review_standing.c.by)
        .limit(limit)
    )
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query).mappings():
        told = {name: row[name] for name in ("kind", "quote", "document", "title", "publisher", "published")}
        held = found.setdefault(row["id"], {"report": row["id"], **told, "disputed": False, "unsure": []})
        if row["by"] == EVERYBODY:
            held["disputed"] = True
        else:
            held["unsure"].append(row["by"])
    return list(found.values())


def counts(connection: Connection) -> dict[str, int]:
    """How many records there are, are done and disputed, and how many decisions in force are orphaned."""
    states = select(review_standing.c.state, func.count()).where(review_standing.c.by == EVERYBODY).group_by(review_standing.c.state)
    by_state = {state: n for state, n in connection.execute(states)}  # noqa: C416 (rows are no pairs to the type checker)
    back = review.alias()
    gone = (
        select(func.count())
        .select_from(review)
        .where(
            review.c.action != "undo",
            ~exists().where(back.c.undoes == review.c.uid),
            ~exists().where(review_match.c.review_n == review.c.n),
        )
    )
    return {
        "records": connection.execute(select(func.count()).select_from(report)).scalar_one(),
        "done": by_state.get("done", 0),
        "disputed": by_state.get("disputed", 0),
        "orphaned": connection.execute(gone).scalar_one(),
    }


def stats(connection: Connection, rows: Sequence[Decision]) -> dict[str, Any]:
    """The counts, and what was decided by whom and on which field how often."""
    standing = in_force(rows)
    fields: dict[str, dict[str, int]] = {}
    people: dict[str, int] = {}
    for row in standing:
        told = fields.setdefault(f"{row.kind}.{row.field}", {})
        told[row.action] = told.get(row.action, 0) + 1
        people[row.by] = people.get(row.by, 0) + 1
    return {
        "rows": len(rows),
        "in_force": len(standing),
        **counts(connection),
        "reviewers": dict(sorted(people.items())),
        "fields": {name: dict(sorted(told.items())) for name, told in sorted(fields.items())},
    }
