"""The table of holders: who held which office when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from datalint.checks import Check, day, known, text
from datalint.faults import GAZETTEER, Fault
from datalint.gazetteer import ids
from datalint.tables import csv_dicts, csv_faults
from dragoman.gazetteer.offices import bounds, name_key, surname

HOLDERS = GAZETTEER / "holders"
SURE = ("high", "medium", "low")
#: Offices that several people of one country hold side by side.
SHARED = frozenset(
    """
    ambassador assistant-secretary-of-state captain-regent co-prince commissioner deputy-foreign-minister deputy-national-security-adviser
    deputy-prime-minister governor mayor opposition-leader senator special-envoy spokesperson state-councilor under-secretary-of-state
    vice-president
    """.split()
)


def faults() -> Iterator[Fault]:
    """What is wrong with the table of holders."""
    readme = HOLDERS / "README.yaml"
    about = yaml.safe_load(readme.read_text(encoding="utf-8"))
    if not isinstance(about, dict) or set(about) != {"as_of", "made"}:
        yield Fault(readme, 1, "", "its fields are not as_of and made")
        return
    as_of = dt.date.fromisoformat(str(about["as_of"]))
    if not isinstance(about["as_of"], (str, dt.date)) or text(about["made"]):
        yield Fault(readme, 1, "", "as_of is not a date, or made not a text")
    for path in sorted(HOLDERS.rglob("*.csv")):
        yield from _file(path, as_of)


def _file(path: Path, as_of: dt.date) -> Iterator[Fault]:
    scope = path.relative_to(HOLDERS).with_suffix("").as_posix()
    if scope not in ids("countries", "iso3") | ids("organisations"):
        yield Fault(path, 1, scope, "neither a country of countries.yaml nor an organisation of organisations.yaml")
    yield from csv_faults(path, _fields())
    rows = [(line, row) for line, row in csv_dicts(path) if not any(check(row[name]) for name, check in _fields().items())]
    yield from _order(path, rows)
    for line, row in rows:
        yield from (Fault(path, line, row["person"], reason, warning) for reason, warning in _row(row, as_of))
    yield from _overlaps(path, rows, as_of)


def _fields() -> dict[str, Check]:
    def maybe_empty(check: Check) -> Check:
        return lambda cell: None if cell == "" else check(cell)

    def anything(_: Any) -> str | None:
        return None

    office = known(ids("offices"), "an office of offices.yaml")
    return {
        "office": office,
        "person": text,
        "start": day,
        "end": maybe_empty(day),
        "aliases": anything,
        "sure": known(SURE, f"one of {', '.join(SURE)}"),
        "note": maybe_empty(text),
    }


def _order(path: Path, rows: list[tuple[int, dict[str, str]]]) -> Iterator[Fault]:
    seen: set[tuple[str, str, str, str]] = set()
    before = ("", "")
    for line, row in rows:
        key = (row["office"], row["start"])
        if key < before:
            yield Fault(path, line, row["person"], f"not in order: {' '.join(key)} stands after {' '.join(before)}")
        before = key
        same = (*key, row["person"], row["note"])
        if same in seen:
            yield Fault(path, line, row["person"], f"{row['office']} from {row['start']} stands twice")
        seen.add(same)


def _row(row: dict[str, str], as_of: dt.date) -> Iterator[tuple[str, bool]]:
    if row["end"] and bounds(row["start"])[0] > bounds(row["end"])[1]:
        yield f"the term ends ({row['end']}) before it starts ({row['start']})", False
    if bounds(row["start"])[0] > as_of or (row["end"] and bounds(row["end"])[0] > as_of):
        yield f"a date after {as_of}, the day of the table", False
    if row["sure"] == "high" and len(row["start"]) == len("YYYY"):
        yield "sure is high, but the start is known only to the year", True
    aliases = row["aliases"].split(";") if row["aliases"] else []
    for position, alias in enumerate(aliases):
        if text(alias):
            yield f"aliases: {text(alias)}", False
        elif alias in aliases[:position] or alias == row["person"]:
            yield f"aliases: {alias!r} stands twice, or is the name itself", False
        elif " " not in alias and name_key(alias) == surname(row["person"]):
            yield f"aliases: {alias!r} is the surname, which is derived", True


def _overlaps(path: Path, rows: list[tuple[int, dict[str, str]]], as_of: dt.date) -> Iterator[Fault]:
    """Terms of two people in an office for one, by what is certain of their dates; a note on either (acting, disputed) explains them."""
    terms = defaultdict(list)
    for line, row in rows:
        if row["office"] not in SHARED and not row["note"]:
            first, last = bounds(row["start"])[1], bounds(row["end"])[0] if row["end"] else as_of
            terms[row["office"]].append((first, last, row["person"], line))
    for office, found in terms.items():
        for (first, last, person, _), (begun, ended, other, line) in combinations(found, 2):
            days = (min(last, ended) - max(first, begun)).days
            if days > 1:  # the day of a hand-over, and the other side of midnight, belong to both
                yield Fault(path, line, other, f"{office} at the same time as {person} for {days} days, and no note explains it")
