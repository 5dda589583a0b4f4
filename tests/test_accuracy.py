"""Accuracy gates: no score may fall below its floor on the gold data that the floors were measured on.

The sets, floors and digests are in accuracy_floors.json, which `python tools/measure.py --write` raises and never lowers. Of slow sets
every so manieth row is taken (`every`), always the same ones.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure_tool", ROOT / "tools" / "measure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


measure = _tool()
ENTRIES = measure.entries()
SHARED = pytest.mark.skipif(not measure.GOLD.exists(), reason=f"{measure.GOLD} isn't there: gold data isn't part of the project")


@pytest.mark.gold
@SHARED
@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items() if entry["floors"]])
def test_no_score_falls_below_its_floor(name: str) -> None:
    entry = ENTRIES[name]
    files = measure.changed(entry)
    assert files == [], (
        f"{', '.join(files)} isn't what the floors of {name} were measured on: python tools/measure.py {name} --write --force"
    )
    assert measure.kept(entry, measure.score(entry)) == []


def test_every_task_has_its_entry() -> None:
    from dragoman.evaluation.tasks import TASKS

    assert set(TASKS) <= {entry["task"] for entry in ENTRIES.values()}
    assert all(entry["floors"].keys() <= entry["reach"].keys() for entry in ENTRIES.values())


def test_floors_are_just_below_the_figures_and_only_rise() -> None:
    entry = {"lower_is_better": False, "reach": {"f1": None}, "floors": {"f1": 0.8}}
    assert measure.moved(entry, {"f1": 0.9}, force=False) == {"f1": 0.89}
    assert measure.moved(entry, {"f1": 0.7}, force=False) == {"f1": 0.8}
    assert measure.moved(entry, {"f1": 0.7}, force=True) == {"f1": 0.69}
    assert measure.kept(entry, {"f1": 0.8}) == []
    assert measure.kept(entry, {"f1": 0.79}) == ["f1 0.7900 is below 0.8"]


def test_mistakes_have_a_ceiling() -> None:
    entry = {"lower_is_better": True, "reach": {"per_document": 0.15}, "floors": {"per_document": 0.2}}
    assert measure.moved(entry, {"per_document": 0.1}, force=False) == {"per_document": 0.11}
    assert measure.moved(entry, {"per_document": 0.3}, force=False) == {"per_document": 0.2}
    assert measure.kept(entry, {"per_document": 0.25}) == ["per_document 0.2500 is above 0.2"]


def test_a_changed_gold_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n")
    entry = {"files": {"a.jsonl": measure._digest(tmp_path / "a.jsonl"), "b.jsonl": "0"}}
    assert measure.changed(entry, tmp_path) == ["b.jsonl"]


def test_the_table_keeps_what_was_not_measured_now() -> None:
    page = "<!-- measured -->\n| dates | value | 0.5 |\n| types | root | 0.5 |\n<!-- /measured -->"
    assert measure.table(["| dates | value | 0.9 |"], page).splitlines() == [
        *measure.HEAD,
        "| types | root | 0.5 |",
        "| dates | value | 0.9 |",
    ]


def test_the_page_has_a_place_for_every_set() -> None:
    page = measure.PAGE.read_text(encoding="utf-8")
    assert measure.TABLE.search(page)
    assert [name for name in ENTRIES if f"## {name}" not in page] == []
