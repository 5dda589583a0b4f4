"""The desk at size: how long pages take over a ledger of 100,000 events, and how it bears fifty clients at once.

    python benchmarks/desk.py [--ledger desk.db] [--events 100000] [--clients 50] [--seconds 60] [--from readings.jsonl]

The ledger is made where it is missing, of synthetic documents (benchmarks/ledger.py). The desk runs as `dragoman serve` in a process of its
own. First one client asks for home, relations and searches that differ from request to request (`p95_ms`; `first_ms` is the very first, for
which everything is worked out); then all clients ask without pause. Memory is what the desk has of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, insert, select

from dragoman.ledger import Ledger, schema
from ledger import COUNTRIES, synthetic, templates

GROWN = 1000  # documents that are read in as usual; the others are copies of their rows, because merging isn't what is measured here
COPIED = (schema.document, schema.report, schema.participant, schema.entry, schema.dyad, schema.follow)
WORDS = "embassy agreement ambassador visit police mission treaty climate ceasefire withdraw trade security border talks aid".split()


def build(path: Path, events: int, source: Path | None) -> None:
    bodies = templates(source)
    with Ledger(path) as ledger:
        list(ledger.add_all(synthetic(bodies, GROWN), batch=100))
        multiply(ledger, events)


def multiply(ledger: Ledger, events: int) -> None:
    """Copies every document with its reports and entries under other ids until there are so many events; what only merging needs isn't."""
    with ledger.engine.connect().execution_options(writing=True) as connection:
        with connection.begin():
            own = connection.execute(select(func.count()).select_from(schema.entry).where(schema.entry.c.kind == "event")).scalar_one()
            documents = connection.execute(select(func.count()).select_from(schema.document)).scalar_one()
            rows = {t: [dict(r) for r in connection.execute(select(t)).mappings()] for t in COPIED}
        last = max(r["n"] for r in rows[schema.report])
        for copy in range(1, -(-events // own)):
            with connection.begin():
                for table, originals in rows.items():
                    connection.execute(insert(table), [copied(row, copy, documents, last) for row in originals])
            print(f"{own * (copy + 1):,} events", file=sys.stderr, flush=True)


def copied(row: dict[str, Any], copy: int, documents: int, last: int) -> dict[str, Any]:
    """A row for another document: `doc-00000012` and `ev-...-12` have the number of the document in them."""

    def renamed(value: Any, name: str) -> Any:
        if name in {"n", "report_n", "commitment", "later"}:
            return value + copy * last
        if isinstance(value, str) and name in {"id", "document_id", "entry_id", "body"}:
            value = re.sub(r"\bdoc-(\d{8})", lambda m: f"doc-{int(m[1]) + copy * documents:08}", value)
            return re.sub(r"\b((?:ev|en|st|co)-[0-9a-f]{16})-(\d+)", lambda m: f"{m[1]}-{int(m[2]) + copy * documents}", value)
        return value

    return {name: renamed(value, name) for name, value in row.items()}


def addresses(kind: str, seed: int) -> Any:
    chance = random.Random(seed)  # noqa: S311 (not a secret)
    while True:
        if kind == "home":
            yield "/"
        elif kind == "relation":
            yield "/relations/" + "-".join(sorted(chance.sample(COUNTRIES, 2)))
        else:
            yield "/search?q=" + "+".join(chance.sample(WORDS, chance.randint(1, 2)))


def resident(pid: int) -> float:
    """Megabytes of the desk's own; pages of the ledger's file, which every connection maps and all share, aren't its own."""
    found = re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1e3


def one_client(address: str, requests: int) -> dict[str, Any]:
    found = {}
    with httpx.Client(base_url=address, timeout=120) as client:
        for kind in ("home", "relation", "search"):
            times = []
            for path in itertools.islice(addresses(kind, 1), requests):
                started = time.perf_counter()
                assert client.get(path).status_code == 200, path
                times.append(1000 * (time.perf_counter() - started))
            ranked = sorted(times)
            found[kind] = {
                "first_ms": round(times[0]),
                "median_ms": round(statistics.median(times)),
                "p95_ms": round(ranked[int(0.95 * len(ranked))]),
                "slowest_ms": round(ranked[-1]),
            }
    return found


async def many_clients(address: str, clients: int, seconds: float, pid: int) -> dict[str, Any]:
    times: list[float] = []
    wrong: list[str] = []
    memory = [resident(pid)]
    end = time.monotonic() + seconds

    async def ask(number: int) -> None:
        paths = zip(*(addresses(kind, number) for kind in ("home", "relation", "search")), strict=True)
        async with httpx.AsyncClient(base_url=address, timeout=120) as client:
            for path in itertools.chain.from_iterable(paths):
                if time.monotonic() > end:
                    return
                started = time.perf_counter()
                try:
                    answer = await client.get(path)
                    if answer.status_code != 200:
                        wrong.append(f"{answer.status_code} {path}")
                except httpx.HTTPError as error:
                    wrong.append(f"{type(error).__name__} {path}")
                times.append(1000 * (time.perf_counter() - started))

    async def watch() -> None:
        while time.monotonic() < end:
            await asyncio.sleep(seconds / 12)
            memory.append(resident(pid))

    await asyncio.gather(watch(), *(ask(number) for number in range(clients)))
    ranked = sorted(times)
    return {
        "clients": clients,
        "requests": len(times),
        "a_second": round(len(times) / seconds, 1),
        "errors": len(wrong),
        "wrong": wrong[:5],
        "median_ms": round(ranked[len(ranked) // 2]),
        "p95_ms": round(ranked[int(0.95 * len(ranked))]),
        "memory_mb": [round(m) for m in memory],
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--ledger", type=Path, default=Path("desk.db"))
    options.add_argument("--events", type=int, default=100_000)
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--requests", type=int, default=200)
    options.add_argument("--from", dest="source", type=Path)
    given = options.parse_args()
    if not given.ledger.exists():
        build(given.ledger, given.events, given.source)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "serve", "--ledger", str(given.ledger), "--port", str(port)]
    desk = subprocess.Popen(command)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{address}/codebook", timeout=60)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        httpx.post(f"{address}/api/v1/read", json={"text": "Kenya thanked Uganda."}, timeout=300).raise_for_status()  # loads the models
        with Ledger(given.ledger) as ledger:
            events = ledger.stats()["entries"]["event"]["entries"]
        print(json.dumps({"events": events, "one_client": one_client(address, given.requests)}), flush=True)
        print(json.dumps(asyncio.run(many_clients(address, given.clients, given.seconds, desk.pid))), flush=True)
    finally:
        desk.terminate()
        desk.wait(20)


if __name__ == "__main__":
    main()
