"""Patterns: the words that tell of a call, meeting, visit or signing, as the codebook lists them."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import cast

from dragoman.codebook import table
from dragoman.codebook.lexicon import Entry, parse_entry
from dragoman.records import Medium

#: Patterns that tell of a meeting only with a place: who discusses or briefs may do so on the telephone.
SITTINGS = {"discuss", "brief"}
#: A mission told with where it is sent: it is itself the visitor.
SENT = "delegation to"


@cache
def entries() -> dict[tuple[str, str], tuple[tuple[Entry, Medium], ...]]:
    """The engagement patterns by part of speech and head lemma."""
    index: dict[tuple[str, str], list[tuple[Entry, Medium]]] = defaultdict(list)
    for row in table("engagements.csv"):
        entry = parse_entry({**row, "cameo": ""})
        for lemma in entry.head:
            index[entry.pos, lemma].append((entry, cast("Medium", row["medium"])))
    return {key: tuple(found) for key, found in index.items()}
