"""What the API answers, as types: the OpenAPI description is made from them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field

T = TypeVar("T")
Kind = Literal["engagement", "event", "statement", "commitment"]


class Page(BaseModel, Generic[T]):
    """A stretch of a list."""

    items: list[T]
    next: str | None = Field(description="address of what follows, or null at the end; the header Link has it too")


class Cite(BaseModel):
    """A report: the document and the words."""

    report: str
    document: str
    title: str | None
    publisher: str | None
    url: str | None
    published: dt.date | None
    start: int = Field(description="offset of the first code point")
    end: int = Field(description="offset after the last")
    quote: str


class When(BaseModel):
    """Days; `basis` says where they come from."""

    start: dt.date | None
    end: dt.date | None
    basis: Literal["stated", "published", "none"]


class Member(BaseModel):
    """Somebody in an entry."""

    role: str
    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    office: str | None
    party: str | None = Field(description="the country, organisation or group that they stand for")
    reports: int = Field(description="how many reports name them")


class Where(BaseModel):
    """A place."""

    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonames_id: int | None


class About(BaseModel):
    """A topic."""

    context: str
    instrument: str | None
    conflict: str | None
    label: str


class Told(BaseModel):
    """A value, and the reports that give it."""

    value: str
    reports: list[str]


class Disagreement(BaseModel):
    """A field on which reports differ."""

    field: str
    values: list[Told]


class Merged(BaseModel):
    """Why two reports are taken as one; a person's decision has no score."""

    a: str
    b: str
    score: float | None
    reasons: list[str]


class Entry(BaseModel):
    """What one or several reports tell of one thing."""

    id: str
    kind: Kind
    form: str = Field(description="medium, PLOVER type, stance or kind of commitment")
    status: str
    when: When
    reported: dt.date | None = Field(description="first publication")
    place: Where | None
    topics: list[About]
    participants: list[Member]
    details: dict[str, Any] = Field(description="what only this kind has: codes and scores, the words said, the action and its deadline")
    cites: list[Cite]
    sources: int = Field(description="publishers that tell it in their own words")
    disagreements: list[Disagreement]
    merged: list[Merged]


class DocumentRow(BaseModel):
    """A document without its text."""

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    published: dt.date | None
    language: str
    n_chars: int
    reader: str = Field(description="version of the reader")
    added: dt.datetime
    reports: int


class ActorRow(BaseModel):
    """Somebody named."""

    id: str
    name: str
    kind: str
    party: str | None
    office: str | None
    reports: int


class Answer(BaseModel):
    """The rows of an answer; docs/ledger.md describes their fields. Each has its `cites`."""

    items: list[dict[str, Any]]
