"""Watching feeds: each report once, with manners. The server is local, the clock is the test's, and the reader is a fake."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman import batch_cli, cli
from dragoman.engines import local
from dragoman.engines.watching import State, Watch
from dragoman.ledger import Ledger
from dragoman.records import Document, Reading
from dragoman.records.errors import SourceError, UsageError
from dragoman.sources import feeds
from sources.serving import PAGE, Answer, Served, answer, serving

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>tag:1</id><title>Atom one</title><link href="/a1"/>
<published>2024-05-06T23:30:00-02:00</published><updated>2024-06-01T00:00:00Z</updated></entry></feed>"""


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        if len(self.slept) > 20:
            raise KeyboardInterrupt


def rss(*items: tuple[str, str]) -> str:
    day = "Mon, 06 May 2024 10:00:00 GMT"
    return RSS.format(
        items="".join(f"<item><guid>{g}</guid><title>T {g}</title><link>{link}</link><pubDate>{day}</pubDate></item>" for g, link in items)
    )


def page(n: object) -> Answer:
    return answer(PAGE.format(title=f"Page {n}", text=f"They met for the {n}th time."))


def then(*answers: Answer) -> Answer:
    left = list(answers)

    def send(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return send


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as found:
        yield found


@pytest.fixture
def clock() -> Clock:
    return Clock()


def watch(served: Served, tmp_path: Path, clock: Clock, *paths: str) -> Watch:
    state = State(tmp_path / "state.json")
    return Watch([served.url(p) for p in paths], state, served.fetcher(), every=600, clock=clock, sleep=clock.sleep)


def titles(items: Iterator[Document | SourceError]) -> list[str]:
    return [item.reason if isinstance(item, SourceError) else str(item.title) for item in items]


def test_each_report_is_read_once_whatever_feed_key_or_address_it_has(served: Served, tmp_path: Path, clock: Clock) -> None:
    served.answers = {
        "/one": answer(rss(("a", "/1"), ("b", "/2"), ("a", "/1?again"), ("c", "/2"), ("d", "/copy"), ("e", "ftp://x.example/"))),
        "/two": answer(ATOM),
        "/1": page(1),
        "/2": page(2),
        "/copy": page(1),
        "/a1": page(3),
    }
    assert titles(watch(served, tmp_path, clock, "/one", "/two").documents(once=True)) == ["Page 1", "Page 2", "Page 3"]
    first = served.paths()
    assert first.count("/1") == first.count("/2") == first.count("/robots.txt") == 1
    assert titles(watch(served, tmp_path, clock, "/one", "/two").documents(once=True)) == []
    assert served.paths()[len(first) :] == ["/robots.txt", "/one", "/two"]


def test_what_the_page_doesnt_say_the_feed_does(served: Served, tmp_path: Path, clock: Clock) -> None:
    served.answers = {"/f": answer(ATOM), "/a1": answer(PAGE.format(title="", text="x"))}
    (found,) = watch(served, tmp_path, clock, "/f").documents(once=True)
    assert isinstance(found, Document)
    assert (found.title, str(found.published), found.url) == ("Atom one", "2024-05-07", served.url("/a1"))


def test_only_what_has_changed_is_asked_for(served: Served, tmp_path: Path, clock: Clock) -> None:
    first = answer(rss(("a", "/1")), ETag='"v1"', Last_Modified="Mon, 06 May 2024 10:00:00 GMT")
    served.answers = {"/f": then(first, answer(status=304), answer(rss(("a", "/1"), ("b", "/2")))), "/1": page(1), "/2": page(2)}
    found = watch(served, tmp_path, clock, "/f").documents()
    assert [next(found).title, next(found).title] == ["Page 1", "Page 2"]  # type: ignore[union-attr]
    asked = [headers for path, headers in served.asked if path == "/f"]
    assert [h.get("If-None-Match") for h in asked] == [None, '"v1"', '"v1"']
    assert [h.get("If-Modified-Since") for h in asked] == [None, *["Mon, 06 May 2024 10:00:00 GMT"] * 2]
    assert clock.slept == [600, 600]


def test_a_feed_that_fails_is_asked_less_and_less_often(served: Served, tmp_path: Path, clock: Clock) -> None:
    busy = answer(status=503, Retry_After="7200")
    served.answers = {"/f": then(answer(status=500), answer("no feed"), busy, answer(rss(("a", "/1")))), "/1": page(1)}
    found = watch(served, tmp_path, clock, "/f").documents()
    reasons = [str(next(found)) for _ in range(3)]
    assert ["answers 500" in reasons[0], "not a feed" in reasons[1], "answers 503; asked again in 120 min" in reasons[2]] == [True] * 3
    assert next(found).title == "Page 1"  # type: ignore[union-attr]
    assert clock.slept == [1200, 2400, 7200]


def test_a_feed_that_is_gone_isnt_asked_again(served: Served, tmp_path: Path, clock: Clock) -> None:
    served.answers = {"/f": answer(status=410)}
    assert titles(watch(served, tmp_path, clock, "/f").documents()) == ["the server says that this feed is gone: it isn't asked again"]
    assert titles(watch(served, tmp_path, clock, "/f").documents()) == []
    assert served.paths().count("/f") == 1


def test_a_page_that_fails_is_tried_three_times(served: Served, tmp_path: Path, clock: Clock) -> None:
    served.answers = {"/f": answer(rss(("a", "/1"), ("b", "/2")), ETag='"v"'), "/2": page(2)}
    watching = watch(served, tmp_path, clock, "/f")
    seen = [titles(watching.documents(once=True)) for _ in range(4)]
    assert seen == [["the server answers 404", "Page 2"], ["the server answers 404"], ["the server answers 404"], []]
    assert served.paths().count("/1") == 3
    asked = [headers.get("If-None-Match") for path, headers in served.asked if path == "/f"]
    assert asked == [None, None, None, '"v"']  # what is to be tried again has to be listed again


def test_robots_txt_holds_for_feeds_and_pages(served: Served, tmp_path: Path, clock: Clock) -> None:
    served.answers = {
        "/robots.txt": answer("User-agent: *\nDisallow: /closed\nCrawl-delay: 0.2", kind="text/plain"),
        "/f": answer(rss(("a", "/closed/1"), ("b", "/2"))),
        "/2": page(2),
    }
    watching = watch(served, tmp_path, clock, "/f", "/closed/feed")
    refused = "robots.txt doesn't let programs fetch it"
    assert titles(watching.documents(once=True)) == [refused, "Page 2", refused]
    assert [p for p in served.paths() if p.startswith("/closed")] == []
    assert watching.fetcher.pauses == {"127.0.0.1": 0.2}


def test_while_robots_txt_cant_be_had_nothing_is_fetched(served: Served, tmp_path: Path, clock: Clock) -> None:
    served.answers = {"/robots.txt": answer(status=500), "/f": answer(rss(("a", "/1")))}
    assert titles(watch(served, tmp_path, clock, "/f").documents(once=True)) == ["its robots.txt can't be fetched: the server answers 500"]
    assert served.paths() == ["/robots.txt"]


def test_one_that_wasnt_finished_comes_again(served: Served, tmp_path: Path, clock: Clock) -> None:
    served.answers = {"/f": answer(rss(("a", "/1"), ("b", "/2")), ETag='"v"'), "/1": page(1), "/2": page(2)}
    found = watch(served, tmp_path, clock, "/f").documents(once=True)
    assert next(found).title == "Page 1"  # type: ignore[union-attr]
    assert next(found).title == "Page 2"  # type: ignore[union-attr]
    found.close()  # type: ignore[attr-defined]  # the second was being read
    assert titles(watch(served, tmp_path, clock, "/f").documents(once=True)) == ["Page 2"]


def test_hostile_feeds_are_refused_or_read_in_bounds() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    items = "<channel><item><title>&l11;</title></item></channel>"
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{laughs}]><rss version="2.0">{items}</rss>'
    external = (
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><link>http://x.example/</link>'
        "<title>&x;</title></item></channel></rss>"
    )
    deep = '<rss version="2.0"><channel>' + "<item>" * 20_000
    for data in (bomb, external, deep):
        try:
            found = feeds.entries(data.encode(), "http://x.example/")
        except SourceError:
            continue
        assert all("root:" not in (e.title or "") and len(e.title or "") < 1000 for e in found)
        assert len(found) <= feeds.MOST


