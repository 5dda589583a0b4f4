"""The medium: whether the words tell of a call, a meeting, a visit ... at all, and of which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.codebook.lexicon import Entry
from dragoman.reading.actors import Entity
from dragoman.reading.clauses import behind, words
from dragoman.reading.engagements.draft import PEOPLE
from dragoman.reading.senses import calls_something
from dragoman.records import Evidence, Medium

if TYPE_CHECKING:
    from spacy.tokens import Token


def medium_told(
    medium: Medium, entry: Entry, token: Token, verb: Token | None, others: list[tuple[Entity, Evidence]], *, official: bool
) -> Medium | None:
    """The medium after a look at the words around: a phone or a screen in the clause overrules the verb."""
    near = {t.lower_ for t in (verb if verb is not None else token).subtree if abs(t.i - token.i) < 14}
    head = token.lemma_.lower()
    if near & words("video") and medium in {"meeting", "call", "other"}:
        return "video"
    if near & words("telephone") and medium in {"meeting", "other"} and head not in {"meet", "host"}:
        return "call"
    if head in {"speak", "talk"} and (near & words("in_person")):
        return "meeting"
    if head in words("assembling") and any(t.lemma_ == "summit" for t in behind(c for c in token.children if c.lower_ == "for")):
        return "summit"
    if head == "co-chair" and token.dep_ == "acl" and token.head.lemma_.lower() not in words("occasions"):
        return None  # "the committee of creditors, co-chaired by"
    people = any(e.kind in PEOPLE for e, _ in others)
    if entry.pattern == "discuss":
        return "meeting"
    if entry.pattern == "call on":
        return medium if people and not any(c.dep_ in {"xcomp", "ccomp", "advcl"} for c in token.children) else None
    if head == "call" and token.pos_ == "VERB":
        return "call" if people and not calls_something(token) else None
    if entry.pattern in {"welcome", "receive", "greet", "host", "convene"}:
        return medium if people or official else None
    if entry.pattern in {"brief", "inaugurate with", "engagement"}:
        return medium if people or (official and head == "brief") else None
    if token.pos_ == "VERB" and head in words("telling") | words("asking"):
        return medium if people else None  # "told reporters by phone"
    if (
        head in {"speak", "talk"}
        and others
        and not people
        and not official
        and all(e.id.startswith("X/") or e.kind == "other" for e, _ in others)
    ):
        return None  # "spoke with students", "spoke to reporters"
    return medium


def admissible(
    medium: Medium, token: Token, subjects: list[tuple[Entity, Evidence]], others: list[tuple[Entity, Evidence]], mutual: bool, many: bool
) -> bool:
    """Whether the sides found are those that an engagement of this kind needs; `many` where one name stands for several who meet."""
    if medium in {"signing", "ceremony"}:
        return bool(subjects)
    if medium == "visit":
        return bool(subjects) and bool(others) and all(e.kind in PEOPLE | {"people", "organisation", "state"} for e, _ in subjects[:1])
    if medium == "summit":
        return bool(subjects)
    if many:
        return True
    if token.pos_ == "VERB" and token.lemma_ == "meet" and not mutual and not others:
        return False
    if token.lemma_ == "discuss":
        return _discussants(subjects, others)
    if medium in {"call", "meeting", "video", "correspondence"}:
        return bool(subjects and others) or mutual or (bool(subjects) and len(subjects) > 1)
    return bool(subjects and others)


def _discussants(subjects: list[tuple[Entity, Evidence]], others: list[tuple[Entity, Evidence]]) -> bool:
    """Whether those who discuss something are officials of two states: that alone says that they met or spoke."""
    sides = [e for e, _ in (*subjects, *others)]
    return all(e.kind in PEOPLE | {"people"} for e in sides) and len({e.country for e in sides if e.country}) > 1
