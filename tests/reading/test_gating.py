"""Passages in which nobody can be meant aren't parsed, and leaving them out changes no record."""

import json
from pathlib import Path

import pytest

import dragoman
from dragoman.reading import gating, parsed
from dragoman.reading.passages import Passage, passages
from dragoman.records import Reading

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
MOST, SHORT = 16, 4000  # texts with such a passage, each read twice; code points


@pytest.mark.parametrize(
    "text",
    [
        "12.4   13.1   9.8",
        "The rain went on for days, and rivers rose.",
        "However, prices fell by 3 per cent in the quarter.",
    ],
)
def test_nobody(text: str) -> None:
    assert not gating.can_hold(text, Passage(0, len(text), "body"))


@pytest.mark.parametrize(
    "text",
    [
        "Orsania protested.",  # a name that no table has
        "rebels attacked the convoy",  # a word for a group
        "the minister agreed",
        "they signed a deal",
        "the sides expressed confidence in a solution",
        "“not now”",
        "talks in kyiv with Kuleba",
    ],
)
def test_somebody(text: str) -> None:
    assert gating.can_hold(text, Passage(0, len(text), "body"))


def test_a_label_names_somebody() -> None:
    text = "AMBASSADOR OKELLO: No further comment."
    (passage,) = passages(text)
    assert passage.speaker
    assert gating.can_hold(text, passage)


@pytest.mark.skipif(not GOLD.exists(), reason="../shared/gold isn't here")
def test_the_same_records_without_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within half a percent: a line that breaks off inside a sentence is parsed otherwise than with the next."""
    texts = [text for name in ("readouts", "wikinews", "africa") for text in _gated(name) if len(text) < SHORT][:MOST]
    assert texts
    with_gate = [_records(dragoman.read(text, "2024-03-01")) for text in texts]
    monkeypatch.setattr(parsed, "can_hold", lambda *_: True)
    without = [_records(dragoman.read(text, "2024-03-01")) for text in texts]
    differing = sum(len(one ^ other) for one, other in zip(with_gate, without, strict=True))
    assert differing <= 0.005 * sum(map(len, without))


def _gated(name: str) -> list[str]:
    with (GOLD / f"{name}.jsonl").open(encoding="utf-8") as rows:
        texts = [json.loads(row)["text"] for row in rows]
    return [t for t in texts if any(p.kind in parsed.READ and not gating.can_hold(t, p) for p in passages(t))]


def _records(reading: Reading) -> set[str]:
    found = (*reading.engagements, *reading.events, *reading.statements, *reading.commitments)
    return {record.model_dump_json() for record in found}
