"""Flat CSV tables, for spreadsheets, R, pandas and SQL: one file a table, written as the readings come.

No cell holds a list: what a record has several of (participants, topics, quotations) has a table of its own, joined by `document_id` and
the record's id. `columns.py` lists them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import getitem
from pathlib import Path

from dragoman.exports.columns import COLUMNS, type_of
from dragoman.exports.merged import ALONE, Merged
from dragoman.exports.parts import Frame, Part, chunks, join
from dragoman.exports.rows import Cell, Row, cells, rows
from dragoman.records import Reading

__all__ = ["COLUMNS", "FORMULA", "Cell", "Row", "cells", "part", "rows", "write"]

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
    texts, numbers = _Texts(safe=safe), _Numbers()
    forms = {table: [numbers if type_of(column) == "number" else texts for column in columns] for table, columns in COLUMNS.items()}
    lines: dict[str, list[str]] = {table: [] for table in COLUMNS}
    for reading in readings:
        for table, found in cells(reading, merged).items():
            form = forms[table]
            lines[table] += [",".join(map(getitem, form, row)) for row in found]
    content = {f"{table}.csv": "".join([f"{line}\r\n" for line in some]).encode() for table, some in lines.items()}
    return Part(content, Counter({table: len(some) for table, some in lines.items()}))


class _Texts(dict[Cell, str]):
    """What is written for a cell, quoted as RFC 4180 has it: made once, because most cells of a part come again.

    Only text from outside is made safe: a minus sign before a number is no formula. Text with apostrophes before such a sign gets another,
    so that taking one away always gives the text back.
    """

    def __init__(self, *, safe: bool) -> None:
        super().__init__({None: ""})
        self.safe = safe

    def __missing__(self, cell: Cell) -> str:
        text = str(cell)  # of a date: ISO 8601
        if isinstance(cell, str):
            if text[:1] in _SUSPECT and self.safe and text.lstrip("'").startswith(FORMULA):
                text = f"'{text}"
            if '"' in text:
                text = '"' + text.replace('"', '""') + '"'
            elif "," in text or "\n" in text or "\r" in text:
                text = f'"{text}"'
        self[cell] = text
        return text


class _Numbers(dict[Cell, str]):
    """What is written for a number; it isn't kept, because 0.0 and -0.0, or 1.0 and 1, would be taken for the same."""

    def __missing__(self, cell: Cell) -> str:
        return "" if cell is None else repr(cell)


#: A header for every table: names of columns need no quoting.
FRAMES = {f"{table}.csv": Frame(f"{','.join(columns)}\r\n".encode()) for table, columns in COLUMNS.items()}
