"""What a text has told so far: its entities in the order in which they came up, the two sides, the date it is told at."""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod

from dragoman.gazetteer.names import Name
from dragoman.gazetteer.offices import Term
from dragoman.reading.actors.entities import Entity, country_name
from dragoman.reading.mentions import Mention
from dragoman.reading.references import References
from dragoman.records import Actor, ActorKind, Evidence, ReadingWarning

#: The end of a sentence, near enough to tell whether two names stand in one.
SENTENCE_END = re.compile(r"[.!?][\"”’]?\s+[A-Z“\"]|\n")


class Discourse(ABC):
    """The entities of one document, and where its telling stands."""

    def __init__(self, text: str, published: dt.date | None) -> None:
        self.text, self.published = text, published
        #: First and last day on which the text can have been written.
        self.era: tuple[dt.date, dt.date] = (published, published) if published else (dt.date.min, dt.date.max)
        self.entities: dict[str, Entity] = {}  # by id
        self.surnames: dict[str, Entity] = {}
        self.of_mention: dict[int, tuple[Entity, ...]] = {}  # by the mention's `id()`
        self.warnings: list[ReadingWarning] = []
        self.home: str | None = None  # the country whose officials the text names without saying so
        self.publishing: str | None = None  # the country whose government publishes the text
        self.performing: str | None = None  # the one state that speaks in the text for itself
        self.apart: dict[str, Mention] = {}  # by title: who is told without a country in one sentence with another who holds it elsewhere
        self.scene: str | None = None  # the country from which the text is told, where its first sentence names it
        self.sole: str | None = None  # the one country that the text names
        self.sole_of_persons: str | None = None  # the same, its persons left out
        self.author: Mention | None = None  # who writes the text in the first person
        self.references = References()
        self.lead: list[Mention] = []  # the subjects of the last main clause
        self.leads: list[list[Mention]] = []  # those of every main clause so far
        self.openings: list[list[Mention]] = []  # who is named in the headline and the first sentence
        self.introduced: dict[str, str] = {}  # by office: the country of the first that the text says to be of one
        self.pair: tuple[Entity, ...] = ()  # the latest of two different sides
        self.pairs: list[tuple[Entity, ...]] = []  # every pair so far
        self.met = False  # whether one sentence names both of the pair

    @property
    def own(self) -> str | None:
        """The country whose own office a text means that it doesn't name a country of."""
        return self.home or self.performing

    @abstractmethod
    def refer(self, mention: Mention) -> tuple[Entity, ...]:
        """Whom a mention means."""

    def entity(self, id_: str, name: str, kind: ActorKind, country: str | None, sector: str | None, office: str | None = None) -> Entity:
        """The entity of an id, made where the text hasn't told of it yet."""
        entity = self.entities.get(id_)
        if entity is None:
            if kind == "state" and id_ == country:
                name = country_name(country)  # not "the White House" that it was first called
            entity = self.entities[id_] = Entity(id_, name, kind, country, sector, office, order=len(self.entities))
        entity.office = entity.office or office
        entity.sector = entity.sector or sector
        return entity

    def named(self, name: Name) -> Entity:
        """The entity of a state or region that is named inside another name."""
        kind: ActorKind = "state" if name.kind == "state" else "subnational"
        return self.entity(name.id, name.name, kind, name.country, None if kind == "state" else name.sector)

    def state(self, country: str) -> Entity:
        """The entity of a state, by its ISO3 code."""
        return self.entity(country, country_name(country), "state", country, None)

    def state_of(self, entity: Entity) -> Entity:
        """The state that an official acts for."""
        return self.state(entity.country or "")

    def in_era(self, term: Term) -> bool:
        """Whether someone held an office at the time of the text."""
        return term.first <= self.era[1] and term.last >= self.era[0]

    def called(self, where: str) -> str:
        """What a country or an organisation is called, by its id."""
        known = self.entities.get(where)
        return known.name if known else country_name(where) if "/" not in where else where.rpartition("/")[2].replace("-", " ").title()

    def latest(self, kinds: set[str]) -> Entity | None:
        """Of those of these kinds, the one of whom the text spoke last."""
        return max((e for e in self.entities.values() if e.kind in kinds and e.last >= 0), key=lambda e: e.last, default=None)

    def latest_of(self, mention: Mention, prefix: str) -> Entity | None:
        """Of those whose ids begin so, the one of whom the text spoke last."""
        near = (
            e for e in self.entities.values() if e.id.startswith(prefix) and 0 <= e.last < mention.start and mention.start - e.last < 1500
        )
        return max(near, key=lambda e: e.last, default=None)

    def body_called(self, noun: str, mention: Mention) -> Entity | None:
        """The body named before whose name has a noun: "the court", "the Fund"."""
        near = (
            e
            for e in self.entities.values()
            if e.kind == "organisation" and noun in e.name.lower().split() and 0 <= e.last < mention.start and "X/" not in e.id
        )
        return max(near, key=lambda e: e.last, default=None)

    def in_one_sentence(self, one: int, other: int) -> bool:
        """Whether no sentence ends between two points of the text."""
        return SENTENCE_END.search(self.text, min(one, other), max(one, other) + 1) is None

    def actors(self, mention: Mention) -> tuple[Actor, ...]:
        """The actors that a resolved mention stands for (none when it couldn't be resolved)."""
        evidence = Evidence.of(self.text, mention.start, mention.end)
        return tuple(self.actor(entity, evidence) for entity in self.of_mention.get(id(mention), ()))

    @staticmethod
    def actor(entity: Entity, evidence: Evidence) -> Actor:
        """The record of an entity as these words name it."""
        return Actor(
            id=entity.id,
            name=entity.name,
            kind=entity.kind,
            country=entity.country,
            sector=entity.sector,
            office=entity.office,
            as_written=evidence.quote,
            evidence=evidence,
            reports_to=entity.reports_to,
        )
