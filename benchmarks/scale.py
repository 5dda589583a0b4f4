"""How the reader scales: start-up, length of a text, number of texts, memory, two processes against one, Spark against plain processes.

Small by default (two or three minutes on a quiet machine). Times of one process are processor time, so that other work on the machine
shows less; those of several processes are the clock's, and only a quiet machine tells them truly. `--spark` adds Spark (needs its extra).
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import dragoman.reading  # noqa: F401 (before numpy, which it tells how many threads to take)
from dragoman.engines import local
from dragoman.records import Document
from speed import corpora, machine

LENGTHS = (100, 400, 1600)  # words
TURNS = 4  # of each number of workers
PAD = Document.of(".")  # read in no time
Row = tuple[str, str]


def start_up() -> Iterator[Row]:
    """Processor time of a process that helps, and of one that reads a sentence."""
    for what, arguments in (("dragoman --help", ["--help"]), ("the first sentence", ["read", "-", "--format", "jsonl"])):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-c", "from dragoman.cli import main; main()", *arguments]
        subprocess.run(command, input=b"Kenya thanked Uganda.", stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        yield f"start-up: {what}", f"{after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:.1f} s"


def by_length(texts: Sequence[Document], read: local.Read) -> Iterator[Row]:
    """Words a second by length of the text: the same words, cut and put together."""
    words = " ".join(d.text or "" for d in texts).split(" ")
    for length in LENGTHS:
        cut = [" ".join(words[i : i + length]) for i in range(0, min(len(words), 3200), length)]
        seconds = _processor(lambda cut=cut: [read(Document.of(text)) for text in cut])  # type: ignore[misc]
        yield (
            f"texts of {length:,} words",
            f"{sum(len(t.split()) for t in cut) / seconds:,.0f} words, {len(cut) / seconds:,.1f} texts a second",
        )


def by_number(number: int, read: local.Read) -> Iterator[Row]:
    """Documents a second, memory and open files over many tiny documents."""
    for part in range(1, 4):
        texts = [Document.of(f"Kenya thanked Uganda for shipment {part}-{n}.", id=str(n)) for n in range(number // 3)]
        seconds = _processor(lambda texts=texts: [read(text) for text in texts])  # type: ignore[misc]
        size = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1_000_000
        files = len(list(Path("/proc/self/fd").iterdir()))
        yield f"tiny texts, {part * len(texts):,} so far", f"{len(texts) / seconds:,.0f} a second, {size:,} MB, {files} open files"


def by_jobs(texts: Sequence[Document]) -> Iterator[Row]:
    """Two workers against one, all with their models loaded, in turns over the same texts.

    A pool whose turn is over has handed each of its workers the next document: a pad, so that nobody works out of turn.
    """
    pools = {jobs: local.read([*[PAD] * jobs, *texts] * (TURNS + 1), jobs, limit=600) for jobs in (1, 2)}
    seconds: dict[int, list[float]] = {jobs: [] for jobs in pools}
    for _ in range(TURNS + 1):
        for jobs, items in pools.items():
            started = time.perf_counter()
            for _item in islice(items, jobs + len(texts)):
                pass
            seconds[jobs].append(time.perf_counter() - started)
    one, two = (sum(found[1:]) for found in seconds.values())  # in the first turn models were loaded
    yield "two worker processes against one", f"{one / two:.2f} times as fast"


def on_spark(texts: Sequence[Document]) -> Iterator[Row]:
    """Spark with one core against one worker process, both with their models loaded."""
    from dragoman.engines import spark  # noqa: PLC0415 (an extra)

    session = spark.session("local[1]")
    rows = [(d.id, d.text) for d in texts]
    df = session.createDataFrame(rows, "id string, text string").coalesce(1)
    seconds = []
    for _ in range(2):  # the first loads the models
        started = time.perf_counter()
        spark.read(df).collect()
        seconds.append(time.perf_counter() - started)
    session.stop()
    read = local.load()
    for _ in range(2):
        started = time.perf_counter()
        for document in texts:
            read(document)
    yield "Spark, one core, against one process", f"{(time.perf_counter() - started) / seconds[1]:.2f} times as fast"


def _processor(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=12, metavar="N", help="texts of the ordinary length (12)")
    parser.add_argument("--tiny", type=int, default=600, metavar="N", help="tiny texts for memory and files (600)")
    parser.add_argument("--spark", action="store_true", help="Spark too")
    asked = parser.parse_args(arguments)
    print(f"{machine()}\n\n| | |\n|---|---|", flush=True)
    texts = next(iter(corpora([], asked.texts).values()))

    def rows() -> Iterator[Row]:
        yield from start_up()
        read = local.load()
        for text in texts:  # tables of names are loaded when they are first asked for
            read(text)
        yield from by_length(texts, read)
        yield from by_number(asked.tiny, read)
        yield from by_jobs(texts)
        if asked.spark:
            yield from on_spark(texts)

    for what, told in rows():
        print(f"| {what} | {told} |", flush=True)
    return 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # what Spark leaves behind goes with it
        sys.exit(main())
