"""/relations: pairs of parties; /relations/KEN-USA: what lies between two."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.responses import RedirectResponse, Response

from dragoman.analysis.answers import scope
from dragoman.analysis.relations import By, period, relations
from dragoman.records.errors import UsageError
from dragoman.web import drawing, questions
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.lines import lines, pair_of, party_name, relation_address
from dragoman.web.pages import pages, shown
from dragoman.web.wording import UNKNOWN

router = APIRouter(include_in_schema=False)
PAGE = 40  # entries of a page of the chronicle
PAIRS = 100
FINEST = 36  # periods that can be told apart on a chart
OPEN = ("open", "overdue", "unclear")


@router.get("/relations")
def pairs(desk: TheDesk, of: str = "", page: int = 1) -> Response:
    """Every pair, the busiest first; those of one party by name or code."""
    party, wrong = "", None
    try:
        party = scope(of) if of.strip() else ""
    except UsageError:
        wrong = UNKNOWN
    number = _within(page)
    found = desk.kept(("pairs", party, number), lambda: _pairs(desk, party, number))
    back, on = pages("/relations", {"of": of}, number, more=len(found) > PAIRS)
    return shown("relations.html", here="/relations", of=of, party=party, wrong=wrong, pairs=found[:PAIRS], back=back, on=on)


def _pairs(desk: Desk, party: str, number: int) -> list[dict[str, Any]]:
    return questions.precisely(desk.ledger, questions.pairs(desk.ledger, party, PAIRS + 1, (number - 1) * PAIRS))


@router.get("/relations/{pair:path}")
def relation(desk: TheDesk, pair: str, page: int = 1, kind: str = "") -> Response:
    """One pair."""
    named = pair_of(pair)
    try:
        a, b = sorted(map(scope, named)) if named else ("", "")
    except UsageError:
        a = b = ""
    if not a or a == b:
        raise HTTPException(404, "no such pair: write two codes, as in /relations/KEN-USA")
    if relation_address(a, b) != f"/relations/{pair}":
        return RedirectResponse(relation_address(a, b), 307)
    kinds = (kind,) if kind in questions.KINDS else questions.KINDS
    number = _within(page)
    found = desk.kept(("pair", a, b), lambda: _pair(desk, a, b))
    entries = questions.latest(desk.ledger, questions.pair(a, b, kinds), PAGE + 1, (number - 1) * PAGE)
    back, on = pages(relation_address(a, b), {"kind": kind if kind in questions.KINDS else ""}, number, more=len(entries) > PAGE)
    return shown(
        "relation.html", here="/relations", a=a, b=b, kind=kind, page=number, chronicle=lines(entries[:PAGE]), back=back, on=on, **found
    )


def _pair(desk: Desk, a: str, b: str) -> dict[str, Any]:
    ledger, today = desk.ledger, desk.today()
    recent = questions.latest(ledger, questions.pair(a, b), questions.LOOKED_AT)
    said = [body for body in recent if body["kind"] == "statement"]
    due = questions.between_two(ledger, a, b, today)
    by, rows = _intensity(desk, a, b)
    names = f"{party_name(a)} and {party_name(b)}"
    return {
        "counts": questions.counts(ledger, a, b),
        "topics": questions.topics(recent, 12),
        "differing": lines(body for body in recent if body["disagreements"])[:5],
        "open": [row for row in due if row["status"] in OPEN][:12],
        "settled": sum(row["status"] not in OPEN for row in due),
        "sides": [(side, lines(questions.spoken(said, 5, party=side))) for side in (a, b)],
        "by": by,
        "intensity": rows,
        "chart": drawing.relations(rows, names) if rows else None,
        "legend": drawing.legend(),
    }


def _intensity(desk: Desk, a: str, b: str) -> tuple[str, list[dict[str, Any]]]:
    """The finest periods that a chart has room for."""
    first, last = questions.span(desk.ledger, a, b)
    finest: tuple[By, ...] = ("month", "quarter", "year")
    for by in finest:
        if not first or not last or by == "year" or len(drawing.periods(period(first, by), period(last, by))) <= FINEST:
            return by, list(relations(desk.ledger, a, b, by=by))
    raise AssertionError  # a year always has room


def _within(page: int) -> int:
    return min(max(page, 1), 100_000)
