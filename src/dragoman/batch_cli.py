"""What `dragoman read` does beyond one process that starts and ends: runs that go on after a kill. Imports late, as cli.py."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman import terminal

if TYPE_CHECKING:
    from dragoman.sources import Options

#: What a shell reports of a program that Ctrl-C ended (128 + SIGINT).
EXIT_INTERRUPTED = 130


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
