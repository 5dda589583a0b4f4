"""The table of holders against lists of visits and of appointments that others keep: does it know who was in office on that day?

A row of a list is *comparable* when the table makes a claim about it:

- a visit (`visitor`, `country`, `start`): the title before the visitor's name is one of `TITLES`, a head of state, a head of government
  or a foreign minister ("President-elect", "Crown Prince" and "Vice Premier" aren't), the country is one of the gazetteer, and the table
  has someone in an office of that title there on the day.
- an appointment (`role`, `person`, `territory`, `started`, `ended`): the role is that of an ambassador, of the representative to the
  United Nations, or of the Secretary of State or one of the deputies, under secretaries or assistant secretaries; and the table has
  someone at that post, or in that bureau, at the middle of the row's term.

A comparable row *agrees* when one of those whom the table has there bears its name: the surname or an alias, compared without diacritics,
hyphens and capitals, and with room for transliteration (`NEAR`). Of monarchs the first name is compared. Scores: `agreement` (share of
the comparable rows), and the counts `rows`, `comparable` and `gaps` (a title or role in point, but nobody in the table on that day).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from dragoman.gazetteer.loading import rows as data
from dragoman.gazetteer.offices import Term, bounds, name_key, terms

NEAR = 82  # of 100: Schroeder and Schröder, Izetbegovic and Izetbegović are nearer; Bush and Busch aren't the same office anyway
LONG = 4  # letters; words shorter than this ("al", "bin", "de") tell nobody from another
PRESIDENTS = ("president", "presidency-chair", "presidential-council-chair", "head-of-state", "sovereign-council-chair")
PREMIERS = ("prime-minister", "chancellor", "head-of-government", "chief-minister")
MONARCHS = ("monarch", "co-prince", "head-of-state")
FOREIGN = ("foreign-minister",)
#: What visitors' lists write before a name, and the offices of the table that it can mean.
TITLES: dict[str, tuple[str, ...]] = {
    "president": PRESIDENTS,
    "interim president": PRESIDENTS,
    "acting president": PRESIDENTS,
    "chairman of the presidency": PRESIDENTS,
    "prime minister": PREMIERS,
    "interim prime minister": PREMIERS,
    "premier": PREMIERS,
    "taoiseach": PREMIERS,
    "chancellor": PREMIERS,
    "federal chancellor": PREMIERS,
    "foreign minister": FOREIGN,
    "minister of foreign affairs": FOREIGN,
    "pope": ("pope",),
    **dict.fromkeys(("king", "queen", "emperor", "sultan", "amir", "emir"), MONARCHS),
}
#: What such lists call countries, where the gazetteer doesn't. States that are gone are left out, and their rows aren't comparable.
COUNTRIES = {
    "china people s republic of": "CHN",
    "china peoples republic of": "CHN",
    "congo democratic republic of": "COD",
    "congo republic of": "COG",
    "cote divoire": "CIV",
    "bosnia herzegovina": "BIH",
    "democratic republic of the congo (zaire)": "COD",
    "germany federal republic of": "DEU",
    "macedonia former yugoslav republic of": "MKD",
    "micronesia federated states of": "FSM",
    "saint vincent and grenadines": "VCT",
    "swaziland": "SWZ",
}
#: Roles of appointments by their beginning, and the office of the table; what follows names the bureau.
ROLES = {"under-secretary": "under-secretary-of-state", "assistant-secretary": "assistant-secretary-of-state"}
PLAIN_ROLES = {"secretary": "foreign-minister", "deputy-secretary": "deputy-foreign-minister", "representative-to-un": "un-ambassador"}
_NO_BUREAU = {"for", "of", "and", "the", "affairs", "secretary"}


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row: `gold` the name in the list, `predicted` those in the table, None where nothing can be compared."""
    predictions = [_compare(row) for row in rows]
    comparable = [p for p in predictions if p["predicted"]]
    agreeing = sum(p["agrees"] for p in comparable)
    scores = {
        "agreement": round(agreeing / max(1, len(comparable)), 4),
        "rows": len(predictions),
        "comparable": len(comparable),
        "gaps": sum(p["predicted"] == [] for p in predictions),
    }
    return scores, predictions


