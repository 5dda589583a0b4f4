"""The parties of an event, in the roles of its type."""

from __future__ import annotations

from typing import cast

from dragoman.reading.actors import placed
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.records import Actor, Participant, Role


def participants_of(parsed: Parsed, candidate: Candidate, type_: str, mode: str | None) -> tuple[Participant, ...]:
    """Who takes part in an act of a type and mode, each in one role."""
    found: dict[str, Participant] = {}
    visit = type_ == "CONSULT" and mode == "visit"
    hosted = visit and candidate.head.lemma_.lower() in words("hosting")
    for mentions_, role in (
        (candidate.sources, "host" if hosted else "visitor" if visit else "actor"),
        (candidate.targets, "visitor" if hosted else "host" if visit else "recipient"),
    ):
        done_to = mentions_ is candidate.targets and candidate.mutual and type_ != "CONSULT"  # told in what the parties promise
        both = (candidate.mutual and not done_to) or (type_ == "CONSULT" and not visit)
        for mention in mentions_:
            for actor in parsed.actors(mention):
                who = _protester(actor) if type_ == "PROTEST" and role == "actor" and mention.modifier else actor
                found.setdefault(who.id, Participant(role=cast("Role", "actor" if both else role), actor=who))
    return tuple(found.values())


def _protester(actor: Actor) -> Actor:
    """The people of a state, where an adjective says whose protest it is: "Palestinian riots"."""
    if actor.kind != "state":
        return actor
    return actor.model_copy(update={"id": f"{actor.country}/people", "kind": "people", "sector": "CVL"})


def localised(participants: tuple[Participant, ...], country: str | None) -> tuple[Participant, ...]:
    """Police, villagers or gunmen of no named country are of the country where it happens."""
    if country is None:
        return participants
    return tuple(p.model_copy(update={"actor": placed(p.actor, country)}) if unplaced(p.actor) else p for p in participants)


def unplaced(actor: Actor) -> bool:
    """Whether people or gunmen are of no country that is told."""
    return actor.country is None and actor.id.startswith("X/") and actor.kind in {"people", "armed_group"}


def only_place(parsed: Parsed, sentence: Sentence) -> str | None:
    """The one country of which a sentence says that something happens there."""
    found = set()
    for token in parsed.tokens(sentence):
        if token.dep_ == "pobj" and token.head.lower_ in {"in", "near", "outside"}:
            mention = parsed.mention_at(sentence.passage, token.i)
            if mention is not None and mention.kind in {"state", "subnational"}:
                found |= {e.country for e in parsed.entities(mention)}
    return found.pop() if len(found) == 1 else None


def at_home(participants: tuple[Participant, ...]) -> bool:
    """Whether officials only see a place of their own country: no dealing between two sides."""
    hosts = [p for p in participants if p.role == "host" and p.actor.kind not in {"person", "office"}]
    return bool(hosts) and len({p.actor.country for p in participants}) == 1 and participants[0].actor.country is not None
