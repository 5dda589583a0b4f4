"""Place names whose spans are given: is the place right?

Scores (shares of the gold toponyms that have a GeoNames id): `exact` (the same id, or a point within 25 km), `country` (the right
country, of those toponyms that lie in one).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dragoman.gazetteer.places import Candidate, candidates, distance
from dragoman.gazetteer.world import countries
from dragoman.reading.places import Toponym, place_of, resolve_spans

NEAR = 25.0  # km


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row, with the gold's keys."""
    predictions = []
    hits = {"exact": 0, "country": 0}
    counts = {"exact": 0, "country": 0}
    for row in rows:
        gold = row["gold"]["toponyms"]
        found = {(name.start, name.end): name for name in resolve_spans(row["text"], [(g["start"], g["end"]) for g in gold])}
        predicted = [predict(row["text"], found[g["start"], g["end"]], g) for g in gold]
        predictions.append({"id": row["id"], "gold": row["gold"], "predicted": {"toponyms": predicted}})
        for want, got in zip(gold, predicted, strict=True):
            if want["geonames_id"] is None:
                continue
            counts["exact"] += 1
            hits["exact"] += exact(want, got)
            if want["country_name"]:
                counts["country"] += 1
                hits["country"] += same_country(want["country_name"], got["country_name"])
    return {name: round(hits[name] / max(1, counts[name]), 4) for name in hits}, predictions


def predict(text: str, name: Toponym, gold: dict[str, Any]) -> dict[str, Any]:
    """One toponym in the gold's terms."""
    place = place_of(text, name)
    return {
        "start": gold["start"],
        "end": gold["end"],
        "text": gold["text"],
        "geonames_id": place.geonames_id,
        "lat": place.lat,
        "lon": place.lon,
        "country_name": countries()[place.country].name if place.country else None,
        "kind": gold["kind"],
    }


def exact(gold: dict[str, Any], predicted: dict[str, Any]) -> bool:
    """Whether the id is the gold's, or the point is near the gold's."""
    if predicted["geonames_id"] is not None and predicted["geonames_id"] == gold["geonames_id"]:
        return True
    if predicted["lat"] is None or gold["lat"] is None:
        return False
    return distance(_point(gold), _point(predicted)) <= NEAR


def _point(row: dict[str, Any]) -> Candidate:
    return Candidate("", None, None, row["lat"], row["lon"], None, "point")


def same_country(gold: str, predicted: str | None) -> bool:
    """Whether two names are of one country."""
    return predicted is not None and bool(_codes(gold) & _codes(predicted))


def _codes(name: str) -> set[str]:
    return {place.country for place in candidates(name) if place.kind == "country" and place.country}
