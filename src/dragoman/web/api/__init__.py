"""/api/v1: the same for programs, one module a subject."""

from __future__ import annotations

from typing import Any

from dragoman.web.problems import MEDIA_TYPE

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong with this request and what to do about it"},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"field": {"type": "string"}, "message": {"type": "string"}}},
        },
    },
}
_WHAT = {
    400: "wrong Host, or a body that can't be read",
    401: "no token",
    403: "a write from another site",
    404: "the ledger has nothing of this id",
    405: "this address doesn't take that method",
    406: "no such format",
    413: "too large",
    422: "a field is wrong",
    503: "the ledger is being written by another process",
}


def problems(*more: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route can answer with, for the OpenAPI description."""
    return {
        code: {"description": _WHAT[code], "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}
        for code in sorted({400, 401, 403, 413, 422, 503, *more})
    }
