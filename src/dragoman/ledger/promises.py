"""What became of a commitment, as of a day: its status, how it came to it, and its score."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from dragoman.ledger.decisions import Decisions
from dragoman.ledger.features import main_evidence
from dragoman.ledger.schema import document, entry, follow, report
from dragoman.ledger.writing import chunks

#: As the G20 Research Group scores compliance: +1 kept, 0 under way or unclear, -1 not kept.
SCORES = {"fulfilled": 1, "open": 0, "superseded": 0, "unclear": 0, "overdue": -1, "broken": -1}


def promises(connection: Connection, entries: Sequence[Mapping[str, Any]], on: dt.date) -> list[dict[str, Any]]:
    """Commitment entries with `status`, `score`, `history` and `follow_ups` as of a day.

    Only what was published by that day counts.
    """
    ids = [c["report"] for e in entries for c in e["cites"]]
    later = _follow_ups(connection, ids)
    said = Decisions.load(connection).status
    return [
        _promise(
            e,
            [f for c in e["cites"] for f in later.get(c["report"], ())],
            [said[c["report"]] for c in e["cites"] if c["report"] in said],
            on,
        )
        for e in entries
    ]


def _follow_ups(connection: Connection, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    promise = report.alias()
    for some in chunks(list(ids)):
        query = (
            select(promise.c.id, follow, report.c.id.label("report"), report.c.entry_id, report.c.kind, report.c.body)
            .add_columns(document.c.id.label("document"), document.c.title, document.c.publisher, document.c.url, document.c.published)
            .select_from(follow)
            .join(promise, promise.c.n == follow.c.commitment)
            .join(report, report.c.n == follow.c.later)
            .join(document, document.c.id == report.c.document_id)
            .where(promise.c.id.in_(some), report.c.entry_id.is_not(None))  # what a reviewer rejected bears on nothing
        )
        for row in connection.execute(query).mappings():
            evidence = main_evidence(row["kind"], json.loads(row["body"]))
            cite = {name: row[name] for name in ("report", "document", "title", "publisher", "url", "published")}
            found.setdefault(row["id"], []).append(
                {
                    "relation": row["relation"],
                    "day": row["day"],
                    "score": row["score"],
                    "entry": row["entry_id"],
                    "reasons": json.loads(row["reasons"]),
                    "cite": cite | {name: evidence[name] for name in ("start", "end", "quote")},
                }
            )
    return found


def _promise(body: Mapping[str, Any], later: Sequence[dict[str, Any]], said: Sequence[Mapping[str, Any]], on: dt.date) -> dict[str, Any]:
    today = on.isoformat()
    own = {c["report"] for c in body["cites"]}
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for found in sorted(later, key=lambda f: (-f["score"], f["cite"]["report"])):
        if found["cite"]["report"] not in own and found["cite"]["published"] <= today:
            known.setdefault((found["cite"]["document"], found["relation"]), found)
    follow_ups = sorted(known.values(), key=lambda f: (f["day"], f["cite"]["published"], f["cite"]["report"]))
    deadline = body["details"]["deadline"]
    due = deadline["end"] if deadline else None
    history = [{"day": body["reported"], "status": "open", "why": "made", "cite": body["cites"][0]}]
    status = "open"
    for found in follow_ups:
        status = _after(status, found)
        late = " late" if found["relation"] == "fulfils" and due and found["day"] > due else ""
        partly = " in part" if found["reasons"].get("partly") else ""
        history.append({"day": found["day"], "status": status, "why": found["relation"] + partly + late, "cite": found["cite"]})
    if due and due < today and status in {"open", "unclear"}:
        status = "overdue"
        history.append({"day": due, "status": "overdue", "why": "the deadline passed", "cite": None})
    for row in said:
        if row["value"] != "auto":
            status = row["value"]
            history.append(
                {"day": row["at"][:10], "status": status, "why": row["reason"] or "set by a person", "by": row["by"], "cite": None}
            )
    kept_late = any(f["relation"] == "fulfils" and due and f["day"] > due for f in follow_ups) and status == "fulfilled"
    return {**body, "status": status, "late": kept_late, "score": SCORES[status], "due": due, "history": history, "follow_ups": follow_ups}


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
