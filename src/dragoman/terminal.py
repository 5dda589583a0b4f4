"""What the command line shares: where output goes and in which form, progress, and endings that scripts can rely on."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

#: What a shell reports of a program whose output nobody reads any more (128 + SIGPIPE).
EXIT_PIPE = 141
WIDEST = 110  # columns: longer lines are hard to read however wide the terminal


def say(message: str) -> None:
    """A line for the person at the terminal: on stderr, never in the output."""
    print(f"dragoman: {message}", file=sys.stderr)


def is_terminal() -> bool:
    """Whether a person reads the output."""
    return sys.stdout.isatty()


def width() -> int:
    """Columns to wrap to."""
    return min(shutil.get_terminal_size((100, 24)).columns, WIDEST)


def has_colour() -> bool:
    """Whether to mark up with ANSI codes: a terminal, and no wish against it (https://no-color.org)."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextlib.contextmanager
def output(path: Path | None = None) -> Iterator[TextIO]:
    """Where the output goes: a file, or stdout in UTF-8. A reader that goes away (`| head`) ends the program quietly.

    Raises:
        UsageError: the file can't be written.
    """
    if path is not None:
        try:
            handle = path.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            from dragoman.records.errors import UsageError  # noqa: PLC0415 (pydantic)

            raise UsageError(f"{path} can't be written: {error.strerror or error}") from None
        with handle:
            yield handle
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the flush at exit is quiet too
        raise SystemExit(EXIT_PIPE) from None


class Progress:
    """How many are done, on stderr: a moving line on a terminal, nothing elsewhere. It appears with the second document."""

    def __init__(self, what: str, total: int | None = None) -> None:
        self.what, self.total, self.done, self.failed = what, total, 0, 0
        self._live: contextlib.AbstractContextManager[object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._live is not None:
            self._live.__exit__(None, None, None)

    def step(self, *, failed: bool = False) -> None:
        """One more is done."""
        self.done, self.failed = self.done + 1, self.failed + failed
        if self.done == 2 and sys.stderr.isatty():
            self._start()
        if self._live is not None:
            self._task.update(self._id, completed=self.done)

    def _start(self) -> None:
        from rich.console import Console  # noqa: PLC0415 (only where it is seen)
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._live, self._task, self._id = bar, bar, bar.add_task(self.what, total=self.total)
        bar.start()
