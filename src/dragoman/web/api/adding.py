"""/api/v1: documents in, and how far their reading is."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, HTTPException, Path, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from dragoman.records.errors import LedgerError
from dragoman.sources import making
from dragoman.web.api import problems
from dragoman.web.api.reading import Asked
from dragoman.web.desk import TheDesk
from dragoman.web.jobs import stored
from dragoman.web.routes.adding import MAX_FILES, TOO_MUCH, base_name

router = APIRouter(prefix="/api/v1", tags=["add"])


class Added(BaseModel):
    """What became of a document."""

    document: str = Field(description="its id")
    outcome: Literal["new", "unchanged", "replaced", "kept"]
    records: int = Field(description="how many records were written")


class JobRow(BaseModel):
    """A document of a job, or what couldn't be read."""

    name: str
    document: str | None
    outcome: Literal["new", "unchanged", "replaced", "kept"] | None
    records: int
    error: str | None


class JobState(BaseModel):
    """How far a job is."""

    id: str
    name: str
    state: Literal["waiting", "reading", "done"]
    files: int
    documents: list[JobRow]


@router.post(
    "/documents",
    status_code=201,
    response_model=Added,
    responses={200: {"model": Added}, **problems()},
    summary="Read a text into the ledger",
)
def add(desk: TheDesk, asked: Asked) -> Response:
    """201 where it is new, 200 where it was there. What is answered is on disk."""
    added = desk.ledger.add(desk.read(making.document(asked.model_dump(), "text")))
    body = {"document": added.document, "outcome": added.outcome, "records": added.records}
    return JSONResponse(body, 201 if added.outcome == "new" else 200)


@router.post("/uploads", status_code=202, response_model=JobState, responses=problems(), summary="Read files into the ledger")
def upload(desk: TheDesk, files: Annotated[list[UploadFile], File(description="texts, pages, and tables of texts")]) -> Response:
    """Takes files to read one after another; ask /api/v1/jobs/ID how far it is."""
    if len(files) > MAX_FILES:
        raise HTTPException(422, f"at most {MAX_FILES} files at once")
    uploads, folder = stored([(base_name(file.filename), file.file.read()) for file in files])
    job = desk.jobs.files(uploads, folder)
    if job is None:
        raise HTTPException(503, TOO_MUCH)
    return JSONResponse(job.plain(), 202, {"Location": f"/api/v1/jobs/{job.id}"})


@router.get("/jobs/{id}", response_model=JobState, responses=problems(404), summary="How far a job is")
def job(desk: TheDesk, id_: Annotated[str, Path(alias="id", max_length=100)]) -> dict[str, Any]:
    """The job with a row for every document so far."""
    found = desk.jobs.get(id_)
    if found is None:
        raise HTTPException(404, "there is no such job")
    return found.plain()


@router.delete("/documents/{id:path}", status_code=204, responses=problems(404), summary="Remove a document and its reports")
def remove(desk: TheDesk, id_: Annotated[str, Path(alias="id", max_length=500)]) -> Response:
    """Decisions about its reports stay on file and hold again if it comes back."""
    if desk.ledger.document(id_) is None:
        raise HTTPException(404, "the ledger has no document of this id")
    try:
        desk.ledger.remove(id_)
    except LedgerError:
        if desk.ledger.document(id_) is None:
            raise HTTPException(404, "the ledger has no document of this id") from None
        raise
    return Response(status_code=204)
