"""Units of the calendar: this week, the past three months, the third quarter, the fiscal year, the summer of 2016."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.reading.dates import expressions as x
from dragoman.reading.dates.counting import Found, longest
from dragoman.reading.dates.dated import Dated
from dragoman.reading.dates.days import Unit
from dragoman.reading.dates.words import (
    DASHES,
    DAY_PARTS,
    FULL_NAMES,
    MONTHS,
    NEAR_DAYS,
    OFFSETS,
    PLURALS,
    SEASONS,
    TOLD_OFFSETS,
    UNITS,
    WEEKDAYS,
)

Which = Literal["", "last", "next", "this"]

_WHICH: dict[int, Which] = {-1: "last", 0: "this", 1: "next"}


@dataclass(frozen=True, slots=True)
class Units(Dated):
    """Rules for whole units of the calendar, and for so many of them before or after publication."""

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
        """One unit: "past year" is the one up to now, "last year" the calendar year before, "the next day" follows the day told last."""
        if unit == "day":
            if offset == 0 or (self.strict and word in {"last", "coming"}):
                return (x.CalendarDay(0), j) if offset == 0 and not self.strict else None
            return (x.SameDay(offset), j) if word in {"next", "previous"} else (x.CalendarDay(offset), j)
        if (word == "past" and unit != "weekend") or (word == "coming" and unit in ("year", "decade")):
            return x.Window(1, unit, -1 if word == "past" else 1), j
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
            return x.CalendarDay(NEAR_DAYS[low[j + 1]] + sign), j + 2
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
            return longest(rule(k) for rule in (self.iso, self.numeric, self.day_month))
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
        return (
            (x.Part("end", x.CalendarUnit(unit)), j + 1) if self.low[j] == "end" and unit in {"week", "month", "quarter", "year"} else None
        )

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
