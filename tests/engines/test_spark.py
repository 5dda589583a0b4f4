"""Spark on this machine: the same readings as the local engine, and the same entries as the ledger."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman import cli
from dragoman.engines import local
from dragoman.ledger import Ledger, copies
from dragoman.records import Reading
from dragoman.records.errors import EXIT_PARTIAL, UsageError
from dragoman.sources import Options, documents
from engines import fake_reader
from ledger.making import Text, call, many, meeting

pyspark = pytest.importorskip("pyspark", reason="needs the extra [spark]")
pa = pytest.importorskip("pyarrow", reason="needs the extra [tables]")
pytestmark = [
    pytest.mark.skipif(not (shutil.which("java") or os.environ.get("JAVA_HOME")), reason="Spark needs Java"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning"),  # pyspark's own
]
#: Documents of the run that the real reader makes: any number, of these few forms.
DOCUMENTS = int(os.environ.get("DRAGOMAN_SPARK_DOCUMENTS", "5"))
TEXTS = (
    "President William Ruto met U.S. Secretary of State Marco Rubio in New York on Tuesday.",
    "Kenya and Uganda signed trade agreement {n} in Nairobi.",
    "",
    "Kenya and Uganda signed trade agreement {n} in Nairobi on Friday.",
    "Foreign Minister Musalia Mudavadi said Kenya would send {n} police officers to Haiti by the end of June.",
)
#: For a JVM that lives for seconds: nothing compiled for the long run, no web page, no shuffle wider than the data.
QUICK = """spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.ui.enabled false
spark.sql.shuffle.partitions 2
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
"""


@pytest.fixture(scope="module")
def loads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spark") / "loads"


@pytest.fixture(scope="module")
def session(loads: Path) -> Iterator[Any]:
    from dragoman.engines.spark import session as start

    (loads.parent / "spark-defaults.conf").write_text(QUICK)
    with pytest.MonkeyPatch.context() as patch:  # its workers take their environment from here
        patch.setenv("SPARK_CONF_DIR", str(loads.parent))
        patch.setenv("DRAGOMAN_TEST_LOADS", str(loads))
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")))))
        found = start("local[2]")
        found.sparkContext.setLogLevel("ERROR")
        yield found
        found.stop()


def test_the_command_gives_the_records_of_the_local_engine_row_for_row(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the real reader, into the three folders; a text that is empty and a date that is none stay errors."""
    import pyarrow.parquet as pq

    rows = [{"key": n, "text": TEXTS[n % 5].format(n=n), "published": "2025-09-24" if n else "soon", "extra": 1} for n in range(DOCUMENTS)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    monkeypatch.setattr(type(session), "stop", lambda _: None)  # the next test wants it
    ran = CliRunner().invoke(
        cli.app,
        ["read", "--engine", "spark", "--master", "local[2]", "--column", "id=key", str(tmp_path / "in.parquet"), str(tmp_path / "out")],
    )
    assert ran.exit_code == EXIT_PARTIAL
    found, entries = (pq.read_table(tmp_path / "out" / name).to_pylist() for name in ("readings", "entries"))
    expected = list(local.read(documents([tmp_path / "in.parquet"], Options(columns={"id": "key"}))))
    assert len(found) == len(expected) == DOCUMENTS
    for row, item in zip(found, expected, strict=True):
        if isinstance(item, Reading):
            assert (row["id"], row["reading"], row["error"]) == (item.document.id, item.model_dump_json(), None)
            assert row["signature"] == copies.signature(item.document.text or "")
        else:
            assert (row["reading"], row["error"]) == (None, item.reason)
    assert [row["error"] for row in found][:3] == ["'soon' isn't a date: write YYYY-MM-DD", None, "the text is empty"]
    assert {row["id"]: json.loads(row["body"]) for row in entries} == in_a_ledger(
        tmp_path / "book.db", [item for item in expected if isinstance(item, Reading)]
    )
    assert "documents read, " in capfd.readouterr().err + ran.stderr


def test_models_are_loaded_once_a_worker_and_one_bad_document_is_a_row(session: Any, loads: Path) -> None:
    from dragoman.engines import spark

    df = session.createDataFrame([(str(n), "raise" if n == 7 else f"Text {n}.") for n in range(40)], "id string, text string")
    found = spark.read(df.repartition(6), loader=fake_reader.load).collect()
    assert sorted(int(row.id) for row in found) == list(range(40))
    (bad,) = (row for row in found if row.error)
    assert (bad.id, bad.reading) == ("7", None)
    assert "KeyError" in bad.error
    pids = loads.read_text().split()
    assert len(pids) == len(set(pids)) <= 2  # workers of two cores, for six tasks
    with pytest.raises(UsageError, match="no column 'text'"):
        spark.read(df.withColumnRenamed("text", "body"))


def readings_of_all_kinds() -> list[Reading]:
    """Calls and meetings: reports of one thing, of several, copies of one text, and a document given twice."""
    words = " ".join(f"word{n}" for n in range(60))
    copied = []
    for publisher in ("A", "B"):
        text = Text(f"Ruto met Rubio. {words}", "2025-11-02", publisher=publisher, id=f"copy-{publisher}")
        copied.append(text.engagement("meeting", ["Ruto", "Rubio"], "Ruto met Rubio").done())
    found = [*many(9), call(), call(publisher="Harbour Courier"), meeting(), meeting(publisher="Lakeside Post"), *copied]
    return [*found, found[0]]


def test_the_entries_are_those_of_a_ledger(session: Any, tmp_path: Path) -> None:
    from dragoman.engines import spark, spark_merging

    readings = readings_of_all_kinds()
    rows = [(r.document.id, r.model_dump_json(), None, copies.signature(r.document.text or "")) for r in readings]
    df = session.createDataFrame(rows, spark.READINGS)
    expected = in_a_ledger(tmp_path / "book.db", readings)
    found = {row.id: json.loads(row.body) for row in spark_merging.merge(df).collect()}
    assert found == expected
    assert max(len(body["cites"]) for body in found.values()) >= 2
    assert len(found) < sum(len(body["cites"]) for body in found.values())
    assert any("copies of one text" in reason for body in found.values() for m in body["merged"] for reason in m["reasons"])
    assert ("copy-A", "copy-B", 1.0) in {(row.a, row.b, row.jaccard) for row in spark_merging.copies(df).collect()}


def in_a_ledger(path: Path, readings: list[Reading]) -> dict[str, Any]:
    """The entries of a ledger to which the readings were added."""
    from sqlalchemy import select

    from dragoman.ledger.schema import entry

    with Ledger(path) as ledger:
        list(ledger.add_all(readings))
        with ledger.reading() as connection:
            ids = connection.scalars(select(entry.c.id)).all()
        return {i: ledger.entry(i) for i in ids}


def test_components_of_a_long_chain_and_of_loose_ends(session: Any) -> None:
    from dragoman.engines.spark_merging import components

    ids = session.createDataFrame([(f"{n:03}",) for n in range(9)], "id string")
    edges = session.createDataFrame([(f"{n:03}", f"{n + 1:03}") for n in range(6)], "a string, b string")
    found = {row.id: row.component for row in components(ids, edges).collect()}
    assert found == {f"{n:03}": "000" if n <= 6 else f"{n:03}" for n in range(9)}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["in.parquet"], "IN... OUT"),
        (["in.parquet", "out", "--jobs", "2"], "--engine spark takes --column and --master"),
    ],
)
def test_wrong_calls(arguments: list[str], reason: str) -> None:
    found = CliRunner().invoke(cli.app, ["read", "--engine", "spark", *arguments])
    assert isinstance(found.exception, UsageError)
    assert reason in str(found.exception)
