"""The evaluation of merging: scores on partitions that can be worked out by hand, and mentions of two stories of our own."""

import json
from pathlib import Path

import pytest

from dragoman.evaluation import merging
from dragoman.records.errors import SourceError


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


STORIES = Path(__file__).with_name("stories.jsonl")


def test_the_gold_stories_are_sound() -> None:
    rows = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    stories = {row["id"].rpartition("-")[0] for row in rows}
    assert 20 <= len(stories) <= 40
    for row in rows:
        for mention in row["labels"]["mentions"]:
            assert row["text"][mention["start"] : mention["end"]].strip()
            assert mention["chain"].startswith(row["id"].rpartition("-")[0])


def test_reports_of_our_own_stories_are_merged_as_the_gold_says() -> None:
    rows = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    few = [row for row in rows if row["id"].startswith(("seoul", "woodside", "pretoria"))]
    scores, predictions = merging.evaluate(few)
    assert scores["engagements_pairs_f1"] >= 0.90
    assert scores["engagements_read"] >= 0.85
    assert [len(p["predicted"]["mentions"]) for p in predictions] == [len(row["labels"]["mentions"]) for row in few]


def test_reports_of_one_id_are_refused_by_name() -> None:
    rows = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()[:1]]
    with pytest.raises(SourceError, match=f"several reports have the id {rows[0]['id']}"):
        merging.evaluate(rows * 2)
