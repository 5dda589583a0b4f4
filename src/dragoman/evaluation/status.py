"""Status: factuality of event words, from the grammar around them.

The gold's certainty, polarity and time are mapped to four of ours: `negated` (polarity NEG), `future` (positive,
FUTURE), `hypothetical` (positive, not future, not CERTAIN), `occurred` (positive, certain, not future). Ours: occurred,
ongoing and historical count as `occurred`; cancelled as `negated`. Rows whose polarity is underspecified take the class
of the rest of their labels. Score: `macro_f1` over the four, with `majority` (what always saying the commonest class
gets) beside it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from dragoman.reading import clauses
from dragoman.reading.parsed import Parsed, parse
from dragoman.records import Document, Status

CLASSES = ("occurred", "future", "hypothetical", "negated")
_OURS: dict[Status, str] = {
    "occurred": "occurred",
    "ongoing": "occurred",
    "historical": "occurred",
    "future": "future",
    "hypothetical": "hypothetical",
    "negated": "negated",
    "cancelled": "negated",
}


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row: the gold's events with our class for each."""
    pairs: list[tuple[str, str]] = []
    predictions = []
    for row in rows:
        published = dt.date.fromisoformat(row["published"]) if row.get("published") else None
        parsed = parse(Document.of(row["text"], published=published))
        events = []
        for event in row["gold"]["events"]:
            ours = status_at(parsed, event["start"], event["end"])
            pairs.append((gold_class(event), ours))
            events.append({**{k: event[k] for k in ("start", "end", "text")}, **_labels(ours)})
        predictions.append({"id": row["id"], "gold": row["gold"], "predicted": {"events": events}})
    majority = Counter(gold for gold, _ in pairs).most_common(1)[0][0] if pairs else "occurred"
    return {"macro_f1": macro_f1(pairs), "majority": macro_f1([(gold, majority) for gold, _ in pairs])}, predictions


def gold_class(event: dict[str, Any]) -> str:
    """The class of a gold event."""
    if event["polarity"] == "NEG":
        return "negated"
    if event["time"] == "FUTURE":
        return "future"
    return "occurred" if event["certainty"] == "CERTAIN" else "hypothetical"


def _labels(ours: str) -> dict[str, str]:
    return {
        "certainty": "POSSIBLE" if ours == "hypothetical" else "CERTAIN",
        "polarity": "NEG" if ours == "negated" else "POS",
        "time": "FUTURE" if ours == "future" else "NON_FUTURE",
        "special_cases": "NONE",
    }


def status_at(parsed: Parsed, start: int, end: int) -> str:
    """Our class for the word at these offsets."""
    for index, passage in enumerate(parsed.passages):
        doc = parsed.docs[index]
        if doc is not None and passage.start <= start < passage.end:
            span = doc.char_span(start - passage.start, min(end, passage.end) - passage.start, alignment_mode="expand")
            if span is not None:
                return _OURS[clauses.status(span.root)[0]]
    return "occurred"


def macro_f1(pairs: list[tuple[str, str]]) -> float:
    """Mean F1 over the classes that the gold has."""
    scores = []
    for label in CLASSES:
        gold = sum(g == label for g, _ in pairs)
        said = sum(p == label for _, p in pairs)
        hit = sum(g == p == label for g, p in pairs)
        if gold:
            scores.append(2 * hit / (gold + said))
    return round(sum(scores) / max(1, len(scores)), 4)
