"""The command line: a thin face over the package. Heavy libraries are imported by the commands that need them."""

from __future__ import annotations

import sys

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Reads diplomatic news and keeps a record that can be checked.")


def main() -> None:
    """Entry point: errors made on purpose end with their message and their exit code."""
    from dragoman.records.errors import DragomanError  # noqa: PLC0415

    try:
        app()
    except DragomanError as error:
        print(f"dragoman: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
