"""What is wrong with a data file, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GAZETTEER = ROOT / "src" / "dragoman" / "gazetteer" / "data"
CODEBOOK = ROOT / "src" / "dragoman" / "codebook" / "data"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: an error fails the check, a warning is counted."""

    path: Path
    line: int
    key: str
    reason: str
    warning: bool = False

    def __str__(self) -> str:
        where = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        key = f"{self.key}: " if self.key else ""
        return f"{where}:{self.line}: {'warning: ' if self.warning else ''}{key}{self.reason}"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A key of a file with the line on which its row begins."""

    key: str
    line: int


def order(path: Path, keys: Iterable[Keyed]) -> Iterator[Fault]:
    """Rows that stand before a row with a smaller key."""
    for before, after in pairwise(keys):
        if after.key < before.key:
            yield Fault(path, after.line, after.key, f"not in order: it stands after {before.key}")


def doubles(path: Path, keys: Iterable[Keyed]) -> Iterator[Fault]:
    """Rows whose key an earlier row has."""
    seen: dict[str, int] = {}
    for keyed in keys:
        if keyed.key in seen:
            yield Fault(path, keyed.line, keyed.key, f"the same key as in line {seen[keyed.key]}")
        seen.setdefault(keyed.key, keyed.line)
