"""Web pages: the main text without the furniture, and what the page says of itself."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, BinaryIO

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import decoding
from dragoman.sources.making import document
from dragoman.sources.options import Options
from dragoman.sources.text import override, read_all


def page(stream: BinaryIO, where: str, options: Options) -> Iterator[Document]:
    """A page: its main text (a paragraph a line), title, date, publisher and address.

    The date is one that the page states in its metadata or address; none is inferred from other words on it.
    """
    found = _extract(decoding.html(read_all(stream, where), where))
    text = (found.text if found is not None else None) or ""
    if not text.strip():
        raise SourceError(where, "no main text found in the page")
    fields: dict[str, Any] = {
        "title": found.title,
        "publisher": found.sitename,
        "url": found.url,
        "published": found.date,
        "text": _without_title(text, found.title),
    }
    yield document(override(fields, options), where)


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
