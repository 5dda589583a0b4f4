"""Days that have names: holidays and sessions of forums, from the data files of the gazetteer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.gazetteer.loading import rows
from dragoman.reading.dates.words import Words

#: Years in which a holiday on a fixed day is laid out: all that news on record is likely to name.
_YEARS = range(1945, 2051)


@dataclass(frozen=True, slots=True)
class Session:
    """One occurrence: its first and last day, and for forums its ordinal and city."""

    start: dt.date
    end: dt.date
    ordinal: int | None = None
    city: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A holiday, a forum or one session of it, by one of its names."""

    name: str
    sessions: tuple[Session, ...]
    forum: bool = False
    acronym: bool = False


@cache
def first_words() -> frozenset[str]:
    """The words that names begin with, in lower case."""
    return frozenset(_index())


def longest(words: Words, i: int, *, cased: bool) -> tuple[Named, int] | None:
    """The longest name that begins at a word, and the index after it; `cased` holds its first letter to the case of the name."""
    for wanted, named in _index().get(words.low[i], ()):
        j = i + len(wanted)
        if tuple(words.low[i:j]) == wanted and (not cased or words.raw[i][0] == named.name[0]):
            return named, j
    return None


@cache
def _index() -> dict[str, tuple[tuple[tuple[str, ...], Named], ...]]:
    """Names by their first word, the longest first."""
    index: dict[str, dict[tuple[str, ...], Named]] = defaultdict(dict)
    for named in (*_holidays(), *_forums()):
        wanted = Words.of(named.name)
        key = tuple(wanted.low[: len(wanted)])
        index[key[0]].setdefault(key, named)
    return {first: tuple(sorted(found.items(), key=lambda item: -len(item[0]))) for first, found in index.items()}


def _holidays() -> Iterator[Named]:
    for row in rows("holidays.yaml"):
        sessions = tuple(Session(day, day) for day in _days(row["rule"]))
        for name in (row["name"], *row["aliases"]):
            yield Named(name, sessions)


def _days(rule: str | dict[str, str]) -> Iterator[dt.date]:
    """The days of a rule: "MM-DD", or the day of each year."""
    if isinstance(rule, dict):
        yield from (dt.date.fromisoformat(day) for day in rule.values())
    else:
        yield from (dt.date.fromisoformat(f"{year}-{rule}") for year in _YEARS)


def _forums() -> Iterator[Named]:
    for row in rows("forums.yaml"):
        sessions = tuple(_session(one) for one in row["sessions"])
        for name in (row["name"], *row["aliases"]):
            yield Named(name, sessions, forum=True)
        for name in row["acronyms"]:
            yield Named(name, sessions, forum=True, acronym=True)
        for one in row["sessions"]:
            yield Named(one["label"], (_session(one),), forum=True)


def _session(row: dict[str, Any]) -> Session:
    return Session(dt.date.fromisoformat(row["start"]), dt.date.fromisoformat(row["end"]), row["ordinal"], row["city"] or "")
