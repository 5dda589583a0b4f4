"""A compiled copy is used while it is what would be made anew, and never instead of it."""

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dragoman.gazetteer import names, places
from dragoman.gazetteer.offices import _read as read_people
from dragoman.records import compiled


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    for name in ("holders.csv", "offices.csv", "code.py"):
        (tmp_path / name).write_text(f"{name}\n", encoding="utf-8")
    return tmp_path


def kept(folder: Path, make: Callable[[], Any]) -> Any:
    return compiled.kept(folder, "people", sorted(folder.glob("*.*")), make)


def copy_of(folder: Path) -> Path:
    return folder / "__pycache__" / "people.json"


def test_what_is_made_is_kept(data: Path) -> None:
    made = {"Öztürk": [1, 2.5, None, True]}
    assert kept(data, lambda: made) == made
    assert kept(data, lambda: pytest.fail("made again")) == made
    assert [file.name for file in copy_of(data).parent.iterdir()] == ["people.json"]


@pytest.mark.parametrize("name", ["holders.csv", "offices.csv", "code.py"])
def test_any_file_that_it_was_made_of_makes_it_stale(data: Path, name: str) -> None:
    kept(data, lambda: ["old"])
    (data / name).write_text("another size\n", encoding="utf-8")
    assert kept(data, lambda: ["new"]) == ["new"]
    os.utime(data / name, ns=(1, 1))
    assert kept(data, lambda: ["newer"]) == ["newer"]
    assert kept(data, lambda: pytest.fail("made again")) == ["newer"]


def test_a_file_more_or_less_makes_it_stale(data: Path) -> None:
    kept(data, lambda: ["old"])
    (data / "more.csv").touch()
    assert kept(data, lambda: ["new"]) == ["new"]
    (data / "offices.csv").unlink()
    assert kept(data, lambda: ["newer"]) == ["newer"]


@pytest.mark.parametrize("broken", ["", "no stamp", "\n[]"])
def test_a_broken_copy_is_made_anew(data: Path, broken: str) -> None:
    kept(data, lambda: ["a"])
    copy_of(data).write_text(broken, encoding="utf-8")
    assert kept(data, lambda: ["b"]) == ["b"]
    assert kept(data, lambda: pytest.fail("made again")) == ["b"]


def test_half_a_copy_is_made_anew(data: Path) -> None:
    kept(data, lambda: ["a", "b"])
    copy_of(data).write_bytes(copy_of(data).read_bytes()[:-2])
    assert kept(data, lambda: ["c"]) == ["c"]


@pytest.mark.parametrize("made", [("a", "tuple"), {1: "a key"}, {"a", "set"}, ["\ud800"]])
def test_what_json_cannot_say_is_not_kept(data: Path, made: Any) -> None:
    assert kept(data, lambda: made) == made
    assert not copy_of(data).exists()


def test_where_nothing_can_be_kept(data: Path) -> None:
    (data / "__pycache__").write_text("a file", encoding="utf-8")
    assert kept(data, lambda: ["a"]) == ["a"]
    assert kept(data, lambda: ["b"]) == ["b"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(data: Path) -> None:
    data.chmod(0o555)
    assert kept(data, lambda: ["a"]) == ["a"]
    assert not copy_of(data).exists()


def test_python_that_writes_no_copies(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert kept(data, lambda: ["a"]) == ["a"]
    assert not copy_of(data).exists()


def _at_once(folder: Path, number: int, start: Any, answers: Any) -> None:
    sys.dont_write_bytecode = False
    start.wait()
    answers.put(all(kept(folder, lambda: ["the same"] * 20_000) == ["the same"] * 20_000 for _ in range(20)))


def test_several_processes_make_it_at_once(data: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    start, answers = spawn.Barrier(3), spawn.Queue()
    started = [spawn.Process(target=_at_once, args=(data, number, start, answers)) for number in range(3)]
    for process in started:
        process.start()
    assert [answers.get(timeout=60) for _ in started] == [True] * 3
    for process in started:
        process.join()
    assert [file.name for file in copy_of(data).parent.iterdir()] == ["people.json"]


def test_the_collector_rests_meanwhile() -> None:
    with compiled.uncollected(), compiled.uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.parametrize(
    "make", [names._tables, names._world_tables, read_people, lambda: places._read(places._lines()), places._read_others]
)
def test_the_tables_of_the_gazetteer_can_be_kept(data: Path, make: Callable[[], Any]) -> None:
    made = kept(data, make)
    assert kept(data, lambda: pytest.fail("wasn't kept")) == made
