"""The command line: a thin face over the package. Heavy libraries are imported by the commands that need them.

docs/cli.md describes every command, option and exit code; a test keeps the two together. The exceptions come with the records, which
come with pydantic: they too are imported late, so that `dragoman --help` answers at once.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dragoman import batch_cli, export_cli, ledger_cli, review_cli, terminal
from dragoman.reading import without_torch

if TYPE_CHECKING:
    import datetime as dt

    from dragoman.records import Document, Reading
    from dragoman.sources import Options

Format = Literal["text", "json", "jsonl"]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, also on a terminal.")]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Reads diplomatic news and keeps a record that can be checked.",
    epilog="Exit codes: 0 done, 2 wrong call, 3 unreadable source, 4 missing part, 5 bad data, 6 ledger, 10 some documents failed.",
)


def main() -> None:
    """Entry point: errors made on purpose end with their message and their exit code."""
    gc.set_threshold(50_000, 20, 50)  # a twelfth of a question's time was looking for garbage among modules just loaded
    without_torch()
    _forget_others(sys.argv[1:2])
    try:
        app()
    except Exception as error:
        from dragoman.records.errors import DragomanError  # noqa: PLC0415

        if not isinstance(error, DragomanError):
            raise
        terminal.say(str(error))
        sys.exit(error.exit_code)


def _forget_others(asked: list[str]) -> None:
    """Leaves only the command that is asked for: Typer inspects all that are registered, which takes a tenth of a question's time."""
    commands = [c for c in app.registered_commands if c.callback is not None and c.callback.__name__ in asked]
    groups = [g for g in app.registered_groups if g.name in asked]
    if commands or groups:
        app.registered_commands, app.registered_groups = commands, groups


def _version(wanted: bool) -> None:
    if wanted:
        import dragoman  # noqa: PLC0415

        print(dragoman.__version__)
        raise typer.Exit


@app.callback()
def _dragoman(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False,
) -> None:
    pass


# -- read --------------------------------------------------------------------------------------------------------------------------


@app.command()
def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, patterns, web addresses, or - for standard input.")
    ],
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Date of publication of a single text (YYYY-MM-DD).")] = None,
    title: Annotated[str | None, typer.Option(help="Title of a single text.")] = None,
    column: Annotated[list[str] | None, typer.Option(metavar="NAME=FIELD", help="A table's name for a column: text=body.")] = None,
    format_: Annotated[Format | None, typer.Option("--format", help="text on a terminal, otherwise json, unless given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write there; .txt, .json or .jsonl decides the format.")] = None,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="Read in N worker processes, each with the models.")] = 1,
    limit: Annotated[
        float | None, typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="Give up on a document after this long.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a run of this call stopped; needs --output FILE.jsonl.")] = False,
    engine: Annotated[Literal["local", "spark"], typer.Option(help="spark: Parquet IN... to a folder OUT, on a cluster.")] = "local",
    master: Annotated[str | None, typer.Option(metavar="URL", help="Spark's master: local[4], spark://..., yarn.")] = None,
) -> None:
    """Read reports and print what they record: who engaged whom, what was said, asked and promised, with the words that say so."""
    from dragoman.engines import local  # noqa: PLC0415
    from dragoman.records.errors import UsageError  # noqa: PLC0415
    from dragoman.sources import Options, documents  # noqa: PLC0415
    from dragoman.sources.load import is_one_text  # noqa: PLC0415
    from dragoman.sources.options import parse_columns  # noqa: PLC0415
    from dragoman.sources.planning import count  # noqa: PLC0415

    if engine == "spark":
        if published or title or format_ or as_json or output or jobs > 1 or limit or resume:
            raise UsageError("--engine spark takes --column and --master; its workers, retries and output are Spark's")
        batch_cli.on_spark(paths, Options(columns=parse_columns(column or [])), master)
        return
    chosen = _format(format_, as_json, output)
    single = is_one_text(paths)
    if (published or title) and not single:
        raise UsageError("--published and --title describe a single text; give several texts their own (front matter, columns)")
    options = Options(columns=parse_columns(column or []), published=_day(published, "--published"), title=title)
    started = time.monotonic()
    try:
        if resume:
            progress = _resumed(paths, options, output, chosen, jobs, limit)
        else:
            with terminal.Progress("reading", None if single else count(paths, options)) as progress, terminal.output(output) as out:
                readings = terminal.good(local.read(documents(paths, options), jobs, limit=limit), progress)
                for piece in _written(readings, chosen, single, output):
                    out.write(piece)
                    out.flush()
    except KeyboardInterrupt:
        terminal.say("interrupted" + ("; the same call goes on from here" if resume else ""))
        raise typer.Exit(batch_cli.EXIT_INTERRUPTED) from None
    _end(progress, time.monotonic() - started)


