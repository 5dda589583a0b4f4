"""What a ledger knows of a record beyond its own reading: which other reports tell of the same thing, and what became of it.

Formats that hold things rather than reports (GDELT, POLECAT, FollowTheMoney, GeoJSON, JSON-LD, iCalendar, GEXF) write one row for each
record that is `first`. Readings that come straight from a file have nothing merged: `ALONE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from dragoman.records import Commitment, Engagement, Event, Reading, Statement

Act = Engagement | Event | Statement | Commitment
A = TypeVar("A", bound=Act)


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

    def thing(self, record: Act) -> str | None:
        """The id of what a record reports; None of what is no report of anything."""
        found = self.standings.get(record.id)
        return (found.id or None) if found else record.id

    def told(self, record: Act) -> list[Any]:
        """What the ledger says of a record that isn't in the record itself: nothing of one that stands alone."""
        found = self.standings.get(record.id)
        if found is None:
            return []
        fields = {name: value for name, value in found.fields.items() if getattr(record, name) != value}
        return [found.id, found.reports, found.sources, fields] if fields or found.reports != 1 else []

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
