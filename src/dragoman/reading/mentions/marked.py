"""A parsed passage with the pieces found in it, from which mentions are put together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dragoman.gazetteer.names import Name, matcher
from dragoman.reading.clauses import text_of, words
from dragoman.reading.mentions.mention import Mention, MentionKind
from dragoman.reading.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

#: Gazetteer kinds that can stand before a title or a role noun and say whose it is.
ORIGINS = ("state", "adjective", "metonym", "subnational", "organisation", "body", "armed_group", "company", "people", "ethnic")


@dataclass(frozen=True, slots=True)
class Piece:
    """A gazetteer hit or an unknown name, in tokens."""

    first: int
    last: int  # inclusive
    names: tuple[Name, ...]
    given: str | None = None

    def of(self, *kinds: str) -> Name | None:
        """The first reading of one of these kinds."""
        return next((name for name in self.names if name.kind in kinds), None)


class Marked:
    """A parsed passage, what the gazetteer finds in it, and the pieces of it by their first token."""

    def __init__(self, doc: Doc, passage: Passage, index: int) -> None:
        self.doc, self.passage, self.index = doc, passage, index
        self.text = text_of(doc)
        self.hits = matcher().find(self.text)
        self.pieces: dict[int, Piece] = {}
        self.covered: set[int] = set()

    def add(self, piece: Piece) -> None:
        """Takes a piece in, in place of one with the same first token."""
        self.pieces[piece.first] = piece
        self.covered.update(range(piece.first, piece.last + 1))

    def at(self, position: int) -> Piece | None:
        """The piece that begins at a token."""
        return self.pieces.get(position)

    def title_at(self, cursor: int) -> int | None:
        """The token itself, if a title begins at it."""
        piece = self.at(cursor)
        return cursor if piece and piece.of("title") else None

    def titled(self, index: int) -> bool:
        """Whether a token belongs to a title."""
        return any(p.first <= index <= p.last and p.of("title") for p in self.pieces.values())

    def closes(self, cursor: int) -> bool:
        """Whether a phrase ends before a token: at a mark, or where the passage does."""
        return cursor >= len(self.doc) or self.doc[cursor].text in {",", ".", ";", ")", "—", "–", "?", "!"}

    def past_possessive(self, cursor: int) -> int:
        """The token after a possessive mark, if one stands at `cursor`."""
        if cursor < len(self.doc) and possessive(self.doc[cursor]):
            return cursor + 1
        return cursor

    def derived(self, piece: Piece) -> bool:
        """Whether a name is a part of a word for others: "Iran-backed", "US-led"."""
        after = piece.last + 1
        text = self.text
        end = self.doc[piece.last].idx + len(self.doc[piece.last])
        if "-" in self.doc[piece.last].text and after_hyphen().search(self.doc[piece.last].text.rsplit("-", 1)[-1]):
            return True
        return after < len(self.doc) and end < len(text) and text[end] in "-‑–" and bool(after_hyphen().match(text, end + 1))

    def mention(self, first: int, last: int, kind: MentionKind, *, head: int | None = None, **values: object) -> Mention:
        """A mention of the tokens `first` to `last`, both included; `values` are fields of `Mention`."""
        span = self.doc[first : last + 1]
        base = self.passage.start
        mention = Mention(
            start=base + span.start_char,
            end=base + span.end_char,
            first=first,
            last=last,
            head=span.root.i if head is None else head,
            kind=kind,
            passage=self.index,
            **values,  # type: ignore[arg-type]
        )
        top = self.doc[mention.head]
        while top.dep_ in {"appos", "conj", "compound"} and top.head != top:
            top = top.head
        mention.located = top.dep_ == "pobj" and top.head.lower_ in {"in", "at", "near", "outside"}
        before = self.doc[first - 1].lower_ if first else ""
        mention.definite = before in {"the", "his", "her", "their", "its", "this", "that"}
        if before in {"his", "her", "their", "its"} and kind == "office":
            mention.possessor = before
        return mention


@cache
def after_hyphen() -> re.Pattern[str]:
    """What makes of a name before a hyphen a word for others, whom it backs, leads or hates."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(words('derived'))))})\b", re.IGNORECASE)


def names_a_model(span: Span) -> bool:
    """Whether a name is what a weapon or a vehicle is called: "two Hawk launchers"."""
    return span.root.dep_ == "compound" and span.root.head.lemma_.lower() in words("models")


def possessive(token: Token) -> bool:
    """Whether a token is the mark of a possessive."""
    return token.text in {"'s", "’s", "'", "’"} and token.tag_ in {"POS", "VBZ", "''"}