def _resumed(paths: list[str], options: Options, output: Path | None, format_: Format, jobs: int, limit: float | None) -> terminal.Progress:
    from dragoman.records.errors import UsageError  # noqa: PLC0415

    if output is None or format_ != "jsonl":
        raise UsageError("--resume needs a file of JSON Lines to go on with: --output FILE.jsonl")
    return batch_cli.resumable(paths, options, output, jobs, limit)


def _format(given: Format | None, as_json: bool, output: Path | None) -> Format:
    from dragoman.records.errors import UsageError  # noqa: PLC0415

    if given and as_json and given != "json":
        raise UsageError(f"--json and --format {given} exclude each other")
    by_name: dict[str, Format] = {".txt": "text", ".json": "json", ".jsonl": "jsonl"}
    fallback: Format = "text" if output is None and terminal.is_terminal() else "json"
    return given or ("json" if as_json else by_name.get(output.suffix.lower(), fallback) if output is not None else fallback)


def _day(text: str | None, option: str) -> dt.date | None:
    from dragoman.records.errors import UsageError  # noqa: PLC0415
    from dragoman.sources.options import parse_date  # noqa: PLC0415

    try:
        return parse_date(text) if text is not None else None
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


def _written(readings: Iterator[Reading], format_: Format, single: bool, output: Path | None) -> Iterator[str]:
    """The output in pieces: JSON is one object for a single text and an array for anything else, however many there are."""
    if format_ == "jsonl":
        yield from (reading.model_dump_json() + "\n" for reading in readings)
    elif format_ == "text":
        from dragoman.analysis.aide_memoire import render  # noqa: PLC0415

        width, colour = terminal.width(), output is None and terminal.has_colour()
        for number, reading in enumerate(readings):
            yield ("\n" + "─" * width + "\n\n" if number else "") + render(reading, width=width, colour=colour)
    elif single:
        yield from (reading.model_dump_json(indent=2) + "\n" for reading in readings)
    else:
        number = -1
        for number, reading in enumerate(readings):
            yield (",\n" if number else "[\n") + reading.model_dump_json(indent=2)
        yield "\n]\n" if number >= 0 else "[]\n"


def _end(progress: terminal.Progress, seconds: float, done: str = "documents read") -> None:
    from dragoman.records.errors import EXIT_PARTIAL, SourceError  # noqa: PLC0415

    if progress.done > 1:
        failed = f", {progress.failed} couldn't be read" if progress.failed else ""
        terminal.say(f"{progress.done - progress.failed} {done}{failed}, {seconds:.1f} s")
    if progress.failed:
        raise typer.Exit(SourceError.exit_code if progress.failed == progress.done else EXIT_PARTIAL)


# -- schema, doctor ----------------------------------------------------------------------------------------------------------------


