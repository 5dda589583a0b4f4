"""Bytes to text: UTF-8 or a clear word about what the bytes are instead."""

from __future__ import annotations

import codecs
import re

from dragoman.records.errors import SourceError

#: How files that are not text begin.
MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (image, sound or film)"),
    (b"PK\x03\x04", "a ZIP file (.docx, .xlsx and .odt are ZIP files too)"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"7z\xbc\xaf", "a 7z file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.I)


def refuse_binary(head: bytes, where: str) -> None:
    """Says what the first bytes of a file show it to be, where that isn't text.

    Raises:
        SourceError: they are those of an image, an archive, a PDF ..., or hold a NUL byte.
    """
    for magic, what in MAGIC:
        if head.startswith(magic):
            raise SourceError(where, f"this is {what}, not text")
    if head.startswith(_UTF16):
        raise SourceError(where, "this is UTF-16: save it as UTF-8")
    if b"\0" in head:
        raise SourceError(where, f"this is a binary file (NUL byte at offset {head.index(0)}), not text")


def utf8(data: bytes, where: str, *, line: int | None = None, base: int = 0) -> str:
    """`data` as UTF-8, its byte order mark dropped.

    Args:
        data: the bytes.
        where: the file, for the message.
        line: the line, where the bytes are one of a file.
        base: offset of the bytes in the file.

    Raises:
        SourceError: they aren't UTF-8; the message names the first offending byte and its offset.
    """
    mark = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) and not base else 0
    try:
        return data[mark:].decode("utf-8")
    except UnicodeDecodeError as error:
        at = mark + error.start
        raise SourceError(where, f"byte 0x{data[at]:02x} at offset {base + at} isn't UTF-8", line=line) from None


#: Labels that pages use for Latin-1 and mean Windows-1252 by, as the encoding standard of the web has it: quotation marks hang on it.
_LATIN = {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "cp819"}

#: Python's codecs that no page is written in; some take quadratic time.
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape", "undefined", "utf-7"}


def html(data: bytes, where: str, charset: str | None = None) -> str:
    """A page as text: by its byte order mark, else by the charset that its header or else the page itself declares, else as UTF-8.

    Args:
        data: the page.
        where: what messages call it.
        charset: declared by the header that came with the page.

    Raises:
        SourceError: the declared charset is unknown, or the bytes aren't in it.
    """
    declared = _DECLARED.search(data[:4096])
    name = charset or ((declared[1] or declared[2]).decode("ascii") if declared else "utf-8")
    if data.startswith(codecs.BOM_UTF8) or name.lower().replace("-", "") == "utf8":
        return utf8(data, where)
    try:
        found = codecs.lookup("cp1252" if name.lower() in _LATIN else name).name
        if found in _NO_CHARSETS:
            raise LookupError(name)
        return data.decode(found)  # refuses the codecs that unpack or encrypt
    except UnicodeDecodeError as error:
        raise SourceError(where, f"byte 0x{data[error.start]:02x} at offset {error.start} isn't {name}, which the page declares") from None
    except (LookupError, ValueError):
        raise SourceError(where, f"the page declares the unknown charset {name[:40]!r}") from None
