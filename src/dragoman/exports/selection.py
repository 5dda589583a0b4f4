"""Choosing the records that are exported: whom they are about, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dragoman.exports.gexf import party
from dragoman.exports.merged import Act
from dragoman.exports.rows import everybody
from dragoman.records import Commitment, Document, Reading, Statement

KINDS = ("engagements", "events", "statements", "commitments")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; empty fields want everything.

    Attributes:
        about: ids of countries and organisations that all take part.
        first: first day, as stated or else of publication.
        last: last day.
    """

    about: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None

    def __bool__(self) -> bool:
        return bool(self.about or self.first or self.last)

    def told(self) -> dict[str, object]:
        """The selection for a manifest: what is wanted and nothing else."""
        days = {"from": self.first.isoformat() if self.first else None, "until": self.last.isoformat() if self.last else None}
        return {name: value for name, value in {"about": list(self.about), **days}.items() if value}

    def of(self, reading: Reading) -> Reading | None:
        """A reading with the wanted records only; None where there are none."""
        if not self:
            return reading
        found = {kind: tuple(r for r in getattr(reading, kind) if self.wants(r, reading.document)) for kind in KINDS}
        return reading.model_copy(update=found) if any(found.values()) else None

    def wants(self, record: Act, document: Document) -> bool:
        """Whether a record is wanted; one without a day is not where days are asked for."""
        if self.about and not set(self.about) <= {party(actor) for role, actor in everybody(record) if role not in {"topic", "reporter"}}:
            return False
        if not (self.first or self.last):
            return True
        when = None if isinstance(record, (Statement, Commitment)) else record.when
        start = when.start if when and when.start else document.published
        end = when.end if when and when.end else document.published
        return bool(start and end and (not self.first or end >= self.first) and (not self.last or start <= self.last))
