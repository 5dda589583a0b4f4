"""Commitments followed through later documents: which later report reaffirms, fulfils, amends, delays or breaks which commitment.

As in merging, a link depends on the two reports alone, so the order of arrival doesn't matter.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from sqlalchemy import Connection, func, insert, or_, select

from dragoman.gazetteer.names import world_matcher
from dragoman.ledger.features import SOURCES, actors, main_evidence, party, rules
from dragoman.ledger.schema import copy, document, follow, report, watch
from dragoman.ledger.words import load, stem, stems
from dragoman.ledger.writing import chunks
from dragoman.records import stable_id

Relation = Literal["reaffirms", "fulfils", "amends", "delays", "breaks"]
STATUSES = ("open", "fulfilled", "broken", "overdue", "superseded", "unclear")
DONE = {"occurred", "ongoing"}
NOTHING: tuple[float, frozenset[str]] = (0.0, frozenset())
_NUMBER = re.compile(r"\d[\d,.]*(?<=\d)")
_SENTENCE_END = re.compile(r"(?<=[.!?…][\"”’)\s])\s*|\n+")


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it bears on commitments."""

    n: int
    kind: str
    form: str
    status: str
    document: str
    published: dt.date
    day: dt.date
    parties: frozenset[str]
    sources: frozenset[str]
    about: frozenset[str]  # the parties, and the countries that its words name
    parts: tuple[frozenset[str], ...]
    words: frozenset[str]
    numbers: frozenset[str]
    sentence: str
    due: dt.date | None


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = load("following.yaml")
    return found


@cache
def _deeds() -> dict[str, str]:
    return {stem(word): f"={row[0]}" for row in reversed(_data()["deeds"]) for word in row}


@cache
def _cues() -> list[tuple[str, re.Pattern[str]]]:
    return [(relation, _any(words)) for relation, words in _data()["cues"].items()]


@cache
def _charges() -> re.Pattern[str]:
    return _any(_data()["charges"])


@cache
def _aims() -> re.Pattern[str]:
    return _any(_data()["aims"])


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in sorted(words, key=len, reverse=True))})\b", re.IGNORECASE)


@cache
def _general() -> frozenset[str]:
    return frozenset(map(stem, _data()["general"]))


def classes(text: str, without: frozenset[str] = frozenset()) -> frozenset[str]:
    """The stems of a text, those of a known deed as the deed, without names and without the words of every policy."""
    deeds = _deeds()
    return frozenset(deeds.get(s, s) for s in stems(text) - without - _general())


