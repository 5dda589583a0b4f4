"""Where parties deal with each other: the places of engagements and events, with coordinates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dragoman.analysis.answers import Rows, between, bodies, entries, of_pair, scope
from dragoman.ledger import Ledger
from dragoman.ledger.schema import entry

KINDS = ("engagement", "event")
CITED = 3  # of a place's entries, the latest; `entries` has the ids of all


def venues(
    ledger: Ledger, a: str | None = None, b: str | None = None, *, since: dt.date | None = None, until: dt.date | None = None
) -> Rows:
    """A row a place, the busiest first: engagements and events there, first and last day. What has no place, or none known, isn't in it.

    Args:
        ledger: the ledger.
        a: a country or organisation; all unless given.
        b: another, or None for anybody.
        since: first day.
        until: last day.
    """
    query = entries(KINDS).where(between(since, until))
    query = of_pair(query, scope(a), scope(b) if b else None) if a else query
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for body in bodies(ledger, query.order_by(entry.c.day_from.desc(), entry.c.id)):
        place = body["place"]
        if not place or place["lat"] is None:
            continue
        about = {name: place[name] for name in ("name", "country", "admin1", "lat", "lon", "geonames_id")}
        fresh: dict[str, Any] = {**about, "engagements": 0, "events": 0, "first": None, "last": None, "entries": [], "cites": []}
        row = found.setdefault((place["geonames_id"] or place["name"], place["lat"], place["lon"]), fresh)
        row[f"{body['kind']}s"] += 1
        row["first"], row["last"] = body["when"]["start"] or row["first"], row["last"] or body["when"]["start"]
        row["entries"].append(body["id"])
        row["cites"] += body["cites"][:1] if len(row["cites"]) < CITED else []
    return Rows(sorted(found.values(), key=lambda row: (-len(row["entries"]), row["name"])))
