"""A reading for a notebook: the text with its evidence highlighted by kind.

One self-contained fragment; every word of the source is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

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
