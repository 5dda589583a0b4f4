"""Every page over a small ledger made by hand: nothing leads nowhere, what a page says is what the ledger says, decisions hold."""

from __future__ import annotations

import html
import importlib.util
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from fastapi.testclient import TestClient

from dragoman.ledger import Ledger
from dragoman.web import drawing
from dragoman.web.lines import relation_address
from dragoman.web.routes.network import layout
from dragoman.web.wording import day_words, part_words, signed, span_words
from ledger.making import Text
from web.conftest import desk_over

CONTENTS = [
    "/", "/search", "/relations", "/commitments", "/actors", "/documents", "/map", "/network", "/add", "/codebook", "/about",
]  # fmt: skip
TEXT = "Kenyan President William Ruto met Secretary of State Marco Rubio in Washington on Tuesday."


def ids(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'\sid="([^"]+)"', page)]


def addresses(page: str) -> set[str]:
    return {html.unescape(found) for found in re.findall(r'\shref="([^"]+)"', page)}


def plain(page: str) -> str:
    words = re.sub(r"<[^>]+>", " ", page.partition("<main")[2])
    return " ".join(html.unescape(words).replace("\xa0", " ").split())


def entry_of(ledger: Ledger, kind: str, reports: int = 1) -> dict[str, Any]:
    from sqlalchemy import select

    from dragoman.ledger.schema import entry

    with ledger.reading() as connection:
        query = select(entry.c.id).where(entry.c.kind == kind, entry.c.n_reports >= reports).order_by(entry.c.id)
        found = ledger.entry(connection.execute(query).scalars().first())
    assert found
    return found


@pytest.mark.parametrize("address", CONTENTS)
def test_every_page_of_the_contents_opens_over_an_empty_ledger(empty: Ledger, address: str) -> None:
    answer = desk_over(empty).get(address)
    assert answer.status_code == 200
    assert f'href="{address}" aria-current="page"' in answer.text


def test_no_link_leads_nowhere_and_no_id_comes_twice(desk: TestClient) -> None:
    seen: dict[str, str] = {}
    coming = [*CONTENTS]
    wanted: set[tuple[str, str]] = set()
    while coming and len(seen) < 120:
        address = coming.pop()
        if address in seen:
            continue
        answer = desk.get(address)
        assert answer.status_code == 200, address
        seen[address] = answer.text
        if "text/html" not in answer.headers["content-type"]:
            continue
        found = ids(answer.text)
        assert len(found) == len(set(found)), address
        for href in addresses(answer.text):
            target, fragment = urldefrag(urljoin(address, href))
            if target.startswith("/") and not target.startswith(("/api/v1/openapi", "/review")) and "why=1" not in target:
                wanted.add((target, fragment))
                coming.append(target)
    assert len(seen) > 60
    broken = [(a, f) for a, f in wanted if f and a in seen and f not in ids(seen[a])]
    assert broken == []


def test_the_first_page_counts_what_the_ledger_counts(desk: TestClient, book: Ledger) -> None:
    words, stats = plain(desk.get("/").text), book.stats()
    assert f"{stats['documents']} documents" in words
    for kind, numbers in stats["entries"].items():
        assert f"{numbers['entries']} {kind}" in words
    assert "Kenya – United States" in words


def test_a_relation_shows_the_numbers_behind_each_point(desk: TestClient, book: Ledger) -> None:
    from dragoman.analysis.relations import relations

    page = desk.get("/relations/KEN-USA").text
    rows = list(relations(book, "KEN", "USA"))
    assert rows
    for row in rows:
        assert f"{row['period']}: {row['events']} event" in html.unescape(page)
        assert f'<td class="n">{signed(row["goldstein_mean"], 2)}</td>' in page
    assert "to finalise a trade agreement" in plain(page)


@pytest.mark.parametrize("address", ["/relations/USA-KEN", "/relations/kenya-usa"])
def test_a_relation_has_one_address(desk: TestClient, address: str) -> None:
    assert desk.get(address, follow_redirects=False).headers["location"] == "/relations/KEN-USA"


