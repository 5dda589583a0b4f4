"""Words per second of `dragoman read` and of bare spaCy on the same texts in one run, and the ratio.

Bare spaCy is the same weights with their full pipeline (tagger, lemmatiser, parser, entities), in the same process with the same number
of threads, a document at a time, as the reader does. The two take turns on every text, and which is first changes from text to text, so
that whatever else the machine does falls on both. Each text is read `--rounds` times and the fastest time counts. Words are those between
white space. The stages are those of `Reader.read` in its order, measured in a run of their own after the race.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import spacy

from dragoman.reading import commitments, engagements, events, language, statements, topics
from dragoman.reading.parsed import parse
from dragoman.reading.reader import Reader
from dragoman.records import Document
from dragoman.sources import documents

ROOT = Path(__file__).resolve().parents[1]
NEWS = ROOT.parent / "shared" / "gold" / "wikinews.jsonl"
EXAMPLES = ROOT / "examples"
STAGES = ("parsing", "mentions and actors", "topics", "engagements", "events", "statements", "commitments")


def sample(paths: Sequence[Path], limit: int) -> list[Document]:
    """The texts to read: the paths' own, by default news if it is there and else the examples."""
    chosen = list(paths) or [NEWS if NEWS.exists() else EXAMPLES]
    if chosen == [NEWS]:
        rows = [json.loads(line) for line in islice(NEWS.open(encoding="utf-8"), limit)]
        return [Document.of(r["text"], id=r["id"], published=_day(r.get("published") or r.get("date"))) for r in rows]
    return list(islice((d for d in documents(chosen) if isinstance(d, Document)), limit))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def race(texts: Sequence[Document], rounds: int) -> dict[str, float]:
    """Seconds of each runner over all texts, the best of the rounds of each text, in turns."""
    reader, bare = Reader(), _bare()
    runners: dict[str, Callable[[Document], object]] = {
        "dragoman read": reader.read,
        "bare spaCy": lambda document: bare(document.text or ""),
    }
    for run in runners.values():
        run(texts[0])  # loads the models
    total: dict[str, float] = dict.fromkeys(runners, 0.0)
    for number, document in enumerate(texts):
        order = list(runners) if number % 2 else list(reversed(runners))
        best: dict[str, float] = {}
        for name in order * rounds:
            best[name] = min(best.get(name, float("inf")), _seconds(runners[name], document))
        for name, seconds in best.items():
            total[name] += seconds
    return total


def _bare() -> Any:
    """The whole pipeline of the weights, whatever the reader leaves out of it."""
    language.pipeline()  # sets the reader's threads and matrix library for both
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as the reader: a minor version apart
        return spacy.load(language.model_path())


def _seconds(run: Callable[[Document], object], document: Document) -> float:
    started = time.perf_counter()
    run(document)
    return time.perf_counter() - started


def stages(texts: Sequence[Document]) -> dict[str, float]:
    """Seconds of each step of the reading over all texts."""
    spent: dict[str, float] = defaultdict(float)
    real = language.parse

    def timed(*arguments: Any, **keywords: Any) -> Any:
        found = real(*arguments, **keywords)
        while True:
            started = time.perf_counter()
            one = next(found, None)
            spent["parsing"] += time.perf_counter() - started
            if one is None:
                return
            yield one

    language.parse = timed  # the one seam between the parser and the rest: put back below
    try:
        for document in texts:
            _steps(document, spent)
    finally:
        language.parse = real
    spent["mentions and actors"] -= spent["parsing"]
    return {stage: spent[stage] for stage in STAGES}


def _steps(document: Document, spent: dict[str, float]) -> None:
    def step(name: str, run: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        result = run()
        spent[name] += time.perf_counter() - started
        return result

    parsed = step("mentions and actors", lambda: parse(document))
    about = step("topics", lambda: topics.find(parsed))
    met = step("engagements", lambda: engagements.find(parsed, about))
    step("events", lambda: events.find(parsed, about, met))
    step("statements", lambda: statements.find(parsed, about, met))
    step("commitments", lambda: commitments.find(parsed, about, met))


def report(texts: Sequence[Document], seconds: dict[str, float], spent: dict[str, float]) -> str:
    """Both tables."""
    words = sum(len((d.text or "").split()) for d in texts)
    bare = seconds["bare spaCy"]
    rows = [f"| {name} | {words / s:,.0f} | {bare / s:.2f} |" for name, s in seconds.items()]
    whole = sum(spent.values())
    steps = [
        f"| {name} | {1000 * s / len(texts):.1f} | {s / whole:.0%} | {s / max(1e-9, spent['parsing']):.2f} |" for name, s in spent.items()
    ]
    head = f"{len(texts)} texts, {words:,} words, one process, {dt.date.today().isoformat()}"
    runners = ["| | words a second | ratio to bare spaCy |", "|---|---|---|", *rows]
    return "\n".join([head, "", *runners, "", "| stage | ms a text | share | to parsing |", "|---|---|---|---|", *steps])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="texts to read, in any form that `dragoman read` takes")
    parser.add_argument("--texts", type=int, default=60, metavar="N", help="the first N texts (60)")
    parser.add_argument("--rounds", type=int, default=2, metavar="N", help="readings of each text, of which the fastest counts (2)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    asked = parser.parse_args(arguments)
    texts = [d for d in sample(asked.paths, asked.texts) if (d.text or "").strip()]
    if not texts:
        parser.error("no texts to read")
    seconds = race(texts, asked.rounds)
    spent = stages(texts)
    if asked.json:
        words = sum(len((d.text or "").split()) for d in texts)
        ratio = seconds["bare spaCy"] / seconds["dragoman read"]
        print(json.dumps({"texts": len(texts), "words": words, "seconds": seconds, "ratio": ratio, "stages": spent}))
    else:
        print(report(texts, seconds, spent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
