"""Ledgers for the desk: an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.ledger import Ledger


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger that stays empty."""
    folder: Path = tmp_path_factory.mktemp("desk")
    with Ledger(folder / "empty.db") as ledger:
        yield ledger
