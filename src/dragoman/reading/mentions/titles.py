"""Titles, the words before them and what they are of: "Deputy Prime Minister and Minister of Energy of the Republic of Kenya"."""

from __future__ import annotations

from dragoman.gazetteer.names import Name, matcher
from dragoman.gazetteer.offices import offices
from dragoman.reading.clauses import words
from dragoman.reading.mentions.marked import ORIGINS, Marked, Piece, possessive

_LINKS = {"of", "for", "to"}
#: Words that may stand inside a long title: "Under Secretary for Civilian Security, Democracy, and Human Rights".
_PORTFOLIO = {"of", "for", "and", "the", "to", "at", "in", "on", "&", "-", "’s", "'s"}
#: Ranks of offices that nobody is sent "to" a country in; envoys, advisers and attachés are.
_UNPOSTED = {"head", "minister", "deputy", "commander", "legislator", "judge", "spokesperson"}
MAX_PORTFOLIO = 24  # tokens; the longest official titles have about twenty
#: Offices that are a style of someone with a higher one: "the Finance Minister, Senator X".
_STYLE_OFFICES = {"senator", "commander", "legislator"}


def read_titles(marked: Marked, cursor: int, titles: list[Name], tail: list[Name]) -> int:
    """Reads titles from `cursor` ("Foreign Minister and Deputy Prime Minister of X"), returns the token after them."""
    while (piece := marked.at(cursor)) and (title := piece.of("title")):
        titles.append(_deputy(marked, _in_full(title), cursor))
        cursor = piece.last + 1
        if (
            cursor + 1 < len(marked.doc)
            and possessive(marked.doc[cursor])
            and (owned := bridge_to_title(marked, cursor) or marked.title_at(cursor + 1))
        ):
            titles.pop()  # "the Secretary-General's Personal Envoy": the envoy is meant
            tail += [sender] if (sender := _organisation_in(title)) is not None else []
            cursor = owned
            continue
        cursor = read_of(marked, cursor, tail, offices()[title.id].rank)
        if tail and tail[-1].kind == "charge" and (sender := _organisation_in(title)) is not None:
            tail.append(sender)
        if cursor + 1 < len(marked.doc) and marked.doc[cursor].text == "-" and marked.doc[cursor + 1].lower_ in {"elect", "designate"}:
            cursor += 2
        joint = cursor
        if joint < len(marked.doc) and marked.doc[joint].text == ",":
            joint += 1
            style, name = marked.at(joint), None
            if style and (second := style.of("title")) and second.id in _STYLE_OFFICES:
                name = marked.at(style.last + 1)
            if name and (name.given or name.of("person")):
                return style.last + 1  # type: ignore[union-attr]  # (a name follows it)
        if joint < len(marked.doc) and marked.doc[joint].lower_ in {"and", "&"}:
            ahead = joint + 1
            probe_titles: list[Name] = []
            probe_tail: list[Name] = []
            end = read_titles(marked, ahead, probe_titles, probe_tail) if marked.at(ahead) and marked.at(ahead).of("title") else ahead  # type: ignore[union-attr]
            name = marked.at(end)
            if probe_titles and name and (name.given or name.of("person")) and end > ahead:
                titles += probe_titles
                tail += probe_tail
                return end
    return cursor


def _in_full(title: Name) -> Name:
    """A title of state as it is when not shortened to capitals: "PM"."""
    office = offices()[title.id]
    if not title.name.isupper() or office.rank not in {"head", "deputy", "minister"}:
        return title
    local = next((called for country, called in office.local if country == title.detail), None)
    return Name("title", title.id, local or office.titles[0], title.country, title.sector, title.detail)


def _deputy(marked: Marked, title: Name, cursor: int) -> Name:
    """ "Deputy energy minister" where only the minister's title is known."""
    word = marked.doc[cursor - 1].lower_ if cursor else ""
    if word in {"deputy", "vice"} and title.id.endswith("-minister") and "deputy" not in title.id:
        return Name("title", "deputy-minister", f"{word} {title.name}", title.country, title.sector)
    return title


