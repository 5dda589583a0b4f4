"""Which reports form one entry: a function of the set of reports and of people's decisions, whatever the order in which they came."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.ledger.scoring import Verdict

Pair = tuple[str, str]
#: A cluster may grow where the mean score across is this share of the best pair's: reports of one thing needn't all say the same.
SLACK = 0.8


def pair(a: str, b: str) -> Pair:
    """Two ids in order."""
    return (a, b) if a < b else (b, a)


def cluster(
    ids: Collection[str],
    links: Mapping[Pair, float],
    verdict: Callable[[str, str], Verdict],
    together: Collection[Pair] = (),
    apart: Collection[Pair] = (),
) -> list[tuple[str, ...]]:
    """Clusters of reports, each sorted.

    People's decisions first; then the pairs from the most alike to the least. A pair joins two clusters where nothing forbids any pair
    across them and the mean score across is high enough.

    Args:
        ids: the reports.
        links: the pairs that are alike, with scores.
        verdict: the verdict on any two.
        together: pairs that a person has merged.
        apart: pairs that a person has split.
    """
    home = {i: frozenset((i,)) for i in ids}
    kept_apart = set(apart)
    for a, b in sorted(together):
        if a in home and b in home and (a, b) not in kept_apart:
            _join(home, a, b)
    for (a, b), score in sorted(links.items(), key=lambda item: (-item[1], item[0])):
        if a in home and b in home and home[a] is not home[b] and _fits(home[a], home[b], score, links, verdict, kept_apart):
            _join(home, a, b)
    return sorted(tuple(sorted(members)) for members in set(home.values()))


def _join(home: dict[str, frozenset[str]], a: str, b: str) -> None:
    both = home[a] | home[b]
    for member in both:
        home[member] = both


def _fits(
    one: frozenset[str],
    other: frozenset[str],
    score: float,
    links: Mapping[Pair, float],
    verdict: Callable[[str, str], Verdict],
    apart: set[Pair],
) -> bool:
    total = 0.0
    for a in one:
        for b in other:
            key = pair(a, b)
            if key in apart:
                return False
            if key in links:
                total += links[key]
                continue
            found = verdict(*key)
            if found.never:
                return False
            total += found.score
    return len(one) * len(other) == 1 or total / (len(one) * len(other)) >= SLACK * score


def components(ids: Iterable[str], pairs: Iterable[Pair]) -> list[set[str]]:
    """Sets of ids that pairs connect."""
    home: dict[str, set[str]] = {i: {i} for i in ids}
    for a, b in pairs:
        one, other = home[a], home[b]
        if one is not other:
            if len(one) < len(other):
                one, other = other, one
            one |= other
            for member in other:
                home[member] = one
    return list({id(found): found for found in home.values()}.values())
