"""The ledger: documents and their readings in, one record of what happened out."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from sqlalchemy import Connection, func, insert, or_, select, text, update

from dragoman.ledger import decisions, opening, promises
from dragoman.ledger.decisions import Decisions
from dragoman.ledger.schema import copy, decision, document, entry, follow, link, log, look, report
from dragoman.ledger.writing import Written, chunks, digest, erase, write
from dragoman.records.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from dragoman.ledger.following import Following
    from dragoman.ledger.settling import Settling
    from dragoman.records import Reading

Outcome = Literal["new", "unchanged", "replaced", "kept"]
BATCH = 20  # documents in one transaction of `add_all`


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a reading: `kept` means that the ledger has one by a newer reader."""

    document: str
    outcome: Outcome
    records: int = 0


@cache
def reader_version() -> str:
    """The version that is written beside every row."""
    return version("dragoman")


def now() -> str:
    """The time in UTC, ISO 8601."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Ledger:
    """A ledger in a SQLite file, or in PostgreSQL by URL.

    One process writes at a time, any number read meanwhile. `add` returns when the document is on disk; a process that is killed
    leaves whole documents only.

        >>> with Ledger("dragoman.db") as ledger:
        ...     ledger.add(dragoman.read(text, published="2025-09-24"))

    Args:
        where: a file, which is made where it is missing, or a URL.
        wait: seconds to wait for another writer.
        create: whether to make a file that is missing.

    Raises:
        LedgerError: it can't be opened, isn't a ledger, or was written by a newer version.
    """

    def __init__(self, where: str | Path = "dragoman.db", *, wait: float = opening.WAIT, create: bool = True) -> None:
        self.where = str(where)
        if not create and "://" not in self.where and not Path(self.where).exists():
            raise LedgerError(f"there is no ledger {self.where}: dragoman ledger add makes one")
        self.engine = opening.engine_of(where, wait=wait)
        opening.prepare(self.engine, self.where)

    # what only a writer needs is loaded by the first one: a question costs a third less so

    @cached_property
    def _settling(self) -> Settling:
        from dragoman.ledger.settling import Settling  # noqa: PLC0415

        return Settling()

    @cached_property
    def _following(self) -> Following:
        from dragoman.ledger.following import Following  # noqa: PLC0415

        return Following()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self.engine.dispose()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the ledger as it is now, throughout."""
        with opening.explained(self.where), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        with opening.explained(self.where), self.engine.connect().execution_options(writing=True) as connection:
            try:
                with connection.begin():
                    yield connection
            except BaseException:
                self._forget()
                raise

    # -- documents ------------------------------------------------------------------------------------------------------------------

    def add(self, reading: Reading, *, reader: str | None = None) -> Added:
        """Adds a reading, or replaces the one of an older reader. When this returns, it is on disk.

        Args:
            reading: what was read.
            reader: version of the reader, where it isn't this one.
        """
        return next(iter(self._add([reading], reader)))

    def add_all(self, readings: Iterable[Reading], *, reader: str | None = None, batch: int = BATCH) -> Iterator[Added]:
        """Adds many; what is yielded is on disk."""
        waiting: list[Reading] = []
        for reading in readings:
            waiting.append(reading)
            if len(waiting) >= batch:
                yield from self._add(waiting, reader)
                waiting = []
        if waiting:
            yield from self._add(waiting, reader)

    def _add(self, readings: Sequence[Reading], reader: str | None) -> list[Added]:
        made_by = reader or reader_version()
        with self._writing() as connection:
            touched: set[str] = set()
            coming: dict[str, Reading] = {}
            outcomes: list[tuple[str, Outcome]] = []
            written: list[Written] = []
            for reading in readings:
                id_ = reading.document.id
                if id_ in coming:  # twice in one batch: the second finds the first in the ledger
                    written += self._write(connection, coming, made_by)
                outcome = _outcome(connection, reading, made_by)
                if outcome == "replaced":
                    coming[id_] = _with_text(connection, reading)
                    touched |= set(erase(connection, id_))
                    written = [w for w in written if w.source.id != id_]
                    self._forget()  # SQLite gives the numbers of deleted rows again
                    _note(connection, "replaced", id_, made_by)
                elif outcome == "new":
                    coming[id_] = reading
                outcomes.append((id_, outcome))
            written += self._write(connection, coming, made_by)
            if written or touched or any(outcome in {"new", "replaced"} for _, outcome in outcomes):
                documents = dict.fromkeys(id_ for id_, outcome in outcomes if outcome in {"new", "replaced"})
                self._settling.settle(connection, [w.n for w in written], touched, list(documents))
                self._following.follow_up(connection, written)
        counts = Counter(w.source.id for w in written)
        return [Added(id_, outcome, counts[id_] if outcome in {"new", "replaced"} else 0) for id_, outcome in outcomes]

    def _write(self, connection: Connection, coming: dict[str, Reading], reader: str) -> list[Written]:
        """Writes what is coming, and empties it."""
        written, known = write(connection, list(coming.values()), reader, now())
        for report_, features in zip(written, known, strict=True):
            self._settling.known(report_.n, features)
        coming.clear()
        return written

    def _forget(self) -> None:
        self._settling.forget()
        self._following.forget()

    def remove(self, document_id: str) -> None:
        """Takes a document and its reports out; decisions about them stay on file and hold again if it comes back.

        Raises:
            LedgerError: there is no such document.
        """
        with self._writing() as connection:
            if not connection.execute(select(document.c.id).where(document.c.id == document_id)).first():
                raise LedgerError(f"{self.where} has no document {document_id}")
            touched = erase(connection, document_id)
            self._forget()
            self._settling.settle(connection, [], touched)
            _note(connection, "removed", document_id, None)

    def documents(self, *, limit: int | None = None, match: str | None = None) -> list[dict[str, Any]]:
        """The documents, latest first, without their texts."""
        columns = [c for c in document.c if c.name not in {"text", "signature", "warnings"}]
        counts = select(func.count()).select_from(report).where(report.c.document_id == document.c.id).scalar_subquery()
        query = select(*columns, counts.label("reports")).order_by(document.c.published.desc(), document.c.id).limit(limit)
        if match:
            pattern = f"%{match}%"
            query = query.where(or_(*(c.ilike(pattern) for c in (document.c.id, document.c.title, document.c.publisher, document.c.url))))
        with self.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def document(self, document_id: str) -> dict[str, Any] | None:
        """A document with its text and warnings."""
        with self.reading() as connection:
            row = connection.execute(select(document).where(document.c.id == document_id)).mappings().first()
            copies_ = connection.execute(select(copy).where(or_(copy.c.a == document_id, copy.c.b == document_id))).all()
        if row is None:
            return None
        found = {name: value for name, value in row.items() if name != "signature"}
        found["copies"] = sorted(({a, b} - {document_id}).pop() for a, b, _ in copies_)
        return found | {"warnings": json.loads(row["warnings"])}

    def stored(self, document_id: str) -> Reading:
        """A document's reading, with its text.

        Raises:
            LedgerError: there is no such document.
        """
        row = self.document(document_id)
        if row is None:
            raise LedgerError(f"{self.where} has no document {document_id}")
        with self.reading() as connection:
            query = (
                select(report.c.kind, report.c.body).where(report.c.document_id == document_id).order_by(report.c.kind, report.c.position)
            )
            bodies: dict[str, list[Any]] = {}
            for kind, body in connection.execute(query):
                bodies.setdefault(f"{kind}s", []).append(json.loads(body))
        fields = ("id", "title", "publisher", "url", "published", "language", "text_sha256", "n_chars", "text")
        from dragoman.records import Reading  # noqa: PLC0415 (the types take a fifth of a second to build, and no question needs them)

        return Reading.model_validate_json(
            json.dumps({"document": {name: row[name] for name in fields}, "warnings": row["warnings"], **bodies}), strict=False
        )

    # -- entries --------------------------------------------------------------------------------------------------------------------

    def entry(self, id_: str) -> dict[str, Any] | None:
        """An entry by its id or by that of any of its reports."""
        with self.reading() as connection:
            home = connection.execute(select(report.c.entry_id).where(report.c.id == id_)).scalar()
            body = connection.execute(select(entry.c.body).where(entry.c.id == (home or id_))).scalar()
        return json.loads(body) if body else None

    def entries(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """Entries by their ids, in that order."""
        found: dict[str, str] = {}
        with self.reading() as connection:
            for some in chunks(list(ids)):
                found.update((i, body) for i, body in connection.execute(select(entry.c.id, entry.c.body).where(entry.c.id.in_(some))))
        return [json.loads(found[i]) for i in ids if i in found]

    def report(self, id_: str) -> dict[str, Any] | None:
        """A report as its document gives it, with the reader's version and the time."""
        with self.reading() as connection:
            row = connection.execute(select(report).where(report.c.id == id_)).mappings().first()
        return dict(row) | {"body": json.loads(row["body"])} if row else None

    def commitments(self, on: dt.date | None = None) -> list[dict[str, Any]]:
        """Every commitment with its status, history and score as of a day (today)."""
        with self.reading() as connection:
            return promises.all_promises(connection, on or dt.datetime.now(dt.UTC).date())

    # -- people's decisions -----------------------------------------------------------------------------------------------------------

    def merge(self, a: str, b: str, *, reason: str | None = None, by: str | None = None) -> dict[str, Any]:
        """A person says that two reports (or entries) are of one thing. It holds against every rule.

        Returns:
            The entry that both now belong to.
        """
        with self._writing() as connection:
            kinds = {_kind(connection, self.where, i) for i in (a, b)}
            if len(kinds) > 1 or a == b:
                raise UsageError(
                    f"two records of one kind can be merged, not {' and '.join(sorted(kinds))}" if a != b else "give two records"
                )
            self._decide(connection, "merge", a, [b], reason, by)
        found = self.entry(a)
        assert found is not None  # noqa: S101 (it was there in the transaction)
        return found

    def split(self, a: str, b: str | None = None, *, reason: str | None = None, by: str | None = None) -> None:
        """A person says that two reports aren't of one thing; without `b`, that `a` is of nothing that the rest of its entry is."""
        with self._writing() as connection:
            home = _home(connection, self.where, a)
            others = [b] if b else [i for i in connection.execute(select(report.c.id).where(report.c.entry_id == home)).scalars() if i != a]
            if not others:
                raise UsageError(f"{a} is the only report of its entry: there is nothing to split")
            if b:
                _home(connection, self.where, b)
            self._decide(connection, "split", a, others, reason, by)

    def _decide(self, connection: Connection, kind: str, a: str, others: Sequence[str], reason: str | None, by: str | None) -> None:
        row = {"kind": kind, "value": None, "reason": reason, "by": by or _person(), "at": now(), "withdrawn": None}
        touched = {_home(connection, self.where, i) for i in (a, *others)}
        for b in others:
            connection.execute(insert(decision), {**row, "a": decisions.anchor(connection, a), "b": decisions.anchor(connection, b)})
        self._settling.settle(connection, [], touched)
        _note(connection, kind, a, ", ".join(others))

    def set_status(self, commitment: str, status: str, *, reason: str | None = None, by: str | None = None) -> None:
        """A person sets the status of a commitment; `auto` gives it back to the reports."""
        with self._writing() as connection:
            if _kind(connection, self.where, commitment) != "commitment":
                raise UsageError(f"{commitment} isn't a commitment")
            if status not in promises.STATUSES and status != "auto":
                raise UsageError(f"a status is one of {', '.join(promises.STATUSES)} or auto, not {status!r}")
            row = {"kind": "status", "value": status, "reason": reason, "by": by or _person(), "at": now(), "withdrawn": None, "b": None}
            connection.execute(insert(decision), {**row, "a": decisions.anchor(connection, _home(connection, self.where, commitment))})
            _note(connection, "status", commitment, status)

    def decisions(self) -> list[dict[str, Any]]:
        """Everything that people have decided, in order."""
        with self.reading() as connection:
            rows = [dict(row) for row in connection.execute(select(decision).order_by(decision.c.n)).mappings()]
            lost = set(Decisions.load(connection).lost)
        return [
            row | {"a": json.loads(row["a"]), "b": json.loads(row["b"]) if row["b"] else None, "lost": row["n"] in lost} for row in rows
        ]

    def withdraw(self, n: int) -> None:
        """Takes back a decision by its number; it stays on file."""
        with self._writing() as connection:
            row = connection.execute(select(decision).where(decision.c.n == n, decision.c.withdrawn.is_(None))).mappings().first()
            if row is None:
                raise LedgerError(f"{self.where} has no decision {n} in force")
            connection.execute(update(decision).where(decision.c.n == n).values(withdrawn=now()))
            meant = [decisions.resolve(connection, json.loads(kept)) for kept in (row["a"], row["b"]) if kept]
            self._settling.settle(connection, [], {_home(connection, self.where, i) for i in meant if i})
            _note(connection, "withdrawn", str(n), row["kind"])

    # -- looks ----------------------------------------------------------------------------------------------------------------------

    def last_look(self, name: str) -> tuple[str, str] | None:
        """When somebody last looked: the time, and the day as of which overdue commitments were told."""
        with self.reading() as connection:
            row = connection.execute(select(look.c.at, look.c.day).where(look.c.name == name)).first()
        return (row[0], row[1]) if row else None

    def looked(self, name: str, day: dt.date) -> None:
        """Notes that somebody has looked now."""
        with self._writing() as connection:
            connection.execute(look.delete().where(look.c.name == name))
            connection.execute(insert(look), {"name": name, "at": now(), "day": day.isoformat()})

    # -- upkeep -----------------------------------------------------------------------------------------------------------------------

    def stats(self) -> dict[str, Any]:
        """How much there is of everything."""
        with self.reading() as connection:
            count = {
                t.name: connection.execute(select(func.count()).select_from(t)).scalar_one()
                for t in (document, report, entry, link, copy, follow)
            }
            kinds = connection.execute(
                select(entry.c.kind, func.count(), func.sum(entry.c.n_reports)).group_by(entry.c.kind).order_by(entry.c.kind)
            ).all()
            readers = connection.execute(
                select(document.c.reader, func.count()).group_by(document.c.reader).order_by(document.c.reader)
            ).all()
            span = connection.execute(select(func.min(document.c.published), func.max(document.c.published))).one()
            decided = connection.execute(select(func.count()).select_from(decision).where(decision.c.withdrawn.is_(None))).scalar_one()
        return {
            "ledger": self.where,
            "documents": count["document"],
            "published": list(span),
            "copies": count["copy"],
            "reports": count["report"],
            "entries": {kind: {"entries": n, "reports": int(total)} for kind, n, total in kinds},
            "merged": sum(int(total) for *_, total in kinds) - count["entry"],
            "follow_ups": count["follow"],
            "decisions": decided,
            "readers": {row[0]: row[1] for row in readers},
        }

    def check(self) -> list[str]:
        """What is wrong: damage, quotations that aren't their document's words, reports without an entry, decisions without a report."""
        with self.reading() as connection:
            found = list(_damage(connection))
            found += [f"report {i} belongs to no entry" for i in _homeless(connection)]
            empty = select(entry.c.id).where(~select(report.c.n).where(report.c.entry_id == entry.c.id).exists())
            found += [f"entry {i} has no report" for i in connection.execute(empty).scalars()]
            query = (
                select(report.c.id, report.c.start, report.c.end, report.c.quote, document.c.text)
                .join(document)
                .where(document.c.text.is_not(None))
            )
            found += [
                f"report {i}: the words at {start} aren't the document's"
                for i, start, end, quote, words in connection.execute(query.order_by(report.c.document_id))
                if words[start:end] != quote
            ]
            found += [f"decision {n} is about a report that is gone" for n in Decisions.load(connection).lost]
        return found

    def backup(self, path: str | Path) -> Path:
        """Copies the ledger to a file while others read and write it.

        Raises:
            LedgerError: the file exists, or the ledger isn't SQLite (PostgreSQL has `pg_dump`).
        """
        to = Path(path)
        if self.engine.dialect.name != "sqlite":
            raise LedgerError("a ledger in PostgreSQL is backed up with pg_dump")
        if to.exists():
            raise LedgerError(f"{to} exists: give a new file")
        part = to.with_name(to.name + ".part")
        with opening.explained(to), contextlib.closing(sqlite3.connect(part)) as target:
            with self.engine.connect() as connection:
                source: Any = connection.connection.driver_connection
                source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        part.replace(to)
        return to

    def hash(self) -> str:
        """SHA-256 of what the ledger says: the same for the same documents and decisions, however they came."""
        total = hashlib.sha256()
        with self.reading() as connection:
            for row in connection.execute(select(document.c.id, document.c.reading_sha256, document.c.reader).order_by(document.c.id)):
                total.update(repr(tuple(row)).encode())
            for id_, body in connection.execute(select(entry.c.id, entry.c.body).order_by(entry.c.id)):
                total.update(f"{id_}{json.dumps(json.loads(body), sort_keys=True)}".encode())
            one, other = report.alias(), report.alias()
            query = (
                select(one.c.id, other.c.id, follow.c.relation, follow.c.score)
                .join(one, one.c.n == follow.c.commitment)
                .join(other, other.c.n == follow.c.later)
            )
            for link_ in sorted(map(tuple, connection.execute(query))):
                total.update(repr(link_).encode())
        return total.hexdigest()


def _outcome(connection: Connection, reading: Reading, reader: str) -> Outcome:
    known = (document.c.reader, document.c.reading_sha256, document.c.text.is_(None))
    row = connection.execute(select(*known).where(document.c.id == reading.document.id)).first()
    if row is None:
        return "new"
    if _order(row[0]) > _order(reader):
        return "kept"
    completed = row[2] and reading.document.text is not None  # it came without its text before, as readings in a file do
    if row[1] == digest(reading) and not completed:
        if row[0] != reader:  # the newer reader finds the same: nothing moves, but the row knows it
            connection.execute(update(document).where(document.c.id == reading.document.id).values(reader=reader))
            connection.execute(update(report).where(report.c.document_id == reading.document.id).values(reader=reader))
        return "unchanged"
    return "replaced"


def _with_text(connection: Connection, reading: Reading) -> Reading:
    """The reading with its document's text, where the ledger has it and the reading comes without, as from a file."""
    same = (document.c.id == reading.document.id, document.c.text_sha256 == reading.document.text_sha256)
    known = connection.execute(select(document.c.text).where(*same)).scalar()
    if reading.document.text is not None or known is None:
        return reading
    return reading.model_copy(update={"document": reading.document.model_copy(update={"text": known})})


def _order(reader: str) -> tuple[tuple[int, int, str], ...]:
    """Versions in order: numbers by value, and "1.0.dev1" before "1.0"."""
    parts = reader.replace("-", ".").replace("+", ".").split(".")
    return (*((1, int(p), "") if p.isdigit() else (-1, 0, p) for p in parts), (0, 0, ""))


def _numbers_of(connection: Connection, document_id: str) -> list[int]:
    return list(connection.execute(select(report.c.n).where(report.c.document_id == document_id)).scalars())


def _home(connection: Connection, where: str, id_: str) -> str:
    home = connection.execute(select(report.c.entry_id).where(report.c.id == id_)).scalar()
    if home is None:
        raise LedgerError(f"{where} has no record {id_}")
    return str(home)


def _kind(connection: Connection, where: str, id_: str) -> str:
    _home(connection, where, id_)
    return str(connection.execute(select(report.c.kind).where(report.c.id == id_)).scalar_one())


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in containers
        return "unknown"


def _note(connection: Connection, what: str, subject: str, detail: str | None) -> None:
    connection.execute(insert(log), {"at": now(), "what": what, "subject": subject, "detail": detail})


def _homeless(connection: Connection) -> Iterator[str]:
    """Reports without an entry, other than those that a reviewer rejected."""
    from dragoman.ledger.review.matching import rows_of  # noqa: PLC0415 (the types of the records come with it)
    from dragoman.ledger.review.standing import effective  # noqa: PLC0415

    gone = or_(report.c.entry_id.is_(None), ~select(entry.c.id).where(entry.c.id == report.c.entry_id).exists())
    found = connection.execute(select(report.c.n, report.c.id, report.c.kind, report.c.body).where(gone)).all()
    reviewed = rows_of(connection, [n for n, *_ in found])
    yield from (i for n, i, kind, body in found if effective(kind, json.loads(body), reviewed.get(n, ())) is not None)


def _damage(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield f"file: {line}"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{row[0]} row {row[1]} refers to a {row[2]} that isn't there"
    indexed = connection.execute(text("SELECT count(*) FROM search_docsize")).scalar_one()
    reports = connection.execute(select(func.count()).select_from(report)).scalar_one()
    if indexed != reports:
        yield f"the search index has {indexed} of {reports} reports"
