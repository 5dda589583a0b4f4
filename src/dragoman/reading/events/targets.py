"""To whom an act is done: those in the slots that its entry names, and those behind the prepositions that most often tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman import codebook
from dragoman.reading import clauses, senses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.filling import mentions_of, nouns_in
from dragoman.reading.events.own_side import of_their_own, own_state
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token


def by_slots(parsed: Parsed, candidate: Candidate, verb: Token | None, used: set[int]) -> None:
    """Finds the targets in the slots that the entry names, in their order."""
    passage = candidate.sentence.passage
    if candidate.type == "AID" and candidate.head.pos_ == "VERB":
        candidate.targets = [m for m in _given(parsed, candidate) if m not in candidate.sources]
        if candidate.targets:
            return
    if asked := _asked(parsed, candidate):
        candidate.targets = asked
        return
    if candidate.type == "SUPPORT" and any(c.lower_ == "you" and c.dep_ in {"dobj", "dative"} for c in candidate.head.children):
        own = all(t.lower_ in {"i", "we"} for t in candidate.clause.subjects)
        other = parsed.spoken_to(passage) if own else None
        candidate.targets = [other] if other is not None and other not in candidate.sources else []
        return
    for slot in candidate.entry.target:
        if slot == "none":
            return
        if slot == "mutual":
            if _reciprocal(candidate) and (len(candidate.sources) > 1 or any(len(parsed.entities(m)) > 1 for m in candidate.sources)):
                candidate.mutual = True
                return
            continue
        nouns = nouns_in(candidate, slot, verb)
        if candidate.type == "SUPPORT" and slot == "to":  # "gratitude for Chile's aid to Peru"
            nouns = [t for t in nouns if t.head.head.head.lower_ != "for"]
        mined = candidate.entry.cameo == "1711"  # "nationalised a mine"
        if not mined and (slot != "object" or not _downs(candidate)):
            nouns = [t for t in nouns if t.lemma_.lower() not in words("weapons")]  # "launched rockets against"
        if candidate.type == "ACCUSE":
            blamed = [noun for noun in nouns if not senses.attacked(noun)]
            nouns = [t for noun in blamed for t in (senses.attackers(noun) if senses.attack(noun) else senses.doers(noun) or [noun])]
        elif candidate.type == "AID" and slot == "object":
            nouns = [t for t in nouns if not _sent_to_help(parsed, passage, t) and t.lemma_.lower() not in words("goods")]
        in_person = candidate.type == "CONSULT" and slot == "object"  # "welcomed the appointment of X" isn't a meeting with X
        found = [m for m in mentions_of(parsed, passage, nouns, used, descend=not in_person) if m not in candidate.sources]
        found = [m for m in found if not own_state(parsed, candidate, m) and not of_their_own(parsed, candidate, m)]
        if candidate.code == "050":  # who is given "observer status" observes by it
            found = [m for m in found if m.origins or not (m.head in used and parsed.doc(passage)[m.head].dep_ == "compound")]
        met = in_person or (candidate.entry.cameo == "036" and slot not in {"in", "at", "on"})  # "look forward to meeting in Lima"
        candidate.targets = [m for m in found if not met or not _setting(parsed.doc(passage)[m.head])]
        if candidate.targets:
            return


def _asked(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Who is asked, taken for the subject of what they are asked: "requests the chairperson to dispatch an envoy to Chad"."""
    if candidate.type != "REQUEST" or candidate.head.pos_ != "VERB":
        return []
    clause = next((c for c in candidate.head.children if c.dep_ == "ccomp" and c.tag_ == "VB"), None)
    signs = {c.lower_ for c in clause.children if c.dep_ == "aux"} if clause is not None else set()
    nouns = clauses.clause(clause).subjects if clause is not None and signs == {"to"} else []
    found = mentions_of(parsed, candidate.sentence.passage, nouns, set(), descend=False)
    return [m for m in found if m not in candidate.sources]


def _downs(candidate: Candidate) -> bool:
    """Whether drones or missiles are what is struck: "shot down two drones"."""
    return candidate.head.lemma_.lower() in words("downing") or any(t.lower_ == "down" for t in candidate.matched)


