"""Where a text names a place: by the gazetteer, by the parse, and by words such as "the town of" and "near"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.gazetteer.names import Hit
from dragoman.gazetteer.places import candidates, spot
from dragoman.reading import clauses
from dragoman.reading.datelines import places_in
from dragoman.reading.parsed import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PLACES = {"GPE", "LOC", "FAC"}
LOCATIVE = {"in", "at", "near", "outside", "inside", "around", "off", "within", "across", "throughout", "along"}
_NOT_PLACES = {"person", "office", "company", "armed_group", "people", "role", "organisation"}
_NO_NAME = re.compile(r"(?:the|a|an)\s|['’]s?$", re.I)
_CALENDAR = {"DATE", "TIME", "PERSON", "NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART", "LANGUAGE", "CARDINAL", "ORDINAL", "MONEY"}
_NAME = r"[^\W\d_a-z][\w’'-]+(?:\s(?:al-|el-|ul-)?[^\W\d_a-z][\w’'-]+){0,2}"
#: Words that name a place whether or not the gazetteer knows it: "Ceelbuur town", "the village of Sheikh Jarrah", "near Qalat al-Madiq".
_SORTED = re.compile(rf"(?<![.!?]\s)(?<!^)\b({_NAME})\s(?:town|village|district|province|governorate|county|oblast|prefecture)\b")
_SORT_OF = re.compile(rf"\b(?:city|town|village|district|province|governorate|port|island|suburb)\sof\s({_NAME})")
_NEARBY = re.compile(rf"\b(?:near|outside)\s({_NAME})(?![\w’'])")


def spans_of(parsed: Parsed, hits: list[Hit]) -> list[tuple[int, int]]:
    """Where the text names a place, longest names first where they overlap."""
    found: list[tuple[int, int]] = []
    for index, doc in enumerate(parsed.docs):
        passage = parsed.passages[index]
        if passage.dateline:
            found += places_in(parsed.text, *passage.dateline)
        if doc is not None:
            found += (
                (a + passage.start, b + passage.start)
                for a, b in _in_passage(parsed, index, doc, _within(hits, passage.start, passage.end))
            )
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(set(found), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= a or start >= b for a, b in chosen):
            chosen.append((start, end))
    return sorted(chosen)


def _pair(name: str) -> bool:
    """ "U.S.-Japan": two countries, no place."""
    parts = re.split(r"[-–]", name)
    return len(parts) == 2 and all(any(place.kind == "country" for place in candidates(part)) for part in parts)


def _within(hits: list[Hit], start: int, end: int) -> list[Hit]:
    """The hits in a stretch of the text, with offsets from its start."""
    return [Hit(hit.start - start, hit.end - start, hit.names) for hit in hits if start <= hit.start and hit.end <= end]


def _in_passage(parsed: Parsed, index: int, doc: Doc, hits: list[Hit]) -> Iterator[tuple[int, int]]:
    text = clauses.text_of(doc)
    yield from spot(text)
    joint = {i for hit in hits if hit.of("organisation", "body", "forum", "instrument") for i in range(hit.start, hit.end)}
    for hit in hits:
        if hit.of("state", "subnational") or (
            (named := hit.of("metonym")) and named.detail in {"capital", "seat"} and candidates(text[hit.start : hit.end])
        ):
            span = doc.char_span(hit.start, hit.end)
            if (
                span is not None
                and not _other(parsed, index, span[-1])
                and span.label_ not in _CALENDAR
                and span.root.ent_type_ != "PERSON"
            ):
                yield hit.start, hit.end
    for entity in doc.ents:
        if entity.label_ in _PLACES and not _other(parsed, index, entity[-1]):
            start, end = entity.start_char, entity.end_char
            while cut := _NO_NAME.search(text[start:end]):
                start, end = (start + cut.end(), end) if cut.start() == 0 and cut.end() < end - start else (start, start + cut.start())
            if text[start : start + 1].isupper() and start not in joint and not _pair(text[start:end]):
                yield start, end
    for pattern in (_SORTED, _SORT_OF, _NEARBY):
        for match in pattern.finditer(text):
            span = doc.char_span(*match.span(1))
            if span is not None and not any(_known(parsed, index, token) or token.ent_type_ in _CALENDAR - {"PERSON"} for token in span):
                yield match.span(1)
    for token in doc:
        if token.lower_ in LOCATIVE and token.i + 1 < len(doc):
            yield from _capitalised(doc, token.i + 1)


def _capitalised(doc: Doc, first: int) -> Iterator[tuple[int, int]]:
    """A run of capitalised words after a preposition of place, as far as the gazetteer knows it."""
    if doc[first].lower_ == "the" and first + 1 < len(doc):
        first += 1
    last = first
    while last < len(doc) and last - first < 4 and doc[last].text[:1].isupper() and doc[last].ent_type_ not in _CALENDAR:
        last += 1
    for end in range(last, first, -1):
        name = doc[first:end]
        if name.text.isupper() and len(name.text) < 4:
            return
        if any(not place.note and place.kind != "country" and place.fit > -0.35 for place in candidates(name.text)):
            yield name.start_char, name.end_char
            return


def _other(parsed: Parsed, index: int, token: Token) -> bool:
    """Whether the token belongs to the name of someone: a person, an organisation, an office."""
    mention = parsed.mention_at(index, token.i)
    return mention is not None and mention.kind in _NOT_PLACES and not (mention.kind == "organisation" and token.ent_type_ in _PLACES)


def _known(parsed: Parsed, index: int, token: Token) -> bool:
    """The same, for someone that the gazetteer or a title vouches for, not the parser alone."""
    mention = parsed.mention_at(index, token.i)
    return mention is not None and mention.kind in _NOT_PLACES and bool(mention.name or mention.titles)
