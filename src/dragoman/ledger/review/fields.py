"""The fields of a record that a person decides on: what each may hold, what it says in one word, and how a decision enters the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from dragoman import codebook
from dragoman.records.actors import Role
from dragoman.records.acts import (
    Commitment,
    CommitmentKind,
    Engagement,
    Event,
    Medium,
    PloverType,
    Stance,
    Statement,
    Status,
)
from dragoman.records.base import Record

Sort = Literal["choice", "text", "span", "when", "place", "actor", "actors", "participants", "topic", "topics"]
Body = Mapping[str, Any]
#: What the words behind a field name, by what the field holds; those of other fields stand for the record itself.
MARKS: dict[str, str] = {
    "when": "when",
    "place": "place",
    "topic": "topic",
    "topics": "topic",
    "actor": "actor",
    "actors": "actor",
    "participants": "actor",
}
#: The field that stands for the whole record.
RECORD = "record"
MODELS: dict[str, type[Record]] = {"engagement": Engagement, "event": Event, "statement": Statement, "commitment": Commitment}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: `name` is its key in the record, `sort` what it holds, `needed` whether it must hold something."""

    name: str
    label: str
    sort: Sort
    needed: bool = False


_ABOUT = (Field("when", "When", "when"), Field("place", "Where", "place"), Field("topics", "Topics", "topics"))
_WHO = Field("participants", "Who", "participants", needed=True)
_STATUS = Field("status", "Status", "choice", needed=True)
FIELDS: dict[str, tuple[Field, ...]] = {
    "engagement": (Field("medium", "Medium", "choice", needed=True), _STATUS, _WHO, *_ABOUT, Field("occasion", "Occasion", "text")),
    "event": (
        Field("type", "Type", "choice", needed=True),
        Field("mode", "Mode", "choice"),
        Field("cameo", "CAMEO code", "choice", needed=True),
        _STATUS,
        _WHO,
        *_ABOUT,
    ),
    "statement": (
        Field("speaker", "Speaker", "actor", needed=True),
        Field("stance", "Stance", "choice", needed=True),
        Field("content", "Words", "span", needed=True),
        Field("addressee", "Addressee", "actor"),
        Field("topic", "Topic", "topic"),
    ),
    "commitment": (
        Field("kind", "Kind", "choice", needed=True),
        Field("parties", "Who is bound", "actors", needed=True),
        Field("action", "Action", "span", needed=True),
        Field("deadline", "Deadline", "when"),
        Field("counterparties", "To whom", "actors"),
        Field("condition", "Condition", "span"),
        Field("topic", "Topic", "topic"),
    ),
}
_NAMED: dict[str, tuple[str, ...]] = {
    "medium": get_args(Medium),
    "status": get_args(Status),
    "stance": get_args(Stance),
    "kind": get_args(CommitmentKind),
    "role": get_args(Role),
}


def field_of(kind: str, name: str) -> Field | None:
    """The field of a kind of record, or None."""
    return next((f for f in FIELDS[kind] if f.name == name), None)


def choices(name: str, body: Body | None = None) -> dict[str, str]:
    """What a choice may be, from the codebook's own lists: value and words for people.

    Args:
        name: of the field; `role`, `context` and `type` too.
        body: the record, whose type decides on modes.
    """
    if name == "type":
        return {t: f"{t}: {codebook.types()[t].covers}" for t in get_args(PloverType)}
    if name == "mode":
        return {mode: mode for mode in codebook.types()[body["type"]].modes} if body else {}
    if name == "cameo":
        return _codes()
    if name == "context":
        return codebook.contexts()
    return {value: value for value in _NAMED[name]}


@cache
def _codes() -> dict[str, str]:
    return {code: f"{code} {entry.name}" for code, entry in sorted(codebook.cameo().items()) if entry.type}


# -- what a value says -------------------------------------------------------------------------------------------------------------


def _days(raw: Any) -> str:
    if raw["start"] is None:
        return f"not resolved: {raw['unresolved']}"
    return str(raw["start"]) if raw["start"] == raw["end"] else f"{raw['start']}/{raw['end']}"


