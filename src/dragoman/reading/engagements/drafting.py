"""Drafting: the engagements that a sentence speaks of, with their sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading import clauses, events, timing
from dragoman.reading.actors import Entity
from dragoman.reading.clauses import of_a_day, words
from dragoman.reading.engagements.draft import PEOPLE, Draft, who
from dragoman.reading.engagements.medium import admissible, medium_told
from dragoman.reading.engagements.occasion import occasion_of
from dragoman.reading.engagements.onlookers import onlookers
from dragoman.reading.engagements.partners import abroad, are_officials, gather, members, parties_in_name, partners
from dragoman.reading.engagements.patterns import SENT, SITTINGS, entries
from dragoman.reading.engagements.setting import place_after, place_beside, place_of, place_where, verb_telling
from dragoman.reading.engagements.status import moved_to, status_of
from dragoman.reading.engagements.subjects import arranging, companions, framed, listed_before, represented, subject_before, told_to
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.records import Evidence, Medium, Role

if TYPE_CHECKING:
    from spacy.tokens import Token

_POS = {"VERB": "V", "NOUN": "N", "PROPN": "N"}


def drafts(parsed: Parsed, sentence: Sentence) -> list[Draft]:
    """The engagements that a sentence speaks of."""
    found = []
    taken: set[int] = set()
    for token, pos, lemma in parsed.predicates(sentence):
        if token.i in taken or (_POS.get(pos), lemma) not in entries():
            continue
        draft, matched = _draft(parsed, sentence, token)
        taken.update(matched)
        if draft is not None:
            found.append(draft)
    return found


def _draft(parsed: Parsed, sentence: Sentence, token: Token) -> tuple[Draft | None, set[int]]:
    pos = _POS[token.pos_]
    if pos == "N" and token.dep_ in {"compound", "amod"}:
        return None, set()
    options = entries().get((pos, token.lemma_.lower()), ())
    matches = [
        (entry, medium, hit) for entry, medium in options if (hit := events.match(entry, token)) is not None and not any(map(of_a_day, hit))
    ]
    if not matches:
        return None, set()
    entry, medium, matched = max(matches, key=lambda m: len(m[2]))
    covered = {token.i, *(t.i for t in matched)}
    mention = parsed.mention_at(sentence.passage, token.i)
    if mention is not None and mention.kind not in {"pronoun", "group"} and entry.pattern != SENT:
        return None, set()
    verb = token if pos == "V" else events.verb_over(token) or arranging(token)
    if pos == "N" and _mentioned_again(token):
        return _again(parsed, sentence, token, medium), covered
    candidate = events.Candidate(entry, token, clauses.clause(verb if verb is not None else token), matched, sentence)
    _assign(parsed, candidate, verb, medium, mention)
    if _of_things(parsed, candidate, medium):
        return None, {token.i}
    candidate.sources += [m for m in companions(parsed, sentence, verb if verb is not None else token) if m not in candidate.sources]
    subjects, others = _sides(parsed, candidate, medium)
    beside = onlookers(parsed, sentence, medium, token, verb)
    if medium == "meeting" and not others:
        others = [(e, v) for role, e, v in beside if role == "host" and e.kind in PEOPLE]
    told = medium_told(medium, entry, token, verb, others, official=are_officials(parsed, candidate.targets))
    many = gather(parsed, candidate)
    if told is None or not admissible(told, token, subjects, others, candidate.mutual, many):
        return None, {token.i}
    draft = _drafted(parsed, candidate, told, verb, subjects, others, beside)
    if draft is not None:
        draft.many = many
    return draft, covered


def _assign(parsed: Parsed, candidate: events.Candidate, verb: Token | None, medium: Medium, mention: Mention | None) -> None:
    """Fills the roles: first as any event's, then by what only engagements have."""
    sentence, token, entry = candidate.sentence, candidate.head, candidate.entry
    events.assign(parsed, candidate, verb)
    if entry.pattern == SENT:
        candidate.sources = [mention] if mention is not None else []
    elif doers := told_to(parsed, sentence, token):
        candidate.sources = doers
    elif not any(parsed.entities(m) for m in candidate.sources):
        candidate.sources = subject_before(parsed, sentence, token) if token.pos_ == "VERB" else framed(parsed, sentence, token)
    candidate.sources += [m for m in listed_before(parsed, candidate, token) if m not in candidate.sources]
    candidate.targets = partners(parsed, candidate, entry, medium)


def _of_things(parsed: Parsed, candidate: events.Candidate, medium: Medium) -> bool:
    """Whether no engagement is told: "met the requirements", "to stop the spread of cholera in", "fighter jets arrived in"."""
    token, entry, objects = candidate.head, candidate.entry, candidate.clause.objects
    if entry.pattern == "stop in" and objects:
        return True
    if medium == "visit":
        if any(t.lemma_.lower() in words("goods") for t in candidate.clause.subjects):
            return True  # "a shipment of rice from Chad arrived in"
        if _brought(candidate) and not any(e.kind in PEOPLE for e, _ in who(parsed, candidate.sources)):
            return True  # "buses with Chilean evacuees arrived in"
        return bool(candidate.sources) and all(m.noun in words("machines") for m in candidate.sources)
    if "object" not in entry.target or token.pos_ != "VERB" or medium not in {"meeting", "call"}:
        return False
    things = [noun for noun in objects[:1] if not clauses.is_time(noun)]
    people = [m for noun in objects[:1] for m in parsed.who(candidate.sentence.passage, noun, descend=False)]
    if things and not people and (not candidate.mutual or token.lemma_ == "meet"):
        candidate.targets, candidate.mutual = [], False  # "welcomed the appointment of X": no meeting
        return token.lemma_ == "meet"
    return False


