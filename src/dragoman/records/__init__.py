"""The record: frozen types, no behaviour beyond validation. The JSON made from them is a contract.

A name is loaded when it is first used: questions to a ledger need none of the types, which take a fifth of a second to build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.records.actors import Actor as Actor
    from dragoman.records.actors import ActorKind as ActorKind
    from dragoman.records.actors import Participant as Participant
    from dragoman.records.actors import Role as Role
    from dragoman.records.acts import Attribution as Attribution
    from dragoman.records.acts import Commitment as Commitment
    from dragoman.records.acts import CommitmentKind as CommitmentKind
    from dragoman.records.acts import CommitmentStatus as CommitmentStatus
    from dragoman.records.acts import Engagement as Engagement
    from dragoman.records.acts import Event as Event
    from dragoman.records.acts import EventEvidence as EventEvidence
    from dragoman.records.acts import Medium as Medium
    from dragoman.records.acts import PloverType as PloverType
    from dragoman.records.acts import Stance as Stance
    from dragoman.records.acts import Statement as Statement
    from dragoman.records.acts import Status as Status
    from dragoman.records.acts import Topic as Topic
    from dragoman.records.base import Record as Record
    from dragoman.records.document import Document as Document
    from dragoman.records.evidence import Evidence as Evidence
    from dragoman.records.ids import stable_id as stable_id
    from dragoman.records.place import Place as Place
    from dragoman.records.reading import Reading as Reading
    from dragoman.records.reading import ReadingWarning as ReadingWarning
    from dragoman.records.when import Precision as Precision
    from dragoman.records.when import When as When

_HOMES = {
    "Actor": "actors",
    "ActorKind": "actors",
    "Attribution": "acts",
    "Commitment": "acts",
    "CommitmentKind": "acts",
    "CommitmentStatus": "acts",
    "Document": "document",
    "Engagement": "acts",
    "Event": "acts",
    "EventEvidence": "acts",
    "Evidence": "evidence",
    "Medium": "acts",
    "Participant": "actors",
    "Place": "place",
    "PloverType": "acts",
    "Precision": "when",
    "Reading": "reading",
    "ReadingWarning": "reading",
    "Record": "base",
    "Role": "actors",
    "Stance": "acts",
    "Statement": "acts",
    "Status": "acts",
    "Topic": "acts",
    "When": "when",
    "stable_id": "ids",
}

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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'dragoman.records' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    value = globals()[name] = getattr(import_module(f"dragoman.records.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
