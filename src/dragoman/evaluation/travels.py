"""Travels: of the trips in a list that an official text reports, how many come out with person, country and dates right?

A row lists a trip: `labels` (or `gold`) with `traveler`, `country`, `locale`, `start`, `end` (who of ours went where), or with
`visitor`, `from_country`, `start`, `end` (who came to the United States). The texts are those of `readouts.jsonl` and `africa.jsonl`
in the folder of the list; the reader gets their text and day of publication, never the title.

A trip is *reported* where a text published from 7 days before its start to 3 days after has a sentence that names the person's surname
and, for a trip abroad, the country, its capital or a town of `locale`; for a visitor, the country, its people or its adjective. (The two
in different sentences are mostly of different things.) The surname of a visitor is that of the table of offices where the list's name
fits a holder there (lists write "Kishida Fumio" and "Guillermo Lasso Mendoza"), else its last word.

An engagement of such a text gets the trip *right* where it is a meeting, visit, summit, signing or ceremony, neither negated, cancelled
nor hypothetical, and

- person: a participant bears the surname (a visitor's is also of the country);
- country: of a trip abroad, its place lies in the country; or a participant is of the country and it is a visit, or has no place in
  another country (official texts often leave out where a president received the traveller). Of a visitor: by the person.
- dates: its `when` has a day in common with the trip, one day more on either side: lists count the days at the White House and by the
  calendar of Washington. Equal starts aren't asked for, as a visit of several countries is dated as a whole, and a meeting on a later day
  of the trip is part of it. "Today" is resolved to the day of publication by the reader. No `when`, or one longer than `LONGEST`: wrong.

The score is `recall`, the share of the reported trips that are right; `n` is the number of reported trips. `predicted` is the engagement
that comes nearest, and null throughout where there is none or no text reports the trip.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.evaluation.holders import same, scope_of
from dragoman.gazetteer.loading import rows as data
from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.offices import name_key, surname, terms
from dragoman.gazetteer.world import countries
from dragoman.reading.reader import Reader
from dragoman.records import Actor, Document, Engagement, When
from dragoman.records.errors import SourceError

TEXTS = ("readouts.jsonl", "africa.jsonl")
BEFORE, AFTER = dt.timedelta(days=7), dt.timedelta(days=3)  # announced a week ahead; told at the latest when the traveller is back
GRACE = dt.timedelta(days=1)
LONGEST = dt.timedelta(days=14)  # "earlier this year" has a day in common with many trips
#: A full stop after three small letters or digits: not that of "Jr.", "Gen." or "Antony J.".
SENTENCE_END = re.compile(r"(?<=[a-z\d]{3}[.!?])\s+|\n")
POSSESSIVE = re.compile(r"['’]s\b")
MEDIA = {"meeting", "visit", "summit", "signing", "ceremony"}
UNREAL = {"negated", "cancelled", "hypothetical"}
#: What the lists call places that the table of holders has no scope for.
PLACES = {"West Bank": "PSE"}


@dataclass(frozen=True, slots=True)
class Trip:
    """A row of a list, in our terms."""

    name: str
    surnames: frozenset[str]
    country: str | None
    towns: tuple[str, ...]
    start: dt.date
    end: dt.date
    abroad: bool

    def reported(self, text: Text) -> bool:
        """Whether a text reports it: published about then, with person and country named in a sentence."""
        if not self.start - BEFORE <= text.published <= self.start + AFTER:
            return False
        where = (*self.towns, *_names(self.country, self.abroad))
        return any(_has(key, self.surnames) and _has(key, where) for key in text.sentences)

    def right(self, engagement: Engagement) -> dict[str, bool]:
        """Which parts of the trip an engagement has right."""
        who = self.person(engagement)
        there = self._there(engagement) if self.abroad else who is not None
        return {"person": who is not None, "country": there, "dates": self._then(engagement.when)}

    def person(self, engagement: Engagement) -> Actor | None:
        """The participant who is the traveller."""
        people = (p.actor for p in engagement.participants if p.actor.kind in {"person", "office"})
        return next(
            (a for a in people if self.surnames & set(name_key(a.name).split()) and (self.abroad or a.country == self.country)), None
        )

    def _there(self, engagement: Engagement) -> bool:
        if self.country is None:
            return False
        where = engagement.place.country if engagement.place is not None else None
        theirs = any(p.actor.country == self.country for p in engagement.participants)
        return where == self.country or (theirs and (where is None or engagement.medium == "visit"))

    def _then(self, when: When | None) -> bool:
        if when is None or when.start is None or when.end is None or when.end - when.start > LONGEST:
            return False
        return when.start <= self.end + GRACE and when.end >= self.start - GRACE


@dataclass(frozen=True, slots=True)
class Text:
    """An official text, with its words in the form in which names are compared."""

    id: str
    text: str
    published: dt.date
    sentences: tuple[str, ...]


def _key(words: str) -> str:
    """A sentence or name in the form in which names are compared, with space around."""
    return " " + " ".join(re.findall(r"[^\W_]+", name_key(words))) + " "


def _has(key: str, names: Iterable[str]) -> bool:
    """Whether a sentence has one of the names, as whole words."""
    return any(_key(name) in key for name in names if name)


def evaluate(rows: Iterable[dict[str, Any]], folder: Path | None = None) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row, with the keys of its labels. `folder` holds the texts (by default the working directory)."""
    texts = list(_texts(folder or Path()))
    engagements = _reader()
    predictions, right = [], []
    for row in rows:
        labels = row.get("gold") or row["labels"]
        trip = trip_of(labels)
        reports = [text for text in texts if trip.reported(text)]
        nearest = max((e for text in reports for e in engagements(text)), key=lambda e: sum(trip.right(e).values()), default=None)
        parts = trip.right(nearest) if nearest else {}
        if reports:
            right.append(bool(parts) and all(parts.values()))
        predictions.append(
            {"id": row["id"], "gold": labels, "predicted": _predicted(labels, trip, nearest if any(parts.values()) else None)}
        )
    return {"recall": round(sum(right) / max(1, len(right)), 4), "n": len(right)}, predictions


