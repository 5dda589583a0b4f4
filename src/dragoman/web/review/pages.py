"""What a reviewer reads: the queue, a record with one question at a time, agreement, disputes, and the log."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, Response

from dragoman.ledger.review.desk import Review
from dragoman.ledger.review.fields import FIELDS, RECORD, choices
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.pages import offer, shown
from dragoman.web.review import view
from dragoman.web.review.reviewer import Reviewer, TheReviewer, see

router = APIRouter(include_in_schema=False)
QUEUE = 20
LOG = 200
DISPUTES = 50

offer(review_address=view.address, exact=view.exact)


@router.get("/review")
def queue(desk: TheDesk, me: TheReviewer, kind: str = "") -> HTMLResponse:
    """Who reviews, and what is to be looked at first."""
    review = Review(desk.ledger)
    wanted = kind if kind in FIELDS else None
    rows = review.queue(me.name, blind=me.blind, kind=wanted, limit=QUEUE)
    stats = desk.kept("review-counts", review.counts)
    return shown("review_queue.html", here="/review", me=me, rows=rows, stats=stats, kind=wanted or "", kinds=list(FIELDS))


@router.get("/review/next")
def following(desk: TheDesk, me: TheReviewer, said: str = "") -> Response:
    """On to the first record of the queue."""
    rows = Review(desk.ledger).queue(me.name, blind=me.blind, limit=1) if me.name else []
    return see(view.address(rows[0]["report"], said=said if said in view.SAID else None) if rows else "/review")


@router.get("/review/record/{id_:path}")
def record(desk: TheDesk, me: TheReviewer, id_: str, field: str = "", said: str = "") -> HTMLResponse:
    """One record, and the question that is due."""
    return page(desk, me, id_, field, said=said)


def page(desk: Desk, me: Reviewer, id_: str, field: str, *, said: str = "", wrong: str = "", given: Any = None) -> HTMLResponse:
    """The page of a record; with `wrong`, once more what was given and why it can't be."""
    if desk.ledger.report(id_) is None:
        raise HTTPException(404, "the ledger has no record of this id")
    review = Review(desk.ledger)
    found = review.record(id_, me.name, blind=me.blind)
    name = field if field in found["fields"] or field == RECORD else view.due(found, blind=me.blind) or RECORD
    asked = found["fields"].get(name)
    return shown(
        "review_record.html",
        422 if wrong else 200,
        here="/review",
        me=me,
        record=found,
        name=name,
        asked=asked,
        before=view.before(found, name),
        open_fields=[f["name"] for f in found["fields"].values() if view.is_open(f, blind=me.blind)],
        pieces=view.pieces(found, name),
        options=view.options(asked, found) if asked else {},
        roles=choices("role"),
        days=view.days(asked) if asked and asked["sort"] == "when" else ("", ""),
        actors=review.actors(found["document"]) if asked and asked["sort"] in {"actor", "actors", "participants"} else {},
        candidates=review.candidates(id_) if name == RECORD and found["entry_id"] else [],
        said=view.SAID.get(said, ""),
        wrong=wrong,
        given=given or {},
    )


@router.get("/review/agreement")
def agreement(desk: TheDesk, every: bool = False) -> HTMLResponse:
    """Kappa and alpha, field by field."""
    rows = desk.kept(("agreement", every), lambda: Review(desk.ledger).agreement(blind=not every))
    return shown("review_agreement.html", here="/review", rows=rows, every=every)


@router.get("/review/disputes")
def disputes(desk: TheDesk, me: TheReviewer) -> HTMLResponse:
    """Where reviewers differ: every opinion beside the reader's, for an adjudicator to choose from."""
    review = Review(desk.ledger)
    found = review.disputed(limit=DISPUTES) if me.name and not me.blind else []
    rows = [{**row, "fields": _unsettled(review.record(row["report"], me.name))} for row in found]
    return shown("review_disputes.html", here="/review", me=me, rows=rows)


def _unsettled(record: dict[str, Any]) -> list[dict[str, Any]]:
    whole = {**record[RECORD], "name": RECORD, "label": "The whole record", "found_words": f"{record['kind']} {record['form']}"}
    return [f for f in (whole, *record["fields"].values()) if f["state"] in {"disputed", "unsure"}]


@router.get("/review/log")
def log(desk: TheDesk, me: TheReviewer, after: int = 0) -> HTMLResponse:
    """Every decision in order; who codes blind sees their own."""
    rows = Review(desk.ledger).log(after=max(after, 0), limit=LOG, by=me.name if me.blind else None)
    return shown("review_log.html", here="/review", rows=rows, me=me, on=rows[-1][0] if len(rows) == LOG else None, said=view.SAID)
