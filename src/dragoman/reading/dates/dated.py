"""Dates by the names and numbers of the calendar: years, months, days of a month, weekdays."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.reading.dates import expressions as x
from dragoman.reading.dates.counting import Counting, Found, century
from dragoman.reading.dates.expressions import Expression
from dragoman.reading.dates.words import (
    DAY_PARTS,
    DOUBTFUL_MONTHS,
    FULL_NAMES,
    MONTHS,
    NEAR_DAYS,
    OFFSETS,
    TOLD_OFFSETS,
    WEEKDAYS,
)

#: Words that may follow a day's number; any other is what the number counts.
_AFTER_DAYS = frozenset(
    "after and as at before but by for from he in it of on onward onwards or she that the they this through till to until when where which"
    " while who with".split()
)


@dataclass(frozen=True, slots=True)
class Dated(Counting):
    """Rules for dates that name a year, a month, a day of one, or a weekday."""

    def year_ref(self, i: int) -> Found:
        """The year that follows a day, month, quarter or season: ", 2025", "of 2025", "last year", "of that year"."""
        j = i + 1 if self.low[i] in {",", "of", "in"} else i
        if found := self.year_number(j):
            return x.Year(found[0]), found[1]
        if self.low[i] == ",":
            return None
        k = j + (self.low[j] == "the")
        if self.low[k] in OFFSETS and self.low[k + 1] == "year":
            return x.CalendarUnit("year", OFFSETS[self.low[k]]), k + 2
        if self.low[k] in TOLD_OFFSETS and self.low[k + 1] == "year":
            return x.CalendarUnit("year", TOLD_OFFSETS[self.low[k]], told=True), k + 2
        if k > j > i and self.low[k] == "year":
            return x.CalendarUnit("year"), k + 1
        return None

    def bare_year(self, i: int, vouched: bool) -> Found:
        """ "2024"."""
        found = self.year_number(i)
        bracketed = self.low[i - 1] == "(" and self.low[i + 1] == ")" if i else False
        return (x.Year(found[0]), found[1]) if found and (vouched or bracketed) else None

    def decade(self, i: int, the: bool) -> Found:
        """ "1990s", "the 90s"."""
        word, j = self.low[i], i + 1
        j += self.low[j] == "'"
        if not (self.low[j] == "s" and self.words.joined(j) and len(word) in (2, 4) and word.isdecimal() and word.endswith("0")):
            return None
        if len(word) == 4:
            return (x.Years(int(word), 100 if word.endswith("00") else 10), j + 1) if 1000 <= int(word) < 2200 else None
        return (x.Years(century(int(word))), j + 1) if the or not self.strict else None

    def iso(self, i: int) -> Found:
        """Year first: "2025-09-24", "2015/08/12", "2019-sep-1"."""
        low, mark = self.low, self.low[i + 1]
        if len(low[i]) != 4 or mark not in {"-", "/", "."} or low[i + 3] != mark or not self.tight(i, 5):
            return None
        number = MONTHS.get(low[i + 2]) or (int(low[i + 2]) if low[i + 2].isdecimal() and len(low[i + 2]) <= 2 else 0)
        day = self.low[i + 4]
        if not (1 <= number <= 12 and day.isdecimal() and len(day) <= 2 and 1 <= int(day) <= 31) or low[i] < "1000":
            return None
        return x.FullDate(int(low[i]), number, int(day)), i + 5

    def numeric(self, i: int) -> Found:
        """Year last or not written: "24/09/2025", "9/24/25", "24.09.2025", "3/2015".

        Where both readings are possible it is month first, as in the US; but day first with full stops.
        """
        low, mark = self.low, self.low[i + 1]
        if mark not in {"-", "/", "."} or not low[i + 2].isdecimal() or len(low[i]) > 2 or len(low[i + 2]) > 4:
            return None
        if len(low[i + 2]) == 4 and 1 <= int(low[i]) <= 12 and not (self.strict and not (mark == "/" and self.tight(i, 3))):
            year = self.year_number(i + 2)
            return (x.Month(int(low[i]), x.Year(year[0])), year[1]) if year else None
        if len(low[i + 2]) > 2 or not self.tight(i, 3):
            return None
        order = _day_and_month(int(low[i]), int(low[i + 2]), day_first=mark == ".")
        if order is None:
            return None
        day, month = order
        if low[i + 3] in {mark, ","} and low[i + 4].isdecimal() and self.tight(i, 5) and (low[i + 3] == mark or not self.strict):
            year = self.year_number(i + 4, short=not (self.strict and mark == "."))
            return (x.FullDate(year[0], month, day), year[1]) if year else None
        if self.strict:
            return None
        if mark == ".":
            day, month = _day_and_month(int(low[i]), int(low[i + 2]), day_first=False) or order
        return x.YearlessDate(month, day), i + 3

    def _month_name(self, i: int) -> tuple[int, int] | None:
        """A month's name, with the full stop of its abbreviation."""
        number = MONTHS.get(self.low[i])
        if number is None or (self.strict and not self.words.raw[i][0].isupper()):
            return None
        stop = self.low[i + 1] == "." and (self.low[i] not in FULL_NAMES or self.low[i] == "sept" or not self.strict)
        return number, i + 1 + stop

    def month_day(self, i: int) -> Found:
        """ "September 23", "Sept. 23rd, 2025"."""
        name = self._month_name(i)
        if name is None:
            return None
        number, j = name
        if not self.strict:
            j += self.low[j] in {"-", "/", ","}
            j += self.low[j] == "the"
        day = self.day_of_month(j, words=not self.strict)
        if day is None:
            return None
        return self._dated(number, day[0], day[1])

    def day_month(self, i: int) -> Found:
        """ "23 September", "the 23rd of Sept. 2025", "16. Nov. 2016", "the 20th of next month"."""
        day = self.day_of_month(i, words=True)
        if day is None:
            return None
        number, j = day
        j += self.low[j] == "." and self.low[j + 1] in MONTHS
        of = self.low[j] == "of"
        if self.low[j] in {"-", "/"}:
            return self._hyphenated(number, j)
        j += of
        if name := self._month_name(j):
            return self._dated(name[0], number, name[1]) if of or self.low[i].isdecimal() or not self.strict else None
        month = self._month_ref(j) if of or not self.strict else None
        return (x.DayNumber(number, month[0]), month[1]) if month else None

    def _hyphenated(self, day: int, i: int) -> Found:
        """The rest of "12-Mar-2021"; without the year only where it is known to be a date."""
        name = self._month_name(i + 1)
        if name is None:
            return None
        year = self.year_number(name[1] + 1, short=not self.strict) if self.low[name[1]] == self.low[i] and self.tight(i - 1, 5) else None
        if year:
            return x.FullDate(year[0], name[0], day), year[1]
        return None if self.strict else (x.YearlessDate(name[0], day), name[1])

    def _dated(self, month: int, day: int, j: int) -> Found:
        year = self.year_ref(j) or self._short_year(j)
        if year is None:
            return x.YearlessDate(month, day), j
        if isinstance(year[0], x.Year):
            return x.FullDate(year[0].year, month, day), year[1]
        return x.DayNumber(day, x.Month(month, year[0])), year[1]

    def _short_year(self, j: int) -> Found:
        found = self.year_number(j) if self.low[j] == "'" else None
        return (x.Year(found[0]), found[1]) if found else None

    def _month_ref(self, i: int) -> Found:
        """ "this month", "of the following month"."""
        j = i + (self.low[i] in {"of", "in"})
        j += self.low[j] == "the"
        if self.low[j + 1] == "month" and self.low[j] in OFFSETS:
            return x.CalendarUnit("month", OFFSETS[self.low[j]]), j + 2
        if self.low[j + 1] == "month" and self.low[j] in TOLD_OFFSETS:
            return x.CalendarUnit("month", TOLD_OFFSETS[self.low[j]], told=True), j + 2
        return (x.CalendarUnit("month"), j + 1) if self.low[j] == "month" and j > i else None

    def month(self, i: int, vouched: bool) -> Found:
        """ "May 2024", "May last year", "October"."""
        name = self._month_name(i)
        if name is None:
            return None
        number, j = name
        if year := self.year_ref(j) or self._short_year(j):
            return x.Month(number, year[0]), year[1]
        if not self.strict and (short := self.year_number(j, short=True)):
            return x.Month(number, x.Year(short[0])), short[1]
        doubtful = self.low[i] in DOUBTFUL_MONTHS or self.low[i] not in FULL_NAMES
        return (x.Month(number), j) if vouched or not doubtful else None

    def day_number(self, i: int) -> Found:
        """ "the 27th": only where the words are known to be a date."""
        found = self.day_of_month(i, words=True)
        return (x.DayNumber(found[0]), found[1]) if found else None

    def weekday(self, i: int) -> Found:
        """ "Tuesday", "Wed, 22 of Jan", "Friday the 11th", "Tuesday of next week"."""
        weekday = WEEKDAYS[self.low[i]]
        short = self.low[i] not in FULL_NAMES
        j = i + 1 + (short and self.low[i + 1] == ".")
        k = j + (self.low[j] == ",")
        k += self.low[k] == "the"
        if found := self.month_day(k) or self.day_month(k):
            date, end = found
            return (replace(date, weekday=weekday) if isinstance(date, x.YearlessDate) else date), end
        if self.low[k - 1] == "the" and (number := self._day_alone(k, words=self.low[j] != ",")):
            return x.DayNumber(number[0], weekday=weekday), number[1]
        if week := self._week_ref(j + (self.low[j] in {"of", "in"})):
            return x.Weekday(weekday, week=week[0]), week[1]
        return None if short and self.strict else (x.Weekday(weekday), j)

    def _day_alone(self, i: int, words: bool) -> tuple[int, int] | None:
        """A day's number that counts nothing else: not "Friday, the first in years", "Friday the third round"."""
        found = self.day_of_month(i, words)
        return found if found and (self.low[found[1]] in _AFTER_DAYS or not self.low[found[1]].isalpha()) else None

    def _week_ref(self, i: int) -> Found:
        j = i + (self.low[i] == "the")
        if self.low[j + 1] == "week" and self.low[j] in OFFSETS:
            return x.CalendarUnit("week", OFFSETS[self.low[j]]), j + 2
        if self.low[j + 1] == "week" and self.low[j] in TOLD_OFFSETS:
            return x.CalendarUnit("week", TOLD_OFFSETS[self.low[j]], told=True), j + 2
        return None

    def today(self, i: int) -> Found:
        """ "today", "yesterday"."""
        return x.CalendarDay(NEAR_DAYS[self.low[i]]), i + 1

    def _with_part_of_day(self, found: tuple[Expression, int]) -> Found:
        """ "Friday morning": the part of the day goes with the day."""
        expression, j = found
        if self.low[j] in DAY_PARTS and expression.precision == "day" and not isinstance(expression, x.AtTime | x.Occasion):
            return x.AtTime(DAY_PARTS[self.low[j]], expression), j + 1
        return found


def _day_and_month(a: int, b: int, *, day_first: bool) -> tuple[int, int] | None:
    """Day and month of two numbers: as written if only one reading is possible, else in the order given."""
    day, month = (a, b) if day_first else (b, a)
    if month > 12:
        day, month = month, day
    return (day, month) if 1 <= month <= 12 and 1 <= day <= 31 else None
