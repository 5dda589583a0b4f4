"""Events: acts that the lexicon and the model recognise in the clauses, with the actors in their roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman import codebook
from dragoman.codebook.lexicon import Entry, Word, by_head
from dragoman.reading import clauses
from dragoman.reading.clauses import Clause, words
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Candidate:
    """An act that the lexicon sees at a predicate."""

    entry: Entry
    head: Token
    clause: Clause
    matched: tuple[Token, ...]
    sentence: Sentence
    sources: list[Mention] = field(default_factory=list)
    targets: list[Mention] = field(default_factory=list)
    mutual: bool = False
    status: Status = "occurred"
    status_cue: Token | None = None

    @property
    def type(self) -> str | None:
        """The PLOVER type of the entry's code (none for statements)."""
        return codebook.cameo()[self.entry.cameo].type


def candidates(parsed: Parsed, sentence: Sentence) -> Iterator[Candidate]:
    """Every act in a sentence, in the order of their heads."""
    taken: set[int] = set()
    found: list[Candidate] = []
    tokens = parsed.tokens(sentence)
    for token in sorted(tokens, key=lambda t: (t.pos_ not in {"VERB", "AUX"}, t.i)):
        if token.i in taken or _in_name(parsed, sentence, token):
            continue
        candidate = _candidate(parsed, sentence, token)
        if candidate is not None:
            found.append(candidate)
            taken.add(token.i)
            taken.update(t.i for t in candidate.matched)
    yield from sorted(found, key=lambda c: c.head.i)


def _in_name(parsed: Parsed, sentence: Sentence, token: Token) -> bool:
    mention = parsed.mention_at(sentence.passage, token.i)
    return mention is not None and mention.kind not in {"role", "pronoun", "group"}


def _candidate(parsed: Parsed, sentence: Sentence, token: Token) -> Candidate | None:
    pos = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}.get(token.pos_)
    if pos is None:
        return None
    if pos == "N" and token.dep_ in {"compound", "amod"}:
        return None
    matches = [(entry, hit) for entry in by_head().get((pos, token.lemma_.lower()), ()) if (hit := match(entry, token)) is not None]
    if not matches:
        return None
    entry, matched = max(matches, key=lambda pair: (len(pair[1]), len(pair[0].cameo)))
    if pos == "A" and token.head.pos_ not in {"VERB", "AUX"}:
        return None
    verb = token if pos == "V" else verb_over(token)
    candidate = Candidate(entry, token, clauses.clause(verb if verb is not None else token), matched, sentence)
    assign(parsed, candidate, verb)
    candidate.status, candidate.status_cue = clauses.status(token if pos != "A" else token.head)
    return candidate


def verb_over(noun: Token) -> Token | None:
    """The light verb that an event noun leans on: "held talks", "paid a visit", "talks took place"."""
    head = noun.head
    if noun.pos_ == "ADJ":
        return head if head.pos_ in {"VERB", "AUX"} else None
    if noun.dep_ in {"dobj", "nsubjpass", "attr", "oprd"} and head.pos_ in {"VERB", "AUX"}:
        return head if head.lemma_.lower() in words("light") or head.lemma_ == "be" else None
    if noun.dep_ == "pobj" and head.pos_ == "ADP" and head.head.pos_ == "VERB" and head.head.lemma_.lower() in words("light_oblique"):
        return head.head
    if noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        return verb_over(noun.head)
    return None


def match(entry: Entry, head: Token) -> tuple[Token, ...] | None:
    """The tokens that satisfy an entry's words after the head, or None."""
    found: list[Token] = []
    anchor = head
    for word in entry.rest:
        hit = _find(anchor, word, head) or (_find(head, word, head) if anchor is not head else None)
        if hit is None or hit in found:
            return None
        found.append(hit)
        anchor = hit
    return tuple(found)


_BELOW = {"dobj", "prep", "pobj", "prt", "xcomp", "ccomp", "acomp", "attr", "oprd", "amod", "compound", "pcomp", "agent", "dative", "aux", "nsubjpass", "acl", "conj", "advmod", "poss", "nmod", "advcl", "npadvmod", "appos"}  # fmt: skip


