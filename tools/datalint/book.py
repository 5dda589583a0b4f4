"""The files of the codebook: types, codes, contexts, sectors, lexicon and the patterns that stand beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import yaml

from datalint.checks import Check, faults_of, known, many, mapping, matching, number, record, text
from datalint.faults import CODEBOOK, Fault, Keyed, doubles, order
from datalint.tables import Schema, csv_dicts, csv_faults, yaml_faults, yaml_rows
from dragoman import codebook
from dragoman.codebook import lexicon
from dragoman.gazetteer.world import countries
from dragoman.records import CommitmentKind, Medium, PloverType, Stance

SLOTS = frozenset({"subject", "object", "dative", "poss", "clause", "that", "between", "mutual", "none"}) | lexicon.PREPOSITIONS
CONTENT = frozenset({"quote", "clause", "that", "finite", "infinitive", "object", "all", "naming"}) | lexicon.PREPOSITIONS
_SET = re.compile(r"&([a-z0-9_]+)")
TRAITS = ("alone", "deed", "directed", "harm", "willed")
ACTS = ("commissive", "directive", "expressive", "assertive")
COUNTS = {"types.yaml": 16, "contexts.yaml": 37}


def faults() -> Iterator[Fault]:
    """What is wrong with the codebook."""
    for name, schema in _schemas().items():
        yield from yaml_faults(CODEBOOK / name, schema)
    for name, rules in _tables().items():
        yield from csv_faults(CODEBOOK / name, rules)
    for path in sorted((CODEBOOK / "lexicon").glob("*.csv")):
        yield from csv_faults(path, _lexicon())
    yield from _speech_acts(CODEBOOK / "speech_acts.yaml")
    yield from _without_rules()
    yield from _counts()
    yield from _cameo(CODEBOOK / "cameo.csv")
    yield from _keys()
    yield from _patterns()


def _schemas() -> dict[str, Schema]:
    words = many(matching(r"\S+( \S+)*", "one word, or a phrase with single spaces"), least=1)
    score = number(-10, 10)
    return {
        "contexts.yaml": Schema("context", {"context": matching("[a-z_]+", "a context"), "label": text}),
        "sectors.yaml": Schema("sector", {"sector": matching("[A-Z]{3}", "three capitals"), "label": text}),
        "statement_words.yaml": Schema("kind", {"kind": text, "words": words}, sorted=False),
        "types.yaml": Schema(
            "type",
            {
                "type": known(get_args(PloverType), "a PLOVER type of the record"),
                "quad": number(1, 4, whole=True),
                "intensity": score,
                "covers": text,
                "traits": many(known(TRAITS, f"one of {', '.join(TRAITS)}")),
                "modes": many(record({"mode": matching("[a-z-]+", "a mode"), "intensity": score})),
            },
        ),
        "words.yaml": Schema("kind", {"kind": text, "words": words}),
        "wordsets.yaml": Schema("set", {"set": matching("[a-z0-9_]+", "a name in lower case"), "words": words}),
    }


def _anything(_: Any) -> str | None:
    return None


def _maybe(check: Check) -> Check:
    return lambda cell: None if cell == "" else check(cell)


def _after(root: str) -> Check:
    """Digits that make a code of CAMEO after a root."""
    return lambda cell: None if root + cell in codebook.cameo() else f"{root}{cell} is no code of cameo.csv"


def _slots(allowed: frozenset[str]) -> Check:
    """Different alternatives, each a word; the empty cell has the default."""

    def check(cell: str) -> str | None:
        slots = cell.split("|") if cell else []
        if len(slots) != len(set(slots)):
            return f"{cell!r} has a slot twice"
        return next((f"{slot!r} is neither a slot nor a preposition" for slot in slots if slot not in allowed), None)

    return check


def _pattern() -> dict[str, Check]:
    return {"pattern": text, "pos": known(("V", "N", "A"), "V, N or A")}


def _lexicon() -> dict[str, Check]:
    code = known(codebook.cameo(), "a code of cameo.csv")
    slots = matching(r"[a-z]+(?::[a-z&|_+-]+)?(?:\|[a-z]+(?::[a-z&_+-]+)?)*", "slots with | between, each with kinds after a colon")
    return {**_pattern(), "cameo": code, "source": _maybe(slots), "target": _maybe(slots), "note": _maybe(text)}


def _tables() -> dict[str, dict[str, Check]]:
    def one_of(values: Any) -> Check:
        return known(get_args(values), f"one of {', '.join(get_args(values))}")

    type_ = known(codebook.types(), "a type of types.yaml")
    context = known(codebook.contexts(), "a context of contexts.yaml")

    def decimal(cell: str) -> str | None:
        return None if re.fullmatch(r"-?\d+(?:\.\d+)?", cell) and abs(float(cell)) <= 10 else f"{cell!r} is not a score between -10 and 10"

    def contexts(cell: str) -> str | None:
        return next((reason for name in cell.split(";") if cell and (reason := context(name))), None)

    return {
        "cameo.csv": {
            "code": matching(r"\d{2,4}", "two to four digits"),
            "name": text,
            "goldstein": decimal,
            "type": _maybe(type_),
            "mode": _anything,
            "contexts": contexts,
        },
        "cameo_actors.csv": {
            "code": matching(r"[A-Z]{3}", "three capitals"),
            "kind": known(("country", "role"), "country or role"),
            "stands_for": _maybe(known({*codebook.sectors(), *countries()}, "a sector or a country")),
            "label": text,
        },
        "commitments.csv": {
            "word": matching(r"\S+", "one word"),
            "pos": known(("V", "N", "A"), "V, N or A"),
            "kind": one_of(CommitmentKind),
            "note": _maybe(text),
        },
        "context_words.csv": {
            "word": matching(r"[^A-Z]+", "in lower case"),
            "context": known({*codebook.contexts(), "none"}, "a context of contexts.yaml, or none"),
        },
        "derived_acts.csv": {
            "act": known({*codebook.cameo(), *codebook.types()}, "a code of cameo.csv or a type of types.yaml"),
            "announced": _maybe(known(codebook.cameo(), "a code of cameo.csv")),
            "declined": _maybe(known(codebook.cameo(), "a code of cameo.csv")),
            "asked": _maybe(_after("10")),
            "rejected": _maybe(_after("12")),
        },
        "engagements.csv": {**_pattern(), "medium": one_of(Medium), "source": _slots(SLOTS), "target": _slots(SLOTS), "note": _maybe(text)},
        "statements.csv": {
            **_pattern(),
            "stance": _maybe(one_of(Stance)),
            "addressee": _slots(SLOTS),
            "content": _slots(CONTENT),
            "note": _maybe(text),
        },
    }


def _speech_acts(path: Path) -> Iterator[Fault]:
    """A mapping, not rows: words by set, and cues whose patterns name sets."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    lines = [number for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1) if line.startswith("  - ")]
    word = matching(r"\S(?:.*\S)?", "a word")
    fields = {
        "threshold": number(0),
        "sets": mapping(matching("[a-z_]+", "a name in lower case"), many(word, least=1)),
        "cues": many(_anything, least=1),
    }
    yield from (Fault(path, 1, "", reason) for reason in faults_of(content, fields))
    cue = {"act": known(ACTS, f"one of {', '.join(ACTS)}"), "weight": number(-10, 10), "pattern": _expression, "note": text}
    for line, row in zip(lines, content["cues"], strict=False):
        yield from (Fault(path, line, str(row.get("pattern")), reason) for reason in faults_of(row, cue, optional=("note",)))
        yield from (
            Fault(path, line, str(row.get("pattern")), reason) for reason in _wrong_pattern(str(row.get("pattern")), content["sets"])
        )


