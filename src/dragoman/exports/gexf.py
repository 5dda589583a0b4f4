"""GEXF 1.3: who deals with whom, for Gephi and networkx. The graph is small however many readings there are; it is kept in memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from dragoman.exports.coded import COUNTED, day_of, sides
from dragoman.exports.files import opened
from dragoman.exports.merged import ALONE, Merged
from dragoman.gazetteer.loading import rows
from dragoman.gazetteer.world import countries
from dragoman.ledger.entries import DYADS
from dragoman.records import Actor, Engagement, Event, Reading

#: The attributes of a node and of an edge: type in GEXF, and meaning.
NODE = {
    "kind": ("string", "country, or the kind of the organisation or group"),
    "records": ("long", "engagements and events that it is in"),
}
EDGE = {
    "engagements": ("long", "engagements that both took part in"),
    "events": ("long", "events that one did to the other or both did together"),
    "goldstein": ("double", "mean Goldstein score of the events; absent without any"),
    "first": ("string", "first day, ISO 8601"),
    "last": ("string", "last day"),
}
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Tie:
    """What there is between two parties."""

    engagements: int = 0
    events: int = 0
    goldstein: float = 0.0
    first: str = ""
    last: str = ""

    def add(self, other: Tie) -> None:
        """Takes what else there is into this one."""
        self.engagements += other.engagements
        self.events += other.events
        self.goldstein += other.goldstein
        self.first = min(filter(None, (self.first, other.first)), default="")
        self.last = max(self.last, other.last)


@dataclass(slots=True)
class Network:
    """Who deals with whom in some readings.

    Attributes:
        nodes: name and kind of each party by its id.
        seen: the records that each is in.
        ties: what there is between two.
        left_out: what isn't in it, by the reason.
    """

    nodes: dict[str, tuple[str, str]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    ties: dict[tuple[str, str], Tie] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, other: Network) -> None:
        """Takes another network into this one; the first name that a party has stays."""
        self.nodes = other.nodes | self.nodes
        self.seen.update(other.seen)
        self.left_out.update(other.left_out)
        for pair, tie in other.ties.items():
            self.ties.setdefault(pair, Tie()).add(tie)


def part(readings: Iterable[Reading], merged: Merged = ALONE) -> Network:
    """The network of some readings."""
    found = Network()
    for reading in readings:
        for record, _ in merged.done(reading):
            if record.status not in COUNTED:
                found.left_out[f"left out: {record.status}"] += 1
                continue
            known = {p: a for part in record.participants if part.role != "topic" and (p := party(a := part.actor))}
            found.nodes.update({p: _named(p, a) for p, a in known.items() if p not in found.nodes})
            found.seen.update(list(known))
            for pair in _pairs(record, sorted(known)):
                found.ties.setdefault(pair, Tie()).add(_tie(record, reading))
    return found


def join(parts: Iterable[Network], path: Path) -> Counter[str]:
    """Writes an undirected graph of countries, organisations and groups; the weight of an edge is the number of its records.

    Returns:
        The number of `nodes` and `edges`, and what was left out by the reason.
    """
    whole = Network()
    for some in parts:
        whole.add(some)
    with opened(path) as out:
        out.writelines(_lines(whole.nodes, whole.seen, whole.ties))
    return whole.left_out + Counter(nodes=len(whole.nodes), edges=len(whole.ties))


def party(actor: Actor) -> str | None:
    """The country that an actor stands for, or the organisation or group; None for someone the text leaves unknown."""
    parts = actor.id.split("/")
    return actor.country or (None if parts[0] == "X" else "/".join(parts[:2]))


def _named(id_: str, actor: Actor) -> tuple[str, str]:
    """Name and kind of a party; of an organisation that nobody but its officials stand for, as the gazetteer has it."""
    if id_ in countries():
        return countries()[id_].name, "country"
    return (actor.name, actor.kind) if actor.id == id_ else (_organisations().get(id_, id_), "organisation")


@cache
def _organisations() -> dict[str, str]:
    return {row["id"]: row["name"] for row in rows("organisations.yaml")}


def _pairs(record: Engagement | Event, known: list[str]) -> Iterator[tuple[str, str]]:
    if isinstance(record, Event):
        source, target = (party(side) if side else None for side in sides(record))
        if source and target and source != target:
            yield min(source, target), max(source, target)
    else:
        yield from combinations(known[:DYADS], 2)


def _tie(record: Engagement | Event, reading: Reading) -> Tie:
    """What one record ties."""
    if isinstance(record, Event):
        day = day_of(record, reading.document)
        found = Tie(events=1, goldstein=record.goldstein)
    else:
        day = record.when.start if record.when and record.when.start else reading.document.published
        found = Tie(engagements=1)
    found.first = found.last = day.isoformat() if day else ""
    return found


def _lines(nodes: dict[str, tuple[str, str]], seen: Counter[str], ties: dict[tuple[str, str], Tie]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '<graph defaultedgetype="undirected" mode="static">\n'
    for kind, attributes in (("node", NODE), ("edge", EDGE)):
        yield f'<attributes class="{kind}">'
        yield from (f'<attribute id="{name}" title="{name}" type="{type_}"/>' for name, (type_, _) in attributes.items())
        yield "</attributes>\n"
    yield "<nodes>\n"
    for id_, (name, kind) in sorted(nodes.items()):
        yield f"<node id={_quoted(id_)} label={_quoted(name)}>{_values({'kind': kind, 'records': seen[id_]})}</node>\n"
    yield "</nodes>\n<edges>\n"
    for number, ((a, b), tie) in enumerate(sorted(ties.items())):
        values: dict[str, object] = {"engagements": tie.engagements, "events": tie.events}
        values |= {"goldstein": round(tie.goldstein / tie.events, 3)} if tie.events else {}
        values |= {"first": tie.first, "last": tie.last} if tie.first else {}
        weight = float(tie.engagements + tie.events)
        yield f'<edge id="{number}" source={_quoted(a)} target={_quoted(b)} weight="{weight}">{_values(values)}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _quoted(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))


def _values(values: dict[str, object]) -> str:
    cells = (f'<attvalue for="{name}" value="{escape(str(value))}"/>' for name, value in values.items())
    return f"<attvalues>{''.join(cells)}</attvalues>"
