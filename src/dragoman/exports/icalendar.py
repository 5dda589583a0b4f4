"""iCalendar (RFC 5545): engagements that are planned and commitments that fall due, as days in a calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from dragoman.exports.merged import ALONE, Merged, Standing
from dragoman.exports.parts import Frame, Part
from dragoman.records import Commitment, Document, Engagement, Reading, When

DUE = ("open", "overdue")
#: The properties of an entry and what they hold.
PROPERTIES = {
    "UID": "id of the engagement or commitment: importing a newer file replaces the entry",
    "DTSTAMP": "when the ledger had it, without one the day of publication",
    "DTSTART": "first day of the engagement, or the day of the deadline",
    "DTEND": "the day after the last",
    "SUMMARY": "medium and participants, or who owes what",
    "DESCRIPTION": "the words that say it, and the source",
    "LOCATION": "name of the place",
    "GEO": "its coordinates",
    "URL": "where it is reported",
    "CATEGORIES": "ENGAGEMENT or DEADLINE",
    "TRANSP": "TRANSPARENT: it doesn't make anybody busy",
}
_EPOCH = dt.date(1970, 1, 1)  # DTSTAMP must stand there also where nothing is dated
_FOLD = 75  # bytes of a line
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Dragoman//Diplomatic calendar//EN", "CALSCALE:GREGORIAN")
FRAMES = {"": Frame("".join(f"{line}\r\n" for line in _HEAD).encode(), tail=b"END:VCALENDAR\r\n")}


def part(readings: Iterable[Reading], merged: Merged = ALONE) -> Part:
    """The entries of some readings, counted as `engagements` and `deadlines`, and those left out because no day is known."""
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for reading in readings:
        for met, standing in merged.first(reading.engagements):
            if met.status == "future":
                lines += _engagement(met, standing, reading.document, counts)
        for promise, standing in merged.first(reading.commitments):
            if promise.deadline and promise.status in DUE:
                lines += _deadline(promise, standing, reading.document, counts)
    return Part({"": "".join(f"{fold(line)}\r\n" for line in lines).encode()}, counts)


def _engagement(met: Engagement, standing: Standing, document: Document, counts: Counter[str]) -> Iterator[str]:
    names = ", ".join(dict.fromkeys(p.actor.name for p in met.participants if p.role != "topic"))
    where = []
    if met.place and not met.place.unresolved:
        where.append(f"LOCATION:{_text(met.place.name)}")
        if met.place.lat is not None and met.place.lon is not None:
            where.append(f"GEO:{met.place.lat:.6f};{met.place.lon:.6f}")
    if not met.when or not met.when.start or not met.when.end:
        counts["left out: without a day"] += 1
        return
    counts["engagements"] += 1
    title = f"{met.medium.capitalize()}: {names}" if names else met.medium.capitalize()
    words = met.evidence[0].quote
    yield from _entry(met.when.start, met.when.end, title, words, "ENGAGEMENT", standing, document, where)


def _deadline(promise: Commitment, standing: Standing, document: Document, counts: Counter[str]) -> Iterator[str]:
    due: When | None = promise.deadline
    if due is None or due.end is None:
        counts["left out: without a day"] += 1
        return
    counts["deadlines"] += 1
    title = f"Due: {', '.join(a.name for a in promise.parties)}: {promise.action.quote}"
    yield from _entry(due.end, due.end, title, promise.evidence[0].quote, "DEADLINE", standing, document, [])


def _entry(
    first: dt.date, last: dt.date, title: str, words: str, category: str, standing: Standing, document: Document, where: list[str]
) -> Iterator[str]:
    after = last + dt.timedelta(days=1) if last < dt.date.max else last
    published = document.published.isoformat() if document.published else None
    source = ", ".join(filter(None, (document.publisher or document.title, published)))
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(standing.id)}"
    yield f"DTSTAMP:{_stamp(standing, document)}"
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    yield f"DTEND;VALUE=DATE:{_day(after)}"
    yield f"SUMMARY:{_text(' '.join(title.split()))}"
    yield "DESCRIPTION:" + _text(f"“{words}”\n{source} ({document.id})")
    yield from where
    if document.url and not re.search(r"\s", document.url):
        yield f"URL:{_CONTROL.sub('', document.url)}"
    yield f"CATEGORIES:{category}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _stamp(standing: Standing, document: Document) -> str:
    if standing.added:
        digits = "".join(c for c in standing.added[:19] if c.isdigit())
        return f"{digits[:8]}T{digits[8:]}Z"
    return f"{_day(document.published or _EPOCH)}T000000Z"


def _text(value: str) -> str:
    """TEXT as RFC 5545 has it: line feeds, commas and semicolons escaped, other control characters dropped."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    escaped = re.sub(r"([\\;,])", r"\\\1", plain)
    return _CONTROL.sub("", escaped.replace("\n", "\\n"))


def fold(line: str) -> str:
    """A content line in pieces of at most 75 bytes, each but the first after a space."""
    pieces, room, piece = [], _FOLD, ""
    for char in line:
        size = len(char.encode("utf-8"))
        if size > room:
            pieces.append(piece)
            piece, room = "", _FOLD - 1
        piece, room = piece + char, room - size
    return "\r\n ".join([*pieces, piece])