@app.command()
def schema() -> None:
    """Print the JSON Schema of a reading, the contract of `read --format jsonl`."""
    from dragoman.records import Reading  # noqa: PLC0415

    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Reading.model_json_schema(mode="serialization")}
    _print_json(described, indent=2)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is installed, which models, how much data, and what is wrong."""
    from dragoman.doctor import examine, lines  # noqa: PLC0415
    from dragoman.records.errors import MissingPartError  # noqa: PLC0415

    report = examine()
    if as_json or not terminal.is_terminal():
        _print_json(report, indent=2)
    else:
        _print_lines(list(lines(report)))
    if report["wrong"]:
        raise typer.Exit(MissingPartError.exit_code)


# -- who ---------------------------------------------------------------------------------------------------------------------------


@app.command()
def who(
    office: Annotated[str | None, typer.Argument(help='An office by id or title: "foreign minister".')] = None,
    of: Annotated[str | None, typer.Argument(metavar="COUNTRY_OR_ORG", help="KEN, Kenya, NATO, African Union ...")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="On this day only (YYYY-MM-DD).")] = None,
    person: Annotated[str | None, typer.Option(metavar="NAME", help="The offices of this person instead.")] = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            envvar="DRAGOMAN_LEDGER", metavar="FILE_OR_URL", help="Ask its texts too; dragoman.db, if there is one, unless given."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say who held an office of a country or organisation, or (--person) which offices someone held: by the table, and by the ledger."""
    from dragoman.analysis.holders import held_by, holders, period  # noqa: PLC0415
    from dragoman.records.errors import UsageError  # noqa: PLC0415

    day, where = _day(on, "--on"), ledger or (ledger_cli.FILE if Path(ledger_cli.FILE).exists() else None)
    if not (person is not None and office is None) and not (person is None and office is not None and of is not None):
        raise UsageError("give an office and a country or organisation, or --person NAME alone")
    if where is None:
        found = held_by(person, day) if person is not None else holders(str(office), str(of), day)
        rows = [_holder(term.id, term.person, term.office, term.scope) | period(term) for term in found]
    else:
        rows = list(_asked(where, office, of, person, day))
    if as_json or not terminal.is_terminal():
        _print_json(rows, indent=2)
    else:
        _print_lines([line for row in rows for line in _holder_lines(row)] or ["nobody in the table of offices"])


def _asked(where: str, office: str | None, of: str | None, person: str | None, day: dt.date | None) -> Iterator[dict[str, Any]]:
    """A row a term; of somebody whom the table doesn't have, one without dates. What the texts say is in the last row of each."""
    from dragoman.analysis.roster import offices_seen, roster  # noqa: PLC0415
    from dragoman.ledger import Ledger  # noqa: PLC0415

    with Ledger(where, create=False) as book:
        found = offices_seen(book, person, day) if person is not None else roster(book, str(office), str(of), day)
    for row in found:
        holder = _holder(row["id"], row["person"], row["office"], row["of"])
        *earlier, last = row["table"] or [{"start": None, "end": None, "sure": None, "note": None}]
        yield from (holder | term for term in earlier)
        yield holder | last | {"seen": row["seen"], "conflict": row["conflict"]}


def _holder(id_: str, person: str, office: str, scope: str) -> dict[str, Any]:
    from dragoman.gazetteer.offices import offices  # noqa: PLC0415

    kind = offices().get(office)
    local = next((title for country, title in kind.local if country == scope), None) if kind else None
    title = local or (kind.titles[0] if kind else office)
    return {"person": person, "id": id_, "office": office, "title": title, "of": scope, "seen": None, "conflict": None}


def _holder_lines(row: dict[str, Any]) -> Iterator[str]:
    note = f" ({row['note']})" if row["note"] else ""
    doubt = "" if row["sure"] in {"high", None} else f" [certainty: {row['sure']}]"
    dates = f"{row['start'] or '?':<10} – {row['end'] or 'now':<10}" if row["sure"] else f"{'not in the table':<23}"
    yield f"{dates}  {row['person']}, {row['title']}, {row['of']}{note}{doubt}"
    if row["seen"]:
        from dragoman.analysis.lines import told  # noqa: PLC0415

        seen = row["seen"]
        yield from told(seen["cite"], terminal.width(), f"seen {seen['reports']}×, {seen['first']} to {seen['last']}: ")
    if row["conflict"]:
        yield f"  conflict: {row['conflict']}"


