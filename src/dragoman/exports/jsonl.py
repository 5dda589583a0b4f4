"""JSON Lines: exact readings, one a line. The same lines as `dragoman read --format jsonl` writes."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO, TextIO

from pydantic import ValidationError

from dragoman.records import Reading
from dragoman.records.errors import SourceError
from dragoman.sources import decoding


def write(readings: Iterable[Reading], out: TextIO) -> int:
    """Writes the readings as they come and returns how many there were."""
    count = 0
    for reading in readings:
        out.write(reading.model_dump_json() + "\n")
        count += 1
    return count


def read(stream: BinaryIO, where: str) -> Iterator[Reading | SourceError]:
    """The readings of a stream, in order; blank lines are passed over.

    Args:
        stream: the bytes, read a line at a time.
        where: what messages call it.

    Yields:
        A reading, or the error that stands in the place of a line that holds none: it names the line and the reason.
    """
    offset, empty = 0, True
    for number, raw in enumerate(stream, start=1):
        if raw.strip():
            empty = False
            yield of_line(raw, where, number, offset)
        offset += len(raw)
    if empty:
        yield SourceError(where, "the file is empty")


def of_line(raw: bytes, where: str, line: int, offset: int = 0) -> Reading | SourceError:
    """The reading in one line, or the error that stands in its place."""
    try:
        return Reading.model_validate_json(raw if offset else raw.removeprefix(codecs.BOM_UTF8))
    except ValidationError as error:
        return _error(error, raw, where, line, offset)


def _error(error: ValidationError, raw: bytes, where: str, line: int, offset: int) -> SourceError:
    try:
        decoding.utf8(raw, where, line=line, base=offset)
    except SourceError as bytes_:
        return bytes_
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(map(str, first["loc"]))
    return SourceError(where, f"not a reading: {f'{place}: ' if place else ''}{first['msg']}", line=line)
