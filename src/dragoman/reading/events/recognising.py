"""The acts of a sentence: those that the lexicon sees, in their roles, with their codes and status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.codebook.lexicon import by_head
from dragoman.reading import clauses, quotations, senses
from dragoman.reading.clauses import text_of, words
from dragoman.reading.events import amending
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.choosing import choose, plain
from dragoman.reading.events.emergencies import with_respect
from dragoman.reading.events.entries import DEMAND
from dragoman.reading.events.filling import mentions_of
from dragoman.reading.events.matching import no_word
from dragoman.reading.events.nesting import aim, forswear, nest, over_the_phone
from dragoman.reading.events.own_side import of_their_own
from dragoman.reading.events.roles import assign
from dragoman.reading.events.supposing import settle
from dragoman.reading.events.verdicts import verdict
from dragoman.reading.parsed import Parsed, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

_POS = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}


def candidates(parsed: Parsed, sentence: Sentence) -> Iterator[Candidate]:
    """Every act in a sentence, in the order of their heads."""
    taken: set[int] = set()
    found: list[Candidate] = []
    demanding = words("speech") - words("complaining")
    for token, pos, lemma in parsed.predicates(sentence):
        coded = (_POS.get(pos), plain(lemma)) in by_head()
        demands = pos == "VERB" and lemma in demanding
        finds = pos == "VERB" and lemma in words("finding")
        if token.i in taken or not (coded or demands or finds) or _in_name(parsed, sentence, token):
            continue
        candidate = (_demand(parsed, sentence, token) if demands else None) or (verdict(parsed, sentence, token) if finds else None)
        if candidate is None and coded:
            candidate = _candidate(parsed, sentence, token)
        if candidate is not None:
            found += [candidate, *_dated_apart(parsed, candidate)]
            taken.add(token.i)
            taken.update(t.i for t in candidate.matched)
    nest(found)
    for candidate in found:
        if candidate.inner:  # "warned that it would answer any attack on its territory"
            candidate.targets = [m for m in candidate.targets if not of_their_own(parsed, candidate, m)]
    aim(found)
    over_the_phone(found)
    forsworn = forswear(found)
    yield from sorted((c for c in found if c not in forsworn), key=lambda c: c.head.i)


def _in_name(parsed: Parsed, sentence: Sentence, token: Token) -> bool:
    mention = parsed.mention_at(sentence.passage, token.i)
    if mention is not None and mention.kind not in {"role", "pronoun", "group"}:
        return True
    return any(start <= token.idx < end for start, end in quotations.titles(text_of(parsed.doc(sentence.passage))))


def _candidate(parsed: Parsed, sentence: Sentence, token: Token) -> Candidate | None:
    pos = _POS[token.pos_]
    if (pos == "N" and token.dep_ in {"compound", "amod"}) or no_word(token):
        return None
    chosen = choose(parsed, sentence, token, pos)
    if chosen is None or (pos == "A" and token.head.pos_ not in {"VERB", "AUX"}):
        return None
    candidate, verb = chosen
    if not candidate.matched and token.lemma_ == "try" and any(c.dep_ == "xcomp" for c in token.children):
        return None  # an attempt, no trial
    candidate.entry = entry = amending.by_grammar(candidate, pos)
    assign(parsed, candidate, verb)
    amending.by_object(parsed, candidate, pos)
    if senses.other(parsed, candidate):
        return None
    amending.by_parties(parsed, candidate, entry)
    candidate.status, candidate.status_cue = clauses.status(token if pos != "A" else token.head)
    if entry.cameo == "1724":
        with_respect(parsed, candidate)
    if candidate.status == "hypothetical":
        settle(candidate)
    return candidate


def _demand(parsed: Parsed, sentence: Sentence, token: Token) -> Candidate | None:
    """A demand made by saying what someone must do."""
    for child in token.children:
        obliged = any(c.dep_ == "aux" and c.lower_ in words("obliging") for c in child.children) or (
            child.lemma_ in {"have", "need"} and any(c.dep_ == "xcomp" for c in child.children)
        )
        wished = token.lemma_ == "insist" and child.tag_ == "VB" and not any(c.dep_ == "aux" for c in child.children)
        if child.dep_ != "ccomp" or not (obliged or wished):
            continue
        asked = clauses.clause(child)
        candidate = Candidate(DEMAND, token, clauses.clause(token), (), sentence)
        passage = sentence.passage
        candidate.sources = mentions_of(parsed, passage, candidate.clause.subjects, set(), descend=True)
        candidate.targets = [
            m for m in mentions_of(parsed, passage, asked.subjects or asked.objects, set(), descend=True) if m not in candidate.sources
        ]
        candidate.status, candidate.status_cue = clauses.status(token)
        if candidate.sources and candidate.targets:
            return candidate
    return None


def _dated_apart(parsed: Parsed, candidate: Candidate) -> list[Candidate]:
    """The acts told with the same verb at other times: "took the port in May and the mine in June"."""
    doc = parsed.doc(candidate.sentence.passage)
    apart: list[Candidate] = []
    for mention in candidate.targets[1:]:
        noun = doc[mention.head]
        if noun.dep_ == "conj" and any(g.ent_type_ == "DATE" for c in noun.children if c.dep_ == "prep" for g in c.children):
            apart.append(replace(candidate, targets=[mention], part=noun))
    candidate.targets = [m for m in candidate.targets if not any(m in other.targets for other in apart)]
    return apart
