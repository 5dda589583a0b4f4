"""The last step of every source: fields to a document, with the checks that all of them share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources.options import COLUMNS, MAX_TEXT, parse_date


def document(fields: Mapping[str, Any], where: str, *, line: int | None = None) -> Document:
    """The document of a source's fields (keys of `COLUMNS`; empty ones count as absent).

    Raises:
        SourceError: there is no text, the text is too long or isn't valid Unicode, or a field has the wrong type or a bad date.
    """
    try:
        given = {name: _text(name, fields.get(name)) for name in COLUMNS if name != "published"}
        published = _date(fields.get("published"))
        text = _checked(cast("str | None", fields.get("text")))
    except ValueError as error:
        raise SourceError(where, str(error), line=line) from None
    return Document.of(text, id=given["id"], title=given["title"], publisher=given["publisher"], url=given["url"], published=published)


def _text(name: str, value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and name == "id":
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"{name} is a {type(value).__name__}, not text")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError(f"{name} holds half of a surrogate pair: it isn't valid Unicode")
    return value.strip() or None


def _date(value: object) -> dt.date | None:
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        raise ValueError(f"published is a {type(value).__name__}, not a date: write YYYY-MM-DD")
    return parse_date(value) if value.strip() else None


def _checked(text: str | None) -> str:
    if text is None or not text.strip():
        raise ValueError("the text is empty")
    size = len(text.encode("utf-8"))
    if size > MAX_TEXT:
        raise ValueError(f"the text has {size:,} bytes; the limit is {MAX_TEXT:,}: split it into reports")
    return text
