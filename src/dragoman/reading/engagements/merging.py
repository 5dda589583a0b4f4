"""Merging: one engagement from the drafts of all sentences that speak of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.reading.clauses import words
from dragoman.reading.engagements.draft import PEOPLE, Draft
from dragoman.records import Medium

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Group:
    """The drafts of one engagement."""

    medium: Medium
    drafts: list[Draft]

    @property
    def lead(self) -> Draft:
        """The draft that says most: the first with both sides."""
        return next((d for d in self.drafts if d.subjects and d.others), self.drafts[0])

    @property
    def fate(self) -> Draft:
        """The draft that says what became of it: a later one that tells of its end, else the lead."""
        return next((d for d in reversed(self.drafts) if not d.ids() and d.status not in {"occurred", "ongoing"}), self.lead)

    def ids(self) -> set[str]:
        """Ids of everyone that any draft names."""
        return {i for d in self.drafts for i in d.ids()}

    def countries(self) -> set[str]:
        """Countries of everyone that any draft names."""
        return {e.country for d in self.drafts for e, _ in (*d.subjects, *d.others) if e.country}


def group(found: Iterable[Draft]) -> list[Group]:
    """Drafts that speak of one engagement, together."""
    groups: list[Group] = []
    for draft in found:
        home = next((g for g in reversed(groups) if _same(g, draft)), None)
        if home is None:
            if draft.ids():
                groups.append(Group(draft.medium, [draft]))
        elif not draft.discussing:
            home.drafts.append(draft)
            if home.medium in {"meeting", "other"} and draft.medium in {"video", "call"} and draft.nominal is False and _strong(draft):
                home.medium = draft.medium
    return groups


def _strong(draft: Draft) -> bool:
    return len(draft.ids()) > 1


def _same(home: Group, draft: Draft) -> bool:
    if draft.nominal and not draft.ids():
        return home.medium == draft.medium and (draft.status != "occurred" or home.lead.status in {"occurred", "ongoing"})
    if draft.witnessing and home.medium == "signing" and not draft.others and not _names_what(draft.head):
        return True  # "X witnessed the signing": the one just told
    if {home.medium, draft.medium} - {"other"} != {home.medium} and not _loosely(home, draft):
        return False
    if home.medium == draft.medium == "visit" and _one_trip(home, draft):
        return True
    if _clash(home, draft):
        return False
    if home.medium == "signing" and draft.witnessing != home.lead.witnessing:
        return False
    mine, theirs = draft.ids(), home.ids()
    if draft.nominal and any(e.kind in PEOPLE for e, _ in (*draft.subjects, *draft.others) if e.id not in theirs):
        return False
    if mine <= theirs or theirs <= mine:
        return True
    if (
        not draft.nominal
        and draft.others
        and all(e.kind == "people" for e, _ in draft.others)
        and not {e.id for e, _ in draft.others} & theirs
    ):
        return False  # "had lunch with the minister. She met with students"
    countries = {e.country for e, _ in (*draft.subjects, *draft.others) if e.country}
    people = {e.id for e, _ in (*draft.subjects, *draft.others) if e.kind == "person"}
    known = {e.id for d in home.drafts for e, _ in (*d.subjects, *d.others) if e.kind == "person"}
    if people and known and people - known and known - people:
        return False
    return len(countries) > 1 and countries == home.countries()


def _one_trip(home: Group, draft: Draft) -> bool:
    """Whether a visit is a stop of a trip told before, by the same traveller: not one that is dated apart from it."""
    if not {e.id for e, _ in draft.subjects} & {e.id for e, _ in home.lead.subjects}:
        return False
    if home.lead.status != draft.status:
        again = {e.country for e, _ in draft.others} & {e.country for e, _ in home.lead.others} - {None}
        return bool(again) and {home.lead.status, draft.status} == {"future", "ongoing"}
    first = next((d.when for d in home.drafts if d.when), None)
    if first is None or draft.when is None:
        return draft.when is None or draft.sentence is home.lead.sentence
    if not (first.start and first.end and draft.when.start and draft.when.end):
        return True
    return first.start <= draft.when.end and draft.when.start <= first.end


def _names_what(witness: Token) -> bool:
    """Whether a signing that someone witnesses is told with what is signed."""
    return any(c.lower_ == "of" for noun in witness.children if noun.dep_ == "dobj" for c in noun.children)


def _loosely(home: Group, draft: Draft) -> bool:
    """A noun such as "the conversation" or "the talks" may go back to an engagement of another medium with the same people."""
    again = not draft.ids() or (draft.ids() <= home.ids() and home.medium != "signing")  # the talks before a signing aren't the signing
    return draft.nominal and draft.head.lemma_.lower() in words("vague_engagement") and again


def _clash(home: Group, draft: Draft) -> bool:
    real = {"occurred", "ongoing"}
    one, other = home.lead.status, draft.status
    if one != other and not {one, other} <= real:
        return True
    first, second = home.lead.when, draft.when
    if first and second and first.start and second.start and first.end and second.end:
        return first.end < second.start or second.end < first.start
    a, b = home.lead.place, draft.place
    return bool(a and b and a.geonames_id and b.geonames_id and a.geonames_id != b.geonames_id and a.country != b.country)
