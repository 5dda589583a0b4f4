"""Exports at size: seconds of the clock and of processor time, and the most memory, for each format.

    python benchmarks/exports.py [--events 100000] [--formats csv gdelt ...] [--jobs N] [--check]
    python benchmarks/exports.py --from readings.jsonl
    python benchmarks/exports.py --ledger dragoman.db

Readings are made once, written as JSON Lines, and exported from that file by `dragoman export`: starting it and reading the lines are part
of every time. They are invented, four events each, full of characters that no text has; or, with `--from`, the events of real readings
moved to other days and countries as often as it takes. With `--ledger`, everything in a ledger is exported instead. Memory is that of all
processes together. `others` is how many cores other programs kept busy meanwhile.

`--check` fails where a format takes 20 seconds or 500 MB. These are seconds of the clock where others kept less than a tenth of a core
busy. Otherwise the clock says nothing about the export, and its processor time is taken, divided by the processes that can work at once; it
is lengthened less, though cores that share their caches are slower for it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SECONDS, MEGABYTES = 20.0, 500.0
#: Runs the command line, then says how much processor time it and its workers used.
MEASURED = """
import resource, sys
from dragoman.cli import app
app(["export", *sys.argv[1:]], standalone_mode=False)
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(round(sum(one.ru_utime + one.ru_stime for one in used), 1))
"""
LOOK = 0.1  # seconds between two looks at the memory
QUIET = 0.1  # cores that others may keep busy before the clock is no measure


def invented(path: Path, events: int) -> None:
    """Readings of four events each and nothing else: every event has up to three participants, and mostly a date, a place and topics."""
    sys.path.insert(0, str(ROOT / "tests"))
    from exports.making import Maker  # noqa: PLC0415

    maker = Maker(0)
    with path.open("w", encoding="utf-8") as out:
        for number in range(events // 4):
            one = maker.reading(number)
            found = tuple(maker.event(f"ev-{number}-{i}") for i in range(4))
            only = {"events": found, "engagements": (), "statements": (), "commitments": ()}
            out.write(one.model_copy(update=only).model_dump_json() + "\n")


def copied(path: Path, events: int, source: Path) -> None:
    """The events of real readings, moved to other days and countries until there are enough."""
    from ledger import synthetic, templates  # noqa: PLC0415 (the benchmark beside this one)

    bodies, written = templates(source), 0
    with path.open("w", encoding="utf-8") as out:
        for one in synthetic(bodies, events):
            only = one.model_copy(update={"engagements": (), "statements": (), "commitments": ()})
            out.write(only.model_dump_json() + "\n")
            written += len(one.events)
            if written >= events:
                return


def measured(name: str, source: list[str], out: Path, jobs: int) -> dict[str, Any]:
    """What one export took."""
    command = [sys.executable, "-c", MEASURED, name, *source, "--out", str(out), "--jobs", str(jobs), "--json"]
    started, before, peak = time.perf_counter(), busy(), 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
        while run.poll() is None:
            peak = max(peak, held(run.pid))
            time.sleep(LOOK)
        clock, all_busy = time.perf_counter() - started, busy() - before
        assert run.stdout is not None
        done, cpu = run.stdout.read().splitlines()
    records = json.loads(done)["records"]
    about = {"format": name, "records": sum(n for kind, n in records.items() if kind != "documents"), "events": records.get("events", 0)}
    others = max(0.0, all_busy - float(cpu)) / clock
    judged = clock if others < QUIET else float(cpu) / min(jobs, os.cpu_count() or 1)
    took = {"clock_s": round(clock, 1), "cpu_s": float(cpu), "others": round(others, 2), "judged_s": round(judged, 1)}
    return about | took | {"peak_mb": round(peak)}


def busy() -> float:
    """Seconds that all cores together have worked, for whomever; 0 where the system doesn't say."""
    try:
        user, nice, system, _, _, interrupts, soft, *_ = Path("/proc/stat").read_text(encoding="ascii").split("\n")[0].split()[1:]
    except OSError:
        return 0.0
    return sum(map(int, (user, nice, system, interrupts, soft))) / os.sysconf("SC_CLK_TCK")


def held(pid: int) -> float:
    """Megabytes that a process and those that it started hold now; of what they share each has its part."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0  # it has ended
    own = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
    return own + sum(held(int(child)) for child in children)


def main() -> int:
    """Prints a line of JSON a format."""
    from dragoman.exports.formats import FORMATS  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--formats", nargs="+", default=list(FORMATS), choices=list(FORMATS))
    parser.add_argument("--from", dest="source", type=Path)
    parser.add_argument("--ledger")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    slow = []
    with tempfile.TemporaryDirectory() as folder:
        source = ["--ledger", options.ledger] if options.ledger else [f"{folder}/readings.jsonl"]
        if options.source:
            copied(Path(source[0]), options.events, options.source)
        elif not options.ledger:
            invented(Path(source[0]), options.events)
        for name in options.formats:
            found = measured(name, source, Path(folder) / name, options.jobs)
            print(json.dumps(found), flush=True)
            if found["judged_s"] >= SECONDS or found["peak_mb"] >= MEGABYTES:
                by = "the clock" if found["others"] < QUIET else f"processor time, while others kept {found['others']} cores busy"
                slow.append(f"{name}: {found['judged_s']} s by {by}, {found['peak_mb']} MB")
    if slow:
        print(f"over {SECONDS:g} s or {MEGABYTES:g} MB:", *slow, sep="\n", file=sys.stderr)
    return 1 if slow and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
