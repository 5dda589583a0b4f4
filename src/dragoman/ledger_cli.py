"""The commands of the ledger and the questions put to it. `register(app)` adds them to the command line.

Heavy libraries are imported by the commands that need them, as in cli.py.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman import terminal

if TYPE_CHECKING:
    import datetime as dt

    from dragoman.ledger import Ledger
    from dragoman.records import Reading
    from dragoman.records.errors import SourceError

Where = Annotated[
    str, typer.Option("--ledger", envvar="DRAGOMAN_LEDGER", metavar="FILE_OR_URL", help="SQLite file or postgresql:// address.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, also on a terminal.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day (YYYY-MM-DD).")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day (YYYY-MM-DD).")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="As of this day; today unless given.")]
Chart = Annotated[Path | None, typer.Option("--chart", metavar="FILE", help="Draw it too: .svg, .png or .html (extra [charts]).")]
Party = Annotated[str, typer.Argument(help="A country or organisation: KEN, Kenya, AU ...")]
Other = Annotated[str | None, typer.Argument(help="Another; anybody unless given.")]
Anybody = Annotated[str | None, typer.Argument(help="A country or organisation; all unless given.")]
By = Annotated[str, typer.Option("--by", help="day, week, month, quarter, year or all.")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="WORDS", help="Why; it is kept.")]
FILE = "dragoman.db"

ledger_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Keep readings in a ledger: add, look up, decide, check, back up."
)


def register(app: typer.Typer) -> None:
    """Adds `ledger` and the questions to an application."""
    app.add_typer(ledger_app, name="ledger")
    for command in (timeline, relations, topics, commitments, brief, search, network, places, alerts, explain):
        app.command()(command)


# -- shared ------------------------------------------------------------------------------------------------------------------------


def _open(where: str, *, create: bool = False) -> Ledger:
    from dragoman.ledger import Ledger  # noqa: PLC0415

    return Ledger(where, create=create)


def _day(text: str | None, option: str) -> dt.date | None:
    if text is None:
        return None
    from dragoman.records.errors import UsageError  # noqa: PLC0415
    from dragoman.sources.options import parse_date  # noqa: PLC0415

    try:
        return parse_date(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


def _show(value: Any, as_json: bool, lines: Callable[[], Iterator[str]]) -> None:
    """JSON for programs, lines for people."""
    with terminal.output() as out:
        if isinstance(value, (dict, str)) and (as_json or not terminal.is_terminal()):
            out.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
        elif as_json or not terminal.is_terminal():  # a row a line: indented, thousands of rows would take seconds to write
            out.write("[" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in value) + "]\n")
        else:
            out.writelines(line + "\n" for line in lines())
    if not value:
        terminal.say("nothing found")


def _lines(kind: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The rows as lines of text, by the function of `analysis.lines` that has this name."""
    from dragoman.analysis import lines  # noqa: PLC0415

    for row in rows:
        yield from getattr(lines, kind)(row, terminal.width())


def _draw(path: Path | None, make: Callable[[], Any]) -> None:
    if path is not None:
        from dragoman.analysis.charts import save  # noqa: PLC0415

        save(make(), path)
        terminal.say(f"{path} written")


# -- ledger ------------------------------------------------------------------------------------------------------------------------


