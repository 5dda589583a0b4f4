"""docs/record.md names every type, every field, every value and every warning code, and no others."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import get_args

import pytest

import dragoman.records as record
from dragoman.records import Record, errors

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
SECTIONS = {part.split("\n", 1)[0].strip(): part for part in PAGE.split("\n## ")[1:]}
MODELS = {
    name: model
    for name in record.__all__
    if inspect.isclass(model := getattr(record, name)) and issubclass(model, Record) and model is not Record
}
CODE = re.compile(r"""(?:code=|_?warn\(\s*\w+,\s*)["']([a-z]+(?:-[a-z]+)+)["']""")


def fields(section: str) -> list[str]:
    return re.findall(r"^\| `([a-z_0-9]+)` \|[^|]+\|[^|]+\|$", section, re.MULTILINE)


def test_every_type_has_a_section() -> None:
    assert set(MODELS) == set(SECTIONS) - {"Errors"}


@pytest.mark.parametrize("name", MODELS)
def test_the_fields_of_a_type_stand_there_in_order(name: str) -> None:
    assert fields(SECTIONS[name]) == list(MODELS[name].model_fields)


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("Actor", record.ActorKind),
        ("Participant", record.Role),
        ("When", record.Precision),
        ("Engagement", record.Medium),
        ("Engagement", record.Status),
        ("Event", record.PloverType),
        ("Statement", record.Stance),
        ("Commitment", record.CommitmentKind),
        ("Commitment", record.CommitmentStatus),
    ],
)
def test_every_value_stands_there(section: str, values: object) -> None:
    assert [value for value in get_args(values) if f"`{value}`" not in SECTIONS[section]] == []


def test_every_warning_code_stands_there_and_no_other() -> None:
    raised = {code for path in (ROOT / "src" / "dragoman").rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    listed = set(re.findall(r"^\| `([a-z]+(?:-[a-z]+)+)` \|", SECTIONS["ReadingWarning"], re.MULTILINE))
    assert raised == listed


def test_every_error_stands_there_with_its_exit_code() -> None:
    for name, error in vars(errors).items():
        if inspect.isclass(error) and issubclass(error, errors.DragomanError) and error is not errors.DragomanError:
            assert f"`{name}` ({error.exit_code})" in SECTIONS["Errors"]