def _find(anchor: Token, word: Word, head: Token, depth: int = 0) -> Token | None:
    for child in anchor.children:
        if child.dep_ not in _BELOW and not (child.dep_ == "nsubj" and anchor.dep_ in {"ccomp", "xcomp"}):
            continue
        if child.dep_ == "advcl" and not any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
            continue
        if child.dep_ == "conj" and anchor.pos_ in {"VERB", "AUX"}:
            continue
        if word.preposition:
            if child.lower_ in word.lemmas:
                return child
        elif child.lemma_.lower() in word.lemmas or child.lower_ in word.lemmas:
            return child
    if depth < 3:
        for child in anchor.children:
            if child.dep_ in _BELOW - {"aux", "advmod"} and not (child.dep_ == "conj" and anchor.pos_ in {"VERB", "AUX"}):
                if child.dep_ == "advcl" and not any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
                    continue
                hit = _find(child, word, head, depth + 1)
                if hit is not None:
                    return hit
    return None


# -- roles -------------------------------------------------------------------------------------------------------------------------


def assign(parsed: Parsed, candidate: Candidate, verb: Token | None) -> None:
    entry = candidate.entry
    passage = candidate.sentence.passage
    used = {t.i for t in candidate.matched}
    for slot in entry.source:
        nouns = _slot(candidate, slot, verb)
        candidate.sources = _mentions(parsed, passage, nouns, used, descend=slot != "subject" or bool(nouns and nouns[0].pos_ != "PRON"))
        if candidate.sources:
            break
    if not candidate.sources and verb is not None and candidate.head.pos_ != "VERB":
        candidate.sources = _mentions(parsed, passage, candidate.clause.subjects, used, descend=True)
    for slot in entry.target:
        if slot == "none":
            break
        if slot == "mutual":
            if len(candidate.sources) > 1 or any(len(parsed.entities(m)) > 1 for m in candidate.sources):
                candidate.mutual = True
                break
            continue
        nouns = _slot(candidate, slot, verb)
        candidate.targets = [m for m in _mentions(parsed, passage, nouns, used, descend=True) if m not in candidate.sources]
        if candidate.targets:
            break
    if "between" in entry.source and candidate.sources:
        candidate.mutual = True
        candidate.targets = []


def _slot(candidate: Candidate, slot: str, verb: Token | None) -> list[Token]:
    head = candidate.head
    clause = candidate.clause
    if slot == "subject":
        return clause.subjects
    if slot == "object":
        return [t for t in clause.objects if t is not head] if verb is head else [t for t in clause.objects if t is not head]
    if slot == "poss":
        return clauses.expand([c for c in head.children if c.dep_ == "poss" or (c.dep_ in {"amod", "compound", "nmod"})])
    if slot == "clause":
        return _clause_subject(verb if verb is not None else head)
    found = _prepositional(head, slot)
    if not found:
        for token in candidate.matched:
            found = _prepositional(token, slot) if token.lower_ != slot else _objects_of(token)
            if found:
                break
    if not found and verb is not None and verb is not head:
        found = clause.obliques(slot)
    return found


def _objects_of(preposition: Token) -> list[Token]:
    return clauses.expand([c for c in preposition.children if c.dep_ == "pobj"])


def _prepositional(head: Token, preposition: str) -> list[Token]:
    found = [g for c in head.children if c.dep_ in {"prep", "agent", "dative"} and c.lower_ == preposition for g in c.children if g.dep_ == "pobj"]
    if found:
        return clauses.expand(found)
    return clauses.clause(head).obliques(preposition) if head.pos_ in {"VERB", "AUX"} else [
        g for c in head.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj" for q in p.children if q.dep_ == "prep" and q.lower_ == preposition for g in clauses.expand([x for x in q.children if x.dep_ == "pobj"])
    ]


def _clause_subject(verb: Token) -> list[Token]:
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp", "advcl"}:
            subjects = [c for c in child.children if c.dep_ in {"nsubj", "nsubjpass"}]
            if subjects and any(c.dep_ in {"aux", "mark"} for c in child.children):
                return clauses.expand(subjects)
    return []


def _mentions(parsed: Parsed, passage: int, nouns: list[Token], used: set[int], *, descend: bool) -> list[Mention]:
    found: dict[int, Mention] = {}
    for noun in nouns:
        for mention in parsed.who(passage, noun, descend=descend or noun.i in used):
            found.setdefault(id(mention), mention)
    return list(found.values())
