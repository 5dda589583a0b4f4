"""Opening what is written."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, TextIO

from dragoman.records.errors import UsageError


def opened_bytes(path: Path) -> BinaryIO:
    """A file to write; its folder is made where it is missing.

    Raises:
        UsageError: it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror or error}") from None


def opened(path: Path, *, newline: str = "\n") -> TextIO:
    """The same for text in UTF-8."""
    return io.TextIOWrapper(opened_bytes(path), encoding="utf-8", newline=newline)
