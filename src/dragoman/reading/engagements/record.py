"""The record of an engagement, made of all its drafts."""

from __future__ import annotations

from dragoman.reading.engagements.draft import PEOPLE
from dragoman.reading.engagements.homes import at_home
from dragoman.reading.engagements.merging import Group
from dragoman.reading.parsed import Parsed
from dragoman.records import Engagement, Medium, Participant, Role, Topic, stable_id


def build(parsed: Parsed, group_: Group, topics: tuple[Topic, ...] = (), *, abroad: bool = False) -> Engagement:
    """The record of a group of drafts; `abroad`: told of a whole tour, whose first stop isn't where all of it takes place."""
    lead = group_.lead
    participants: dict[str, Participant] = {}
    for draft in [lead, *group_.drafts]:
        roles: tuple[Role, Role] = ("witness", "signatory") if draft.witnessing else _roles(group_.medium, draft.hosting)
        for role, side in zip(roles, (draft.subjects, draft.others), strict=True):
            for entity, evidence in side:
                participants.setdefault(entity.id, Participant(role=role, actor=parsed.registry.actor(entity, evidence)))
        for role, entity, evidence in draft.beside:
            participants.setdefault(entity.id, Participant(role=role, actor=parsed.registry.actor(entity, evidence)))
    moved = group_.fate.when if group_.fate.status == "future" else None
    when = moved or next((d.when for d in [lead, *group_.drafts] if d.when), None)
    place = next((d.place for d in [lead, *group_.drafts] if d.place), None)
    occasion = next((d.occasion for d in [lead, *group_.drafts] if d.occasion), None)
    mentions = tuple(dict.fromkeys(d.evidence for d in [lead, *group_.drafts]))
    fate = group_.fate
    cue = parsed.evidence(fate.sentence.passage, fate.cue.i, fate.cue.i) if fate.cue is not None else None
    return Engagement(
        id=stable_id("en", parsed.document.id, group_.medium, lead.evidence.start, lead.head.i),
        medium=group_.medium,
        status=fate.status,
        status_cue=cue if fate.status not in {"occurred"} else None,
        participants=tuple(at_home(_without_shadows(list(participants.values())), None if abroad else place)),
        when=when,
        place=place,
        occasion=occasion,
        topics=topics,
        evidence=mentions,
    )


def _roles(medium: Medium, hosting: bool) -> tuple[Role, Role]:
    if medium == "visit":
        return "visitor", "host"
    if medium == "signing":
        return "signatory", "signatory"
    if medium == "correspondence":
        return "actor", "addressee"
    if hosting:
        return "host", "visitor"
    return "actor", "actor"


def _without_shadows(participants: list[Participant]) -> list[Participant]:
    """A state isn't listed beside its own leader."""
    led = {p.actor.country for p in participants if p.actor.kind in PEOPLE}
    return [p for p in participants if not (p.actor.kind == "state" and p.actor.country in led and p.role not in {"host"})]
