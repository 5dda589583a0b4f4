"""Workers: order, isolation of a document that crashes or hangs, bounded memory. The readers are fakes: no worker loads a model."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import forkserver
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman import cli
from dragoman.engines import local
from dragoman.records import Document, Reading, ReadingWarning
from dragoman.records.errors import DragomanError, MissingPartError, SourceError, UsageError


def obey(document: Document) -> Reading:
    """A reader that does what the text says, and notes in which process."""
    match (document.text or "").split():
        case ["crash"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["leave"]:
            os._exit(7)
        case ["hang"]:
            time.sleep(600)
        case ["raise"]:
            raise KeyError("x\ny")
        case ["refuse"]:
            raise SourceError("here", "won't", line=3)
        case ["missing"]:
            raise MissingPartError("no model")
        case ["sleep", seconds]:
            time.sleep(float(seconds))
    return Reading(document=document, warnings=(ReadingWarning(code="pid", message=str(os.getpid())),))


def load() -> local.Read:
    return obey


def load_with_difficulty() -> local.Read:
    raise MissingPartError("the model isn't installed")


def load_and_fail() -> local.Read:
    raise ValueError("bad")


def load_and_leave() -> local.Read:
    os._exit(3)


@pytest.fixture(autouse=True)
def own_forks() -> Iterator[None]:
    """Each test has a fork server of its own, if any."""
    yield
    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # as Python's own tests do


@pytest.fixture(params=["spawned", pytest.param("forked", marks=pytest.mark.skipif(sys.platform != "linux", reason="workers are spawned"))])
def started(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How the workers of a test come to be; the template of those that are forked has nothing loaded."""
    if request.param == "forked":
        monkeypatch.setattr(local, "load", load)
        monkeypatch.setattr(local, "TEMPLATE", "json")
    return str(request.param)


def documents(*texts: str) -> list[Document]:
    return [Document.of(text, id=f"d{n}") for n, text in enumerate(texts)]


def shown(items: Iterator[Reading | SourceError]) -> list[str]:
    return [str(i) if isinstance(i, SourceError) else i.document.id for i in items]


@pytest.mark.parametrize("jobs", [1, 2])
def test_order_is_kept_and_errors_stay_in_their_place(jobs: int) -> None:
    mixed: list[Document | SourceError] = [*documents("sleep 0.3", "a", "raise", "b", "refuse"), SourceError("f", "bad", line=1)]
    found = shown(local.read([*mixed, *documents("c")], jobs, loader=load))
    assert found[:2] == ["d0", "d1"]
    assert found[2].startswith("d2: the reader failed on it: KeyError: 'x\\ny' (test_local.py:")
    assert found[3:] == ["d3", "here:3: won't", "f:1: bad", "d0"]


@pytest.mark.usefixtures("started")
def test_crashes_and_hangs_name_their_document_and_the_rest_goes_on() -> None:
    began = time.monotonic()
    texts = documents("a", "crash", "b", "hang", "leave", "c", "d")
    found = shown(local.read(texts, 2, limit=1.5, loader=load))
    assert found == [
        "d0",
        "d1: the worker process that read it ended: SIGKILL",
        "d2",
        "d3: not read within 1.5 s",
        "d4: the worker process that read it ended: exit code 7",
        "d5",
        "d6",
    ]
    assert time.monotonic() - began < 60


@pytest.mark.usefixtures("started")
def test_workers_are_kept_started_as_needed_and_ended() -> None:
    found = list(local.read(documents(*["sleep 0.01"] * 30), 3, loader=load))
    pids = {int(r.warnings[0].message) for r in found if isinstance(r, Reading)}
    assert 1 <= len(pids) <= 3
    assert os.getpid() not in pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    one = list(local.read(documents("a"), 8, loader=load))
    assert len(one) == 1


def test_documents_are_taken_no_further_than_a_window_ahead() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Document]:
        number = 0
        while True:
            taken.append(number)
            yield Document.of("sleep 1.5" if number == 0 else "a", id=str(number))
            number += 1

    items = local.read(endless(), 2, loader=load)
    for number in range(100):
        item = next(items)
        assert isinstance(item, Reading)
        assert item.document.id == str(number)
        assert len(taken) - number <= 2 * local.AHEAD
    items.close()  # type: ignore[attr-defined]  # a generator: its workers end with it


