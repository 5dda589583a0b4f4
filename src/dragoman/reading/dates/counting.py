"""Numbers as dates need them: counts, ordinals, days of the month, years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.reading.dates.expressions import Expression
from dragoman.reading.dates.words import (
    CARDINALS,
    DASHES,
    ORDINAL_ENDINGS,
    ORDINALS,
    TENS,
    VAGUE_COUNTS,
    Words,
)

Found = tuple[Expression, int] | None

_NUMBER_MARKS = {".", ",", "/", ":", "$", "€", "£", "¥", "#", "+", *DASHES}
_AMOUNTS = {"%", "percent", "per", "million", "billion", "trillion", "km", "miles", "people"}


@dataclass(frozen=True, slots=True)
class Counting:
    """Rules for numbers over the words of one text."""

    words: Words
    strict: bool

    @property
    def low(self) -> list[str]:
        """The words in lower case."""
        return self.words.low

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
            return (int(word), j + 1) if len(word) <= 3 and self.words.joined(j) and self.low[j] in ORDINAL_ENDINGS else None
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
                return (int(word), j + 1) if self.low[j] in ORDINAL_ENDINGS else None
            amount = self.low[j] in _AMOUNTS or (
                self.low[j] in {",", ".", ":"} and self.words.joined(j) and self.words.joined(j + 1) and self.low[j + 1].isdecimal()
            )
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
            return century(int(word)), j
        return (int(word), j) if len(word) == 4 and (1800 if self.strict else 1000) <= int(word) < 2200 else None

    def tight(self, i: int, count: int) -> bool:
        """Whether so many words follow each other without a space."""
        return all(self.words.joined(j) for j in range(i + 1, i + count))


def longest(found: Iterable[Found]) -> Found:
    """The longest match, the first of equals."""
    best: Found = None
    for one in found:
        if one is not None and (best is None or one[1] > best[1]):
            best = one
    return best


def century(short: int) -> int:
    """The year of two digits: up to 49 in this century, from 50 in the last."""
    return 2000 + short if short < 50 else 1900 + short
