"""Writes the tables of docs/exports.md anew from the registry of formats. The words between the tables are left alone.

python tools/refresh_exports.py
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from dragoman.exports.formats import FORMATS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "exports.md"


def refreshed(page: str) -> str:
    """The page with every section of every format as the registry has it."""
    parts = re.split(r"(?m)^(?=## `)", page)
    return parts[0] + "".join(_format(part, str(re.match(r"## `(\w+)`", part)[1])) for part in parts[1:])


def _format(part: str, name: str) -> str:
    head, *sections = re.split(r"(?m)^(?=### `)", part)
    words = {str(re.match(r"### `(.+)`", s)[1]): re.split(r"(?m)^\|", s.split("\n", 1)[1])[0].strip() for s in sections}
    done = [head.rstrip()]
    for section, fields in FORMATS[name].fields.items():
        done += [f"### `{section}`", *filter(None, [words.get(section)]), _table(fields)]
    return "\n\n".join(done) + "\n\n"


def _table(fields: Mapping[str, str]) -> str:
    return "\n".join(["| field | meaning |", "|---|---|", *(f"| `{name}` | {meaning} |" for name, meaning in fields.items())])


if __name__ == "__main__":
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")).rstrip() + "\n", encoding="utf-8")
