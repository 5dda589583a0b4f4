"""Homes: of which country unnamed officials and citizens are."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.reading.actors import placed
from dragoman.reading.clauses import words
from dragoman.records import Actor, Engagement, Participant, Place


def on_visits(found: list[Engagement]) -> list[Engagement]:
    """Officials and citizens of no named country are of the one country that a text tells a visit to."""
    visited = {p.actor.country for e in found if e.medium == "visit" for p in e.participants if p.role == "host" and p.actor.country}
    country = visited.pop() if len(visited) == 1 else None
    if country is None:
        return found
    return [e.model_copy(update={"participants": _settled(e.participants, country)}) if e.status != "historical" else e for e in found]


def at_home(participants: list[Participant], place: Place | None) -> list[Participant]:
    """Officials and citizens of no named country are of the other side's, where it is one, else of the place where they are met."""
    first = participants[0].actor.country if participants else None
    others = {p.actor.country for p in participants if p.actor.country} - {first}
    country = others.pop() if len(others) == 1 else place.country if place is not None and not others else None
    return list(_settled(participants, country)) if country is not None else participants


def _settled(participants: Sequence[Participant], country: str) -> tuple[Participant, ...]:
    if not participants or participants[0].actor.country in {None, country}:
        return tuple(participants)
    return tuple(p.model_copy(update={"actor": placed(p.actor, country)}) if _homeless(p.actor) else p for p in participants)


def _homeless(actor: Actor) -> bool:
    named = actor.kind == "person" and actor.office is None
    noun = actor.id.removeprefix("X/")  # of one country where it is one: not "other donor governments"
    body = noun in words("local_bodies") and actor.as_written.lower().replace(" ", "-").endswith(noun)
    local = body or actor.kind in {"people", "office", "other", "person"}
    return actor.country is None and actor.id.startswith("X/") and local and not named
