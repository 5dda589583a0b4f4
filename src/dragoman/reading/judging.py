"""Lexicon and model together: how sure an event is, and which words that look like events aren't.

A pattern of several words ("accuse of corruption") says enough by itself, and so do the verbs of talk and goodwill. A
single word of conflict ("hit", "strike", "advance") is used of trade, sport and argument too: it is shown to the
model with its two actors marked; an act that the model rules out is dropped, and the rest take their confidence from
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.reading.classifier import NONE, Marked, Scores, classify

if TYPE_CHECKING:
    from dragoman.reading.events import Candidate
    from dragoman.reading.mentions import Mention
    from dragoman.reading.parsed import Parsed

#: Share of multi-word patterns that are right with both actors found, on the corpus's test split; with one actor only.
PATTERN, PATTERN_ALONE = 0.85, 0.7
#: Weight of the model's probability for the lexicon's type; the rest is the lexicon's own vote.
WEIGHT = 0.6
#: Types whose single words are often meant otherwise.
FIGURATIVE = {"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION", "THREATEN"}
RULED_OUT = 0.9  # probability of no event from which a bare word is not believed
UNLIKELY = 0.03  # and of the type below which


def judge(parsed: Parsed, candidates: Sequence[Candidate]) -> list[float | None]:
    """The confidence of each candidate; None for those that aren't events after all.

    A verb that is believed with one of its objects is believed with all: "captured the port in June and the airport in July".
    """
    asked = [i for i, c in enumerate(candidates) if _doubtful(c)]
    scores = dict(zip(asked, classify([_marked(parsed, candidates[i]) for i in asked]), strict=True)) if asked else {}
    believed = {_verb(candidates[i]) for i in asked if not _ruled_out(candidates[i], scores[i])}
    return [_trusted(c) if i not in scores else _weigh(c, scores[i]) if _verb(c) in believed else None for i, c in enumerate(candidates)]


def _verb(candidate: Candidate) -> tuple[int, int]:
    return candidate.sentence.passage, candidate.head.i


def _doubtful(candidate: Candidate) -> bool:
    return bool(candidate.sources and candidate.targets) and not candidate.entry.rest and candidate.type in FIGURATIVE


def _trusted(candidate: Candidate) -> float:
    return PATTERN if candidate.sources and (candidate.targets or candidate.mutual) else PATTERN_ALONE


def _likely(candidate: Candidate, scores: Scores) -> float:
    if candidate.type in {"CONCEDE", "RETREAT"}:  # words and deeds of yielding are told alike
        return scores.types["CONCEDE"] + scores.types["RETREAT"]
    return scores.types.get(candidate.type or NONE, 0.0)


def _ruled_out(candidate: Candidate, scores: Scores) -> bool:
    return scores.types[NONE] > RULED_OUT and _likely(candidate, scores) < UNLIKELY


def _weigh(candidate: Candidate, scores: Scores) -> float:
    return round(WEIGHT * _likely(candidate, scores) + (1 - WEIGHT) * PATTERN_ALONE, 3)


def model_scores(parsed: Parsed, candidate: Candidate) -> Scores:
    """What the model alone makes of a candidate's two actors."""
    return classify([_marked(parsed, candidate)])[0]


def _marked(parsed: Parsed, candidate: Candidate) -> Marked:
    sentence = candidate.sentence

    def span(mentions: Sequence[Mention]) -> tuple[int, int] | None:
        inside = next((m for m in mentions if sentence.start <= m.start and m.end <= sentence.end), None)
        return (inside.start - sentence.start, inside.end - sentence.start) if inside else None

    return Marked(parsed.text[sentence.start : sentence.end], span(candidate.sources), span(candidate.targets))
