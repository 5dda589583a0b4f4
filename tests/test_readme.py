"""The README says what is so: its links lead somewhere, its excerpt quotes the example, its commands exist."""

import re
from pathlib import Path

from dragoman.analysis.page import clean
from dragoman.cli import app
from dragoman.records import Document
from dragoman.sources import documents

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_excerpt_quotes_the_example() -> None:
    path = ROOT / next(iter(re.findall(r"dragoman read (examples/[\w-]+\.md)", README)))
    (document,) = documents([path])
    assert isinstance(document, Document)
    assert document.text is not None
    excerpt = " ".join(README.split("```text\n")[1].split("```")[0].split())
    quotes = re.findall(r"“([^”]*)” \[(\d+)–(\d+)\]", excerpt)
    assert len(quotes) >= 5
    for words, start, end in quotes:
        assert clean(document.text[int(start) : int(end)]) == words


def test_commands_exist() -> None:
    known = {command.callback.__name__ for command in app.registered_commands if command.callback}
    known |= {str(group.name) for group in app.registered_groups}
    used = set(re.findall(r"(?:^    |`)dragoman (\w+)", README, re.M))
    assert used
    assert used <= known
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{target}:" in makefile for target in re.findall(r"^    make (\w+)", README, re.M))


def test_figures_are_those_measured() -> None:
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    measured = {f"{name}.{score}": float(figure) for name, score, figure in re.findall(r"^\| (\w+) \| (\w+) \| ([\d.]+) \|", page, re.M)}
    told = re.findall(r"\| ([\d.]+) \| `([\w.]+)` \|$", README, re.M)
    assert len(told) > 5
    assert [(f"{measured[name]:.2f}", name) for _, name in told] == told
