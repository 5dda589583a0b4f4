"""/engagements/ID, /events/ID, /statements/ID, /commitments/ID: one entry with every report of it, and what people decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from dragoman.ledger.promises import STATUSES
from dragoman.records.errors import LedgerError
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.lines import PLURALS, line, record_address, span_words
from dragoman.web.pages import shown

router = APIRouter(include_in_schema=False)
KINDS = {plural: kind for kind, plural in PLURALS.items()}
#: Names that the ledger has for what reports differ in, and the row of the comparison that shows it.
ROWS = {"date": "When", "place": "Where", "status": "Status", "medium": "What", "code": "What", "deadline": "Deadline"}
Reason = Annotated[str, Form(max_length=1000)]
By = Annotated[str, Form(max_length=100)]
Id = Annotated[str, Form(max_length=300)]


@router.get("/engagements/{id_:path}")
@router.get("/events/{id_:path}")
@router.get("/statements/{id_:path}")
@router.get("/commitments/{id_:path}")
def record(request: Request, desk: TheDesk, id_: str, why: bool = False) -> Response:
    """One entry; the id of any of its reports leads to it. With `why` its documents are parsed again, to say what led to the code."""
    body = desk.ledger.entry(id_)
    if body is None:
        raise HTTPException(404, "the ledger has no record of this id")
    if (body["id"], body["kind"]) != (id_, KINDS[request.url.path.split("/")[1]]):
        return RedirectResponse(record_address(body["kind"], body["id"]), 307)
    try:
        found = desk.explained(id_, desk.today(), why=why)
    except LedgerError:  # split or removed a moment ago
        raise HTTPException(404, "the ledger has no record of this id") from None
    entry, reports = found["entry"], found["reports"]
    return shown(
        "record.html",
        entry=entry,
        line=line(entry),
        reports=reports,
        rows=_compared(entry, reports),
        merged=entry["merged"],
        code=found.get("code"),
        decisions=[d for d in found["decisions"] if d["withdrawn"] is None],
        statuses=STATUSES,
        statements=_at(desk, entry),
    )


def _at(desk: Desk, entry: Mapping[str, Any]) -> str | None:
    """The engagement at which something was said or done."""
    home = entry["details"].get("engagement")
    found = desk.ledger.entry(home) if home else None
    return record_address("engagement", found["id"]) if found else None


def _compared(entry: Mapping[str, Any], reports: list[dict[str, Any]]) -> list[tuple[str, list[tuple[str, bool]]]]:
    """What each report says, field by field, and whether the reports differ there."""
    differing = {ROWS.get(d["field"], d["field"]): {r for v in d["values"] for r in v["reports"]} for d in entry["disagreements"]}
    told: dict[str, list[str]] = {}
    for report in reports:
        for label, value in _told(report):
            told.setdefault(label, []).append(value)
    return [
        (label, [(value, bool(value) and report["id"] in differing.get(label, ())) for value, report in zip(values, reports, strict=True)])
        for label, values in told.items()
        if any(values)
    ]


def _told(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    body = report["body"]
    form = f"{report['form'].capitalize()}" + (f" (CAMEO {body['cameo']})" if "cameo" in body else "")
    told = [("What", form), ("Status", report["status"]), ("When", _dated(body.get("when"))), ("Where", _placed(body.get("place")))]
    people = [f"{p['actor']['name']} ({p['role']})" for p in body.get("participants") or ()]
    people += [f"{a['name']} (bound)" for a in body.get("parties") or ()] + [f"{a['name']} (to)" for a in body.get("counterparties") or ()]
    people += [f"{body[name]['name']} ({name})" for name in ("speaker", "addressee") if body.get(name)]
    topics = [*(body.get("topics") or ()), *([body["topic"]] if body.get("topic") else [])]
    told += [("Who", "; ".join(people)), ("Topics", "; ".join(dict.fromkeys(t["label"] for t in topics)))]
    told += [("Deadline", _dated(body.get("deadline"))), ("Condition", body["condition"]["quote"] if body.get("condition") else "")]
    return [*told, ("According to", ", ".join(a["speaker"]["name"] for a in body.get("attribution") or ()))]


def _dated(when: Mapping[str, Any] | None) -> str:
    if not when:
        return ""
    return f"{span_words(when['start'], when['end'])} (“{when['text']}”)" if when["start"] else f"“{when['text']}”: {when['unresolved']}"


def _placed(place: Mapping[str, Any] | None) -> str:
    return "" if not place else place["name"] + (f" (“{place['as_written']}”)" if place["as_written"] != place["name"] else "")


@router.post("/decisions/split")
def split(desk: TheDesk, report: Id, reason: Reason = "", by: By = "") -> Response:
    """A person says that a report is of something else than the rest of its entry."""
    desk.ledger.split(_known(desk, report), reason=reason.strip() or None, by=by.strip() or None)
    return _to(desk, report)


@router.post("/decisions/merge")
def merge(desk: TheDesk, a: Id, b: Id, reason: Reason = "", by: By = "") -> Response:
    """A person says that two entries are one."""
    desk.ledger.merge(_known(desk, a), _known(desk, b.strip()), reason=reason.strip() or None, by=by.strip() or None)
    return _to(desk, a)


@router.post("/decisions/status")
def status(desk: TheDesk, commitment: Id, status: Annotated[str, Form(max_length=20)], reason: Reason = "", by: By = "") -> Response:
    """A person says what became of a commitment."""
    desk.ledger.set_status(_known(desk, commitment), status, reason=reason.strip() or None, by=by.strip() or None)
    return _to(desk, commitment)


@router.post("/decisions/withdraw")
def withdraw(desk: TheDesk, number: Annotated[int, Form(ge=1, le=2**31)], record: Id) -> Response:
    """A decision is taken back; it stays on file."""
    if number not in {d["n"] for d in desk.ledger.decisions() if d["withdrawn"] is None}:
        raise HTTPException(404, "there is no such decision in force")
    desk.ledger.withdraw(number)
    return _to(desk, record)


def _known(desk: Desk, id_: str) -> str:
    if desk.ledger.report(id_) is None:
        raise HTTPException(404, "the ledger has no record of this id")
    return id_


def _to(desk: Desk, id_: str) -> Response:
    """To the page of the entry that an id now leads to."""
    body = desk.ledger.entry(id_)
    return RedirectResponse(record_address(body["kind"], body["id"]) if body else "/", 303)
