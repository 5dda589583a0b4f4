"""Who deals with whom: the pairs of parties with what lies between them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import and_, case, func, select

from dragoman.analysis.answers import Rows, between, scope
from dragoman.ledger import Ledger
from dragoman.ledger.schema import dyad, entry


def network(
    ledger: Ledger, *, around: str | None = None, since: dt.date | None = None, until: dt.date | None = None, limit: int = 200
) -> Rows:
    """Pairs of parties, the busiest first: engagements, events, mean Goldstein score of what occurred, first and last day, a citation.

    Args:
        ledger: the ledger.
        around: only the pairs of this party.
        since: first day.
        until: last day.
        limit: at most so many pairs.
    """
    occurred = and_(entry.c.kind == "event", entry.c.status.in_(("occurred", "ongoing")))
    query: Any = (
        select(
            dyad.c.a,
            dyad.c.b,
            func.count().filter(entry.c.kind == "engagement").label("engagements"),
            func.count().filter(occurred).label("events"),
            func.avg(case((occurred, entry.c.goldstein))).label("goldstein_mean"),
            func.min(entry.c.day_from).label("first"),
            func.max(entry.c.day_from).label("last"),
            func.min(entry.c.id).label("example"),
        )
        .join(entry, entry.c.id == dyad.c.entry_id)
        .where(dyad.c.b != "", between(since, until))
        .group_by(dyad.c.a, dyad.c.b)
        .order_by(func.count().desc(), dyad.c.a, dyad.c.b)
        .limit(limit)
    )
    if around:
        centre = scope(around)
        query = query.where((dyad.c.a == centre) | (dyad.c.b == centre))
    with ledger.reading() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    examples = {e["id"]: e["cites"] for e in ledger.entries([row["example"] for row in rows])}
    for row in rows:
        row["goldstein_mean"] = None if row["goldstein_mean"] is None else round(float(row["goldstein_mean"]), 3)
        row["cites"] = examples.get(row["example"], [])[:1]
    return Rows(rows)
