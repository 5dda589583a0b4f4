"""Event types: is the type of what passes between a given source and a given target right?

The gold set uses an older list of 15 PLOVER types, coded by the crosswalk of September 2021. Ours are translated into it: YIELD is
CONCEDE and RETREAT together, and four CAMEO codes have moved since (`MOVED`). What passes is known to be something: NONE is never
predicted, and the probability of each older type is the sum of those of ours that it takes in. The lexicon's act between the two,
where it knows one, adds its vote to them (`reading.pairs`).

Scores:

- `root`: macro-F1 over the types that the gold holds.
- `quad`: accuracy over the four quads (1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict). The
  predicted quad is that of the predicted older type, as the gold counts it: YIELD is material cooperation (2), also where we say
  CONCEDE, which today's codebook calls verbal (1).
- `root_not_codebook`: `root` over the rows whose sentence does not come from a codebook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from dragoman import codebook
from dragoman.reading import pairs
from dragoman.reading.classifier import NONE, Marked, Scores, Span, classify

YIELD = frozenset({"CONCEDE", "RETREAT"})  # these two were one
YIELD_QUAD = 2  # material cooperation, in the older list
#: Codes whose type the crosswalk of September 2021 gives otherwise than today's codebook: convict, embargo or sanction, apologise, forgive.
MOVED = {"116": "ACCUSE", "163": "COERCE", "055": "SUPPORT", "056": "SUPPORT"}


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row, with the gold's keys."""
    rows = list(rows)
    marked = [Marked(row["text"], _span(row["source"]), _span(row["target"])) for row in rows]
    together = zip(rows, classify(marked), pairs.votes(marked), strict=True)
    predictions = [{"id": row["id"], "gold": row["gold"], "predicted": predict(scores, vote)} for row, scores, vote in together]
    outside = [p for row, p in zip(rows, predictions, strict=True) if not row.get("codebook_sentence", False)]
    right = sum(p["gold"]["quad"] == p["predicted"]["quad"] for p in predictions)
    scores = {"root": macro_f1(predictions), "quad": right / max(1, len(predictions)), "root_not_codebook": macro_f1(outside)}
    return {key: round(value, 4) for key, value in scores.items()}, predictions


def predict(scores: Scores, vote: pairs.Vote | None = None) -> dict[str, Any]:
    """The likeliest older type, with its quad."""
    sums = older(scores)
    if vote is not None:
        sums[older_type(vote.code)] += pairs.WEIGHT
    best = max(sums, key=sums.__getitem__)
    return {"type": best, "quad": YIELD_QUAD if best == "YIELD" else codebook.quad(best)}


def older_type(code: str) -> str:
    """The older type of a CAMEO code."""
    type_ = MOVED.get(code) or codebook.cameo()[code].type or NONE
    return "YIELD" if type_ in YIELD else type_


def older(scores: Scores) -> dict[str, float]:
    """The probability of each of the 15 older types."""
    sums: dict[str, float] = defaultdict(float)
    for type_, p in scores.types.items():
        if type_ == NONE:
            continue
        own = {code: q for code, q in scores.cameo.items() if code in codebook.cameo() and codebook.cameo()[code].type == type_}
        moved = {code: p * q / sum(own.values()) for code, q in own.items() if code in MOVED}
        for code, share in moved.items():
            sums[MOVED[code]] += share
        sums["YIELD" if type_ in YIELD else type_] += p - sum(moved.values())
    return sums


def macro_f1(predictions: Sequence[dict[str, Any]]) -> float:
    """Mean F1 of the type over the types that the gold holds."""
    pairs = [(p["gold"]["type"], p["predicted"]["type"]) for p in predictions]
    labels = {gold for gold, _ in pairs}
    return sum(_f1(pairs, label) for label in labels) / max(1, len(labels))


def _f1(pairs: Sequence[tuple[str, str]], label: str) -> float:
    right = sum(gold == predicted == label for gold, predicted in pairs)
    return 2 * right / sum((gold == label) + (predicted == label) for gold, predicted in pairs)


def _span(value: Sequence[int] | None) -> Span | None:
    return (value[0], value[1]) if value else None
