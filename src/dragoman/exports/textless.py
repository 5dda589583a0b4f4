"""Readings made of the rows of other event data: coded acts without a text, marked so by the warning `no-text`.

Their evidence is empty (0 to 0), their document has no text, and their confidence is 0: the row says nothing of it. Each row is a document
of its own, so that rows in are documents in the ledger.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from dragoman import codebook
from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.world import countries
from dragoman.records import (
    Actor,
    Document,
    Event,
    EventEvidence,
    Evidence,
    Participant,
    Reading,
    ReadingWarning,
    Statement,
    When,
    stable_id,
)
from dragoman.records.errors import SourceError

NOWHERE = Evidence(start=0, end=0, quote="")
_NOTHING = hashlib.sha256(b"").hexdigest()
_ORGANISED = {"IGO", "NGO", "MNC"}


class RowError(ValueError):
    """Why a row can't be taken."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of event data says, in our terms."""

    id: str
    day: dt.date
    code: str
    participants: tuple[Participant, ...]
    fields: dict[str, Any]
    url: str | None
    published: dt.date | None
    publisher: str | None = None


def reading(row: Row, source: str) -> Reading:
    """The reading of a row: an event, or a statement where CAMEO's root is 01, which PLOVER has no type for.

    Raises:
        RowError: the row lacks what a record needs.
    """
    known = codebook.cameo()[row.code]
    publisher = row.publisher or (urlsplit(row.url).hostname if row.url and "://" in row.url else row.url)
    document = Document(
        id=f"{source.lower()}/{row.id}", url=row.url, publisher=publisher, published=row.published, text_sha256=_NOTHING, n_chars=0
    )
    mark = ReadingWarning(code="no-text", message=f"taken from a row of {source}: there are no words behind it")
    if known.type is None and "type" not in row.fields:
        return Reading(document=document, statements=(_statement(row, source),), warnings=(mark,))
    return Reading(document=document, events=(_event(row, source, known),), warnings=(mark,))


def attempt(make: Callable[[], Reading], where: str, line: int) -> Reading | SourceError:
    """The reading of a row, or the error that stands in its place with line and reason."""
    try:
        return make()
    except SourceError as error:
        return error
    except RowError as error:
        return SourceError(where, str(error), line=line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        return SourceError(where, f"{'.'.join(map(str, first['loc']))}: {first['msg']}", line=line)


def _statement(row: Row, source: str) -> Statement:
    sides = {p.role: p.actor for p in row.participants}
    if "actor" not in sides:
        raise RowError(f"a statement ({row.code}) without a speaker")
    id_ = stable_id("st", source, row.id)
    return Statement(id=id_, speaker=sides["actor"], addressee=sides.get("recipient"), stance="inform", content=NOWHERE, cue=NOWHERE)


def _event(row: Row, source: str, known: codebook.CameoEntry) -> Event:
    type_ = str(row.fields.get("type", known.type))
    own: dict[str, Any] = {
        "type": type_,
        "mode": known.mode,
        "contexts": known.contexts,
        "quad": codebook.quad(type_),
        "goldstein": codebook.goldstein(row.code),
        "intensity": codebook.intensity(type_, row.fields.get("mode", known.mode)),
    }
    day = When(text="", start=row.day, end=row.day, precision="day", evidence=NOWHERE)
    own |= {"status": "occurred", "participants": row.participants, "when": day, "confidence": 0.0}
    evidence = EventEvidence(trigger=NOWHERE, clause=NOWHERE)
    return Event(id=stable_id("ev", source, row.id), cameo=row.code, evidence=evidence, **(own | row.fields))


def actor(name: str, iso3: str | None, sector: str | None, office: str | None = None, raw: str | None = None) -> Actor | None:
    """The actor of a row; a country without a role, or with that of its government, is the state. None where the row names nobody."""
    if not (name or iso3):
        return None
    country = countries().get(iso3 or "")
    if country and sector in {None, "GOV"} and (not name or not office):
        id_, kind, called = country.iso3, "state", country.name
    elif country:
        id_, kind, called = f"{country.iso3}/{slug(name or sector or 'x')}", "other", name or f"{country.name} ({sector})"
    else:
        id_, kind, called = f"X/{slug(name)}", "organisation" if sector in _ORGANISED else "other", name
    return Actor(
        id=id_,
        name=called,
        kind=kind,
        country=country.iso3 if country else None,
        sector=sector,
        office=office,
        as_written=raw or name,
        evidence=NOWHERE,
    )


def participants(source: Actor | None, target: Actor | None) -> tuple[Participant, ...]:
    """Both sides of a row, as far as it names them."""
    found = [Participant(role="actor", actor=source)] if source else []
    return (*found, Participant(role="recipient", actor=target)) if target else tuple(found)


@cache
def by_fips() -> dict[str, str]:
    """Countries by their FIPS 10-4 code."""
    return {c.fips: c.iso3 for c in countries().values() if c.fips}


def day(text: str, form: str, name: str) -> dt.date:
    """A date in a form of `strptime`, of four digits and twice two.

    Raises:
        RowError: it is none.
    """
    with contextlib.suppress(ValueError):
        found = dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        if found.isoformat().replace("-", "") == text.replace("-", ""):  # strptime takes 2023061 for the first of June
            return found
    raise RowError(f"{name} {text!r} is no date")


def decimal(text: str, name: str) -> float | None:
    """A number, or None for an empty cell.

    Raises:
        RowError: it is none.
    """
    try:
        return float(text) if text else None
    except ValueError:
        raise RowError(f"{name} {text!r} is no number") from None
