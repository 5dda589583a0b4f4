"""What date expressions mean: one type a kind, each of which finds its days on the calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from dragoman.reading.dates import days as cal
from dragoman.reading.dates.days import DAY, Reference, Resolved, Unit, Unresolved
from dragoman.records.when import Precision

_YEAR = dt.timedelta(days=366)


class Expression(Protocol):
    """A date expression: `days` puts it on the calendar, `precision` is what it would have if it can't be."""

    @property
    def precision(self) -> Precision:
        """The precision of the words."""
        ...

    def days(self, at: Reference) -> Resolved:
        """The days meant.

        Raises:
            Unresolved: they can't be told.
        """
        ...


@dataclass(frozen=True, slots=True)
class FullDate:
    """A day with its year."""

    year: int
    month: int
    day: int
    precision: ClassVar[Precision] = "day"

    def days(self, at: Reference) -> Resolved:
        """That day, whenever the text was published."""
        del at
        return cal.one_day(cal.of_year(self.year, self.month, self.day))


@dataclass(frozen=True, slots=True)
class YearlessDate:
    """A day of a month whose year isn't written: the nearest to publication if that is near, else as the clause looks."""

    month: int
    day: int
    weekday: int | None = None
    precision: ClassVar[Precision] = "day"

    def days(self, at: Reference) -> Resolved:
        """The nearest such day, as the clause looks; a weekday picks the year within a year of publication."""
        today = at.today
        found = [
            cal.one_day(day) for year in range(today.year - 8, today.year + 9) if (day := self._of(year))
        ]  # 8: 29 February skips as many
        agreeing = [day for day in found if day.days[0].weekday() == self.weekday and abs(day.days[0] - today) <= _YEAR]
        return at.nearest(agreeing or found)

    def _of(self, year: int) -> dt.date | None:
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class DayNumber:
    """A day told by its number in a month told apart ("the 4th of next month"); without a month, the nearest one ("Friday the 11th")."""

    day: int
    month: Expression | None = None
    weekday: int | None = None
    precision: ClassVar[Precision] = "day"

    def days(self, at: Reference) -> Resolved:
        """The day of that number."""
        if self.month is not None:
            first = self.month.days(at).days[0]
            return cal.one_day(cal.of_year(first.year, first.month, self.day))
        first = at.today.replace(day=1)
        found = [day for step in range(-12, 13) if (day := self._in(cal.shift(first, "month", step)))]
        return at.nearest(cal.one_day(day) for day in found if self.weekday in (None, day.weekday()))

    def _in(self, first: dt.date) -> dt.date | None:
        try:
            return first.replace(day=self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day counted from publication: today, yesterday, tomorrow."""

    offset: int
    precision: ClassVar[Precision] = "day"

    def days(self, at: Reference) -> Resolved:
        """That many days after publication."""
        return cal.one_day(cal.shift(at.today, "day", self.offset))


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week.

    In news it is the latest one not after publication, unless the clause looks ahead. `which` holds the word before it ("last Sunday" is
    strictly before publication, "next Sunday" is in the week after, "this Friday" in the week of publication); `week` a week that is named.
    """

    weekday: int
    which: Literal["", "last", "next", "this"] = ""
    week: Expression | None = None
    precision: ClassVar[Precision] = "day"

    def days(self, at: Reference) -> Resolved:
        """The one day meant."""
        if self.week is not None:
            return cal.one_day(self.week.days(at).days[0] + DAY * self.weekday)
        today = at.today
        monday = cal.week(today).days[0]
        behind = (today.weekday() - self.weekday) % 7
        ahead = (self.weekday - today.weekday()) % 7
        if self.which == "next":
            return cal.one_day(monday + DAY * (7 + self.weekday))
        if self.which == "last":
            return cal.one_day(today - DAY * (behind or 7))
        if self.which == "this":
            return cal.one_day(monday + DAY * self.weekday)
        return cal.one_day(today + DAY * ahead if at.direction == "future" else today - DAY * behind)


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year by its number."""

    year: int
    precision: ClassVar[Precision] = "year"

    def days(self, at: Reference) -> Resolved:
        """The whole year."""
        del at
        return cal.whole_year(self.year)


@dataclass(frozen=True, slots=True)
class Years:
    """A decade or a century by its first year."""

    first: int
    count: int = 10
    precision: ClassVar[Precision] = "range"

    def days(self, at: Reference) -> Resolved:
        """All its years."""
        del at
        return cal.years(self.first, self.count)


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its name; without a year, the latest begun by publication unless the clause looks ahead.

    `which` holds the word before it: "last May" is over, "next May" hasn't begun, "this May" is of the year of publication.
    """

    month: int
    year: Expression | None = None
    which: Literal["", "last", "next", "this"] = ""
    precision: ClassVar[Precision] = "month"

    def days(self, at: Reference) -> Resolved:
        """The whole month."""
        if self.year is not None:
            return cal.month(self.year.days(at).days[0].year, self.month)
        today = at.today
        year = today.year
        if self.which == "next":
            year += self.month <= today.month
        elif self.which == "last":
            year -= self.month >= today.month
        elif not self.which and at.direction == "future":
            year += self.month < today.month
        elif not self.which:
            year -= self.month > today.month
        return cal.month(year, self.month)


@dataclass(frozen=True, slots=True)
class Season:
    """A season of the northern year; winter is told by the year it begins in. "Last" summer is over, "next" summer hasn't begun."""

    season: str
    year: Expression | None = None
    which: Literal["", "last", "next", "this"] = ""
    precision: ClassVar[Precision] = "range"

    _FIRST: ClassVar[dict[str, int]] = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}

    def days(self, at: Reference) -> Resolved:
        """Three months, from the first of March, June, September or December."""
        if self.year is not None:
            return self._of(self.year.days(at).days[0].year)
        today = at.today
        nearby = [self._of(today.year + step) for step in (-2, -1, 0, 1, 2)]
        if self.which == "last":
            return [season for season in nearby if season.days[1] < today][-1]
        if self.which == "next":
            return next(season for season in nearby if season.days[0] > today)
        return next((season for season in nearby if season.days[0] <= today <= season.days[1]), nearby[2])

    def _of(self, year: int) -> Resolved:
        start = dt.date(year, self._FIRST[self.season], 1)
        return cal.span(start, cal.shift(start, "month", 3) - DAY, value=f"{year:04}-{self.season}")


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter (of 4) or half (of 2) of a calendar year; without a year, the nearest to publication as the clause looks."""

    number: int
    of: Literal[4, 2] = 4
    year: Expression | None = None

    @property
    def precision(self) -> Precision:
        """A quarter is a precision of its own, a half is a range."""
        return "quarter" if self.of == 4 else "range"

    def days(self, at: Reference) -> Resolved:
        """The whole quarter or half."""
        part = cal.quarter if self.of == 4 else cal.half
        if self.year is not None:
            return part(self.year.days(at).days[0].year, self.number)
        return at.nearest(part(at.today.year + step, self.number) for step in (-1, 0, 1))


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year: whose it is, and so its months, the words alone don't say."""

    year: int | None = None
    offset: int = 0
    quarter: int | None = None

    @property
    def precision(self) -> Precision:
        """A year, or a quarter of it."""
        return "quarter" if self.quarter else "year"

    def days(self, at: Reference) -> Resolved:
        """Its name only."""
        year = self.year if self.year is not None else at.today.year + self.offset
        value = f"FY{year:04}" + (f"-Q{self.quarter}" if self.quarter else "")
        return Resolved(None, None, self.precision, value, "the months of the fiscal year are not known")


