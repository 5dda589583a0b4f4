"""The evaluation of merging: scores on partitions that can be worked out by hand, and mentions of two stories of our own."""

import pytest

from dragoman.evaluation import merging


def test_scores_by_hand() -> None:
    gold = {"a": "1", "b": "1", "c": "1", "d": "2"}
    assert merging.score(gold, gold) == {"pairs_f1": 1.0, "b_cubed_precision": 1.0, "b_cubed_recall": 1.0, "b_cubed_f1": 1.0}
    found = merging.score(gold, {"a": "x", "b": "x", "c": "y", "d": "y"})
    assert found["pairs_f1"] == pytest.approx(2 * 1 / (2 + 3))
    assert found["b_cubed_precision"] == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert found["b_cubed_recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)


def test_stories_are_told_apart() -> None:
    one = "The parliament of Freedonia approved the budget for bridges on Monday."
    two = "Freedonia's parliament has approved a budget that pays for new bridges."
    three = "A volcano erupted near the harbour and ships left for the open sea."
    groups, alike = merging.stories({"1": one, "2": two, "3": three})
    assert sorted(groups) == [("1", "2"), ("3",)]
    assert alike["1", "2"] > alike["1", "3"]


def test_mentions_of_one_event_are_put_together() -> None:
    def row(id_: str, text: str, *mentions: tuple[str, str]) -> dict[str, object]:
        labels = [
            {"kind": "event", "chain": chain, "start": text.index(words), "end": text.index(words) + len(words)}
            for words, chain in mentions
        ]
        return {"id": id_, "text": text, "labels": {"mentions": labels}}

    rows = [
        row("1", "The parliament of Freedonia approved the budget for bridges.", ("approved", "A")),
        row("2", "Freedonia's parliament approved the bridges budget after a strike.", ("approved", "A"), ("strike", "B")),
        row("3", "A volcano erupted near the harbour.", ("erupted", "C")),
    ]
    scores, predictions = merging.evaluate(rows)
    assert scores["b_cubed_f1"] == 1.0
    assert scores["mentions"] == 4
    assert [set(p) for p in predictions] == [{"id", "gold", "predicted"}] * 3
