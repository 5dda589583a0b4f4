"""Times of day, read so that the date beside them is found; the record keeps only the date."""

from __future__ import annotations

from dragoman.reading.dates.words import Words

_ZULU = {"utc", "gmt", "z"}
_OTHER_ZONES = {
    "est",
    "edt",
    "et",
    "cst",
    "cdt",
    "mst",
    "mdt",
    "pst",
    "pdt",
    "cet",
    "cest",
    "bst",
    "eet",
    "eat",
    "wat",
    "sast",
    "ist",
    "jst",
    "msk",
    "aest",
}
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}


def time_of_day(words: Words, i: int) -> tuple[str, int] | None:
    """The time at a word as HH:MM (with Z for UTC), and the index after it: "16:08 UTC", "6:40 p.m.", "0800 GMT", "10am", "noon"."""
    if words.low[i] in _NAMED:
        return _NAMED[words.low[i]], i + 1
    digits = words.low[i]
    if not digits.isdecimal() or len(digits) not in (1, 2, 4):
        return None
    hour, minute, j = int(digits), None, i + 1
    if len(digits) == 4:
        hour, minute = int(digits[:2]), int(digits[2:])
    elif (
        words.low[j] in {":", "."}
        and words.joined(j)
        and words.joined(j + 1)
        and words.low[j + 1].isdecimal()
        and len(words.low[j + 1]) == 2
    ):
        minute, j = int(words.low[j + 1]), j + 2
    half, j = _half_of_day(words, j)
    zone, j = _zone(words, j)
    told = half or zone or (minute is not None and len(digits) < 4)
    if not told or hour > 24 or (minute or 0) > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute or 0:02}{zone}", j


def _half_of_day(words: Words, j: int) -> tuple[str, int]:
    low = words.low
    if low[j] in {"am", "pm"}:
        return low[j][0], j + 1
    if low[j] in {"a", "p"} and low[j + 1] == "." and low[j + 2] == "m":
        return low[j], j + 3 + (low[j + 3] == ".")
    return "", j


def _zone(words: Words, j: int) -> tuple[str, int]:
    """The zone as Z for UTC, and past its words; an offset ("GMT +8") and any other zone are read over."""
    k = j + (words.low[j] == "(")
    if words.low[k] in _OTHER_ZONES:
        return "", k + 1 + (words.low[k + 1] == ")")
    if words.low[k] not in _ZULU:
        return "", j
    k += 1
    if words.low[k] in {"+", "-"} and words.low[k + 1].isdecimal():
        k += 2
    return "Z", k + (words.low[k] == ")")
