"""When an act happened: the date expression that belongs to a predicate."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dragoman.reading import clauses, dates
from dragoman.reading.dates import DateSpan, Direction
from dragoman.reading.dates.expressions import Occasion
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.records import Status, When

if TYPE_CHECKING:
    from spacy.tokens import Token

_FORWARD: frozenset[Status] = frozenset({"future", "hypothetical", "cancelled"})


BACKGROUND_DAYS = 366  # what lies more than a year before the report is told as background


def long_ago(when: When | None, published: dt.date | None) -> bool:
    """Whether a date makes what it dates background of a report."""
    return bool(when and when.end and published and (published - when.end).days > BACKGROUND_DAYS)


def direction_of(status: Status) -> Direction:
    """Whether a weekday without a week lies ahead or behind for an act of this status."""
    return "future" if status in _FORWARD else "past"


def dates_in(parsed: Parsed, sentence: Sentence) -> list[tuple[DateSpan, Token]]:
    """The date expressions of a sentence with the token that heads each."""
    doc, base = parsed.doc(sentence.passage), parsed.passages[sentence.passage].start
    found = []
    for span in parsed.dates(sentence.passage):
        if sentence.start <= base + span.start < sentence.end:
            tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
            if tokens is not None:
                found.append((span, tokens.root))
    return found


def dated(parsed: Parsed, sentence: Sentence) -> set[int]:
    """The tokens of a sentence's dates."""
    doc = parsed.doc(sentence.passage)
    spans = (doc.char_span(span.start, span.end, alignment_mode="expand") for span, _ in dates_in(parsed, sentence))
    return {token.i for span in spans for token in span or ()}


def when_of(
    parsed: Parsed, sentence: Sentence, predicate: Token, status: Status, *, deadlines: bool = False, apart: bool = False
) -> When | None:
    """The date of a predicate: one that hangs on it, else the only one that its sentence has.

    Args:
        deadlines: whether dates that set a limit ("by Friday") are meant, or the others.
        apart: whether the predicate has a date of its own, and isn't of the time of its verb.
    """
    found = [(span, head) for span, head in dates_in(parsed, sentence) if span.deadline == deadlines]
    if not found:
        return None
    verb = None if apart or _aside(predicate) else _verb(predicate)
    owned = [(_distance(span, head, predicate), i) for i, (span, head) in enumerate(found) if _owner(head, predicate) in (predicate, verb)]
    if owned:
        return record(parsed, sentence, found[min(owned)[1]][0], direction_of(status))
    if _aside(predicate):
        return None
    loose = [span for span, head in found if _is_frame(_governor(head), predicate, span) and not _through_noun(head, predicate)]
    return record(parsed, sentence, loose[0], direction_of(status)) if loose else None


def _aside(predicate: Token) -> bool:
    """Whether a noun stands in a phrase about another time: "met today following the visit of"."""
    return predicate.dep_ == "pobj" and predicate.head.lower_ in {"after", "following", "since", "before"}


def _owner(date: Token, predicate: Token) -> Token | None:
    """The predicate where the date stands in its phrase, else the verb that the date hangs on."""
    return predicate if predicate.is_ancestor(date) and predicate.pos_ not in {"VERB", "AUX"} else _governor(date)


def _distance(span: DateSpan, date: Token, predicate: Token) -> int:
    """How loosely a date belongs to a predicate: a day's own words come before the days of an occasion and of another thing."""
    return isinstance(span.expression, Occasion) + 2 * _through_noun(date, predicate)


def _through_noun(date: Token, predicate: Token) -> bool:
    """Whether the date belongs to a thing within the clause: "on his inauguration in January"."""
    token = date
    while token.head not in {token, predicate} and token.head.pos_ not in {"VERB", "AUX"}:
        token = token.head
        if token.pos_ == "NOUN" and not clauses.is_time(token):
            return True
    return False


def record(parsed: Parsed, sentence: Sentence, span: DateSpan, direction: Direction) -> When:
    """The record of a date expression, with offsets into the document."""
    base = parsed.passages[sentence.passage].start
    moved = DateSpan(base + span.start, base + span.end, span.text, span.deadline, span.expression)
    return dates.when(parsed.text, moved, parsed.document.published, direction)


def _governor(token: Token) -> Token | None:
    """The verb (or the event noun) that a date hangs on."""
    while token.head != token:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return token if token.pos_ in {"VERB", "AUX"} else None


def _verb(predicate: Token) -> Token | None:
    return predicate if predicate.pos_ in {"VERB", "AUX"} else _governor(predicate)


def _is_frame(governor: Token | None, predicate: Token, span: DateSpan) -> bool:
    """Whether the date's verb is coordinated with, governs or is governed by the predicate without a clause of its own in between.

    Of a purpose ("called to wish her well after her election in May") only a day can be the act's own.
    """
    verb = _verb(predicate)
    if governor is None or verb is None:
        return True
    if verb.head == governor and verb.dep_ == "ccomp" and clauses.status(verb)[0] == "future":
        return clauses.status(governor)[0] == "future"  # "said on Friday that it would come" is no day of its coming
    purpose = governor.head == verb and any(c.dep_ == "aux" and c.lower_ == "to" for c in governor.children)
    return (governor.head == verb and (not purpose or span.expression.precision == "day")) or verb.head == governor
