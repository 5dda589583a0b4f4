"""Verdicts on votes: what observers and others say that an election was like praises or blames the country that held it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.codebook.lexicon import wordsets
from dragoman.reading import clauses
from dragoman.reading.clauses import behind, words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.entries import BLAMED, PRAISED
from dragoman.reading.events.filling import mentions_of
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token


def verdict(parsed: Parsed, sentence: Sentence, verb: Token) -> Candidate | None:
    """The praise or the blame in "described the vote as free and fair", "said the poll had been marred by fraud"; None without one."""
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in words("finding"):
        return None
    clause = clauses.clause(verb)
    told = list(_told(verb, clause.subjects))
    vote = next((t for t in told if _is_vote(t)), None)
    flawed = _flawed([t for t in told if t != vote]) if vote is not None else None
    if vote is None or flawed is None or _only_wished(vote, verb):
        return None
    found = Candidate(BLAMED if flawed else PRAISED, verb, clause, (vote,), sentence)
    by = clause.subjects or behind(t for t in told if t.lower_ == "by")  # "was described as fair by observers"
    found.sources = mentions_of(parsed, sentence.passage, by, set(), descend=True)
    found.targets = [m for m in _voters(parsed, sentence, vote, clause.subjects) if m not in found.sources]
    found.status, found.status_cue = clauses.status(verb)
    own = parsed.countries(found.sources)
    if not (found.sources and found.targets) or own & parsed.countries(found.targets):
        return None  # what a country says of its own vote is a matter at home
    return found


def _votes() -> frozenset[str]:
    return wordsets()["election"] | words("votes")


def _is_vote(token: Token) -> bool:
    """Whether a noun is of a vote: of the "electoral process", and not of the peace process."""
    of = {c.lemma_.lower() for c in token.children if c.dep_ == "compound" and c.pos_ == "NOUN"}
    return token.lemma_.lower() in _votes() and token.dep_ != "compound" and of <= _votes()


def _told(verb: Token, subjects: list[Token]) -> Iterator[Token]:
    """The words of what is said, without further deeds of the speaker and asides."""
    for child in verb.children:
        aside = child.dep_ in {"advcl", "relcl"} or (child.dep_ == "conj" and child.pos_ == "VERB")
        if child not in subjects and child.dep_ not in clauses.SUBJECTS and not aside:
            yield from child.subtree


def _flawed(told: list[Token]) -> bool | None:
    """Whether words blame (True) or praise (False); None where they do neither. Praise that is denied is blame."""
    lemmas = {t.lemma_.lower() for t in told}
    praised = not lemmas.isdisjoint(words("vote_merits"))
    denied = praised and any(t.dep_ == "neg" or t.lower_ in {"neither", "nor", "hardly"} for t in told)
    if denied or not lemmas.isdisjoint(words("vote_flaws")):
        return True
    return False if praised else None


def _only_wished(vote: Token, verb: Token) -> bool:
    """Whether the vote is still to come: "said that the election must be fair"."""
    above = vote.head
    while above.dep_ in {"prep", "pobj", "nsubj", "nsubjpass"} and above.pos_ not in {"VERB", "AUX"}:
        above = above.head
    return above != verb and clauses.status(above)[0] in {"future", "hypothetical"}


def _voters(parsed: Parsed, sentence: Sentence, vote: Token, observers: list[Token]) -> list[Mention]:
    """Whose vote it is: told with it, by where the observers are, or with the vote in the sentences before."""
    passage = sentence.passage
    sent = behind(c for t in observers for g in t.subtree for c in g.children if c.dep_ == "prep" and c.lower_ in {"in", "to"})
    for nouns in ([vote], sent):
        if found := mentions_of(parsed, passage, nouns, set(), descend=True):
            return found
    for before in reversed([s for s in parsed.sentences if s.start < sentence.start][-10:]):  # within a few paragraphs
        nouns = [t for t in parsed.tokens(before) if _is_vote(t)]
        for nearby in (nouns, parsed.tokens(before) if nouns else []):
            named = mentions_of(parsed, before.passage, nearby, set(), descend=nearby is nouns)
            states = [m for m in named if m.kind == "state"]
            if len(parsed.countries(states)) == 1:
                return states[:1]
    return []