def trip_of(labels: dict[str, Any]) -> Trip:
    """The trip that a row's labels describe."""
    abroad = "traveler" in labels
    name, country = (labels["traveler"], labels["country"]) if abroad else (labels["visitor"], labels["from_country"])
    iso3 = PLACES.get(country) or scope_of(country)
    start = dt.date.fromisoformat(labels["start"])
    end = dt.date.fromisoformat(labels.get("end") or labels["start"])
    towns = tuple(town.strip() for town in (labels.get("locale") or "").split(",") if town.strip())
    return Trip(name, _surnames(name, None if abroad else iso3), iso3, towns, start, max(start, end), abroad)


def _surnames(name: str, scope: str | None) -> frozenset[str]:
    """The surnames that a name in a list can mean: those of the holders it fits in the table, else its last word."""
    known = {surname(t.person) for t in terms() if t.scope == scope and same(name, t)} if scope else set()
    return frozenset(known & set(name_key(name).split()) or known or {surname(name)})


@cache
def _spellings() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Names of each country, and those of its people."""
    return {
        row["iso3"]: ((row["name"], row["official"], *row["aliases"], row["capital"] or ""), (*row["adjectives"], *row["people"]))
        for row in data("countries.yaml")
    }


def _names(country: str | None, abroad: bool) -> tuple[str, ...]:
    places, people = _spellings().get(country or "", ((), ()))
    return places if abroad else (*places, *people)


def _texts(folder: Path) -> Iterator[Text]:
    """The official texts beside the list. Those without a date can't be joined."""
    from dragoman.evaluation.tasks import gold  # noqa: PLC0415 (tasks imports this module by name)

    present = [folder / name for name in TEXTS if (folder / name).exists()]
    if not present:
        raise SourceError(str(folder), f"none of the texts that report the trips is there: {' or '.join(TEXTS)}")
    for path in present:
        for row in gold(path):
            day = (row.get("published") or row.get("date") or "")[:10]
            if day:
                sentences = SENTENCE_END.split(POSSESSIVE.sub("", row["text"]))
                yield Text(row["id"], row["text"], dt.date.fromisoformat(day), tuple(map(_key, sentences)))


def _reader() -> Any:
    """Reads a text once, however many trips it reports: its real engagements of a kind that a trip can be."""
    reader, known = Reader(), dict[str, list[Engagement]]()

    def read(text: Text) -> list[Engagement]:
        if text.id not in known:
            found = reader.read(Document.of(text.text, id=text.id, published=text.published)).engagements
            known[text.id] = [e for e in found if e.medium in MEDIA and e.status not in UNREAL]
        return known[text.id]

    return read


def _predicted(labels: dict[str, Any], trip: Trip, engagement: Engagement | None) -> dict[str, Any]:
    """The engagement that comes nearest, in the keys of the labels; ids and roles are made from our names and titles."""
    if engagement is None:
        return dict.fromkeys(labels)
    who, when, place = trip.person(engagement), engagement.when, engagement.place
    iso3 = (place.country if place else None) if trip.abroad else (who.country if who else None)
    if trip.abroad and trip.right(engagement)["country"]:
        iso3 = trip.country
    country = countries()[iso3].name if iso3 in countries() else None
    own = {
        **dict.fromkeys(("traveler", "visitor"), who.name if who else None),
        "who_id": who.id if who else None,
        "role": who.office if who else None,
        **dict.fromkeys(("country", "from_country"), country),
        **dict.fromkeys(("country_id", "from_id"), slug(country) if country else None),
        "locale": place.name if place else None,
        "start": when.start.isoformat() if when and when.start else None,
        "end": when.end.isoformat() if when and when.end else None,
    }
    return {key: own.get(key) for key in labels}
