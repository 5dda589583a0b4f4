"""Pages of the site that are made from the code's own registries when it is built: commands, fields, columns, codebook.

mkdocs calls the `on_` functions (`hooks` in mkdocs.yml). What is undocumented stops the build.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import typer
from mkdocs.structure.files import File, Files

import dragoman.records as record
from dragoman import cli
from dragoman.exports.columns import type_of
from dragoman.exports.formats import FORMATS
from dragoman.exports.package import codes
from dragoman.records import Record

DOCS = Path(__file__).resolve().parents[1] / "docs"
Lines = Iterator[str]


class UndocumentedError(Exception):
    """Something that users meet has no words."""


def on_config(config: Any) -> Any:
    """Pages that the navigation doesn't name are put at the end of its reference."""
    text = str(config.nav)
    more = [page.name for page in sorted(DOCS.glob("*.md")) if f"'{page.name}'" not in text]
    next(part for part in config.nav if "Reference" in part)["Reference"].extend(more)
    return config


def on_files(files: Files, config: Any) -> Files:
    """The pages that are made here."""
    for name, lines in PAGES.items():
        files.append(File.generated(config, f"reference/{name}.md", content="\n".join(lines()) + "\n"))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Links out of docs/ lead to files that the site doesn't have: their path is named instead."""
    if "/" in page.file.src_uri:
        return markdown
    return re.sub(r"\[([^\]]+)\]\(\.\./([^)]+)\)", r"\1 (`\2`)", markdown)


# -- commands ----------------------------------------------------------------------------------------------------------------------


def commands() -> Lines:
    """Every command with its arguments and options."""
    yield "# Commands and options\n\nMade from the program itself; [the page on the command line](../cli.md) says more of each.\n"
    yield from _command(typer.main.get_command(cli.app), "dragoman")


def _command(command: Any, path: str) -> Lines:
    yield f"## `{path}`\n\n{_said(command.help, path)}\n"
    rows = [_parameter(p, path) for p in command.params if not getattr(p, "hidden", False)]
    if rows:
        yield "| argument or option | default | meaning |\n|---|---|---|"
        yield from rows
        yield ""
    for name, inner in getattr(command, "commands", {}).items():
        yield from _command(inner, f"{path} {name}")


def _parameter(parameter: Any, path: str) -> str:
    listed = [value for value in get_args(parameter.type_descriptor.annotation) if isinstance(value, str)]
    value = parameter.metavar or ", ".join(listed) or ("" if getattr(parameter, "is_flag", False) else parameter.name.upper())
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    head = f"{names} {value}".rstrip() if parameter.param_type_name == "option" else f"`{value}`"
    shown = "" if parameter.required or parameter.default in (None, False) else f"`{parameter.default}`"
    return "| " + " | ".join(part.replace("|", "\\|") for part in (head, shown, _said(parameter.help, f"{path} {parameter.name}"))) + " |"


def _said(words: str | None, what: str) -> str:
    if not words:
        raise UndocumentedError(f"{what} has no help")
    return words


# -- fields ------------------------------------------------------------------------------------------------------------------------


def fields() -> Lines:
    """Every field of every type of the record, with the type that the code gives it and the words of its description or of record.md."""
    yield "# Fields of the record\n\nMade from the types themselves; [the page on the record](../record.md) says more of each.\n"
    pages = {part.split("\n", 1)[0].strip(): part for part in (DOCS / "record.md").read_text(encoding="utf-8").split("\n## ")[1:]}
    for name in record.__all__:
        model = getattr(record, name)
        if not (inspect.isclass(model) and issubclass(model, Record)) or model is Record:
            continue
        told = dict(re.findall(r"^\| `(\w+)` \|[^|]+\| (.+) \|$", pages.get(name, ""), re.M))
        yield f"## {name}\n\n{inspect.getdoc(model)}\n\n| field | type | meaning |\n|---|---|---|"
        for field, info in model.model_fields.items():
            if not info.exclude:
                meaning = _said(info.description or told.get(field), f"{name}.{field}")
                yield f"| `{field}` | {_type(info.annotation)} | {meaning} |"
        yield ""


def _type(annotation: Any) -> str:
    text = annotation.__name__ if inspect.isclass(annotation) and not hasattr(annotation, "__args__") else str(annotation)
    text = re.sub(r"[\w.]+\.(?=\w)", "", text).replace("NoneType", "None").replace("tuple[", "list[").replace(", ...]", "]")
    return "`" + re.sub(r"Literal\[(.*)\]", lambda m: m[1].replace("'", "").replace(", ", " · "), text).replace(" | ", " or ") + "`"


# -- columns and codes -------------------------------------------------------------------------------------------------------------


def columns() -> Lines:
    """Every field of every format."""
    yield "# Fields of the exports\n\nMade from the formats themselves; [the page on exports](../exports.md) says more of each.\n"
    for name, format_ in FORMATS.items():
        yield f"## {name}\n\n{format_.about[0].upper()}{format_.about[1:]}.\n"
        for section, named in format_.fields.items():
            typed = name == "csv"
            yield f"### {name}: {section}\n\n| field |{' type |' if typed else ''} meaning |\n|---|{'---|' if typed else ''}---|"
            for field, meaning in named.items():
                words = _said(meaning, f"{section}.{field}")
                yield f"| `{field}` |{f' {type_of(field)} |' if typed else ''} {words} |"
            yield ""


def codebook() -> Lines:
    """PLOVER's types and modes, contexts and sectors, CAMEO's codes."""
    yield "# Codebook\n\nThe codes that events have, as the data files of the package hold them ([data files](../data.md)).\n"
    yield from codes()


PAGES = {"commands": commands, "fields": fields, "columns": columns, "codebook": codebook}
