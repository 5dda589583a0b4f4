"""What a report is compared by, taken from its record and its document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

from dragoman.gazetteer.loading import table
from dragoman.gazetteer.names import world_matcher
from dragoman.ledger.words import load, stems
from dragoman.records import stable_id

KINDS = {"engagements": "engagement", "events": "event", "statements": "statement", "commitments": "commitment"}
SOURCES = {"actor", "visitor", "signatory", "mediator"}  # roles that do; the others have it done to them
WIDEST = 62  # days: a date known no better than this says nothing about which of two occasions is meant
BUCKET = 4  # days that share a block; a stated day is in one, "in the last three days" in two at most


@cache
def rules() -> dict[str, Any]:
    """The numbers of merging.yaml."""
    found: dict[str, Any] = load("merging.yaml")
    return found


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its coordinates. Those of an area (a country or a part of one) say nothing about distance."""

    country: str | None
    admin1: str | None
    name: str
    area: bool
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Features:
    """A report in the form in which reports are compared."""

    id: str
    document: str
    kind: str
    form: str
    status: str
    published: dt.date | None
    first: dt.date | None
    last: dt.date | None
    stated: bool
    parties: frozenset[str]
    people: Mapping[str, frozenset[str]]
    sources: frozenset[str]
    targets: frozenset[str]
    spot: Spot | None
    topics: frozenset[str]
    words: frozenset[str]
    code: str
    mode: str | None
    due: tuple[dt.date, dt.date] | None
    quote: str


def party(actor: Mapping[str, Any]) -> str | None:
    """The country that an actor stands for, or the organisation or group; None for someone the text leaves unknown."""
    if actor["country"]:
        return str(actor["country"])
    parts = str(actor["id"]).split("/")
    return None if parts[0] == "X" else "/".join(parts[:2])


def countries_in(text: str) -> list[tuple[str, str]]:
    """The countries that a text names, each as it is written there: by name, by people or by adjective."""
    found = [(hit.of("state", "people", "adjective"), text[hit.start : hit.end]) for hit in world_matcher().find(text)]
    return [(str(name.country), written) for name, written in found if name and name.country]


