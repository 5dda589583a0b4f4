"""Quotations: what stands between quotation marks, straight or curly, over several sentences and several paragraphs.

A paragraph that opens a quotation and doesn't close it goes on in the next paragraph, which opens with a mark again: both are one quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENING = "“„«"
CLOSING = "”»"
_STRAIGHT = ('"', "''")
_MARKS = re.compile("[“”„«»\"]|''")
_SINGLE = re.compile(r"(?<!\w)‘(?=\w)([^‘“”\n]{12,400}?)’(?!\w)|(?<!\w)'(?=\w)([^'“”\"\n]{12,400}?[,.!?])'(?!\w)")
#: Fewer words than this between marks are a word held at arm's length ("a “crazy” idea"), not an utterance.
UTTERANCE = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in one passage; offsets are the passage's and take in the marks. `open_end`: no mark closes it."""

    start: int
    end: int
    open_end: bool = False

    def holds(self, start: int, end: int) -> bool:
        """Whether a stretch lies within it."""
        return self.start <= start and end <= self.end

    def words(self, text: str) -> int:
        """How many words it has."""
        return len(text[self.start : self.end].split())


def find(text: str) -> list[Quotation]:
    """The quotations of a passage, in order; those inside others belong to the outer one."""
    double = list(_double(text))
    single = (Quotation(m.start(), m.end()) for m in _SINGLE.finditer(text))
    return sorted([*double, *(s for s in single if not any(d.start < s.end and s.start < d.end for d in double))], key=lambda q: q.start)


def _double(text: str) -> Iterator[Quotation]:
    begun: int | None = None
    for mark in _MARKS.finditer(text):
        if begun is None:
            if _opens(text, mark):
                begun = mark.start()
        elif _closes(text, mark):
            yield Quotation(begun, mark.end())
            begun = None
    if begun is not None and len(text[begun:].split()) >= UTTERANCE:
        yield Quotation(begun, len(text), open_end=True)


def _opens(text: str, mark: re.Match[str]) -> bool:
    if mark.group() in OPENING:
        return True
    after = text[mark.end() : mark.end() + 1]
    return mark.group() in _STRAIGHT and bool(after) and not after.isspace() and after not in ",.;:!?)"


def _closes(text: str, mark: re.Match[str]) -> bool:
    if mark.group() in CLOSING:
        return True
    before = text[mark.start() - 1 : mark.start()]
    return mark.group() in _STRAIGHT and bool(before) and not before.isspace()
