"""What a caller can say about the sources, and the limits that hold for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from dragoman.records.errors import UsageError

#: The largest text that is read, in bytes of UTF-8: a book of 800,000 words. Longer ones are not one report.
MAX_TEXT = 5_000_000
#: The largest file of one text with its markup: pages are mostly markup.
MAX_FILE = 8 * MAX_TEXT
#: What a column of a table (or a key of a front matter) can give a document.
COLUMNS = ("id", "title", "text", "published", "url", "publisher")


@dataclass(frozen=True, slots=True)
class Options:
    """How sources are read.

    Attributes:
        columns: the table's own name for each of `COLUMNS` that has another one ({"text": "body"}).
        published: date of publication of a single text; wins over what the source says.
        title: title of a single text; wins over what the source says.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    published: dt.date | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in COLUMNS:
                raise UsageError(f"no column {name!r} in a document: it is one of {', '.join(COLUMNS)}")

    def column(self, name: str) -> str:
        """The table's name for a column."""
        return self.columns.get(name, name)


def parse_columns(pairs: list[str]) -> dict[str, str]:
    """NAME=FIELD pairs as a mapping.

    Raises:
        UsageError: a pair has no `=`, or a side of it is empty.
    """
    found = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not (name and equals and column):
            raise UsageError(f"--column takes NAME=FIELD (text=body), not {pair!r}")
        found[name.strip()] = column.strip()
    return found


def parse_date(value: str) -> dt.date:
    """A date written YYYY-MM-DD; a time after it is allowed and dropped.

    Raises:
        ValueError: it is none.
    """
    value = value.strip()
    try:
        return dt.date.fromisoformat(value) if len(value) <= 10 else dt.datetime.fromisoformat(value).date()
    except ValueError:
        raise ValueError(f"{value!r} isn't a date: write YYYY-MM-DD") from None
