"""The rules of the codebook: code, type and mode of an act, by whether it has happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dragoman import codebook
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.codes import announced, becomes
from dragoman.reading.events.entries import PEACE
from dragoman.records import PloverType

if TYPE_CHECKING:
    from spacy.tokens import Token


def decide(candidate: Candidate) -> tuple[str, PloverType, str | None] | None:
    """Code, type and mode of a candidate after the codebook's rules."""
    code = candidate.code
    type_ = codebook.cameo()[code].type
    if type_ is None:
        return None
    at_home = type_ == "MOBILIZE" and not candidate.targets  # "the army will send soldiers to the valley" threatens nobody
    if candidate.status == "future" and type_ in becomes("announced") and not (at_home or _decreed(candidate, type_)):
        code = announced(code, type_)
    elif candidate.status == "negated" and type_ in becomes("declined") and candidate.refusing:
        code = becomes("declined")[type_]
    elif candidate.status == "negated" and type_ == "ASSAULT" and candidate.sources and _forgone(candidate.head):
        code = PEACE.cameo
    entry = codebook.cameo()[code]
    told = {t.lemma_.lower() for t in (candidate.head, *candidate.matched)}
    expelled = code == "161" and not told.isdisjoint(words("expelling"))  # the code also has recalls
    withdrawn = code == "0874" and candidate.head.lemma_.lower() in words("withdrawing")  # the code also has surrenders
    return code, cast("PloverType", entry.type or type_), "expel" if expelled else "withdraw" if withdrawn else entry.mode


def _forgone(verb: Token) -> bool:
    """Whether one says that one will not do it: "would not use force"."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return bool(auxiliaries & {"will", "wo", "would", "shall"}) and "have" not in auxiliaries


def _decreed(candidate: Candidate, type_: str) -> bool:
    """Whether an act is done by deciding on it: "decided to ease the curfew"."""
    cue = candidate.status_cue
    return type_ in {"CONCEDE", "RETREAT", "SANCTION"} and cue is not None and cue.lemma_ == "decide" and candidate.head.dep_ == "xcomp"
