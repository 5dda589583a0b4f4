"""What is written comes back without a difference. `DRAGOMAN_RECORDS` sets how many records are made (10,000 in `make roundtrips`)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dragoman.exports import incoming, parquet, stored, tables
from dragoman.exports.columns import COLUMNS, type_of
from dragoman.exports.exporting import export
from dragoman.exports.formats import FORMATS
from dragoman.exports.gdelt.columns import EVENTS
from dragoman.exports.merged import ALONE
from dragoman.ledger import Ledger
from dragoman.records import Reading

from .making import readings

RECORDS = int(os.environ.get("DRAGOMAN_RECORDS", "600"))
BACK: dict[str, Any] = {"date": dt.date.fromisoformat, "number": float, "integer": int, "string": str}


@pytest.fixture(scope="module")
def made() -> list[Reading]:
    return [reading.model_copy(update={"document": reading.document.model_copy(update={"text": None})}) for reading in readings(RECORDS)]


def read(path: Path) -> list[Any]:
    with path.open("rb") as stream:
        return list(incoming.read(stream, str(path)))


def test_the_records_that_are_made_have_every_field_in_every_state(made: list[Reading]) -> None:
    assert sum(len(r.engagements) + len(r.events) + len(r.statements) + len(r.commitments) for r in made) >= RECORDS
    events = [e for r in made for e in r.events]
    assert {e.when is None for e in events} == {bool(e.place) for e in events} == {True, False}
    assert any(e.when and e.when.unresolved for e in events)


def test_json_lines(made: list[Reading], tmp_path: Path) -> None:
    export("jsonl", made, tmp_path / "x.jsonl")
    assert read(tmp_path / "x.jsonl") == made


def test_parquet(made: list[Reading], tmp_path: Path) -> None:
    export("parquet", made, tmp_path)
    assert read(tmp_path / "readings.parquet") == made
    expected = rows(made)
    for table in COLUMNS:
        assert pq.read_table(tmp_path / f"{table}.parquet").to_pylist() == expected[table]


def rows(made: list[Reading]) -> dict[str, list[tables.Row]]:
    found: dict[str, list[tables.Row]] = {table: [] for table in COLUMNS}
    for reading in made:
        for table, row in tables.rows(reading):
            found[table].append({column: row[column] for column in COLUMNS[table]})
    return found


@pytest.mark.parametrize("safe", [False, True])
def test_csv(made: list[Reading], tmp_path: Path, safe: bool) -> None:
    """Exact cells come back as they were; safe ones after the apostrophe that was put before them."""
    tables.write(made, tmp_path, safe=safe)
    for table, expected in rows(made).items():
        with (tmp_path / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
            found = [{c: cell(c, v, safe) for c, v in row.items()} for row in csv.DictReader(handle)]
        assert found == [{c: None if v == "" else v for c, v in row.items()} for row in expected], table  # an empty cell is null


def cell(column: str, text: str, safe: bool) -> Any:
    if safe and text.startswith("'") and text.lstrip("'").startswith(tables.FORMULA):
        text = text[1:]
    return BACK[type_of(column)](text) if text else None


def test_a_ledger_gives_back_what_it_was_given(made: list[Reading], tmp_path: Path) -> None:
    some = made[:20]
    with Ledger(tmp_path / "x.db") as book:
        assert Counter(a.outcome for a in book.add_all(some)) == {"new": len(some)}
        assert [book.stored(r.document.id) for r in some] == some
        assert list(stored.readings(book)) == sorted(some, key=lambda r: r.document.id)  # they were added in one moment


KEPT = (
    "SQLDATE MonthYear Year FractionDate EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale "
    "Actor1CountryCode Actor1Type1Code Actor2CountryCode Actor2Type1Code ActionGeo_CountryCode ActionGeo_Lat ActionGeo_Long"
).split()


def test_gdelt_there_and_back_keeps_what_it_can_say(made: list[Reading], tmp_path: Path) -> None:
    written = export("gdelt", made, tmp_path / "a")["written"]["events"]
    back = read(tmp_path / "a" / "dragoman.export.CSV")
    assert len(back) == written > 0
    assert all(isinstance(r, Reading) and r.warnings[0].code == "no-text" for r in back)
    export("gdelt", back, tmp_path / "b")
    first, second = (gdelt_rows(tmp_path / name / "dragoman.export.CSV") for name in "ab")
    assert [{k: kept(row, k) for k in KEPT} for row in first] == [{k: kept(row, k) for k in KEPT} for row in second]


def gdelt_rows(path: Path) -> list[dict[str, str]]:
    return [dict(zip(EVENTS, line.split("\t"), strict=True)) for line in path.read_text("utf-8").split("\n")[:-1]]


def kept(row: dict[str, str], column: str) -> str:
    if column.endswith("Type1Code") and row[column] == "GOV":  # a government is its state: it comes back as the country alone
        return ""
    return row[column]


def test_polecat_there_and_back_keeps_what_it_can_say(made: list[Reading], tmp_path: Path) -> None:
    written = export("polecat", made, tmp_path / "a.tsv")["written"]["events"]
    back = read(tmp_path / "a.tsv")
    assert len(back) == written > 0
    assert all(isinstance(r, Reading) for r in back)
    export("polecat", back, tmp_path / "b.tsv")
    first, second = (list(polecat_rows(tmp_path / f"{name}.tsv")) for name in "ab")
    same = (
        "Event Date",
        "Event Type",
        "Event Mode",
        "Intensity",
        "Quad Code",
        "Contexts",
        "Actor Country",
        "Actor COW",
        "Recipient Country",
    )
    assert [[row[k] for k in same] for row in first] == [[row[k] for k in same] for row in second]


def polecat_rows(path: Path) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_readings_give_the_same_bytes(made: list[Reading], tmp_path: Path, name: str) -> None:
    for folder in ("a", "b"):
        FORMATS[name].write(iter(made), tmp_path / folder / "x", ALONE)
    files = [sorted(p for p in (tmp_path / f).rglob("*") if p.is_file()) for f in ("a", "b")]
    assert [p.read_bytes() for p in files[0]] == [p.read_bytes() for p in files[1]]


def test_only_readings_can_be_read_back_from_parquet(tmp_path: Path) -> None:
    export("parquet", readings(3), tmp_path)
    with (tmp_path / "events.parquet").open("rb") as stream, pytest.raises(Exception, match=r"only readings\.parquet"):
        list(parquet.read(stream, "events.parquet"))
