"""What an upgrade leaves to be done: commitments followed by the rules of this version, some documents at a time.

Each piece is a transaction of its own that takes its documents off the list, so whoever opens the ledger next goes on where a killed
process stopped, and two processes share the work. No question is answered before it is done: its answer would lack follow-ups.
"""

from __future__ import annotations

import logging
import time

from sqlalchemy import Engine, delete, func, select

from dragoman.ledger.following import Following
from dragoman.ledger.opening import explained
from dragoman.ledger.schema import pending, report
from dragoman.ledger.writing import chunks, stored

PIECE = 100  # documents in a transaction: about half a second, so that another process can have its turn
SAID = 10.0  # seconds between two lines of progress
_log = logging.getLogger(__name__)  # nobody need set it up: warnings reach stderr


def renew(engine: Engine, where: object) -> None:
    """Follows the commitments of all documents that are pending, and tells of it.

    Raises:
        LedgerError: the ledger can't be written.
    """
    with explained(where), engine.connect() as connection:
        left = connection.execute(select(func.count()).select_from(pending)).scalar_one()
    _log.warning(
        "%s was made by an earlier version: the commitments of %s documents are followed anew, once; "
        "if it is interrupted, the next command goes on",
        where,
        f"{left:,}",
    )
    total, following = left, Following()
    started = said = time.monotonic()
    while left := _piece(engine, where, following):
        now = time.monotonic()
        if now - said >= SAID:
            said = now
            rest = (now - started) / max(1, total - left) * left
            _log.warning("%s: %s of %s documents followed anew, about %.0f s left", where, f"{total - left:,}", f"{total:,}", rest)
    _log.warning("%s is up to date: %s documents in %.0f s", where, f"{total:,}", time.monotonic() - started)


def _piece(engine: Engine, where: object, following: Following) -> int:
    """Follows some documents, and returns how many are left: fewer than before, by whomever."""
    first = select(pending.c.document_id).order_by(pending.c.document_id).limit(PIECE)
    with explained(where), engine.connect().execution_options(writing=True) as connection, connection.begin():
        documents = connection.execute(first).scalars().all()
        numbers = connection.execute(select(report.c.n).where(report.c.document_id.in_(documents)).order_by(report.c.n)).scalars().all()
        following.follow_up(connection, [w for some in chunks(numbers) for w in stored(connection, some)])
        connection.execute(delete(pending).where(pending.c.document_id.in_(documents)))
        return connection.execute(select(func.count()).select_from(pending)).scalar_one()
