"""Plain text and Markdown."""

import datetime as dt
from pathlib import Path

import pytest

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import MAX_TEXT, Options, documents


def one(path: Path, options: Options | None = None) -> Document:
    (found,) = documents([path], options)
    assert isinstance(found, Document), found
    return found


def error(path: Path, options: Options | None = None) -> SourceError:
    (found,) = documents([path], options)
    assert isinstance(found, SourceError), found
    assert str(path) in str(found)
    return found


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_plain_text_is_taken_as_it_is(tmp_path: Path) -> None:
    text = "  Kenya and Uganda met.\r\n\r\nThey agreed: “Yes”. 🇰🇪\n"
    found = one(write(tmp_path / "a.txt", text))
    assert found.text == text
    assert found.n_chars == len(text)
    assert found.published is None


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.txt", b"\xef\xbb\xbfKenya met Uganda.")).text == "Kenya met Uganda."


def test_date_and_title_given_by_the_caller_win(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "---\ntitle: Old\npublished: 2020-01-01\n---\nKenya met Uganda.")
    found = one(path, Options(published=dt.date(2025, 9, 24), title="New"))
    assert (found.published, found.title) == (dt.date(2025, 9, 24), "New")


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf"])
def test_undecodable_bytes_are_named_with_their_offset_in_the_file(tmp_path: Path, prefix: bytes) -> None:
    data = prefix + "Zürich: ".encode() + b"S\xe3o Paulo"
    reason = error(write(tmp_path / "a.txt", data)).reason
    assert reason == f"byte 0xe3 at offset {data.index(bytes([0xE3]))} isn't UTF-8"


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    assert "empty" in error(write(tmp_path / "a.txt", content)).reason


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x1f\x8b\x08", "gzip"),
        ("Kenya met Uganda".encode("utf-16"), "UTF-16"),
        (b"Kenya\x00met", "NUL byte at offset 5"),
    ],
)
def test_binary_files_are_refused_by_what_they_are(tmp_path: Path, content: bytes, what: str) -> None:
    for name in ("a.txt", "a.md", "a.html", "a", "a.csv", "a.jsonl"):
        assert what in error(write(tmp_path / name, content)).reason


def test_five_megabytes_are_the_limit(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.txt", b"x" * MAX_TEXT)).n_chars == MAX_TEXT
    assert "5,000,000" in error(write(tmp_path / "b.txt", b"x" * (MAX_TEXT + 1))).reason
    assert "limit for one text" in error(write(tmp_path / "c.txt", b"x" * (8 * MAX_TEXT + 1))).reason


MARKDOWN = """---
title: "Two ministers sign accord"
publisher: The Harbour Post
published: 2024-05-06
url: https://harbour.example/accord
id: harbour-1
---

# Two ministers sign accord

Kenya's **foreign minister** met [his counterpart](https://x.example/a_b)
in *Nairobi*.

- They signed an accord.
- They praised `it`.

> “We will keep it,” he said.
"""


def test_markdown_gives_its_front_matter_and_the_text_without_markup(tmp_path: Path) -> None:
    found = one(write(tmp_path / "a.md", MARKDOWN))
    assert (found.id, found.title, found.publisher) == ("harbour-1", "Two ministers sign accord", "The Harbour Post")
    assert (found.published, found.url) == (dt.date(2024, 5, 6), "https://harbour.example/accord")
    assert found.text == (
        "Kenya's foreign minister met his counterpart in Nairobi.\n\n"
        "They signed an accord.\n\nThey praised it.\n\n“We will keep it,” he said."
    )


def test_a_first_heading_is_the_title_where_nothing_else_gives_one(tmp_path: Path) -> None:
    found = one(write(tmp_path / "a.md", "# Accord signed\n\nKenya met Uganda.\n\n## Later\n\nThey left."))
    assert (found.title, found.text) == ("Accord signed", "Kenya met Uganda.\n\nLater\n\nThey left.")


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("title: [", "isn't YAML"),
        ("- a\n- b", "isn't a list of keys"),
        ("published: 6 May", "'6 May' isn't a date"),
        ("published: 2024-02-31", "isn't"),
        ("published: 2024", "not a date"),
        ("title: 12", "title is a int"),
    ],
)
def test_a_bad_front_matter_is_an_error(tmp_path: Path, front: str, reason: str) -> None:
    assert reason in error(write(tmp_path / "a.md", f"---\n{front}\n---\nKenya met Uganda.")).reason


def test_a_markdown_file_without_text_is_empty(tmp_path: Path) -> None:
    assert "empty" in error(write(tmp_path / "a.md", "---\ntitle: A\n---\n")).reason
