"""What is new since somebody last looked: engagements, commitments made, fallen due or changed, and sharp turns between two parties."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy import func, select

from dragoman.analysis.answers import Rows, of_pair, scope
from dragoman.analysis.promised import line as promise_line
from dragoman.analysis.promised import standing
from dragoman.analysis.timeline import line
from dragoman.ledger import Ledger
from dragoman.ledger.promises import promises
from dragoman.ledger.schema import dyad, entry

TURN = 3.0  # Goldstein points between a month's mean and that of the year before: the distance of a meeting from a condemnation
FEWEST = 3  # events on each side of a turn


def alerts(
    ledger: Ledger, *, name: str = "default", a: str | None = None, b: str | None = None, on: dt.date | None = None, keep: bool = True
) -> Rows:
    """What has come since the last look under this name, and notes the new look.

    Args:
        ledger: the ledger.
        name: whose look it is.
        a: only what concerns this party.
        b: and this one.
        on: as of this day (today).
        keep: whether to note that one has looked.
    """
    today = on or dt.datetime.now(dt.UTC).date()
    last = ledger.last_look(name)
    rows: list[dict[str, Any]] = []
    with ledger.reading() as connection:
        query = select(entry.c.body).where(entry.c.kind.in_(("engagement", "commitment")))
        query = of_pair(query, scope(a), scope(b) if b else None) if a else query
        if last:
            query = query.where(entry.c.added > last[0])
        for body in map(json.loads, connection.execute(query.order_by(entry.c.day_from, entry.c.id)).scalars()):
            rows.append({"alert": f"new {body['kind']}", **line(body)})
        mine = set(connection.execute(of_pair(select(entry.c.id), scope(a), scope(b) if b else None)).scalars()) if a else None
        before = standing(ledger, on=dt.date.fromisoformat(last[1])) if last else {}
        now = standing(ledger, on=today)
        changed = sorted(i for i, status in now.items() if status != before.get(i, "open") and (mine is None or i in mine))
        for promise in promises(connection, ledger.entries(changed), today):
            rows.append({"alert": f"commitment {promise['status']}", **promise_line(promise)})
        rows += _turns(connection, today, (scope(a), scope(b)) if a and b else None)
    if keep:
        ledger.looked(name, today)
    return Rows(rows)


def _turns(connection: Any, today: dt.date, only: tuple[str, str] | None) -> list[dict[str, Any]]:
    """Pairs whose last thirty days differ sharply from the year before them."""
    month, year = (today - dt.timedelta(days=30)).isoformat(), (today - dt.timedelta(days=395)).isoformat()

    def means(start: str, end: str) -> dict[tuple[str, str], tuple[float, int]]:
        query = (
            select(dyad.c.a, dyad.c.b, func.avg(dyad.c.score), func.count())
            .where(dyad.c.b != "", dyad.c.score.is_not(None), dyad.c.day > start, dyad.c.day <= end)
            .group_by(dyad.c.a, dyad.c.b)
            .having(func.count() >= FEWEST)
        )
        return {(a, b): (float(mean), n) for a, b, mean, n in connection.execute(query)}

    now, then = means(month, today.isoformat()), means(year, month)
    wanted = None if only is None else (min(only), max(only))
    found = []
    for pair in sorted(now.keys() & then.keys()):
        turn = now[pair][0] - then[pair][0]
        if abs(turn) >= TURN and wanted in {None, pair}:
            cites = _latest(connection, pair)
            numbers = {
                "mean": round(now[pair][0], 2),
                "events": now[pair][1],
                "mean_before": round(then[pair][0], 2),
                "events_before": then[pair][1],
            }
            found.append(
                {"alert": "turn for the better" if turn > 0 else "turn for the worse", "who": list(pair), **numbers, "cites": cites}
            )
    return found


def _latest(connection: Any, pair: tuple[str, str]) -> list[dict[str, Any]]:
    query = of_pair(select(entry.c.body), *pair).where(entry.c.kind == "event").order_by(entry.c.day_from.desc(), entry.c.id).limit(3)
    return [json.loads(body)["cites"][0] for body in connection.execute(query).scalars()]
