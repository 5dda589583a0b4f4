"""Bringing the ledger's entries up to date with new reports and new decisions: only what they touch is worked out again."""

from __future__ import annotations

import datetime as dt
import json
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from dragoman.ledger import copies
from dragoman.ledger.clusters import Pair, cluster, components, pair
from dragoman.ledger.decisions import Decisions
from dragoman.ledger.entries import Member, build, dyads
from dragoman.ledger.features import Features, features, rules
from dragoman.ledger.review.matching import rematch, rows_of
from dragoman.ledger.review.ranking import rank
from dragoman.ledger.review.standing import effective
from dragoman.ledger.schema import band, block, copy, document, dyad, entry, link, report
from dragoman.ledger.scoring import Verdict, compare
from dragoman.ledger.writing import chunks, put

COUNTED = ("occurred", "ongoing")
KEPT = 20_000  # features kept between documents: about 60 MB


class Settling:
    """Works out links, clusters and entries on one connection. Keeps the features of recent reports."""

    def __init__(self) -> None:
        self._features: OrderedDict[int, Features] = OrderedDict()

    def known(self, number: int, found: Features) -> None:
        """Keeps the features of a new report."""
        self._features[number] = found

    def settle(self, connection: Connection, new: Sequence[int], touched: Collection[str] = (), documents: Sequence[str] = ()) -> None:
        """Links new reports and rebuilds the entries that change.

        Args:
            connection: in a writing transaction.
            new: numbers of reports that aren't linked yet.
            touched: entries that lost reports, or that a decision is about.
            documents: the new reports' documents.
        """
        self._copies(connection, documents)
        self._links(connection, new)
        rematch(connection, documents)
        start = set(new) | set(_numbers(connection, report.c.entry_id, sorted(touched)))
        if touched:
            for some in chunks(sorted(touched)):
                connection.execute(delete(entry).where(entry.c.id.in_(some)))
        if start:
            self._rebuild(connection, start)

    # -- copies ---------------------------------------------------------------------------------------------------------------------

    def _copies(self, connection: Connection, documents: Sequence[str]) -> None:
        mine, theirs = band.alias(), band.alias()
        for some in chunks(sorted(documents)):
            found = connection.execute(
                select(mine.c.document_id, theirs.c.document_id)
                .join(theirs, mine.c.band == theirs.c.band)
                .where(mine.c.document_id.in_(some), mine.c.document_id != theirs.c.document_id)
                .distinct()
            ).all()
            pairs = sorted({pair(a, b) for a, b in found})
            if not pairs:
                continue
            wanted = sorted({i for both in pairs for i in both})
            signatures = {
                i: s
                for few in chunks(wanted)
                for i, s in connection.execute(select(document.c.id, document.c.signature).where(document.c.id.in_(few)))
            }
            rows = [
                {"a": a, "b": b, "jaccard": j} for a, b in pairs if (j := copies.jaccard(signatures[a], signatures[b])) >= rules()["copied"]
            ]
            put(connection, copy, rows)

    # -- links ----------------------------------------------------------------------------------------------------------------------

    def _links(self, connection: Connection, new: Sequence[int]) -> None:
        candidates: set[tuple[int, int]] = set()
        mine, theirs = block.alias(), block.alias()
        for some in chunks(new):
            found = connection.execute(
                select(mine.c.report_n, theirs.c.report_n)
                .join(theirs, mine.c.key == theirs.c.key)
                .where(mine.c.report_n.in_(some), mine.c.report_n != theirs.c.report_n)
                .distinct()
            )
            candidates.update((min(a, b), max(a, b)) for a, b in found)
        known = self._of(connection, {n for both in candidates for n in both})
        rows: dict[tuple[int, int], dict[str, Any]] = {}
        for a, b in sorted(candidates):
            verdict = compare(
                *sorted((known[a], known[b]), key=lambda f: f.id)
            )  # its reasons name them in this order, whichever came first
            if verdict.alike:
                rows[a, b] = {"a": a, "b": b, "score": verdict.score, "reasons": json.dumps(verdict.reasons, ensure_ascii=False)}
        rows |= self._copied(connection, new)
        put(connection, link, list(rows.values()))

    def _copied(self, connection: Connection, new: Sequence[int]) -> dict[tuple[int, int], dict[str, Any]]:
        """The same words in copies of one document are the same report."""
        rows: dict[tuple[int, int], dict[str, Any]] = {}
        mine, theirs = report.alias(), report.alias()
        for some in chunks(new):
            found = connection.execute(
                select(mine.c.n, theirs.c.n, copy.c.jaccard)
                .join(copy, or_(copy.c.a == mine.c.document_id, copy.c.b == mine.c.document_id))
                .join(theirs, or_(copy.c.a == theirs.c.document_id, copy.c.b == theirs.c.document_id))
                .where(
                    mine.c.n.in_(some),
                    mine.c.document_id != theirs.c.document_id,
                    mine.c.kind == theirs.c.kind,
                    mine.c.form == theirs.c.form,
                    mine.c.status == theirs.c.status,
                    mine.c.quote == theirs.c.quote,
                )
            )
            for a, b, share in found:
                ours, other = self._of(connection, {a, b}).values()
                if ours.code == other.code:
                    why = [f"the same words in copies of one text ({share:.2f} of their wording in common)"]
                    key = (min(a, b), max(a, b))
                    rows[key] = {"a": key[0], "b": key[1], "score": 1.0, "reasons": json.dumps(why)}
        return rows

    def _of(self, connection: Connection, numbers: Collection[int]) -> dict[int, Features]:
        missing = sorted(n for n in numbers if n not in self._features)
        found = {n: self._features[n] for n in numbers if n in self._features}
        for some in chunks(missing):
            query = (
                select(report.c.n, report.c.kind, report.c.body, report.c.document_id, document.c.published)
                .join(document)
                .where(report.c.n.in_(some))
            )
            for n, kind, body, home, published in connection.execute(query):
                found[n] = features(kind, json.loads(body), home, _day(published))
                self._features[n] = found[n]
        while len(self._features) > KEPT:
            self._features.popitem(last=False)
        return found

    def forget(self) -> None:
        """Drops the features that are kept: numbers of reports are given anew after a transaction that failed or a document that went."""
        self._features.clear()

    # -- entries --------------------------------------------------------------------------------------------------------------------

    def rebuild(self, connection: Connection, start: Collection[int]) -> None:
        """Makes the entries of reports anew, with all that they may be merged with."""
        self._rebuild(connection, set(start))

    def refresh(self, connection: Connection, number: int) -> None:
        """Tells the entry of a report anew after a decision on what it says. What is merged stays: that goes by the reader's values."""
        query = select(entry.c.id, entry.c.body).join(report, report.c.entry_id == entry.c.id).where(report.c.n == number)
        home = connection.execute(query).first()
        if home is None:  # it was rejected and comes back
            self._rebuild(connection, {number})
            return
        numbers = set(connection.execute(select(report.c.n).where(report.c.entry_id == home.id)).scalars())
        members, rows = _members(connection, numbers)
        merged = [m for m in json.loads(home.body)["merged"] if m["a"] in members and m["b"] in members]
        self._store(connection, members, rows, [(tuple(rows), merged)])

    def _rebuild(self, connection: Connection, start: set[int]) -> None:
        decisions = Decisions.load(connection)
        numbers, links = _component(connection, start, decisions)
        known = self._of(connection, numbers)
        by_id = {f.id: f for f in known.values()}
        scores = {pair(known[a].id, known[b].id): score for (a, b), (score, _) in links.items()}
        why = {pair(known[a].id, known[b].id): reasons for (a, b), (_, reasons) in links.items()}
        verdicts: dict[Pair, Verdict] = {}

        def verdict(a: str, b: str) -> Verdict:
            if (a, b) not in verdicts:
                verdicts[a, b] = compare(by_id[a], by_id[b])
            return verdicts[a, b]

        together, apart = {p for p in decisions.together if p[0] in by_id and p[1] in by_id}, decisions.apart
        groups: list[tuple[str, ...]] = []
        for part in components(by_id, [*scores, *together]):
            inside = {key: score for key, score in scores.items() if key[0] in part} if len(part) > 1 else {}
            groups += cluster(part, inside, verdict, [p for p in together if p[0] in part], apart)
        self._write(connection, numbers, groups, scores, why, together)

    def _write(
        self,
        connection: Connection,
        numbers: set[int],
        groups: Sequence[tuple[str, ...]],
        scores: Mapping[Pair, float],
        why: Mapping[Pair, list[str]],
        together: Collection[Pair],
    ) -> None:
        members, rows = _members(connection, numbers)
        told = []
        for group in groups:
            merged = [
                {
                    "a": a,
                    "b": b,
                    "score": scores.get((a, b)),
                    "reasons": (["merged by a person"] if (a, b) in together else []) + why.get((a, b), []),
                }
                for n, a in enumerate(group)
                for b in group[n + 1 :]
                if ((a, b) in scores or (a, b) in together) and a in members and b in members
            ]
            told.append((group, merged))
        self._store(connection, members, rows, told)

    def _store(
        self,
        connection: Connection,
        members: Mapping[str, Member],
        rows: Mapping[str, tuple[str | None, int]],
        groups: Sequence[tuple[tuple[str, ...], list[dict[str, Any]]]],
    ) -> None:
        """Writes the entries of groups of reports, in place of those that the reports had."""
        old = sorted({e for e, _ in rows.values() if e})
        for some in chunks(old):
            connection.execute(delete(entry).where(entry.c.id.in_(some)))
        rejected = sorted(i for i in rows if i not in members)
        for some in chunks(rejected):
            connection.execute(update(report).where(report.c.id.in_(some)).values(entry_id=None))
        entries, pairs, homes, ranked = [], [], [], []
        for whole, merged in groups:
            group = [i for i in whole if i in members]
            if not group:
                continue
            body = build([members[i] for i in group], merged)
            entries.append(_row(body, min(members[i].added for i in group)))
            about = {"entry_id": body["id"], "kind": body["kind"], "day": body["when"]["start"], "score": _score(body)}
            pairs += [{"a": a, "b": b, **about} for a, b in dyads(body)]
            homes += [{"n_": rows[i][1], "home": body["id"]} for i in group if rows[i][0] != body["id"]]
            ranked.append((body, [(rows[i][1], members[i].document, members[i].body) for i in group]))
        put(connection, entry, entries)
        rank(connection, ranked)
        put(connection, dyad, pairs)
        if homes:
            connection.execute(update(report).where(report.c.n == bindparam("n_")).values(entry_id=bindparam("home")), homes)


