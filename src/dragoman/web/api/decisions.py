"""/api/v1/decisions: what people have decided about merging and about commitments."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from dragoman.records.errors import UsageError
from dragoman.web.api import problems
from dragoman.web.api.shapes import Answer, Entry
from dragoman.web.desk import TheDesk

router = APIRouter(prefix="/api/v1", tags=["decisions"])


class Decided(BaseModel):
    """A decision: `merge` takes a and b; `split` a, and b unless a is like nothing else in its entry; `status` a and value."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["merge", "split", "status"]
    a: str = Field(min_length=1, max_length=300, description="id of a report or entry")
    b: str | None = Field(default=None, min_length=1, max_length=300)
    value: Literal["open", "fulfilled", "broken", "overdue", "superseded", "unclear", "auto"] | None = None
    reason: str | None = Field(default=None, max_length=1000)
    by: str | None = Field(default=None, max_length=100, description="who; the user of the desk unless given")


@router.get("/decisions", response_model=Answer, responses=problems(), summary="Everything that people have decided, in order")
def decisions(desk: TheDesk) -> dict[str, Any]:
    """Those withdrawn too."""
    return {"items": desk.ledger.decisions()}


@router.post("/decisions", status_code=201, response_model=Entry, responses=problems(404), summary="Merge, split, or set a status")
def decide(desk: TheDesk, asked: Decided) -> dict[str, Any]:
    """The entry that `a` now belongs to."""
    for id_ in (asked.a, asked.b):
        if id_ is not None and desk.ledger.report(id_) is None:
            raise HTTPException(404, "the ledger has no record of this id")
    signed = {"reason": asked.reason, "by": asked.by}
    if asked.kind == "merge" and asked.b is not None:
        desk.ledger.merge(asked.a, asked.b, **signed)
    elif asked.kind == "split":
        desk.ledger.split(asked.a, asked.b, **signed)
    elif asked.kind == "status" and asked.value is not None:
        desk.ledger.set_status(asked.a, asked.value, **signed)
    else:
        raise UsageError("merge takes a and b, status takes a and value")
    found = desk.ledger.entry(asked.a)
    assert found is not None  # noqa: S101 (it was there in the transaction)
    return found


@router.delete("/decisions/{number}", status_code=204, responses=problems(404), summary="Withdraw a decision")
def withdraw(desk: TheDesk, number: Annotated[int, Path(ge=1, le=2**31)]) -> Response:
    """It stays on file."""
    if number not in {d["n"] for d in desk.ledger.decisions() if d["withdrawn"] is None}:
        raise HTTPException(404, "there is no such decision in force")
    desk.ledger.withdraw(number)
    return Response(status_code=204)
