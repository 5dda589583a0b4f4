"""The commands that write and read other formats. `register(app)` adds them to the command line.

Heavy libraries are imported by the commands that need them, as in cli.py.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Literal, TypeVar

import typer

from dragoman import terminal
from dragoman.ledger_cli import FILE, AsJson, Where, ledger_app

if TYPE_CHECKING:
    import datetime as dt

    from dragoman.exports.exporting import Item
    from dragoman.records import Reading
    from dragoman.records.errors import SourceError

Name = Literal["jsonl", "csv", "parquet", "package", "gdelt", "polecat", "ftm", "geojson", "gexf", "jsonld", "ics"]
T = TypeVar("T")
Source = Literal["readings", "parquet", "gdelt", "polecat"]


def register(app: typer.Typer) -> None:
    """Adds `export`, and `import` to the commands of the ledger."""
    app.command()(export)
    ledger_app.command("import")(import_)


# -- export ------------------------------------------------------------------------------------------------------------------------


def export(
    to: Annotated[Name, typer.Argument(metavar="FORMAT", help="jsonl, csv, parquet, package, gdelt, polecat, ftm, geojson, gexf, ...")],
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[READINGS...]", help="Files of `read --format jsonl`, or - for standard input.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="The folder or file to write.")] = ...,  # type: ignore[assignment]  # required
    ledger: Annotated[
        str | None, typer.Option("--ledger", metavar="FILE_OR_URL", help="Everything in a ledger, what it merged as one, instead of files.")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="CSV cells as they are, also where a spreadsheet sees a formula.")] = False,
    about: Annotated[
        list[str] | None,
        typer.Option(metavar="PARTY", help="Only records that this country or organisation takes part in; all of several."),
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only records of this day and later.")] = None,
    last: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only records of this day and before.")] = None,
    since: Annotated[
        Path | None, typer.Option(metavar="EXPORT", help="Only what an earlier export lacks, and a list of all changes.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Work in N processes; as many as there are cores, at most 4, unless given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write readings or a ledger in the formats that other programs read."""
    from dragoman.analysis.answers import scope  # noqa: PLC0415
    from dragoman.engines import spreading  # noqa: PLC0415
    from dragoman.exports import exporting, formats  # noqa: PLC0415
    from dragoman.exports.selection import Selection  # noqa: PLC0415
    from dragoman.records.errors import UsageError  # noqa: PLC0415

    if exact and not formats.FORMATS[to].flat:
        raise UsageError(f"--exact is for the flat tables (csv, package); {to} is exact")
    if any(path != "-" and Path(path).absolute() == out.absolute() for path in paths or ()):
        raise UsageError(f"{out} is one of the inputs")
    if bool(paths) is bool(ledger):
        raise UsageError("give files of readings, or --ledger")
    wanted = Selection(tuple(scope(name) for name in about or ()), _day(first, "--from"), _day(last, "--until"))
    started = time.monotonic()
    with terminal.Progress("exporting") as progress, _interruptible(out):
        readings = _of_ledger(ledger, decided=to != "jsonl") if ledger else _of_files(paths or [])
        spread = spreading.spread(jobs or spreading.usable())
        heard = partial(_heard, progress)
        done = exporting.export(to, readings, out, exact=exact, selection=wanted, since=since, spread=spread, heard=heard)
    if as_json:
        print(json.dumps(done | {"path": str(out)}, ensure_ascii=False))
    for line in _told(done):
        terminal.say(line)
    _end(progress, time.monotonic() - started)


@contextlib.contextmanager
def _interruptible(out: Path) -> Iterator[None]:
    from dragoman.batch_cli import EXIT_INTERRUPTED  # noqa: PLC0415

    try:
        yield
    except KeyboardInterrupt:
        terminal.say(f"interrupted: {out} isn't whole")
        raise typer.Exit(EXIT_INTERRUPTED) from None


def _heard(progress: terminal.Progress, error: SourceError | None) -> None:
    if error:
        terminal.say(str(error))
    progress.step(failed=error is not None)


def _of_ledger(where: str, *, decided: bool) -> Iterator[Item]:
    from dragoman.exports import stored  # noqa: PLC0415
    from dragoman.ledger import Ledger  # noqa: PLC0415

    return stored.unparsed(Ledger(where, create=False), decided=decided)


