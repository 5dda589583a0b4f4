"""Records for a notebook: a reading as its text with the evidence highlighted by kind, a record as a card, an answer as a table.

Self-contained fragments; every word of the source is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.records.evidence import Evidence
    from dragoman.records.reading import Reading

#: Kind of evidence and its colour, readable with dark text and told apart by people who don't see red and green.
COLOURS = {
    "engagement": "#dbe9f6",
    "event": "#fde3a7",
    "statement": "#e3d9f0",
    "commitment": "#c9ead3",
    "actor": "#ffffff",
    "warning": "#f8d0c8",
}
_BOX = "font-family:serif;line-height:1.7;max-width:50em;color:#1a1a1a;background:#fff;padding:1em"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text, what kind of evidence it is, and a line about it."""

    start: int
    end: int
    kind: str
    note: str


def render(reading: Reading) -> str:
    """The HTML of a reading. Without the text (a reading loaded from JSON) the quotations are listed."""
    document = reading.document
    text = document.text
    body = _highlighted(text, list(marks(reading))) if text is not None else _listed(list(marks(reading)), reading)
    about = " · ".join(filter(None, (document.publisher, document.published.isoformat() if document.published else None, document.id)))
    counts = ", ".join(
        f"{len(getattr(reading, name))} {name}" for name in ("engagements", "events", "statements", "commitments", "warnings")
    )
    legend = " ".join(f'<span style="{_style(kind)}">{kind}</span>' for kind in COLOURS)
    return (
        f'<div class="dragoman-reading" style="{_BOX}"><h4 style="margin:0">{escape(document.title or "(no title)")}</h4>'
        f'<p style="margin:0;font-size:85%;color:#555">{escape(about)}<br>{escape(counts)}<br>{legend}</p>{body}</div>'
    )


def marks(reading: Reading) -> Iterator[Mark]:
    """What is highlighted, each with its note."""
    for engagement in reading.engagements:
        who = ", ".join(p.actor.name for p in engagement.participants)
        yield from (_mark(e, "engagement", f"{engagement.medium}, {engagement.status}: {who}") for e in engagement.evidence)
        yield from (_mark(p.actor.evidence, "actor", f"{p.role}: {p.actor.id}") for p in engagement.participants)
    for event in reading.events:
        yield _mark(
            event.evidence.trigger,
            "event",
            f"{event.type} {event.cameo} {event.status}: {', '.join(p.actor.id for p in event.participants)}",
        )
        yield from (_mark(p.actor.evidence, "actor", f"{p.role}: {p.actor.id}") for p in event.participants)
    for statement in reading.statements:
        yield _mark(statement.content, "statement", f"{statement.stance}: {statement.speaker.name}")
    for commitment in reading.commitments:
        yield _mark(
            commitment.action, "commitment", f"{commitment.kind}, {commitment.status}: {', '.join(a.name for a in commitment.parties)}"
        )
    for warning in reading.warnings:
        if warning.evidence:
            yield _mark(warning.evidence, "warning", f"{warning.code}: {warning.message}")


def _mark(evidence: Evidence, kind: str, note: str) -> Mark:
    return Mark(evidence.start, evidence.end, kind, note)


def _style(kind: str) -> str:
    border = "border-bottom:2px solid #1f4e79;" if kind == "actor" else ""
    return f"background:{COLOURS[kind]};{border}padding:0 .1em;border-radius:.2em;color:inherit"


def _highlighted(text: str, found: list[Mark]) -> str:
    """The text cut where a mark begins or ends: each piece takes the colour of the shortest mark over it and the notes of all."""
    edges = sorted({0, len(text), *(m.start for m in found), *(m.end for m in found)})
    pending = sorted(found, key=lambda m: m.start)
    active: list[Mark] = []
    pieces = []
    for start, end in pairwise(edges):
        while pending and pending[0].start <= start:
            active.append(pending.pop(0))
        active = [m for m in active if m.end > start]
        words = escape(text[start:end])
        if active:
            top = min(active, key=lambda m: (m.end - m.start, m.kind))
            notes = escape("\n".join(dict.fromkeys(m.note for m in sorted(active, key=lambda m: m.end - m.start))), quote=True)
            words = f'<mark data-kind="{top.kind}" style="{_style(top.kind)}" title="{notes}">{words}</mark>'
        pieces.append(words)
    return f'<div dir="auto" style="white-space:pre-wrap;margin-top:.8em">{"".join(pieces)}</div>'


def _listed(found: list[Mark], reading: Reading) -> str:
    quotes = {(e.start, e.end): e.quote for e in reading.evidence()}
    items = []
    for mark in dict.fromkeys(found):
        words = f'<mark data-kind="{mark.kind}" style="{_style(mark.kind)}">{escape(quotes[mark.start, mark.end])}</mark>'
        items.append(f"<li>{words} [{mark.start}–{mark.end}] {escape(mark.note)}</li>")
    return f"<ul>{''.join(items)}</ul>"


