"""`make demo`: read the examples and print the record, briefly, and one aide-memoire in full."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from dragoman import terminal
from dragoman.analysis.aide_memoire import brief, render
from dragoman.reading.reader import Reader
from dragoman.records import Document
from dragoman.sources import documents

ROOT = Path(__file__).resolve().parent.parent
SHOWN_IN_FULL = "argyle-declaration"


def main() -> int:
    width, colour = terminal.width(), terminal.has_colour()
    found = list(documents([ROOT / "examples"]))
    failed = [d for d in found if not isinstance(d, Document)]
    reports = [d for d in found if isinstance(d, Document)]
    reader = Reader()
    started = time.monotonic()
    readings = []
    for document in reports:
        readings.append(reader.read(document))
        print(brief(readings[-1], width=width, colour=colour), flush=True)
        if len(readings) == 1:
            loaded = time.monotonic()  # the first report waits for the models
    print("─" * width + "\n")
    print(next(render(r, width=width, colour=colour) for r in readings if SHOWN_IN_FULL in (r.document.url or "")))
    words = sum(len((d.text or "").split()) for d in reports[1:])
    seconds = time.monotonic() - loaded
    print("─" * width)
    print(
        f"{len(reports)} reports read in {time.monotonic() - started:.1f} s: {loaded - started:.1f} s for the models and the first of them,"
    )
    print(f"then {words / seconds:,.0f} words a second. Next: .venv/bin/dragoman read YOUR.txt --published 2025-09-24")
    for error in failed:
        terminal.say(str(error))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
