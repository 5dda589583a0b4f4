"""When: dates with the precision that the words give."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from dragoman.records.base import Record
from dragoman.records.evidence import Evidence

Precision = Literal["day", "week", "month", "quarter", "year", "range"]


class When(Record):
    """A date expression and the days it covers.

    `start` and `end` are ISO dates, `end` inclusive. Both are null exactly where `unresolved` says why (no publication date, say): a date
    is never filled in by guess.
    """

    text: str = Field(description="the date expression as written")
    start: dt.date | None
    end: dt.date | None
    precision: Precision
    evidence: Evidence
    unresolved: str | None = Field(default=None, description="why there are no dates")

    @model_validator(mode="after")
    def _resolved_or_said_why(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end are given together or not at all")
        if (self.start is None) == (self.unresolved is None):
            raise ValueError("a date is either resolved or says why not")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"end {self.end} before start {self.start}")
        return self
