"""Ambassadors: what a state does with its own concerns the state to which they are sent."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.reading import clauses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed

#: Codes of what is done to a state by sending, recalling, opening and closing there.
RELATIONS = {"030", "032", "039", "050", "054", "161"}


def receiving(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Where those are sent of whom the pattern speaks, if they are the actors' own: "recalled its ambassador to Israel"."""
    own = {e.country for m in candidate.sources for e in parsed.entities(m) if e.country}
    return [post for mention, post in _sent(parsed, candidate) if own & {e.country for e in parsed.entities(mention)}]


def in_passive(parsed: Parsed, candidate: Candidate) -> None:
    """Says who did what is told of an ambassador alone: his own side recalls him, and where he is sent he is expelled."""
    for mention, post in _sent(parsed, candidate) if clauses.is_passive(candidate.head) else ():
        if all(m is mention for m in candidate.sources):
            sides = [mention], [post]
            candidate.sources, candidate.targets = sides if candidate.head.lemma_.lower() in words("posting") else reversed(sides)


def _sent(parsed: Parsed, candidate: Candidate) -> Iterator[tuple[Mention, Mention]]:
    for token in candidate.matched:
        mention = parsed.mention_at(candidate.sentence.passage, token.i)
        if mention is not None and mention.post is not None:
            yield mention, mention.post
