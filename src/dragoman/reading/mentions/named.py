"""Mentions that begin with a name or a title: states, bodies, offices ("Brazilian Presidential Advisor"), people with their titles."""

from __future__ import annotations

from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.names import Name
from dragoman.reading.clauses import words
from dragoman.reading.mentions.marked import ORIGINS, Marked, Piece
from dragoman.reading.mentions.mention import Mention, MentionKind
from dragoman.reading.mentions.persons import Opening, introduces, past_honorifics, person_from
from dragoman.reading.mentions.titles import (
    bridge_to_title,
    leads_to_title,
    name_after_portfolio,
    read_titles,
)

#: Kinds of names in the gazetteer, as kinds of mentions.
_KIND: dict[str, MentionKind] = {
    "state": "state",
    "metonym": "state",
    "adjective": "state",
    "people": "people",
    "ethnic": "people",
    "subnational": "subnational",
    "organisation": "organisation",
    "body": "organisation",
    "armed_group": "armed_group",
    "company": "company",
}


def named_at(marked: Marked, position: int) -> tuple[Mention, int] | None:
    """The mention that begins at a token, if one does, and the token after it."""
    word = marked.doc[position].lower_
    if marked.at(position) is None and word.rstrip("-") not in words("held_before") and word not in words("held_now"):
        return None  # as at most words
    opening = Opening(position, position)
    while opening.cursor < len(marked.doc) and (after := _past(marked, opening)):
        opening.cursor = after
    if not opening.origins and (found := _origin(marked, opening.cursor)) and marked.derived(found[0]):
        return None
    cursor = _past_honorifics(marked, read_titles(marked, opening.cursor, opening.titles, opening.tail), opening)
    if person := _person(marked, opening, cursor):
        return person_from(marked, opening, person)
    origins = opening.origins
    if titles := tuple(opening.titles):
        whose, held = (*origins, *opening.tail), {"former": opening.former, "acting": opening.acting}
        return marked.mention(position, cursor - 1, "office", titles=titles, origins=whose, **held), cursor
    if opening.single:
        return _single(marked, opening.single, position, origins), opening.single.last + 1
    return None


def _origin(marked: Marked, cursor: int) -> tuple[Piece, Name] | None:
    """A name at a token that says whose what follows is, and isn't a title itself."""
    piece = marked.at(cursor)
    if piece is None or piece.given or (piece.of("title") and not piece.of("state")):
        return None
    name = piece.of(*ORIGINS)
    return (piece, name) if name else None


def _past(marked: Marked, opening: Opening) -> int | None:
    """The token after the next part of an opening, which is noted in it; none where the opening ends."""
    cursor, origins = opening.cursor, opening.origins
    word, piece = marked.doc[cursor].lower_, marked.at(cursor)
    if found := _origin(marked, cursor):
        named, name = found
        if marked.derived(named):
            return None
        opening.single = named
        origins.append(_owned(marked, named, name, origins))
        return marked.past_possessive(_past_acronym(marked, named.last + 1))
    if piece and (venue := piece.of("venue")) and venue.country and (title := bridge_to_title(marked, piece.last + 1, 0)):
        origins.append(venue)  # "German Chancellery Foreign Policy Advisor X"
        return title
    if word.rstrip("-") in words("held_before") and leads_to_title(marked, cursor + 1):
        opening.former = True
        return cursor + 1
    if word in words("held_now") and leads_to_title(marked, cursor + 1):
        opening.acting = True
        return cursor + 1
    if not origins:
        return None
    if (word in {"-", "–"} and (following := marked.at(cursor + 1)) and following.of("title")) or (
        word in words("title_openers") and leads_to_title(marked, cursor + 1)
    ):
        return cursor + 1
    return bridge_to_title(marked, cursor)


def _past_honorifics(marked: Marked, cursor: int, opening: Opening) -> int:
    while (
        opening.titles
        and cursor + 1 < len(marked.doc)
        and cursor not in marked.pieces
        and marked.doc[cursor].lower_.rstrip(".") in words("honorifics")
        and marked.doc[cursor].text[:1].isupper()
    ):
        cursor += 1
    return cursor


def _person(marked: Marked, opening: Opening, cursor: int) -> Piece | None:
    """The person whose name follows an opening, at once, behind a portfolio or between commas."""
    person = _name(marked.at(cursor))
    speaks = bool(opening.titles) and "spokesperson" in opening.titles[-1].id  # "spokesperson for Secretary-General X" isn't X
    if person is None and opening.titles and not speaks:
        person = name_after_portfolio(marked, cursor, bool(opening.tail))
    if person is None and opening.titles and cursor < len(marked.doc) and marked.doc[cursor].text == ",":
        styled = past_honorifics(marked, cursor + 1)
        ahead = _name(marked.at(styled))
        told = ahead and (styled > cursor + 1 or (marked.closes(ahead.last + 1) and introduces(marked, opening, ahead)))
        person = ahead if told else None
    return person


def _name(piece: Piece | None) -> Piece | None:
    return piece if piece and (piece.given or piece.of("person")) else None


def _owned(marked: Marked, piece: Piece, name: Name, origins: list[Name]) -> Name:
    """A national body whose name many countries use is of the country that the words around it name."""
    if name.kind != "body":
        return name
    country = next((o.country for o in reversed(origins) if o.country and o.kind in {"state", "adjective", "metonym", "body"}), None)
    at = piece.last + 1
    if country is None and at + 1 < len(marked.doc) and marked.doc[at].lower_ == "of":
        following = marked.at(at + 2 if marked.doc[at + 1].lower_ == "the" else at + 1)
        state = following.of("state") if following else None
        country = state.country if state else None
    if country is None or name.country == country:
        return name
    same = next((n for n in piece.names if n.kind == "body" and n.country == country), None)
    text = marked.doc[piece.first : piece.last + 1].text
    return same or Name("body", f"{country}/{slug(text)}", text, country, name.sector)


def _past_acronym(marked: Marked, cursor: int) -> int:
    """ "the Republic of Korea (ROK) Foreign Minister" """
    if (
        cursor + 2 < len(marked.doc)
        and marked.doc[cursor].text == "("
        and marked.doc[cursor + 2].text == ")"
        and marked.doc[cursor + 1].is_upper
    ):
        following = marked.at(cursor + 3)
        if following and following.of("title", *ORIGINS):
            return cursor + 3
    return cursor


def tie_posts(marked: Marked, found: list[Mention]) -> None:
    """Says to which state those in `found` are sent: "its ambassador to Israel"."""
    for mention in found:
        sent = {o.id for o in mention.origins if o.kind == "posted"}
        pieces = (marked.at(i) for i in range(mention.first, mention.last + 1)) if sent else ()
        for piece, name in ((p, n) for p in pieces if p is not None for n in p.names if n.id in sent and n.kind in _KIND):
            mention.post = _single(marked, piece, piece.first, [name])


def _single(marked: Marked, piece: Piece | None, start: int, origins: list[Name]) -> Mention:
    """A name without a title; those before it in `origins` say whose it is: "Kenya's parliament"."""
    assert piece is not None  # noqa: S101 (the caller has one)
    name = origins[-1]
    mention = marked.mention(
        start if len(origins) > 1 else piece.first, piece.last, _KIND[name.kind], name=name, origins=tuple(origins[:-1])
    )
    mention.alternatives = piece.names
    after = piece.last + 1
    joined = (after < len(marked.doc) and marked.doc[after].text in {"-", "–"}) or (
        piece.first and marked.doc[piece.first - 1].text in {"-", "–"}
    )
    mention.modifier = name.kind == "adjective" or bool(joined)
    return mention
