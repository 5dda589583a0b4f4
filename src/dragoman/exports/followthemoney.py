"""FollowTheMoney entities, one a line: people, organisations, offices, documents, and what took place.

An id is `KEN.william-ruto` for `KEN/william-ruto`: FollowTheMoney has no slashes in ids. What is planned, denied or imagined is left out:
an Event has no field that would say so.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.exports.coded import COUNTED
from dragoman.exports.files import opened
from dragoman.exports.merged import ALONE, Merged, Standing
from dragoman.gazetteer.world import countries
from dragoman.records import Actor, Document, Engagement, Event, Reading, stable_id

Entity = dict[str, Any]
#: The schema of an actor by its kind; LegalEntity is the least that can be involved in an Event.
SCHEMATA = {
    "state": "PublicBody",
    "subnational": "PublicBody",
    "person": "Person",
    "organisation": "Organization",
    "armed_group": "Organization",
    "company": "Company",
    "office": "LegalEntity",
    "people": "LegalEntity",
    "other": "LegalEntity",
}
#: Every schema that is written, its properties and what they hold.
PROPERTIES: dict[str, dict[str, str]] = {
    schema: {"name": "canonical name", "country": "ISO 3166-1 alpha-2, lower case"} for schema in dict.fromkeys(SCHEMATA.values())
} | {
    "Position": {"name": "title of an office", "country": "ISO 3166-1 alpha-2 of its country, lower case"},
    "Occupancy": {
        "holder": "the person",
        "post": "the Position",
        "date": "a day on which it was held: that of the document",
        "proof": "that document",
    },
    "Article": {
        "title": "headline",
        "publisher": "who published it",
        "sourceUrl": "where",
        "publishedAt": "day of publication",
        "language": "ISO 639-3",
    },
    "Event": {
        "name": "type or medium, and who is in it",
        "startDate": "first day",
        "endDate": "last day",
        "location": "name of the place",
        "country": "ISO 3166-1 alpha-2 of the place, lower case",
        "organizer": "hosts",
        "involved": "everybody else who takes part",
        "summary": "the words that say it",
        "keywords": "medium, or PLOVER type, mode and contexts, and the CAMEO code",
        "recordId": "id of the engagement or event",
        "proof": "the document",
        "publisher": "who published it",
        "sourceUrl": "where",
    },
}
_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?")


@dataclass(slots=True)
class Entities:
    """The entities of some readings, each once: id, schema and line; and what was left out by the reason."""

    found: list[tuple[str, str, str]]
    left_out: Counter[str]


def part(readings: Iterable[Reading], merged: Merged = ALONE) -> Entities:
    """The entities of some readings."""
    made = Entities([], Counter())
    seen: set[str] = set()
    for reading in readings:
        for entity in entities(reading, merged, made.left_out):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                made.found.append((entity["id"], entity["schema"], json.dumps(entity, ensure_ascii=False)))
    return made


def join(parts: Iterable[Entities], path: Path) -> Counter[str]:
    """Writes the entities as JSON Lines; each person, organisation and office once.

    Returns:
        The entities by schema, and what was left out by the reason.
    """
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    with opened(path) as out:
        for some in parts:
            counts += some.left_out
            for id_, schema, line in some.found:
                if id_ not in seen:
                    out.write(line + "\n")
                    counts[schema] += 1
                    if schema != "Event":  # an event comes once by itself: remembering them would grow with the record
                        seen.add(id_)
    return counts


def entities(reading: Reading, merged: Merged, counts: Counter[str]) -> Iterator[Entity]:
    """The entities of a reading; what is left out is counted."""
    document = reading.document
    yield _article(document)
    for record, standing in merged.done(reading):
        if record.status not in COUNTED:
            counts[f"left out: {record.status}"] += 1
            continue
        for part in record.participants:
            yield from _actor(part.actor, document)
        yield _event(record, standing, document)


def key(id_: str) -> str:
    """An id as FollowTheMoney allows it."""
    dotted = id_.replace("/", ".")
    return dotted if _ID.fullmatch(dotted) else stable_id("x", id_)


def _entity(id_: str, schema: str, **properties: Iterable[str | None] | str | None) -> Entity:
    listed = {name: [value] if isinstance(value, str) else list(filter(None, value or ())) for name, value in properties.items()}
    return {"id": id_, "schema": schema, "properties": {name: list(dict.fromkeys(v)) for name, v in listed.items() if v}}


def _iso2(iso3: str | None) -> str | None:
    country = countries().get(iso3 or "")
    return country.iso2.lower() if country else None


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _article(document: Document) -> Entity:
    return _entity(
        key(document.id),
        "Article",
        title=document.title or document.id,
        publisher=document.publisher,
        sourceUrl=_web(document.url),
        publishedAt=document.published.isoformat() if document.published else None,
        language="eng" if document.language == "en" else None,
    )


def _actor(actor: Actor, document: Document) -> Iterator[Entity]:
    country = _iso2(actor.country)
    yield _entity(key(actor.id), SCHEMATA[actor.kind], name=actor.name, country=country)
    if actor.kind == "person" and actor.office:
        post = stable_id("post", actor.country, actor.office)
        yield _entity(post, "Position", name=actor.office, country=country)
        day = document.published.isoformat() if document.published else None
        held = stable_id("held", actor.id, post)
        yield _entity(held, "Occupancy", holder=key(actor.id), post=post, date=day, proof=key(document.id))


def _event(record: Engagement | Event, standing: Standing, document: Document) -> Entity:
    coded = isinstance(record, Event)
    form = record.type if isinstance(record, Event) else record.medium
    words = [record.type, record.mode, *record.contexts, record.cameo] if isinstance(record, Event) else [record.medium]
    quote = record.evidence.clause.quote if isinstance(record, Event) else record.evidence[0].quote
    when, place = record.when, record.place if record.place and not record.place.unresolved else None
    names = ", ".join(dict.fromkeys(p.actor.name for p in record.participants))
    return _entity(
        key(standing.id),
        "Event",
        name=f"{form if coded else form.capitalize()}: {names}" if names else form,
        startDate=when.start.isoformat() if when and when.start else None,
        endDate=when.end.isoformat() if when and when.end else None,
        location=place.name if place else None,
        country=_iso2(place.country) if place else None,
        organizer=[key(p.actor.id) for p in record.participants if p.role == "host"],
        involved=[key(p.actor.id) for p in record.participants if p.role not in {"host", "topic"}],
        summary=quote or None,
        keywords=words,
        recordId=standing.id,
        proof=key(document.id),
        publisher=document.publisher,
        sourceUrl=_web(document.url),
    )
