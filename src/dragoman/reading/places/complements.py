"""The places that the complements of a word name: "held talks in Doha", "their visit to Nairobi"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.gazetteer.places import TOWNS, Context, candidates, resolve
from dragoman.gazetteer.world import countries
from dragoman.reading import clauses
from dragoman.reading.parsed import Parsed
from dragoman.reading.places.listing import toponyms
from dragoman.reading.places.spotting import LOCATIVE
from dragoman.reading.places.toponym import Toponym

if TYPE_CHECKING:
    from spacy.tokens import Token

_OCCASIONS = {"during", "on", "as"}
_MAX_DEPTH = 5


@dataclass(slots=True)
class Here:
    """The stretch of a passage in which the place of an event is looked for."""

    parsed: Parsed
    passage: int
    first: int
    last: int

    def located(self, head: Token, depth: int = 0) -> Iterator[Toponym]:
        """The places that locative complements of a word name."""
        if depth > _MAX_DEPTH:
            return
        motion = head.lemma_.lower() in clauses.words("motion")
        for child in head.children:
            if not self.first <= child.i <= self.last:
                continue
            word = child.lower_
            if child.dep_ in {"prep", "agent", "dative", "prt", "advmod"} and child.pos_ in {"ADP", "SCONJ", "ADV"}:
                if word in LOCATIVE or (motion and word in {"to", "for", "into"}):
                    yield from self._object(child, depth)
                elif word in _OCCASIONS or (word == "of" and head.lemma_.lower() in {"sideline", "margin", "sidelines", "margins"}):
                    for noun in child.children:
                        if noun.dep_ == "pobj" and (noun.lemma_.lower() in clauses.words("held_somewhere") or noun.pos_ == "PROPN"):
                            yield from self.located(noun, depth + 1)
                if word not in LOCATIVE:
                    yield from (
                        found
                        for inner in child.children
                        if inner.dep_ == "prep" and inner.lower_ in LOCATIVE
                        for found in self._object(inner, depth)
                    )
            elif child.dep_ in {"dobj", "nsubjpass", "attr"}:
                name = self._name(child)
                if motion and child.dep_ == "dobj" and name is not None:
                    yield name
                elif self._holds(head, child):
                    yield from self.located(child, depth + 1)
            elif child.dep_ in {"compound", "nmod", "amod"} and head.lemma_.lower() in clauses.words("held_somewhere"):
                name = self._name(child)
                if name is not None and name.found is not None and name.found.kind in TOWNS:
                    yield name

    def _holds(self, head: Token, noun: Token) -> bool:
        """Whether what is said to be at a place with the object is the event: "held talks in Doha", not "discussed the war in Sudan"."""
        if noun.lemma_.lower() in clauses.words("held_somewhere"):
            return head.lemma_.lower() not in clauses.words("speaking_of")
        voiced = clauses.words("speaking_of") | clauses.words("speech") | clauses.words("asking") | clauses.words("wishing")
        return head.pos_ == "VERB" and head.lemma_.lower() not in voiced

    def _object(self, preposition: Token, depth: int) -> Iterator[Toponym]:
        for noun in preposition.children:
            if noun.dep_ == "prep" and noun.lower_ in LOCATIVE:  # "from inside X"
                yield from self._object(noun, depth + 1)
            if noun.dep_ not in {"pobj", "pcomp"}:
                continue
            name = self._name(noun) or self._capital(noun)
            if name is not None:
                yield name
                continue
            for inner in noun.children:
                near = self._name(inner)
                if near is not None and (
                    inner.dep_ == "appos" or (inner.dep_ in {"compound", "nmod"} and near.found is not None and near.found.kind in TOWNS)
                ):
                    yield near
                elif inner.dep_ == "prep" and depth < _MAX_DEPTH and (inner.lower_ in LOCATIVE or _spreads(noun, inner)):
                    yield from self._object(inner, depth + 1)

    def _name(self, token: Token) -> Toponym | None:
        at = self.parsed.passages[self.passage].start + token.idx
        names = toponyms(self.parsed)
        found = bisect_right(names, at, key=lambda name: name.start) - 1
        return names[found] if found >= 0 and names[found].start <= at < names[found].end else None

    def _capital(self, noun: Token) -> Toponym | None:
        """ "the Kenyan capital", "Kenya's capital": the capital of the country named before the word."""
        if noun.lemma_.lower() != "capital":
            return None
        if any(child.dep_ == "appos" and self._name(child) for child in noun.children):
            return None
        base = self.parsed.passages[self.passage].start
        for child in noun.lefts:
            for state in candidates(child.text) if child.dep_ in {"amod", "poss", "compound", "nmod"} else ():
                capital = countries()[state.country].capital if state.kind == "country" and state.country else None
                place = resolve(capital, context=Context({state.country: 1.0}, within=(state.name,))) if capital and state.country else None
                if place is not None:
                    start, end = base + child.idx, base + noun.idx + len(noun)
                    return Toponym(start, end, self.parsed.text[start:end], outer=end, found=place)
        return None


def _spreads(noun: Token, link: Token) -> bool:
    """Whether what something is of says where it is: "at the airport of Goma", not "at the request of Algeria"."""
    return link.lower_ == "of" and noun.pos_ == "NOUN" and noun.lemma_.lower() not in clauses.words("promptings")
