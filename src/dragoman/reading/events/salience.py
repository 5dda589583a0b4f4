"""How far to the fore a sentence puts an act."""

from __future__ import annotations

from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate


def salience(candidate: Candidate) -> tuple[bool, bool, bool, int, bool, int]:
    """Sorts acts as a sentence asserts them: deeds before mere statements, main clauses before others, verbs before nouns."""
    statement = candidate.entry.cameo == "010"
    supposed = candidate.status == "hypothetical"
    return (
        not (candidate.sources or candidate.targets),
        statement,
        supposed,
        _depth(candidate),
        candidate.head.pos_ != "VERB",
        candidate.head.i,
    )


def _depth(candidate: Candidate) -> int:
    """How far below the sentence's main clause an act stands; clauses under speech verbs count as main."""
    depth, token = 0, candidate.head
    while token.head != token:
        parent = token.head
        reported = token.dep_ in {"ccomp", "parataxis", "dep"} and parent.lemma_.lower() in words("speech")
        depth += not reported and token.dep_ not in {"dobj", "prep", "pobj"}
        token = parent
    return depth
