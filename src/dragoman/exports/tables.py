"""Flat CSV tables, for spreadsheets, R, pandas and SQL: one file a table, written as the readings come.

No cell holds a list: what a record has several of (participants, topics, quotations) has a table of its own, joined by `document_id` and
the record's id. `columns.py` lists them.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from dragoman.exports.columns import COLUMNS
from dragoman.exports.merged import ALONE, Merged
from dragoman.exports.rows import Cell, Row, rows
from dragoman.records import Reading
from dragoman.records.errors import UsageError

__all__ = ["COLUMNS", "FORMULA", "Cell", "Row", "rows", "write", "written"]

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def write(readings: Iterable[Reading], folder: Path, *, safe: bool = True, merged: Merged = ALONE) -> dict[str, int]:
    """Writes `TABLE.csv` for every table of `COLUMNS`: UTF-8, a header, RFC 4180.

    Args:
        readings: taken one at a time; none is kept.
        folder: made where it is missing; tables that are there are overwritten.
        safe: text that a spreadsheet would take for a formula gets an apostrophe in front; False leaves every cell exact.
        merged: which records a ledger takes for one.

    Returns:
        The number of rows in each table.

    Raises:
        UsageError: a file can't be written.
    """
    counts = dict.fromkeys(COLUMNS, 0)
    with contextlib.ExitStack() as stack:
        writers = {}
        for table, columns in COLUMNS.items():
            path = folder / f"{table}.csv"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                handle = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            except OSError as error:
                raise UsageError(f"{path} can't be written: {error.strerror or error}") from None
            writers[table] = csv.writer(handle, lineterminator="\r\n")  # both are quoted inside cells only where both end lines
            writers[table].writerow(columns)
        for reading in readings:
            for table, row in rows(reading, merged):
                writers[table].writerow([written(row[column], safe) for column in COLUMNS[table]])
                counts[table] += 1
    return counts


def written(cell: Cell, safe: bool) -> str:
    """A cell as text. Only text is made safe: a minus sign before a number is no formula.

    Text with apostrophes before such a sign gets another, so that taking one away always gives the text back.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if safe and cell.lstrip("'").startswith(FORMULA) else cell
    return cell.isoformat() if isinstance(cell, dt.date) else repr(cell)
