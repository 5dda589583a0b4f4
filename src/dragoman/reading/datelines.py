"""Datelines: the places that stand before a report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.gazetteer.places import prior, resolve

_BEFORE_AGENCY = re.compile(r"\(|\s[-–—]|--|:")
_PLACE = re.compile(r"[^\W\d_][\w.’' -]*[\w.]")
_KNOWN = 5.7  # powers of ten of population: a smaller town's name before a colon is as likely a speaker's surname


def places_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the dateline between these offsets names places that the gazetteer knows."""
    at = start
    for part in _BEFORE_AGENCY.split(text[start:end])[0].split(","):
        name = _PLACE.search(part)
        if name and resolve(name.group()) is not None:
            yield at + name.start(), at + name.end()
        at += len(part) + 1


def is_town(label: str) -> bool:
    """Whether a label before a colon is a well-known town ("ISLAMABAD: The army said"), and no speaker."""
    place = resolve(label)
    return place is not None and place.kind in {"city", "capital"} and prior(place) >= _KNOWN
