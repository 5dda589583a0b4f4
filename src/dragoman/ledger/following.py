"""Commitments followed through later documents: which later report reaffirms, fulfils, amends, delays or breaks which commitment.

As in merging, a link depends on the two reports alone, so the order of arrival doesn't matter.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func, or_, select

from dragoman.ledger.bearing import relate
from dragoman.ledger.schema import copy, follow, watch
from dragoman.ledger.telling import Told, data, told
from dragoman.ledger.writing import Written, chunks, put, stored
from dragoman.records import stable_id

KEPT = 20_000  # reports kept between documents: about 40 MB


class Following:
    """Finds follow-ups on one connection. Keeps recent reports as they bear on commitments."""

    def __init__(self) -> None:
        self._told: OrderedDict[int, Told] = OrderedDict()

    def forget(self) -> None:
        """Drops what is kept: numbers of reports are given anew after a transaction that failed or a document that went."""
        self._told.clear()

    def follow_up(self, connection: Connection, new: Sequence[Written]) -> None:
        """Links new reports with the commitments that they bear on, and new commitments with the later reports there are."""
        known = {t.n: t for w in new if w.source.published and (t := told(w.n, w.kind, w.record, w.source, w.day))}
        put(connection, watch, [{"report_n": t.n, "key": key} for t in known.values() for key in _keys(t)])
        pairs = _candidates(connection, sorted(known))
        self._told |= known
        known |= self._of(connection, {n for both in pairs for n in both} - set(known))
        best: dict[tuple[int, str, str], dict[str, Any]] = {}
        copies = _copies(connection, {t.document for t in known.values()})
        for promise, later in ((known[a], known[b]) for a, b in sorted(pairs) if a in known and b in known):
            found = None if (promise.document, later.document) in copies else relate(promise, later)
            if found:
                # one sentence yields several records: the best of them stands for it
                key = (promise.n, later.document, found["relation"])
                if key not in best or found["score"] > best[key]["score"]:
                    best[key] = found
        put(connection, follow, list(best.values()))

    def _of(self, connection: Connection, numbers: Collection[int]) -> dict[int, Told]:
        found = {n: self._told[n] for n in numbers if n in self._told}
        for n in found:
            self._told.move_to_end(n)
        for some in chunks(sorted(set(numbers) - found.keys())):
            every = (told(w.n, w.kind, w.record, w.source, w.day) for w in stored(connection, some))
            found |= {t.n: t for t in every if t}
        self._told |= found
        while len(self._told) > KEPT:
            self._told.popitem(last=False)
        return found


def _copies(connection: Connection, documents: Iterable[str]) -> set[tuple[str, str]]:
    """The pairs of documents, either way round, of which one is a copy of the other."""
    found: set[tuple[str, str]] = set()
    for some in chunks(sorted(documents)):
        rows = connection.execute(select(copy.c.a, copy.c.b).where(or_(copy.c.a.in_(some), copy.c.b.in_(some))))
        found |= {both for a, b in rows for both in ((a, b), (b, a))}
    return found


def _keys(report_: Told) -> list[int]:
    """What a commitment waits for (even numbers) and a later report offers (the same, odd): party and word."""
    waits = {_key(p, w) for part in report_.parts for w in part.words for p in report_.sources}
    return sorted(waits | {_key(p, w) + 1 for p in report_.parties | report_.spoken_of for w in report_.offers})


def _key(party_: str, word: str) -> int:
    return int(stable_id("k", party_, word)[2:], 16) >> 2 << 1  # 63 bits, the last of them free: a positive integer in both databases


def _candidates(connection: Connection, numbers: Sequence[int]) -> set[tuple[int, int]]:
    """Commitments and later reports that share a party and words, of which at least one is among the numbers."""
    mine, theirs = watch.alias(), watch.alias()
    found: set[tuple[int, int]] = set()
    for some in chunks(numbers):
        query = (
            select(mine.c.report_n, theirs.c.report_n, func.min(mine.c.key % 2))
            .join(theirs, theirs.c.key == mine.c.key + 1 - 2 * (mine.c.key % 2))
            .where(mine.c.report_n.in_(some), mine.c.report_n != theirs.c.report_n)
            .group_by(mine.c.report_n, theirs.c.report_n, mine.c.key % 2)
            .having(func.count() >= data()["words"])
        )
        found |= {(b, a) if offers else (a, b) for a, b, offers in connection.execute(query)}
    return found
