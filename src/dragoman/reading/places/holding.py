"""What the words beside a place name say that holds it: "Portland, Oregon", "the Turkish city of Adana", "Kenya's Mombasa"."""

from __future__ import annotations

import re

from dragoman.gazetteer.names import Hit
from dragoman.gazetteer.places import abbreviates, candidates, holds, key, prior
from dragoman.reading.places.toponym import Toponym

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
_SHORT = re.compile(r"[A-Z][A-Za-z]{0,4}\.?(?:[A-Z]\.)?")
_LIST = re.compile(r"\s+(?:and|or|&)\s+[A-Z]|,\s+(?:and\s+)?[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+)?,?\s+(?:and|or|&)\s+(?:the\s)?[A-Z]")


def with_holders(text: str, spans: list[tuple[int, int]], hits: list[Hit]) -> list[Toponym]:
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
