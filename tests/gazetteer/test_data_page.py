"""docs/data.md names every data file, and every field that its rows have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.gazetteer.loading import rows

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
GAZETTEER = ROOT / "src" / "dragoman" / "gazetteer" / "data"
CODEBOOK = ROOT / "src" / "dragoman" / "codebook" / "data"


@pytest.mark.parametrize("path", sorted(p for root in (GAZETTEER, CODEBOOK) for p in root.iterdir() if p.is_file()), ids=lambda p: p.name)
def test_every_file_has_its_line(path: Path) -> None:
    assert f"| `{path.name}` |" in PAGE


@pytest.mark.parametrize("name", sorted(path.name for path in GAZETTEER.glob("*.yaml")))
def test_every_field_is_named(name: str) -> None:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
    named = set(re.findall(r"[a-z_0-9]+", line))
    assert {field for row in rows(name) for field in row} - named == set()


def test_what_the_page_names_exists() -> None:
    for name in re.findall(r"^\| `([a-z_]+\.(?:yaml|csv))` \|", PAGE, re.MULTILINE):
        assert (GAZETTEER / name).exists() or (CODEBOOK / name).exists(), name