@pytest.mark.parametrize("address", ["/relations/KEN", "/relations/KEN-KEN", "/relations/KEN-Atlantis", "/actors/nobody", "/events/no"])
def test_what_isnt_there_is_not_found(desk: TestClient, address: str) -> None:
    answer = desk.get(address, headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "<h1>Not Found</h1>" in answer.text


def test_a_heading_says_who_did_it_to_whom(desk: TestClient, book: Ledger) -> None:
    def heading(kind: str) -> str:
        found = entry_of(book, kind)
        return " ".join(
            html.unescape(
                re.sub(r"<[^>]+>", " ", desk.get(f"/{kind}s/{found['id']}").text.partition("<h1")[2].partition("</h1>")[0])
            ).split()
        )

    assert heading("commitment").endswith("Pledge Kenya to Haiti")
    assert " → " in heading("event")


def test_every_field_of_a_report_leads_to_its_words(desk: TestClient, book: Ledger) -> None:
    for kind in ("engagement", "event", "commitment"):
        page = desk.get(f"/{kind}s/{entry_of(book, kind)['id']}").text
        leads = re.findall(r'class="said" href="([^"#]+)#(c\d+)"', page)
        assert leads
        assert all(anchor in ids(desk.get(html.unescape(address)).text) for address, anchor in leads)


def test_reports_of_one_call_stand_side_by_side_and_say_why_they_are_one(desk: TestClient, book: Ledger) -> None:
    found = entry_of(book, "engagement", 2)
    page = desk.get(f"/engagements/{found['id']}").text
    words = plain(page)
    assert "Told by 2 reports of 2 sources" in words
    for cite in found["cites"]:
        assert cite["quote"] in words
        assert f"{cite['publisher']} {day_words(cite['published'])}".replace("\xa0", " ") in words
    for reason in found["merged"][0]["reasons"]:
        assert reason in words


def test_what_reports_disagree_on_is_marked(book: Ledger) -> None:
    from ledger.making import call

    first = entry_of(book, "engagement", 2)
    late = book.add(call("2025-09-26", "Third Paper", day="2025-09-24"))
    merged = book.merge(first["id"], book.stored(late.document).engagements[0].id)
    assert merged["disagreements"]
    page = desk_over(book).get(f"/engagements/{merged['id']}").text
    assert page.count('class="odd"') == 3
    assert "The reports differ on: date" in plain(page)


def test_the_id_of_any_report_leads_to_its_entry(desk: TestClient, book: Ledger) -> None:
    found = entry_of(book, "engagement", 2)
    other = next(c["report"] for c in found["cites"] if c["report"] != found["id"])
    answer = desk.get(f"/events/{other}", follow_redirects=False)
    assert answer.headers["location"] == f"/engagements/{found['id']}"


def test_a_split_holds_and_can_be_undone(desk: TestClient, book: Ledger) -> None:
    found = entry_of(book, "engagement", 2)
    one, other = (c["report"] for c in found["cites"])
    answer = desk.post("/decisions/split", data={"report": other, "reason": "another call", "by": "A. Clerk"})
    assert answer.url.path == f"/engagements/{other}"
    assert "split by A. Clerk , " in plain(answer.text)
    assert "another call" in plain(answer.text)
    assert book.entry(one)["id"] != book.entry(other)["id"]  # type: ignore[index]
    number = re.search(r'name="number" value="(\d+)"', answer.text)
    assert number
    desk.post("/decisions/withdraw", data={"number": number[1], "record": other})
    assert book.entry(one)["id"] == book.entry(other)["id"]  # type: ignore[index]


def test_a_status_that_a_person_sets_is_on_the_board(desk: TestClient, book: Ledger) -> None:
    found = next(c for c in book.commitments() if c["status"] in {"open", "overdue"})
    desk.post("/decisions/status", data={"commitment": found["id"], "status": "broken", "reason": "it was dropped"})
    page = desk.get("/commitments?status=broken").text
    assert f'href="/commitments/{found["id"]}"' in page
    assert "it was dropped" in plain(desk.get(f"/commitments/{found['id']}").text)


def test_the_board_holds_every_commitment_once(desk: TestClient, book: Ledger) -> None:
    page = desk.get("/commitments").text
    for commitment in book.commitments():
        assert page.count(f'href="/commitments/{commitment["id"]}"') == 1
        assert commitment["details"]["action"]["quote"] in plain(page)
    kept = desk.get("/commitments?status=fulfilled").text
    assert "fulfils" in plain(kept)
    assert "sent 400 police officers" not in plain(kept).partition("fulfils")[0]


def test_search_finds_words_and_facets_narrow(desk: TestClient) -> None:
    page = desk.get("/search?q=police").text
    assert "send 400 police officers to Haiti" in plain(page)
    narrower = desk.get("/search?q=police&kind=commitment").text
    assert "send 400 police officers to Haiti" in plain(narrower)
    assert plain(page).count("police") > plain(narrower).count("police")
    assert "Nothing in the record has all of this." in plain(desk.get("/search?q=police&kind=engagement").text)
    for nothing in ("/search?q=%22%22%20---", "/search?q=zzzz", "/search?party=Atlantis"):
        assert "Nothing in the record" in plain(desk.get(nothing).text)


def test_search_knows_names_as_people_write_them(desk: TestClient) -> None:
    plainly = plain(desk.get("/search?q=kenya").text).partition("stand together")[2]
    for written in ("Kenya's", "Kenya’s", "Kenya;", '"Kenya"', "“Kenya”"):
        assert plain(desk.get("/search", params={"q": written}).text).partition("stand together")[2] == plainly
    assert "Nothing in the record" not in plain(desk.get("/search", params={"q": "U.S."}).text)


def test_an_actor_has_offices_and_engagements(desk: TestClient) -> None:
    words = plain(desk.get("/actors/KEN/william-ruto").text)
    assert "Deputy President" in words
    assert "13 Sep 2022" in words
    assert "Ruto and Rubio spoke by telephone" in words


def test_a_document_marks_its_words_and_every_mark_leads_to_a_field(desk: TestClient, book: Ledger) -> None:
    row = book.documents(match="Harbour")[0]
    page = desk.get(f"/documents/{row['id']}").text
    shown = re.search(r'<div class="text" dir="auto">(.*?)</div>', page, re.S)
    assert shown
    assert html.unescape(re.sub(r"<[^>]*>", "", shown[1])) == book.document(row["id"])["text"]  # type: ignore[index]
    fields = {f for found in re.findall(r'data-fields="([^"]+)"', page) for f in found.split()}
    assert fields
    assert fields <= set(ids(page))


@pytest.mark.parametrize(
    "address", ["/relations?page=99", "/documents?page=99", "/actors?page=99", "/commitments?page=99", "/search?page=99"]
)
def test_a_page_after_the_last_leads_back(desk: TestClient, address: str) -> None:
    page = desk.get(address).text
    assert "The list ends before this page." in plain(page)
    assert 'rel="prev"' in page
    assert "yet" not in plain(page)


def test_lists_that_are_empty_say_what_to_do(empty: Ledger) -> None:
    desk = desk_over(empty)
    for address in ("/", "/search", "/relations", "/commitments", "/actors", "/documents", "/map", "/network", "/review"):
        assert 'href="/add"' in desk.get(address).text.partition("<main")[2], address


def test_many_pairs_of_reports_are_folded(book: Ledger) -> None:
    from ledger.making import call

    list(book.add_all([call("2025-09-25", f"Paper {n}") for n in range(5)]))
    found = entry_of(book, "engagement", 6)
    assert len(found["merged"]) > 10
    page = desk_over(book).get(f"/engagements/{found['id']}").text
    assert f"<summary>{len(found['merged']) - 10} more pairs</summary>" in page
    assert page.partition("<h1")[2].count("Paper 4") >= 1


def test_a_wrong_address_is_told_in_words_for_people(desk: TestClient) -> None:
    page = desk.get("/search?page=first", headers={"accept": "text/html"})
    assert page.status_code == 422
    assert "This can't be answered as it was asked." in plain(page.text)
    assert "openapi" not in page.text
    assert "openapi" in desk.get("/api/v1/search", headers={"accept": "application/json"}).json()["detail"]


def test_a_date_is_no_more_precise_than_the_words(book: Ledger) -> None:
    text = "Tanzania sent officers to Haiti in 2016."
    reading = Text(text, "2025-10-30").event("AID", "Tanzania", "Haiti", "sent officers", when=("in 2016", "2016-01-01", "2016-12-31"))
    book.add(reading.done())
    desk = desk_over(book)
    for address in ("/relations?of=Tanzania", "/network?around=Tanzania"):
        words = plain(desk.get(address).text)
        assert "2016 2016" in words
        assert "1 Jan 2016" not in words


def test_every_figure_says_what_it_is_of(desk: TestClient) -> None:
    words = plain(desk.get("/about").text)
    assert "fewer are better" in words
    assert "_f1" not in words


# -- adding ------------------------------------------------------------------------------------------------------------------------


def finished(desk: TestClient, answer: Any) -> str:
    assert answer.url.path.startswith("/jobs/"), answer.text
    deadline = time.monotonic() + 20
    while desk.get(f"/api/v1{answer.url.path}").json()["state"] != "done":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return str(desk.get(answer.url.path).text)


def test_a_pasted_text_is_read_into_the_ledger(desk: TestClient, book: Ledger) -> None:
    answer = desk.post("/add", data={"text": TEXT + "\r\nMore.", "title": "A meeting", "published": "2025-09-25"})
    page = finished(desk, answer)
    assert "added" in plain(page)
    (row,) = book.documents(match="A meeting")
    assert f'href="/documents/{row["id"]}"' in page
    assert book.document(row["id"])["text"] == TEXT + "\nMore."  # type: ignore[index]
    again = finished(desk, desk.post("/add", data={"text": TEXT + "\nMore.", "title": "A meeting", "published": "2025-09-25"}))
    assert "was there already" in plain(again)


def test_files_are_read_and_each_bad_one_is_named(desk: TestClient, book: Ledger) -> None:
    sent = [
        ("files", ("news.txt", TEXT.encode())),
        ("files", ("C:\\tmp\\rows.jsonl", b'{"text": "One."}\n{"text": ""}\n')),
        ("files", ("../../etc/picture.html", b"\x89PNG\r\n\x1a\n\x00\x00")),
    ]
    page = finished(desk, desk.post("/add/files", files=sent))
    assert "rows.jsonl, line 2 not read" in plain(page)
    assert "picture.html not read" in plain(page)
    assert "dragoman-" not in page
    assert len(book.documents(match="doc-")) == 7


def test_other_kinds_of_files_are_refused(desk: TestClient) -> None:
    answer = desk.post("/add/files", files=[("files", ("run.exe", b"MZ"))])
    assert answer.status_code == 422
    assert ">run.exe: this kind of file isn’t read here" in html.unescape(answer.text).replace("'", "’")
    assert desk.post("/add/files", files=[("files", ("", b""))]).status_code == 422


def test_a_reader_that_fails_is_told_without_the_text(book: Ledger) -> None:
    def broken(document: Any) -> Any:
        raise RuntimeError(document.text)

    desk = desk_over(book, read=broken)
    page = finished(desk, desk.post("/add", data={"text": "a secret text", "title": "T"}))
    assert "reading failed (RuntimeError)" in plain(page)
    assert "secret" not in page


# -- the token ---------------------------------------------------------------------------------------------------------------------


def test_a_browser_gives_the_token_once(book: Ledger) -> None:
    token = "a-long-secret-token"  # noqa: S105
    desk = desk_over(book, token=token, hosts=None)
    asked = desk.get("/", headers={"accept": "text/html"})
    assert asked.url.path == "/login"
    assert desk.post("/login", data={"token": "wrong"}).status_code == 401
    answer = desk.post("/login", data={"token": token}, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert token not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert desk.get("/").status_code == 200
    assert desk.get("/api/v1/stats").status_code == 200


def test_without_a_token_there_is_nothing_to_log_in_to(desk: TestClient) -> None:
    assert desk.get("/login").status_code == 404
    assert desk.post("/login", data={"token": "x"}).status_code == 404


# -- what pages are made of ----------------------------------------------------------------------------------------------------------


def test_spans_of_days_read_as_people_write_them() -> None:
    assert span_words("2025-01-01", "2025-12-31") == "2025"
    assert span_words("2024-02-01", "2024-02-29") == "February 2024"
    assert span_words("2025-03-03", "2025-03-09") == "3–9 Mar 2025"
    assert span_words("2025-03-30", "2025-04-02") == "30 Mar – 2 Apr 2025"
    assert span_words("2025-12-30", "2026-01-02").replace("\xa0", " ") == "30 Dec 2025 – 2 Jan 2026"


def test_scores_and_parts_of_dates_read_as_people_write_them() -> None:
    assert [signed(2.84), signed(-3.3), signed(-0.01), signed(-10, 0)] == ["+2.8", "−3.3", "0.0", "−10"]
    assert [part_words("2020"), part_words("2020-08"), part_words("2020-08-05").replace("\xa0", " ")] == [
        "2020",
        "August 2020",
        "5 Aug 2020",
    ]


def test_pairs_have_addresses_whatever_their_ids() -> None:
    assert relation_address("USA", "KEN") == "/relations/KEN-USA"
    assert relation_address("KEN", "IGO/african-union") == "/relations/IGO/african-union~KEN"


def test_a_chart_has_a_place_for_every_period() -> None:
    assert drawing.periods("2024-11", "2025-02") == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert drawing.periods("2024-Q3", "2025-Q1") == ["2024-Q3", "2024-Q4", "2025-Q1"]
    assert drawing.periods("2024", "2026") == ["2024", "2025", "2026"]
    assert drawing.periods("2024-12", "2024-12") == ["2024-12"]


def test_nodes_of_the_network_keep_apart() -> None:
    places = layout(12, [(0, n, n) for n in range(1, 12)])
    assert places == layout(12, [(0, n, n) for n in range(1, 12)])
    assert min(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a in places for b in places if a is not b) > 0.03
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places)


def test_the_figures_that_the_desk_shows_are_those_of_the_page() -> None:
    root = Path(__file__).resolve().parents[2]
    spec = importlib.util.spec_from_file_location("measure", root / "tools" / "measure.py")
    assert spec
    assert spec.loader
    measure = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(measure)
    page = (root / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert measure.DESK.read_text(encoding="utf-8") == measure.figures_of(page), "tools/measure.py --write renews both"
