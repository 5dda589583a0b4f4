"""Given names that are clearly a woman's or a man's, for telling whom "she" means."""

from __future__ import annotations

from functools import cache
from typing import Literal

from dragoman.gazetteer.loading import fold, table

Gender = Literal["f", "m"]


@cache
def _names() -> dict[str, str]:
    return {row["name"]: row["gender"] for row in table("given_names.csv")}


def gender(name: str) -> Gender | None:
    """Of a person's full name, by its first word that is listed; None where the words don't tell."""
    for word in fold(name).lower().replace("-", " ").split()[:2]:
        found = _names().get(word)
        if found:
            return "f" if found == "f" else "m"
    return None


def is_given(word: str) -> bool:
    """Whether a word is listed as a given name."""
    return fold(word).lower() in _names()
