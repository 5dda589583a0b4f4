"""/search: full text, with facets; without words, the record by facets alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy import select
from starlette.responses import HTMLResponse

from dragoman.analysis.answers import of_pair, scope
from dragoman.analysis.search import matches
from dragoman.ledger.schema import entry
from dragoman.records.errors import UsageError
from dragoman.web import questions
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.lines import lines, party_name
from dragoman.web.pages import pages, shown

router = APIRouter(include_in_schema=False)
PAGE = 30
HITS = 300  # found entries that are looked at: the best, or without words the latest
FACETS = ("kind", "form", "status", "party", "topic", "place", "year")
VALUES = 10  # of a facet


class Asked(BaseModel):
    """What is searched for."""

    q: str = Field(default="", max_length=500)
    kind: str = Field(default="", max_length=40)
    form: str = Field(default="", max_length=40)
    status: str = Field(default="", max_length=40)
    party: str = Field(default="", max_length=200)
    with_: str = Field(default="", alias="with", max_length=200)
    topic: str = Field(default="", max_length=300)
    place: str = Field(default="", max_length=300)
    year: str = Field(default="", max_length=4)
    page: int = Field(default=1, ge=1, le=100_000)

    def query(self) -> dict[str, str]:
        """What was given, as for an address."""
        given = self.model_dump(by_alias=True, exclude={"page"})
        return {name: str(value) for name, value in given.items() if value}


#: The values that an entry has in each facet.
_OF: dict[str, Callable[[Mapping[str, Any]], set[str]]] = {
    "kind": lambda b: {b["kind"]},
    "form": lambda b: {b["form"]},
    "status": lambda b: {b["status"]} if b["kind"] in {"engagement", "event"} else set(),
    "party": lambda b: {p["party"] for p in b["participants"] if p["party"]},
    "topic": lambda b: {t["label"] for t in b["topics"]},
    "place": lambda b: {b["place"]["name"]} if b["place"] else set(),
    "year": lambda b: {b["when"]["start"][:4]} if b["when"]["start"] else set(),
}


@router.get("/search")
def find(desk: TheDesk, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """What was found, and by which facets it can be narrowed."""
    given = asked.query()
    ids, facets = desk.kept(("search", tuple(given.items())), lambda: _ids(desk, asked))
    first = (asked.page - 1) * PAGE
    back, on = pages("/search", given, asked.page, more=len(ids) > first + PAGE)
    return shown(
        "search.html",
        here="/search",
        asked=asked,
        chosen=[(name, _label(name, value), _without(given, name)) for name, value in given.items() if name != "q"],
        facets=facets,
        hits=len(ids),
        most=HITS,
        entries=lines(desk.ledger.entries(ids[first : first + PAGE])),
        back=back,
        on=on,
    )


def _ids(desk: Desk, asked: Asked) -> tuple[list[str], list[tuple[str, list[tuple[str, int, str]]]]]:
    """What is kept of a search: the ids that were found, and the facets."""
    found = _found(desk, asked)
    return [body["id"] for body in found], [(name, _facet(name, found, asked.query())) for name in FACETS]


def _found(desk: Desk, asked: Asked) -> list[dict[str, Any]]:
    words = " ".join(part for part in (asked.q, *(f'"{name}"' for name in (asked.topic,) if name)) if part)
    given = asked.query()
    parties = [_party(given[name]) for name in ("party", "with") if name in given]
    try:
        bodies = _by_words(desk, words) if words.strip() else _by_facets(desk, asked, parties)
    except UsageError:  # nothing in it that could be a word
        return []
    wanted = [(name, given[name]) for name in FACETS if name in given and name != "party"] + [("party", party) for party in parties]
    return [body for body in bodies if all(value in _OF[name](body) for name, value in wanted)][:HITS]


def _by_words(desk: Desk, words: str) -> list[dict[str, Any]]:
    return desk.ledger.entries([id_ for id_, _, _ in matches(desk.ledger, words, limit=HITS)])


def _by_facets(desk: Desk, asked: Asked, parties: list[str]) -> list[dict[str, Any]]:
    query = select(entry.c.body)
    if parties:
        query = of_pair(query, parties[0], parties[1] if len(parties) > 1 else None)
    for column, value in ((entry.c.kind, asked.kind), (entry.c.form, asked.form), (entry.c.status, asked.status)):
        query = query.where(column == value) if value else query
    if asked.year:
        query = query.where(entry.c.day_from >= f"{asked.year}-01-01", entry.c.day_from <= f"{asked.year}-12-31")
    # a place is looked for among the latest
    return questions.latest(desk.ledger, query, 10 * HITS if asked.place else HITS)


def _party(name: str) -> str:
    try:
        return scope(name)
    except UsageError:
        return name


def _facet(name: str, found: list[dict[str, Any]], given: dict[str, str]) -> list[tuple[str, int, str]]:
    """The commonest values among what was found, with the address that narrows to each."""
    if name in given and name != "party":
        return []
    counted = Counter(value for body in found for value in _OF[name](body))
    slot = "with" if name == "party" and "party" in given else name
    chosen = {_party(given[key]) for key in ("party", "with") if key in given} if name == "party" else set()
    if name == "party" and len(chosen) > 1:
        return []
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0])) if name != "year" else sorted(counted.items(), reverse=True)
    return [(_label(name, v), n, f"/search?{urlencode(given | {slot: v})}") for v, n in ranked if v not in chosen][:VALUES]


def _without(given: dict[str, str], name: str) -> str:
    return f"/search?{urlencode({key: value for key, value in given.items() if key != name})}"


def _label(name: str, value: str) -> str:
    return party_name(_party(value)) if name in {"party", "with"} else value
