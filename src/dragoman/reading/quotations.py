"""Quotations: what stands between quotation marks, straight or curly, over several sentences and several paragraphs.

A paragraph that opens a quotation and doesn't close it goes on in the next paragraph, which opens with a mark again: both are one
quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from dragoman.reading.clauses import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.reading.sayings import Saying

OPENING = "“„«"
CLOSING = "”»"
_STRAIGHT = ('"', "''")
#: Full stops after which no sentence ends.
_ABBREVIATED = re.compile(r"(?<=\b[A-Z])\.|(?<=\b(?:Mr|Ms|Dr|Lt|Jr|Sr|St))\.|(?<=\b(?:Mrs|Gen|Sen|Rep|Col|Gov|Adm|Maj))\.|(?<=\bProf)\.")
_MARKS = re.compile("[“”„«»\"]|''")
_SINGLE = re.compile(r"(?<!\w)‘(?=\w)([^‘“”\n]{12,400}?)’(?!\w)|(?<!\w)'(?=\w)([^'“”\"\n]{12,400}?[,.!?])'(?!\w)")
_SMALL = r"(?:a|an|and|as|at|but|by|for|from|in|into|nor|of|on|or|over|the|to|vs?|with)"
_TITLE = re.compile(rf"[A-Z0-9][\w’'-]*[:,]?(?:\s+(?:{_SMALL}|[A-Z0-9][\w’'-]*)[:,?!]?){{1,24}}[.,?!]?")
#: Fewer words than this between marks are a word held at arm's length ("a “crazy” idea"), not an utterance.
UTTERANCE = 4
#: A cue farther than this from a quotation (words) speaks of something else.
NEAR = 24
#: Quotations longer than this (words) without a speaker end the turn of the one before.
UNOWNED = 6
Span = tuple[int, int]


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

    def utters(self, text: str) -> bool:
        """Whether it is long enough to be an utterance."""
        return self.words(text) >= UTTERANCE


@lru_cache(maxsize=256)
def find(text: str) -> tuple[Quotation, ...]:
    """The quotations of a passage, in order; those inside others belong to the outer one."""
    double = list(_double(text))
    single = (Quotation(m.start(), m.end()) for m in _SINGLE.finditer(text))
    apart = (s for s in single if not any(d.start < s.end and s.start < d.end for d in double))
    return tuple(sorted([*double, *apart], key=lambda q: q.start))


@lru_cache(maxsize=256)
def titles(text: str) -> tuple[Span, ...]:
    """The quotations that are names of books, films and speeches: every word of weight has a capital."""
    if not _MARKS.search(text):
        return ()
    found = [q for q in find(text) if not q.open_end]
    return tuple((q.start, q.end) for q in found if _TITLE.fullmatch(text, q.start + 1, q.end - 1))


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


def join(spans: Iterable[Span]) -> list[Span]:
    """Stretches with those that touch or overlap made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


# -- quotations --------------------------------------------------------------------------------------------------------------------


def attach(doc: Doc, base: int, marks: Sequence[Quotation], found: list[Saying], last: Saying | None) -> None:
    """Gives each quotation to the cue beside it, or to whoever was speaking before it."""
    speaker = last if marks and marks[0].start == 0 else None
    before: Quotation | None = None
    for index, mark in enumerate(marks):
        ahead = marks[index + 1].start if index + 1 < len(marks) else len(text_of(doc))
        owner = _owner(doc, mark, before.end if before else 0, ahead, found)
        if owner is not None:
            _give(owner, base, mark)
            speaker = owner
        elif speaker is not None and _goes_on(doc, mark, before) and not _covered(base, mark, found):
            _give(speaker, base, mark)
        elif mark.words(text_of(doc)) > UNOWNED and _inner(doc, mark)[-1:] in ".,!?" and not _covered(base, mark, found):
            speaker = None
        before = mark


def _covered(base: int, mark: Quotation, found: Iterable[Saying]) -> bool:
    return any(a <= base + mark.start and base + mark.end <= b for s in found if not s.label and not s.quoted for a, b in s.content)


def _goes_on(doc: Doc, mark: Quotation, before: Quotation | None) -> bool:
    """Whether a quotation without a cue of its own goes on with what the last speaker said: a whole sentence right after the cue's."""
    inner = _inner(doc, mark)
    whole = mark.open_end or inner[-1:] in ".,!?…" or text_of(doc)[mark.end : mark.end + 1] in {".", ""}
    return whole and mark.utters(text_of(doc)) and (inner[:1].isupper() or (before is not None and mark.start - before.end < 60))


def _inner(doc: Doc, mark: Quotation) -> str:
    return text_of(doc)[mark.start : mark.end].strip("“”\"'«»‘’ ")


def _owner(doc: Doc, mark: Quotation, floor: int, ahead: int, found: Sequence[Saying]) -> Saying | None:
    options = [s for s in found if s.pattern is not None and s.pattern.quotes and not s.quoted and cast("Token", s.head).pos_ != "NOUN"]
    pre = [s for s in options if floor <= cast("Token", s.head).idx < mark.start and _leads_in(doc, cast("Token", s.head), mark)]
    post = [s for s in options if mark.end <= cast("Token", s.head).idx < ahead and _follows(doc, cast("Token", s.head), mark)]
    if post:
        return min(post, key=lambda s: s.start)
    return max(pre, key=lambda s: s.start, default=None)


def _leads_in(doc: Doc, head: Token, mark: Quotation) -> bool:
    gap = text_of(doc)[head.idx + len(head) : mark.start].rstrip()
    gap = _ABBREVIATED.sub("", gap)
    between = len(gap.split())
    if between > NEAR or any(c in gap.rstrip(":") for c in "!?;") or ". " in gap or gap.endswith("."):
        return False
    return gap.endswith((":", ",", "that", "—", "–")) or between <= 3 or mark.utters(text_of(doc))


def _follows(doc: Doc, head: Token, mark: Quotation) -> bool:
    closing = _inner(doc, mark)[-1:]
    gap = _ABBREVIATED.sub("", text_of(doc)[mark.end : head.idx])
    stop = closing in ",?!—–…-" or gap.lstrip().startswith((",", "—", "–"))
    return stop and len(gap.split()) <= NEAR and not any(c in gap for c in "!?;:") and ". " not in gap


def _give(saying: Saying, base: int, mark: Quotation) -> None:
    span = (base + mark.start, base + mark.end)
    if any(a < span[0] and span[1] <= b for a, b in saying.content):
        return
    if not saying.quotation:
        saying.content = [c for c in saying.content if _beside(c, span)]
    saying.quotation = True
    saying.content = join([*saying.content, span])


def _beside(content: Span, span: Span) -> bool:
    """Whether a clause of the parse belongs with the quotation: it begins before it and runs up to it or into it."""
    return content[0] < span[0] and span[0] - content[1] <= 2
