"""The lexicon of political action: words and patterns of words that determine a CAMEO code.

The files in `data/lexicon/` have one row an entry: `pattern,pos,cameo,source,target,note`.

- `pattern`: lemmas separated by spaces, the head first ("accuse of &abuse", "hold &talks", "refuse to meet"). `a|b` are alternatives,
  `&name` is a word set of `wordsets.yaml`. After the head, each word must be found below the one before it (or below the head): a
  preposition as such, `to` also as the infinitive's, everything else by lemma.
- `pos`: V (verb), N (noun), A (adjective or participle used as a predicate).
- `source`, `target`: where the actors stand, alternatives in order separated by `|`: `subject`, `object`, `poss`, `clause` (the subject
  of the complement clause, or the object that it controls), `between` (both sides of "between A and B"), `mutual` (a plural subject is
  both), `none`, or a preposition (`with`, `to`, `by` ...). Passives are turned round before the slots are read: `subject` is always the
  one who acts.

A slot may say what has to stand there for the words to be meant in the entry's sense: `object:people` ("hold" two men, and no office),
`object:actor+&rights` ("limit" the press or its freedom), `against:any`. Kinds are `people`, `actor` (anyone whom a text can mean),
`organisation`, `any`, `none` (nothing may stand there) and lemmas or word sets. Of several slots of a column with kinds one has to fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.codebook import DATA, load_yaml, table

PREPOSITIONS = frozenset(
    """
    about above across after against along amid among around as at before behind below beneath between beyond by concerning
    despite down during for from in inside into like near of off on onto out outside over past regarding since through throughout
    to toward towards under until up upon via with within without away back together forth aside apart ahead
    """.split()
)


#: What a slot can be asked to hold, beside lemmas.
KINDS = frozenset({"people", "actor", "organisation", "any", "none"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a pattern: the lemmas that satisfy it, and whether it is a preposition or particle."""

    lemmas: frozenset[str]
    preposition: bool


@dataclass(frozen=True, slots=True)
class Need:
    """What has to stand in a slot: one of the kinds, or a word of these lemmas."""

    slot: str
    kinds: frozenset[str]
    lemmas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One pattern with the CAMEO code that it determines and where its actors stand."""

    pattern: str
    pos: str
    cameo: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    head: frozenset[str]
    rest: tuple[Word, ...]
    needs: tuple[tuple[Need, ...], ...] = ()  # a group of each column that has any; of a group one has to be met


@cache
def wordsets() -> dict[str, frozenset[str]]:
    """Named sets of lemmas used in patterns."""
    return {row["set"]: frozenset(row["words"]) for row in load_yaml("wordsets.yaml")}


@cache
def lemmas(word: str) -> frozenset[str]:
    """The lemmas that a pattern's word stands for.

    Raises:
        KeyError: it names a word set that doesn't exist.
    """
    found: set[str] = set()
    for part in word.split("|"):
        found |= wordsets()[part[1:]] if part.startswith("&") else {part}
    return frozenset(found)


def parse_entry(row: dict[str, str]) -> Entry:
    """An entry from a row of a lexicon file."""
    head, *rest = row["pattern"].split()
    source, target = ((row[column] or default).split("|") for column, default in (("source", "subject"), ("target", "object")))
    return Entry(
        pattern=row["pattern"],
        pos=row["pos"],
        cameo=row["cameo"],
        source=tuple(slot.partition(":")[0] for slot in source),
        target=tuple(slot.partition(":")[0] for slot in target),
        head=lemmas(head),
        rest=tuple(map(_word, rest)),
        needs=tuple(group for slots in (source, target) if (group := tuple(_needs(slots)))),
    )


def _needs(slots: list[str]) -> Iterator[Need]:
    for slot, _, kinds in (written.partition(":") for written in slots):
        if kinds:
            named = kinds.split("+")
            yield Need(slot, KINDS.intersection(named), frozenset().union(*(lemmas(k) for k in named if k not in KINDS)))


@cache
def _word(word: str) -> Word:
    return Word(lemmas(word), word in PREPOSITIONS)


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry of the lexicon."""
    found = []
    for path in sorted((DATA / "lexicon").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".csv"):
            found += [parse_entry(row) for row in table(f"lexicon/{path.name}")]
    return tuple(found)


@cache
def by_head() -> dict[tuple[str, str], tuple[Entry, ...]]:
    """Entries by part of speech and head lemma, those with the most words first."""
    index: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries():
        for lemma in entry.head:
            index[entry.pos, lemma].append(entry)
    return {key: tuple(sorted(found, key=lambda e: -len(e.rest))) for key, found in index.items()}
