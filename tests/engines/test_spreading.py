"""Work spread over processes: results in order, the same bytes, and nothing left running whatever happens."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.engines import spreading
from dragoman.exports import jsonl
from dragoman.exports.exporting import export
from dragoman.exports.formats import FORMATS
from dragoman.records.errors import DragomanError, SourceError, UsageError
from exports.making import readings

DRAGOMAN = [sys.executable, "-c", "from dragoman.cli import main; main()"]


def square(number: int) -> tuple[int, int]:
    if number == -1:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == -2:
        raise UsageError("not this one")
    if number == -3:
        raise ValueError("unforeseen")
    time.sleep(0.02 * (number % 3))
    return os.getpid(), number * number


def test_results_come_in_the_order_of_the_chunks_from_several_processes() -> None:
    found = list(spreading.spread(2)(square, range(14)))
    assert [value for _, value in found] == [n * n for n in range(14)]
    assert {pid for pid, _ in found[: spreading.HERE]} == {os.getpid()}
    assert len({pid for pid, _ in found[spreading.HERE :]} - {os.getpid()}) == 2


def test_few_chunks_and_one_job_need_no_other_process() -> None:
    for jobs, chunks in ((2, spreading.HERE), (1, 9)):
        assert {pid for pid, _ in spreading.spread(jobs)(square, range(chunks))} == {os.getpid()}


@pytest.mark.parametrize(
    ("number", "error", "told"), [(-1, DragomanError, "SIGKILL"), (-2, UsageError, "not this one"), (-3, DragomanError, "unforeseen")]
)
def test_what_goes_wrong_in_a_process_is_told(number: int, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        list(spreading.spread(2)(square, [0, 1, 2, 3, number, 5, 6, 7]))


def through_pickle(work: Callable[[Any], Any], chunks: Iterable[Any]) -> Iterator[Any]:
    """What another process would be given and would give back, without one."""
    for chunk in chunks:
        there, here = pickle.loads(pickle.dumps((work, chunk)))  # noqa: S301 (our own)
        yield pickle.loads(pickle.dumps(there(here)))  # noqa: S301 (our own)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Over a thousand records in five parts, with two lines that hold no reading."""
    path = tmp_path_factory.mktemp("spreading") / "r.jsonl"
    lines = [reading.model_dump_json() for reading in readings(2700, seed=5)]
    path.write_text("\n".join([*lines[:150], "nonsense", *lines[150:], '{"document": 1}']) + "\n", encoding="utf-8")
    return path


def exported(name: str, source: Path, out: Path, spread: Any) -> tuple[dict[str, bytes], list[str], dict[str, Any]]:
    heard: list[SourceError | None] = []
    with source.open("rb") as stream:
        done = export(name, jsonl.lines(stream, "r.jsonl"), out / "x", spread=spread, heard=heard.append)
    files = {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    whole = {name: data.rsplit(b"\n", 2)[0] if "manifest" in name else data for name, data in files.items()}  # the last line has the time
    return {n: d for n, d in whole.items() if "datapackage" not in n}, [str(e) for e in heard if e], done["written"]


@pytest.mark.parametrize("name", FORMATS)
def test_parts_of_other_processes_have_the_same_bytes(name: str, source: Path, tmp_path: Path) -> None:
    there = spreading.spread(2) if name == "parquet" else through_pickle
    alone, spread = exported(name, source, tmp_path / "1", map), exported(name, source, tmp_path / "2", there)
    assert alone == spread
    assert [error.split(" ")[0] for error in alone[1]] == ["r.jsonl:151:", f"r.jsonl:{len(source.read_bytes().splitlines())}:"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked for in /proc")
@pytest.mark.parametrize(("number", "whom"), [(signal.SIGINT, "group"), (signal.SIGKILL, "parent")])
def test_an_export_that_is_ended_leaves_no_process(number: signal.Signals, whom: str, tmp_path: Path) -> None:
    """Ctrl-C goes to every process of the terminal: one line says so. After a kill the others see that nobody is there."""
    line = next(readings(1)).model_dump_json() + "\n"
    command = [*DRAGOMAN, "export", "csv", "-", "--out", str(tmp_path / "o"), "--jobs", "2"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as run:  # noqa: S603 (our own)
        assert run.stdin is not None
        assert run.stderr is not None
        run.stdin.write(line.encode() * 700)  # more than is done in the first process, and it waits for the rest
        run.stdin.flush()
        workers = wait_for(lambda: children(run.pid), at_least=2)
        (os.killpg if whom == "group" else os.kill)(run.pid, number)
        said = run.stderr.read().decode()
        assert run.wait(20) == (130 if whom == "group" else -signal.SIGKILL)
    assert "Traceback" not in said
    assert (f"interrupted: {tmp_path / 'o'} isn't whole" in said) is (whom == "group")
    wait_for(lambda: [0] * (not any(alive(worker) for worker in workers)), at_least=1)


def wait_for(found: Callable[[], list[int]], at_least: int) -> list[int]:
    until = time.monotonic() + 30
    while len(now := found()) < at_least:
        assert time.monotonic() < until
        time.sleep(0.05)
    return now


def children(pid: int) -> list[int]:
    """Processes that a process started, without Python's own tracker of resources."""
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [child for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def alive(pid: int) -> bool:
    path = Path(f"/proc/{pid}/stat")
    return path.exists() and path.read_text().rsplit(") ", 1)[1][0] != "Z"