# -- a record --------------------------------------------------------------------------------------------------------------------------


def card(record: Any) -> str:
    """An engagement, event, statement or commitment: what it is, who is in it, when and where, and the words that say so."""
    kind = type(record).__name__.lower()
    known: dict[str, Any] = {name: getattr(record, name, None) for name in ("status", "mode", "occasion", "condition", "engagement")}
    form = next(getattr(record, name) for name in ("medium", "type", "stance", "kind") if hasattr(record, name))
    day, place = "due" if hasattr(record, "deadline") else "when", getattr(record, "place", None)
    facts = {"who": _people(record), day: _when(record), "where": getattr(place, "name", None), **known}
    if hasattr(record, "cameo"):
        facts["code"] = f"CAMEO {record.cameo}, Goldstein {record.goldstein:+g}, intensity {record.intensity:+g}"
        facts["confidence"] = f"{record.confidence:.2f}"
    facts["by whose account"] = ", ".join(a.speaker.name for a in getattr(record, "attribution", ())) or None
    facts["condition"] = getattr(known["condition"], "quote", None)
    lines = "".join(f'<dt>{name}</dt><dd style="margin:0">{escape(str(value))}</dd>' for name, value in facts.items() if value)
    words = "".join(f'<mark style="{_style(kind)}">{escape(e.quote)}</mark> [{e.start}–{e.end}]<br>' for e in _words(record))
    title = f"{kind} · {form}"
    grid = f'<dl style="display:grid;grid-template-columns:max-content 1fr;gap:0 1em;margin:0;font-size:85%">{lines}</dl>'
    return f'<div class="dragoman-record" style="{_BOX}"><h4 style="margin:0">{escape(title)}</h4><p>{words}</p>{grid}</div>'


def _words(record: Any) -> tuple[Evidence, ...]:
    if hasattr(record, "content"):
        return (record.content,)
    if hasattr(record, "action"):
        return (record.action, *record.evidence)
    return tuple(record.evidence) if isinstance(record.evidence, tuple) else (record.evidence.clause,)


def _people(record: Any) -> str:
    if hasattr(record, "participants"):
        named = [(p.role, p.actor) for p in record.participants]
    elif hasattr(record, "speaker"):
        named = [("speaker", record.speaker), *([("addressee", record.addressee)] if record.addressee else [])]
    else:
        named = [("party", a) for a in record.parties] + [("counterparty", a) for a in record.counterparties]
    return "; ".join(f"{actor.name}{f', {actor.office}' if actor.office else ''} ({role})" for role, actor in named)


def _when(record: Any) -> str | None:
    when = getattr(record, "when", None) or getattr(record, "deadline", None)
    if when is None:
        return None
    if when.start is None:
        return f"“{when.text}” ({when.unresolved})"
    return f"{when.start}" + (f" to {when.end}" if when.end != when.start else "") + f" (“{when.text}”)"


# -- an answer -------------------------------------------------------------------------------------------------------------------------

ROWS = 100  # of an answer that a notebook shows
WORDY = 40  # characters of a cell that is more than a name
_ASIDE = ("entries", "history", "follow_ups", "disagreements", "reports_of_sources")  # in the data frames; too much for a page


def answer(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """The rows of an answer as a table; lists are joined, citations named by publisher, date and offsets."""
    shown = [name for name in columns if name not in _ASIDE]
    head = "".join(f"<th>{escape(name).replace('_', '_<wbr>')}</th>" for name in shown)  # long names of numbers take two lines
    body = "".join(f"<tr>{''.join(_data(_cell(row.get(name))) for name in shown)}</tr>" for row in rows[:ROWS])
    more = f"<p>and {len(rows) - ROWS} more</p>" if len(rows) > ROWS else ""
    table = f'<table style="font-size:85%;text-align:left"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="dragoman-answer" style="overflow-x:auto">{table}{more}</div>'


def _data(cell: str) -> str:
    """A cell of a table, wide enough that a sentence doesn't stand a word a line."""
    width = ";min-width:22em" if len(cell) > WORDY else ""
    return f'<td style="text-align:left;vertical-align:top{width}">{cell}</td>'


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        cite = [value.get("publisher") or value.get("document"), value.get("published"), f"{value.get('start')}–{value.get('end')}"]
        return escape(" ".join(str(part) for part in cite if part)) if "document" in value else escape(", ".join(map(str, value.values())))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(map(_cell, value))
    return escape(f"{value:g}" if isinstance(value, float) else str(value))
