"""A place name in a text, and the record of the place found for it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.gazetteer.places import Candidate
from dragoman.records import Evidence, Place


@dataclass(slots=True)
class Toponym:
    """A place name in a text (code points), what the words beside it say that holds it, and the place found for it.

    `outer`: where the holding names after it end ("Rio de Janeiro, Brazil"). `sure`: how far the place found is ahead of the next.
    """

    start: int
    end: int
    text: str
    within: tuple[str, ...] = ()
    outer: int = 0
    facility: bool = False
    found: Candidate | None = None
    country: str | None = None
    admin1: str | None = None
    reason: str | None = None
    sure: float = 0.0


def place_of(text: str, name: Toponym) -> Place:
    """The record of a name."""
    place = name.found
    end = name.outer if name.within and (place is None or place.fit > 1) else name.end
    evidence = Evidence.of(text, name.start, max(end, name.end))
    if place is None:
        return Place(
            name=name.text, as_written=evidence.quote, country=name.country, admin1=name.admin1, evidence=evidence, unresolved=name.reason
        )
    return Place(
        name=place.name if place.note is None else name.text,
        as_written=evidence.quote,
        country=place.country,
        admin1=place.admin1,
        lat=place.lat,
        lon=place.lon,
        geonames_id=place.geonames_id if place.note is None else None,
        evidence=evidence,
        unresolved=place.note,
    )
