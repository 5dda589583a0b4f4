"""A named person with the titles before the name and the description after it: "Foreign Minister X of Kenya, a former ambassador"."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.gazetteer.names import Name
from dragoman.reading.clauses import words
from dragoman.reading.mentions.marked import ORIGINS, Marked, Piece
from dragoman.reading.mentions.mention import Mention
from dragoman.reading.mentions.person_names import name_like
from dragoman.reading.mentions.titles import precedes_title, read_of, read_titles

#: Words that a description of a person begins with.
_OPENING = {"the", "a", "an", "who", "is", "was", "serves", "as", "also", "currently"}


@dataclass(slots=True)
class Opening:
    """What has been read before a person's name, or stands for one: titles, whose they are, and whether they are still held."""

    start: int
    cursor: int
    origins: list[Name] = field(default_factory=list)
    titles: list[Name] = field(default_factory=list)
    tail: list[Name] = field(default_factory=list)  # whose they are by what follows: "Prime Minister of X"
    single: Piece | None = None  # the last name that says whose
    former: bool = False
    acting: bool = False


def person_from(marked: Marked, opening: Opening, person: Piece) -> tuple[Mention, int]:
    """The mention of a person with what has been read before the name, and the token after it."""
    titles, tail = opening.titles, opening.tail
    end = _whole_name(marked, person.last)
    name = person.of("person")
    given = marked.doc[person.first : end + 1].text if end > person.last or not person.given else person.given
    cursor = end + 1
    # a known name that the text continues: "Abdel Fattah al-Sisi" known, or "Biden, Jr."
    if cursor + 1 < len(marked.doc) and marked.doc[cursor].text == "," and marked.doc[cursor + 1].lower_.rstrip(".") in {"jr", "sr"}:
        cursor += 2
        end = cursor - 1
    elif cursor < len(marked.doc) and marked.doc[cursor].lower_.rstrip(".") in {"jr", "sr", "ii", "iii", "iv"}:
        cursor += 1
        end = cursor - 1
    if cursor < len(marked.doc) and marked.doc[cursor].lower_ == "of" and (titles or name):
        cursor = read_of(marked, cursor, tail)
    if tail and cursor - 1 > end:
        end = cursor - 1
    mention = marked.mention(opening.start, end, "person", name=name, given=given, head=person.last)
    mention.titles, mention.origins = tuple(titles), (*opening.origins, *tail)
    mention.former, mention.acting = opening.former, opening.acting
    mention.alternatives = tuple(n for n in person.names if n.kind == "person")
    cursor = end + 1
    if cursor < len(marked.doc) and marked.doc[cursor].text in {",", "(", "–", "—"}:
        _apposition(marked, mention, cursor + 1)
    return mention, cursor


def _whole_name(marked: Marked, last: int) -> int:
    """The last token of a name that goes on with a particle: "King Hamad" + "bin Isa Al Khalifa", "Khalifa" + "al-Harthy"."""
    at, end = last + 1, last
    if _second_surname(marked, last):
        return at
    if at >= len(marked.doc) or marked.doc[at].lower_ not in words("patronymics"):
        return last
    while at < len(marked.doc) and at not in marked.pieces:
        if name_like(marked.doc[at]) and marked.doc[at].lower_ not in words("patronymics"):
            end = at
        elif marked.doc[at].lower_ not in words("name_particles") and marked.doc[at].text not in {"-", "‑", "–"}:
            break
        at += 1
    return end


def _second_surname(marked: Marked, last: int) -> bool:
    """Whether a known name goes on with one more family name: "Laurentino Cortizo" + "Cohen"."""
    token = marked.doc[last]
    return (
        token.dep_ == "compound"
        and token.head.i == last + 1
        and last + 1 not in marked.covered
        and token.head.pos_ == "PROPN"
        and token.head.is_title
        and token.head.ent_type_ in {"", "PERSON"}
    )


