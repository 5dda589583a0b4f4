"""Phenomena: short passages in our own words, each with what must come out of a reading and what must not.

A file a phenomenon. A case asks with small matchers over the reading:

    must:
      - {event: {type: CONSULT, status: occurred, actor: [KEN, FIN]}}
      - {engagement: {medium: call, countries: [KEN, FIN], when: 2025-05-02}, count: 1}
    must_not:
      - {commitment: {}}

A matcher fits a record when every field that it names does; `{}` fits any.

- An actor is named by country (KEN), by id (IGO/african-union, USA-CA), or by how a word of its name or of the mention begins (Ruto, bbc).
- `actor` and `recipient` follow PLOVER: a visitor and a signatory act, a host and an addressee receive; `host`, `visitor` and so on
  are the roles alone.
- `countries`, `only_countries` and `who` look at every role but `topic`.
- Days are ISO; "start/end" is a range; "unresolved" a date that says why it has no days. Of a deadline the last day counts.
- Where a value may be one of several, a list says so.

What fails today stands in expected_failures.yaml with the reason; a case that begins to pass must leave that list.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

import dragoman
from dragoman import records
from dragoman.records import Actor, Attribution, Commitment, Engagement, Event, Evidence, Participant, Reading, Statement, When

HERE = Path(__file__).parent
FLOOR = 0.90  # so much of the passages pass
FEWEST = 150  # so many passages at least
SHARE = "share"  # the name in expected_failures.yaml of the assertion over all cases


# -- what may be asked -----------------------------------------------------------------------------------------------------------------


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


#: One word or several; None only where a field may be empty.
Several = Annotated[list[str | None], BeforeValidator(_listed)]
Day = dt.date | str


class Asking(BaseModel):
    """Closed, so that a slip in a case is an error and not a matcher that fits nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Ask(Asking):
    """Fields that a record must have; those left out don't matter."""

    def fits(self, record: object) -> bool:
        """Whether the record has all of them."""
        return all(CHECKS[name](record, getattr(self, name)) for name in self.model_fields_set)

    def __str__(self) -> str:
        """The fields as asked, in one line."""
        asked = [name for name in type(self).model_fields if name in self.model_fields_set]
        return ", ".join(f"{name} {_plain(getattr(self, name))}" for name in asked) or "any"


class _OfParticipants(Ask):
    status: Several = []
    actor: Several = []
    recipient: Several = []
    host: Several = []
    visitor: Several = []
    mediator: Several = []
    witness: Several = []
    signatory: Several = []
    addressee: Several = []
    who: Several = []
    countries: Several = []
    only_countries: Several = []
    when: Day = ""


class EventAsk(_OfParticipants):
    """An event; `attribution: []` asks for one in the document's own voice."""

    type: Several = []
    mode: Several = []
    attribution: Several = []


class EngagementAsk(_OfParticipants):
    """An engagement; `people` are persons in any role, `topics` words of a topic."""

    medium: Several = []
    people: Several = []
    place: str = ""
    occasion: str = ""
    topics: Several = []


class StatementAsk(Ask):
    """A statement; `contains` looks into its content."""

    speaker: Several = []
    addressee: Several = []
    stance: Several = []
    attribution: Several = []
    contains: str = ""


class CommitmentAsk(Ask):
    """A commitment; `contains` looks into its action."""

    kind: Several = []
    parties: Several = []
    counterparties: Several = []
    deadline: Day = ""
    condition: str = ""
    attribution: Several = []
    contains: str = ""


class ActorAsk(Ask):
    """An actor in any record; `office` is the whole title, or null; `reports_to` words of the principal's id."""

    id: Several = []
    name: str = ""
    written: str = ""
    kind: Several = []
    country: Several = []
    sector: Several = []
    office: Several = []
    reports_to: str = ""


class WarningAsk(Ask):
    """A warning."""

    code: Several = []
    contains: str = ""


class Asked(Asking):
    """One matcher and how many records it must fit (at least one, where no number is given)."""

    event: EventAsk | None = None
    engagement: EngagementAsk | None = None
    statement: StatementAsk | None = None
    commitment: CommitmentAsk | None = None
    actor: ActorAsk | None = None
    warning: WarningAsk | None = None
    count: int | None = None

    @property
    def kind(self) -> str:
        """Which records are looked at."""
        (kind,) = (name for name in RECORDS if getattr(self, name) is not None)
        return kind

    def fitting(self, reading: Reading) -> int:
        """How many records of the reading fit."""
        return sum(getattr(self, self.kind).fits(record) for record in RECORDS[self.kind](reading))

    def __str__(self) -> str:
        """The matcher in one line."""
        return f"{self.kind}: {getattr(self, self.kind)}" + ("" if self.count is None else f" (exactly {self.count})")


