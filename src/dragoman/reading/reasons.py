"""Why an act was coded as it was: the lexicon's pattern, the rules of the codebook on top, the model's probabilities."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.reading import events
from dragoman.reading.judging import model_scores
from dragoman.reading.parsed import parse
from dragoman.records import Document


@dataclass(frozen=True, slots=True)
class Reason:
    """What led to the code of one act."""

    pattern: str  # the lexicon's entry
    lexicon_code: str  # CAMEO code of the entry
    code: str  # after the rules
    rules: tuple[str, ...]  # what changed the one into the other, in words
    model: dict[str, float]  # the model's three likeliest types for the two actors


def why(document: Document, trigger: int) -> Reason | None:
    """The reason for the act whose trigger begins at an offset of the document's text; None where there is none any more."""
    parsed = parse(document)
    for sentence in parsed.sentences:
        base = parsed.passages[sentence.passage].start
        for candidate in events.candidates(parsed, sentence):
            coded = events.decide(candidate) if base + candidate.head.idx == trigger else None
            if coded is not None:
                types = model_scores(parsed, candidate).types
                best = {t: round(types[t], 3) for t in sorted(types, key=types.__getitem__, reverse=True)[:3]}
                return Reason(candidate.entry.pattern, candidate.entry.cameo, coded[0], tuple(_rules(candidate, coded)), best)
    return None


def _rules(candidate: events.Candidate, coded: tuple[str, str, str | None]) -> list[str]:
    """The steps from the entry's code to the event's."""
    found = []
    if candidate.code != candidate.entry.cameo:
        found.append(f"{candidate.entry.cameo} of {candidate.inner} is {candidate.code}")
    if coded[0] != candidate.code:
        told = "only announced" if candidate.status == "future" else "refused"
        found.append(f"{candidate.code} {told} is {coded[0]}")
    return found
