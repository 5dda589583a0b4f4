"""What is told as a wish, attempt or permission, and is done all the same."""

from __future__ import annotations

from dragoman.reading import clauses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate


def settle(candidate: Candidate) -> None:
    """Sets what only seems hypothetical right: what one wants to say is said, an attempt at harm is harm."""
    if _performed(candidate):
        candidate.status, candidate.status_cue = "occurred", None
    elif _attempted(candidate) or _made_way(candidate):
        candidate.status, candidate.status_cue = clauses.status(candidate.head.head)


def _performed(candidate: Candidate) -> bool:
    """What one wants or votes to say is said: "I want to thank you", "we would like to congratulate the people of Togo"."""
    head, wish = candidate.head, candidate.head.head
    if candidate.type == "SUPPORT" and head.dep_ == "ROOT" and any(c.dep_ == "aux" and c.lower_ == "must" for c in head.children):
        return all(t.lower_ == "i" for t in candidate.clause.subjects)  # "I must also congratulate you"
    if head.dep_ == "xcomp" and wish.lemma_.lower() == "vote" and clauses.status(wish)[0] == "occurred":
        return candidate.type in {"ACCUSE", "REJECT", "REQUEST", "SUPPORT"}  # "voted to demand": the vote says it
    if head.dep_ != "xcomp" or candidate.type != "SUPPORT" or wish.lemma_ not in words("wanting") or clauses.status(wish)[0] == "negated":
        return False
    return any(t.lower_ in {"i", "we"} for t in clauses.clause(wish).subjects)


def _attempted(candidate: Candidate) -> bool:
    """An attempt at harm is harm: "has tried to hack into the computers"."""
    tried = candidate.head.dep_ == "xcomp" and candidate.head.head.lemma_.lower() in words("attempting")
    return tried and candidate.type in {"COERCE", "ASSAULT"}


def _made_way(candidate: Candidate) -> bool:
    """What one opens or lifts something for is let through: "reopened the bridge to allow the delivery of grain"."""
    head = candidate.head
    way = head.dep_ in {"advcl", "xcomp"} and head.lemma_.lower() in words("permitting") and candidate.type in {"RETREAT", "CONCEDE"}
    return way and head.head.lemma_.lower() in words("opening")