def _apposition(marked: Marked, mention: Mention, cursor: int) -> None:
    """Reads ", the Zambian president," after a name: the description is kept with the mention."""
    start = cursor
    former = False
    while (
        cursor < len(marked.doc)
        and marked.title_at(cursor) is None
        and (marked.doc[cursor].lower_ in _OPENING or precedes_title(marked.doc[cursor].lower_))
    ):
        former = former or marked.doc[cursor].lower_ in words("held_before")
        cursor += 1
    origins: list[Name] = []
    while (piece := marked.at(cursor)) and not piece.given and (name := piece.of(*ORIGINS)) and not marked.derived(piece):
        origins.append(name)
        cursor = marked.past_possessive(piece.last + 1)
        while cursor < len(marked.doc) and marked.title_at(cursor) is None and precedes_title(marked.doc[cursor].lower_):
            former = former or marked.doc[cursor].lower_ in words("held_before")
            cursor += 1
    titles: list[Name] = []
    tail: list[Name] = []
    cursor = read_titles(marked, cursor, titles, tail)
    if origins and not titles and (noun := _role_within(marked, cursor, 5)) is not None:  # "X, Algeria's leading human rights activist"
        mention.origins, mention.sector = (*mention.origins, *origins), noun.names[0].sector
        mention.appositions.append((start, noun.last))
        return
    if titles and not _someone_else(marked, cursor):
        mention.titles = (*mention.titles, *titles)
        mention.origins = (*mention.origins, *origins, *tail)
        mention.former = mention.former or former
        mention.appositions.append((start, cursor - 1))


def _someone_else(marked: Marked, cursor: int) -> bool:
    """Whether a title is that of the next of a list: "Minister X, Foreign Minister of Tonga Y", ", the Prime Minister of Fiji, Hon. Y"."""
    if cursor < len(marked.doc) and marked.doc[cursor].text == "," and past_honorifics(marked, cursor + 1) > cursor + 1:
        cursor += 1
    at = past_honorifics(marked, cursor)
    following = marked.at(at)
    named = following is not None and bool(following.given or following.of("person"))
    unknown = following is None and at < len(marked.doc) and marked.doc[at].pos_ == "PROPN" and name_like(marked.doc[at])
    return named or unknown


def past_honorifics(marked: Marked, cursor: int) -> int:
    """The token after "Hon.", "H.E. Mr", "Shri" before a name."""
    while cursor + 1 < len(marked.doc) and marked.doc[cursor].lower_.rstrip(".") in words("honorifics") and cursor not in marked.pieces:
        cursor += 2 if marked.doc[cursor + 1].text == "." else 1
    return cursor


def _role_within(marked: Marked, cursor: int, limit: int) -> Piece | None:
    """The noun for people that a description ends with, a few words on."""
    for at in range(cursor, min(cursor + limit, len(marked.doc))):
        piece = marked.at(at)
        if piece is not None:
            return piece if piece.of("role") else None
        if marked.doc[at].pos_ not in {"ADJ", "NOUN", "PROPN", "ADV", "VERB"}:
            return None
    return None


def introduces(marked: Marked, opening: Opening, person: Piece) -> bool:
    """Whether "Thailand's prime minister, X," is one person and not two of a list."""
    before = marked.doc[opening.start - 1].lower_ if opening.start else ""
    owners = (*opening.origins, *opening.tail)
    countries = {o.country for o in owners}
    if any(n.kind == "person" and n.country in countries - {None} for n in person.names):
        return True
    ends = marked.doc[person.last + 1].text if person.last + 1 < len(marked.doc) else "."
    if owners:
        return before != "," and (before != "and" or ends == ",")
    return before in {"the", "'s", "’s"} and ends == "," and not _and_after(marked, person.last + 2)


def _and_after(marked: Marked, position: int) -> bool:
    return position < len(marked.doc) and marked.doc[position].lower_ == "and"
