"""Statements against gold attributions: source, cue and content as stretches of the raw text.

Matching: predicted and gold attributions of a document are paired one to one, the pairs that overlap most first (the mean over the three
roles of the share of characters that both have, 2|A∩B| / (|A|+|B|)); pairs must share words of cue or content. Scores of a role:
precision is the mean over predicted attributions of the share of their characters that the paired gold has, recall the mean over gold
attributions of the share of theirs that the paired prediction has; F1 from both. A role that is empty on a side counts on the other side
only. `f1` is the mean of the three.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dragoman.reading.parsed import parse
from dragoman.reading.sayings import Saying, attributions
from dragoman.records import Document

ROLES = ("source", "cue", "content")
Attribution = dict[str, list[list[int]]]
Pairs = Sequence[tuple[int, int]]


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row."""
    predictions = [{"id": row["id"], "gold": row["gold"], "predicted": {"attributions": predict(row["text"])}} for row in rows]
    return score(predictions), predictions


def predict(text: str) -> list[Attribution]:
    """The attributions of a text; those inside quotations belong to the quotation."""
    parsed = parse(Document.of(text))
    return [_spans(saying) for saying in attributions(parsed) if not saying.quoted]


def _spans(saying: Saying) -> Attribution:
    return {role: [list(span) for span in getattr(saying, role)] for role in ROLES}


def score(predictions: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The scores of predictions: `f1`, and precision, recall and F1 a role."""
    scores: dict[str, float] = {}
    counts = {role: [0.0, 0, 0.0, 0] for role in ROLES}
    paired = 0
    for row in predictions:
        gold, predicted = row["gold"]["attributions"], row["predicted"]["attributions"]
        pairs = _pairs(gold, predicted)
        paired += len(pairs)
        for role in ROLES:
            _count(counts[role], role, gold, predicted, pairs)
    for role, (hit_p, n_p, hit_r, n_r) in counts.items():
        precision, recall = hit_p / n_p if n_p else 0.0, hit_r / n_r if n_r else 0.0
        scores |= {f"{role}_precision": precision, f"{role}_recall": recall, f"{role}_f1": _f1(precision, recall)}
    total = sum(len(row["gold"]["attributions"]) + len(row["predicted"]["attributions"]) for row in predictions)
    scores["paired_f1"] = 2 * paired / total if total else 0.0
    return {"f1": sum(scores[f"{role}_f1"] for role in ROLES) / len(ROLES)} | scores


def _count(counts: list[float], role: str, gold: Sequence[Attribution], predicted: Sequence[Attribution], pairs: Pairs) -> None:
    counts[1] += sum(bool(p[role]) for p in predicted)
    counts[3] += sum(bool(g[role]) for g in gold)
    for g, p in pairs:
        mine, theirs = _chars(predicted[p][role]), _chars(gold[g][role])
        both = len(mine & theirs)
        counts[0] += both / len(mine) if mine else 0.0
        counts[2] += both / len(theirs) if theirs else 0.0


def _pairs(gold: Sequence[Attribution], predicted: Sequence[Attribution]) -> list[tuple[int, int]]:
    chars = [[{role: _chars(a[role]) for role in ROLES} for a in side] for side in (gold, predicted)]
    ranked = sorted(
        (
            (sum(_dice(g[role], p[role]) for role in ROLES), i, j)
            for i, g in enumerate(chars[0])
            for j, p in enumerate(chars[1])
            if g["cue"] & p["cue"] or g["content"] & p["content"]
        ),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    pairs: list[tuple[int, int]] = []
    for _, i, j in ranked:
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _chars(spans: Iterable[Sequence[int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _dice(one: set[int], other: set[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
