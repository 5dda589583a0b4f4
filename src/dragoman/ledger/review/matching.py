"""Which record of the present reading a decision is about: by document, kind and words, so that it outlasts the reader of its time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dragoman.ledger.features import actors, form, main_evidence
from dragoman.ledger.review.fields import Body
from dragoman.ledger.review.log import Decision, in_force, unpack
from dragoman.ledger.review.standing import progress, texts, verdicts
from dragoman.ledger.schema import document, report, review, review_match, review_standing
from dragoman.ledger.writing import chunks

#: Share of the words in common (intersection over union, in characters) from which two records are about the same words.
SAME = 1 / 3
EVERYBODY = ""  # in `review_standing`: all who see each other's decisions


def core(kind: str, body: Body) -> list[tuple[int, int]]:
    """The words that make a record itself: an event's trigger, every mention of an engagement, what was said or promised."""
    found: Any = [main_evidence(kind, body)]
    if kind == "event":
        found = [body["evidence"]["trigger"]]
    elif kind == "engagement":
        found = body["evidence"]
    elif kind == "commitment":
        found = [body["action"]]
    return [(e["start"], e["end"]) for e in found if e["end"] > e["start"]]


def anchor(kind: str, body: Body) -> dict[str, Any]:
    """What the log keeps of a record to find it again."""
    evidence = main_evidence(kind, body)
    who = sorted({str(actor["id"]) for _, actor in actors(kind, body)})
    return {"form": form(kind, body), "spans": core(kind, body), "who": who, "quote": evidence["quote"]}


def find(kept: Mapping[str, Any], id_: str, kind: str, present: Sequence[tuple[int, str, Body]]) -> int | None:
    """The number of the record that is meant, among those of its document and kind, or None.

    Args:
        kept: the anchor.
        id_: the record's id at that time.
        kind: of the record.
        present: number, id and record of each.
    """
    ranked = []
    for number, id_now, body in present:
        share = _overlap([(a, b) for a, b in kept["spans"]], core(kind, body))
        if share >= SAME:
            who = {str(actor["id"]) for _, actor in actors(kind, body)}
            alike = len(who & set(kept["who"])) / (len(who | set(kept["who"])) or 1)
            ranked.append((-share, id_now != id_, form(kind, body) != kept["form"], -alike, id_now, number))
    return min(ranked)[-1] if ranked else None


def _overlap(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> float:
    a = {i for start, end in one for i in range(start, end)}
    b = {i for start, end in other for i in range(start, end)}
    return len(a & b) / (len(a | b) or 1)


def rematch(connection: Connection, documents: Iterable[str]) -> set[str]:
    """Finds the records that the log's rows are about in documents that were read anew, or whose rows are new.

    Returns:
        The documents that have such rows.
    """
    found: set[str] = set()
    for some in chunks(sorted(set(documents))):
        rows: dict[str, list[tuple[int, Decision]]] = {}
        for row in connection.execute(select(review).where(review.c.document.in_(some)).order_by(review.c.n)).mappings():
            rows.setdefault(row["document"], []).append((row["n"], unpack(row)))
        for id_, mine in rows.items():
            _rematch(connection, id_, mine)
        found |= set(rows)
    return found


def _rematch(connection: Connection, id_: str, rows: Sequence[tuple[int, Decision]]) -> None:
    text = connection.execute(select(document.c.text).where(document.c.id == id_)).scalar() or ""
    present: dict[str, list[tuple[int, str, Any]]] = {}
    query = select(report.c.n, report.c.id, report.c.kind, report.c.body).where(report.c.document_id == id_)
    for number, id_now, kind, body in connection.execute(query):
        present.setdefault(kind, []).append((number, id_now, json.loads(body)))
    matched: dict[int, int] = {}
    for n, row in rows:
        number = find(row.anchor, row.report, row.kind, present.get(row.kind, ())) if _quotes_hold(row, text) else None
        if number is not None:
            matched[n] = number
    connection.execute(delete(review_match).where(review_match.c.review_n.in_([n for n, _ in rows])))
    if matched:
        connection.execute(insert(review_match), [{"review_n": n, "report_n": number} for n, number in matched.items()])
    bodies = {number: (kind, body) for kind, found in present.items() for number, _, body in found}
    for number in sorted(set(matched.values())):
        restand(connection, number, *bodies[number], [row for n, row in rows if matched.get(n) == number])


def _quotes_hold(row: Decision, text: str) -> bool:
    """Whether the text still has every word that the decision rests on, where it had it."""
    held = {"old": row.old, "new": row.new if row.action == "correct" else None, "evidence": row.evidence}
    return all(text[e["start"] : e["end"]] == e["quote"] for e in texts(held))


def restand(connection: Connection, number: int, kind: str, body: Body, rows: Sequence[Decision]) -> None:
    """Notes how far each reviewer is with a record, and all who see each other's decisions together."""
    standing = in_force(rows)
    groups = {by: [d for d in standing if d.by == by] for by in {d.by for d in standing}}
    groups[EVERYBODY] = [d for d in standing if not d.blind]
    states = {by: progress(mine, kind, body) for by, mine in groups.items()}
    if states[EVERYBODY] != "done":  # what one passed over is there for the others
        states[EVERYBODY] = None
    found = verdicts(rows, kind, body)
    if _differ(found):
        states[EVERYBODY] = states[EVERYBODY] or "disputed"
    connection.execute(delete(review_standing).where(review_standing.c.report_n == number))
    new = [{"report_n": number, "by": by, "state": state} for by, state in states.items() if state]
    if new:
        connection.execute(insert(review_standing), new)


def _differ(found: Mapping[str, Any]) -> bool:
    return any(v.state == "disputed" for v in found.values())


def rows_of(connection: Connection, numbers: Iterable[int]) -> dict[int, list[Decision]]:
    """The log's rows on reports, by the reports' numbers, in order."""
    found: dict[int, list[Decision]] = {}
    for some in chunks(sorted(set(numbers))):
        query = select(review_match.c.report_n, review).join(review, review.c.n == review_match.c.review_n)
        for row in connection.execute(query.where(review_match.c.report_n.in_(some))).mappings():
            found.setdefault(row["report_n"], []).append(unpack(row))
    for rows in found.values():
        rows.sort(key=lambda d: d.order)
    return found
