"""Feeds (RSS, Atom): what they say is new, and where."""

from __future__ import annotations

import calendar
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from dragoman.records.errors import SourceError
from dragoman.sources.web import is_address

MOST = 1000  # entries of one feed that are looked at: feeds list the latest few dozen


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: what it is known by, where its page is, and what the feed says of it."""

    key: str
    link: str
    title: str | None
    published: dt.date | None


def entries(data: bytes, url: str) -> list[Entry]:
    """The entries of a feed that link to a page, in its order.

    Raises:
        SourceError: it is no feed.
    """
    import feedparser  # noqa: PLC0415 (only for feeds)

    try:
        found = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    except Exception as error:  # noqa: BLE001, RUF100 (what it raises on hostile input isn't documented)
        raise SourceError(url, f"not a feed that can be read: {type(error).__name__}") from None
    if not found.get("version") and not found.entries:
        raise SourceError(url, "not a feed")
    return list(_of(found.entries[:MOST], url))


def _of(given: list[Any], url: str) -> Iterator[Entry]:
    for one in given:
        try:
            link = urljoin(url, str(one.get("link") or ""))
        except ValueError:
            continue
        if is_address(link):
            yield Entry(str(one.get("id") or link), link, str(one.get("title") or "").strip() or None, _day(one))


def _day(entry: Any) -> dt.date | None:
    """The day of first publication; that of an update is another."""
    parsed = entry.get("published_parsed")
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC).date() if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
