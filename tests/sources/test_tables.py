"""JSON Lines, JSON, CSV and Parquet: a document a row, and one bad row stops nothing."""

import datetime as dt
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Document
from dragoman.records.errors import MissingPartError, SourceError, UsageError
from dragoman.sources import MAX_TEXT, Options, documents

GOOD = {
    "id": "a-1",
    "title": "Call",
    "text": "Kenya called Uganda.",
    "published": "2024-05-06",
    "url": "https://x.example/1",
    "publisher": "The Post",
}


def read(path: Path, content: bytes | str, options: Options | None = None) -> list[Document | SourceError]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(documents([path], options))


def summary(found: Sequence[Document | SourceError]) -> list[str | tuple[int | None, str]]:
    return [d.id if isinstance(d, Document) else (d.line, d.reason) for d in found]


def check_good(document: Document | SourceError) -> None:
    assert isinstance(document, Document), document
    assert document.model_dump(include=set(GOOD) - {"text"}) | {"text": document.text} == GOOD | {"published": dt.date(2024, 5, 6)}


BAD_ROWS: list[tuple[dict[str, Any] | list[int], str]] = [
    ({**GOOD, "published": "6 May 2024"}, "'6 May 2024' isn't a date"),
    ({**GOOD, "published": "2024-13-01"}, "'2024-13-01' isn't a date"),
    ({**GOOD, "published": 20240506}, "published is a int, not a date"),
    ({**GOOD, "text": ""}, "the text is empty"),
    ({**GOOD, "text": None}, "the text is empty"),
    ({**GOOD, "text": 12}, "text is a int, not text"),
    ({**GOOD, "text": "half \ud83d pair"}, "isn't valid Unicode"),
    ({"title": "no text"}, "no key 'text' among title"),
    ({**GOOD, "text": "x" * (MAX_TEXT + 1)}, "the limit is 5,000,000"),
    ([1, 2], "a list, not an object"),
]


def test_jsonl_reads_every_good_row_and_names_every_bad_one(tmp_path: Path) -> None:
    lines = [json.dumps(GOOD), "", *(json.dumps(row) for row, _ in BAD_ROWS), "{not json", json.dumps(GOOD | {"id": "a-2"})]
    found = read(tmp_path / "a.jsonl", "\n".join(lines))
    check_good(found[0])
    assert isinstance(found[-1], Document)
    errors = [d for d in found if isinstance(d, SourceError)]
    assert [e.line for e in errors] == list(range(3, 4 + len(BAD_ROWS)))
    for failure, reason in zip(errors, [reason for _, reason in BAD_ROWS] + ["not JSON"], strict=True):
        assert reason in failure.reason
        assert str(failure).startswith(f"{tmp_path / 'a.jsonl'}:{failure.line}: ")


def test_jsonl_names_the_offset_of_undecodable_bytes_in_the_file(tmp_path: Path) -> None:
    first = json.dumps(GOOD).encode() + b"\n"
    found = read(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + first + b'{"text": "S\xe3o"}\n' + first)
    assert summary(found) == ["a-1", (2, f"byte 0xe3 at offset {3 + len(first) + 11} isn't UTF-8"), "a-1"]


def test_other_names_and_numeric_ids(tmp_path: Path) -> None:
    options = Options(columns={"text": "body", "published": "date", "id": "nr"})
    (found,) = read(tmp_path / "a.jsonl", json.dumps({"nr": 7, "body": "Kenya called.", "date": "2024-05-06T10:00:00+02:00"}), options)
    assert isinstance(found, Document)
    assert (found.id, found.published, found.text) == ("7", dt.date(2024, 5, 6), "Kenya called.")


def test_an_unknown_column_name_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="no column 'body'"):
        Options(columns={"body": "text"})


