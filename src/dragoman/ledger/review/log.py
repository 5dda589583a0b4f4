"""The review log: who decided what, when, on which words; rows are added and never changed. Undoing adds a row too."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import Connection, RowMapping, Select, func, insert, select

from dragoman.ledger.schema import review
from dragoman.records.base import Record
from dragoman.records.ids import stable_id

Action = Literal["accept", "correct", "reject", "unsure", "skip", "merge", "split", "undo"]
Kind = Literal["engagement", "event", "statement", "commitment"]
_JSON = ("anchor", "old", "new", "evidence")


class Decision(Record):
    """One row of the log."""

    uid: str = Field(description="hash of the rest")
    at: str = Field(max_length=40, description="UTC")
    by: str = Field(min_length=1, max_length=60)
    role: Literal["reviewer", "adjudicator"] = "reviewer"
    blind: bool = Field(default=False, description="decided without seeing what others decided")
    document: str
    kind: Kind
    report: str = Field(description="id of the record in the reading of that time")
    anchor: dict[str, Any] = Field(description="words and form of the record, by which a later reading's record is found")
    field: str
    action: Action
    old: Any = Field(default=None, description="what the reader had found")
    new: Any = Field(default=None, description="what the person says instead, with its words; for merge and split the other record")
    evidence: dict[str, Any] | None = Field(default=None, description="the words that the person marked")
    reason: str | None = Field(default=None, max_length=2000)
    reader: str = Field(description="version of the reader whose value was judged")
    undoes: str | None = Field(default=None, description="uid of the row taken back")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.uid != self.hashed():
            raise ValueError("the row was changed: its uid isn't the hash of the rest")
        if (self.action == "undo") != (self.undoes is not None):
            raise ValueError("an undo says what it takes back, and nothing else does")
        try:
            dt.datetime.fromisoformat(self.at)
        except ValueError:
            raise ValueError("`at` is no time in ISO 8601") from None
        return self

    def hashed(self) -> str:
        """The uid that the rest gives."""
        return uid_of(self.model_dump(exclude={"uid"}))

    @property
    def order(self) -> tuple[str, str]:
        """Decisions follow each other in this order, wherever they were made."""
        return self.at, self.uid


def uid_of(fields: dict[str, Any]) -> str:
    """The uid of a row with these fields."""
    return stable_id("rv", json.dumps(fields, ensure_ascii=False, sort_keys=True))


def decision(**fields: Any) -> Decision:
    """A row with its uid."""
    whole = Decision.model_construct(uid="", **fields).model_dump(exclude={"uid"})
    return Decision(uid=uid_of(whole), **whole)


def append(connection: Connection, rows: Iterable[Decision]) -> dict[str, int]:
    """Writes rows that the log doesn't have yet.

    Returns:
        The numbers of the new rows by uid.
    """
    wanted = {row.uid: row for row in rows}
    known = set()
    uids = list(wanted)
    for i in range(0, len(uids), 400):
        known |= set(connection.execute(select(review.c.uid).where(review.c.uid.in_(uids[i : i + 400]))).scalars())
    numbers = {}
    for uid, row in wanted.items():
        if uid not in known:
            numbers[uid] = connection.execute(insert(review).values(**_columns(row)).returning(review.c.n)).scalar_one()
    return numbers


def _columns(row: Decision) -> dict[str, Any]:
    held = row.model_dump()
    packed = {name: None if held[name] is None else json.dumps(held[name], ensure_ascii=False) for name in _JSON}
    return {**held, **packed, "blind": int(row.blind)}


def unpack(row: RowMapping) -> Decision:
    """A row of the table."""
    held = {name: row[name] for name in Decision.model_fields}
    held |= {name: json.loads(held[name]) for name in _JSON if held[name] is not None}
    return Decision.model_construct(**{**held, "blind": bool(held["blind"])})  # its uid was checked when it came in


def load(connection: Connection, query: Select[Any] | None = None) -> list[Decision]:
    """Rows in order; all of them unless a query narrows them."""
    found = connection.execute(select(review) if query is None else query).mappings()
    return sorted((unpack(row) for row in found), key=lambda d: d.order)


def next_time(connection: Connection, now: str) -> str:
    """`now`, or just after the latest row where the clock went back: order is kept by time."""
    last = connection.execute(select(func.max(review.c.at))).scalar()
    if last is None or last < now:
        return now
    after = dt.datetime.fromisoformat(last) + dt.timedelta(microseconds=1)
    return after.isoformat(timespec="microseconds").replace("+00:00", "Z")


def in_force(rows: Sequence[Decision]) -> list[Decision]:
    """The rows that stand, in order: without what was taken back, and without the taking back."""
    undone = {row.undoes for row in rows if row.action == "undo"}
    return sorted((row for row in rows if row.action != "undo" and row.uid not in undone), key=lambda d: d.order)
