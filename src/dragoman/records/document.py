"""A text and what is known of where it came from."""

from __future__ import annotations

import datetime as dt
import hashlib

from pydantic import Field

from dragoman.records.base import Record
from dragoman.records.ids import stable_id


class Document(Record):
    """One source text with its bibliographic data.

    The text itself isn't part of the serialised record (`text_sha256` identifies it); it is None on a document loaded from JSON.
    """

    id: str = Field(description="given by the source, or made from the text's hash")
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: dt.date | None = Field(default=None, description="date of publication; null where the source gives none")
    language: str = Field(default="en", description="ISO 639-1")
    text_sha256: str = Field(description="SHA-256 of the UTF-8 text, hexadecimal")
    n_chars: int = Field(ge=0, description="length of the text in code points")
    text: str | None = Field(default=None, exclude=True, repr=False)

    @classmethod
    def of(
        cls,
        text: str,
        *,
        id: str | None = None,
        title: str | None = None,
        publisher: str | None = None,
        url: str | None = None,
        published: dt.date | None = None,
        language: str = "en",
    ) -> Document:
        """A document for `text`; without an `id` it gets one from the text and the date."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return cls(
            id=id or stable_id("doc", digest, published),
            title=title,
            publisher=publisher,
            url=url,
            published=published,
            language=language,
            text_sha256=digest,
            n_chars=len(text),
            text=text,
        )