def test_a_long_text_and_a_slow_taker() -> None:
    texts = [Document.of("long " * 200_000, id=str(n)) for n in range(4)]
    for item in local.read(texts, 2, limit=20, loader=load):
        time.sleep(0.1)
        assert isinstance(item, Reading)
        assert item.document.n_chars == 1_000_000


def test_what_keeps_every_document_from_being_read_ends_the_run() -> None:
    with pytest.raises(MissingPartError, match="isn't installed"):
        list(local.read(documents("a"), 2, loader=load_with_difficulty))
    with pytest.raises(DragomanError, match="ValueError: bad"):
        list(local.read(documents("a"), 2, loader=load_and_fail))
    with pytest.raises(DragomanError, match="ended while it loaded: exit code 3"):
        list(local.read(documents("a"), 2, loader=load_and_leave))
    for jobs in (1, 2):
        with pytest.raises(MissingPartError, match="no model"):
            list(local.read(documents("missing"), jobs, loader=load))


@pytest.mark.skipif(sys.platform != "linux", reason="workers are spawned")
def test_a_template_that_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ends.py").write_text("import os; os._exit(3)")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.setattr(local, "load", load)
    monkeypatch.setattr(local, "TEMPLATE", "ends")
    with pytest.raises(DragomanError, match="forked from ended while it loaded"):
        list(local.read(documents("a"), 2, loader=load))


def test_where_nothing_can_be_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "load", load)
    monkeypatch.setattr(forkserver, "ensure_running", lambda: os.stat("no such folder"))
    (found,) = local.read(documents("a"), 2, loader=load)
    assert isinstance(found, Reading)


def test_a_template_that_cannot_load_leaves_the_saying_to_the_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "load", load_with_difficulty)
    monkeypatch.setattr(local, "TEMPLATE", "no.such.module")
    with pytest.raises(MissingPartError, match="isn't installed"):
        list(local.read(documents("a"), 2, loader=load_with_difficulty))


def test_the_template_has_one_thread_and_the_reader() -> None:
    """A fork of a process with several threads can hang; what the template hasn't loaded, every worker loads."""
    code = """
import gc, os, sys
import dragoman.engines.template
from dragoman.gazetteer import matcher, offices
from dragoman.reading import language
assert matcher.cache_info().currsize == language.pipeline.cache_info().currsize == offices.cache_info().currsize == 1
assert gc.isenabled() and gc.get_freeze_count() > 100_000 and "torch" not in filter(sys.modules.get, sys.modules)
assert not os.path.exists("/proc/self/task") or len(os.listdir("/proc/self/task")) == 1
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)  # noqa: S603


@pytest.mark.skipif(sys.platform != "linux", reason="workers are spawned")
def test_ctrl_c_while_the_template_loads(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kenya thanked Uganda.")
    code = "from dragoman.cli import main; main()"
    command = [sys.executable, "-c", code, "read", tmp_path, "--output", tmp_path / "out.jsonl", "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        if any(b"forkserver" in Path(f"/proc/{child}/cmdline").read_bytes() for child in children.read_text().split()):
            break
        time.sleep(0.02)
    time.sleep(0.3)  # it has begun to load
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    assert process.wait(20) == 130
    assert process.communicate(timeout=60)[1] == "dragoman: interrupted\n"


def test_one_job_is_this_process_and_nothing_is_loaded_for_nothing() -> None:
    (item,) = local.read(documents("a"), 1, loader=load)
    assert isinstance(item, Reading)
    assert item.warnings[0].message == str(os.getpid())
    for jobs in (1, 2):
        assert list(local.read([], jobs, loader=load_with_difficulty)) == []


def test_nonsense_is_refused() -> None:
    with pytest.raises(UsageError):
        local.read([], 0)
    with pytest.raises(UsageError):
        local.read([], 1, limit=0)


def test_a_worker_of_the_command_gives_the_reading_of_this_process(tmp_path: Path) -> None:
    """The one test of workers that load the models."""
    (tmp_path / "a.txt").write_text("Kenya thanked Uganda.")
    one, two = (CliRunner().invoke(cli.app, ["read", str(tmp_path), "--format", "jsonl", "--jobs", jobs]) for jobs in ("1", "2"))
    assert (one.exit_code, two.exit_code) == (0, 0), two.output
    assert one.stdout == two.stdout
    assert one.stdout.count("\n") == 1
