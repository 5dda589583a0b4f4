"""Where: the places that a text names, and the one where something happens told apart from those merely mentioned."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.gazetteer.names import Hit, matcher
from dragoman.gazetteer.places import (
    TOWNS,
    Candidate,
    Context,
    abbreviates,
    candidates,
    container,
    holds,
    key,
    prior,
    ranked,
    resolve,
    spot,
)
from dragoman.gazetteer.world import countries
from dragoman.reading import clauses
from dragoman.reading.parsed import Parsed
from dragoman.records import Evidence, Place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(slots=True)
class Toponym:
    """A place name in a text (code points), what the words beside it say that holds it, and the place found for it.

    `outer`: where the holding names after it end ("Rio de Janeiro, Brazil"). `sure`: how far the place found is ahead of the next.
    """

    start: int
    end: int
    text: str
    within: tuple[str, ...] = ()
    outer: int = 0
    facility: bool = False
    found: Candidate | None = None
    country: str | None = None
    admin1: str | None = None
    reason: str | None = None
    sure: float = 0.0


# -- what the words around a name say ----------------------------------------------------------------------------------

_GAP = re.compile(r"(?:,\s{1,2}|\s\()")
_IN = re.compile(r"\s(?:in|of)\s(?:the\s)?(?:(?:north|south|east|west|central)[a-z-]*\s)?")
_SORT = (
    r"(?:city|town|village|capital|port|province|region|state|district|county|governorate|island|resort|suburb|neighbou?rhood|area|enclave"
    r"|camp|settlement|borough|municipality|commune|oblast|prefecture)"
)
_OF_BEFORE = re.compile(rf"(?:['’]s?)?\s+(?:[a-z-]+\s+){{0,3}}{_SORT}(?:\s+(?:of|called|known\sas))?,?\s+$")
_OWN_BEFORE = re.compile(r"['’]s?\s+(?:[a-z-]+\s+){0,3}$")
_WINDOW = 60  # code points before a name in which a possessor or adjective of it can stand
_FACILITY = re.compile(
    r"\b(?:university|college|school|church|cathedral|mosque|temple|synagogue|museum|gallery|theat(?:re|er)|hotel|hospital|clinic|park"
    r"|stadium|arena|square|street|avenue|boulevard|road|bridge"
    r"|palace|house|hall|tower|cent(?:re|er)|building|airport|station|terminal|prison|barracks|embassy|consulate|court"
    r"|headquarters|market|mall|zoo|cemetery|monument|memorial|library|institute|academy)\b",
    re.I,
)


def _holders(text: str, spans: list[tuple[int, int]], hits: list[Hit]) -> list[Toponym]:
    """The spans as toponyms, each with the names that the words say hold it."""
    starts = {start: i for i, (start, _) in enumerate(spans)}
    by_end: dict[int, Hit] = {hit.end: hit for hit in hits}
    by_start: dict[int, Hit] = {hit.start: hit for hit in hits}
    found = []
    for start, end in spans:
        name = text[start:end]
        after, outer = _after(text, start, end, spans, starts, by_start)
        before = _before(text, start, by_end, spans)
        if _best_kind(name) == "admin1":
            after, outer = ([], 0) if not any(_best_kind(n) == "country" for n in after) else (after, outer)
            before = [n for n in before if _best_kind(n) == "country"]
        found.append(
            Toponym(
                start, end, name, tuple(n for n in (*after, *before) if key(n) != key(name)), outer or end, bool(_FACILITY.search(name))
            )
        )
    return found


def _best_kind(name: str) -> str:
    best = max(candidates(name), key=prior, default=None)
    return best.kind if best is not None else ""


def _after(
    text: str, start: int, end: int, spans: list[tuple[int, int]], starts: dict[int, int], hits: dict[int, Hit]
) -> tuple[list[str], int]:
    """ "Portland, Oregon", "Kisumu, Kenya", "Palanga (Lithuania)", "Paris in Texas": the names that follow, and where they end."""
    names: list[str] = []
    at = end
    while len(names) < 3:
        gap = _GAP.match(text, at) or (None if names else _IN.match(text, at))
        if gap is None:
            break
        joined = text[gap.start()] == "," or "(" in gap.group()
        span = _named_at(text, gap.end(), spans, starts, hits)
        if span is None or (not joined and _happens(text, end, gap.end())):
            break
        sorts = {place.kind for place in candidates(text[span[0] : span[1]])}
        if names and "country" not in sorts:
            break  # what holds a town and its province is a country; anything else begins the next of a list
        inside = [place for place in candidates(text[start:end]) if place.kind != "country" and holds(text[span[0] : span[1]], place)]
        if joined and not names and not inside and _lists(text, span[1], text[end : gap.end()]):
            break
        names.append(text[span[0] : span[1]])
        if text[span[1] : span[1] + 2] in {"'s", "’s"}:
            return names, 0  # "in Mombasa, Kenya's main port": it holds the place, but isn't part of its name
        at = span[1]
        if "country" in sorts and "admin1" not in sorts:
            break
    return names, at if names else 0


_SHORT = re.compile(r"[A-Z][A-Za-z]{0,4}\.?(?:[A-Z]\.)?")


def _named_at(text: str, at: int, spans: list[tuple[int, int]], starts: dict[int, int], hits: dict[int, Hit]) -> tuple[int, int] | None:
    """The place name that begins at a point: one of the spans, a country or unit of the gazetteer, or a short form such as "Ky."."""
    if at in starts:
        return spans[starts[at]]
    hit = hits.get(at)
    if hit is not None and hit.of("state", "subnational"):
        return hit.start, hit.end
    short = _SHORT.match(text, at)
    return short.span() if short and abbreviates(short.group()) else None


def _lists(text: str, end: int, gap: str) -> bool:
    """Whether the name is one of a list: "Egypt, Jordan and Qatar"."""
    return "(" not in gap and bool(_LIST.match(text, end))


_LIST = re.compile(r"\s+(?:and|or|&)\s+[A-Z]|,\s+(?:and\s+)?[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+)?,?\s+(?:and|or|&)\s+(?:the\s)?[A-Z]")


def _happens(text: str, end: int, start: int) -> bool:
    return text[end:start].strip() not in {"in", "of"} and not re.match(
        r"\sin\s(?:the\s)?(?:north|south|east|west|central)", text[end:start]
    )


def _before(text: str, start: int, by_end: dict[int, Hit], spans: list[tuple[int, int]]) -> list[str]:
    """ "Kenya's Mombasa", "the Turkish city of Adana", "the Cairo district of Abbasiya": the names before that hold it."""
    low = max(0, start - _WINDOW)
    for at in range(start - 2, low, -1):
        between = text[at:start]
        hit = by_end.get(at)
        named = hit is not None and hit.of("state", "adjective", "subnational") is not None
        span = next(((a, b) for a, b in spans if b == at), None)
        if not (named or span):
            continue
        if _OF_BEFORE.match(between) or _OWN_BEFORE.match(between):
            return [text[span[0] : span[1]] if span is not None else text[at - (hit.end - hit.start) : at] if hit is not None else ""]
        return []
    return []


# -- which place a name means, all names of a text together ------------------------------------------------------------

_FAR, _NEAR = 0.25, 1.0  # what a country named anywhere, and one named right beside, add to its presence
_REACH = 300  # code points: about two sentences
_ROUNDS = 3  # by then nothing changes in news texts
_VOTE = {"country": 1.0, "admin1": 0.7, "city": 0.6, "capital": 0.6, "venue": 0.6}
_WEIGHT = {
    "state": 1.0,
    "adjective": 1.0,
    "people": 0.7,
    "subnational": 0.7,
    "metonym": 0.5,
    "body": 0.5,
    "person": 0.3,
    "organisation": 0.3,
    "company": 0.2,
}
_SURE = 1.0  # powers of ten by which a place must be ahead to count in full for the others
_BESIDE = 40  # places of the text that are compared with each other; more cost time and add nothing


@dataclass(slots=True)
class _Around:
    """What the names of a text say of each other after a round."""

    countries: _Votes
    admins: _Votes
    beside: list[Candidate]
    perhaps: list[tuple[str, Candidate]]

    def context(self, name: Toponym, same: str, own: set[tuple[str, float, float]]) -> Context:
        """The context of one name, its own places left out."""
        beside = tuple(place for place in self.beside if place.key not in own)
        perhaps = tuple(place for other, place in self.perhaps if other != same and place.key not in own)
        return Context(self.countries.near(name.start, same), self.admins.near(name.start, same), name.within, beside, perhaps)


@dataclass(slots=True)
class _Votes:
    """How present countries and units are at each point of a text."""

    items: list[tuple[int, str, float, str]]  # position, country or unit, weight, whose vote
    at: list[int]
    total: dict[str, float]

    @classmethod
    def of(cls, items: Iterable[tuple[int, str, float, str]]) -> _Votes:
        ordered = sorted(items)
        total: dict[str, float] = defaultdict(float)
        for _, where, weight, _ in ordered:
            total[where] += _FAR * weight
        return cls(ordered, [item[0] for item in ordered], total)

    def near(self, position: int, voter: str) -> dict[str, float]:
        """The presence of each at a position, without the votes of one name."""
        present = defaultdict(float, self.total)
        for at, where, weight, who in self.items[bisect_left(self.at, position - _REACH) : bisect_right(self.at, position + _REACH)]:
            present[where] += _NEAR * weight * (1 - abs(at - position) / _REACH)
            if who == voter:
                present[where] -= weight * (_FAR + _NEAR * (1 - abs(at - position) / _REACH))
        most = max(1.0, max(present.values(), default=0.0))
        return {where: weight / most for where, weight in present.items() if weight > 0}


def resolve_spans(text: str, spans: Iterable[tuple[int, int]], hits: list[Hit] | None = None) -> list[Toponym]:
    """The place that each span of a text names, decided together: each place named makes those around it likelier."""
    ordered = sorted(set(spans))
    hits = matcher().find(text) if hits is None else hits
    names = _holders(text, ordered, hits)
    said = list(_said(hits, ordered))
    groups: dict[str, list[Toponym]] = defaultdict(list)
    for name in names:
        groups[key(name.text)].append(name)
    for _ in range(_ROUNDS):
        around = _Around(*_ballots(names, said), _settled(names), _possible(groups))
        before = [name.found for name in names]
        for same, group in groups.items():
            _decide(same, group, around)
        if before == [name.found for name in names]:
            break
    countries_ = _ballots(names, said)[0]
    for name in names:
        if name.found is None or name.found.note:
            _place_unknown(name, names, (countries_.near(name.start, key(name.text)), countries_.total))
    return names


def _settled(names: list[Toponym]) -> list[Candidate]:
    """The towns and units that the text names beyond doubt."""
    sure = [n.found for n in names if n.found is not None and n.sure >= _SURE and not n.found.note]
    return list({place.key: place for place in sure if place.kind in {*TOWNS, "admin1"}}.values())[:_BESIDE]


def _possible(groups: dict[str, list[Toponym]]) -> list[tuple[str, Candidate]]:
    """The towns that unsettled names may mean, so that two of them that lie close together can speak for each other."""
    found: list[tuple[str, Candidate]] = []
    for same, group in groups.items():
        if group[0].sure >= _SURE and group[0].found is not None:
            continue
        towns = sorted((place for place in candidates(group[0].text) if place.kind in TOWNS and not place.note), key=prior, reverse=True)
        found += ((same, place) for place in towns[:_OPTIONS])
    return found[:_BESIDE]


_OPTIONS = 5  # bearers of one name that are weighed in this way


def _said(hits: list[Hit], spans: list[tuple[int, int]]) -> Iterator[tuple[int, str, float, str]]:
    ends = [end for _, end in spans]
    for hit in hits:
        at = bisect_right(ends, hit.start)
        if at < len(spans) and spans[at][0] < hit.end:
            continue  # the name is one of those in question
        for kind, weight in _WEIGHT.items():
            found = hit.of(kind)
            if found is not None and found.country:
                yield hit.start, found.country, weight, ""
                if kind in {"subnational", "adjective"} and "-" in found.id:
                    yield hit.start, found.id, weight, ""
                break


def _ballots(names: list[Toponym], said: list[tuple[int, str, float, str]]) -> tuple[_Votes, _Votes]:
    votes, units = [v for v in said if "-" not in v[1]], [v for v in said if "-" in v[1]]
    for name in names:
        place = name.found
        if place is None or place.kind not in _VOTE or place.note:
            continue
        weight = _VOTE[place.kind] * min(1.0, max(0.2, name.sure / _SURE))
        if place.country:
            votes.append((name.start, place.country, weight, key(name.text)))
        if place.admin1:
            units.append((name.start, place.admin1, weight, key(name.text)))
    return _Votes.of(votes), _Votes.of(units)


def _decide(same: str, group: list[Toponym], around: _Around) -> None:
    """One sense for all bearers of a name in a text, save where the words beside one say otherwise."""
    own = {place.key for place in candidates(group[0].text)}
    held: list[Toponym] = []
    free = [name for name in group if not name.within]
    for name in group:
        if name.within:
            context = around.context(name, same, own)
            _take(name, ranked(name.text, context), context)
            (held if name.found is None or name.found.fit > 1 else free).append(name)
    if held:
        for name in free:
            name.found, name.sure, name.reason = held[0].found, held[0].sure, held[0].reason
            name.country, name.admin1 = held[0].country, held[0].admin1
        return
    total: dict[Candidate, float] = defaultdict(float)
    contexts = [replace(around.context(name, same, own), within=()) for name in free]
    for name, context in zip(free, contexts, strict=True):
        for value, place in ranked(name.text, context):
            total[place] += value
    order = sorted(((value / len(free), place) for place, value in total.items()), key=lambda pair: -pair[0])
    for name, context in zip(free, contexts, strict=True):
        _take(name, order, context)


def _take(name: Toponym, order: list[tuple[float, Candidate]], context: Context) -> None:
    name.found = order[0][1] if order else None
    name.sure = (order[0][0] - order[1][0] if len(order) > 1 else 2.0) if order else 0.0
    name.reason = name.country = name.admin1 = None
    if not order:
        known = candidates(name.text)
        outer = container(context)
        name.reason = "not in the gazetteer"
        if known and outer is not None:
            name.reason = f"no place of this name in {outer.name} in the gazetteer"
        if outer is not None:
            name.country, name.admin1 = outer.country, outer.admin1


_ALONE = 0.6  # share of one country among all that the text names, here and as a whole, before an unknown name is taken to lie there too
_FACILITY_REACH = 600  # code points: a building is in the town last named


def _place_unknown(name: Toponym, names: list[Toponym], presence: tuple[dict[str, float], dict[str, float]]) -> None:
    """What can still be said of a name that the gazetteer lacks: for a building the town beside it, else the country of all around it."""
    towns = [n for n in names if n.found is not None and n.found.kind in TOWNS and not n.found.note and n is not name]
    town = next((n for n in towns if n.text in name.within), None)
    if town is None and name.facility and name.found is None:
        near = [n for n in towns if abs(n.start - name.start) < _FACILITY_REACH]
        town = min(near, key=lambda n: abs(n.start - name.start) + (_REACH if n.start > name.start else 0), default=None)
    if town is not None and town.found is not None:
        note = f"not in the gazetteer; the coordinates are those of {town.found.name}, named beside it"
        name.found = replace(town.found, name=name.text, geonames_id=None, note=note)
    elif name.found is None and name.country is None:
        leading = {max(present, key=lambda iso3: present[iso3]) for present in presence if present}
        shares = [max(present.values()) / sum(present.values()) for present in presence if present]
        around = {n.found.country for n in names if n.found is not None and n.found.kind in {*TOWNS, "admin1"}}
        if len(leading) == 1 and min(shares) >= _ALONE and leading <= around:  # a country that only acts says nothing of where
            name.country = leading.pop()
            name.reason = (name.reason or "not in the gazetteer") + "; the country is that of the places around it"


# -- finding the names -------------------------------------------------------------------------------------------------

_PLACES = {"GPE", "LOC", "FAC"}
_LOCATIVE = {"in", "at", "near", "outside", "inside", "around", "off", "within", "across", "throughout", "along"}
_NOT_PLACES = {"person", "office", "company", "armed_group", "people", "role", "organisation"}
_NO_NAME = re.compile(r"(?:the|a|an)\s|['’]s?$", re.I)
_CALENDAR = {"DATE", "TIME", "PERSON", "NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART", "LANGUAGE", "CARDINAL", "ORDINAL", "MONEY"}
_DATELINE_PLACE = re.compile(r"[^\W\d_][\w.’' -]*[\w.]")


def spans_of(parsed: Parsed, hits: list[Hit]) -> list[tuple[int, int]]:
    """Where the text names a place, longest names first where they overlap."""
    found: list[tuple[int, int]] = []
    for index, doc in enumerate(parsed.docs):
        passage = parsed.passages[index]
        if passage.dateline:
            found += _dateline(parsed.text, *passage.dateline)
        if doc is not None:
            found += (
                (a + passage.start, b + passage.start)
                for a, b in _in_passage(parsed, index, doc, _within(hits, passage.start, passage.end))
            )
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(set(found), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= a or start >= b for a, b in chosen):
            chosen.append((start, end))
    return sorted(chosen)


def _dateline(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = re.split(r"\(|\s[-–—]|--|:", text[start:end])[0]
    at = start
    for part in words.split(","):
        name = _DATELINE_PLACE.search(part)
        if name and resolve(name.group()) is not None:
            yield at + name.start(), at + name.end()
        at += len(part) + 1


def _pair(name: str) -> bool:
    """ "U.S.-Japan": two countries, no place."""
    parts = re.split(r"[-–]", name)
    return len(parts) == 2 and all(any(place.kind == "country" for place in candidates(part)) for part in parts)


def _within(hits: list[Hit], start: int, end: int) -> list[Hit]:
    """The hits in a stretch of the text, with offsets from its start."""
    return [Hit(hit.start - start, hit.end - start, hit.names) for hit in hits if start <= hit.start and hit.end <= end]


def _in_passage(parsed: Parsed, index: int, doc: Doc, hits: list[Hit]) -> Iterator[tuple[int, int]]:
    text = clauses.text_of(doc)
    yield from spot(text)
    joint = {i for hit in hits if hit.of("organisation", "body", "forum", "instrument") for i in range(hit.start, hit.end)}
    for hit in hits:
        if hit.of("state", "subnational") or (
            (named := hit.of("metonym")) and named.detail in {"capital", "seat"} and candidates(text[hit.start : hit.end])
        ):
            span = doc.char_span(hit.start, hit.end)
            if (
                span is not None
                and not _other(parsed, index, span[-1])
                and span.label_ not in _CALENDAR
                and span.root.ent_type_ != "PERSON"
            ):
                yield hit.start, hit.end
    for entity in doc.ents:
        if entity.label_ in _PLACES and not _other(parsed, index, entity[-1]):
            start, end = entity.start_char, entity.end_char
            while cut := _NO_NAME.search(text[start:end]):
                start, end = (start + cut.end(), end) if cut.start() == 0 and cut.end() < end - start else (start, start + cut.start())
            if text[start : start + 1].isupper() and start not in joint and not _pair(text[start:end]):
                yield start, end
    for pattern in (_SORTED, _SORT_OF, _NEARBY):
        for match in pattern.finditer(text):
            span = doc.char_span(*match.span(1))
            if span is not None and not any(_known(parsed, index, token) or token.ent_type_ in _CALENDAR - {"PERSON"} for token in span):
                yield match.span(1)
    for token in doc:
        if token.lower_ in _LOCATIVE and token.i + 1 < len(doc):
            yield from _capitalised(doc, token.i + 1)


_NAME = r"[^\W\d_a-z][\w’'-]+(?:\s(?:al-|el-|ul-)?[^\W\d_a-z][\w’'-]+){0,2}"
#: Words that name a place whether or not the gazetteer knows it: "Ceelbuur town", "the village of Sheikh Jarrah", "near Qalat al-Madiq".
_SORTED = re.compile(rf"(?<![.!?]\s)(?<!^)\b({_NAME})\s(?:town|village|district|province|governorate|county|oblast|prefecture)\b")
_SORT_OF = re.compile(rf"\b(?:city|town|village|district|province|governorate|port|island|suburb)\sof\s({_NAME})")
_NEARBY = re.compile(rf"\b(?:near|outside)\s({_NAME})(?![\w’'])")


def _capitalised(doc: Doc, first: int) -> Iterator[tuple[int, int]]:
    """A run of capitalised words after a preposition of place, as far as the gazetteer knows it."""
    if doc[first].lower_ == "the" and first + 1 < len(doc):
        first += 1
    last = first
    while last < len(doc) and last - first < 4 and doc[last].text[:1].isupper() and doc[last].ent_type_ not in _CALENDAR:
        last += 1
    for end in range(last, first, -1):
        name = doc[first:end]
        if name.text.isupper() and len(name.text) < 4:
            return
        if any(not place.note and place.kind != "country" and place.fit > -0.35 for place in candidates(name.text)):
            yield name.start_char, name.end_char
            return


def _other(parsed: Parsed, index: int, token: Token) -> bool:
    """Whether the token belongs to the name of someone: a person, an organisation, an office."""
    mention = parsed.mention_at(index, token.i)
    return mention is not None and mention.kind in _NOT_PLACES and not (mention.kind == "organisation" and token.ent_type_ in _PLACES)


def _known(parsed: Parsed, index: int, token: Token) -> bool:
    """The same, for someone that the gazetteer or a title vouches for, not the parser alone."""
    mention = parsed.mention_at(index, token.i)
    return mention is not None and mention.kind in _NOT_PLACES and bool(mention.name or mention.titles)


_LAST: tuple[Parsed, list[Toponym]] | None = None


def toponyms(parsed: Parsed) -> list[Toponym]:
    """The place names of a document, resolved (kept for the document asked about last)."""
    global _LAST  # noqa: PLW0603 (one assignment of a tuple: safe between threads, and a reading asks many times)
    last = _LAST
    if last is None or last[0] is not parsed:
        last = _LAST = (parsed, _toponyms(parsed))
    return last[1]


def _toponyms(parsed: Parsed) -> list[Toponym]:
    hits = matcher().find(parsed.text)
    return resolve_spans(parsed.text, spans_of(parsed, hits), hits)


def find(parsed: Parsed) -> list[Place]:
    """Every place that the text names, in order; a name that only says what holds another isn't listed on its own."""
    found: list[Place] = []
    until = 0
    for name in toponyms(parsed):
        if name.start >= until:
            found.append(place_of(parsed.text, name))
            until = max(until, found[-1].evidence.end)
    return found


