"""/api/v1: the questions of `dragoman.analysis`, one address each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from dragoman import codebook
from dragoman.analysis import briefing
from dragoman.analysis.answers import Rows
from dragoman.analysis.network import network
from dragoman.analysis.promised import commitments
from dragoman.analysis.relations import relations
from dragoman.analysis.roster import roster
from dragoman.analysis.search import search
from dragoman.analysis.timeline import timeline
from dragoman.exports import tables
from dragoman.ledger.promises import SCORES
from dragoman.records.errors import LedgerError
from dragoman.web import questions
from dragoman.web.api import problems
from dragoman.web.api.formats import CONTENT, CSV, PARQUET, Format, answer, attached, parquet, wanted, written
from dragoman.web.api.shapes import Answer
from dragoman.web.desk import Desk, TheDesk

router = APIRouter(prefix="/api/v1", tags=["questions"])
TABLE: dict[int | str, dict[str, Any]] = {200: {"content": CONTENT}}
TEXT: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {"schema": {"type": "string"}} for kind in ("text/markdown", "text/html")}}
}
ROWS: dict[str, Any] = {"response_model": Answer, "responses": TABLE | problems(406)}
Party = Annotated[str, Query(min_length=1, max_length=200, description="a country or organisation by code, name or acronym")]
Anybody = Annotated[str | None, Query(min_length=1, max_length=200, description="another; anybody unless given")]
Since = Annotated[dt.date | None, Query(description="first day")]
Until = Annotated[dt.date | None, Query(description="last day")]
On = Annotated[dt.date | None, Query(description="as of this day; today unless given")]
Limit = Annotated[int, Query(ge=1, le=5000)]
Status = Literal["open", "fulfilled", "broken", "overdue", "superseded", "unclear"]
Table = Enum("Table", {name: name for name in tables.COLUMNS})  # type: ignore[misc]  # the registry of exports


def _rows(request: Request, given: str | None, rows: Rows) -> Response:
    return answer(request, given, rows, {"items": list(rows)})


@router.get("/timeline", **ROWS, summary="What happened between two parties, oldest first")
def timeline_(
    request: Request,
    desk: TheDesk,
    a: Party,
    b: Anybody = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 1000,
    format: Format = None,
) -> Response:
    """The newest `limit` entries."""
    return _rows(request, format, timeline(desk.ledger, a, b, since=since, until=until, limit=limit))


@router.get("/relations", **ROWS, summary="Counts and scores of two parties by period")
def relations_(
    request: Request,
    desk: TheDesk,
    a: Party,
    b: Party,
    by: Literal["day", "week", "month", "quarter", "year", "all"] = "month",
    since: Since = None,
    until: Until = None,
    format: Format = None,
) -> Response:
    """Means of Goldstein score and intensity with 95 % bootstrap intervals, never without the numbers behind them."""
    return _rows(request, format, relations(desk.ledger, a, b, by=by, since=since, until=until))


@router.get(
    "/brief",
    responses=TEXT | problems(406),
    summary="The aide-memoire of two parties",
)
def brief(
    request: Request,
    desk: TheDesk,
    a: Party,
    b: Party,
    since: Since = None,
    on: On = None,
    format: Literal["json", "md", "html"] | None = None,
) -> Response:
    """As data, Markdown or HTML."""
    found = briefing.brief(desk.ledger, a, b, since=since, on=on)
    media = wanted(
        request, {"md": "text/markdown", "html": "text/html"}.get(format or "", format), ("application/json", "text/markdown", "text/html")
    )
    if media == "text/markdown":
        return PlainTextResponse(briefing.markdown(found), media_type="text/markdown")
    return HTMLResponse(briefing.html(found)) if media == "text/html" else JSONResponse(found)


@router.get("/board", **ROWS, summary="Commitments as of a day, with what became of each")
def board(
    request: Request,
    desk: TheDesk,
    a: Anybody = None,
    b: Anybody = None,
    status: Annotated[list[Status] | None, Query()] = None,
    due_before: Annotated[dt.date | None, Query(description="only those with a deadline before this day")] = None,
    since: Since = None,
    on: On = None,
    limit: Limit = 1000,
    format: Format = None,
) -> Response:
    """The next deadline first."""
    one, other = (a, b) if a else (b, None)
    found = commitments(desk.ledger, one, other, status=status or (), due_before=due_before, since=since, on=on, limit=limit)
    return _rows(request, format, found)


@router.get("/search", **ROWS, summary="Full text over words, names and topics")
def search_(
    request: Request, desk: TheDesk, q: Annotated[str, Query(min_length=1, max_length=500)], limit: Limit = 20, format: Format = None
) -> Response:
    """The best first."""
    return _rows(request, format, search(desk.ledger, q, limit=min(limit, 500)))


@router.get("/network", **ROWS, summary="Pairs of parties, the busiest first")
def network_(
    request: Request,
    desk: TheDesk,
    around: Anybody = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 200,
    format: Format = None,
) -> Response:
    """With engagements, events and the mean Goldstein score of what occurred."""
    return _rows(request, format, network(desk.ledger, around=around, since=since, until=until, limit=limit))


@router.get("/roster", **ROWS, summary="Who held an office, by the table and by the texts")
def roster_(
    request: Request,
    desk: TheDesk,
    office: Annotated[str, Query(min_length=1, max_length=200)],
    of: Party,
    on: On = None,
    format: Format = None,
) -> Response:
    """With the conflicts between the two."""
    return _rows(request, format, roster(desk.ledger, office, of, on))


@router.get("/explain/{id:path}", responses=problems(404), summary="All that is known of a document, an entry or a report")
def explain_(
    desk: TheDesk,
    id_: Annotated[str, Path(alias="id", max_length=500)],
    on: On = None,
    why: Annotated[bool, Query(description="say too what led to an event's code: its documents are parsed again")] = False,
) -> dict[str, Any]:
    """Words, code and where it comes from, why it was merged, people's decisions."""
    if desk.ledger.entry(id_) is None and desk.ledger.document(id_) is None:
        raise HTTPException(404, "the ledger has nothing of this id")
    try:
        return desk.explained(id_, on, why=why)
    except LedgerError:  # removed a moment ago
        raise HTTPException(404, "the ledger has nothing of this id") from None


