"""What happened, what was said, what was promised."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dragoman.records import html
from dragoman.records.actors import Actor, Participant
from dragoman.records.base import Record
from dragoman.records.evidence import Evidence
from dragoman.records.place import Place
from dragoman.records.when import When

Medium = Literal["meeting", "call", "video", "visit", "summit", "signing", "correspondence", "ceremony", "other"]
Status = Literal["occurred", "ongoing", "future", "hypothetical", "negated", "cancelled", "historical"]
PloverType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
Stance = Literal["support", "oppose", "request", "commit", "inform", "thank", "regret", "warn"]
CommitmentKind = Literal["pledge", "agreement", "intention", "offer"]
CommitmentStatus = Literal["open", "fulfilled", "broken", "overdue", "superseded", "unclear"]


class Topic(Record):
    """What it was about: a PLOVER context, and the named act, mission or conflict where there is one."""

    context: str = Field(description="one of the 37 PLOVER contexts")
    instrument: str | None = Field(default=None, description="id or defined name of an act, accord, mission or programme")
    conflict: str | None = Field(default=None, description="id of a named conflict")
    label: str = Field(description="for people: the name, or the context's words")
    evidence: Evidence | None = Field(default=None, description="the words that name it")


class Attribution(Record):
    """Someone in the text who says that it is so."""

    speaker: Actor
    cue: Evidence


class Engagement(Record):
    """An occasion on which actors dealt with each other: a call, a meeting, a visit, a signing."""

    id: str
    medium: Medium
    status: Status
    status_cue: Evidence | None = None
    participants: tuple[Participant, ...]
    when: When | None = None
    place: Place | None = None
    occasion: str | None = Field(default=None, description='the gathering around it: "80th UN General Assembly"')
    topics: tuple[Topic, ...] = ()
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="every mention of it, the fullest first")

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return html.card(self)


class EventEvidence(Record):
    """The word that triggers an event and the clause that holds it."""

    trigger: Evidence
    clause: Evidence


class Event(Record):
    """One coded act: who did what to whom, in PLOVER and CAMEO terms."""

    id: str
    type: PloverType
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    cameo: str = Field(description="CAMEO code as text, leading zero kept, as fine as the words determine")
    quad: int = Field(ge=1, le=4, description="1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict")
    goldstein: float = Field(ge=-10, le=10, description="Goldstein score of the CAMEO code")
    intensity: float = Field(ge=-10, le=10, description="PLOVER intensity of type and mode")
    status: Status
    status_cue: Evidence | None = None
    participants: tuple[Participant, ...]
    when: When | None = None
    place: Place | None = None
    attribution: tuple[Attribution, ...] = Field(default=(), description="outermost reporter first; empty: the document's own voice")
    engagement: str | None = Field(default=None, description="id of the engagement that it is part of")
    confidence: float = Field(ge=0, le=1, description="calibrated probability that type and pair are right")
    evidence: EventEvidence

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return html.card(self)


class Statement(Record):
    """Something said: by whom, to whom, about what, with the words of it."""

    id: str
    speaker: Actor
    addressee: Actor | None = None
    stance: Stance
    topic: Topic | None = None
    content: Evidence
    cue: Evidence
    attribution: tuple[Attribution, ...] = ()
    engagement: str | None = None

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return html.card(self)


class Commitment(Record):
    """Something that its parties have bound themselves to, with the words of the action and the deadline."""

    id: str
    kind: CommitmentKind
    parties: tuple[Actor, ...] = Field(min_length=1, description="who is bound")
    counterparties: tuple[Actor, ...] = Field(default=(), description="to whom")
    action: Evidence
    topic: Topic | None = None
    deadline: When | None = None
    condition: Evidence | None = None
    status: CommitmentStatus = "open"
    attribution: tuple[Attribution, ...] = ()
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return html.card(self)
