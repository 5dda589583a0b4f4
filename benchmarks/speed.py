"""Words per second of `dragoman read` and of bare spaCy on the same texts in one run, and the ratio.

Bare spaCy is the same weights with their full pipeline (tagger, lemmatiser, parser, entities), in the same process with the same number
of threads, a document at a time, as the reader does. The two take turns on every text, and which is first changes from text to text, so
that whatever else the machine does falls on both. Each text is read `--rounds` times and the fastest time counts. Words are those between
white space. The stages are those of `Reader.read` in its order, measured in a run of their own after the race.

Unless paths are given, three corpora are read: plain news, statements on domestic matters, readouts of diplomacy; where they aren't at
hand, the examples.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
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
GOLD = ROOT.parent / "shared" / "gold"
CORPORA = {"news": "wikinews.jsonl", "domestic statements": "statements_domestic.jsonl", "readouts": "readouts.jsonl"}
EXAMPLES = ROOT / "examples"
STAGES = ("parsing", "mentions and actors", "topics", "engagements", "events", "statements", "commitments")


def corpora(paths: Sequence[Path], limit: int) -> dict[str, list[Document]]:
    """The texts to read, by the name of their corpus: the paths' own, or those that are at hand."""
    at_hand = {name: GOLD / file for name, file in CORPORA.items() if (GOLD / file).exists()}
    if paths or not at_hand:
        given = (d for d in documents(list(paths) or [EXAMPLES]) if isinstance(d, Document) and (d.text or "").strip())
        return {"texts" if paths else "examples": list(islice(given, limit))}
    return {name: [_gold(json.loads(line)) for line in islice(path.open(encoding="utf-8"), limit)] for name, path in at_hand.items()}


def _gold(row: dict[str, Any]) -> Document:
    return Document.of(row["text"], id=row["id"], published=_day(row.get("published") or row.get("date")))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def machine() -> str:
    """What runs it, and how busy it is."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    where = f"{os.cpu_count()} cores of {model or platform.machine()}, Python {platform.python_version()}"
    return f"{where}, load {os.getloadavg()[0]:.1f} at the start, {dt.date.today().isoformat()}"


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


def words(texts: Sequence[Document]) -> int:
    """Words of all the texts."""
    return sum(len((d.text or "").split()) for d in texts)


def row(name: str, texts: Sequence[Document], seconds: dict[str, float], spent: dict[str, float]) -> str:
    """A row of the table: a corpus."""
    ours, bare = seconds["dragoman read"], seconds["bare spaCy"]
    steps = " | ".join(f"{1000 * s / len(texts):.0f}" for s in spent.values())
    rates = f"{words(texts) / ours:,.0f} | {words(texts) / bare:,.0f} | **{bare / ours:.2f}** | {len(texts) / ours:.1f}"
    return f"| {name} | {len(texts)} | {words(texts):,} | {rates} | {steps} |"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="texts to read, in any form that `dragoman read` takes")
    parser.add_argument("--texts", type=int, default=40, metavar="N", help="the first N texts of each corpus (40)")
    parser.add_argument("--rounds", type=int, default=2, metavar="N", help="readings of each text, of which the fastest counts (2)")
    parser.add_argument("--json", action="store_true", help="a JSON object for each corpus instead of a table")
    asked = parser.parse_args(arguments)
    chosen = corpora(asked.paths, asked.texts)
    if not all(chosen.values()):
        parser.error("no texts to read")
    if not asked.json:
        heads = ("texts of", "n", "words", "words/s", "bare spaCy", "ratio", "texts/s", *(f"{stage}, ms a text" for stage in STAGES))
        print(f"{machine()}\n\n| {' | '.join(heads)} |\n{'|---' * len(heads)}|", flush=True)
    for name, texts in chosen.items():
        seconds, spent = race(texts, asked.rounds), stages(texts)
        if asked.json:
            ratio = seconds["bare spaCy"] / seconds["dragoman read"]
            print(
                json.dumps(
                    {"corpus": name, "texts": len(texts), "words": words(texts), "seconds": seconds, "ratio": ratio, "stages": spent}
                )
            )
        else:
            print(row(name, texts, seconds, spent), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
