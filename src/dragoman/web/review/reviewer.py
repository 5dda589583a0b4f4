"""Who reviews, and whether blind: kept in a cookie of this desk, so that nobody has to say it again with every decision."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from dragoman.records.errors import UsageError

COOKIE = "dragoman-reviewer"
KEPT = 60 * 60 * 24 * 180  # seconds
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody at the desk. Without a name nothing can be decided."""

    name: str = ""
    blind: bool = False


def checked(name: str) -> str:
    """A reviewer's name.

    Raises:
        UsageError: it is empty, too long or can't be printed.
    """
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain or len(plain) > LONGEST or not plain.isprintable():
        raise UsageError(f"a reviewer's name has 1 to {LONGEST} printable characters")
    return plain


def remember(answer: Response, reviewer: Reviewer) -> None:
    """Sets the cookie: not for scripts, and not sent from other sites."""
    value = f"{int(reviewer.blind)}{quote(reviewer.name, safe='')}"
    answer.set_cookie(COOKIE, value, max_age=KEPT, path="/", httponly=True, samesite="strict")


def _reviewer(request: Request) -> Reviewer:
    value = request.cookies.get(COOKIE, "")
    try:
        return Reviewer(checked(unquote(value[1:])), value[:1] == "1")
    except UsageError:
        return Reviewer()


def see(address: str) -> Response:
    """Sends a browser on after a form."""
    return RedirectResponse(address, 303)


#: The reviewer, for a route that takes them as an argument.
TheReviewer = Annotated[Reviewer, Depends(_reviewer)]
