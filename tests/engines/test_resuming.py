"""A run that is killed and goes on ends as one that wasn't: the same file, the same count, the same exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman import cli, terminal
from dragoman.engines.resuming import Resumable
from dragoman.records.errors import EXIT_PARTIAL, DragomanError, UsageError
from dragoman.sources import Options
from dragoman.sources.planning import count, fingerprint

#: Documents of the run that is killed, and how often: `make resume` asks for 5,000 and 5.
DOCUMENTS = int(os.environ.get("DRAGOMAN_RESUME_DOCUMENTS", "120"))
KILLS = int(os.environ.get("DRAGOMAN_RESUME_KILLS", "1"))
JOBS = os.environ.get("DRAGOMAN_RESUME_JOBS", "1")
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("2023-0*.md"))


def run(*arguments: str | Path) -> tuple[int, str]:
    found = CliRunner().invoke(cli.app, ["read", *map(str, arguments)])
    code = found.exception.exit_code if isinstance(found.exception, DragomanError) else found.exit_code
    return code, found.stderr + (str(found.exception) if isinstance(found.exception, DragomanError) else "")


def table(path: Path, documents: int) -> Path:
    """Short texts, with a row that can't be read after every fifty."""
    with path.open("w", encoding="utf-8") as out:
        for n in range(documents):
            out.write(json.dumps({"id": f"d{n}", "text": f"Kenya thanked Uganda for shipment {n}.", "published": "2024-05-06"}) + "\n")
            if n % 50 == 7:
                out.write('{"id": "no text"}\n')
    return path


def kill_after(output: Path, lines: int, *arguments: str | Path) -> int:
    """Starts the command in its own process and kills it when its file has so many lines; returns how many it had then."""
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "read", *map(str, arguments)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 (this interpreter)
    try:
        while process.poll() is None and (not output.exists() or output.read_bytes().count(b"\n") < lines):
            time.sleep(0.02)
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # its workers too
        process.wait()
    assert process.returncode == -signal.SIGKILL, "it was done before it was killed"
    return output.read_bytes().count(b"\n")


def test_killed_and_resumed_is_the_same_as_uninterrupted(tmp_path: Path) -> None:
    texts = table(tmp_path / "texts.jsonl", DOCUMENTS)
    whole, killed = tmp_path / "whole.jsonl", tmp_path / "killed.jsonl"
    code, _ = run(texts, "--output", whole)
    assert code == EXIT_PARTIAL
    call = (texts, "--output", killed, "--resume", "--jobs", JOBS)
    for n in range(KILLS):
        # the file is flushed when the manifest is saved, so lines show up second by second
        had = kill_after(killed, DOCUMENTS * (n + 1) // (3 * KILLS), *call)
        assert had < DOCUMENTS
        assert killed.read_bytes() != whole.read_bytes()
    code, said = run(*call)
    assert code == EXIT_PARTIAL
    assert "going on from there" in said
    assert killed.read_bytes() == whole.read_bytes()
    rows = DOCUMENTS + (DOCUMENTS + 42) // 50
    assert json.loads((tmp_path / "killed.jsonl.manifest").read_text())["done"] == rows
    assert f"{DOCUMENTS} documents read, {rows - DOCUMENTS} couldn't be read" in said
    code, said = run(*call)
    assert code == EXIT_PARTIAL
    assert "nothing is left to read" in said
    assert killed.read_bytes() == whole.read_bytes()


def test_no_reading_depends_on_the_process_that_makes_it(tmp_path: Path) -> None:
    """Names, shared offices and sets come out alike whatever Python's hash seed: else nothing could be resumed."""
    rows = [{"id": "q", "text": "Queen Elizabeth II met Prime Minister Boris Johnson.", "published": "2021-05-06"}]
    rows += [{"id": p.stem, "text": p.read_text(encoding="utf-8")} for p in EXAMPLES]
    texts = tmp_path / "texts.jsonl"
    texts.write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "read", texts, "--format", "jsonl"]
    started = [subprocess.Popen(command, env=os.environ | {"PYTHONHASHSEED": s}, stdout=subprocess.PIPE) for s in "12"]  # noqa: S603 (this interpreter)
    one, other = (process.communicate()[0] for process in started)
    assert one == other
    assert one.count(b"\n") == len(rows)
    assert b'"GBR/elizabeth-ii"' in one


