"""Opening what is written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from dragoman.records.errors import UsageError


@contextlib.contextmanager
def opened(path: Path, *, newline: str = "\n") -> Iterator[TextIO]:
    """A UTF-8 text file to write; its folder is made where it is missing.

    Raises:
        UsageError: it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("w", encoding="utf-8", newline=newline)
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror or error}") from None
    with handle:
        yield handle
