"""The words behind a field."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from dragoman.records.base import Record


class Evidence(Record):
    """A span of the source text and the very words in it.

    Offsets are Unicode code points into `Document.text`, half-open: `quote == text[start:end]`, always.
    """

    start: int = Field(ge=0, description="offset of the first code point")
    end: int = Field(ge=0, description="offset after the last code point")
    quote: str = Field(description="text[start:end]")

    @model_validator(mode="after")
    def _length_agrees(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"quote has {len(self.quote)} code points, span has {self.end - self.start}")
        return self

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Evidence:
        """The evidence for `text[start:end]`."""
        return cls(start=start, end=end, quote=text[start:end])
