"""Mentions that begin with a name or a title: states, bodies, offices ("Brazilian Presidential Advisor"), people with their titles."""

from __future__ import annotations

from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.names import Name
from dragoman.reading.clauses import words
from dragoman.reading.mentions.marked import ORIGINS, Marked, Piece
from dragoman.reading.mentions.mention import Mention, MentionKind
from dragoman.reading.mentions.persons import introduces, person_from
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
    start = position
    origins: list[Name] = []
    former = acting = False
    cursor = position
    single: Piece | None = None
    while cursor < len(marked.doc):
        piece = marked.at(cursor)
        word = marked.doc[cursor].lower_
        if piece and not piece.given and (name := piece.of(*ORIGINS)) and not (piece.of("title") and not piece.of("state")):
            if marked.derived(piece):
                if origins:
                    break
                return None if cursor == position else (_single(marked, single, start, origins), cursor) if single else None
            origins.append(_owned(marked, piece, name, origins))
            single = piece
            cursor = marked.past_possessive(_past_acronym(marked, piece.last + 1))
        elif piece and (venue := piece.of("venue")) and venue.country and bridge_to_title(marked, piece.last + 1, 0):
            origins.append(venue)  # "German Chancellery Foreign Policy Advisor X"
            cursor = bridge_to_title(marked, piece.last + 1, 0) or cursor
        elif word.rstrip("-") in words("held_before") and leads_to_title(marked, cursor + 1):
            former = True
            cursor += 1
        elif word in words("held_now") and leads_to_title(marked, cursor + 1):
            acting = True
            cursor += 1
        elif (origins and word in {"-", "–"} and (nxt := marked.at(cursor + 1)) and nxt.of("title")) or (
            origins and word in words("title_openers") and leads_to_title(marked, cursor + 1)
        ):
            cursor += 1
        elif origins and (bridge := bridge_to_title(marked, cursor)):
            cursor = bridge
        else:
            break
    titles: list[Name] = []
    tail: list[Name] = []
    cursor = read_titles(marked, cursor, titles, tail)
    while (
        titles
        and cursor + 1 < len(marked.doc)
        and cursor not in marked.pieces
        and marked.doc[cursor].lower_.rstrip(".") in words("honorifics")
        and marked.doc[cursor].text[:1].isupper()
    ):
        cursor += 1
    piece = marked.at(cursor)
    person = piece if piece and (piece.given or piece.of("person")) else None
    speaks = bool(titles) and "spokesperson" in titles[-1].id  # "spokesperson for Secretary-General X" isn't X
    if titles and not speaks and person is None and (far := name_after_portfolio(marked, cursor, bool(tail))) is not None:
        person = far
    if titles and person is None and cursor < len(marked.doc) and marked.doc[cursor].text == ",":
        ahead = marked.at(cursor + 1)
        if (
            ahead
            and (ahead.given or ahead.of("person"))
            and marked.closes(ahead.last + 1)
            and introduces(marked, start, origins, tail, ahead)
        ):
            person = ahead
    if person:
        return person_from(marked, start, origins, titles, tail, person, former, acting)
    if titles:
        end = cursor - 1
        return marked.mention(start, end, "office", titles=tuple(titles), origins=(*origins, *tail), former=former, acting=acting), cursor
    if single:
        return _single(marked, single, start, origins), single.last + 1
    return None


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
