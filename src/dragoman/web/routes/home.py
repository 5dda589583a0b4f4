"""/: what is new, what is due, what comes, and how much there is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import APIRouter
from sqlalchemy import select
from starlette.responses import HTMLResponse

from dragoman.ledger.schema import entry
from dragoman.web import questions
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.lines import lines
from dragoman.web.pages import shown

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(desk: TheDesk) -> HTMLResponse:
    """The first page."""
    return shown("home.html", here="/", **desk.kept("home", lambda: _first_page(desk)))


def _first_page(desk: Desk) -> dict[str, Any]:
    ledger, today = desk.ledger, desk.today()
    stats = ledger.stats()
    yesterday = today - dt.timedelta(days=1)
    return {
        "today": today.isoformat(),
        "stats": stats,
        "kinds": [(kind, stats["entries"][kind]["entries"]) for kind in questions.KINDS if kind in stats["entries"]],
        "overdue": questions.due(ledger, None, yesterday, today, 5),
        "soon": questions.due(ledger, today, today + questions.SOON, today, 5),
        "coming": lines(questions.coming(ledger, today, 5)),
        "documents": questions.new_documents(ledger, 8),
        "met": lines(questions.latest(ledger, select(entry.c.body).where(entry.c.kind == "engagement"), 6)),
        "pairs": questions.pairs(ledger, "", 10, 0),
        "warnings": questions.warnings(ledger)[:10],
    }
