"""Official readouts: is the engagement right? The gold comes from the press office's own title, which the reader never sees.

Scores (shares of rows): `medium`, `country` (the set of counterpart countries is covered), `principal` (surname of the
first participant), `all` (these three in one engagement), `exact` (medium and principal right and, for calls
and meetings, the participants' countries are just the gold's and USA).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dragoman.gazetteer.loading import fold
from dragoman.reading.reader import Reader
from dragoman.records import Document, Engagement, Reading

HOME = "USA"  # the gold set is of one country's readouts


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row, with the gold's keys."""
    reader = Reader()
    predictions = []
    hits = {"medium": 0, "country": 0, "principal": 0, "all": 0, "exact": 0}
    for row in rows:
        reading = reader.read(Document.of(row["text"], id=row["id"], published=_day(row["published"])))
        predicted = predict(reading)
        predictions.append({"id": row["id"], "gold": row["gold"], "predicted": predicted})
        for key, right in score(row["gold"], predicted).items():
            hits[key] += right
    n = max(1, len(predictions))
    return {key: round(count / n, 4) for key, count in hits.items()}, predictions


def predict(reading: Reading) -> dict[str, Any]:
    """The reading's first engagement in the gold's terms."""
    if not reading.engagements:
        return {"medium": None, "principal": None, "principal_surname": None, "counterpart": None, "countries": []}
    lead = reading.engagements[0]
    principal = _principal(lead)
    others = [p.actor for p in lead.participants if p.actor is not principal and p.actor.country != HOME]
    return {
        "medium": "meeting" if lead.medium == "summit" else lead.medium,
        "principal": principal.as_written if principal else None,
        "principal_surname": _surname(principal.name) if principal else None,
        "counterpart": others[0].as_written if others else None,
        "countries": sorted({a.country for a in others if a.country}),
    }


def _principal(engagement: Engagement) -> Any:
    people = [p.actor for p in engagement.participants if p.actor.kind in {"person", "office"}]
    ours = [a for a in people if a.country == HOME]
    return next(iter(ours or people), None)


def _surname(name: str) -> str:
    words = [w for w in name.replace(",", " ").split() if w.strip(".").lower() not in {"jr", "sr", "ii", "iii", "iv"}]
    return words[-1] if words else ""


def score(gold: dict[str, Any], predicted: dict[str, Any]) -> dict[str, bool]:
    """Which parts of one prediction are right."""
    medium = predicted["medium"] == gold["medium"] or {predicted["medium"], gold["medium"]} == {"call", "video"}
    principal = fold(predicted["principal_surname"] or "").lower() == fold(gold["principal_surname"] or "").lower()
    countries = set(predicted["countries"])
    country = bool(gold["countries"]) and set(gold["countries"]) <= countries
    exact = gold["medium"] == "visit" or countries == set(gold["countries"]) - {HOME}
    return {
        "medium": medium,
        "country": country,
        "principal": principal,
        "all": medium and country and principal,
        "exact": medium and principal and exact,
    }


def _day(text: str) -> Any:
    import datetime as dt  # noqa: PLC0415

    return dt.date.fromisoformat(text)