@ledger_app.command()
def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Texts to read, as for `read`; or .jsonl files of readings.")],
    where: Where = FILE,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Date of publication of a single text.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of a single text.")] = None,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="Read in N worker processes, each with the models.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Read texts into the ledger. What is reported as added is on disk; the same text twice changes nothing."""
    from dragoman.records.errors import EXIT_PARTIAL, SourceError, UsageError  # noqa: PLC0415
    from dragoman.sources.load import is_one_text  # noqa: PLC0415

    if (published or title) and not is_one_text(paths):
        raise UsageError("--published and --title describe a single text; give several texts their own (front matter, columns)")
    started, counts, rows = time.monotonic(), {"new": 0, "replaced": 0, "unchanged": 0, "kept": 0}, []
    with _open(where, create=True) as book, terminal.Progress("adding") as progress:
        for added in book.add_all(_readings(paths, _day(published, "--published"), title, jobs, progress)):
            counts[added.outcome] += 1
            rows.append({"document": added.document, "outcome": added.outcome, "records": added.records})
        summary = {"ledger": where, **counts, "failed": progress.failed, "seconds": round(time.monotonic() - started, 1)}
    _show(
        {**summary, "documents": rows},
        as_json,
        lambda: iter([", ".join(f"{n} {what}" for what, n in counts.items() if n) or "nothing to add"]),
    )
    if progress.failed:
        raise typer.Exit(SourceError.exit_code if progress.failed == progress.done else EXIT_PARTIAL)


def _readings(paths: list[str], published: dt.date | None, title: str | None, jobs: int, progress: terminal.Progress) -> Iterator[Reading]:
    """What can be read of the paths; the rest is reported as it comes."""
    from dragoman.engines import local  # noqa: PLC0415
    from dragoman.sources import Options, documents  # noqa: PLC0415

    stored = [path for path in paths if _holds_readings(path)]
    texts = [path for path in paths if path not in stored]
    read = local.read(documents(texts, Options(published=published, title=title)), jobs) if texts else ()
    return terminal.good(chain(_stored(stored), read), progress)


def _stored(paths: list[str]) -> Iterator[Reading | SourceError]:
    from dragoman.exports import jsonl  # noqa: PLC0415

    for path in paths:
        with Path(path).open("rb") as stream:
            yield from jsonl.read(stream, path)


def _holds_readings(path: str) -> bool:
    """Whether a .jsonl file has readings in it (`dragoman read --format jsonl`) rather than texts."""
    if not path.endswith(".jsonl") or not Path(path).is_file():
        return False
    with Path(path).open("rb") as handle:
        return b'"text_sha256"' in handle.readline(1 << 20)


@ledger_app.command("list")
def list_(
    match: Annotated[str | None, typer.Argument(help="Words of the id, title, publisher or address.")] = None,
    where: Where = FILE,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="The first N.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the documents, the latest first."""
    with _open(where) as book:
        rows = book.documents(limit=limit, match=match)
    _show(rows, as_json, lambda: (f"{r['published'] or '?':<10}  {r['id']}  {r['reports']:>4}  {r['title'] or '(no title)'}" for r in rows))


@ledger_app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A document or a record.")], where: Where = FILE, as_json: AsJson = False
) -> None:
    """Show a document's reading as an aide-memoire, or an entry with its reports."""
    with _open(where) as book:
        found = book.entry(id_)
        if found is None:
            from dragoman.analysis.aide_memoire import render  # noqa: PLC0415

            reading = book.stored(id_)
            text = render(reading, width=terminal.width(), colour=terminal.has_colour())
            _show(json.loads(reading.model_dump_json()), as_json, lambda: iter([text.rstrip()]))
        else:
            _show(found, as_json, lambda: _lines("entry", [found]))