def _sides(
    parsed: Parsed, candidate: events.Candidate, medium: Medium
) -> tuple[list[tuple[Entity, Evidence]], list[tuple[Entity, Evidence]]]:
    subjects, others = who(parsed, candidate.sources), who(parsed, candidate.targets)
    sentence, token = candidate.sentence, candidate.head
    if medium == "visit":
        others = abroad(subjects, [(e, v) for e, v in others if e.country or e.kind != "organisation" or not e.id.startswith("X/")])
        if candidate.entry.pattern == SENT:
            others = [(e, v) for e, v in others if e.kind in {"state", "subnational"}]
    elif medium == "signing":
        subjects += who(parsed, represented(parsed, sentence, token))
        known = {e.id for e, _ in (*subjects, *others)}
        others += [pair for pair in parties_in_name(parsed, sentence, candidate.matched) if pair[0].id not in known]
    elif medium == "summit" and token.pos_ != "VERB" and not subjects:
        subjects = members(parsed, sentence, token)
    return subjects, others


def _drafted(
    parsed: Parsed,
    candidate: events.Candidate,
    medium: Medium,
    verb: Token | None,
    subjects: list[tuple[Entity, Evidence]],
    others: list[tuple[Entity, Evidence]],
    beside: list[tuple[Role, Entity, Evidence]],
) -> Draft | None:
    """The draft of an engagement whose sides are known: its status, time, place and occasion."""
    sentence, token, entry = candidate.sentence, candidate.head, candidate.entry
    status, cue = status_of(parsed, candidate)
    anchor = verb_telling(token) or token
    told = (timing.when_of(parsed, sentence, t, status) for t in (anchor, *(t for t in candidate.matched if t.pos_ == "VERB")))
    when = next((found for found in told if found is not None), None)
    if status == "cancelled" and cue is not None and (moved := moved_to(parsed, sentence, cue)) is not None:
        status, when = "future", moved
    if status in {"occurred", "ongoing"} and timing.long_ago(when, parsed.document.published):
        status = "historical"
    place = None
    if medium not in {"call", "correspondence"}:
        where = anchor if anchor != token or verb is None else verb
        place = (
            place_of(parsed, sentence, where)
            or place_after(parsed, sentence, [*candidate.sources, *candidate.targets], token)
            or (place_beside(parsed, sentence, when, medium) if when is not None else None)
            or place_where(parsed, sentence, where)
        )
    if entry.pattern in SITTINGS and place is None:
        return None  # who discusses something has met or called; without a place nothing says which
    first, last = sentence.first, sentence.last
    return Draft(
        medium=medium,
        sentence=sentence,
        head=token,
        status=status,
        cue=cue,
        subjects=subjects,
        others=[(e, v) for e, v in others if e.id not in {s.id for s, _ in subjects}],
        hosting=token.lemma_.lower() in words("hosting"),
        witnessing=bool({token.lemma_.lower(), *(t.lemma_.lower() for t in (verb.children if verb is not None else ()))} & {"witness"})
        or (verb is not None and verb.lemma_ == "witness"),
        verb=verb if verb is not None else token,
        evidence=parsed.evidence(sentence.passage, first, last),
        nominal=token.pos_ != "VERB" and verb is None,
        when=when,
        place=place,
        occasion=occasion_of(parsed, sentence, verb if verb is not None else token),
        beside=beside,
        discussing=entry.pattern in SITTINGS,
    )


def _brought(candidate: events.Candidate) -> bool:
    """Whether vehicles or arms arrive, and nobody who is told to come in them."""
    return any(t.lemma_.lower() in words("carriers") | words("models") for t in candidate.clause.subjects)


def _mentioned_again(noun: Token) -> bool:
    """Whether a noun alone goes back to an engagement and says what became of it: "but the meeting did not take place"."""
    if not any(c.dep_ == "det" and c.lower_ in {"the", "that", "this"} for c in noun.children):
        return False
    if any(c.lower_ in {"next", "following", "second", "third", "new"} for c in noun.children):
        return False  # another one: "the next summit takes place in December"
    own = {"compound", "nmod", "poss", "prep", "relcl"}  # "the NATO summit" is no earlier one
    if noun.dep_ not in {"nsubj", "nsubjpass"} or any(c.dep_ in own or (c.dep_ == "amod" and c.is_title) for c in noun.children):
        return False
    return clauses.takes_place(noun.head) or clauses.status(noun)[0] == "cancelled"


def _again(parsed: Parsed, sentence: Sentence, noun: Token, medium: Medium) -> Draft:
    """What a sentence without participants adds: that it took place or not, and where and when."""
    status, cue = clauses.status(noun)
    when = timing.when_of(parsed, sentence, noun.head, status)
    if status == "cancelled" and cue is not None and (moved := moved_to(parsed, sentence, cue)) is not None:
        status, when = "future", moved
    evidence = parsed.evidence(sentence.passage, sentence.first, sentence.last)
    return Draft(
        medium, sentence, noun, status, cue, [], [], False, False, noun.head, evidence, True, when, place_of(parsed, sentence, noun.head)
    )
