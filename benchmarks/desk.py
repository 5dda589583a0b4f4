"""The desk at size: how long pages take over a ledger of 100,000 events, and how it bears fifty clients at once.

    python benchmarks/desk.py [--ledger desk.db] [--events 100000] [--clients 50] [--seconds 60] [--from readings.jsonl]

The ledger is made where it is missing, of synthetic documents (benchmarks/ledger.py). The desk runs as `dragoman serve` in a process of its
own. First one client asks for home, relations and searches that differ from request to request (`p95_ms`; `first_ms` is the very first, for
which everything is worked out); then all clients ask without pause. Memory is the desk's resident set.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from dragoman.ledger import Ledger
from ledger import COUNTRIES, synthetic, templates

WORDS = "embassy agreement ambassador visit police mission treaty climate ceasefire withdraw trade security border talks aid".split()


def build(path: Path, events: int, source: Path | None) -> None:
    bodies = templates(source)
    with Ledger(path) as ledger:
        made = synthetic(bodies, 10**9)
        for batch in iter(lambda: list(itertools.islice(made, 500)), []):
            list(ledger.add_all(batch, batch=100))
            found = ledger.stats()["entries"]["event"]["entries"]
            print(f"{found:,} events", file=sys.stderr, flush=True)
            if found >= events:
                return


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
    """Megabytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6


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
        with Ledger(given.ledger) as ledger:
            events = ledger.stats()["entries"]["event"]["entries"]
        print(json.dumps({"events": events, "one_client": one_client(address, given.requests)}), flush=True)
        print(json.dumps(asyncio.run(many_clients(address, given.clients, given.seconds, desk.pid))), flush=True)
    finally:
        desk.terminate()
        desk.wait(20)


if __name__ == "__main__":
    main()
