"""What two parties deal with, period by period: the topics of their engagements, events, statements and commitments."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dragoman.analysis.answers import Rows, between, bodies, entries, of_pair, scope
from dragoman.analysis.relations import By, period
from dragoman.ledger import Ledger
from dragoman.ledger.schema import entry

KINDS = ("engagement", "event", "statement", "commitment")
CITED = 3  # of a period's entries; `entries` has the ids of all


def subjects(
    ledger: Ledger,
    a: str | None = None,
    b: str | None = None,
    *,
    by: By = "month",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Rows:
    """A row a period and topic: how many entries of each kind are about it. An entry with several topics counts under each.

    Args:
        ledger: the ledger.
        a: a country or organisation; all unless given.
        b: another, or None for anybody.
        by: the length of a period.
        since: first day.
        until: last day.
    """
    query = entries(KINDS).where(entry.c.day_from.is_not(None), between(since, until))
    query = of_pair(query, scope(a), scope(b) if b else None) if a else query
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for body in bodies(ledger, query.order_by(entry.c.day_from, entry.c.id)):
        for label in dict.fromkeys(t["label"] for t in body["topics"]):
            when = period(body["when"]["start"], by)
            fresh: dict[str, Any] = {"period": when, "topic": label, **{f"{kind}s": 0 for kind in KINDS}, "entries": [], "cites": []}
            row = found.setdefault((when, label), fresh)
            row[f"{body['kind']}s"] += 1
            row["entries"].append(body["id"])
            row["cites"] += body["cites"][:1] if len(row["cites"]) < CITED else []
    return Rows(found[key] for key in sorted(found, key=lambda key: (key[0], -len(found[key]["entries"]), key[1])))
