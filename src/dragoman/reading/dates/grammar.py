"""The grammar: words to the date expression that begins at one of them.

Every rule takes the index of a word and returns the expression that begins there with the index after it, or None. Rules look a bounded
number of words ahead and never call themselves, so that reading a text takes time in proportion to its length.

In a text (`strict`) words that are mostly no dates (a bare number, "Mar", "the week") are left alone; where the caller says that the words
are a date, they are read as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dragoman.reading.dates import clock, occasions
from dragoman.reading.dates import expressions as x
from dragoman.reading.dates.counting import Found, longest
from dragoman.reading.dates.days import Unit
from dragoman.reading.dates.parts import Parts
from dragoman.reading.dates.words import (
    BOUND_WORDS,
    CARDINALS,
    DASHES,
    DATE_PREPOSITIONS,
    MONTHS,
    NEAR_DAYS,
    OFFSETS,
    ONWARD,
    ORDINAL_ENDINGS,
    ORDINALS,
    PART_WORDS,
    PLURALS,
    SEASONS,
    TENS,
    TOLD_OFFSETS,
    UNITS,
    VAGUE,
    VAGUE_COUNTS,
    VAGUE_IN_TEXT,
    WEEKDAY_PLURALS,
    WEEKDAYS,
    listed,
)

Rule = Callable[[int], Found]


@dataclass(frozen=True, slots=True)
class Grammar(Parts):
    """The rules over the words of one text, and the order they are tried in."""

    def expression(self, i: int) -> Found:
        """The longest date expression that begins at a word."""
        if self.strict and not self._may_begin(i):
            return None
        return longest(rule(i) for rule in (self.deadline, self.between, self.point, self.in_time))

    def _may_begin(self, i: int) -> bool:
        """Whether any rule can match here: a quick look that spares most words of a text."""
        word = self.low[i]
        if word in _OPENERS:
            word = self.low[i + 1] if word != "ahead" else self.low[i + 2]
            word = self.low[i + 2] if word == "the" else word
        if word.isdecimal() and word == self.low[i] and len(word) < 3:
            after = self.low[i + 2 if self.low[i + 1] in ORDINAL_ENDINGS else i + 1]
            return after in _AFTER_NUMBERS or (after in occasions.first_words() and not after.isdecimal())
        if word == "'":
            return self.low[i + 1].isdecimal()
        return word.isdecimal() or word in _BEGINNINGS or word in occasions.first_words()

    def point(self, i: int, inside: bool = False) -> Found:
        """The longest expression that is no range and no deadline. `inside` a range, its other words vouch for a bare year or month."""
        j = i + 1 if self.low[i] == "the" else i
        if j > i and self.strict and self.low[j] in MONTHS:
            return None  # "the May 15 meeting": the article belongs to the noun
        found = longest(rule(j) for rule in self._rules(i, j, inside))
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
            yield lambda k: self.bare_year(k, vouched and not (the and self.strict))  # "the 2020 election"
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
        if word in ORDINALS or word in TENS or (word.isdecimal() and self.low[j + 1] in ORDINAL_ENDINGS):
            yield self.ordinal_led
            yield self.day_month
        if word in occasions.first_words() or word in ORDINALS or word.isdecimal():
            yield lambda k: self.occasion(k, i)

    def _worded(self, word: str, the: bool) -> Iterator[Rule]:
        if word in OFFSETS or word in TOLD_OFFSETS or word == "recent":
            yield self.determined
            yield self.ordinal_led
        if word in NEAR_DAYS:
            yield self.today
        if word in UNITS:
            yield lambda k: self.unit_led(k, the)
        if word in PLURALS or word in CARDINALS or word in TENS or word in VAGUE_COUNTS or word in {"a", "an", "couple"}:
            yield self.count_ago
        if word in PART_WORDS or word in BOUND_WORDS or word in {"earlier", "later"}:
            yield self.part
        if word in {"q", "h"}:
            yield self.quarter
        if word in {"fiscal", "financial", "fy"}:
            yield self.fiscal
        if word in SEASONS:
            yield lambda k: self.season(k, "", named=False)
        if word in {"near", "foreseeable", "not", "time"} or word in VAGUE:
            yield self.vague
        if word == "'":
            yield lambda k: self.decade(k + 1, True) if self.low[k + 1].isdecimal() else None
        if word == "w":
            yield self.unit_led_short
        if not self.strict:
            yield from (self.day_number, self.loose)

    # Ranges

    def between(self, i: int) -> Found:
        """ "14-16 May", "from May 10 to 12", "between 2019 and 2021", "Monday through Wednesday", "next week from Tuesday to Friday"."""
        word = self.low[i]
        opened = word in {"from", "between"}
        if not opened and not (word.isdecimal() or word in MONTHS or word in WEEKDAYS or word in _RANGE_STARTS):
            return None
        if not opened and word.isdecimal() and self._mid_number(i):
            return None
        if _JOINING.isdisjoint(self.low[i + 1 : i + _REACH]):
            return None
        j = i + opened
        joins = ONWARD if not opened else {"and", *ONWARD} if word == "between" else ONWARD
        vouched = opened or not self.strict or (i > 0 and self.low[i - 1] in DATE_PREPOSITIONS)
        return longest(
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
        last = longest((self.day_month(k), self._number_then_month(k)))
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
        if first is None or (self.low[first[1]] not in joins and self.low[first[1]] not in {"and", "&"}):
            return None
        last = self.day_of_month(first[1] + 1)
        if last is None or self.low[last[1]] in MONTHS or (self.low[first[1]] not in joins and last[0] != first[0] + 1):
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
        if (word in {"no", "not"} and low[i + 1] == "later" and low[i + 2] == "than") or (
            word == "on" and low[i + 1] == "or" and low[i + 2] == "before"
        ):
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
            return (
                (x.Deadline(x.Part("end", whole[0])), whole[1])
                if whole and whole[0].precision in _WHOLES and not isinstance(whole[0], x.Window)
                else None
            )
        return self._counted_from(count, unit, k + 1)

    def _counted_from(self, count: int | None, unit: Unit, k: int) -> Found:
        if self.low[k] not in {"of", "after", "from", "following", "since", "before", "prior", "preceding"}:
            return x.Within(count, unit), k
        if self.low[k + 1] in {"now", "today"}:
            return x.Within(count, unit), k + 2
        day = self._plain_day(k + 1 + (self.low[k + 1] == "the"))
        if day and count is not None:
            return x.Deadline(x.Ago(count, unit, 1, base=day[0])), day[1]
        return x.Within(count, unit, event=True), k

    # Vague words and times of day

    def vague(self, i: int) -> Found:
        """ "recently", "the near future"; "now" and the like only where they are known to be dates."""
        word = self.low[i]
        if word in {"near", "foreseeable"} or (word == "not" and self.low[i + 1 : i + 4] == ["too", "distant", "future"]):
            end = i + 4 if word == "not" else i + 2
            return (x.Vague("FUTURE_REF"), end) if self.low[end - 1] == "future" else None
        if word == "time":
            return (x.Vague("PRESENT_REF"), i + 2) if self.low[i + 1] == "being" else None
        return (x.Vague(VAGUE[word]), i + 1) if word in VAGUE and (word in VAGUE_IN_TEXT or not self.strict) else None

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


_OPENERS = {"the", "by", "before", "from", "between", "within", "in", "ahead"}
_BEGINNINGS = {
    *(
        *MONTHS,
        *WEEKDAYS,
        *WEEKDAY_PLURALS,
        *UNITS,
        *PLURALS,
        *CARDINALS,
        *TENS,
        *ORDINALS,
        *SEASONS,
        *OFFSETS,
        *TOLD_OFFSETS,
        *VAGUE_COUNTS,
    ),
    *(*NEAR_DAYS, *VAGUE, *PART_WORDS, *BOUND_WORDS),
    *(listed("a an couple final recent now earlier later near foreseeable not no on prior deadline q h fy fiscal financial w '")),
}
_JOINING = frozenset({"and", "&", *ONWARD})
_REACH = 12  # words: the longest date that may stand before "to"
_AFTER_NUMBERS = {
    *(*MONTHS, *UNITS, *PLURALS, *WEEKDAYS, *WEEKDAY_PLURALS, *ONWARD),
    *listed("of . / ' and this last next s half session annual ordinary"),
}
_RANGE_STARTS = {
    "early",
    "mid",
    "late",
    "last",
    "next",
    "this",
    "the",
    "today",
    "tomorrow",
    "yesterday",
    "q",
    "spring",
    "summer",
    "autumn",
    "winter",
}
_WHOLES = {"week", "month", "quarter", "year", "range"}
