"""/codebook: what the codes mean; /about: versions, and how accurate the reading is."""

from __future__ import annotations

import csv
import io
import platform
from importlib.resources import files
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from dragoman import codebook
from dragoman.gazetteer.offices import offices, terms
from dragoman.gazetteer.world import countries
from dragoman.ledger.ledger import reader_version
from dragoman.ledger.opening import HEAD
from dragoman.web.desk import TheDesk
from dragoman.web.lines import QUADS
from dragoman.web.pages import shown

router = APIRouter(include_in_schema=False)


@router.get("/codebook")
def codes() -> HTMLResponse:
    """PLOVER types, CAMEO codes, contexts and sectors."""
    return shown(
        "codebook.html",
        here="/codebook",
        types=list(codebook.types().values()),
        quads=QUADS,
        cameo=list(codebook.cameo().values()),
        contexts=codebook.contexts(),
        sectors=codebook.sectors(),
    )


@router.get("/about")
def about(desk: TheDesk) -> HTMLResponse:
    """The ledger, the versions, the figures."""
    stats = desk.kept("stats", desk.ledger.stats)
    parts: list[tuple[str, Any]] = [
        ("Dragoman", reader_version()),
        ("Tables of the ledger", HEAD),
        ("Python", platform.python_version()),
        ("PLOVER types", len(codebook.types())),
        ("CAMEO codes", len(codebook.cameo())),
        ("Countries and territories", len(countries())),
        ("Kinds of offices", len(offices())),
        ("Terms of office", len(terms())),
    ]
    return shown("about.html", here="/about", stats=stats, parts=parts, accuracy=_accuracy())


def _accuracy() -> list[dict[str, str]]:
    """The figures, each with what it is of and what it says."""
    told = {(row["set"], row["score"]): row for row in _table("measures.csv")}
    return [row | told[row["set"], row["score"]] for row in _table("accuracy.csv")]


def _table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((files("dragoman.web") / "data" / name).read_text(encoding="utf-8"))))
