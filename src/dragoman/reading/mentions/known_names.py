"""Names, titles and nouns that the gazetteer knows, marked where they are meant as such: not within an address, a law or a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.gazetteer.given import is_given
from dragoman.gazetteer.names import Hit, Name
from dragoman.reading.clauses import words
from dragoman.reading.mentions.marked import Marked, Piece

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_LINK = re.compile(r"https?://\S+|www\.\S+")
#: Countries whose agencies news names by acronym alone.
_KNOWN_ACRONYMS = {"USA", "GBR", "RUS", "ISR"}

_DATE = re.compile(r"\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2}")  # "17 November" is a group, and most often a day
_BEFORE_A_DAY = {"before", "by", "from", "of", "on", "since", "till", "until"}


def mark_known(marked: Marked) -> None:
    """Adds the hits of the gazetteer that are plausible where they stand."""
    links = [match.span() for match in _LINK.finditer(marked.text)]  # a country in an address doesn't act
    for hit in marked.hits:
        span = marked.doc.char_span(hit.start, hit.end, alignment_mode="expand")
        if span is None or any(a <= hit.start < b for a, b in links) or any(i in marked.covered for i in range(span.start, span.end)):
            continue
        names = tuple(name for name in hit.names if _plausible(marked, name, span, hit))
        if names:
            marked.add(Piece(span.start, span.end - 1, names))


def _plausible(marked: Marked, name: Name, span: Span, hit: Hit) -> bool:
    """Whether a hit is meant as this name, by the words around it and by the parse."""
    written = marked.text[hit.start : hit.end]
    before = marked.doc[span.start - 1] if span.start else None
    after = marked.doc[span.end] if span.end < len(marked.doc) else None
    if _DATE.fullmatch(written) and ((after is not None and after.is_digit) or (before is not None and before.lower_ in _BEFORE_A_DAY)):
        return False  # "on 17 November 2022"
    if name.kind in {"title", "role"}:
        if after is not None and after.text.istitle() and after.lower_ in words("documents"):
            return False  # "Executive Order 13067"
        if (
            len(span) == 1
            and written.islower()
            and (span.root.pos_ not in {"NOUN", "PROPN"} or span.root.dep_ == "amod")
            and name.kind == "title"
        ):
            return False  # "a general strike", "the chief reason"
        if name.kind == "title" and name.name.isupper() and (not written.isupper() or (before is not None and before.like_num)):
            return False  # "at 8 PM"
        return span.text == written or "-" in span.text
    if name.kind in {"state", "adjective", "people", "metonym"} and _of_water(marked, span):
        return False
    if name.kind in {"state", "adjective", "people"} and marked.text[hit.end : hit.end + 3].lstrip(" \\").startswith("$"):
        return False
    if name.kind in {"state", "metonym", "subnational", "adjective", "people", "ethnic", "company"} and " " not in written:
        if is_given(written) and marked.doc[span.end : span.end + 2].text == "and I":
            return False  # "Douglas and I", of a family
        # "Michael Jordan", "Chad Smith", "Georgia Meloni": part of a person's name
        in_person = span.root.ent_type_ == "PERSON"
        if in_person and before is not None and before.ent_type_ == "PERSON" and before.text[:1].isupper() and not marked.titled(before.i):
            return False
        linked = before is not None and before.lower_ in {"to", "of", "for", "in", "from", "-"}
        if in_person and not linked and after is not None and after.ent_type_ == "PERSON" and after.is_title and after.ent_iob_ == "I":
            return False
    if name.kind in {"body", "armed_group"} and written.isupper() and any(_capitals(t) for t in (before, after)):
        return False  # a heading in capitals: "FACT SHEET"
    if name.kind in {"body", "armed_group"} and written.isupper() and before is None and after is not None and after.text == ":":
        return False  # a label: "FACT:"
    if name.kind in {"body", "armed_group"} and written.isupper() and len(written) <= 5 and not _vouched(marked, name, written):
        return False
    if name.kind == "company" and after is not None and after.lower_ in words("gathering_names"):
        return False  # "the Woodside Summit" is called by a town
    if name.kind == "adjective" and _in_document(marked, span.end):
        return False  # "the Indian Child Welfare Act"
    if name.kind == "company" and " " not in written and span.root.ent_type_ not in {"ORG", "PRODUCT"}:
        return False
    return not (name.kind == "adjective" and after is not None and after.text == "-" and written in {"Indo", "Anglo", "Sino", "Franco"})


def _of_water(marked: Marked, span: Span) -> bool:
    """Whether a country's name is a part of that of a sea or strait: "the Gulf of Oman", "the Taiwan Strait"."""
    before, after = marked.doc[max(0, span.start - 2) : span.start], marked.doc[span.end : span.end + 1]
    beside = [*after, *(before[:1] if before[-1:].text == "of" else ())]
    return any(t.is_title and t.lower_ in words("waters") for t in beside)


def _in_document(marked: Marked, at: int) -> bool:
    """Whether the capitalised words from here on are the name of a law, an order or a plan."""
    end = at
    while end < len(marked.doc) and marked.doc[end].text[:1].isupper():
        end += 1
    return end > at and marked.doc[end - 1].lower_ in words("documents")


def _vouched(marked: Marked, name: Name, written: str) -> bool:
    """Whether an acronym's country (or its own full name) is in the passage: "NCP" alone can be a party of five countries."""
    if written not in words("acronyms_as_words") and (name.country in _KNOWN_ACRONYMS or name.sector in {"PTY", "REB", "PRM", "SPY"}):
        return True
    return any(
        other.country == name.country
        for hit in marked.hits
        for other in hit.names
        if other.kind in {"state", "adjective", "people", "metonym"} or (other is name and hit.end - hit.start > 5)
    )


def _capitals(token: Token | None) -> bool:
    return token is not None and token.is_alpha and token.is_upper and len(token) > 3
