"""Lints the corpus: form, values, codes, duplicates, near-duplicates, balance, and overlap with `../shared/gold` where that is present.

    python training/lint.py [--report]

Every fault is one line `FILE:LINE: what is wrong`, on stdout; the exit code is 1 when there is a fault. `--report` prints the balance.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman import codebook
from rows import COLUMNS, CORPUS, DIRECTIONS, NONE, REGIONS, SPAN, STATUSES, STYLES, Row, cells, files, read

GOLD = CORPUS.parents[2] / "shared" / "gold"
WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
NEAR = 0.7  # two rows of the corpus that share this much of their word 3-grams say the same thing
OVERLAP = 0.5  # of word 5-grams shared with a gold text: more, and the corpus would teach what it is measured on
#: What the corpus must hold before the model of it ships. Modes that never occur in `cameo.csv` are held to it too.
LEAST = {"rows": 4000, "type": 120, "mode": 25, "none": 0.20}

Fault = tuple[str, str]


def form(path: Path) -> Iterator[Fault]:
    """Faults that a line shows by itself."""
    with path.open(encoding="utf-8", newline="") as handle:
        content = handle.read()
    if "\r" in content:
        yield f"{path.name}:1", "carriage returns in the file"
    if tuple(content.split("\n", 1)[0].split("\t")) != COLUMNS:
        yield f"{path.name}:1", f"the header is not {' '.join(COLUMNS)}"
    for number, record in cells(path):
        where = f"{path.name}:{number}"
        if len(record) != len(COLUMNS):
            yield where, f"{len(record)} columns instead of {len(COLUMNS)}"
            continue
        for fault in itertools.chain(values(*record[:-1]), spans(record[-1])):
            yield where, fault


def values(*record: str) -> Iterator[str]:
    type_, mode, status, direction, cameo, region, style = record
    entry = codebook.types().get(type_)
    if entry is None and type_ != NONE:
        yield f"no PLOVER type {type_!r}"
    if mode != "-" and mode not in (entry.modes if entry else {}):
        yield f"{type_} has no mode {mode!r}"
    allowed = {"status": (status, STATUSES), "direction": (direction, DIRECTIONS), "region": (region, REGIONS), "style": (style, STYLES)}
    for column, (value, known) in allowed.items():
        if value not in known:
            yield f"no {column} {value!r}"
    if (cameo == "-") != (type_ == NONE):
        yield f"{type_} with the CAMEO code {cameo!r}"
    elif cameo != "-" and cameo not in codebook.cameo():
        yield f"CAMEO code {cameo!r} is not in cameo.csv"
    if type_ == NONE and direction != "none":
        yield f"NONE with the direction {direction!r}"


def spans(text: str) -> Iterator[str]:
    found = SPAN.findall(text)
    rest = SPAN.sub(lambda match: match.group(2), text)
    if "[S:" in rest or "[T:" in rest or "]" in rest or "[" in rest:
        yield "a mark is broken or nested"
    for mark in "ST":
        if sum(kind == mark for kind, _ in found) > 1:
            yield f"more than one [{mark}:...]"
    if not found:
        yield "neither source nor target is marked"
    for kind, inside in found:
        if not inside.strip() or inside != inside.strip():
            yield f"[{kind}:...] is empty or padded with blanks"
    if text != text.strip() or "  " in text:
        yield "blanks at an end or doubled"


def grams(text: str, n: int) -> set[tuple[str, ...]]:
    words = [word.lower() for word in WORDS.findall(text)]
    return set(zip(*(words[i:] for i in range(n)), strict=False)) if len(words) >= n else {tuple(words)}


def similar(rows: list[Row], n: int, least: float) -> Iterator[tuple[Row, Row, float]]:
    """Pairs of rows whose Jaccard on word n-grams is `least` or more: exact, by counting shared grams of an inverted index."""
    sets = [grams(row.text, n) for row in rows]
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, gram_set in enumerate(sets):
        shared = Counter(j for gram in gram_set for j in index[gram])
        for j, common in shared.items():
            score = common / (len(gram_set) + len(sets[j]) - common)
            if score >= least:
                yield rows[j], rows[i], score
        for gram in gram_set:
            index[gram].append(i)


def doubles(rows: list[Row]) -> Iterator[Fault]:
    """The same words with the same pair marked; or nearly the same sentence with the same label and pair.

    The same sentence may stand twice with another pair marked, or nearly the same with another label: contrasts teach what decides.
    """
    for first, second, score in similar(rows, 3, NEAR):
        if (first.type, first.status, first.cameo) != (second.type, second.status, second.cameo) and first.text != second.text:
            continue
        if score >= 1 and first.text == second.text and (first.source, first.target) != (second.source, second.target):
            continue
        yield second.where, f"{'the same text' if first.text == second.text else 'nearly the same text'} as {first.where} ({score:.2f})"


def gold_texts() -> Iterator[tuple[str, str]]:
    """Every text of the gold sets, whole and by its sentences, with its name."""
    for path in sorted(GOLD.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            text = json.loads(line).get("text")
            if isinstance(text, str):
                pieces = {piece for piece in re.split(r"(?<=[.!?])\s+|\n+", text) if len(piece) > 20} | {text}
                yield from ((f"{path.name}:{number}", piece) for piece in pieces)


def overlaps(rows: list[Row], gold: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Rows above the limit of shared word 5-grams with a gold text or one of its sentences."""
    sets = [grams(row.text, 5) for row in rows]
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, gram_set in enumerate(sets):
        for gram in gram_set:
            index[gram].append(i)
    seen: set[tuple[int, str]] = set()
    for name, text in gold:
        gram_set = grams(text, 5)
        shared = Counter(i for gram in gram_set if gram in index for i in index[gram])
        for i, common in shared.items():
            score = common / (len(gram_set) + len(sets[i]) - common)
            if score > OVERLAP and (i, name) not in seen:
                seen.add((i, name))
                yield rows[i].where, f"shares {score:.2f} of its word 5-grams with the gold text {name}"


