"""Which way a clause looks in time, told from its words alone.

The reading knows more where it has a parse; this is for texts without one, and for what no parse was made of.
"""

from __future__ import annotations

import re

from dragoman.reading.dates.days import Direction

_REACH = 240  # code points: a sentence of news is rarely longer, and the nearest verb is nearer
_STOP = re.compile(r"[.!?]['\"”’)\]]*\s+(?=[A-Z\"“'‘(])|[\n\r\u2028\u2029]|;\s")
_MODAL = r"(?:will|shall|would|should|may|might|must|can|could|won['’]t|wo n['’]t|['’]ll)"
_PLAN = (
    r"(?:plan(?:s|ned|ning)?|set|due|scheduled|expected|expect(?:s|ing)?|slated|poised|likely|agreed?|agrees|intend(?:s|ed)?|want(?:s|ed)?|hope[sd]?|pledge[sd]?"
    r"|promise[sd]?|vow(?:s|ed)?|commit(?:s|ted)?|prepar(?:es?|ed|ing)|ready|going|aim(?:s|ed)?|invited|urged?|asked|called on .{1,40}?)"
)
_HAVE_DONE = re.compile(rf"{_MODAL}\s+(?:not\s+)?have\b", re.I)
_FUTURE = re.compile(
    rf"\b{_MODAL}\b(?:\s+(?:not|also|be|then|now|first|both|later|soon))*(?:\s+[a-z]+)?"  # the verb under a modal isn't past
    rf"|\b{_PLAN}\s+to\b(?:\s+be)?(?:\s+[a-z]+)?"
    r"|\b(?:is|are|was|were)\s+to\s+(?:be\s+)?[a-z]+"
    r"|\bto\s+be\s+[a-z]+|\b(?:is|are)\s+(?:due|expected|scheduled|planned|slated|set)\b"
    r"|\b(?:plans?|preparations?|preparing|ahead)\s+(?:for|of)\b|\b(?:upcoming|forthcoming|scheduled\s+for|planned\s+for|slated\s+for|set\s+for|due\s+on)\b"
    r"|\b(?:until|till|by)\s+(?:the\s+)?$",  # right before the date
    re.I,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|has|have|been|said|told|held|met|took|made|began|came|went|spoke|gave|saw|won|lost|left|fell|rose|sent|hit|led|brought|saw|struck|built|found"
    r"|got|grew|knew|heard|kept|paid|put|ran|sat|sold|shot|stood|thought|became|broke|drew|flew|wrote|arose|sought|since|following|follows|building\s+on|[a-z]{2,}ed)\b",
    re.I,
)
#: What a deadline limits is an aim: "their commitment to finalise the text by Friday".
_LIMIT = re.compile(r"(?:by|before|within|no later|not later|on or before|ahead of|prior to)\b", re.I)
_AIM = re.compile(r"\bto\s+(?!(?:the|an?|his|her|their|its|this|that)\b)[a-z]{2,}")


def direction(text: str, start: int, end: int) -> Direction:
    """Whether the words around `text[start:end]` look back or ahead: by the nearest verb before in the sentence, else the first after."""
    before = _last_sentence(text[max(0, start - _REACH) : start])
    after = _first_sentence(text[end : end + _REACH])
    if _LIMIT.match(text, start, end) and _nearest(before, last=True, aims=True) == "future":
        return "future"
    return _nearest(before, last=True) or _nearest(after, last=False) or "unknown"


def _last_sentence(text: str) -> str:
    stops = [match.end() for match in _STOP.finditer(text)]
    return text[stops[-1] :] if stops else text


def _first_sentence(text: str) -> str:
    stop = _STOP.search(text)
    return text[: stop.start()] if stop else text


def _nearest(text: str, *, last: bool, aims: bool = False) -> Direction | None:
    """The direction of the last or first cue; a participle under a modal belongs to the modal ("will be held").

    `aims`: infinitives look ahead too.
    """
    ahead = [match.span() for match in _FUTURE.finditer(text) if not _HAVE_DONE.match(text, match.start())]
    ahead += [match.span() for match in _AIM.finditer(text)] if aims else []
    back = [match.span() for match in _PAST.finditer(text) if not any(start <= match.start() < end for start, end in ahead)]
    if not ahead and not back:
        return None
    pick = max if last else min
    futures, pasts = [start for start, _ in ahead], [start for start, _ in back]
    if not futures or not pasts:
        return "future" if futures else "past"
    return "future" if pick(futures) == pick(*futures, *pasts) else "past"
