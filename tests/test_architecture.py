"""docs/architecture.md names every room, and every step of the reading."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
HOUSE = ROOT / "src" / "dragoman"


def test_every_room_has_its_line() -> None:
    rooms = [path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if f"`{room}/`" not in PAGE] == []


def test_every_step_of_sources_and_reading_is_named() -> None:
    steps = [f"{path.name}" for room in ("sources", "reading") for path in (HOUSE / room).glob("*.py") if path.name != "__init__.py"]
    steps += [f"{path.parent.name}/" for room in ("sources", "reading") for path in (HOUSE / room).glob("*/__init__.py")]
    assert [step for step in steps if f"`{step}`" not in PAGE] == []


def test_every_folder_of_the_reading_is_named_with_its_modules() -> None:
    parts = re.split(r"\n(?=[-|])", PAGE)
    for folder in (path.parent for path in (HOUSE / "reading").glob("*/__init__.py")):
        told = " ".join(part for part in parts if f"`{folder.name}/`" in part)
        assert [path.name for path in folder.glob("[!_]*.py") if f"`{path.name}`" not in told] == [], folder.name


def test_what_the_page_names_exists() -> None:
    for path in (
        "tools/lint_data.py",
        "tools/datalint",
        "tools/build_places.py",
        "training",
        "benchmarks",
        "examples",
        "docs/record.md",
        "docs/data.md",
    ):
        assert (ROOT / path).exists(), path
