"""The subjects of an engagement: those who meet, call, visit or sign, where the verb has no subject of its own or not all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading import clauses, events
from dragoman.reading.clauses import words
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token


def told_to(parsed: Parsed, sentence: Sentence, verb: Token) -> list[Mention]:
    """Who is to do it, of an infinitive: a mission named for it ("announced a delegation to attend"), or those called on to do it."""
    if verb.pos_ != "VERB" or verb.dep_ not in {"xcomp", "ccomp", "advcl", "acl"} or not any(c.lower_ == "to" for c in verb.children):
        return []
    above = verb.head
    sent = [t for c in above.children if c.dep_ == "dobj" for t in c.subtree if t.lemma_.lower() in words("missions") and t.i < verb.i]
    if above.lemma_ == "call":
        sent += clauses.behind(on for on in above.children if on.lower_ in {"on", "upon"})
    found = [m for noun in sent for m in parsed.who(sentence.passage, noun, descend=False)]
    senders = {e.country for t in clauses.clause(above).subjects for m in parsed.who(sentence.passage, t) for e in parsed.entities(m)}
    for entity in (e for m in found for e in parsed.entities(m) if len(senders) == 1 and not e.country and e.id.startswith("X/")):
        entity.country = next(iter(senders))  # a mission is of the country that sends it
    return found


def subject_before(parsed: Parsed, sentence: Sentence, verb: Token) -> list[Mention]:
    """The mention right before a verb, where the parser lost the subject in a long title."""
    for at in range(verb.i - 1, max(sentence.first, verb.i - 6) - 1, -1):
        mention = parsed.mention_at(sentence.passage, at)
        if mention is not None:
            return [mention] if not mention.modifier else []
        if verb.doc[at].pos_ not in {"AUX", "ADV", "NOUN", "PUNCT", "PART"} and verb.doc[at].ent_type_ != "DATE":
            return []
    return []


def framed(parsed: Parsed, sentence: Sentence, noun: Token) -> list[Mention]:
    """Who takes part in an engagement told in an adverbial: "in a call with X, Y said", "left for talks with X"."""
    link = noun.head
    if noun.dep_ != "pobj" or link.dep_ != "prep" or link.head.pos_ != "VERB":
        return []
    if link.lower_ not in words("framing") and not (link.lower_ == "for" and link.head.lemma_ in words("setting_out")):
        return []
    if noun.lemma_ == "summit" and not any(c.lower_ == "their" for c in noun.children):
        return []  # a summit of others, at which something is said
    return [m for t in clauses.clause(link.head).subjects for m in parsed.who(sentence.passage, t, descend=False)]


def arranging(noun: Token) -> Token | None:
    """A verb that places, plans, ends or cancels an engagement: its subject takes part."""
    head = noun.head
    ends = clauses.put_off(head) or head.lemma_.lower() in words("arranging") | words("cancelling")
    if noun.dep_ == "dobj" and head.pos_ == "VERB" and ends:
        return head
    if noun.dep_ == "pobj" and head.head.pos_ == "VERB" and head.head.lemma_.lower() in words("returning"):
        return head.head  # "returned from a visit to"
    return None


def listed_before(parsed: Parsed, candidate: events.Candidate, head: Token) -> list[Mention]:
    """The whole of the list of those who do it, where the parser broke it up: "A of X, B of Y, and C met"."""
    passage, found = candidate.sentence.passage, list[Mention]()
    opening = min((m for m in candidate.sources if m.passage == passage and m.last < head.i), key=lambda m: m.first, default=None)
    if opening is None:
        return []
    ahead = parsed.listed(passage, opening.first, head.i - 1)
    found += ahead if candidate.mutual else [m for m in ahead if m.kind == "person"]
    doc, at = parsed.doc(passage), opening.first - 1
    while at >= candidate.sentence.first and opening.kind in {"person", "role"}:
        mention = parsed.mention_at(passage, at)
        if mention is not None and mention.kind == "person":
            if _object_of_another(parsed, passage, doc[mention.head]):
                break
            found.append(mention)
            at = mention.first - 1
        elif doc[at].text == "," or doc[at].lower_ in {"and", "the"} or (mention is not None and mention.modifier):
            at -= 1
        else:
            break
    return found


def _object_of_another(parsed: Parsed, passage: int, token: Token) -> bool:
    """Whether a person stands in another phrase: "after talks with A and B, C met"."""
    while token.dep_ == "conj":
        token = token.head
    mention = parsed.mention_at(passage, token.i)
    return token.dep_ in {"pobj", "dobj"} and mention is not None and mention.kind in {"person", "office"}


def companions(parsed: Parsed, sentence: Sentence, verb: Token) -> list[Mention]:
    """Those who come along: "accompanied by the governor", "together with the finance minister"."""
    found: list[Mention] = []
    nearby = [
        verb,
        *(c for c in verb.children if c.dep_ in {"advcl", "nsubj", "acl"}),
        *(g for c in verb.children if c.dep_ == "nsubj" for g in c.children),
    ]
    for token in nearby:
        if token.lemma_.lower() in words("accompanying"):
            found += [m for t in clauses.clause(token).agents for m in parsed.who(sentence.passage, t, descend=False)]
    return found


def represented(parsed: Parsed, sentence: Sentence, verb: Token) -> list[Mention]:
    """Those for whom it is signed: "on behalf of Nigeria"."""
    behalf = [n for on in verb.children if on.lower_ == "on" for n in on.children if n.lower_ == "behalf"]
    nouns = clauses.expand(clauses.behind(of for n in behalf for of in n.children if of.lower_ == "of"))
    return [m for noun in nouns for m in parsed.who(sentence.passage, noun, descend=False)]
