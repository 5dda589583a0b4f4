"""Entries of the ledger as lines of a page: who, what, when, the words, and where each leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.analysis.page import clean
from dragoman.analysis.timeline import words
from dragoman.gazetteer.loading import rows
from dragoman.gazetteer.world import countries
from dragoman.ledger.features import SOURCES
from dragoman.web.pages import offer, part
from dragoman.web.wording import when_words

MEDIA = {"call": "Telephone call", "video": "Video call", "other": "Contact"}
STANCES = {
    "support": "supports", "oppose": "opposes", "request": "asks for", "commit": "commits to", "inform": "says",
    "thank": "thanks for", "regret": "regrets", "warn": "warns of",
}  # fmt: skip
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
PLURALS = {"engagement": "engagements", "event": "events", "statement": "statements", "commitment": "commitments"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in an entry, and the address of the actor's page."""

    name: str
    office: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in one line."""

    id: str
    address: str
    kind: str
    form: str
    title: str
    status: str
    day: str | None
    when: str
    is_stated: bool
    who: tuple[Person, ...]
    whom: tuple[Person, ...]
    words: str
    place: str | None
    topics: tuple[str, ...]
    quad: int | None
    goldstein: float | None
    reports: int
    sources: int
    differs: bool
    cites: tuple[Mapping[str, Any], ...]


def line(body: Mapping[str, Any]) -> Line:
    """An entry as a line."""
    details = body["details"]
    shown_when = body["when"]
    return Line(
        id=body["id"],
        address=record_address(body["kind"], body["id"]),
        kind=body["kind"],
        form=body["form"],
        title=title(body),
        status=body["status"],
        day=shown_when["start"],
        when=when_words(shown_when),
        is_stated=shown_when["basis"] == "stated",
        who=tuple(person(p) for p in body["participants"] if p["role"] in SOURCES),
        whom=tuple(person(p) for p in body["participants"] if p["role"] not in SOURCES),
        words=clean(words(body)),
        place=body["place"]["name"] if body["place"] else None,
        topics=tuple(t["label"] for t in body["topics"]),
        quad=details.get("quad"),
        goldstein=details.get("goldstein"),
        reports=len(body["cites"]),
        sources=body["sources"],
        differs=bool(body["disagreements"]),
        cites=tuple(body["cites"]),
    )


def title(body: Mapping[str, Any]) -> str:
    """What an entry is, in a word or two."""
    form = str(body["form"])
    if body["kind"] == "engagement":
        return MEDIA.get(form, form.capitalize())
    if body["kind"] == "event":
        mode = body["details"].get("mode")
        return f"{form.capitalize()}: {mode}" if mode else form.capitalize()
    return STANCES[form] if body["kind"] == "statement" else form.capitalize()


def person(participant: Mapping[str, Any]) -> Person:
    """A participant with the address of the page about it."""
    name = participant["name"]
    if participant["kind"] == "state":
        name = party_name(participant["id"])
    return Person(clean(name), participant["office"] if participant["kind"] == "person" else None, actor_address(participant["id"]))


def record_address(kind: str, id_: str) -> str:
    """The page of an entry."""
    return f"/{PLURALS[kind]}/{part(id_)}"


def actor_address(id_: str) -> str:
    """The page of an actor."""
    return f"/actors/{part(id_)}"


def document_address(id_: str, start: int | None = None) -> str:
    """The page of a document, at the words that begin at an offset."""
    return f"/documents/{part(id_)}" + ("" if start is None else f"#c{start}")


def relation_address(a: str, b: str) -> str:
    """The page of a pair: /relations/KEN-USA; with an organisation, whose id has hyphens, the two are parted by a tilde."""
    one, other = sorted((a, b))
    return f"/relations/{part(one)}{'-' if one.isalpha() and other.isalpha() else '~'}{part(other)}"


def pair_of(text: str) -> tuple[str, str] | None:
    """The pair in the address of a relation."""
    one, parted, other = text.partition("~" if "~" in text else "-")
    return (one, other) if parted and one and other else None


def party_name(id_: str) -> str:
    """The name of a country, an organisation or a group by its id."""
    if id_ in countries():
        return countries()[id_].name
    return _organisations().get(id_) or clean(id_.rpartition("/")[2].replace("-", " ").title() if "/" in id_ else id_)


@cache
def _organisations() -> dict[str, str]:
    return {row["id"]: row["name"] for name in ("organisations.yaml", "armed_groups.yaml") for row in rows(name)}


def lines(bodies: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Entries as lines."""
    return [line(body) for body in bodies]


offer(
    actor_address=actor_address,
    document_address=document_address,
    line=line,
    party_name=party_name,
    record_address=record_address,
    relation_address=relation_address,
)
