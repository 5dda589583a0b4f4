"""The store: what goes in comes out, twice is once, and errors say what to do."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from dragoman.ledger import Ledger, opening, schema
from dragoman.records import Reading
from dragoman.records.errors import LedgerError, UsageError
from ledger.making import Text, call, many, meeting


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger(tmp_path / "dragoman.db") as found:
        yield found


def test_a_reading_comes_back_as_it_went_in(ledger: Ledger) -> None:
    reading = meeting()
    assert ledger.add(reading).outcome == "new"
    stored = ledger.stored(reading.document.id)
    assert stored == reading
    assert stored.document.text == reading.document.text


def test_twice_is_once(ledger: Ledger) -> None:
    ledger.add(call())
    before, stats = ledger.hash(), ledger.stats()
    assert ledger.add(call()).outcome == "unchanged"
    assert (ledger.hash(), ledger.stats()) == (before, stats)


def test_a_text_that_is_known_is_kept_and_one_that_comes_later_is_taken(ledger: Ledger) -> None:
    whole = call()
    bare = Reading.model_validate_json(whole.model_dump_json())
    assert ledger.add(bare).outcome == "new"
    assert ledger.stored(whole.document.id).document.text is None
    assert ledger.add(whole).outcome == "replaced"
    assert ledger.stored(whole.document.id).document.text == whole.document.text
    assert ledger.add(bare).outcome == "unchanged"
    assert ledger.add(bare.model_copy(update={"statements": ()})).outcome == "replaced"
    assert ledger.stored(whole.document.id).document.text == whole.document.text
    assert ledger.check() == []


def test_every_row_knows_document_evidence_reader_and_time(ledger: Ledger) -> None:
    reading = call()
    ledger.add(reading, reader="1.2")
    row = ledger.report(reading.engagements[0].id)
    assert row is not None
    assert (row["document_id"], row["reader"]) == (reading.document.id, "1.2")
    assert reading.document.text[row["start"] : row["end"]] == row["quote"] == "Ruto and Rubio spoke by telephone"
    assert row["added"].endswith("Z")


def test_a_newer_reader_replaces_an_older_one_and_not_the_other_way(ledger: Ledger) -> None:
    newer = call()
    older = newer.model_copy(update={"statements": ()})
    assert ledger.add(older, reader="0.9.2").outcome == "new"
    assert ledger.add(newer, reader="0.10.0").outcome == "replaced"
    assert ledger.add(older, reader="0.9.2").outcome == "kept"
    assert len(ledger.stored(newer.document.id).statements) == 1
    assert ledger.check() == []


def test_decisions_hold_on_when_ids_change(ledger: Ledger) -> None:
    one, other = call(), call("2025-09-25", "Harbour Courier")
    ledger.add(one, reader="1")
    ledger.add(other, reader="1")
    assert len(ledger.entry(one.engagements[0].id)["cites"]) == 2
    ledger.split(one.engagements[0].id, other.engagements[0].id, reason="two calls", by="ann")
    assert len(ledger.entry(one.engagements[0].id)["cites"]) == 1
    renamed = one.model_copy(update={"engagements": (one.engagements[0].model_copy(update={"id": "en-renamed"}),)})
    assert ledger.add(renamed, reader="2").outcome == "replaced"
    assert len(ledger.entry("en-renamed")["cites"]) == 1
    assert [d["lost"] for d in ledger.decisions()] == [False]
    ledger.withdraw(1)
    assert len(ledger.entry("en-renamed")["cites"]) == 2


def test_removing_a_document_leaves_no_trace_of_it(ledger: Ledger) -> None:
    ledger.add(call())
    before = ledger.hash()
    ledger.add(call("2025-09-25", "Harbour Courier"))
    assert ledger.hash() != before
    ledger.remove(call("2025-09-25", "Harbour Courier").document.id)
    assert ledger.hash() == before
    assert ledger.check() == []
    with pytest.raises(LedgerError, match="no document nothing"):
        ledger.remove("nothing")


def test_the_tables_are_those_of_the_migrations(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)
        own = [d for d in differences if not (d[0] == "remove_table" and d[1].name.startswith("search"))]
        assert own == []
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    scripts = ScriptDirectory(str(Path(opening.__file__).parent / "migrations"))
    assert scripts.get_current_head() == opening.HEAD


@pytest.mark.parametrize("version", ["0001", "0002", "0003", "0004", "0005", "0006"])
def test_ledgers_of_every_earlier_version_open(tmp_path: Path, version: str) -> None:
    path = tmp_path / "old.db"
    engine = opening.engine_of(path)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        opening._upgrade(connection, version)
    engine.dispose()
    with Ledger(path) as ledger:
        assert ledger.add(call()).outcome == "new"
        assert ledger.check() == []


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE cats (name TEXT)")
    with pytest.raises(LedgerError, match=r"a database of something else \(tables cats\)"):
        Ledger(other)
    noise = tmp_path / "noise.db"
    noise.write_bytes(b"not a database at all" * 100)
    with pytest.raises(LedgerError, match="not a ledger or is damaged"):
        Ledger(noise)
    with pytest.raises(LedgerError, match="there is no ledger"):
        Ledger(tmp_path / "missing.db", create=False)
    with pytest.raises(LedgerError, match="not mysql"):
        Ledger("mysql://localhost/x")
    with (
        Ledger(tmp_path / "future.db") as ledger,
        ledger.engine.connect().execution_options(writing=True) as connection,
        connection.begin(),
    ):
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="newer version of Dragoman"):
        Ledger(tmp_path / "future.db")


def test_a_second_writer_waits_and_then_is_told(tmp_path: Path) -> None:
    path = tmp_path / "dragoman.db"
    with Ledger(path) as first, Ledger(path, wait=0.2) as second:
        first.add(call())
        with first._writing():
            assert second.stats()["documents"] == 1  # readers don't wait
            with pytest.raises(LedgerError, match="being written by another process"):
                second.add(meeting())
        assert second.add(meeting()).outcome == "new"


def test_two_processes_write_one_ledger(tmp_path: Path) -> None:
    path = tmp_path / "dragoman.db"
    code = (
        "import sys; from dragoman.ledger import Ledger; from ledger.making import many\n"
        "with Ledger(sys.argv[1]) as l: list(l.add_all(many(60)[int(sys.argv[2])::2], batch=5))"
    )
    running = [
        subprocess.Popen(  # noqa: S603 (ourselves)
            [sys.executable, "-c", code, str(path), str(n)], cwd=Path(__file__).parents[1]
        )
        for n in (0, 1)
    ]
    assert [p.wait() for p in running] == [0, 0]
    with Ledger(path) as together, Ledger(tmp_path / "alone.db") as alone:
        list(alone.add_all(reversed(many(60))))
        assert together.hash() == alone.hash()
        assert together.check() == []


def test_check_finds_what_is_wrong(ledger: Ledger) -> None:
    reading = call()
    ledger.add(reading)
    assert ledger.check() == []
    with ledger._writing() as connection:
        connection.execute(text("UPDATE document SET text = 'X' || text"))
        connection.execute(text("UPDATE report SET entry_id = 'gone' WHERE id = :i"), {"i": reading.statements[0].id})
    found = "\n".join(ledger.check())
    assert "aren't the document's" in found
    assert f"report {reading.statements[0].id} belongs to no entry" in found
    assert f"entry {reading.statements[0].id} has no report" in found


def test_a_backup_is_a_ledger(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(call())
    to = ledger.backup(tmp_path / "copy.db")
    with Ledger(to) as copied:
        assert copied.hash() == ledger.hash()
    with pytest.raises(LedgerError, match="exists"):
        ledger.backup(to)


def test_odd_texts_are_kept(ledger: Ledger) -> None:
    text_ = "Ruto 👩🏽‍🚀 and Rubio met\u202e in New York — “naïve” \x00 İstanbul. Kenya 𝔘𝔫𝔦"
    reading = Text(text_, None).engagement("meeting", ["Ruto", "Rubio"], "Rubio met\u202e in New York", place="New York").done()
    ledger.add(reading)
    assert ledger.stored(reading.document.id).document.text == text_
    assert ledger.check() == []


def test_wrong_calls_say_so(ledger: Ledger) -> None:
    a, b = call(), meeting()
    list(ledger.add_all([a, b]))
    with pytest.raises(UsageError, match="one kind"):
        ledger.merge(a.engagements[0].id, b.events[0].id)
    with pytest.raises(UsageError, match="nothing to split"):
        ledger.split(a.engagements[0].id)
    with pytest.raises(LedgerError, match="no record en-0"):
        ledger.split("en-0")
    with pytest.raises(UsageError, match="isn't a commitment"):
        ledger.set_status(a.engagements[0].id, "fulfilled")
    with pytest.raises(UsageError, match="a status is one of"):
        ledger.set_status(b.commitments[0].id, "done")
    assert len(many(9)) == 9