def _expression(value: Any) -> str | None:
    """A pattern: blanks at its ends mean something."""
    return None if isinstance(value, str) and value.strip() else f"{value!r} is not a pattern"


def _wrong_pattern(pattern: str, sets: Mapping[str, Any]) -> Iterator[str]:
    unknown = sorted(set(re.findall(r"\{([a-z_]+)\}", pattern)) - set(sets))
    if unknown:
        yield f"there is no set {', '.join(unknown)}"
    try:
        re.compile(re.sub(r"\{[a-z_]+\}", "x", pattern))
    except re.error as error:
        yield f"not a regular expression: {error}"


def _without_rules() -> Iterator[Fault]:
    ruled = {*_schemas(), *_tables(), "speech_acts.yaml"}
    for path in sorted(CODEBOOK.iterdir()):
        if path.is_file() and path.name not in ruled:
            yield Fault(path, 1, "", "no rule for this file: give it one in tools/datalint/book.py and a line in docs/data.md")


def _counts() -> Iterator[Fault]:
    for name, count in COUNTS.items():
        if (found := len(yaml_rows(CODEBOOK / name))) != count:
            yield Fault(CODEBOOK / name, 1, "", f"{found} rows; PLOVER has {count}")


def _cameo(path: Path) -> Iterator[Fault]:
    """Codes without their parent, modes that the type doesn't have, a type or mode without the other half."""
    codes = {row["code"] for _, row in csv_dicts(path)}
    for line, row in csv_dicts(path):
        if len(row["code"]) > 2 and row["code"][:-1] not in codes:
            yield Fault(path, line, row["code"], f"its parent {row['code'][:-1]} is missing")
        if row["mode"] and (row["type"] not in codebook.types() or row["mode"] not in codebook.types()[row["type"]].modes):
            yield Fault(path, line, row["code"], f"{row['type'] or 'no type'} has no mode {row['mode']}")


