"""/add: a text pasted, or files; /read: a text read and not kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse

from dragoman.records.errors import SourceError
from dragoman.sources import making
from dragoman.web.api.reading import MAX_TEXT
from dragoman.web.desk import TheDesk
from dragoman.web.pages import shown
from dragoman.web.shown import LEGEND, pieces, sections

router = APIRouter(include_in_schema=False)


@router.get("/add")
def form() -> HTMLResponse:
    """The form."""
    return shown("add.html", here="/add", given={}, wrong=None, limit=MAX_TEXT)


@router.post("/read")
def read_form(
    desk: TheDesk,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
    url: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """A text read and not kept."""
    # browsers send every line end as CR LF: the offsets are those of the text that the page shows
    given = {"text": text.replace("\r\n", "\n"), "title": title, "published": published, "url": url}
    if len(given["text"]) > MAX_TEXT:
        wrong = f"The text has {len(given['text']):,} characters; the limit is {MAX_TEXT:,}."
        return shown("add.html", 422, here="/add", given={}, wrong=wrong, limit=MAX_TEXT)
    try:
        document = making.document(given, "form")
    except SourceError as error:
        return shown("add.html", 422, here="/add", given=given, wrong=error.reason, limit=MAX_TEXT)
    reading = desk.read(document)
    found = sections(reading)
    cut = pieces(document.text or "", found)
    return shown("reading.html", here="/add", document=document, sections=found, pieces=cut, legend=LEGEND)
