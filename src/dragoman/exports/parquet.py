"""Parquet: the flat tables, each in a file, and `readings.parquet` with the exact readings, which can be read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.exports import jsonl
from dragoman.exports.columns import COLUMNS, type_of
from dragoman.exports.merged import ALONE, Merged
from dragoman.exports.rows import Cell, cells
from dragoman.exports.unparsed import Unparsed
from dragoman.records import Reading
from dragoman.records.errors import MissingPartError, SourceError, UsageError

AT_ONCE = 5_000  # rows of a table that are held
WHOLE = 500  # readings that are held: each is as long as a hundred rows
READINGS = {"document_id": "id of the document", "reading": "the exact reading as JSON (record.md)"}
TABLES = COLUMNS | {"readings": READINGS}


#: A record batch for each table, as Arrow's messages: processes hand on bytes at less cost than objects.
Batches = dict[str, bytes]


def part(readings: Iterable[Reading], merged: Merged = ALONE, *, line: Callable[[Reading], bytes] = jsonl.written) -> Batches:
    """The rows of some readings; cells are exact and typed.

    Args:
        readings: the readings.
        merged: which records a ledger takes for one.
        line: gives a reading's JSON.

    Raises:
        MissingPartError: pyarrow isn't installed.
    """
    pa = _arrow()
    found: dict[str, list[tuple[Cell | bytes, ...]]] = {table: [] for table in TABLES}
    for reading in readings:
        for table, own in cells(reading, merged).items():
            found[table] += own
        found["readings"].append((reading.document.id, line(reading)))
    made = {}
    for table, rows in found.items():
        columns = zip(*rows, strict=True) if rows else ((),) * len(TABLES[table])
        form = schema(table)
        arrays = [pa.array(c, f.type) for c, f in zip(columns, form, strict=True)]
        made[table] = pa.record_batch(arrays, schema=form).serialize().to_pybytes()
    return made


def join(parts: Iterable[Batches], folder: Path) -> Counter[str]:
    """Writes `TABLE.parquet` for every table and `readings.parquet`.

    Returns:
        The number of rows in each.

    Raises:
        UsageError: a file can't be written.
        MissingPartError: pyarrow isn't installed.
    """
    pa = _arrow()
    import pyarrow.parquet as pq  # noqa: PLC0415

    counts = Counter(dict.fromkeys(TABLES, 0))
    held = Counter(counts)
    waiting: dict[str, list[Any]] = {table: [] for table in TABLES}
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            files = {t: stack.enter_context(pq.ParquetWriter(folder / f"{t}.parquet", schema(t), compression="zstd")) for t in TABLES}
        except OSError as error:
            raise UsageError(f"{folder} can't be written: {error.strerror or error}") from None

        def flush(table: str) -> None:
            files[table].write_table(pa.Table.from_batches(waiting[table], schema(table)))
            waiting[table].clear()
            held[table] = 0

        for batches in parts:
            for table, message in batches.items():
                batch = pa.ipc.read_record_batch(message, schema(table))
                waiting[table].append(batch)
                held[table] += batch.num_rows
                counts[table] += batch.num_rows
                if held[table] >= (WHOLE if table == "readings" else AT_ONCE):
                    flush(table)
        for table in TABLES:
            flush(table)
    return counts


@cache
def schema(table: str) -> Any:
    """The Arrow schema of a table."""
    pa = _arrow()
    types = {"date": pa.date32(), "number": pa.float64(), "integer": pa.int64(), "string": pa.string()}
    return pa.schema([(column, types[type_of(column)]) for column in TABLES[table]])


def read(stream: BinaryIO, where: str) -> Iterator[Reading | SourceError]:
    """The readings of `readings.parquet`, each checked; errors count the rows from 1."""
    pa = _arrow()
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(stream)
        if "reading" not in file.schema_arrow.names:
            raise SourceError(where, "no column 'reading': of the tables only readings.parquet can be read back")
        number = 0
        for batch in file.iter_batches(batch_size=256, columns=["reading"]):
            for text in batch.column(0).to_pylist():
                number += 1
                yield Unparsed((text or "").encode(), where, number).reading()
    except (pa.ArrowException, OSError) as error:
        raise SourceError(where, f"not a Parquet file that can be read: {error}") from None


def _arrow() -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError:
        raise MissingPartError.extra("tables", "Parquet") from None  # noqa: S610 (not Django's extra)
    return pa
