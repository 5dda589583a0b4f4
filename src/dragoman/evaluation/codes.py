"""Codes: the full CAMEO code of a sentence, from the raw text.

The prediction is the most salient act of the sentence, statements (root 01) included. Scores: shares of rows with the
`full` code, the `three_digit` code and the `root`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dragoman.reading import events
from dragoman.reading.parsed import Parsed, parse
from dragoman.records import Document


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row."""
    hits = {"full": 0, "three_digit": 0, "root": 0}
    predictions = []
    for row in rows:
        parsed = parse(Document.of(row["text"]))
        coded = main_act(parsed)
        predicted = {
            "cameo": coded[0] if coded else None,
            "source": coded[1] if coded else [],
            "target": coded[2] if coded else [],
            "spans": coded[3] if coded else [],
        }
        predictions.append({"id": row["id"], "gold": row["gold"], "predicted": predicted})
        for key, size in (("full", 4), ("three_digit", 3), ("root", 2)):
            hits[key] += (predicted["cameo"] or "")[:size] == row["gold"]["cameo"][:size]
    n = max(1, len(predictions))
    return {key: round(count / n, 4) for key, count in hits.items()}, predictions


def main_act(parsed: Parsed) -> tuple[str, list[str], list[str], list[dict[str, str]]] | None:
    """Code, sources and targets of the most salient act of a text."""
    found = [c for s in parsed.sentences for c in events.candidates(parsed, s)]
    found.sort(key=events.salience)
    if not found:
        return None
    best = found[0]
    coded = events.decide(best)
    sources = [parsed.text[m.start : m.end] for m in best.sources]
    targets = [parsed.text[m.start : m.end] for m in (best.targets or (best.sources if best.mutual else []))]
    words = [best.head, *best.matched]
    spans = (
        [{"role": "source", "text": t} for t in sources]
        + [{"role": "event", "text": w.text} for w in words]
        + [{"role": "target", "text": t} for t in targets]
    )
    return (coded[0] if coded else best.entry.cameo), sources, targets, spans
