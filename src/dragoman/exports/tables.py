"""Flat CSV tables, for spreadsheets, R, pandas and SQL: one file a table, written as the readings come.

No cell holds a list: what a record has several of (participants, topics, quotations) has a table of its own, joined by `document_id` and
the record's id. `columns.py` lists them.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dragoman.exports.columns import COLUMNS, OUTSIDE
from dragoman.exports.merged import ALONE, Merged
from dragoman.exports.parts import Frame, Part, chunks, join
from dragoman.exports.rows import Cell, Cells, Row, cells, rows
from dragoman.records import Reading

__all__ = ["COLUMNS", "FORMULA", "Cell", "Row", "cells", "made_safe", "part", "rows", "write"]

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_SUSPECT = frozenset((*FORMULA, "'"))


def write(readings: Iterable[Reading], folder: Path, *, safe: bool = True, merged: Merged = ALONE) -> Counter[str]:
    """Writes `TABLE.csv` for every table of `COLUMNS`: UTF-8, a header, RFC 4180.

    Args:
        readings: taken a hundred at a time; none is kept.
        folder: made where it is missing; tables that are there are overwritten.
        safe: text that a spreadsheet would take for a formula gets an apostrophe in front; False leaves every cell exact.
        merged: which records a ledger takes for one.

    Returns:
        The number of rows in each table.

    Raises:
        UsageError: a file can't be written.
    """
    return join((part(some, merged, safe=safe) for some in chunks(readings)), folder, FRAMES)


def part(readings: Iterable[Reading], merged: Merged = ALONE, *, safe: bool = True) -> Part:
    """The rows of some readings, as `write` has them."""
    counts = Counter(dict.fromkeys(COLUMNS, 0))
    texts = {table: io.StringIO(newline="") for table in COLUMNS}
    writers = {table: _writer(text) for table, text in texts.items()}
    for reading in readings:
        for table, found in cells(reading, merged).items():  # None is written as nothing, a date in ISO 8601
            writers[table].writerows([made_safe(table, row) for row in found] if safe else found)
            counts[table] += len(found)
    return Part({f"{table}.csv": text.getvalue().encode() for table, text in texts.items()}, counts)


def _writer(out: io.StringIO) -> Any:
    return csv.writer(out, lineterminator="\r\n")  # both are quoted inside cells only where both end lines


#: A header for every table: names of columns need no quoting.
FRAMES = {f"{table}.csv": Frame(f"{','.join(columns)}\r\n".encode()) for table, columns in COLUMNS.items()}


def made_safe(table: str, row: Cells) -> Sequence[Cell]:
    """The cells of a row without formulas. Only text from outside is made safe: a minus sign before a number is no formula.

    Text with apostrophes before such a sign gets another, so that taking one away always gives the text back.
    """
    found: list[Cell] | None = None
    for n in OUTSIDE[table]:
        cell = row[n]
        if cell and cell[0] in _SUSPECT and cell.lstrip("'").startswith(FORMULA):  # type: ignore[index, union-attr]  # these are texts
            found = found or list(row)
            found[n] = f"'{cell}"
    return found or row
