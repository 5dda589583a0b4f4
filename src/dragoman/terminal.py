"""What the command line shares: where output goes and in which form, progress, and endings that scripts can rely on."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from dragoman.records import Reading
    from dragoman.records.errors import SourceError

#: What a shell reports of a program whose output nobody reads any more (128 + SIGPIPE).
EXIT_PIPE = 141
STDOUT = "standard output"
QUIET = 30.0  # seconds between two lines of progress where no terminal shows a moving one
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
def output(path: Path | None = None, *, append: bool = False) -> Iterator[TextIO]:
    """Where the output goes: a file (its end, with `append`), or stdout in UTF-8. A reader that goes
    away (`| head`) ends the program quietly.

    Raises:
        UsageError: the file can't be written.
        DragomanError: the disk is full.
    """
    if path is not None:
        try:
            handle = path.open("a" if append else "w", encoding="utf-8", newline="\n")
        except OSError as error:
            from dragoman.records.errors import UsageError  # noqa: PLC0415 (pydantic)

            raise UsageError(f"{path} can't be written: {error.strerror or error}") from None
        with full_disk(str(path)), handle:
            yield handle
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        with full_disk(STDOUT):
            yield sys.stdout
            sys.stdout.flush()
    except BrokenPipeError:
        _silence()
        raise SystemExit(EXIT_PIPE) from None


def _silence() -> None:
    """What is still to be written goes nowhere, so that the flush at exit is quiet too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def full_disk(what: str) -> Iterator[None]:
    """Turns the errors of a disk that takes no more into one that says so.

    Raises:
        DragomanError: it is full, or its quota is, or it failed.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}:
            raise
        from dragoman.records.errors import DragomanError  # noqa: PLC0415 (pydantic)

        if what == STDOUT:
            _silence()
        raise DragomanError(f"{what} can't be written: {error.strerror}") from None


class Progress:
    """How many are done, how fast, and how long the rest may take, on stderr.

    A moving line on a terminal, from the second document on; elsewhere a line every half minute, so that short runs say nothing.

    Args:
        what: the activity.
        total: how many there are, where that is known.
    """

    def __init__(self, what: str, total: int | None = None) -> None:
        self.what, self.total, self.done, self.failed = what, total, 0, 0
        self._before = 0
        self._live: contextlib.AbstractContextManager[object] | None = None
        self._started = self._said = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._live is not None:
            self._live.__exit__(None, None, None)

    def resume(self, done: int, failed: int) -> None:
        """Some were done by an earlier run: they count, but not for the speed of this one."""
        self.done, self.failed, self._before = done, failed, done

    def step(self, *, failed: bool = False) -> None:
        """One more is done."""
        self.done, self.failed = self.done + 1, self.failed + failed
        if self.done == self._before + 2 and sys.stderr.isatty():
            self._start()
        if self._live is not None:
            self._bar.update(self._id, completed=self.done, description=self.told())
        elif time.monotonic() - self._said >= QUIET and not sys.stderr.isatty():
            self._said = time.monotonic()
            say(self.told())

    def told(self) -> str:
        """The state in words: "reading: 1,200 of 5,000, 3.1 a second, about 20 min left"."""
        rate = (self.done - self._before) / max(1e-9, time.monotonic() - self._started)
        of = f" of {self.total:,}" if self.total else ""
        left = f", about {_duration((self.total - self.done) / rate)} left" if self.total and rate and self.total > self.done else ""
        return f"{self.what}: {self.done:,}{of}, {rate:.3g} a second{left}"

    def _start(self) -> None:
        from rich.console import Console  # noqa: PLC0415 (only where it is seen)
        from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        bar = Bar(BarColumn(), TextColumn("{task.description}", markup=False), console=Console(stderr=True), transient=True)
        self._live, self._bar, self._id = bar, bar, bar.add_task(self.told(), total=self.total)
        bar.start()


def _duration(seconds: float) -> str:
    """A duration in the largest unit that fits, as people say it."""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def good(items: Iterable[Reading | SourceError], progress: Progress) -> Iterator[Reading]:
    """The readings among what was read; what couldn't be is said, and both are counted."""
    from dragoman.records.errors import SourceError as Unread  # noqa: PLC0415 (late: `--help` needs none of it)

    for item in items:
        if isinstance(item, Unread):
            say(str(item))
        else:
            yield item
        progress.step(failed=isinstance(item, Unread))
