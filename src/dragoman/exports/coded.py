"""Events as other event data sets have them: one source, one target, one day, and only what took place."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.exports.merged import ALONE, Merged, Standing
from dragoman.ledger.features import SOURCES
from dragoman.records import Actor, Document, Event, Reading

COUNTED = ("occurred", "ongoing")
_NO_SIDE = {"topic", "witness"}


@dataclass(frozen=True, slots=True)
class Coded:
    """An event with the document, the day and the sides that a row of event data has."""

    event: Event
    reading: Reading
    standing: Standing
    day: dt.date
    source: Actor | None
    target: Actor | None

    @property
    def document(self) -> Document:
        """Where it is reported."""
        return self.reading.document


def coded(readings: Iterable[Reading], left_out: Counter[str], merged: Merged = ALONE) -> Iterator[Coded]:
    """The events that a row can be made of; the others are counted in `left_out` by the reason.

    What is planned, denied, cancelled, imagined or looked back on would be read as having happened: such data sets have no column for it.
    """
    for reading in readings:
        for event, standing in merged.first(reading.events):
            day = day_of(event, reading.document)
            if event.status not in COUNTED:
                left_out[event.status] += 1
            elif day is None:
                left_out["without a day"] += 1
            else:
                yield Coded(event, reading, standing, day, *sides(event))


def day_of(event: Event, document: Document) -> dt.date | None:
    """The first day that the words state, or else the day of publication."""
    return event.when.start if event.when and event.when.start else document.published


def sides(event: Event) -> tuple[Actor | None, Actor | None]:
    """Who does it and to whom; of several who do it together, the first and the second."""
    parts = [p for p in event.participants if p.role not in _NO_SIDE]
    sources = [p.actor for p in parts if p.role in SOURCES]
    targets = [p.actor for p in parts if p.role not in SOURCES]
    if not targets:
        targets = sources[1:]
    return next(iter(sources), None), next(iter(targets), None)
