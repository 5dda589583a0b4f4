"""What a path stands for, and which format a file is in."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import Input, documents, expand
from dragoman.sources.load import format_of, is_one_text

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def names(folder: Path, *patterns: str) -> list[str]:
    return [Path(i.where).name if isinstance(i, Input) else i.reason for i in expand(folder / p if p != "-" else p for p in patterns)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "README.md", "notes.docx", ".hidden.txt", "sub/c.html", ".git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Kenya met Uganda.")
    return tmp_path


def test_a_folder_is_everything_readable_in_it(folder: Path) -> None:
    assert names(folder, "") == ["a.md", "b.txt", "c.html"]


def test_patterns(folder: Path) -> None:
    assert names(folder, "*.txt", "**/*.html") == ["b.txt", "c.html"]
    assert names(folder, "*.csv") == ["no file matches the pattern"]


def test_a_file_with_a_pattern_in_its_name_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text("Kenya met Uganda.")
    assert names(tmp_path, "a[1].txt") == ["a[1].txt"]


def test_what_is_missing_is_an_error_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "empty").mkdir()
    missing, found, empty = expand([folder / "nothing.txt", folder / "b.txt", folder / "empty"])
    assert isinstance(missing, SourceError)
    assert missing.reason == "no such file or folder"
    assert isinstance(found, Input)
    assert isinstance(empty, SourceError)
    assert "no file in this folder ends in .txt" in empty.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_an_error(folder: Path) -> None:
    (folder / "b.txt").chmod(0)
    (found,) = documents([folder / "b.txt"])
    assert isinstance(found, SourceError)
    assert "ermission" in found.reason


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.txt", b"Kenya", "text"),
        ("a", b"Kenya", "text"),
        ("a.log", b"Kenya", "text"),
        ("a", b'{"text": "Kenya"}', "jsonl"),
        ("a.txt", b'{"text": "Kenya"}', "text"),
        ("a", b"---\ntitle: A\n---\n", "markdown"),
        ("a.txt", b"\xef\xbb\xbf<!DOCTYPE html>", "html"),
        ("a", b"  <html>", "html"),
        ("a", b"PAR1", "parquet"),
        ("A.CSV", b"text", "csv"),
        (None, b"PAR1", "parquet"),
        (None, b'{"text": 1}', "jsonl"),
        (None, b"Kenya", "text"),
    ],
)
def test_formats(name: str | None, head: bytes, kind: str) -> None:
    assert format_of(Input(Path(name) if name else None), head) == kind


class Stdin:
    """Standard input with given bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BufferedReader(io.BytesIO(content))  # type: ignore[arg-type]


def test_standard_input_is_sniffed(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, count in ((b"Kenya met Uganda.", 1), (json.dumps({"text": "Kenya met."}).encode() + b"\n{}\n", 2), (b"", 1)):
        monkeypatch.setattr(sys, "stdin", Stdin(content))
        assert is_one_text(["-"]) == (count == 1)
        found = list(documents(["-"]))
        assert len(found) == count
        if content:
            assert isinstance(found[0], Document)
        else:
            assert str(found[0]) == "<stdin>: the file is empty"


def test_what_counts_as_one_text(folder: Path) -> None:
    (folder / "t.csv").write_text("text\nKenya met.\n")
    assert is_one_text([folder / "b.txt"])
    assert not is_one_text([folder / "t.csv"])
    assert not is_one_text([folder])
    assert not is_one_text([folder / "a.md", folder / "b.txt"])


def test_the_examples_are_complete() -> None:
    found = list(documents([EXAMPLES]))
    assert len(found) >= 10
    readme = (EXAMPLES / "README.md").read_text()
    for document in found:
        assert isinstance(document, Document), document
        assert document.title
        assert document.publisher
        assert document.published
        assert 2021 <= document.published.year <= 2025
        assert document.url
        assert ".example/" in document.url
        assert 80 <= len((document.text or "").split()) <= 350
    assert all(path.name in readme for path in EXAMPLES.glob("2*.md"))
