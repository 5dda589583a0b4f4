"""The events of a document."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.recognising import candidates
from dragoman.reading.events.record import build
from dragoman.reading.events.repeats import told_once
from dragoman.reading.events.salience import salience
from dragoman.reading.judging import judge
from dragoman.reading.parsed import Parsed
from dragoman.reading.topics import Topics
from dragoman.records import Engagement, Event


def find(parsed: Parsed, topics: Topics, engagements: Sequence[Engagement]) -> list[Event]:
    """The coded events of a document, in the order of the text."""
    seen = [c for s in parsed.sentences if not s.repeats and not parsed.plays(s) for c in candidates(parsed, s) if c.type is not None]
    pairs = [(c, e) for c in seen if (e := build(parsed, c, topics, engagements)) is not None]
    found: dict[str, Event] = {}
    for (_, event), confidence in zip(pairs, judge(parsed, [c for c, _ in pairs]), strict=True):
        if confidence is not None:
            found.setdefault(event.id, event.model_copy(update={"confidence": confidence}))
    return told_once(parsed, list(found.values()))


def coded(parsed: Parsed) -> list[tuple[Candidate, Event]]:
    """The acts of a text with their events, the most salient first."""
    found = [c for s in parsed.sentences for c in candidates(parsed, s)]
    found.sort(key=salience)
    return [(c, event) for c in found if (event := build(parsed, c, Topics(), ())) is not None]
