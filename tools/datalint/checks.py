"""Checks of one value. Each gives the reason why a value is wrong, or None."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from dragoman.gazetteer.offices import bounds

Check = Callable[[Any], str | None]
PARTIAL = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def text(value: Any) -> str | None:
    """A text without blanks around it, none doubled."""
    if not isinstance(value, str):
        return f"{value!r} is not a text (quote what YAML reads as a number, a date or a truth value)"
    if not value or value != " ".join(value.split()):
        return f"{value!r} is empty, or has blanks around it or doubled"
    return None


def truth(value: Any) -> str | None:
    """true or false."""
    return None if isinstance(value, bool) else f"{value!r} is neither true nor false"


def number(least: float = float("-inf"), most: float = float("inf"), whole: bool = False) -> Check:
    """A number between two others."""

    def check(value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            return f"{value!r} is not a {'whole ' if whole else ''}number"
        return None if least <= value <= most else f"{value!r} is not between {least} and {most}"

    return check


def day(value: Any) -> str | None:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD."""
    if not isinstance(value, str) or not PARTIAL.fullmatch(value):
        return f"{value!r} is not a date as YYYY, YYYY-MM or YYYY-MM-DD in quotes"
    try:
        bounds(value)
    except ValueError as error:
        return f"{value!r} is not a date: {error}"
    return None


def full_day(value: Any) -> str | None:
    """A date as YYYY-MM-DD."""
    return day(value) or (None if len(value) == len("YYYY-MM-DD") else f"{value!r} has no day")


def matching(pattern: str, what: str) -> Check:
    """A text of a certain form."""

    def check(value: Any) -> str | None:
        return text(value) or (None if re.fullmatch(pattern, value) else f"{value!r} is not {what}")

    return check


def known(values: Collection[Any], what: str) -> Check:
    """One of the values that another file, or the rule itself, lists."""

    def check(value: Any) -> str | None:
        return None if not isinstance(value, (list, dict)) and value in values else f"{value!r} is not {what}"

    return check


def words_of(values: Collection[str], what: str) -> Check:
    """One or two known words with a blank between, as sectors are written."""

    def check(value: Any) -> str | None:
        reason = text(value)
        if reason:
            return reason
        unknown = [word for word in value.split() if word not in values]
        return f"{unknown[0]!r} is not {what}" if unknown else None

    return check


def maybe(check: Check) -> Check:
    """What `check` wants, or null."""
    return lambda value: None if value is None else check(value)


def many(check: Check, least: int = 0) -> Check:
    """A list of different values, each as `check` wants it."""

    def check_all(value: Any) -> str | None:
        if not isinstance(value, list):
            return f"{value!r} is not a list"
        if len(value) < least:
            return f"fewer than {least}"
        for position, item in enumerate(value):
            if reason := check(item):
                return reason
            if item in value[:position]:
                return f"{item!r} stands twice"
        return None

    return check_all


def mapping(key: Check, value: Check) -> Check:
    """A mapping whose keys and values are as two checks want them."""

    def check(found: Any) -> str | None:
        if not isinstance(found, dict) or not found:
            return f"{found!r} is not a mapping"
        return next((reason for k, v in found.items() if (reason := key(k) or value(v))), None)

    return check


def either(one: Check, other: Check) -> Check:
    """What one of two checks wants."""
    return lambda value: one(value) and other(value)


def record(fields: Mapping[str, Check], optional: Collection[str] = ()) -> Check:
    """A mapping with just these fields."""

    def check(value: Any) -> str | None:
        return "; ".join(faults_of(value, fields, optional)) or None

    return check


def faults_of(value: Any, fields: Mapping[str, Check], optional: Collection[str] = ()) -> list[str]:
    """Every reason why a mapping isn't a record with these fields."""
    if not isinstance(value, dict):
        return [f"{value!r} is not a mapping"]
    missing = [f"{name} is missing" for name in fields if name not in value and name not in optional]
    unknown = [f"unknown field {name}" for name in value if name not in fields]
    wrong = [f"{name}: {reason}" for name, check in fields.items() if name in value and (reason := check(value[name]))]
    return missing + unknown + wrong + backwards(value)


def backwards(value: Mapping[str, Any]) -> list[str]:
    """Why `start` and `end` of a mapping are the wrong way round."""
    start, end = value.get("start"), value.get("end")
    if not start or not end or day(start) or day(end) or bounds(start)[0] <= bounds(end)[1]:
        return []
    return [f"it ends ({end}) before it starts ({start})"]
