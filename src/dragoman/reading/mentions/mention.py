"""Mention: words that stand for someone who can act, with all that the words alone tell of who it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dragoman.gazetteer.names import Name

MentionKind = Literal[
    "state", "person", "office", "organisation", "subnational", "armed_group", "company", "people", "role", "pronoun", "group"
]


@dataclass(slots=True, eq=False)
class Mention:
    """Words that stand for an actor. Character offsets are the document's; token offsets those of the passage's parse."""

    start: int
    end: int
    first: int
    last: int
    head: int
    kind: MentionKind
    name: Name | None = None
    given: str | None = None
    titles: tuple[Name, ...] = ()
    origins: tuple[Name, ...] = ()
    former: bool = False
    acting: bool = False
    modifier: bool = False
    plural: bool = False
    definite: bool = False
    region: str | None = None  # the part of the world in "African leaders"
    noun: str | None = None
    sector: str | None = None
    possessor: str | None = None
    shared: tuple[str, ...] = ()
    located: bool = False  # it tells where something happens
    passage: int = 0
    alternatives: tuple[Name, ...] = ()
    appositions: list[tuple[int, int]] = field(default_factory=list)
    principal: Mention | None = None
    bodies: tuple[Name, ...] = ()  # the organisations of "representatives of the African Union and the Arab League"
    against: Name | None = None  # the rebels that "the army" is coordinated with
    beside: Mention | None = None  # of whose country one is in "the Korean minister X and Vice Minister Y"
    post: Mention | None = None  # the state to which an ambassador is sent, within the words: no actor of its own
    named: tuple[Mention, ...] = ()  # who a description is: "the foreign ministers, X and Y", "his Iranian counterpart, Z"