class Case(Asking):
    """A passage and what is asked of its reading."""

    id: str
    text: str
    published: dt.date | None = None
    title: str | None = None
    note: str | None = None
    must: tuple[Asked, ...] = ()
    must_not: tuple[Asked, ...] = ()


# -- how it is compared ----------------------------------------------------------------------------------------------------------------


def _bare(words: str) -> str:
    """In small letters, without accents, on one line."""
    kept = "".join(c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c))
    return " ".join(kept.split())


def _word(asked: str, words: str | None) -> bool:
    """Whether a word of `words` begins as asked."""
    return re.search(rf"(?<!\w){re.escape(_bare(asked))}", _bare(words or "")) is not None


def _within(asked: str, evidence: Evidence | None) -> bool:
    return evidence is not None and _bare(asked) in _bare(evidence.quote)


def _is(actor: Actor | None, asked: str) -> bool:
    if actor is None:
        return False
    if re.fullmatch("[A-Z]{3}", asked):
        return actor.country == asked
    if "/" in asked or re.fullmatch(r"[A-Z]{3}-\w+", asked):
        return actor.id == asked
    return _word(asked, actor.name) or _word(asked, actor.as_written)


def _all_in(asked: Iterable[str], actors: Iterable[Actor]) -> bool:
    actors = list(actors)
    return all(any(_is(actor, one) for actor in actors) for one in asked)


def _said_by(record: Event | Statement | Commitment, asked: list[str]) -> bool:
    speakers = [a.speaker for a in record.attribution]
    return _all_in(asked, speakers) if asked else not speakers


def _on(when: When | None, asked: Day) -> bool:
    if when is None:
        return False
    if asked == "unresolved":
        return when.unresolved is not None
    start, _, end = str(asked).partition("/")
    return (str(when.start), str(when.end)) == (start, end or start)


def _due(record: Commitment, asked: Day) -> bool:
    deadline = record.deadline
    return deadline is not None and (deadline.end == asked if isinstance(asked, dt.date) else _on(deadline, asked))


def _taking_part(record: Event | Engagement) -> list[Actor]:
    return [p.actor for p in record.participants if p.role != "topic"]


def _in(field: str) -> Callable[[Any, list[str | None]], bool]:
    return lambda record, asked: getattr(record, field) in asked


def _playing(*roles: str) -> Callable[[Any, list[str]], bool]:
    return lambda record, asked: _all_in(asked, (p.actor for p in record.participants if p.role in roles))


def _about(record: Engagement, word: str) -> bool:
    return any(_word(word, text) for t in record.topics for text in (t.context, t.instrument, t.conflict, t.label))


def _content(record: Statement | Commitment | records.ReadingWarning) -> Evidence | None:
    if isinstance(record, Statement):
        return record.content
    return record.action if isinstance(record, Commitment) else record.evidence


def _addressed(record: Statement | Event | Engagement, asked: list[str]) -> bool:
    return all(_is(record.addressee, one) for one in asked) if isinstance(record, Statement) else _playing("addressee")(record, asked)


#: How each field is compared: with the record and what is asked.
CHECKS: dict[str, Callable[[Any, Any], bool]] = {
    **{field: _in(field) for field in ("type", "mode", "status", "medium", "stance", "kind", "id", "country", "sector", "code")},
    **{role: _playing(role) for role in ("host", "visitor", "mediator", "witness", "signatory")},
    "actor": _playing("actor", "visitor", "signatory"),
    "recipient": _playing("recipient", "host", "addressee"),
    "addressee": _addressed,
    "who": lambda r, asked: _all_in(asked, _taking_part(r)),
    "countries": lambda r, asked: set(asked) <= {a.country for a in _taking_part(r)},
    "only_countries": lambda r, asked: set(asked) == {a.country for a in _taking_part(r) if a.country},
    "people": lambda r, asked: _all_in(asked, (a for a in _taking_part(r) if a.kind == "person")),
    "when": lambda r, asked: _on(r.when, asked),
    "place": lambda r, asked: r.place is not None and (_word(asked, r.place.name) or _word(asked, r.place.as_written)),
    "occasion": lambda r, asked: _word(asked, r.occasion),
    "topics": lambda r, asked: all(_about(r, word) for word in asked),
    "attribution": _said_by,
    "speaker": lambda r, asked: _all_in(asked, [r.speaker]),
    "parties": lambda r, asked: _all_in(asked, r.parties),
    "counterparties": lambda r, asked: _all_in(asked, r.counterparties),
    "deadline": _due,
    "condition": lambda r, asked: _within(asked, r.condition),
    "contains": lambda r, asked: _within(asked, _content(r)),
    "name": lambda r, asked: _word(asked, r.name),
    "written": lambda r, asked: _word(asked, r.as_written),
    "office": lambda r, asked: _bare(r.office or "") in {_bare(title or "") for title in asked},
    "reports_to": lambda r, asked: _bare(asked) in _bare(r.reports_to or ""),
}


