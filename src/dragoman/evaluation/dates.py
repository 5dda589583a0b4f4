"""Dates: given the words and the day of publication, is the normalised value right?

Two shapes of gold are read. In the one, a row's gold is `{"spans": [{"start", "end", "text", "type", "value"}]}` and a value in ISO 8601
(TIMEX3 where the standard has no form) is right if it is the same. In the other it is a list of `{"Text", "Type", "Value", "Start",
"Length"}`, and a value is right if it is the future or the past reading of gold; where gold gives no days, if the `Timex` is the same.

The score is the share of spans with the right value. Spans with no value of ours count as wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from dragoman.reading import dates
from dragoman.reading.dates import Resolved

Row = Mapping[str, Any]
#: How the second shape writes a day that doesn't exist ("February 30").
_NO_SUCH_DAY = "0001-01-01"


def evaluate(rows: Iterable[Row]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """The score and one prediction a row, `predicted` with the keys of its gold."""
    predictions: list[dict[str, Any]] = []
    right: list[bool] = []
    for row in rows:
        gold = row["gold"]
        predicted: dict[str, Any] | list[dict[str, Any]]
        if isinstance(gold, Mapping):
            predicted = spans = _spans(row)
            right += _right_spans(gold, spans)
        else:
            predicted = entities = _entities(row)
            right += _right_entities(gold, entities)
        predictions.append({"id": row["id"], "gold": gold, "predicted": predicted})
    return {"value": sum(right) / len(right) if right else 0.0}, predictions


def _published(row: Row) -> dt.date | None:
    return dt.date.fromisoformat(row["published"][:10]) if row.get("published") else None


def _resolve(row: Row, words: str, start: int, anchor: dt.date | None) -> Resolved | None:
    """The days of a span, its direction told by the words around it. With no day told before, the day of publication stands for it."""
    published = _published(row)
    looks = dates.direction(row["text"], start, start + len(words))
    return dates.resolve(words, published, direction=looks, anchor=anchor or published)


def _spans(row: Row) -> dict[str, Any]:
    """Predictions in the first shape. Each day found is what later words ("the next day") count from."""
    found: list[dict[str, Any]] = []
    anchor: dt.date | None = None
    for span in sorted(row["gold"]["spans"], key=lambda one: int(one["start"])):
        resolved = _resolve(row, span["text"], span["start"], anchor)
        if resolved is not None and resolved.precision == "day" and resolved.start is not None:
            anchor = resolved.start
        found.append({key: span[key] for key in ("start", "end", "text", "type")} | {"value": resolved.value if resolved else None})
    order = {(span["start"], span["end"]): n for n, span in enumerate(row["gold"]["spans"])}
    return {"spans": sorted(found, key=lambda span: order[span["start"], span["end"]])}


def _right_spans(gold: Row, predicted: Row) -> list[bool]:
    return [one["value"] == other["value"] for one, other in zip(gold["spans"], predicted["spans"], strict=True)]


def _entities(row: Row) -> list[dict[str, Any]]:
    """Predictions in the second shape: the one reading that the words around give, under both keys."""
    return [
        {key: entity[key] for key in ("Text", "Type", "Start", "Length")}
        | {"Value": _as_entity(entity["Type"], _resolve(row, entity["Text"], entity["Start"], None))}
        for entity in row["gold"]
    ]


def _as_entity(kind: str, resolved: Resolved | None) -> dict[str, Any]:
    reading = _reading(kind, resolved)
    return {"Timex": resolved.value if resolved else None, "FutureResolution": reading, "PastResolution": reading}


def _reading(kind: str, resolved: Resolved | None) -> dict[str, str]:
    """The days as the second shape writes them: units and lengths end on the day after, ranges whose last day is named end on it."""
    if resolved is None or resolved.start is None or resolved.end is None:
        return {"date": _NO_SUCH_DAY} if kind == "date" and resolved is not None and resolved.unresolved == "no such day" else {}
    if kind == "date":
        return {"date": resolved.start.isoformat()} if resolved.precision == "day" else {}
    end = resolved.end if resolved.closed else resolved.end + dt.timedelta(days=1)
    return {"startDate": resolved.start.isoformat(), "endDate": end.isoformat()}


def _right_entities(gold: list[Row], predicted: list[dict[str, Any]]) -> list[bool]:
    return [_right_entity(one["Value"], other["Value"]) for one, other in zip(gold, predicted, strict=True)]


def _right_entity(gold: Row, predicted: Row) -> bool:
    readings = [gold[key] for key in ("FutureResolution", "PastResolution") if gold.get(key)]
    if readings:
        return predicted["FutureResolution"] in readings
    return bool(predicted["Timex"] == gold["Timex"])
