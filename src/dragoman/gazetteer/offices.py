"""Offices and who held them when."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.gazetteer.loading import DATA, fold, frozen, kept, rows, slug, table

#: Marks the terms of people who are known for something else than an office of the table; their sector follows.
NOTABLE = "@"


@dataclass(frozen=True, slots=True)
class Office:
    """A kind of office: its titles in English news, its PLOVER sector and its rank."""

    id: str
    titles: tuple[str, ...]
    sector: str
    rank: str
    level: str
    local: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One person's term in one office.

    `start` and `end` are written at the precision known; `first` and `last` are the days that they can cover at most.
    """

    office: str
    person: str
    scope: str
    start: str
    end: str
    aliases: tuple[str, ...]
    sure: str
    note: str

    @property
    def id(self) -> str:
        """The person's stable id: country or organisation, and the name."""
        return f"{self.scope}/{slug(self.person)}"

    @property
    def sector(self) -> str | None:
        """The PLOVER sector of the office; of people without one of the offices, their own."""
        if self.office.startswith(NOTABLE):
            return self.office.removeprefix(NOTABLE) or None
        entry = offices().get(self.office)
        return entry.sector if entry else None

    @property
    def country(self) -> str | None:
        """ISO3 of the state, or None for an organisation's office."""
        return None if "/" in self.scope else self.scope

    @property
    def first(self) -> dt.date:
        """The earliest day that `start` can mean."""
        return bounds(self.start)[0] if self.start else dt.date.min

    @property
    def last(self) -> dt.date:
        """The latest day that `end` can mean; open terms have no last day."""
        return bounds(self.end)[1] if self.end else dt.date.max

    def held(self, day: dt.date) -> bool:
        """Whether the term may cover that day."""
        return self.first <= day <= self.last


def bounds(partial: str) -> tuple[dt.date, dt.date]:
    """First and last day of a date written as YYYY, YYYY-MM or YYYY-MM-DD.

    Raises:
        ValueError: the text is none of these.
    """
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 1:
        return dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31)
    if len(parts) == 2:
        return dt.date(parts[0], parts[1], 1), dt.date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    day = dt.date(parts[0], parts[1], parts[2])
    return day, day


@cache
def offices() -> dict[str, Office]:
    """Every office by id."""
    return {
        row["id"]: Office(
            id=row["id"],
            titles=tuple(row["titles"]),
            sector=row["sector"],
            rank=row["rank"],
            level=row["level"],
            local=tuple((local["country"], local["title"]) for local in row.get("local") or ()),
        )
        for row in rows("offices.yaml")
    }


@cache
def terms() -> tuple[Term, ...]:
    """Every term in the table of holders, and what other notable people were known for."""
    return tuple(Term(*frozen(row)) for row in _people()["terms"])


@cache
def _people() -> dict[str, Any]:
    """The terms, and by short and full names of their holders the numbers of them."""
    return kept("people", _read)  # type: ignore[no-any-return]


def _read() -> dict[str, Any]:
    found = (*_read_terms(), *_read_notables())
    number = {term: at for at, term in reversed([*enumerate(found)])}
    short: dict[str, dict[int, None]] = defaultdict(dict)
    full: dict[str, dict[int, None]] = defaultdict(dict)
    for term, at in ((term, number[term]) for term in found):
        for name in (term.person, *term.aliases):
            short[surname(name)][at] = full[name_key(name)][at] = None
        for alias in term.aliases:
            if " " not in alias:
                short[name_key(alias)][at] = None
    return {
        "terms": [[t.office, t.person, t.scope, t.start, t.end, [*t.aliases], t.sure, t.note] for t in found],
        "short": {name: [*held] for name, held in short.items()},
        "full": {name: [*held] for name, held in full.items()},
    }


def _read_notables() -> Iterator[Term]:
    for row in table("notables.csv"):
        yield Term(
            office=NOTABLE + row["sector"],
            person=row["person"].strip(),
            scope=row["country"] or "IGO/staff",
            start=row["start"].strip(),
            end=row["end"].strip(),
            aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
            sure="medium",
            note=row["role"],
        )


def _read_terms() -> Iterator[Term]:
    root = DATA / "holders"
    names = [p.name for p in root.iterdir() if p.name.endswith(".csv")]
    names += [f"{d.name}/{p.name}" for d in root.iterdir() if d.is_dir() for p in d.iterdir() if p.name.endswith(".csv")]
    for name in sorted(names):
        for row in table(f"holders/{name}"):
            yield Term(
                office=row["office"],
                person=row["person"].strip(),
                scope=name.removesuffix(".csv"),
                start=row["start"].strip(),
                end=row["end"].strip(),
                aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
                sure=row["sure"],
                note=row["note"],
            )


def name_key(name: str) -> str:
    """A name in the form in which spellings are compared: no diacritics, hyphens or apostrophes, lower case."""
    return " ".join(re.sub(r"[-‑–.,]", " ", re.sub(r"['’ʻʼ`]", "", fold(name))).lower().split())


def surname(name: str) -> str:
    """The last word of a name, folded and in lower case, suffixes such as "Jr." aside."""
    words = [word for word in name_key(name).split() if word not in {"jr", "sr", "ii", "iii", "iv"}]
    return words[-1] if words else ""


@cache
def by_short_name() -> dict[str, tuple[Term, ...]]:
    """Terms by every short form of the holder's name: the surname, and aliases of one word."""
    return _index("short")


@cache
def by_full_name() -> dict[str, tuple[Term, ...]]:
    """Terms by full name and alias, folded and in lower case."""
    return _index("full")


def _index(kind: str) -> dict[str, tuple[Term, ...]]:
    every = terms()
    return {name: tuple(every[at] for at in held) for name, held in _people()[kind].items()}


def who(office: str, scope: str, on: dt.date) -> list[Term]:
    """Who held `office` of a country (ISO3) or organisation (id) on a day; several where the day is a hand-over or the office is shared."""
    return [term for term in terms() if term.office == office and term.scope == scope and term.held(on)]


def offices_of(person: str) -> list[Term]:
    """Every term of a person, by any spelling, oldest first."""
    return sorted(by_full_name().get(name_key(person), ()), key=lambda term: term.first)
