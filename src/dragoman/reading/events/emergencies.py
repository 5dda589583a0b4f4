"""Emergencies declared with respect to another country."""

from __future__ import annotations

from dataclasses import replace

from dragoman.reading.clauses import behind
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.parsed import Parsed


def with_respect(parsed: Parsed, candidate: Candidate) -> None:
    """An emergency declared with respect to another country: what its law calls a sanction, and nothing that country does."""
    passage = candidate.sentence.passage
    tokens = parsed.tokens(candidate.sentence)
    emergency = next((t for t in tokens if t.lemma_.lower() == "emergency"), candidate.head)
    inside = {t.i for t in emergency.subtree} - {candidate.head.i, *(t.i for t in candidate.head.subtree if t.i > candidate.head.i)}
    candidate.sources = [m for m in candidate.sources if m.head not in inside]
    links = [t for t in tokens if t.lower_ == "respect" and t.i and t.nbor(-1).lower_ == "with"]
    about = behind(c for t in links for c in t.children if c.lower_ == "to")
    concerned = [m for t in about for m in parsed.who(passage, t) if m.kind in {"state", "subnational", "armed_group"}]
    if not concerned:
        doc = parsed.doc(passage)
        candidate.targets = [m for m in candidate.targets if doc[m.head].head.lower_ in {"in", "on", "across", "over", "throughout"}]
        return
    candidate.entry, candidate.targets = replace(candidate.entry, cameo="163"), concerned[:1]
    author = parsed.author_by(candidate.sentence.start)
    if not candidate.sources and author is not None:
        candidate.sources = [author]
        if candidate.status in {"future", "hypothetical"}:
            candidate.status, candidate.status_cue = "occurred", None  # "I have determined that it is necessary to continue it"
