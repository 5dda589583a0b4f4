"""Whether the words really tell an act, and don't just use its noun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman import codebook
from dragoman.reading import clauses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.parsed import Parsed
from dragoman.records import Participant

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_complete(participants: tuple[Participant, ...], type_: str) -> bool:
    """Whether as many take part as an act of a type needs."""
    if not participants:
        return False
    roles = {p.role for p in participants}
    return len(participants) > 1 or (type_ in codebook.types_that("alone") and bool(roles & {"actor", "visitor"})) or roles == {"recipient"}


def is_told(candidate: Candidate, participants: tuple[Participant, ...], type_: str) -> bool:
    """Whether the words really tell the act, and don't just use its noun."""
    doers = [p for p in participants if p.role not in {"recipient", "host"}]
    if type_ in codebook.types_that("willed") and not doers:
        return False
    if type_ == "PROTEST" and all(p.actor.kind == "state" for p in doers):
        return False  # protest is what civilians do
    if candidate.head.lemma_.lower() in words("appointing") and _within_one(participants):
        return False
    cue = candidate.status_cue
    if (
        candidate.status == "hypothetical"
        and (candidate.head.dep_ in {"advcl", "acl", "xcomp", "pcomp"} or (candidate.head.dep_ == "ccomp" and candidate.head.tag_ == "VB"))
        and cue is not None
        and (cue == candidate.head.head or (candidate.head.dep_ == "pcomp" and cue == candidate.head.head.head))
    ):
        return (
            type_ in {"REQUEST", "THREATEN"} and len(participants) > 1
        )  # a mere purpose ("to support the defence of") isn't told as an act
    if candidate.head.pos_ in {"NOUN", "PROPN"} and candidate.clause.head == candidate.head:
        if _treated(candidate.head):
            return False
        if type_ == "CONSULT":
            return len(participants) > 1 and candidate.head.lemma_.lower() in words("occasions")
        if candidate.code in {"054", "057"}:
            return len(participants) > 1 and _takes_effect(candidate.head)
        return type_ in codebook.types_that("deed") and len(participants) > 1
    return True


def _treated(noun: Token) -> bool:
    """Whether a noun is only what a text is about: "vetoed a resolution drafted by Chad on the protection of civilians"."""
    link = noun.head
    if noun.dep_ != "pobj" or link.lower_ not in words("about_words") - {"in"} or link.head == link:
        return False
    above = link.head.head if link.head.dep_ == "acl" else link.head
    objects = [c for c in above.children if c.dep_ in clauses.OBJECTS | clauses.PASSIVE_SUBJECTS] if above.pos_ == "VERB" else [above]
    return any(t.lemma_.lower() in words("texts") for t in objects)


def _within_one(participants: Sequence[Participant]) -> bool:
    """Whether all are of one side, as who appoints and who is appointed are."""
    sides = {p.actor.country or p.actor.id for p in participants}
    return len(sides) == 1 or not any(p.actor.kind in {"state", "organisation"} for p in participants if p.role == "recipient")


def _takes_effect(noun: Token) -> bool:
    """Whether a noun's deed is told as done: "the signing took place", "the recognition took effect"."""
    verb = noun.head
    return noun.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_.lower() in words("occurring")


def is_of_danger(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether a warning is of what is or might be, not of what its author would do: "warned that the rains could bring cholera"."""
    for verb in candidate.head.children if candidate.head.lemma_.lower() in words("cautioning") else ():
        subjects = [c for c in verb.children if c.dep_ in clauses.SUBJECTS | clauses.PASSIVE_SUBJECTS | {"expl"}]
        if verb.dep_ != "ccomp" or not (_may_be(verb) or (_is_so(verb) and not (candidate.matched or candidate.clause.objects))):
            continue
        found = [m for t in subjects for m in parsed.who(candidate.sentence.passage, t)]
        own = {e.country or e.id for m in candidate.sources for e in parsed.entities(m)}
        return (
            bool(subjects)
            and (subjects[0].pos_ != "PRON" or subjects[0].dep_ == "expl")
            and not any((e.country or e.id) in own for m in found for e in parsed.entities(m))
        )
    return False


def _may_be(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in {"could", "may", "might"} for c in verb.children)


def _is_so(verb: Token) -> bool:
    """Whether a clause tells how things are, under no condition."""
    finite = [t for t in (verb, *verb.children) if t == verb or t.dep_ in {"aux", "auxpass"}]
    told = any(t.tag_ in {"VBZ", "VBP", "VBD"} for t in finite) and not any(t.tag_ == "MD" for t in finite)
    return told and not any(c.dep_ == "advcl" and any(g.lower_ in words("conditions") for g in c.children) for c in verb.children)
