"""The application: pages for people, /api/v1 for programs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from importlib import resources
from typing import Annotated, Any

from fastapi import FastAPI, Form, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from dragoman.records import Document, Reading
from dragoman.records.errors import SourceError
from dragoman.sources import making
from dragoman.web.guard import LOCAL, Guard
from dragoman.web.pages import page
from dragoman.web.problems import MEDIA_TYPE, problem
from dragoman.web.shown import LEGEND, pieces, sections

#: Code points of a text: some 30,000 words, read in seconds. Longer ones are for `dragoman read`.
MAX_TEXT = 200_000
#: Bytes of a body: the longest text, written in the most wasteful script and percent-encoded, still fits.
MAX_BODY = 12 * MAX_TEXT

Read = Callable[[Document], Reading]


class Asked(BaseModel):
    """A text to read, and what is known of it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=MAX_TEXT, description="the text as published, without its title")
    published: str | None = Field(default=None, max_length=40, description="date of publication, YYYY-MM-DD")
    title: str | None = Field(default=None, max_length=1000)
    publisher: str | None = Field(default=None, max_length=1000)
    url: str | None = Field(default=None, max_length=2000)
    id: str | None = Field(default=None, max_length=200, description="made from the text unless given")


def create_app(*, read: Read | None = None, token: str | None = None, hosts: Collection[str] | None = LOCAL) -> FastAPI:
    """The application.

    Args:
        read: document in, reading out; the package's own reader unless given. Called by one request at a time.
        token: what requests must send as `Authorization: Bearer`; None: nothing.
        hosts: names that a request may ask for; None: any.
    """
    app = FastAPI(title="Dragoman", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json", summary=__doc__)
    app.add_middleware(Guard, hosts=hosts, token=token, max_body=MAX_BODY)
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _fields_problem)
    app.add_exception_handler(SourceError, _source_problem)
    app.mount("/static", StaticFiles(directory=str(resources.files("dragoman.web") / "static")))
    _add_pages(app, _one_at_a_time(read))
    return app


def _one_at_a_time(read: Read | None) -> Read:
    """`read` behind a lock: the parser and the model are shared. They are loaded by the first text."""
    lock, chosen = threading.Lock(), read

    def reading(document: Document) -> Reading:
        nonlocal chosen
        with lock:
            if chosen is None:
                from dragoman.reading.reader import Reader  # noqa: PLC0415 (the parser)

                chosen = Reader().read
            return chosen(document)

    return reading


def _add_pages(app: FastAPI, read: Read) -> None:
    problems: dict[int | str, dict[str, Any]] = {
        code: {"description": what, "content": {MEDIA_TYPE: {}}}
        for code, what in {
            400: "wrong Host or body",
            401: "no token",
            403: "from another site",
            413: "too large",
            422: "a field is wrong",
        }.items()
    }

    @app.get("/", include_in_schema=False)
    async def home() -> HTMLResponse:
        return HTMLResponse(_form({}, None))

    @app.post("/read", include_in_schema=False)
    def read_form(
        text: Annotated[str, Form()] = "",
        title: Annotated[str, Form()] = "",
        published: Annotated[str, Form()] = "",
        url: Annotated[str, Form()] = "",
    ) -> HTMLResponse:
        # browsers send every line end as CR LF: the offsets are those of the text that the page shows
        given = {"text": text.replace("\r\n", "\n"), "title": title, "published": published, "url": url}
        if len(given["text"]) > MAX_TEXT:
            return HTMLResponse(_form({}, f"The text has {len(given['text']):,} characters; the limit is {MAX_TEXT:,}."), 422)
        try:
            document = making.document(given, "form")
        except SourceError as error:
            return HTMLResponse(_form(given, error.reason), 422)
        reading = read(document)
        shown = sections(reading)
        cut = pieces(document.text or "", shown)
        return HTMLResponse(page("reading.html", document=document, sections=shown, pieces=cut, legend=LEGEND))

    @app.post("/api/v1/read", response_model=Reading, responses=problems, summary="Read a text")
    def read_api(asked: Asked) -> Response:
        return Response(read(making.document(asked.model_dump(), "text")).model_dump_json(), media_type="application/json")

    @app.get("/api/v1/schema", summary="The JSON Schema of a reading")
    async def schema() -> dict[str, Any]:
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Reading.model_json_schema(mode="serialization")}


def _form(given: dict[str, str], wrong: str | None) -> str:
    return page("home.html", given=given, wrong=wrong, limit=MAX_TEXT)


def _http_problem(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    details = {404: "there is nothing at this address", 405: "this address doesn't take that method", 400: "the body can't be read"}
    return problem(request, status, details.get(status, "the request can't be served"), headers=getattr(error, "headers", None))


def _fields_problem(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    errors = [{"field": ".".join(str(part) for part in e["loc"][1:]) or "body", "message": str(e["msg"])} for e in found]
    return problem(request, 422, "the body isn't as /api/v1/openapi.json describes it", errors=errors[:20])


def _source_problem(request: Request, error: Exception) -> Response:
    return problem(request, 422, error.reason if isinstance(error, SourceError) else "the text can't be read")
