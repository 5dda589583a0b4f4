"""The engagements of a document."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.reading.clauses import words
from dragoman.reading.engagements.draft import PEOPLE, Draft
from dragoman.reading.engagements.drafting import drafts
from dragoman.reading.engagements.homes import on_visits
from dragoman.reading.engagements.joining import add_attending, add_leaders
from dragoman.reading.engagements.merging import Group, group
from dragoman.reading.engagements.record import build
from dragoman.reading.parsed import Parsed
from dragoman.reading.topics import Topics
from dragoman.records import Engagement, Evidence


def find(parsed: Parsed, topics: Topics) -> list[Engagement]:
    """The engagements of a document, the one it is about first, background ones last."""
    found = [
        draft for sentence in parsed.sentences if not sentence.repeats and not parsed.plays(sentence) for draft in drafts(parsed, sentence)
    ]
    groups = [g for g in group(found) if _worth(g)]
    add_leaders(parsed, groups)
    add_attending(parsed, groups)
    groups += _at_hand(parsed, groups)
    groups.sort(key=lambda g: (g.fate.status in {"historical", "hypothetical", "negated"}, g.lead.evidence.start, g.lead.head.i))
    starts = sorted(g.lead.evidence.start for g in groups)
    tours = [g.lead.sentence for g in groups if g.medium == "visit" and len({e.country for e, _ in g.lead.others}) > 1]
    built = [
        build(
            parsed,
            g,
            topics.within(g.lead.evidence.start, _until(starts, g.lead.evidence.start, len(parsed.text))),
            abroad=g.lead.sentence in tours,
        )
        for g in groups
    ]
    return on_visits(built)


def _at_hand(parsed: Parsed, groups: Sequence[Group]) -> list[Group]:
    """The meeting at which a transcript is taken: speakers of two states, one of whom welcomes the other or speaks of "our meeting"."""
    sides = {
        e.id: (e, Evidence.of(parsed.text, label.start, label.end))
        for label in parsed.labels.values()
        for e in parsed.entities(label)
        if e.kind in PEOPLE and e.country
    }
    if not len({e.country for e, _ in sides.values()}) > 1 or any(set(sides) <= g.ids() for g in groups):
        return []
    opening = min(parsed.labels)
    for sentence in (s for s in parsed.sentences if s.passage >= opening):
        for token in parsed.tokens(sentence):
            ours = token.lemma_.lower() in words("vague_engagement") and any(c.lower_ == "our" for c in token.children)
            if token.lemma_.lower() == "welcome" or ours:
                first, *rest = sides.values()
                evidence = parsed.evidence(sentence.passage, sentence.first, sentence.last)
                return [
                    Group(
                        "meeting", [Draft("meeting", sentence, token, "ongoing", None, [first], rest, False, False, token, evidence, False)]
                    )
                ]
    return []


def _worth(group_: Group) -> bool:
    """A record needs two sides (or one, where the form says that there are others: a summit, a signing, ministers of the G7 who meet)."""
    several = group_.medium in {"summit", "signing", "ceremony"} or any(d.many for d in group_.drafts)
    return len(group_.ids()) > 1 or (several and bool(group_.ids()))


def _until(starts: list[int], start: int, end: int) -> int:
    return next((s for s in starts if s > start), end)
