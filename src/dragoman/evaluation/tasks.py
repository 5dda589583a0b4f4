"""The tasks that can be scored, each in a module of its own that is imported when it is asked for."""

from __future__ import annotations

import importlib
import inspect
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

from dragoman.records.errors import MissingPartError, SourceError, UsageError

Scores = dict[str, float]
Evaluate = Callable[[Iterable[dict[str, Any]]], tuple[Scores, list[dict[str, Any]]]]
#: In the order of docs/accuracy.md; the module of a task has its name.
TASKS = ("readouts", "types", "triples", "codes", "status", "actors", "dates", "places", "statements", "speech_acts", "travels", "merging")


def task(name: str, folder: Path | None = None) -> Evaluate:
    """The `evaluate` function of a task: gold rows in, scores and one prediction a row out.

    Args:
        name: one of `TASKS`.
        folder: where the gold file lies, for tasks that read other files beside it.

    Raises:
        UsageError: there is no such task.
        MissingPartError: this version doesn't have it yet.
    """
    if name not in TASKS:
        raise UsageError(f"no task {name!r}: it is one of {', '.join(TASKS)}")
    module = f"dragoman.evaluation.{name}"
    try:
        run = cast("Evaluate", importlib.import_module(module).evaluate)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise MissingPartError(f"the task {name!r} isn't part of this version of Dragoman") from None
    keywords = {"folder": folder} if "folder" in inspect.signature(run).parameters else {}
    return partial(run, **keywords)


def gold(path: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a gold file (JSON Lines).

    Raises:
        SourceError: the file can't be read, or a line isn't a JSON object with an id; gold is not skipped over.
    """
    try:
        with path.open(encoding="utf-8") as handle:
            for number, line in enumerate(handle, start=1):
                if limit is not None and number > limit:
                    return
                yield _row(line, path, number)
    except OSError as error:
        raise SourceError(str(path), error.strerror or str(error)) from None
    except UnicodeDecodeError as error:
        raise SourceError(str(path), f"not UTF-8: {error}") from None


def _row(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise SourceError(str(path), f"not JSON: {error}", line=number) from None
    if not isinstance(row, dict) or "id" not in row:
        raise SourceError(str(path), "not an object with an id", line=number)
    return row
