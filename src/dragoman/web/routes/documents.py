"""/documents: the sources; /documents/ID: one text with the evidence in it, and its record."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse

from dragoman.records.errors import LedgerError
from dragoman.web import questions
from dragoman.web.desk import TheDesk
from dragoman.web.pages import pages, shown
from dragoman.web.shown import LEGEND, pieces, sections

router = APIRouter(include_in_schema=False)
PAGE = 60


@router.get("/documents")
def documents(desk: TheDesk, match: str = "", page: int = 1) -> HTMLResponse:
    """All documents, the latest first."""
    number = min(max(page, 1), 100_000)
    found = questions.documents(desk.ledger, match, PAGE + 1, (number - 1) * PAGE)
    back, on = pages("/documents", {"match": match}, number, more=len(found) > PAGE)
    return shown("documents.html", here="/documents", match=match, documents=found[:PAGE], back=back, on=on)


@router.get("/documents/{id_:path}")
def document(desk: TheDesk, id_: str) -> HTMLResponse:
    """One document."""
    row = desk.ledger.document(id_)
    if row is None:
        raise HTTPException(404, "the ledger has no document of this id")
    try:
        found = sections(desk.ledger.stored(id_))
    except LedgerError:  # removed a moment ago
        raise HTTPException(404, "the ledger has no document of this id") from None
    text = row["text"] or ""
    cut = pieces(text, found) if text else []
    return shown(
        "document.html", here="/documents", document=row, copies=row["copies"], text=text, sections=found, pieces=cut, legend=LEGEND
    )