def _actors(value: object) -> Iterator[Actor]:
    if isinstance(value, Actor):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _actors(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _actors(item)


#: The records that a matcher of each kind looks at.
RECORDS: dict[str, Callable[[Reading], list[Any]]] = {
    "event": lambda reading: list(reading.events),
    "engagement": lambda reading: list(reading.engagements),
    "statement": lambda reading: list(reading.statements),
    "commitment": lambda reading: list(reading.commitments),
    "actor": lambda reading: list(dict.fromkeys(_actors(reading))),
    "warning": lambda reading: list(reading.warnings),
}


# -- what came out, in words -----------------------------------------------------------------------------------------------------------


def _plain(value: object) -> str:
    return "[" + ", ".join(map(str, value)) + "]" if isinstance(value, list) else str(value)


def _cast(participants: Iterable[Participant]) -> str:
    return ", ".join(f"{p.role} {p.actor.id} ({p.actor.as_written!r})" for p in participants)


def _days(when: When | None) -> str:
    return "" if when is None else f"; {when.text!r} = {when.unresolved or f'{when.start}/{when.end}'}"


def _sayers(attributions: Iterable[Attribution]) -> str:
    names = ", ".join(a.speaker.id for a in attributions)
    return f"; said by {names}" if names else ""


def _ids(actors: Iterable[Actor | None], before: str = "") -> str:
    names = ", ".join(a.id for a in actors if a is not None)
    return before + names if names else ""


def told(record: object) -> str:
    """A record in one line."""
    match record:
        case Event():
            what = f"{record.type}/{record.mode or '-'} {record.cameo} {record.status} at {record.evidence.trigger.quote!r}"
            return f"{what}: {_cast(record.participants)}{_days(record.when)}{_sayers(record.attribution)}"
        case Engagement():
            about = f"; occasion {record.occasion!r}" if record.occasion else ""
            where = f"; in {record.place.name}" if record.place else ""
            labels = ", ".join(t.label for t in record.topics)
            return f"{record.medium} {record.status}: {_cast(record.participants)}{_days(record.when)}{where}{about}; topics [{labels}]"
        case Statement():
            who = record.speaker.id + _ids([record.addressee], " to ")
            return f"{record.stance} by {who}: {record.content.quote!r}{_sayers(record.attribution)}"
        case Commitment():
            who = _ids(record.parties) + _ids(record.counterparties, " to ")
            condition = f"; condition {record.condition.quote!r}" if record.condition else ""
            return f"{record.kind} by {who}: {record.action.quote!r}{_days(record.deadline)}{condition}{_sayers(record.attribution)}"
        case Actor():
            more = [f"{name} {getattr(record, name)}" for name in ("country", "office", "reports_to") if getattr(record, name)]
            return f"{record.kind} {record.id} {record.name!r}, written {record.as_written!r} ({', '.join(more)})"
        case records.ReadingWarning():
            return f"{record.code}: {record.message}" + (f" ({record.evidence.quote!r})" if record.evidence else "")
        case _:
            return repr(record)


def failures(case: Case, reading: Reading) -> list[str]:
    """What is wrong with a reading of the case, each with what came out instead."""
    found = []
    for asked in case.must:
        fitting = asked.fitting(reading)
        if fitting == 0 if asked.count is None else fitting != asked.count:
            found.append(f"must come out: {asked}\n{_came_out(asked.kind, reading)}")
    for asked in case.must_not:
        if asked.fitting(reading):
            found.append(f"must not come out: {asked}\n{_came_out(asked.kind, reading)}")
    return found


def _came_out(kind: str, reading: Reading) -> str:
    return "\n".join(f"  came out: {told(record)}" for record in RECORDS[kind](reading)) or f"  came out: no {kind}"


def report(case: Case, found: Iterable[str]) -> str:
    """The text of a failure."""
    published = f" (published {case.published})" if case.published else ""
    return "\n".join([f"{case.id}{published}", case.text, *([f"note: {case.note}"] if case.note else []), *found])


# -- the cases -------------------------------------------------------------------------------------------------------------------------


@cache
def expected() -> dict[str, str]:
    """Why a case fails today, by id."""
    found: dict[str, str] = yaml.safe_load((HERE / "expected_failures.yaml").read_text("utf-8")) or {}
    return found


@cache
def files() -> dict[str, dict[str, Any]]:
    """The files of cases by name."""
    paths = sorted(path for path in HERE.glob("*.yaml") if path.name != "expected_failures.yaml")
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in paths}


@cache
def cases() -> tuple[Case, ...]:
    """Every case of every file."""
    return tuple(Case(**row) for content in files().values() for row in content["cases"])


