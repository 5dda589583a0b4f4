"""JSON Lines: exact readings, one a line. The same lines as `dragoman read --format jsonl` writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from dragoman.exports.merged import ALONE, Merged
from dragoman.exports.parts import Part
from dragoman.exports.unparsed import Unparsed
from dragoman.records import Reading, Record
from dragoman.records.errors import SourceError

LISTS = tuple(name for name in Reading.model_fields if name != "document")


def written(record: Record) -> bytes:
    """A reading, or a record of one, as JSON; `model_dump_json` would make text of it."""
    return record.__pydantic_serializer__.to_json(record)


def part(readings: Iterable[Reading], merged: Merged = ALONE, *, line: Callable[[Reading], bytes] = written) -> Part:
    """The lines of some readings; what a ledger takes for one stays as each report has it.

    Args:
        readings: the readings.
        merged: not needed.
        line: gives a reading's JSON where it is at hand.
    """
    del merged
    lines = [line(reading) + b"\n" for reading in readings]
    return Part({"": b"".join(lines)}, Counter(readings=len(lines)))


class Pieces:
    """The JSON of what a reading holds, each piece made once: digests and the line of the reading are made of the same.

    Attributes:
        document: the document's.
        lists: that of the records and the warnings, by the field that holds them, in the order of the fields.
    """

    __slots__ = ("document", "lists")

    def __init__(self, reading: Reading) -> None:
        self.document = written(reading.document)
        self.lists = {name: [written(record) for record in getattr(reading, name)] for name in LISTS}

    def line(self) -> bytes:
        """The JSON of the reading: what `written` would make."""
        lists = b",".join(b'"%b":[%b]' % (name.encode(), b",".join(some)) for name, some in self.lists.items())
        return b'{"document":%b,%b}' % (self.document, lists)


def lines(stream: BinaryIO, where: str) -> Iterator[Unparsed | SourceError]:
    """The lines of a stream, in order; blank ones are passed over, and an empty file is an error.

    Args:
        stream: the bytes, read a line at a time.
        where: what messages call it.
    """
    offset, empty = 0, True
    for number, raw in enumerate(stream, start=1):
        if raw.strip():
            empty = False
            yield Unparsed(raw, where, number, offset)
        offset += len(raw)
    if empty:
        yield SourceError(where, "the file is empty")


def read(stream: BinaryIO, where: str) -> Iterator[Reading | SourceError]:
    """The readings of a stream: each, or the error that stands in the place of a line that holds none, with its number and the reason."""
    for line in lines(stream, where):
        yield line.reading() if isinstance(line, Unparsed) else line
