"""Commitments: what is open, overdue or due, for whom, with what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from dragoman.analysis.answers import Rows, names, of_pair, scope
from dragoman.ledger import Ledger
from dragoman.ledger.features import SOURCES
from dragoman.ledger.promises import promises, statuses
from dragoman.ledger.schema import dyad, entry

COLUMNS = (
    "id",
    "made",
    "parties",
    "counterparties",
    "action",
    "due",
    "status",
    "late",
    "score",
    "topics",
    "sources",
    "history",
    "cites",
    "follow_ups",
)


def commitments(
    ledger: Ledger,
    a: str | None = None,
    b: str | None = None,
    *,
    status: Sequence[str] = (),
    due_before: dt.date | None = None,
    since: dt.date | None = None,
    on: dt.date | None = None,
    limit: int | None = None,
) -> Rows:
    """Commitments as of a day, the next deadline first, those without a deadline after them.

    Args:
        ledger: the ledger.
        a: a country or organisation that is a party or counterparty.
        b: another that is too.
        status: only these.
        due_before: only those with a deadline before this day.
        since: only those made on or after this day.
        on: as of this day (today).
        limit: at most so many.
    """
    today = on or dt.datetime.now(dt.UTC).date()
    known = standing(ledger, a, b, due_before=due_before, since=since, on=today)
    wanted = [i for i, found in known.items() if not status or found in status]
    with ledger.reading() as connection:
        return Rows(map(line, promises(connection, ledger.entries(wanted[:limit]), today)), COLUMNS, total=len(wanted))


def standing(
    ledger: Ledger,
    a: str | None = None,
    b: str | None = None,
    *,
    due_before: dt.date | None = None,
    since: dt.date | None = None,
    on: dt.date,
) -> dict[str, str]:
    """The status of commitments as of a day by their ids, in the order of `commitments`, without reading them."""
    known = deadlines(ledger, a, b, due_before=due_before, since=since)
    with ledger.reading() as connection:
        return statuses(connection, known, on)


def deadlines(
    ledger: Ledger, a: str | None = None, b: str | None = None, *, due_before: dt.date | None = None, since: dt.date | None = None
) -> dict[str, str | None]:
    """The last day of commitments by their ids, the next first, those without one after them."""
    query: Select[Any] = select(entry.c.id, entry.c.due)
    if a:  # by the index of pairs: a pair has few commitments among all of a large ledger, or among all that it has
        query = of_pair(query, scope(a), scope(b) if b else None).where(dyad.c.kind == "commitment")
    else:
        query = query.where(entry.c.kind == "commitment")
    if since:
        query = query.where(entry.c.reported >= since.isoformat())
    if due_before:
        query = query.where(entry.c.due < due_before.isoformat())
    with ledger.reading() as connection:
        rows = connection.execute(query.order_by(entry.c.due.is_(None), entry.c.due, entry.c.id))
        return {id_: due for id_, due in rows}  # noqa: C416 (rows are no pairs to the type checker)


def line(promise: dict[str, Any]) -> dict[str, Any]:
    """A commitment as a line of a table."""
    return {
        "id": promise["id"],
        "made": promise["reported"],
        "kind": promise["form"],
        "parties": names(promise, SOURCES),
        "counterparties": names(promise, {"recipient"}),
        "action": promise["details"]["action"]["quote"],
        "due": promise["due"],
        "status": promise["status"],
        "late": promise["late"],
        "score": promise["score"],
        "topics": [t["label"] for t in promise["topics"]],
        "sources": promise["sources"],
        "history": promise["history"],
        "cites": promise["cites"],
        "follow_ups": promise["follow_ups"],
    }
