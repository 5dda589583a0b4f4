"""Who: actors and the roles they take."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dragoman.records.base import Record
from dragoman.records.evidence import Evidence

ActorKind = Literal["state", "person", "office", "organisation", "subnational", "armed_group", "people", "company", "other"]
Role = Literal["actor", "recipient", "host", "visitor", "mediator", "witness", "signatory", "addressee", "topic"]


class Actor(Record):
    """Someone or something that can act, as one text names it.

    `as_written` is what the words say; `office` is the title that the table of offices (or the text) gives for the date of the text.
    """

    id: str = Field(description='stable key: "KEN", "KEN/william-ruto", "USA/secretary-of-state", "IGO/african-union", "USA-CA"')
    name: str = Field(description="canonical name")
    kind: ActorKind
    country: str | None = Field(
        default=None, description="ISO 3166-1 alpha-3 (XKX for Kosovo), or null for organisations of several states"
    )
    sector: str | None = Field(default=None, description="PLOVER sector (GOV, MIL, IGO ...), or null where the words give none")
    office: str | None = Field(default=None, description="title held on the date of the text, or null")
    as_written: str = Field(description="the words of the mention")
    evidence: Evidence
    reports_to: str | None = Field(default=None, description="id of the principal whom a spokesperson or delegate speaks for")


class Participant(Record):
    """An actor in a role."""

    role: Role
    actor: Actor
