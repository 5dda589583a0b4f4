"""A server on this machine for tests of fetching, and a watch on every connection that is made."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dragoman.sources.fetching import Fetcher, Limits

Answer = Callable[[BaseHTTPRequestHandler], None]
PAGE = (
    "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>President William Ruto of Kenya met "
    "Secretary of State Marco Rubio in New York. {text}</p><p>The two leaders discussed security in Haiti and trade, and agreed to "
    "finalise a pact by the close of the year.</p></article></body></html>"
)


@dataclass
class Served:
    """The server: its address, what it answers by path, and what it was asked."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def fetcher(self, **limits: float) -> Fetcher:
        return Fetcher(Limits(**({"pause": 0.0, "seconds": 10.0} | limits)), allow=[("127.0.0.1", self.port)])  # type: ignore[arg-type]

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def answer(body: bytes | str = b"", status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    data = body.encode() if isinstance(body, str) else body

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return send


@contextmanager
def serving() -> Iterator[Served]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, dict(self.headers)))
            served.answers.get(self.path, answer(status=404))(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is what some tests are about
    served = Served(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, int]]]:
    """The addresses that connections are made to. Those that aren't this machine's own fail at once: tests don't leave it."""
    made: list[tuple[str, int]] = []
    real = socket.socket.connect

    def connect(self: socket.socket, address: tuple[str, int]) -> None:
        made.append((address[0], address[1]))
        if address[0] != "127.0.0.1":
            raise ConnectionRefusedError(111, "no connections from tests")
        real(self, address)

    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield made