def test_json_arrays(tmp_path: Path) -> None:
    found = read(tmp_path / "a.json", json.dumps([GOOD, {"id": "x"}, GOOD]))
    assert summary(found) == ["a-1", (2, "no key 'text' among id"), "a-1"]
    (failure,) = read(tmp_path / "b.json", "[1,")
    assert isinstance(failure, SourceError)


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    import csv

    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_any_usual_delimiter(tmp_path: Path, delimiter: str) -> None:
    name = "a.tsv" if delimiter == "\t" else "a.csv"
    (found,) = read(tmp_path / name, csv_text([list(GOOD), list(GOOD.values())], delimiter))
    check_good(found)


def test_csv_reads_every_good_row_and_names_every_bad_one(tmp_path: Path) -> None:
    rows = [
        ["id", "text", "published"],
        ["1", "Two\nlines, and “quotes”.", "2024-05-06"],  # lines 2-3
        ["2", "", ""],
        ["3", "Kenya called.", "yesterday"],
        ["4", "Kenya called.", "", "one more"],
        ["5", "Kenya called."],
        ["6", "Kenya called.", ""],
    ]
    data = csv_text(rows).encode() + b"7,S\xe3o,\r\n" + b"8,Kenya called.,\r\n"
    found = read(tmp_path / "a.csv", b"\xef\xbb\xbf" + data)
    assert summary(found) == [
        "1",
        (4, "the text is empty"),
        (5, "'yesterday' isn't a date: write YYYY-MM-DD"),
        (6, "the row has 4 fields, the header 3"),
        (7, "the row has 2 fields, the header 3"),
        "6",
        (9, f"byte 0xe3 at offset {3 + data.index(b'S' + bytes([0xE3])) + 1} isn't UTF-8"),
        "8",
    ]
    assert isinstance(found[0], Document)
    assert found[0].text == "Two\nlines, and “quotes”."


def test_csv_with_a_quote_out_of_place(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", 'id,text\n1,Kenya called.\n2,"Kenya" called.\n3,Kenya called.\n')
    assert [d.id if isinstance(d, Document) else d.line for d in found] == ["1", 3, "3"]


def test_csv_whose_header_isnt_one_names_its_line(tmp_path: Path) -> None:
    (found,) = read(tmp_path / "a.csv", "id\rx,text\n1,2\n")
    assert isinstance(found, SourceError)
    assert (found.line, found.reason.split(":")[0]) == (1, "not CSV")


def test_large_csv_fields_are_read_up_to_the_limit_on_texts(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", csv_text([["text"], ["x" * 1_000_000], ["x" * (MAX_TEXT + 1)]]))
    assert isinstance(found[0], Document)
    assert isinstance(found[1], SourceError)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.parquet"])
def test_an_empty_table_is_an_error(tmp_path: Path, name: str) -> None:
    (found,) = read(tmp_path / name, b"")
    assert isinstance(found, SourceError)
    assert "empty" in found.reason


def write_parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def test_parquet_with_dates_of_any_type(tmp_path: Path) -> None:
    day = dt.date(2024, 5, 6)
    for number, value in enumerate((day, dt.datetime(2024, 5, 6, 12, tzinfo=dt.UTC), "2024-05-06")):
        path = write_parquet(tmp_path / f"{number}.parquet", [GOOD | {"published": value}, GOOD | {"published": None, "text": None}])
        good, bad = documents([path])
        check_good(good)
        assert isinstance(bad, SourceError)
        assert (bad.line, bad.reason) == (2, "the text is empty")


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text("id,body\n1,Kenya called.\n")
    else:
        write_parquet(path, [{"id": "1", "body": "Kenya called."}])
    (found,) = documents([path])
    assert isinstance(found, SourceError)
    assert found.reason == "no column 'text' among id, body; name another with --column text=FIELD"
    (found,) = documents([path], Options(columns={"text": "words"}))
    assert isinstance(found, SourceError)
    assert found.reason == "no column 'words' among id, body"
    assert summary(list(documents([path], Options(columns={"text": "body"})))) == ["1"]


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (found,) = read(tmp_path / "a.parquet", b"PAR1 and then something else")
    assert isinstance(found, SourceError)
    assert "not a Parquet file" in found.reason


def test_parquet_without_pyarrow_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPartError, match=r"dragoman\[tables\]"):
        read(tmp_path / "a.parquet", b"PAR1")
