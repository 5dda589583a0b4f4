"""Words compared across reports: light stems without grammar, and how much two sets of them share."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from dragoman.records import yamlfile

DATA = files("dragoman.ledger") / "data"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SUFFIXES = (
    *("ization", "isation", "ational", "ations", "ation", "ities", "ements", "ement", "ments", "ment", "ances", "ance", "ings", "ing"),
    *("ions", "ion", "ies", "ied", "ity", "ers", "ed", "es", "er", "ly", "s", "e", "y"),
)


def load(name: str) -> Any:
    """A YAML data file of the ledger."""
    return yamlfile.load(DATA / name)


@cache
def stopwords() -> frozenset[str]:
    """Words that say nothing about what was done: grammar, times, reporting."""
    return frozenset(load("stopwords.yaml"))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its ending; not a linguist's stem, but the same for "reopen", "reopened" and "reopening"."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiousl" else word


@lru_cache(maxsize=65536)
def _meant(word: str) -> str:
    """The stem of a word that carries meaning, or nothing."""
    word = word.partition("'")[0].partition("’")[0]
    return "" if len(word) <= 2 or word.isdigit() or word in stopwords() else stem(word)


def stems_in_order(text: str) -> list[str]:
    """The stems of the words that carry meaning, as they come."""
    return [found for found in map(_meant, _WORD.findall(text.casefold())) if found]


@lru_cache(maxsize=8192)  # names and sentences are asked for again by every step
def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stems_in_order(text))


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """2|A∩B| / (|A|+|B|)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """|A∩B| / min(|A|, |B|)."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """|A∩B| / |A∪B|."""
    return len(one & other) / len(one | other) if one or other else 0.0
