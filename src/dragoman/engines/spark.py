"""Readings made on a cluster: the same reader, in Spark's Python workers, over tables of documents.

`read` turns a DataFrame of documents into one of readings. It is a map without a shuffle: rows stay in their partitions, models are loaded
once for each Python worker and stay there from task to task. `dragoman.engines.spark_merging` takes the readings together.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from dragoman.engines import local
from dragoman.ledger import copies
from dragoman.records.errors import MissingPartError, SourceError, UsageError
from dragoman.sources import Options
from dragoman.sources.making import document
from dragoman.sources.options import COLUMNS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: A row of the result: the document's id, its reading as JSON (what `read --format jsonl` writes) or the reason why there is none, and
#: the signature that tells copies of its text.
READINGS = "id string, reading string, error string, signature binary"
ROWS = 64  # of a batch of results: readings are larger than their texts


def read(df: DataFrame, *, options: Options | None = None, loader: local.Loader = local.load) -> DataFrame:
    """The readings of documents, row for row.

    Args:
        df: a `text` column, and any of `id`, `title`, `published` (a date, timestamp or ISO text), `url`, `publisher`; others are left
            aside. For an even load give it many more partitions than there are cores.
        options: the table's own names for these columns.
        loader: makes what reads, once in each Python worker.

    Returns:
        A DataFrame with the columns of `READINGS`.

    Raises:
        UsageError: there is no text column.
    """
    chosen = options or Options()
    names = {name: chosen.column(name) for name in COLUMNS if chosen.column(name) in df.columns}
    if "text" not in names:
        raise UsageError(f"no column {chosen.column('text')!r} among {', '.join(df.columns)}: name another with --column text=FIELD")

    def read_batches(batches: Iterable[Any]) -> Iterator[Any]:
        from pyarrow import RecordBatch  # noqa: PLC0415

        rows = (row for batch in batches for row in batch.to_pylist())
        for some in _in_batches(_row({name: row[column] for name, column in names.items()}, loader) for row in rows):
            yield RecordBatch.from_pylist(some, schema=arrow(READINGS))

    return df.select(*names.values()).mapInArrow(read_batches, READINGS)


@cache
def _reader(loader: local.Loader) -> local.Read:
    return loader()  # Spark keeps its Python workers, and with them this cache


def _row(fields: dict[str, Any], loader: local.Loader) -> dict[str, Any]:
    given = str(fields["id"]) if fields.get("id") is not None else None
    try:
        made = document(fields, given or "a row")
        found = local.attempt(_reader(loader), made)
    except SourceError as error:
        return {"id": given, "reading": None, "error": error.reason, "signature": None}
    if isinstance(found, SourceError):
        return {"id": made.id, "reading": None, "error": found.reason, "signature": None}
    return {"id": made.id, "reading": found.model_dump_json(), "error": None, "signature": copies.signature(made.text or "")}


@cache
def arrow(columns: str) -> Any:
    """The Arrow schema of columns as Spark writes them: "id string, score double"."""
    import pyarrow as pa  # noqa: PLC0415 (an extra)

    types = {"string": pa.string(), "double": pa.float64(), "binary": pa.binary(), "array<string>": pa.list_(pa.string())}
    return pa.schema([(name, types[kind]) for name, kind in (column.split() for column in columns.split(","))])


def _in_batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == ROWS:
            yield some
            some = []
    if some:
        yield some


def session(master: str | None) -> SparkSession:
    """A Spark session with what the reader needs. Settings of `spark-defaults.conf` hold for everything else.

    Args:
        master: local[N], spark://..., yarn, k8s://...; that of the configuration unless given.

    Raises:
        MissingPartError: pyspark or pyarrow isn't installed, or no Java is found.
    """
    try:
        import pyarrow  # noqa: F401, PLC0415 (an extra)
        from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ModuleNotFoundError:
        raise MissingPartError.extra("spark", "reading with Spark") from None  # noqa: S610 (not Django's)
    if (master or "").startswith("local"):  # its workers are this machine's: with this interpreter, not the first python3 on the path
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = (
        SparkSession.builder.appName("dragoman")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "256")  # texts are large rows
        .config("spark.sql.files.maxPartitionBytes", "4m")  # some 1,000 reports: minutes of a core, not hours
        .config("spark.executorEnv.OMP_NUM_THREADS", "1")  # one task a core: more threads would fight for it
        .config("spark.ui.showConsoleProgress", "false")
    )
    try:
        return (builder.master(master) if master else builder).getOrCreate()
    except PySparkRuntimeError as error:
        raise MissingPartError(f"Spark doesn't start, is Java 17 or later installed? {error}") from None
