"""How present countries and their units are at each point of a text, by the votes of all names in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.gazetteer.names import Hit
from dragoman.gazetteer.places import Candidate, Context, key
from dragoman.reading.places.toponym import Toponym

_FAR, _NEAR = 0.25, 1.0  # what a country named anywhere, and one named right beside, add to its presence
REACH = 300  # code points: about two sentences
_VOTE = {"country": 1.0, "admin1": 0.7, "city": 0.6, "capital": 0.6, "venue": 0.6}
_WEIGHT = {
    "state": 1.0,
    "adjective": 1.0,
    "people": 0.7,
    "subnational": 0.7,
    "metonym": 0.5,
    "body": 0.5,
    "person": 0.3,
    "organisation": 0.3,
    "company": 0.2,
}
SURE = 1.0  # powers of ten by which a place must be ahead to count in full for the others


@dataclass(slots=True)
class Votes:
    """How present countries and units are at each point of a text."""

    items: list[tuple[int, str, float, str]]  # position, country or unit, weight, whose vote
    at: list[int]
    total: dict[str, float]

    @classmethod
    def of(cls, items: Iterable[tuple[int, str, float, str]]) -> Votes:
        """Votes in the order of the text, and what each country or unit has in all."""
        ordered = sorted(items)
        total: dict[str, float] = defaultdict(float)
        for _, where, weight, _ in ordered:
            total[where] += _FAR * weight
        return cls(ordered, [item[0] for item in ordered], total)

    def near(self, position: int, voter: str) -> dict[str, float]:
        """The presence of each at a position, without the votes of one name."""
        present = defaultdict(float, self.total)
        for at, where, weight, who in self.items[bisect_left(self.at, position - REACH) : bisect_right(self.at, position + REACH)]:
            present[where] += _NEAR * weight * (1 - abs(at - position) / REACH)
            if who == voter:
                present[where] -= weight * (_FAR + _NEAR * (1 - abs(at - position) / REACH))
        most = max(1.0, max(present.values(), default=0.0))
        return {where: weight / most for where, weight in present.items() if weight > 0}


@dataclass(slots=True)
class Around:
    """What the names of a text say of each other after a round."""

    countries: Votes
    admins: Votes
    beside: list[Candidate]
    perhaps: list[tuple[str, Candidate]]

    def context(self, name: Toponym, same: str, own: set[tuple[str, float, float]]) -> Context:
        """The context of one name, its own places left out."""
        beside = tuple(place for place in self.beside if place.key not in own)
        perhaps = tuple(place for other, place in self.perhaps if other != same and place.key not in own)
        return Context(self.countries.near(name.start, same), self.admins.near(name.start, same), name.within, beside, perhaps)


def votes_of_others(hits: list[Hit], spans: list[tuple[int, int]]) -> Iterator[tuple[int, str, float, str]]:
    """The votes of the names that aren't in question: states, adjectives, bodies, persons."""
    ends = [end for _, end in spans]
    for hit in hits:
        at = bisect_right(ends, hit.start)
        if at < len(spans) and spans[at][0] < hit.end:
            continue  # the name is one of those in question
        for kind, weight in _WEIGHT.items():
            found = hit.of(kind)
            if found is not None and found.country:
                yield hit.start, found.country, weight, ""
                if kind in {"subnational", "adjective"} and "-" in found.id:
                    yield hit.start, found.id, weight, ""
                break


def ballots(names: list[Toponym], said: list[tuple[int, str, float, str]]) -> tuple[Votes, Votes]:
    """The votes for countries, and those for their units: of the other names, and of the places found so far."""
    votes, units = [v for v in said if "-" not in v[1]], [v for v in said if "-" in v[1]]
    for name in names:
        place = name.found
        if place is None or place.kind not in _VOTE or place.note:
            continue
        weight = _VOTE[place.kind] * min(1.0, max(0.2, name.sure / SURE))
        if place.country:
            votes.append((name.start, place.country, weight, key(name.text)))
        if place.admin1:
            units.append((name.start, place.admin1, weight, key(name.text)))
    return Votes.of(votes), Votes.of(units)
