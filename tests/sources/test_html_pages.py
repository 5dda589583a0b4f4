"""Web pages."""

import datetime as dt
from pathlib import Path

import pytest

from dragoman.records import Document
from dragoman.records.errors import SourceError
from dragoman.sources import Options, documents

PAGE = """<!DOCTYPE html><html><head>{meta}<title>Ministers sign accord | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post"><meta property="article:published_time" content="2024-05-06T22:00:00Z">
<link rel="canonical" href="https://harbour.example/accord"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>Ministers sign accord</h1>
<p>The foreign ministers of Kenya and Côte d’Ivoire signed an accord on Monday in Nairobi, ending months of talks about trade.</p>
<p>“We will carry it out,” said the Kenyan minister, who thanked his counterpart for his patience during the negotiations.</p>
</article><footer>© 2024 Harbour Post. All rights reserved.</footer></body></html>"""


def read(path: Path, content: bytes, options: Options | None = None) -> Document | SourceError:
    path.write_bytes(content)
    (found,) = documents([path], options)
    return found


def test_a_page_gives_its_main_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    found = read(tmp_path / "a.html", PAGE.format(meta='<meta charset="utf-8">').encode())
    assert isinstance(found, Document)
    assert (found.title, found.publisher, found.url) == ("Ministers sign accord", "The Harbour Post", "https://harbour.example/accord")
    assert found.published == dt.date(2024, 5, 6)
    assert found.text is not None
    first, second = found.text.split("\n")
    assert first.startswith("The foreign ministers of Kenya and Côte d’Ivoire")
    assert second.endswith("during the negotiations.")


@pytest.mark.parametrize(
    ("meta", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">', "iso-8859-15"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
    ],
)
def test_a_page_may_declare_its_charset(tmp_path: Path, meta: str, encoding: str) -> None:
    found = read(tmp_path / "a.html", PAGE.format(meta=meta).replace("’", "'").replace("“", '"').replace("”", '"').encode(encoding))
    assert isinstance(found, Document)
    assert "Côte d'Ivoire" in (found.text or "")


def test_html_is_known_by_its_content_too(tmp_path: Path) -> None:
    for name in ("page", "page.txt"):
        found = read(tmp_path / name, PAGE.format(meta="").encode())
        assert isinstance(found, Document)
        assert found.publisher == "The Harbour Post"


def test_options_win_over_the_page(tmp_path: Path) -> None:
    found = read(tmp_path / "a.html", PAGE.format(meta="").encode(), Options(published=dt.date(2024, 5, 5), title="Other"))
    assert isinstance(found, Document)
    assert (found.published, found.title) == (dt.date(2024, 5, 5), "Other")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (PAGE.format(meta='<meta charset="klingon">').encode(), "unknown charset 'klingon'"),
        (PAGE.format(meta='<meta charset="utf-8">').encode("cp1252"), "isn't UTF-8"),
        (b'<html><head><meta charset="ascii"></head><body>\xe9</body></html>', "offset 47 isn't ascii, which the page declares"),
        (b"<html><head><title>Nothing</title></head><body></body></html>", "no main text"),
    ],
)
def test_pages_that_cannot_be_read(tmp_path: Path, content: bytes, reason: str) -> None:
    found = read(tmp_path / "a.html", content)
    assert isinstance(found, SourceError)
    assert reason in found.reason
