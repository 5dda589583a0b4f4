"""Titles of offices: which of them can mean one office, what an office is called in its country and in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dragoman.gazetteer.names import Name, matcher
from dragoman.gazetteer.offices import NOTABLE, Office, Term, name_key, offices
from dragoman.reading.mentions import Mention

#: Offices in the order in which one person's several offices are named.
RANKS = ("head", "minister", "deputy", "envoy", "commander", "legislator", "judge", "official", "spokesperson", "other")
#: Titles of one family: a text that says the one may mean the other ("Secretary" for the Secretary of State).
FAMILIES = (
    {
        "foreign-minister",
        "secretary",
        "cabinet-secretary",
        "state-councilor",
        "deputy-prime-minister",
        "secretary-of-state",
        "foreign-secretary-civil",
    },
    {
        "president",
        "supreme-leader",
        "head-of-government",
        "head-of-state",
        "general-secretary",
        "chairperson",
        "regional-president",
        "presidency-chair",
        "presidential-council-chair",
        "sovereign-council-chair",
    },
    {"prime-minister", "chancellor", "head-of-government", "deputy-prime-minister", "chief-minister"},
    {"monarch", "crown-prince", "royal-family-member", "pope"},
    {"secretary-general", "deputy-secretary-general"},
    {
        "national-security-adviser",
        "deputy-national-security-adviser",
        "special-envoy",
        "presidential-adviser",
        "climate-envoy",
        "homeland-security-adviser",
        "chief-of-staff",
    },
    {"special-envoy", "special-representative-secretary-general", "ambassador", "climate-envoy"},
    {"defence-minister", "secretary", "cabinet-secretary"},
    {"finance-minister", "secretary", "cabinet-secretary", "economy-minister"},
    {"trade-minister", "secretary", "cabinet-secretary", "economy-minister"},
    {"homeland-security-secretary", "secretary"},
    {"energy-minister", "secretary", "cabinet-secretary"},
    {"interior-minister", "cabinet-secretary", "secretary"},
    {"assistant-secretary-of-state", "secretary"},
    {"under-secretary-of-state", "secretary"},
    {"climate-envoy", "secretary"},
    {"deputy-foreign-minister", "deputy-minister", "secretary", "foreign-secretary-civil"},
    {"ambassador", "un-ambassador", "special-envoy"},
    {"counselor-of-state-department", "presidential-adviser"},
    {"chairperson", "commission-chairperson", "speaker", "opposition-leader", "president", "council-president", "committee-chair"},
    {"army-chief", "chief-of-defence", "commander"},
    {"intelligence-chief", "director", "agency-head"},
    {"spokesperson", "press-secretary"},
    {"party-leader", "opposition-leader", "rebel-leader"},
    {"aid-administrator", "agency-head"},
)
REALM = "realm"  # note of a state whose head is another state's too, and is called by that one
FORMER_SECTOR = "ELI"  # PLOVER: those out of office are elites
#: Offices whose holders speak for another.
VOICES = {"spokesperson", "press-secretary"}
#: Offices whose titles say nothing of what they are for.
_GENERIC = {"cabinet-secretary", "deputy-minister", "director", "agency-head"}
_FOR_A_TIME = re.compile(r"\b(?:acting|interim|caretaker)\b", re.I)
#: Titles that news uses bare for several offices of one family.
BARE = {
    "secretary",
    "cabinet-secretary",
    "deputy-minister",
    "president",
    "leader",
    "chairman",
    "chairperson",
    "king",
    "monarch",
    "general-secretary",
    "ambassador",
    "special-envoy",
    "national-security-adviser",
    "deputy-secretary",
}


@cache
def _titles_by_name() -> dict[str, Name]:
    return {title.lower(): Name("title", o.id, title, None, o.sector) for o in reversed(offices().values()) for title in reversed(o.titles)}


def title_called(noun: str) -> Name | None:
    """The state office that a word for its holders names ("foreign minister"), if it names one: "leader" and "official" don't."""
    title = _titles_by_name().get(noun)
    if title is None or offices()[title.id].level != "state":
        return None
    if title.id in BARE - {"president", "ambassador"}:
        return None
    return title


def fits(term: Term, titles: Sequence[Name]) -> bool:
    """Whether a term is of one of these titles, or of one of its family."""
    return any(title.id == term.office or same_family(term.office, title.id) for title in titles)


def same_family(one: str, other: str) -> bool:
    """Whether a text that says one title may mean the other."""
    return one == other or any(one in family and other in family for family in FAMILIES)


