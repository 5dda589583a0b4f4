"""A draft: one mention of an engagement, before it is merged with the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.reading.actors import Entity
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.records import Evidence, Medium, Place, Role, Status, When

if TYPE_CHECKING:
    from spacy.tokens import Token

PEOPLE = {"person", "office"}


@dataclass(slots=True)
class Draft:
    """One mention of an engagement, before it is merged with the others."""

    medium: Medium
    sentence: Sentence
    head: Token
    status: Status
    cue: Token | None
    subjects: list[tuple[Entity, Evidence]]
    others: list[tuple[Entity, Evidence]]
    hosting: bool
    witnessing: bool
    verb: Token
    evidence: Evidence
    nominal: bool
    when: When | None = None
    place: Place | None = None
    occasion: str | None = None
    beside: list[tuple[Role, Entity, Evidence]] = field(default_factory=list)
    discussing: bool = False
    many: bool = False  # one name stands for several who meet: "the foreign ministers of the G7"

    def ids(self) -> set[str]:
        """Ids of everyone taking part."""
        return {e.id for e, _ in (*self.subjects, *self.others)}


def who(parsed: Parsed, mentions: Iterable[Mention]) -> list[tuple[Entity, Evidence]]:
    """Everyone that some mentions stand for, once, each with the words that name them first."""
    found: dict[str, tuple[Entity, Evidence]] = {}
    for mention in mentions:
        for entity in parsed.entities(mention):
            found.setdefault(entity.id, (entity, Evidence.of(parsed.text, mention.start, mention.end)))
    return list(found.values())
