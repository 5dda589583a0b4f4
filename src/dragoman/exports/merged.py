"""What a ledger knows of a record beyond its own reading: which other reports tell of the same thing, and what became of it.

Formats that hold things rather than reports (GDELT, POLECAT, FollowTheMoney, GeoJSON, JSON-LD, iCalendar, GEXF) write one row for each
record that is `first`. Readings that come straight from a file have nothing merged: `ALONE`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import func, select

from dragoman.exports.unparsed import Unparsed
from dragoman.ledger import Ledger
from dragoman.ledger.schema import document, entry, report
from dragoman.ledger.writing import chunks
from dragoman.records import Commitment, Engagement, Event, Reading, Statement

Act = Engagement | Event | Statement | Commitment
A = TypeVar("A", bound=Act)
#: What a ledger keeps of a document besides its text.
ABOUT = ("id", "title", "publisher", "url", "published", "language", "text_sha256", "n_chars")
#: Fields of an event that the ledger takes from its best report.
CODED = ("mode", "cameo", "quad", "goldstein", "intensity", "confidence")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands among the reports of the same thing.

    Attributes:
        id: id of the report that the ledger had first; it stays when reports are added, and is the exported id of the thing.
        reports: how many reports there are.
        sources: how many publishers tell it in their own words.
        added: when the ledger had the first (UTC, ISO 8601), or None without a ledger.
        fields: what the reports say together where it differs from the record (status, code).
    """

    id: str
    reports: int = 1
    sources: int = 1
    added: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merged:
    """The standings of the records of a ledger; a record that isn't in it stands alone."""

    standings: Mapping[str, Standing] = field(default_factory=dict)

    def of(self, record: Act) -> Standing:
        """The standing of a record."""
        return self.standings.get(record.id) or Standing(record.id)

    def told(self, record: Act) -> list[Any]:
        """What the ledger says of a record that isn't in the record itself: nothing of one that stands alone."""
        found = self.standings.get(record.id)
        if found is None:
            return []
        fields = {name: value for name, value in found.fields.items() if getattr(record, name) != value}
        return [found.id, found.reports, found.sources, fields] if fields or found.reports > 1 else []

    def only(self, ids: Iterable[str]) -> Merged:
        """The standings of some records."""
        return Merged({id_: self.standings[id_] for id_ in ids if id_ in self.standings}) if self.standings else self

    def first(self, records: tuple[A, ...]) -> Iterator[tuple[A, Standing]]:
        """The records that stand for their thing, as the reports together have it."""
        for record in records:
            found = self.of(record)
            if found.id == record.id:
                yield cast("A", record.model_copy(update=dict(found.fields)) if found.fields else record), found

    def done(self, reading: Reading) -> Iterator[tuple[Engagement | Event, Standing]]:
        """The engagements and events of a reading that stand for their thing."""
        yield from self.first(reading.engagements)
        yield from self.first(reading.events)


ALONE = Merged()


def readings(ledger: Ledger) -> Iterator[Reading]:
    """Every reading of a ledger without its text, in the order in which they were added; a few hundred are fetched at a time."""
    yield from (Reading.model_validate_json(stored.raw) for stored in unparsed(ledger))


def unparsed(ledger: Ledger) -> Iterator[Unparsed]:
    """The same as JSON, with the ids of the records."""
    with ledger.reading() as connection:
        ids = connection.execute(select(document.c.id).order_by(document.c.added, document.c.id)).scalars().all()
        for some in chunks(ids):
            columns = (*(document.c[name] for name in ABOUT), document.c.warnings)
            known = {row["id"]: row for row in connection.execute(select(*columns).where(document.c.id.in_(some))).mappings()}
            bodies: dict[str, dict[str, list[str]]] = {}
            named: dict[str, list[str]] = {}
            query = select(report.c.document_id, report.c.id, report.c.kind, report.c.body).where(report.c.document_id.in_(some))
            for home, id_, kind, body in connection.execute(query.order_by(report.c.document_id, report.c.kind, report.c.position)):
                bodies.setdefault(home, {}).setdefault(kind, []).append(body)
                named.setdefault(home, []).append(id_)
            for id_ in some:
                yield Unparsed(_reading(dict(known[id_]), bodies.get(id_, {})), id_, ids=tuple(named.get(id_, ())))


def _reading(row: Mapping[str, Any], bodies: Mapping[str, list[str]]) -> bytes:
    """A reading of what is stored as JSON, which needs no parsing to be put together."""
    head = json.dumps({name: row[name] for name in ABOUT})
    records = "".join(f', "{kind}s": [{",".join(found)}]' for kind, found in bodies.items())
    return f'{{"document": {head}, "warnings": {row["warnings"]}{records}}}'.encode()


def merged(ledger: Ledger, on: dt.date | None = None) -> Merged:
    """The standings of a ledger's records; commitments have their status as of a day (today)."""
    found: dict[str, Standing] = {}
    promised = {promise["id"]: promise["status"] for promise in ledger.commitments(on)}
    with ledger.reading() as connection:
        first = select(report.c.entry_id, func.min(report.c.n).label("n")).group_by(report.c.entry_id).subquery()
        leads = select(first.c.entry_id, report.c.id, report.c.added).join(report, report.c.n == first.c.n)
        whole = {home: Standing(id_, added=added) for home, id_, added in connection.execute(leads)}
        columns = (entry.c.id, entry.c.kind, entry.c.status, entry.c.n_reports, entry.c.n_sources, entry.c.body)
        for home, kind, status, reports, sources, body in connection.execute(select(*columns)):
            fields: dict[str, Any] = {"status": promised[home]} if kind == "commitment" else {}
            if reports > 1 and kind in {"engagement", "event"}:
                details = json.loads(body)["details"]
                fields = {"status": status} | {name: details[name] for name in CODED if name in details}
            lead = whole[home]
            whole[home] = Standing(lead.id, reports, sources, lead.added, fields)
        for id_, home in connection.execute(select(report.c.id, report.c.entry_id)):
            found[id_] = whole[home]
    return Merged(found)