def test_ctrl_c_keeps_whole_lines_and_ends_the_workers(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    texts = table(tmp_path / "texts.jsonl", 3000)
    code = "from dragoman.cli import main; main()"
    command = [sys.executable, "-c", code, "read", texts, "--output", output, "--resume", "--time-limit", "100"]  # one worker
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603 (this interpreter)
    manifest = tmp_path / "out.jsonl.manifest"
    while process.poll() is None and not manifest.exists():
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "dragoman: interrupted; the same call goes on from here"
    assert "Traceback" not in said
    lines = output.read_bytes().splitlines()
    mark = json.loads(manifest.read_text())
    assert len(lines) == mark["done"] - mark["failed"] > 0
    assert all(json.loads(line)["document"]["id"] for line in lines)
    for _ in range(200):  # the module that starts processes has one of its own, which ends last
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a process goes on")


def test_a_manifest_of_another_run_is_refused(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with Resumable(output, "one") as file:
        file.add("a\n")
    for run_, damage, reason in (
        ("other", None, "other inputs or options"),
        ("one", "{", "can't be used"),
        ("one", '{"run": "one"}', "can't be used"),
    ):
        if damage:
            (tmp_path / "out.jsonl.manifest").write_text(damage)
        with pytest.raises(UsageError, match=reason), Resumable(output, run_):
            pass
    assert output.read_text() == "a\n"


def test_a_file_that_lost_lines_is_refused(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with Resumable(output, "one") as file:
        file.add("abc\n")
    output.write_text("a")
    with pytest.raises(UsageError, match="shorter than"), Resumable(output, "one"):
        pass


def test_what_the_manifest_doesnt_count_is_cut_off(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with suppress(ValueError), Resumable(output, "one") as file:
        file.add("abc\n")
        file.add(None)
        raise ValueError
    with output.open("a") as handle:
        handle.write('{"half a li')
    with Resumable(output, "one") as file:
        assert (file.mark.done, file.mark.failed, file.complete) == (2, 1, False)
        file.add("def\n")
    assert output.read_text() == "abc\ndef\n"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["-", "--resume", "--output", "x.jsonl"], "standard input can't be read again"),
        (["x.txt", "--resume"], "--output FILE.jsonl"),
        (["x.txt", "--resume", "--output", "x.json"], "--output FILE.jsonl"),
    ],
)
def test_what_cant_be_resumed_is_refused(arguments: list[str], reason: str, tmp_path: Path) -> None:
    code, said = run(*[str(tmp_path / a) if a.startswith("x.") else a for a in arguments])
    assert code == UsageError.exit_code
    assert reason in said


def test_a_fingerprint_tells_changed_inputs(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    first = fingerprint([path, tmp_path / "missing"], Options())
    assert fingerprint([path, tmp_path / "missing"], Options()) == first
    assert fingerprint([path], Options()) != first
    assert fingerprint([path, tmp_path / "missing"], Options(title="x")) != first
    os.utime(path, ns=(1, 1))
    assert fingerprint([path, tmp_path / "missing"], Options()) != first


def test_documents_are_counted_before_they_are_read(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table(tmp_path / "a.jsonl", 60)  # with 2 bad rows
    (tmp_path / "b.txt").write_text("x")
    (tmp_path / "c.csv").write_text('text\n"two\nlines"\nb\n')
    pq.write_table(pa.table({"text": ["a", "b", "c"]}), tmp_path / "d.parquet")
    assert count([tmp_path], Options()) == 62 + 1 + 2 + 3
    assert count([tmp_path, tmp_path / "missing"], Options()) == 69
    (tmp_path / "e.json").write_text("[]")
    assert count([tmp_path], Options()) is None


def test_progress_tells_rate_and_remaining_time(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = [100.0]
    monkeypatch.setattr(terminal.time, "monotonic", lambda: clock[0])
    with terminal.Progress("reading", 5000) as progress:
        progress.resume(1000, 3)
        for _ in range(40):
            clock[0] += 1.0
            progress.step()
    said = capsys.readouterr().err.splitlines()
    assert said == ["dragoman: reading: 1,030 of 5,000, 1 a second, about 66 min left"]
    assert terminal.Progress("reading").told() == "reading: 0, 0 a second"
