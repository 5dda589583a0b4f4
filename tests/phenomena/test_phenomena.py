"""Phenomena: short passages in our own words, each with what must come out of a reading and what must not.

A file a phenomenon. A case asks with small matchers over the reading:

    must:
      - {event: {type: CONSULT, status: occurred, actor: [KEN, FIN]}}
      - {engagement: {medium: call, countries: [KEN, FIN], when: 2025-05-02}, count: 1}
    must_not:
      - {commitment: {}}

A matcher fits a record when every field that it names does; `{}` fits any. An actor is named by country ("KEN"), by id ("IGO/african-union",
"USA-CA") or by the beginning of a word of its name or mention ("Ruto", "bbc"). `countries` and `who` look at any role except `topic`. Days are ISO,
a range is "start/end"; "unresolved" is a date that says why it has no days, "none" no date at all. Where a value may be one of several, a list says so.

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
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

import dragoman
from dragoman.records import Actor, Attribution, Commitment, Engagement, Event, Evidence, Participant, Place, Reading, ReadingWarning, Statement, Topic, When

HERE = Path(__file__).parent
FLOOR = 0.90  # issue 5: so much of the passages pass
FEWEST = 150  # issue 5
SHARE = "share"  # the name of the assertion over all cases in expected_failures.yaml

#: PLOVER: "visitor is actor, host is recipient"; who signs or writes acts, who is written to receives.
ACTING = {"actor", "visitor", "signatory"}
RECEIVING = {"recipient", "host", "addressee"}


def _listed(value: object) -> object:
    return value if isinstance(value, list) or value is None else [value]


Several = Annotated[list[str] | None, BeforeValidator(_listed)]
Day = dt.date | str | None


# -- matchers ------------------------------------------------------------------------------------------------------------------------


class Ask(BaseModel):
    """Fields that a record must have; those left out don't matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def fits(self, record: Any) -> bool:
        """Whether the record has all of them."""
        return all(getattr(self, f"_{name}")(record, getattr(self, name)) for name in self.model_fields_set)

    def __str__(self) -> str:
        """The fields as asked, in one line."""
        return ", ".join(f"{name} {_plain(getattr(self, name))}" for name in sorted(self.model_fields_set)) or "any"


class OfParticipants(Ask):
    """What events and engagements share."""

    status: Several = None
    actor: Several = None
    recipient: Several = None
    host: Several = None
    visitor: Several = None
    mediator: Several = None
    witness: Several = None
    signatory: Several = None
    addressee: Several = None
    topic: Several = Field(default=None, description="participants in the role `topic`")
    who: Several = Field(default=None, description="participants in any role but `topic`")
    countries: Several = Field(default=None, description="countries of the participants, among others")
    only_countries: Several = Field(default=None, description="countries of the participants, no others")
    people: Several = Field(default=None, description="persons among the participants")
    topics: Several = Field(default=None, description="contexts, instruments, conflicts or labels of the topics")
    when: Day = None
    place: str | None = None
    contains: str | None = None

    def _status(self, record: Any, asked: list[str]) -> bool:
        return record.status in asked

    def _actor(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, _in_roles(record, ACTING))

    def _recipient(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, _in_roles(record, RECEIVING))

    def _host(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, _in_roles(record, {"host"}))

    def _visitor(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, _in_roles(record, {"visitor"}))

    def _mediator(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, _in_roles(record, {"mediator"}))

    def _witness(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, _in_roles(record, {"witness"}))

    def _signatory(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, _in_roles(record, {"signatory"}))

    def _addressee(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, _in_roles(record, {"addressee"}))

    def _topic(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, _in_roles(record, {"topic"}))

    def _who(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, _taking_part(record))

    def _countries(self, record: Any, asked: list[str]) -> bool:
        return set(asked) <= {a.country for a in _taking_part(record)}

    def _only_countries(self, record: Any, asked: list[str]) -> bool:
        return set(asked) == {a.country for a in _taking_part(record) if a.country}

    def _people(self, record: Any, asked: list[str]) -> bool:
        return _all_in(asked, [a for a in _taking_part(record) if a.kind == "person"])

    def _topics(self, record: Any, asked: list[str]) -> bool:
        return all(any(_about(t, word) for t in record.topics) for word in asked)

    def _when(self, record: Any, asked: Day) -> bool:
        return _on(record.when, asked)

    def _place(self, record: Any, asked: str) -> bool:
        return record.place is not None and _at(record.place, asked)

    def _contains(self, record: Any, asked: str) -> bool:
        return any(_has(e, asked) for e in _quotes(record))


