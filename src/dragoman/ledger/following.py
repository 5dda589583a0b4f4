"""Commitments followed through later documents: which later report reaffirms, fulfils, amends, delays or breaks which commitment.

As in merging, a link depends on the two reports alone, so the order of arrival doesn't matter.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
        put(connection, watch, [row for t in known.values() for rows in (_waits(t), _offers(t)) for row in rows])
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


def _waits(report_: Told) -> Iterator[Mapping[str, int]]:
    """What a commitment waits for: reports that name a party and a word, so many words, and one of those that name its thing."""
    need = min((max(data()["words"], math.ceil(data()["share"] * len(part.words))) for part in report_.parts), default=0)
    heads = {word for part in report_.parts for word in part.heads}
    for word in frozenset[str]().union(*(part.words for part in report_.parts)):
        row = {"day": report_.published.toordinal(), "report_n": report_.n, "need": need, "must": int(word in heads)}
        yield from ({"key": _key(who, word), **row} for who in report_.sources)


def _offers(report_: Told) -> Iterator[Mapping[str, int]]:
    """What a report offers commitments that were made by some day."""
    day = min(report_.day.toordinal(), report_.published.toordinal() - 1)
    telling = report_.telling
    for word in report_.offers:
        row = {"day": day, "report_n": report_.n, "need": 0, "must": int(word in telling)}
        yield from ({"key": _key(who, word) + 1, **row} for who in report_.parties | report_.spoken_of | report_.doers)


def _key(party_: str, word: str) -> int:
    return int(stable_id("k", party_, word)[2:], 16) >> 2 << 1  # 63 bits, the last of them free: a positive integer in both databases


def _candidates(connection: Connection, numbers: Sequence[int]) -> set[tuple[int, int]]:
    """Commitments and later reports that share a party and words enough, of which at least one is among the numbers."""
    waits, offers = watch.alias(), watch.alias()
    both = (
        select(waits.c.report_n, offers.c.report_n)
        .where(waits.c.key % 2 == 0, offers.c.day >= waits.c.day, waits.c.report_n != offers.c.report_n)
        .group_by(waits.c.report_n, offers.c.report_n)
        .having(func.count() >= func.max(waits.c.need), func.max(waits.c.must) == 1, func.max(offers.c.must) == 1)
    )
    later = both.join_from(waits, offers, offers.c.key == waits.c.key + 1)
    earlier = both.join_from(offers, waits, waits.c.key == offers.c.key - 1)  # an index finds a bare column only
    return {
        (a, b)
        for some in chunks(numbers)
        for query in (later.where(waits.c.report_n.in_(some)), earlier.where(offers.c.report_n.in_(some)))
        for a, b in connection.execute(query)
    }
