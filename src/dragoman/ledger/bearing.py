"""How a later report bears on a commitment, if it does: a function of the two alone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Literal

from dragoman.ledger.features import rules
from dragoman.ledger.telling import DONE, MEDIA, SENT, Cue, Part, Told, data, said

Relation = Literal["reaffirms", "fulfils", "amends", "delays", "breaks"]
RELATIONS: tuple[Relation, ...] = ("delays", "breaks", "amends", "fulfils", "reaffirms")  # the first whose words occur is the one meant
SPOKEN = {"AGREE", "CONSULT", "REQUEST", "REJECT", "ACCUSE", "THREATEN"}  # events of words: a deed in their sentence isn't what they did


def relate(promise: Told, later: Told) -> dict[str, Any] | None:
    """How a later report bears on a commitment, if it does."""
    if later.document == promise.document or later.published <= promise.published or later.day < promise.published:
        return None
    shared = promise.sources & (later.parties | later.spoken_of | later.doers)
    if not shared or _elsewhere(promise, later, shared):
        return None
    near = frozenset[str]().union(*(cue.near for cue in said(later.sentence).cues))
    known = ((part.words & (_own(later.words, later, part) | near), part) for part in promise.parts)
    shares = ((_share(words, part), words, part) for words, part in known if _specific(words, part))
    share, words, part = max(shares, key=lambda found: found[0], default=(0.0, frozenset(), None))
    if part is None or share < data()["share"]:
        return None
    relation, cue, charged = _relation(promise, later, part, words)
    if relation is None:
        return None
    score = round((0.6 * share + 0.2 * len(shared) / len(promise.sources) + (0.2 if cue else 0.1)) * (0.5 if charged else 1.0), 4)
    reasons = {
        "parties": sorted(shared),
        "words": sorted(w.removeprefix("=") for w in words),
        "cue": cue,
        "charge": charged,
        "partly": relation == "fulfils" and (_more(promise, words) or _in_part(promise, later, words)),
        "sentence": later.sentence,
    }
    return {
        "commitment": promise.n,
        "later": later.n,
        "relation": relation,
        "score": score,
        "day": later.day.isoformat(),
        "reasons": json.dumps(reasons, ensure_ascii=False),
    }


def _elsewhere(promise: Told, later: Told, shared: frozenset[str]) -> bool:
    """Whether both say whom it concerns beside the party that they share, and it is somebody else: with the partners, or in the words."""
    ours, theirs = promise.named - promise.sources, later.named - promise.sources
    if theirs and (ours or promise.continents - later.continents) and not ours & theirs:
        return True  # nor is one country all Africans
    if promise.places and later.places and not promise.places & later.places:
        return True
    one, other = (promise.parties | promise.named) - shared, (later.parties | later.named) - shared
    return bool(one and other and not one & other)


def _own(words: frozenset[str], later: Told, part: Part) -> frozenset[str]:
    """Words of a report. What is given was sent, and what is sent was given; of people who were promised, their coming says so too."""
    return words | SENT if words & SENT or later.comers.intersection(part.heads) else words


def _share(words: frozenset[str], part: Part) -> float:
    return len(words) / len(part.words)


def _specific(words: frozenset[str], part: Part) -> bool:
    """Whether words in common are enough to tell one action: the first that names its thing, or the second and a deed."""
    named = [head in words for head in part.heads]
    return len(words) >= data()["words"] and (named[:1] == [True] or (any(named) and any(w.startswith("=") for w in words)))


def _same_partner(promise: Told, later: Told, part: Part, words: frozenset[str]) -> bool:
    """Whether both concern somebody else too, the same, and the thing itself is shared: it is as good as a word in common."""
    ours, theirs = (told.parties | told.named for told in (promise, later))
    return part.heads[-1] in words and bool(ours & theirs - promise.sources)


def _more(promise: Told, words: frozenset[str]) -> bool:
    """Whether the action has another part, with a deed of its own, of which nothing is said."""
    return any(not part.words & words and any(w.startswith("=") for w in part.words) for part in promise.parts)


def _relation(promise: Told, later: Told, part: Part, words: frozenset[str]) -> tuple[Relation | None, str | None, bool]:
    charged = said(later.sentence).charged
    own = part.words & _own(later.words, later, part)
    share = _share(own, part)
    if share >= data()["whole"] and (moved := _moved(promise, later)):
        return moved, f"deadline {later.due} instead of {promise.due}", False
    for relation in RELATIONS:
        if (cue := _cue(relation, promise, later, words)) and _can(relation, promise, later):
            if relation == "fulfils" and not _as_much(promise, later, words):
                continue
            return relation, cue.text, relation == "breaks" and (charged or not promise.sources & later.parties)
    if not promise.sources & later.doers or share < data()["share"] or not _specific(own, part):
        return None, None, False
    deeds = {w for w in own if w.startswith("=")}
    if len(own - deeds) + _same_partner(promise, later, part, own) < data()["words"] and share < data()["whole"]:
        return None, None, False
    if (
        _own(later.doing, later, part) & deeds
        and _reported(later, own)
        and _together(promise, later)
        and _same_people(promise, later, deeds)
    ):
        if later.status in DONE and _as_much(promise, later, own):
            return ("breaks" if promise.refrains else "fulfils"), None, promise.refrains and not promise.sources & later.parties
        if later.status == "cancelled":
            return "breaks", None, False
    return ("reaffirms" if _again(promise, later, own) else None), None, False


def _reported(later: Told, words: frozenset[str]) -> bool:
    """Whether a sentence tells a deed as done, and not as an aim or as what was promised once more."""
    sentence = said(later.sentence)
    return not sentence.aims and not any(c.relation == "reaffirms" and len(c.near & words) >= data()["words"] for c in sentence.cues)


def _moved(promise: Told, later: Told) -> Relation | None:
    """Whether the same is promised for another day while the first still counts: "in the coming days" said a year later moves nothing."""
    if later.kind != "commitment" or later.due is None or promise.due is None or later.due == promise.due:
        return None
    if (later.published - promise.due).days > data()["lapsed"]:
        return None
    return "delays" if later.due > promise.due else "amends"


def _together(promise: Told, later: Told) -> bool:
    """Whether all whom a promise names take part, where people met: who meets somebody else hasn't met."""
    return (later.kind != "engagement" and later.form != "CONSULT") or promise.parties <= later.parties


