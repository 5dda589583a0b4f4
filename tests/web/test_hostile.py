"""Hostile strings in every field, through every page, answer and export. DRAGOMAN_HOSTILE says how many; `make hostile` takes 300.

Two ways of looking: the elements that a parser finds are those of the templates; and in Chromium nothing runs, nothing is fetched from
elsewhere, and the policy has nothing to stop (what it would stop has got through the escaping).
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from fastapi.testclient import TestClient

from dragoman.ledger import Ledger
from dragoman.web import create_app
from dragoman.web.lines import actor_address, document_address, record_address
from web.conftest import desk_over, read_nothing
from web.hostile import reading, strings
from web.serving import browser, serving, watched

NUMBER = int(os.environ.get("DRAGOMAN_HOSTILE", "24"))
LISTS = ["/", "/relations", "/relations/IGO/x~KEN", "/actors", "/actors/KEN", "/documents", "/commitments", "/map", "/network", "/about"]
#: Every element that a template writes; a string that makes another one has got through.
OURS = set(
    "html head meta title link script body a header form label input nav ul ol li main h1 h2 h3 small p section span b q time table thead"
    " tbody tr th td meter div article dl dt dd blockquote details summary select option button textarea code figure figcaption svg"
    " g path line circle rect text aside progress br".split()
)


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("evil") / "evil.db") as ledger:
        list(ledger.add_all(reading(string, number) for number, string in enumerate(strings(NUMBER))))
        yield ledger


@pytest.fixture(scope="module")
def desk(evil: Ledger) -> TestClient:
    return desk_over(evil)


def pages_of(string: str, number: int) -> list[str]:
    found = [document_address(f"doc {number} {string}"), actor_address(f"KEN/{string}"), f"/search?q={quote(string)}"]
    found += [record_address(kind, f"{kind[:2]}-{number}-{string}") for kind in ("engagement", "event", "statement", "commitment")]
    found += [f"/{page}?{name}={quote(string)}" for page, name in (("documents", "match"), ("actors", "match"), ("relations", "of"))]
    return [*found, f"/network?around={quote(string)}", f"/search?topic={quote(string)}&place={quote(string)}&party={quote(string)}"]


class Elements(HTMLParser):
    """Notes what a template wouldn't write."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.odd += [tag] if tag not in OURS or (tag == "script" and "src" not in dict(attrs)) else []
        self.odd += ["meta http-equiv"] if tag == "meta" and "http-equiv" in dict(attrs) else []
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc", "ping"}:
                self.odd.append(f"{tag} {name}")
            if name in {"src", "action", "formaction"} and not (value or "").startswith("/"):
                self.odd.append(f"{tag} {name}={value}")
            if name == "href" and not (value or "").startswith(("/", "#", "?")):
                leads_out = (
                    tag == "a" and urlsplit(value or "").scheme in {"http", "https"} and "noopener" in (dict(attrs).get("rel") or "")
                )
                self.odd += [] if leads_out else [f"{tag} {name}={value}"]

    def handle_comment(self, data: str) -> None:
        self.odd.append(f"comment {data}")


def odd(page: str) -> list[str]:
    parser = Elements()
    parser.feed(page)
    return parser.odd


@pytest.mark.parametrize("address", LISTS)
def test_lists_hold_only_our_elements(desk: TestClient, address: str) -> None:
    answer = desk.get(address)
    assert answer.status_code in {200, 404}, answer.text
    assert odd(answer.text) == []


@pytest.mark.parametrize("number", range(NUMBER))
def test_pages_hold_only_our_elements(desk: TestClient, number: int) -> None:
    string = strings(NUMBER)[number]
    for address in pages_of(string, number):
        answer = desk.get(address, headers={"accept": "text/html"})
        # an address can't hold everything that an id can ("//", "/../"): such a record is then not found, and nothing worse
        assert answer.status_code in {200, 404, 422}, (address, answer.text)
        assert odd(answer.text) == [], address
    form = desk.post("/read", data={"text": string, "title": string, "url": string, "publisher": string, "published": string})
    assert odd(form.text) == []
    assert odd(desk.post("/add/files", files=[("files", (string, b"x"))]).text) == []


def test_exports_are_data_and_no_formulas(desk: TestClient) -> None:
    for address in (
        "/api/v1/events?limit=1000",
        "/api/v1/documents?limit=1000",
        "/api/v1/timeline?a=KEN",
        "/api/v1/tables/participants?limit=1000",
    ):
        rows = desk.get(address).json()["items"]
        assert len(rows) >= NUMBER
        found = list(csv.reader(io.StringIO(desk.get(address, headers={"accept": "text/csv"}).text, newline="")))
        assert len(found) == len(rows) + 1
        assert len({len(row) for row in found}) == 1
        assert not [cell for row in found for cell in row if cell.startswith(("=", "@", "\t", "\r"))]
    assert odd_in_brief(desk.get("/api/v1/brief?a=KEN&b=USA&format=html").text) == []


def odd_in_brief(page: str) -> list[str]:
    return [found for found in odd(page) if found not in {"style", "sup"}]


def test_what_the_api_gives_is_json_whatever_is_in_it(desk: TestClient) -> None:
    for string in strings(NUMBER):
        answer = desk.get("/api/v1/search", params={"q": string})
        assert answer.status_code in {200, 422}
        assert answer.headers["content-type"].partition(";")[0] in {"application/json", "application/problem+json"}
        assert answer.headers["x-content-type-options"] == "nosniff"
        json.loads(answer.content)


@pytest.mark.browser
def test_in_the_browser_nothing_runs_and_nothing_is_fetched(evil: Ledger) -> None:
    with serving(create_app(evil, read=read_nothing)) as address, browser() as chromium:
        page = chromium.new_context().new_page()
        wrong = watched(page)
        elsewhere: list[str] = []
        page.on("request", lambda request: None if request.url.startswith(address) else elsewhere.append(request.url))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('stopped: ' + e.blockedURI + e.violatedDirective))"
        )
        for path in LISTS:
            page.goto(address + path)
        for number, string in enumerate(strings(NUMBER)):
            for path in pages_of(string, number)[: 12 if NUMBER < 50 else 7]:
                page.goto(address + path, wait_until="domcontentloaded")
        assert [w for w in wrong if "404" not in w and "422" not in w] == []
        assert elsewhere == []
