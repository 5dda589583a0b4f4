"""The coefficients against worked examples of the literature, and against what they must do by definition."""

import math
import random
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ledger.review.agreement import agreement, alpha, kappa

# Cohen, J. (1968), Weighted kappa, Psychological Bulletin 70, table 1: 200 cases, kappa .492 without weights
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]

# Krippendorff, K. (2011), Computing Krippendorff's alpha-reliability: the data of its sections A, B and C
BINARY = ("0100000010", "1110010000")  # A: alpha 0.095
NOMINAL = ("aabbdcccedda", "babbbccceddd")  # B: 0.692


def test_kappa_of_a_worked_example() -> None:
    pairs = [(a, b) for a, row in enumerate(COHEN) for b, count in enumerate(row) for _ in range(count)]
    assert len(pairs) == 200
    assert kappa(pairs) == pytest.approx(0.492, abs=0.0005)


@pytest.mark.parametrize(("coders", "expected"), [(BINARY, 0.095), (NOMINAL, 0.692)])
def test_alpha_of_two_observers(coders: tuple[str, str], expected: float) -> None:
    assert alpha(list(zip(*coders, strict=True))) == pytest.approx(expected, abs=0.0005)


def test_alpha_of_four_observers_with_gaps() -> None:
    rows = (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
    )
    units = [[c for c in unit if c is not None] for unit in zip(*rows, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_where_there_is_nothing_to_correct_for_there_is_no_coefficient() -> None:
    assert kappa([]) is None
    assert kappa([("a", "a")] * 5) is None
    assert alpha([]) is None
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "a"], ["a", "a", "a"]]) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40))
def test_kappa_is_symmetric_and_within_its_bounds(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    assert found == (pytest.approx(other) if (other := kappa([(b, a) for a, b in pairs])) is not None else None)
    if found is not None:
        assert -1 <= found <= 1
        assert (found == 1) == all(a == b for a, b in pairs)


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=5), max_size=20))
def test_alpha_is_what_its_definition_by_pairs_gives(units: list[list[str]]) -> None:
    """1 - observed disagreement / expected disagreement, over all pairs of values: the slow way round."""
    kept = [unit for unit in units if len(unit) > 1]
    values = [v for unit in kept for v in unit]
    expected = sum(a != b for a, b in combinations(values, 2)) * 2
    found = alpha(units)
    if not expected:
        assert found is None
        return
    n = len(values)
    observed = sum(2 * sum(a != b for a, b in combinations(unit, 2)) / (len(unit) - 1) for unit in kept) / n
    assert found == pytest.approx(1 - observed / (expected / (n * (n - 1))))


def test_by_chance_both_are_about_nought() -> None:
    draw = random.Random(7)  # noqa: S311 (no secret)
    units = [[draw.choice("ab"), draw.choice("ab")] for _ in range(4000)]
    for found in (kappa([(a, b) for a, b in units]), alpha(units)):
        assert found is not None
        assert math.isclose(found, 0, abs_tol=0.06)


def test_the_table_is_by_field_with_every_pair_of_reviewers() -> None:
    units: dict[Any, Any] = {
        ("r1", "event.type"): {"ann": "AID", "bob": "AID", "cec": "AID"},
        ("r2", "event.type"): {"ann": "AID", "bob": "COERCE"},
        ("r3", "event.type"): {"ann": "COERCE", "bob": "COERCE"},
        ("r3", "event.status"): {"ann": "occurred"},
    }
    (row,) = agreement(units)
    assert (row["field"], row["units"]) == ("event.type", 3)
    assert row["observed"] == pytest.approx(4 / 5)
    assert [(p["reviewers"], p["units"]) for p in row["pairs"]] == [(["ann", "bob"], 3), (["ann", "cec"], 1), (["bob", "cec"], 1)]
    assert row["pairs"][0]["kappa"] == pytest.approx(0.4)
