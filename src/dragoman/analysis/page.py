"""A page of wrapped plain text: headings, items, labelled fields and tables, with ANSI marks only where they are asked for."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

LABEL = 10  # columns of a field's label
_OFFSETS = re.compile(r"\[\d+–\d+\]")


def clean(text: str) -> str:
    """`text` on one line and harmless on a terminal: control and direction-changing characters are shown as `·`."""
    shown = "".join(
        "·" if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and not c.isspace() and c not in "\u200c\u200d\u00ad" else c for c in text
    )
    return " ".join(shown.split())


@dataclass(slots=True)
class Page:
    """Lines so far, all within `width` columns (a single longer word apart)."""

    width: int
    colour: bool = False
    lines: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The page, with a newline at its end."""
        return "\n".join(line.rstrip() for line in self.lines) + "\n"

    def title(self, words: str) -> None:
        """The page's first line."""
        self.lines.append(self._mark(words, "1"))

    def heading(self, words: str) -> None:
        """A heading after a blank line."""
        self.lines += ["", self._mark(words.upper(), "1")]

    def line(self, words: str) -> None:
        """A paragraph from the left edge."""
        self._wrap(words, "", "")

    def item(self, bullet: str, words: str) -> None:
        """A list item."""
        first = f"{bullet:<3}"
        self._wrap(words, first, " " * len(first))

    def field(self, label: str, words: str) -> None:
        """A labelled line inside an item."""
        first = f"   {label:<{LABEL}}"
        self._wrap(words, first, " " * len(first))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table: the last three columns share what the others leave, and wrap in their cells."""
        widths = _widths(header, rows, self.width)
        for cells in (header, *rows):
            wrapped = [textwrap.wrap(cell, width, break_on_hyphens=False) or [""] for cell, width in zip(cells, widths, strict=True)]
            for level in range(max(map(len, wrapped))):
                line = " ".join(
                    f"{(cell[level] if level < len(cell) else ''):<{width}}" for cell, width in zip(wrapped, widths, strict=True)
                )
                self.lines.append(self._mark(line.rstrip(), "4") if cells is header else self._dim(line))

    def _wrap(self, words: str, first: str, rest: str) -> None:
        wrapped = textwrap.wrap(
            words, self.width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        )
        self.lines += [self._dim(line) for line in wrapped or [first]]

    def _dim(self, line: str) -> str:
        return _OFFSETS.sub(lambda found: f"\x1b[2m{found[0]}\x1b[0m", line) if self.colour else line

    def _mark(self, words: str, code: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if self.colour else words


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]], total: int) -> list[int]:
    natural = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    fixed, free = natural[:-3], natural[-3:]
    room = max(3 * 8, total - sum(fixed) - len(header) + 1)
    # the smaller columns take what they need, the larger ones share the rest
    given: dict[int, int] = {}
    for done, (need, place) in enumerate(sorted((need, place) for place, need in enumerate(free))):
        given[place] = min(need, (room - sum(given.values())) // (len(free) - done))
    return [*fixed, *(given[place] for place in range(len(free)))]
