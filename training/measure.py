"""Figures of a model on rows of the corpus, and on the gold set of types (measuring only)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np

from dragoman import codebook
from dragoman.reading.classifier import Marked
from rows import CORPUS, DIRECTIONS, NONE, STATUSES, Row, mode_labels, type_labels

GOLD = CORPUS.parents[2] / "shared" / "gold" / "types.jsonl"
Outputs = dict[str, np.ndarray]


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """Mean F1 over the labels that the gold holds."""
    return float(np.mean(list(f1_of(gold, predicted).values())))


def f1_of(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, float]:
    result = {}
    for label in sorted(set(gold)):
        right = sum(g == p == label for g, p in zip(gold, predicted, strict=True))
        result[label] = 2 * right / (sum(g == label for g in gold) + sum(p == label for p in predicted))
    return result


def accuracy(gold: Sequence[str], predicted: Sequence[str]) -> float:
    return sum(g == p for g, p in zip(gold, predicted, strict=True)) / max(1, len(gold))


def types_of(outputs: Outputs, none: bool = True) -> list[str]:
    logits = outputs["type"] if none else outputs["type"][:, : type_labels().index(NONE)]
    return [type_labels()[i] for i in logits.argmax(-1)]


def modes_of(outputs: Outputs, types: Sequence[str]) -> list[str]:
    labels = mode_labels()
    allowed = {t: [i for i, label in enumerate(labels) if label == "-" or label.startswith(f"{t}/")] for t in set(types)}
    return [labels[max(allowed[t], key=lambda i: values[i])].split("/")[-1] for t, values in zip(types, outputs["mode"], strict=True)]


def figures(rows: Sequence[Row], outputs: Outputs) -> dict[str, float]:
    """Type over all rows (NONE included), and the other heads over the rows that hold an event."""
    types = types_of(outputs)
    events = [i for i, row in enumerate(rows) if row.type != NONE]
    gold_types = [row.type for row in rows]
    modes = modes_of(outputs, gold_types)
    status = [STATUSES[i] for i in outputs["status"].argmax(-1)]
    direction = [DIRECTIONS[i] for i in outputs["direction"].argmax(-1)]
    with_modes = [i for i in events if codebook.types()[rows[i].type].modes]
    result = {
        "type_macro_f1": macro_f1(gold_types, types),
        "type_accuracy": accuracy(gold_types, types),
        "none_f1": f1_of([str(t != NONE) for t in gold_types], [str(t != NONE) for t in types]).get("False", 0.0),
        "mode_accuracy": accuracy([rows[i].mode for i in with_modes], [modes[i] for i in with_modes]),
        "status_macro_f1": macro_f1([rows[i].status for i in events], [status[i] for i in events]),
        "direction_accuracy": accuracy([rows[i].direction for i in events], [direction[i] for i in events]),
    }
    return {name: round(value, 4) for name, value in result.items()}


def older(type_: str) -> str:
    return "YIELD" if type_ in {"CONCEDE", "RETREAT"} else type_


def gold_rows() -> list[dict[str, object]]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def gold_figures(outputs_of: Callable[[list[Marked]], Outputs]) -> dict[str, float]:
    """Root macro-F1 and quad accuracy as `dragoman evaluate types` counts them."""
    rows = gold_rows()
    items = [Marked(r["text"], tuple(r["source"]) if r["source"] else None, tuple(r["target"]) if r["target"] else None) for r in rows]
    types = types_of(outputs_of(items), none=False)
    root = f1_of([r["gold"]["type"] for r in rows], [older(t) for t in types])
    quad = accuracy([str(r["gold"]["quad"]) for r in rows], ["2" if older(t) == "YIELD" else str(codebook.quad(t)) for t in types])
    return {"root": round(float(np.mean(list(root.values()))), 4), "quad": round(quad, 4)} | {k: round(v, 3) for k, v in root.items()}
