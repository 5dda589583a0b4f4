"""Actors: a phrase to its country and PLOVER sector.

Scores: share of the gold's assertions that come out right, `country` and `sector` apart; an empty country asserts that
there is none, an empty sector nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed, parse
from dragoman.records import Actor, Document


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row."""
    predictions = []
    right = {"country": 0, "sector": 0}
    asked = {"country": 0, "sector": 0}
    for row in rows:
        actor = resolve(row["phrase"], dt.date.fromisoformat(row["date"]) if row.get("date") else None)
        predicted = {"country": _country(actor), "sector": (actor.sector or "").split(" ")[0] if actor else ""}
        predictions.append({"id": row["id"], "gold": row["gold"], "predicted": {key: predicted[key] for key in row["gold"]}})
        for key, value in row["gold"].items():
            if key == "country" or value:
                asked[key] += 1
                right[key] += predicted[key].split(" ")[0] == value
    return {key: round(right[key] / max(1, asked[key]), 4) for key in right}, predictions


def _country(actor: Actor | None) -> str:
    """ISO3, or IGO for an organisation of several states, as the gold writes it."""
    if actor is None:
        return ""
    return actor.country or ("IGO" if actor.id.startswith("IGO/") and actor.kind == "organisation" else "")


def resolve(phrase: str, published: dt.date | None) -> Actor | None:
    """The actor that a phrase names, read as a sentence of its own."""
    parsed = parse(Document.of(phrase, published=published))
    mention = _head(parsed)
    actors = parsed.actors(mention) if mention else ()
    return actors[0] if actors else None


def _head(parsed: Parsed) -> Mention | None:
    """The mention that covers the head of the phrase, else the outermost."""
    for index, doc in enumerate(parsed.docs):
        if doc is None or not parsed.mentions[index]:
            continue
        root = next((t for t in doc if t.head == t), None)
        if root is not None and (own := parsed.mention_at(index, root.i)) is not None:
            return own
        outer = [m for m in parsed.mentions[index] if not m.modifier] or parsed.mentions[index]
        return max(outer, key=lambda m: (m.kind in {"role", "office", "person"}, m.last - m.first))
    return None
