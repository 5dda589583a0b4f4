"""A report as it bears on commitments: its words without names and policy, its deed, what it counts, the sentence around it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from dragoman.ledger.features import SOURCES, actors, countries_in, form, main_evidence, party
from dragoman.ledger.words import load, stem, stems, stems_in_order, stopwords
from dragoman.ledger.writing import Source

DONE = {"occurred", "ongoing"}
SETTLED = DONE | {"negated", "cancelled"}  # what is told of as done or not done: the rest is only spoken of
MEDIA = frozenset({"=meet", "=visit"})  # deeds of those who are there themselves
PARTICULAR = MEDIA | {"=recognise"}  # deeds that a partner makes particular: to visit Kenya
SENT = frozenset({"=send", "=give"})  # who gives something has sent it
COMING = frozenset({"=send", "=visit"})  # deeds of those who were sent or given: envoys visit, peacekeepers land
HEADS = 2  # words of a promise that name its thing: those that stand first, deeds aside
# possessive: rows of digits are gone through once
_QUANTITY = re.compile(r"(?<!\w)(?<!\d[,.])(\d++(?:[,.]\d++)*+)\s++((?:[^\W\d]\S*\s*){1,3})")
_ADDRESS = r"\(?https?://\S+"
_SENTENCE_END = re.compile(r"(?<=[.!?…][\"”’)\s])\s*|\n+")


@dataclass(frozen=True, slots=True)
class Part:
    """A promise of its own within an action: its words, and those that name its thing."""

    words: frozenset[str]
    heads: tuple[str, ...]


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
    targets: frozenset[str]
    people: frozenset[str]  # those of the sources who are known by name
    spoken_of: frozenset[str]  # the countries of which its sentence says how it went
    text: str  # its own words
    parts: tuple[Part, ...]
    words: frozenset[str]
    doing: frozenset[str]  # the deeds that the record itself is of, whatever else its sentence names
    doers: frozenset[str]  # who did it: the sources or, where a statement tells of a deed, the countries of which it does
    comers: frozenset[str]  # words for those who came, where that is what it is of
    sentence: str
    due: dt.date | None

    @property
    def named(self) -> frozenset[str]:
        """The countries that its words name."""
        return _countries(self.text)

    @property
    def places(self) -> frozenset[str]:
        """The places that its words name, countries and bodies aside, word by word."""
        return _places(self.text)

    @property
    def refrains(self) -> bool:
        """Whether it is a promise not to do something."""
        return self.text.lower().split(maxsplit=1)[0] in words_of("refraining")

    @property
    def continents(self) -> frozenset[str]:
        """The continents that its words name."""
        return frozenset(name for name, written in _continents() if written.search(self.text))

    @property
    def quantities(self) -> frozenset[tuple[str, str]]:
        """What is counted, and the number."""
        return _quantities(self.text)

    @property
    def others(self) -> frozenset[str]:
        """Words that tell it from another such thing."""
        return words_of("others") & set(self.text.lower().split())

    @property
    def offers(self) -> frozenset[str]:
        """The words by which promises find it."""
        return self._sent(self.words.union(*(cue.near for cue in said(self.sentence).cues)))

    @property
    def telling(self) -> frozenset[str]:
        """Those of them of which a promise that it bears on has one: its deeds, unless it says how it went or promises anew."""
        return self.offers if self.kind == "commitment" or said(self.sentence).cues else self._sent(self.doing)

    def _sent(self, words: frozenset[str]) -> frozenset[str]:
        return words | SENT if self.comers or words & SENT else words


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say how a commitment fares, with the words near them of which they are said."""

    relation: str
    text: str
    near: frozenset[str]
    own: frozenset[str]
    who: str | None  # the country that stands before it


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of whatever it names: how it went; whether that is a charge, an aim, talk, or a promise kept, or part of it."""

    cues: tuple[Cue, ...]
    charged: bool
    aims: bool
    talk: bool
    kept: bool
    part: bool


@cache
def data() -> dict[str, Any]:
    """What following.yaml says."""
    found: dict[str, Any] = load("following.yaml")
    return found


@cache
def _deeds() -> dict[str, str]:
    """The stems of words that are told as one: those of a deed as the deed, others as the first of them."""
    things = {stem(word): stem(row[0]) for row in data()["things"] for word in row}
    return things | {stem(form): f"={row[0]}" for row in reversed(data()["deeds"]) for word in row for form in _inflected(word)}


def _inflected(word: str) -> list[str]:
    """A verb's regular forms: light stems keep those of short ones apart (*name*, *named*)."""
    bare = word.removesuffix("e")
    return [word, f"{word}s", f"{bare}ed", f"{bare}ing"]


