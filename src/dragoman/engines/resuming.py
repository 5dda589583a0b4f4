"""Output that survives a kill: a file of lines, and beside it a manifest that says how far the file can be trusted.

The manifest is replaced whole, at most once a second, and only after the lines that it counts are on disk. A run that goes on cuts the
file back to what the manifest says and passes over the inputs that are done, so that the file ends up as if nothing had happened.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from dragoman.records.errors import UsageError

EVERY = 1.0  # seconds between two manifests: what a kill can cost, with several jobs times their number


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a run has come: inputs dealt with, those of them that yielded no line, bytes of the file."""

    done: int = 0
    failed: int = 0
    bytes: int = 0


class Resumable:
    """A file of lines, one for each input that yielded something, in the order of the inputs.

    Args:
        path: the file.
        run: what tells the run: its inputs, options and reader's version. A manifest of another run isn't continued.

    Attributes:
        mark: how far it has come.
        complete: whether there is nothing more to do.

    Raises:
        UsageError: the file can't be written, or its manifest is of another run.
    """

    def __init__(self, path: Path, run: str) -> None:
        self.path, self.run = path, run
        self.manifest = path.with_name(path.name + ".manifest")
        self.mark = Mark()
        self.complete = False
        self._saved = time.monotonic()

    def __enter__(self) -> Self:
        self._load()
        try:
            self._out = self.path.open("r+b" if self.mark.done else "wb")
        except OSError as error:
            raise UsageError(f"{self.path} can't be written: {error.strerror or error}") from None
        if self._out.seek(0, os.SEEK_END) < self.mark.bytes:
            self._out.close()
            raise UsageError(f"{self.path} is shorter than {self.manifest} says: remove both to start again")
        self._out.truncate(self.mark.bytes)
        self._out.seek(self.mark.bytes)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if not isinstance(error, OSError):  # a full disk: what was saved before is what counts
                self.complete = self.complete or error is None
                self._save()
        finally:
            self._out.close()

    def add(self, line: str | None) -> None:
        """One more input is dealt with: its line, or None where it yielded nothing."""
        data = (line or "").encode("utf-8")
        self._out.write(data)
        was = self.mark  # replaced whole: Ctrl-C may come between any two steps
        self.mark = Mark(was.done + 1, was.failed + (line is None), was.bytes + len(data))
        if time.monotonic() - self._saved >= EVERY:
            self._save()

    def _load(self) -> None:
        try:
            found = json.loads(self.manifest.read_text(encoding="utf-8"))
            same = found["run"] == self.run
            mark, complete = Mark(**{name: int(found[name]) for name in ("done", "failed", "bytes")}), bool(found["complete"])
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{self.manifest} can't be used ({error}): remove it to start again") from None
        if not same:
            raise UsageError(f"{self.manifest} is of a run over other inputs or options, or by another version: remove it to start again")
        self.mark, self.complete = mark, complete

    def _save(self) -> None:
        self._out.flush()
        os.fsync(self._out.fileno())
        new = self.manifest.with_name(self.manifest.name + ".new")
        with new.open("w", encoding="utf-8") as handle:
            handle.write(json.dumps({"run": self.run, **asdict(self.mark), "complete": self.complete}) + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        new.replace(self.manifest)
        self._saved = time.monotonic()
