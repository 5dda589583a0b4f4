"""What the pages and the API share: the ledger, the reader, and a memory of what was worked out from the ledger as it is."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Request
from sqlalchemy import text

from dragoman.analysis.explaining import explain
from dragoman.ledger import Ledger
from dragoman.records import Document, Reading
from dragoman.web.jobs import Jobs

Read = Callable[[Document], Reading]
T = TypeVar("T")
KEPT = 200  # answers that are kept: the pairs and counts that people go back to


class Desk:
    """A ledger on a desk.

    Args:
        ledger: what is shown and written.
        read: document in, reading out; the package's own reader unless given. Called by one thread at a time.
        token: what was set by `--token`, or None.
    """

    def __init__(self, ledger: Ledger, *, read: Read | None = None, token: str | None = None) -> None:
        self.ledger = ledger
        self.token = token
        self.jobs = Jobs(ledger, self.read)
        self._read = read
        self._reading = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._keeping = threading.Lock()

    def read(self, document: Document) -> Reading:
        """The reading of a document; the parser and the models are shared, and loaded by the first text."""
        with self._reading:
            if self._read is None:
                from dragoman.reading.reader import Reader  # noqa: PLC0415 (the parser)

                self._read = Reader().read
            return self._read(document)

    def explained(self, id_: str, on: dt.date | None, *, why: bool) -> dict[str, Any]:
        """All that is known of something; what needs the parser only if it is asked for, and one at a time."""
        if not why:
            return explain(self.ledger, id_, on=on, reasons=False)
        return self.alone(lambda: explain(self.ledger, id_, on=on))

    def alone(self, work: Callable[[], T]) -> T:
        """What `work` gives, while nobody else uses the parser."""
        with self._reading:
            return work()

    def today(self) -> dt.date:
        """The day as of which the desk answers."""
        return dt.datetime.now(dt.UTC).date()

    def stamp(self) -> str:
        """Changes with everything that is written to the ledger, by this process or another."""
        database = self.ledger.engine.url.database
        if self.ledger.engine.dialect.name == "sqlite":
            return "|".join(_seen(f"{database}{suffix}") for suffix in ("", "-wal"))
        with self.ledger.reading() as connection:
            return str(connection.execute(text("SELECT pg_current_wal_insert_lsn()")).scalar_one())

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, worked out once for each state of the ledger and each day."""
        whole = (key, self.stamp(), self.today())
        with self._keeping:
            if whole in self._kept:
                self._kept.move_to_end(whole)
                return cast("T", self._kept[whole])
        made = make()
        with self._keeping:
            self._kept[whole] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def _seen(path: str) -> str:
    try:
        found = os.stat(path)
    except OSError:
        return "-"
    return f"{found.st_mtime_ns}.{found.st_size}"


def _desk(request: Request) -> Desk:
    return cast("Desk", request.app.state.desk)


#: The desk, for a route that takes it as an argument.
TheDesk = Annotated[Desk, Depends(_desk)]
