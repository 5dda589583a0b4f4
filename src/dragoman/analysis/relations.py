"""How two parties deal with each other over time: counts by quad, and scores that never come without the numbers behind them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Literal

import numpy as np
from sqlalchemy import select

from dragoman.analysis.answers import Rows, between, of_pair, scope
from dragoman.ledger import Ledger
from dragoman.ledger.schema import dyad, entry
from dragoman.records.errors import UsageError

By = Literal["day", "week", "month", "quarter", "year", "all"]
QUADS = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}
DRAWS = 1000  # resamplings of the bootstrap
MOST = 2000  # events of a period that are resampled: with more, the normal approximation gives the same interval
CITED = 3  # of a period's entries; `entries` has the ids of all
COUNTED = ("occurred", "ongoing")  # what is only planned, denied or imagined has no score


def relations(
    ledger: Ledger, a: str, b: str, *, by: By = "month", since: dt.date | None = None, until: dt.date | None = None, seed: int = 0
) -> Rows:
    """A row a period: number of events and sources, counts by quad, means of Goldstein score and intensity with 95 % bootstrap intervals.

    Only events that occurred or are going on count, each once however often it was reported. An event without a stated day stands at
    its publication.

    Args:
        ledger: the ledger.
        a: a country or organisation.
        b: another.
        by: the length of a period.
        since: first day.
        until: last day.
        seed: of the bootstrap, so that the same ledger gives the same intervals.
    """
    query = of_pair(
        select(entry.c.id, entry.c.day_from, entry.c.quad, entry.c.goldstein, entry.c.intensity, entry.c.n_sources), scope(a), scope(b)
    )
    query = query.where(dyad.c.kind == "event", entry.c.status.in_(COUNTED), entry.c.day_from.is_not(None), between(since, until))
    periods: dict[str, list[Any]] = defaultdict(list)
    with ledger.reading() as connection:
        for row in connection.execute(query.order_by(entry.c.day_from, entry.c.id)):
            periods[period(row.day_from, by)].append(row)
    found = [_row(name, rows, seed) for name, rows in sorted(periods.items())]
    bodies = ledger.entries([i for answer in found for i in answer["entries"][:CITED]])
    cites = {body["id"]: body["cites"][0] for body in bodies}
    for answer in found:
        answer["cites"] = [cites[i] for i in answer["entries"][:CITED]]
    return Rows(found)


def period(day: str, by: By) -> str:
    """The period of an ISO date: 2025, 2025-Q3, 2025-09, 2025-W39 or the day."""
    if by in {"day", "all"}:
        return day if by == "day" else "all"
    if by == "year":
        return day[:4]
    if by == "month":
        return day[:7]
    if by == "quarter":
        return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
    if by == "week":
        year, week, _ = dt.date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02d}"
    raise UsageError(f"a period is day, week, month, quarter, year or all, not {by!r}")


def _row(name: str, rows: list[Any], seed: int) -> dict[str, Any]:
    quads = {label: sum(r.quad == quad for r in rows) for quad, label in QUADS.items()}
    scores = {field: _mean(np.array([getattr(r, field) for r in rows], dtype=float), seed) for field in ("goldstein", "intensity")}
    flat = {f"{field}_{part}": value for field, found in scores.items() for part, value in found.items()}
    return {
        "period": name,
        "events": len(rows),
        "reports_of_sources": sum(r.n_sources for r in rows),
        **quads,
        **flat,
        "entries": [r.id for r in rows],
    }


def _mean(values: Any, seed: int) -> dict[str, float | None]:
    """Mean and 95 % interval; one event alone has none."""
    mean = round(float(values.mean()), 3)
    if len(values) < 2:
        return {"mean": mean, "low": None, "high": None}
    if len(values) > MOST:
        half = 1.96 * float(values.std(ddof=1)) / len(values) ** 0.5
        return {"mean": mean, "low": round(mean - half, 3), "high": round(mean + half, 3)}
    means = np.random.default_rng(seed).choice(values, size=(DRAWS, len(values))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return {"mean": mean, "low": round(float(low), 3), "high": round(float(high), 3)}
