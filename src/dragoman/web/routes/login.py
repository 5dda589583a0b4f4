"""/login: the token of `--token` for a browser, which can't send it by itself."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dragoman.web.desk import TheDesk
from dragoman.web.guard import COOKIE, pass_of
from dragoman.web.pages import shown

router = APIRouter(include_in_schema=False)


@router.get("/login")
def form(desk: TheDesk) -> HTMLResponse:
    """The form, where there is a token."""
    if desk.token is None:
        raise HTTPException(404)
    return shown("login.html", wrong=False)


@router.post("/login")
def login(request: Request, desk: TheDesk, token: Annotated[str, Form(max_length=1000)] = "") -> Response:
    """Lets a browser in until it is closed."""
    if desk.token is None:
        raise HTTPException(404)
    if not hmac.compare_digest(token.strip().encode(), desk.token.encode()):
        return shown("login.html", 401, wrong=True)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, pass_of(desk.token), httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer
