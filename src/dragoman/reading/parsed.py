"""A document on its way to a reading: its passages, parses, mentions and actors, for the later steps to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragoman.gazetteer.names import matcher
from dragoman.reading import dates, items, language, mentions, passages, quotations, references
from dragoman.reading.actors import Entity, Registry
from dragoman.reading.authors import author, issuers
from dragoman.reading.clauses import PASSIVE_SUBJECTS, SUBJECTS, behind, conjuncts, text_of, words
from dragoman.reading.cues import words as saying_words
from dragoman.reading.dates import DateSpan
from dragoman.reading.gating import can_hold
from dragoman.reading.mentions import Mention
from dragoman.reading.passages import Passage
from dragoman.reading.references import References
from dragoman.records import Actor, Document, Evidence, ReadingWarning

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Passages from which records are read; bylines and boilerplate say nothing of the event.
READ = ("headline", "caption", "teaser", "body")
_PREDICATES = {"VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADP", "SCONJ", "ADV"}
#: What lies between a noun and the actor inside its phrase: "the decision of the Israeli government", "talks between A and B".
_INSIDE = ("poss", "compound", "amod", "nmod", "appos", "prep")
_INSIDE_PREPOSITIONS = ("of", "by", "from", "between", "with", "against", "among", "for", "in", "on", "to", "at", "inside", "targeting")


#: Nouns that only count or gather those named after "of".
QUANTITIES = {
    "group",
    "number",
    "team",
    "series",
    "party",
    "delegation",
    "member",
    "majority",
    "crowd",
    "contingent",
    "dozen",
    "pair",
    "band",
}


_SCORE = re.compile(r"\b\d{1,2}[-–]\d{1,2}\b")


@dataclass(slots=True)
class Sentence:
    """A sentence of a passage, in tokens of the passage's parse and characters of the document."""

    passage: int
    first: int
    last: int
    start: int
    end: int
    repeats: bool = False


@dataclass(slots=True)
class Parsed:
    """The document with everything that the first steps found."""

    document: Document
    text: str
    passages: list[Passage]
    docs: list[Doc | None]
    registry: Registry
    labels: dict[int, Mention] = field(default_factory=dict)
    author: Mention | None = None
    mentions: list[list[Mention]] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)
    vocabularies: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)
    _by_token: dict[tuple[int, int], Mention] = field(default_factory=dict)
    _dates: dict[int, list[DateSpan]] = field(default_factory=dict)
    _tokens: dict[tuple[int, int], list[Token]] = field(default_factory=dict)
    _predicates: dict[tuple[int, int], list[tuple[Token, str, str]]] = field(default_factory=dict)

    def dates(self, passage: int) -> list[DateSpan]:
        """The date expressions of a passage, by its own offsets."""
        if passage not in self._dates:
            found = self.passages[passage]
            self._dates[passage] = dates.find(self.text[found.start : found.end])
        return self._dates[passage]

    def doc(self, passage: int) -> Doc:
        """The parse of a passage."""
        found = self.docs[passage]
        assert found is not None  # noqa: S101 (sentences only point to parsed passages)
        return found

    def tokens(self, sentence: Sentence) -> list[Token]:
        """The tokens of a sentence."""
        key = (sentence.passage, sentence.first)
        if key not in self._tokens:
            self._tokens[key] = list(self.doc(sentence.passage)[sentence.first : sentence.last + 1])
        return self._tokens[key]

    def predicates(self, sentence: Sentence) -> list[tuple[Token, str, str]]:
        """The words of a sentence that can tell of something, with part of speech and lemma (in lower case), verbs first."""
        key = (sentence.passage, sentence.first)
        if key not in self._predicates:
            told = [(t, t.pos_, t.lemma_.lower()) for t in self.tokens(sentence)]
            found = [row for row in told if row[1] in _PREDICATES]
            self._predicates[key] = sorted(found, key=lambda row: row[1] not in {"VERB", "AUX"})
        return self._predicates[key]

    def evidence(self, passage: int, first: int, last: int) -> Evidence:
        """The words from token `first` to token `last` of a passage."""
        doc, base = self.doc(passage), self.passages[passage].start
        return Evidence.of(self.text, base + doc[first].idx, base + doc[last].idx + len(doc[last]))

    def lines(self, sentence: Sentence) -> list[list[Token]]:
        """The words of a sentence line by line: its items, where it has some."""
        base = self.passages[sentence.passage].start
        found: list[list[Token]] = [[]]
        for token in self.tokens(sentence):
            if token.is_space or (token.dep_ == "cc" and not found[-1]):
                continue
            if found[-1] and "\n" in self.text[base + found[-1][-1].idx : base + token.idx]:
                found.append([])
                if token.dep_ == "cc":
                    continue
            found[-1].append(token)
        return [line for line in found if line]

    def sentence_of(self, passage: int, token: int) -> Sentence:
        """The sentence that holds a token."""
        return next(s for s in self.sentences if s.passage == passage and s.first <= token <= s.last)

    def plays(self, sentence: Sentence) -> bool:
        """Whether a sentence tells of a game: states beat and meet each other there too."""
        text = self.text[sentence.start : sentence.end].lower()
        return (bool(_SCORE.search(text)) and bool(words("game_verbs") & set(text.split()))) or any(w in text for w in words("games"))

    def mention_at(self, passage: int, token: int) -> Mention | None:
        """The outermost mention that covers a token."""
        return self._by_token.get((passage, token))

    def entities(self, mention: Mention) -> tuple[Entity, ...]:
        """Whom a mention stands for."""
        return self.registry.of_mention.get(id(mention), ())

    def countries(self, mentions: Iterable[Mention]) -> set[str]:
        """The countries of whom mentions stand for."""
        return {e.country for m in mentions for e in self.entities(m) if e.country}

    def actors(self, mention: Mention) -> tuple[Actor, ...]:
        """The actors that a mention stands for."""
        return self.registry.actors(mention)

    def author_by(self, start: int) -> Mention | None:
        """The words nearest before a place (else the first after it) with which the text's author names themselves."""
        if self.author is None:
            return None
        meant, speaking = self.entities(self.author), saying_words("speaking")
        spoken = (m for group in self.mentions for m in group if m is self.author or (m.kind == "pronoun" and m.noun in speaking))
        own = [m for m in spoken if self.entities(m) == meant]
        return max((m for m in own if m.start < start), key=lambda m: m.start, default=own[0] if own else None)

    def spoken_to(self, passage: int) -> Mention | None:
        """Whom "you" means in a talk of two: the other one of those whom the labels name."""
        turns = [i for i in self.labels if i <= passage]
        speaker = self.entities(self.labels[max(turns)]) if turns else ()
        others = {e.id: m for m in self.labels.values() for e in self.entities(m) if e not in speaker}
        return next(iter(others.values())) if speaker and len(others) == 1 else None

    def who(self, passage: int, token: Token, *, descend: bool = True) -> list[Mention]:
        """The mentions meant by a noun: its own, or (where it isn't an actor) those inside its phrase that come nearest."""
        own = self.mention_at(passage, token.i)
        if own is not None and own.kind == "role" and own.noun in QUANTITIES and not own.origins:
            counted = [
                m
                for c in token.children
                if c.dep_ == "prep" and c.lower_ == "of"
                for g in c.children
                for n in (g, *conjuncts(g))
                if (m := self.mention_at(passage, n.i))
            ]
            if counted:
                return counted
        if own is not None and not (own.modifier and own.head != token.i and not _within_head(own, token)):
            return [own]
        return list(self._inside(passage, token)) if descend else []

    def _inside(self, passage: int, token: Token, depth: int = 0) -> Iterator[Mention]:
        if depth > 4 or token.lemma_.lower() in words("relational"):
            return  # the partners of Moldova are others than Moldova
        found = False
        for kind in _INSIDE:
            for child in token.children:
                if child.dep_ != kind:
                    continue
                if kind == "prep":
                    if child.lower_ not in _INSIDE_PREPOSITIONS:
                        continue
                    for inner in child.children:
                        if inner.dep_ == "pobj":
                            for noun in (inner, *conjuncts(inner)):
                                mention = self.mention_at(passage, noun.i)
                                for hit in [mention] if mention else self._inside(passage, noun, depth + 1):
                                    found = True
                                    yield hit
                else:
                    mention = self.mention_at(passage, child.i)
                    beside = [m for t in conjuncts(child) if mention and t.i < token.i and (m := self.mention_at(passage, t.i))]
                    for hit in [mention, *beside] if mention else self._inside(passage, child, depth + 1):  # "US and British aircraft"
                        found = True
                        yield hit
                if found:
                    return
        traced = [a for a in token.children if a.dep_ == "acl" and a.lower_ in words("tracing")]
        links = [c for a in traced for c in a.children if c.dep_ in {"prep", "agent"} and c.lower_ in _INSIDE_PREPOSITIONS]
        for inner in behind(links):
            mention = self.mention_at(passage, inner.i)
            yield from [mention] if mention else self._inside(passage, inner, depth + 1)  # "cars imported from China"

    def listed(self, passage: int, first: int, limit: int) -> list[Mention]:
        """The mentions of a list that begins near token `first`: "Fiji, the Kingdom of Tonga (KOT), and Samoa".

        Goes by the words alone, for the many lists of long titles that the parser breaks up.
        """
        doc = self.doc(passage)
        found: list[Mention] = []
        at, idle = first, 0
        while at <= limit:
            token = doc[at]
            mention = self.mention_at(passage, at)
            if mention is not None and mention.first == at and mention.kind != "pronoun":
                if found and _subject_ahead(doc[mention.head]) and doc[mention.head].head.i > mention.last:
                    break
                if not mention.modifier or mention.kind in {"person", "office"}:
                    found.append(mention)
                at, idle = max(mention.last, *(b for _, b in mention.appositions), mention.last) + 1, 0
                continue
            if token.text == "(":
                at = next((i + 1 for i in range(at, min(at + 8, limit + 1)) if doc[i].text == ")"), at + 1)
                continue
            idle += token.text not in {",", "and", "both", "the", "as", "well", "&", ";"}
            if idle > (3 if not found else 0):
                break
            at += 1
        return found

    def index(self) -> None:
        """Makes the look-up from tokens to mentions; the longest mention of a token wins."""
        for passage, found in enumerate(self.mentions):
            for mention in sorted(found, key=lambda m: m.first - m.last):
                for token in range(mention.first, mention.last + 1):
                    self._by_token.setdefault((passage, token), mention)
                for first, last in mention.appositions:
                    for token in range(first, last + 1):
                        self._by_token[passage, token] = mention


