"""Acts that the words around a pattern make another: asylum, peacekeeping, praise, refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.codebook.lexicon import Entry, wordsets
from dragoman.reading import clauses, senses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.entries import (
    ASYLUM,
    BLOCK,
    COMPLAINT,
    DENIAL,
    DEPLORED,
    EXERCISE,
    PEACEKEEPERS,
    RECALL,
    STRIKE,
    SUSPENSION,
    TROOPS,
    WELCOME,
)
from dragoman.reading.events.filling import mentions_of
from dragoman.reading.events.posts import receiving
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Sectors of those who decide.
_RULERS = {"GOV", "IGO", "JUD", "LEG"}


def by_grammar(candidate: Candidate, pos: str) -> Entry:
    """The entry of a verb whose object or clause shows that the pattern's own code isn't meant."""
    entry, token = candidate.entry, candidate.head
    if entry.cameo == "143" and token.lemma_ == "strike" and pos == "V" and clauses.clause(token).objects:
        return STRIKE
    if entry.cameo == "140" and pos == "V" and any(c.dep_ == "ccomp" for c in token.children):
        return COMPLAINT  # "a rights group protested": said in protest
    if entry.cameo[:2] == "12" and token.lemma_ == "deny" and any(c.dep_ == "xcomp" and c.tag_ == "VBG" for c in token.children):
        return DENIAL  # "denied backing the rebels": nothing is refused to them
    if entry.pattern == "attack" and pos == "V" and _judged_beside(token):
        return DEPLORED  # "was praised by Chad and attacked by Togo": in words
    return replace(entry, cameo=_from_the_air(candidate)) if entry.cameo in {"183", "190"} and pos == "V" else entry


def _from_the_air(candidate: Candidate) -> str:
    """The code of an attack, by the machines that are said to strike."""
    strikers = {t.lemma_.lower() for t in candidate.clause.subjects}
    return "1952" if strikers & words("drones") else "195" if strikers & words("warplanes") else candidate.entry.cameo


def _judged_beside(verb: Token) -> bool:
    """Whether a passive goes on with a passive of judging."""
    first = verb.head
    return verb.dep_ == "conj" and first.lemma_.lower() in words("judging") and clauses.is_passive(verb) and clauses.is_passive(first)


def by_object(parsed: Parsed, candidate: Candidate, pos: str) -> None:
    """Puts praise in place of a visit, refusal in place of a barrier, a recall in place of a complaint and blame in place of an
    apology, by what the object is."""
    if candidate.type == "CONSULT" and pos == "V" and candidate.head.lemma_ in words("receiving") and _welcomes_a_thing(parsed, candidate):
        candidate.entry = WELCOME  # "welcomed the appointment of the envoy" praises; nobody is received
        candidate.targets = candidate.targets or _owners(parsed, candidate, candidate.clause.objects)
    if candidate.entry.cameo == "114" and (posts := receiving(parsed, candidate)):
        candidate.entry, candidate.targets = RECALL, posts  # "summoned its ambassador to Peru for consultations"
    if candidate.entry.cameo == "055" and (others := _resolved_by_others(parsed, candidate)):
        candidate.entry, candidate.targets = DEPLORED, others  # "regretted Chad's decision to leave"
    if candidate.entry.cameo == "081" and _made_by_others(parsed, candidate):
        candidate.entry = DENIAL  # "dismissed Peru's charge": nobody is let off
    if candidate.entry.pattern == "block" and pos == "V" and _rules(parsed, candidate):
        candidate.entry = BLOCK


def _resolved_by_others(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Those who have decided, said or done what is regretted, which is no misfortune of theirs."""
    regrets = [t for t in (candidate.head, *candidate.matched) if t.lemma_.lower() == "regret"]
    links = [c for t in (candidate.head, *regrets) for c in t.children if c.dep_ == "prep" and c.lower_ in {"over", "at", "about"}]
    things = [*(candidate.clause.objects if regrets else ()), *clauses.behind(links)]
    return _owners(parsed, candidate, [t for t in things if regrets and t.lemma_.lower() not in words("misfortunes")])


