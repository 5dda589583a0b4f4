"""What became of a commitment, as of a day: its status, how it came to it, and its score."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from dragoman.ledger.decisions import Decisions
from dragoman.ledger.schema import document, entry, follow, report
from dragoman.ledger.writing import chunks

MANY = 4000  # commitments from which it is quicker to read all follow-ups than those of each
STATUSES = ("open", "fulfilled", "broken", "overdue", "superseded", "unclear")
#: As the G20 Research Group scores compliance: +1 kept, 0 under way or unclear, -1 not kept.
SCORES = {"fulfilled": 1, "open": 0, "superseded": 0, "unclear": 0, "overdue": -1, "broken": -1}


def promises(connection: Connection, entries: Sequence[Mapping[str, Any]], on: dt.date) -> list[dict[str, Any]]:
    """Commitment entries with `status`, `score`, `history` and `follow_ups` as of a day.

    Only what was published by that day counts.
    """
    homes = [e["id"] for e in entries]
    later = _follow_ups(connection, homes)
    said = _said(connection)
    return [_promise(e, later.get(e["id"], ()), said.get(e["id"], ()), on) for e in entries]


def statuses(connection: Connection, deadlines: Mapping[str, str | None], on: dt.date) -> dict[str, str]:
    """The status of commitments as of a day by their ids and deadlines, from what can change it alone: no entry is read."""
    later = _follow_ups(connection, list(deadlines), follow.c.relation != "reaffirms")
    said = _said(connection)
    today = on.isoformat()
    return {
        i: str(_history({"status": "open"}, _known(later.get(i, ()), today), due, said.get(i, ()), today)[-1]["status"])
        for i, due in deadlines.items()
    }


def _follow_ups(connection: Connection, homes: Sequence[str], *conditions: ColumnElement[bool]) -> dict[str, list[dict[str, Any]]]:
    """What bears on commitments, by the commitment's entry."""
    found: dict[str, list[dict[str, Any]]] = {}
    promise = report.alias()
    query = (
        select(promise.c.entry_id.label("home"), follow, report.c.id.label("report"), report.c.entry_id)
        .add_columns(report.c.start, report.c.end, report.c.quote, document.c.id.label("document"))
        .add_columns(document.c.title, document.c.publisher, document.c.url, document.c.published)
        .select_from(follow)
        .join(promise, promise.c.n == follow.c.commitment)
        .join(report, report.c.n == follow.c.later)
        .join(document, document.c.id == report.c.document_id)
        .where(report.c.entry_id != promise.c.entry_id, *conditions)  # nor does what a reviewer rejected bear on anything: it has no entry
    )
    every = len(homes) > MANY
    for some in [homes] if every else chunks(homes):
        for row in connection.execute(query if every else query.where(promise.c.entry_id.in_(some))).mappings():
            cite = ("report", "document", "title", "publisher", "url", "published", "start", "end", "quote")
            found.setdefault(row["home"], []).append(
                {
                    "relation": row["relation"],
                    "day": row["day"],
                    "score": row["score"],
                    "entry": row["entry_id"],
                    "reasons": json.loads(row["reasons"]),
                    "cite": {name: row[name] for name in cite},
                }
            )
    return found


def _said(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """What people have set, by the commitment's entry, in the order of its reports."""
    said = Decisions.load(connection).status
    found: dict[str, list[dict[str, Any]]] = {}
    for some in chunks(sorted(said)):
        query = select(report.c.entry_id, report.c.id).join(document).where(report.c.id.in_(some))
        ordered = query.order_by(document.c.published.is_(None), document.c.published, document.c.id, report.c.id)
        for home, id_ in connection.execute(ordered):
            found.setdefault(home, []).append(said[id_])
    return found


def _known(later: Sequence[dict[str, Any]], today: str) -> list[dict[str, Any]]:
    """What was published by a day, in order; of a document's several records that say the same, the best."""
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for found in sorted(later, key=lambda f: (-f["score"], f["cite"]["report"])):
        if found["cite"]["published"] <= today:
            known.setdefault((found["cite"]["document"], found["relation"]), found)
    return sorted(known.values(), key=lambda f: (f["day"], f["cite"]["published"], f["cite"]["report"]))


def _promise(body: Mapping[str, Any], later: Sequence[dict[str, Any]], said: Sequence[Mapping[str, Any]], on: dt.date) -> dict[str, Any]:
    today = on.isoformat()
    follow_ups = _known(later, today)
    deadline = body["details"]["deadline"]
    due = deadline["end"] if deadline else None
    made = {"day": body["reported"], "status": "open", "why": "made", "cite": body["cites"][0]}
    history = _history(made, follow_ups, due, said, today)
    status = history[-1]["status"]
    kept_late = status == "fulfilled" and any(f["relation"] == "fulfils" and due and f["day"] > due for f in follow_ups)
    return {**body, "status": status, "late": kept_late, "score": SCORES[status], "due": due, "history": history, "follow_ups": follow_ups}


def _history(
    made: dict[str, Any], follow_ups: Sequence[Mapping[str, Any]], due: str | None, said: Sequence[Mapping[str, Any]], today: str
) -> list[dict[str, Any]]:
    history, status = [made], "open"
    for found in follow_ups:
        status = _after(status, found)
        partly = " in part" if found["reasons"].get("partly") else ""
        late = " late" if found["relation"] == "fulfils" and due and found["day"] > due else ""
        history.append({"day": found["day"], "status": status, "why": found["relation"] + partly + late, "cite": found["cite"]})
    if due and due < today and status in {"open", "unclear"}:
        status = "overdue"
        history.append({"day": due, "status": status, "why": "the deadline passed", "cite": None})
    for row in said:
        if row["value"] != "auto":
            status = row["value"]
            why = row["reason"] or "set by a person"
            history.append({"day": row["at"][:10], "status": status, "why": why, "by": row["by"], "cite": None})
    return history


def _after(status: str, found: Mapping[str, Any]) -> str:
    """The status after a follow-up. A charge alone makes it unclear, not broken; delay and reaffirmation leave it open."""
    relation = found["relation"]
    if relation == "fulfils":
        return status if found["reasons"].get("partly") else "fulfilled"
    if relation == "breaks":
        return ("unclear" if status == "open" else status) if found["reasons"]["charge"] else "broken"
    if relation in {"amends", "delays"} and (found["reasons"]["cue"] or "").startswith("deadline "):
        return "superseded" if status == "open" else status
    return status


def all_promises(connection: Connection, on: dt.date) -> list[dict[str, Any]]:
    """Every commitment in the ledger as of a day."""
    rows = connection.execute(select(entry.c.body).where(entry.c.kind == "commitment").order_by(entry.c.id)).scalars()
    return promises(connection, [json.loads(row) for row in rows], on)