_WRONG: dict[str, list[str]] = {}


def wrong(case: Case) -> list[str]:
    """What is wrong with the reading of a case; each text is read once."""
    if case.id not in _WRONG:
        _WRONG[case.id] = failures(case, dragoman.read(case.text, case.published, title=case.title))
    return _WRONG[case.id]


def _marked(name: str, value: object) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=expected()[name], raises=AssertionError)] if name in expected() else []
    return pytest.param(value, id=name, marks=marks)


@pytest.mark.parametrize("case", [_marked(case.id, case) for case in cases()])
def test_case(case: Case) -> None:
    assert not wrong(case), report(case, wrong(case))


@pytest.mark.parametrize("floor", [_marked(SHARE, FLOOR)])
def test_share_of_the_cases_that_pass(floor: float) -> None:
    failing = [case.id for case in cases() if wrong(case)]
    share = 1 - len(failing) / len(cases())
    assert share >= floor, f"{share:.3f} of {len(cases())} cases pass; failing: {', '.join(failing)}"


def test_cases_are_well_formed() -> None:
    ids = [case.id for case in cases()]
    texts = {_bare(case.text) for case in cases()}
    assert len(ids) >= FEWEST
    assert len(ids) == len(set(ids)) == len(texts), sorted({i for i in ids if ids.count(i) > 1})
    assert [name for name, content in files().items() if content["phenomenon"] != name or not content["rule"]] == []
    assert [case.id for case in cases() if not (case.must or case.must_not)] == []
    assert all(asked.kind for case in cases() for asked in (*case.must, *case.must_not))
    assert set(expected()) - {*ids, SHARE} == set()


# -- the matchers themselves -----------------------------------------------------------------------------------------------------------

_TEXT = "Kenya's president phoned São Tomé on Friday."


def _words(quote: str) -> Evidence:
    start = _TEXT.index(quote)
    return Evidence.of(_TEXT, start, start + len(quote))


def _actor(id_: str, name: str, kind: records.ActorKind, quote: str) -> Actor:
    return Actor(id=id_, name=name, kind=kind, country=id_[:3], as_written=quote, evidence=_words(quote))


def _reading() -> Reading:
    """A reading made by hand: a call by one, about another."""
    kenya = _actor("KEN/william-ruto", "William Ruto", "person", "Kenya's president")
    other = _actor("STP", "São Tomé and Príncipe", "state", "São Tomé")
    friday = When(text="Friday", start=dt.date(2025, 5, 2), end=dt.date(2025, 5, 2), precision="day", evidence=_words("Friday"))
    call = Engagement(
        id="en-1",
        medium="call",
        status="occurred",
        participants=(Participant(role="actor", actor=kenya), Participant(role="topic", actor=other)),
        when=friday,
        evidence=(_words(_TEXT),),
    )
    return Reading(document=records.Document.of(_TEXT), engagements=(call,))


@pytest.mark.parametrize(
    ("ask", "fits"),
    [
        ({}, True),
        ({"medium": "call", "status": ["future", "occurred"]}, True),
        ({"medium": "meeting"}, False),
        ({"actor": "KEN"}, True),
        ({"actor": ["KEN/william-ruto", "Ruto"]}, True),
        ({"actor": "president"}, True),
        ({"actor": "uto"}, False),
        ({"host": "KEN"}, False),
        ({"who": "Sao Tome"}, False),
        ({"countries": ["KEN", "STP"]}, False),
        ({"only_countries": ["KEN"]}, True),
        ({"when": dt.date(2025, 5, 2)}, True),
        ({"when": "2025-05-02/2025-05-03"}, False),
        ({"when": "unresolved"}, False),
        ({"place": "Nairobi"}, False),
    ],
)
def test_matchers_of_engagements(ask: dict[str, Any], fits: bool) -> None:
    assert Asked(engagement=EngagementAsk(**ask)).fitting(_reading()) == fits


def test_matchers_find_actors_in_any_record_and_ignore_accents() -> None:
    assert Asked(actor=ActorAsk(name="sao tome", kind="state")).fitting(_reading()) == 1
    assert Asked(actor=ActorAsk(country="KEN", office=None)).fitting(_reading()) == 1
    assert Asked(actor=ActorAsk(country="KEN", office="President")).fitting(_reading()) == 0


def test_failures_say_what_was_asked_and_what_came_out() -> None:
    visit, nobody = Asked(engagement=EngagementAsk(medium="visit")), Asked(actor=ActorAsk(country="KEN"))
    case = Case(id="a", text=_TEXT, must=(visit,), must_not=(nobody,))
    missing, superfluous = failures(case, _reading())
    assert missing.startswith("must come out: engagement: medium [visit]\n  came out: call occurred: actor KEN/william-ruto")
    assert superfluous.startswith("must not come out: actor: country [KEN]")
