"""A record as the review page shows it: the question that is due, the text with its words marked, and what may be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from dragoman.ledger.review.fields import MARKS, RECORD, choices
from dragoman.web.pages import part

#: Decisions as they are told back.
SAID = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "unsure": "left unsure",
    "skip": "passed over",
    "undo": "taken back",
}
SAID |= {"merge": "merged", "split": "split"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: plain, or words of the record (`kind`), or those of the field that is asked about (`due`)."""

    words: str
    kind: str = ""
    due: bool = False


def exact(text: str) -> Markup:
    """Text whose characters a browser counts as we do: carriage returns stay, NUL becomes the replacement character."""
    return Markup(str(escape(text.replace("\0", "\ufffd"))).replace("\r", "&#13;"))  # noqa: S704 (escaped before)


def address(record: str, field: str | None = None, said: str | None = None) -> str:
    """The address of a record's page."""
    query = urlencode({name: value for name, value in (("field", field), ("said", said)) if value})
    return f"/review/record/{part(record)}" + (f"?{query}" if query else "")


def due(record: Mapping[str, Any], *, blind: bool) -> str | None:
    """The next field to decide: doubtful ones first; None where the record is done."""
    if record["record"]["mine"] in {"accept", "reject"} or record["record"]["state"] == "rejected":
        return None
    wanted = [f for f in record["fields"].values() if is_open(f, blind=blind)]
    return str(min(wanted, key=lambda f: not f["doubts"])["name"]) if wanted else None


def is_open(field: Mapping[str, Any], *, blind: bool) -> bool:
    """Whether a field waits for this reviewer."""
    decided = field["mine"] or (not blind and field["state"] not in {"open", "disputed", "unsure"})
    return bool(not decided and (field["found"] or field["value"]))


def before(record: Mapping[str, Any], name: str) -> str | None:
    """The field before one; the last before the whole record."""
    names = list(record["fields"])
    if name not in names:
        return str(names[-1])
    return names[names.index(name) - 1] if name != names[0] else None


def pieces(record: Mapping[str, Any], name: str) -> list[Piece]:
    """The text of the document, cut where words of the record begin or end."""
    text = record["text"] or ""
    marks = sorted(_marks(record, name))
    edges = sorted({0, len(text), *(m[0] for m in marks), *(m[1] for m in marks)})
    cut = []
    for start, end in pairwise(edges):
        over = [m for m in marks if m[0] <= start and end <= m[1]]
        top = min(over, key=lambda m: (not m[3], m[1] - m[0]), default=None)
        cut.append(Piece(text[start:end], top[2], top[3]) if top else Piece(text[start:end]))
    return cut


def _marks(record: Mapping[str, Any], name: str) -> Iterator[tuple[int, int, str, bool]]:
    yield record["start"], record["end"], "clause", name == RECORD
    for field in record["fields"].values():
        for e in field["evidence"]:
            yield e["start"], e["end"], MARKS.get(field["sort"], record["kind"]), field["name"] == name


def options(field: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, str]:
    """What may be chosen for a field, from the codebook's lists."""
    if field["sort"] == "choice":
        body = {f["name"]: f["value"] for f in record["fields"].values()}
        return choices(field["name"], body)
    return choices("context") if field["sort"] in {"topic", "topics"} else {}


def days(field: Mapping[str, Any]) -> tuple[str, str]:
    """First and last day of a date field, empty where there are none."""
    value = field["value"] or {}
    return value.get("start") or "", value.get("end") or ""


def chosen(sort: str, value: Sequence[str], role: Sequence[str], who: Sequence[str], first: str, last: str) -> Any:
    """What a form chose, as the desk takes it."""
    if sort == "participants":
        return [f"{r} {w.strip()}" for r, w in zip(role, who, strict=False) if w.strip()]
    if sort in {"actors", "topics"}:
        return [v.strip() for v in value if v.strip()]
    if sort == "when":
        return "/".join(filter(None, (first.strip(), last.strip() if last.strip() != first.strip() else "")))
    return value[0].strip() if value else ""