def _compare(row: dict[str, Any]) -> dict[str, Any]:
    fields = row.get("labels") or row
    claim = _visit(fields) if "visitor" in fields else _appointment(fields)
    name = fields.get("visitor") or fields["person"]
    found = None if claim is None else list(claim)
    return {
        "id": row.get("id") or f"{name}, {fields.get('start') or fields.get('started')}",
        "gold": name,
        "predicted": None if found is None else sorted({t.person for t in found}),
        "agrees": any(same(name, term) for term in found or ()),
    }


def _visit(fields: dict[str, Any]) -> Iterator[Term] | None:
    """The holders whom a visit can mean; None where its title or country says nothing about the table."""
    scope = scope_of(fields.get("from_country") or fields["country"])
    title = title_of(fields["visitor"])
    if scope is None or title is None:
        return None
    day = dt.date.fromisoformat(fields["start"])
    offices = PREMIERS if title == "president" and scope in _monarchies() else TITLES[title]
    return (t for t in _in_office(scope, day) if t.office in offices)


def _appointment(fields: dict[str, Any]) -> Iterator[Term] | None:
    """The holders of the post at the middle of the appointment; None where the role isn't in the table or its dates aren't known."""
    if not fields["started"]:
        return None
    start = bounds(fields["started"])[1]
    end = bounds(fields["ended"])[0] if fields["ended"] else start
    if end < start:
        return None
    day = start + (end - start) / 2
    here = _in_office("USA", day)
    role = fields["role"]
    if role in PLAIN_ROLES:
        return (t for t in here if t.office == PLAIN_ROLES[role])
    if role == "ambassador-e-p":
        post = scope_of((fields["territory"] or "").replace("-", " "))
        return None if post is None else (t for t in here if t.office == "ambassador" and re.match(rf"to {post}\b", t.note))
    office = next((office for beginning, office in ROLES.items() if role.startswith(beginning)), None)
    bureau = set(re.findall(r"[a-z]+", role)) - set(re.findall(r"[a-z]+", " ".join(ROLES))) - _NO_BUREAU
    if office is None or not bureau:
        return None
    return (t for t in here if t.office == office and bureau <= set(re.findall(r"[a-z]+", t.note.lower())))


@cache
def _by_scope() -> dict[str, list[tuple[dt.date, dt.date, Term]]]:
    found: dict[str, list[tuple[dt.date, dt.date, Term]]] = defaultdict(list)
    for term in terms():
        found[term.scope].append((term.first, term.last, term))
    return found


def _in_office(scope: str, day: dt.date) -> Iterator[Term]:
    return (term for first, last, term in _by_scope().get(scope, ()) if first <= day <= last)


def title_of(visitor: str) -> str | None:
    """The title of `TITLES` that a visitor's name begins with."""
    name = visitor.lower()
    return max((title for title in TITLES if name.startswith(f"{title} ")), key=len, default=None)


def scope_of(country: str) -> str | None:
    """ISO3 of a country by the name that a list has for it, or None."""
    key = " ".join(re.sub(r"[’',.-]", " ", name_key(country)).split())
    return COUNTRIES.get(key) or _by_name().get(key)


@cache
def _monarchies() -> frozenset[str]:
    """Kingdoms: a president of one is the president of its government, as in Spain."""
    return frozenset(row["iso3"] for row in data("countries.yaml") if row["head_of_state"] == "monarch")


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in data("countries.yaml"):
        for name in (row["name"], row["official"], *row["aliases"]):
            found.setdefault(name_key(name), row["iso3"])
    return found


def same(name: str, term: Term) -> bool:
    """Whether a name in a list is that of a term's holder."""
    title = title_of(name)
    words = name_key(re.sub(r"\(.*?\)", "", name[len(title or "") :])).split()
    for known in (term.person, *term.aliases):
        spelling = name_key(known).split()
        keys = [word for word in spelling if len(word) >= LONG] or spelling
        key = keys[0] if term.office in MONARCHS else keys[-1]
        if any(_near(key, word) for word in words):
            return True
    return False


def _near(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= LONG and fuzz.ratio(one, other) >= NEAR)