def _row(body: dict[str, Any], added: str) -> dict[str, Any]:
    details = body["details"]
    due = details.get("deadline") or {}
    return {
        "id": body["id"],
        "kind": body["kind"],
        "form": body["form"],
        "status": body["status"],
        "day_from": body["when"]["start"],
        "day_to": body["when"]["end"],
        "basis": body["when"]["basis"],
        "reported": body["reported"],
        "due": due.get("end"),
        "quad": details.get("quad"),
        "goldstein": details.get("goldstein"),
        "intensity": details.get("intensity"),
        "n_reports": len(body["cites"]),
        "n_sources": body["sources"],
        "body": json.dumps(body, ensure_ascii=False),
        "added": added,
    }


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _numbers(connection: Connection, column: Any, values: Sequence[str]) -> list[int]:
    return [n for some in chunks(values) for n in connection.execute(select(report.c.n).where(column.in_(some))).scalars()]


def _component(
    connection: Connection, start: Iterable[int], decisions: Decisions
) -> tuple[set[int], dict[tuple[int, int], tuple[float, list[str]]]]:
    """All reports that links and people's merges connect with the first ones, and the links among them."""
    found: set[int] = set()
    links: dict[tuple[int, int], tuple[float, list[str]]] = {}
    edge = sorted(set(start))
    while edge:
        found |= set(edge)
        reached: set[int] = set()
        for some in chunks(edge):
            for a, b, score, reasons in connection.execute(select(link).where(or_(link.c.a.in_(some), link.c.b.in_(some)))):
                links[a, b] = (score, json.loads(reasons))
                reached |= {a, b}
            if decisions.together:
                ids = set(connection.execute(select(report.c.id).where(report.c.n.in_(some))).scalars())
                others = {i for both in decisions.together for i in both if ids & set(both)}
                reached |= set(_numbers(connection, report.c.id, sorted(others)))
        edge = sorted(reached - found)
    return found, links