def read_of(marked: Marked, cursor: int, tail: list[Name], rank: str = "") -> int:
    """Reads "of the Republic of Kenya", "for Africa", "to the United Nations" after a title; `rank`: of its office."""
    at = cursor
    if at < len(marked.doc) and marked.doc[at].lower_ in _LINKS:
        link = marked.doc[at].lower_
        at += 1
        while at < len(marked.doc) and marked.doc[at].lower_ in {"the", "a", "neighboring", "neighbouring"}:
            at += 1
        piece = marked.at(at)
        if piece and piece.of("title") and link in {"to", "of"} and not piece.of("state"):
            return read_of(marked, piece.last + 1, tail)  # "Adviser to the Prime Minister of Sweden"
        if (
            piece
            and not piece.given
            and (name := piece.of("state", "organisation", "body", "subnational", "armed_group", "metonym", "adjective", "company"))
        ):
            if name.kind == "adjective":  # "of the Kenyan parliament"
                noun = marked.at(piece.last + 1)
                if noun is None or not noun.of("role", "body"):
                    return cursor
                tail.append(name)
                return noun.last + 1
            if link == "to" and rank in _UNPOSTED and name.kind in {"state", "metonym"}:
                return cursor  # "the visit of the foreign minister to Accra"
            if link == "to":
                name = Name("posted", name.id, name.name, None, None)
            elif link == "for" and rank == "envoy":
                name = Name("charge", name.id, name.name, name.country, None)
            tail.append(_of_state(marked, name, piece.last))
            superior = marked.title_at(piece.last + 2) if marked.past_possessive(piece.last + 1) == piece.last + 2 else None
            return marked.pieces[superior].last + 1 if superior is not None else piece.last + 1  # "adviser of Brazil's president"
    return cursor


def _of_state(marked: Marked, body: Name, last: int) -> Name:
    """A body as that of the state named after it: "the National Security Bureau of Poland" isn't Taiwan's."""
    at = last + 1
    piece = marked.at(at + 1) if body.kind == "body" and at < len(marked.doc) and marked.doc[at].lower_ == "of" else None
    state = piece.of("state") if piece is not None else None
    if state is None or state.country in {None, body.country}:
        return body
    return Name("body", f"{state.country}/{body.id.partition('/')[2]}", body.name, state.country, body.sector)


def name_after_portfolio(marked: Marked, cursor: int, linked: bool) -> Piece | None:
    """The name at the end of a long title: "Minister of Energy and Mines X", "Director of the Office, and Foreign Minister X"."""
    if cursor >= len(marked.doc) or not (
        marked.doc[cursor].lower_ in {"of", "for", "to", "at", "in", "and", "&", "on"}
        or (linked and marked.doc[cursor].text in {"’s", "'s"})
    ):
        return None
    for at in range(cursor, min(cursor + MAX_PORTFOLIO, len(marked.doc))):
        token = marked.doc[at]
        piece = marked.at(at)
        if piece and (piece.given or piece.of("person")) and at > cursor + 1:
            return piece
        if token.text == ",":
            ahead = marked.at(at + 1)
            if at + 1 >= len(marked.doc) or (ahead and ahead.of("title")):
                return None
            continue
        if not (token.text[:1].isupper() or token.lower_ in _PORTFOLIO):
            return None
    return None


def bridge_to_title(marked: Marked, cursor: int, least: int = 1) -> int | None:
    """Where the title begins in "Brazilian Presidential Advisor", "German Chancellery Foreign and Security Policy Advisor"."""
    for at in range(cursor, min(cursor + 7, len(marked.doc))):
        piece = marked.at(at)
        if piece and piece.of("title"):
            return at if at >= cursor + least else None
        token = marked.doc[at]
        if (piece and (piece.given or piece.of("person"))) or not (
            token.text[:1].isupper() or token.lower_ in {"and", "of", "for", "&", "the"}
        ):
            return None
    return None


def leads_to_title(marked: Marked, cursor: int) -> bool:
    """Whether a title follows, past names and words that may stand before it: "newly elected Kenyan President"."""
    for step in range(4):
        piece = marked.at(cursor + step)
        if piece:
            if piece.of("title"):
                return True
            if not piece.of(*ORIGINS):
                return False
            return leads_to_title(marked, marked.past_possessive(piece.last + 1)) if step < 3 else False
        if cursor + step >= len(marked.doc) or (
            not precedes_title(marked.doc[cursor + step].lower_) and marked.doc[cursor + step].text not in {"-", "appointed"}
        ):
            return False
    return False


def precedes_title(word: str) -> bool:
    """Whether a word may stand before a title and tell of what sort or time it is."""
    return word in words("title_openers") or word in words("held_now") or word in words("held_before")


def _organisation_in(title: Name) -> Name | None:
    """The organisation inside a title that is one name: "UN Special Envoy"."""
    parts = title.name.split()
    starts = (" ".join(parts[:count]) for count in range(1, len(parts)))
    return next((name for start in starts for hit in matcher().find(start) if (name := hit.of("organisation")) is not None), None)
