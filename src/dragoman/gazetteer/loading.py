"""Reading the data files of the gazetteer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from dragoman.records import compiled, csvfile, yamlfile

DATA = files("dragoman.gazetteer") / "data"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a YAML data file."""
    return yamlfile.load(DATA / name) or []


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV data file."""
    yield from csvfile.table(DATA / name)


def kept(name: str, make: Callable[[], Any]) -> Any:
    """What is worked out of the tables, in JSON's types, kept compiled until a table or the code of the gazetteer changes."""
    return compiled.kept(DATA, name, _sources(), make)


def frozen(row: list[Any]) -> Any:
    """A row of what was kept, its lists as the tuples that they were."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)


@cache
def _sources() -> tuple[Path, ...]:
    package = Path(__file__).parent
    return tuple(sorted(path for path in package.rglob("*") if path.suffix in {".csv", ".py", ".yaml"}))


def slug(name: str) -> str:
    """A name as the last part of an id: ASCII, lower case, hyphens ("Recep Tayyip Erdoğan": recep-tayyip-erdogan)."""
    plain = fold(name).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def fold(name: str) -> str:
    """A name without diacritics, for comparing spellings."""
    if name.isascii():
        return name
    special = name.translate(_SPECIAL)
    return "".join(c for c in unicodedata.normalize("NFKD", special) if not unicodedata.combining(c))


_SPECIAL = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "’": "'", "ʼ": "'"}
)


def lower(text: str) -> str:
    """`text` in lower case with every code point kept in its place (plain `str.lower` may lengthen a text)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
