"""What a reviewer does: forms that are posted, each answered by the page where the next decision waits."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException
from starlette.responses import Response

from dragoman.ledger.review.choosing import find_words, span_of
from dragoman.ledger.review.desk import VERBS, Review
from dragoman.ledger.review.fields import RECORD, field_of
from dragoman.records.errors import LedgerError, UsageError
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.review import view
from dragoman.web.review.pages import page
from dragoman.web.review.reviewer import Reviewer, TheReviewer, checked, remember, see

router = APIRouter(include_in_schema=False, prefix="/review")
Text = Annotated[str, Form(max_length=4000)]
Texts = Annotated[list[str], Form(max_length=80)]


@router.post("/me")
def me_(name: Text = "", blind: Text = "") -> Response:
    """Says who reviews."""
    answer = see("/review")
    remember(answer, Reviewer(checked(name), bool(blind)))
    return answer


@router.post("/decide")
def decide(
    desk: TheDesk,
    me: TheReviewer,
    record: Text,
    field: Text,
    action: Text,
    value: Texts = [],  # noqa: B006 (FastAPI copies it)
    role: Texts = [],  # noqa: B006
    who: Texts = [],  # noqa: B006
    first: Text = "",
    last: Text = "",
    start: Text = "",
    end: Text = "",
    words: Text = "",
    reason: Text = "",
) -> Response:
    """One decision."""
    row = _row(desk, me, record)
    given = {"value": value or [""], "role": role, "who": who, "first": first, "last": last, "words": words, "reason": reason}
    review = Review(desk.ledger)
    try:
        if action not in VERBS:
            raise UsageError("choose one of the buttons")
        chosen, span = None, None
        if action == "correct":
            found = field_of(row["kind"], field)
            span = _span(review, me, record, field, start, end, words)
            chosen = view.chosen(found.sort, value, role, who, first, last) if found else None
        made = review.decide(record, field, action, by=me.name, value=chosen, span=span, reason=reason.strip() or None, blind=me.blind)
    except UsageError as error:
        return page(desk, me, record, field, wrong=str(error), given=given)
    return _onward(review, me, record, made.action)


def _span(review: Review, me: Reviewer, record: str, field: str, start: str, end: str, words: str) -> dict[str, Any] | None:
    """The words that a form marks: by offsets, or typed; None where they are those that the field has."""
    found = review.record(record, me.name, blind=me.blind)
    text, had = found["text"] or "", found["fields"][field]["evidence"] if field in found["fields"] else []
    if start.isdecimal() and end.isdecimal() and len(start) < 10 and len(end) < 10:
        return span_of(text, int(start), int(end), words or None)
    if not words.strip() or (had and " ".join(words.split()) == " ".join(had[0]["quote"].split())):
        return None
    return find_words(text, words, had[0]["start"] if had else found["start"])


def _onward(review: Review, me: Reviewer, record: str, said: str) -> Response:
    """The record's next open field, else the next record."""
    field = view.due(review.record(record, me.name, blind=me.blind), blind=me.blind)
    return see(view.address(record, field, said) if field else f"/review/next?said={said}")


@router.post("/undo")
def undo(desk: TheDesk, me: TheReviewer) -> Response:
    """Takes back one's latest decision, and returns to it."""
    _named(me)
    review = Review(desk.ledger)
    try:
        back = review.undo(me.name)
    except LedgerError:
        return see("/review")
    present = next((now for _, d, now in review.log(by=me.name, document=back.document) if d.uid == back.uid), None)
    return see(view.address(present, back.field, "undo") if present else "/review")


@router.post("/merge")
def merge(desk: TheDesk, me: TheReviewer, record: Text, other: Text, reason: Text = "") -> Response:
    """Says that two records are of one thing."""
    _row(desk, me, record)
    try:
        if desk.ledger.report(other.strip()) is None:
            raise UsageError("the ledger has no record of the id to merge with")
        Review(desk.ledger).merge(record, other.strip(), by=me.name, reason=reason.strip() or None)
    except UsageError as error:
        return page(desk, me, record, RECORD, wrong=str(error))
    return see(view.address(record, RECORD, "merge"))


@router.post("/split")
def split(desk: TheDesk, me: TheReviewer, record: Text, other: Text = "", reason: Text = "") -> Response:
    """Says that a record isn't of the same thing as another, or as all the rest."""
    _row(desk, me, record)
    try:
        Review(desk.ledger).split(record, other.strip() or None, by=me.name, reason=reason.strip() or None)
    except UsageError as error:
        return page(desk, me, record, RECORD, wrong=str(error))
    return see(view.address(record, RECORD, "split"))


@router.post("/adopt")
def adopt(desk: TheDesk, me: TheReviewer, record: Text, field: Text, uid: Text, reason: Text = "") -> Response:
    """An adjudicator takes one of the opinions."""
    _row(desk, me, record)
    if me.blind:
        raise HTTPException(422, "who codes blind can't adjudicate")
    try:
        Review(desk.ledger).adopt(record, field, uid, by=me.name, reason=reason.strip() or None)
    except LedgerError:
        raise HTTPException(404, "this opinion was taken back meanwhile") from None
    return see("/review/disputes")


def _named(me: Reviewer) -> None:
    if not me.name:
        raise HTTPException(422, "say who reviews first: the page Review asks for a name")


def _row(desk: Desk, me: Reviewer, record: str) -> dict[str, Any]:
    _named(me)
    row = desk.ledger.report(record)
    if row is None:
        raise HTTPException(404, "the ledger has no record of this id")
    return row
