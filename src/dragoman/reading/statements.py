"""statements."""

from __future__ import annotations
from dragoman.reading.parsed import Parsed
from dragoman.reading.topics import Topics


def find(parsed: Parsed, topics: Topics, engagements: list) -> list:
    return []
