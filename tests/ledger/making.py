"""Readings made by hand: short texts of our own, with records whose evidence is found by its words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dragoman.records import (
    Actor,
    Commitment,
    Document,
    Engagement,
    Event,
    EventEvidence,
    Evidence,
    Participant,
    Place,
    Reading,
    Statement,
    Topic,
    When,
    stable_id,
)

PEOPLE = {
    "Ruto": ("KEN/william-ruto", "William Ruto", "KEN", "President"),
    "Mudavadi": ("KEN/musalia-mudavadi", "Musalia Mudavadi", "KEN", "Foreign Minister"),
    "Rubio": ("USA/marco-rubio", "Marco Rubio", "USA", "Secretary of State"),
    "Trump": ("USA/donald-trump", "Donald Trump", "USA", "President"),
    "Kenya": ("KEN", "Kenya", "KEN", None),
    "Washington": ("USA", "United States", "USA", None),
    "Tanzania": ("TZA", "Tanzania", "TZA", None),
    "Haiti": ("HTI", "Haiti", "HTI", None),
}
PLACES = {
    "New York": ("USA", "New York", 40.71, -74.0, 5128581),
    "Nairobi": ("KEN", "Nairobi Area", -1.28, 36.82, 184745),
    "Mombasa": ("KEN", "Mombasa", -4.05, 39.66, 186301),
}
CODES = {"CONSULT": ("040", 1, 1.0, 1.5), "ACCUSE": ("111", 3, -2.0, -4.0), "AID": ("071", 2, 7.4, 6.0), "SUPPORT": ("051", 1, 3.4, 4.0)}


class Text:
    """A document being made."""

    def __init__(
        self, text: str, published: str | None = "2025-09-24", *, publisher: str = "The Rift Dispatch", id: str | None = None
    ) -> None:
        day = dt.date.fromisoformat(published) if published else None
        self.document = Document.of(text, id=id, published=day, publisher=publisher, title=text[:40])
        self.text = text
        self.records: dict[str, list[Any]] = {"engagements": [], "events": [], "statements": [], "commitments": []}

    def at(self, words: str) -> Evidence:
        start = self.text.index(words)
        return Evidence.of(self.text, start, start + len(words))

    def actor(self, name: str) -> Actor:
        id_, full, country, office = PEOPLE[name]
        kind = "person" if "/" in id_ else "state"
        return Actor(id=id_, name=full, kind=kind, country=country, sector="GOV", office=office, as_written=name, evidence=self.at(name))

    def when(self, words: str, start: str, end: str | None = None) -> When:
        first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end or start)
        return When(text=words, start=first, end=last, precision="day" if first == last else "range", evidence=self.at(words))

    def place(self, name: str) -> Place:
        country, admin1, lat, lon, geonames = PLACES[name]
        return Place(
            name=name, as_written=name, country=country, admin1=admin1, lat=lat, lon=lon, geonames_id=geonames, evidence=self.at(name)
        )

    def _parts(self, fields: dict[str, Any]) -> dict[str, Any]:
        fields = dict(fields)
        if "when" in fields:
            fields["when"] = self.when(*fields["when"])
        if "place" in fields:
            fields["place"] = self.place(fields["place"])
        if "topic" in fields:
            fields["topics"] = (Topic(context=fields.pop("topic"), label="topic"),)
        return fields

    def engagement(self, medium: str, who: list[str], words: str, *, status: str = "occurred", **fields: Any) -> Text:
        people = tuple(Participant(role="actor", actor=self.actor(name)) for name in who)
        self.records["engagements"].append(
            Engagement(
                id=stable_id("en", self.document.id, medium, words),
                medium=medium,
                status=status,
                participants=people,
                evidence=(self.at(words),),
                **self._parts(fields),
            )
        )
        return self

    def event(
        self, type_: str, source: str, target: str | None, words: str, *, status: str = "occurred", code: str | None = None, **fields: Any
    ) -> Text:
        cameo, quad, goldstein, intensity = CODES[type_]
        sides = [Participant(role="actor", actor=self.actor(source))] + (
            [Participant(role="recipient", actor=self.actor(target))] if target else []
        )
        self.records["events"].append(
            Event(
                id=stable_id("ev", self.document.id, type_, words),
                type=type_,
                cameo=code or cameo,
                quad=quad,
                goldstein=goldstein,
                intensity=intensity,
                status=status,
                participants=tuple(sides),
                confidence=0.8,
                evidence=EventEvidence(trigger=self.at(words.split(maxsplit=1)[0]), clause=self.at(words)),
                **self._parts(fields),
            )
        )
        return self

    def statement(self, speaker: str, stance: str, words: str, *, to: str | None = None) -> Text:
        addressee = self.actor(to) if to else None
        self.records["statements"].append(
            Statement(
                id=stable_id("st", self.document.id, words),
                speaker=self.actor(speaker),
                addressee=addressee,
                stance=stance,
                content=self.at(words),
                cue=self.at(speaker),
            )
        )
        return self

    def commitment(
        self, party: str, action: str, *, to: str | None = None, due: tuple[str, str] | None = None, kind: str = "pledge"
    ) -> Text:
        self.records["commitments"].append(
            Commitment(
                id=stable_id("co", self.document.id, action),
                kind=kind,
                parties=(self.actor(party),),
                counterparties=(self.actor(to),) if to else (),
                action=self.at(action),
                deadline=self.when(*due) if due else None,
                evidence=(self.at(action),),
            )
        )
        return self

    def done(self) -> Reading:
        return Reading(document=self.document, **{name: tuple(found) for name, found in self.records.items()})


def call(published: str = "2025-09-24", publisher: str = "The Rift Dispatch", day: str = "2025-09-23") -> Reading:
    text = f"{publisher}: Ruto and Rubio spoke by telephone on Tuesday about Haiti. Rubio thanked Kenya for the police mission."
    return (
        Text(text, published, publisher=publisher)
        .engagement("call", ["Ruto", "Rubio"], "Ruto and Rubio spoke by telephone", when=("Tuesday", day))
        .event("CONSULT", "Ruto", "Rubio", "spoke by telephone on Tuesday", when=("Tuesday", day))
        .event("SUPPORT", "Rubio", "Kenya", "thanked Kenya for the police mission")
        .statement("Rubio", "thank", "for the police mission", to="Kenya")
        .done()
    )


def meeting(published: str = "2025-09-25", publisher: str = "Harbour Courier", place: str = "New York", day: str = "2025-09-23") -> Reading:
    text = f"{publisher}: Ruto met Rubio in {place} on Tuesday. Washington promised to finalise a trade agreement by 31 December."
    return (
        Text(text, published, publisher=publisher)
        .engagement("meeting", ["Ruto", "Rubio"], f"Ruto met Rubio in {place}", when=("Tuesday", day), place=place)
        .event("CONSULT", "Ruto", "Rubio", f"met Rubio in {place} on Tuesday", when=("Tuesday", day), place=place)
        .commitment("Washington", "to finalise a trade agreement", to="Ruto", due=("31 December", "2025-12-31"))
        .done()
    )


def many(n: int) -> list[Reading]:
    """Readings of different days and pairs, every third one a second report of the one before."""
    found = []
    first = dt.date(2020, 1, 1)
    for i in range(n):
        day = first + dt.timedelta(days=(i - (i % 3 == 2)) * 2 % 1500)
        make = call if i % 2 else meeting
        if i % 3 == 2:
            make = meeting if i % 2 else call
        found.append(make((day + dt.timedelta(days=1)).isoformat(), f"Paper {i}", day=day.isoformat()))
    return found
