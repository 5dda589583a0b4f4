"""Joining: who a later sentence says took part in the engagement just told, led it, hosted or mediated it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.reading import clauses
from dragoman.reading.clauses import words
from dragoman.reading.engagements.draft import who
from dragoman.reading.engagements.merging import Group
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.records import Role

if TYPE_CHECKING:
    from spacy.tokens import Token


def add_leaders(parsed: Parsed, groups: Sequence[Group]) -> None:
    """Adds who leads a delegation to what the delegation does: "The foreign minister will lead the delegation"."""
    for sentence in parsed.sentences:
        for verb in (t for t, part, lemma in parsed.predicates(sentence) if part == "VERB" and lemma in {"lead", "head"}):
            told = clauses.clause(verb)
            led = {
                e.id
                for noun in told.objects
                if noun.lemma_.lower() in words("missions")
                for m in parsed.who(sentence.passage, noun, descend=False)
                for e in parsed.entities(m)
            }
            leaders = who(parsed, [m for noun in told.subjects for m in parsed.who(sentence.passage, noun, descend=False)])
            for group_ in (g for g in groups if led & g.ids()):
                group_.lead.subjects += [(e, v) for e, v in leaders if e.id not in group_.ids()]


def add_attending(parsed: Parsed, groups: list[Group]) -> None:
    """Adds who joins in the engagement just told: "X also took part", "Chad was represented by Y", "Z mediated the talks"."""
    joining = words("joining") | words("mediating")
    for sentence in parsed.sentences:
        before = [g for g in groups if g.lead.evidence.start < sentence.start and g.fate.status in {"occurred", "ongoing"}]
        if not before or sentence.repeats or parsed.plays(sentence):
            continue
        for verb in (t for t, part, lemma in parsed.predicates(sentence) if part == "VERB" and lemma in joining and t.tag_ != "VBG"):
            role, nouns = _joining(verb)
            if role is None or clauses.status(verb)[0] != "occurred":
                continue
            home = max(
                before, key=lambda g: (max(d.evidence.start for d in g.drafts if d.evidence.start < sentence.start), g.medium != "signing")
            )
            joined = who(parsed, [m for noun in nouns for m in parsed.who(sentence.passage, noun, descend=False)])
            if role == "actor" and verb.lemma_.lower() == "accompany" and not _accompanies(parsed, sentence, verb, home):
                continue
            if role == "signatory" and home.medium != "signing":
                continue
            again = next(
                (g for g in groups if g is not home and g.ids() <= {e.id for e, _ in joined} and g.lead.sentence is sentence), None
            )
            if again is not None:
                groups.remove(again)  # "took part in the talks": those just told
            home.lead.beside += [(role, e, v) for e, v in joined if e.id not in home.ids()]


def _joining(verb: Token) -> tuple[Role | None, list[Token]]:
    """The role in which some join an engagement that a sentence speaks of without its parties, and who they are."""
    told, lemma = clauses.clause(verb), verb.lemma_.lower()
    own = clauses.expand([c for c in verb.children if c.dep_ in clauses.SUBJECTS])  # "by video" looks like an agent
    if lemma == "represent" and told.passive:
        return "actor", told.agents
    if lemma == "accompany" and not told.passive:
        return "actor", told.subjects
    if lemma in {"attend", "participate"} or (lemma == "take" and any(c.dep_ == "dobj" and c.lower_ == "part" for c in verb.children)):
        return ("actor", told.subjects) if _the_one_told([t for t in told.objects if t.lower_ != "part"], verb) else (None, [])
    if lemma in {"join", "participate", "speak"} and any(
        t.lower_ in words("video") for c in verb.children if c.dep_ in {"agent", "prep"} and c.lower_ in {"by", "via"} for t in c.subtree
    ):
        return ("actor", own) if not any(told.obliques(p) for p in ("with", "to")) else (None, [])
    if lemma == "sign" and not told.objects and own and any(c.lower_ in {"as", "for"} for c in verb.children):
        return "signatory", [*own, *told.obliques("for")]
    if told.objects and not told.passive and lemma in words("chairing") | words("mediating") and _the_one_told(told.objects, verb):
        return ("host" if lemma in words("chairing") else "mediator"), told.subjects
    return None, []


def _the_one_told(objects: Sequence[Token], verb: Token) -> bool:
    """Whether nothing, or no more than "the talks", is said of what someone joins, hosts or mediates."""
    within = clauses.behind(c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"at", "in"})
    held = [t for t in (*objects, *within) if t.ent_type_ not in {"DATE", "TIME", "GPE", "LOC", "FAC"}]
    known = words("vague_engagement") | words("occasions")
    return all(
        t.lemma_.lower() in known and any(c.lower_ == "the" for c in t.children) and not any(map(_tells_which, t.children)) for t in held
    )


def _tells_which(word: Token) -> bool:
    """Whether a word below a gathering says which it is: whose, with whom, or its name ("the NATO summit", not "the closing session")."""
    return word.dep_ in {"acl", "poss", "prep", "relcl"} or (word.dep_ in {"compound", "nmod"} and not word.text.islower())


def _accompanies(parsed: Parsed, sentence: Sentence, verb: Token, home: Group) -> bool:
    led = (m for noun in clauses.clause(verb).objects for m in parsed.who(sentence.passage, noun, descend=False))
    return bool({e.id for m in led for e in parsed.entities(m)} & home.ids())