def _names(raw: Any) -> str:
    return "; ".join(a["name"] for a in raw)


#: For each sort: the value as one category, by which reviewers are compared, and as words.
_SAID: dict[Sort, tuple[Callable[[Any], str], Callable[[Any], str]]] = {
    "choice": (str, str),
    "text": (str, str),
    "span": (lambda raw: f"{raw['start']}-{raw['end']}", lambda raw: f"“{raw['quote']}”"),
    "when": (_days, _days),
    "place": (
        lambda raw: f"{raw['name']}, {raw['country']}",
        lambda raw: (
            ", ".join(filter(None, (raw["name"], raw["country"]))) + (f" (not resolved: {raw['unresolved']})" if raw["unresolved"] else "")
        ),
    ),
    "actor": (lambda raw: str(raw["id"]), lambda raw: str(raw["name"])),
    "actors": (lambda raw: "; ".join(sorted(a["id"] for a in raw)), _names),
    "participants": (
        lambda raw: "; ".join(sorted(f"{p['role']} {p['actor']['id']}" for p in raw)),
        lambda raw: "; ".join(f"{p['role']}: {p['actor']['name']}" for p in raw),
    ),
    "topic": (lambda raw: str(raw["context"]), lambda raw: str(raw["label"])),
    "topics": (lambda raw: "; ".join(sorted({t["context"] for t in raw})), lambda raw: "; ".join(dict.fromkeys(t["label"] for t in raw))),
}
NOTHING = "(nothing)"


def category(found: Field, raw: Any) -> str:
    """A value as one category: two reviewers agree where theirs are equal."""
    return _SAID[found.sort][0](raw) if raw else NOTHING


def words(found: Field, raw: Any) -> str:
    """A value as words for people."""
    if found.name == "cameo":
        return _codes().get(raw, str(raw))
    return _SAID[found.sort][1](raw) if raw else ""


def spans(found: Field, body: Body) -> list[Mapping[str, Any]]:
    """The evidence that a field of a record rests on."""
    raw = body.get(found.name)
    if found.sort == "choice":
        return _behind(found.name, body)
    if not raw or found.sort == "text":
        return []
    if found.sort == "span":
        return [raw]
    held = raw if isinstance(raw, list) else [raw]
    evidence = [item.get("evidence") or (item.get("actor") or {}).get("evidence") for item in held]
    return [e for e in evidence if e and e["quote"]]


def _behind(name: str, body: Body) -> list[Mapping[str, Any]]:
    """The words of a choice: the cue of a status, the trigger of an event, the mentions of an engagement."""
    if name == "status" and body.get("status_cue"):
        return [body["status_cue"]]
    if name == "stance":
        return [body["cue"]]
    evidence = body.get("evidence")
    if isinstance(evidence, Mapping):
        return [evidence["trigger"]]
    return [e for e in evidence or () if e["quote"]]


# -- how a decision enters the record ----------------------------------------------------------------------------------------------


def corrected(kind: str, body: Body, values: Mapping[str, Any]) -> dict[str, Any]:
    """The record with other values in some fields, and with what follows from them (a type brings its quad and intensity).

    Raises:
        ValueError: it would be no valid record.
    """
    after = {**body, **values}
    if kind == "event":
        _recode(after, values)
    return MODELS[kind].model_validate(after, strict=False).model_dump(mode="json")


def _recode(body: dict[str, Any], values: Mapping[str, Any]) -> None:
    type_, known = body["type"], codebook.cameo()
    if "mode" not in values and body["mode"] not in codebook.types()[type_].modes:
        body["mode"] = None
    coded = known.get(body["cameo"])
    if "cameo" not in values and (coded is None or coded.type != type_):  # the least that the type says
        body["cameo"] = min((c for c, e in known.items() if e.type == type_), key=lambda c: (known[c].mode != body["mode"], len(c), c))
    if "topics" in values:
        body["contexts"] = sorted({t["context"] for t in body["topics"]})
    body["quad"], body["intensity"] = codebook.quad(type_), codebook.intensity(type_, body["mode"])
    body["goldstein"] = codebook.goldstein(body["cameo"])
