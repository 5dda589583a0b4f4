"""Exports at size: seconds of processor time and of the clock, and the most memory, for each format.

    python benchmarks/exports.py [--events 100000] [--formats csv gdelt ...] [--check]

Readings of four events each are made once, written as JSON Lines, and exported from that file by a process of its own: reading the lines is
part of every time. `--check` fails where a format takes 20 seconds of processor time or 500 MB.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS, MEGABYTES = 20.0, 500.0
MEASURED = """
import json, resource, sys, time
from pathlib import Path
from dragoman.exports import jsonl
from dragoman.exports.exporting import export
started = time.perf_counter()
with open(sys.argv[2], "rb") as stream:
    done = export(sys.argv[1], jsonl.read(stream, sys.argv[2]), Path(sys.argv[3]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"format": sys.argv[1], "events": done["records"]["events"], "cpu_s": round(used.ru_utime + used.ru_stime, 1),
                  "clock_s": round(time.perf_counter() - started, 1), "peak_mb": round(used.ru_maxrss / 1024)}))
"""


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


def main() -> int:
    """Prints a line of JSON a format."""
    from dragoman.exports.formats import FORMATS  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--formats", nargs="+", default=list(FORMATS), choices=list(FORMATS))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    slow = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "readings.jsonl"
        invented(source, options.events)
        for name in options.formats:
            command = [sys.executable, "-c", MEASURED, name, str(source), f"{folder}/{name}"]
            line = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
            print(line, flush=True)
            found = json.loads(line)
            slow += [name] if found["cpu_s"] >= SECONDS or found["peak_mb"] >= MEGABYTES else []
    if slow:
        print(f"over {SECONDS:g} s or {MEGABYTES:g} MB: {', '.join(slow)}", file=sys.stderr)
    return 1 if slow and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
