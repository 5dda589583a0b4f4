"""The one shape of an error: RFC 9457 problem details, or a page with the same words where a browser asks for a page."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from dragoman.web.pages import page

MEDIA_TYPE = "application/problem+json"


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
        return HTMLResponse(page("problem.html", title=title, detail=detail, errors=errors), status, headers)
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body | ({"errors": list(errors)} if errors else {}), status, headers, MEDIA_TYPE)
