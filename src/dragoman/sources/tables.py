"""Tables with a text column: JSON Lines, CSV and Parquet, a document a row. A bad row is an error beside the others' documents."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from dragoman.records import Document
from dragoman.records.errors import MissingPartError, SourceError
from dragoman.sources import decoding
from dragoman.sources.making import document
from dragoman.sources.options import COLUMNS, MAX_TEXT, Options

ROWS_AT_ONCE = 256  # of a Parquet file: a few MB of reports
Row = Document | SourceError


def jsonl(stream: BinaryIO, where: str, options: Options) -> Iterator[Row]:
    """One JSON object a line; blank lines are passed over. Lines are counted from 1."""
    offset, empty = 0, True
    for number, raw in enumerate(stream, start=1):
        if raw.strip():
            empty = False
            yield _attempt(_of_json, raw, where, number, offset, options)
        offset += len(raw)
    if empty:
        yield SourceError(where, "the file is empty")


def _of_json(raw: bytes, where: str, line: int, offset: int, options: Options) -> Document:
    text = decoding.utf8(raw, where, line=line, base=offset)
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(where, f"not JSON: {error}", line=line) from None
    return _of_row(row, where, line, options)


def json_array(stream: BinaryIO, where: str, options: Options) -> Iterator[Row]:
    """A JSON file: an array of objects, or one object. Errors count the objects from 1."""
    data = stream.read()
    if not data.strip():
        raise SourceError(where, "the file is empty")
    try:
        loaded = json.loads(decoding.utf8(data, where))
    except (ValueError, RecursionError) as error:
        raise SourceError(where, f"not JSON: {error}") from None
    for number, row in enumerate(loaded if isinstance(loaded, list) else [loaded], start=1):
        yield _attempt(_of_row, row, where, number, options)


def delimited(stream: BinaryIO, where: str, options: Options) -> Iterator[Row]:
    """CSV with a header; the delimiter (comma, semicolon or tab) is the header's. Errors name the last line of the row."""
    bad: dict[int, SourceError] = {}
    csv.field_size_limit(max(csv.field_size_limit(), 4 * MAX_TEXT))  # the limit on texts is checked with its own message
    lines = _lines(stream, where, bad)
    header = next(lines, "")
    if not header.strip():
        raise SourceError(where, "the file is empty")
    if bad:
        raise bad[1]
    delimiter = max(",;\t", key=header.count)
    try:
        names = next(csv.reader([header], delimiter=delimiter))
    except csv.Error as error:
        raise SourceError(where, f"not CSV: {error}", line=1) from None
    _require_text(names, where, options)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    before = 1
    while True:
        try:
            values = next(reader, None)
        except csv.Error as error:
            before = reader.line_num + 1
            yield SourceError(where, f"not CSV: {error}", line=before)
            continue
        if values is None:
            return
        line = reader.line_num + 1  # the header was read before
        wrong = next((bad.pop(n) for n in range(before + 1, line + 1) if n in bad), None)
        before = line
        if values:
            yield wrong or _attempt(_of_values, names, values, where, line, options)


def _lines(stream: BinaryIO, where: str, bad: dict[int, SourceError]) -> Iterator[str]:
    """The lines of a file; those that aren't UTF-8 are noted in `bad` and given all the same, so that rows keep their lines."""
    offset = 0
    for number, raw in enumerate(stream, start=1):
        try:
            yield decoding.utf8(raw, where, line=number, base=offset)
        except SourceError as error:
            bad[number] = error
            yield raw.decode("utf-8", "replace")
        offset += len(raw)


def _of_values(names: list[str], values: list[str], where: str, line: int, options: Options) -> Document:
    if len(values) != len(names):
        raise SourceError(where, f"the row has {len(values)} fields, the header {len(names)}", line=line)
    return _of_row(dict(zip(names, values, strict=True)), where, line, options)


def parquet(stream: BinaryIO, where: str, options: Options) -> Iterator[Row]:
    """A Parquet file. Errors count the rows from 1."""
    try:
        import pyarrow as pa  # noqa: PLC0415 (an extra)
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ModuleNotFoundError:
        raise MissingPartError.extra("tables", "reading Parquet") from None  # noqa: S610 (not Django's extra)
    try:
        table = pq.ParquetFile(stream)
        _require_text(table.schema_arrow.names, where, options)
        wanted = [options.column(name) for name in COLUMNS if options.column(name) in table.schema_arrow.names]
        number = 0
        for batch in table.iter_batches(batch_size=ROWS_AT_ONCE, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield _attempt(_of_row, row, where, number, options)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(where, f"not a Parquet file that can be read: {error}") from None


def _require_text(names: list[str], where: str, options: Options) -> None:
    for name in ("text", *options.columns):
        if options.column(name) not in names:
            hint = "" if name in options.columns else "; name another with --column text=FIELD"
            raise SourceError(where, f"no column {options.column(name)!r} among {', '.join(names)}{hint}", line=1)


def _of_row(row: object, where: str, line: int, options: Options) -> Document:
    if not isinstance(row, Mapping):
        raise SourceError(where, f"a {type(row).__name__}, not an object with keys", line=line)
    if options.column("text") not in row:
        raise SourceError(where, f"no key {options.column('text')!r} among {', '.join(map(str, row))}", line=line)
    return document({name: row.get(options.column(name)) for name in COLUMNS}, where, line=line)


def _attempt(make: Callable[..., Document], *arguments: object) -> Row:
    try:
        return make(*arguments)
    except SourceError as error:
        return error
