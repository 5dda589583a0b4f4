"""What to look at first: how doubtful a record is, how much hangs on it, and both in words."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, select

from dragoman.ledger.features import actors, main_evidence
from dragoman.ledger.review.fields import Body
from dragoman.ledger.schema import document, entry, report, review_rank
from dragoman.ledger.words import load
from dragoman.ledger.writing import chunks, put

#: Where the sources of an entry differ, the field of a record that it is about.
_FIELDS = {"date": "when", "code": "type"}


@cache
def rules() -> dict[str, float]:
    """The numbers of review.yaml."""
    found: dict[str, float] = load("review.yaml")
    return found


def doubts(kind: str, body: Body, home: Body, warnings: Sequence[Body]) -> Iterator[tuple[float, str, str | None]]:
    """What speaks against a record: probability, words, and the field that it is about.

    Args:
        kind: of the record.
        body: the record.
        home: the entry that it is part of.
        warnings: those of its document.
    """
    number = rules()
    if kind == "event":
        yield 1 - body["confidence"], f"the reader is {body['confidence']:.0%} sure of type and parties", "type"
    else:
        yield number["unscored"], "", None
    for found in home["disagreements"]:
        values = " or ".join(v["value"] for v in found["values"][:4])
        yield number["disagreement"], f"sources differ on the {found['field']}: {values}", _FIELDS.get(found["field"], found["field"])
    for name, what in (("when", "date"), ("deadline", "deadline"), ("place", "place")):
        if body.get(name) and body[name]["unresolved"]:
            yield number["unresolved"], f"the {what} isn't resolved: {body[name]['unresolved']}", name
    for role, actor in actors(kind, body):
        if str(actor["id"]).startswith("X/"):
            yield number["unknown_actor"], f"“{actor['as_written']}” isn't identified", _who(kind, role)
    words = main_evidence(kind, body)
    for warning in warnings:
        at = warning["evidence"]
        if at and at["start"] < words["end"] and at["end"] > words["start"]:
            yield number["warning"], f"warning: {warning['message']}", None


def _who(kind: str, role: str) -> str:
    if kind == "statement":
        return "speaker" if role == "actor" else "addressee"
    if kind == "commitment":
        return "parties" if role == "actor" else "counterparties"
    return "participants"


def priority(found: Iterable[tuple[float, str, str | None]], intensity: float | None, sources: int) -> tuple[float, list[dict[str, Any]]]:
    """How soon a record should be looked at, and why: reasons with their field, the weightiest first."""
    number = rules()
    told = list({(words, field): (p, words, field) for p, words, field in found}.values())
    doubt = max(number["least"], 1 - math.prod(1 - p for p, _, _ in told))
    weight = 1 + number["intensity"] * abs(intensity or 0) + number["sources"] * math.log2(max(sources, 1))
    reasons = [{"words": words, "field": field} for p, words, field in sorted(told, key=lambda d: -d[0]) if words and p >= number["least"]]
    if intensity and abs(intensity) >= 5:
        reasons.append({"words": f"a strong act (intensity {intensity:+.1f})", "field": None})
    if sources > 1:
        reasons.append({"words": f"told by {sources} sources", "field": None})
    return round(doubt * weight, 4), reasons


def rank(connection: Connection, groups: Iterable[tuple[Body, Sequence[tuple[int, str, Body]]]]) -> None:
    """Ranks the reports of entries: for each entry its body, and number, document and record of its reports."""
    groups = list(groups)
    numbers = sorted({n for _, members in groups for n, _, _ in members})
    warnings = _warnings(connection, {home for _, members in groups for _, home, _ in members})
    rows = []
    for whole, members in groups:
        for n, home, body in members:
            found = doubts(whole["kind"], body, whole, warnings[home])
            value, reasons = priority(found, whole["details"].get("intensity"), whole["sources"])
            rows.append({"report_n": n, "priority": value, "reasons": json.dumps(reasons, ensure_ascii=False)})
    for some in chunks(numbers):
        connection.execute(delete(review_rank).where(review_rank.c.report_n.in_(some)))
    put(connection, review_rank, rows)


def _warnings(connection: Connection, documents: Iterable[str]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for some in chunks(sorted(documents)):
        found |= {
            i: json.loads(w) for i, w in connection.execute(select(document.c.id, document.c.warnings).where(document.c.id.in_(some)))
        }
    return found


def unranked(connection: Connection) -> bool:
    """Whether a ledger of an earlier version has reports and no ranks yet."""
    return not connection.execute(select(review_rank.c.report_n).limit(1)).first() and bool(
        connection.execute(select(report.c.n).limit(1)).first()
    )


def rank_all(connection: Connection) -> None:
    """Ranks every report: once, after a ledger was brought up to date from a version without ranks."""
    ids = connection.execute(select(entry.c.id).order_by(entry.c.id)).scalars().all()
    for some in chunks(ids):
        bodies = {i: json.loads(b) for i, b in connection.execute(select(entry.c.id, entry.c.body).where(entry.c.id.in_(some)))}
        members: dict[str, list[tuple[int, str, Body]]] = {i: [] for i in bodies}
        query = select(report.c.entry_id, report.c.n, report.c.document_id, report.c.body).where(report.c.entry_id.in_(some))
        for home, n, document_id, body in connection.execute(query):
            members[home].append((n, document_id, json.loads(body)))
        rank(connection, [(bodies[i], members[i]) for i in bodies])