def _subject_ahead(token: Token) -> bool:
    """Whether a new clause begins with this subject; the parser takes the last of a list for that of a purpose ("met A and B to mark")."""
    purpose = any(c.dep_ == "aux" and c.lower_ == "to" for c in token.head.children)
    return token.dep_ in SUBJECTS | PASSIVE_SUBJECTS and not purpose


def _within_head(mention: Mention, token: Token) -> bool:
    return mention.first <= token.i <= mention.last


def parse(document: Document) -> Parsed:
    """Passages, parses, mentions and actors of a document."""
    text = document.text or ""
    found = items.tied(text, passages.passages(text))
    readable = [i for i, p in enumerate(found) if p.kind in READ and can_hold(text, p)]
    docs: list[Doc | None] = [None] * len(found)
    for index, doc in zip(
        readable,
        language.parse(items.wording(text, found[i], language.MAX_PASSAGE) for i in readable),
        strict=True,
    ):
        docs[index] = doc
    parsed = Parsed(document, text, found, docs, Registry(text, document.published))
    parsed.warnings += [
        ReadingWarning(
            code="passage-too-long",
            message=f"only the first {language.MAX_PASSAGE} characters of this passage were read",
            evidence=Evidence.of(text, found[i].start, found[i].start + 40),
        )
        for i in readable
        if found[i].end - found[i].start > language.MAX_PASSAGE
    ]
    for index, passage in enumerate(found):
        passage_doc = docs[index]
        held = mentions.scan(passage_doc, passage, index) if passage_doc is not None else []
        parsed.mentions.append(_led(parsed, passage, index, held))
    _find_sentences(parsed)
    parsed.index()
    subjects = {
        id(m)
        for i, group in enumerate(parsed.mentions)
        for m in group
        if (d := docs[i]) is not None and d[m.head].dep_ in SUBJECTS | PASSIVE_SUBJECTS
    }
    parsed.labels = _labels(parsed)
    parsed.author = author(document, found, docs, parsed.mentions)
    order = sorted((*parsed.labels.values(), *(m for group in parsed.mentions for m in group)), key=lambda m: m.start)
    if parsed.author is not None and parsed.author not in order:
        order.insert(0, parsed.author)
    parsed.registry.author = parsed.author
    parsed.registry.publishing, parsed.registry.performing = issuers(document, docs, parsed.mentions, any(p.speaker for p in found))
    parsed.registry.resolve(order, subjects, _references(parsed), _scene(parsed))
    parsed.warnings += parsed.registry.warnings
    return parsed


def _led(parsed: Parsed, passage: Passage, index: int, held: list[Mention]) -> list[Mention]:
    """The mentions of a passage; an item of a list has as its first that of the line before the list."""
    if passage.lead is None:
        return held
    before = next((i for i in range(index) if (parsed.passages[i].start, parsed.passages[i].end) == passage.lead), index)
    options = sorted((m for m in (parsed.mentions[before] if before < index else ()) if not m.modifier), key=lambda m: m.head)
    if parsed.text[passage.lead[0] : passage.lead[1]].rstrip().endswith(":"):
        options.reverse()  # "On Myanmar, the Ministers:"
    rest = [m for m in held if m.first > 0]
    return [*(replace(m, first=0, last=0, head=0, passage=index, appositions=[]) for m in options[:1]), *rest]


