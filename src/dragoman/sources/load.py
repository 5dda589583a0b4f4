"""Paths to documents: what a path stands for, which format a file is in, and one error for each thing that can't be read."""

from __future__ import annotations

import glob
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import decoding, html, tables, text, warc, web
from dragoman.sources.fetching import Fetcher
from dragoman.sources.options import Options

Parser = Callable[[BinaryIO, str, Options], Iterator[Document | SourceError]]
PARSERS: dict[str, Parser] = {
    "text": text.plain,
    "markdown": text.markdown,
    "html": html.page,
    "jsonl": tables.jsonl,
    "json": tables.json_array,
    "csv": tables.delimited,
    "parquet": tables.parquet,
    "warc": warc.pages,
}
EXTENSIONS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
    ".warc": "warc", ".warc.gz": "warc",
}  # fmt: skip
BINARY = {"parquet", "warc"}
ONE_TEXT = {"text", "markdown", "html"}
STDIN = "-"
HEAD = 4096  # bytes that the format is told from


@dataclass(frozen=True, slots=True)
class Input:
    """One input: a file, a page on the web, or standard input (neither `path` nor `url`)."""

    path: Path | None
    url: str | None = None

    @property
    def where(self) -> str:
        """What messages call it."""
        return self.url or ("<stdin>" if self.path is None else str(self.path))

    def open(self) -> BinaryIO:
        """Its bytes."""
        return cast("BinaryIO", sys.stdin.buffer) if self.path is None else self.path.open("rb")


def expand(paths: Iterable[str | Path]) -> Iterator[Input | SourceError]:
    """The inputs that paths stand for: a file, a pattern (`news/*.html`), a folder with everything readable in it, an address, or `-`.

    In a folder, hidden files, READMEs and files with other extensions than the known ones are passed over.
    """
    for given in map(str, paths):
        path = Path(given)
        if given == STDIN:
            yield Input(None)
        elif web.is_address(given):
            yield Input(None, given)
        elif path.is_dir():
            yield from _folder(path)
        elif path.exists():
            yield Input(path)
        elif glob.has_magic(given):
            found = sorted(glob.glob(given, recursive=True))
            yield from expand(found) if found else [SourceError(given, "no file matches the pattern")]
        else:
            yield SourceError(given, "no such file or folder")


def _folder(folder: Path) -> Iterator[Input | SourceError]:
    inside = (p for p in sorted(folder.rglob("*")) if not any(part.startswith(".") for part in p.relative_to(folder).parts))
    found = [p for p in inside if p.is_file() and _known(p) and p.stem.upper() != "README"]
    yield from map(Input, found)
    if not found:
        yield SourceError(str(folder), f"no file in this folder ends in {', '.join(EXTENSIONS)}")


def _known(path: Path) -> str | None:
    """The format that a file's name stands for."""
    packed = path.suffix.lower() == ".gz"
    return EXTENSIONS.get("".join(path.suffixes[-2:]).lower() if packed else path.suffix.lower())


def is_one_text(paths: Iterable[str | Path]) -> bool:
    """Whether the paths name a single text: one file (there or not), address or standard input, and not a table."""
    given = list(map(str, paths))
    if len(given) == 1 and web.is_address(given[0]):
        return True
    if len(given) != 1 or Path(given[0]).is_dir() or (glob.has_magic(given[0]) and not Path(given[0]).exists()):
        return False
    source = Input(None if given[0] == STDIN else Path(given[0]))
    try:
        return format_of(source, peek(source)) in ONE_TEXT
    except OSError:
        return True


def peek(source: Input) -> bytes:
    """The first bytes of a file or of standard input, which can still be read from its start."""
    if source.path is None:
        stdin: Any = sys.stdin.buffer
        return bytes(stdin.peek(HEAD) if hasattr(stdin, "peek") else stdin.getvalue())[
            :HEAD
        ]  # BytesIO, where a program stands in for stdin
    with source.open() as stream:
        return stream.read(HEAD)


def format_of(source: Input, head: bytes) -> str:
    """The format of an input: by its first bytes where these are plain, else by its extension, else plain text."""
    known = _known(source.path) if source.path is not None else None
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    if known in {None, "text"} and start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "html"
    if known is None and start.startswith(b"{"):
        return "jsonl"
    if known is None and start.startswith((b"---\n", b"---\r\n")):
        return "markdown"
    return known or "text"


def documents(
    paths: Iterable[str | Path], options: Options | None = None, *, skip: int = 0, fetcher: Fetcher | None = None
) -> Iterator[Document | SourceError]:
    """The documents of files, folders, patterns, addresses (http, https) and standard input (`-`), in order.

    Args:
        paths: what to read.
        options: columns of tables, and date and title of a single text.
        skip: how many documents and errors to pass over at the start; files that are one text aren't opened for it.
        fetcher: what fetches addresses.

    Yields:
        A document, or the error that stands in the place of one that can't be read: a missing file, a bad row, undecodable bytes.

    Raises:
        MissingPartError: a format needs an extra that isn't installed.
    """
    fetcher = fetcher or Fetcher()
    for source in expand(paths):
        if skip and (isinstance(source, SourceError) or _is_one(source)):
            skip -= 1
            continue
        for item in [source] if isinstance(source, SourceError) else _documents(source, options or Options(), fetcher):
            if skip:
                skip -= 1
            else:
                yield item


def _is_one(source: Input) -> bool:
    try:
        return source.url is not None or (source.path is not None and format_of(source, peek(source)) in ONE_TEXT)
    except OSError:
        return True


def _documents(source: Input, options: Options, fetcher: Fetcher) -> Iterator[Document | SourceError]:
    try:
        if source.url is not None:
            yield web.page(fetcher, source.url, options)
            return
        head = peek(source)
        if not head and source.path is not None:
            raise SourceError(source.where, "the file is empty")
        kind = format_of(source, head)
        if kind not in BINARY:
            decoding.refuse_binary(head, source.where)
        stream = source.open()
        if kind == "parquet" and source.path is None:
            stream = io.BytesIO(stream.read())  # Parquet is read from its end
        try:
            yield from PARSERS[kind](stream, source.where, options)
        finally:
            if source.path is not None:
                stream.close()
    except SourceError as error:
        yield error
    except OSError as error:
        yield SourceError(source.where, error.strerror or str(error))