def _given(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Who is given something, told without a preposition: "gave Nepal, Laos and Malawi 30 million dollars"."""
    objects = [c for c in candidate.head.children if c.dep_ in {"dobj", "dative"} and c.pos_ != "ADP" and c not in candidate.matched]
    found = mentions_of(parsed, candidate.sentence.passage, clauses.expand(objects), set(), descend=False)
    return [m for m in found if m.kind in {"state", "organisation", "person", "office", "people", "armed_group", "subnational"}]


def _sent_to_help(parsed: Parsed, passage: int, noun: Token) -> bool:
    """Whether people are what is given: "will send ten doctors"."""
    mention = parsed.mention_at(passage, noun.i)
    return noun.head.lemma_.lower() in words("sending") and mention is not None and mention.kind == "role" and not mention.origins


def _setting(token: Token) -> bool:
    """Whether a name says where or about what, inside the phrase of an engagement: "held talks in Lima", "a meeting on Haiti"."""
    while token.dep_ in {"conj", "compound", "appos"}:
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in {"in", "at", "on", "over", "about", "for", "during"}


def _reciprocal(candidate: Candidate) -> bool:
    """Whether several who do this do it to each other: they meet, agree, sign, fight; but those who praise or ask do it to someone else."""
    type_ = candidate.type
    return type_ is None or type_ not in codebook.types_that("directed") or candidate.entry.cameo in {"050", "054", "056", "057"}


def by_preposition(parsed: Parsed, candidate: Candidate, verb: Token | None, used: set[int]) -> list[Mention]:
    """The one at whom an act is aimed, by the prepositions that most often say so, where the entry's own slots found nobody."""
    passage = candidate.sentence.passage
    heads = [candidate.head, *candidate.matched] if verb is None or verb == candidate.head else [candidate.head, verb, *candidate.matched]
    heads += [t for t in clauses.expand(list(candidate.clause.objects)) if t.lemma_.lower() in words("weapons")]
    for preposition in ("with",) if candidate.type == "CONSULT" else ("to", "against", "with", "for", "on", "at"):
        for head in heads:
            links = [c for c in head.children if c.dep_ in {"prep", "dative"} and c.lower_ == preposition]
            if preposition in {"on", "for", "at"}:
                links = [c for c in links if c.i > head.i]  # "on South Sudan, he briefed the minister" says what about
            nouns = clauses.behind(links)
            found = [m for m in mentions_of(parsed, passage, clauses.expand(nouns), used, descend=False) if m not in candidate.sources]
            owners = [c for n in nouns for c in n.children if c.dep_ == "poss"] if preposition == "to" and not found else []
            found = found or [m for m in mentions_of(parsed, passage, owners, used, descend=False) if m not in candidate.sources]
            if found:
                return found  # "gave its backing to Morocco's plan" backs Morocco
    return _brought(parsed, candidate, used) if candidate.type == "AID" else []


def _brought(parsed: Parsed, candidate: Candidate, used: set[int]) -> list[Mention]:
    """Where gifts go that something else is told of: "vaccines donated by China arrived in Harare", "received buses donated by China"."""
    noun = candidate.head.head if candidate.head.dep_ == "acl" else candidate.head
    while noun.dep_ == "pobj" and noun.head.head.pos_ != "VERB":
        noun = noun.head.head
    verb = noun.head if noun.dep_ != "pobj" else noun.head.head
    lemma, nouns = verb.lemma_.lower(), clauses.clause(verb).subjects
    if noun.dep_ in clauses.SUBJECTS | clauses.PASSIVE_SUBJECTS and lemma in words("bringing"):
        links = [c for c in verb.children if c.dep_ in {"prep", "dative"} and c.lower_ in {"in", "at", "to"}]
        nouns = [g for c in links for g in c.children if g.dep_ == "pobj"] + [c for c in verb.children if c.dep_ == "dobj"]
    elif noun.dep_ not in {"dobj", "pobj"} or lemma not in words("getting"):
        return []
    found = mentions_of(parsed, candidate.sentence.passage, clauses.expand(nouns), used, descend=False)
    return [m for m in found if m not in candidate.sources]