def _scene(parsed: Parsed) -> str | None:
    """The country whose capital stands in the dateline, if the headline or the first sentence names it too."""
    lead = next((i for i, p in enumerate(parsed.passages) if p.dateline and parsed.mentions[i]), None)
    if lead is None:
        return None
    told = parsed.text[slice(*(parsed.passages[lead].dateline or (0, 0)))].title()
    country = next((n.country for hit in matcher().find(told) if (n := hit.of("metonym", "state")) is not None), None)
    end = next((s.end for s in parsed.sentences if s.passage == lead), 0)
    first = [m for i, group in enumerate(parsed.mentions) for m in group if i == lead or parsed.passages[i].kind == "headline"]
    named = {n.country for m in first if m.start < end for n in (m.name, *m.origins) if n is not None}
    return country if country in named else None


def _labels(parsed: Parsed) -> dict[int, Mention]:
    """Whom the speaker labels of a transcript name, by passage: "SECRETARY RUBIO:". A city or an alert before a colon is nobody."""
    spans = {i: p.speaker for i, p in enumerate(parsed.passages) if p.speaker is not None and parsed.docs[i] is not None}
    written = {i: parsed.text[slice(*span)] for i, span in spans.items()}
    named = {i: label for i, label in written.items() if re.findall(r"\w+", label.lower())[-1] not in saying_words("generic_speakers")}
    docs = dict(zip(dict.fromkeys(named.values()), language.parse(map(_cased, dict.fromkeys(named.values()))), strict=True))
    found = {}
    for index, label in named.items():
        passage = Passage(*spans[index], "body")
        held = mentions.scan(docs[label], passage, index)
        best = next((m for m in reversed(held) if m.kind in {"person", "office"}), None)
        asks = "?" in parsed.text[parsed.passages[index].start : parsed.passages[index].end]  # "The Paper: Will China attend?"
        if best is None and not held and len(spans) > 1 and not asks:
            best = Mention(passage.start, passage.end, 0, len(docs[label]) - 1, 0, "person", given=_cased(label), passage=index)
        if best is not None:
            found[index] = best
    return found


def _cased(label: str) -> str:
    """A label in capitals as a name is written in a sentence, so that the parser knows it."""
    cased = label.title()
    return cased if label.isupper() and len(cased) == len(label) else label


def _references(parsed: Parsed) -> References:
    """Whom grammar points to; in a transcript "I" and "we" are whoever has the turn, in a statement its author, outside quotations."""
    found = References()
    turn = parsed.author
    for passage, group in enumerate(parsed.mentions):
        doc = parsed.docs[passage]
        if parsed.passages[passage].speaker is not None:
            turn = parsed.labels.get(passage)
        if doc is None:
            continue
        references.Passage(doc, group).read(found)
        if parsed.passages[passage].lead is not None and group and group[0].head == 0:
            told = (m for held in parsed.mentions[:passage] for m in held if m.start == group[0].start)
            found.antecedents[id(group[0])] = tuple(told)[:1]
        for mention in group:
            token = doc[mention.head]
            spoken = mention.kind == "pronoun" and token.lower_ in saying_words("speaking")
            if turn is None or not (spoken or _of_ours(mention, token)):
                continue
            if turn is not parsed.author or not any(q.holds(token.idx, token.idx + 1) for q in quotations.find(text_of(doc))):
                found.antecedents[id(mention)] = (turn,)
    return found


def _of_ours(mention: Mention, noun: Token) -> bool:
    """Whether a description is of the speaker's own side: "our ministers", "our country", "officials of our governments"; no friend."""
    if mention.kind == "group":
        return any(c.lower_ == "our" for c in noun.children)
    if mention.kind != "role" or mention.origins or noun.lemma_.lower() in words("relational") | {"counterpart"}:
        return False
    wholes = (g for c in noun.children if c.lower_ in {"from", "of"} for g in c.children if g.lemma_.lower() in words("official_wholes"))
    return mention.possessor == "our" or any(c.lower_ == "our" for whole in wholes for c in whole.children)


def _find_sentences(parsed: Parsed) -> None:
    seen: dict[str, Sentence] = {}
    for index, doc in enumerate(parsed.docs):
        if doc is None:
            continue
        base = parsed.passages[index].start
        for span in doc.sents:
            sentence = Sentence(index, span.start, span.end - 1, base + span.start_char, base + span.end_char)
            key = re.sub(r"\W+", " ", span.text).strip().lower()
            sentence.repeats = parsed.passages[index].kind == "teaser" or (key in seen and len(key) > 20)
            if parsed.passages[index].kind != "teaser":
                seen.setdefault(key, sentence)
            parsed.sentences.append(sentence)
