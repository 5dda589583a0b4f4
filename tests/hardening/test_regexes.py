"""No regular expression takes more than linear time, whatever text is put before it.

Those that meet a text first (sources, engines, records) are tried here; DRAGOMAN_REGEXES=dragoman, as in `make fuzz`, tries all of them,
which takes minutes.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator

import dragoman

TRIED = tuple(os.environ.get("DRAGOMAN_REGEXES", "dragoman.sources dragoman.engines dragoman.records").split())
SKIPPED = ("dragoman.web", "dragoman.client", "dragoman.ledger.migrations")  # need an extra, or a database to migrate
#: What makes a regular expression try again: runs of what its parts share.
PUMPS = (
    *(" ", "\n", "\t ", "a", "A", "1", ".", ",", "-", "'", '"', "“", "”", "(", "<", "<a ", "=\"", "='", "&", "%", "/", "_", "é", "\u200b"),
    *("a ", "A ", "Aa ", "A. ", "1 ", "1,", "a-"),
    *("a, ", "a. ", "the ", "of the ", "and ", "“a", "a” ", "’s ", "President ", "said ", "---\n"),
    *("\n\n", "\r\n", "a\n", "> ", "- a\n", "12/", "within 1 ", "http://a", "@", "$1 ", "<!--", "a=\"b\" ", "*a", "\\"),
)  # fmt: skip
ENDS = ("", "!", "a")
SHORT, LONG = 3_000, 12_000  # code points: four times as many
SUSPECT = 0.003  # seconds for the short one: a quadratic pattern takes ten times as long, a linear one a tenth of it
ENOUGH = 0.05  # seconds for the long one: what takes less is no danger
STEEPEST = 9.0  # a quadratic pattern takes 16 times as long


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Every compiled pattern in a module of the package, alone or in a collection."""
    seen: set[int] = set()
    for found in pkgutil.walk_packages(dragoman.__path__, "dragoman."):
        if found.name.startswith(SKIPPED) or not found.name.startswith(TRIED):
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            for pattern in _in(value):
                if id(pattern) not in seen:
                    seen.add(id(pattern))
                    yield f"{found.name}.{name}", pattern


def _in(value: object) -> Iterable[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _in(item)
    elif isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from _in(item)


def seconds(pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> float:
    """Processor time of every match in a text, at best of two."""
    data = text if isinstance(pattern.pattern, str) else text.encode()
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        for _match in pattern.finditer(data):  # type: ignore[arg-type]
            pass
        best = min(best, time.process_time() - started)
        if best < SUSPECT:
            break
    return best


def slow(pattern: re.Pattern[str] | re.Pattern[bytes]) -> str | None:
    """The pump that a pattern is slow on, if there is one."""
    for pump in PUMPS:
        for end in ENDS:
            short, long = (pump * (size // len(pump)) + end for size in (SHORT, LONG))
            first = seconds(pattern, short)
            if first > 1:  # the long one wouldn't end
                return f"{pump!r} and {end!r}: {first:.1f} s for {SHORT:,} characters"
            after = seconds(pattern, long) if first > SUSPECT else 0.0
            if after > ENOUGH and after / max(first, 1e-6) > STEEPEST:
                return f"{pump!r} and {end!r}: {after:.2f} s for {LONG:,} characters, {after / first:.0f} times that of {SHORT:,}"
    return None


def test_every_pattern_is_linear() -> None:
    found = list(patterns())
    assert len(found) >= 5
    assert {name: f"{pattern.pattern!r:.120} on {why}" for name, pattern in found if (why := slow(pattern))} == {}


def test_a_slow_pattern_is_found() -> None:
    assert slow(re.compile(r"a.*b")) is not None
