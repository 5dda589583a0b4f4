"""robots.txt, by the rules and examples of its standard."""

from __future__ import annotations

import time

import pytest

from dragoman.sources.robots import NOTHING, Rules, parse
from pacing import slowness

SITE = b"""\xef\xbb\xbf# a comment
User-agent: *
Disallow: /private
Allow: /private/press
Crawl-delay: 7
User-Agent: OtherBot
User-agent: Dragoman
Disallow: /*.pdf$
Disallow: /search?q=*&page=
Disallow: /caf%C3%A9/
Allow: /
crawl-delay: 3 # seconds

User-agent: dragoman
Disallow: /late
Sitemap: https://x.example/sitemap.xml
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("", True),
        ("/private", True),
        ("/a.pdf", False),
        ("/a.pdf?x", True),
        ("/late/x", False),
        ("/search?q=a&page=2", False),
        ("/search?q=a", True),
        ("/café/x", False),
        ("/caf%c3%a9/x", False),
    ],
)
def test_the_groups_that_name_us_count_together_and_alone(path: str, allowed: bool) -> None:
    rules = parse(SITE)
    assert rules.allow(f"https://x.example{path}") is allowed
    assert rules.delay == 3.0


def test_otherwise_the_groups_for_all_count() -> None:
    rules = parse(SITE.replace(b"ragoman", b"ragomanov"))
    assert [rules.allow(f"https://x.example/{p}") for p in ("private/a", "private/press/a", "a.pdf")] == [False, True, True]
    assert rules.delay == 7.0


def test_what_says_nothing_forbids_nothing() -> None:
    for data in (b"", b"\xff\xfe\x00", b"Disallow: /", b"User-agent: *\nDisallow:", b"User-agent: *\nDisallow", b"<html>not found</html>"):
        assert parse(data).allow("https://x.example/a"), data
    assert not NOTHING.allow("https://x.example/")
    assert Rules().allow("https://x.example/")


def test_odd_delays() -> None:
    found = [parse(b"User-agent: *\nCrawl-delay: " + d).delay for d in (b"nan", b"inf", b"-3", b"1e9", b"soon", b"0.5")]
    assert found == [0.0, 60.0, 0.0, 60.0, 0.0, 0.5]


def test_a_pattern_made_to_be_slow_isnt() -> None:
    rules = parse(b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"b$\n")
    started = time.process_time()
    assert rules.allow("https://x.example/" + "a" * 100_000)
    assert time.process_time() - started < slowness()
