"""Which trips a text reports, and which engagements get them right."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.evaluation import tasks
from dragoman.evaluation.travels import evaluate, trip_of
from dragoman.records.errors import SourceError

ABROAD = {
    "traveler": "Antony John Blinken",
    "role": "secretary",
    "start": "2022-03-08",
    "end": "2022-03-09",
    "country": "France",
    "locale": "Paris",
}
VISIT = {"visitor": "Prime Minister Kishida Fumio", "from_country": "Japan", "start": "2022-05-04", "end": "2022-05-04"}
MET = "Secretary of State Antony J. Blinken met with French President Emmanuel Macron in Paris today."


def written(folder: Path, *texts: tuple[str, str]) -> Path:
    rows = [{"id": f"t{i}", "published": day, "text": text} for i, (day, text) in enumerate(texts)]
    (folder / "readouts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("labels", "text", "n", "recall"),
    [
        (ABROAD, ("2022-03-08", MET), 1, 1.0),
        (ABROAD, ("2022-03-06", "Secretary of State Antony J. Blinken will travel to Paris, France, from March 8 to 9."), 1, 1.0),
        (ABROAD, ("2022-03-20", MET), 0, 0.0),
        (ABROAD, ("2022-03-08", "Secretary Blinken spoke with Macron. Paris was cold."), 0, 0.0),
        (ABROAD, ("2022-03-08", "Secretary Blinken spoke by phone today with the foreign minister of France."), 1, 0.0),
        (VISIT, ("2022-05-04", "President Joe Biden met with Prime Minister Kishida Fumio of Japan at the White House today."), 1, 1.0),
    ],
)
def test_reported_and_right(labels: dict[str, Any], text: tuple[str, str], n: int, recall: float, tmp_path: Path) -> None:
    scores, predictions = evaluate([{"id": "a", "labels": labels}], folder=written(tmp_path, text))
    assert scores == {"recall": recall, "n": n}
    assert predictions[0]["gold"] == labels
    assert predictions[0]["predicted"].keys() == labels.keys()
    if recall:
        who = "traveler" if "traveler" in labels else "visitor"
        assert predictions[0]["predicted"][who].split()[-1] in labels[who]


def test_a_text_is_read_for_gold_beside_it(tmp_path: Path) -> None:
    run = tasks.task("travels", written(tmp_path, ("2022-03-08", MET)))
    assert run([{"id": "a", "labels": ABROAD}])[0] == {"recall": 1.0, "n": 1}


def test_without_texts_there_is_nothing_to_score(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="none of the texts"):
        evaluate([], folder=tmp_path)


def test_trips_of_rows() -> None:
    trip = trip_of({**VISIT, "end": ""})
    assert (trip.surnames, trip.country, trip.end) == ({"kishida"}, "JPN", dt.date(2022, 5, 4))
