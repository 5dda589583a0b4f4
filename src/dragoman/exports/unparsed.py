"""A reading in JSON that is still to be parsed: by whichever process takes it."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from dragoman.records import Reading
from dragoman.records.errors import SourceError
from dragoman.sources import decoding

if TYPE_CHECKING:
    from dragoman.exports.merged import Standing


@dataclass(frozen=True, slots=True)
class Unparsed:
    """The JSON of a reading.

    Attributes:
        raw: the bytes.
        where: what messages call the file or the ledger's document.
        line: the line or row in it, from 1.
        offset: where in the file it begins.
        standings: what a ledger says of the records in it.
    """

    raw: bytes
    where: str
    line: int | None = None
    offset: int = 0
    standings: Mapping[str, Standing] = field(default_factory=dict)

    def reading(self) -> Reading | SourceError:
        """The reading, or the error that stands in its place."""
        try:
            return Reading.model_validate_json(self.raw if self.offset else self.raw.removeprefix(codecs.BOM_UTF8))
        except ValidationError as error:
            return self._told(error)

    def _told(self, error: ValidationError) -> SourceError:
        try:
            decoding.utf8(self.raw, self.where, line=self.line, base=self.offset)
        except SourceError as bytes_:
            return bytes_
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        return SourceError(self.where, f"not a reading: {f'{place}: ' if place else ''}{first['msg']}", line=self.line)
