"""The record: frozen types, no behaviour beyond validation. The JSON made from them is a contract."""

from dragoman.records.actors import Actor, ActorKind, Participant, Role
from dragoman.records.acts import (
    Attribution,
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Engagement,
    Event,
    EventEvidence,
    Medium,
    PloverType,
    Stance,
    Statement,
    Status,
    Topic,
)
from dragoman.records.base import Record, stable_id
from dragoman.records.document import Document
from dragoman.records.evidence import Evidence
from dragoman.records.place import Place
from dragoman.records.reading import Reading, ReadingWarning
from dragoman.records.when import Precision, When

__all__ = [
    "Actor",
    "ActorKind",
    "Attribution",
    "Commitment",
    "CommitmentKind",
    "CommitmentStatus",
    "Document",
    "Engagement",
    "Event",
    "EventEvidence",
    "Evidence",
    "Medium",
    "Participant",
    "Place",
    "PloverType",
    "Precision",
    "Reading",
    "ReadingWarning",
    "Record",
    "Role",
    "Stance",
    "Statement",
    "Status",
    "Topic",
    "When",
    "stable_id",
]
