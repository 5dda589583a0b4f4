"""Which entry of the lexicon fits a word of a sentence best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.codebook.lexicon import Entry, Need, by_head
from dragoman.reading import clauses, senses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.filling import nouns_in
from dragoman.reading.events.matching import match, verb_over
from dragoman.reading.parsed import Parsed, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token


def choose(parsed: Parsed, sentence: Sentence, token: Token, pos: str) -> tuple[Candidate, Token | None] | None:
    """The candidate of the entry that fits a word best, its roles still empty, and the verb that it leans on."""
    near = _vocabulary(parsed, sentence)
    options = (e for e in by_head().get((pos, plain(token.lemma_.lower())), ()) if all(not w.lemmas.isdisjoint(near) for w in e.rest))
    matches = [(entry, hit) for entry in options if (hit := match(entry, token)) is not None]
    if not matches:
        return None
    verb = token if pos == "V" else verb_over(token)
    clause = clauses.clause(verb if verb is not None else token)
    matches = [(e, hit) for e, hit in matches if not e.needs or _fits(parsed, Candidate(e, token, clause, hit, sentence), verb)]
    if not matches:
        return None
    entry, matched = _best(_not_of_others(matches, token))
    return Candidate(entry, token, clause, matched, sentence), verb


def _vocabulary(parsed: Parsed, sentence: Sentence) -> frozenset[str]:
    """Lemmas and lower-case forms of a sentence: an entry with a word outside needn't be tried."""
    key = (sentence.passage, sentence.first)
    if key not in parsed.vocabularies:
        tokens = parsed.tokens(sentence)
        parsed.vocabularies[key] = frozenset(t.lemma_.lower() for t in tokens) | frozenset(t.lower_ for t in tokens)
    return parsed.vocabularies[key]


def plain(lemma: str) -> str:
    """The verb that is done again: "reimposed" a blockade."""
    return lemma[2:].lstrip("-") if lemma in words("repeating") or lemma.startswith("re-") else lemma


def _fits(parsed: Parsed, candidate: Candidate, verb: Token | None) -> bool:
    """Whether what stands in the slots is of the kinds that the entry needs."""

    def met(need: Need) -> bool:
        nouns = nouns_in(candidate, need.slot, verb)
        if need.slot == "object" and not nouns and (gap := _behind(candidate.head)) is not None:
            nouns = [gap]
        return "none" in need.kinds if not nouns else any(senses.fits(parsed, candidate, t, need) for t in nouns)

    return all(any(met(need) for need in group) for group in candidate.entry.needs)


def _behind(verb: Token) -> Token | None:
    """The noun that a relative clause without a pronoun leaves out: "the summit we held"."""
    told = {c.dep_ for c in verb.children}
    bare = verb.dep_ == "relcl" and "nsubj" in told and not any(c.tag_ in {"WDT", "WP", "WRB"} for c in verb.children)
    return verb.head if bare and not told & clauses.OBJECTS else None


_ASKING = {"02", "10"}  # CAMEO roots of requests


def _not_of_others(matches: list[tuple[Entry, tuple[Token, ...]]], head: Token) -> list[tuple[Entry, tuple[Token, ...]]]:
    """The matches without those whose preposition leads to a day, and without those whose words tell what others are asked to do.

    Who "called on Friday" called on nobody, and who calls on others to agree to a ceasefire calls none.
    """
    matches = [(e, hit) for e, hit in matches if not (_leads(e) and clauses.of_a_day(hit[0]))] or matches
    if not any(e.cameo[:2] in _ASKING and _leads(e) for e, _ in matches):
        return matches

    def theirs(hit: tuple[Token, ...]) -> bool:
        between = {a for t in hit for a in t.ancestors if head.is_ancestor(a)}
        return any(a.dep_ in {"xcomp", "ccomp", "advcl"} and a not in hit for a in between)

    return [(e, hit) for e, hit in matches if e.cameo[:2] in _ASKING or not theirs(hit)]


def _leads(entry: Entry) -> bool:
    """Whether a preposition stands right after the head of a pattern: "call on"."""
    return bool(entry.rest) and entry.rest[0].preposition


def _best(matches: list[tuple[Entry, tuple[Token, ...]]]) -> tuple[Entry, tuple[Token, ...]]:
    """The entry that fits best: more words, then more that mean something and don't tell whose it is; of the same words the narrower."""

    def fit(pair: tuple[Entry, tuple[Token, ...]]) -> tuple[int, int, int, bool, int]:
        entry, matched = pair
        meaning = sum(not w.preposition for w in entry.rest)
        return len(matched), meaning, sum(t.dep_ != "poss" for t in matched), bool(entry.needs), len(entry.cameo)

    best = max(matches, key=fit)
    same = [pair for pair in matches if fit(pair) == fit(best) and set(pair[1]) == set(best[1])]
    return min(same, key=lambda pair: sum(len(w.lemmas) for w in pair[0].rest))
