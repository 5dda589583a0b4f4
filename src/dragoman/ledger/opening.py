"""Opening a ledger: the connection and its settings, the version of the tables, and errors that say what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from dragoman.ledger.schema import pending
from dragoman.records.errors import LedgerError, MissingPartError

HEAD = "0007"  # the newest migration; a test holds it
APPLICATION_ID = 0x44524147  # "DRAG": `file` and this module tell a ledger from other SQLite files by it
WAIT = 30.0  # seconds a second writer waits for the first
CACHE = 65536  # kilobytes of pages that a writer keeps: with SQLite's own 2 MB a transaction writes the same pages again and again


def engine_of(where: str | Path, *, wait: float = WAIT) -> Engine:
    """An engine for a file or a URL (`postgresql://user@host/name`, `sqlite:///file.db`)."""
    url = make_url(where) if isinstance(where, str) and "://" in where else URL.create("sqlite", database=str(where))
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": wait})
        event.listen(engine, "connect", _sqlite_settings)
    elif url.get_backend_name() == "postgresql":
        engine = _postgres(url, wait)
    else:
        raise LedgerError(f"a ledger is a SQLite file or a postgresql:// address, not {url.get_backend_name()}")
    event.listen(engine, "begin", _begin)
    return engine


def _postgres(url: URL, wait: float) -> Engine:
    try:
        return create_engine(url.set(drivername="postgresql+psycopg"), connect_args={"options": f"-c lock_timeout={int(wait * 1000)}"})
    except ModuleNotFoundError as error:
        raise MissingPartError.extra("postgres", "a ledger in PostgreSQL") from error  # noqa: S610 (not Django's)


def _sqlite_settings(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own transactions start too late for BEGIN IMMEDIATE
    for setting in ("foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY", "mmap_size=268435456"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    if connection.dialect.name == "sqlite":
        if writing:
            connection.exec_driver_sql(f"PRAGMA cache_size=-{CACHE}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    elif writing:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")


@contextlib.contextmanager
def explained(where: object) -> Iterator[None]:
    """Errors of the database as `LedgerError`, with what can be done."""
    try:
        yield
    except DBAPIError as error:
        raise LedgerError(_explanation(str(where), error)) from error
    except sqlite3.Error as error:
        raise LedgerError(f"{where}: {error}") from error


def _explanation(where: str, error: DBAPIError) -> str:
    words = str(error.orig)
    if "locked" in words or "lock timeout" in words:
        return f"{where} is being written by another process, and waiting for it took too long: try again when that one is done"
    if "not a database" in words or "malformed" in words:
        return f"{where} is not a ledger or is damaged ({words}): restore a backup (dragoman ledger backup makes them)"
    if "unable to open" in words:
        return f"{where} can't be opened: {words}"
    if "readonly" in words:
        return f"{where} can't be written: {words}"
    if "disk is full" in words:
        return f"{where}: the disk is full; nothing of the last document was kept"
    return f"{where}: {words.splitlines()[0]}"


def prepare(engine: Engine, where: object) -> None:
    """Makes the tables of a new ledger and brings older ones up to date.

    Raises:
        LedgerError: it isn't a ledger, or one of a newer version of Dragoman.
    """
    with explained(where), engine.connect() as connection:
        version = _version(connection, where)
    if version != HEAD:
        _update(engine, where, version)
    with explained(where), engine.connect() as connection:
        if connection.execute(select(pending.c.document_id).limit(1)).first() is None:
            return
    from dragoman.ledger.renewing import renew  # noqa: PLC0415 (only once in a ledger's life)

    renew(engine, where)


def _update(engine: Engine, where: object, version: str | None) -> None:
    try:
        with explained(where):
            _make(engine, where)
    except LedgerError as error:
        if version is None:
            raise
        old = f"{where} was made by an earlier version of Dragoman (tables {version}, this one has {HEAD})"
        raise LedgerError(f"{old}: opened once by somebody who may write it, it is brought up to date; now {error}") from error


def _make(engine: Engine, where: object) -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]  # outside a transaction: it can't be set inside one
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        if _version(connection, where) != HEAD:  # another process may have been quicker
            _upgrade(connection)


def _version(connection: Connection, where: object) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables and "report" in tables:
        found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
        if found > HEAD:
            raise LedgerError(
                f"{where} was written by a newer version of Dragoman (tables {found}, this one knows {HEAD}): upgrade Dragoman"
            )
        return found
    if tables:
        raise LedgerError(f"{where} is a database of something else (tables {', '.join(sorted(tables)[:4])}): give another file")
    return None


def _upgrade(connection: Connection, to: str = HEAD) -> None:
    from alembic import command  # noqa: PLC0415 (half a second: only where tables are made)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(files("dragoman.ledger") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
