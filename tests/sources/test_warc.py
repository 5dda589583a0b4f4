"""Web archives: pages that were found, in order; what can't be read is named by its address."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import Options, documents
from dragoman.sources.planning import count
from sources.serving import PAGE


def record(kind: str, url: str, content: str, block: bytes) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {content}\r\n"
    return f"{head}WARC-Date: 2024-05-06T10:00:00Z\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def archive(path: Path, *, packed: bool) -> Path:
    """Pages and other things, with a page that has no text."""
    records = [record("warcinfo", "", "application/warc-fields", b"software: test\r\n")]
    for url, status, kind, body in (
        ("http://news.example/1", "200 OK", "text/html; charset=iso-8859-1", PAGE.format(title="One", text="“Oui”").encode("cp1252")),
        ("http://news.example/logo", "200 OK", "image/png", b"\x89PNG"),
        ("http://news.example/gone", "404 Not Found", "text/html", b"<p>gone</p>"),
        ("http://news.example/empty", "200 OK", "text/html", b"<html></html>"),
        ("http://news.example/2", "200 OK", "text/html", PAGE.format(title="Two", text="").encode()),
    ):
        records.append(record("request", url, "application/http;msgtype=request", b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n"))
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode()
        records.append(record("response", url, "application/http;msgtype=response", head + body))
    records.append(record("response", "dns:news.example", "text/dns", b"x"))
    path.write_bytes(b"".join(gzip.compress(r) if packed else r for r in records))
    return path


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.bin"])
def test_pages_that_were_found(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / name, packed=name.endswith("gz"))
    one, bad, two = documents([path])
    assert isinstance(one, Document)
    assert (one.title, one.url) == ("One", "http://news.example/1")
    assert "“Oui”" in (one.text or "")
    assert isinstance(bad, SourceError)
    assert str(bad) == f"{path} (http://news.example/empty): no main text found in the page"
    assert isinstance(two, Document)
    assert two.title == "Two"
    assert count([path], Options()) is None


def test_a_folder_knows_archives(tmp_path: Path) -> None:
    archive(tmp_path / "a.warc.gz", packed=True)
    (tmp_path / "b.csv.gz").write_bytes(b"x")
    assert [str(d.url) for d in documents([tmp_path]) if isinstance(d, Document)] == ["http://news.example/1", "http://news.example/2"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_damaged_archive_ends_with_an_error_and_never_with_half_a_page(tmp_path: Path, packed: bool) -> None:
    path = archive(tmp_path / ("a.warc.gz" if packed else "a.warc"), packed=packed)
    data = path.read_bytes()
    whole = {d.text for d in documents([path]) if isinstance(d, Document)}
    for cut in (data[:-400], data[:-700], data[: len(data) // 2], data[:40], data[:200] + b"\xff" * 300, b"\x1f\x8b" + b"\0" * 50):
        path.write_bytes(cut)
        found = list(documents([path]))
        assert {d.text for d in found if isinstance(d, Document)} < whole
    path.write_bytes(b"WARC/1.0\r\nContent-Length: x\r\n\r\nx")
    (error,) = documents([path])
    assert isinstance(error, SourceError)
