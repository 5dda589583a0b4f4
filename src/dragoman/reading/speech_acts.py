"""Speech acts: whether words bind their speaker, press others, voice a feeling or assert.

Light on purpose: cues with weights (`codebook/data/speech_acts.yaml`) are added up; no parse is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from dragoman.codebook import load_yaml

Act = Literal["commissive", "directive", "expressive", "assertive"]
_ITEM = re.compile(r"\s*(?:<li>|[-–—•*]\s|\(?(?:\d{1,2}|[a-z])[.)]\s)", re.I)
_MARKUP = re.compile(r"</?[a-z]+>|^[\s\-–—•*“”\"'‘’.…]+|^\W*(?:and|but)\s+", re.I)


@dataclass(frozen=True, slots=True)
class _Cue:
    act: Act
    weight: float
    pattern: re.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = load_yaml("speech_acts.yaml")
    return found


@cache
def _cues() -> tuple[_Cue, ...]:
    sets = {name: "|".join(sorted(map(re.escape, words), key=len, reverse=True)) for name, words in _data()["sets"].items()}
    return tuple(_Cue(row["act"], row["weight"], _compiled(row["pattern"], sets)) for row in _data()["cues"])


def _compiled(pattern: str, sets: dict[str, str]) -> re.Pattern[str]:
    for name, words in sets.items():
        pattern = pattern.replace(f"{{{name}}}", words)
    if pattern.startswith("^") and not pattern.startswith("^•"):
        pattern = f"^(?:• )?{pattern[1:]}"
    start = "" if pattern.startswith(("^", "[", "\\")) else r"\b"
    end = r"\b" if pattern[-1] not in " $db•" else ""
    return re.compile(f"{start}(?:{pattern}){end}", re.I)


def scores(text: str) -> dict[Act, float]:
    """How strongly each act's cues speak, 0 for assertion."""
    plain = _plain(text)
    found: dict[Act, float] = dict.fromkeys(get_args(Act), 0.0)
    for cue in _cues():
        if cue.pattern.search(plain):
            found[cue.act] += cue.weight
    return found


def act(text: str) -> Act:
    """What a sentence does with its words: the act with the strongest cues, assertion where none is strong enough."""
    found = scores(text)
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= _data()["threshold"] else "assertive"


def commissive(text: str) -> bool:
    """Whether the words bind their speaker to do something."""
    return act(text) == "commissive"


def _plain(text: str) -> str:
    """The words without markup, quotation marks and joining words at the front; an item of a list begins with a bullet."""
    bullet = "• " if _ITEM.match(text) else ""
    while (shorter := _MARKUP.sub("", text).strip()) != text:
        text = shorter
    return bullet + text
