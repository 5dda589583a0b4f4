"""/api/v1/review: the review desk for programs. A reviewer is named with each request; the pages' cookie means nothing here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import StreamingResponse

from dragoman.ledger.review import files
from dragoman.ledger.review.choosing import span_of
from dragoman.ledger.review.desk import Review, Verb
from dragoman.ledger.review.log import Decision, Kind
from dragoman.records.errors import LedgerError, UsageError
from dragoman.web.api import problems
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.review.reviewer import LONGEST, checked

router = APIRouter(prefix="/api/v1/review", tags=["review"])
NDJSON = "application/x-ndjson"
Who = Annotated[str, Query(min_length=1, max_length=LONGEST, description="who reviews")]
Blind = Annotated[bool, Query(description="leave out what others decided")]
Limit = Annotated[int, Query(ge=1, le=500)]
Lines = dict[str, Any]


class Words(BaseModel):
    """Words of the text, by code points."""

    model_config = ConfigDict(extra="forbid")

    start: int = Field(ge=0, le=10_000_000)
    end: int = Field(ge=1, le=10_000_000)


class Signed(BaseModel):
    """Who decides, and why."""

    model_config = ConfigDict(extra="forbid")

    by: str = Field(min_length=1, max_length=LONGEST)
    reason: str | None = Field(default=None, max_length=2000)


class Decided(Signed):
    """A decision on a field of a record, or on the record (`record`)."""

    field: str = Field(max_length=40, description="name of the field, or `record`")
    action: Verb
    value: str | list[str] | None = Field(
        default=None,
        description="with `correct`: a code or name; YYYY-MM-DD or YYYY-MM-DD/YYYY-MM-DD; for participants a list of `role actor`",
    )
    evidence: Words | None = None
    blind: bool = False
    role: Literal["reviewer", "adjudicator"] = "reviewer"


class Paired(Signed):
    """Another record, which is or isn't of the same thing."""

    other: str | None = Field(default=None, max_length=200, description="id; with `split`: all that it was merged with unless given")


class Row(BaseModel):
    """A row of the log."""

    n: int
    decision: Decision
    record: str | None = Field(description="id of the record that it is about now; null: orphaned")


class Taken(BaseModel):
    """What became of an import."""

    new: int
    known: int
    wrong: list[str] = Field(description="lines that aren't rows of a log, with the reason")


def _there(desk: Desk, record: str) -> dict[str, Any]:
    row = desk.ledger.report(record)
    if row is None:
        raise HTTPException(404, "the ledger has no record of this id")
    return row


@router.get("/queue", responses=problems(), summary="What to look at first, with reasons")
def queue(desk: TheDesk, by: Who, blind: Blind = False, kind: Kind | None = None, limit: Limit = 20) -> list[Lines]:
    """The most doubtful and weighty records that are open for a reviewer."""
    return Review(desk.ledger).queue(checked(by), blind=blind, kind=kind, limit=limit)


@router.get("/record", responses=problems(404), summary="A record with its decisions, doubts and words")
def record(desk: TheDesk, id: Annotated[str, Query(max_length=200)], by: Who, blind: Blind = False) -> Lines:
    """Each field: the value that holds, what the reader found, who decided what, the words behind it."""
    _there(desk, id)
    return Review(desk.ledger).record(id, checked(by), blind=blind)


@router.post("/decisions", status_code=201, responses=problems(404), summary="Decide on a field or a record")
def decide(desk: TheDesk, id: Annotated[str, Query(max_length=200)], asked: Decided) -> Decision:
    """Writes a row of the log. It holds from now on."""
    row = _there(desk, id)
    text = (desk.ledger.document(row["document_id"]) or {}).get("text") or ""
    span = span_of(text, asked.evidence.start, asked.evidence.end) if asked.evidence else None
    signed = {"by": checked(asked.by), "reason": asked.reason, "blind": asked.blind, "role": asked.role}
    return Review(desk.ledger).decide(id, asked.field, asked.action, value=asked.value, span=span, **signed)  # type: ignore[arg-type]  # typed above