def _same_people(promise: Told, later: Told, deeds: set[str]) -> bool:
    """Whether no other person than who promised it came or met: the foreign minister's visit is not the president's."""
    return not deeds & MEDIA or not (promise.people and later.people) or bool(promise.people & later.people)


def _as_much(promise: Told, later: Told, words: frozenset[str]) -> bool:
    """Whether neither another number nor another such thing is told: 40 men are not the 300 promised, nor a second school the first."""
    if later.others - promise.others:
        return False
    return all(ours & theirs or _in_part(promise, later, {word}) for word, ours, theirs in _counted(promise, later, words))


def _counted(promise: Told, later: Told, words: Collection[str]) -> Iterator[tuple[str, set[str], set[str]]]:
    """Of things that both count, the numbers of each."""
    for word in words:
        ours, theirs = ({n for w, n in told.quantities if w == word} for told in (promise, later))
        if ours and theirs:
            yield word, ours, theirs


def _in_part(promise: Told, later: Told, words: Collection[str]) -> bool:
    """Whether a part of what was promised is told: "the first boats", "18 of the 30 schools"."""
    if not said(later.sentence).part:
        return False
    counted = list(_counted(promise, later, words))
    return any(min(map(_number, theirs)) < max(map(_number, ours)) for _, ours, theirs in counted) or (
        not counted and "first" in later.sentence
    )


def _number(written: str) -> float:
    return float(written.replace(",", ""))


def _cue(relation: Relation, promise: Told, later: Told, words: frozenset[str]) -> Cue | None:
    """The words of a relation, where they are said of what is shared and of a party that is bound.

    Who promised to suspend a tariff and suspends it has broken nothing: a word of the promise itself says only that it is kept.
    """
    for cue in said(later.sentence).cues:
        of_them = bool(promise.sources & later.parties) or cue.who in promise.sources
        own = relation not in {"fulfils", "reaffirms"} and cue.own & words
        if cue.relation == relation and of_them and not own and len(cue.near & words) >= data()["words"]:
            return cue
    return None


def _again(promise: Told, later: Told, words: frozenset[str]) -> bool:
    """Whether the same is promised anew: later than reports of one occasion are spread, and not with other numbers."""
    if later.kind != "commitment" or (later.published - promise.published).days <= rules()["news_days"]:
        return False
    return _as_much(promise, later, words)


def _can(relation: Relation, promise: Told, later: Told) -> bool:
    """Whether a record of this kind can bear on the commitment so: only what is done fulfils, only what is said or agreed reaffirms."""
    if relation == "reaffirms":
        return later.kind in {"commitment", "statement"} or (later.kind == "event" and later.form in {"AGREE", "CONSULT", "SUPPORT"})
    if said(later.sentence).talk:
        return False
    if relation == "fulfils":
        if said(later.sentence).kept and (later.kind == "commitment" or later.form == "AGREE"):
            return bool(promise.sources & later.sources)  # "the school that it promised to build was completed"
        done = later.kind in {"event", "engagement"} and later.status in DONE and bool(promise.sources & later.sources)
        return done and later.form not in SPOKEN and not said(later.sentence).aims
    accuses = later.form == "ACCUSE" or said(later.sentence).charged  # and has broken nothing itself
    return not (accuses and promise.sources & later.sources and not promise.sources & later.targets)
