"""GeoJSON (RFC 7946): engagements and events that have a place with coordinates, as points."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from dragoman.exports.merged import ALONE, Merged, Standing
from dragoman.exports.parts import Frame, Part
from dragoman.records import Document, Engagement, Event, Reading

#: The properties of a feature and what they hold.
PROPERTIES = {
    "kind": "engagement or event",
    "form": "medium or PLOVER type",
    "status": "occurred, ongoing, future, hypothetical, negated, cancelled or historical: show what you mean to show",
    "cameo": "CAMEO code of an event, as text",
    "goldstein": "its Goldstein score",
    "participants": "names of those who take part",
    "countries": "their countries, ISO 3166-1 alpha-3",
    "start": "first day, ISO 8601",
    "end": "last day",
    "place": "name of the place",
    "country": "its country, ISO 3166-1 alpha-3",
    "quote": "the words that say it",
    "reports": "how many reports of it there are",
    "document": "id of the document",
    "publisher": "who published it",
    "published": "day of publication",
    "url": "where",
}


FRAMES = {"": Frame(b'{"type": "FeatureCollection", "features": [\n', b",\n", b"\n]}\n")}


def part(readings: Iterable[Reading], merged: Merged = ALONE) -> Part:
    """The `features` of some readings, a line each, and what was left out by the reason."""
    found = [feature(record, standing, r.document) for r in readings for record, standing in merged.done(r)]
    lines = [json.dumps(one, ensure_ascii=False) for one in found if one]
    left_out = {"left out: without coordinates": len(found) - len(lines)}
    return Part({"": ",\n".join(lines).encode()}, Counter(features=len(lines)) + Counter(left_out))


def feature(record: Engagement | Event, standing: Standing, document: Document) -> dict[str, Any] | None:
    """A record as a feature, or None where its place has no coordinates."""
    place, when = record.place, record.when
    if place is None or place.lat is None or place.lon is None:
        return None
    coded = record if isinstance(record, Event) else None
    acting = [p.actor for p in record.participants if p.role != "topic"]
    values = {
        "kind": "event" if coded else "engagement",
        "form": record.type if isinstance(record, Event) else record.medium,
        "status": record.status,
        "cameo": coded.cameo if coded else None,
        "goldstein": coded.goldstein if coded else None,
        "participants": list(dict.fromkeys(a.name for a in acting)),
        "countries": list(dict.fromkeys(a.country for a in acting if a.country)),
        "start": when.start.isoformat() if when and when.start else None,
        "end": when.end.isoformat() if when and when.end else None,
        "place": place.name,
        "country": place.country,
        "quote": record.evidence.clause.quote if isinstance(record, Event) else record.evidence[0].quote,
        "reports": standing.reports,
        "document": document.id,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
    }
    point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "id": standing.id, "geometry": point, "properties": values}
