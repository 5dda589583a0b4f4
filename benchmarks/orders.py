"""Order of arrival: readings added again and again, shuffled, by one process and by two, must give one record hash.

    dragoman read news/ --format jsonl --output readings.jsonl
    python benchmarks/orders.py readings.jsonl [--orders 3] [--processes 1 2]

Prints a JSON line a run, and exits with 1 where two hashes differ.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from dragoman.ledger import Ledger
from dragoman.records import Reading


def put(ledger: Path, lines: Sequence[str]) -> None:
    """One writer's share, a transaction a few documents."""
    with Ledger(ledger, wait=600) as book:
        for _ in book.add_all(Reading.model_validate_json(line) for line in lines):
            pass


def run(ledger: Path, lines: Sequence[str], processes: int) -> dict[str, object]:
    """Adds the lines, every nth to the nth of the processes, and tells what came of it."""
    started = time.perf_counter()
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=put, args=(ledger, lines[n::processes])) for n in range(processes)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with Ledger(ledger) as book:
        stats = book.stats()
        wrong = book.check()
        return {
            "processes": processes,
            "seconds": round(time.perf_counter() - started, 1),
            "documents": stats["documents"],
            "reports": stats["reports"],
            "merged": stats["merged"],
            "follow_ups": stats["follow_ups"],
            "wrong": wrong,
            "hash": book.hash(),
        }


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("readings", type=Path)
    options.add_argument("--orders", type=int, default=3)
    options.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    given = options.parse_args()
    lines = [line for line in given.readings.read_text(encoding="utf-8").split("\n") if line]
    hashes, wrong = set(), False
    with tempfile.TemporaryDirectory() as folder:
        for order in range(given.orders):
            random.Random(order).shuffle(lines)  # noqa: S311 (an order, not a secret)
            for processes in given.processes:
                found = {"order": order} | run(Path(folder) / f"{order}-{processes}.db", lines, processes)
                print(json.dumps(found), flush=True)
                hashes.add(found["hash"])
                wrong |= bool(found["wrong"]) or found["documents"] != len(lines)
    return int(wrong or len(hashes) > 1)


if __name__ == "__main__":
    sys.exit(main())