def _score(body: Mapping[str, Any]) -> float | None:
    """The Goldstein score of what occurred; what is only planned, denied or imagined has none."""
    return float(body["details"]["goldstein"]) if body["kind"] == "event" and body["status"] in COUNTED else None


def _members(connection: Connection, numbers: Collection[int]) -> tuple[dict[str, Member], dict[str, tuple[str | None, int]]]:
    members: dict[str, Member] = {}
    rows: dict[str, tuple[str | None, int]] = {}
    wanted = (report.c.n, report.c.id, report.c.kind, report.c.body, report.c.entry_id, report.c.added)
    about = (document.c.id, document.c.title, document.c.publisher, document.c.url, document.c.published)
    originals: dict[str, str] = {}
    reviewed = rows_of(connection, numbers)
    for some in chunks(sorted(numbers)):
        found = connection.execute(select(*wanted, *about).join(document).where(report.c.n.in_(some))).all()
        homes = sorted({row[6] for row in found})
        for a, b in connection.execute(select(copy.c.a, copy.c.b).where(copy.c.b.in_(homes))):
            originals[b] = min(a, originals.get(b, a))
        for n, id_, kind, body, entry_id, added, home, title, publisher, url, published in found:
            record = json.loads(body) if n not in reviewed else effective(kind, json.loads(body), reviewed[n])
            rows[id_] = (entry_id, n)
            if record is not None:  # a person has said that it is none
                members[id_] = Member(record, kind, home, title, publisher, url, _day(published), added, originals.get(home, home))
    return members, rows
