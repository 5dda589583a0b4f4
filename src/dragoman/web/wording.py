"""Days and numbers as people write them."""

from __future__ import annotations

import datetime as dt
from calendar import month_name
from collections.abc import Mapping
from typing import Any

from dragoman.web.pages import offer

#: What a page says above the record of all, where it was asked for that of somebody it doesn't know.
UNKNOWN = "No country or organisation has this name or code: here is the record of all."


def when_words(when: Mapping[str, Any]) -> str:
    """When, for people: "23 Sep 2025", "reported 24 Sep 2025", "no date"."""
    if when["basis"] == "none" or not when["start"]:
        return "no date"
    if when["basis"] == "published":
        return f"reported {day_words(when['start'])}"
    return span_words(when["start"], when["end"])


def span_words(start: str | None, end: str | None) -> str:
    """Two ISO days as a span, the whole month or year where it is one."""
    if start is None or end is None or start == end:
        return day_words(start)
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    if first.year == last.year:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return str(first.year)
        if first.month == last.month:
            whole = first.day == 1 and (last + dt.timedelta(days=1)).month != last.month
            return f"{first:%B} {first.year}" if whole else f"{first.day}–{last.day} {first:%b} {first.year}"
        return f"{first.day} {first:%b} – {last.day} {last:%b} {last.year}"
    return f"{day_words(start)} – {day_words(end)}"


def day_words(day: str | None) -> str:
    """An ISO day for people."""
    if not day:
        return "no date"
    found = dt.date.fromisoformat(day[:10])
    return f"{found.day} {found:%b} {found.year}".replace(" ", "\u00a0")  # a date stays on one line


def many(number: int, word: str, plural: str = "") -> str:
    """A number with its noun: "1 event", "2,000 events"."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def part_words(day: str) -> str:
    """An ISO day, month or year for people, as precise as it is: "5 Aug 2020", "August 2020", "2020"."""
    if len(day) == len("2020-08"):
        return f"{month_name[int(day[5:])]} {day[:4]}"
    return day_words(day) if len(day) > len("2020") else day


def signed(value: float, digits: int = 1) -> str:
    """A score with its sign: "+2.8", "−3.3" (a minus and no hyphen), "0.0"."""
    shown = f"{value:+.{digits}f}"
    return shown[1:] if not float(shown) else shown.replace("-", "\u2212")


def sentence(reason: str) -> str:
    """The reason of an error as a sentence; the name of a file that it begins with stays as it is."""
    first, _, rest = reason.rstrip(".").partition(" ")
    return f"{first.capitalize() if first.isalpha() and first.islower() else first} {rest}".rstrip() + "."


offer(day_words=day_words, many=many, part_words=part_words, sentence=sentence, signed=signed, span_words=span_words, when_words=when_words)