def place_of(text: str, name: Toponym) -> Place:
    """The record of a name."""
    place = name.found
    end = name.outer if name.within and (place is None or place.fit > 1) else name.end
    evidence = Evidence.of(text, name.start, max(end, name.end))
    if place is None:
        return Place(
            name=name.text, as_written=evidence.quote, country=name.country, admin1=name.admin1, evidence=evidence, unresolved=name.reason
        )
    return Place(
        name=place.name if place.note is None else name.text,
        as_written=evidence.quote,
        country=place.country,
        admin1=place.admin1,
        lat=place.lat,
        lon=place.lon,
        geonames_id=place.geonames_id if place.note is None else None,
        evidence=evidence,
        unresolved=place.note,
    )


# -- the place of an event ---------------------------------------------------------------------------------------------

_MOTION = frozenset(
    [
        "travel",
        "visit",
        "trip",
        "arrive",
        "fly",
        "go",
        "come",
        "return",
        "head",
        "tour",
        "journey",
        "land",
        "stop",
        "stopover",
        "invite",
        "welcome",
        "summon",
        "send",
        "deploy",
    ]
)
_GATHERINGS = frozenset(
    [
        "agreement",
        "accord",
        "assembly",
        "call",
        "ceremony",
        "conference",
        "consultation",
        "dialogue",
        "deal",
        "dinner",
        "discussion",
        "encounter",
        "event",
        "forum",
        "lunch",
        "margin",
        "meeting",
        "memorandum",
        "negotiation",
        "pact",
        "protocol",
        "rally",
        "reception",
        "round",
        "session",
        "sideline",
        "signing",
        "summit",
        "talk",
        "talks",
        "treaty",
        "trip",
        "visit",
    ]
)
_OCCASIONS = {"during", "on", "as"}
_TALK = frozenset(
    [
        "discuss",
        "condemn",
        "urge",
        "praise",
        "welcome",
        "address",
        "raise",
        "mention",
        "denounce",
        "criticise",
        "criticize",
        "support",
        "back",
        "review",
        "highlight",
        "stress",
        "call",
        "seek",
        "demand",
        "want",
        "follow",
        "end",
    ]
)
_REMOTE = frozenset(
    [
        "call",
        "phone",
        "telephone",
        "tweet",
        "letter",
        "write",
        "video",
        "teleconference",
        "videoconference",
        "conversation",
        "statement",
        "say",
        "tell",
    ]
)
_SPECIFIC = {"venue": 0, "city": 1, "capital": 1}
_MAX_DEPTH = 5


