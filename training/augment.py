"""Variations of a row drawn anew in every epoch, so that the model looks at the act and not at the names."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rows import Row, Span

DATELINE = re.compile(r"^[A-Z][A-Z .,'’/-]{2,40}(?:\([^)]*\))? (?:--?|–|—) ")
PLACES = ("LONDON", "NAIROBI", "UNITED NATIONS", "GENEVA", "BEIRUT", "BOGOTA", "SEOUL", "BRUSSELS", "WASHINGTON", "CANBERRA")
GENERIC = (
    "the government",
    "the president",
    "officials",
    "the ministry",
    "the group",
    "the country",
    "authorities",
    "the minister",
    "they",
)
SWAPPED = {"forward": "backward", "backward": "forward", "mutual": "mutual", "none": "none"}


@dataclass(frozen=True, slots=True)
class Chances:
    """How often each variation is drawn."""

    swap: float = 0.08
    drop_source: float = 0.03
    drop_target: float = 0.05
    dateline: float = 0.3
    add_dateline: float = 0.05
    generic: float = 0.08
    other_source: float = 0.10


class Augmenter:
    """Draws variations; `rows` is where other sources are taken from."""

    def __init__(self, rows: Sequence[Row], chances: Chances, rng: random.Random) -> None:
        self.chances, self.rng = chances, rng
        self.sources = sorted({row.text[slice(*row.source)] for row in rows if row.source})

    def __call__(self, row: Row) -> Row:
        draw, chances = self.rng.random, self.chances
        if draw() < chances.dateline and (match := DATELINE.match(row.text)):
            row = cut(row, match.end())
        elif draw() < chances.add_dateline and not DATELINE.match(row.text):
            row = put(row, (0, 0), f"{self.rng.choice(PLACES)} - ")
        if row.source and draw() < chances.generic:
            row = put(row, row.source, self.case(row, self.rng.choice(GENERIC)))
        elif row.source and draw() < chances.other_source:
            row = put(row, row.source, self.case(row, self.rng.choice(self.sources)))
        if row.source and row.target and draw() < chances.swap:
            row = replace(row, source=row.target, target=row.source, direction=SWAPPED[row.direction])
        elif row.source and row.target and draw() < chances.drop_source + chances.drop_target:
            drop_source = self.rng.random() < chances.drop_source / (chances.drop_source + chances.drop_target)
            row = replace(row, source=None) if drop_source else replace(row, target=None)
        return row

    @staticmethod
    def case(row: Row, words: str) -> str:
        at_start = row.source is not None and row.source[0] == 0
        return words[0].upper() + words[1:] if at_start else words


def cut(row: Row, n: int) -> Row:
    """The row without its first `n` characters, unless a span reaches into them."""
    if any(span and span[0] < n for span in (row.source, row.target)):
        return row
    return replace(row, text=row.text[n:], source=moved(row.source, 0, -n), target=moved(row.target, 0, -n))


def put(row: Row, at: Span, words: str) -> Row:
    """The row with `words` in the place of `at`; a span that is `at` itself covers them."""
    shift = len(words) - (at[1] - at[0])
    spans = [(span[0], span[1] + shift) if span == at else moved(span, at[0], shift) for span in (row.source, row.target)]
    return replace(row, text=row.text[: at[0]] + words + row.text[at[1] :], source=spans[0], target=spans[1])


def moved(span: Span | None, after: int, shift: int) -> Span | None:
    return None if span is None else (span[0] + shift, span[1] + shift) if span[0] >= after else span
