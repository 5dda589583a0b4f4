"""Readings made by chance: every field in every state, over texts of arbitrary Unicode. The same seed gives the same readings."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any, get_args

from dragoman import codebook
from dragoman.gazetteer.world import countries
from dragoman.records import (
    Actor,
    ActorKind,
    Attribution,
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Document,
    Engagement,
    Event,
    EventEvidence,
    Evidence,
    Medium,
    Participant,
    Place,
    Precision,
    Reading,
    ReadingWarning,
    Role,
    Stance,
    Statement,
    Status,
    Topic,
    When,
)

ALPHABET = "aeiou bcdnrst\t\n\r\"',;|=+-@\\{}<>&%éßİıñ中文العربية\u0301\u200d\u2028\U0001f1f0😀."
WORDS = ("trade", "talks", "met", "said", "=1+1", "Kenya", "ein Wort; zwei", "aid,\r\nfood", 'the "accord"', "Ñandú", "外交部", "وزارة")


class Maker:
    """Makes readings with a random generator."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (not a secret)
        self.countries = sorted(countries())
        self.codes = [c for c in codebook.cameo().values() if c.type]
        self.text = ""

    def maybe(self, value: Any) -> Any:
        return value() if self.chance.random() < 0.6 else None

    def one(self, values: Any) -> Any:
        return self.chance.choice(get_args(values) or list(values))

    def words(self) -> str:
        short = "".join(self.chance.choices(ALPHABET, k=self.chance.randrange(1, 12)))
        return self.chance.choice((*WORDS, short))

    def evidence(self) -> Evidence:
        start = self.chance.randrange(len(self.text))
        return Evidence.of(self.text, start, min(len(self.text), start + self.chance.randrange(40)))

    def day(self) -> dt.date:
        return dt.date(1946, 1, 1) + dt.timedelta(days=self.chance.randrange(36_000))

    def actor(self) -> Actor:
        kind, country = self.one(ActorKind), self.maybe(lambda: self.one(self.countries))
        name = self.words()
        return Actor(
            id=country if country and kind == "state" else f"{country or 'IGO'}/{self.chance.randrange(200)}",
            name=name,
            kind=kind,
            country=country,
            sector=self.maybe(lambda: self.one(codebook.sectors())),
            office=self.maybe(self.words),
            as_written=name,
            evidence=self.evidence(),
            reports_to=self.maybe(self.words),
        )

    def participants(self) -> tuple[Participant, ...]:
        return tuple(Participant(role=self.one(Role), actor=self.actor()) for _ in range(self.chance.randrange(4)))

    def when(self) -> When:
        first = self.maybe(self.day)
        last = first + dt.timedelta(days=self.chance.randrange(400)) if first else None
        why = None if first else "no publication date"
        return When(text=self.words(), start=first, end=last, precision=self.one(Precision), evidence=self.evidence(), unresolved=why)

    def place(self) -> Place:
        known = self.chance.random() < 0.7
        return Place(
            name=self.words(),
            as_written=self.words(),
            country=self.maybe(lambda: self.one(self.countries)),
            admin1=self.maybe(self.words),
            lat=round(self.chance.uniform(-90, 90), 5) if known else None,
            lon=self.chance.uniform(-180, 180) if known else None,
            geonames_id=self.maybe(lambda: self.chance.randrange(1, 10_000_000)),
            evidence=self.evidence(),
            unresolved=None if known else "no such place",
        )

    def topic(self) -> Topic:
        return Topic(
            context=self.one(codebook.contexts()),
            instrument=self.maybe(self.words),
            conflict=self.maybe(self.words),
            label=self.words(),
            evidence=self.maybe(self.evidence),
        )

    def some(self, make: Any, most: int = 3) -> tuple[Any, ...]:
        return tuple(make() for _ in range(self.chance.randrange(most)))

    def attribution(self) -> tuple[Attribution, ...]:
        return self.some(lambda: Attribution(speaker=self.actor(), cue=self.evidence()))

    def engagement(self, id_: str) -> Engagement:
        return Engagement(
            id=id_,
            medium=self.one(Medium),
            status=self.one(Status),
            status_cue=self.maybe(self.evidence),
            participants=self.participants(),
            when=self.maybe(self.when),
            place=self.maybe(self.place),
            occasion=self.maybe(self.words),
            topics=self.some(self.topic),
            evidence=(self.evidence(), *self.some(self.evidence)),
        )

    def event(self, id_: str) -> Event:
        code = self.chance.choice(self.codes)
        return Event(
            id=id_,
            type=code.type,
            mode=code.mode,
            contexts=tuple(self.chance.sample(sorted(codebook.contexts()), self.chance.randrange(3))),
            topics=self.some(self.topic),
            cameo=code.code,
            quad=codebook.quad(code.type or ""),
            goldstein=code.goldstein,
            intensity=codebook.intensity(code.type or "", code.mode),
            status=self.one(Status),
            status_cue=self.maybe(self.evidence),
            participants=self.participants(),
            when=self.maybe(self.when),
            place=self.maybe(self.place),
            attribution=self.attribution(),
            engagement=self.maybe(self.words),
            confidence=self.chance.random(),
            evidence=EventEvidence(trigger=self.evidence(), clause=self.evidence()),
        )

    def statement(self, id_: str) -> Statement:
        return Statement(
            id=id_,
            speaker=self.actor(),
            addressee=self.maybe(self.actor),
            stance=self.one(Stance),
            topic=self.maybe(self.topic),
            content=self.evidence(),
            cue=self.evidence(),
            attribution=self.attribution(),
            engagement=self.maybe(self.words),
        )

    def commitment(self, id_: str) -> Commitment:
        return Commitment(
            id=id_,
            kind=self.one(CommitmentKind),
            parties=(self.actor(), *self.some(self.actor)),
            counterparties=self.some(self.actor),
            action=self.evidence(),
            topic=self.maybe(self.topic),
            deadline=self.maybe(self.when),
            condition=self.maybe(self.evidence),
            status=self.one(CommitmentStatus),
            attribution=self.attribution(),
            evidence=(self.evidence(),),
        )

    def reading(self, number: int) -> Reading:
        self.text = "".join(self.chance.choices(ALPHABET, k=self.chance.randrange(40, 400)))
        document = Document.of(
            self.text,
            id=f"d{number}",
            title=self.maybe(self.words),
            publisher=self.maybe(self.words),
            url=self.maybe(lambda: f"https://news.example/{number}"),
            published=self.maybe(self.day),
        )
        made = {
            f"{kind}s": tuple(getattr(self, kind)(f"{kind[:2]}-{number}-{i}") for i in range(self.chance.randrange(4)))
            for kind in ("engagement", "event", "statement", "commitment")
        }
        warning = self.some(lambda: ReadingWarning(code="a-code", message=self.words(), evidence=self.maybe(self.evidence)))
        return Reading(document=document, **made, warnings=warning)


def readings(records: int, seed: int = 0) -> Iterator[Reading]:
    """Readings with at least so many records in all."""
    maker, made, number = Maker(seed), 0, 0
    while made < records:
        one = maker.reading(number)
        made += len(one.engagements) + len(one.events) + len(one.statements) + len(one.commitments)
        number += 1
        yield one
