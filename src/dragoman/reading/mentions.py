"""Mentions: the stretches of a passage that name or describe someone who can act, before anyone asks who that is.

A mention is put together from names that the gazetteer knows, titles, capitalised names after titles, named entities of
the parser, and generic nouns for people and groups ("Turkish police"). Resolution to actors is the next step (`actors`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from dragoman.gazetteer.given import is_given
from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.names import Hit, Name, matcher
from dragoman.gazetteer.offices import name_key, offices
from dragoman.gazetteer.places import country_of
from dragoman.reading.clauses import conjuncts, text_of
from dragoman.reading.clauses import words as kinds
from dragoman.reading.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MentionKind = Literal[
    "state", "person", "office", "organisation", "subnational", "armed_group", "company", "people", "role", "pronoun", "group"
]

#: Gazetteer kinds that can stand before a title or a role noun and say whose it is.
ORIGINS = ("state", "adjective", "metonym", "subnational", "organisation", "body", "armed_group", "company", "people", "ethnic")
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
FORMER = {"former", "ex", "ex-", "late", "onetime", "then", "ousted", "deposed", "retired"}
ACTING = {
    "current",
    "new",
    "incumbent",
    "longtime",
    "long-serving",
    "veteran",
    "ailing",
    "embattled",
    "acting",
    "interim",
    "caretaker",
    "outgoing",
    "incoming",
    "visiting",
    "newly",
    "elect",
    "designate",
    "transitional",
}
_BEFORE_TITLE = {
    "deputy",
    "vice",
    "senior",
    "chief",
    "principal",
    "first",
    "top",
    "special",
    "permanent",
    "honorary",
    "joint",
    "assistant",
    "federal",
    "national",
}
_LINKS = {"of", "for", "to"}
#: Words that may stand inside a long title: "Under Secretary for Civilian Security, Democracy, and Human Rights".
_PORTFOLIO = {"of", "for", "and", "the", "to", "at", "in", "on", "&", "-", "’s", "'s"}
#: Ranks of offices that nobody is sent "to" a country in; envoys, advisers and attachés are.
_UNPOSTED = {"head", "minister", "deputy", "commander", "legislator", "judge", "spokesperson"}
MAX_PORTFOLIO = 24  # tokens; the longest official titles have about twenty
_PARTICLES = {
    "da",
    "de",
    "del",
    "dos",
    "das",
    "do",
    "di",
    "du",
    "la",
    "le",
    "van",
    "von",
    "der",
    "den",
    "bin",
    "ibn",
    "bint",
    "al",
    "el",
    "ul",
    "ould",
    "abu",
    "y",
    "ter",
    "ben",
}
#: What stands in another country than its own.
_MISSIONS = {"embassy", "consulate", "ambassador", "mission"}
#: What one does for a side, and what a state does with its people.
_ACTS_FOR = {"sign", "negotiate", "initial"}
SENDS = {"send", "deploy", "dispatch", "pledge", "contribute", "commit"}
#: What states do with officials of their own who aren't said to be theirs.
_MOVES = {"exchange", "recall", "swap", "withdraw"}
#: What makes of someone what stands after "as", or of it a noun.
APPOINTS = {"appoint", "name", "nominate", "designate", "install"}
_APPOINTMENTS = {"appointment", "nomination", "designation"}
#: Words before "party" that say it is a side of something.
_ONE_OF_TWO = {"either", "neither"}
_ANY_SIDE = {"all", "both", "third", "two", "other", "relevant", "opposing", "interested", "concerned", "either", "any"}
#: Offices that are a style of someone with a higher one: "the Finance Minister, Senator X".
_STYLE_OFFICES = {"senator", "commander", "legislator"}
_LINK = re.compile(r"https?://\S+|www\.\S+")
#: A name that ends like this is a gathering, nobody who acts, unless the gazetteer knows it.
_GATHERINGS = {
    "ceremony",
    "conference",
    "dialogue",
    "dialogues",
    "forum",
    "meeting",
    "meetings",
    "ministerial",
    "roundtable",
    "session",
    "summit",
    "talks",
    "accords",
}
_STYLES = {"majesty", "majesties", "highness", "highnesses", "excellency", "excellencies", "holiness", "honour", "honor"}
_PATRONYMS = {"bin", "ibn", "bint", "al", "el", "ould", "ben"}
_COMPASS = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "upper", "lower", "federal"}
_HONORIFICS = {
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "prof",
    "professor",
    "hon",
    "honorable",
    "honourable",
    "h.e",
    "excellency",
    "his",
    "her",
    "general",
    "gen",
    "col",
    "colonel",
    "lt",
    "maj",
    "adm",
    "admiral",
    "captain",
    "sheikh",
    "sheik",
}
#: After a hyphen these say that the name before it backs, leads or hates someone: it isn't the one who acts.
DERIVED = re.compile(
    r"(?:backed|led|based|allied|aligned|supported|funded|sponsored|trained|brokered|mediated|occupied|controlled|held|listed|born|made|run|style|friendly|linked|affiliated|sanctioned|imposed|appointed|ruled|American)\b",
    re.I,
)
PRONOUNS = {"he", "him", "she", "her", "they", "them", "who", "himself", "herself", "themselves"}
#: Countries whose agencies news names by acronym alone.
_KNOWN_ACRONYMS = {"USA", "GBR", "RUS", "ISR"}
#: Acronyms that are also written in capitals as plain words.
_ENGLISH = {"ETA", "FACT", "FAN", "MAP", "MEND", "MUD", "PAN", "PLAN", "RAW", "RIB"}
#: Degrees, which are no names: "B.A.", "LL.M.", "Ph.D."
_DEGREE = re.compile(r"(?:[ABM]\.\s?[AS]|[MB]\.\s?B\.\s?A|M\.\s?P\.\s?[AH]|[JM]\.\s?D|LL\.\s?[BMD]|Ph\.?\s?D|M\.?Phil)\.?$")
GROUP_NOUNS = {
    "leader": "person",
    "president": "person",
    "minister": "person",
    "official": "person",
    "diplomat": "person",
    "secretary": "person",
    "counterpart": "person",
    "principal": "person",
    "side": "any",
    "country": "state",
    "nation": "state",
    "government": "state",
    "party": "any",
    "delegation": "any",
    "state": "state",
    "neighbour": "state",
    "neighbor": "state",
}


@dataclass(slots=True, eq=False)
class Mention:
    """Words that stand for an actor. Character offsets are the document's; token offsets those of the passage's parse."""

    start: int
    end: int
    first: int
    last: int
    head: int
    kind: MentionKind
    name: Name | None = None
    given: str | None = None
    titles: tuple[Name, ...] = ()
    origins: tuple[Name, ...] = ()
    former: bool = False
    acting: bool = False
    modifier: bool = False
    plural: bool = False
    definite: bool = False
    noun: str | None = None
    sector: str | None = None
    possessor: str | None = None
    shared: tuple[str, ...] = ()
    located: bool = False  # it tells where something happens
    passage: int = 0
    alternatives: tuple[Name, ...] = ()
    appositions: list[tuple[int, int]] = field(default_factory=list)
    principal: Mention | None = None
    bodies: tuple[Name, ...] = ()  # the organisations of "representatives of the African Union and the Arab League"
    against: Name | None = None  # the rebels that "the army" is coordinated with
    beside: Mention | None = None  # of whose country one is in "the Korean minister X and Vice Minister Y"
    named: tuple[Mention, ...] = ()  # who a description is: "the foreign ministers, X and Y", "his Iranian counterpart, Z"


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


class Scanner:
    """Finds the mentions of one parsed passage."""

    def __init__(self, doc: Doc, passage: Passage, index: int, hits: Sequence[Hit] | None = None) -> None:
        self.doc, self.passage, self.index = doc, passage, index
        self.text = text_of(doc)
        self.hits = list(matcher().find(self.text)) if hits is None else list(hits)
        self.pieces: dict[int, Piece] = {}
        self.covered: set[int] = set()
        self._place_hits()
        self._place_names()

    # -- pieces ---------------------------------------------------------------------------------------------------------------

    def _place_hits(self) -> None:
        links = [match.span() for match in _LINK.finditer(self.text)]  # a country in an address doesn't act
        for hit in self.hits:
            span = self.doc.char_span(hit.start, hit.end, alignment_mode="expand")
            if span is None or any(a <= hit.start < b for a, b in links) or any(i in self.covered for i in range(span.start, span.end)):
                continue
            names = tuple(name for name in hit.names if self._plausible(name, span, hit))
            if names:
                self._add(Piece(span.start, span.end - 1, names))

    def _plausible(self, name: Name, span: Span, hit: Hit) -> bool:
        written = self.text[hit.start : hit.end]
        before = self.doc[span.start - 1] if span.start else None
        after = self.doc[span.end] if span.end < len(self.doc) else None
        if name.kind in {"title", "role"}:
            if after is not None and after.text.istitle() and after.lower_ in kinds("documents"):
                return False  # "Executive Order 13067"
            if (
                len(span) == 1
                and written.islower()
                and (span.root.pos_ not in {"NOUN", "PROPN"} or span.root.dep_ == "amod")
                and name.kind == "title"
            ):
                return False  # "a general strike", "the chief reason"
            return span.text == written or "-" in span.text
        if name.kind in {"state", "adjective", "people"} and self.text[hit.end : hit.end + 3].lstrip(" \\").startswith("$"):
            return False
        if name.kind in {"state", "metonym", "subnational", "adjective", "people", "ethnic", "company"} and " " not in written:
            if is_given(written) and self.doc[span.end : span.end + 2].text == "and I":
                return False  # "Douglas and I", of a family
            # "Michael Jordan", "Chad Smith", "Georgia Meloni": part of a person's name
            in_person = span.root.ent_type_ == "PERSON"
            if (
                in_person
                and before is not None
                and before.ent_type_ == "PERSON"
                and before.text[:1].isupper()
                and not self._is_title(before.i)
            ):
                return False
            linked = before is not None and before.lower_ in {"to", "of", "for", "in", "from", "-"}
            if in_person and not linked and after is not None and after.ent_type_ == "PERSON" and after.is_title and after.ent_iob_ == "I":
                return False
        if name.kind in {"body", "armed_group"} and written.isupper() and any(_capitals(t) for t in (before, after)):
            return False  # a heading in capitals: "FACT SHEET"
        if name.kind in {"body", "armed_group"} and written.isupper() and before is None and after is not None and after.text == ":":
            return False  # a label: "FACT:"
        if name.kind in {"body", "armed_group"} and written.isupper() and len(written) <= 5 and not self._vouched(name, written):
            return False
        if name.kind == "company" and after is not None and after.lower_ in _GATHERINGS:
            return False  # "the Woodside Summit" is called by a town
        if name.kind == "adjective" and self._in_document(span.end):
            return False  # "the Indian Child Welfare Act"
        if name.kind == "company" and " " not in written and span.root.ent_type_ not in {"ORG", "PRODUCT"}:
            return False
        return not (name.kind == "adjective" and after is not None and after.text == "-" and written in {"Indo", "Anglo", "Sino", "Franco"})

    def _in_document(self, at: int) -> bool:
        """Whether the capitalised words from here on are the name of a law, an order or a plan."""
        end = at
        while end < len(self.doc) and self.doc[end].text[:1].isupper():
            end += 1
        return end > at and self.doc[end - 1].lower_ in kinds("documents")

    def _vouched(self, name: Name, written: str) -> bool:
        """Whether an acronym's country (or its own full name) is in the passage: "NCP" alone can be a party of five countries."""
        if written not in _ENGLISH and (name.country in _KNOWN_ACRONYMS or name.sector in {"PTY", "REB", "PRM", "SPY"}):
            return True
        return any(
            other.country == name.country
            for hit in self.hits
            for other in hit.names
            if other.kind in {"state", "adjective", "people", "metonym"} or (other is name and hit.end - hit.start > 5)
        )

    def _is_title(self, index: int) -> bool:
        return any(p.first <= index <= p.last and p.of("title") for p in self.pieces.values())

    def _add(self, piece: Piece) -> None:
        self.pieces[piece.first] = piece
        self.covered.update(range(piece.first, piece.last + 1))

    def _place_names(self) -> None:
        """Unknown names of people: capitalised words after a title or honorific, and the parser's PERSON entities."""
        for piece in sorted((p for p in self.pieces.values() if p.of("title")), key=lambda p: p.first):
            self._name_from(piece.last + 1)
        for token in self.doc:
            if token.is_title and token.lower_.strip(".") in _HONORIFICS:
                self._name_from(token.i + 1)
        proper = [token for token in self.doc if token.pos_ == "PROPN"]
        for token, following in itertools.pairwise(proper):
            if (
                following.i == token.i + 1
                and {token.i, following.i}.isdisjoint(self.covered)
                and {token.ent_type_, following.ent_type_} <= {"", "GPE", "NORP"}
                and token.is_title
                and following.is_title
                and is_given(token.text)
                and token.head in {following, following.head}
            ):
                self._name_from(token.i)
        for entity in self.doc.ents:
            if entity.label_ == "PERSON" and entity[-1].lower_ not in _GATHERINGS and not self._town(entity):
                free = [t for t in entity if t.i not in self.covered and not _possessive(t)]
                if (
                    free
                    and free[0].text[:1].isupper()
                    and sum(len(t) for t in free) > 1
                    and all(b.i - a.i == 1 for a, b in itertools.pairwise(free))
                ) and not any(t.is_upper and len(t.text) > 12 for t in free):
                    self._add(Piece(free[0].i, free[-1].i, (), self.doc[free[0].i : free[-1].i + 1].text))
        self._join_names()

    def _town(self, entity: Span) -> bool:
        """Whether a name is the end of a known town's: "Puerto" + "Penasco"."""
        first = entity.start
        while first and self.doc[first - 1].pos_ == "PROPN" and not self.doc[first - 1].ent_type_ and first - 1 not in self.covered:
            first -= 1
        return first < entity.start and country_of(self.doc[first : entity.end].text) is not None

    def _name_from(self, start: int) -> None:
        """A capitalised name that begins at `start`, if one does."""
        if start < len(self.doc) and self.doc[start].lower_ in _STYLES:
            return  # "His Highness the Amir of Kuwait"
        end, seen = start, False
        while end < len(self.doc) and (end not in self.covered or (seen and self._inside_name(end))):
            token = self.doc[end]
            word = token.lower_.rstrip(".")
            if (word in _HONORIFICS and token.is_title and not seen) or (token.text == "." and seen and self.doc[end - 1].is_upper):
                end += 1
                continue
            if _name_like(token):
                seen = True
            elif not ((word in _PARTICLES or token.text in {"-", "‑", "–"}) and end + 1 < len(self.doc) and _name_like(self.doc[end + 1])):
                break
            end += 1
        while end > start and not _name_like(self.doc[end - 1]):
            end -= 1
        if seen and end > start and self.doc[start:end].end_char - self.doc[start:end].start_char > 1:
            first = start
            while first < end - 1 and self.doc[first].lower_.rstrip(".") in _HONORIFICS:
                first += 1
            self._add(Piece(first, end - 1, (), self.doc[first:end].text))

    def _join_names(self) -> None:
        """ "Sheikh Tamim" (known) and "Bin Hamad Al-Thani" (not) are one name."""
        for piece in sorted(self.pieces.values(), key=lambda p: p.first):
            following = self.pieces.get(piece.last + 1)
            if piece.first in self.pieces and piece.of("person") and following and following.given:
                del self.pieces[following.first]
                words = set(name_key(self.doc[following.first : following.last + 1].text).split())
                same = tuple(n for n in piece.names if n.kind == "person" and words & set(name_key(n.name).split()))
                if len(words) == 1 and piece.last > piece.first:
                    same = same or piece.names  # a second family name: "Laurentino Cortizo Cohen"
                joined = Piece(piece.first, following.last, same, self.doc[piece.first : following.last + 1].text)
                self.pieces[piece.first] = joined

    def _inside_name(self, index: int) -> bool:
        """A place name within a person's: "Al-Mohammad Al-Sabah"."""
        before = self.doc[index - 1]
        piece = self.pieces.get(index)
        if piece is None or piece.of("title") or piece.given or not (before.text == "-" or before.lower_ in _PARTICLES):
            return False
        del self.pieces[index]
        self.covered -= set(range(piece.first, piece.last + 1))
        return True

    # -- mentions -------------------------------------------------------------------------------------------------------------

    def scan(self) -> list[Mention]:
        """The mentions, in order of position; inner ones (an adjective within "Kenyan officials") are marked `modifier`."""
        found: list[Mention] = []
        position = 0
        taken: set[int] = set()
        while position < len(self.doc):
            group = self._group(position)
            if group is None:
                position += 1
                continue
            mention, position = group
            found.append(mention)
            taken.update(range(mention.first, mention.last + 1))
        found += self._described(found, taken)
        self._employers(found)
        self._principals(found)
        found += self._entities(taken)
        found += self._pronouns(taken)
        found.sort(key=lambda m: (m.first, -m.last))
        return found

    def _at(self, position: int) -> Piece | None:
        return self.pieces.get(position)

    def _group(self, position: int) -> tuple[Mention, int] | None:
        start = position
        origins: list[Name] = []
        former = acting = False
        cursor = position
        single: Piece | None = None
        while cursor < len(self.doc):
            piece = self._at(cursor)
            word = self.doc[cursor].lower_
            if piece and not piece.given and (name := piece.of(*ORIGINS)) and not (piece.of("title") and not piece.of("state")):
                if self._derived(piece):
                    if origins:
                        break
                    return None if cursor == position else (self._single(single, start, origins), cursor) if single else None
                origins.append(self._owned(piece, name, origins))
                single = piece
                cursor = self._past_possessive(self._past_acronym(piece.last + 1))
            elif piece and (venue := piece.of("venue")) and venue.country and self._bridge(piece.last + 1, 0):
                origins.append(venue)  # "German Chancellery Foreign Policy Advisor X"
                cursor = self._bridge(piece.last + 1, 0) or cursor
            elif word.rstrip("-") in FORMER and self._leads_to_title(cursor + 1):
                former = True
                cursor += 1
            elif word in ACTING and self._leads_to_title(cursor + 1):
                acting = True
                cursor += 1
            elif (origins and word in {"-", "–"} and (nxt := self._at(cursor + 1)) and nxt.of("title")) or (
                origins and word in _BEFORE_TITLE and self._leads_to_title(cursor + 1)
            ):
                cursor += 1
            elif origins and (bridge := self._bridge(cursor)):
                cursor = bridge
            else:
                break
        titles: list[Name] = []
        tail: list[Name] = []
        cursor = self._titles(cursor, titles, tail)
        while (
            titles
            and cursor + 1 < len(self.doc)
            and cursor not in self.pieces
            and self.doc[cursor].lower_.rstrip(".") in _HONORIFICS
            and self.doc[cursor].text[:1].isupper()
        ):
            cursor += 1
        piece = self._at(cursor)
        person = piece if piece and (piece.given or piece.of("person")) else None
        speaks = bool(titles) and "spokesperson" in titles[-1].id  # "spokesperson for Secretary-General X" isn't X
        if titles and not speaks and person is None and (far := self._portfolio(cursor, bool(tail))) is not None:
            person = far
        if titles and person is None and cursor < len(self.doc) and self.doc[cursor].text == ",":
            ahead = self._at(cursor + 1)
            if (
                ahead
                and (ahead.given or ahead.of("person"))
                and self._closes(ahead.last + 1)
                and self._introduces(start, origins, tail, ahead)
            ):
                person = ahead
        if person:
            return self._person(start, origins, titles, tail, person, former, acting)
        if titles:
            end = cursor - 1
            return self._mention(
                start, end, "office", titles=tuple(titles), origins=(*origins, *tail), former=former, acting=acting
            ), cursor
        if single:
            return self._single(single, start, origins), single.last + 1
        return None

    def _owned(self, piece: Piece, name: Name, origins: list[Name]) -> Name:
        """A national body whose name many countries use is of the country that the words around it name."""
        if name.kind != "body":
            return name
        country = next((o.country for o in reversed(origins) if o.country and o.kind in {"state", "adjective", "metonym", "body"}), None)
        at = piece.last + 1
        if country is None and at + 1 < len(self.doc) and self.doc[at].lower_ == "of":
            following = self._at(at + 2 if self.doc[at + 1].lower_ == "the" else at + 1)
            state = following.of("state") if following else None
            country = state.country if state else None
        if country is None or name.country == country:
            return name
        same = next((n for n in piece.names if n.kind == "body" and n.country == country), None)
        text = self.doc[piece.first : piece.last + 1].text
        return same or Name("body", f"{country}/{slug(text)}", text, country, name.sector)

    def _past_acronym(self, cursor: int) -> int:
        """ "the Republic of Korea (ROK) Foreign Minister" """
        if (
            cursor + 2 < len(self.doc)
            and self.doc[cursor].text == "("
            and self.doc[cursor + 2].text == ")"
            and self.doc[cursor + 1].is_upper
        ):
            following = self._at(cursor + 3)
            if following and following.of("title", *ORIGINS):
                return cursor + 3
        return cursor

    def _portfolio(self, cursor: int, linked: bool) -> Piece | None:
        """The name at the end of a long title: "Minister of Energy and Mines X", "Director of the Office, and Foreign Minister X"."""
        if cursor >= len(self.doc) or not (
            self.doc[cursor].lower_ in {"of", "for", "to", "at", "in", "and", "&", "on"}
            or (linked and self.doc[cursor].text in {"’s", "'s"})
        ):
            return None
        for at in range(cursor, min(cursor + MAX_PORTFOLIO, len(self.doc))):
            token = self.doc[at]
            piece = self._at(at)
            if piece and (piece.given or piece.of("person")) and at > cursor + 1:
                return piece
            if token.text == ",":
                ahead = self._at(at + 1)
                if at + 1 >= len(self.doc) or (ahead and ahead.of("title")):
                    return None
                continue
            if not (token.text[:1].isupper() or token.lower_ in _PORTFOLIO):
                return None
        return None

    def _title_at(self, cursor: int) -> int | None:
        piece = self._at(cursor)
        return cursor if piece and piece.of("title") else None

    def _bridge(self, cursor: int, least: int = 1) -> int | None:
        """Where the title begins in "Brazilian Presidential Advisor", "German Chancellery Foreign and Security Policy Advisor"."""
        for at in range(cursor, min(cursor + 7, len(self.doc))):
            piece = self._at(at)
            if piece and piece.of("title"):
                return at if at >= cursor + least else None
            token = self.doc[at]
            if (piece and (piece.given or piece.of("person"))) or not (
                token.text[:1].isupper() or token.lower_ in {"and", "of", "for", "&", "the"}
            ):
                return None
        return None

    def _leads_to_title(self, cursor: int) -> bool:
        for step in range(4):
            piece = self._at(cursor + step)
            if piece:
                if piece.of("title"):
                    return True
                if not piece.of(*ORIGINS):
                    return False
                return self._leads_to_title(self._past_possessive(piece.last + 1)) if step < 3 else False
            if cursor + step >= len(self.doc) or (
                self.doc[cursor + step].lower_ not in _BEFORE_TITLE | ACTING | FORMER
                and self.doc[cursor + step].text not in {"-", "appointed"}
            ):
                return False
        return False

    def _titles(self, cursor: int, titles: list[Name], tail: list[Name]) -> int:
        """Reads titles from `cursor` ("Foreign Minister and Deputy Prime Minister of X"), returns the token after them."""
        while (piece := self._at(cursor)) and (title := piece.of("title")):
            titles.append(self._deputy(title, cursor))
            cursor = piece.last + 1
            if (
                cursor + 1 < len(self.doc)
                and _possessive(self.doc[cursor])
                and (owned := self._bridge(cursor) or self._title_at(cursor + 1))
            ):
                titles.pop()  # "the Secretary-General's Personal Envoy": the envoy is meant
                tail += [sender] if (sender := _organisation_in(title)) is not None else []
                cursor = owned
                continue
            cursor = self._of(cursor, tail, offices()[title.id].rank)
            if tail and tail[-1].kind == "charge" and (sender := _organisation_in(title)) is not None:
                tail.append(sender)
            if cursor + 1 < len(self.doc) and self.doc[cursor].text == "-" and self.doc[cursor + 1].lower_ in {"elect", "designate"}:
                cursor += 2
            joint = cursor
            if joint < len(self.doc) and self.doc[joint].text == ",":
                joint += 1
                style, name = self._at(joint), None
                if style and (second := style.of("title")) and second.id in _STYLE_OFFICES:
                    name = self._at(style.last + 1)
                if name and (name.given or name.of("person")):
                    return style.last + 1  # type: ignore[union-attr]  # (a name follows it)
            if joint < len(self.doc) and self.doc[joint].lower_ in {"and", "&"}:
                ahead = joint + 1
                probe_titles: list[Name] = []
                probe_tail: list[Name] = []
                end = self._titles(ahead, probe_titles, probe_tail) if self._at(ahead) and self._at(ahead).of("title") else ahead  # type: ignore[union-attr]
                name = self._at(end)
                if probe_titles and name and (name.given or name.of("person")) and end > ahead:
                    titles += probe_titles
                    tail += probe_tail
                    return end
        return cursor

    def _deputy(self, title: Name, cursor: int) -> Name:
        """ "Deputy energy minister" where only the minister's title is known."""
        word = self.doc[cursor - 1].lower_ if cursor else ""
        if word in {"deputy", "vice"} and title.id.endswith("-minister") and "deputy" not in title.id:
            return Name("title", "deputy-minister", f"{word} {title.name}", title.country, title.sector)
        return title

    def _of(self, cursor: int, tail: list[Name], rank: str = "") -> int:
        """Reads "of the Republic of Kenya", "for Africa", "to the United Nations" after a title; `rank`: of its office."""
        at = cursor
        if at < len(self.doc) and self.doc[at].lower_ in _LINKS:
            link = self.doc[at].lower_
            at += 1
            while at < len(self.doc) and self.doc[at].lower_ in {"the", "a", "neighboring", "neighbouring"}:
                at += 1
            piece = self._at(at)
            if piece and piece.of("title") and link in {"to", "of"} and not piece.of("state"):
                return self._of(piece.last + 1, tail)  # "Adviser to the Prime Minister of Sweden"
            if (
                piece
                and not piece.given
                and (name := piece.of("state", "organisation", "body", "subnational", "armed_group", "metonym", "adjective", "company"))
            ):
                if name.kind == "adjective":  # "of the Kenyan parliament"
                    noun = self._at(piece.last + 1)
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
                tail.append(self._of_state(name, piece.last))
                superior = self._title_at(piece.last + 2) if self._past_possessive(piece.last + 1) == piece.last + 2 else None
                return self.pieces[superior].last + 1 if superior is not None else piece.last + 1  # "adviser of Brazil's president"
        return cursor

    def _of_state(self, body: Name, last: int) -> Name:
        """A body as that of the state named after it: "the National Security Bureau of Poland" isn't Taiwan's."""
        at = last + 1
        piece = self._at(at + 1) if body.kind == "body" and at < len(self.doc) and self.doc[at].lower_ == "of" else None
        state = piece.of("state") if piece is not None else None
        if state is None or state.country in {None, body.country}:
            return body
        return Name("body", f"{state.country}/{body.id.partition('/')[2]}", body.name, state.country, body.sector)

    def _person(
        self, start: int, origins: list[Name], titles: list[Name], tail: list[Name], person: Piece, former: bool, acting: bool
    ) -> tuple[Mention, int]:
        end = self._whole_name(person.last)
        name = person.of("person")
        given = self.doc[person.first : end + 1].text if end > person.last or not person.given else person.given
        cursor = end + 1
        # a known name that the text continues: "Abdel Fattah al-Sisi" known, or "Biden, Jr."
        if cursor + 1 < len(self.doc) and self.doc[cursor].text == "," and self.doc[cursor + 1].lower_.rstrip(".") in {"jr", "sr"}:
            cursor += 2
            end = cursor - 1
        elif cursor < len(self.doc) and self.doc[cursor].lower_.rstrip(".") in {"jr", "sr", "ii", "iii", "iv"}:
            cursor += 1
            end = cursor - 1
        if cursor < len(self.doc) and self.doc[cursor].lower_ == "of" and (titles or name):
            cursor = self._of(cursor, tail)
        if tail and cursor - 1 > end:
            end = cursor - 1
        mention = self._mention(
            start,
            end,
            "person",
            name=name,
            given=given,
            titles=tuple(titles),
            origins=(*origins, *tail),
            former=former,
            acting=acting,
            head=person.last,
        )
        mention.alternatives = tuple(n for n in person.names if n.kind == "person")
        cursor = end + 1
        if cursor < len(self.doc) and self.doc[cursor].text in {",", "(", "–", "—"}:
            self._apposition(mention, cursor + 1)
        return mention, cursor

    def _whole_name(self, last: int) -> int:
        """The last token of a name that goes on with a particle: "King Hamad" + "bin Isa Al Khalifa", "Khalifa" + "al-Harthy"."""
        at, end = last + 1, last
        if self._second_surname(last):
            return at
        if at >= len(self.doc) or self.doc[at].lower_ not in _PATRONYMS:
            return last
        while at < len(self.doc) and at not in self.pieces:
            if _name_like(self.doc[at]) and self.doc[at].lower_ not in _PATRONYMS:
                end = at
            elif self.doc[at].lower_ not in _PARTICLES and self.doc[at].text not in {"-", "‑", "–"}:
                break
            at += 1
        return end

    def _second_surname(self, last: int) -> bool:
        """Whether a known name goes on with one more family name: "Laurentino Cortizo" + "Cohen"."""
        token = self.doc[last]
        return (
            token.dep_ == "compound"
            and token.head.i == last + 1
            and last + 1 not in self.covered
            and token.head.pos_ == "PROPN"
            and token.head.is_title
            and token.head.ent_type_ in {"", "PERSON"}
        )

    def _apposition(self, mention: Mention, cursor: int) -> None:
        """Reads ", the Zambian president," after a name: the description is kept with the mention."""
        start = cursor
        former = False
        while (
            cursor < len(self.doc)
            and self._title_at(cursor) is None
            and (
                self.doc[cursor].lower_
                in {"the", "a", "an", "who", "is", "was", "serves", "as", "also", "currently"} | ACTING | _BEFORE_TITLE | FORMER
            )
        ):
            former = former or self.doc[cursor].lower_ in FORMER
            cursor += 1
        origins: list[Name] = []
        while (piece := self._at(cursor)) and not piece.given and (name := piece.of(*ORIGINS)) and not self._derived(piece):
            origins.append(name)
            cursor = self._past_possessive(piece.last + 1)
            while cursor < len(self.doc) and self._title_at(cursor) is None and self.doc[cursor].lower_ in _BEFORE_TITLE | FORMER | ACTING:
                former = former or self.doc[cursor].lower_ in FORMER
                cursor += 1
        titles: list[Name] = []
        tail: list[Name] = []
        cursor = self._titles(cursor, titles, tail)
        if origins and not titles and (noun := self._role_within(cursor, 5)) is not None:  # "X, Algeria's leading human rights activist"
            mention.origins, mention.sector = (*mention.origins, *origins), noun.names[0].sector
            mention.appositions.append((start, noun.last))
            return
        following = self._at(cursor)
        if titles and not (following and (following.given or following.of("person"))):
            mention.titles = (*mention.titles, *titles)
            mention.origins = (*mention.origins, *origins, *tail)
            mention.former = mention.former or former
            mention.appositions.append((start, cursor - 1))

    def _role_within(self, cursor: int, limit: int) -> Piece | None:
        """The noun for people that a description ends with, a few words on."""
        for at in range(cursor, min(cursor + limit, len(self.doc))):
            piece = self._at(at)
            if piece is not None:
                return piece if piece.of("role") else None
            if self.doc[at].pos_ not in {"ADJ", "NOUN", "PROPN", "ADV", "VERB"}:
                return None
        return None

    def _introduces(self, start: int, origins: Sequence[Name], tail: Sequence[Name], person: Piece) -> bool:
        """Whether "Thailand's prime minister, X," is one person and not two of a list."""
        before = self.doc[start - 1].lower_ if start else ""
        countries = {o.country for o in (*origins, *tail)}
        if any(n.kind == "person" and n.country in countries - {None} for n in person.names):
            return True
        ends = self.doc[person.last + 1].text if person.last + 1 < len(self.doc) else "."
        if origins or tail:
            return before != "," and (before != "and" or ends == ",")
        return before in {"the", "'s", "’s"} and ends == "," and not self._and_after(person.last + 2)

    def _and_after(self, position: int) -> bool:
        return position < len(self.doc) and self.doc[position].lower_ == "and"

    def _closes(self, cursor: int) -> bool:
        return cursor >= len(self.doc) or self.doc[cursor].text in {",", ".", ";", ")", "—", "–", "?", "!"}

    def _derived(self, piece: Piece) -> bool:
        after = piece.last + 1
        text = self.text
        end = self.doc[piece.last].idx + len(self.doc[piece.last])
        if "-" in self.doc[piece.last].text and DERIVED.search(self.doc[piece.last].text.rsplit("-", 1)[-1]):
            return True
        return after < len(self.doc) and end < len(text) and text[end] in "-‑–" and bool(DERIVED.match(text, end + 1))

    def _past_possessive(self, cursor: int) -> int:
        if cursor < len(self.doc) and _possessive(self.doc[cursor]):
            return cursor + 1
        return cursor

    def _single(self, piece: Piece | None, start: int, origins: list[Name]) -> Mention:
        assert piece is not None  # noqa: S101 (the caller has one)
        name = origins[-1]
        mention = self._mention(
            start if len(origins) > 1 else piece.first, piece.last, _KIND[name.kind], name=name, origins=tuple(origins[:-1])
        )
        mention.alternatives = piece.names
        after = piece.last + 1
        joined = (after < len(self.doc) and self.doc[after].text in {"-", "–"}) or (
            piece.first and self.doc[piece.first - 1].text in {"-", "–"}
        )
        mention.modifier = name.kind == "adjective" or bool(joined)
        return mention

    def _mention(self, first: int, last: int, kind: MentionKind, *, head: int | None = None, **values: object) -> Mention:
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

    def _described(self, groups: list[Mention], taken: set[int]) -> Iterator[Mention]:
        """Generic nouns for people and groups, with the adjectives and possessives that say whose they are."""
        by_token = {i: m for m in groups for i in range(m.first, m.last + 1)}
        for piece in list(self.pieces.values()):
            role = piece.of("role")
            noun = self.doc[piece.last]
            if role is None or piece.last in taken or self._in_gathering(noun):
                continue
            if noun.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB"} or noun.dep_ == "amod" or _finite(noun):
                continue
            left = min(noun.left_edge.i, piece.first)
            while noun.dep_ == "compound" and left - 1 in by_token and self.doc[left - 1].head == noun.head:
                left = by_token[left - 1].first  # "the Congolese government spokesman": of the Congolese government
            inner = [
                m for m in dict.fromkeys(by_token[i] for i in range(left, piece.first) if i in by_token) if m.kind != "person" or m.titles
            ]
            origins = [o for m in inner for o in ((*m.origins, m.name) if m.name else m.origins) if o is not None]
            origins = origins or list(self._places(left, piece.first))
            tail: list[Name] = []
            for child in noun.rights:
                owned = origins or role.name in _MISSIONS or any(t.dep_ == "poss" for t in noun.lefts)
                if child.dep_ == "prep" and child.lower_ in ({"of", "from"} if owned else {"of", "from", "in", "at"}):
                    tail += [
                        m.name
                        for g in child.children
                        if g.dep_ == "pobj"
                        for noun_ in (g, *self._joined(by_token.get(g.i), g))
                        if (m := by_token.get(noun_.i)) and m.name and m.kind in {"state", "subnational", "organisation", "armed_group"}
                    ]
            after = noun.i + 1
            if not (tail or origins) and after < len(self.doc) and self.doc[after].lower_ == "and":
                tail = [
                    m.name
                    for other in conjuncts(noun)
                    for child in other.children
                    if child.dep_ == "prep" and child.lower_ == "of"
                    for g in child.children
                    if g.dep_ == "pobj" and (m := by_token.get(g.i)) and m.name and m.kind == "state"
                ]  # "the government and people of Togo"
            if (
                not tail
                and role.name in {"counterpart", "counterparts"}
                and after + 1 < len(self.doc)
                and self.doc[after].lower_ in {"from", "of"}
            ):
                named = by_token.get(after + 2 if self.doc[after + 1].lower_ == "the" else after + 1)  # wherever the parser hangs it
                tail += [named.name] if named is not None and named.name and named.kind == "state" else []
            if (
                role.detail == "plural"
                and piece.names[0].name in GROUP_NOUNS
                and not origins
                and not tail
                and any(self.doc[i].lower_ in {"the", "both", "two"} for i in range(left, piece.first))
            ):
                continue  # "the two leaders": said of people named before
            possessor = next((t.lower_ for t in noun.lefts if t.dep_ == "poss" and t.lower_ in {"his", "her", "their", "its", "our"}), None)
            if role.name in kinds("machines") and not (origins or tail or possessor):
                continue
            if role.name == "party" and any(t.lower_ in _ANY_SIDE for t in noun.lefts):
                role = replace(role, sector="UNK")  # no political ones
            start = next(
                (i for i in range(left, piece.last + 1) if self.doc[i].dep_ not in {"det", "predet", "poss", "case"} or i in by_token),
                piece.first,
            )
            mention = self._mention(start, piece.last, "role", name=role, origins=(*origins, *tail), sector=role.sector, head=noun.i)
            mention.modifier = noun.dep_ == "compound"
            mention.possessor = possessor
            mention.noun = role.name
            mention.shared, mention.bodies = self._shared(origins, tail, left, piece.first)
            mention.plural = role.detail == "plural"
            mention.named = self._named_after(piece.last + 1, by_token, mention.plural) if role.sector == "GOV" else ()
            if role.name == "counterpart" and mention.named and not mention.named[0].origins:
                mention.named[0].origins = mention.origins
            mention.definite = any(self.doc[i].lower_ in {"the", "his", "her", "their", "its", "both"} for i in range(left, start + 1))
            if mention.modifier and any(t.lower_ == "the" for t in noun.head.lefts):
                mention.definite = True  # "the police raid"
            mention.former = any(self.doc[i].lower_ in FORMER for i in range(left, piece.last))
            joined = [noun.head, *conjuncts(noun)] if noun.dep_ == "conj" else list(conjuncts(noun))
            mention.against = next((m.name for t in joined if (m := by_token.get(t.i)) is not None and m.kind == "armed_group"), None)
            for m in inner:
                m.modifier = True
            taken.update(range(start, piece.last + 1))
            yield mention

    def _in_gathering(self, noun: Token) -> bool:
        """Whether a noun for people is a part of a gathering's name or rank: "the upcoming Leaders' Summit", "leader-level talks"."""
        following = self.doc[noun.i + 1 : noun.i + 3]
        if len(following) < 2:
            return False
        ranked = following[0].text == "-" and following[1].lower_ == "level"
        return ranked or (noun.is_title and _possessive(following[0]) and following[1].is_title and following[1].lower_ in _GATHERINGS)

    def _named_after(self, cursor: int, by_token: dict[int, Mention], several: bool) -> tuple[Mention, ...]:
        """The people named between commas after a description: ", X and Y," after several, ", X," after one."""
        found: list[Mention] = []
        if cursor >= len(self.doc) or self.doc[cursor].text not in {",", "–", "—", ":"}:
            return ()
        cursor += 1
        while (mention := by_token.get(cursor)) is not None and mention.kind == "person":
            found.append(mention)
            cursor = max([mention.last, *(b for _, b in mention.appositions)]) + 1
            joint = cursor
            while joint < len(self.doc) and self.doc[joint].lower_ in {",", "and"}:
                joint += 1
            if joint == cursor or joint not in by_token:
                break
            if not several:
                return tuple(found) if joint > cursor and self.doc[cursor].text == "," else ()
            cursor = joint
        return tuple(found) if len(found) > 1 or (found and not several and self._closes(cursor)) else ()

    def _residence(self, mention: Mention, by_token: dict[int, Mention]) -> None:
        """Where a people lives: "the Albanians of southern Serbia"."""
        for link in (t for t in self.doc[mention.head].rights if t.dep_ == "prep" and t.lower_ == "of"):
            place = next((by_token[g.i] for g in link.children if g.dep_ == "pobj" and g.i in by_token), None)
            if place is not None and place.kind in {"state", "subnational"} and place.name is not None:
                mention.origins = (place.name,)

    def _joined(self, mention: Mention | None, noun: Token) -> Iterator[Token]:
        """What is coordinated with a noun or with a later word of its name: "the Republic of the Congo, Egypt and Gabon"."""
        yield from conjuncts(noun)
        for index in range(mention.first, mention.last + 1) if mention is not None else ():
            if index != noun.i:
                yield from conjuncts(self.doc[index])

    def _employers(self, found: list[Mention]) -> None:
        """Whose the bare title is in "a lecturer in history at the University of X in Wales"."""
        by_token = {i: m for m in found for i in range(m.first, m.last + 1)}
        for mention in found:
            if mention.kind == "people" and not mention.origins:
                self._residence(mention, by_token)
            if mention.kind in {"person", "role"} and not mention.origins:
                self._behalf(mention, by_token)
            if mention.kind == "office":
                self._appointee(mention, by_token)
            party = mention.kind == "role" and mention.noun == "delegation"  # "Minister X and an accompanying delegation"
            if (party or (mention.kind == "person" and mention.titles)) and not mention.origins and self.doc[mention.head].dep_ == "conj":
                first = by_token.get(self.doc[mention.head].head.i)
                mention.beside = first if first is not None and first.kind == "person" and (first.titles or party) else None
            if mention.kind != "office" or mention.origins:
                continue
            for link in (t for t in self.doc[mention.head].rights if t.dep_ == "prep" and t.lower_ in {"at", "with", "from"}):
                other = next((by_token[g.i] for g in link.children if g.dep_ == "pobj" and g.i in by_token), None)
                if other is not None and other is not mention and other.kind not in {"person", "pronoun", "group"}:
                    mention.origins = (*other.origins, other.name) if other.name and other.name.country else other.origins

    def _behalf(self, mention: Mention, by_token: dict[int, Mention]) -> None:
        """Whose the people are who sign or negotiate "for Kinshasa", and the officers whom a state sends."""
        head = self.doc[mention.head]
        side: Mention | None = None
        if mention.kind == "person" and not mention.titles:
            verbs = [head.head] if head.dep_ == "nsubj" else []
            after = self.doc[mention.last + 1] if mention.last + 1 < len(self.doc) else None
            links = [c for v in verbs if v.lemma_ in _ACTS_FOR for c in v.children if c.lower_ == "for" and c.dep_ == "prep"]
            if not links and after is not None and after.lower_ == "for" and any(t.lemma_ in _ACTS_FOR for t in after.sent):
                links = [after]  # "and X for the rebels"
            side = next((by_token[g.i] for c in links for g in c.children if g.dep_ == "pobj" and g.i in by_token), None)
        elif (
            head.dep_ == "dobj"
            and head.head.lemma_ in SENDS
            and (mention.kind == "office" or (mention.name and mention.name.id == "person"))
        ):
            side = next((by_token[t.i] for t in _subjects(head.head) if t.i in by_token and by_token[t.i].kind == "state"), None)
        elif head.dep_ == "dobj" and head.head.lemma_ in _MOVES and mention.plural and mention.possessor is None:
            nouns = [t for subject in _subjects(head.head) for t in (subject, *conjuncts(subject))]
            states = [
                m for t in nouns if (m := by_token.get(t.i)) is not None and m.kind == "state" and m.name is not None and m.name.country
            ]
            mention.shared = tuple(m.name.country for m in states if m.name and m.name.country) if len(states) > 1 else ()
            side = states[0] if len(states) == 1 else None
        if side is not None and side.name is not None and side is not mention and side.kind not in {"person", "pronoun", "group"}:
            mention.origins = (*side.origins, side.name) if side.name.country else side.origins

    def _appointee(self, mention: Mention, by_token: dict[int, Mention]) -> None:
        """Who is named to an office: "appointed X as ambassador", "has named X as its envoy", "the appointment of X as envoy"."""
        link = self.doc[mention.head].head
        above = link.head
        if link.lower_ != "as" or not (above.lemma_ in APPOINTS or above.lemma_ in _APPOINTMENTS):
            return
        named = [c for c in above.children if c.dep_ in {"dobj", "nsubjpass", "oprd"}]
        named += [g for c in above.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
        person = next((m for t in named if (m := by_token.get(t.i)) is not None and m.kind == "person"), None)
        if person is None:
            return
        mention.named = (person,)
        person.titles, person.former = (*mention.titles, *person.titles), False
        by = next((m for t in _subjects(above) if (m := by_token.get(t.i)) is not None), None)
        own = [o for o in mention.origins if o.kind != "posted"]
        if not person.origins or all(o.kind == "posted" for o in person.origins):
            person.origins = tuple(own or ((*by.origins, by.name) if by is not None and by.name else by.origins if by is not None else ()))

    def _principals(self, found: list[Mention]) -> None:
        """For whom a spokesman speaks: "a spokesman for the Finnish government", "the Congolese government spokesman"."""
        by_token = {i: m for m in found for i in range(m.first, m.last + 1)}
        for mention in found:
            if not any(t.id in {"spokesperson", "press-secretary"} for t in mention.titles):
                continue
            own = {i for a, b in ((mention.first, mention.last), *mention.appositions) for i in range(a, b + 1)}
            after = [
                by_token[g.i]
                for i in own
                for c in self.doc[i].rights
                if c.dep_ == "prep" and c.lower_ in {"for", "of"}
                for g in c.children
                if g.i in by_token
            ]
            head = self.doc[mention.head]
            before = [by_token[i] for i in range(head.left_edge.i, mention.first) if i in by_token] if not mention.origins else []
            other = next((m for m in (*after, *reversed(before)) if m is not mention and m.kind not in {"pronoun", "group"}), None)
            if other is None:
                continue
            mention.principal = other
            if not mention.origins:
                mention.origins = (*other.origins, other.name) if other.name and other.name.country else other.origins
                other.modifier = other.modifier or other in before

    def _shared(self, origins: list[Name], tail: list[Name], left: int, end: int) -> tuple[tuple[str, ...], tuple[Name, ...]]:
        """The states of "Thai and Lao officials", "the foreign ministers of Egypt, Jordan and Qatar"; and the organisations of such."""
        joined = any(self.doc[i].lower_ in {"and", ","} for i in range(left, end))
        own = [o.country for o in origins if o.country and o.kind in {"state", "adjective"}] if joined else []
        of = [o.country for o in tail if o.country and o.kind == "state"]
        found = tuple(dict.fromkeys(of if len(of) > 1 else own))
        return found if len(found) > 1 else (), tuple(dict.fromkeys(n for n in tail if n.kind == "organisation"))

    def _places(self, first: int, end: int) -> Iterator[Name]:
        """Towns in a phrase that say whose police, court or college is meant."""
        for entity in self.doc.ents:
            if not first <= entity.start < end or entity.label_ not in {"GPE", "LOC", "ORG", "FAC", "NORP", "PERSON"}:
                continue
            free = (t for t in entity if t.i < end and t.i not in self.covered and t.is_title and len(t) > 4)
            words = [entity.text, *(t.text for t in free if t.lower_ not in _COMPASS)]
            if country := next((c for word in words if (c := country_of(word))), None):
                yield Name("place", country, entity.text, country)

    def _entities(self, taken: set[int]) -> Iterator[Mention]:
        """Organisations and places that only the parser knows."""
        topical = {i for p in self.pieces.values() if p.of("instrument", "conflict", "forum", "venue") for i in range(p.first, p.last + 1)}
        for entity in self.doc.ents:
            if (
                entity.label_ not in {"ORG", "NORP", "GPE"}
                or any(t.i in taken or t.i in topical for t in entity)
                or not entity.text[:1].isupper()
                or entity[-1].lower_ in _STYLES
            ):
                continue
            span = entity[1:] if entity[0].lower_ in {"the", "a", "an"} and len(entity) > 1 else entity
            if span and span[-1].text in {"'s", "’s"}:
                span = span[:-1]
            if not len(span) or span[-1].lower_ in _GATHERINGS or span.root.lower_ in kinds("documents") or _DEGREE.match(span.text):
                continue
            if self.text[span.end_char : span.end_char + 1] in {"-", "‑", "–"} and DERIVED.match(self.text, span.end_char + 1):
                continue  # "a Ukraine-supported resolution"
            if entity.label_ == "NORP" and span.root.dep_ in {"amod", "compound"} and span.root.pos_ == "ADJ":
                continue  # "African nations"
            kind: MentionKind = {"ORG": "organisation", "NORP": "people", "GPE": "subnational"}[entity.label_]  # type: ignore[assignment]
            mention = self._mention(span.start, span.end - 1, kind, given=span.text)
            if entity.label_ == "GPE" and (state := _state_called(span.text)) is not None:
                mention.kind, mention.name = "state", state  # "Sudan's army-led government" holds another name
            mention.origins = self._whereabouts(span, entity.label_)
            mention.modifier = span.root.dep_ in {"compound", "amod", "nmod"}
            taken.update(range(span.start, span.end))
            yield mention
        yield from self._strangers(taken, topical)

    def _strangers(self, taken: set[int], topical: set[int]) -> Iterator[Mention]:
        """Proper names that nobody knows, where they act or are acted on: "Orsania urged Velland"."""
        for token in self.doc:
            if (
                token.pos_ != "PROPN"
                or token.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT"}
                or token.i in taken
                or token.i in topical
                or token.lower_ in _GATHERINGS
                or token.lower_ in kinds("documents")
            ):
                continue
            if token.ent_type_ not in {"", "PERSON", "ORG", "GPE", "LOC", "NORP"} or not token.text[:1].isupper() or len(token.text) < 3:
                continue
            if token.lower_ in _STYLES:
                continue
            if token.dep_ == "pobj" and token.head.lower_ not in {"with", "against", "by", "to", "from", "between"}:
                continue
            first = token.i
            while first and self.doc[first - 1].pos_ == "PROPN" and first - 1 not in taken and self.doc[first - 1].head == token:
                first -= 1
            text = self.doc[first : token.i + 1].text
            country = country_of(text) if first < token.i else None
            if (token.dep_ == "ROOT" and country is None) or _DEGREE.match(text):
                continue
            kind: MentionKind = "subnational" if country else "organisation"
            origins = (Name("place", country, text, country),) if country else ()
            mention = self._mention(first, token.i, kind, given=text, origins=origins)
            taken.update(range(first, token.i + 1))
            yield mention

    def _whereabouts(self, span: Span, label: str) -> tuple[Name, ...]:
        """The country of an organisation that only the parser knows, by the places in its name or after it."""
        inside = [
            n
            for p in self.pieces.values()
            if span.start <= p.first < span.end and (n := p.of("state", "adjective", "subnational", "metonym")) and n.country
        ]
        if not inside and label == "GPE" and (country := country_of(span.text)):
            inside = [Name("place", country, span.text, country)]
        if not inside and label == "ORG":
            inside = [Name("place", c, t.text, c) for t in span if t.is_title and len(t) > 3 and (c := country_of(t.text))][:1]
        after = self._of(span.end, [])
        tail: list[Name] = []
        if after != span.end:
            self._of(span.end, tail)
        elif (
            span.end + 1 < len(self.doc)
            and self.doc[span.end].lower_ == "in"
            and (p := self._at(span.end + 1))
            and (n := p.of("state", "subnational", "metonym"))
        ):
            tail = [n]
        return (*inside, *tail)

    def _pronouns(self, taken: set[int]) -> Iterator[Mention]:
        for token in self.doc:
            if token.i in taken:
                continue
            if token.lower_ in {"it", "itself"} and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"} and not _expletive(token):
                yield self._mention(token.i, token.i, "pronoun", noun="it")
            elif token.lower_ in PRONOUNS and token.pos_ == "PRON" and not (token.lower_ == "her" and token.dep_ == "poss"):
                mention = self._mention(token.i, token.i, "pronoun", noun=token.lower_)
                mention.plural = token.lower_ in {"they", "them", "themselves"}
                yield mention
            elif token.dep_ == "poss" and token.lower_ in {"his", "her", "their", "its", "our", "my"}:
                if token.i + 1 < len(self.doc) and token.nbor().lower_ in _STYLES:
                    continue  # "His Excellency"
                mention = self._mention(token.i, token.i, "pronoun", noun=token.lower_)
                mention.modifier = True
                mention.plural = token.lower_ in {"their", "our"}
                yield mention
            elif token.lower_ in {"i", "we", "us", "me"} and token.pos_ == "PRON":
                mention = self._mention(token.i, token.i, "pronoun", noun=token.lower_)
                mention.plural = token.lower_ in {"we", "us"}
                yield mention
            elif (token.lemma_.lower() in GROUP_NOUNS or token.lower_ in {"two", "three", "both", "pair", "duo"}) and (
                group := self._collective(token)
            ):
                yield group

    def _collective(self, token: Token) -> Mention | None:
        """ "the two leaders", "both sides", "the leaders", "the two", "his counterpart", "the Kenyan leader", "the country" """
        quantity = {t.lower_ for t in token.lefts}
        if any(t.dep_ == "nummod" and t.lower_ not in {"two", "2"} for t in token.lefts):
            return None  # "the five countries" aren't the last two
        if token.lower_ in {"two", "three", "both", "pair", "duo"}:
            definite = token.i > 0 and self.doc[token.i - 1].lower_ == "the"
            if token.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj"} and (
                definite or (token.lower_ == "both" and token.dep_ in {"nsubj", "nsubjpass"})
            ):
                mention = self._mention(token.i, token.i, "group", noun=token.lower_)
                mention.plural = True
                return mention
            return None
        plural = token.tag_ in {"NNS", "NNPS"} or bool(quantity & _ONE_OF_TWO)
        if token.lower_ == "state" and token.i + 1 < len(self.doc) and self.doc[token.i + 1].lower_ == "of":
            return None  # "the state of affairs", "the state of emergency"
        if not quantity & {"the", "both", "his", "her", "their", "its", "two", "three", "this", "our", "my", *_ONE_OF_TWO} and not any(
            _possessive(c) for t in token.lefts for c in t.children
        ):
            return None
        left = token.left_edge.i
        start = next((i for i in range(left, token.i + 1) if self.doc[i].lower_ not in {"the", "a"}), token.i)
        mention = self._mention(start, token.i, "group", noun=token.lemma_.lower())
        pieces = (self.pieces.get(i) for i in range(left, token.i))
        named = [n.country for p in pieces if p and (n := p.of("adjective", "state")) and n.country]
        mention.shared = tuple(dict.fromkeys(named)) if any(t.lower_ == "and" for t in self.doc[left : token.i]) else ()
        mention.plural = plural
        mention.definite = True
        return mention