class EventAsk(OfParticipants):
    """Asks for an event; `contains` looks into its clause."""

    type: Several = None
    mode: Several = None
    cameo: Several = Field(default=None, description="beginnings of the code")
    attribution: Several = Field(default=None, description="who says so, among others; [] for nobody")

    def _type(self, event: Event, asked: list[str]) -> bool:
        return event.type in asked

    def _mode(self, event: Event, asked: list[str]) -> bool:
        return event.mode in asked

    def _cameo(self, event: Event, asked: list[str]) -> bool:
        return event.cameo.startswith(tuple(asked))

    def _attribution(self, event: Event, asked: list[str]) -> bool:
        return _said_by(event.attribution, asked)


class EngagementAsk(OfParticipants):
    """Asks for an engagement; `contains` looks into its evidence."""

    medium: Several = None
    occasion: str | None = None

    def _medium(self, engagement: Engagement, asked: list[str]) -> bool:
        return engagement.medium in asked

    def _occasion(self, engagement: Engagement, asked: str) -> bool:
        return asked.lower() in (engagement.occasion or "").lower()


class StatementAsk(Ask):
    """Asks for a statement; `contains` looks into its content."""

    speaker: str | None = None
    addressee: str | None = None
    stance: Several = None
    topic: str | None = None
    attribution: Several = None
    contains: str | None = None
    lacks: str | None = Field(default=None, description="words that aren't in the content")

    def _speaker(self, statement: Statement, asked: str) -> bool:
        return _is(statement.speaker, asked)

    def _addressee(self, statement: Statement, asked: str) -> bool:
        return statement.addressee is not None and _is(statement.addressee, asked)

    def _stance(self, statement: Statement, asked: list[str]) -> bool:
        return statement.stance in asked

    def _topic(self, statement: Statement, asked: str) -> bool:
        return statement.topic is not None and _about(statement.topic, asked)

    def _attribution(self, statement: Statement, asked: list[str]) -> bool:
        return _said_by(statement.attribution, asked)

    def _contains(self, statement: Statement, asked: str) -> bool:
        return _has(statement.content, asked)

    def _lacks(self, statement: Statement, asked: str) -> bool:
        return not _has(statement.content, asked)


class CommitmentAsk(Ask):
    """Asks for a commitment; `contains` looks into its action."""

    kind: Several = None
    parties: Several = None
    counterparties: Several = None
    deadline: Day = None
    condition: str | None = None
    topic: str | None = None
    attribution: Several = None
    contains: str | None = None

    def _kind(self, commitment: Commitment, asked: list[str]) -> bool:
        return commitment.kind in asked

    def _parties(self, commitment: Commitment, asked: list[str]) -> bool:
        return _all_in(asked, commitment.parties)

    def _counterparties(self, commitment: Commitment, asked: list[str]) -> bool:
        return _all_in(asked, commitment.counterparties)

    def _deadline(self, commitment: Commitment, asked: Day) -> bool:
        if isinstance(asked, dt.date):  # the last day counts, however long the time is
            return commitment.deadline is not None and commitment.deadline.end == asked
        return _on(commitment.deadline, asked)

    def _condition(self, commitment: Commitment, asked: str) -> bool:
        return commitment.condition is not None and _has(commitment.condition, asked)

    def _topic(self, commitment: Commitment, asked: str) -> bool:
        return commitment.topic is not None and _about(commitment.topic, asked)

    def _attribution(self, commitment: Commitment, asked: list[str]) -> bool:
        return _said_by(commitment.attribution, asked)

    def _contains(self, commitment: Commitment, asked: str) -> bool:
        return _has(commitment.action, asked)


class ActorAsk(Ask):
    """Asks for an actor in any record of the reading."""

    id: str | None = None
    name: str | None = None
    written: str | None = None
    kind: Several = None
    country: str | None = None
    sector: Several = None
    office: Annotated[list[str | None] | None, BeforeValidator(lambda v: v if isinstance(v, list) else [v])] = Field(
        default=None, description="the whole title, or one of several; null where none is held"
    )
    reports_to: str | None = None

    def _id(self, actor: Actor, asked: str) -> bool:
        return actor.id == asked

    def _name(self, actor: Actor, asked: str) -> bool:
        return _word(asked, actor.name)

    def _written(self, actor: Actor, asked: str) -> bool:
        return _word(asked, actor.as_written)

    def _kind(self, actor: Actor, asked: list[str]) -> bool:
        return actor.kind in asked

    def _country(self, actor: Actor, asked: str | None) -> bool:
        return actor.country == asked

    def _sector(self, actor: Actor, asked: list[str]) -> bool:
        return actor.sector in asked

    def _office(self, actor: Actor, asked: list[str | None]) -> bool:
        return (actor.office or "").lower() in {(title or "").lower() for title in asked}

    def _reports_to(self, actor: Actor, asked: str) -> bool:
        return actor.reports_to is not None and asked.lower() in actor.reports_to.lower()


