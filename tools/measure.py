"""Measure every task on the gold data: a Markdown table and a JSON object on standard output; with --write, floors and docs/accuracy.md.

What is measured is listed in tests/accuracy_floors.json, a set an entry: `task`, `files` (the gold file, then those that it is joined to,
each with its SHA-256), `every` (the tests take every so manieth row of a slow set; the table is of all rows), `reach` (the scores that
have a floor and the target of each, null where there is none) and `floors`. A floor is the figure of the tests' rows less TOLERANCE.
--write raises floors and never lowers them; after a loss, or where a gold file has changed, that takes --force.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import importlib
import inspect
import json
import math
import re
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "accuracy_floors.json"
PAGE = ROOT / "docs" / "accuracy.md"
DESK = ROOT / "src" / "dragoman" / "web" / "data" / "accuracy.csv"  # what the desk shows of the table
GOLD = ROOT.parent / "shared" / "gold"
TOLERANCE = 0.01  # floating point and BLAS differ between machines: a few rows of a thousand change sides
TABLE = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.S)

Entry = dict[str, Any]
Scores = dict[str, float]


def entries() -> dict[str, Entry]:
    found: dict[str, Entry] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return found


def changed(entry: Entry, folder: Path = GOLD) -> list[str]:
    """The files of a set that are missing or aren't those on which its floors were measured."""
    return [name for name, digest in entry["files"].items() if not (folder / name).exists() or _digest(folder / name) != digest]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def score(entry: Entry, folder: Path = GOLD, every: int | None = None) -> Scores:
    """The scores of a set, on every so manieth row (by default as the tests do).

    Raises:
        ModuleNotFoundError: this version doesn't have the task.
    """
    path = folder / next(iter(entry["files"]))
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][:: every or entry["every"]]
    run = importlib.import_module(f"dragoman.evaluation.{entry['task']}").evaluate
    keywords = {"folder": folder} if "folder" in inspect.signature(run).parameters else {}
    scores: Scores = run(rows, **keywords)[0]
    return scores


def floor(value: float, lower_is_better: bool) -> float:
    """What a figure must not fall below (or, for mistakes, rise above)."""
    if lower_is_better:
        return math.ceil((value + TOLERANCE) * 1000) / 1000
    return max(0.0, math.floor((value - TOLERANCE) * 1000) / 1000)


def kept(entry: Entry, scores: Scores) -> list[str]:
    """The floors of a set that its scores don't hold, in words; none where all is well."""
    sign = -1 if entry["lower_is_better"] else 1
    word = "above" if entry["lower_is_better"] else "below"
    return [f"{key} {scores[key]:.4f} is {word} {bar}" for key, bar in entry["floors"].items() if sign * scores[key] < sign * bar]


def moved(entry: Entry, scores: Scores, *, force: bool) -> dict[str, float]:
    """The floors after a measurement."""
    better = min if entry["lower_is_better"] else max
    new = {key: floor(scores[key], entry["lower_is_better"]) for key in entry["reach"]}
    return new if force else {key: better(bar, entry["floors"].get(key, bar)) for key, bar in new.items()}


def measure(name: str, entry: Entry, folder: Path) -> dict[str, Any] | None:
    """The figures of a set over all its rows, and over those of the tests; None where it can't be measured here."""
    missing = [file for file in entry["files"] if not (folder / file).exists()]
    try:
        started = time.monotonic()
        whole = None if missing else score(entry, folder, every=1)
    except ModuleNotFoundError as error:
        missing, whole = [str(error)], None
    if whole is None:
        print(f"{name}: not measured: {', '.join(missing)}", file=sys.stderr)
        return None
    seconds = time.monotonic() - started
    print(f"{name}: {whole} in {seconds:.0f} s", file=sys.stderr)
    return {"scores": whole, "tested": whole if entry["every"] == 1 else score(entry, folder), "seconds": round(seconds, 1)}


def lines(figures: dict[str, Any], listed: dict[str, Entry]) -> list[str]:
    """Rows of the table: a score a row."""
    found = []
    for name, figure in figures.items():
        entry = listed[name]
        for key, reach in entry["reach"].items():
            value = figure["scores"][key]
            bar = "-" if reach is None else f"{'≤' if entry['lower_is_better'] else '≥'} {reach:.2f}"
            at = entry["floors"].get(key)
            met = "" if reach is None else ("no", "yes")[value <= reach if entry["lower_is_better"] else value >= reach]
            found.append(f"| {name} | {key} | {value:.3f} | {bar} | {met} | {'-' if at is None else at} | {dt.date.today().isoformat()} |")
    return found


HEAD = ["| set | score | figure | to reach | reached | floor | measured |", "|---|---|---|---|---|---|---|"]


def table(rows: list[str], page: str = "") -> str:
    """The table, with the rows of `page` for sets that weren't measured now."""
    now = {_set(row): [r for r in rows if _set(r) == _set(row)] for row in rows}
    old = TABLE.search(page)
    before = [line for line in (old[0].splitlines() if old else []) if line.startswith("| ") and line not in HEAD]
    order = list(dict.fromkeys([*entries(), *map(_set, before)]))
    return "\n".join(HEAD + [row for name in order for row in (now.get(name) or [b for b in before if _set(b) == name])])


def _set(row: str) -> str:
    return row.split("|")[1].strip()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"by default all of {', '.join(entries())}")
    parser.add_argument("--gold", type=Path, default=GOLD, metavar="DIR")
    parser.add_argument("--write", action="store_true", help="raise the floors and renew the table of docs/accuracy.md")
    parser.add_argument("--force", action="store_true", help="with --write: lower floors too, and take changed gold files")
    asked = parser.parse_args(arguments)
    listed = entries()
    if unknown := set(asked.sets) - set(listed):
        parser.error(f"no such set: {', '.join(sorted(unknown))}")
    figures, faults = {}, []
    for name in asked.sets or listed:
        if (figure := measure(name, listed[name], asked.gold)) is not None:
            figures[name] = figure
            faults += _update(name, listed[name], figure, asked.gold, force=asked.force and asked.write)
            if asked.write:  # a set at a time, so that what was measured is kept if the rest is broken off
                _write({name: listed[name]}, lines({name: figure}, listed))
    print(table(lines(figures, listed)) + "\n")
    print(json.dumps(figures, indent=2))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _write(measured: dict[str, Entry], rows: list[str]) -> None:
    FLOORS.write_text(json.dumps(entries() | measured, indent=2) + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    page = TABLE.sub(lambda m: m[1] + table(rows, page) + "\n" + m[2], page)
    PAGE.write_text(page, encoding="utf-8")
    DESK.write_text(figures_of(page), encoding="utf-8")


def figures_of(page: str) -> str:
    """The figures of the page's table as CSV: set, score, figure, measured."""
    found = TABLE.search(page)
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in (found[0].splitlines() if found else []) if line[:2] == "| "]
    return "".join(f"{row[0]},{row[1]},{row[2]},{row[6]}\n" for row in cells)


def _update(name: str, entry: Entry, figure: dict[str, Any], folder: Path, *, force: bool) -> list[str]:
    """Moves the floors of a set; what stands against it, in words."""
    if (files := changed(entry, folder)) and not force:
        return [f"{name}: {', '.join(files)} has changed since the floors were measured: they stay (--write --force measures anew)"]
    faults = [] if force else [f"{name}: {fault}" for fault in kept(entry, figure["tested"])]
    entry["files"] = {file: _digest(folder / file) for file in entry["files"]}
    entry["floors"] = moved(entry, figure["tested"], force=force)
    return faults


if __name__ == "__main__":
    sys.exit(main())
