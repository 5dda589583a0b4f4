"""Readings as data frames: the flat tables of docs/exports.md, typed, in pandas, polars or Arrow (extra [tables])."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dragoman.exports.columns import COLUMNS
from dragoman.exports.rows import Cells, cells
from dragoman.records.errors import MissingPartError, UsageError

if TYPE_CHECKING:
    from dragoman.records import Reading

SHOWN = 50  # readings that a notebook lists


class Readings(Sequence["Reading"]):
    """Several readings, which make tables together.

    >>> dragoman.Readings(dragoman.read(text) for text in texts).df("commitments")
    """

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._readings = list(readings)

    def __getitem__(self, index: Any) -> Any:
        found = self._readings[index]
        return Readings(found) if isinstance(index, slice) else found

    def __len__(self) -> int:
        return len(self._readings)

    def __iter__(self) -> Iterator[Reading]:
        return iter(self._readings)

    def df(self, table: str = "events") -> Any:
        """A table as a pandas data frame."""
        return df(self, table)

    def pl(self, table: str = "events") -> Any:
        """A table as a polars data frame."""
        return pl(self, table)

    def arrow(self, table: str = "events") -> Any:
        """A table as an Arrow table."""
        return arrow(self, table)

    def _repr_html_(self) -> str:
        """A line a reading: when, who published it, its title and how much is in it."""
        kinds = ("engagements", "events", "statements", "commitments", "warnings")
        head = "".join(f"<th>{name}</th>" for name in ("published", "publisher", "title", *kinds))
        rows = []
        for reading in self._readings[:SHOWN]:
            d = reading.document
            about = [d.published.isoformat() if d.published else "", d.publisher or "", d.title or d.id]
            about += [str(len(getattr(reading, kind))) for kind in kinds]
            rows.append(f"<tr>{''.join(f'<td>{escape(value)}</td>' for value in about)}</tr>")
        more = f"<p>and {len(self) - SHOWN} more</p>" if len(self) > SHOWN else ""
        return f'<table class="dragoman-readings"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>{more}'


def df(readings: Iterable[Reading], table: str) -> Any:
    """A table as a pandas data frame: whole numbers stay whole where some are missing, dates are datetimes."""
    pandas, pyarrow = _imported("pandas"), _imported("pyarrow")
    whole = {pyarrow.int64(): pandas.Int64Dtype()}
    return arrow(readings, table).to_pandas(date_as_object=False, types_mapper=whole.get)


def pl(readings: Iterable[Reading], table: str) -> Any:
    """A table as a polars data frame."""
    return _imported("polars").from_arrow(arrow(readings, table))


def arrow(readings: Iterable[Reading], table: str) -> Any:
    """A table as an Arrow table.

    Raises:
        UsageError: there is no such table.
        MissingPartError: the extra isn't installed.
    """
    if table not in COLUMNS:
        raise UsageError(f"there is no table {table!r}: it is one of {', '.join(COLUMNS)}")
    pyarrow = _imported("pyarrow")
    from dragoman.exports.parquet import schema  # noqa: PLC0415 (only where there is Arrow)

    rows: list[Cells] = [row for reading in readings for row in cells(reading)[table]]
    columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS[table])
    form = schema(table)
    return pyarrow.table([pyarrow.array(c, f.type) for c, f in zip(columns, form, strict=True)], schema=form)


def _imported(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise MissingPartError.extra("tables", f"a table of {name}") from error  # noqa: S610 (not Django's)
