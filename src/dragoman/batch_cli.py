"""Reading that goes on: runs that continue after a kill, and feeds that are watched. Imports late, as cli.py."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman import terminal

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from dragoman.records import Reading
    from dragoman.records.errors import SourceError
    from dragoman.sources import Options

#: What a shell reports of a program that Ctrl-C ended (128 + SIGINT).
EXIT_INTERRUPTED = 130


def register(app: typer.Typer) -> None:
    """Adds `watch` to an application."""
    app.command()(watch)


def resumable(paths: Sequence[str], options: Options, output: Path, jobs: int, limit: float | None) -> terminal.Progress:
    """Reads into a file of JSON Lines, from where an earlier run of the same call stopped.

    Raises:
        UsageError: the manifest beside the file is of another run, or standard input is to be read.
    """
    import dragoman  # noqa: PLC0415
    from dragoman.engines import local  # noqa: PLC0415
    from dragoman.engines.resuming import Resumable  # noqa: PLC0415
    from dragoman.records.errors import SourceError  # noqa: PLC0415
    from dragoman.sources import documents  # noqa: PLC0415
    from dragoman.sources.planning import count, fingerprint  # noqa: PLC0415

    run = f"{dragoman.__version__} {fingerprint(paths, options)}"
    with (
        terminal.full_disk(str(output)),
        Resumable(output, run) as file,
        terminal.Progress("reading", count(paths, options)) as progress,
    ):
        progress.resume(file.mark.done, file.mark.failed)
        if file.mark.done:
            terminal.say(
                f"{output} has {file.mark.done:,} documents: {'nothing is left to read' if file.complete else 'going on from there'}"
            )
        for item in local.read(documents(paths, options, skip=file.mark.done), jobs, limit=limit):
            failed = isinstance(item, SourceError)
            if isinstance(item, SourceError):
                terminal.say(str(item))
            file.add(None if isinstance(item, SourceError) else item.model_dump_json() + "\n")
            progress.step(failed=failed)
    return progress


def watch(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses of RSS or Atom feeds.")],
    every: Annotated[float, typer.Option(min=1, metavar="MINUTES", help="Minutes between two looks at a feed.")] = 15,
    once: Annotated[bool, typer.Option("--once", help="Look at each feed once and end.")] = False,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Append readings there, JSON Lines; stdout unless given.")] = None,
    ledger: Annotated[str | None, typer.Option(metavar="FILE_OR_URL", help="Add the readings to this ledger instead.")] = None,
    state: Annotated[Path, typer.Option(metavar="FILE", help="Where to remember what has been seen.")] = Path("dragoman-watch.json"),
) -> None:
    """Read what is new in feeds, as it appears: politely, each report once."""
    from dragoman.engines import local  # noqa: PLC0415
    from dragoman.engines.watching import State, Watch  # noqa: PLC0415
    from dragoman.records.errors import UsageError  # noqa: PLC0415
    from dragoman.sources.fetching import Fetcher, check  # noqa: PLC0415

    if output is not None and ledger is not None:
        raise UsageError("readings go to --output or to --ledger, not to both")
    for address in feeds:
        check(address)
    watching = Watch(feeds, State(state), Fetcher(), every=every * 60)
    try:
        with _sink(output, ledger) as keep:
            failed, kept = follow(local.read(watching.documents(once=once)), keep)
    except KeyboardInterrupt:
        terminal.say("interrupted; the same call goes on from here")
        raise typer.Exit(EXIT_INTERRUPTED) from None
    if failed:
        from dragoman.records.errors import EXIT_PARTIAL, SourceError  # noqa: PLC0415

        raise typer.Exit(EXIT_PARTIAL if kept else SourceError.exit_code)


def follow(items: Iterable[Reading | SourceError], keep: Callable[[Reading], None]) -> tuple[int, int]:
    """Keeps the readings and names what couldn't be read; returns how many of each kind there were, errors first."""
    from dragoman.records.errors import SourceError  # noqa: PLC0415

    failed = kept = 0
    for item in items:
        if isinstance(item, SourceError):
            terminal.say(str(item))
            failed += 1
        else:
            keep(item)
            kept += 1
            terminal.say(f"read: {item.document.title or item.document.id} ({item.document.url})")
    return failed, kept


@contextlib.contextmanager
def _sink(output: Path | None, ledger: str | None) -> Iterator[Callable[[Reading], None]]:
    """Where the readings of a watch go: each is there when the call returns."""
    if ledger is not None:
        from dragoman.ledger import Ledger  # noqa: PLC0415

        with Ledger(ledger) as book:
            yield lambda reading: (book.add(reading), None)[1]
        return
    with terminal.output(output, append=True) as out:

        def write(reading: Reading) -> None:
            out.write(reading.model_dump_json() + "\n")
            out.flush()

        yield write


def on_spark(paths: Sequence[str], options: Options, master: str | None) -> None:
    """Reads Parquet on a cluster: readings, copies and entries go into three folders of the last path.

    Raises:
        UsageError: there aren't two paths, or the last one is taken.
        MissingPartError: pyspark or Java is missing.
    """
    from dragoman.engines import spark, spark_merging  # noqa: PLC0415
    from dragoman.records.errors import UsageError  # noqa: PLC0415

    if len(paths) < 2:
        raise UsageError("--engine spark takes Parquet to read and a new folder to write to: IN... OUT")
    *given, out = paths
    session = spark.session(master)
    try:
        readings = _parquet(lambda: spark.read(session.read.parquet(*given), options=options), f"{out}/readings")
        copies = _parquet(lambda: spark_merging.copies(readings), f"{out}/copies")
        entries = _parquet(lambda: spark_merging.merge(readings, copies), f"{out}/entries")
        failed = readings.where("error IS NOT NULL").count()
        terminal.say(f"{readings.count() - failed} documents read, {failed} couldn't be read, {entries.count()} entries, in {out}")
    finally:
        session.stop()
    if failed:
        from dragoman.records.errors import EXIT_PARTIAL  # noqa: PLC0415

        raise typer.Exit(EXIT_PARTIAL)


def _parquet(make: Callable[[], DataFrame], path: str) -> DataFrame:
    """Writes a table, and gives it as it is written: what is made of it isn't worked out twice."""
    from pyspark.errors import AnalysisException  # noqa: PLC0415

    from dragoman.records.errors import UsageError  # noqa: PLC0415

    try:
        made = make()
        made.write.parquet(path)
        return made.sparkSession.read.parquet(path)
    except AnalysisException as error:
        raise UsageError(str(error).splitlines()[0]) from None
