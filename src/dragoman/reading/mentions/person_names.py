"""Names of people whom the gazetteer does not know: capitalised words after a title or a given name, and the persons of the parser."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from dragoman.gazetteer.given import is_given
from dragoman.gazetteer.offices import name_key
from dragoman.gazetteer.places import country_of
from dragoman.reading.clauses import words
from dragoman.reading.mentions.marked import Marked, Piece, names_a_model, possessive

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


def mark_people(marked: Marked) -> None:
    """Unknown names of people: capitalised words after a title or honorific, and the parser's PERSON entities."""
    for piece in sorted((p for p in marked.pieces.values() if p.of("title")), key=lambda p: p.first):
        _name_from(marked, piece.last + 1)
        _name_from(marked, _past_state(marked, piece.last + 1))
    for token in marked.doc:
        if token.is_title and token.lower_.strip(".") in words("honorifics"):
            _name_from(marked, token.i + 1)
    proper = [token for token in marked.doc if token.pos_ == "PROPN"]
    for token, following in itertools.pairwise(proper):
        if (
            following.i == token.i + 1
            and {token.i, following.i}.isdisjoint(marked.covered)
            and {token.ent_type_, following.ent_type_} <= {"", "GPE", "NORP"}
            and token.is_title
            and following.is_title
            and is_given(token.text)
            and token.head in {following, following.head}
        ):
            _name_from(marked, token.i)
    for entity in marked.doc.ents:
        if (
            entity.label_ == "PERSON"
            and entity[-1].lower_ not in words("gathering_names")
            and not (_town(marked, entity) or names_a_model(entity))
        ):
            free = [t for t in entity if t.i not in marked.covered and not possessive(t)]
            if (
                free
                and free[0].text[:1].isupper()
                and sum(len(t) for t in free) > 1
                and all(b.i - a.i == 1 for a, b in itertools.pairwise(free))
            ) and not any(t.is_upper and len(t.text) > 12 for t in free):
                marked.add(Piece(free[0].i, free[-1].i, (), marked.doc[free[0].i : free[-1].i + 1].text))
    _join_names(marked)


def _past_state(marked: Marked, cursor: int) -> int:
    """Where a name of two words or more follows the state of a title: "Foreign Minister of Tonga" + "Sione Fakalolo"; else the end."""
    doc, end = marked.doc, len(marked.doc)
    if cursor >= end or doc[cursor].lower_ != "of":
        return end
    at = cursor + 2 if cursor + 1 < end and doc[cursor + 1].lower_ == "the" else cursor + 1
    piece = marked.at(at)
    first = piece.last + 1 if piece is not None and piece.of("state") else end
    named = [t for t in doc[first : first + 2] if t.pos_ == "PROPN" and t.is_title and t.i not in marked.covered and name_like(t)]
    return first if len(named) > 1 else end


def _town(marked: Marked, entity: Span) -> bool:
    """Whether a name is the end of a known town's: "Puerto" + "Penasco"."""
    first = entity.start
    while first and marked.doc[first - 1].pos_ == "PROPN" and not marked.doc[first - 1].ent_type_ and first - 1 not in marked.covered:
        first -= 1
    return first < entity.start and country_of(marked.doc[first : entity.end].text) is not None


def _name_from(marked: Marked, start: int) -> None:
    """A capitalised name that begins at `start`, if one does."""
    if start < len(marked.doc) and marked.doc[start].lower_ in words("styles"):
        return  # "His Highness the Amir of Kuwait"
    end, seen = start, False
    while end < len(marked.doc) and (end not in marked.covered or (seen and _inside_name(marked, end))):
        token = marked.doc[end]
        word = token.lower_.rstrip(".")
        if (word in words("honorifics") and token.is_title and not seen) or (token.text == "." and seen and marked.doc[end - 1].is_upper):
            end += 1
            continue
        if name_like(token):
            seen = True
        elif not (
            (word in words("name_particles") or token.text in {"-", "‑", "–"})
            and end + 1 < len(marked.doc)
            and name_like(marked.doc[end + 1])
        ):
            break
        end += 1
    while end > start and not name_like(marked.doc[end - 1]):
        end -= 1
    if seen and end > start and marked.doc[start:end].end_char - marked.doc[start:end].start_char > 1:
        first = start
        while first < end - 1 and marked.doc[first].lower_.rstrip(".") in words("honorifics"):
            first += 1
        marked.add(Piece(first, end - 1, (), marked.doc[first:end].text))


def _join_names(marked: Marked) -> None:
    """ "Sheikh Tamim" (known) and "Bin Hamad Al-Thani" (not) are one name."""
    for piece in sorted(marked.pieces.values(), key=lambda p: p.first):
        following = marked.pieces.get(piece.last + 1)
        if piece.first in marked.pieces and piece.of("person") and following and following.given:
            del marked.pieces[following.first]
            family = set(name_key(marked.doc[following.first : following.last + 1].text).split())
            same = tuple(n for n in piece.names if n.kind == "person" and family & set(name_key(n.name).split()))
            if len(family) == 1 and piece.last > piece.first:
                same = same or piece.names  # a second family name: "Laurentino Cortizo Cohen"
            joined = Piece(piece.first, following.last, same, marked.doc[piece.first : following.last + 1].text)
            marked.pieces[piece.first] = joined


def _inside_name(marked: Marked, index: int) -> bool:
    """A place name within a person's: "Al-Mohammad Al-Sabah"."""
    before = marked.doc[index - 1]
    piece = marked.pieces.get(index)
    if piece is None or piece.of("title") or piece.given or not (before.text == "-" or before.lower_ in words("name_particles")):
        return False
    del marked.pieces[index]
    marked.covered -= set(range(piece.first, piece.last + 1))
    return True


def name_like(token: Token) -> bool:
    """Whether a token can be a part of a name."""
    text = token.text
    return (
        text[:1].isupper()
        and text[:1].isalpha()
        and (token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "VERB", "ADP", "INTJ"} or len(text) > 1)
        and token.lower_ not in words("not_names")
    )
