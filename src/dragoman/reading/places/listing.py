"""Every place that a document names."""

from __future__ import annotations

from bisect import bisect_left

from dragoman.gazetteer.names import matcher
from dragoman.reading.parsed import Parsed
from dragoman.reading.places.resolving import resolve_spans
from dragoman.reading.places.spotting import spans_of
from dragoman.reading.places.toponym import Toponym, place_of
from dragoman.records import Place

_LAST: tuple[Parsed, list[Toponym]] | None = None


def toponyms(parsed: Parsed) -> list[Toponym]:
    """The place names of a document, resolved (kept for the document asked about last)."""
    global _LAST  # noqa: PLW0603 (one assignment of a tuple: safe between threads, and a reading asks many times)
    last = _LAST
    if last is None or last[0] is not parsed:
        last = _LAST = (parsed, _toponyms(parsed))
    return last[1]


def _toponyms(parsed: Parsed) -> list[Toponym]:
    hits = matcher().find(parsed.text)
    return resolve_spans(parsed.text, spans_of(parsed, hits), hits)


def find(parsed: Parsed) -> list[Place]:
    """Every place that the text names, in order; a name that only says what holds another isn't listed on its own."""
    found: list[Place] = []
    until = 0
    for name in toponyms(parsed):
        if name.start >= until:
            found.append(place_of(parsed.text, name))
            until = max(until, found[-1].evidence.end)
    return found


def place_at(parsed: Parsed, passage: int, token: int) -> Place | None:
    """The place whose name begins at a token, where one does."""
    at = parsed.passages[passage].start + parsed.doc(passage)[token].idx
    names = toponyms(parsed)
    found = bisect_left(names, at, key=lambda name: name.start)
    return place_of(parsed.text, names[found]) if found < len(names) and names[found].start == at else None
