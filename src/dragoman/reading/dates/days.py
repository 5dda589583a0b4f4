"""Days on the calendar, and what a date expression resolves to."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from dragoman.records.when import Precision

Direction = Literal["past", "future", "unknown"]
Unit = Literal["hour", "day", "weekend", "week", "month", "quarter", "year", "decade", "century"]

DAY = dt.timedelta(days=1)


class Unresolved(Exception):  # noqa: N818 (it is an answer, not a fault: it never leaves this package)
    """The expression is a date, but not one that can be put on the calendar; the message says why."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The days that a date expression covers.

    `start` and `end` (inclusive) are both None exactly where `unresolved` says why. `value` is the date in ISO 8601, written as TIMEX3 does
    where the standard has no form ("2024-SU", "199", "PAST_REF"). `closed` says that the words name the last day themselves ("from 3 to
    5 May"), rather than a length or a part of the calendar.
    """

    start: dt.date | None
    end: dt.date | None
    precision: Precision
    value: str | None = None
    unresolved: str | None = None
    closed: bool = False

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """First and last day.

        Raises:
            Unresolved: there are none.
        """
        if self.start is None or self.end is None:
            raise Unresolved(self.unresolved or "no days")
        return self.start, self.end

    def worth(self, value: str | None) -> Resolved:
        """The same days under another value."""
        return replace(self, value=value)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a relative date counts from: the day of publication, the clause's direction in time, the day told last.

    `firm`: the direction is certain (the other end of a range, a deadline), not only that of the clause's verb.
    """

    published: dt.date | None
    direction: Direction = "unknown"
    anchor: dt.date | None = None
    firm: bool = False

    @property
    def today(self) -> dt.date:
        """The day of publication.

        Raises:
            Unresolved: it isn't known.
        """
        if self.published is None:
            raise Unresolved("no publication date")
        return self.published

    @property
    def told(self) -> dt.date:
        """The day told last in the text.

        Raises:
            Unresolved: none was.
        """
        if self.anchor is None:
            raise Unresolved("counts from a day told elsewhere")
        return self.anchor

    def looking(self, direction: Direction, published: dt.date | None = None) -> Reference:
        """The same reference firmly in another direction, and from another day where one is given."""
        return replace(self, direction=direction, published=published or self.published, firm=True)

    def nearest(self, found: Iterable[Resolved]) -> Resolved:
        """The one meant of dates that recur: the nearest to publication, unless that is far and the clause doesn't look there.

        A clause that looks nowhere looks back, as news does.

        Raises:
            Unresolved: there is none.
        """
        dates = list(found)
        today = self.today
        best = min(dates, key=lambda date: _gap(date, today), default=None)
        if best is None or (not self.firm and _gap(best, today) <= _OBVIOUS):
            return _there(best)
        agreeing = [date for date in dates if (date.days[1] >= today if self.direction == "future" else date.days[0] <= today)]
        return _there(min(agreeing, key=lambda date: _gap(date, today), default=None))


#: A writer leaves out the year of so near a day, whatever the tense of the verb ("the 3 June hearing has been scheduled").
_OBVIOUS = dt.timedelta(days=60)


def _gap(date: Resolved, today: dt.date) -> dt.timedelta:
    """How far a date is from a day; nothing if it holds it."""
    start, end = date.days
    return max(start - today, today - end, dt.timedelta())


def _there(date: Resolved | None) -> Resolved:
    if date is None:
        raise Unresolved("no such day")
    return date


def one_day(day: dt.date) -> Resolved:
    """A single day."""
    return Resolved(day, day, "day", day.isoformat())


def span(start: dt.date, end: dt.date, *, value: str | None = None, closed: bool = False) -> Resolved:
    """A stretch of days that is no unit of the calendar."""
    return Resolved(start, end, "range", value or f"{start}/{end}", closed=closed)


def week(day: dt.date) -> Resolved:
    """The ISO week of a day."""
    year, number, weekday = day.isocalendar()
    monday = day - DAY * (weekday - 1)
    return Resolved(monday, monday + DAY * 6, "week", f"{year:04}-W{number:02}")


def weekend(day: dt.date) -> Resolved:
    """Saturday and Sunday of a day's ISO week."""
    days = week(day)
    monday = days.days[0]
    return span(monday + DAY * 5, monday + DAY * 6, value=f"{days.value}-WE")


def month(year: int, number: int) -> Resolved:
    """A month."""
    last = calendar.monthrange(year, number)[1]
    return Resolved(dt.date(year, number, 1), dt.date(year, number, last), "month", f"{year:04}-{number:02}")


def quarter(year: int, number: int) -> Resolved:
    """A quarter of a calendar year."""
    start, end = month(year, number * 3 - 2).days[0], month(year, number * 3).days[1]
    return Resolved(start, end, "quarter", f"{year:04}-Q{number}")


def half(year: int, number: int) -> Resolved:
    """A half of a calendar year."""
    return span(month(year, number * 6 - 5).days[0], month(year, number * 6).days[1], value=f"{year:04}-H{number}")


def whole_year(year: int) -> Resolved:
    """A calendar year."""
    return Resolved(dt.date(year, 1, 1), dt.date(year, 12, 31), "year", f"{year:04}")


def years(first: int, count: int) -> Resolved:
    """A decade or a century; its value is the digits that its years share."""
    return span(dt.date(first, 1, 1), dt.date(first + count - 1, 12, 31), value=f"{first // count:0{5 - len(str(count))}}")


def shift(day: dt.date, unit: Unit, count: int) -> dt.date:
    """The day `count` units later; the last day of the month where the month is too short.

    Raises:
        Unresolved: the calendar ends before.
    """
    try:
        if unit == "hour":
            return day + DAY * (count // 24 if count >= 0 else -(-count // 24))
        if unit in _LENGTHS:
            return day + DAY * (count * _LENGTHS[unit])
        months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
        year, number = months // 12, months % 12 + 1
        return dt.date(year, number, min(day.day, calendar.monthrange(year, number)[1]))
    except (ValueError, OverflowError) as error:
        raise Unresolved("beyond the calendar") from error


_LENGTHS: dict[Unit, int] = {"day": 1, "weekend": 7, "week": 7}
_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def period(count: int, unit: Unit) -> str:
    """A length of time as ISO 8601 writes it: "P3W", "PT72H"."""
    scale, letter = _PERIODS[unit]
    return f"P{'T' if unit == 'hour' else ''}{count * scale}{letter}"


_PERIODS: dict[Unit, tuple[int, str]] = {
    "hour": (1, "H"),
    "day": (1, "D"),
    "weekend": (1, "W"),
    "week": (1, "W"),
    "month": (1, "M"),
    "quarter": (3, "M"),
    "year": (1, "Y"),
    "decade": (10, "Y"),
    "century": (100, "Y"),
}


def containing(day: dt.date, unit: Unit) -> Resolved:
    """The unit of the calendar that holds a day."""
    match unit:
        case "week":
            return week(day)
        case "weekend":
            return weekend(day)
        case "month":
            return month(day.year, day.month)
        case "quarter":
            return quarter(day.year, (day.month + 2) // 3)
        case "year":
            return whole_year(day.year)
        case "decade":
            return years(day.year // 10 * 10, 10)
        case "century":
            return years(day.year // 100 * 100, 100)
        case _:
            return one_day(day)


def of_year(year: int, number: int, day: int) -> dt.date:
    """The day of that number in a month.

    Raises:
        Unresolved: the month has no such day.
    """
    try:
        return dt.date(year, number, day)
    except ValueError as error:
        raise Unresolved("no such day") from error
