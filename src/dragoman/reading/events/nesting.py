"""Acts about acts: those that ask for another, promise, refuse or threaten it, and those that promise not to do harm."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman import codebook
from dragoman.reading import clauses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.entries import PEACE, PEACEKEEPERS, PROMISE, REFUSAL

if TYPE_CHECKING:
    from spacy.tokens import Token


def nest(found: list[Candidate]) -> None:
    """Gives an act that asks for, promises, refuses or threatens another the code of the other."""
    for outer in found:
        if outer.entry.cameo[:2] not in {"02", "03", "10", "12", "13"}:
            continue
        below = [
            c
            for c in found
            if c is not outer and c.head != outer.head and outer.head.is_ancestor(c.head) and c.type and _complement(outer, c.head)
        ]
        if not below:
            continue
        inner = min(below, key=lambda c: abs(c.head.i - outer.head.i))
        outer.inner = PEACEKEEPERS.cameo if outer.head.lemma_ == "offer" and inner.type == "MOBILIZE" else inner.entry.cameo
        own = {id(m) for m in outer.sources}
        meant = inner.sources if outer.entry.cameo[:2] in {"02", "10"} and not inner.asked else inner.targets
        others = [m for m in meant if id(m) not in own]
        if others and (not outer.targets or (inner.head.pos_ != "VERB" and not outer.asked)):
            outer.targets = others  # who is asked to do it; at whom the threat is aimed


def aim(found: list[Candidate]) -> None:
    """Gives blame in a participle the aim of what the main verb does: "filed a case against Chad, alleging breaches of the treaty"."""
    for blame in found:
        head = blame.head
        if blame.type == "ACCUSE" and not blame.targets and head.dep_ == "advcl" and head.tag_ == "VBG":
            above = next((c for c in found if c.head == head.head and c.type and c.targets and not c.mutual), None)
            if above is not None and above.type is not None and codebook.quad(above.type) in {3, 4}:
                blame.targets = list(above.targets)


def over_the_phone(found: list[Candidate]) -> None:
    """Gives what is discussed "in a phone call with" someone the code of the call."""
    calls = [c for c in found if c.entry.cameo == "041" and c.head.pos_ == "NOUN" and c.head.dep_ == "pobj"]
    for call in calls:
        for talk in found:
            if talk.entry.cameo == "040" and talk.head == call.head.head.head and call.head.head.lower_ in {"during", "in", "over"}:
                talk.entry = replace(talk.entry, cameo="041")


def _complement(outer: Candidate, inner: Token) -> bool:
    """Whether one act is what the other is about, and not an aside."""
    token = inner
    while token != outer.head:
        if token.dep_ == "prep" and token.lower_ == "for" and outer.type == "THREATEN":
            return False  # "vowed to retaliate for the strike"
        if token.dep_ == "prep" and token.lower_ in words("circumstances") | {"without", "regarding", "concerning"}:
            return False  # "offered talks following the invasion"
        if token.dep_ == "conj" and token.head == outer.head and outer.head.pos_ == token.pos_ == "VERB":
            return False  # "reiterated their commitment and called on Chad": another act
        if token.dep_ in {"relcl", "parataxis", "nsubj", "appos"} or (
            token.dep_ == "advcl" and not any(c.lower_ == "to" for c in token.children)
        ):
            return False
        token = token.head
    return True


def forswear(found: list[Candidate]) -> list[Candidate]:
    """The harm that others of the acts promise not to do: it adds nothing to the promise, which is none of harm."""
    forsworn: list[Candidate] = []
    for promise in found:
        if (
            promise.head.lemma_.lower() not in words("agreeing")
            or promise.head.pos_ != "VERB"
            or promise.entry.cameo[:2] not in {"03", "13"}
        ):
            continue
        verbs = [promise.head, *(t for t in promise.matched if t.pos_ == "VERB")]
        below = [c for v in verbs for c in v.children if c.dep_ in {"xcomp", "ccomp"}]
        shunned = {t.i for c in below if clauses.shuns(c) for t in (c, *clauses.joined(c))}
        harm = [c for c in found if c.head.i in shunned and c.type in codebook.types_that("harm")]
        meant = promise.inner or any(t.i in shunned for t in promise.matched)  # the code is of what they won't do
        if harm or (shunned and meant):
            promise.inner = None
            if harm or promise.entry.cameo[:2] == "13":
                force = promise.entry.cameo[:3] == "138" or any(c.type in {"ASSAULT", "MOBILIZE"} for c in harm)
                promise.entry = PEACE if force else PROMISE
            else:
                promise.entry = REFUSAL if promise.head.lemma_.lower() in words("vowing") else PROMISE
            forsworn += harm
    return forsworn