@router.get("/stats", responses=problems(), summary="How much there is of everything")
def stats(desk: TheDesk) -> dict[str, Any]:
    """Counts, the span of publication, and versions of the reader."""
    return {name: value for name, value in desk.ledger.stats().items() if name != "ledger"} | {"statuses": list(SCORES)}


@router.get("/codebook", summary="PLOVER types, CAMEO codes, contexts and sectors")
def codes() -> dict[str, Any]:
    """What the codes mean."""
    types = [{name: getattr(t, name) for name in ("type", "quad", "intensity", "covers", "modes")} for t in codebook.types().values()]
    names = ("code", "name", "goldstein", "type", "mode", "contexts")
    cameo = [{name: getattr(c, name) for name in names} for c in codebook.cameo().values()]
    return {"types": types, "cameo": cameo, "contexts": codebook.contexts(), "sectors": codebook.sectors()}


@router.get("/tables/{table}", **ROWS, summary="A table of docs/exports.md, of some documents")
def table(
    request: Request,
    desk: TheDesk,
    table: Annotated[Table, Path()],
    limit: Annotated[int, Query(ge=1, le=1000, description="documents")] = 200,
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="documents before these")] = 0,
    format: Format = None,
) -> Response:
    """The rows of `limit` documents, the latest first."""
    columns, media = list(tables.COLUMNS[table.value]), wanted(request, format)
    rows = [{name: _plain(row[name]) for name in columns} for row in _of(desk, table.value, limit, offset)]
    if media == CSV:
        return Response(written(rows, columns), media_type=CSV, headers=attached(f"{table.value}.csv"))
    if media == PARQUET:
        return Response(parquet(rows), media_type=PARQUET, headers=attached(f"{table.value}.parquet"))
    return JSONResponse({"items": rows})


def _of(desk: Desk, table: str, limit: int, offset: int) -> Iterator[tables.Row]:
    for row in questions.documents(desk.ledger, "", limit, offset):
        try:
            reading = desk.ledger.stored(row["id"])
        except LedgerError:  # removed a moment ago
            continue
        yield from (found for name, found in tables.rows(reading) if name == table)


def _plain(cell: tables.Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, dt.date) else cell