@cache
def cues() -> list[tuple[str, re.Pattern[str]]]:
    """The relations in order, with the words that say them outright."""
    return [(relation, _any(words)) for relation, words in data()["cues"].items()]


@cache
def _any_cue() -> re.Pattern[str]:
    return _any([word for words in data()["cues"].values() for word in words])


@cache
def _continents() -> list[tuple[str, re.Pattern[str]]]:
    return [(row[0], _any(row)) for row in data()["continents"]]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Any of the words of a list of following.yaml, as a pattern."""
    return _any(data()[name])


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of a list of following.yaml."""
    return frozenset(data()[name])


def _any(words: Sequence[str]) -> re.Pattern[str]:
    """Any of the words, or of those with a gap (…) of up to three others."""
    written = (re.escape(w).replace("\\ …\\ ", r"\s(?:\S+\s){0,3}") for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{'|'.join(written)})\b", re.IGNORECASE)


@cache
def _general() -> frozenset[str]:
    return frozenset(map(stem, data()["general"] + data()["units"]))


@cache
def _empty() -> re.Pattern[str]:
    return re.compile(f"{_ADDRESS}|{_any(data()['phrases']).pattern}", re.IGNORECASE)


def classes(text: str, without: frozenset[str] = frozenset()) -> frozenset[str]:
    """The stems of a text, those of a known deed as the deed, without names and without the words of every policy."""
    return frozenset(_in_order(text, without))


def _in_order(text: str, without: frozenset[str] = frozenset()) -> list[str]:
    deeds, general = _deeds(), _general()
    return [deeds.get(s, s) for s in stems_in_order(_plain(_empty().sub(" ", text))) if s not in without and s not in general]


@cache
def _idioms() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Several words for a deed, each with its gap as the only group, and the deeds in the order of the groups."""
    every = sorted(((idiom, row[0]) for row in data()["idioms"] for idiom in row[1:]), key=lambda both: -len(both[0]))
    gaps = (re.escape(idiom).replace("\\ …", r"((?:\s\S+){0,6}?)") + ("" if "…" in idiom else "()") for idiom, _ in every)
    return re.compile(rf"\b(?:{'|'.join(gaps)})\b", re.IGNORECASE), tuple(deed for _, deed in every)


def _plain(text: str) -> str:
    """A text with one word for a deed told in several: "brought the sculptures back" as "return the sculptures"."""
    idioms, deeds = _idioms()
    return idioms.sub(lambda m: f"{deeds[(m.lastindex or 1) - 1]}{m[m.lastindex or 1]}", text)


def told(n: int, kind: str, body: Mapping[str, Any], source: Source, day: str | None) -> Told | None:
    """A report as it bears on commitments, if it can; its document has a day of publication.

    What was done can, as a promise does; what is said, or is no deed, can in a sentence that says how it went.

    Args:
        n: its number.
        kind: of the record.
        body: the record.
        source: its document.
        day: the first day that the record states, or that of publication.
    """
    published = dt.date.fromisoformat(source.published or "")
    evidence = main_evidence(kind, body)
    status = str(body.get("status", "occurred"))
    sentence = _sentence(source.text, evidence) if source.text else str(evidence["quote"])
    doing = _doing(kind, body, source.text)
    if kind != "commitment" and (not doing or status not in SETTLED) and not _any_cue().search(sentence):
        return None
    named = actors(kind, body)
    action = body["action"]["quote"] if kind == "commitment" else ""
    words = action or f"{_given(kind, body, source.text)} {evidence['quote']}"
    due = body.get("deadline")
    names = _names(words, [a for _, a in named]) if action else frozenset()
    sources = frozenset(p for role, a in named if role in SOURCES | {"host"} and (p := party(a)))
    return Told(
        n=n,
        kind=kind,
        form=form(kind, body),
        status=status,
        document=source.id,
        published=published,
        day=dt.date.fromisoformat(day) if day and kind != "commitment" else published,
        parties=frozenset(p for _, a in named if (p := party(a))),
        sources=sources,
        targets=frozenset(p for role, a in named if role not in SOURCES and (p := party(a))),
        people=frozenset(str(a["id"]) for role, a in named if role in SOURCES and a["kind"] == "person" and not a["id"].startswith("X/")),
        spoken_of=frozenset(cue.who for cue in said(sentence).cues if cue.who),
        text=words,
        parts=_parts(action.replace(due["text"], " ") if due else action, names) if action else (),
        words=_with_partners(classes(words, names), words, named),
        doing=doing,
        doers=(frozenset(_doers(words)) or sources) if kind == "statement" and doing else sources,
        comers=_comers(body, source.text, named) if kind == "event" and doing & COMING else frozenset(),
        sentence=sentence,
        due=dt.date.fromisoformat(due["end"]) if due and due["end"] else None,
    )


def _names(words: str, named: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The stems of the countries and people that are named."""
    written = [written for _, written in countries_in(words)] + [f"{a['name']} {a['as_written']}" for a in named]
    return frozenset[str]().union(*map(stems, written))


