"""Merging against gold clusters of event mentions across documents: the mentions are given, which of them are one event is not.

Texts are first grouped into stories by their words, then mentions of a story are put together by their head word and the words and names
around it, with the ledger's own clustering. Scores: `pairs_f1` over pairs of mentions, `b_cubed_f1` (Bagga and Baldwin) over
mentions, with precision and recall; `lemma_*` are those of a baseline in the same run: mentions with one head lemma are one event.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
from spacy.tokens import Doc, Token

from dragoman.ledger.clusters import Pair, cluster, components, pair
from dragoman.ledger.scoring import Verdict
from dragoman.ledger.words import load, stem, stems
from dragoman.reading.language import pipeline

STORY = 0.1  # cosine of texts that may be of one story, mean over the group
NEAREST, FLOOR = 5, 0.08  # how alike texts of a story are is told from the five nearest of each, and is no less than that
DOUBT = 0.4  # what a pair of mentions loses where their texts have no word in common
SAME = 0.5  # score of two mentions of one event
NEAR = 0.7  # cosine of word vectors of two heads that may name one act
REPORTING = frozenset({"say", "tell", "report", "announce", "add", "state", "claim", "accord", "note", "ask"})  # said anew in every text
LIGHT = frozenset({"be", "have", "do", "make", "take", "get", "go", "come", "give", "happen", "open", "put", "hold", "turn", "carry"})


@dataclass(frozen=True, slots=True)
class Mention:
    """An event mention with what it is compared by."""

    id: str
    document: str
    lemma: str
    vector: Any
    near: frozenset[str]
    arguments: frozenset[str]


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row: `mentions`, each with start, end and chain.

    Rows with a date of publication and mentions of engagements are read and merged by a ledger instead (`stories`).
    """
    rows = list(rows)
    if any(m["kind"] == "engagement" for row in rows for m in row["labels"]["mentions"]):
        from dragoman.evaluation.stories import evaluate as by_ledger  # noqa: PLC0415 (it takes the scores from here)

        return by_ledger(rows)
    texts = [row for row in rows if any(m["kind"] == "event" for m in row["labels"]["mentions"])]
    mentions = {row["id"]: _mentions(row) for row in texts}
    gold = {m.id: label["chain"] for row in texts for m, label in zip(mentions[row["id"]], _labels(row), strict=True)}
    every = [m for found in mentions.values() for m in found]
    stories_, alike = stories({row["id"]: row["text"] for row in texts})
    predicted = {i: group[0] for story in stories_ for group in _events([m for d in story for m in mentions[d]], alike) for i in group}
    baseline = {m.id: m.lemma for m in every}
    within = {m.id: f"{n} {m.lemma}" for n, story in enumerate(stories_) for d in story for m in mentions[d]}
    scores = {**score(gold, predicted)}
    scores |= {f"lemma_{name}": value for name, value in score(gold, baseline).items()}
    scores |= {f"lemma_in_story_{name}": value for name, value in score(gold, within).items()}
    return scores | {"mentions": float(len(every)), "stories": float(len(stories_))}, [
        _prediction(row, mentions[row["id"]], predicted) for row in texts
    ]


def _labels(row: Mapping[str, Any]) -> list[Any]:
    return [m for m in row["labels"]["mentions"] if m["kind"] == "event"]


def _prediction(row: Mapping[str, Any], mentions: Sequence[Mention], predicted: Mapping[str, str]) -> dict[str, Any]:
    labels = _labels(row)
    gold = [{name: m[name] for name in ("start", "end", "chain")} for m in labels]
    found = [{"start": m["start"], "end": m["end"], "chain": predicted[one.id]} for m, one in zip(labels, mentions, strict=True)]
    return {"id": row["id"], "gold": {"mentions": gold}, "predicted": {"mentions": found}}


# -- scores ------------------------------------------------------------------------------------------------------------------------


