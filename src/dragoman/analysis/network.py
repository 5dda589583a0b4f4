"""Who deals with whom: the pairs of parties with what lies between them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, select

from dragoman.analysis.answers import Rows, scope
from dragoman.ledger import Ledger
from dragoman.ledger.schema import dyad


def network(
    ledger: Ledger, *, around: str | None = None, since: dt.date | None = None, until: dt.date | None = None, limit: int = 200
) -> Rows:
    """Pairs of parties, the busiest first: engagements, events, mean Goldstein score of what occurred, first and last day, a citation.

    Args:
        ledger: the ledger.
        around: only the pairs of this party.
        since: only what began on or after this day.
        until: only what began by this day.
        limit: at most so many pairs.
    """
    query: Any = (
        select(
            dyad.c.a,
            dyad.c.b,
            func.count().filter(dyad.c.kind == "engagement").label("engagements"),
            func.count(dyad.c.score).label("events"),
            func.avg(dyad.c.score).label("goldstein_mean"),
            func.min(dyad.c.day).label("first"),
            func.max(dyad.c.day).label("last"),
        )
        .where(dyad.c.b != "")
        .group_by(dyad.c.a, dyad.c.b)
        .order_by(func.count().desc(), dyad.c.a, dyad.c.b)
        .limit(limit)
    )
    if since:
        query = query.where(dyad.c.day >= since.isoformat())
    if until:
        query = query.where(dyad.c.day <= until.isoformat())
    if around:
        centre = scope(around)
        query = query.where((dyad.c.a == centre) | (dyad.c.b == centre))
    with ledger.reading() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
        latest = {(row["a"], row["b"]): connection.execute(_latest(row)).scalar_one() for row in rows}
    cites = {e["id"]: e["cites"][:1] for e in ledger.entries(list(dict.fromkeys(latest.values())))}
    for row in rows:
        row["goldstein_mean"] = None if row["goldstein_mean"] is None else round(float(row["goldstein_mean"]), 3)
        row["cites"] = cites[latest[row["a"], row["b"]]]
    return Rows(rows)


def _latest(row: dict[str, Any]) -> Any:
    """The pair's latest entry, which is cited for it."""
    query = select(dyad.c.entry_id).where(dyad.c.a == row["a"], dyad.c.b == row["b"])
    query = query.where(dyad.c.day == row["last"]) if row["last"] else query
    return query.order_by(dyad.c.entry_id).limit(1)
