"""Every name that the gazetteer knows, found in a text at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from dragoman.gazetteer.loading import fold, kept, lower, rows
from dragoman.gazetteer.offices import offices, terms


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for.

    `kind`: state, adjective (of a state or region), people (its people), metonym, subnational, organisation, body, armed_group, company,
    ethnic, person, title, role, instrument, conflict, forum or venue.
    """

    kind: str
    id: str
    name: str
    country: str | None = None
    sector: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a text: code-point span and what it may stand for, the likeliest first."""

    start: int
    end: int
    names: tuple[Name, ...]

    def of(self, *kinds: str) -> Name | None:
        """The first reading of one of these kinds."""
        return next((name for name in self.names if name.kind in kinds), None)


#: Kinds in the order in which a text means them when one spelling has several readings.
PRIORITY = {
    kind: place
    for place, kind in enumerate(
        """
        state organisation body armed_group adjective people metonym subnational instrument forum conflict
        venue person company ethnic title role
        """.split()
    )
}


def _world() -> Iterator[tuple[str, Name]]:
    for row in rows("countries.yaml"):
        iso3 = row["iso3"]
        if iso3 in UNPEOPLED:
            continue
        for spelling in (row["name"], row["official"], *row["aliases"], *(former["name"] for former in row.get("former") or ())):
            yield spelling, Name("state", iso3, row["name"], iso3)
        for spelling in row["adjectives"]:
            yield spelling, Name("adjective", iso3, row["name"], iso3)
        for spelling in row["people"]:
            yield spelling, Name("people", iso3, row["name"], iso3, "CVL")
        if row["capital"]:
            yield row["capital"], Name("metonym", iso3, row["name"], iso3, "GOV", "capital")
    for row in rows("metonyms.yaml"):
        target = row.get("organisation") or row["country"]
        for spelling in (row["name"], *row["aliases"]):
            yield spelling, Name("metonym", target or "", row["name"], row["country"], row["sector"], "seat" if row["literal"] else "name")
    for row in rows("subnational.yaml"):
        for spelling in (row["name"], *row["aliases"]):
            yield spelling, Name("subnational", row["id"], row["name"], row["country"], row.get("sector") or "GOV")
        for spelling in row.get("adjectives") or ():
            yield spelling, Name("adjective", row["id"], row["name"], row["country"])


def _groups() -> Iterator[tuple[str, Name]]:
    for file, kind in (
        ("organisations.yaml", "organisation"),
        ("bodies.yaml", "body"),
        ("armed_groups.yaml", "armed_group"),
        ("companies.yaml", "company"),
    ):
        for row in rows(file):
            for spelling in (row["name"], *(row.get("acronyms") or ()), *row["aliases"]):
                yield spelling, Name(kind, row["id"], row["name"], row["country"], str(row["sector"]), row.get("kind"))
    for row in rows("peoples.yaml"):
        for spelling in (row["name"], *row["adjectives"], *row["people"]):
            yield spelling, Name("ethnic", row["id"], row["name"], row["country"], row["sector"])


def _topics() -> Iterator[tuple[str, Name]]:
    for file, kind in (
        ("instruments.yaml", "instrument"),
        ("conflicts.yaml", "conflict"),
        ("forums.yaml", "forum"),
        ("venues.yaml", "venue"),
    ):
        for row in rows(file):
            for spelling in (row["name"], *(row.get("acronyms") or ()), *row["aliases"]):
                yield spelling, Name(kind, row["id"], row["name"], row.get("country"), detail=row.get("kind"))


def _people() -> Iterator[tuple[str, Name]]:
    for term in terms():
        for spelling in (term.person, *term.aliases):
            if " " in spelling or "-" in spelling:
                yield spelling, Name("person", term.id, term.person, term.country)


def _common() -> Iterator[tuple[str, Name]]:
    """Names that are written in lower case too: titles and role nouns."""
    for office in offices().values():
        for title in office.titles:
            yield title, Name("title", office.id, title, None, office.sector)
        for country, title in office.local:
            yield title, Name("title", office.id, title, None, office.sector, country)
    for row in rows("role_nouns.yaml"):
        for noun in dict.fromkeys((row["noun"], row["plural"])):
            if noun:
                yield noun, Name("role", row["kind"], row["noun"], None, row["sector"], "plural" if noun == row["plural"] else None)


#: Territories that the codes list but where nobody acts.
UNPEOPLED = {"ATA", "BVT", "HMD", "ATF", "SGS", "UMI"}


class Matcher:
    """Finds every name of the gazetteer in a text, longest first, at word boundaries."""

    def __init__(self, named: _Table, common: _Table) -> None:
        self._named, self._common = _Automaton(named), _Automaton(common)

    def find(self, text: str) -> list[Hit]:
        """The hits in `text`, in order, none overlapping another: the longest wins, and names win over common nouns of the same length."""
        text = text.translate(_SPACES)
        raw = [*self._named.find(text), *self._common.find(lower(text))]
        raw.sort(key=lambda hit: (_past_article(text, hit), -hit.end, hit.start, PRIORITY[hit.names[0].kind]))
        hits: list[Hit] = []
        for hit in raw:
            if hits and hit.start < hits[-1].end:
                if hit.start == hits[-1].start and hit.end == hits[-1].end:
                    hits[-1] = Hit(hit.start, hit.end, hits[-1].names + hit.names)
            else:
                hits.append(hit)
        return hits


#: Names and their spellings, in JSON's types.
_Table = dict[str, list[Any]]


def _lowered(spelling: str) -> Iterator[str]:
    yield lower(spelling)


def _past_article(text: str, hit: Hit) -> int:
    """Where a name begins without its article: "the National Security Advisor" isn't of the newspaper called The National."""
    return hit.start + 4 * text.startswith(("The ", "the "), hit.start)


