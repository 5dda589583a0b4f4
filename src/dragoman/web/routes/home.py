"""/: what is new, what is due, what comes, and how much there is."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from dragoman.web.desk import TheDesk
from dragoman.web.pages import shown

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(desk: TheDesk) -> HTMLResponse:
    """The first page."""
    return shown("home.html", here="/", stats=desk.kept("stats", desk.ledger.stats))
