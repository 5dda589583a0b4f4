"""Whose someone is where the sentence tells it elsewhere: who employs, sends, appoints them, for whom they sign or speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.clauses import behind, conjuncts, words
from dragoman.reading.mentions.marked import Marked
from dragoman.reading.mentions.mention import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

#: What makes of someone what stands after "as".


def tie_employers(marked: Marked, found: list[Mention]) -> None:
    """Says whose those are who stand alone in `found`: "a lecturer in history at the University of X in Wales"."""
    by_token = {i: m for m in found for i in range(m.first, m.last + 1)}
    for mention in found:
        if mention.kind == "people" and not mention.origins:
            _residence(marked, mention, by_token)
        if mention.kind in {"person", "role"} and not mention.origins:
            _behalf(marked, mention, by_token)
        if mention.kind == "office":
            _appointee(marked, mention, by_token)
        party = mention.kind == "role" and mention.noun == "delegation"  # "Minister X and an accompanying delegation"
        if (party or (mention.kind == "person" and mention.titles)) and not mention.origins and marked.doc[mention.head].dep_ == "conj":
            first = by_token.get(marked.doc[mention.head].head.i)
            mention.beside = first if first is not None and first.kind == "person" and (first.titles or party) else None
        if mention.kind != "office" or mention.origins:
            continue
        for link in (t for t in marked.doc[mention.head].rights if t.dep_ == "prep" and t.lower_ in {"at", "with", "from"}):
            other = next((by_token[g.i] for g in link.children if g.dep_ == "pobj" and g.i in by_token), None)
            if other is not None and other is not mention and other.kind not in {"person", "pronoun", "group"}:
                mention.origins = (*other.origins, other.name) if other.name and other.name.country else other.origins


def _residence(marked: Marked, mention: Mention, by_token: dict[int, Mention]) -> None:
    """Where a people lives: "the Albanians of southern Serbia"."""
    for link in (t for t in marked.doc[mention.head].rights if t.dep_ == "prep" and t.lower_ == "of"):
        place = next((by_token[g.i] for g in link.children if g.dep_ == "pobj" and g.i in by_token), None)
        if place is not None and place.kind in {"state", "subnational"} and place.name is not None:
            mention.origins = (place.name,)


def _behalf(marked: Marked, mention: Mention, by_token: dict[int, Mention]) -> None:
    """Whose the people are who sign or negotiate "for Kinshasa", and the officers whom a state sends."""
    head = marked.doc[mention.head]
    side: Mention | None = None
    if mention.kind == "person" and not mention.titles:
        verbs = [head.head] if head.dep_ == "nsubj" else []
        after = marked.doc[mention.last + 1] if mention.last + 1 < len(marked.doc) else None
        links = [c for v in verbs if v.lemma_ in words("acting_for") for c in v.children if c.lower_ == "for" and c.dep_ == "prep"]
        if not links and after is not None and after.lower_ == "for" and any(t.lemma_ in words("acting_for") for t in after.sent):
            links = [after]  # "and X for the rebels"
        side = next((by_token[g.i] for c in links for g in c.children if g.dep_ == "pobj" and g.i in by_token), None)
    elif (
        head.dep_ == "dobj"
        and head.head.lemma_ in words("contributing")
        and (mention.kind == "office" or (mention.name and mention.name.id == "person"))
    ):
        side = next((by_token[t.i] for t in _subjects(head.head) if t.i in by_token and by_token[t.i].kind == "state"), None)
    elif head.dep_ == "dobj" and head.head.lemma_ in words("moving_officials") and mention.plural and mention.possessor is None:
        nouns = [t for subject in _subjects(head.head) for t in (subject, *conjuncts(subject))]
        states = [m for t in nouns if (m := by_token.get(t.i)) is not None and m.kind == "state" and m.name is not None and m.name.country]
        mention.shared = tuple(m.name.country for m in states if m.name and m.name.country) if len(states) > 1 else ()
        side = states[0] if len(states) == 1 else None
    elif mention.kind == "role" and mention.possessor is None:  # "200 officers pledged by Chad arrived"
        lent = [c for c in head.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in words("contributing") | words("sending")]
        by = behind(c for t in lent for c in t.children if c.dep_ == "agent")
        side = next((by_token[g.i] for g in by if g.i in by_token), None)
    if side is not None and side.name is not None and side is not mention and side.kind not in {"person", "pronoun", "group"}:
        mention.origins = (*side.origins, side.name) if side.name.country else side.origins


def _appointee(marked: Marked, mention: Mention, by_token: dict[int, Mention]) -> None:
    """Who is named to an office: "appointed X as ambassador", "has named X as its envoy", "the appointment of X as envoy"."""
    link = marked.doc[mention.head].head
    above = link.head
    if link.lower_ != "as" or not (above.lemma_ in words("appointing") or above.lemma_ in words("appointments")):
        return
    named = [c for c in above.children if c.dep_ in {"dobj", "nsubjpass", "oprd"}]
    named += behind(c for c in above.children if c.lower_ == "of")
    person = next((m for t in named if (m := by_token.get(t.i)) is not None and m.kind == "person"), None)
    if person is None:
        return
    mention.named = (person,)
    person.titles, person.former = (*mention.titles, *person.titles), False
    by = next((m for t in _subjects(above) if (m := by_token.get(t.i)) is not None), None)
    own = [o for o in mention.origins if o.kind != "posted"]
    if not person.origins or all(o.kind == "posted" for o in person.origins):
        person.origins = tuple(own or ((*by.origins, by.name) if by is not None and by.name else by.origins if by is not None else ()))


def tie_principals(marked: Marked, found: list[Mention]) -> None:
    """Says for whom a spokesman in `found` speaks: "a spokesman for the Finnish government", "the Congolese government spokesman"."""
    by_token = {i: m for m in found for i in range(m.first, m.last + 1)}
    for mention in found:
        if not any(t.id in {"spokesperson", "press-secretary"} for t in mention.titles):
            continue
        own = {i for a, b in ((mention.first, mention.last), *mention.appositions) for i in range(a, b + 1)}
        after = [
            by_token[g.i]
            for i in own
            for c in marked.doc[i].rights
            if c.dep_ == "prep" and c.lower_ in {"for", "of"}
            for g in c.children
            if g.i in by_token
        ]
        head = marked.doc[mention.head]
        before = [by_token[i] for i in range(head.left_edge.i, mention.first) if i in by_token] if not mention.origins else []
        other = next((m for m in (*after, *reversed(before)) if m is not mention and m.kind not in {"pronoun", "group"}), None)
        if other is None:
            continue
        mention.principal = other
        if not mention.origins:
            mention.origins = (*other.origins, other.name) if other.name and other.name.country else other.origins
            other.modifier = other.modifier or other in before


def _subjects(verb: Token) -> list[Token]:
    """The subjects of a verb, or of the verb that it is coordinated with: "Kenya is ready to lead a force and will send officers"."""
    while True:
        own = [t for t in verb.lefts if t.dep_ == "nsubj"]
        if own or verb.dep_ not in {"conj", "xcomp"}:
            return own
        verb = verb.head
