"""Whether two reports are of the same thing: what forbids it, how alike they are, and the reasons in words.

The verdict depends on the two reports alone, never on what else the ledger holds or on the order of arrival.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.ledger.features import WIDEST, Features, rules
from dragoman.ledger.words import dice, jaccard, overlap


@dataclass(frozen=True, slots=True)
class Verdict:
    """A score from 0 to 1 with its reasons; `never` says what forbids the merge."""

    score: float
    reasons: tuple[str, ...] = ()
    never: str | None = None
    alike: bool = False


def compare(a: Features, b: Features) -> Verdict:
    """The verdict on two reports of one kind."""
    if never := _forbidden(a, b):
        return Verdict(0.0, never=never)
    found = _similarities(a, b)
    weights: dict[str, float] = rules()[a.kind]["weights"]
    known = {name: value for name, value in found.items() if value is not None and name in weights}
    total = sum(weights[name] for name in known)
    score = sum(weights[name] * value for name, value in known.items()) / total if total else 0.0
    if a.document == b.document:
        score -= rules()["same_document"]
    score = round(max(0.0, score), 4)
    return Verdict(score, tuple(_words(a, b, known)), alike=score >= rules()[a.kind]["threshold"])


# -- what forbids it ---------------------------------------------------------------------------------------------------------------


def _forbidden(a: Features, b: Features) -> str | None:
    if a.kind != b.kind:
        return f"{a.kind} and {b.kind}"
    return _forms(a, b) or _statuses(a, b) or _dates(a, b) or _places(a, b) or _who(a, b)


def _forms(a: Features, b: Features) -> str | None:
    if a.form == b.form or a.kind == "commitment":
        exclusive = a.mode and b.mode and a.mode != b.mode and {a.mode, b.mode} & set(rules()["exclusive_modes"])
        return f"two modes: {a.mode} and {b.mode}" if exclusive else None
    if a.kind == "engagement":
        return None if frozenset((a.form, b.form)) in _media() else f"two media: {a.form} and {b.form}"
    return f"{a.form} and {b.form}"


@cache
def _media() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((a, b)) for group in rules()["compatible_media"] for a in group for b in group)


def _statuses(a: Features, b: Features) -> str | None:
    if a.status == b.status or any(a.status in group and b.status in group for group in rules()["compatible_statuses"]):
        return None
    return f"{a.status} and {b.status}"


def _dates(a: Features, b: Features) -> str | None:
    if a.due and b.due and a.kind == "commitment" and not _overlap(a.due, b.due):
        return f"two deadlines: {a.due[1]} and {b.due[1]}"
    if a.first and a.last and b.first and b.last:
        gap = max((b.first - a.last).days, (a.first - b.last).days)
        if gap > rules()["days_of_grace"].get(a.form, 0):
            return f"two dates: {_span(a)} and {_span(b)}"
    elif (a.first is None) != (b.first is None):
        return "one has a date and the other none"
    return None


def _overlap(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    return bool(one[0] <= other[1] and other[0] <= one[1])


def _span(f: Features) -> str:
    return f"{f.first}" if f.first == f.last else f"{f.first} to {f.last}"


def _places(a: Features, b: Features) -> str | None:
    if a.spot is None or b.spot is None or a.form in {"call", "video", "correspondence"} or a.kind not in {"engagement", "event"}:
        return None
    if a.spot.country and b.spot.country and a.spot.country != b.spot.country:
        return f"two places: {a.spot.name}, {a.spot.country} and {b.spot.name}, {b.spot.country}"
    if (a.spot.area or b.spot.area) and a.spot.admin1 and b.spot.admin1 and a.spot.admin1 != b.spot.admin1:
        return f"two places: {a.spot.name} and {b.spot.name}"
    apart = _kilometres(a, b)
    return (
        f"two places {apart:.0f} km apart: {a.spot.name} and {b.spot.name}" if apart is not None and apart > rules()["kilometres"] else None
    )


def _kilometres(a: Features, b: Features) -> float | None:
    one, other = a.spot, b.spot
    if one is None or other is None or one.area or other.area:
        return None
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))  # mean radius of the Earth


def _who(a: Features, b: Features) -> str | None:
    if a.kind == "statement":
        return None if _people(a) & _people(b) or (not _people(a) and a.sources == b.sources) else "two speakers"
    if a.kind == "commitment":
        return None if jaccard(a.sources, b.sources) >= 0.5 else "other parties are bound"
    shared = a.parties & b.parties
    alone = len(a.parties) < 2 and len(b.parties) < 2 and a.parties == b.parties
    if len(shared) < 2 and not (alone and a.kind == "event"):
        return "fewer than two parties in common"
    for side in sorted(shared) if a.form != "summit" and b.form != "summit" else ():
        if side in a.people and side in b.people and not a.people[side] & b.people[side]:
            return f"other people for {side}: {', '.join(sorted(a.people[side]))} and {', '.join(sorted(b.people[side]))}"
    if a.kind == "event" and a.form not in rules()["mutual_types"] and not alone:
        turned = (a.sources and b.sources and not a.sources & b.sources) or (a.targets and b.targets and not a.targets & b.targets)
        return "the other way round" if turned else None
    return None


# -- how alike they are --------------------------------------------------------------------------------------------------------------


def _people(f: Features) -> frozenset[str]:
    return frozenset().union(*f.people.values()) if f.people else frozenset()


def _similarities(a: Features, b: Features) -> dict[str, float | None]:
    ours, theirs = _people(a), _people(b)
    return {
        "people": (overlap(ours, theirs) + jaccard(ours, theirs)) / 2 if ours and theirs else None,
        "parties": jaccard(a.parties, b.parties) if a.parties or b.parties else None,
        "date": _date(a, b),
        "deadline": (1.0 if a.due and b.due else None) if a.kind == "commitment" else None,
        "place": _place(a, b),
        "topics": jaccard(a.topics, b.topics) if a.topics and b.topics else None,
        "code": _code(a, b),
        "wording": (dice(a.words, b.words) + overlap(a.words, b.words)) / 2,
    }


def _date(a: Features, b: Features) -> float:
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return float(rules()["undated"])
    if a.stated and b.stated:
        wide = max((a.last - a.first).days, (b.last - b.first).days)
        return 1.0 if wide == 0 else max(0.4, 0.9 - wide / WIDEST)
    if a.stated != b.stated:
        stated, other = (a, b) if a.stated else (b, a)
        return max(0.5, 0.85 - ((stated.last or a.last) - (stated.first or a.first)).days / WIDEST) if other.published else 0.5
    gap = abs((a.published - b.published).days) if a.published and b.published else 3
    return max(0.3, 0.8 - 0.15 * gap)


def _place(a: Features, b: Features) -> float | None:
    if a.spot is None or b.spot is None:
        return None
    return 1.0 if a.spot.name == b.spot.name else 0.6 if a.spot.country == b.spot.country else 0.3


def _code(a: Features, b: Features) -> float | None:
    if a.kind != "event":
        return None
    alike = next((n for n in (4, 3, 2) if a.code[:n] == b.code[:n] and len(a.code) >= n), 0)
    return {4: 1.0, 3: 0.9, 2: 0.7, 0: 0.3}[alike] - (0.2 if a.mode and b.mode and a.mode != b.mode else 0.0)


def _words(a: Features, b: Features, known: dict[str, float]) -> list[str]:
    """The reasons, for people."""
    told = {
        "people": f"people: {', '.join(sorted(_people(a) & _people(b))) or 'none in common'}",
        "parties": f"parties: {', '.join(sorted(a.parties & b.parties))}",
        "date": "no date in either"
        if a.first is None
        else f"dates: {_span(a)} and {_span(b)}" + ("" if a.stated and b.stated else " (by publication)"),
        "deadline": f"deadline: {a.due[1] if a.due else None}",
        "place": f"places: {a.spot.name if a.spot else ''} and {b.spot.name if b.spot else ''}",
        "topics": f"topics: {', '.join(sorted(a.topics & b.topics)) or 'none in common'}",
        "code": f"codes: {a.code} and {b.code}",
        "wording": f"words: {', '.join(sorted(a.words & b.words)[:8]) or 'none in common'}",
    }
    form = [f"{a.kind}: {a.form}" + (f" and {b.form}" if a.form != b.form else "")]
    return form + [f"{told[name]} ({known[name]:.2f})" for name in told if name in known]
