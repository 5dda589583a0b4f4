"""News time and deadlines: date expressions in a text, and the days they mean.

    >>> [span.text for span in find("Talks resume on Tuesday; a deal is due by the close of the year.")]
    ['Tuesday', 'by the close of the year']
    >>> resolve("by the close of the year", dt.date(2025, 9, 24)).end
    datetime.date(2025, 12, 31)

Relative dates count from the day of publication. Where that isn't known they stay unresolved: never today, never a guess.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from dragoman.reading.dates.days import Direction, Reference, Resolved, Unresolved
from dragoman.reading.dates.expressions import Deadline, Expression, Within
from dragoman.reading.dates.grammar import Grammar
from dragoman.reading.dates.tense import direction
from dragoman.reading.dates.words import Words
from dragoman.records.evidence import Evidence
from dragoman.records.when import When

__all__ = ["DateSpan", "Direction", "Resolved", "direction", "find", "resolve", "when"]

#: Words before and after a date that don't change it.
_AROUND = re.compile(
    r"(?:(?:on|in|at|during|over|as of|about|around|some|roughly|approximately|nearly|almost|just|only|very|the very|,)\s)+", re.IGNORECASE
)
_CLOSING = " .,;:!?)]'\"”’"
_LONGEST = 200  # code points: no date is written with more


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression in a text, by code-point offsets: `text == document[start:end]`.

    `deadline`: the words set a limit ("by", "before", "within"), so the date is the last day on which it is met. A window ("in the next 72
    hours") is no deadline in itself; a promise for it is due on its last day.
    """

    start: int
    end: int
    text: str
    deadline: bool
    expression: Expression = field(repr=False)


def find(text: str) -> list[DateSpan]:
    """The date expressions in a text, in order; of those that overlap, the one that begins first, at its longest."""
    words = Words.of(text)
    grammar = Grammar(words, strict=True)
    found: list[DateSpan] = []
    i = 0
    while i < len(words):
        match = grammar.expression(i)
        if match is None:
            i += 1
            continue
        expression, j = match
        start, end = words.start[i], words.end[j - 1]
        found.append(DateSpan(start, end, text[start:end], isinstance(expression, Deadline | Within), expression))
        i = j
    return found


def resolve(
    expression: str, published: dt.date | None, *, direction: Direction = "unknown", anchor: dt.date | None = None
) -> Resolved | None:
    """The days that the words mean, or None where they are no date.

    Args:
        expression: the words, known to be a date: more is read as one here than `find` takes for one.
        published: the day of publication, which relative dates count from.
        direction: whether the clause looks back or ahead.
        anchor: the day that the text told last, which "the next day" and "two weeks later" count from.
    """
    parsed = parse(expression)
    return None if parsed is None else settle(parsed, Reference(published, direction, anchor))


def parse(expression: str) -> Expression | None:
    """What the words mean, if all of them together are a date."""
    if len(expression) > _LONGEST:
        return None
    plain = " ".join(expression.split())
    closed = plain.rstrip(_CLOSING)
    for text in dict.fromkeys((plain, closed, closed[match.end() :] if (match := _AROUND.match(closed)) else closed)):
        words = Words.of(text)
        grammar = Grammar(words, strict=False)
        for rule in (grammar.expression, grammar.timed):
            found = rule(0)
            if found and (
                found[1] == len(words) or (isinstance(found[0], Within) and found[0].event)
            ):  # the event's name goes on to the end
                return found[0]
    return None


def settle(expression: Expression, at: Reference) -> Resolved:
    """The days of an expression, or why there are none."""
    try:
        return expression.days(at)
    except Unresolved as reason:
        return Resolved(None, None, expression.precision, unresolved=str(reason))
    except (ValueError, OverflowError):  # a year that the calendar doesn't have
        return Resolved(None, None, expression.precision, unresolved="beyond the calendar")


def when(text: str, span: DateSpan, published: dt.date | None, direction: Direction = "unknown", anchor: dt.date | None = None) -> When:
    """The record of a date found in `text`, with the words behind it."""
    days = settle(span.expression, Reference(published, direction, anchor))
    return When(
        text=span.text,
        start=days.start,
        end=days.end,
        precision=days.precision,
        evidence=Evidence.of(text, span.start, span.end),
        unresolved=days.unresolved,
    )