def _organisation_in(title: Name) -> Name | None:
    """The organisation inside a title that is one name: "UN Special Envoy"."""
    words = title.name.split()
    starts = (" ".join(words[:count]) for count in range(1, len(words)))
    return next((name for start in starts for hit in matcher().find(start) if (name := hit.of("organisation")) is not None), None)


def _state_called(text: str) -> Name | None:
    """The state that has just this name."""
    hits = matcher().find(text)
    return hits[0].of("state") if len(hits) == 1 and hits[0].end - hits[0].start == len(text) else None


def _subjects(verb: Token) -> list[Token]:
    """The subjects of a verb, or of the verb that it is coordinated with: "Kenya is ready to lead a force and will send officers"."""
    while True:
        own = [t for t in verb.lefts if t.dep_ == "nsubj"]
        if own or verb.dep_ not in {"conj", "xcomp"}:
            return own
        verb = verb.head


def _expletive(token: Token) -> bool:
    """ "it is clear that", "it was agreed": nobody."""
    verb = token.head
    return any(c.dep_ == "expl" for c in verb.children) or (
        verb.lemma_ in {"be", "seem", "appear"}
        and any(c.dep_ in {"acomp", "attr"} for c in verb.children)
        and any(c.dep_ in {"ccomp", "xcomp", "csubj"} for c in verb.children)
    )


