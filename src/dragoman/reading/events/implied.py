"""Whom an act concerns where no slot names anyone: told in what is promised, refused, threatened, protested or given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.codebook.lexicon import wordsets
from dragoman.reading import clauses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.filling import mentions_of
from dragoman.reading.events.matching import infinitive_sign
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

#: What is welcomed once somebody has said it, and the verb that says so.
_SAID = {"decision": "decide", "invitation": "invite", "offer": "offer", "pledge": "pledge", "promise": "promise", "proposal": "propose"}


def implied(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whom an act concerns where no slot names anyone: told in what is promised, refused, prepared or given back."""
    type_ = candidate.type
    found: list[Mention] = []
    if type_ == "REJECT":
        found = _pressing(parsed, candidate)
    elif type_ == "MOBILIZE":
        found = _below(parsed, candidate, "against")
    elif type_ == "AGREE":
        found = _beneath(parsed, candidate)
    elif type_ == "SUPPORT":
        found = _author(parsed, candidate)
    elif type_ == "AID":
        found = _debtors(parsed, candidate)
    if not found and candidate.code in {"0353", "084", "0842"}:
        found = _robbed(parsed, candidate)
    return found or (_ground(parsed, candidate) if type_ in {"AGREE", "CONCEDE", "REJECT", "THREATEN"} else [])