@ledger_app.command()
def remove(documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT...", help="Ids of documents.")], where: Where = FILE) -> None:
    """Take documents out, with all that rests on them."""
    with _open(where) as book:
        for document in documents:
            book.remove(document)
            terminal.say(f"{document} removed")


@ledger_app.command()
def stats(where: Where = FILE, as_json: AsJson = False) -> None:
    """Count what there is."""
    with _open(where) as book:
        found = book.stats()
    _show(found, as_json, lambda: _lines("stats", [found]))


@ledger_app.command()
def check(where: Where = FILE, as_json: AsJson = False) -> None:
    """Look for damage: exit code 6 where something is wrong."""
    from dragoman.records.errors import LedgerError  # noqa: PLC0415

    with _open(where) as book:
        wrong = book.check()
    _show({"wrong": wrong}, as_json, lambda: iter(wrong or ["nothing is wrong"]))
    if wrong:
        raise typer.Exit(LedgerError.exit_code)


@ledger_app.command()
def backup(to: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")], where: Where = FILE) -> None:
    """Copy the ledger to a file; others may read and write it meanwhile."""
    with _open(where) as book:
        terminal.say(f"{book.backup(to)} written")


@ledger_app.command()
def merge(
    a: Annotated[str, typer.Argument(metavar="ID", help="A record.")],
    b: Annotated[str, typer.Argument(metavar="ID", help="Another of the same kind.")],
    where: Where = FILE,
    reason: Reason = None,
) -> None:
    """Say that two records are of one thing. It holds against every rule."""
    with _open(where) as book:
        found = book.merge(a, b, reason=reason)
    terminal.say(f"{a} and {b} are one: {found['id']}")


@ledger_app.command()
def split(
    a: Annotated[str, typer.Argument(metavar="ID", help="A record.")],
    b: Annotated[str | None, typer.Argument(metavar="[ID]", help="Another; all that it was merged with unless given.")] = None,
    where: Where = FILE,
    reason: Reason = None,
) -> None:
    """Say that records aren't of one thing. It holds against every rule."""
    with _open(where) as book:
        book.split(a, b, reason=reason)
    terminal.say(f"{a} stands apart" + (f" from {b}" if b else ""))


@ledger_app.command("set-status")
def set_status(
    commitment: Annotated[str, typer.Argument(metavar="ID", help="A commitment.")],
    status: Annotated[
        str, typer.Argument(help="open, fulfilled, broken, overdue, superseded, unclear; auto gives it back to the reports.")
    ],
    where: Where = FILE,
    reason: Reason = None,
) -> None:
    """Set the status of a commitment by hand."""
    with _open(where) as book:
        book.set_status(commitment, status, reason=reason)
    terminal.say(f"{commitment} is {status}")


@ledger_app.command()
def decisions(
    where: Where = FILE,
    withdraw: Annotated[int | None, typer.Option(metavar="N", help="Take back decision N instead.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what people have decided, or take back a decision."""
    with _open(where) as book:
        if withdraw is not None:
            book.withdraw(withdraw)
            terminal.say(f"decision {withdraw} withdrawn")
            return
        rows = book.decisions()
    _show(
        rows,
        as_json,
        lambda: (
            f"{r['n']:>4}  {r['at'][:10]}  {r['by']}  {r['kind']} {r['value'] or ''} {r['a']['id']} {r['b']['id'] if r['b'] else ''}"
            for r in rows
        ),
    )


# -- questions ---------------------------------------------------------------------------------------------------------------------


def timeline(
    a: Party,
    b: Other = None,
    where: Where = FILE,
    since: Since = None,
    until: Until = None,
    kind: Annotated[list[str] | None, typer.Option(help="engagement, event, statement, commitment; all unless given.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="The newest N.")] = 1000,
    chart: Chart = None,
    as_json: AsJson = False,
) -> None:
    """Tell what happened between two parties, in order, every line cited."""
    from dragoman.analysis.timeline import KINDS  # noqa: PLC0415
    from dragoman.analysis.timeline import timeline as ask  # noqa: PLC0415

    with _open(where) as book:
        rows = ask(book, a, b, since=_day(since, "--since"), until=_day(until, "--until"), kinds=kind or KINDS, limit=limit)
    _draw(chart, lambda: _charts().timeline(rows))
    _show(rows, as_json, lambda: _lines("happened", rows))


def relations(
    a: Party,
    b: Annotated[str, typer.Argument(help="Another.")],
    where: Where = FILE,
    by: By = "month",
    since: Since = None,
    until: Until = None,
    chart: Chart = None,
    as_json: AsJson = False,
) -> None:
    """Count how two parties deal with each other: quads, Goldstein and intensity with their numbers and intervals."""
    from dragoman.analysis.relations import relations as ask  # noqa: PLC0415

    with _open(where) as book:
        rows = ask(book, a, b, by=by, since=_day(since, "--since"), until=_day(until, "--until"))  # type: ignore[arg-type]  # checked there
    _draw(chart, lambda: _charts().relations(rows))
    _show(rows, as_json, lambda: _lines("period", rows))


def topics(
    a: Anybody = None,
    b: Other = None,
    where: Where = FILE,
    by: By = "month",
    since: Since = None,
    until: Until = None,
    chart: Chart = None,
    as_json: AsJson = False,
) -> None:
    """Count what two parties deal with, by period and topic."""
    from dragoman.analysis.subjects import subjects as ask  # noqa: PLC0415

    with _open(where) as book:
        rows = ask(book, a, b, by=by, since=_day(since, "--since"), until=_day(until, "--until"))  # type: ignore[arg-type]  # checked there
    _draw(chart, lambda: _charts().subjects(rows))
    _show(rows, as_json, lambda: _lines("subject", rows))


def commitments(
    a: Anybody = None,
    b: Other = None,
    where: Where = FILE,
    open_: Annotated[bool, typer.Option("--open", help="Open ones only.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Overdue ones only.")] = False,
    status: Annotated[list[str] | None, typer.Option(help="Only these statuses.")] = None,
    due_before: Annotated[str | None, typer.Option(metavar="DATE", help="Only those due before this day.")] = None,
    since: Since = None,
    on: On = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="The first N.")] = 1000,
    chart: Chart = None,
    as_json: AsJson = False,
) -> None:
    """List commitments with their status as of a day, and what later reports say of them."""
    from dragoman.analysis.promised import commitments as ask  # noqa: PLC0415

    wanted = [*(status or []), *(["open"] if open_ else []), *(["overdue"] if overdue else [])]
    days = {"due_before": _day(due_before, "--due-before"), "since": _day(since, "--since"), "on": _day(on, "--on")}
    with _open(where) as book:
        rows = ask(book, a, b, status=wanted, limit=limit, **days)
    _draw(chart, lambda: _charts().commitments(rows, on=_day(on, "--on")))
    _show(rows, as_json, lambda: _lines("promise", rows))
    if rows.total > len(rows):
        terminal.say(f"the first {len(rows):,} of {rows.total:,} commitments: --limit gives more")


def brief(
    a: Party,
    b: Annotated[str, typer.Argument(help="Another.")],
    where: Where = FILE,
    since: Since = None,
    on: On = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write there: .md, .html or .json.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the aide-memoire of a pair: engagements, positions, commitments, disagreements, with numbered sources."""
    from dragoman.analysis import briefing  # noqa: PLC0415
    from dragoman.records.errors import UsageError  # noqa: PLC0415

    with _open(where) as book:
        found = briefing.brief(book, a, b, since=_day(since, "--since"), on=_day(on, "--on"))
    suffix = output.suffix.lower() if output else ".json" if as_json else ".md"
    if suffix not in {".md", ".html", ".json"}:
        raise UsageError(f"a brief is written to a .md, .html or .json file, not {suffix or 'one without a suffix'}")
    page = {".md": briefing.markdown, ".html": briefing.html}.get(suffix, lambda f: json.dumps(f, ensure_ascii=False, indent=2) + "\n")(
        found
    )
    with terminal.output(output) as out:
        out.write(page)


def search(
    query: Annotated[str, typer.Argument(help='Words that must all occur; "words together" in quotation marks.')],
    where: Where = FILE,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="The best N.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Search quotations, names and topics."""
    from dragoman.analysis.search import search as ask  # noqa: PLC0415

    with _open(where) as book:
        rows = ask(book, query, limit=limit)
    _show(rows, as_json, lambda: _lines("happened", rows))


def network(
    around: Annotated[str | None, typer.Argument(help="Only the pairs of this country or organisation.")] = None,
    where: Where = FILE,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="The first N.")] = 200,
    chart: Chart = None,
    as_json: AsJson = False,
) -> None:
    """Tell who deals with whom, the busiest pairs first."""
    from dragoman.analysis.network import network as ask  # noqa: PLC0415

    with _open(where) as book:
        rows = ask(book, around=around, since=_day(since, "--since"), until=_day(until, "--until"), limit=limit)
    _draw(chart, lambda: _charts().network(rows))
    _show(
        rows,
        as_json,
        lambda: (
            f"{r['a']:<24} {r['b']:<24} {r['engagements']:>5} engagements {r['events']:>6} events  {r['first']} to {r['last']}"
            for r in rows
        ),
    )


def places(
    a: Anybody = None,
    b: Other = None,
    where: Where = FILE,
    since: Since = None,
    until: Until = None,
    chart: Chart = None,
    as_json: AsJson = False,
) -> None:
    """Tell where parties deal with each other, the busiest places first."""
    from dragoman.analysis.venues import venues as ask  # noqa: PLC0415

    with _open(where) as book:
        rows = ask(book, a, b, since=_day(since, "--since"), until=_day(until, "--until"))
    _draw(chart, lambda: _charts().venues(rows))
    _show(rows, as_json, lambda: _lines("venue", rows))


def alerts(
    a: Anybody = None,
    b: Other = None,
    where: Where = FILE,
    name: Annotated[str, typer.Option(help="Whose look it is.")] = "default",
    on: On = None,
    peek: Annotated[bool, typer.Option("--peek", help="Don't note that one has looked.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what is new since the last look: engagements, commitments made or fallen due, sharp turns."""
    from dragoman.analysis.alerts import alerts as ask  # noqa: PLC0415

    with _open(where) as book:
        rows = ask(book, name=name, a=a, b=b, on=_day(on, "--on"), keep=not peek)
    _show(
        rows,
        as_json,
        lambda: _lines("news", rows),
    )


def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A record or a document.")], where: Where = FILE, as_json: AsJson = False
) -> None:
    """Tell all that is known of a record: words, document, code, lexicon, merges, decisions."""
    from dragoman.analysis.explaining import explain as ask  # noqa: PLC0415

    with _open(where) as book:
        found = ask(book, id_)
    _show(found, as_json, lambda: _lines("explained", [found]))


def _charts() -> Any:
    from dragoman.analysis import charts  # noqa: PLC0415

    return charts