def _countries(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The countries that a text names, and the stems of their names in it."""
    hits = [(hit, name) for hit in world_matcher().find(text) if (name := hit.of("state", "people", "adjective")) and name.country]
    return frozenset(str(name.country) for _, name in hits), frozenset(s for hit, _ in hits for s in stems(text[hit.start : hit.end]))


# -- links -------------------------------------------------------------------------------------------------------------------------


def follow_up(connection: Connection, new: Sequence[int]) -> None:
    """Links new reports with the commitments that they bear on, and new commitments with the later reports there are."""
    told = _told(connection, new)
    rows = [{"report_n": t.n, "key": key} for t in told.values() for key in _keys(t)]
    if rows:
        connection.execute(insert(watch), rows)
    pairs = _candidates(connection, sorted(told))
    told |= _told(connection, sorted({n for both in pairs for n in both} - set(told)))
    best: dict[tuple[int, str, str], dict[str, Any]] = {}
    copies = _copies(connection, {t.document for t in told.values()})
    for commitment, later in sorted(pairs):
        if (told[commitment].document, told[later].document) in copies:
            continue
        found = relate(told[commitment], told[later])
        if found:
            # one sentence yields several records: the best of them stands for it
            key = (commitment, told[later].document, found["relation"])
            if key not in best or found["score"] > best[key]["score"]:
                best[key] = found
    if best:
        connection.execute(insert(follow), list(best.values()))


def _copies(connection: Connection, documents: Iterable[str]) -> set[tuple[str, str]]:
    """The pairs of documents, either way round, of which one is a copy of the other."""
    found: set[tuple[str, str]] = set()
    for some in chunks(sorted(documents)):
        rows = connection.execute(select(copy.c.a, copy.c.b).where(or_(copy.c.a.in_(some), copy.c.b.in_(some))))
        found |= {both for a, b in rows for both in ((a, b), (b, a))}
    return found


def relate(promise: Told, later: Told) -> dict[str, Any] | None:
    """How a later report bears on a commitment, if it does."""
    if later.document == promise.document or later.published <= promise.published or later.day < promise.published:
        return None
    shared = promise.sources & later.parties
    if not shared or _elsewhere(promise.about - shared, later.about - shared):
        return None
    shares = ((len(found) / len(part), found) for part in promise.parts if _specific(found := part & later.words))
    share, words = max(shares, key=lambda found: found[0], default=NOTHING)
    if share < _data()["share"]:
        return None
    relation, cue, charged = _relation(promise, later, words, share)
    if relation is None:
        return None
    score = round((0.6 * share + 0.2 * len(shared) / len(promise.sources) + (0.2 if cue else 0.1)) * (0.5 if charged else 1.0), 4)
    reasons = {
        "parties": sorted(shared),
        "words": sorted(w.removeprefix("=") for w in words),
        "cue": cue,
        "charge": charged,
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


def _elsewhere(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both say whom it concerns beside the party that they share, and it is somebody else."""
    return bool(one and other and not one & other)


def _specific(words: frozenset[str]) -> bool:
    """Whether words in common are enough to tell one action: a deed alone ("give") is of many."""
    return len(words) >= _data()["words"] and any(not w.startswith("=") for w in words)


def _relation(promise: Told, later: Told, words: frozenset[str], share: float) -> tuple[Relation | None, str | None, bool]:
    charged = bool(_charges().search(later.sentence))
    if later.kind == "commitment" and later.due and promise.due and later.due != promise.due:
        return ("delays" if later.due > promise.due else "amends"), f"deadline {later.due} instead of {promise.due}", False
    for relation, pattern in _cues():
        if _can(cast(Relation, relation), promise, later) and (cue := _cue(pattern, later.sentence, words)):
            return cast(Relation, relation), cue, charged and relation == "breaks"
    deeds = {w for w in words if w.startswith("=")}
    if not promise.sources & later.sources or (len(words - deeds) < _data()["words"] and share < _data()["whole"]):
        return None, None, False
    if later.kind in {"event", "engagement"} and deeds and not _aims().search(later.sentence):
        if later.status in DONE and (later.kind == "engagement" or later.form not in {"AGREE", "REQUEST", "REJECT", "ACCUSE", "THREATEN"}):
            return "fulfils", None, False
        if later.status == "cancelled":
            return "breaks", None, False
    return ("reaffirms" if _again(promise, later) else None), None, False


def _cue(pattern: re.Pattern[str], sentence: str, words: frozenset[str]) -> str | None:
    """The words of a relation, where what is shared stands near them: a long sentence says them of other things too."""
    for found in pattern.finditer(sentence):
        before = " ".join(sentence[: found.start()].split()[-_data()["near"] :])
        after = " ".join(sentence[found.end() :].split()[: _data()["near"]])
        if len(classes(f"{before} {found.group()} {after}") & words) >= _data()["words"]:
            return found.group()
    return None


def _again(promise: Told, later: Told) -> bool:
    """Whether the same is promised anew: later than reports of one occasion are spread, and not with other numbers."""
    if later.kind != "commitment" or (later.published - promise.published).days <= rules()["news_days"]:
        return False
    return not (promise.numbers and later.numbers and not promise.numbers & later.numbers)


def _can(relation: Relation, promise: Told, later: Told) -> bool:
    """Whether a record of this kind can bear on the commitment so: only what is done fulfils, only what is said or agreed reaffirms."""
    if relation == "fulfils":
        return later.kind in {"event", "engagement"} and later.status in DONE and bool(promise.sources & later.sources)
    if relation == "reaffirms":
        return later.kind in {"commitment", "statement"} or (later.kind == "event" and later.form in {"AGREE", "CONSULT", "SUPPORT"})
    return True


def _keys(told: Told) -> list[int]:
    """What a commitment waits for and a later report offers: party and word."""
    if told.kind == "commitment":
        words = frozenset().union(*told.parts) | told.words
        return sorted({_key(p, w) for p in told.parties for w in words})
    if told.kind == "statement" or told.status not in DONE | {"negated", "cancelled"}:
        cued = any(pattern.search(told.sentence) for _, pattern in _cues())
        if not cued:
            return []
    return sorted({_key(p, w) for p in told.parties for w in told.words})


def _key(party_: str, word: str) -> int:
    return int(stable_id("k", party_, word)[2:], 16) >> 1  # 63 bits: a positive integer in both databases


def _candidates(connection: Connection, numbers: Sequence[int]) -> set[tuple[int, int]]:
    mine, theirs = watch.alias(), watch.alias()
    found: set[tuple[int, int]] = set()
    for some in chunks(numbers):
        query = (
            select(mine.c.report_n, theirs.c.report_n)
            .join(theirs, mine.c.key == theirs.c.key)
            .where(mine.c.report_n.in_(some), mine.c.report_n != theirs.c.report_n)
            .group_by(mine.c.report_n, theirs.c.report_n)
            .having(func.count() >= _data()["words"])
        )
        found |= {(a, b) for a, b in connection.execute(query)}
    both = sorted({n for pair in found for n in pair})
    kinds: dict[int, str] = {}
    for some in chunks(both):
        kinds.update((n, kind) for n, kind in connection.execute(select(report.c.n, report.c.kind).where(report.c.n.in_(some))))
    every = found | {(b, a) for a, b in found}
    return {(a, b) for a, b in every if kinds[a] == "commitment"}


def _told(connection: Connection, numbers: Sequence[int]) -> dict[int, Told]:
    found: dict[int, Told] = {}
    wanted = (report.c.n, report.c.kind, report.c.form, report.c.status, report.c.body, report.c.day_from)
    for some in chunks(numbers):
        query = select(*wanted, document.c.id, document.c.published, document.c.text).join(document).where(report.c.n.in_(some))
        for n, kind, form, status, body, day, home, published, text in connection.execute(query):
            if published:  # without a date of publication nothing is earlier or later
                found[n] = told(n, kind, form, status, json.loads(body), (home, published, text), day)
    return found


def told(n: int, kind: str, form: str, status: str, body: Mapping[str, Any], source: tuple[str, str, str | None], day: str | None) -> Told:
    """A report as it bears on commitments."""
    home, published, text = source
    evidence = main_evidence(kind, body)
    named = actors(kind, body)
    action = body["action"]["quote"] if kind == "commitment" else ""
    sentence = _sentence(text, evidence) if text else evidence["quote"]
    due = body.get("deadline")
    countries, called = _countries(f"{evidence['quote']}\n{action}")
    names = called | frozenset(s for _, a in named for s in stems(f"{a['name']} {a['as_written']}"))
    parties = frozenset(p for _, a in named if (p := party(a)))
    return Told(
        n=n,
        kind=kind,
        form=form,
        status=status,
        document=home,
        published=dt.date.fromisoformat(published),
        day=dt.date.fromisoformat(day or published) if kind != "commitment" else dt.date.fromisoformat(published),
        parties=parties,
        sources=frozenset(p for role, a in named if role in SOURCES | {"host"} and (p := party(a))),
        about=parties | countries,
        parts=_parts(action, names),
        words=classes(action or evidence["quote"], names) if kind == "commitment" else classes(evidence["quote"]),
        numbers=frozenset(_NUMBER.findall(action)),
        sentence=sentence,
        due=dt.date.fromisoformat(due["end"]) if due and due["end"] else None,
    )


def _parts(action: str, names: frozenset[str]) -> tuple[frozenset[str], ...]:
    pieces = [action]
    for separator in _data()["parts"]:
        pieces = [part for piece in pieces for part in piece.split(separator)]
    return tuple(dict.fromkeys(found for piece in (action, *pieces) if len(found := classes(piece, names)) >= _data()["words"]))


def _sentence(text: str, evidence: Mapping[str, Any]) -> str:
    """The sentence around some words: what stands between the ends of sentences before and after them."""
    start, end = evidence["start"], evidence["end"]
    before = [m.end() for m in _SENTENCE_END.finditer(text, max(0, start - 400), start)]
    after = _SENTENCE_END.search(text, max(start, end - 1))
    return " ".join(text[before[-1] if before else max(0, start - 400) : min(after.start() if after else len(text), end + 400)].split())