def _of_files(paths: list[str]) -> Iterator[Item]:
    from dragoman.exports import jsonl  # noqa: PLC0415

    return itertools.chain.from_iterable(_opened(path, jsonl.lines) for path in paths)


def _opened(path: str, read: Callable[[BinaryIO, str], Iterator[T | SourceError]]) -> Iterator[T | SourceError]:
    """What a file or standard input (`-`) holds, and an error for each line that can't be read."""
    from dragoman.records.errors import SourceError  # noqa: PLC0415

    if path == "-":
        yield from read(sys.stdin.buffer, "<stdin>")
        return
    try:
        with Path(path).open("rb") as stream:
            yield from read(stream, path)
    except OSError as error:
        yield SourceError(path, error.strerror or str(error))
    except SourceError as error:
        yield error


def _told(done: dict[str, Any]) -> Iterator[str]:
    written = {name: n for name, n in done["written"].items() if not name.startswith("left out")}
    left_out = {name.removeprefix("left out: "): n for name, n in done["written"].items() if name.startswith("left out")}
    yield f"version {done['version']}: " + (", ".join(f"{n} {name}" for name, n in written.items() if n) or "nothing")
    if left_out:
        yield "left out, because the format can't say it: " + ", ".join(f"{n} {reason}" for reason, n in left_out.items())
    if done["changes"]:
        yield "since then: " + ", ".join(f"{n} {change}" for change, n in done["changes"].items())


def _end(progress: terminal.Progress, seconds: float) -> None:
    from dragoman.records.errors import EXIT_PARTIAL, SourceError  # noqa: PLC0415

    if progress.done > 1:
        failed = f", {progress.failed} couldn't be read" if progress.failed else ""
        terminal.say(f"{progress.done - progress.failed} readings exported{failed}, {seconds:.1f} s")
    if progress.failed:
        raise typer.Exit(SourceError.exit_code if progress.failed == progress.done else EXIT_PARTIAL)


def _day(text: str | None, option: str) -> dt.date | None:
    from dragoman.records.errors import UsageError  # noqa: PLC0415
    from dragoman.sources.options import parse_date  # noqa: PLC0415

    try:
        return parse_date(text) if text is not None else None
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


# -- import ------------------------------------------------------------------------------------------------------------------------


def import_(
    paths: Annotated[list[str], typer.Argument(metavar="FILE...", help="Readings (.jsonl, .parquet), GDELT 2.0 events, POLECAT.")],
    where: Where = FILE,
    source: Annotated[Source | None, typer.Option("--format", help="Told from the file unless given.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take records from other programs' files: every row is counted, and each that can't be taken is named with its line."""
    from dragoman.exports import incoming  # noqa: PLC0415
    from dragoman.ledger import Ledger  # noqa: PLC0415
    from dragoman.records.errors import EXIT_PARTIAL, SourceError  # noqa: PLC0415

    rows = {"rows": 0, "taken": 0, "rejected": 0}
    records: dict[str, int] = {}
    outcomes = {"new": 0, "unchanged": 0, "replaced": 0, "kept": 0}

    def taken(progress: terminal.Progress) -> Iterator[Reading]:
        for path in paths:
            for item in _opened(path, lambda stream, name: incoming.read(stream, name, source)):
                failed = isinstance(item, SourceError)
                rows["rows"] += 1
                rows["rejected" if failed else "taken"] += 1
                if isinstance(item, SourceError):
                    terminal.say(str(item))
                else:
                    for kind in ("engagements", "events", "statements", "commitments"):
                        records[kind] = records.get(kind, 0) + len(getattr(item, kind))
                    yield item
                progress.step(failed=failed)

    with Ledger(where) as book, terminal.Progress("importing") as progress:
        for added in book.add_all(taken(progress), batch=BATCH):
            outcomes[added.outcome] += 1
    summary = {"ledger": where, **rows, **records, **outcomes}
    with terminal.output() as out:
        if as_json or not terminal.is_terminal():
            out.write(json.dumps(summary, ensure_ascii=False) + "\n")
        else:
            counted = ", ".join(f"{n} {what}" for what, n in {**records, **outcomes}.items() if n)
            out.write(f"{rows['rows']} rows: {rows['taken']} taken, {rows['rejected']} rejected ({counted or 'nothing'})\n")
    if rows["rejected"]:
        raise typer.Exit(EXIT_PARTIAL if rows["taken"] else SourceError.exit_code)


BATCH = 200  # rows in one transaction: they are small