def obey(document: Document) -> Reading:
    return Reading(document=document)


def test_readings_go_to_the_ledger_or_a_file(served: Served, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    served.answers = {"/f": answer(rss(("a", "/1"), ("b", "/2"))), "/1": page(1)}
    book = str(tmp_path / "book.db")
    with batch_cli._sink(None, book) as keep:
        items = local.read(watch(served, tmp_path, clock, "/f").documents(once=True), loader=lambda: obey)
        assert batch_cli.follow(items, keep) == (1, 1)
    assert "the server answers 404" in capsys.readouterr().err
    with Ledger(book, create=False) as ledger:
        assert [d["title"] for d in ledger.documents()] == ["Page 1"]
    out = tmp_path / "out.jsonl"
    out.write_text("{}\n")
    with batch_cli._sink(out, None) as keep:
        keep(Reading(document=Document.of("x", id="d")))
        assert [json.loads(line).get("document", {}).get("id") for line in out.read_text().splitlines()] == [None, "d"]


def test_the_command_refuses_local_servers_and_nonsense(served: Served, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        found = CliRunner().invoke(cli.app, ["watch", *arguments, "--state", str(tmp_path / "s.json")])
        return getattr(found.exception, "exit_code", found.exit_code), f"{found.stderr}{found.exception}"

    code, said = run(served.url("/f"), "--once")
    assert code == 3
    assert "127.0.0.1, which isn't on the public internet" in said
    assert served.asked == []
    assert run("file:///etc/passwd", "--once")[0] == 3
    assert run("http://x.example/", "--output", "a", "--ledger", "b")[0] == UsageError.exit_code
    (tmp_path / "s.json").write_text("[]")
    assert "isn't the state of a watch" in run("http://x.example/")[1]