def event_place(parsed: Parsed, passage_index: int, head_token: Token, span: tuple[int, int] | None = None) -> Place | None:
    """Where the event of a word happens, or None where the text doesn't say.

    Args:
        parsed: the document.
        passage_index: the passage of the word.
        head_token: the word that names the event, a verb or a noun.
        span: first and last token (inclusive) that may be looked at; the sentence where left out.
    """
    sentence = parsed.sentence_of(passage_index, head_token.i)
    first, last = span or (sentence.first, sentence.last)
    here = _Here(parsed, passage_index, first, last)
    for anchor in _anchors(head_token):
        found = sorted(here.located(anchor), key=lambda name: _SPECIFIC.get(name.found.kind, 2) if name.found else 1)
        if found:
            return place_of(parsed.text, found[0])
    return _from_dateline(parsed, passage_index, head_token, sentence.first)


def place_at(parsed: Parsed, passage: int, token: int) -> Place | None:
    """The place whose name begins at a token, where one does."""
    at = parsed.passages[passage].start + parsed.doc(passage)[token].idx
    names = toponyms(parsed)
    found = bisect_left(names, at, key=lambda name: name.start)
    return place_of(parsed.text, names[found]) if found < len(names) and names[found].start == at else None


def _anchors(head: Token) -> Iterator[Token]:
    """The words whose complements may say where: the event's own, then the verbs over it."""
    yield head
    token = head
    for _ in range(3):
        parent = token.head
        if parent is token or token.dep_ in {"ccomp", "relcl", "acl", "parataxis", "ROOT"}:
            return
        if token.pos_ in {"NOUN", "PROPN"}:
            if (
                token.dep_ in {"dobj", "nsubj", "nsubjpass", "attr"}
                and parent.pos_ in {"VERB", "AUX"}
                and (token.dep_ != "nsubj" or parent.lemma_ in clauses.words("light") | {"happen", "occur", "open", "start", "be"})
            ):
                yield parent
            elif token.dep_ not in {"pobj", "conj", "dobj", "compound"} and parent.pos_ not in {"ADP"}:
                return
        elif token.dep_ in {"xcomp", "advcl", "conj", "pcomp", "prep"}:
            if token.dep_ == "prep" and token.lower_ in {"after", "before", "following", "since"}:
                return  # what comes before or after happens elsewhere
            if parent.pos_ in {"VERB", "AUX"} and parent.lemma_ not in clauses.words("speech"):
                yield parent
        else:
            return
        token = parent