@router.post("/merges", status_code=201, responses=problems(404), summary="Two records are of one thing")
def merge(desk: TheDesk, id: Annotated[str, Query(max_length=200)], asked: Paired) -> Decision:
    """Holds against every rule of merging."""
    _there(desk, id)
    if asked.other is None:
        raise UsageError("say which record it is to be merged with")
    _there(desk, asked.other)
    return Review(desk.ledger).merge(id, asked.other, by=checked(asked.by), reason=asked.reason)


@router.post("/splits", status_code=201, responses=problems(404), summary="Records aren't of one thing")
def split(desk: TheDesk, id: Annotated[str, Query(max_length=200)], asked: Paired) -> Decision:
    """Holds against every rule of merging."""
    _there(desk, id)
    if asked.other is not None:
        _there(desk, asked.other)
    return Review(desk.ledger).split(id, asked.other, by=checked(asked.by), reason=asked.reason)


@router.post("/undo", status_code=201, responses=problems(404), summary="Take back one's latest decision")
def undo(desk: TheDesk, asked: Signed) -> Decision:
    """Gives the decision that was taken back; it stays in the log, with a row that takes it back."""
    try:
        return Review(desk.ledger).undo(checked(asked.by))
    except LedgerError:
        raise HTTPException(404, "there is no decision of this reviewer to take back") from None


@router.get("/log", responses=problems(), summary="The log, in order")
def log(
    desk: TheDesk,
    by: Annotated[str | None, Query(max_length=LONGEST)] = None,
    document: Annotated[str | None, Query(max_length=200)] = None,
    after: Annotated[int, Query(ge=0, le=2**53, description="number of the last row seen")] = 0,
    limit: Limit = 100,
) -> list[Row]:
    """Rows with their numbers; ask on with `after`."""
    rows = Review(desk.ledger).log(by=by, document=document, after=after, limit=limit)
    return [Row(n=n, decision=made, record=present) for n, made, present in rows]


@router.get("/disputes", responses=problems(), summary="Records on which reviewers differ")
def disputes(desk: TheDesk, limit: Limit = 100) -> list[Lines]:
    """Those of which nobody has settled which opinion holds."""
    return Review(desk.ledger).disputed(limit=limit)


@router.get("/agreement", responses=problems(), summary="Kappa and alpha, field by field")
def agreement(desk: TheDesk, blind: Annotated[bool, Query(description="count blind decisions only")] = True) -> list[Lines]:
    """Null where there is nothing that chance could be told from."""
    return Review(desk.ledger).agreement(blind=blind)


@router.get("/stats", responses=problems(), summary="Counts")
def stats(desk: TheDesk) -> Lines:
    """Rows, reviewers, records done, and what was decided on each field."""
    return Review(desk.ledger).stats()


@router.get(
    "/export", responses={200: {"content": {NDJSON: {}}}, **problems()}, response_class=StreamingResponse, summary="The log as JSON Lines"
)
def export(desk: TheDesk) -> StreamingResponse:
    """Every row, for another ledger to import."""
    return StreamingResponse(_lines(files.rows(Review(desk.ledger))), media_type=NDJSON)


def _lines(rows: Iterable[dict[str, Any]]) -> Iterable[str]:
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@router.post(
    "/import",
    responses=problems(),
    summary="Add the rows of another ledger's log",
    openapi_extra={"requestBody": {"required": True, "content": {NDJSON: {"schema": {"type": "string"}}}}},
)
async def import_(request: Request, desk: TheDesk) -> Taken:
    """Rows that are there already change nothing; a row that was changed on the way is refused."""
    body = await request.body()
    made, wrong = files.parse(body.decode("utf-8", "replace").splitlines(), "body")
    new = Review(desk.ledger).take(made)
    return Taken(new=new, known=len(made) - new, wrong=[str(error) for error in wrong[:50]])
