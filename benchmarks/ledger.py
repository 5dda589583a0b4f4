"""The ledger at size: synthetic documents made from real readings, the time to add them and the time of each question.

    python benchmarks/ledger.py [--documents 1000 10000] [--from readings.jsonl] [--file ledger.db]

Each document is one of the given readings (by default those of examples/) moved to another day and, with its people, to other countries, so
that entries are as many and blocks as large as in a ledger of that many texts. One in five is a second report of the one before it.

Prints a JSON line after each tenth of a size: what was there, the mean time of a document and since the line before, and the questions.
Times are pairs: seconds by the clock, and seconds of processor time, which other work on the machine doesn't
lengthen; of a question asked three times the least.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from dragoman.analysis import briefing
from dragoman.analysis.network import network
from dragoman.analysis.promised import commitments
from dragoman.analysis.relations import relations
from dragoman.analysis.search import search
from dragoman.analysis.timeline import timeline
from dragoman.ledger import Ledger
from dragoman.records import Reading

ROOT = Path(__file__).resolve().parent.parent
COUNTRIES = (
    "KEN USA CHN FRA DEU GBR IND BRA ZAF NGA EGY TUR RUS UKR IRN SAU ARE QAT JPN KOR IDN AUS CAN MEX ARG COL ETH TZA UGA RWA".split()
)
FIRST = dt.date(2000, 1, 1)
AS_OF = dt.date(2024, 9, 1)  # when the last of the synthetic documents are out


def templates(path: Path | None) -> list[str]:
    if path is not None:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line]
    from dragoman.reading.reader import Reader  # noqa: PLC0415
    from dragoman.sources import documents  # noqa: PLC0415

    reader = Reader()
    return [reader.read(d).model_dump_json() for d in documents([ROOT / "examples"]) if not isinstance(d, Exception)]


def synthetic(bodies: list[str], n: int, seed: int = 0) -> Iterator[Reading]:
    """`n` readings; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (not a secret)
    made = (0, FIRST, {})
    for i in range(n):
        if i % 5 != 4 or i == 0:
            countries = chance.sample(COUNTRIES, 8)
            made = (chance.randrange(len(bodies)), FIRST + dt.timedelta(days=chance.randrange(9000)), countries)
        yield moved(bodies[made[0]], i, made[1] + dt.timedelta(days=i % 5 == 4), made[2])


def moved(body: str, number: int, day: dt.date, countries: list[str]) -> Reading:
    found = json.loads(body)
    named = sorted(set(re.findall(r'"country":\s?"([A-Z]{3})"', body)))
    swap = dict(zip(named, countries, strict=False))
    published = found["document"]["published"]
    shift = day - dt.date.fromisoformat(published) if published else dt.timedelta()

    def walk(value: object) -> object:
        if isinstance(value, dict):
            kept = {name: walk(inner) for name, inner in value.items()}
            if isinstance(kept.get("country"), str) and isinstance(value.get("country"), str):
                kept["country"] = swap.get(value["country"], value["country"])
                if isinstance(value.get("id"), str):
                    head, _, rest = value["id"].partition("/")
                    kept["id"] = swap.get(head, head) + (f"/{rest}" if rest else "")
            for name in ("start", "end", "published"):
                if isinstance(value.get(name), str):
                    kept[name] = (dt.date.fromisoformat(value[name]) + shift).isoformat()
            return kept
        return [walk(inner) for inner in value] if isinstance(value, list) else value

    whole = walk(found)
    assert isinstance(whole, dict)
    whole["document"] |= {"id": f"doc-{number:08}", "publisher": f"Paper {number % 97}"}
    for kind in ("engagements", "events", "statements", "commitments"):
        for record in whole[kind]:
            record["id"] = f"{record['id']}-{number}"
            if record.get("engagement"):
                record["engagement"] += f"-{number}"
    return Reading.model_validate(json.loads(json.dumps(whole)), strict=False)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, nargs="+", default=[1000])
    options.add_argument("--from", dest="source", type=Path)
    options.add_argument("--file", type=Path, help="keep the ledger of the last size there")
    given = options.parse_args()
    bodies = templates(given.source)
    with tempfile.TemporaryDirectory() as folder:
        for n in given.documents:
            path = given.file if given.file and n == given.documents[-1] else Path(folder) / f"{n}.db"
            for found in measured(path, bodies, n):
                print(json.dumps(found), flush=True)


Times = tuple[float, float]


def times(since: Times = (0.0, 0.0)) -> Times:
    """Seconds by the clock and of the processor since some others."""
    return time.perf_counter() - since[0], time.process_time() - since[1]


def measured(path: Path, bodies: list[str], n: int) -> Iterator[dict[str, object]]:
    """What is found after every tenth of the documents (of a thousand at least), so that a run that is cut off has told something."""
    step = max(1000, n // 10)
    adding, before = [0.0, 0.0], [0.0, 0.0]
    with Ledger(path) as ledger:
        source, done = synthetic(bodies, n), 0
        while batch := list(islice(source, 200)):  # made outside the time that is taken
            started = times()
            list(ledger.add_all(batch, batch=100))
            adding = [spent + more for spent, more in zip(adding, times(started), strict=True)]
            done += len(batch)
            if done % step < 200 or done == n:
                spent = [now - then for now, then in zip(adding, before, strict=True)]
                before = adding
                yield {"documents": done, "of": n, **told(ledger, path, adding, done), "milliseconds_each_since": spent_each(spent, step)}


def spent_each(seconds: list[float], documents: int) -> list[float]:
    return [round(1000 * s / documents, 2) for s in seconds]


def told(ledger: Ledger, path: Path, adding: list[float], documents: int) -> dict[str, object]:
    stats = ledger.stats()
    found = {name: least(ask) for name, ask in questions(ledger).items()}
    return {
        "reports": stats["reports"],
        "event_reports": stats["entries"]["event"]["reports"],
        "event_entries": stats["entries"]["event"]["entries"],
        "merged": stats["merged"],
        "follow_ups": stats["follow_ups"],
        "seconds_adding": [round(spent, 1) for spent in adding],
        "milliseconds_a_document": spent_each(adding, documents),
        "megabytes": round(os.path.getsize(path) / 1e6, 1),
        "question_seconds": {name: [round(t, 3) for t in spent] for name, spent in found.items()},
    }


def questions(ledger: Ledger) -> dict[str, Callable[[], object]]:
    """What is asked; "the" stands in nearly every quotation."""
    return {
        "timeline": lambda: timeline(ledger, "KEN", "USA"),
        "timeline of one": lambda: timeline(ledger, "KEN"),
        "brief": lambda: briefing.markdown(briefing.brief(ledger, "KEN", "USA", on=AS_OF)),
        "search": lambda: search(ledger, "embassy agreement"),
        "search the": lambda: search(ledger, "the"),
        "relations": lambda: relations(ledger, "KEN", "USA"),
        "commitments": lambda: commitments(ledger, "KEN", "USA", on=AS_OF),
        "open commitments of all": lambda: commitments(ledger, status=["open"], on=AS_OF),
        "network": lambda: network(ledger),
    }


def least(ask: Callable[[], object]) -> Times:
    found = []
    for _ in range(3):
        started = times()
        ask()
        found.append(times(started))
    clock, processor = zip(*found, strict=True)
    return min(clock), min(processor)


if __name__ == "__main__":
    main()
