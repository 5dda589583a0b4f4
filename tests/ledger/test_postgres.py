"""The same ledger in PostgreSQL.

A server is started for the tests where its programs are found, or DRAGOMAN_TEST_POSTGRES gives an address.
"""

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dragoman.analysis.promised import commitments
from dragoman.analysis.relations import relations
from dragoman.analysis.search import search
from dragoman.analysis.timeline import timeline
from dragoman.ledger import Ledger
from dragoman.records.errors import LedgerError
from ledger.making import many, meeting

pytest.importorskip("psycopg")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = os.environ.get("DRAGOMAN_TEST_POSTGRES")
    if given:
        yield given
        return
    if not shutil.which("initdb") or not shutil.which("pg_ctl"):
        pytest.skip("no PostgreSQL here: docs/ledger.md says how to start one")
    root = tmp_path_factory.mktemp("pg")
    as_user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        root.chmod(0o777)
        for folder in root.parents:
            if str(folder).startswith("/tmp/"):  # noqa: S108 (pytest's own folder)
                folder.chmod(0o755)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = root / "data"
    try:
        subprocess.run([*as_user, "initdb", "-D", data, "-U", "postgres", "-A", "trust"], check=True, capture_output=True, cwd=root)  # noqa: S603
        options = f"-k {root} -p 5433 -c listen_addresses='' -c fsync=off"
        start = [*as_user, "pg_ctl", "-D", data, "-l", root / "log", "-o", options, "-w", "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=root)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"PostgreSQL doesn't start: {error}")
    yield f"postgresql://postgres@/postgres?host={root}&port=5433"
    subprocess.run([*as_user, "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, capture_output=True, cwd=root)  # noqa: S603


@pytest.fixture
def address(server: str) -> str:
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server


def test_the_same_record_in_both(address: str, tmp_path: Path) -> None:
    readings = many(30)
    with Ledger(address) as there, Ledger(tmp_path / "here.db") as here:
        for ledger in (there, here):
            list(ledger.add_all(readings if ledger is here else reversed(readings)))
        assert there.hash() == here.hash()
        assert there.check() == []
        first = readings[0].engagements[0].id
        for ledger in (there, here):
            ledger.split(first)
            ledger.remove(readings[4].document.id)
        assert there.hash() == here.hash()
        on = dt.date(2026, 1, 1)
        for ask in (
            lambda book: list(timeline(book, "KEN", "USA")),
            lambda book: list(relations(book, "KEN", "USA")),
            lambda book: [c["id"] for c in commitments(book, on=on)],
            lambda book: sorted(r["id"] for r in search(book, "trade agreements", limit=100)),
        ):
            assert ask(there) == ask(here)
        with pytest.raises(LedgerError, match="pg_dump"):
            there.backup(tmp_path / "x.db")


def test_a_second_writer_waits_there_too(address: str) -> None:
    with Ledger(address) as first, Ledger(address, wait=0.3) as second:
        with first._writing(), pytest.raises(LedgerError, match="written by another process"):
            second.add(meeting())
        assert second.add(meeting()).outcome == "new"
