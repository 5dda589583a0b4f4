"""Topics: PLOVER contexts, named instruments and conflicts, and where in the text they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from dragoman import codebook
from dragoman.gazetteer.loading import lower, rows
from dragoman.gazetteer.names import Name, matcher
from dragoman.reading.clauses import words
from dragoman.reading.parsed import Parsed
from dragoman.records import Evidence, Topic

if TYPE_CHECKING:
    from spacy.tokens import Token


#: The context of words that look like a topic's and are none: "a demonstration of commitment".
NO_TOPIC = "none"


@dataclass(slots=True)
class Topics:
    """The topics of a document, each with its place in the text."""

    found: list[Topic] = field(default_factory=list)

    def within(self, start: int, end: int) -> tuple[Topic, ...]:
        """The topics named between two offsets, each once."""
        kept: dict[tuple[str, str | None, str | None], Topic] = {}
        for topic in self.found:
            if topic.evidence and start <= topic.evidence.start and topic.evidence.end <= end:
                kept.setdefault((topic.context, topic.instrument, topic.conflict or topic.label), topic)
        return tuple(kept.values())

    def contexts(self, start: int, end: int) -> tuple[str, ...]:
        """The contexts named between two offsets, in alphabetical order."""
        return tuple(sorted({topic.context for topic in self.within(start, end)}))

    def main(self, start: int, end: int) -> Topic | None:
        """The most telling topic between two offsets: a named instrument or conflict before a bare context."""
        found = self.within(start, end)
        return next((t for t in found if t.instrument or t.conflict), found[0] if found else None)


@cache
def _words() -> tuple[AhoCorasick, list[str]]:
    found = [(row["word"], row["context"]) for row in codebook.table("context_words.csv")]
    return AhoCorasick([word for word, _ in found], matchkind=MatchKind.LeftmostLongest), [context for _, context in found]


@cache
def _contexts_of() -> dict[str, tuple[str, ...]]:
    return {
        row["id"]: tuple(row.get("contexts") or ()) for file in ("instruments.yaml", "conflicts.yaml", "forums.yaml") for row in rows(file)
    }


def find(parsed: Parsed) -> Topics:
    """The topics of a document."""
    topics = Topics()
    for index, passage in enumerate(parsed.passages):
        if parsed.docs[index] is None:
            continue
        text = parsed.text[passage.start : passage.end]
        named = [(hit.start, hit.end, name) for hit in matcher().find(text) if (name := hit.of("instrument", "conflict"))]
        topics.found += [_named(parsed.text, passage.start + a, passage.start + b, name) for a, b, name in named]
        topics.found += _by_words(parsed.text, passage.start, text, [(a, b) for a, b, _ in named])
    topics.found += _countries(parsed, topics)
    topics.found.sort(key=lambda t: t.evidence.start if t.evidence else 0)
    return topics


def _countries(parsed: Parsed, known: Topics) -> list[Topic]:
    """Countries talked about: "terrorism in Somalia", "on South Sudan, he ...", "conflicts in the DRC, Sudan and South Sudan"."""
    found = []
    for index, group in enumerate(parsed.mentions):
        doc = parsed.docs[index]
        for mention in group if doc is not None else ():
            if doc is None or mention.kind != "state" or mention.modifier or mention.name is None or mention.name.kind != "state":
                continue
            preposition = _preposition(doc[mention.head])
            if preposition is None or (preposition.lower_ == "in" and preposition.head.pos_ not in {"NOUN", "PROPN"}):
                continue
            if preposition.lower_ not in words("about_words"):
                continue
            start, end = parsed.passages[index].start + preposition.head.left_edge.idx, mention.end
            near = known.main(min(start, mention.start), end) or known.main(mention.start - 200, mention.end + 200)
            context = near.context if near else "diplomatic"
            label = f"{codebook.contexts()[context]}: {mention.name.name}"
            found.append(Topic(context=context, label=label, evidence=Evidence.of(parsed.text, mention.start, mention.end)))
    return found


def _preposition(token: Token) -> Token | None:
    """The preposition that a noun, or the list it stands in, hangs on."""
    for _ in range(8):
        if token.dep_ in {"conj", "appos"}:
            token = token.head
        elif token.dep_ == "pobj":
            return token.head
        else:
            return None
    return None


def _named(text: str, start: int, end: int, name: Name) -> Topic:
    contexts = _contexts_of().get(name.id) or ("diplomatic",)
    return Topic(
        context=contexts[0],
        instrument=name.id if name.kind == "instrument" else None,
        conflict=name.id if name.kind == "conflict" else None,
        label=name.name,
        evidence=Evidence.of(text, start, end),
    )


def _by_words(text: str, base: int, passage: str, named: Iterable[tuple[int, int]]) -> list[Topic]:
    automaton, contexts = _words()
    taken = list(named)
    found = []
    for index, start, end in automaton.find_matches_as_indexes(lower(passage)):
        if (start and passage[start - 1].isalnum()) or (end < len(passage) and passage[end].isalnum()):
            continue
        if any(a < end and start < b for a, b in taken):
            continue
        context = contexts[index]
        if context == NO_TOPIC:
            continue
        found.append(Topic(context=context, label=codebook.contexts()[context], evidence=Evidence.of(text, base + start, base + end)))
    return found
