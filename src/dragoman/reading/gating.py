"""Gating: which passages can hold a record at all; the others are never parsed.

A record needs somebody. Where no name of the gazetteer stands (offices, peoples and words for groups are among them), no pronoun, no
capitalised word that may be a name, no quotation and no speaker's label, there is nobody: rows of figures, rules, lists of things.
What passes is a passage and not a sentence, because the parser reads a sentence differently without its neighbours.
"""

from __future__ import annotations

import re

from dragoman.gazetteer.names import matcher
from dragoman.reading.mentions import GROUP_NOUNS, PRONOUNS
from dragoman.reading.passages import Passage

_SPOKEN = re.compile(r"[“”„«»\"‘’']")
#: Words that stand for somebody named before, in lower case: those that `mentions` resolves, and those of speakers and of things.
_STANDING = (
    PRONOUNS
    | set("his hers their theirs it its itself whom whose we us our ours i me my you your yours both two three pair duo".split())
    | {form for noun in GROUP_NOUNS for form in (noun, f"{noun}s", f"{noun.removesuffix('y')}ies")}
)
_WORD = re.compile(r"[^\W\d_]+")
#: Words that begin sentences with a capital and name nobody.
_OPENING = frozenset(
    "a after all also although an and another any as at because before but by during each every few for from here how however if in "
    "instead into less many meanwhile more most no none nor not now of on once one only or other over several since so some still such "
    "than that the then there these this those though thus to today under until when where whereas whether which while why with without "
    "yet".split()
)


def can_hold(text: str, passage: Passage) -> bool:
    """Whether somebody may be meant in a passage, so that it has to be parsed."""
    words = text[passage.start : passage.end]
    return bool(passage.speaker or passage.lead or _SPOKEN.search(words) or _somebody(words) or matcher().find(words))


def _somebody(words: str) -> bool:
    """Whether a word begins with a capital that may be a name's, or stands for those named before: "the sides", "they"."""
    return any(word.lower() in _STANDING or (word[:1].isupper() and word.lower() not in _OPENING) for word in _WORD.findall(words))