def score(gold: Mapping[str, str], predicted: Mapping[str, str]) -> dict[str, float]:
    """Pairs and B-cubed of two partitions of the same mentions."""
    by_gold, by_predicted = Counter(gold.values()), Counter(predicted.values())
    both = Counter((gold[i], predicted[i]) for i in gold)
    hit, mine, theirs = _pairs(both), _pairs(by_predicted), _pairs(by_gold)
    n = len(gold) or 1
    precision = sum(k * k / by_predicted[p] for (_, p), k in both.items()) / n
    recall = sum(k * k / by_gold[g] for (g, _), k in both.items()) / n
    return {
        "pairs_f1": 2 * hit / (mine + theirs) if mine + theirs else 0.0,
        "b_cubed_precision": precision,
        "b_cubed_recall": recall,
        "b_cubed_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
    }


def _pairs(counts: Counter[Any]) -> int:
    return sum(k * (k - 1) // 2 for k in counts.values())


# -- stories -------------------------------------------------------------------------------------------------------------------------


def stories(texts: Mapping[str, str]) -> tuple[list[tuple[str, ...]], dict[Pair, float]]:
    """Groups of texts about one story, by the words that are rare among all of them, and how alike any two are."""
    bags = {i: stems(text) | _names(text) for i, text in texts.items()}
    frequency = Counter(word for bag in bags.values() for word in bag)
    weights = {word: math.log(len(texts) / count) for word, count in frequency.items()}
    words = {word: n for n, word in enumerate(sorted(weights))}
    ids = sorted(texts)
    matrix = np.zeros((len(ids), len(words)), dtype=np.float32)
    for n, i in enumerate(ids):
        for word in bags[i]:
            matrix[n, words[word]] = weights[word]
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix /= np.where(norms == 0, 1, norms)
    alike = matrix @ matrix.T
    at = {i: n for n, i in enumerate(ids)}
    np.fill_diagonal(alike, 0.0)
    own = np.sort(alike, axis=1)[:, -NEAREST:].mean(axis=1) if ids else np.zeros(0)
    every = {pair(a, b): float(alike[at[a], at[b]] / max(FLOOR, (own[at[a]] + own[at[b]]) / 2)) for a, b in combinations(ids, 2)}
    return _linked(ids, alike, STORY), every


_NAME = re.compile(r"(?<=[\w,] )[A-Z][\w.-]+|\d[\d.,:]*\d|\d+")


def _names(text: str) -> frozenset[str]:
    """Names and numbers, which tell stories of one kind apart: they count beside their stems."""
    return frozenset(f"={found.strip('.,')}" for found in _NAME.findall(text))


def _linked(ids: Sequence[str], alike: Any, least: float) -> list[tuple[str, ...]]:
    """Average-link clusters: the two closest groups are joined while their mean similarity is at least so much."""
    groups = [[i] for i in ids]
    means = alike.astype(float)
    np.fill_diagonal(means, -1.0)
    while len(groups) > 1:
        a, b = sorted(map(int, np.unravel_index(int(means.argmax()), means.shape)))
        if means[a, b] < least:
            break
        n, m = len(groups[a]), len(groups[b])
        gone = means[a] < 0  # groups that were joined to another, and a itself
        means[a] = np.where(gone, -1.0, (n * means[a] + m * means[b]) / (n + m))
        means[a, b] = -1.0
        means[:, a] = means[a]
        means[b] = means[:, b] = -1.0
        groups[a] += groups[b]
        groups[b] = []
    return [tuple(group) for group in groups if group]


# -- mentions --------------------------------------------------------------------------------------------------------------------------


def _mentions(row: Mapping[str, Any]) -> list[Mention]:
    doc = pipeline()(re.sub(r"\n", " ", row["text"]))
    found = []
    for n, label in enumerate(_labels(row)):
        head = _head(doc, label["start"], label["end"])
        near = frozenset(stem(t.lemma_.lower()) for t in head.sent if t.pos_ in {"NOUN", "PROPN", "VERB", "ADJ", "NUM"} and t.i != head.i)
        arguments = frozenset(stem(t.lemma_.lower()) for t in _around(head) if t.pos_ in {"NOUN", "PROPN", "NUM"})
        norm = head.vector_norm or 1.0
        found.append(Mention(f"{row['id']}#{n:03}", row["id"], _lemma(head), head.vector / norm, near, arguments))
    return found


def _head(doc: Doc, start: int, end: int) -> Token:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return doc[0]
    content = [t for t in span if t.pos_ in {"NOUN", "PROPN", "VERB"} and t.lemma_.lower() not in LIGHT]
    return content[-1] if span.root.lemma_.lower() in LIGHT and content else span.root


def _around(head: Token) -> list[Token]:
    """The words that depend on a head, and what it depends on."""
    return [t for t in head.subtree if t.i != head.i and abs(t.i - head.i) < 12] + ([head.head] if head.head.i != head.i else [])


@cache
def _nouns() -> dict[str, str]:
    """Nouns of action whose verb isn't to be seen from their letters."""
    return {
        "death": "die",
        "murder": "kill",
        "killing": "kill",
        "arrest": "arrest",
        "theft": "steal",
        "birth": "bear",
        "departure": "leave",
        "loss": "lose",
    }


def _lemma(head: Token) -> str:
    lemma = head.lemma_.lower()
    return stem(_nouns().get(lemma, lemma))


def _events(mentions: Sequence[Mention], alike: Mapping[Pair, float]) -> list[tuple[str, ...]]:
    by_id = {m.id: m for m in mentions}
    frequency = Counter(word for m in mentions for word in m.near)

    @cache
    def verdict(a: str, b: str) -> Verdict:
        one, other = by_id[a], by_id[b]
        story = 1.0 if one.document == other.document else min(1.0, alike.get(pair(one.document, other.document), 0.0))
        return Verdict(_alike(one, other, frequency, len(mentions)) - DOUBT * (1 - story))

    links = {pair(a, b): s for a, b in combinations(sorted(by_id), 2) if (s := verdict(a, b).score) >= SAME}
    parts: dict[str, set[str]] = defaultdict(set)
    for part in components(by_id, links):
        parts[min(part)] = part
    return [group for part in parts.values() for group in cluster(part, {k: v for k, v in links.items() if k[0] in part}, verdict)]


def _alike(a: Mention, b: Mention, frequency: Counter[str], n: int) -> float:
    same = a.lemma == b.lemma or _cognate(a.lemma, b.lemma)
    synonyms = not same and _synonyms(a.lemma, b.lemma)
    close = float(np.dot(a.vector, b.vector))
    if not same and not synonyms and close < NEAR:
        return 0.0
    context = _weighted(a.near, b.near, frequency, n)
    arguments = _weighted(a.arguments, b.arguments, frequency, n)
    about = max(context, arguments)
    if a.lemma in REPORTING or a.lemma in LIGHT:
        return 0.2 + about if same else 0.0
    return (0.55 if same else 0.45 if synonyms else 0.1 + 0.4 * max(0.0, close)) + 0.45 * about


@cache
def _classes() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for n, row in enumerate(load("synonyms.yaml")):
        for word in row:
            found[stem(word.split()[-1] if word.split()[0] in LIGHT else word.split()[0])].add(n)
    return {word: frozenset(rows) for word, rows in found.items()}


def _synonyms(a: str, b: str) -> bool:
    none: frozenset[int] = frozenset()
    return bool(_classes().get(a, none) & _classes().get(b, none))


@cache
def _cognate(a: str, b: str) -> bool:
    """Verb and noun of one root: "nominate", "nomination", "nominee"."""
    shared = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return shared >= 5 and max(len(a), len(b)) - shared <= 4


def _weighted(a: frozenset[str], b: frozenset[str], frequency: Counter[str], n: int) -> float:
    """How much two sets of words share, the rarer words counting more."""

    def weight(words: Iterable[str]) -> float:
        return sum(math.log(1 + n / frequency[w]) for w in words if frequency[w])

    least = min(weight(a), weight(b))
    return weight(a & b) / least if least else 0.0
