"""`make demo`: the examples into a ledger, and what a desk asks of it, every answer with the words and where they stand."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman import Ledger, terminal
from dragoman.analysis import aide_memoire, briefing, charts, lines
from dragoman.analysis.answers import cite
from dragoman.analysis.promised import commitments
from dragoman.analysis.timeline import timeline
from dragoman.engines import local
from dragoman.records import Reading
from dragoman.records.errors import SourceError
from dragoman.sources import documents

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("demo")
LEDGER = FOLDER / "dragoman.db"
PAIR = ("CHN", "UKR")
TODAY = dt.date(2025, 8, 1)  # the day after the last example: what is open and overdue is told as of it
OPEN_SHOWN = 8
WIDTH = terminal.width()


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob(f"{LEDGER.name}*"):
        old.unlink()
    with Ledger(LEDGER) as ledger:
        failed = read(ledger)
        for title, ask in ((f"Brief of {' and '.join(PAIR)}", brief), ("Open commitments", promised), ("Kept", kept), ("Merged", merged)):
            print(f"\n── {title} {'─' * (WIDTH - len(title) - 4)}\n")
            print("\n".join(ask(ledger)), flush=True)
        print("\n" + "─" * WIDTH)
        print(f"{drawn(ledger)} shows the time line of the two.")
    print(f"Next: .venv/bin/dragoman search embassy --ledger {LEDGER}, or .venv/bin/dragoman read YOUR.txt --published 2025-09-24")
    return failed


def read(ledger: Ledger) -> int:
    """Reads the examples into the ledger, and shows the record of the first in short."""
    started, words, failures, loaded = time.monotonic(), 0, 0, 0.0

    def readings() -> Iterator[Reading]:
        nonlocal words, failures, loaded
        for item in local.read(documents([ROOT / "examples"])):
            if isinstance(item, SourceError):
                terminal.say(str(item))
                failures += 1
                continue
            if loaded:
                words += len((item.document.text or "").split())
            else:  # it waited for the models
                loaded = time.monotonic()
                print("The record of the first report, in short (dragoman read prints all of it, with its words):\n")
                print(aide_memoire.brief(item, width=WIDTH, colour=terminal.has_colour()), flush=True)
            yield item

    added = list(ledger.add_all(readings()))
    rate = words / (time.monotonic() - loaded)
    entries = ", ".join(f"{found['entries']} {kind}s" for kind, found in ledger.stats()["entries"].items())
    print(f"{len(added)} reports in {time.monotonic() - started:.1f} s: {loaded - started:.1f} s for the models and the first of them,")
    print(f"then {rate:,.0f} words a second. {LEDGER} has {entries}.")
    return 1 if failures else 0


def brief(ledger: Ledger) -> Iterator[str]:
    """The aide-memoire of the pair."""
    page = briefing.markdown(briefing.brief(ledger, *PAIR, on=TODAY))
    for line in page.rstrip().split("\n"):
        yield from lines.wrapped(line, WIDTH, "") or [""]


def promised(ledger: Ledger) -> Iterator[str]:
    """Open commitments, the newest first, a line each."""
    rows = sorted(commitments(ledger, on=TODAY, status=["open"]), key=lambda row: row["made"], reverse=True)
    for row in rows[:OPEN_SHOWN]:
        yield from lines.wrapped(f"{row['made']} {', '.join(row['parties'])}: “{row['action']}” {cite(row['cites'][0])}", WIDTH, "")
    yield f"and {len(rows) - OPEN_SHOWN} more: .venv/bin/dragoman commitments --open --on {TODAY} --ledger {LEDGER}"


def kept(ledger: Ledger) -> Iterator[str]:
    """A commitment that a later report says was fulfilled, after its deadline."""
    rows = [row for row in commitments(ledger, on=TODAY, status=["fulfilled"]) if row["follow_ups"]]
    yield from shown(sorted(rows, key=lambda row: not row["late"])[:1], lines.promise)


def merged(ledger: Ledger) -> Iterator[str]:
    """An engagement that several papers report, with the reasons for taking their reports together."""
    rows = timeline(ledger, *PAIR, kinds=["engagement"])
    found = [e for e in ledger.entries([row["id"] for row in rows]) if e["sources"] > 1]
    yield from shown(found[:1], lines.entry)


def shown(rows: Iterable[Any], as_lines: Callable[[Any, int], Iterator[str]]) -> Iterator[str]:
    """Rows as lines of text."""
    for row in rows:
        yield from as_lines(row, WIDTH)


def drawn(ledger: Ledger) -> Path:
    """The time line of the pair, as a picture."""
    path = FOLDER / "timeline.png"
    charts.save(charts.timeline(timeline(ledger, *PAIR), title=f"{' and '.join(PAIR)}, day by day"), path)
    return path


if __name__ == "__main__":
    sys.exit(main())
