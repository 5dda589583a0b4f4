"""Files of records that a ledger can take: told apart by their first bytes, read by the module of their format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from dragoman.exports import jsonl, parquet
from dragoman.exports.gdelt import reading as gdelt
from dragoman.exports.polecat import reading as polecat
from dragoman.records import Reading
from dragoman.records.errors import SourceError

READERS: dict[str, Callable[[BinaryIO, str], Iterator[Reading | SourceError]]] = {
    "readings": jsonl.read,
    "parquet": parquet.read,
    "gdelt": gdelt.read,
    "polecat": polecat.read,
}
HEAD = 4096  # bytes that the format is told from


def read(stream: BinaryIO, where: str, format_: str | None = None) -> Iterator[Reading | SourceError]:
    """The readings of a file, and an error in the place of each row that can't be taken.

    Raises:
        SourceError: it is none of the formats.
    """
    head = _peek(stream)
    return READERS[format_ or told(head, where)](stream, where)


def _peek(stream: Any) -> bytes:
    if hasattr(stream, "peek"):
        return bytes(stream.peek(HEAD)[:HEAD])
    start = stream.tell()
    head = bytes(stream.read(HEAD))
    stream.seek(start)
    return head


def told(head: bytes, where: str) -> str:
    """The format of a file by its first bytes.

    Raises:
        SourceError: it is none.
    """
    line = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    if head.startswith(b"PAR1"):
        return "parquet"
    if line.lstrip().startswith(b"{"):
        return "readings"
    if b"Event ID\t" in line:
        return "polecat"
    if line.count(b"\t") >= 10 and line.split(b"\t", 1)[0].isdigit():
        return "gdelt"
    raise SourceError(where, "neither readings (.jsonl, .parquet) nor GDELT 2.0 events nor POLECAT: see docs/exports.md")
