"""/api/v1: documents, entries, reports, actors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from starlette.responses import PlainTextResponse, Response

from dragoman.analysis.answers import Rows, between, of_pair, scope
from dragoman.analysis.timeline import COLUMNS, line
from dragoman.ledger.schema import entry
from dragoman.records import Reading
from dragoman.records.errors import LedgerError
from dragoman.web import questions
from dragoman.web.api import problems
from dragoman.web.api.formats import CONTENT, answer
from dragoman.web.api.shapes import ActorRow, DocumentRow, Entry, Page
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.lines import PLURALS

router = APIRouter(prefix="/api/v1", tags=["records"])
Id = Annotated[str, Path(alias="id", min_length=1, max_length=500)]
TABLE: dict[int | str, dict[str, Any]] = {200: {"content": CONTENT}}


class Slice(BaseModel):
    """Which stretch of a list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=100, ge=1, le=1000)
    offset: int = Field(default=0, ge=0, le=1_000_000)
    format: Literal["json", "csv", "parquet"] | None = Field(default=None, description="instead of the header Accept")


class Filter(Slice):
    """Which entries."""

    party: str | None = Field(default=None, max_length=200, description="a country or organisation by code, name or acronym")
    with_: str | None = Field(default=None, alias="with", max_length=200, description="another that takes part")
    form: str | None = Field(default=None, max_length=40, description="medium, PLOVER type, stance or kind of commitment")
    status: str | None = Field(default=None, max_length=40)
    since: dt.date | None = Field(default=None, description="first day")
    until: dt.date | None = Field(default=None, description="last day")
    min_sources: int | None = Field(default=None, ge=1, le=1000, description="told by at least so many publishers")
    order: Literal["latest", "earliest"] = "latest"


class Listed(Slice):
    """Which documents or actors."""

    match: str = Field(default="", max_length=200, description="words of the name, title, publisher, address or id")


def paged(request: Request, asked: Slice, found: list[dict[str, Any]], rows: list[dict[str, Any]], columns: Sequence[str]) -> Response:
    """A stretch of a list; `found` and `rows` may have one more than was asked for, which shows that there is more."""
    query = dict(request.query_params) | {"offset": str(asked.offset + asked.limit), "limit": str(asked.limit)}
    following = f"{request.url.path}?{urlencode(query)}" if len(found) > asked.limit else None
    body = {"items": found[: asked.limit], "next": following}
    return answer(request, asked.format, Rows(rows[: asked.limit], columns), body, {"next": following} if following else None)


@router.get("/documents", response_model=Page[DocumentRow], responses=TABLE | problems(406), summary="Documents, the latest first")
def documents(request: Request, desk: TheDesk, asked: Annotated[Listed, Query()]) -> Response:
    """Without their texts."""
    found = questions.documents(desk.ledger, asked.match, asked.limit + 1, asked.offset)
    return paged(request, asked, found, found, list(DocumentRow.model_fields))


@router.get("/documents/{id:path}/reading", response_model=Reading, responses=problems(404), summary="A document's reading")
def reading(desk: TheDesk, id_: Id) -> Response:
    """As `dragoman read --format json` writes it."""
    return Response(_stored(desk, id_).model_dump_json(), media_type="application/json")


@router.get("/documents/{id:path}/text", response_class=PlainTextResponse, responses=problems(404), summary="A document's text")
def text(desk: TheDesk, id_: Id) -> str:
    """The text that the offsets of its records count in."""
    return _stored(desk, id_).document.text or ""


@router.get("/documents/{id:path}", response_model=DocumentRow, responses=problems(404), summary="A document")
def document(desk: TheDesk, id_: Id) -> dict[str, Any]:
    """Without its text."""
    row = desk.ledger.document(id_)
    if row is None:
        raise HTTPException(404, "the ledger has no document of this id")
    return row | {"reports": questions.reports(desk.ledger, id_)}


def _stored(desk: Desk, id_: str) -> Reading:
    if desk.ledger.document(id_) is None:
        raise HTTPException(404, "the ledger has no document of this id")
    try:
        return desk.ledger.stored(id_)
    except LedgerError:  # removed a moment ago
        raise HTTPException(404, "the ledger has no document of this id") from None


@router.get("/reports/{id}", responses=problems(404), summary="A report as its document gives it")
def report(desk: TheDesk, id_: Id) -> dict[str, Any]:
    """With the reader's version and the time; `body` is the record of the reading."""
    found = desk.ledger.report(id_)
    if found is None:
        raise HTTPException(404, "the ledger has no report of this id")
    return {name: value for name, value in found.items() if name not in {"n", "about"}}


@router.get("/actors", response_model=Page[ActorRow], responses=TABLE | problems(406), summary="Actors, the most often named first")
def actors(request: Request, desk: TheDesk, asked: Annotated[Listed, Query()]) -> Response:
    """Everybody that a document names."""
    found = questions.actors(desk.ledger, asked.match, "", asked.limit + 1, asked.offset)
    return paged(request, asked, found, found, list(ActorRow.model_fields))


@router.get("/actors/{id:path}", responses=problems(404), summary="An actor")
def actor(desk: TheDesk, id_: Id) -> dict[str, Any]:
    """Names as written, and offices by the texts with first and last publication."""
    found = questions.known_actor(desk.ledger, id_)
    if found is None:
        raise HTTPException(404, "the ledger has nobody of this id")
    return found | {"written": [{"as_written": words, "mentions": number} for words, number in found["written"]]}


def _list(kind: str) -> Callable[..., Response]:
    def entries(request: Request, desk: TheDesk, asked: Annotated[Filter, Query()]) -> Response:
        """Each once, however many reports tell of it."""
        query = select(entry.c.body)
        if asked.party:
            query = of_pair(query, scope(asked.party), scope(asked.with_) if asked.with_ else None)
        elif asked.with_:
            query = of_pair(query, scope(asked.with_), None)
        query = query.where(entry.c.kind == kind, between(asked.since, asked.until))
        for column, value in ((entry.c.form, asked.form), (entry.c.status, asked.status)):
            query = query.where(column == value) if value else query
        if asked.min_sources:
            query = query.where(entry.c.n_sources >= asked.min_sources)
        found = questions.ordered(desk.ledger, query, asked.limit + 1, asked.offset, earliest=asked.order == "earliest")
        return paged(request, asked, found, [line(body) for body in found], COLUMNS)

    return entries


def _one(kind: str) -> Callable[..., Mapping[str, Any]]:
    def one(desk: TheDesk, id_: Id) -> Mapping[str, Any]:
        """By its id or that of any of its reports."""
        found = desk.ledger.entry(id_)
        if found is None or found["kind"] != kind:
            raise HTTPException(404, f"the ledger has no {kind} of this id")
        return found

    return one


for _kind, _plural in PLURALS.items():
    router.add_api_route(
        f"/{_plural}",
        _list(_kind),
        name=_plural,
        response_model=Page[Entry],
        responses=TABLE | problems(406),
        summary=f"{_plural.capitalize()}, each with its reports",
    )
    router.add_api_route(
        f"/{_plural}/{{id}}",
        _one(_kind),
        name=_kind,
        response_model=Entry,
        responses=problems(404),
        summary=f"One of the {_plural}",
    )