def _owners(parsed: Parsed, candidate: Candidate, things: list[Token]) -> list[Mention]:
    """Whose things are, others than the actors: "Chad's visit", "the decision by Chad", "the Chadian decision"."""
    ties = {t.i: {"poss", "amod", "compound"} if t.lemma_.lower() in words("resolves") else {"poss"} for t in things}
    owners = [o for t in things for o in (*senses.doers(t), *(c for c in t.children if c.dep_ in ties[t.i]))]
    found = mentions_of(parsed, candidate.sentence.passage, clauses.expand(owners), set(), descend=False)
    own = {e.country or e.id for m in candidate.sources for e in parsed.entities(m)}
    return [m for m in found if not own & {e.country or e.id for e in parsed.entities(m)}]


def _made_by_others(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether a charge is told to be somebody's."""
    charges = [t for t in candidate.matched if t.lemma_.lower() == "charge"]
    owners = [c for t in charges for c in t.children if c.dep_ == "poss"]
    return any(parsed.who(candidate.sentence.passage, t) for t in owners)


def _welcomes_a_thing(parsed: Parsed, candidate: Candidate) -> bool:
    objects = candidate.clause.objects
    return bool(objects) and not any(parsed.who(candidate.sentence.passage, t, descend=False) for t in objects)


def _rules(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether those who block something decide on it, as courts and governments do, and it is no road that they bar."""
    doers = [a for m in candidate.sources for a in parsed.actors(m)]
    things = candidate.clause.objects
    barred = any(parsed.who(candidate.sentence.passage, t, descend=False) for t in things)
    return bool(doers and things) and not barred and all(a.kind == "state" or (a.sector or "")[:3] in _RULERS for a in doers)


def by_parties(parsed: Parsed, candidate: Candidate, entry: Entry) -> None:
    """Puts asylum, peacekeeping or an occupation in place of what `entry` says, where refugees, peacekeepers or troops take part."""
    if (
        entry.cameo in {"081", "0872"}
        and any(t.lemma_ == "border" for t in candidate.matched)
        and any(_people(parsed, m) for m in candidate.targets)
    ):
        candidate.entry = ASYLUM
    if candidate.type == "MOBILIZE" and (
        any(_peacekeepers(parsed, m) for m in (*candidate.sources, *candidate.targets)) or _lends_police(parsed, candidate)
    ):
        candidate.entry = PEACEKEEPERS
    if entry.pattern == "suspend" and _members_of(parsed, candidate):
        candidate.entry = SUSPENSION
    if entry.cameo == "042" and candidate.sources and all(_force(parsed, m) for m in candidate.sources):
        helps = any(_peacekeepers(parsed, m) or m.sector == "COP" for m in candidate.sources)
        candidate.entry = PEACEKEEPERS if helps else TROOPS
    if entry.cameo == "150" and _together(parsed, candidate):
        candidate.entry, candidate.targets, candidate.mutual = EXERCISE, [], True


def _together(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether several states hold an exercise, and none alone shows its power."""
    drill = any(t.lemma_.lower() in wordsets()["exercise"] for t in (candidate.head, *candidate.matched))
    return drill and len(parsed.countries(candidate.sources)) > 1


def _members_of(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether an organisation does something to states: "the African Union suspended Gabon"."""
    sides = [[e.kind for m in found for e in parsed.entities(m)] for found in (candidate.sources, candidate.targets)]
    return all(sides) and set(sides[0]) == {"organisation"} and set(sides[1]) == {"state"}


def _people(parsed: Parsed, mention: Mention) -> bool:
    """Whether people are meant who may flee: a border is opened to them as an asylum."""
    return any(a.kind == "people" and not (a.sector or "").startswith(("MIL", "GOV", "IGO")) for a in parsed.actors(mention))


def _peacekeepers(parsed: Parsed, mention: Mention) -> bool:
    return bool(set(parsed.text[mention.start : mention.end].lower().replace("-", " ").split()) & words("peacekeepers"))


def _lends_police(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether one state's police go to another state: they are lent to it."""
    own, other = ({e.country for m in found for e in parsed.entities(m)} for found in (candidate.sources, candidate.targets))
    there = not other and any(c.lower_ == "there" and c.dep_ == "advmod" for c in candidate.head.children)
    return candidate.entry.cameo == "153" and bool(own and (there or (other and not own & other and None not in other)))


def _force(parsed: Parsed, mention: Mention) -> bool:
    """Whether soldiers or police are meant, and no officer in person: where they arrive, nobody pays a visit."""
    sectors = ("COP", "MIL") if mention.plural else ("MIL",)
    return mention.kind == "role" and any((a.sector or "").startswith(sectors) for a in parsed.actors(mention))
