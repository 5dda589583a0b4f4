"""Plain text, as it is, and Markdown, without its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import decoding
from dragoman.sources.making import document
from dragoman.sources.options import COLUMNS, MAX_FILE, Options

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)


def read_all(stream: BinaryIO, where: str) -> bytes:
    """The bytes of a source that is one text.

    Raises:
        SourceError: it is empty, larger than the limit, or not text.
    """
    data = stream.read(MAX_FILE + 1)
    if not data.strip():
        raise SourceError(where, "the file is empty")
    if len(data) > MAX_FILE:
        raise SourceError(where, f"the file has more than {MAX_FILE:,} bytes, the limit for one text")
    decoding.refuse_binary(data, where)
    return data


def override(fields: dict[str, Any], options: Options) -> dict[str, Any]:
    """The fields of a single text, with what the caller says of it."""
    return fields | {k: v for k, v in (("published", options.published), ("title", options.title)) if v is not None}


def plain(stream: BinaryIO, where: str, options: Options) -> Iterator[Document]:
    """A file of plain text: offsets of the reading are offsets of its decoded content, line ends untouched."""
    yield document(override({"text": decoding.utf8(read_all(stream, where), where)}, options), where)


def markdown(stream: BinaryIO, where: str, options: Options) -> Iterator[Document]:
    """A Markdown file: the front matter (YAML) gives the bibliographic data, or else a first heading the title."""
    source = decoding.utf8(read_all(stream, where), where)
    fields, body = _front_matter(source, where, options)
    heading, text = _rendered(body)
    if heading and not fields.get("title"):
        fields["title"] = heading
    elif heading and heading != fields["title"]:
        text = f"{heading}\n\n{text}"
    yield document(override(fields | {"text": text}, options), where)


def _front_matter(source: str, where: str, options: Options) -> tuple[dict[str, Any], str]:
    import yaml  # noqa: PLC0415 (only Markdown needs it here)

    found = _FRONT.match(source)
    if found is None:
        return {}, source
    try:
        loaded = yaml.safe_load(found[1]) or {}
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2024-02-31
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        raise SourceError(where, f"the front matter isn't YAML: {reason}", line=mark.line + 2 if mark else None) from None
    if not isinstance(loaded, dict):
        raise SourceError(where, "the front matter isn't a list of keys and values", line=1)
    names = {name: options.column(name) for name in COLUMNS if name != "text"}
    return {name: loaded[key] for name, key in names.items() if key in loaded}, source[found.end() :]


def _rendered(body: str) -> tuple[str | None, str]:
    """The first heading, where the text opens with one, and the text: a paragraph, heading or list item a block, blank lines between."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    heading: str | None = None
    blocks: list[str] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            words = _inline(token.children or ())
            if heading is None and not blocks and before is not None and before.type == "heading_open":
                heading = words
            elif words:
                blocks.append(words)
        elif token.type in {"fence", "code_block"}:
            blocks.append(token.content.strip("\n"))
    return heading, "\n\n".join(blocks)


def _inline(tokens: Sequence[Token]) -> str:
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(
        breaks.get(t.type) or ("" if t.type == "html_inline" else _inline(t.children) if t.children else t.content) for t in tokens
    ).strip()
