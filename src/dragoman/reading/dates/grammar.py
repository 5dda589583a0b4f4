"""The grammar: words to the date expression that begins at one of them.

Every rule takes the index of a word and returns the expression that begins there with the index after it, or None. Rules look a bounded number of
words ahead and never call themselves, so that reading a text takes time in proportion to its length.

In a text (`strict`) words that are mostly no dates (a bare number, "Mar", "the week") are left alone; where the caller says that the words are a
date, they are read as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from dragoman.reading.dates import clock, occasions
from dragoman.reading.dates import expressions as x
from dragoman.reading.dates.days import Unit
from dragoman.reading.dates.expressions import Expression
from dragoman.reading.dates.words import (
    CARDINALS,
    DASHES,
    DATE_PREPOSITIONS,
    DAY_PARTS,
    DOUBTFUL_MONTHS,
    FULL_NAMES,
    MONTHS,
    OFFSETS,
    ONWARD,
    ORDINALS,
    PLURALS,
    SEASONS,
    TENS,
    TOLD_OFFSETS,
    UNITS,
    VAGUE_COUNTS,
    WEEKDAY_PLURALS,
    WEEKDAYS,
    Words,
)

Found = tuple[Expression, int] | None
Rule = Callable[[int], Found]
Which = Literal["", "last", "next", "this"]

_WHICH: dict[int, Which] = {-1: "last", 0: "this", 1: "next"}
_NUMBER_MARKS = {".", ",", "/", ":", "$", "€", "£", "¥", "#", "+", *DASHES}
_AMOUNTS = {"%", "percent", "per", "million", "billion", "trillion", "km", "miles", "people"}
_ORDINAL_ENDINGS = {"st", "nd", "rd", "th"}
_PART_WORDS: dict[str, Literal["early", "mid", "late"]] = {"early": "early", "mid": "mid", "late": "late"}
_BOUND_WORDS: dict[str, Literal["start", "end", "mid", "later"]] = {
    **dict.fromkeys(("beginning", "start", "outset", "turn", "opening"), "start"),
    **dict.fromkeys(("end", "close", "conclusion", "ending"), "end"),
    "middle": "mid",
    **dict.fromkeys(("rest", "remainder"), "later"),
}
_VAGUE = {
    "recently": "PAST_REF",
    "lately": "PAST_REF",
    "currently": "PRESENT_REF",
    "now": "PRESENT_REF",
    "nowadays": "PRESENT_REF",
    "soon": "FUTURE_REF",
    "shortly": "FUTURE_REF",
    "recent": "PAST_REF",
    "past": "PAST_REF",
    "present": "PRESENT_REF",
    "future": "FUTURE_REF",
}
_VAGUE_IN_TEXT = {"recently", "lately"}
_DAYS = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules over the words of one text."""

    words: Words
    strict: bool

    @property
    def low(self) -> list[str]:
        """The words in lower case."""
        return self.words.low

    def expression(self, i: int) -> Found:
        """The longest date expression that begins at a word."""
        return _longest(rule(i) for rule in (self.deadline, self.between, self.point, self.in_time))

    def point(self, i: int, inside: bool = False) -> Found:
        """The longest expression that is no range and no deadline. `inside` a range the words between its ends vouch for a bare year or month."""
        j = i + 1 if self.low[i] == "the" else i
        found = _longest(rule(j) for rule in self._rules(i, j, inside))
        return self._with_part_of_day(found) if found else None

    def _rules(self, i: int, j: int, inside: bool) -> Iterator[Rule]:
        word, the = self.low[j], j > i
        vouched = inside or not self.strict or (i > 0 and self.low[i - 1] in DATE_PREPOSITIONS)
        if not word:
            return
        if word.isdecimal():
            if self._mid_number(j):
                return
            yield from (self.iso, self.numeric, self.day_month, self.year_led, self.count_ago)
            yield lambda k: self.bare_year(k, vouched)
            yield lambda k: self.decade(k, the)
            if not self.strict:
                yield self.day_number
        elif word in MONTHS:
            yield self.month_day
            yield lambda k: self.month(k, vouched)
        elif word in WEEKDAYS:
            yield self.weekday
        else:
            yield from self._worded(word, the)
        if word in ORDINALS or word in TENS or (word.isdecimal() and self.low[j + 1] in _ORDINAL_ENDINGS):
            yield self.ordinal_led
            yield self.day_month
        if word in occasions.first_words() or word in ORDINALS or word.isdecimal():
            yield lambda k: self.occasion(k, i)

    def _worded(self, word: str, the: bool) -> Iterator[Rule]:
        if word in OFFSETS or word in TOLD_OFFSETS or word == "recent":
            yield self.determined
            yield self.ordinal_led
        if word in _DAYS:
            yield self.today
        if word in UNITS:
            yield lambda k: self.unit_led(k, the)
        if word in PLURALS or word in CARDINALS or word in TENS or word in VAGUE_COUNTS or word in {"a", "an", "couple"}:
            yield self.count_ago
        if word in _PART_WORDS or word in _BOUND_WORDS or word in {"earlier", "later"}:
            yield self.part
        if word in {"q", "h"}:
            yield self.quarter
        if word in {"fiscal", "financial", "fy"}:
            yield self.fiscal
        if word in SEASONS:
            yield lambda k: self.season(k, "", named=False)
        if word in {"near", "foreseeable", "not", "time"} or word in _VAGUE:
            yield self.vague
        if word == "'":
            yield lambda k: self.decade(k + 1, True) if self.low[k + 1].isdecimal() else None
        if word == "w":
            yield self.unit_led_short
        if not self.strict:
            yield from (self.day_number, self.loose)

    # Numbers

    def _mid_number(self, i: int) -> bool:
        """Whether the number at `i` is the tail of something longer: "1,200", "6.31", "COVID-19", "A380"."""
        if not self.words.joined(i):
            return False
        before = self.low[i - 1]
        if before in _NUMBER_MARKS:
            return before not in DASHES or (i > 1 and self.words.joined(i - 1))
        return before.isalnum()

    def cardinal(self, i: int) -> tuple[int | None, int] | None:
        """A count: "90", "ninety", "twenty-one", "a", "a couple of"; None stands for "a few", "several"."""
        word, j = self.low[i], i + 1
        if word in {"a", "an"}:
            if self.low[j] in VAGUE_COUNTS or self.low[j] == "couple":
                return self.cardinal_tail(j)
            return 1, j
        if word.isdecimal():
            return (int(word), j) if len(word) <= 4 and not (self.words.joined(j) and self.low[j] not in {"-", "‑", ")"}) else None
        return self.cardinal_tail(i)

    def cardinal_tail(self, i: int) -> tuple[int | None, int] | None:
        """A count in words."""
        word, j = self.low[i], i + 1
        if word in VAGUE_COUNTS:
            return None, j
        if word == "couple":
            return 2, j + (self.low[j] == "of")
        if word in CARDINALS:
            return CARDINALS[word], j
        if word in TENS:
            k = j + (self.low[j] in DASHES)
            unit = CARDINALS.get(self.low[k], 0)
            return (TENS[word] + unit, k + 1) if 0 < unit < 10 else (TENS[word], j)
        return None

    def ordinal(self, i: int) -> tuple[int, int] | None:
        """An ordinal: "3rd", "third", "twenty-third"; "last" is -1."""
        word, j = self.low[i], i + 1
        if word.isdecimal():
            return (int(word), j + 1) if len(word) <= 3 and self.words.joined(j) and self.low[j] in _ORDINAL_ENDINGS else None
        if word in TENS:
            k = j + (self.low[j] in DASHES)
            unit = ORDINALS.get(self.low[k], 0)
            return (TENS[word] + unit, k + 1) if 0 < unit < 10 else None
        if word in {"last", "final"}:
            return -1, j
        return (ORDINALS[word], j) if word in ORDINALS else None

    def day_of_month(self, i: int, words: bool = False) -> tuple[int, int] | None:
        """A number from 1 to 31, with or without "th"; in words where `words` allows it."""
        word, j = self.low[i], i + 1
        if word.isdecimal():
            if len(word) > 2 or not 1 <= int(word) <= 31:
                return None
            if self.words.joined(j) and self.low[j].isalnum():
                return (int(word), j + 1) if self.low[j] in _ORDINAL_ENDINGS else None
            amount = self.low[j] in _AMOUNTS or (self.low[j] in {",", ".", ":"} and self.words.joined(j) and self.words.joined(j + 1) and self.low[j + 1].isdecimal())
            return None if amount else (int(word), j)
        if not words:
            return None
        found = self.ordinal(i) or self.cardinal_tail(i)
        return (found[0], found[1]) if found and found[0] is not None and 1 <= found[0] <= 31 else None

    def year_number(self, i: int, short: bool = False) -> tuple[int, int] | None:
        """A year: four digits, "'99", or (`short`) two digits."""
        word, j = self.low[i], i + 1
        if word == "'" and self.words.joined(j):
            return self.year_number(j, short=True) if len(self.low[j]) == 2 else None
        if not word.isdecimal() or (self.words.joined(j) and (self.low[j].isalnum() or self.low[j] in {"%", "°"})):
            return None
        if self.low[j] in {",", ".", ":"} and self.words.joined(j) and self.words.joined(j + 1) and self.low[j + 1].isdecimal():
            return None
        if len(word) == 2 and short:
            return _century(int(word)), j
        return (int(word), j) if len(word) == 4 and (1800 if self.strict else 1000) <= int(word) < 2200 else None

    # Years and what is told with them

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
        return (x.Years(_century(int(word))), j + 1) if the or not self.strict else None

    def year_led(self, i: int) -> Found:
        """What begins with its year: "2016-11", "2016 November", "2016 Q3", "2016 the third quarter"."""
        found = self.year_number(i) or ((int(self.low[i]), i + 1) if len(self.low[i]) == 4 and self.low[i + 1] == "h" else None)
        if found is None:
            return None
        year, j = x.Year(found[0]), found[1]
        mark = self.low[j] if self.low[j] in {"-", "/", ".", ","} else ""
        k = j + bool(mark)
        if mark and mark != "," and self.low[k].isdecimal() and len(self.low[k]) <= 2 and 1 <= int(self.low[k]) <= 12:
            spaced = not (self.words.joined(j) and self.words.joined(k))
            doubtful = self.strict and (spaced or mark == "." or len(self.low[k]) == 1 or self.words.joined(k + 1))
            return None if doubtful else (x.Month(int(self.low[k]), year), k + 1)
        if self.low[k] in MONTHS and not (self.strict and mark):
            return x.Month(MONTHS[self.low[k]], year), k + 1
        k += self.low[k] == "the"
        part = self.quarter(k) if self.low[k] in {"q", "h"} else self.ordinal_led(k) if self.low[k] in ORDINALS else None
        return (replace(part[0], year=year), part[1]) if part and isinstance(part[0], x.Quarter) and part[0].year is None else None

    # Days of months

    def iso(self, i: int) -> Found:
        """Year first: "2025-09-24", "2015/08/12", "2019-sep-1"."""
        low, mark = self.low, self.low[i + 1]
        if len(low[i]) != 4 or mark not in {"-", "/", "."} or low[i + 3] != mark or not self._tight(i, 5):
            return None
        number = MONTHS.get(low[i + 2]) or (int(low[i + 2]) if low[i + 2].isdecimal() and len(low[i + 2]) <= 2 else 0)
        day = self.low[i + 4]
        if not (1 <= number <= 12 and day.isdecimal() and len(day) <= 2 and 1 <= int(day) <= 31) or low[i] < "1000":
            return None
        return x.FullDate(int(low[i]), number, int(day)), i + 5

    def numeric(self, i: int) -> Found:
        """Year last or not written: "24/09/2025", "9/24/25", "24.09.2025", "3/2015"; where both readings are possible, month first as in the US, but
        day first with full stops."""
        low, mark = self.low, self.low[i + 1]
        if mark not in {"-", "/", "."} or not low[i + 2].isdecimal() or len(low[i]) > 2 or len(low[i + 2]) > 4:
            return None
        if len(low[i + 2]) == 4 and 1 <= int(low[i]) <= 12 and not (self.strict and not (mark == "/" and self._tight(i, 3))):
            year = self.year_number(i + 2)
            return (x.Month(int(low[i]), x.Year(year[0])), year[1]) if year else None
        if len(low[i + 2]) > 2 or not self._tight(i, 3):
            return None
        order = _day_and_month(int(low[i]), int(low[i + 2]), day_first=mark == ".")
        if order is None:
            return None
        day, month = order
        if low[i + 3] in {mark, ","} and low[i + 4].isdecimal() and self._tight(i, 5) and (low[i + 3] == mark or not self.strict):
            year = self.year_number(i + 4, short=not (self.strict and mark == "."))
            return (x.FullDate(year[0], month, day), year[1]) if year else None
        if self.strict:
            return None
        if mark == ".":
            day, month = _day_and_month(int(low[i]), int(low[i + 2]), day_first=False) or order
        return x.YearlessDate(month, day), i + 3

    def _tight(self, i: int, count: int) -> bool:
        return all(self.words.joined(j) for j in range(i + 1, i + count))

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
        j += of or (self.low[j] in {"-", "/"} and not self.strict)
        if name := self._month_name(j):
            return self._dated(name[0], number, name[1]) if of or self.low[i].isdecimal() or not self.strict else None
        month = self._month_ref(j) if of or not self.strict else None
        return (x.DayNumber(number, month[0]), month[1]) if month else None

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

    # Weekdays and days near publication

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
        if self.low[k - 1] == "the" and (number := self.day_of_month(k, words=True)):
            return x.DayNumber(number[0], weekday=weekday), number[1]
        if week := self._week_ref(j + (self.low[j] in {"of", "in"})):
            return x.Weekday(weekday, week=week[0]), week[1]
        return None if short and self.strict else (x.Weekday(weekday), j)

    def _week_ref(self, i: int) -> Found:
        j = i + (self.low[i] == "the")
        if self.low[j + 1] == "week" and self.low[j] in OFFSETS:
            return x.CalendarUnit("week", OFFSETS[self.low[j]]), j + 2
        if self.low[j + 1] == "week" and self.low[j] in TOLD_OFFSETS:
            return x.CalendarUnit("week", TOLD_OFFSETS[self.low[j]], told=True), j + 2
        return None

    def today(self, i: int) -> Found:
        """ "today", "yesterday"."""
        return x.CalendarDay(_DAYS[self.low[i]]), i + 1

    def _with_part_of_day(self, found: tuple[Expression, int]) -> Found:
        """ "Friday morning": the part of the day goes with the day."""
        expression, j = found
        if self.low[j] in DAY_PARTS and expression.precision == "day" and not isinstance(expression, x.AtTime | x.Occasion):
            return x.AtTime(DAY_PARTS[self.low[j]], expression), j + 1
        return found

    # Units of the calendar

    def determined(self, i: int) -> Found:
        """What follows "last", "next", "this", "the same" ...: a unit, so many units, a weekday, a month, a season, a fiscal year."""
        word, j = self.low[i], i + 1
        j += word == "this" and self.low[j] in {"past", "coming"}
        if word == "same" or (word == "that" and self.low[j] == "same"):
            j += self.low[j] == "same"
            return self._told(word, j)
        if word in TOLD_OFFSETS:
            return self._told(word, j) or self._window(word, j)
        return self._offset(word, j) or self._window(word, j)

    def _told(self, word: str, j: int) -> Found:
        offset = TOLD_OFFSETS[word]
        unit = UNITS.get(self.low[j])
        if unit == "day":
            return x.SameDay(offset), j + 1
        if unit and unit != "hour":
            return x.CalendarUnit(unit, offset, told=True), j + 1
        if self.low[j] in {"time", "date"} and not self.strict:
            return x.SameDay(offset), j + 1
        return None

    def _offset(self, word: str, j: int) -> Found:
        if word == "recent":
            return None
        offset, next_word = OFFSETS[word], self.low[j]
        if next_word in WEEKDAYS and (next_word in FULL_NAMES or not self.strict):
            return x.Weekday(WEEKDAYS[next_word], _WHICH[offset] if word != "coming" else ""), j + 1
        if next_word in MONTHS and (name := self._month_name(j)):
            return x.Month(name[0], which=_WHICH[offset]), name[1]
        if next_word in SEASONS:
            return self.season(j, _WHICH[offset], named=True)
        if next_word in {"fiscal", "financial"} and self.low[j + 1] == "year":
            return x.FiscalYear(offset=offset), j + 2
        if next_word == "night" and word == "last":
            return x.AtTime("NI", x.CalendarDay(-1)), j + 1
        if next_word in DAY_PARTS and word == "this":
            return x.AtTime(DAY_PARTS[next_word], x.CalendarDay(0)), j + 1
        unit = UNITS.get(next_word)
        return self._unit(word, unit, offset, j + 1) if unit and unit != "hour" else self._past_hour(word, unit, j)

    def _past_hour(self, word: str, unit: Unit | None, j: int) -> Found:
        return (x.Window(1, "hour", -1), j + 1) if unit == "hour" and word in {"last", "past"} else None

    def _unit(self, word: str, unit: Unit, offset: int, j: int) -> Found:
        """One unit: "past year" is the year up to now, "last year" the calendar year before, "the next day" the day after the one told last."""
        if unit == "day":
            if offset == 0 or (self.strict and word in {"last", "coming"}):
                return (x.CalendarDay(0), j) if offset == 0 and not self.strict else None
            return (x.SameDay(offset), j) if word in {"next", "previous"} else (x.CalendarDay(offset), j)
        if word == "past" and unit != "weekend":
            return x.Window(1, unit, -1), j
        told = word == "previous"
        whole = x.CalendarUnit(unit, offset, told)
        if unit == "week" and not told:
            return self._weekday_of(whole, j)
        return whole, j

    def _weekday_of(self, week: x.CalendarUnit, j: int) -> Found:
        """ "next week on Friday", "last week Sunday"."""
        k = j + (self.low[j] in {"on", ","})
        name = self.low[k]
        if name in WEEKDAYS and (name in FULL_NAMES or not self.strict) and not (self.strict and k == j):
            return x.Weekday(WEEKDAYS[name], week=week), k + 1
        return week, j

    def _window(self, word: str, j: int) -> Found:
        """So many units: "next 72 hours", "past few days", "coming weeks", "recent years"."""
        sign = self._sign(word)
        if sign is None:
            return None
        count, k = self.cardinal(j) or (None, j)
        k += self.low[k] == "of" and self.low[k - 1] in {"couple", "few"}
        unit = PLURALS.get(self.low[k]) or (UNITS.get(self.low[k]) if count else None)
        return (x.Window(count, unit, sign), k + 1) if unit else None

    @staticmethod
    def _sign(word: str) -> Literal[-1, 1] | None:
        if word in {"recent", "preceding"}:
            return -1
        offset = OFFSETS.get(word, TOLD_OFFSETS.get(word, 0))
        return None if not offset or word in {"following", "subsequent"} else -1 if offset < 0 else 1

    def unit_led(self, i: int, the: bool) -> Found:
        """What begins with a unit: "week of 3 March", "day before yesterday", "week 10", "year 2025", "month of May", "the weekend"."""
        unit, j = UNITS[self.low[i]], i + 1
        low = self.low
        if unit == "day" and low[j] in {"before", "after"} and low[j + 1] in {"yesterday", "tomorrow"}:
            sign = -1 if low[j] == "before" else 1
            return x.CalendarDay(_DAYS[low[j + 1]] + sign), j + 2
        if unit == "year" and (year := self.year_number(j)):
            return x.Year(year[0]), year[1]
        if unit == "week" and low[j].isdecimal() and len(low[j]) <= 2 and not self.strict:
            week_year = self.year_ref(j + 1)
            return (x.NumberedWeek(int(low[j]), week_year[0]), week_year[1]) if week_year else (x.NumberedWeek(int(low[j])), j + 1)
        if unit in ("week", "month") and (found := self._holding(unit, j)):
            return found
        end = self._boundary_word(i)
        if end:
            return end
        if unit == "weekend" and (the or not self.strict):
            return x.Weekend(), j
        return None if self.strict else (x.SameDay() if unit == "day" else x.CalendarUnit(unit), j)

    def _holding(self, unit: Unit, j: int) -> Found:
        low = self.low
        ends = low[j] == "ending" and unit == "week"
        if not ends and low[j] not in {"of", "beginning", "starting", "commencing"}:
            return None
        k = j + 1
        k += low[k] == "on"
        k += low[k] == "the"
        day = self._plain_day(k)
        if day:
            return x.UnitOf(unit, day[0], ends), day[1]
        return self.month(k, vouched=True) if unit == "month" else None

    def _plain_day(self, k: int) -> Found:
        if self.low[k].isdecimal():
            return _longest(rule(k) for rule in (self.iso, self.numeric, self.day_month))
        if self.low[k] in WEEKDAYS:
            return self.weekday(k)
        return self.month_day(k)

    def unit_led_short(self, i: int) -> Found:
        """ "w/c 4 February": the week commencing then."""
        if self.low[i + 1] != "/" or self.low[i + 2] not in {"c", "b", "e"}:
            return None
        day = self._plain_day(i + 3)
        return (x.UnitOf("week", day[0], self.low[i + 2] == "e"), day[1]) if day else None

    def _boundary_word(self, i: int) -> Found:
        """ "year-end", "year's end"."""
        unit, j = UNITS[self.low[i]], i + 1
        if self.low[j] == "'" and self.low[j + 1] == "s":
            j += 2
        else:
            j += self.low[j] in DASHES
        return (x.Part("end", x.CalendarUnit(unit)), j + 1) if self.low[j] == "end" and unit in {"week", "month", "quarter", "year"} else None

    def ordinal_led(self, i: int) -> Found:
        """ "third quarter of 2016", "first half of the year", "last week of March", "first Friday of July", "second Sunday"."""
        found = self.ordinal(i)
        if found is None:
            return None
        number, j = found
        j += self.low[j] in DASHES
        unit, of = self.low[j], self.low[j + 1] in {"of", "in"}
        if unit in {"quarter", "half"} and 1 <= number <= (4 if unit == "quarter" else 2):
            return self._part_of_year(number, 4 if unit == "quarter" else 2, j + 1)
        if (unit in {"week", "day", "weekend"} or unit in WEEKDAYS) and of:
            whole = self._whole(j + 2)
            if whole and whole[0].precision in ("month", "quarter", "year"):
                return x.Nth(number, WEEKDAYS.get(unit, 5 if unit == "weekend" else None), whole[0], weeks=unit == "week"), whole[1]
        if unit in WEEKDAYS and not self.strict:
            return x.Nth(number, WEEKDAYS[unit], x.CalendarUnit("month")), j + 1
        return None

    def _part_of_year(self, number: int, of: Literal[4, 2], j: int) -> Found:
        if fiscal := self.fiscal(j + (self.low[j] in {"of", "in"}), number if of == 4 else None):
            return fiscal
        if year := self.year_ref(j):
            return x.Quarter(number, of, year[0]), year[1]
        return (x.Quarter(number, of), j) if of == 4 or not self.strict else None

    def quarter(self, i: int) -> Found:
        """ "Q3", "Q3 2016", "H1 of 2016"."""
        j = i + 1
        of: Literal[4, 2] = 4 if self.low[i] == "q" else 2
        number = self.low[j]
        if not self.words.joined(j) or len(number) != 1 or not number.isdecimal() or not 1 <= int(number) <= of:
            return None
        return self._part_of_year(int(number), of, j + 1)

    def fiscal(self, i: int, quarter: int | None = None) -> Found:
        """ "fiscal year 2026", "FY26", "the financial year"."""
        j = i + (self.low[i] == "the")
        if self.low[j] == "fy":
            year = self.year_number(j + 1, short=True)
            return (x.FiscalYear(year[0], quarter=quarter), year[1]) if year else None
        offset = OFFSETS.get(self.low[j])
        j += offset is not None
        if self.low[j] not in {"fiscal", "financial"}:
            return None
        worded = self.low[j + 1] == "year"
        j += 1 + worded
        if year := self.year_number(j):
            return x.FiscalYear(year[0], quarter=quarter), year[1]
        return (x.FiscalYear(offset=offset or 0, quarter=quarter), j) if worded else None

    def season(self, i: int, which: Which, named: bool) -> Found:
        """ "summer 2016", "the summer of 2016", "last summer"; a season alone only where it is known to be a date."""
        season = SEASONS[self.low[i]]
        if year := self.year_ref(i + 1):
            return x.Season(season, year[0]), year[1]
        return (x.Season(season, which=which), i + 1) if named or not self.strict else None

    # Parts

    def part(self, i: int) -> Found:
        """ "early June", "mid-2024", "the end of the year", "earlier this week", "the rest of the month"."""
        word, j = self.low[i], i + 1
        if word in _PART_WORDS:
            j += self.low[j] in DASHES
            j += self.low[j] in {"in", "on", "of"}
            whole = self._whole(j)
            return (x.Part(_PART_WORDS[word], whole[0]), whole[1]) if whole else None
        if word in {"earlier", "later"}:
            j += self.low[j] in {"in", "on"}
            whole = self._whole(j)
            return (x.Part("earlier" if word == "earlier" else "later", whole[0]), whole[1]) if whole else None
        loose = not self.strict and word in {"rest", "remainder"}
        if self.low[j] not in {"of", "to"} and not loose:
            return None
        j += self.low[j] in {"of", "to"}
        j += not self.strict and self.low[j] in {"my", "our"}
        whole = self._whole(j)
        return (x.Part(_BOUND_WORDS[word], whole[0]), whole[1]) if whole else None

    def _whole(self, i: int) -> Found:
        """What can have a beginning, a middle and an end."""
        j = i + (self.low[i] == "the")
        word = self.low[j]
        if word in MONTHS:
            return self.month_day(j) or self.month(j, vouched=True)
        if word in WEEKDAYS:
            return self.weekday(j)
        if word in _DAYS:
            return self.today(j)
        if word in OFFSETS or word in TOLD_OFFSETS:
            return self.determined(j)
        if word in SEASONS:
            return self.season(j, "", named=True)
        if word in UNITS and UNITS[word] != "hour":
            if word == "week" and (holding := self._holding("week", j + 1)):
                return holding
            if word == "year" and (year := self.year_number(j + 1)):
                return x.Year(year[0]), year[1]
            return (x.SameDay() if word == "day" else x.CalendarUnit(UNITS[word])), j + 1
        if word.isdecimal() or word == "'":
            return _longest(
                (self.bare_year(j, vouched=True), self.decade(j + (word == "'"), True), self.ordinal_led(j) if word != "'" else None),
            )
        return self._rarer_whole(j)

    def _rarer_whole(self, j: int) -> Found:
        word = self.low[j]
        if word in ORDINALS:
            return self.ordinal_led(j)
        if word == "q":
            return self.quarter(j)
        if word in occasions.first_words() and (named := self.occasion(j, j)):
            return named
        return self.fiscal(j)

    # Counting

    def count_ago(self, i: int) -> Found:
        """ "90 days ago", "two weeks from now", "three days later", "two Sundays from now", "weeks ago"."""
        counted = self.cardinal(i)
        count, j = counted or (None, i)
        if j > i and self.low[j] in DASHES:
            return None
        word = self.low[j]
        unit = PLURALS.get(word) or (UNITS.get(word) if counted and (count == 1 or not self.strict) else None)
        weekday = WEEKDAY_PLURALS.get(word, WEEKDAYS.get(word) if count == 1 else None) if counted else None
        if unit is None and weekday is None:
            return None
        ago = self._counted(count, unit or "week", weekday, j + 1)
        return ago or self._length(count, unit, j + 1)

    def _counted(self, count: int | None, unit: Unit, weekday: int | None, j: int) -> Found:
        word, after = self.low[j], self.low[j + 1]
        if word == "ago":
            return x.Ago(count, unit, -1, weekday=weekday), j + 1
        if word == "from" and (after in {"now"} or after in _DAYS or after in WEEKDAYS):
            base: Expression | None = None if after == "now" else x.CalendarDay(_DAYS[after]) if after in _DAYS else x.Weekday(WEEKDAYS[after])
            return x.Ago(count, unit, 1, base=base, weekday=weekday), j + 2
        if word in {"hence", "ahead"} or (word == "to" and after == "come"):
            end = j + 1 + (word == "to")
            return (x.Ago(count, unit, 1), end) if word == "hence" else (x.Window(count, unit, 1), end)
        if word in {"later", "afterwards", "earlier", "beforehand"} and weekday is None:
            return x.Ago(count, unit, 1 if word in {"later", "afterwards"} else -1, told=True), j + 1
        return None

    def _length(self, count: int | None, unit: Unit | None, j: int) -> Found:
        """A length of time, only where the words are known to be a date expression."""
        if self.strict or count is None or unit not in _DURATIONS:
            return None
        scale, letter = _DURATIONS[unit]
        return x.Vague(f"P{'T' if unit == 'hour' else ''}{count * scale}{letter}", "a length of time, not a date"), j

    def in_time(self, i: int) -> Found:
        """ "in two weeks", "in two weeks' time"."""
        if self.low[i] != "in":
            return None
        counted = self.cardinal(i + 1)
        if counted is None:
            return None
        count, j = counted
        unit = PLURALS.get(self.low[j]) or (UNITS.get(self.low[j]) if count == 1 else None)
        if unit is None:
            return None
        ahead, j = x.Ago(count, unit, 1), j + 1
        k = j + (self.low[j] == "'")
        k += k > j and self.low[k] == "s"
        if self.low[k] == "time":
            return ahead, k + 1
        return (x.InTime(ahead), j) if self.low[j] not in {"of", "'", "-"} else None

    # Ranges

    def between(self, i: int) -> Found:
        """ "14-16 May", "from May 10 to 12", "between 2019 and 2021", "Monday through Wednesday", "next week between Wednesday and Friday"."""
        word = self.low[i]
        opened = word in {"from", "between"}
        if not opened and not (word.isdecimal() or word in MONTHS or word in WEEKDAYS or word in _RANGE_STARTS):
            return None
        if not opened and word.isdecimal() and self._mid_number(i):
            return None
        j = i + opened
        joins = ONWARD if not opened else {"and", *DASHES} if word == "between" else ONWARD
        vouched = opened or not self.strict or (i > 0 and self.low[i - 1] in DATE_PREPOSITIONS)
        return _longest(
            (
                self._numbered_days(j, joins, opened),
                self._days_of_month(j, joins),
                self._points(j, joins, vouched, opened),
                self._of_week(i) if word in OFFSETS else None,
            )
        )

    def _numbered_days(self, j: int, joins: set[str], opened: bool) -> Found:
        """Two numbers, then the month; or a number, then a whole date: "14 to 16 May", "4 to 22 of this month", "from 4 to January 22"."""
        first = self.day_of_month(j)
        if first is None or self.low[first[1]] not in joins:
            return None
        k = first[1] + 1
        k += self.low[k] == "the"
        last = _longest((self.day_month(k), self._number_then_month(k)))
        if last is None and opened and self.low[k] in MONTHS:
            last = self.month_day(k)
        return self._same_month(first[0], last)

    def _number_then_month(self, k: int) -> Found:
        day = self.day_of_month(k)
        month = self._month_ref(day[1]) if day else None
        return (x.DayNumber(day[0], month[0]), month[1]) if day and month else None

    @staticmethod
    def _same_month(first: int, last: Found) -> Found:
        if last is None:
            return None
        end = last[0]
        match end:
            case x.FullDate() | x.YearlessDate():
                return x.Between(replace(end, day=first), end), last[1]
            case x.DayNumber():
                return x.Between(replace(end, day=first), end), last[1]
            case _:
                return None

    def _days_of_month(self, j: int, joins: set[str]) -> Found:
        """The month, then two numbers: "May 10-12, 2025", "November between 19 and 20"."""
        name = self._month_name(j)
        if name is None:
            return None
        month, k = name
        if self.low[k] in {"between", "from"}:
            joins, k = {"and", *ONWARD}, k + 1
        first = self.day_of_month(k)
        if first is None or self.low[first[1]] not in joins:
            return None
        last = self.day_of_month(first[1] + 1)
        if last is None or self.low[last[1]] in MONTHS:
            return None
        end = self._dated(month, last[0], last[1])
        return self._same_month(first[0], end)

    def _points(self, j: int, joins: set[str], vouched: bool, opened: bool) -> Found:
        """Two dates: "July 18 to July 25", "2019-21", "between now and November 15"."""
        first = self._end_point(j, vouched)
        if first is None or self.low[first[1]] not in joins:
            return None
        k = first[1] + 1
        if isinstance(first[0], x.Year) and self.low[k - 1] in DASHES and len(self.low[k]) == 2 and self.low[k].isdecimal():
            return self._short_years(first[0].year, k)
        last = self._end_point(k, vouched or opened or not isinstance(first[0], x.Year))
        if last is None or isinstance(last[0], x.Vague | x.SameDay) or isinstance(first[0], x.Vague | x.Window):
            return None
        if isinstance(first[0], x.Weekday) and isinstance(last[0], x.Weekday) and last[0].week is not None:
            return x.Between(replace(first[0], week=last[0].week), last[0]), last[1]
        if isinstance(first[0], x.YearlessDate) and isinstance(last[0], x.YearlessDate) and (year := self.year_ref(last[1])):
            return None if not isinstance(year[0], x.Year) else (x.Between(first[0], last[0]), last[1])
        return x.Between(first[0], last[0]), last[1]

    def _end_point(self, j: int, vouched: bool) -> Found:
        if self.low[j] == "now":
            return x.CalendarDay(0), j + 1
        return self.point(j, inside=vouched)

    def _short_years(self, first: int, k: int) -> Found:
        last = first // 100 * 100 + int(self.low[k])
        return (x.Between(x.Year(first), x.Year(last)), k + 1) if last > first and not self.words.joined(k + 1) else None

    def _of_week(self, i: int) -> Found:
        """ "next week between Wednesday and Friday"."""
        week = self._week_ref(i)
        if week is None or self.low[week[1]] not in {"between", "from"}:
            return None
        j = week[1] + 1
        first, last = WEEKDAYS.get(self.low[j]), WEEKDAYS.get(self.low[j + 2])
        if first is None or last is None or self.low[j + 1] not in {"and", *ONWARD}:
            return None
        return x.Between(x.Weekday(first, week=week[0]), x.Weekday(last, week=week[0])), j + 3

    # Deadlines

    def deadline(self, i: int) -> Found:
        """ "by the close of the year", "before 1 June", "no later than Friday", "within 90 days"."""
        word, low = self.low[i], self.low
        if word == "within":
            return self._within(i + 1)
        if word == "by":
            return self._limit(i + 1, before=False)
        if word == "before":
            return self._limit(i + 1, before=True)
        if (word in {"ahead", "prior"} and low[i + 1] in {"of", "to"}) or (word == "deadline" and low[i + 1] in {"of", "for"}):
            return self._limit(i + 2, before=word != "deadline")
        if (word in {"no", "not"} and low[i + 1] == "later" and low[i + 2] == "than") or (word == "on" and low[i + 1] == "or" and low[i + 2] == "before"):
            return self._limit(i + 3, before=False)
        return None

    def _limit(self, i: int, before: bool) -> Found:
        found = self.point(i, inside=True)
        if found is None or isinstance(found[0], x.Vague | x.FiscalYear | x.Window | x.InTime):
            return None
        return x.Deadline(found[0], before), found[1]

    def _within(self, i: int) -> Found:
        j = i + (self.low[i] == "the")
        j += self.low[j] in {"next", "coming", "following"}
        counted = self.cardinal(j)
        count, k = counted or (None, j)
        unit = PLURALS.get(self.low[k]) or (UNITS.get(self.low[k]) if count == 1 else None)
        if unit is None:
            whole = self._whole(i)
            return (x.Deadline(x.Part("end", whole[0])), whole[1]) if whole and whole[0].precision in _WHOLES else None
        return self._counted_from(count, unit, k + 1)

    def _counted_from(self, count: int | None, unit: Unit, k: int) -> Found:
        if self.low[k] not in {"of", "after", "from", "following", "since"}:
            return x.Within(count, unit), k
        if self.low[k + 1] in {"now", "today"}:
            return x.Within(count, unit), k + 2
        day = self._plain_day(k + 1 + (self.low[k + 1] == "the"))
        if day and count is not None:
            return x.Deadline(x.Ago(count, unit, 1, base=day[0])), day[1]
        return x.Within(count, unit, event=True), k

    # Names and vague words

    def occasion(self, i: int, begin: int) -> Found:
        """A holiday or a session of a forum: "Christmas 2025", "the 80th UN General Assembly", "the BRICS summit in Kazan".

        In a text a forum tells a time only where something happens at it ("on the sidelines of"); elsewhere it is an actor or a topic.
        """
        ordinal = self.ordinal(i)
        leading = self.year_number(i) if ordinal is None else None
        j = ordinal[1] if ordinal else leading[1] if leading else i
        if ordinal or leading:
            j += self.low[j] in {"annual", "ordinary"}
            j += 2 if self.low[j] == "session" and self.low[j + 1] == "of" else 0
            j += self.low[j] == "the"
        found = occasions.longest(self.words, j, cased=self.strict)
        if found is None or (ordinal and not found[0].forum) or (self.strict and not self._takes_place(found[0], begin)):
            return None
        named, end = found
        sessions = tuple(one for one in named.sessions if ordinal is None or one.ordinal == ordinal[0])
        sessions, end = self._in_city(sessions, end)
        dates = tuple((one.start, one.end) for one in sessions)
        if leading:
            return x.Occasion(named.name, dates, x.Year(leading[0])), end
        year = self.year_ref(end)
        return (x.Occasion(named.name, dates, year[0]), year[1]) if year else (x.Occasion(named.name, dates), end)

    def _takes_place(self, named: occasions.Named, i: int) -> bool:
        if not named.forum:
            return True
        before = self.low[i - 1] if i else ""
        margins = before == "of" and i > 1 and self.low[i - 2] in {"sidelines", "margins", "opening", "eve", "close", "end"}
        return margins or (before in {"at", "during", "after", "before"} and not named.acronym)

    def _in_city(self, sessions: tuple[occasions.Session, ...], j: int) -> tuple[tuple[occasions.Session, ...], int]:
        """ "in Kazan": the sessions held there, if there are any."""
        if self.low[j] != "in":
            return sessions, j
        for city in {one.city for one in sessions if one.city}:
            words = city.lower().split()
            if self.low[j + 1 : j + 1 + len(words)] == words:
                return tuple(one for one in sessions if one.city == city), j + 1 + len(words)
        return sessions, j

    def vague(self, i: int) -> Found:
        """ "recently", "the near future"; "now" and the like only where they are known to be dates."""
        word = self.low[i]
        if word in {"near", "foreseeable"} or (word == "not" and self.low[i + 1 : i + 4] == ["too", "distant", "future"]):
            end = i + 4 if word == "not" else i + 2
            return (x.Vague("FUTURE_REF"), end) if self.low[end - 1] == "future" else None
        if word == "time":
            return (x.Vague("PRESENT_REF"), i + 2) if self.low[i + 1] == "being" else None
        return (x.Vague(_VAGUE[word]), i + 1) if word in _VAGUE and (word in _VAGUE_IN_TEXT or not self.strict) else None

    def loose(self, i: int) -> Found:
        """Units with other words before them, and times of day, where they are known to be dates: "my week", "noon"."""
        if self.low[i] in {"my", "our", "current"} and self.low[i + 1] in UNITS:
            return self.unit_led(i + 1, the=True)
        return None

    def timed(self, i: int) -> Found:
        """A time of day with its date, or alone: "12:00 UTC Monday", "Friday at 6:40 p.m.", "0800 UTC"."""
        if time := clock.time_of_day(self.words, i):
            value, j = time
            j += self.low[j] == ","
            j += self.low[j] == "on"
            day = self.point(j, inside=True)
            return (x.AtTime(value, day[0]), day[1]) if day and day[0].precision == "day" else (x.AtTime(value, x.CalendarDay(0)), time[1])
        day = self.point(i, inside=True)
        if day is None or day[0].precision != "day":
            return None
        j = day[1] + (self.low[day[1]] in {"at", ","})
        time = clock.time_of_day(self.words, j)
        return (x.AtTime(time[0], day[0]), time[1]) if time else None


