"""Web pages: the main text without the furniture, and what the page says of itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import decoding
from dragoman.sources.making import document
from dragoman.sources.options import Options
from dragoman.sources.text import override, read_all

ATTRIBUTES = 1000  # of one element: pages have a few dozen at most
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_TAG = re.compile(rf"<[a-zA-Z](?:{_VALUE.pattern}|[^>])*+")  # a quoted value may hold the > that doesn't end the tag
_BETWEEN = re.compile(r"[\s=/]+")


def page(stream: BinaryIO, where: str, options: Options) -> Iterator[Document]:
    """A page: its main text (a paragraph a line), title, date, publisher and address.

    The date is one that the page states in its metadata or address; none is inferred from other words on it.
    """
    yield of(read_all(stream, where), where, options)


def of(data: bytes, where: str, options: Options, *, charset: str | None = None, url: str | None = None, **known: Any) -> Document:
    """The document of a page's bytes.

    Args:
        data: the page.
        where: what messages call it.
        options: what the caller says of it.
        charset: as the header declares it that came with the page.
        url: where it was found; holds against what the page says.
        known: other fields, which hold where the page is silent.

    Raises:
        SourceError: it can't be decoded, or has no main text.
    """
    source = decoding.html(data, where, charset)
    _check(source, where)
    found = _extract(source)
    text = (found.text if found is not None else None) or ""
    if not text.strip():
        raise SourceError(where, "no main text found in the page")
    fields: dict[str, Any] = {
        "title": found.title or known.get("title"),
        "publisher": found.sitename or known.get("publisher"),
        "url": url or found.url,
        "published": found.date or known.get("published"),
        "text": _without_title(text, found.title),
    }
    return document(override(fields, options), where)


def _check(source: str, where: str) -> None:
    """Refuses what makes the parser slow: it compares every attribute of an element with all the others.

    Raises:
        SourceError: an element has too many.
    """
    for tag in _TAG.finditer(source):
        if len(tag[0]) > ATTRIBUTES and len(_BETWEEN.findall(_VALUE.sub(" ", tag[0]))) > ATTRIBUTES:
            raise SourceError(where, f"an element of the page has more than {ATTRIBUTES:,} attributes")


def _extract(source: str) -> Any:
    import trafilatura  # noqa: PLC0415 (a third of a second to import)

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it would log is raised here as one error
    return trafilatura.bare_extraction(
        source,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )


def _without_title(text: str, title: str | None) -> str:
    first, newline, rest = text.partition("\n")
    return rest if newline and title and first.strip() == title.strip() and rest.strip() else text