@lru_cache(maxsize=8192)  # a sentence has several records, and is compared with every promise of the same words
def said(sentence: str) -> Said:
    """What a sentence says of what it names. A cue is said of what comes after it, or before where it is passive."""
    found = tuple(c for relation, cue in cues() for m in cue.finditer(sentence) if (c := _cue(relation, m, sentence)))
    names = ("charges", "aims", "talk", "part", "kept", "unkept")
    charged, aims, talk, part, kept, unkept = (bool(pattern(name).search(sentence)) for name in names)
    return Said(found, charged, aims, talk, kept and not unkept, part)


def _cue(relation: str, found: re.Match[str], sentence: str) -> Cue | None:
    before, after = sentence[: found.start()].split()[-data()["near"] :], sentence[found.end() :].split()[: data()["near"]]
    if before and (before[-1].lower() in words_of("determiners") or before[-1].endswith(("'s", "’s"))):
        return None  # "without delay", "its violation", "the revised strategy" tell nobody's act
    passive = bool(words_of("passive") & {w.lower() for w in before[-2:]})
    either = bool(pattern("either").fullmatch(found.group()))
    either = either or found.group().lower().endswith("ing")  # "the last troops left, completing the withdrawal"
    near = [found.group()] + (before if passive or either else []) + (after if either or not passive else [])
    before_it = _doers(" ".join(before))
    return Cue(relation, found.group(), classes(" ".join(near)), classes(found.group()), before_it[-1] if before_it else None)


def _doers(text: str) -> list[str]:
    """The countries that a text names, without those beside whom something is done ("to Ukraine")."""
    found, at = [], 0
    for country, written in countries_in(text):
        at = text.index(written, at)
        before = [w for w in text[max(0, at - 20) : at].lower().split() if w != "the"]
        found += [country] if not before or before[-1] not in words_of("beside") else []
        at += len(written)
    return found


@cache
def _place() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(data()['at'])}) (?:the )?([A-Z]\w+(?:[ -][A-Z]\w+)*)")


@lru_cache(maxsize=8192)
def _places(text: str) -> frozenset[str]:
    countries = {word for _, written in countries_in(text) for word in written.split()}
    named = (found.split() for found in _place().findall(text))
    return frozenset(
        w for name in named if name[-1] not in words_of("bodies") for w in name if w not in countries and w.casefold() not in stopwords()
    )


@lru_cache(maxsize=8192)
def _countries(text: str) -> frozenset[str]:
    return frozenset(country for country, _ in countries_in(text))


def _parts(action: str, names: frozenset[str]) -> tuple[Part, ...]:
    """The action as a whole, and its pieces; where it has deeds, a piece without one ("and other civilians") is no promise of its own."""
    pieces = [action]
    for separator in data()["parts"]:
        pieces = [part for piece in pieces for part in piece.split(separator)]
    whole, *found = (_in_order(f"to {piece}", names) for piece in (action, *(p for p in dict.fromkeys(pieces) if p != action)))
    kept = [whole, *(words for words in found if _deed(words) or not _deed(whole))]
    if whole and set(whole) <= PARTICULAR:  # to visit Kenya: it is the partner that makes it particular
        kept = [whole + [f"@{country}" for country, _ in countries_in(action)]]
    return tuple(Part(frozenset(words), _heads(words)) for words in kept if len(set(words)) >= data()["words"])


def _deed(words: Sequence[str]) -> bool:
    return any(w.startswith("=") for w in words)


