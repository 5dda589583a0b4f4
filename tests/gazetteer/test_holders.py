"""The table of holders against what others know of visits and appointments.

What counts as comparable is said in `dragoman.evaluation.holders`. The lists themselves are wrong now and then (a prime minister who had
left office years before), so the bar is below 1.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.evaluation.holders import evaluate, scope_of, title_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
BAR = 0.95


def listed(name: str) -> list[dict[str, Any]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} isn't there: lists to measure against aren't part of the project")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.gold
@pytest.mark.parametrize(
    ("name", "comparable"),
    [
        ("gold/us_visits.jsonl", 110),
        ("reference/foreign_visits_to_us_1990_2020.jsonl", 1700),
        ("reference/us_diplomatic_office_holders_since_2000.jsonl", 1000),
    ],
)
def test_agreement(name: str, comparable: int) -> None:
    scores, _ = evaluate(listed(name))
    assert scores["comparable"] >= comparable
    assert scores["agreement"] >= BAR


@pytest.mark.parametrize(
    ("visitor", "title"),
    [
        ("President William Ruto", "president"),
        ("Prime Minister Narendra Modi", "prime minister"),
        ("King Abdullah II", "king"),
        ("President-elect Vicente Fox", None),
        ("Crown Prince Salman bin Hamad", None),
        ("Vice Premier Liu He", None),
        ("Interim President Jeanine Añez", "interim president"),
    ],
)
def test_titles(visitor: str, title: str | None) -> None:
    assert title_of(visitor) == title


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("Kenya", "KEN"),
        ("China, People’s Republic of", "CHN"),
        ("Cote d’Ivoire", "CIV"),
        ("South Korea", "KOR"),
        ("Czechoslovakia", None),
        ("U.S.S.R.", None),
    ],
)
def test_countries(name: str, scope: str | None) -> None:
    assert scope_of(name) == scope


def visit(visitor: str, country: str, day: str) -> dict[str, Any]:
    scores, predictions = evaluate([{"id": "1", "labels": {"visitor": visitor, "from_country": country, "start": day, "end": day}}])
    return {**predictions[0], **scores}


def test_a_visit_that_agrees() -> None:
    found = visit("President William Samoei Ruto", "Kenya", "2024-05-23")
    assert found["predicted"] == ["William Ruto"]
    assert found["agreement"] == 1


def test_a_visit_that_disagrees() -> None:
    found = visit("President Uhuru Kenyatta", "Kenya", "2024-05-23")
    assert found["predicted"] == ["William Ruto"]
    assert found["agreement"] == 0


def test_a_visit_that_says_nothing_about_the_table() -> None:
    assert visit("Crown Prince Mohammed bin Salman", "Saudi Arabia", "2018-03-20")["predicted"] is None


def test_a_president_of_a_kingdom_presides_over_its_government() -> None:
    assert visit("President Pedro Sánchez", "Spain", "2024-07-10")["agrees"]


def test_an_appointment() -> None:
    row = {"person": "Meg Whitman", "role": "ambassador-e-p", "territory": "kenya", "started": "2022-08-05", "ended": "2024-11-13"}
    assert evaluate([row])[0]["agreement"] == 1
    assert evaluate([{**row, "role": "minister-resident"}])[0]["comparable"] == 0
    assert evaluate([{**row, "started": None}])[0]["comparable"] == 0
