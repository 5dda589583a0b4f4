"""Everything that one text yields."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Self

from pydantic import BaseModel, Field, model_validator

from dragoman.records import html
from dragoman.records.acts import Commitment, Engagement, Event, Statement
from dragoman.records.base import Record
from dragoman.records.document import Document
from dragoman.records.evidence import Evidence


class ReadingWarning(Record):
    """Something that was left out or not understood. Nothing is dropped silently."""

    code: str = Field(description="kebab-case key, listed in docs/record.md")
    message: str
    evidence: Evidence | None = None


class Reading(Record):
    """A document and the records read from it."""

    document: Document
    engagements: tuple[Engagement, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()

    @model_validator(mode="after")
    def _quotes_are_the_text(self) -> Self:
        text = self.document.text
        if text is not None:
            for evidence in self.evidence():
                if text[evidence.start : evidence.end] != evidence.quote:
                    raise ValueError(f"quote at {evidence.start} isn't the text's: {evidence.quote!r}")
        return self

    def evidence(self) -> Iterator[Evidence]:
        """Every evidence in the reading, in the order of the record."""
        for group in (self.engagements, self.events, self.statements, self.commitments, self.warnings):
            for record in group:
                yield from _evidence_in(record)

    def df(self, table: str = "events") -> Any:
        """A table of docs/exports.md (events, commitments, participants ...) as a pandas data frame."""
        return _frames().df([self], table)

    def pl(self, table: str = "events") -> Any:
        """The same as a polars data frame."""
        return _frames().pl([self], table)

    def arrow(self, table: str = "events") -> Any:
        """The same as an Arrow table."""
        return _frames().arrow([self], table)

    def _repr_html_(self) -> str:
        """What a notebook shows: the text with its evidence highlighted."""
        return html.render(self)


def _frames() -> Any:
    """The maker of tables, by its name: a record can be asked for them, and needs nothing of it to be a record."""
    return import_module("dragoman.exports.frames")


def _evidence_in(value: object) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _evidence_in(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _evidence_in(item)
