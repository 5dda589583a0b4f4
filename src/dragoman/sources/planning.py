"""What a run is about to read, known before it starts: how many documents there are, and what tells the same inputs again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from dragoman.records.errors import SourceError, UsageError
from dragoman.sources.load import ONE_TEXT, PARSERS, Input, expand, format_of, peek
from dragoman.sources.options import Options


def count(paths: Iterable[str | Path], options: Options) -> int | None:
    """How many documents and errors `documents(paths)` will give; None where only reading everything would tell.

    Tables are gone through once, which is fast beside reading what is in them; pages and texts aren't opened.
    """
    total = 0
    for source in expand(paths):
        some = 1 if isinstance(source, SourceError) else _in(source, options)
        if some is None:
            return None
        total += some
    return total


def _in(source: Input, options: Options) -> int | None:
    if source.path is None:
        return 1 if source.url else None
    try:
        kind = format_of(source, peek(source))
        if kind in ONE_TEXT:
            return 1
        if kind not in {"jsonl", "csv", "parquet"}:
            return None
        with source.open() as stream:
            if kind == "jsonl":
                return sum(1 for line in stream if line.strip())
            if kind == "parquet":
                return _rows(source.path)
            return sum(1 for _ in PARSERS[kind](stream, source.where, options))
    except (OSError, SourceError):
        return 1  # the error that will stand in its place


def _rows(path: Path) -> int | None:
    try:
        import pyarrow.parquet as pq  # noqa: PLC0415 (an extra)

        return int(pq.ParquetFile(path).metadata.num_rows)
    except (ModuleNotFoundError, ValueError):  # ValueError: Arrow's errors
        return None


def fingerprint(paths: Sequence[str | Path], options: Options) -> str:
    """A digest of the inputs (names, sizes, times of change) and of how they are to be read.

    Raises:
        UsageError: standard input is among them: it can't be read twice.
    """
    digest = hashlib.sha256(repr(options).encode())
    for source in expand(paths):
        if isinstance(source, SourceError):
            digest.update(f"\n{source}".encode("utf-8", "surrogateescape"))
            continue
        if source.path is None and source.url is None:
            raise UsageError("standard input can't be read again: --resume needs files, folders or patterns")
        digest.update(f"\n{source.where}".encode("utf-8", "surrogateescape"))
        if source.path is not None:
            found = source.path.stat()
            digest.update(f"\0{found.st_size}\0{found.st_mtime_ns}".encode())
    return digest.hexdigest()
