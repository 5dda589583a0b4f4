"""Hostile bytes for every source, and hostile text for the reader: errors on purpose are the only ones.

A test tries a few dozen inputs; `make fuzz` sets DRAGOMAN_FUZZ_SECONDS and lets each of the ten try for a minute.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import Options, feeds, robots
from dragoman.sources.fetching import check, unpack
from dragoman.sources.load import PARSERS
from sources.serving import PAGE

SECONDS = float(os.environ.get("DRAGOMAN_FUZZ_SECONDS", "0"))
FEW = 40
fuzzed = settings(
    max_examples=400 if SECONDS else FEW,
    deadline=None,
    derandomize=not SECONDS,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def _parquet() -> bytes:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        return b"PAR1"
    out = io.BytesIO()
    pq.write_table(pa.table({"text": ["Kenya met Uganda.", "b"], "id": ["1", "2"], "published": ["2024-05-06", None]}), out)
    return out.getvalue()


def _warc() -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.format(title="T", text="x").encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/\r\nContent-Length: {len(block)}\r\n\r\n"
    return (head.encode() + block + b"\r\n\r\n") * 2


ROW = json.dumps({"id": "1", "text": "Kenya met Uganda.", "published": "2024-05-06", "title": "T", "url": "http://x.example/"})
SEEDS: dict[str, bytes] = {
    "text": "Kenya thanked Uganda – “at last”.".encode(),
    "markdown": (
        b"---\ntitle: T\npublished: 2024-05-06\nid: &a 1\n---\n# Heading\n\n- item *one* [l](x)\n\n```\ncode\n```\n|a|b|\n|-|-|\n|1|2|\n"
    ),
    "html": PAGE.format(title="T", text="x <b>y</b> <time datetime='2024-05-06'>").encode(),
    "jsonl": f"{ROW}\n{ROW}\n".encode(),
    "json": f"[{ROW}, {ROW}]".encode(),
    "csv": b'id;text;published\n1;"Kenya; met\nUganda";2024-05-06\n2;b;\n',
    "parquet": _parquet(),
    "warc": _warc(),
}
FEED = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>N</title><item><guid>a</guid><link>/1</link>'
    b"<pubDate>Mon, 06 May 2024 10:00:00 GMT</pubDate><title>T &amp; <![CDATA[<b>]]></title></item></channel></rss>"
)
ROBOTS = b"User-agent: *\nDisallow: /a*b$\nAllow: /\nCrawl-delay: 3\n"
#: What breaks parsers: delimiters doubled or missing, odd bytes, numbers that are too large, deep nesting.
PIECES = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x85",
        b"\xed\xa0\x80",
        b"\r",
        b"\n",
        b"\r\n",
        b'"',
        b"'",
        b"<",
        b">",
        b"&",
        b"&#xD800;",
        b"&#99999999999;",
    ),
    *(
        b"[" * 2000,
        b"{" * 2000,
        b'{"a":' * 2000,
        b"<a" * 500,
        b"<![CDATA[",
        b"<!--",
        b"<!DOCTYPE x [",
        b"1e999",
        b"-" * 50,
        b"9" * 400,
        b"NaN",
    ),
    *(
        b"charset=",
        b"2024-02-31",
        b"0000-00-00",
        b"9999999-01-01T00:00",
        b"!!python/object:os.system",
        b"&a [*a, *a]",
        b"*" * 300,
        b"`" * 300,
    ),
    *(
        b"Content-Length: 99999999999\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"HTTP/1.1 200",
        b"\\ud800",
        b"\xf0\x9f",
    ),
)


@st.composite
def damaged(draw: st.DrawFn, seed: bytes) -> bytes:
    """A valid input with a few stretches cut, doubled, or put in."""
    data = seed
    for _ in range(draw(st.integers(0, 5))):
        start, end = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        put = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8), st.just(data[start:end] * 2)))
        data = data[:start] + put + data[draw(st.sampled_from((start, end))) :]
        data = data[:200_000]
    return data


def tried(attempt: Callable[[bytes], object], seed: bytes) -> None:
    """Gives damaged input to a function until the time is over; only a SourceError may come out."""
    end = time.monotonic() + SECONDS

    @fuzzed
    @given(data=damaged(seed))
    def run(data: bytes) -> None:
        try:
            attempt(data)
        except SourceError as error:
            str(error).encode("utf-8", "surrogateescape")

    run()
    while time.monotonic() < end:  # round after round, each with a seed of its own
        run()


@pytest.mark.parametrize("kind", PARSERS)
def test_every_source(kind: str) -> None:
    def attempt(data: bytes) -> None:
        for item in PARSERS[kind](io.BytesIO(data), "x", Options()):
            assert isinstance(item, Document | SourceError)
            if isinstance(item, Document):
                item.model_dump_json()

    tried(attempt, SEEDS[kind])


def test_feeds_robots_addresses_and_packed_bodies() -> None:
    tried(lambda data: feeds.entries(data, "http://x.example/"), FEED)
    tried(lambda data: robots.parse(data).allow("http://x.example/" + data[:50].decode("latin-1")), ROBOTS)
    tried(lambda data: check(data.decode("utf-8", "replace")), b"https://user@www.x.example:8080/a/b?c=d#e")
    tried(lambda data: unpack(data, "gzip", 10_000, "x"), gzip.compress(b"hello " * 50, mtime=0))
    tried(lambda data: unpack(data, "deflate", 10_000, "x"), gzip.compress(b"hello " * 50, mtime=0)[10:-8])


def test_the_reader() -> None:
    from dragoman.reading.reader import Reader

    reader = Reader()

    def attempt(data: bytes) -> None:
        text = data.decode("utf-8", "replace")[:2000]
        for evidence in reader.read(Document.of(text)).evidence():
            assert text[evidence.start : evidence.end] == evidence.quote

    tried(attempt, "NAIROBI, May 6 – President Ruto met Rubio; “we agreed”, he said, to sign a pact by the close of the year.".encode())
