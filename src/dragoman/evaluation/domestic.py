"""False positives: how many events between two different states does the reader find in statements about affairs at home?

Rows have `text` and `published` and no labels: nearly all are about domestic affairs, though a few are about others, so the figure is
an upper bound of the mistakes. An event counts where one participant who acts (actor, host, visitor, mediator, signatory) and another
participant are of two different countries, whatever its status. The score is `per_document`, events a document; lower is better.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from dragoman.reading.reader import Reader
from dragoman.records import Document, Event

ACTING = {"actor", "host", "visitor", "mediator", "signatory"}


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """The score and one prediction a row: the trigger, type and countries of each event that counts."""
    reader = Reader()
    predictions = []
    for row in rows:
        day = (row.get("published") or row.get("date") or "")[:10]
        reading = reader.read(Document.of(row["text"], id=row["id"], published=dt.date.fromisoformat(day) if day else None))
        found = [_shown(event) for event in reading.events if between_states(event)]
        predictions.append({"id": row["id"], "gold": [], "predicted": found})
    events = sum(len(p["predicted"]) for p in predictions)
    return {"per_document": round(events / max(1, len(predictions)), 4)}, predictions


def between_states(event: Event) -> bool:
    """Whether one who acts and another participant are of two different countries."""
    acting = {p.actor.country for p in event.participants if p.role in ACTING and p.actor.country}
    everybody = {p.actor.country for p in event.participants if p.role != "topic" and p.actor.country}
    return bool(acting) and len(everybody) > 1


def _shown(event: Event) -> dict[str, Any]:
    countries = sorted({p.actor.country for p in event.participants if p.actor.country})
    return {"type": event.type, "status": event.status, "countries": countries, "clause": event.evidence.clause.quote}
