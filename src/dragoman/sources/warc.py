"""Web archives (WARC, plain or gzip): the pages that were answered with 200, each a document. What isn't a page is passed over."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import web
from dragoman.sources.fetching import Fetched
from dragoman.sources.options import MAX_FILE, Options

_PIECE = 65_536


def pages(stream: BinaryIO, where: str, options: Options) -> Iterator[Document | SourceError]:
    """The pages of an archive in its order. One that can't be read is named by file and address; a damaged file ends there."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 (only for archives)
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    records = iter(ArchiveIterator(stream))
    empty = True
    while True:
        try:
            record = next(records, None)
            found = _answer(record, where) if record is not None and record.rec_type in {"response", "resource"} else None
        except SourceError as error:
            empty = False
            yield error
            continue
        except (ArchiveLoadFailed, OSError, EOFError, ValueError, AttributeError, TypeError, zlib.error) as error:
            yield SourceError(where, f"not an archive that can be read to its end: {' '.join(str(error).split()) or type(error).__name__}")
            return
        if record is None:
            if empty:
                yield SourceError(where, "no page in this archive")
            return
        if found is not None:
            empty = False
            yield _document(found, where, options)


def _answer(record: Any, where: str) -> Fetched | None:
    """What a record holds, if it is a page that was found."""
    headers = record.http_headers
    given = {name.lower(): value for name, value in reversed(headers.headers)} if headers is not None else {}
    if headers is None:
        given = {"content-type": record.rec_headers.get_header("Content-Type") or ""}
    elif headers.get_statuscode() != "200":
        return None
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    found = Fetched(url, 200, given, b"")
    if found.type not in web.PAGES | {"text/plain"} or not web.is_address(url):
        return None
    body = record.content_stream().read(MAX_FILE + 1)
    while record.raw_stream.read(_PIECE):
        pass
    if record.raw_stream.limit > 0:
        raise EOFError(f"it ends in the record of {url}")
    if len(body) > MAX_FILE:
        raise SourceError(f"{where} ({url})", f"the page has more than {MAX_FILE:,} bytes, the limit for one text")
    return Fetched(url, 200, given, body)


def _document(found: Fetched, where: str, options: Options) -> Document | SourceError:
    try:
        return web.of(found, f"{where} ({found.url})", options)
    except SourceError as error:
        return error
