"""Fetching from the public web, with links that nobody vouches for.

Only http and https; a name is resolved once for each request, every address it has must be public, and the connection goes to the very
address that was checked, so that a name that changes its mind between look and leap gains nothing. The same holds for each redirect.
Size, unpacked size, time and redirects are limited. No cookies, no credentials, no proxies; the user agent says who asks.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from importlib.metadata import version
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from dragoman.records.errors import SourceError
from dragoman.sources.addresses import is_public
from dragoman.sources.options import MAX_FILE

TOKEN = "dragoman"  # noqa: S105 (what robots.txt calls us)
PORTS = frozenset({80, 443, 8080, 8443})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]")
_BAD = re.compile(r"[\x00-\x20\x7f\\]")
_PIECE = 65_536
MEMBERS = 100  # of a gzip body: each costs a copy of what follows it


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost.

    Attributes:
        bytes: on the wire.
        unpacked: bytes after decompression.
        seconds: for all of it, redirects included.
        redirects: how many are followed.
        pause: seconds between two fetches from one host.
    """

    bytes: int = 10_000_000
    unpacked: int = MAX_FILE
    seconds: float = 30.0
    redirects: int = 5
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: where it was found in the end, its status, headers (names in lower case) and body."""

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def type(self) -> str:
        """Its media type, in lower case; empty where none is declared."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the header declares."""
        message = Message()
        message["Content-Type"] = self.headers.get("content-type", "")
        return message.get_content_charset()


@cache
def user_agent() -> str:
    """Who asks, with where to read about it."""
    return f"{TOKEN}/{version('dragoman')} (+https://dragoman.readthedocs.io)"


class Fetcher:
    """Fetches, one at a time.

    Args:
        limits: what a fetch may cost.
        allow: pairs of address and port that may be fetched from although they aren't public. For tests, whose servers are local.
    """

    def __init__(self, limits: Limits | None = None, *, allow: Collection[tuple[str, int]] = ()) -> None:
        self.limits, self._allow = limits or Limits(), frozenset(allow)
        self._last: dict[str, float] = {}
        self._context: ssl.SSLContext | None = None
        self.pauses: dict[str, float] = {}  # of hosts that ask for longer ones

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """What is at an address, whatever the status.

        Args:
            url: http or https.
            headers: more of them (conditions, what is accepted).

        Raises:
            SourceError: the address isn't one that is fetched, or a limit was passed, or the connection failed.
        """
        end, at = time.monotonic() + self.limits.seconds, url
        for _ in range(self.limits.redirects + 1):
            try:
                parts = check(at)
                found = self._ask(parts, headers or {}, end)
            except SourceError as error:
                raise SourceError(url, error.reason if at == url else f"redirected to {at}: {error.reason}") from None
            target = found.headers.get("location")
            if found.status not in REDIRECTS or not target:
                return found
            try:
                at = urljoin(found.url, quote(target.encode("latin-1", "replace"), safe="%/:?#[]@!$&'()*+,;=~"))
            except ValueError as error:
                raise SourceError(url, f"redirected to what is no address: {error}") from None
        raise SourceError(url, f"redirected more than {self.limits.redirects} times")

    def _ask(self, parts: SplitResult, headers: Mapping[str, str], end: float) -> Fetched:
        host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
        family, address = self._resolve(host, port)
        pause = max(self.limits.pause, self.pauses.get(host, 0.0))
        wait = self._last.get(host, float("-inf")) + pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
            end += wait
        self._last[host] = time.monotonic()
        watch = _Watchdog(end)
        try:
            with closing(watch):
                connection = watch.connect(family, address, self._tls() if parts.scheme == "https" else None, host)
                found = self._talk(connection, parts, host, port, headers)
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:  # the last two: cut off in the middle
            if watch.late:
                raise SourceError(parts.geturl(), f"no whole answer within {self.limits.seconds:g} s") from None
            reason = str(error) or type(error).__name__
            raise SourceError(parts.geturl(), f"the connection failed: {' '.join(reason.split())}") from None
        if watch.late:
            raise SourceError(parts.geturl(), f"no whole answer within {self.limits.seconds:g} s")
        return found

    def _resolve(self, host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int]]:
        """The address to go to, once every address of the name has been found public (or allowed)."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise SourceError(host, f"the host {host} isn't known: {getattr(error, 'strerror', None) or error}") from None
        for _, _, _, _, address in found:
            if (address[0], port) in self._allow:
                continue
            if not is_public(str(address[0])):
                raise SourceError(host, f"the host {host} is {address[0]}, which isn't on the public internet")
            if port not in PORTS:
                raise SourceError(host, f"port {port} isn't one of the web's ({', '.join(map(str, sorted(PORTS)))})")
        if not found:
            raise SourceError(host, f"the host {host} has no address")
        return found[0][0], found[0][4]  # type: ignore[return-value]  # of AF_INET and AF_INET6 only

    def _tls(self) -> ssl.SSLContext:
        self._context = self._context or ssl.create_default_context()
        return self._context

    def _talk(self, sock: socket.socket, parts: SplitResult, host: str, port: int, headers: Mapping[str, str]) -> Fetched:
        connection = http.client.HTTPConnection(host, port)
        connection.sock, connection.auto_open = sock, 0
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
            f"?{quote(parts.query, safe='/%:@!$&()*+,;=~?')}" if parts.query else ""
        )
        connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
        asked = {"Host": parts.netloc, "User-Agent": user_agent(), "Accept": "text/html, text/plain;q=0.9, */*;q=0.1", **headers}
        for name, value in {**asked, "Accept-Encoding": "gzip, deflate", "Connection": "close"}.items():
            connection.putheader(name, value)
        connection.endheaders()
        with connection.getresponse() as response:
            got = {name.lower(): value for name, value in reversed(response.getheaders())}
            body = b"" if response.status in REDIRECTS else self._body(response, parts.geturl(), got.get("content-encoding", ""))
            return Fetched(parts.geturl(), response.status, got, body)

    def _body(self, response: http.client.HTTPResponse, url: str, encoding: str) -> bytes:
        expected, limit = response.length, self.limits.bytes
        if expected is not None and expected > limit:
            raise SourceError(url, f"it has {expected:,} bytes; the limit is {limit:,}")
        got: list[bytes] = []
        total = 0
        while piece := response.read(_PIECE):
            total += len(piece)
            if total > limit:
                raise SourceError(url, f"it has more than {limit:,} bytes, the limit")
            got.append(piece)
        if expected is not None and total < expected:
            raise SourceError(url, f"the connection ended after {total:,} of {expected:,} bytes")
        return unpack(b"".join(got), encoding, self.limits.unpacked, url)


class _Watchdog:
    """A connection with an end: timeouts of a socket start anew with every byte, and a server may send one now and then."""

    def __init__(self, end: float) -> None:
        self.late, self._end = False, end
        self._sock: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, end - time.monotonic()), self._cut)
        self._timer.daemon = True
        self._timer.start()

    def connect(self, family: socket.AddressFamily, address: tuple[str, int], context: ssl.SSLContext | None, host: str) -> socket.socket:
        """A socket that is connected, with TLS where there is a context for it."""
        plain = self._sock = socket.socket(family, socket.SOCK_STREAM)
        plain.settimeout(max(0.001, self._end - time.monotonic()))
        plain.connect(address)
        if context is None:
            return plain
        tls = self._sock = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        tls.do_handshake()
        return tls

    def _cut(self) -> None:
        self.late = True
        if self._sock is not None:
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends the watch and the connection."""
        self._timer.cancel()
        if self._sock is not None:
            self._sock.close()


