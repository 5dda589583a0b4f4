"""Authors: whose words a whole text is, where it is a statement, letter or speech told in the first person.

A text says so in one of these ways, tried in this order: its title names who states it; a person stands with an office on the first
line; a name in capitals signs it; someone speaks "on behalf of" a state; the title names the states of a joint statement; a government's
press office publishes it; or one state alone does in it what only a statement's author does ("The United States condemns").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.gazetteer.names import Name, matcher
from dragoman.gazetteer.world import countries, country_of_domain
from dragoman.reading import language, mentions
from dragoman.reading.clauses import SUBJECTS, text_of
from dragoman.reading.cues import cues, words
from dragoman.reading.mentions import Mention
from dragoman.reading.passages import Passage
from dragoman.reading.quotations import find as quoted
from dragoman.records import Document

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BY = re.compile(
    r"\b(?:address|letter|message|proclamation|remarks|speech|statement)\b(?:[^:]{0,40}?\b(?:by|from)|(?:(?!\bto\b)[^:]){0,40}?\bof)\s+(.+)",
    re.I,
)
_JOINT = re.compile(
    r"joint\s+(?:\w+\s+){0,2}?(?:communiqu[eé]|declaration|statement)\s+(?:between|from|of|by)\s+(.+?)(?:\s+on\s+.*)?$", re.I
)
#: "G7 foreign ministers' statement on", "Statement of the foreign ministers of Chile and Peru on".
_STATED = re.compile(
    r"(.*?)\b(?:statement|declaration|communiqu[eé])\b(?:\s+(?:by|of|from)\s+(?:the\s+)?(.+?))?(?:\s+(?:on|following|after|at|regarding)\b.*)?$",
    re.I,
)
_SIGNED = re.compile(
    r"(?:(?:yours )?(?:sincerely|faithfully|respectfully),?\s*)?((?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.’'-]*\s+){1,5}[A-ZÀ-ÖØ-Þ.’'-]{2,})", re.I
)
_CLOSING = 4  # the lines at the end of a text among which a signature stands
_KINDS = {"person", "office"}
_SIDES = {"state", "organisation"}
#: What only the author of a text tells in the present tense as their own.
_STANCES = {"support", "oppose", "request", "thank", "regret", "commit"}


def author(
    document: Document, passages: Sequence[Passage], docs: Sequence[Doc | None], found: Sequence[Sequence[Mention]]
) -> Mention | None:
    """Whose words a text is: a mention that stands apart from the text (or on its first line)."""
    title = (document.title or "").strip()
    of = _BY.search(title)
    if of is not None and _JOINT.match(title) is None:
        (named,) = language.parse([of[1]])
        first = next((m for m in mentions.scan(named, Passage(0, 0, "headline"), 0) if m.kind in _KINDS), None)
        if first is not None:
            return None if first.former or first.first > 1 else first
    lines = [(p, d, held) for p, d, held in zip(passages, docs, found, strict=True) if d is not None and p.kind != "boilerplate"]
    if any(p.speaker for p in passages) or not lines:
        return None
    alone = _alone(lines[0][1], lines[0][2])
    return alone or _signature(document.text or "", passages) or _side(document, title, [(d, held) for _, d, held in lines])


def _alone(doc: Doc, held: Sequence[Mention]) -> Mention | None:
    """The person of whose name and office a line consists."""
    person = next((m for m in held if m.kind == "person"), None)
    offices = [m for m in held if m.kind == "office"]
    if person is None or not (person.titles or offices):
        return None
    spans = [(m.first, m.last) for m in (person, *offices)] + person.appositions
    covered = {i for a, b in spans for i in range(a, b + 1)}
    return person if all(t.i in covered or t.is_punct or (t.dep_ == "compound" and t.head.i in covered) for t in doc) else None


def _signature(text: str, passages: Sequence[Passage]) -> Mention | None:
    """Whoever signs at the end, in capitals: "Sincerely, ANNA BERG"."""
    for passage in passages[-_CLOSING:]:
        signed = _SIGNED.fullmatch(text[passage.start : passage.end].strip())
        if signed is not None and signed[1].isupper():
            (doc,) = language.parse([signed[1].title()])
            held = mentions.scan(doc, Passage(0, 0, "body"), 0)
            person = next((m for m in held if m.kind == "person" and m.first == 0), None)
            if person is not None:
                return replace(person, start=0, end=0)
    return None


# -- the side that speaks, where no person does ----------------------------------------------------------------------------------------


def _side(document: Document, title: str, lines: Sequence[tuple[Doc, Sequence[Mention]]]) -> Mention | None:
    """The state or states that "we" stands for in a text without a named author."""
    if not any(_spoken(doc, held) for doc, held in lines):
        return None
    behalf = next((m for doc, held in lines for m in held if m.kind in _SIDES and _represented(doc, m)), None)
    if behalf is not None:
        return replace(behalf, start=0, end=0)
    named = next((m for doc, held in lines if (m := _we_the(doc, held)) is not None), None)
    joint, stated = _JOINT.match(title), _STATED.match(title)
    named = named or (_sides_in(joint[1]) if joint is not None else None)
    named = named or (_sides_in(" ".join(filter(None, stated.groups()))) if stated is not None else None)
    if named is not None:
        return named
    publisher = _published_by(document)
    if publisher is not None:
        return Mention(0, 0, 0, 0, 0, "state", name=publisher)
    return _performing(lines)


def _we_the(doc: Doc, held: Sequence[Mention]) -> Mention | None:
    """Who "we" are that say so themselves: "We, the foreign ministers of Chile, Peru and Fiji, met"."""
    we = next((m for m in held if m.noun == "we" and m.head + 2 < len(doc) and doc[m.head + 1].text == ","), None)
    if we is None:
        return None
    verb = next((t.i for t in doc[we.head + 2 :] if t.pos_ in {"VERB", "AUX"} and t.dep_ in {"ROOT", "aux", "conj", "ccomp"}), len(doc))
    return _sides_in(doc[we.head + 2 : verb].text)


def _sides_in(names: str) -> Mention | None:
    """The organisation that is named first, or else the states that are named."""
    hits = list(matcher().find(names))
    body = next((n for h in hits[:1] if (n := h.of("organisation")) is not None), None)
    if body is not None:
        return Mention(0, 0, 0, 0, 0, "organisation", name=body)
    countries = _countries(names)
    if len(countries) > 1:
        return Mention(0, 0, 0, 0, 0, "group", noun="government", plural=True, shared=countries)
    return Mention(0, 0, 0, 0, 0, "state", name=_state(countries[0])) if countries else None


def _performing(lines: Iterable[tuple[Doc, Sequence[Mention]]]) -> Mention | None:
    """The one state that does in a text what only its author does."""
    found = {m.name.id: m for doc, held in lines for m in held if m.kind == "state" and m.name is not None and _performs(doc[m.head])}
    return replace(next(iter(found.values())), start=0, end=0) if len(found) == 1 else None


def issuers(
    document: Document, docs: Sequence[Doc | None], found: Sequence[Sequence[Mention]], talk: bool
) -> tuple[str | None, str | None]:
    """The country whose government publishes a text, and the one state that speaks in it for itself; either may not be known.

    `talk`: it has speakers' labels, and its title may tell whose spokesperson answers: "Federal Foreign Office spokesperson on".
    """
    publisher = _published_by(document)
    performing = _performing((d, held) for d, held in zip(docs, found, strict=True) if d is not None)
    name = performing.name if performing is not None else None
    if name is None and talk:
        hits = matcher().find(document.title or "")
        name = next((n for h in hits[:1] if (n := h.of("body", "metonym", "adjective", "state")) is not None), None)
    return publisher.country if publisher else None, name.country if name else None


def _spoken(doc: Doc, held: Sequence[Mention]) -> bool:
    """Whether a passage speaks in the first person, outside what others are quoted with."""
    marks = quoted(text_of(doc))
    first = (doc[m.head] for m in held if m.kind == "pronoun" and m.noun in words("first_person"))
    return any(not any(mark.holds(t.idx, t.idx + 1) for mark in marks) for t in first)


def _represented(doc: Doc, mention: Mention) -> bool:
    """Whether a state is the one for whom "I" or "we" speak: "On behalf of Ireland, I congratulate"."""
    link = doc[mention.head].head
    if link.lower_ != "of" or link.head.lower_ != "behalf":
        return False
    verb = link.head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    return any(c.dep_ in SUBJECTS and c.lower_ in words("speaking") for c in verb.children)


def _countries(names: str) -> tuple[str, ...]:
    hits = (hit.of("state") for hit in matcher().find(names))
    return tuple(dict.fromkeys(name.country for name in hits if name is not None and name.country))


def _published_by(document: Document) -> Name | None:
    """The state whose office publishes a text, by the publisher's name or by a government's address."""
    written = (document.publisher or "").strip()
    named = next((h for h in matcher().find(written) if h.end - h.start >= len(written.removeprefix("The ").removeprefix("the "))), None)
    name = named.of("state", "metonym", "body") if named is not None else None
    country = name.country if name is not None else country_of_domain(urlsplit(document.url or "").hostname or "")
    return _state(country) if country else None


def _state(country: str) -> Name:
    return next(
        name for hit in matcher().find(countries()[country].name) if (name := hit.of("state")) is not None and name.country == country
    )


def _performs(subject: Token) -> bool:
    """Whether a state does something in the present that is done by saying so: "Chile condemns the coup"."""
    verb = subject.head
    if subject.dep_ not in SUBJECTS or verb.dep_ != "ROOT" or verb.tag_ not in {"VBZ", "VBP"}:
        return False
    return any(cue.stance in _STANCES for cue in cues().get(("V", verb.lemma_.lower()), ()))
