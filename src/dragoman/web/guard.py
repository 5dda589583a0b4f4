"""What every request passes on its way in, and every answer on its way out.

In: the Host is one of ours (a page elsewhere can't reach us under its own name, which is what DNS rebinding does), the token is right where
one is set, a write comes from our own pages or from no page at all, and the body isn't too large. Out: the headers that keep a browser
from running, framing or leaking anything. What fails inside becomes a problem that tells nothing of what was sent.
"""

from __future__ import annotations

import hmac
import logging
import traceback
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.web.problems import problem

#: Names under which a desk on one's own machine is asked for.
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send "Origin: null" with our own form
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE = {"GET", "HEAD", "OPTIONS"}
_OPEN = ("/login", "/static/")  # what somebody without the token may see: the form that asks for it, and what is in the package
COOKIE = "dragoman"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware.

    Attributes:
        app: what is guarded.
        hosts: names (without port) that may stand in Host; None: any.
        token: what `Authorization: Bearer` has to hold, or the cookie of /login stand for; None: nothing.
        max_body: bytes of a body.
    """

    app: ASGIApp
    hosts: Collection[str] | None = LOCAL
    token: str | None = None
    max_body: int = 1_000_000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request, started = Request(scope), False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refused = self._refused(request)
        body = None if refused else await _body(request, receive, self.max_body)
        if refused is None and body is None:
            refused = problem(
                request, 413, f"the limit is {self.max_body:,} bytes: send one report at a time", headers={"Connection": "close"}
            )
        try:
            await (refused or self.app)(scope, _replayed(body or b"", receive), send_guarded)
        except Exception as error:
            # frames and type only: the message of an error may quote the text
            _log.error("%s at %s\n%s", type(error).__name__, scope["path"], "".join(traceback.format_tb(error.__traceback__)))
            if started:
                raise
            await problem(request, 500, "something failed here; the log of the desk says where")(scope, receive, send_guarded)

    def _refused(self, request: Request) -> Response | None:
        host = request.headers.get("host", "")
        if self.hosts is not None and _hostname(host) not in self.hosts:
            return problem(request, 400, "this Host isn't served here: use the address that `dragoman serve` prints")
        if self.token is not None and not request.url.path.startswith(_OPEN) and not _has_token(request, self.token):
            if request.method == "GET" and "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/"):
                return RedirectResponse("/login", 303)
            return problem(request, 401, "send the token as Authorization: Bearer TOKEN", headers={"WWW-Authenticate": "Bearer"})
        if request.method not in _SAFE and not _from_here(request, host):
            return problem(request, 403, "this request comes from a page of another site")
        return None


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname if "@" not in host else None
    except ValueError:
        return None


def _has_token(request: Request, token: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return hmac.compare_digest(given.strip().encode(), token.encode())
    return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), pass_of(token).encode())


def pass_of(token: str) -> str:
    """What a browser keeps in place of the token: it opens this desk and gives nothing away of the token."""
    return hmac.new(token.encode(), b"dragoman desk", "sha256").hexdigest()


def _from_here(request: Request, host: str) -> bool:
    """Whether our own page sent it, or no page: programs send neither header, browsers at least one."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    return (site is None or site in {"same-origin", "none"}) and (origin is None or origin in {f"http://{host}", f"https://{host}"})


async def _body(request: Request, receive: Receive, limit: int) -> bytes | None:
    """The whole body, or None if it is larger than the limit, whether or not its length was announced."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced[:18]) > limit:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if message["type"] != "http.request" or not message.get("more_body", False):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
