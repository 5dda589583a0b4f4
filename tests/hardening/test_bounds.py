"""Hostile pages and full disks: bounded in time and memory, and told in one line."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.records.errors import SourceError
from dragoman.sources import Options, html, load
from dragoman.sources.options import MAX_FILE
from pacing import slowness

P = "<p>President William Ruto of Kenya met Secretary of State Marco Rubio in New York on Tuesday, and spoke about trade.</p>" * 5
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE = {
    "deep": "<div>" * 200_000 + P,
    "deep and closed": "<div>" * 100_000 + P + "</div>" * 100_000,
    "bold": "<b>" * 200_000 + P,
    "tables": "<table><tr><td>" * 20_000 + P,
    "lists": "<ul><li>" * 50_000 + P,
    "attributes": "<body " + " ".join(f"a{n}='x'" for n in range(200_000)) + ">" + P,
    "attributes hidden by quotes": "<body x='>' " + " ".join(f"a{n}" for n in range(200_000)) + ">" + P,
    "attributes without spaces": "<body " + "".join(f'a{n}="x"' for n in range(100_000)) + ">" + P,
    "an open quote": '<a b="' * 100_000 + P,
    "laughs": f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{LAUGHS}]><html><body><p>&l11;</p>{P}</body></html>',
    "a file": f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><article><p>&x;</p>{P}</article></body></html>',
    "comments": "<!--" * 500_000 + P,
    "entities": "&amp;" * 400_000 + P,
    "scripts": "<script>" + "var x = '<p>'; " * 500_000 + "</script>" + P,
    "NUL": "\0" * 1_000_000 + P,
    "one word": "<p>" + "a" * 2_000_000 + "</p>" + P,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_or_refused_within_seconds(name: str) -> None:
    page = f"<!doctype html><html>{HOSTILE[name]}" if not HOSTILE[name].startswith(("<?xml", "<!DOCTYPE")) else HOSTILE[name]
    started = time.process_time()
    try:
        (found,) = html.page(io.BytesIO(page.encode()), "x", Options())
        assert "root:" not in (found.text or "")
        assert len(found.text or "") < 4_000_000
    except SourceError:  # a refusal is as good
        pass
    assert time.process_time() - started < 20 * slowness()


def test_fifty_megabytes_are_refused_in_bounded_memory(tmp_path: Path) -> None:
    """In a process of its own, so that its peak is its own."""
    if not Path("/proc/self/status").is_file():
        pytest.skip("this system doesn't tell a process's peak")
    page = tmp_path / "page.html"
    with page.open("w") as out:
        out.write("<!doctype html><html><body>")
        for _ in range(50_000_000 // len(P)):
            out.write(P)
    code = (
        "import re, sys; from dragoman.sources import documents; found = list(documents([sys.argv[1]]));"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read());"  # getrusage keeps the peak of the parent
        "print(found[0], int(peak[1]) // 1024)"
    )
    said = subprocess.check_output([sys.executable, "-c", code, page], text=True)  # noqa: S603 (this interpreter)
    assert "the limit for one" in said
    assert int(said.split()[-1]) < 300  # MB


@pytest.mark.parametrize("charset", ["utf-7", "idna", "punycode", "rot13", "hex", "zip", "bz2", "unicode_escape", "undefined", "x" * 300])
def test_charsets_that_no_page_is_written_in_are_refused(charset: str) -> None:
    page = f'<html><head><meta charset="{charset}"></head><body>{P}</body></html>'.encode()
    with pytest.raises(SourceError, match="unknown charset"):
        list(html.page(io.BytesIO(page), "x", Options()))


def test_a_page_in_a_charset_it_doesnt_declare_is_named() -> None:
    with pytest.raises(SourceError, match="isn't UTF-8"):
        list(html.page(io.BytesIO("<p>é</p>".encode("latin-1")), "x", Options()))
    with pytest.raises(SourceError, match="UTF-16"):
        list(load.PARSERS["html"](io.BytesIO(P.encode("utf-16")), "x", Options()))
    assert MAX_FILE < 50_000_000


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.run(command, text=True, check=False, timeout=300, **pipes)  # type: ignore[call-overload,no-any-return]  # noqa: S603


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said_in_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        found = run("schema", stdout=full)
    assert found.returncode == 1
    assert found.stderr == "dragoman: standard output can't be written: No space left on device\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_said_in_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    found = run("read", "x.txt", "--output", str(tmp_path / "a.json"))
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1


def test_a_file_that_may_not_grow_is_said_in_one_line(tmp_path: Path) -> None:
    """A limit on the size of files: what a quota does. The signal that comes with it is Python's to ignore."""
    (tmp_path / "a.txt").write_text("Kenya thanked Uganda.")
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))  # noqa: E731
    found = run("read", str(tmp_path / "a.txt"), "--output", str(tmp_path / "a.json"), preexec_fn=limit)
    assert found.returncode == 1
    assert found.stderr == f"dragoman: {tmp_path / 'a.json'} can't be written: File too large\n"
