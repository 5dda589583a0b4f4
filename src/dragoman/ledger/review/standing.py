"""What the decisions on one record come to: the value that holds for each field, and how far each reviewer is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.ledger.review.fields import FIELDS, NOTHING, RECORD, Body, Field, category, corrected, field_of
from dragoman.ledger.review.log import Decision, in_force

State = Literal["open", "accepted", "corrected", "rejected", "unsure", "disputed"]
REJECTED = "(rejected)"
_VERDICTS = {"accept", "correct", "reject"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one decision says about one field: a category to compare by, and the value (None where it is rejected or nothing)."""

    by: Decision
    category: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds for a field.

    Attributes:
        state: `disputed` where reviewers differ and nobody has settled it: the reader's value holds on.
        judgement: the decision that holds, if any.
        judgements: the last of each reviewer, in order.
        again: whether the reader has changed its mind since.
    """

    state: State = "open"
    judgement: Judgement | None = None
    judgements: tuple[Judgement, ...] = ()
    again: bool = False


def judgement(row: Decision, name: str) -> Judgement | None:
    """What a decision says about a field; one on the whole record says something about each of its fields."""
    field = field_of(row.kind, name)
    if row.action not in _VERDICTS or row.field not in {name, RECORD}:
        return None
    if field is None:  # the record itself
        return Judgement(row, "(rejected)" if row.action == "reject" else "(accepted)")
    if row.field == RECORD:
        whole = {**row.old, **(row.new or {})}
        return Judgement(row, category(field, whole[name]), whole[name]) if row.action == "accept" and name in whole else None
    if row.action == "reject":
        return Judgement(row, REJECTED)
    value = row.old if row.action == "accept" and row.new is None else row.new  # accepting may mean what another has corrected
    return Judgement(row, category(field, value), value)


def verdict(rows: Sequence[Decision], name: str, body: Body) -> Verdict:
    """What the decisions on a record (in force, in order) come to for a field.

    The last word of an adjudicator holds. Without one, the last of those who see each other's decisions; of those who code blind, what
    they all say, once two have.
    """
    last: dict[tuple[str, str], Judgement] = {}
    for row in rows:
        judged = judgement(row, name)
        if judged is not None:
            last[row.role, row.by] = judged
    said = sorted(last.values(), key=lambda j: j.by.order)
    field = field_of(rows[0].kind, name) if rows else None
    if field is not None:  # what was rejected is gone from a later reading: the field is open again
        now = category(field, body.get(name))
        said = [j for j in said if j.category != REJECTED or category(field, j.by.old) == now]
    if not said:
        unsure = any(row.action == "unsure" and row.field in {name, RECORD} for row in rows)
        return Verdict("unsure" if unsure else "open")
    holding, disputed = _holding(said)
    if holding is None:
        return Verdict("disputed" if disputed else "open", None, tuple(said))
    again = field is not None and holding.category not in {REJECTED, now} and category(field, old_of(holding.by, name)) != now
    return Verdict(_state(holding, field), holding, tuple(said), again)


def _holding(said: Sequence[Judgement]) -> tuple[Judgement | None, bool]:
    settled = [j for j in said if j.by.role == "adjudicator"]
    seeing = [j for j in said if not j.by.blind]
    if settled or seeing:
        return (settled or seeing)[-1], False
    differ = len({j.category for j in said}) > 1
    return (said[-1] if len(said) > 1 and not differ else None), differ


def old_of(row: Decision, name: str) -> Any:
    """What the reader had found for a field when the decision was made."""
    return row.old.get(name) if row.field == RECORD else row.old


def _state(held: Judgement, field: Field | None) -> State:
    if held.category == REJECTED:
        return "rejected"
    if field is None or held.by.field == RECORD or held.by.action == "accept":
        return "accepted"
    return "corrected"


def verdicts(rows: Sequence[Decision], kind: str, body: Body) -> dict[str, Verdict]:
    """The verdict on each field, and on the record itself."""
    standing = in_force(rows)
    return {name: verdict(standing, name, body) for name in (RECORD, *(f.name for f in FIELDS[kind]))}


def effective(kind: str, body: Body, rows: Sequence[Decision]) -> dict[str, Any] | None:
    """The record as the decisions leave it, or None where it is rejected. A rejected value is empty, or the reader's where it is needed."""
    found = verdicts(rows, kind, body)
    if found[RECORD].state == "rejected":
        return None
    values: dict[str, Any] = {}
    for field in FIELDS[kind]:
        held = found[field.name].judgement
        if held is None:
            continue
        if held.category != REJECTED:
            values[field.name] = held.value
        elif not field.needed:
            values[field.name] = [] if field.sort in {"actors", "topics"} else None
    changed = {name: value for name, value in values.items() if value != body.get(name)}
    return corrected(kind, body, changed) if changed else dict(body)


def progress(rows: Sequence[Decision], kind: str, body: Body) -> str | None:
    """How far somebody's decisions (in force) bring a record: done, unsure or skipped; None while fields are open.

    A field that the reader left empty needs no decision.
    """
    last = {row.field: row.action for row in rows if row.action in _VERDICTS | {"unsure", "skip"}}
    if last.get(RECORD) in _VERDICTS:
        return "done"
    wanted = [f.name for f in FIELDS[kind] if category(f, body.get(f.name)) != NOTHING]
    actions = {last.get(name, last.get(RECORD)) for name in wanted}
    if None in actions:
        return None
    return "unsure" if "unsure" in actions else "skipped" if "skip" in actions else "done"


def texts(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every evidence in a value, however deep."""
    if {"start", "end", "quote"} <= values.keys():
        return [values]
    held = [v if isinstance(v, list) else [v] for v in values.values()]
    return [e for items in held for item in items if isinstance(item, Mapping) for e in texts(item)]
