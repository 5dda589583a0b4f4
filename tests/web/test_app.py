"""The desk: pages and REST with a reader of our own making; what may come in, what goes out, and nothing unescaped."""

import datetime as dt
import html
import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from fastapi.testclient import TestClient

from dragoman.ledger import Ledger
from dragoman.records import Actor, Commitment, Document, Engagement, Event, Evidence, Participant, Reading, Statement, When
from dragoman.records.acts import EventEvidence, Topic
from dragoman.records.reading import ReadingWarning
from dragoman.web import create_app
from dragoman.web.api.reading import MAX_TEXT
from dragoman.web.app import MAX_BODY
from dragoman.web.shown import pieces, sections

TEXT = "President Ruto met Secretary Rubio on Tuesday. “We will finalise the pact by 2026,” said Ruto. 😀 It rained."
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "'-alert(1)-'",
    "{{ 7*7 }}{% include 'base.html' %}",
    "javascript:alert(1)",
    "\u202eevil\u2066 \x00 \x1b[31m",
    "<!--<svg/onload=alert(1)>-->",
    "&lt;script&gt; &amp;#x3c;",
]


def evidence(text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence.of(text, start, start + len(words))


def fake(document: Document) -> Reading:
    """The record of TEXT; for any other text every field is filled with its words."""
    text = document.text or ""
    parts = ("Ruto", "Rubio", "on Tuesday", "met", "We will finalise the pact", "said") if text == TEXT else (text,) * 6
    ruto, rubio, day, met, words, said = (evidence(text, part) for part in parts)
    kenya = Actor(
        id=f"KEN/{ruto.quote}", name=ruto.quote, kind="person", country="KEN", office="President", as_written=ruto.quote, evidence=ruto
    )
    usa = Actor(id="USA/rubio", name=rubio.quote, kind="person", country="USA", as_written=rubio.quote, evidence=rubio)
    both = (Participant(role="actor", actor=kenya), Participant(role="recipient", actor=usa))
    when = When(text=day.quote, start=dt.date(2025, 9, 23), end=dt.date(2025, 9, 23), precision="day", evidence=day)
    topic = Topic(context="economic", label=words.quote, evidence=words)
    return Reading(
        document=document,
        engagements=(Engagement(
                id="en-1", medium="meeting", status="occurred", participants=both, when=when, occasion=words.quote, evidence=(met,)
            ),),
        events=(
            Event(
                id="ev-1", type="CONSULT", cameo="040", quad=1, goldstein=1.0, intensity=1.0, status="occurred", participants=both,
                confidence=0.9, topics=(topic,), evidence=EventEvidence(trigger=met, clause=evidence(text, text)),
            ),
        ),
        statements=(Statement(id="st-1", speaker=kenya, stance="commit", content=words, cue=said, topic=topic),),
        commitments=(Commitment(id="co-1", kind="pledge", parties=(kenya,), action=words, deadline=when, evidence=(words,)),),
        warnings=(ReadingWarning(code="odd", message=f"seen: {words.quote}", evidence=said),),
    )  # fmt: skip


def client(ledger: Ledger, **options: Any) -> TestClient:
    return TestClient(create_app(ledger, **{"read": fake} | options), base_url="http://localhost", raise_server_exceptions=False)


@pytest.fixture
def desk(empty: Ledger) -> TestClient:
    return client(empty)


def assert_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status
    return body


# -- pages -------------------------------------------------------------------------------------------------------------------------


def test_the_form_labels_every_field(desk: TestClient) -> None:
    page = desk.get("/add").text.partition("<main")[2]
    names = set(re.findall(r'<(?:input|textarea) id="(\w+)"', page))
    assert names == set(re.findall(r'<label for="(\w+)"', page)) == {"title", "published", "publisher", "url", "text", "files"}


def test_the_result_has_the_text_and_every_quotation_leads_to_it(desk: TestClient) -> None:
    answer = desk.post("/read", data={"text": TEXT, "title": "A meeting", "published": "2025-09-25", "url": "https://example.org/a"})
    assert answer.status_code == 200
    body = re.search(r'<div class="text" dir="auto">(.*?)</div>', answer.text, re.S)
    assert body
    assert html.unescape(re.sub(r"<[^>]*>", "", body[1])) == TEXT
    ids = re.findall(r'\bid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"', answer.text)
    assert len(targets) > 20
    assert set(targets) <= set(ids)
    assert '<a href="https://example.org/a" rel="noopener noreferrer nofollow">' in answer.text
    for heading in ("Engagements", "Statements", "Commitments", "Events", "Warnings"):
        assert f">{heading}</h2>" in answer.text


def test_the_pieces_are_the_text_in_order() -> None:
    cut = pieces(TEXT, sections(fake(Document.of(TEXT))))
    assert "".join(piece.words for piece in cut) == TEXT
    assert [piece.start for piece in cut] == sorted({piece.start for piece in cut})
    assert next(piece for piece in cut if piece.words == "met").kind in {"engagement", "event"}


def test_a_text_without_records_is_shown_whole(empty: Ledger) -> None:
    answer = client(empty, read=lambda document: Reading(document=document)).post("/read", data={"text": "Nothing\r\n\r\nhere"})
    assert "Nothing\n\nhere</div>" in answer.text
    assert answer.text.count("None found.") == 5


@pytest.mark.parametrize("string", HOSTILE)
def test_hostile_strings_are_escaped_wherever_they_come_out(desk: TestClient, string: str) -> None:
    for fields in ({"text": string, "title": string, "url": string}, {"text": string, "title": string, "published": string}):
        page = desk.post("/read", data=fields).text
        assert not re.search(r"<(?:script(?! src=\"/static/)|img|svg)|<!--", page, re.I)
        assert not re.search(r'(?:href|src)="javascript:', page)
        assert "{{" not in string or "{{ 7*7 }}" in page
        tags = re.findall(r"<[^>]*>", page)
        assert not [tag for tag in tags if re.search(r"\son\w+=", re.sub(r'"[^"]*"', "", tag))]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": TEXT, "published": "31/12/2025"}, "isn’t a date"),
        ({"text": " "}, "The text is empty."),
        ({"text": "x" * (MAX_TEXT + 1)}, "the limit is"),
    ],
)
def test_a_wrong_field_brings_the_form_back(desk: TestClient, fields: dict[str, str], message: str) -> None:
    answer = desk.post("/read", data=fields)
    assert answer.status_code == 422
    assert message in html.unescape(answer.text).replace("'", "’")
    assert fields["text"].strip()[:1000] in html.unescape(answer.text) or len(fields["text"]) > MAX_TEXT