def check(url: str) -> SplitResult:
    """The parts of an address, its host in ASCII.

    Raises:
        SourceError: it isn't a plain http or https address: another scheme, credentials, odd characters.
    """
    if len(url) > 4000 or _BAD.search(url):
        raise SourceError(url[:200], "the address is too long or holds spaces, control characters or backslashes")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise SourceError(url, f"not an address: {error}") from None
    if parts.scheme not in {"http", "https"}:
        raise SourceError(url, f"only http and https are fetched, not {parts.scheme or 'this'}")
    if "@" in parts.netloc:
        raise SourceError(url, "an address with a user name isn't fetched")
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii") if len(host) < 64 else ""
    except UnicodeError:
        host = ""
    netloc = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(netloc):
        raise SourceError(url, "the host isn't a name or address")
    return parts._replace(netloc=netloc if port is None else f"{netloc}:{port}", fragment="")


def unpack(data: bytes, encoding: str, limit: int, url: str) -> bytes:
    """The content of a body.

    Raises:
        SourceError: it unpacks to more than the limit, is damaged, or packed in a way that wasn't asked for.
    """
    how = encoding.strip().lower()
    if how in {"", "identity"} or not data:
        if len(data) > limit:
            raise SourceError(url, f"it has more than {limit:,} bytes, the limit")
        return data
    if how not in {"gzip", "x-gzip", "deflate"}:
        raise SourceError(url, f"it is packed as {how[:40]!r}, which wasn't asked for")
    wbits = 31 if "gzip" in how else 15 if data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0 else -15
    pieces: list[bytes] = []
    total = 0
    try:
        for piece in _members(data, wbits, limit):
            total += len(piece)
            if total > limit:
                raise SourceError(url, f"it unpacks to more than {limit:,} bytes, the limit")
            pieces.append(piece)
    except zlib.error as error:
        raise SourceError(url, f"it can't be unpacked: {error}") from None
    return b"".join(pieces)


def _members(data: bytes, wbits: int, limit: int) -> Iterator[bytes]:
    """What the members of a gzip file hold, in pieces of a megabyte at most."""
    for _ in range(MEMBERS):
        unpacker = zlib.decompressobj(wbits)
        while data and not unpacker.eof:
            yield unpacker.decompress(data, min(limit + 1, 1 << 20))
            data = unpacker.unconsumed_tail
        yield unpacker.flush()
        if not unpacker.eof:
            raise zlib.error("it ends too early")
        data = unpacker.unused_data if wbits == 31 else b""
        if not data:
            return
    raise zlib.error(f"it has more than {MEMBERS} members")