def balance(rows: list[Row]) -> Iterator[Fault]:
    """What the corpus still lacks as a whole."""
    if len(rows) < LEAST["rows"]:
        yield "corpus:0", f"{len(rows)} rows; at least {LEAST['rows']} are due"
    types = Counter(row.type for row in rows)
    modes = Counter((row.type, row.mode) for row in rows)
    for type_, entry in sorted(codebook.types().items()):
        if types[type_] < LEAST["type"]:
            yield "corpus:0", f"{types[type_]} rows of {type_}; at least {LEAST['type']} are due"
        for mode in entry.modes:
            if modes[type_, mode] < LEAST["mode"]:
                yield "corpus:0", f"{modes[type_, mode]} rows of {type_}/{mode}; at least {LEAST['mode']} are due"
    share = types[NONE] / max(1, len(rows))
    if share < LEAST["none"]:
        yield "corpus:0", f"{share:.0%} of the rows are NONE; at least {LEAST['none']:.0%} are due"


def report(rows: list[Row]) -> str:
    """How the corpus is spread, as text."""
    lines = [f"{len(rows)} rows in {len(files())} files"]
    for column in ("type", "status", "direction", "region", "style", "split"):
        counts = Counter(getattr(row, column) for row in rows)
        lines.append(f"{column}: " + ", ".join(f"{value} {count}" for value, count in counts.most_common()))
    modes = Counter(f"{row.type}/{row.mode}" for row in rows if row.mode != "-")
    lines.append("mode: " + ", ".join(f"{value} {count}" for value, count in sorted(modes.items())))
    table = Counter((row.type, row.status) for row in rows)
    lines += ["", "type by status".ljust(16) + "".join(status.rjust(13) for status in STATUSES)]
    for type_ in sorted({row.type for row in rows}):
        lines.append(type_.ljust(16) + "".join(str(table[type_, status]).rjust(13) for status in STATUSES))
    missing = Counter("no source" if row.source is None else "no target" for row in rows if row.source is None or row.target is None)
    lines.append(f"\nimplicit: {dict(missing)}")
    return "\n".join(lines)


def faults(rows: list[Row]) -> Iterator[Fault]:
    for path in files():
        yield from form(path)
    yield from doubles(rows)
    yield from balance(rows)
    if GOLD.is_dir():
        yield from overlaps(rows, gold_texts())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help="print how the corpus is spread")
    options = parser.parse_args()
    rows = read()
    found = list(faults(rows))
    for where, fault in sorted(found, key=lambda f: (f[0].split(":")[0], int(f[0].split(":")[1]), f[1])):
        print(f"{where}: {fault}" if where.startswith("corpus:") else f"training/corpus/{where}: {fault}")
    if options.report:
        print(report(rows))
    wrong = [fault for where, fault in found if not where.startswith("corpus:")]
    print(f"{len(rows)} rows, {len(wrong)} faults, {len(found) - len(wrong)} things still due", file=sys.stderr)
    return 1 if wrong else 0  # what is still due is work for writers, and no reason to turn a change down


if __name__ == "__main__":
    sys.exit(main())
