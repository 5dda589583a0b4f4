"""The review flow in a real Chromium: by keyboard alone, by dragging, without JavaScript, and free of what axe finds serious.

DRAGOMAN_SHOTS names a folder for screenshots.
"""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")
pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dragoman.ledger import Ledger
from dragoman.ledger.review.desk import Review
from dragoman.web import create_app
from ledger.making import Text, call

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium")]
SHOTS = os.environ.get("DRAGOMAN_SHOTS")
WORDS = "Ruto 👩🏽‍🚀 and Rubio spoke by telephone on Tuesday.\r\n\r\nRubio thanked Kenya."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as running:
        found = running.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield found
        found.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    reading = Text(WORDS).engagement("call", ["Ruto", "Rubio"], "spoke by telephone", when=("Tuesday", "2025-09-23")).done()
    with Ledger(tmp_path / "dragoman.db") as found:
        list(found.add_all([reading, call("2025-09-26", "Harbour Courier", day="2025-09-11")]))
        yield found


@pytest.fixture
def address(ledger: Ledger) -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(ledger), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    found, wrong = context.new_page(), []
    found.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: wrong.append(str(error)))
    yield found
    context.close()
    assert wrong == []


def sign(page: Page, name: str = "Ann") -> None:
    page.goto("/review")
    page.get_by_label("Who reviews").fill(name)
    page.get_by_role("button", name="Keep").click()


def serious(page: Page) -> list[str]:
    found: Any = Axe().run(page).response["violations"]
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found if v["impact"] in {"serious", "critical"}]


def test_a_record_is_reviewed_by_keyboard_alone(page: Page, ledger: Ledger) -> None:
    sign(page)
    top = Review(ledger).queue("Ann")[0]["report"]
    page.get_by_role("link", name="Begin with the first").press("Enter")
    page.wait_for_url(f"**/review/record/{top}*")
    fields: list[str] = []
    for key, said in (("a", "Accepted"), ("r", "Rejected"), ("u", "Left unsure"), ("j", "Passed over")):
        fields.append(page.locator(".fields .now dt").inner_text())
        page.keyboard.press(key)
        expect(page.get_by_role("status").first).to_contain_text(said)
    assert len(set(fields)) == 4
    assert [row.action for _, row, _ in Review(ledger).log()] == ["accept", "reject", "unsure", "skip"]
    for _ in range(4):
        page.keyboard.press("z")
        expect(page.get_by_role("status").first).to_contain_text("Taken back")
        page.wait_for_timeout(50)
    assert [row.action for _, row, _ in Review(ledger).log()][4:] == ["undo"] * 4
    assert page.locator(".fields .now dt").inner_text() == fields[0]


def test_a_correction_by_keyboard(page: Page, ledger: Ledger) -> None:
    sign(page)
    id_ = next(row["report"] for row in Review(ledger).queue("Ann", kind="engagement") if row["quote"] == "spoke by telephone")
    page.goto(f"/review/record/{id_}?field=medium")
    page.keyboard.press("e")
    expect(page.get_by_label("Medium", exact=True)).to_be_focused()
    page.keyboard.type("vid")
    page.get_by_role("button", name="End a word earlier").press("Enter")
    expect(page.locator(".marked")).to_contain_text("“spoke by”")
    page.get_by_role("button", name="Start a word later").press("Enter")
    expect(page.locator(".marked")).to_contain_text("“by”")
    page.get_by_role("button", name="Save the correction").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Corrected")
    assert ledger.entry(id_)["form"] == "video"
    ((_, row, _),) = Review(ledger).log()
    assert row.evidence["quote"] == "by"
    assert WORDS[row.evidence["start"] : row.evidence["end"]] == "by"
    page.keyboard.press("k")
    page.wait_for_url("**field=*")
    page.get_by_label("single letters are keys here").uncheck()
    before = page.url
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert page.url == before


def test_words_are_marked_by_dragging_with_offsets_in_code_points(page: Page, ledger: Ledger) -> None:
    sign(page)
    id_ = next(row["report"] for row in Review(ledger).queue("Ann", kind="engagement") if row["quote"] == "spoke by telephone")
    page.goto(f"/review/record/{id_}?field=place")
    corners = page.evaluate(
        """() => { const text = document.getElementById("text"); const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
        let node; while ((node = walker.nextNode()) && !node.data.includes("thanked Kenya"));
        const range = document.createRange(); const at = node.data.indexOf("Kenya"); range.setStart(node, at); range.setEnd(node, at + 5);
        const box = range.getBoundingClientRect(); return [box.left, box.right, (box.top + box.bottom) / 2]; }"""
    )
    page.mouse.move(corners[0] + 0.5, corners[2])
    page.mouse.down()
    page.mouse.move(corners[1] - 0.5, corners[2], steps=4)
    page.mouse.up()
    start = WORDS.index("Kenya")
    expect(page.locator(".marked")).to_contain_text(f"“Kenya”, characters {start} to {start + 5}.")
    page.locator("#value").fill("Nairobi")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("status").first).to_contain_text("Corrected")
    place = Review(ledger).record(id_, "Ann")["fields"]["place"]["value"]
    assert (place["evidence"]["quote"], WORDS[place["evidence"]["start"] : place["evidence"]["end"]]) == ("Kenya", "Kenya")


def test_everything_works_without_javascript(browser: Browser, address: str, ledger: Ledger) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    sign(page)
    page.get_by_role("link", name="Begin with the first").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("status").first).to_contain_text("Accepted")
    page.get_by_role("link", name="Status").click()
    page.locator(".correct summary").click()
    page.get_by_label("Status", exact=True).select_option("future")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("status").first).to_contain_text("Corrected")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").first).to_contain_text("Taken back")
    assert [row.action for _, row, _ in Review(ledger).log()] == ["accept", "correct", "undo"]
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_serious(browser: Browser, address: str, ledger: Ledger, scheme: Any, width: int) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme, viewport={"width": width, "height": 844})
    page = context.new_page()
    sign(page)
    desk, top = Review(ledger), Review(ledger).queue("Ann", kind="engagement")[0]["report"]
    for by in ("Bob", "Cec"):
        desk.decide(top, "medium", "accept" if by == "Bob" else "reject", by=by, blind=True)
    desk.decide(top, "when", "reject", by="Bob", blind=True)
    desk.decide(top, "when", "reject", by="Cec", blind=True)
    fields = ("medium", "participants", "when", "place", "topics", "record")
    for address_ in (
        "/review",
        "/review/log",
        "/review/agreement",
        "/review/disputes",
        *(f"/review/record/{top}?field={f}" for f in fields),
    ):
        page.goto(address_)
        if page.locator(".correct summary").count():
            page.locator(".correct summary").click()
        assert serious(page) == [], address_
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address_
        if SHOTS:
            name = address_.removeprefix("/").replace(top, "").replace("/", "-").replace("?field=", "")
            page.screenshot(path=Path(SHOTS) / f"{name}-{scheme}-{width}.png", full_page=True)
    context.close()
