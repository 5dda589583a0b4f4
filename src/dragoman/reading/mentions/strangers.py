"""Mentions that only the parser knows: organisations, places and proper names that no list has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from dragoman.gazetteer.names import Name, matcher
from dragoman.gazetteer.places import country_of
from dragoman.reading.clauses import words
from dragoman.reading.mentions.marked import Marked, Piece, after_hyphen, names_a_model
from dragoman.reading.mentions.mention import Mention, MentionKind
from dragoman.reading.mentions.pronouns import GROUP_NOUNS
from dragoman.reading.mentions.titles import read_of

if TYPE_CHECKING:
    from spacy.tokens import Span

#: Degrees, which are no names: "B.A.", "LL.M.", "Ph.D."
_DEGREE = re.compile(r"(?:[ABM]\.\s?[AS]|[MB]\.\s?B\.\s?A|M\.\s?P\.\s?[AH]|[JM]\.\s?D|LL\.\s?[BMD]|Ph\.?\s?D|M\.?Phil)\.?$")


def strangers(marked: Marked, taken: set[int]) -> Iterator[Mention]:
    """Organisations and places that only the parser knows."""
    about = [p for p in marked.pieces.values() if p.of("instrument", "conflict", "forum", "venue") and not _acting_mission(marked, p)]
    topical = {i for p in about for i in range(p.first, p.last + 1)}
    for entity in marked.doc.ents:
        if (
            entity.label_ not in {"ORG", "NORP", "GPE"}
            or any(t.i in taken or t.i in topical for t in entity)
            or not entity.text[:1].isupper()
            or entity[-1].lower_ in words("styles")
            or entity.text.lower() in _sides()
        ):
            continue
        span = entity[1:] if entity[0].lower_ in {"the", "a", "an"} and len(entity) > 1 else entity
        if span and span[-1].text in {"'s", "’s"}:
            span = span[:-1]
        if (
            not len(span)
            or span[-1].lower_ in words("gathering_names")
            or span.root.lower_ in words("documents")
            or _DEGREE.match(span.text)
        ):
            continue
        if marked.text[span.end_char : span.end_char + 1] in {"-", "‑", "–"} and after_hyphen().match(marked.text, span.end_char + 1):
            continue  # "a Ukraine-supported resolution"
        if names_a_model(span):
            continue
        if entity.label_ == "NORP" and span.root.dep_ in {"amod", "compound"} and span.root.pos_ == "ADJ":
            continue  # "African nations"
        kind: MentionKind = {"ORG": "organisation", "NORP": "people", "GPE": "subnational"}[entity.label_]  # type: ignore[assignment]
        mention = marked.mention(span.start, span.end - 1, kind, given=span.text)
        if entity.label_ == "GPE" and (state := _state_called(span.text)) is not None:
            mention.kind, mention.name = "state", state  # "Sudan's army-led government" holds another name
        mention.origins = _whereabouts(marked, span, entity.label_)
        mention.modifier = span.root.dep_ in {"compound", "amod", "nmod"}
        taken.update(range(span.start, span.end))
        yield mention
    yield from _acting_names(marked, taken, topical)


@cache
def _sides() -> frozenset[str]:
    """Words for those named before, which official texts give capitals: "the Ministers", "the Parties"."""
    return frozenset(f"{noun.removesuffix('y')}ies" if noun.endswith("y") else f"{noun}s" for noun in GROUP_NOUNS)


def _acting_mission(marked: Marked, piece: Piece) -> bool:
    """Whether a mission called by its acronym does something: "UNIFIL said", where "extended UNIFIL" is about it."""
    name = piece.of("instrument")
    return name is not None and name.detail == "mission" and piece.first == piece.last and marked.doc[piece.last].dep_ == "nsubj"


def _acting_names(marked: Marked, taken: set[int], topical: set[int]) -> Iterator[Mention]:
    """Proper names that nobody knows, where they act or are acted on: "Orsania urged Velland"."""
    for token in marked.doc:
        if (
            token.pos_ != "PROPN"
            or token.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT"}
            or token.i in taken
            or token.i in topical
            or token.lower_ in words("gathering_names")
            or token.lower_ in words("documents")
        ):
            continue
        if token.ent_type_ not in {"", "PERSON", "ORG", "GPE", "LOC", "NORP"} or not token.text[:1].isupper() or len(token.text) < 3:
            continue
        if token.lower_ in words("styles") or token.lower_ in _sides():
            continue
        if token.dep_ == "pobj" and token.head.lower_ not in {"with", "against", "by", "to", "from", "between"}:
            continue
        first = token.i
        while first and marked.doc[first - 1].pos_ == "PROPN" and first - 1 not in taken and marked.doc[first - 1].head == token:
            first -= 1
        text = marked.doc[first : token.i + 1].text
        country = country_of(text) if first < token.i else None
        if (token.dep_ == "ROOT" and country is None) or _DEGREE.match(text):
            continue
        kind: MentionKind = "subnational" if country else "organisation"
        origins = (Name("place", country, text, country),) if country else ()
        mention = marked.mention(first, token.i, kind, given=text, origins=origins)
        taken.update(range(first, token.i + 1))
        yield mention


def _whereabouts(marked: Marked, span: Span, label: str) -> tuple[Name, ...]:
    """The country of an organisation that only the parser knows, by the places in its name or after it."""
    inside = [
        n
        for p in marked.pieces.values()
        if span.start <= p.first < span.end and (n := p.of("state", "adjective", "subnational", "metonym")) and n.country
    ]
    if not inside and label == "GPE" and (country := country_of(span.text)):
        inside = [Name("place", country, span.text, country)]
    if not inside and label == "ORG":
        told = (t for t in span if t.is_title and len(t) > 3 and t.lower_ not in words("compass"))
        inside = [Name("place", c, t.text, c) for t in told if (c := country_of(t.text))][:1]
    after = read_of(marked, span.end, [])
    tail: list[Name] = []
    if after != span.end:
        read_of(marked, span.end, tail)
    elif (
        span.end + 1 < len(marked.doc)
        and marked.doc[span.end].lower_ == "in"
        and (p := marked.at(span.end + 1))
        and (n := p.of("state", "subnational", "metonym"))
    ):
        tail = [n]
    return (*inside, *tail)


def _state_called(text: str) -> Name | None:
    """The state that has just this name."""
    hits = matcher().find(text)
    return hits[0].of("state") if len(hits) == 1 and hits[0].end - hits[0].start == len(text) else None