# -- REST --------------------------------------------------------------------------------------------------------------------------


def test_the_reading_over_rest_is_the_reading(desk: TestClient) -> None:
    answer = desk.post("/api/v1/read", json={"text": TEXT, "published": "2025-09-25", "title": "A meeting"})
    expected = fake(Document.of(TEXT, published=dt.date(2025, 9, 25), title="A meeting"))
    assert answer.json() == expected.model_dump(mode="json")


def test_the_schema_is_that_of_a_reading(desk: TestClient) -> None:
    assert desk.get("/api/v1/schema").json()["properties"].keys() == Reading.model_fields.keys()
    assert "/api/v1/read" in desk.get("/api/v1/openapi.json").json()["paths"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": 5}, "text"),
        ({"text": "a", "colour": "red"}, "colour"),
        ({"text": "a" * (MAX_TEXT + 1)}, "text"),
    ],
)
def test_a_wrong_field_is_named_and_not_repeated(desk: TestClient, body: dict[str, Any], field: str) -> None:
    found = assert_problem(desk.post("/api/v1/read", json=body), 422)
    assert [error["field"] for error in found["errors"]] == [field]
    assert "aaaa" not in str(found)


def test_a_bad_date_says_how_to_write_one(desk: TestClient) -> None:
    assert "write YYYY-MM-DD" in assert_problem(desk.post("/api/v1/read", json={"text": "a", "published": "yesterday"}), 422)["detail"]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 50_000, b'{"text": "\\ud800"}', b""])
def test_a_body_that_is_no_json_is_a_problem(desk: TestClient, body: bytes) -> None:
    answer = desk.post("/api/v1/read", content=body, headers={"content-type": "application/json"})
    assert_problem(answer, answer.status_code)
    assert 400 <= answer.status_code < 500


# -- the guard ---------------------------------------------------------------------------------------------------------------------


def test_what_is_nowhere_is_a_problem_or_a_page(desk: TestClient) -> None:
    assert_problem(desk.get("/nowhere"), 404)
    assert_problem(desk.get("/api/v1/read", headers={"accept": "text/html"}), 405)
    assert "<h1>Not Found</h1>" in desk.get("/nowhere", headers={"accept": "text/html"}).text
    assert_problem(desk.get("/static/../app.py"), 404)
    assert_problem(desk.get("/static/%2e%2e/app.py"), 404)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/dragoman.css", "/api/v1/schema"])
def test_every_answer_carries_the_headers(desk: TestClient, path: str) -> None:
    headers = desk.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