@dataclass(slots=True)
class _Here:
    """The stretch of a passage in which the place of an event is looked for."""

    parsed: Parsed
    passage: int
    first: int
    last: int

    def located(self, head: Token, depth: int = 0) -> Iterator[Toponym]:
        """The places that locative complements of a word name."""
        if depth > _MAX_DEPTH:
            return
        motion = head.lemma_.lower() in _MOTION
        for child in head.children:
            if not self.first <= child.i <= self.last:
                continue
            word = child.lower_
            if child.dep_ in {"prep", "agent", "dative", "prt", "advmod"} and child.pos_ in {"ADP", "SCONJ", "ADV"}:
                if word in _LOCATIVE or (motion and word in {"to", "for", "into"}):
                    yield from self._object(child, depth)
                elif word in _OCCASIONS or (word == "of" and head.lemma_.lower() in {"sideline", "margin", "sidelines", "margins"}):
                    for noun in child.children:
                        if noun.dep_ == "pobj" and (noun.lemma_.lower() in _GATHERINGS or noun.pos_ == "PROPN"):
                            yield from self.located(noun, depth + 1)
                if word not in _LOCATIVE:
                    yield from (
                        found
                        for inner in child.children
                        if inner.dep_ == "prep" and inner.lower_ in _LOCATIVE
                        for found in self._object(inner, depth)
                    )
            elif child.dep_ in {"dobj", "nsubjpass", "attr"}:
                name = self._name(child)
                if motion and child.dep_ == "dobj" and name is not None:
                    yield name
                elif self._holds(head, child):
                    yield from self.located(child, depth + 1)
            elif child.dep_ in {"compound", "nmod", "amod"} and head.lemma_.lower() in _GATHERINGS:
                name = self._name(child)
                if name is not None and name.found is not None and name.found.kind in TOWNS:
                    yield name

    def _holds(self, head: Token, noun: Token) -> bool:
        """Whether what is said to be at a place with the object is the event: "held talks in Doha", not "discussed the war in Sudan"."""
        if noun.lemma_.lower() in _GATHERINGS:
            return head.lemma_.lower() not in _TALK
        return head.pos_ == "VERB" and head.lemma_.lower() not in _TALK | clauses.words("speech") | clauses.words("asking") | clauses.words(
            "wishing"
        )

    def _object(self, preposition: Token, depth: int) -> Iterator[Toponym]:
        for noun in preposition.children:
            if noun.dep_ == "prep" and noun.lower_ in _LOCATIVE:  # "from inside X"
                yield from self._object(noun, depth + 1)
            if noun.dep_ not in {"pobj", "pcomp"}:
                continue
            name = self._name(noun) or self._capital(noun)
            if name is not None:
                yield name
                continue
            for inner in noun.children:
                near = self._name(inner)
                if near is not None and (
                    inner.dep_ == "appos" or (inner.dep_ in {"compound", "nmod"} and near.found is not None and near.found.kind in TOWNS)
                ):
                    yield near
                elif (
                    inner.dep_ == "prep"
                    and depth < _MAX_DEPTH
                    and (inner.lower_ in _LOCATIVE or (inner.lower_ == "of" and noun.pos_ == "NOUN"))
                ):
                    yield from self._object(inner, depth + 1)

    def _name(self, token: Token) -> Toponym | None:
        at = self.parsed.passages[self.passage].start + token.idx
        names = toponyms(self.parsed)
        found = bisect_right(names, at, key=lambda name: name.start) - 1
        return names[found] if found >= 0 and names[found].start <= at < names[found].end else None

    def _capital(self, noun: Token) -> Toponym | None:
        """ "the Kenyan capital", "Kenya's capital": the capital of the country named before the word."""
        if noun.lemma_.lower() != "capital":
            return None
        if any(child.dep_ == "appos" and self._name(child) for child in noun.children):
            return None
        base = self.parsed.passages[self.passage].start
        for child in noun.lefts:
            for state in candidates(child.text) if child.dep_ in {"amod", "poss", "compound", "nmod"} else ():
                capital = countries()[state.country].capital if state.kind == "country" and state.country else None
                place = resolve(capital, context=Context({state.country: 1.0}, within=(state.name,))) if capital and state.country else None
                if place is not None:
                    start, end = base + child.idx, base + noun.idx + len(noun)
                    return Toponym(start, end, self.parsed.text[start:end], outer=end, found=place)
        return None


def _from_dateline(parsed: Parsed, passage: int, head: Token, first: int) -> Place | None:
    """The dateline's place for what the lead reports as having happened, unless it happened over a distance."""
    dateline = parsed.passages[passage].dateline
    body = next((i for i, p in enumerate(parsed.passages) if p.kind == "body" and p.dateline), None)
    if dateline is None or passage != body or first != 0 or clauses.status(head)[0] not in {"occurred", "ongoing"}:
        return None
    if head.lemma_.lower() in _REMOTE | clauses.words("speech") or any(
        token.lower_ in clauses.words("telephone") | clauses.words("video") for token in head.subtree
    ):
        return None
    name = next((n for n in toponyms(parsed) if dateline[0] <= n.start < dateline[1]), None)
    return place_of(parsed.text, name) if name is not None else None
