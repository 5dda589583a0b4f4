"""/commitments: what was promised, and what became of it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from dragoman.analysis.answers import scope
from dragoman.analysis.promised import deadlines
from dragoman.ledger.promises import statuses
from dragoman.records.errors import UsageError
from dragoman.web import questions
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.pages import pages, shown
from dragoman.web.wording import UNKNOWN

router = APIRouter(include_in_schema=False)
PAGE = 40
#: The columns of the board, in the order in which they need somebody.
TABS = ("overdue", "due soon", "open", "unclear", "broken", "fulfilled", "superseded")


@router.get("/commitments")
def board(desk: TheDesk, status: str = "", a: str = "", b: str = "", page: int = 1) -> HTMLResponse:
    """The board, or one of its columns; of two parties, or of one, or of all."""
    number, tab, wrong = min(max(page, 1), 100_000), status if status in TABS else "", None
    try:
        one, other = (scope(a) if a.strip() else ""), (scope(b) if b.strip() else "")
    except UsageError:
        one, other, wrong = "", "", UNKNOWN
    columns = desk.kept(("board", one, other), lambda: _columns(desk, one, other))
    ids = columns[tab] if tab else [i for name in TABS for i in columns[name]]
    some = ids[(number - 1) * PAGE : number * PAGE]
    back, on = pages("/commitments", {"status": tab, "a": a, "b": b}, number, more=len(ids) > number * PAGE)
    counts = [(name, len(columns[name])) for name in TABS]
    rows = questions.promised(desk.ledger, some, desk.today())
    return shown("board.html", here="/commitments", tab=tab, a=a, b=b, wrong=wrong, counts=counts, rows=rows, back=back, on=on)


def _columns(desk: Desk, a: str, b: str) -> dict[str, list[str]]:
    today = desk.today()
    soon = (today + questions.SOON).isoformat()
    found: dict[str, list[str]] = {name: [] for name in TABS}
    one, other = a or b or None, (b or None) if a else None
    due = deadlines(desk.ledger, one, other)
    with desk.ledger.reading() as connection:
        known = statuses(connection, due, today)
    for id_, status in known.items():
        found["due soon" if status == "open" and (due[id_] or "9999") <= soon else status].append(id_)
    found["overdue"].reverse()  # the latest deadline first: the oldest are history
    return found