def test_pages_hold_no_script_no_inline_style_and_nothing_from_elsewhere(desk: TestClient) -> None:
    for page in (desk.get("/").text, desk.get("/add").text, desk.post("/read", data={"text": TEXT}).text):
        assert not re.search(r"<script(?! src=\"/static/)|<style|\sstyle=|(?:src|href)=\"(?:https?:)?//", page)
        for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
            assert desk.get(address).status_code == 200


def test_a_large_body_is_refused_whether_or_not_its_length_is_announced(desk: TestClient) -> None:
    assert_problem(desk.post("/api/v1/read", content=b"x" * (MAX_BODY + 1)), 413)
    assert_problem(desk.post("/api/v1/read", content=(b"x" * 100_000 for _ in range(MAX_BODY // 100_000 + 2))), 413)
    assert_problem(desk.post("/read", content=b"x", headers={"content-length": "9" * 30}), 413)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example@localhost", "[::1", "", "127.0.0.1.nip.io:8321"])
def test_another_host_is_refused(desk: TestClient, host: str) -> None:
    assert_problem(desk.get("/", headers={"host": host}), 400)


@pytest.mark.parametrize("host", ["localhost", "localhost:8321", "127.0.0.1:8321", "[::1]:8321", "LOCALHOST"])
def test_our_own_names_are_served(desk: TestClient, host: str) -> None:
    assert desk.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://localhost"},
    ],
)
def test_a_write_from_another_site_is_refused(desk: TestClient, headers: dict[str, str]) -> None:
    assert_problem(desk.post("/read", data={"text": TEXT}, headers=headers), 403)
    assert_problem(desk.post("/api/v1/read", json={"text": TEXT}, headers=headers), 403)


def test_a_write_from_our_own_page_is_taken(desk: TestClient) -> None:
    headers = {"origin": "http://localhost", "sec-fetch-site": "same-origin"}
    assert desk.post("/read", data={"text": TEXT}, headers=headers).status_code == 200


def test_a_token_is_asked_for_everywhere(empty: Ledger) -> None:
    desk = client(empty, token="a-long-secret-token", hosts=None)  # noqa: S106
    assert desk.get("/static/dragoman.css").status_code == 200
    for path in ("/", "/documents", "/api/v1/schema"):
        assert assert_problem(desk.get(path), 401)
        assert_problem(desk.get(path, headers={"authorization": "Bearer wrong"}), 401)
        assert desk.get(path, headers={"authorization": "Bearer a-long-secret-token", "host": "desk.example"}).status_code == 200


def test_a_failure_inside_tells_nothing_of_the_text(empty: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    def broken(document: Document) -> Reading:
        raise RuntimeError(f"can't read {document.text}")

    answer = client(empty, read=broken).post("/api/v1/read", json={"text": "a secret text"})
    assert "secret" not in str(assert_problem(answer, 500))
    assert "content-security-policy" in answer.headers
    assert "RuntimeError at /api/v1/read" in caplog.text
    assert "secret" not in caplog.text


# -- dragoman serve ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"host": "192.168.1.5"}, "set a --token"),
        ({"host": "192.168.1.5", "token": "short"}, "at least 16"),
        ({"token": "x" * 20 + "é"}, "ASCII"),
    ],
)
def test_serve_refuses_to_let_others_in_without_a_token(options: dict[str, Any], message: str) -> None:
    from dragoman.cli import serve
    from dragoman.records.errors import UsageError

    with pytest.raises(UsageError, match=message):
        serve(**options)


def test_serve_binds_this_machine_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import uvicorn

    from dragoman.cli import serve

    bound: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: bound.update(options))
    monkeypatch.setattr("dragoman.cli._warm_up", lambda read: None)  # the models have no part in this
    serve(str(tmp_path / "desk.db"))
    assert (bound["host"], bound["port"], bound["access_log"]) == ("127.0.0.1", 8321, False)


def test_a_missing_extra_is_named(empty: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from dragoman.records.errors import MissingPartError

    monkeypatch.delitem(sys.modules, "dragoman.web.app")
    monkeypatch.delattr("dragoman.web.app")
    monkeypatch.setitem(sys.modules, "fastapi", None)
    with pytest.raises(MissingPartError, match=r"dragoman\[web\]"):
        create_app(empty)


def test_what_the_pages_need_is_in_the_package() -> None:
    import dragoman.web

    room = Path(dragoman.web.__file__).parent
    assert {p.name for p in room.glob("*/*.*")} >= {
        "base.html",
        "home.html",
        "reading.html",
        "problem.html",
        "dragoman.css",
        "dragoman.svg",
    }
