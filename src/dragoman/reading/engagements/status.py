"""The status of an engagement: whether it took place, is to come, or was called off or moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading import clauses, events, timing
from dragoman.reading.clauses import words
from dragoman.reading.engagements.patterns import SENT
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.records import Status, When

if TYPE_CHECKING:
    from spacy.tokens import Token


def status_of(parsed: Parsed, candidate: events.Candidate) -> tuple[Status, Token | None]:
    """The status of an engagement: that of going there, where it is what someone goes for, and to come, where someone is sent to it."""
    token = candidate.head
    if candidate.entry.pattern == SENT:
        status, cue = clauses.status(token)
        return ("future", cue) if status in {"occurred", "hypothetical"} else (status, cue)
    status, cue = clauses.status(token)
    if candidate.entry.pattern.startswith("invite"):
        return "hypothetical" if status in {"occurred", "future"} else status, token
    if status == "hypothetical" and cue is not None and cue.lemma_.lower() in words("agreeing"):
        return "future", cue  # "agreed to hold talks on Saturday"
    if status != "hypothetical" or token.pos_ != "VERB":
        return status, cue
    sign = next((c for c in token.children if c.dep_ == "aux" and c.lower_ == "to"), None)
    if sign is None:
        return status, cue
    sent = (m for m in candidate.sources if parsed.doc(m.passage)[m.head].lemma_.lower() in words("missions"))
    if next(sent, None) is not None:
        return "future", sign
    going = token.head
    if going.lemma_.lower() in words("going") or (going.lemma_ == "be" and any(c.dep_ in {"prep", "advmod"} for c in going.children)):
        above, cue = clauses.status(going)
        here = going.lemma_ == "be" and going.tag_ in {"VBZ", "VBP"}
        return ("ongoing" if here and above == "occurred" else above), cue
    return status, cue


def moved_to(parsed: Parsed, sentence: Sentence, verb: Token) -> When | None:
    """The day to which something is put off: "postponed until 14 March"."""
    if verb.lemma_.lower() not in words("postponing"):
        return None
    for span, head in timing.dates_in(parsed, sentence):
        link = next((a for a in head.ancestors if a.pos_ in {"ADP", "SCONJ"}), None)
        if link is not None and link.head == verb and link.lower_ in {"until", "till", "to", "for"}:
            return timing.record(parsed, sentence, span, "future")
    return None
