"""`dragoman review`: counts, agreement, and the log in and out. The reviewing itself is done at the desk (`dragoman serve`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman import terminal
from dragoman.ledger_cli import FILE, AsJson, Where, _open, _show

review_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look at people's decisions: counts, agreement, export, import.")
FORMATS = ("jsonl", "label-studio", "spacy")


def register(app: typer.Typer) -> None:
    """Adds `review` to an application."""
    app.add_typer(review_app, name="review")


@review_app.command()
def queue(
    where: Where = FILE,
    by: Annotated[str, typer.Option(metavar="NAME", help="Whose queue: what this reviewer is done with is left out.")] = "",
    kind: Annotated[str | None, typer.Option(help="engagement, event, statement or commitment; all unless given.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="The first N.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List what to look at first, with the reasons."""
    from dragoman.ledger.review.desk import Review  # noqa: PLC0415
    from dragoman.ledger.review.fields import FIELDS  # noqa: PLC0415
    from dragoman.records.errors import UsageError  # noqa: PLC0415

    if kind is not None and kind not in FIELDS:
        raise UsageError(f"--kind is one of {', '.join(FIELDS)}")
    with _open(where) as book:
        rows = Review(book).queue(by, kind=kind, limit=limit)
    _show(rows, as_json, lambda: map(_queue_line, rows))


def _queue_line(row: dict[str, Any]) -> str:
    why = "; ".join(reason["words"] for reason in row["reasons"]) or "nothing speaks against it"
    return f"{row['priority']:6.2f}  {row['kind']} {row['form']} {row['report']}\n        “{' '.join(row['quote'].split())}”\n        {why}"


@review_app.command()
def stats(where: Where = FILE, as_json: AsJson = False) -> None:
    """Count decisions: by reviewer, by field, disputed, orphaned."""
    from dragoman.ledger.review.desk import Review  # noqa: PLC0415

    with _open(where) as book:
        found = Review(book).stats()
    _show(found, as_json, lambda: _stats_lines(found))


def _stats_lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['rows']} rows, {found['in_force']} decisions in force, {found['orphaned']} of them orphaned"
    yield f"{found['done']} of {found['records']} records reviewed, {found['disputed']} disputed"
    yield from (f"  {name}: {n}" for name, n in found["reviewers"].items())
    for field, counts in found["fields"].items():
        yield f"  {field:<28} {', '.join(f'{n} {action}' for action, n in counts.items())}"


@review_app.command()
def agreement(
    where: Where = FILE,
    every: Annotated[bool, typer.Option("--all", help="Count every decision, not only blind ones.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show Krippendorff's alpha and Cohen's kappa for each field."""
    from dragoman.ledger.review.desk import Review  # noqa: PLC0415

    with _open(where) as book:
        rows = Review(book).agreement(blind=not every)
    _show(rows, as_json, lambda: map(_agreement_line, rows) if rows else iter(["no record has been coded by two reviewers"]))


def _agreement_line(row: dict[str, Any]) -> str:
    kappas = "; ".join(f"{' and '.join(p['reviewers'])} {_number(p['kappa'])} ({p['units']})" for p in row["pairs"])
    return f"{row['field']:<28} {row['units']:>5} units  agree {row['observed']:4.0%}  alpha {_number(row['alpha'])}  kappa {kappas}"


def _number(value: float | None) -> str:
    return "   –" if value is None else f"{value:+.2f}"


@review_app.command()
def export(
    where: Where = FILE,
    to: Annotated[str, typer.Option(help="jsonl: the log; label-studio, spacy: the reviewed spans.")] = "jsonl",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Standard output unless given.")] = None,
) -> None:
    """Write the log, or the reviewed spans for training."""
    from dragoman.ledger.review import files  # noqa: PLC0415
    from dragoman.ledger.review.desk import Review  # noqa: PLC0415
    from dragoman.records.errors import UsageError  # noqa: PLC0415

    if to not in FORMATS:
        raise UsageError(f"--to is one of {', '.join(FORMATS)}")
    with _open(where) as book, terminal.output(out) as handle:
        from dragoman.exports import annotations  # noqa: PLC0415

        if to == "label-studio":
            handle.write(json.dumps(annotations.label_studio(book), ensure_ascii=False, indent=1) + "\n")
            return
        rows = files.rows(Review(book)) if to == "jsonl" else annotations.spacy(book)
        handle.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@review_app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="What `review export` wrote.", exists=True, dir_okay=False)],
    where: Where = FILE,
) -> None:
    """Add the decisions of another ledger. The same file twice changes nothing."""
    from dragoman.ledger.review import files  # noqa: PLC0415
    from dragoman.ledger.review.desk import Review  # noqa: PLC0415
    from dragoman.ledger.review.log import Decision  # noqa: PLC0415
    from dragoman.records.errors import EXIT_PARTIAL, SourceError  # noqa: PLC0415

    found: list[Decision] = []
    wrong: list[SourceError] = []
    for path in paths:
        with path.open(encoding="utf-8", errors="replace") as handle:
            some, bad = files.parse(handle, str(path))
        found, wrong = found + some, wrong + bad
    for error in wrong:
        terminal.say(str(error))
    with _open(where) as book:
        new = Review(book).take(found) if found else 0
    terminal.say(f"{new} rows added, {len(found) - new} were known, {len(wrong)} are wrong")
    if wrong:
        raise typer.Exit(EXIT_PARTIAL if found else SourceError.exit_code)