def _keys() -> Iterator[Fault]:
    """Order and doubles of the tables."""
    for name, columns in {
        "cameo.csv": ("code",),
        "cameo_actors.csv": ("code",),
        "commitments.csv": ("word", "pos"),
        "context_words.csv": ("word",),
        "derived_acts.csv": ("act",),
    }.items():
        path = CODEBOOK / name
        keys = [Keyed(" ".join(row[column] for column in columns), line) for line, row in csv_dicts(path)]
        yield from doubles(path, keys)
        yield from order(path, keys)
    for path in sorted((CODEBOOK / "lexicon").glob("*.csv")):
        keys = [Keyed(f"{row['pattern']} {row['pos']}", line) for line, row in csv_dicts(path)]
        yield from doubles(path, keys)
        yield from order(path, (Keyed(row["pattern"], line) for line, row in csv_dicts(path)))
    for name, column in {
        "engagements.csv": "medium",
        "statements.csv": "stance",
    }.items():  # in order of preference: the first of equally long patterns wins
        path = CODEBOOK / name
        yield from doubles(path, (Keyed(f"{row['pattern']} {row['pos']} {row[column]}", line) for line, row in csv_dicts(path)))


def _patterns() -> Iterator[Fault]:
    """Patterns that can't be parsed, sets that are missing or that nothing uses, entries that two files share, files without entries."""
    used: set[str] = set()
    home: dict[tuple[str, str], Path] = {}
    lexical = sorted((CODEBOOK / "lexicon").glob("*.csv"))
    for path in (*lexical, CODEBOOK / "engagements.csv", CODEBOOK / "statements.csv"):
        rows = list(csv_dicts(path))
        if not rows:
            yield Fault(path, 1, "", "no entries yet", warning=True)
        for line, row in rows:
            used |= set(_SET.findall(" ".join(row.values())))
            yield from (Fault(path, line, row["pattern"], reason) for reason in _unparsed(row))
            if path in lexical:
                key = (row["pattern"], row["pos"])
                if home.get(key, path) != path:
                    yield Fault(path, line, row["pattern"], f"{home[key].name} has the same pattern")
                home.setdefault(key, path)
                for slot in {s.partition(":")[0] for s in f"{row['source']}|{row['target']}".split("|")} - SLOTS - {""}:
                    yield Fault(
                        path,
                        line,
                        row["pattern"],
                        f"the slot {slot!r} finds nothing: it is no preposition that the lexicon knows",
                        warning=True,
                    )
                if not row["cameo"].startswith(path.name[:2]):
                    yield Fault(path, line, row["pattern"], f"the code {row['cameo']} belongs into another file", warning=True)
    path = CODEBOOK / "wordsets.yaml"
    for line, row in yaml_rows(path):
        if row["set"] not in used:
            yield Fault(path, line, row["set"], "no pattern uses it", warning=True)


def _unparsed(row: dict[str, str]) -> Iterator[str]:
    try:
        entry = lexicon.parse_entry({"cameo": "", "source": "", "target": "", **row})
    except KeyError as error:
        yield f"there is no word set {error}"
        return
    except ValueError:
        yield "the pattern is empty"
        return
    lemmas = entry.head.union(*(word.lemmas for word in entry.rest))
    upper = sorted(lemma for lemma in lemmas if lemma != lemma.lower())
    if upper or "" in lemmas:
        yield f"not lemmas in lower case: {', '.join(upper) or 'an empty alternative'}"
