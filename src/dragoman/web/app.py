"""The application: pages for people, /api/v1 for programs."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module, resources
from importlib.util import find_spec

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from dragoman.ledger import Ledger
from dragoman.web import problems
from dragoman.web.api.etags import tagged
from dragoman.web.desk import Desk, Read
from dragoman.web.guard import LOCAL, Guard

#: Bytes of a body: uploads of a dozen long reports.
MAX_BODY = 25_000_000
#: Modules with a `router`, in the order in which they answer.
ROUTES = (
    *(
        f"routes.{name}"
        for name in ("home", "login", "relation", "actors", "documents", "board", "records", "map", "network", "search", "about")
    ),
    *(f"{name}.adding" for name in ("routes", "api")),
    *(f"api.{name}" for name in ("reading", "decisions", "questions", "records")),
)


def create_app(ledger: Ledger, *, read: Read | None = None, token: str | None = None, hosts: Collection[str] | None = LOCAL) -> FastAPI:
    """The application.

    Args:
        ledger: what is shown, and what is added to.
        read: document in, reading out; the package's own reader unless given. Called by one request at a time.
        token: what requests must send as `Authorization: Bearer`, or people at /login; None: nothing.
        hosts: names that a request may ask for; None: any.
    """
    app = FastAPI(title="Dragoman", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json", summary=__doc__)
    app.state.desk = Desk(ledger, read=read, token=token)
    problems.register(app)
    app.middleware("http")(tagged)
    app.add_middleware(Guard, hosts=hosts, token=token, max_body=MAX_BODY)  # the outermost: added last
    app.mount("/static", StaticFiles(directory=str(resources.files("dragoman.web") / "static")))
    for name in ROUTES:
        app.include_router(import_module(f"dragoman.web.{name}").router)
    if find_spec("dragoman.web.review"):
        app.include_router(import_module("dragoman.web.review").router)
    return app