@dataclass(frozen=True, slots=True)
class NumberedWeek:
    """An ISO week by its number."""

    number: int
    year: Expression | None = None
    precision: ClassVar[Precision] = "week"

    def days(self, at: Reference) -> Resolved:
        """Monday to Sunday."""
        year = self.year.days(at).days[0].year if self.year is not None else at.today.year
        try:
            return cal.week(dt.date.fromisocalendar(year, self.number, 1))
        except ValueError as error:
            raise Unresolved("no such week") from error


@dataclass(frozen=True, slots=True)
class CalendarUnit:
    """This, last or next week, month, year ...: counted from publication, or (`told`) from the day told last ("the following week")."""

    unit: Unit
    offset: int = 0
    told: bool = False

    @property
    def precision(self) -> Precision:
        """That of the unit."""
        return _PRECISIONS.get(self.unit, "range")

    def days(self, at: Reference) -> Resolved:
        """The whole unit."""
        return cal.containing(cal.shift(at.told if self.told else at.today, self.unit, self.offset), self.unit)


_PRECISIONS: dict[Unit, Precision] = {"hour": "day", "day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}


@dataclass(frozen=True, slots=True)
class Weekend:
    """ "The weekend": the latest begun by publication, unless the clause looks ahead."""

    precision: ClassVar[Precision] = "range"

    def days(self, at: Reference) -> Resolved:
        """Saturday and Sunday."""
        today = at.today
        ahead = at.direction == "future" or today.weekday() >= 5
        return cal.weekend(today if ahead else today - DAY * 7)


@dataclass(frozen=True, slots=True)
class UnitOf:
    """The week, month or year that holds a day ("the week of 3 March"), or that it ends ("the week ending 9 March")."""

    unit: Unit
    inner: Expression
    ends: bool = False

    @property
    def precision(self) -> Precision:
        """That of the unit; a week that doesn't end on a Sunday is a range."""
        return "range" if self.ends else _PRECISIONS.get(self.unit, "range")

    def days(self, at: Reference) -> Resolved:
        """The whole unit."""
        day = self.inner.days(at).days[0]
        return cal.span(day - DAY * 6, day) if self.ends else cal.containing(day, self.unit)


@dataclass(frozen=True, slots=True)
class Nth:
    """A week, day or weekday of a month, quarter or year by its number from the front, or -1 for the last.

    A week belongs to the month that holds its Thursday, as in ISO 8601.
    """

    number: int
    weekday: int | None
    within: Expression
    weeks: bool = False

    @property
    def precision(self) -> Precision:
        """A week or a day."""
        return "week" if self.weeks else "day"

    def days(self, at: Reference) -> Resolved:
        """The one meant."""
        start, end = self.within.days(at).days
        step = 7 if self.weeks or self.weekday is not None else 1
        weekday = 3 if self.weeks else self.weekday
        first = start if weekday is None else start + DAY * ((weekday - start.weekday()) % 7)
        last = end if weekday is None else end - DAY * ((end.weekday() - weekday) % 7)
        day = cal.shift(last, "day", step * (self.number + 1)) if self.number < 0 else cal.shift(first, "day", step * (self.number - 1))
        if not start <= day <= end:
            raise Unresolved("no such day")
        return cal.week(day) if self.weeks else cal.one_day(day)


@dataclass(frozen=True, slots=True)
class Ago:
    """So many units before or after publication, another day (`base`), or the day told last.

    Days and weeks give a day; months and years are said of the month or the year. Without a count ("weeks ago", "a few days ago") it is
    within the next larger unit.
    """

    count: int | None
    unit: Unit
    sign: Literal[-1, 1]
    base: Expression | None = None
    told: bool = False
    weekday: int | None = None

    @property
    def precision(self) -> Precision:
        """That of the unit, weeks being counted to the day."""
        return "range" if self.count is None else "day" if self.unit == "week" else _PRECISIONS.get(self.unit, "range")

    def days(self, at: Reference) -> Resolved:
        """The day, month or year that far away."""
        base = self.base.days(at).days[0] if self.base is not None else at.told if self.told else at.today
        if self.weekday is not None and self.count is not None:
            nearest = (
                base + DAY * (((self.weekday - base.weekday()) % 7) or 7)
                if self.sign > 0
                else base - DAY * (((base.weekday() - self.weekday) % 7) or 7)
            )
            return cal.one_day(cal.shift(nearest, "week", self.sign * (self.count - 1)))
        if self.count is None:
            return _vague(base, self.unit, self.sign)
        day = cal.shift(base, self.unit, self.sign * self.count)
        return cal.one_day(day) if self.unit in ("hour", "day", "week") else cal.containing(day, self.unit)


def _vague(base: dt.date, unit: Unit, sign: int) -> Resolved:
    """ "Days", "weeks", "a few months": more than none and less than the next larger unit."""
    far = cal.shift(base, _LARGER[unit], sign)
    value = "PAST_REF" if sign < 0 else "FUTURE_REF"
    return cal.span(far, base, value=value, closed=True) if sign < 0 else cal.span(base + DAY, far, value=value)


_LARGER: dict[Unit, Unit] = {
    "hour": "day",
    "day": "week",
    "weekend": "month",
    "week": "month",
    "month": "year",
    "quarter": "year",
    "year": "decade",
    "decade": "century",
    "century": "century",
}


@dataclass(frozen=True, slots=True)
class Window:
    """The next or past so many units ("in the next 72 hours", "over the past three weeks", "in the coming days")."""

    count: int | None
    unit: Unit
    sign: Literal[-1, 1]
    precision: ClassVar[Precision] = "range"

    def days(self, at: Reference) -> Resolved:
        """From publication back, or from the day after it on; hours begin on the day itself."""
        today = at.today
        if self.count is None:
            return _vague(today, self.unit, self.sign)
        if self.unit == "hour":
            other = cal.shift(today, "day", self.sign * -(-self.count // 24))
        else:
            other = cal.shift(today, self.unit, self.sign * self.count)
        value = cal.period(self.count, self.unit)
        if self.sign < 0:
            return cal.span(other, today, value=value, closed=True)
        return cal.span(today if self.unit == "hour" else today + DAY, other, value=value)


@dataclass(frozen=True, slots=True)
class InTime:
    """ "In two weeks": that far ahead where the clause looks ahead, else a length of time ("the first visit in two years")."""

    ahead: Ago
    precision: ClassVar[Precision] = "day"

    def days(self, at: Reference) -> Resolved:
        """That far after publication."""
        if at.direction != "future":
            raise Unresolved("a length of time, not a date")
        return self.ahead.days(at)


@dataclass(frozen=True, slots=True)
class Part:
    """Early, mid, late; the beginning, the end; earlier, later: a part of a longer time. Its value is that of the whole."""

    part: Literal["early", "mid", "late", "start", "end", "earlier", "later"]
    whole: Expression

    @property
    def precision(self) -> Precision:
        """A range, unless the whole is a day."""
        return "day" if self.whole.precision == "day" else "range"

    def days(self, at: Reference) -> Resolved:
        """Half of the whole for early and late, a third for mid, the first or last month (of shorter times: third) for start and end."""
        whole = self.whole.days(at)
        if whole.precision == "day" or whole.start is None:
            return whole
        start, end = whole.days
        if self.part in ("earlier", "later"):
            return self._until_or_since(at.today, start, end, whole.value)
        first, last = _PARTS[self.part](start, end)
        return cal.span(first, last, value=whole.value)

    def _until_or_since(self, today: dt.date, start: dt.date, end: dt.date, value: str | None) -> Resolved:
        if not start <= today <= end:
            first, last = _PARTS["early" if self.part == "earlier" else "late"](start, end)
            return cal.span(first, last, value=value)
        first, last = (start, today) if self.part == "earlier" else (today, end)
        return cal.span(first, last, value=value, closed=True)


def _early(start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    months = _months(start, end)
    if months >= 6:
        return start, cal.shift(start, "month", months // 2) - DAY
    return start, start + DAY * max((end - start).days // 2 + (end - start).days % 2 - 1, 0)


def _late(start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    return min(_early(start, end)[1] + DAY, end), end


def _mid(start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    months = _months(start, end)
    if months >= 3:
        first = cal.shift(start, "month", months // 3)
        return first, cal.shift(end + DAY, "month", -(months // 3)) - DAY
    third = ((end - start).days + 1) // 3
    return start + DAY * third, end - DAY * third


def _start(start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    if _months(start, end) >= 3:
        return start, cal.shift(start, "month", 1) - DAY
    return start, start + DAY * max(((end - start).days + 1) // 3 - 1, 0)


def _end(start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    if _months(start, end) >= 3:
        return cal.shift(end + DAY, "month", -1), end
    return end - DAY * max(((end - start).days + 1) // 3 - 1, 0), end


def _months(start: dt.date, end: dt.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month + 1 if start.day == 1 else 0


_PARTS = {"early": _early, "late": _late, "mid": _mid, "start": _start, "end": _end}


@dataclass(frozen=True, slots=True)
class Between:
    """From one date to another, both included. What one end leaves out (the year), the other end or publication tells."""

    first: Expression
    last: Expression
    precision: ClassVar[Precision] = "range"

    def days(self, at: Reference) -> Resolved:
        """From the first day of the one to the last day of the other."""
        if not _floats(self.last):
            last = self.last.days(at)
            first = self.first.days(at.looking("past", last.days[1]) if _floats(self.first) else at)
        elif not _floats(self.first):
            first = self.first.days(at)
            last = self.last.days(at.looking("future", first.days[0]))
        elif at.direction == "future":
            last = self.last.days(at)
            first = self.first.days(at.looking("past", last.days[1]))
        else:
            first = self.first.days(at)
            last = self.last.days(at.looking("future", first.days[0]))
        start, end = first.days[0], last.days[1]
        if end < start:
            raise Unresolved("ends before it begins")
        return cal.span(start, end, value=f"{first.value}/{last.value}", closed=last.precision == "day")


def _floats(expression: Expression) -> bool:
    """Whether the expression recurs (year after year, week after week), so that another date can fix it."""
    match expression:
        case YearlessDate():
            return True
        case Month() | Quarter() | Season():
            return expression.year is None
        case DayNumber():
            return expression.month is None or _floats(expression.month)
        case Weekday():
            return expression.week is None and not expression.which
        case Part():
            return _floats(expression.whole)
        case _:
            return False


@dataclass(frozen=True, slots=True)
class Deadline:
    """By or before a date: the day on which it is due at the latest. It looks ahead unless the clause is past."""

    limit: Expression
    before: bool = False
    precision: ClassVar[Precision] = "day"

    def days(self, at: Reference) -> Resolved:
        """The last day of the limit, or the day before its first."""
        limit = self.limit.days(at if at.direction == "past" else at.looking("future"))
        start, end = limit.days
        if isinstance(self.limit, Part) and self.limit.part == "start":
            end = start
        if self.before and not (isinstance(self.limit, Part) and self.limit.part == "end"):
            end = cal.shift(start, "day", -1)
        return cal.one_day(end)


@dataclass(frozen=True, slots=True)
class Within:
    """ "Within 90 days": due that many units after publication, or after an event (`event`) whose day only the text can tell."""

    count: int | None
    unit: Unit
    event: bool = False
    precision: ClassVar[Precision] = "day"

    def days(self, at: Reference) -> Resolved:
        """The last day of the time given."""
        if self.event and at.anchor is None:
            raise Unresolved("counts from an event, not from publication")
        base = at.told if self.event else at.today
        if self.count is None:
            return cal.one_day(_vague(base, self.unit, 1).days[1])
        if self.unit == "hour":
            return cal.one_day(cal.shift(base, "day", -(-self.count // 24)))
        return cal.one_day(cal.shift(base, self.unit, self.count))


@dataclass(frozen=True, slots=True)
class AtTime:
    """A date with a time of day: the days are those of the date, only the value tells the time."""

    time: str
    day: Expression
    precision: ClassVar[Precision] = "day"

    def days(self, at: Reference) -> Resolved:
        """The days of the date."""
        day = self.day.days(at)
        return day.worth(f"{day.value}T{self.time}")


@dataclass(frozen=True, slots=True)
class SameDay:
    """ "That day", "the next day", "the day": counted from the day told last."""

    offset: int = 0
    precision: ClassVar[Precision] = "day"

    def days(self, at: Reference) -> Resolved:
        """That many days after the day told last."""
        return cal.one_day(cal.shift(at.told, "day", self.offset))


@dataclass(frozen=True, slots=True)
class Vague:
    """Past, present or future without days: "recently", "the near future"."""

    value: str
    reason: str = "names no days"
    precision: ClassVar[Precision] = "range"

    def days(self, at: Reference) -> Resolved:
        """None."""
        del at
        return Resolved(None, None, self.precision, self.value, self.reason)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A holiday or a session of a forum, by the days on which the data file puts it, year by year or session by session."""

    name: str
    dates: tuple[tuple[dt.date, dt.date], ...]
    year: Expression | None = None

    @property
    def precision(self) -> Precision:
        """A day, or the days of a session."""
        return "day" if all(start == end for start, end in self.dates) else "range"

    def days(self, at: Reference) -> Resolved:
        """The only occasion there is, the one of the year named, or the nearest to publication as the clause looks."""
        dates = self.dates
        if self.year is not None:
            year = self.year.days(at).days[0].year
            dates = tuple((start, end) for start, end in dates if start.year == year)
        if len(dates) > 1:
            dates = self._only(dates) or self._nearest(at, dates)
        if not dates:
            raise Unresolved(f"the days of {self.name} in that year are not in the table")
        start, end = dates[0]
        return cal.one_day(start) if start == end else cal.span(start, end, closed=True)

    @staticmethod
    def _only(dates: tuple[tuple[dt.date, dt.date], ...]) -> tuple[tuple[dt.date, dt.date], ...]:
        """The shortest, where all of them overlap: the leaders' days within a session that sits for a year."""
        shortest = min(dates, key=lambda days: days[1] - days[0])
        return (shortest,) if all(start <= shortest[1] and shortest[0] <= end for start, end in dates) else ()

    @staticmethod
    def _nearest(at: Reference, dates: tuple[tuple[dt.date, dt.date], ...]) -> tuple[tuple[dt.date, dt.date], ...]:
        today = at.today
        if at.direction == "past":
            dates = tuple((start, end) for start, end in dates if start <= today)
        elif at.direction == "future":
            dates = tuple((start, end) for start, end in dates if end >= today)
        near = sorted(dates, key=lambda days: (max(days[0] - today, today - days[1], dt.timedelta()), days[1] - days[0]))
        return tuple(days for days in near[:1] if max(days[0] - today, today - days[1]).days <= 366)  # farther off, the table has a gap
