"""Cues: the words that say that something is said.

The patterns are in `codebook/data/statements.csv`: `pattern,pos,stance,addressee,content,note`.

- `pattern`, `pos`: as in the lexicon (`codebook.lexicon`).
- `stance`: of the statement made with it; empty where the words tell a thought or a finding, which is voiced by the text but stated by
  nobody.
- `addressee`: slots of those spoken to, alternatives in order: `object`, `dative`, a preposition, or `none`.
- `content`: slots of what is said, alternatives in order: `quote` (a quotation beside the cue), `clause` (a complement clause: `finite`
  or `infinitive`), `object`, `all` (the object with the reasons given: "Kenya for its leadership"), `naming` (the object and the name it
  is called), or a preposition.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from dragoman.codebook import load_yaml, table
from dragoman.codebook.lexicon import Entry, parse_entry
from dragoman.records import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern of words that says that something is said."""

    entry: Entry
    stance: Stance | None
    addressee: tuple[str, ...]
    content: tuple[str, ...]

    @property
    def quotes(self) -> bool:
        """Whether its content can be a quotation."""
        return "quote" in self.content


@cache
def cues() -> dict[tuple[str, str], tuple[Cue, ...]]:
    """The cues by part of speech and head lemma, those with the most words first."""
    index: dict[tuple[str, str], list[Cue]] = defaultdict(list)
    for row in table("statements.csv"):
        entry = parse_entry({**row, "cameo": "", "source": "subject", "target": row["addressee"]})
        cue = Cue(entry, cast("Stance", row["stance"]) if row["stance"] else None, entry.target, tuple(row["content"].split("|")))
        for lemma in entry.head:
            index[entry.pos, lemma].append(cue)
    return {key: tuple(sorted(found, key=lambda c: -len(c.entry.rest))) for key, found in index.items()}


@cache
def words(kind: str) -> frozenset[str]:
    """A named list of `codebook/data/statement_words.yaml`."""
    return frozenset(next(row["words"] for row in load_yaml("statement_words.yaml") if row["kind"] == kind))


def is_cue(token: Token) -> bool:
    """Whether a token is a verb that heads some cue."""
    return token.pos_ == "VERB" and ("V", token.lemma_.lower()) in cues()
