"""Verbs in a row: what one did after another, where the parser hangs a later verb on something between them.

Readouts and communiqués tell much in rows ("noted with concern X, underscored Y and urged Z"). Each goes by the form of the words alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.clauses import FINITE, SUBJECTS, has_subject, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_BARE = {"VB", "VBG"}


def mend_row(verb: Token) -> None:
    """Puts a finite verb into the row that it continues, and gives it the subject that was taken for something else."""
    if verb.tag_ not in FINITE:
        return
    if (said := _said_before(verb)) is not None:
        verb.head, verb.dep_ = said, "conj"
    elif verb.dep_ == "conj":
        _raise(verb)
    elif verb.dep_ == "ccomp":
        _range(verb)
    elif verb.dep_ == "advcl":
        _give_subject_after(verb)


def _said_before(verb: Token) -> Token | None:
    """The aside with which a speaker is named, right before a verb that goes on with it: "It won't yield, Chad said, and called on"."""
    if verb.i - verb.sent.start < 4 or has_subject(verb) or verb.nbor(-1).lower_ != "and":
        return None
    said = verb.nbor(-3) if verb.nbor(-2).text == "," else verb.nbor(-2)
    return said if said.dep_ == "parataxis" and said.tag_ in FINITE and has_subject(said) else None


def _raise(verb: Token) -> None:
    """A finite verb joined to a noun or gerund before it goes on with the finite verb above: "accused X of looting and asked Z to act"."""
    beside = verb.head
    joined = beside.pos_ in {"NOUN", "PROPN"} or (beside.tag_ in _BARE and not any(c.dep_ in {"aux", "auxpass"} for c in beside.children))
    if beside.dep_ == "ccomp" and beside.head.i < beside.i and _asks_after_comma(verb):
        verb.head = beside.head  # "said the vote was a provocation, and asked the Council to meet"
        return
    if has_subject(verb) or not joined or beside.i > verb.i or any(c.dep_ in {"auxpass", "agent"} for c in verb.children):
        return
    for above in beside.ancestors:
        if above.tag_ in FINITE and above.i < verb.i:
            if above.tag_ == verb.tag_:
                for joint in [c for c in beside.children if c.dep_ == "cc" and c.i > beside.i]:
                    joint.head = above
                verb.head = above
            return


def _asks_after_comma(verb: Token) -> bool:
    """Whether a verb of asking follows a comma and "and", as a speaker's own does after what was said."""
    apart = verb.i - verb.sent.start > 3 and verb.nbor(-1).lower_ == "and" and verb.nbor(-2).text == ","
    return apart and not has_subject(verb) and verb.lemma_.lower() in words("asking")


def _range(verb: Token) -> None:
    """A verb after a comma, taken for what the verb before it says: "noted the situation in Chad, underscored the need for talks"."""
    first = verb.head
    if first.tag_ != verb.tag_ or first.i > verb.i or any(c.dep_ in {"mark", "aux", "auxpass"} for c in verb.children):
        return
    commas = [t.i for t in verb.doc[first.i : verb.i] if t.text == ","]
    begins = verb.i
    while begins - 1 > first.i and verb.nbor(begins - 1 - verb.i).dep_ == "advmod":
        begins -= 1
    if len(commas) != 1 or commas[0] != begins - 1:
        return
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    if any(c.pos_ == "PRON" or c.i < first.i or c.left_edge.i - 1 > first.i + 2 for c in subjects):
        return
    if subjects and any(c.dep_ == "dobj" for c in first.children):
        return
    for noun in subjects:
        noun.head, noun.dep_ = first, "dobj"
    verb.dep_ = "conj"


def _give_subject_after(verb: Token) -> None:
    """A subject taken for what "after" governs: "summoned the envoy after Manila congratulated the president"."""
    if has_subject(verb):
        return
    for mark in verb.children:
        nouns = [c for c in mark.children if c.dep_ == "pobj" and c.i < verb.i] if mark.dep_ == "mark" else []
        if nouns:
            nouns[0].head, nouns[0].dep_ = verb, "nsubj"
            return
