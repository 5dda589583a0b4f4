"""Document to passages: headline, byline, caption, teaser, boilerplate, speech and body, none merged with its neighbour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dragoman.reading.datelines import is_town

PassageKind = Literal["headline", "byline", "caption", "teaser", "boilerplate", "body"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that belongs together. Offsets are code points of the document.

    `speaker`: offsets of a transcript's speaker label before the passage. `dateline`: offsets of "NAIROBI, Sept 24 (Agency) -" before it.
    `lead`: offsets of the line whose subject an item of a list goes on with; `label`: where the number of that item ends.
    """

    start: int
    end: int
    kind: PassageKind
    speaker: tuple[int, int] | None = None
    dateline: tuple[int, int] | None = None
    lead: tuple[int, int] | None = None
    label: int = 0


_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BYLINE = re.compile(
    r"(?:by|from|written by|reporting by)\s+[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,5}"
    r"(?:\s*(?:,|and|\|)\s*[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,4})*",
    re.I,
)
_CREDIT = re.compile(r"[\s(\[.]*(?:photo|photograph|image|picture|file photo|credit|pic)s?\b\s*[:/|(by].*$", re.I)
_CREDIT_END = re.compile(
    r"(?:\bPhoto\s*/\s*\w+|\[Photo[^\]]*\]|\((?:AP|Reuters|AFP|EPA|Getty)[^)]*\)|/\s*(?:AP|AFP|Reuters|Getty Images))\s*\.?\s*$"
)
_BOILERPLATE = re.compile(
    r"(?:office of the spokesperson|for immediate release|the (?:following|below) (?:statement |is |readout )?.{0,40}attributable to.*"
    r"|readout|media note|press (?:release|statement)"
    r"|[-–—_=*#\s]{3,}|###|end|notice|statements? and releases?|share this.*|subscribe.*|advertisement"
    r"|read (?:more|also)\b.*|follow us.*|all rights reserved.*|©.*)[:.]?",
    re.I,
)
_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-Ž"  # "PRESIDENT LOURENÇO:"
_SPEAKER = re.compile(
    rf"(?:\*\*)?((?:[{_CAPITAL}][{_CAPITAL}.’'-]+,?\s+){{0,6}}[{_CAPITAL}][{_CAPITAL}.’'-]{{1,}}|Q|A)"
    r"(?:\s*\([^)]{0,40}\))?(?:\*\*)?\s*:\s*(?:\*\*)?\s*"
)
#: "Spokesperson:", "Mao Ning:", "Global Times:": labels only where a text is a talk.
_NAMED_SPEAKER = re.compile(rf"(?:\*\*)?((?:[{_CAPITAL}][\w.’'-]*\s+){{0,4}}[{_CAPITAL}][\w.’'-]*)(?:\*\*)?:\s+(?:\*\*)?(?=\S)")
_VOICES = {"answer", "interviewer", "journalist", "moderator", "question", "reporter", "spokesman", "spokesperson", "spokeswoman"}
_MONTH = "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Za-z]*"
_DAY = rf"(?:{_MONTH}\.?\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}\.?)(?:,?\s*\d{{4}})?"
_DATELINE = re.compile(
    rf"(?:[{_CAPITAL}][{_CAPITAL}’'.-]+(?:[ /][{_CAPITAL}][{_CAPITAL}’'.-]+){{0,4}}"
    r"(?:,\s*[A-Z][\w.’'-]+(?:\s(?:and\s|the\s|of\s){0,2}[A-Z][\w.’'-]+){0,3})?"  # NAIROBI, Kenya
    rf"(?:,\s*{_DAY})?)\s*(?:\([^)]{{2,30}}\)\s*)?(?:[-–—]{{1,2}}|:)\s+"
    rf"|[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){{0,2}},\s*{_DAY}\s*(?:\([^)]{{2,30}}\)(?:\s*[-–—:]{{1,2}})?|[-–—:]{{1,2}}|\.)\s+(?=[A-Z])"
)
_END = re.compile(r"[.!?:;…]['\"”’)\]]*\s*$")
MIN_TEASER, WHOLE = 20, 60  # code points: of a line that is cut, of one that isn't
MAX_TEASERS = 4  # the lines at the top of a page that can be teasers
MAX_HEADLINE = 160  # code points: agencies cut headlines well below this


def passages(text: str) -> list[Passage]:
    """The passages of a text, in order; blank lines belong to none."""
    lines = [match for match in _LINE.finditer(text) if match.group().strip()]
    label = _NAMED_SPEAKER if _is_talk([line.group().strip() for line in lines]) else _SPEAKER
    found = [piece for index, line in enumerate(lines) for piece in _classify(text, line.start(), line.end(), index, len(lines), label)]
    return _mark_teasers(text, _without_lone_town(text, found))


def _without_lone_town(text: str, found: list[Passage]) -> list[Passage]:
    """The passages, with a town before a colon that is the text's only label as the dateline that it is."""
    labelled = [i for i, p in enumerate(found) if p.speaker is not None]
    for index in labelled if len(labelled) == 1 else ():
        first, last = found[index].speaker or (0, 0)
        if is_town(text[first:last]):
            found[index] = replace(found[index], speaker=None, dateline=(first, found[index].start))
    return found


def _is_talk(lines: Sequence[str]) -> bool:
    """Whether lines begin in turn with those who speak: "Reuters: ...", "Spokesperson: ..."."""
    labels = Counter(found[1].lower() for line in lines if (found := _NAMED_SPEAKER.match(line)))
    voices = any(label.split()[-1] in _VOICES and count > 1 for label, count in labels.items())
    return len(labels) > 1 and (voices or sum(count > 1 for count in labels.values()) > 1)


def _classify(text: str, start: int, end: int, index: int, count: int, label: re.Pattern[str]) -> Iterator[Passage]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    line = text[start:end]
    if _BOILERPLATE.fullmatch(line.strip("*_ ")):
        yield Passage(start, end, "boilerplate")
    elif _BYLINE.fullmatch(line) and len(line) < 100:
        yield Passage(start, end, "byline")
    elif _CREDIT_END.search(line):
        yield Passage(start, end, "caption")
    elif index < 2 and count > 1 and len(line) <= MAX_HEADLINE and not _END.search(line) and not _DATELINE.match(line):
        yield Passage(start, end, "headline")
    elif speaker := _SPEAKER.match(line) or label.match(line):
        yield Passage(start + speaker.end(), end, "body", speaker=(start + speaker.start(1), start + speaker.end(1)))
    elif dateline := _DATELINE.match(line):
        yield Passage(start + dateline.end(), end, "body", dateline=(start, start + dateline.end()))
    else:
        yield Passage(start, end, "body")


def _mark_teasers(text: str, found: list[Passage]) -> list[Passage]:
    """A line before the first full paragraph that a later passage repeats, wholly or as far as it was cut, is a teaser."""
    out = []
    for index, passage in enumerate(found):
        words = text[passage.start : passage.end]
        lead = words[: max(40, len(words) // 2)]
        cut = len(words) > MIN_TEASER and not _END.search(words)  # wholly there again: a shorter one is enough
        repeated = (
            passage.kind in {"body", "headline"}
            and index < MAX_TEASERS
            and (cut or len(words) > WHOLE)
            and any((words if cut and len(words) <= WHOLE else lead) in text[p.start : p.end] for p in found[index + 1 :])
        )
        out.append(replace(passage, kind="teaser") if repeated else passage)
    return out