class WarningAsk(Ask):
    """Asks for a warning."""

    code: str | None = None
    contains: str | None = None

    def _code(self, warning: ReadingWarning, asked: str) -> bool:
        return warning.code == asked

    def _contains(self, warning: ReadingWarning, asked: str) -> bool:
        return warning.evidence is not None and _has(warning.evidence, asked)


class Asked(BaseModel):
    """One matcher and how many records it must fit (at least one, where no number is given)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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
        return next(name for name in RECORDS if getattr(self, name) is not None)

    @property
    def ask(self) -> Ask:
        """What they are asked for."""
        found: Ask = getattr(self, self.kind)
        return found

    def fitting(self, reading: Reading) -> int:
        """How many records of the reading fit."""
        return sum(self.ask.fits(record) for record in RECORDS[self.kind](reading))

    def __str__(self) -> str:
        """The matcher in one line."""
        return f"{'' if self.count is None else f'{self.count} x '}{self.kind}: {self.ask}"


class Case(BaseModel):
    """A passage and what is asked of its reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    text: str
    published: dt.date | None = None
    title: str | None = None
    note: str | None = Field(default=None, description="why, where the rule isn't plain")
    must: tuple[Asked, ...] = ()
    must_not: tuple[Asked, ...] = ()


# -- what the matchers compare ---------------------------------------------------------------------------------------------------------


def _word(asked: str, words: str) -> bool:
    """Whether the words begin, or have a word that begins, as asked; accents don't matter."""
    return re.search(rf"(?<!\w){re.escape(_bare(asked))}", _bare(words)) is not None


def _bare(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c))


def _is(actor: Actor, asked: str) -> bool:
    if re.fullmatch("[A-Z]{3}", asked):
        return actor.country == asked
    if "/" in asked or re.fullmatch(r"[A-Z]{3}-\w+", asked):
        return actor.id == asked
    return _word(asked, actor.name) or _word(asked, actor.as_written)


def _all_in(asked: Iterable[str], actors: Iterable[Actor]) -> bool:
    actors = list(actors)
    return all(any(_is(actor, one) for actor in actors) for one in asked)


def _in_roles(record: Event | Engagement, roles: set[str]) -> list[Actor]:
    return [p.actor for p in record.participants if p.role in roles]


def _taking_part(record: Event | Engagement) -> list[Actor]:
    return [p.actor for p in record.participants if p.role != "topic"]


def _said_by(attributions: Iterable[Attribution], asked: list[str]) -> bool:
    speakers = [a.speaker for a in attributions]
    return _all_in(asked, speakers) if asked else not speakers


def _has(evidence: Evidence, words: str) -> bool:
    return words.lower() in " ".join(evidence.quote.lower().split())


def _quotes(record: Event | Engagement) -> tuple[Evidence, ...]:
    return (record.evidence.clause,) if isinstance(record, Event) else record.evidence


def _about(topic: Topic, word: str) -> bool:
    return any(word.lower() in (text or "").lower() for text in (topic.context, topic.instrument, topic.conflict, topic.label))


def _at(place: Place, asked: str) -> bool:
    return asked == place.country or _word(asked, place.name) or _word(asked, place.as_written)


def _on(when: When | None, asked: Day) -> bool:
    if when is None or asked in {None, "none"}:
        return when is None and asked in {None, "none"}
    if asked == "unresolved":
        return when.unresolved is not None
    start, _, end = str(asked).partition("/")
    return (str(when.start), str(when.end)) == (start, end or start)


