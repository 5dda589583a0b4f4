"""Dragoman reads diplomatic news into a record that can be checked.

    >>> import dragoman
    >>> reading = dragoman.read(text, published="2025-09-24")

What is listed in `__all__` is the API; each name is loaded when it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.exports.frames import Readings as Readings
    from dragoman.ledger.ledger import Ledger as Ledger
    from dragoman.reading.reader import Reader as Reader
    from dragoman.reading.reader import read as read
    from dragoman.records import Document as Document
    from dragoman.records import Reading as Reading
    from dragoman.records.errors import DragomanError as DragomanError

    __version__: str

_HOMES = {
    "Document": "dragoman.records",
    "DragomanError": "dragoman.records.errors",
    "Ledger": "dragoman.ledger.ledger",
    "Reader": "dragoman.reading.reader",
    "Reading": "dragoman.records",
    "Readings": "dragoman.exports.frames",
    "read": "dragoman.reading.reader",
}

__all__ = ["Document", "DragomanError", "Ledger", "Reader", "Reading", "Readings", "__version__", "read"]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 (takes longer than the rest of the import)

        value: Any = version("dragoman")
    elif name in _HOMES:
        from importlib import import_module  # noqa: PLC0415

        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
