"""All that is known of a record: its words, its document, its code and where that comes from, and what it was merged with."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from dragoman import codebook
from dragoman.ledger import Ledger
from dragoman.ledger.promises import promises
from dragoman.records.errors import LedgerError


def explain(ledger: Ledger, id_: str, *, on: dt.date | None = None, reasons: bool = True) -> dict[str, Any]:
    """A document, an entry or a report, with everything behind it.

    Args:
        ledger: the ledger.
        id_: of a document, an entry or a report.
        on: as of this day (today).
        reasons: whether to say what led to an event's code, for which its documents are parsed again.

    Raises:
        LedgerError: the ledger has nothing of this id.
    """
    entry = ledger.entry(id_)
    if entry is None:
        document = ledger.document(id_)
        if document is None:
            raise LedgerError(f"{ledger.where} has nothing called {id_}")
        reading = ledger.stored(id_)
        counts = {name: len(getattr(reading, name)) for name in ("engagements", "events", "statements", "commitments")}
        return {"is": "document", **document, "records": counts}
    found: dict[str, Any] = {"is": entry["kind"], "entry": entry}
    if entry["kind"] == "commitment":
        with ledger.reading() as connection:
            (found["entry"],) = promises(connection, [entry], on or dt.datetime.now(dt.UTC).date())
    if entry["kind"] == "event":
        found["code"] = _code(entry)
    found["reports"] = [_report(ledger, c["report"]) for c in entry["cites"]]
    if entry["kind"] == "event" and reasons:
        found["code"]["reasons"] = [reason for r in found["reports"] if (reason := _reason(ledger, r)) is not None]
    own = {c["report"] for c in entry["cites"]}
    found["decisions"] = [d for d in ledger.decisions() if d["a"]["id"] in own or (d["b"] and d["b"]["id"] in own)]
    return found


def _report(ledger: Ledger, id_: str) -> dict[str, Any]:
    row = ledger.report(id_)
    assert row is not None  # noqa: S101 (it is in an entry)
    kept = ("id", "document_id", "form", "status", "start", "end", "quote", "day_from", "day_to", "basis", "reader", "added", "body")
    return {name: row[name] for name in kept}


def _code(entry: dict[str, Any]) -> dict[str, Any]:
    """What the code means, and the words of the clause that the lexicon has under it."""
    cameo, details = entry["details"]["cameo"], entry["details"]
    known = codebook.cameo().get(cameo)
    type_ = codebook.types()[entry["form"]]
    return {
        "plover": {
            "type": entry["form"],
            "mode": details["mode"],
            "covers": type_.covers,
            "quad": details["quad"],
            "intensity": details["intensity"],
        },
        "cameo": {"code": cameo, "name": known.name if known else None, "goldstein": details["goldstein"]},
    }


def _reason(ledger: Ledger, report: dict[str, Any]) -> dict[str, Any] | None:
    """The lexicon's pattern, the rules and the model's probabilities behind one report; none where the document's text isn't kept."""
    from dragoman.reading.reasons import why  # noqa: PLC0415 (the parser)

    document = ledger.stored(report["document_id"]).document
    if not document.text:
        return None
    reason = why(document, report["body"]["evidence"]["trigger"]["start"])
    return {"report": report["id"], **dataclasses.asdict(reason)} if reason else None
