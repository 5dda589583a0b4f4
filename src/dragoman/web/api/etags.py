"""ETags: an answer to a GET under /api/v1 depends on the ledger as it is, the address, the format asked for, the day and the version."""

from __future__ import annotations

import hashlib

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.middleware.base import RequestResponseEndpoint
from starlette.responses import Response

from dragoman.ledger.ledger import reader_version

_LIVE = ("/api/v1/jobs/", "/api/v1/review")  # what isn't told by the ledger's state alone


async def tagged(request: Request, answer: RequestResponseEndpoint) -> Response:
    """Answers 304 without working the answer out where the client has it already."""
    path = request.url.path
    if request.method not in {"GET", "HEAD"} or not path.startswith("/api/v1/") or path.startswith(_LIVE):
        return await answer(request)
    desk = request.app.state.desk
    stamp = await run_in_threadpool(desk.stamp)
    parts = (stamp, str(request.url), request.headers.get("accept", ""), desk.today(), reader_version())
    tag = f'W/"{hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept"}
    given = [part.strip() for part in request.headers.get("if-none-match", "").split(",")]
    if tag in given or "*" in given:
        return Response(status_code=304, headers=headers)
    answered = await answer(request)
    if answered.status_code == 200:
        answered.headers.update(headers)
    return answered
