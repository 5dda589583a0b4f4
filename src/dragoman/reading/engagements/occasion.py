"""The occasion: the gathering around an engagement, "on the margins of the G20 summit"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.gazetteer.names import matcher
from dragoman.reading.clauses import words
from dragoman.reading.parsed import Parsed, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token


def occasion_of(parsed: Parsed, sentence: Sentence, verb: Token) -> str | None:
    """The gathering around it: "on the margins of the G20 Leaders' Summit", "at COP28"."""
    tokens = sorted(verb.subtree, key=lambda t: t.i)
    for token in tokens:
        if token.lower_ in words("margins"):
            of = next((c for c in token.children if c.lower_ == "of"), None)
            noun = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
            if noun is not None:
                return _gathering(parsed, sentence, noun)
    for token in tokens:
        if (
            token.lower_ in {"at", "during", "in"}
            and token.dep_ == "prep"
            and token.head.pos_ in {"VERB", "AUX"}
            and abs(token.head.i - verb.i) < 12
        ):
            for noun in (c for c in token.children if c.dep_ == "pobj"):
                if matcher().find(noun.doc[noun.left_edge.i : noun.right_edge.i + 1].text) and (found := _forum(noun)):
                    return found
    return None


def _gathering(parsed: Parsed, sentence: Sentence, noun: Token) -> str:
    left = next((i for i in range(noun.left_edge.i, noun.i + 1) if noun.doc[i].lower_ not in {"the", "a", "ongoing", "annual"}), noun.i)
    right = noun.i
    while (
        right + 1 <= sentence.last
        and (noun.doc[right + 1].text[:1].isupper() or noun.doc[right + 1].lower_ in {"of", "’", "'"})
        and noun.doc[right + 1].is_ancestor(noun) is False
    ):
        if noun.doc[right + 1].ent_type_ in {"GPE", "DATE"}:
            break
        right += 1
    return parsed.evidence(sentence.passage, left, right).quote


def _forum(noun: Token) -> str | None:
    doc = noun.doc
    text = doc[noun.left_edge.i : noun.right_edge.i + 1].text
    hits = matcher().find(text)
    hit = next((h for h in hits if h.of("forum")), None)
    if hit is not None:
        return text[hit.start : hit.end]
    host = next((h for h in hits if h.of("organisation", "body")), None)
    if host is not None and noun.lemma_.lower() in words("gatherings"):  # "the ASEAN summit"
        return text[host.start : noun.idx + len(noun) - doc[noun.left_edge.i].idx]
    return None
