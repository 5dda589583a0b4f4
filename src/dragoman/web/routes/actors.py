"""/actors: who is named; /actors/ID: one person, office, country or organisation."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse

from dragoman.codebook import sectors
from dragoman.gazetteer.offices import NOTABLE, Term, offices, terms
from dragoman.web import drawing, questions
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.lines import actor_address, lines, party_name
from dragoman.web.pages import pages, shown

router = APIRouter(include_in_schema=False)
PAGE = 60
KINDS = ("person", "state", "organisation", "office", "subnational", "armed_group", "people", "company", "other")
SHOWN = 30
SAID = 200  # statements among which an actor's own are looked for: the latest


@router.get("/actors")
def actors(desk: TheDesk, match: str = "", kind: str = "", page: int = 1) -> HTMLResponse:
    """Everybody named, the most often named first."""
    number, wanted = min(max(page, 1), 100_000), kind if kind in KINDS else ""
    asked = (match, wanted, PAGE + 1, (number - 1) * PAGE)
    found = desk.kept(("actors", asked), lambda: questions.actors(desk.ledger, *asked))
    back, on = pages("/actors", {"match": match, "kind": wanted}, number, more=len(found) > PAGE)
    return shown("actors.html", here="/actors", match=match, kind=wanted, kinds=KINDS, actors=found[:PAGE], back=back, on=on)


@router.get("/actors/{id_:path}")
def actor(desk: TheDesk, id_: str, page: int = 1) -> HTMLResponse:
    """One actor."""
    number = min(max(page, 1), 100_000)
    found = desk.kept(("actor", id_), lambda: _actor(desk, id_))
    if found is None:
        raise HTTPException(404, "the ledger and the table of offices have nobody of this id")
    query = questions.of_actor(id_, is_party=found["is_party"])
    entries = questions.latest(desk.ledger, query, SHOWN + 1, (number - 1) * SHOWN)
    back, on = pages(actor_address(id_), {}, number, more=len(entries) > SHOWN)
    return shown("actor.html", here="/actors", id=id_, page=number, chronicle=lines(entries[:SHOWN]), back=back, on=on, **found)


def _actor(desk: Desk, id_: str) -> dict[str, Any] | None:
    ledger, today = desk.ledger, desk.today()
    known = questions.known_actor(ledger, id_)
    held = _terms().get(id_, ())
    counts = questions.counts(ledger, id_)
    is_party = any(counts.values())
    if known is None and not held and not is_party:
        return None
    said = questions.latest(ledger, questions.of_actor(id_, is_party=is_party, kinds=["statement"]), SAID)
    met = questions.of_actor(id_, is_party=is_party, kinds=["engagement"])
    spans = [_span(term) for term in held]
    named = held[0].person if held else known["name"] if known and known["kind"] != "state" else party_name(id_)
    return {
        "name": named,
        "known": known,
        "party": party_name(known["party"]) if known and known["party"] and known["party"] != id_ else None,
        "party_id": known["party"] if known else None,
        "sector": sectors().get(known["sector"], known["sector"]) if known else None,
        "is_party": is_party,
        "counts": counts if is_party else {},
        "terms": spans,
        "terms_chart": drawing.terms(spans, today),
        "holders": _holders(id_, today) if is_party else [],
        "partners": [(party_name(other), other, n) for other, n in questions.partners(ledger, id_, 10)],
        "met": lines(questions.latest(ledger, met, 8)),
        "said": lines(questions.spoken(said, 8, actor=id_)),
    }


@cache
def _terms() -> dict[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {}
    for term in terms():
        found.setdefault(term.id, []).append(term)
    return {id_: tuple(sorted(held, key=lambda t: (t.first, t.office))) for id_, held in found.items()}


def _span(term: Term) -> dict[str, Any]:
    return {
        "label": _office(term),
        "person": term.person,
        "id": term.id,
        "first": term.first.isoformat() if term.start else None,
        "last": term.last.isoformat() if term.end else None,
        "start": term.start,
        "end": term.end,
        "sure": term.sure,
    }


def _office(term: Term) -> str:
    if term.office.startswith(NOTABLE):
        return term.note
    kind = offices().get(term.office)
    local = next((title for country, title in kind.local if country == term.scope), None) if kind else None
    return local or (kind.titles[0] if kind else term.office)


def _holders(scope: str, today: dt.date) -> list[dict[str, Any]]:
    """Who holds the offices of a country or organisation today, by the table."""
    held = [t for t in terms() if t.scope == scope and not t.office.startswith(NOTABLE) and t.held(today) and t.end == ""]
    order = {office: number for number, office in enumerate(offices())}
    return [_span(t) for t in sorted(held, key=lambda t: (order.get(t.office, 999), t.first))][:24]