def _spellings(spelling: str) -> Iterator[str]:
    yield spelling
    plain = fold(spelling)
    if plain != spelling:
        yield plain
    if spelling.startswith("the "):
        yield "T" + spelling[1:]
    if spelling.startswith(("Al-", "Al ")):
        yield "al" + spelling[2:]
    if "'" in spelling:
        yield spelling.replace("'", "’")
    if len(spelling) > 4 and not spelling.isupper():
        yield spelling.upper()
    if "." in spelling[:-1] and spelling.endswith("."):
        yield spelling[:-1]  # "the U.S written response"


def _table(pairs: Iterable[tuple[str, Name]], spell: Callable[[str], Iterable[str]]) -> _Table:
    """Names, and for every way to write one the numbers of those that it may stand for, the likeliest first."""
    names: list[list[str | None]] = []
    by_spelling: dict[str, dict[Name, int]] = defaultdict(dict)
    for spelling, name in pairs:
        for written in spell(spelling):
            if len(written) > 1:
                by_spelling[written].setdefault(name, len(names))
        names.append([getattr(name, field) for field in Name.__slots__])
    order = [sorted(found, key=partial(_likelihood, spelling)) for spelling, found in by_spelling.items()]
    numbers = [[found[name] for name in each] for found, each in zip(by_spelling.values(), order, strict=True)]
    return {"names": names, "spellings": [*by_spelling], "numbers": numbers}


def _likelihood(spelling: str, name: Name) -> tuple[int, bool, bool]:
    """The place of a reading of a spelling: a state's adjective before a region's ("Georgian"), a whole name before others."""
    return PRIORITY[name.kind], len(name.id) > 3, name.kind == "body" and name.name != spelling


_WORD = re.compile(r"\w")
#: Spaces that don't break a line stand inside names on web pages.
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))


def _tables() -> list[_Table]:
    return [_table([*_world(), *_groups(), *_topics(), *_people()], _spellings), _table(_common(), _lowered)]


def _world_tables() -> list[_Table]:
    return [_table([*_world(), *_topics()], _spellings), _table((), _lowered)]


class _Automaton:
    """Finds all spellings of a table at once. Few of its names are ever found: those are made when they are."""

    def __init__(self, table: _Table) -> None:
        self._rows, self._numbers = table["names"], table["numbers"]
        self._made: dict[int, tuple[Name, ...]] = {}
        self._automaton = AhoCorasick(table["spellings"], matchkind=MatchKind.Standard)

    def find(self, text: str) -> Iterator[Hit]:
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if (start and _WORD.match(text[start]) and _WORD.match(text[start - 1])) or (
                end < len(text) and _WORD.match(text[end]) and _WORD.match(text[end - 1])
            ):
                continue
            yield Hit(start, end, self._made.get(index) or self._make(index))

    def _make(self, index: int) -> tuple[Name, ...]:
        return self._made.setdefault(index, tuple(Name(*self._rows[number]) for number in self._numbers[index]))


@cache
def matcher() -> Matcher:
    """The matcher over the whole gazetteer (built once, in half a second)."""
    return Matcher(*kept("names", _tables))


@cache
def world_matcher() -> Matcher:
    """The matcher over countries, and over treaties, conflicts and forums, which may be named after some; built much faster."""
    return Matcher(*kept("world", _world_tables))


@cache
def _called() -> dict[str, list[str]]:
    return kept("called", _read_called)  # type: ignore[no-any-return]


def _read_called() -> dict[str, list[str]]:
    owners: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    spellings: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for spelling, name in (*_world(), *_groups(), *_topics()):
        if name.kind in _CALLED:
            key = fold(spelling).lower()
            owners[key][name.kind, name.id] = None
            spellings[name.kind, name.id][key] = None
    return {key: [other for of in held for other in spellings[of] if other != key] for key, held in owners.items()}


#: Kinds of which one spelling is asked for and another written.
_CALLED = {"armed_group", "conflict", "forum", "instrument", "organisation", "state"}


def also_called(spelling: str) -> list[str]:
    """The other spellings, folded and in lower case, of whatever is called so: "agoa" is the "african growth and opportunity act" too."""
    return _called().get(fold(spelling).lower(), [])
