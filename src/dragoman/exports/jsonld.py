"""JSON-LD with the terms of schema.org, for search engines and linked data: one `@graph`, a node a line.

Only schema.org's own terms are used, and the context is in the file: nothing is fetched to read it. What is denied or merely imagined
is left out, because schema.org has no status for it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from dragoman.exports.merged import ALONE, Merged
from dragoman.exports.parts import Frame, Part
from dragoman.records import Actor, Commitment, Document, Engagement, Event, Place, Reading, Statement, Topic, When

SCHEMA = "https://schema.org/"
Node = dict[str, Any]
EVENT_STATUS = {"occurred": "EventScheduled", "ongoing": "EventScheduled", "future": "EventScheduled", "historical": "EventScheduled"}
EVENT_STATUS |= {"cancelled": "EventCancelled"}
ACTION_STATUS = {"occurred": "CompletedActionStatus", "historical": "CompletedActionStatus", "ongoing": "ActiveActionStatus"}
ACTION_STATUS |= {"future": "PotentialActionStatus"}
KEPT = {"open": "PotentialActionStatus", "overdue": "PotentialActionStatus", "fulfilled": "CompletedActionStatus"}
KEPT |= {"broken": "FailedActionStatus"}
_PEOPLE = {"person", "office"}
#: The types of nodes, their properties and what they hold.
PROPERTIES: dict[str, dict[str, str]] = {
    "NewsArticle": {
        "identifier": "id of the document",
        "headline": "headline",
        "publisher": "who published it, an Organization",
        "datePublished": "day of publication",
        "inLanguage": "ISO 639-1",
        "url": "where",
    },
    "Event": {
        "identifier": "id of an engagement",
        "name": "medium and participants",
        "additionalType": "medium",
        "eventStatus": "EventScheduled or EventCancelled",
        "startDate": "first day",
        "endDate": "last day",
        "location": "Place with its name, address (country) and geo (latitude, longitude)",
        "organizer": "hosts",
        "attendee": "everybody else who takes part",
        "superEvent": "the gathering around it, an Event",
        "about": "topics, each a Thing with a name",
        "description": "the words that say it",
        "subjectOf": "the NewsArticle",
    },
    "Action": {
        "identifier": "id of an event",
        "name": "PLOVER type and participants",
        "additionalType": "PLOVER type, its mode and the CAMEO code",
        "actionStatus": "CompletedActionStatus, ActiveActionStatus or PotentialActionStatus",
        "startTime": "first day",
        "endTime": "last day",
        "location": "as of an Event",
        "agent": "who does it",
        "participant": "to whom, and everybody else",
        "about": "topics",
        "description": "the clause that says it",
        "subjectOf": "the NewsArticle",
    },
    "Quotation": {
        "identifier": "id of a statement",
        "text": "what was said",
        "creator": "the speaker",
        "audience": "the addressee, an Audience with a name",
        "about": "the topic",
        "isPartOf": "the NewsArticle",
    },
    "PlanAction": {
        "identifier": "id of a commitment",
        "name": "the words of the action",
        "additionalType": "pledge, agreement, intention or offer",
        "actionStatus": "PotentialActionStatus, CompletedActionStatus (fulfilled) or FailedActionStatus (broken); absent where unclear",
        "endTime": "the deadline",
        "agent": "who is bound",
        "participant": "to whom",
        "about": "the topic",
        "description": "the words that say it",
        "subjectOf": "the NewsArticle",
    },
    "Person": {"identifier": "id of the actor", "name": "canonical name", "jobTitle": "office held on the date of the text"},
    "Organization": {"identifier": "id of the actor", "name": "canonical name"},
    "Country": {"identifier": "ISO 3166-1 alpha-3", "name": "its name"},
}


FRAMES = {"": Frame((json.dumps({"@context": {"@vocab": SCHEMA}})[:-1] + ', "@graph": [\n').encode(), b",\n", b"\n]}\n")}


def part(readings: Iterable[Reading], merged: Merged = ALONE) -> Part:
    """The nodes of some readings, a line each, counted by type, and what was left out by the reason."""
    counts: Counter[str] = Counter()
    found = [node for reading in readings for node in nodes(reading, merged, counts)]
    counts.update(node["@type"] for node in found)
    return Part({"": ",\n".join(json.dumps(node, ensure_ascii=False) for node in found).encode()}, counts)


def nodes(reading: Reading, merged: Merged, counts: Counter[str]) -> Iterator[Node]:
    """The nodes of a reading; what is left out is counted."""
    document = reading.document
    yield _article(document)
    for met, standing in merged.first(reading.engagements):
        if met.status in EVENT_STATUS:
            yield _node("Event", standing.id, **_engagement(met), subjectOf=_link(document.id))
        else:
            counts[f"left out: {met.status}"] += 1
    for event, standing in merged.first(reading.events):
        if event.status in ACTION_STATUS:
            yield _node("Action", standing.id, **_event(event), subjectOf=_link(document.id))
        else:
            counts[f"left out: {event.status}"] += 1
    for said, standing in merged.first(reading.statements):
        yield _node("Quotation", standing.id, **_statement(said), isPartOf=_link(document.id))
    for promise, standing in merged.first(reading.commitments):
        yield _node("PlanAction", standing.id, **_commitment(promise), subjectOf=_link(document.id))


def urn(id_: str) -> str:
    """An id as an IRI."""
    return f"urn:dragoman:{quote(id_, safe='/')}"


def _link(id_: str) -> Node:
    return {"@id": urn(id_)}


def _node(type_: str, id_: str, **properties: Any) -> Node:
    return {"@type": type_, "@id": urn(id_), "identifier": id_} | {name: v for name, v in properties.items() if v not in (None, "", [], {})}


def _article(document: Document) -> Node:
    return _node(
        "NewsArticle",
        document.id,
        headline=document.title,
        publisher={"@type": "Organization", "name": document.publisher} if document.publisher else None,
        datePublished=document.published.isoformat() if document.published else None,
        inLanguage=document.language,
        url=document.url,
    )


def _actor(actor: Actor) -> Node:
    if actor.kind == "state":
        return _node("Country", actor.id, name=actor.name)
    if actor.kind in _PEOPLE:
        return _node("Person", actor.id, name=actor.name, jobTitle=actor.office)
    return _node("Organization", actor.id, name=actor.name)


def _actors(record: Engagement | Event, wanted: set[str], *, without: bool = False) -> list[Node]:
    found = {p.actor.id: p.actor for p in record.participants if p.role != "topic" and (p.role in wanted) is not without}
    return [_actor(actor) for actor in found.values()]


def _place(place: Place | None) -> Node | None:
    if place is None or place.unresolved:
        return None
    found: Node = {"@type": "Place", "name": place.name}
    if place.country:
        found["address"] = {"@type": "PostalAddress", "addressCountry": place.country}
    if place.lat is not None and place.lon is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return found


def _days(when: When | None, first: str, last: str) -> Node:
    return {first: when.start.isoformat(), last: when.end.isoformat()} if when and when.start and when.end else {}


def _about(topics: Iterable[Topic | None]) -> list[Node]:
    return [{"@type": "Thing", "name": topic.label} for topic in topics if topic]


def _engagement(met: Engagement) -> Node:
    names = ", ".join(dict.fromkeys(p.actor.name for p in met.participants if p.role != "topic"))
    return {
        "name": f"{met.medium.capitalize()}: {names}" if names else met.medium.capitalize(),
        "additionalType": met.medium,
        "eventStatus": {"@id": SCHEMA + EVENT_STATUS[met.status]},
        **_days(met.when, "startDate", "endDate"),
        "location": _place(met.place),
        "organizer": _actors(met, {"host"}),
        "attendee": _actors(met, {"host"}, without=True),
        "superEvent": {"@type": "Event", "name": met.occasion} if met.occasion else None,
        "about": _about(met.topics),
        "description": met.evidence[0].quote,
    }


def _event(event: Event) -> Node:
    names = ", ".join(dict.fromkeys(p.actor.name for p in event.participants if p.role != "topic"))
    return {
        "name": f"{event.type}: {names}" if names else event.type,
        "additionalType": [value for value in (event.type, event.mode, event.cameo) if value],
        "actionStatus": {"@id": SCHEMA + ACTION_STATUS[event.status]},
        **_days(event.when, "startTime", "endTime"),
        "location": _place(event.place),
        "agent": _actors(event, {"actor"}),
        "participant": _actors(event, {"actor"}, without=True),
        "about": _about(event.topics),
        "description": event.evidence.clause.quote,
    }


def _statement(said: Statement) -> Node:
    to = said.addressee
    return {
        "text": said.content.quote,
        "creator": _actor(said.speaker),
        "audience": {"@type": "Audience", "name": to.name} if to else None,
        "about": _about([said.topic]),
    }


def _commitment(promise: Commitment) -> Node:
    status, due = KEPT.get(promise.status), promise.deadline
    return {
        "name": promise.action.quote,
        "additionalType": promise.kind,
        "actionStatus": {"@id": SCHEMA + status} if status else None,
        "endTime": due.end.isoformat() if due and due.end else None,
        "agent": [_actor(a) for a in promise.parties],
        "participant": [_actor(a) for a in promise.counterparties],
        "about": _about([promise.topic]),
        "description": promise.evidence[0].quote,
    }
