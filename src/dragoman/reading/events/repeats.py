"""Events told once: without what a caption, a headline or a noun only says again."""

from __future__ import annotations

from dragoman.reading.clauses import words
from dragoman.reading.parsed import Parsed
from dragoman.records import Event


def told_once(parsed: Parsed, found: list[Event]) -> list[Event]:
    """Without what a caption, teaser or headline only repeats of the body."""
    spans = [(p.start, p.end) for p in parsed.passages if p.kind in {"caption", "teaser", "headline"}]

    def outside(event: Event) -> bool:
        return not any(a <= event.evidence.trigger.start < b for a, b in spans)

    def act(event: Event) -> tuple[str, frozenset[str]]:
        return event.type, frozenset(p.actor.id for p in event.participants)

    body = {act(e) for e in found if outside(e)}
    return [
        e
        for e in found
        if (outside(e) or act(e) not in body)
        and not any(_told_by(other, e) and act(other) == act(e) for other in found)
        and not any((_accepted(other, e) or _given_notice(other, e)) and _sides(other) == _sides(e) for other in found)
    ]


def _told_by(verb: Event, noun: Event) -> bool:
    """Whether the act of a noun is the one that its verb tells already: "engaged in talks", "entered into an agreement"."""
    if noun.evidence.trigger.quote.lower() not in words("occasions") | words("agreements") or verb.status != noun.status:
        return False
    clause = verb.evidence.clause
    return verb is not noun and clause.start <= noun.evidence.trigger.start < clause.end


def _sides(event: Event) -> set[str | None]:
    return {p.actor.country for p in event.participants}


def _accepted(taken: Event, visit: Event) -> bool:
    """Whether a visit to come is the one to which an invitation was accepted."""
    clause = taken.evidence.clause
    return (
        taken is not visit
        and taken.cameo == visit.cameo == "036"
        and clause.start <= taken.evidence.trigger.start < visit.evidence.trigger.start < clause.end
    )


def _given_notice(expulsion: Event, ultimatum: Event) -> bool:
    """Whether an ultimatum only tells by when those have to go who are expelled: "gave her two days to leave"."""
    near = 0 < ultimatum.evidence.trigger.start - expulsion.evidence.trigger.start < 300
    return expulsion.mode == "expel" and ultimatum.cameo == "139" and near
