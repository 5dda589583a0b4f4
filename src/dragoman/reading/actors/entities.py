"""Whom a text speaks of, and the records of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dragoman.gazetteer import world
from dragoman.records import Actor, ActorKind


@dataclass(slots=True)
class Entity:
    """Someone the text speaks of: every mention of them shares it."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None
    office: str | None = None
    offices: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    reports_to: str | None = None
    last: int = -1
    acted: int = -1  # the last mention that isn't a mere place
    subject: bool = False
    order: int = 0
    members: tuple[Entity, ...] = ()


def sides_of(entities: Iterable[Entity]) -> set[str]:
    """The countries of some, and the ids of those without one."""
    return {e.country or e.id for e in entities}


def placed(actor: Actor, country: str) -> Actor:
    """An actor whose country the words around it tell: its key says so too."""
    return actor.model_copy(update={"country": country, "id": country + actor.id.removeprefix("X")})


def country_name(iso3: str) -> str:
    """The English name of a country by its ISO3 code."""
    found = world.countries().get(iso3)
    return found.name if found else iso3


def official_name(iso3: str) -> str:
    """The long name of a country: "Kingdom of Saudi Arabia"."""
    found = world.countries().get(iso3)
    return found.official if found else ""
