"""Parts of a time, times counted from another, and times that have names: "early June", "two weeks ago", "the BRICS summit in Kazan"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.reading.dates import days as cal
from dragoman.reading.dates import expressions as x
from dragoman.reading.dates import occasions
from dragoman.reading.dates.counting import Found, longest
from dragoman.reading.dates.days import Unit
from dragoman.reading.dates.expressions import Expression
from dragoman.reading.dates.units import Units
from dragoman.reading.dates.words import (
    BOUND_WORDS,
    DASHES,
    MONTHS,
    NEAR_DAYS,
    OFFSETS,
    ORDINALS,
    PART_WORDS,
    PLURALS,
    SEASONS,
    TOLD_OFFSETS,
    UNITS,
    WEEKDAY_PLURALS,
    WEEKDAYS,
)


@dataclass(frozen=True, slots=True)
class Parts(Units):
    """Rules for times told by another time."""

    def part(self, i: int) -> Found:
        """ "early June", "mid-2024", "the end of the year", "earlier this week", "the rest of the month"."""
        word, j = self.low[i], i + 1
        if word in PART_WORDS:
            j += self.low[j] in DASHES
            j += self.low[j] in {"in", "on", "of"}
            whole = self._whole(j)
            return (x.Part(PART_WORDS[word], whole[0]), whole[1]) if whole else None
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
        return (x.Part(BOUND_WORDS[word], whole[0]), whole[1]) if whole else None

    def _whole(self, i: int) -> Found:
        """What can have a beginning, a middle and an end."""
        j = i + (self.low[i] == "the")
        word = self.low[j]
        if word in MONTHS:
            return self.month_day(j) or self.month(j, vouched=True)
        if word in WEEKDAYS:
            return self.weekday(j)
        if word in NEAR_DAYS:
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
            return longest(
                (
                    self.bare_year(j, vouched=not (self.strict and j > i)),
                    self.decade(j + (word == "'"), True),
                    self.ordinal_led(j) if word != "'" else None,
                ),
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

    def year_led(self, i: int) -> Found:
        """What begins with its year: "2016-11", "2016 November", "2016 Q3", "2016 the third quarter"."""
        loose = not self.strict and len(self.low[i]) == 4 and self.low[i] >= "1000" and self.low[i + 1] in {"h", "q", "."}
        found = (int(self.low[i]), i + 1) if loose else self.year_number(i)
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
        if word == "from" and (after in {"now"} or after in NEAR_DAYS or after in WEEKDAYS):
            base: Expression | None = (
                None if after == "now" else x.CalendarDay(NEAR_DAYS[after]) if after in NEAR_DAYS else x.Weekday(WEEKDAYS[after])
            )
            return x.Ago(count, unit, 1, base=base, weekday=weekday), j + 2
        if word in {"hence", "ahead"} or (word == "to" and after == "come"):
            end = j + 1 + (word == "to")
            return (x.Ago(count, unit, 1), end) if word == "hence" else (x.Window(count, unit, 1), end)
        if word in {"later", "afterwards", "earlier", "beforehand"} and weekday is None:
            return x.Ago(count, unit, 1 if word in {"later", "afterwards"} else -1, told=True), j + 1
        return None

    def _length(self, count: int | None, unit: Unit | None, j: int) -> Found:
        """A length of time, only where the words are known to be a date expression."""
        if self.strict or count is None or unit is None:
            return None
        return x.Vague(cal.period(count, unit), "a length of time, not a date"), j

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
