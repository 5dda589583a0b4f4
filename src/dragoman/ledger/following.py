"""Commitments followed through later documents."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

STATUSES = ("open", "fulfilled", "broken", "overdue", "superseded", "unclear")


def follow(connection: Connection, new: Sequence[int]) -> None:
    """Links new reports with commitments."""
