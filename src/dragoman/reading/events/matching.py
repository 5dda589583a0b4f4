"""Whether the words of a lexicon entry stand around its head in the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.codebook.lexicon import Entry, Word
from dragoman.reading.clauses import behind, of_a_day, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_BELOW = {
    "dobj",
    "prep",
    "pobj",
    "prt",
    "xcomp",
    "ccomp",
    "acomp",
    "attr",
    "oprd",
    "amod",
    "compound",
    "pcomp",
    "agent",
    "dative",
    "aux",
    "nsubjpass",
    "acl",
    "conj",
    "advmod",
    "poss",
    "nmod",
    "advcl",
    "npadvmod",
    "appos",
}


def match(entry: Entry, head: Token) -> tuple[Token, ...] | None:
    """The tokens that satisfy an entry's words after the head, or None."""
    found: list[Token] = []
    anchor = head
    for word in entry.rest:
        below = _find(anchor, word, head) or (_find(head, word, head) if anchor != head else None)
        hit = below or _beside(head, word) or _described(head, word)
        if hit is None or hit in found:
            return None
        found.append(hit)
        anchor = hit
    return tuple(found)


def _beside(head: Token, word: Word) -> Token | None:
    """A particle right after its verb that the parser hangs on what follows: "handed over 700 kg of medicine"."""
    if not word.preposition or head.pos_ != "VERB" or head.i + 1 >= len(head.doc):
        return None
    after = head.nbor(1)
    return after if after.lower_ in word.lemmas and after.dep_ in {"quantmod", "advmod", "compound", "nmod", "amod"} else None


def _described(head: Token, word: Word) -> Token | None:
    """The noun that a participle tells of, which is what is done: "the debts written off by Chad"."""
    done = head.dep_ == "acl" and head.tag_ == "VBN" and not word.preposition
    return head.head if done and head.head.lemma_.lower() in word.lemmas else None


def _find(anchor: Token, word: Word, head: Token, depth: int = 0) -> Token | None:
    for child in anchor.children:
        if child.dep_ not in _BELOW and not (child.dep_ == "nsubj" and anchor.dep_ in {"ccomp", "xcomp"}):
            continue
        if child.dep_ == "prep" and child.i and child.nbor(-1).dep_ == "advmod" and child.nbor(-1).lower_ in word.lemmas:
            return child.nbor(-1)  # "brought them together in Ankara"
        if _another_act(anchor, child) or no_word(child):
            continue
        if word.preposition:
            if (
                child.lower_ in word.lemmas and child.dep_ != "aux" and not _aside(anchor, child)
            ):  # its own "to" stands before an infinitive
                return child
            if "to" in word.lemmas and child.dep_ in {"xcomp", "ccomp", "advcl", "acl"} and (sign := infinitive_sign(child)) is not None:
                return sign
        elif child.lower_ in word.lemmas or (child.lemma_.lower() in word.lemmas and not (child.dep_ == "amod" and child.pos_ == "VERB")):
            return child  # a "planned visit" is no plan
        elif child.pos_ == "PROPN" and child.lower_.removesuffix("s") in word.lemmas:
            return child  # "the Artemis Accords"
    if anchor.dep_ == "aux" and anchor.lower_ == "to":  # a word after the infinitive's "to" is the verb itself or below it
        verb = anchor.head
        if not word.preposition and (verb.lemma_.lower() in word.lemmas or verb.lower_ in word.lemmas):
            return verb
        return _find(verb, word, head, depth) if verb != head else None
    if depth < (1 if word.preposition else 3):
        for child in anchor.children:
            if child.dep_ not in _BELOW - {"aux", "advmod"} or _another_act(anchor, child):
                continue
            if child.dep_ == "agent" and not word.preposition:
                continue  # who is "attacked by protesters" attacks none
            if word.preposition and child.dep_ in {"advcl", "xcomp", "ccomp", "pcomp", "acl", "conj", "prep"}:
                continue
            if child.pos_ in {"ADP", "VERB"} and child.dep_ == "prep" and child.lower_ in words("circumstances") | words("adding"):
                continue
            if child.lower_ == "under" and any(t.lemma_.lower() in words("agreements") for t in behind([child])):
                continue  # who does something "under an agreement" agrees to nothing by it
            hit = _find(child, word, head, depth + 1)
            if hit is not None:
                return hit
    return None


def _aside(anchor: Token, link: Token) -> bool:
    """Whether a preposition leads to a day ("called on Friday"), opens the clause ("On the margins, they called X") or an infinitive."""
    if link.dep_ == "aux":
        return True
    if link.i < anchor.i and anchor.pos_ == "VERB" and link.dep_ == "prep":
        return not any(t.tag_ in {"WDT", "WP"} for t in behind([link]))
    return of_a_day(link)


def no_word(token: Token) -> bool:
    """Whether a word only looks like a pattern's: "at the fastest rate" tells no fast, "in March" no march, "Security Council" no force."""
    if token.dep_ == "compound" and token.pos_ == token.head.pos_ == "PROPN" and token.is_title and token.head.is_title:
        return True
    return token.tag_ in {"JJR", "JJS", "RBR", "RBS"} or (token.pos_ == "PROPN" and token.text == "March")


def _another_act(anchor: Token, child: Token) -> bool:
    """Clauses that don't belong to the pattern: coordinated verbs, asides and reports without an infinitive."""
    if child.dep_ == "conj" and anchor.pos_ in {"VERB", "AUX"}:
        return True
    return child.dep_ in {"advcl", "ccomp"} and infinitive_sign(child) is None


def infinitive_sign(verb: Token) -> Token | None:
    """The "to" of an infinitive."""
    return next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "aux"), None)


def verb_over(noun: Token) -> Token | None:
    """The light verb that an event noun leans on: "held talks", "paid a visit", "talks took place"."""
    head = noun.head
    if noun.pos_ == "ADJ":
        return head if head.pos_ in {"VERB", "AUX"} else None
    if noun.dep_ in {"dobj", "nsubjpass", "attr", "oprd"} and head.pos_ in {"VERB", "AUX"}:
        if head.lemma_ == "take" and any(c.dep_ == "prt" for c in head.children):
            return None  # "take up this call"
        return head if head.lemma_.lower() in words("light") or head.lemma_ == "be" else None
    if noun.dep_ == "pobj" and head.pos_ == "ADP" and head.head.pos_ == "VERB" and head.head.lemma_.lower() in words("light_oblique"):
        return head.head if head.lower_ not in {"about", "over"} else None  # "took it to court over torture"
    if noun.dep_ == "pobj" and head.lower_ == "in" and head.head.lemma_ == "be" and noun.lemma_.lower() in words("occasions"):
        return head.head  # "is in talks with"
    if noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        return verb_over(noun.head)
    return None
