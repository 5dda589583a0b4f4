"""/add: a text pasted, or files, into the ledger; /read: a text read and not kept; /jobs/ID: how far it is."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import making
from dragoman.sources.load import EXTENSIONS
from dragoman.web.api.reading import MAX_TEXT
from dragoman.web.desk import TheDesk
from dragoman.web.jobs import Job, stored
from dragoman.web.pages import shown
from dragoman.web.shown import LEGEND, pieces, sections

router = APIRouter(include_in_schema=False)
MAX_FILES = 50
TOO_MUCH = "Too much is waiting to be read: try again in a while."
Words = Annotated[str, Form()]


@router.get("/add")
def form() -> HTMLResponse:
    """The form."""
    return _form({}, None, 200)


def _form(given: dict[str, str], wrong: str | None, status: int = 422) -> HTMLResponse:
    return shown("add.html", status, here="/add", given=given, wrong=wrong, limit=MAX_TEXT, accept=",".join(EXTENSIONS))


def _given(text: str, title: str, published: str, url: str, publisher: str) -> dict[str, str]:
    # browsers send every line end as CR LF: the offsets are those of the text that the page shows
    return {"text": text.replace("\r\n", "\n"), "title": title, "published": published, "url": url, "publisher": publisher}


def _document(given: dict[str, str]) -> Document:
    if len(given["text"]) > MAX_TEXT:
        raise SourceError("form", f"The text has {len(given['text']):,} characters; the limit is {MAX_TEXT:,}.")
    return making.document(given, "form")


@router.post("/read")
def read(desk: TheDesk, text: Words = "", title: Words = "", published: Words = "", url: Words = "", publisher: Words = "") -> HTMLResponse:
    """A text read and not kept."""
    given = _given(text, title, published, url, publisher)
    try:
        document = _document(given)
    except SourceError as error:
        return _form(given if len(text) <= MAX_TEXT else {}, error.reason)
    found = sections(desk.read(document))
    cut = pieces(document.text or "", found)
    return shown("reading.html", here="/add", document=document, sections=found, pieces=cut, legend=LEGEND)


@router.post("/add")
def add(desk: TheDesk, text: Words = "", title: Words = "", published: Words = "", url: Words = "", publisher: Words = "") -> Response:
    """A text into the ledger."""
    given = _given(text, title, published, url, publisher)
    try:
        document = _document(given)
    except SourceError as error:
        return _form(given if len(text) <= MAX_TEXT else {}, error.reason)
    return _to(desk.jobs.texts(document.title or "a pasted text", [document]), given)


@router.post("/add/files")
def add_files(desk: TheDesk, files: Annotated[list[UploadFile] | None, File()] = None) -> Response:
    """Files into the ledger."""
    sent = [(base_name(file.filename), file.file.read()) for file in files or () if file.filename]
    if not sent or len(sent) > MAX_FILES:
        return _form({}, f"Choose up to {MAX_FILES} files." if not sent else f"{len(sent)} files; the limit is {MAX_FILES}.")
    try:
        uploads, folder = stored(sent)
    except SourceError as error:
        return _form({}, str(error))
    return _to(desk.jobs.files(uploads, folder), {})


def base_name(name: str | None) -> str:
    """The last part of a file's name as a browser gives it, whatever its system."""
    return PureWindowsPath(PurePosixPath(name or "").name).name[:200] or "file"


def _to(job: Job | None, given: dict[str, str]) -> Response:
    return RedirectResponse(f"/jobs/{job.id}", 303) if job else _form(given, TOO_MUCH, 503)


@router.get("/jobs/{id_}")
def job(desk: TheDesk, id_: str) -> HTMLResponse:
    """How far a job is, and what came of it."""
    found = desk.jobs.get(id_)
    if found is None:
        raise HTTPException(404, "there is no such job any more: what it added is in the documents")
    return shown("job.html", here="/add", job=found.plain())
