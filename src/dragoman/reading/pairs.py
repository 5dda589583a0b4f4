"""Two given actors in a sentence: which act of the lexicon passes between them, for whoever marks the pair by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.reading import events
from dragoman.reading.classifier import Marked, Span
from dragoman.reading.parsed import Parsed, parse
from dragoman.records import Document

if TYPE_CHECKING:
    from dragoman.reading.mentions import Mention

#: What the lexicon's vote adds to the model's probability of a type: chosen on an earlier model's kept-back rows (docs/model_card.md).
WEIGHT = 0.45


@dataclass(frozen=True, slots=True)
class Vote:
    """The lexicon's opinion of a pair."""

    code: str  # CAMEO, after the codebook's rules
    both: bool  # whether the act takes both actors, or only one of them
    words: int  # of its pattern


def votes(items: Sequence[Marked]) -> list[Vote | None]:
    """The act nearest to each marked pair; None where the lexicon knows none that takes either of the two."""
    return [_vote(item) for item in items]


def _vote(item: Marked) -> Vote | None:
    parsed = parse(Document.of(item.text))
    found = max(_acts(parsed, item), key=lambda ranked: ranked[0], default=None)
    return found[1] if found else None


def _acts(parsed: Parsed, item: Marked) -> Iterator[tuple[tuple[float, int, int], Vote]]:
    """Each act that takes one of the actors, with its rank: both before one, longer patterns first, main clauses first."""
    pair = Pair(parsed, item)
    for sentence in parsed.sentences:
        for candidate in events.candidates(parsed, sentence):
            coded = events.decide(candidate)
            near = pair.nearness(candidate)
            if coded is not None and near:
                rank = (near, len(candidate.entry.rest), -events.salience(candidate)[3])
                yield rank, Vote(coded[0], both=near >= 3, words=1 + len(candidate.entry.rest))


class Pair:
    """The two marked actors, known again in their pronouns: "Velland said it will leave"."""

    def __init__(self, parsed: Parsed, item: Marked) -> None:
        self.parsed, self.item = parsed, item
        self.source, self.target = self._named(item.source), self._named(item.target)

    def _named(self, span: Span | None) -> set[str]:
        if span is None:
            return set()
        inside = (m for found in self.parsed.mentions for m in found if m.start < span[1] and span[0] < m.end and not m.modifier)
        return {e.id for m in inside for e in self.parsed.entities(m)}

    def nearness(self, candidate: events.Candidate) -> float:
        """4 where the act takes both as marked, 3.5 where it takes them the other way round, 1 where it takes one."""
        source = self._among(candidate.sources, self.item.source, self.source)
        target = self._among(candidate.targets, self.item.target, self.target) or self._object(candidate)
        if source and target:
            return 4
        turned = self._among(candidate.sources, self.item.target, self.target) and self._among(
            candidate.targets, self.item.source, self.source
        )
        return 3.5 if turned else float(source or target)

    def _object(self, candidate: events.Candidate) -> bool:
        """Whether the marked target is what the verb is said of, though no actor: "condemned the bombing of the academy"."""
        span = self.item.target
        return span is not None and any(span[0] <= noun.idx < span[1] for noun in candidate.clause.objects)

    def _among(self, mentions: Sequence[Mention], span: Span | None, named: set[str]) -> bool:
        if span is None:
            return False
        return any((m.start < span[1] and span[0] < m.end) or named.intersection(e.id for e in self.parsed.entities(m)) for m in mentions)