def _debtors(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whose debts are cancelled: "wrote off Chad's arrears", "cancelled a loan to Chad", "forgave the debt owed by Chad"."""
    debts = [t for t in candidate.matched if t.lemma_.lower() in wordsets()["debt"]]
    owing = [c for t in debts for c in t.children if c.dep_ == "acl" and c.lemma_.lower() in {"owe", "contract"}]
    owners = [c for t in debts for c in t.children if c.dep_ in {"poss", "amod", "compound"}]
    owners += [g for t in debts for c in t.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    owners += [t for c in owing for t in clauses.clause(c).agents]
    found = mentions_of(parsed, candidate.sentence.passage, clauses.expand(owners), set(), descend=False)
    return [m for m in found if m not in candidate.sources]


def _author(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whose it is what one welcomes, told in the sentences before: "Peru offered to host the talks. Chile welcomed the offer"."""
    said = next((t.lemma_.lower() for t in candidate.clause.objects if t.lemma_.lower() in _SAID and clauses.is_definite(t)), None)
    if said is None:
        return []
    own = {e.country or e.id for m in candidate.sources for e in parsed.entities(m)}
    before = [s for s in parsed.sentences if s.start < candidate.sentence.start][-10:]  # within a few paragraphs
    for sentence in reversed(before):
        for token in reversed(list(parsed.tokens(sentence))):
            nouns: list[Token] = []
            if token.pos_ == "VERB" and token.lemma_.lower() == _SAID[said]:
                nouns = clauses.clause(token).subjects
            elif token.lemma_.lower() == said:
                nouns = [c for c in token.children if c.dep_ == "poss"]
            elif said == "offer" and token.dep_ == "acomp" and token.lower_ in words("being_willing"):
                nouns = clauses.clause(token.head).subjects
            found = mentions_of(parsed, sentence.passage, nouns, set(), descend=False)
            others = [m for m in found if not own & {e.country or e.id for e in parsed.entities(m)}]
            if others:
                return others
    return []


def _pressing(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Who is refused, told in what is withstood: "declined to resign despite pressure by the commission"."""
    for token in candidate.head.subtree:
        if token.lower_ in {"despite", "notwithstanding", "against"} and token.pos_ in {"ADP", "SCONJ"}:
            nouns = [c for c in clauses.behind([token]) if c.lemma_.lower() in words("pressures")]
            owners = clauses.behind(c for n in nouns for c in n.children if c.lower_ in {"by", "from"})
            owners += [c for n in nouns for c in n.children if c.dep_ in {"poss", "amod", "compound"}]
            found = mentions_of(parsed, candidate.sentence.passage, clauses.expand(owners), set(), descend=True)
            if found:
                return found
    return []


def _below(parsed: Parsed, candidate: Candidate, preposition: str) -> list[Mention]:
    """Who stands behind a preposition anywhere below an act: "has trained hackers to launch attacks against Chile"."""
    links = [t for t in candidate.head.subtree if t.dep_ == "prep" and t.lower_ == preposition and t.i > candidate.head.i]
    nouns = clauses.behind(links)
    return mentions_of(parsed, candidate.sentence.passage, clauses.expand(nouns[:1]), set(), descend=True)


def _robbed(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """To whom things go back, told in how they were taken: "will return the weapons seized from the peacekeepers"."""
    for token in candidate.head.subtree:
        if token.dep_ == "acl" and token.lemma_.lower() in words("taking"):
            owners = clauses.behind(c for c in token.children if c.lower_ == "from")
            return mentions_of(parsed, candidate.sentence.passage, clauses.expand(owners), set(), descend=True)
    return []


def _ground(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """In whose land that is to happen which is promised, refused or threatened: "rejected the deployment of troops in Haiti"."""
    head = candidate.head
    for token in sorted(head.subtree, key=lambda t: t.i):
        if token.dep_ != "pobj" or token.head.lower_ not in {"in", "into"} or token.i < head.i or token.head.head == head:
            continue
        above = [a for a in token.ancestors if a.i > head.i]
        held = words("occasions") | words("hosting") | {"gather", "hold", "meet"}  # "are to meet in Lima": Lima is asked nothing
        if any(a.lemma_.lower() in held or a.dep_ in {"relcl", "appos", "parataxis", "ccomp"} for a in above):
            continue
        if any(a.dep_ == "advcl" and infinitive_sign(a) is None for a in above):
            continue
        mention = parsed.mention_at(candidate.sentence.passage, token.i)
        told = {"state", "subnational"} if candidate.entry.cameo != "036" else {"state"}  # "look forward to meeting in New York"
        if mention is not None and mention.kind in told and not mention.modifier:
            return [mention]
    return []


def _beneath(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whom a promise is about, told in what is promised: "is ready to lend ships to help protect Gabon"."""
    passage, head = candidate.sentence.passage, candidate.head
    own = {e.id for m in candidate.sources for e in parsed.entities(m)}
    for token in sorted(head.subtree, key=lambda t: t.i):
        if token.i <= head.i or token.dep_ not in {"dobj", "pobj", "dative"} or _aside(head, token):
            continue
        mention = parsed.mention_at(passage, token.i)
        if mention is not None and mention.kind not in {"pronoun", "group", "role"} and not own & {e.id for e in parsed.entities(mention)}:
            return mentions_of(parsed, passage, clauses.expand([token]), set(), descend=False)  # "agreed to invite Chile, Peru and Togo"
    return []


def _aside(head: Token, token: Token) -> bool:
    """Whether a word stands in a phrase that only tells the circumstances of an act."""
    while token != head:
        link = token.lower_ if token.pos_ == "ADP" else ""
        if token.dep_ in {"relcl", "appos", "npadvmod", "parataxis", "conj"} or (token.dep_ == "acl" and token.tag_ == "VBN"):
            return True
        if link in words("circumstances") | {"against", "without", "in", "on", "at", "under", "of", "from"} or (
            token.dep_ == "advcl" and infinitive_sign(token) is None
        ):
            return True
        token = token.head
    return False


def warned(parsed: Parsed, passage: int, verb: Token) -> list[Mention]:
    """At whom a threat is aimed, told in its condition: "unless Israel rescinds", "if the United States goes ahead"."""
    for token in verb.subtree:
        if token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "should", "until"} for c in token.children):
            return mentions_of(parsed, passage, clauses.clause(token).subjects, set(), descend=True)
    return []


def protested(parsed: Parsed, candidate: Candidate, verb: Token | None) -> list[Mention]:
    """Whom a protest is against, told in its purpose: "to protest abuses by the police", "demanding the removal of the president"."""
    passage = candidate.sentence.passage
    for token in sorted((verb if verb is not None else candidate.head).subtree, key=lambda t: t.i):
        if token.i > candidate.head.i and (token.lemma_.lower() in words("protesting") or token.lower_ in {"against", "over"}):
            for inner in sorted(token.subtree, key=lambda t: t.i):
                mention = parsed.mention_at(passage, inner.i)
                if inner.i > token.i and mention is not None and mention not in candidate.sources and mention.kind != "pronoun":
                    return [mention]
    return []
