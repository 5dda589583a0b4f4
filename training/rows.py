"""The corpus as rows: every `corpus/*.tsv` file, its spans resolved to offsets, its split, its digest."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman import codebook

CORPUS = Path(__file__).resolve().parent / "corpus"
COLUMNS = ("type", "mode", "status", "direction", "cameo", "region", "style", "text")
NONE = "NONE"
STATUSES = ("occurred", "ongoing", "future", "hypothetical", "negated", "cancelled", "historical")
DIRECTIONS = ("forward", "backward", "mutual", "none")
REGIONS = ("africa", "americas", "asia", "europe", "middle_east", "oceania", "global", "invented")
STYLES = ("wire", "official", "spoken", "headline", "long", "background")
SPAN = re.compile(r"\[([ST]):([^\[\]]*)\]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence of the corpus. `text` has no marks; `source` and `target` are half-open offsets into it, or None."""

    file: str
    line: int
    type: str
    mode: str
    status: str
    direction: str
    cameo: str
    region: str
    style: str
    text: str
    source: Span | None
    target: Span | None

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def split(self) -> str:
        return split_of(self.text)


def files() -> list[Path]:
    """The files of the corpus, in the order of their names."""
    return sorted(CORPUS.glob("*.tsv"))


def digest() -> str:
    """sha256 over name and content of every file of the corpus, in the order of their names."""
    total = hashlib.sha256()
    for path in files():
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def split_of(text: str) -> str:
    """`train` (84 %), `dev` (8 %: chooses epochs, temperatures) or `test` (8 %: reported), by the hash of the text alone."""
    slot = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % 25
    return "dev" if slot < 2 else "test" if slot < 4 else "train"


def unmark(marked: str) -> tuple[str, Span | None, Span | None]:
    """The text without its marks, and the spans of the source and of the target."""
    parts: list[str] = []
    spans: dict[str, Span] = {}
    at = length = 0
    for match in SPAN.finditer(marked):
        before, inside = marked[at : match.start()], match.group(2)
        parts += [before, inside]
        start = length + len(before)
        length = start + len(inside)
        spans[match.group(1)] = (start, length)
        at = match.end()
    parts.append(marked[at:])
    return "".join(parts), spans.get("S"), spans.get("T")


def cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of a file after its header, with their numbers."""
    with path.open(encoding="utf-8", newline="") as handle:
        for number, record in enumerate(csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if number > 1:
                yield number, record


def read() -> list[Row]:
    """Every row of the corpus whose columns are complete (the linter reports the others)."""
    rows = []
    for path in files():
        for number, record in cells(path):
            if len(record) == len(COLUMNS):
                text, source, target = unmark(record[-1])
                rows.append(Row(path.name, number, *record[:-1], text, source, target))
    return rows


@cache
def type_labels() -> tuple[str, ...]:
    return (*sorted(codebook.types()), NONE)


@cache
def mode_labels() -> tuple[str, ...]:
    return ("-", *sorted(f"{entry.type}/{mode}" for entry in codebook.types().values() for mode in entry.modes))


@cache
def cameo_labels() -> tuple[str, ...]:
    """The three-digit CAMEO codes, and `-`."""
    return ("-", *sorted({code[:3] for code in codebook.cameo() if len(code) >= 3}))
