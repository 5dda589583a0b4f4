"""The one shape of an error: RFC 9457 problem details, or a page with the same words where a browser asks for a page."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from dragoman.records.errors import LedgerError, MissingPartError, SourceError, UsageError
from dragoman.web.pages import page

MEDIA_TYPE = "application/problem+json"
_ASKED = "this can't be answered as it was asked"
_DETAILS = {404: "there is nothing at this address", 405: "this address doesn't take that method", 400: "the body can't be read"}


def problem(
    request: Request, status: int, detail: str, *, errors: Sequence[dict[str, str]] = (), headers: dict[str, str] | None = None
) -> Response:
    """The answer to a request that can't be served.

    Args:
        request: what was asked; a browser that asks for a page outside /api gets one.
        status: HTTP status code.
        detail: what is wrong with this request and what to do about it. Never holds what was sent.
        errors: for each wrong field, `field` and `message`.
        headers: more headers.
    """
    title = HTTPStatus(status).phrase
    if "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/"):
        told = _ASKED if errors else detail  # people don't read the OpenAPI document
        return HTMLResponse(page("problem.html", title=title, status=status, detail=told, errors=errors), status, headers)
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body | ({"errors": list(errors)} if errors else {}), status, headers, MEDIA_TYPE)


def register(app: FastAPI) -> None:
    """Gives every error of an application this shape."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _fields)
    app.add_exception_handler(SourceError, _source)
    app.add_exception_handler(UsageError, _usage)
    app.add_exception_handler(LedgerError, _ledger)
    app.add_exception_handler(MissingPartError, _missing)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (registered for it)
    own = error.detail if error.detail != HTTPStatus(error.status_code).phrase else ""
    detail = own or _DETAILS.get(error.status_code, "the request can't be served")
    return problem(request, error.status_code, detail, headers=dict(error.headers or {}))


def _fields(request: Request, error: Exception) -> Response:
    found: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    errors = [{"field": ".".join(str(part) for part in e["loc"][1:]) or "body", "message": str(e["msg"])} for e in found]
    return problem(request, 422, "the request isn't as /api/v1/openapi.json describes it", errors=errors[:20])


def _source(request: Request, error: Exception) -> Response:
    return problem(request, 422, error.reason if isinstance(error, SourceError) else "the text can't be read")


def _usage(request: Request, error: Exception) -> Response:
    return problem(request, 422, str(error))


def _ledger(request: Request, _error: Exception) -> Response:
    return problem(request, 503, "the ledger is busy or can't be written: try again")


def _missing(request: Request, error: Exception) -> Response:
    return problem(request, 501, str(error))
