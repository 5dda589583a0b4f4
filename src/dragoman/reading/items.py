"""Items: paragraphs that a number, a letter or a bullet begins, and what of their sentences stands on a line before them.

An item is read as the sentence that it is. "1. Strongly condemns" under "The Council," has the Council as its subject: its number is
handed to the parser as "It". Items after "agreed to:" are one sentence with that line. No offset changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from dragoman.reading.cues import words
from dragoman.reading.passages import Passage

#: "1.", "12.3.", "(a)", "iv)", a bullet or a dash, and the space after it.
_LABEL = re.compile(r"(?:\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-z]|[ivx]{2,5})[.)](?!\d)|\d{1,2}(?:\.\d{1,2})+|[-–—•·*▪●o])[ \t]+(?=\S)")
_WORDS = re.compile(r"[^\W\d_]+")
_INFINITIVE = re.compile(r"\bto:?\s*$")
_TO = re.compile(r"to\s", re.I)
#: Styles that the parser takes for pronouns or for ends of sentences: "HE the Minister", "Smt. X", "Hon. Y".
_STYLE = re.compile(r"\b(?:H\.?[EH]\.?|HRH)(?=\s+(?:the\s|[A-Z][a-z]))")
_HONORIFIC = re.compile(r"\bSmt\.(?=\s+[A-Z])")
#: Between two items that are read as one sentence.
_SEAM = re.compile(rf"[;:,.]?(?: (?:and|as well as))?\s*\n\s*(?:{_LABEL.pattern})")
MAX_LEAD = 220  # code points of a line that items go on with
MAX_JOINED = 1500  # code points of items read as one sentence
_PRONOUNS = {2: "It", 1: "I"}  # by the length of the label that they stand for


@cache
def _performing() -> frozenset[str]:
    """The forms of verbs with which a body tells in such a paragraph what it does."""
    verbs = words("operative_verbs")
    ending = {f"{v}{e}" for v in verbs for e in ("s", "es", "ed", "d")}
    return frozenset(verbs | ending | {f"{v[:-1]}{e}" for v in verbs if v.endswith("y") for e in ("ies", "ied")})


def tied(text: str, found: Sequence[Passage]) -> list[Passage]:
    """The passages with items known as such: each begins after its label, or goes on with the line before the list."""
    out: list[Passage] = []
    lead: Passage | None = None
    for passage in found:
        if passage.kind not in {"body", "headline"} or passage.speaker or passage.dateline:
            out.append(passage)
            continue
        line = text[passage.start : passage.end]
        label = _LABEL.match(line)
        begun = label.end() if label else 0
        if lead is not None and _infinitive(text, lead) and label and _joins(text, out[-1], passage):
            out[-1] = replace(out[-1], end=passage.end, kind="body")
        elif lead is not None and label and _performs(line[begun:]) and not _infinitive(text, lead):
            out.append(replace(passage, kind="body", lead=(lead.start, lead.end), label=passage.start + begun))
        else:
            out.append(replace(passage, start=passage.start + begun, kind="body") if label else passage)
            if _leads(line[begun:]):
                lead = out[-1]
            elif not (label or line.rstrip().endswith((";", ",", "; and"))):
                lead = None
    return out


def wording(text: str, passage: Passage, limit: int) -> str:
    """A passage as the parser gets it, code point for code point."""
    line = _styled(text[passage.start : min(passage.end, passage.start + limit)])
    if passage.lead is not None and passage.label:
        width = passage.label - passage.start
        return _PRONOUNS[min(width - 1, 2)].ljust(width) + _lowered(line[width:])
    if "\n" not in line:
        return line
    first, *rest = _SEAM.split(line)
    seams = [m[0] for m in _SEAM.finditer(line)]
    joined = [" " * len(seams[0]), *(("and " if len(s) > len("and ") else "& ").rjust(len(s)) for s in seams[1:])]
    return first + "".join(seam + part for seam, part in zip(joined, rest, strict=True))


def _styled(line: str) -> str:
    """A line without the styles of excellencies, and with honorifics that the parser knows."""
    return _HONORIFIC.sub("Mrs.", _STYLE.sub(lambda m: " " * len(m[0]), line))


def _lowered(line: str) -> str:
    """An item without the capitals of its first words: "Strongly CONDEMNS"."""
    for word in _WORDS.finditer(line):
        line = line[: word.start()] + word[0].lower() + line[word.end() :] if len(word[0].lower()) == len(word[0]) else line
        if word[0].lower() in _performing() and not line[word.end() :].lstrip().startswith(("and ", "AND ")):
            break
    return line


def _leads(line: str) -> bool:
    """Whether items may go on with a line: "On Myanmar, the Ministers:", "The General Assembly,"."""
    return len(line) <= MAX_LEAD and line.rstrip().endswith((":", ",")) and not line.rstrip().endswith("following:")


def _infinitive(text: str, lead: Passage) -> bool:
    return _INFINITIVE.search(text[lead.start : lead.end]) is not None


def _joins(text: str, before: Passage, item: Passage) -> bool:
    """Whether an item goes on with the sentence of the one before."""
    gap = text[before.end : item.start]
    ends = text[before.start : before.end].rstrip().endswith((":", ";", ",", "; and"))
    return ends and not gap.strip() and item.end - before.start <= MAX_JOINED and not _TO.match(text, item.start)


def _performs(line: str) -> bool:
    """Whether a line begins with what a body does: "Strongly condemns", "Further decides", "Takes note"."""
    for word in _WORDS.findall(line)[:4]:
        if word.lower() in _performing():
            return True
        if not (word.lower().endswith("ly") or word.lower() in words("before_operative")):
            return False
    return False
