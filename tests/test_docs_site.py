"""The site: built with warnings as errors, complete, and without anything from elsewhere. What its pages tell to type is there."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from dragoman import cli, codebook
from dragoman.exports.formats import FORMATS

ROOT = Path(__file__).resolve().parents[1]
COMMANDS: Any = typer.main.get_command(cli.app)
FOREIGN = re.compile(r"""<(?:script|link|img|iframe|source|video)\b[^>]*\b(?:src|href)=["']?(?:https?:)?//""", re.I)


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_site", ROOT / "tools" / "docs_site.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603 (our own pages)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_page_is_there_and_in_the_navigation(site: Path) -> None:
    index = (site / "index.html").read_text("utf-8")
    pages = [path.stem for path in (ROOT / "docs").glob("*.md")] + [
        f"reference/{name}" for name in ("commands", "fields", "columns", "codebook")
    ]
    for page in pages:
        assert (site / f"{page}.html").exists(), page
        assert f'href="{page}.html"' in index, page


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert FOREIGN.findall(page.read_text("utf-8")) == [], page
    for sheet in site.rglob("*.css"):
        assert re.findall(r"url\(\s*[\"']?(?:https?:)?//", sheet.read_text("utf-8")) == [], sheet


def walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from walk(inner, f"{path} {name}")


def test_the_reference_has_every_command_and_option(maker: ModuleType) -> None:
    page = "\n".join(maker.commands())
    for path, command in walk(COMMANDS, "dragoman"):
        section = page.split(f"## `{path}`\n", 1)[1].split("\n## ", 1)[0]
        for parameter in command.params:
            shown = parameter.opts if parameter.param_type_name == "option" else [parameter.metavar or parameter.name.upper()]
            assert all(f"`{name}`" in section.replace("\\|", "|") for name in shown), (path, parameter.name)


def test_the_reference_has_every_field_column_and_code(maker: ModuleType) -> None:
    fields, columns, codes = ("\n".join(lines()) for lines in (maker.fields, maker.columns, maker.codebook))
    assert "| `goldstein` | `float` | Goldstein score of the CAMEO code |" in fields
    assert all(f"| `{field}` |" in columns for f in FORMATS.values() for named in f.fields.values() for field in named)
    assert all(f"| {code} | " in codes for code in (*codebook.cameo(), *codebook.types(), *codebook.contexts(), *codebook.sectors()))


def test_what_is_undocumented_stops_the_build(maker: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(COMMANDS.commands["export"].params[0], "help", None)
    monkeypatch.setattr(maker.typer.main, "get_command", lambda _: COMMANDS)
    with pytest.raises(maker.UndocumentedError, match="dragoman export to has no help"):
        list(maker.commands())


@pytest.mark.parametrize("page", ["tutorial.md", "howto.md", "index.md"])
def test_what_the_pages_tell_to_type_is_a_command_with_such_options(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]
    assert lines or page == "index.md"
    for line in lines:
        words = shlex.split(line)
        if words[0] == "make":
            assert f"\n{words[1]}:" in (ROOT / "Makefile").read_text("utf-8")
            continue
        command: Any = COMMANDS
        rest = words[1:]
        while hasattr(command, "commands"):
            command, rest = command.commands[rest[0]], rest[1:]
        known = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= known, line
