"""The desk in a browser, and the same over REST: a ledger to look at, to search, to add to and to correct.

`create_app` makes the application (`dragoman serve` runs it). Pages need no JavaScript to be read and fetch nothing from elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman.records.errors import MissingPartError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from dragoman.ledger import Ledger

__all__ = ["create_app"]


def create_app(ledger: Ledger, **options: Any) -> FastAPI:
    """The application over a ledger; the options are those of `dragoman.web.app.create_app`.

    Raises:
        MissingPartError: the packages of the extra [web] aren't installed.
    """
    try:
        from dragoman.web import app  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("dragoman"):
            raise
        raise MissingPartError.extra("web", "the desk") from error  # noqa: S610 (not Django's)
    return app.create_app(ledger, **options)
