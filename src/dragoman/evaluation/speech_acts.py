"""Speech acts against gold: commissive sentences against the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dragoman.reading import speech_acts


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Precision, recall and `f1` of the commissive sentences (subclasses such as "Commissive-A" count), and one prediction a row."""
    predictions = [{"id": row["id"], "gold": row["gold"], "predicted": {"act": speech_acts.act(row["text"]).capitalize()}} for row in rows]
    gold = [_commissive(row["gold"]) for row in predictions]
    predicted = [_commissive(row["predicted"]) for row in predictions]
    both = sum(g and p for g, p in zip(gold, predicted, strict=True))
    precision, recall = both / max(1, sum(predicted)), both / max(1, sum(gold))
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    agree = sum(g == p for g, p in zip(gold, predicted, strict=True)) / max(1, len(gold))
    return {"f1": f1, "precision": precision, "recall": recall, "accuracy": agree}, predictions


def _commissive(label: dict[str, str]) -> bool:
    return label["act"].strip().lower().startswith("commissive")