def _heads(words: Sequence[str]) -> tuple[str, ...]:
    return tuple([w for w in dict.fromkeys(words) if not w.startswith("=")][:HEADS])


def _with_partners(words: frozenset[str], text: str, named: Sequence[tuple[str, Mapping[str, Any]]]) -> frozenset[str]:
    """The words, with whom a visit, a meeting or a recognition was of."""
    if not words & PARTICULAR:
        return words
    return words | {f"@{p}" for _, a in named if (p := party(a))} | {f"@{country}" for country in _countries(text)}


def _comers(body: Mapping[str, Any], text: str | None, named: Sequence[tuple[str, Mapping[str, Any]]]) -> frozenset[str]:
    """Words for those who came: what stands before the deed, and their offices."""
    start, clause = body["evidence"]["trigger"]["start"], body["evidence"]["clause"]
    before = text[clause["start"] : start] if text else clause["quote"][: start - clause["start"]]
    return classes(" ".join([before, *(a["office"] or "" for role, a in named if role in SOURCES)]))


def _given(kind: str, body: Mapping[str, Any], text: str | None) -> str:
    """The words before a participle that is a clause of its own, for they name its thing: "200,000 doses *donated by China* arrived"."""
    if kind != "event" or not text:
        return ""
    trigger, clause = body["evidence"]["trigger"], body["evidence"]["clause"]
    if trigger["start"] != clause["start"] or not text[trigger["end"] :].lstrip().startswith("by "):
        return ""
    sentence = _SENTENCE_END.split(text[max(0, clause["start"] - 100) : clause["start"]])[-1]
    return " ".join(sentence.split()[-data()["before"] :])


def _doing(kind: str, body: Mapping[str, Any], text: str | None) -> frozenset[str]:
    """The deeds that a record is of: by its trigger, where that says what was done and not what is to be ("to send", "securing")."""
    if kind == "engagement":
        return classes(data()["media"].get(body["medium"], ""))
    if kind == "statement":
        return _told_as_done(body["content"]["quote"]) if body["stance"] == "inform" else frozenset()
    if kind != "event":
        return frozenset()
    trigger, clause = body["evidence"]["trigger"], body["evidence"]["clause"]
    start, end = (0, trigger["start"]) if text else (clause["start"], trigger["start"])
    before = set((text or clause["quote"])[max(0, end - start - 40) : max(0, end - start)].lower().split()[-1:])
    if "=complete" in classes(trigger["quote"]):  # of a deed: "completed the withdrawal"
        rest = (text or clause["quote"])[trigger["end"] - start : clause["end"] - start]
        return frozenset(w for w in classes(" ".join(rest.split()[:4])) if w.startswith("="))
    meant = before & words_of("modals") or (trigger["quote"].endswith("ing") and not before & words_of("passive"))
    if idiom := _idioms()[0].match((text or clause["quote"])[trigger["start"] - start : clause["end"] - start]):
        trigger = {"quote": idiom.group()}
    return frozenset() if meant else frozenset(w for w in classes(trigger["quote"]) if w.startswith("="))


@lru_cache(maxsize=8192)
def _told_as_done(content: str) -> frozenset[str]:
    """The deeds that a statement tells as done: in the past or the perfect, of what isn't doubted, wanted or still to come."""
    if pattern("unkept").search(content):
        return frozenset()
    words = _plain(content).lower().split()
    past = [
        word
        for i, word in enumerate(words)
        if not words_of("modals") & set(words[max(0, i - 1) : i])
        and (word.endswith("ed") or word in words_of("past") or words_of("doing") & set(words[max(0, i - 2) : i]))
    ]
    return frozenset(w for w in classes(" ".join(past)) if w.startswith("=")) - PARTICULAR


@lru_cache(maxsize=8192)
def _quantities(text: str) -> frozenset[tuple[str, str]]:
    """Numbers with each of the words after them that they may count."""
    return frozenset((word, found[1]) for found in _QUANTITY.finditer(text) for word in classes(found[2]))


def _sentence(text: str, evidence: Mapping[str, Any]) -> str:
    """The sentence around some words: what stands between the ends of sentences before and after them."""
    start, end = evidence["start"], evidence["end"]
    before = [m.end() for m in _SENTENCE_END.finditer(text, max(0, start - 400), start)]
    after = _SENTENCE_END.search(text, max(start, end - 1))
    return " ".join(text[before[-1] if before else max(0, start - 400) : min(after.start() if after else len(text), end + 400)].split())