_RANGE_STARTS = {"early", "mid", "late", "last", "next", "this", "the", "today", "tomorrow", "yesterday", "q", "spring", "summer", "autumn", "winter"}
_WHOLES = {"week", "month", "quarter", "year", "range"}
_DURATIONS: dict[Unit | None, tuple[int, str]] = {
    "hour": (1, "H"),
    "day": (1, "D"),
    "week": (1, "W"),
    "month": (1, "M"),
    "quarter": (3, "M"),
    "year": (1, "Y"),
    "decade": (10, "Y"),
    "century": (100, "Y"),
}


def _longest(found: Iterator[Found] | tuple[Found, ...]) -> Found:
    """The longest match, the first of equals."""
    best: Found = None
    for one in found:
        if one is not None and (best is None or one[1] > best[1]):
            best = one
    return best


def _century(short: int) -> int:
    """The year of two digits: up to 49 in this century, from 50 in the last."""
    return 2000 + short if short < 50 else 1900 + short


def _day_and_month(a: int, b: int, *, day_first: bool) -> tuple[int, int] | None:
    """Day and month of two numbers: as written if only one reading is possible, else in the order given."""
    day, month = (a, b) if day_first else (b, a)
    if month > 12:
        day, month = month, day
    return (day, month) if 1 <= month <= 12 and 1 <= day <= 31 else None