# -- evaluate ----------------------------------------------------------------------------------------------------------------------


@app.command()
def evaluate(
    task: Annotated[str, typer.Argument(help="readouts, types, triples, codes, status, actors, dates, places, statements ...")],
    gold: Annotated[Path, typer.Argument(help="Gold rows, JSON Lines.")],
    predictions: Annotated[Path | None, typer.Option(metavar="OUT", help="Write one prediction a gold row there.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="The first N rows only.")] = None,
) -> None:
    """Score a task against gold data: one JSON object of scores."""
    from dragoman.evaluation import tasks  # noqa: PLC0415

    run = tasks.task(task, gold.parent)
    with terminal.Progress(task, limit) as progress:
        scores, rows = run(_counted(tasks.gold(gold, limit), progress))
    if predictions is not None:
        with terminal.output(predictions) as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    _print_json(scores)


def _counted(rows: Iterator[dict[str, Any]], progress: terminal.Progress) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row
        progress.step()


# -- serve -------------------------------------------------------------------------------------------------------------------------


@app.command()
def serve(
    ledger: ledger_cli.Where = ledger_cli.FILE,
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help="Port to listen on.")] = 8321,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to bind; any but this machine's own needs --token.")] = "127.0.0.1",
    token: Annotated[
        str | None, typer.Option(envvar="DRAGOMAN_TOKEN", metavar="SECRET", help="What requests send as Authorization: Bearer.")
    ] = None,
) -> None:
    """Serve the desk: a ledger in a browser, to look at, search, add to and correct; and the same over REST."""
    from dragoman.ledger import Ledger  # noqa: PLC0415
    from dragoman.records.errors import MissingPartError, UsageError  # noqa: PLC0415
    from dragoman.web import create_app  # noqa: PLC0415

    own = host in {"127.0.0.1", "localhost", "::1"}
    if not own and not token:
        raise UsageError(f"--host {host} lets other machines in: set a --token (or DRAGOMAN_TOKEN) that they must send")
    if token is not None and not (len(token) >= 16 and token.isascii() and token.isprintable() and " " not in token):
        raise UsageError("--token takes at least 16 ASCII characters without spaces")
    try:
        import uvicorn  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise MissingPartError.extra("web", "dragoman serve") from error  # noqa: S610 (not Django's)
    with Ledger(ledger) as book:
        app_ = create_app(book, token=token) if own else create_app(book, token=token, hosts=None)
        terminal.say(f"the desk is at http://{f'[{host}]' if ':' in host else host}:{port}/, over {ledger} (Ctrl-C ends it)")
        threading.Thread(target=_warm_up, args=(app_.state.desk.read,), daemon=True).start()
        uvicorn.run(app_, host=host, port=port, log_level="warning", access_log=False, server_header=False)


def _warm_up(read: Callable[[Document], Reading]) -> None:
    """Loads the models before the first text comes. If one is missing, that text's reader is told."""
    from dragoman.records import Document  # noqa: PLC0415
    from dragoman.records.errors import DragomanError  # noqa: PLC0415

    with contextlib.suppress(DragomanError):
        read(Document.of("Kenya thanked Uganda."))


def _print_json(value: object, indent: int | None = None) -> None:
    _print_lines([json.dumps(value, ensure_ascii=False, indent=indent)])


def _print_lines(lines: list[str]) -> None:
    with terminal.output() as out:
        out.writelines(line + "\n" for line in lines)


batch_cli.register(app)
export_cli.register(app)
ledger_cli.register(app)
review_cli.register(app)