def precedence(term: Term) -> int:
    """The place of a term among those of one person: the lower, the sooner the person is called by it."""
    office = offices().get(term.office)
    rank = RANKS.index(office.rank) if office and office.rank in RANKS else len(RANKS)
    head = {"president": 0, "prime-minister": 1, "monarch": 0, "chancellor": 1, "foreign-minister": 3}.get(term.office, 5)
    return rank * 10 + head + (term.note == REALM)


def local_title(office: str, country: str | None) -> str | None:
    """What a country calls an office, where it has its own word."""
    entry = offices().get(office)
    return next((title for c, title in entry.local if c == country), None) if entry and country else None


def only_home(title: Name) -> str | None:
    """The one country that has an office, where no other has anything called so: the National Cyber Director."""
    office = offices()[title.id]
    names = {t.lower() for t in office.titles}
    return office.local[0][0] if len(office.local) == 1 and names == {title.name.lower()} else None


def office_title(term: Term) -> str:
    """What the office of a term is called in its country."""
    if term.office.startswith(NOTABLE):
        return term.note
    entry = offices().get(term.office)
    return local_title(term.office, term.country) or (entry.titles[0] if entry else term.office)


def as_told(office: str, term: Term, mention: Mention | None) -> str:
    """The office of the table as the text names it: one of several of a note, "special representative" for a special envoy."""
    title = mention.titles[0] if mention is not None and mention.titles and not mention.former else None
    if title is None:
        return office
    told = set(name_key(title.name).split())
    if term.office.startswith(NOTABLE):
        return next((part for part in office.split("; ") if told & set(name_key(part).split())), office)
    entry = offices()[title.id]
    synonym = term.office == title.id and entry.rank == "envoy" and local_title(term.office, term.country) is None
    return title.name.removesuffix(" to") if synonym and title.name in entry.titles else office


def told_otherwise(office: str, mention: Mention) -> bool:
    """Whether a text gives quite another office than the table: not a short form of it, nor one of several."""
    told = {word for title in mention.titles for word in name_key(title.name).split()} - {"adviser", "advisor"}
    return bool(told) and mention.titles[0].id not in BARE and not told & set(name_key(office).split())


def title_given(text: str, mention: Mention, country: str | None) -> str | None:
    """The title of the office that a text gives someone, by its name in their country and with its portfolio."""
    if not mention.titles:
        return None
    title = mention.titles[0]
    local = local_title(title.id, country)
    if local is None and title.detail not in {None, country}:
        local = offices()[title.id].titles[0]  # another country's title for the office
    return as_acting(text, local or with_portfolio(text, title, mention), mention)


def with_portfolio(text: str, title: Name, mention: Mention) -> str:
    """ "Vice Minister of Unification" where only "Vice Minister" is a title that is known."""
    name = title.name.removesuffix(" to")
    if title.id not in _GENERIC:
        return name
    portfolio = rf"{re.escape(name)}( (?:of|for) (?:(?:for|and|the|[A-Z][\w-]*) )*?){re.escape(mention.given or '')}"
    found = re.search(portfolio, text[mention.start : mention.end])
    named = found is not None and any(n.country for hit in matcher().find(found[1]) for n in hit.names)
    return name + found[1].rstrip() if found is not None and not named else name


def as_acting(text: str, title: str, mention: Mention) -> str:
    """A title as that of someone who holds the office for a time, where the text says so."""
    told = _FOR_A_TIME.search(text, mention.start, mention.end)
    return f"Acting {title}" if told and not _FOR_A_TIME.search(title) else title


def sector_given(mention: Mention) -> str | None:
    """The sector of a title, or of the parliament, court, force or party whose office it is."""
    if not mention.titles:
        return mention.sector
    if mention.former:
        return FORMER_SECTOR
    sector = offices()[mention.titles[0].id].sector
    house = next(
        (o.sector for o in reversed(mention.origins) if o.kind == "body" and o.sector in {"LEG", "JUD", "MIL", "PTY", "SPY"}), None
    )
    return house if house and sector == "GOV" else sector


def local_country(title: Name, office: Office) -> str | None:
    """A title that only one country uses ("Secretary of State" in news: the United States')."""
    countries = {c for c, t in office.local if t.lower() == title.name.lower()}
    if title.name.lower() in {t.lower() for t in office.titles} and len(title.name.split()) < 3:
        return None
    return next(iter(countries)) if len(countries) == 1 else None