def actors(kind: str, body: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The actors of a record with their roles, whatever its kind."""
    if kind in {"engagement", "event"}:
        return [(p["role"], p["actor"]) for p in body["participants"]]
    if kind == "statement":
        return [("actor", body["speaker"])] + ([("addressee", body["addressee"])] if body["addressee"] else [])
    return [("actor", a) for a in body["parties"]] + [("recipient", a) for a in body["counterparties"]]


def form(kind: str, body: Mapping[str, Any]) -> str:
    """Medium, type, stance or kind."""
    return str(body[{"engagement": "medium", "event": "type", "statement": "stance", "commitment": "kind"}[kind]])


def main_evidence(kind: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The words that show a record best."""
    found: Mapping[str, Any]
    if kind == "event":
        found = body["evidence"]["clause"]
    elif kind == "statement":
        found = body["content"]
    elif kind == "commitment":
        found = body["evidence"][0] if body["evidence"][0]["quote"] else body["action"]
    else:
        found = body["evidence"][0]
    return found


def topics(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The topics of a record, one or several."""
    if "topics" in body:
        return list(body["topics"])
    return [body["topic"]] if body.get("topic") else []


def days(body: Mapping[str, Any], published: dt.date | None) -> tuple[dt.date | None, dt.date | None, str]:
    """First and last day, and what they rest on: the words (`stated`), the day of publication, or none.

    What is looked back on without a date has none; what is planned without one is known from the day of publication.
    """
    when = body.get("when")
    if when and when["start"]:
        return dt.date.fromisoformat(when["start"]), dt.date.fromisoformat(when["end"]), "stated"
    if published is None or body.get("status") == "historical":
        return None, None, "none"
    return published, published, "published"


def features(kind: str, body: Mapping[str, Any], document: str, published: dt.date | None) -> Features:
    """The features of a record."""
    named = actors(kind, body)
    people: dict[str, set[str]] = {}
    for _, actor in named:
        side = party(actor)
        if side and actor["kind"] == "person" and "/" in actor["id"] and not str(actor["id"]).startswith("X/"):
            people.setdefault(side, set()).add(actor["id"])
    first, last, stated = _window(kind, body, published)
    evidence = main_evidence(kind, body)
    words = body["action"]["quote"] if kind == "commitment" else evidence["quote"]
    due = body.get("deadline")
    return Features(
        id=body["id"],
        document=document,
        kind=kind,
        form=form(kind, body),
        status=str(body.get("status", "occurred")) if kind != "commitment" else "open",
        published=published,
        first=first,
        last=last,
        stated=stated,
        parties=frozenset(p for _, a in named if (p := party(a))),
        people={side: frozenset(ids) for side, ids in people.items()},
        sources=frozenset(p for role, a in named if role in SOURCES and (p := party(a))),
        targets=frozenset(p for role, a in named if role not in SOURCES and (p := party(a))),
        spot=_spot(body.get("place")),
        topics=frozenset(t for topic in topics(body) for t in (topic["instrument"], topic["conflict"], topic["context"]) if t),
        words=stems(words),
        code=str(body.get("cameo", "")),
        mode=body.get("mode"),
        due=(dt.date.fromisoformat(due["start"]), dt.date.fromisoformat(due["end"])) if due and due["start"] else None,
        quote=" ".join(evidence["quote"].split()),
    )


def _window(kind: str, body: Mapping[str, Any], published: dt.date | None) -> tuple[dt.date | None, dt.date | None, bool]:
    first, last, basis = days(body, published)
    if first is None or last is None or basis == "stated":
        return (first, last, basis == "stated")
    if body.get("status") in {"future", "hypothetical"} and kind != "commitment":
        return first, _later(last, rules()["plan_days"]), False
    return _later(first, -rules()["news_days"]), last, False


def _later(day: dt.date, by: int) -> dt.date:
    return dt.date.fromordinal(max(1, min(dt.date.max.toordinal(), day.toordinal() + by)))


def _spot(place: Mapping[str, Any] | None) -> Spot | None:
    if not place or place["unresolved"]:
        return None
    return Spot(
        country=place["country"],
        admin1=place["admin1"],
        name=str(place["name"]).casefold(),
        area=place["geonames_id"] in _areas(),
        lat=place["lat"],
        lon=place["lon"],
    )


@cache
def _areas() -> frozenset[int]:
    """GeoNames ids of countries and of their first-level parts."""
    return frozenset(int(row["geonames_id"]) for row in table("cities.csv") if row["kind"] in {"country", "admin1"})


def blocks(f: Features) -> Iterator[str]:
    """Keys: two reports are compared only where they share one, so that the cost grows with the ledger and not with its square."""
    times = list(_buckets(f))
    if f.kind == "statement":
        for word in sorted(stable_id("w", w) for w in f.words)[:3]:
            yield from (f"s|{who}|{f.form}|{word}|{time}" for who in sorted(f.sources) for time in times)
        return
    if f.kind == "commitment":
        yield from (f"c|{who}|{word}|{time}" for who in sorted(f.sources) for word in sorted(f.words)[:8] for time in times)
        return
    head = f"e|{f.form}" if f.kind == "event" else f"n|{_medium_group(f.form)}"
    sides = sorted(f.parties)[:8]  # a gathering of more is found by these
    pairs = list(combinations(sides, 2)) or [(side, "") for side in sides]
    yield from (f"{head}|{a}|{b}|{time}" for a, b in pairs for time in times)


@cache
def _medium_group(medium: str) -> str:
    return next((group[0] for group in rules()["compatible_media"] if medium in group), medium)


def _buckets(f: Features) -> Iterator[str]:
    if f.first is None or f.last is None or (f.last - f.first).days > WIDEST:
        yield "undated"
        return
    grace = rules()["days_of_grace"].get(f.form, 0)
    for bucket in range((f.first.toordinal() - grace) // BUCKET, (f.last.toordinal() + grace) // BUCKET + 1):
        yield str(bucket)
