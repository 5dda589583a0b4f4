"""Put the program's present output for one example into README.md. Run it after a change to the reader."""

from __future__ import annotations

import re
from pathlib import Path

from dragoman.analysis.aide_memoire import render
from dragoman.reading.reader import Reader
from dragoman.records import Document
from dragoman.sources import documents

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "2024-05-24-ruto-state-visit.md"
ROWS = 6  # lines of the table of events that are shown, the heading and the header among them


def excerpt(page: str) -> str:
    """The head, the first engagement, what was asked and promised, and the first coded events; … where something is left out."""
    parts = {block.splitlines()[0]: block for block in page.rstrip("\n").split("\n\n")}
    head = "\n".join(parts["AIDE-MEMOIRE"].splitlines()[:3]).rstrip(" ·")
    first = parts["ENGAGEMENTS"].split("\n2. ")[0] + "\n…"
    table = "\n".join(line.rstrip() for line in parts["EVENTS CODED"].splitlines()[:ROWS]) + "\n…"
    return "\n\n".join([head, first, *(parts[name] for name in ("WHAT WAS ASKED", "COMMITMENTS") if name in parts), table])


def main() -> None:
    (document,) = documents([EXAMPLE])
    assert isinstance(document, Document)
    shown = excerpt(render(Reader().read(document), width=100))
    path = ROOT / "README.md"
    path.write_text(re.sub(r"(```text\n).*?(\n```)", lambda m: m[1] + shown + m[2], path.read_text("utf-8"), count=1, flags=re.S), "utf-8")
    print(shown)


if __name__ == "__main__":
    main()
