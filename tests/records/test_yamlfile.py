"""The compiled copy of a data file is used while it is the file's, and never instead of it."""

import os
from pathlib import Path

import pytest

from dragoman.records import yamlfile


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    path = tmp_path / "offices.yaml"
    path.write_text("- {id: a, titles: [A, É]}\n", encoding="utf-8")
    return path


def copy_of(path: Path) -> Path:
    return path.parent / "__pycache__" / f"{path.name}.json"


def test_the_copy_is_used(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = yamlfile.load(data)
    assert first == [{"id": "a", "titles": ["A", "É"]}]
    monkeypatch.setattr(yamlfile, "_parsed", lambda _: pytest.fail("parsed again"))
    assert yamlfile.load(data) == first


def test_a_changed_file_is_read_anew(data: Path) -> None:
    yamlfile.load(data)
    data.write_text("- {id: b, titles: [A, B]}\n", encoding="utf-8")
    os.utime(data, ns=(1, 1))
    assert yamlfile.load(data)[0]["id"] == "b"
    assert yamlfile.load(data)[0]["id"] == "b"


def test_half_a_copy_is_made_anew(data: Path) -> None:
    first = yamlfile.load(data)
    copy_of(data).write_text(copy_of(data).read_text(encoding="utf-8")[:-3], encoding="utf-8")
    assert yamlfile.load(data) == first


@pytest.mark.parametrize("content", ["- 2023-05-01\n", "1: one\n"])
def test_what_json_cannot_say_is_not_kept(data: Path, content: str) -> None:
    data.write_text(content, encoding="utf-8")
    assert yamlfile.load(data) == yamlfile.load(data)
    assert not copy_of(data).exists()


def test_where_nothing_can_be_kept(data: Path) -> None:
    (data.parent / "__pycache__").write_text("a file", encoding="utf-8")
    assert yamlfile.load(data)[0]["id"] == "a"
