"""The fetcher meets hostile links and servers. The only server is local, and nothing else is ever connected to."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest

from dragoman.records.errors import SourceError
from dragoman.sources import Options, documents
from dragoman.sources.addresses import is_public
from dragoman.sources.fetching import Fetcher, Limits, unpack
from sources.serving import PAGE, Served, answer, connections, serving

#: Names that the tests' resolver knows, beside the numbers that the real one reads.
NAMES = {
    "public.example": ["93.184.215.14"],
    "internal.example": ["10.0.0.5"],
    "metadata.example": ["169.254.169.254"],
    "mixed.example": ["93.184.215.14", "192.168.1.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "tunnel.example": ["2002:7f00:1::1"],
    "teredo.example": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "local6.example": ["fd00:ec2::254"],
    "link6.example": ["fe80::1%lo"],
    "site6.example": ["fec0::1"],
    "compatible.example": ["::127.0.0.1"],
    "multicast.example": ["224.0.0.1", "ff02::1"],
    "wire.example": ["168.63.129.16"],
}
HOSTILE = [
    # this machine, in every notation
    *("http://127.0.0.1/", "http://localhost/", "http://LOCALHOST./", "http://127.1/", "http://127.0.1/", "http://2130706433/"),
    *("http://017700000001/", "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://0x7f000001/", "http://0x7F.1/", "http://0177.0x0.0.1/"),
    *("http://127.255.255.254/", "http://0/", "http://0.0.0.0/", "http://00000000/", "http://[::1]/", "http://[::]/"),
    *("http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:127.0.0.1]/"),
    *("http://[64:ff9b::7f00:1]/", "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b:1::7f00:1]/", "http://[::127.0.0.1]/"),
    *("http://[2002:7f00:1::]/", "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/"),
    *("http://127.0.0.1:22/", "http://127.0.0.1:65535/", "https://127.0.0.1/", "HTTP://127.0.0.1/", "http://127.0.0.1:0080/"),
    # private, shared, link-local and reserved ranges
    *("http://10.0.0.1/", "http://10.255.255.255/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.0.1/"),
    *("http://3232235521/", "http://0xc0a80001/", "http://0300.0250.0.1/", "http://100.64.0.1/", "http://100.100.100.200/"),
    *("http://169.254.169.254/latest/meta-data/", "http://2852039166/", "http://0xa9fea9fe/", "http://168.63.129.16/"),
    *("http://192.0.0.192/", "http://192.0.2.1/", "http://198.18.0.1/", "http://198.51.100.1/", "http://203.0.113.1/"),
    *("http://224.0.0.1/", "http://239.255.255.250/", "http://240.0.0.1/", "http://255.255.255.255/", "http://[fe80::1]/"),
    *("http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[fec0::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[100::1]/"),
    # names that lead there
    *(f"http://{name}/" for name in NAMES if name != "public.example"),
    # other schemes, and addresses that aren't plain
    *("file:///etc/passwd", "FILE:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/", "dict://127.0.0.1:11211/"),
    *("data:text/html,x", "javascript:alert(1)"),
    *("jar:http://127.0.0.1!/", "unix:///var/run/docker.sock", "//127.0.0.1/", "http:/127.0.0.1/", "http:///"),
    *("http://public.example@127.0.0.1/", "http://127.0.0.1#@public.example/", "http://127.0.0.1\\@public.example/"),
    *("http://user:pw@public.example/"),
    *("http://public.example%00.127.0.0.1/", "http://%31%32%37.0.0.1/", "http://127.0.0.1\t.public.example/"),
    *("http://public.example\r\nHost: x/"),
    *("http://[::1", "http://[127.0.0.1]/", "http://[v1.x]/", "http://public.example:99999/"),
    *("http://public.example:25/", f"http://{'a' * 300}/"),
]  # fmt: skip


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as found:
        yield found


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def find(host: str, port: int, **options: int) -> list[object]:
        if host in NAMES:
            families = ((socket.AF_INET6 if ":" in a else socket.AF_INET, a) for a in NAMES[host])
            return [(family, socket.SOCK_STREAM, 6, "", (a, port)) for family, a in families]
        if not host.replace(".", "").isalnum() and ":" not in host:
            raise socket.gaierror(-2, "Name or service not known")
        return list(real(host, port, **options))  # type: ignore[call-overload]

    monkeypatch.setattr(socket, "getaddrinfo", find)


def test_eighty_hostile_links_and_more_reach_nothing(served: Served, resolver: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(set(HOSTILE)) >= 80
    fetcher = served.fetcher()
    with connections(monkeypatch) as made:
        for url in HOSTILE:
            with pytest.raises(SourceError):
                fetcher.get(url)
    assert made == []
    assert served.asked == []


def test_hostile_links_reach_nothing_through_a_redirect_either(served: Served, resolver: None, monkeypatch: pytest.MonkeyPatch) -> None:
    links = [u for u in HOSTILE if "\r" not in u and u.isascii()]
    served.answers = {f"/{n}": answer(status=301 + n % 2, Location=url) for n, url in enumerate(links)}
    followed = []
    with connections(monkeypatch) as made:
        for n in range(len(links)):
            with suppress(SourceError):
                followed.append((links[n], served.fetcher(seconds=2).get(served.url(f"/{n}"))))
    # "http:/127.0.0.1/" and the like stay at the server that redirects: they name no other
    assert [url for url, found in followed if not found.url.startswith(served.url("/"))] == []
    assert set(made) == {("127.0.0.1", served.port)}


def test_a_name_that_changes_its_mind_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int, **_: int) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14" if len(asked) == 1 else "127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with connections(monkeypatch) as made:
        with pytest.raises(SourceError, match="no connections from tests"):
            Fetcher().get("http://rebinding.example/")
        assert made == [("93.184.215.14", 80)]
        assert asked == ["rebinding.example"]
        with pytest.raises(SourceError, match=r"is 127\.0\.0\.1, which isn't on the public internet"):
            Fetcher().get("http://rebinding.example/")
    assert made == [("93.184.215.14", 80)]


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


def test_a_page_is_fetched_without_telling_more_than_who_asks(served: Served) -> None:
    served.answers["/a%20b?q=%E9"] = answer(PAGE.format(title="A meeting", text="x"), Set_Cookie="id=1")
    served.answers["/next"] = answer(status=302, Location="/a b?q=é#part")
    fetcher = served.fetcher()
    for _ in range(2):
        found = fetcher.get(served.url("/next"))
        assert (found.status, found.url, found.type, found.charset) == (200, served.url("/a%20b?q=%E9"), "text/html", "utf-8")
    for _, headers in served.asked:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert headers["User-Agent"].startswith("dragoman/")
        assert headers["Host"] == f"127.0.0.1:{served.port}"


def test_limits_of_size_time_and_redirects(served: Served) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    def drip_headers(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    def broken(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"short")

    def rubbish(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\x00\xff" * 1000 + b"\r\n\r\n")

    served.answers = {
        "/drip": drip,
        "/headers": drip_headers,
        "/endless": endless,
        "/broken": broken,
        "/rubbish": rubbish,
        "/large": answer(b"x" * 200_001),
        "/round": answer(status=302, Location="/round"),
        "/many": lambda h: h.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 5000 + b"\r\n"),
    }
    reasons = {
        "/drip": "no whole answer within 0.7 s",
        "/headers": "no whole answer within 0.7 s",
        "/endless": "more than 200,000 bytes",
        "/broken": "ended after 5 of 100 bytes",
        "/rubbish": "the connection failed",
        "/large": "it has 200,001 bytes; the limit is 200,000",
        "/round": "redirected more than 5 times",
        "/many": "the connection failed: got more than 100 headers",
    }
    for path, reason in reasons.items():
        fetcher = served.fetcher(bytes=200_000, seconds=0.7 if "0.7" in reason else 10.0)
        started = time.monotonic()
        with pytest.raises(SourceError, match=reason):
            fetcher.get(served.url(path))
        assert time.monotonic() - started < 6, path


def test_bombs_are_unpacked_no_further_than_the_limit(served: Served) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, compresslevel=1)
    served.answers = {
        "/bomb": answer(bomb, Content_Encoding="gzip"),
        "/page": answer(gzip.compress(b"hello "), Content_Encoding="gzip"),
    }
    fetcher = served.fetcher(unpacked=1_000_000)
    with pytest.raises(SourceError, match="unpacks to more than 1,000,000 bytes"):
        fetcher.get(served.url("/bomb"))
    assert fetcher.get(served.url("/page")).body == b"hello "
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(b"a") + gzip.compress(b"b"),
        "deflate": zlib.compress(b"ab"),
        "DEFLATE": raw.compress(b"ab") + raw.flush(),
    }
    assert [unpack(data, how, 2, "x") for how, data in packed.items()] == [b"ab"] * 3
    for how, data, reason in (
        ("gzip", gzip.compress(b"") * 5000, "more than 100 members"),
        ("gzip", gzip.compress(b"hello")[:-4], "ends too early"),
        ("gzip", b"plain", "can't be unpacked"),
        ("br", b"x", "wasn't asked for"),
        ("gzip, gzip", b"x", "wasn't asked for"),
        ("", b"x" * 10, "more than 9 bytes"),
    ):
        with pytest.raises(SourceError, match=reason):
            unpack(data, how, 9, "x")


def test_two_fetches_from_one_host_keep_their_distance(served: Served) -> None:
    served.answers = {"/a": answer("a")}
    fetcher = served.fetcher(pause=0.3)
    started = time.monotonic()
    for _ in range(3):
        fetcher.get(served.url("/a"))
    assert time.monotonic() - started >= 0.6


def test_certificates_are_checked() -> None:
    context = Fetcher(Limits())._tls()
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


def test_an_address_is_read_as_a_document(served: Served) -> None:
    latin = PAGE.format(title="Pact", text="“Côte d’Ivoire” was named.").encode("cp1252")
    served.answers = {
        "/page": answer(PAGE.format(title="A meeting", text="x")),
        "/latin": answer(latin, kind="text/html; charset=ISO-8859-1"),
        "/text": answer("Kenya thanked Uganda.", kind="text/plain"),
        "/moved": answer(status=301, Location="/page"),
        "/pdf": answer(b"%PDF-1.7", kind="application/pdf"),
        "/lie": answer(b"%PDF-1.7"),
        "/feed": answer("<rss/>", kind="application/rss+xml"),
        "/empty": answer(b""),
        "/odd": answer("x", kind="text/html; charset=nonsense"),
        "/rot": answer("x", kind="text/html; charset=rot13"),
    }
    paths = ["/page", "/latin", "/text", "/moved", "/pdf", "/lie", "/feed", "/empty", "/odd", "/rot", "/missing"]
    found = list(documents([served.url(p) for p in paths], Options(), fetcher=served.fetcher()))
    page, latin_, text, moved = found[:4]
    assert not isinstance(page, SourceError | str)
    assert (page.title, page.url) == ("A meeting", served.url("/page"))
    assert not isinstance(latin_, SourceError)
    assert "“Côte d’Ivoire”" in (latin_.text or "")
    assert not isinstance(text, SourceError)
    assert (text.text, text.url) == ("Kenya thanked Uganda.", served.url("/text"))
    assert not isinstance(moved, SourceError)
    assert (moved.url, moved.text) == (page.url, page.text)
    reasons = ["gives application/pdf", "this is a PDF file", "dragoman watch", "the file is empty", "unknown charset 'nonsense'"]
    reasons += ["unknown charset 'rot13'", "the server answers 404"]
    assert [reason in str(item) for reason, item in zip(reasons, found[4:], strict=True)] == [True] * 7, found[4:]
