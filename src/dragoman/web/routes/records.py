"""/engagements/ID, /events/ID, /statements/ID, /commitments/ID: one entry with every report of it, and what people decided about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, cast

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from dragoman.ledger.promises import STATUSES
from dragoman.records.errors import LedgerError
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.lines import PLURALS, document_address, line, record_address
from dragoman.web.pages import shown
from dragoman.web.wording import span_words

router = APIRouter(include_in_schema=False)
#: What a field of a report says, and where its words are.
Said = tuple[str, str | None]
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
        cited={cite["report"]: cite for cite in entry["cites"]},
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


def _compared(entry: Mapping[str, Any], reports: list[dict[str, Any]]) -> list[tuple[str, list[tuple[list[Said], bool]]]]:
    """What each report says, field by field, and whether the reports differ there."""
    differing = {ROWS.get(d["field"], d["field"]): {r for v in d["values"] for r in v["reports"]} for d in entry["disagreements"]}
    told: dict[str, list[list[Said]]] = {}
    for report in reports:
        for label, values in _told(report):
            told.setdefault(label, []).append([(words, _words_at(report, at)) for words, at in values])
    return [
        (label, [(said, bool(said) and report["id"] in differing.get(label, ())) for said, report in zip(all_said, reports, strict=True)])
        for label, all_said in told.items()
        if any(all_said)
    ]


def _words_at(report: Mapping[str, Any], evidence: Mapping[str, Any] | None) -> str | None:
    return document_address(report["document_id"], evidence["start"]) if evidence else None


def _told(report: Mapping[str, Any]) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """The fields of a report: what each says, and the evidence of it where there is one."""
    body = report["body"]
    form = f"{report['form'].capitalize()}" + (f" (CAMEO {body['cameo']})" if "cameo" in body else "")
    yield "What", [(form, _deed(body))]
    yield "Status", [(report["status"], body.get("status_cue"))]
    yield "When", _dated(body.get("when"))
    yield "Where", _placed(body.get("place"))
    yield "Who", [(f"{actor['name']} ({role})", actor["evidence"]) for role, actor in _people(body)]
    topics = [*(body.get("topics") or ()), *([body["topic"]] if body.get("topic") else [])]
    yield "Topics", [*{t["label"]: (t["label"], t["evidence"]) for t in reversed(topics)}.values()][::-1]
    yield "Deadline", _dated(body.get("deadline"))
    yield "Condition", [(body["condition"]["quote"], body["condition"])] if body.get("condition") else []
    yield "According to", [(a["speaker"]["name"], a["cue"]) for a in body.get("attribution") or ()]


def _deed(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The words for what was done, said or promised."""
    if "cameo" in body:
        return cast("Mapping[str, Any]", body["evidence"]["trigger"])
    return cast("Mapping[str, Any]", body.get("cue") or body.get("action") or body["evidence"][0])


def _people(body: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from ((p["role"], p["actor"]) for p in body.get("participants") or ())
    yield from (("bound", actor) for actor in body.get("parties") or ())
    yield from (("to", actor) for actor in body.get("counterparties") or ())
    yield from ((name, body[name]) for name in ("speaker", "addressee") if body.get(name))


def _dated(when: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    if not when:
        return []
    told = f"{span_words(when['start'], when['end'])} (“{when['text']}”)" if when["start"] else f"“{when['text']}”: {when['unresolved']}"
    return [(told, when["evidence"])]


def _placed(place: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    if not place:
        return []
    return [(place["name"] + (f" (“{place['as_written']}”)" if place["as_written"] != place["name"] else ""), place["evidence"])]


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
