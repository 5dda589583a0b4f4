"""Readings -> one record: the store, merging, commitments followed, people's decisions.

The store is loaded when it is first used: the modules beside it that say what a record means need no database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.ledger.ledger import Added as Added
    from dragoman.ledger.ledger import Ledger as Ledger

__all__ = ["Added", "Ledger"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'dragoman.ledger' has no attribute {name!r}")
    from dragoman.ledger import ledger  # noqa: PLC0415 (SQLAlchemy)

    return getattr(ledger, name)
