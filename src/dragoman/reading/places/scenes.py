"""Where an event happens, told apart from the places that its sentence merely mentions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.reading import clauses
from dragoman.reading.parsed import Parsed
from dragoman.reading.places.complements import Here
from dragoman.reading.places.listing import toponyms
from dragoman.reading.places.toponym import place_of
from dragoman.records import Place

if TYPE_CHECKING:
    from spacy.tokens import Token

_SPECIFIC = {"venue": 0, "city": 1, "capital": 1}


def event_place(parsed: Parsed, passage_index: int, head_token: Token, span: tuple[int, int] | None = None) -> Place | None:
    """Where the event of a word happens, or None where the text doesn't say.

    Args:
        parsed: the document.
        passage_index: the passage of the word.
        head_token: the word that names the event, a verb or a noun.
        span: first and last token (inclusive) that may be looked at; the sentence where left out.
    """
    sentence = parsed.sentence_of(passage_index, head_token.i)
    first, last = span or (sentence.first, sentence.last)
    here = Here(parsed, passage_index, first, last)
    for anchor in _anchors(head_token):
        found = sorted(here.located(anchor), key=lambda name: _SPECIFIC.get(name.found.kind, 2) if name.found else 1)
        if found:
            return place_of(parsed.text, found[0])
    return _from_dateline(parsed, passage_index, head_token, sentence.first)


def _anchors(head: Token) -> Iterator[Token]:
    """The words whose complements may say where: the event's own, then the verbs over it."""
    yield head
    token = head
    for _ in range(3):
        parent = token.head
        if parent is token or token.dep_ in {"ccomp", "relcl", "acl", "parataxis", "ROOT"}:
            return
        if token.pos_ in {"NOUN", "PROPN"}:
            if (
                token.dep_ in {"dobj", "nsubj", "nsubjpass", "attr"}
                and parent.pos_ in {"VERB", "AUX"}
                and (token.dep_ != "nsubj" or parent.lemma_ in clauses.words("light") | {"happen", "occur", "open", "start", "be"})
            ):
                yield parent
            elif token.dep_ not in {"pobj", "conj", "dobj", "compound"} and parent.pos_ not in {"ADP"}:
                return
        elif token.dep_ in {"xcomp", "advcl", "conj", "pcomp", "prep"}:
            if token.dep_ == "prep" and token.lower_ in {"after", "before", "following", "since"}:
                return  # what comes before or after happens elsewhere
            if parent.pos_ in {"VERB", "AUX"} and parent.lemma_ not in clauses.words("speech"):
                yield parent
        else:
            return
        token = parent


def _from_dateline(parsed: Parsed, passage: int, head: Token, first: int) -> Place | None:
    """The dateline's place for what the lead reports as having happened, unless it happened over a distance."""
    dateline = parsed.passages[passage].dateline
    body = next((i for i, p in enumerate(parsed.passages) if p.kind == "body" and p.dateline), None)
    if dateline is None or passage != body or first != 0 or clauses.status(head)[0] not in {"occurred", "ongoing"}:
        return None
    if head.lemma_.lower() in clauses.words("remote") | clauses.words("speech") or any(
        token.lower_ in clauses.words("telephone") | clauses.words("video") for token in head.subtree
    ):
        return None
    name = next((n for n in toponyms(parsed) if dateline[0] <= n.start < dateline[1]), None)
    return place_of(parsed.text, name) if name is not None else None