def _capitals(token: Token | None) -> bool:
    return token is not None and token.is_alpha and token.is_upper and len(token) > 3


def _finite(token: Token) -> bool:
    """Whether a word is the verb of a clause: "our leaders will co-host the summit" speaks of no host."""
    return token.pos_ == "VERB" and any(c.dep_ in {"aux", "nsubj"} for c in token.children)


def _possessive(token: Token) -> bool:
    return token.text in {"'s", "’s", "'", "’"} and token.tag_ in {"POS", "VBZ", "''"}


def _name_like(token: Token) -> bool:
    text = token.text
    return (
        text[:1].isupper()
        and text[:1].isalpha()
        and (token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "VERB", "ADP", "INTJ"} or len(text) > 1)
        and token.lower_ not in _NOT_NAMES
    )


_NOT_NAMES = {
    "the",
    "in",
    "on",
    "at",
    "and",
    "to",
    "of",
    "for",
    "with",
    "by",
    "from",
    "said",
    "has",
    "will",
    "is",
    "was",
    "today",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "i",
    "he",
    "she",
    "they",
    "we",
    "it",
    "but",
    "as",
    "after",
    "during",
    "also",
    "met",
    "spoke",
    "both",
    "his",
    "her",
    "their",
    "this",
    "that",
    "who",
}


def scan(doc: Doc, passage: Passage, index: int) -> list[Mention]:
    """The mentions in a parsed passage."""
    return Scanner(doc, passage, index).scan()
