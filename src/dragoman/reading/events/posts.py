"""Ambassadors and embassies: what a state does with its own concerns the state to which they are sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman import codebook
from dragoman.reading import clauses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.filling import mentions_of
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Codes of what is done to a state by sending, recalling, opening and closing there.
RELATIONS = {"030", "032", "039", "050", "054", "161"}
#: Kinds of mentions that a place goes by.
_GROUND = {"state", "subnational", "group"}


def receiving(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Where those are sent of whom the pattern speaks, if they are the actors' own: "recalled its ambassador to Israel"."""
    own = parsed.countries(candidate.sources)
    return [post for mention, post in _sent(parsed, candidate) if own & parsed.countries([mention])]


def in_passive(parsed: Parsed, candidate: Candidate) -> None:
    """Says who did what is told of an ambassador or an embassy alone: his own side recalls him, and where he is sent he is expelled."""
    if not candidate.clause.passive:
        return
    sides = next((([mention], [post]) for mention, post in _sent(parsed, candidate)), None) or _abroad(parsed, candidate)
    if sides is None or any(m not in sides[0] for m in candidate.sources):
        return
    candidate.sources, candidate.targets = sides if _their_own(candidate) else reversed(sides)


def by_seat(parsed: Parsed, candidate: Candidate) -> None:
    """Says whom the opening or closing of an embassy concerns: the state in whose town it is; moved to another state, it is withdrawn."""
    missions = [t for t in (*candidate.matched, *candidate.clause.objects) if _is_post(t)]
    told = candidate.code == "050" and parsed.countries(candidate.targets) - parsed.countries(candidate.sources)
    if candidate.code not in {"050", "054", "161"} or not missions or told:
        return
    heads = (*missions, *candidate.matched, candidate.head)
    left, new = _behind(parsed, candidate, heads, {"in", "at", "from"}), _behind(parsed, candidate, heads, {"to"})
    if left and new and not parsed.countries(left) & parsed.countries(new):
        candidate.entry = replace(candidate.entry, cameo="161")
    if left or new:
        candidate.targets, candidate.mutual = left or new, False


def besieged(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """The targets of harm, with whose embassy it is in place of the town where it stands: "stormed the Danish embassy in Lima"."""
    doc = parsed.doc(candidate.sentence.passage)

    def house(mention: Mention) -> Mention:
        link = doc[mention.head].head
        noun = link.head
        abroad = link.lower_ in {"in", "at"} and any(_is_house(t) for t in (noun, *noun.lefts))  # "the embassy compound in Lima"
        own = (parsed.mention_at(candidate.sentence.passage, t.i) for t in (noun, *noun.lefts)) if abroad else ()
        return next((m for m in own if m is not None and parsed.countries([m])), mention)

    harm = candidate.type in codebook.types_that("harm") and candidate.code != "161"
    return list(dict.fromkeys(map(house, candidate.targets))) if harm else candidate.targets


def _sent(parsed: Parsed, candidate: Candidate) -> Iterator[tuple[Mention, Mention]]:
    for token in candidate.matched:
        mention = parsed.mention_at(candidate.sentence.passage, token.i)
        if mention is not None and mention.post is not None:
            yield mention, mention.post


def _abroad(parsed: Parsed, candidate: Candidate) -> tuple[list[Mention], list[Mention]] | None:
    """Whose they are of whom the pattern speaks, and where they are: "attachés at the Moldovan embassy in Oslo"."""
    for token in candidate.matched if candidate.code in {"054", "114", "161"} else ():
        if not _is_post(token):
            continue
        below = list((token.head if token.dep_ == "compound" else token).subtree)
        there = _behind(parsed, candidate, below, {"in", "at", "to"})
        told = (parsed.mention_at(candidate.sentence.passage, t.i) for t in below)
        own = [m for m in told if m is not None and parsed.countries([m]) - parsed.countries(there)][:1]
        if own and there:
            return own, there
    return None


def _is_house(token: Token) -> bool:
    return token.lemma_.lower() in words("standing_abroad") - {"ambassador"}


def _is_post(token: Token) -> bool:
    return not words("posts").isdisjoint({token.lemma_.lower(), token.lower_})


def _their_own(candidate: Candidate) -> bool:
    """Whether it is the sending state that does something: an embassy is closed by its own, unless it is told to leave."""
    told = {t.lemma_.lower() for t in (candidate.head, *candidate.matched)}
    house = any(map(_is_house, candidate.matched))
    return candidate.head.lemma_.lower() in words("posting") or (house and told.isdisjoint(words("expelling") | {"order"}))


def _behind(parsed: Parsed, candidate: Candidate, heads: Sequence[Token], prepositions: set[str]) -> list[Mention]:
    """The places behind some of the prepositions of some words that aren't the actors' own."""
    nouns = clauses.behind(c for t in heads for c in t.children if c.dep_ == "prep" and c.lower_ in prepositions)
    told = mentions_of(parsed, candidate.sentence.passage, clauses.expand(nouns), set(), descend=True)
    found = [m for m in told if m.kind in _GROUND or any(o.kind == "place" for o in m.origins)]
    own = parsed.countries(candidate.sources)
    return [m for m in found if not own & parsed.countries([m])]
