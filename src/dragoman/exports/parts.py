"""Formats in parts: what a few readings come to apart from all others, and how the parts of one file are joined in their order.

A part is made from nothing but its readings, so that processes can make several at once; where one part ends and the next begins depends
on the readings alone, so that the bytes are the same however many processes there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from dragoman.exports.files import opened_bytes

T = TypeVar("T")
READINGS = 100  # of one part
BYTES = 1 << 20  # of their JSON, where it is known: a part waits in memory


@dataclass(slots=True)
class Part:
    """What some readings come to.

    Attributes:
        files: what each file gets, by its name in the folder; "" where the format is one file.
        counts: the rows, and what was left out by the reason.
    """

    files: dict[str, bytes]
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a file has before, between and after its parts."""

    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""


PLAIN = {"": Frame()}


def chunks(items: Iterable[T], size: int = READINGS) -> Iterator[list[T]]:
    """The items, as many at a time as make a part; one chunk without any where there are none."""
    some: list[T] = []
    weight = 0
    empty = True
    for item in items:
        some.append(item)
        weight += len(getattr(item, "raw", b""))
        if len(some) >= size or weight >= BYTES:
            yield some
            some, weight, empty = [], 0, False
    if some or empty:
        yield some


def join(parts: Iterable[Part], path: Path, frames: Mapping[str, Frame] = PLAIN) -> Counter[str]:
    """Writes parts to their files.

    Args:
        parts: in order; none is kept.
        path: the file, or the folder of the files.
        frames: every file by its name in the folder.

    Returns:
        The counts of all parts.

    Raises:
        UsageError: a file can't be written.
    """
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        files = {name: stack.enter_context(opened_bytes(path / name if name else path)) for name in frames}
        begun = dict.fromkeys(frames, False)
        for name, frame in frames.items():
            files[name].write(frame.head)
        for part in parts:
            counts.update(part.counts)  # and keeps the names of what there is none of
            for name, content in part.files.items():
                if content:
                    files[name].write(frames[name].between + content if begun[name] else content)
                    begun[name] = True
        for name, frame in frames.items():
            files[name].write(frame.tail)
    return counts
