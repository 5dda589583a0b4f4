"""What happened between two parties, in order of time, each line with its citations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.analysis.answers import Rows, between, bodies, entries, names, of_pair, scope
from dragoman.ledger import Ledger
from dragoman.ledger.features import SOURCES
from dragoman.ledger.schema import entry

COLUMNS = (
    "id",
    "day",
    "until",
    "basis",
    "kind",
    "form",
    "status",
    "who",
    "whom",
    "words",
    "place",
    "topics",
    "goldstein",
    "reports",
    "sources",
    "cites",
)
KINDS = ("engagement", "event", "statement", "commitment")
NEWEST = 1000


def timeline(
    ledger: Ledger,
    a: str,
    b: str | None = None,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    kinds: Sequence[str] = KINDS,
    limit: int | None = NEWEST,
) -> Rows:
    """The entries of two parties (or of one), oldest first; with a limit, the newest of them. Undated ones stand at the end.

    Args:
        ledger: the ledger.
        a: a country or organisation by code, name or acronym.
        b: another, or None for anybody.
        since: first day.
        until: last day.
        kinds: which kinds of entries.
        limit: at most so many.
    """
    query = of_pair(entries(kinds), scope(a), scope(b) if b else None).where(between(since, until))
    found = bodies(ledger, query.order_by(entry.c.day_from.is_(None), entry.c.day_from.desc(), entry.c.id.desc()).limit(limit))
    dated = [f for f in reversed(found) if f["when"]["start"]]
    return Rows((line(f) for f in dated + [f for f in found if not f["when"]["start"]]), COLUMNS)


def line(body: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as a line of a table."""
    whom = {p["role"] for p in body["participants"]} - SOURCES
    return {
        "id": body["id"],
        "day": body["when"]["start"],
        "until": body["when"]["end"],
        "basis": body["when"]["basis"],
        "kind": body["kind"],
        "form": body["form"],
        "status": body["status"],
        "who": names(body, SOURCES),
        "whom": names(body, whom),
        "words": words(body),
        "place": body["place"]["name"] if body["place"] else None,
        "topics": [t["label"] for t in body["topics"]],
        "goldstein": body["details"].get("goldstein"),
        "reports": len(body["cites"]),
        "sources": body["sources"],
        "disagreements": body["disagreements"],
        "cites": body["cites"],
    }


def words(body: Mapping[str, Any]) -> str:
    """The words that say it, of the first report."""
    details = body["details"]
    own = details.get("content") or details.get("action")
    return str(own["quote"] if own else body["cites"][0]["quote"])
