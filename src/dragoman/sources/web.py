"""Pages on the web: an address to a document."""

from __future__ import annotations

import io
from typing import Any

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import decoding, html, text
from dragoman.sources.fetching import Fetched, Fetcher
from dragoman.sources.making import document
from dragoman.sources.options import MAX_FILE, Options

PAGES = frozenset({"", "text/html", "application/xhtml+xml"})
FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})


def is_address(path: str) -> bool:
    """Whether what is to be read is an address on the web, not a path."""
    return path[:8].lower().startswith(("http://", "https://"))


def page(fetcher: Fetcher, url: str, options: Options, **known: Any) -> Document:
    """The document at an address; its `url` is where it was found in the end.

    Args:
        fetcher: what fetches.
        url: the address.
        options: what the caller says of the text.
        known: fields (title, publisher, published) that hold where the page is silent.

    Raises:
        SourceError: nothing can be fetched there, or it is neither a page nor plain text, or has no text.
    """
    found = fetcher.get(url)
    if found.status >= 300:
        raise SourceError(url, f"the server answers {found.status}")
    return of(found, url, options, **known)


def of(found: Fetched, where: str, options: Options, **known: Any) -> Document:
    """The document of an answer.

    Raises:
        SourceError: as for `page`.
    """
    if found.type in FEEDS:
        raise SourceError(where, "this is a feed: dragoman watch reads what it links to")
    if found.type not in PAGES | {"text/plain"}:
        raise SourceError(where, f"the address gives {found.type[:80]}, not a page or plain text")
    body = text.read_all(io.BytesIO(found.body[: MAX_FILE + 1]), where)
    if found.type == "text/plain":
        return document(text.override(known | {"text": decoding.html(body, where, found.charset), "url": found.url}, options), where)
    return html.of(body, where, options, charset=found.charset, url=found.url, **known)
