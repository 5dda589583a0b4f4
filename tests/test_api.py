"""`__all__` is the API."""

import subprocess
import sys

import pytest

import dragoman

API = ["Document", "DragomanError", "Ledger", "Reader", "Reading", "Readings", "__version__", "read"]


def test_all_is_the_api_and_each_name_has_its_documentation() -> None:
    assert dragoman.__all__ == API
    for name in API:
        value = getattr(dragoman, name)
        assert isinstance(value, str) or value.__doc__, name
    assert set(API) <= set(dir(dragoman))


def test_the_version_is_the_installed_one() -> None:
    from importlib.metadata import version

    assert dragoman.__version__ == version("dragoman")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Oracle'"):
        _ = dragoman.Oracle  # type: ignore[attr-defined]


def test_importing_the_package_is_light() -> None:
    code = "import sys, dragoman; print(sorted(m for m in sys.modules if m.startswith('dragoman')), 'pydantic' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "['dragoman'] False\n"  # noqa: S603 (this interpreter)


def test_read_and_reader() -> None:
    text = "Kenyan President William Ruto met Secretary of State Marco Rubio in Washington on Tuesday."
    reading = dragoman.read(text, published="2025-09-25", title="A meeting")
    assert reading.document.title == "A meeting"
    (engagement,) = reading.engagements
    assert {p.actor.country for p in engagement.participants} == {"KEN", "USA"}
    assert dragoman.Reader().read(reading.document) == reading
    assert dragoman.Reading.model_validate_json(reading.model_dump_json()).events == reading.events