def _actors(value: object) -> Iterator[Actor]:
    if isinstance(value, Actor):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _actors(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _actors(item)


RECORDS: dict[str, Callable[[Reading], list[Any]]] = {
    "event": lambda r: list(r.events),
    "engagement": lambda r: list(r.engagements),
    "statement": lambda r: list(r.statements),
    "commitment": lambda r: list(r.commitments),
    "actor": lambda r: list(dict.fromkeys(_actors(r))),
    "warning": lambda r: list(r.warnings),
}


# -- what came out, in words -----------------------------------------------------------------------------------------------------------


def _plain(value: object) -> str:
    return "|".join(map(str, value)) if isinstance(value, list) else repr(value) if isinstance(value, str) else str(value)


def _cast(participants: Iterable[Participant]) -> str:
    return ", ".join(f"{p.role} {p.actor.id} ({p.actor.as_written!r})" for p in participants) or "nobody"


def _days(when: When | None) -> str:
    return "" if when is None else f"; {when.text!r} = {when.unresolved or f'{when.start}/{when.end}'}"


def _sayers(attributions: Iterable[Attribution]) -> str:
    names = ", ".join(a.speaker.id for a in attributions)
    return f"; said by {names}" if names else ""


def told(record: object) -> str:
    """A record in one line."""
    match record:
        case Event():
            mode = f"/{record.mode}" if record.mode else ""
            where = f"; in {record.place.name}" if record.place else ""
            about = f"{record.type}{mode} {record.cameo} {record.status}"
            return f"{about} at {record.evidence.trigger.quote!r}: {_cast(record.participants)}{_days(record.when)}{where}{_sayers(record.attribution)}"
        case Engagement():
            where = f"; in {record.place.name}" if record.place else ""
            occasion = f"; at {record.occasion!r}" if record.occasion else ""
            return f"{record.medium} {record.status}: {_cast(record.participants)}{_days(record.when)}{where}{occasion}"
        case Statement():
            to = f" to {record.addressee.id}" if record.addressee else ""
            return f"{record.stance} by {record.speaker.id}{to}: {record.content.quote!r}{_sayers(record.attribution)}"
        case Commitment():
            to = f" to {', '.join(a.id for a in record.counterparties)}" if record.counterparties else ""
            condition = f"; condition {record.condition.quote!r}" if record.condition else ""
            bound = ", ".join(a.id for a in record.parties)
            return f"{record.kind} by {bound}{to}: {record.action.quote!r}{_days(record.deadline)}{condition}{_sayers(record.attribution)}"
        case Actor():
            more = "".join(f" {name}={value!r}" for name in ("country", "sector", "office", "reports_to") if (value := getattr(record, name)))
            return f"{record.id} ({record.kind}) {record.name!r}, written {record.as_written!r}{more}"
        case ReadingWarning():
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
    records = RECORDS[kind](reading)
    if not records:
        return f"  came out: no {kind}"
    return "\n".join(f"  came out: {told(record)}" for record in records)


def report(case: Case, found: list[str]) -> str:
    """The text of a failure."""
    published = f" (published {case.published})" if case.published else ""
    return "\n".join([f"{case.id}{published}", case.text, *(["why: " + case.note] if case.note else []), *found])


# -- the cases -------------------------------------------------------------------------------------------------------------------------


@cache
def expected() -> dict[str, str]:
    """Why a case fails today, by id."""
    found: dict[str, str] = yaml.safe_load((HERE / "expected_failures.yaml").read_text("utf-8")) or {}
    return found


@cache
def cases() -> tuple[Case, ...]:
    """Every case of every file."""
    files = sorted(path for path in HERE.glob("*.yaml") if path.name != "expected_failures.yaml")
    return tuple(Case(**row) for path in files for row in phenomenon(path)["cases"])


def phenomenon(path: Path) -> dict[str, Any]:
    """A file: its phenomenon, the rule in words, and the cases."""
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    assert set(found) == {"phenomenon", "rule", "cases"}, f"{path.name}: {sorted(found)}"
    assert found["phenomenon"] == path.stem, f"{path.name} is about {found['phenomenon']}"
    return found


@cache
def outcome(case_id: str) -> tuple[str, ...]:
    """What is wrong with the reading of a case."""
    case = next(c for c in cases() if c.id == case_id)
    return tuple(failures(case, dragoman.read(case.text, case.published, title=case.title)))


def _marked(name: str, *values: object) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=expected()[name], raises=AssertionError)] if name in expected() else []
    return pytest.param(*values, id=name, marks=marks)


@pytest.mark.parametrize("case", [_marked(case.id, case) for case in cases()])
def test_case(case: Case) -> None:
    found = list(outcome(case.id))
    assert not found, report(case, found)


@pytest.mark.parametrize("floor", [_marked(SHARE, FLOOR)])
def test_share_of_cases_that_pass(floor: float) -> None:
    failing = [case.id for case in cases() if outcome(case.id)]
    share = 1 - len(failing) / len(cases())
    assert share >= floor, f"{share:.3f} of {len(cases())} cases pass; failing: {', '.join(failing)}"


def test_the_collection_itself() -> None:
    ids = [case.id for case in cases()]
    assert len(ids) >= FEWEST
    assert len(set(ids)) == len(ids), f"ids used twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    texts = [case.text for case in cases()]
    assert len(set(texts)) == len(texts), "a text is used twice"
    assert all(case.must or case.must_not for case in cases())
    assert set(expected()) <= {*ids, SHARE}, f"expected failures without a case: {sorted(set(expected()) - {*ids, SHARE})}"


def test_matchers_name_one_record_each() -> None:
    for case in cases():
        for asked in (*case.must, *case.must_not):
            assert sum(getattr(asked, name) is not None for name in RECORDS) == 1, f"{case.id}: {asked!r}"
