"""The desk in real Chromium, over the examples: no errors, no serious findings of axe, the evidence, adding; screenshots for people.

Screenshots go to a folder of pytest's, or to DRAGOMAN_SCREENSHOTS.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dragoman.ledger import Ledger
from dragoman.ledger.schema import entry
from dragoman.web import create_app
from web.serving import browser, serving, watched

pytestmark = pytest.mark.browser
MODES = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
}
PAGES = [
    "home", "search", "relations", "relation", "commitments", "actors", "person", "country", "documents", "document", "engagement", "event",
    "statement", "commitment", "map", "network", "add", "codebook", "about",
]  # fmt: skip
TEXT = "Kenyan President William Ruto met US Secretary of State Marco Rubio in Washington on Tuesday. Ruto asked for the renewal of AGOA."


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def desk(examples: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Ledger]]:
    """A desk over a copy of the examples, with the package's own reader."""
    path = examples.backup(tmp_path_factory.mktemp("served") / "desk.db")
    with Ledger(path) as ledger, serving(create_app(ledger)) as address:
        yield address, ledger


@pytest.fixture(scope="module")
def addresses(desk: tuple[str, Ledger]) -> dict[str, str]:
    """An address for every kind of page."""
    _, ledger = desk
    found = {name: f"/{name}" for name in PAGES} | {"home": "/", "search": "/search?q=agreement", "relation": "/relations/IRN-SAU"}
    with ledger.reading() as connection:
        for kind in ("engagement", "event", "statement", "commitment"):
            query = select(entry.c.id).where(entry.c.kind == kind).order_by(entry.c.n_reports.desc(), entry.c.id)
            found[kind] = f"/{kind}s/{connection.execute(query).scalars().first()}"
    document = ledger.documents(limit=1)[0]["id"]
    return found | {"document": f"/documents/{document}", "person": "/actors/KEN/william-ruto", "country": "/actors/KEN"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_in_light_dark_and_on_a_phone(
    name: str, chromium: Any, desk: tuple[str, Ledger], addresses: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Path(os.environ.get("DRAGOMAN_SCREENSHOTS") or tmp_path_factory.getbasetemp() / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    for mode, options in MODES.items():
        context = chromium.new_context(**options)
        page = context.new_page()
        wrong = watched(page)
        answer = page.goto(desk[0] + addresses[name])
        assert answer.status == 200
        page.screenshot(path=str(folder / f"{name}-{mode}.png"))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is wider than a {mode} window"
        if mode != "phone":
            assert serious(page) == []
        assert wrong == []
        context.close()


def serious(page: Any) -> list[str]:
    """What axe finds that keeps people out."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe isn't installed")
    found = axe.Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in {"serious", "critical"}]


def test_a_field_lights_its_words_and_words_light_their_fields(chromium: Any, desk: tuple[str, Ledger], addresses: dict[str, str]) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    wrong = watched(page)
    page.goto(desk[0] + addresses["document"])
    quote = page.locator(".record article a.quote").first
    words = quote.inner_text().strip("“”")
    quote.focus()
    page.keyboard.press("Enter")
    lit = "".join(page.locator(".text .lit").all_inner_texts())
    assert "".join(words.split()) in "".join(lit.split())
    first = page.locator(".text a[data-fields]").first
    first.click()
    assert page.locator(".lit-field").count() == len(first.get_attribute("data-fields").split())
    page.keyboard.press("Escape")
    assert page.locator(".lit, .lit-field").count() == 0
    assert wrong == []


def test_without_javascript_words_and_fields_are_links(chromium: Any, desk: tuple[str, Ledger], addresses: dict[str, str]) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(desk[0] + addresses["document"])
    page.locator(".text a.k").first.click()
    field = page.url.partition("#")[2]
    assert page.locator(f"[id='{field}']").count() == 1
    page.locator(f"[id='{field}'] a.quote").first.click()
    assert page.url.partition("#")[2].startswith("c")


def test_a_document_is_added_and_shown(chromium: Any, desk: tuple[str, Ledger]) -> None:
    page = chromium.new_context().new_page()
    wrong = watched(page)
    page.goto(desk[0] + "/add")
    page.get_by_label("Title").fill("Ruto meets Rubio")
    page.get_by_label("Published").fill("2025-09-25")
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="Read and add").click()
    page.get_by_role("heading", name="Read: Ruto meets Rubio").wait_for(timeout=120_000)
    page.get_by_role("link", name="Ruto meets Rubio").click()
    assert page.locator(".text").inner_text() == TEXT
    assert page.locator("article.engagement").count() >= 1
    page.locator("article.engagement h3 a").first.click()
    page.wait_for_url("**/engagements/**")
    assert TEXT.partition(". ")[0] in page.locator("main").inner_text()
    assert wrong == []


def test_files_are_uploaded_and_the_page_follows_their_reading(chromium: Any, desk: tuple[str, Ledger], tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT + " A second text.", encoding="utf-8")
    (tmp_path / "two.jsonl").write_text('{"text": ""}\n', encoding="utf-8")
    page = chromium.new_context().new_page()
    wrong = watched(page)
    page.goto(desk[0] + "/add")
    page.locator("#files").set_input_files([tmp_path / "one.txt", tmp_path / "two.jsonl"])
    page.get_by_role("button", name="Upload and add").click()
    page.get_by_role("heading", name="Read: 2 files").wait_for(timeout=120_000)
    assert "two.jsonl, line 1" in page.locator("main").inner_text()
    assert wrong == []


def test_the_keyboard_gets_everywhere(chromium: Any, desk: tuple[str, Ledger]) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(desk[0] + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(desk[0] + "/")
    seen = set()
    for _ in range(16):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.getAttribute('href') ?? document.activeElement.id"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert {"/", "find", "/search", "/commitments", "/about"} <= seen
    page.locator("#find").focus()
    page.keyboard.type("embassy")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=embassy")


def test_paper_has_the_content_and_not_the_frame(chromium: Any, desk: tuple[str, Ledger], addresses: dict[str, str]) -> None:
    page = chromium.new_context().new_page()
    page.goto(desk[0] + addresses["relation"])
    page.emulate_media(media="print")
    assert not page.locator(".masthead").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator(".chronicle .words").first.is_visible()
