"""Reading data files with the line of each row."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from datalint.checks import Check, faults_of
from datalint.faults import Fault, Keyed, doubles, order

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Schema:
    """What the rows of one file are: their key, their fields, those that may be absent, and whether rows stand in the order of the key."""

    key: str
    fields: Mapping[str, Check]
    optional: Collection[str] = ()
    sorted: bool = True


@cache
def yaml_rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """The rows of a YAML file, each with its line."""
    content = path.read_text(encoding="utf-8")
    lines = [number for number, line in enumerate(content.split("\n"), start=1) if line.startswith("- ")]
    return list(zip(lines, yaml.load(content, Loader=_LOADER) or [], strict=True))  # noqa: S506 (a safe loader)


@cache
def csv_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header of a CSV file and its records, each with its line."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        header = next(reader, [])
        return header, [(reader.line_num, record) for record in reader]


def form(path: Path) -> Iterator[Fault]:
    """Faults of the file itself: UTF-8, line feeds, no tabs in YAML, a line feed at the end."""
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Fault(path, 1, "", f"not UTF-8: {error}")
    if b"\r" in content:
        yield Fault(path, 1 + content[: content.index(b"\r")].count(b"\n"), "", "a carriage return: lines end with a line feed alone")
    if content and not content.endswith(b"\n"):
        yield Fault(path, content.count(b"\n") + 1, "", "no line feed at the end")


def yaml_faults(path: Path, schema: Schema) -> Iterator[Fault]:
    """What is wrong with the rows of a YAML file."""
    try:
        rows = yaml_rows(path)
    except (yaml.YAMLError, ValueError) as error:
        yield Fault(path, 1, "", f"not a YAML list of rows that each begin with '- ': {error}")
        return
    keys = []
    for line, row in rows:
        key = str(row.get(schema.key, "")) if isinstance(row, dict) else ""
        keys.append(Keyed(key, line))
        yield from (Fault(path, line, key, reason) for reason in faults_of(row, schema.fields, schema.optional))
    yield from doubles(path, keys)
    if schema.sorted:
        yield from order(path, keys)


def csv_faults(path: Path, fields: Mapping[str, Check]) -> Iterator[Fault]:
    """What is wrong with the header and the cells of a CSV file."""
    header, records = csv_rows(path)
    if header != list(fields):
        yield Fault(path, 1, "", f"the header is not {','.join(fields)}")
        return
    checks = list(fields.items())
    for line, record in records:
        if len(record) != len(checks):
            yield Fault(path, line, record[0] if record else "", f"{len(record)} cells instead of {len(checks)}")
            continue
        for (name, check), cell in zip(checks, record, strict=True):
            if reason := check(cell):
                yield Fault(path, line, record[0], f"{name}: {reason}")


def csv_dicts(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The well-formed rows of a CSV file as mappings, each with its line."""
    header, records = csv_rows(path)
    yield from ((line, dict(zip(header, record, strict=True))) for line, record in records if len(record) == len(header))
