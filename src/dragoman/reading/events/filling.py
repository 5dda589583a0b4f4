"""The nouns in the slots of an entry, and who is named by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading import clauses, senses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

#: What stands below the partner is the partner's, what stands below a setting is the setting's.
_NOT_THROUGH = {"with", "to", "between", "in", "at", "on", "across", "near", "whether"}


def nouns_in(candidate: Candidate, slot: str, verb: Token | None) -> list[Token]:
    """The nouns in a slot of an entry: `subject`, `object`, `poss`, `clause`, or behind the preposition that the slot is named after."""
    head = candidate.head
    clause = candidate.clause
    if slot == "subject":
        return clause.subjects
    if slot == "object":
        found = [t for t in clause.objects if t != head]
        inner = [t for t in candidate.matched if t.pos_ == "VERB" and t != head]
        return found or [o for t in inner for o in clauses.clause(t).objects]  # "refused to meet the king"
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
    if not found and verb is not None and verb != head:
        found = clause.obliques(slot)
    return found or (nouns_in(candidate, "inside", verb) if slot == "in" else [])


def _objects_of(preposition: Token) -> list[Token]:
    return clauses.expand(clauses.behind([preposition]))


def _prepositional(head: Token, preposition: str) -> list[Token]:
    links = [c for c in head.children if c.dep_ in {"prep", "agent", "dative"} and c.lower_ == preposition]
    links += [g for c in links for g in c.children if g.dep_ == "conj" and g.lower_ == preposition]  # "to Chad and to Togo"
    found = [g for g in clauses.behind(links) if not clauses.is_time(g)]  # "cut its tariffs on Chilean wine on Friday"
    if found:
        sides = clauses.expand(found)
        return [*sides, *_other_side(sides[0])] if preposition == "between" and len(sides) == 1 else sides
    if head.pos_ in {"VERB", "AUX"}:
        return [t for t in clauses.clause(head).obliques(preposition) if not clauses.is_time(t)]
    through = [c for c in head.children if c.dep_ == "prep" and (c.lower_ not in _NOT_THROUGH or preposition == "against")]
    links = [q for p in clauses.behind(through) for q in p.children if q.dep_ == "prep" and q.lower_ == preposition]
    found = [g for q in links for g in _objects_of(q)]  # "complained to the WTO against Egypt"
    return found or [n for done in participles(head) if _tells(done, preposition) for n in _prepositional(done, preposition)]


def _tells(done: Token, preposition: str) -> bool:
    """Whether a participle's preposition is the deed's: "raids carried out by Chad in the district of Ati" aren't Ati's."""
    return preposition != "of" and (preposition != "by" or done.lemma_.lower() in words("perpetrating"))


def participles(noun: Token) -> list[Token]:
    """What was done with a thing that is told of: the sanctions "imposed by the union on Mali"."""
    return [c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lower_ != "bound"]


def _clause_subject(verb: Token) -> list[Token]:
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp", "advcl"}:
            subjects = [c for c in child.children if c.dep_ in {"nsubj", "nsubjpass"}]
            if subjects and any(c.dep_ in {"aux", "mark"} for c in child.children):
                return clauses.expand(subjects)
    return []


def _other_side(noun: Token) -> list[Token]:
    """The second of two that the parser hangs below the first: "between the government of Chad and rebel groups"."""
    if noun.tag_ not in {"NN", "NNP"}:
        return []
    below = clauses.behind(c for c in noun.children if c.lower_ == "of")
    return [t for g in below for t in ([g] if clauses.first_of_two(g) else clauses.conjuncts(g))]


def mentions_of(parsed: Parsed, passage: int, nouns: list[Token], used: set[int], *, descend: bool) -> list[Mention]:
    """Who is named by nouns, each once, in their order.

    `descend` looks into what a noun has below it; below `used` nouns, those of the pattern itself, that is always done.
    """
    found: dict[int, Mention] = {}
    for noun in nouns:
        if senses.stood_for(noun):
            continue
        for mention in parsed.who(passage, noun, descend=descend or noun.i in used):
            found.setdefault(id(mention), mention)
            for other in _named_beside(parsed, mention):
                found.setdefault(id(other), other)
    return list(found.values())


def _named_beside(parsed: Parsed, mention: Mention) -> list[Mention]:
    """The people whom the parser hangs on the country of the one before: "hosted Minister A of Chad and Minister B of Togo"."""
    if mention.kind != "person":
        return []
    inside = parsed.doc(mention.passage)[mention.head + 1 : mention.last + 1]
    joined = (parsed.mention_at(mention.passage, other.i) for t in inside for other in clauses.conjuncts(t))
    return [m for m in joined if m is not None and m.kind == "person"]
