"""An act that the lexicon sees at a predicate, as the later steps fill it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman import codebook
from dragoman.codebook.lexicon import Entry
from dragoman.reading.clauses import Clause
from dragoman.reading.events.codes import compose
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Sentence
from dragoman.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Candidate:
    """An act that the lexicon sees at a predicate."""

    entry: Entry
    head: Token
    clause: Clause
    matched: tuple[Token, ...]
    sentence: Sentence
    sources: list[Mention] = field(default_factory=list)
    targets: list[Mention] = field(default_factory=list)
    mutual: bool = False
    asked: bool = False  # the targets are those whom a clause tells what to do
    status: Status = "occurred"
    status_cue: Token | None = None
    inner: str | None = None
    part: Token | None = None  # the object, where each of several has its own date

    @property
    def code(self) -> str:
        """The CAMEO code: the entry's, made finer by the act that it asks for, promises, refuses or threatens."""
        return compose(self.entry.cameo, self.inner) if self.inner else self.entry.cameo

    @property
    def refusing(self) -> bool:
        """Whether the negation is of the will ("would not accept") and not of the fact ("has not accepted")."""
        return any(c.dep_ == "aux" and c.lower_ in {"will", "would", "wo", "shall", "can", "ca"} for c in self.head.children)

    @property
    def type(self) -> str | None:
        """The PLOVER type of the entry's code (none for statements and for patterns of other tables)."""
        found = codebook.cameo().get(self.entry.cameo)
        return found.type if found else None
