"""What every answer has in common: whom it is about, rows that cite, and tables of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from dragoman.analysis.holders import scope_of
from dragoman.ledger import Ledger
from dragoman.ledger.schema import dyad, entry
from dragoman.records import html
from dragoman.records.errors import MissingPartError, UsageError


class Rows(Sequence[dict[str, Any]]):
    """The rows of an answer; `.df()`, `.pl()` and `.arrow()` make tables of them. `total`: how many there are without a limit."""

    def __init__(self, rows: Iterable[dict[str, Any]], flat: Sequence[str] = (), *, total: int | None = None) -> None:
        self._rows = list(rows)
        self.total = len(self._rows) if total is None else total
        self._flat = tuple(flat)

    def __getitem__(self, index: Any) -> Any:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._rows)

    def flat(self) -> list[dict[str, Any]]:
        """Rows without nesting: lists and objects as JSON."""
        return [{name: _plain(row.get(name)) for name in self._names()} for row in self._rows]

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return html.answer(self._rows, self._names())

    def _names(self) -> tuple[str, ...]:
        return self._flat or tuple(dict.fromkeys(name for row in self._rows for name in row))

    def df(self) -> Any:
        """A pandas data frame (extra [tables])."""
        return _imported("pandas").DataFrame(self.flat())

    def pl(self) -> Any:
        """A polars data frame (extra [tables])."""
        return _imported("polars").DataFrame(self.flat(), infer_schema_length=None)

    def arrow(self) -> Any:
        """An Arrow table (extra [tables])."""
        return _imported("pyarrow").Table.from_pylist(self.flat())


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list, tuple)) else value


def _imported(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415

    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise MissingPartError.extra("tables", f"a table of {name}") from error  # noqa: S610 (not Django's)


def scope(name: str) -> str:
    """The id of a party by code, name or acronym; an id of the ledger that the gazetteer lacks (an armed group) stays as it is."""
    try:
        return scope_of(name)
    except UsageError:
        if "/" in name:
            return name
        raise


def of_pair(query: Select[Any], a: str, b: str | None) -> Select[Any]:
    """Entries of two parties, or of one with anybody."""
    one, other = (a, "") if b is None else (min(a, b), max(a, b))
    return query.join(dyad, dyad.c.entry_id == entry.c.id).where(dyad.c.a == one, dyad.c.b == other)


def between(since: dt.date | None, until: dt.date | None) -> ColumnElement[bool]:
    """Entries whose days touch a period."""
    conditions = []
    if since:
        conditions.append(entry.c.day_to >= since.isoformat())
    if until:
        conditions.append(entry.c.day_from <= until.isoformat())
    return and_(entry.c.id.is_not(None), *conditions)


def bodies(ledger: Ledger, query: Select[Any]) -> list[dict[str, Any]]:
    """The entries that a query on `entry.c.body` finds."""
    with ledger.reading() as connection:
        return [json.loads(row) for row in connection.execute(query).scalars()]


def entries(kinds: Sequence[str] = ()) -> Select[Any]:
    """A query for entries of some kinds, or of all."""
    query = select(entry.c.body)
    return query.where(or_(*(entry.c.kind == kind for kind in kinds))) if kinds else query


def cite(found: Mapping[str, Any]) -> str:
    """A citation in words: publisher, date, document and offsets."""
    name = found["publisher"] or found["title"] or found["document"]
    day = f", {found['published']}" if found["published"] else ""
    return f"{name}{day} ({found['document']} {found['start']}–{found['end']})"


def names(body: Mapping[str, Any], roles: Iterable[str] | None = None) -> list[str]:
    """Names of an entry's participants, in some roles or all."""
    wanted = None if roles is None else set(roles)
    return list(dict.fromkeys(p["name"] for p in body["participants"] if wanted is None or p["role"] in wanted))


def day_words(when: Mapping[str, Any]) -> str:
    """When, for people: "2025-09-23", "2025-09 …", "reported 2025-09-24"."""
    if when["basis"] == "none" or not when["start"]:
        return "no date"
    span = when["start"] if when["start"] == when["end"] else f"{when['start']} to {when['end']}"
    return f"reported {when['start']}" if when["basis"] == "published" else span
