"""Sayings: who voices what, as spans: the layer under statements, in which a speaker needn't be anyone known.

A saying has a source (whose it is), a cue (the words that say that it is said) and a content (what is said), as lists of stretches of the
document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from dragoman.reading import clauses, events, quotations, slots
from dragoman.reading.cues import Cue, cues
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.reading.quotations import Quotation, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_POS = {"VERB": "V", "AUX": "V", "NOUN": "N"}
MAX_LABEL = 8  # tokens before the colon of a headline: longer ones aren't someone's name


@dataclass(slots=True)
class Saying:
    """Something voiced. Spans are the document's; tokens those of the passage's parse.

    `quoted`: the cue itself stands inside a quotation. `body`: the head of the content, where it is a clause or a phrase of the parse.
    `own`: the text says it in its own voice, without a word for who does. `addressed`: to whom, where the cue's pattern doesn't tell.
    """

    passage: int
    cue: list[Span]
    content: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    head: Token | None = None
    pattern: Cue | None = None
    matched: tuple[Token, ...] = ()
    speakers: list[Token] = field(default_factory=list)
    body: Token | None = None
    quoted: bool = False
    label: bool = False
    quotation: bool = False
    own: bool = False
    addressed: list[Token] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where its cue begins."""
        return self.cue[0][0]


def attributions(parsed: Parsed) -> list[Saying]:
    """Everything that the text says someone says or thinks, in order of the cues."""
    found: list[Saying] = []
    last: Saying | None = None
    for passage, doc in enumerate(parsed.docs):
        if doc is None:
            continue
        here = _in_passage(parsed, passage, doc, last)
        found += here
        last = _speaking(doc, here, last)
    return sorted((s for s in found if s.content), key=lambda s: s.start)


def _speaking(doc: Doc, here: Sequence[Saying], last: Saying | None) -> Saying | None:
    """Who is speaking at the end of a passage: the cue before its final colon, or whoever was quoted last."""
    if clauses.text_of(doc).rstrip().endswith(":"):
        return max((s for s in here if s.pattern is not None and s.pattern.quotes), key=lambda s: s.start, default=None)
    quoted = max((s for s in here if s.quotation), key=lambda s: s.content[-1], default=None)
    return quoted or (last if _only_quotation(doc) else None)


def _only_quotation(doc: Doc) -> bool:
    marks = quotations.find(clauses.text_of(doc))
    return bool(marks) and marks[0].start == 0 and marks[-1].end >= len(clauses.text_of(doc).rstrip(" ."))


def _in_passage(parsed: Parsed, passage: int, doc: Doc, last: Saying | None) -> list[Saying]:
    base = parsed.passages[passage].start
    marks = quotations.find(clauses.text_of(doc))
    found = [s for sentence in parsed.sentences if sentence.passage == passage for s in _in_sentence(parsed, sentence, base, marks)]
    label = parsed.passages[passage].speaker
    if label is not None:
        found.append(Saying(passage, [label], [(base, base + len(clauses.text_of(doc)))], [label], label=True))
    if parsed.passages[passage].kind == "headline":
        found += _headed(parsed, passage, doc, base)
    quotations.attach(doc, base, marks, found, last)
    return found


def _headed(parsed: Parsed, passage: int, doc: Doc, base: int) -> Iterator[Saying]:
    """A headline that gives the speaker before a colon: "Ruto: Kenya is ready to host talks"."""
    colon = next((t for t in doc[1:MAX_LABEL] if t.text == ":"), None)
    if colon is not None and colon.i + 1 < len(doc) and all(t.pos_ not in {"VERB", "AUX"} for t in doc[: colon.i]):
        speakers = [t for t in doc[: colon.i] if parsed.mention_at(passage, t.i) is not None or t.head.i >= colon.i or t.head == t]
        yield Saying(
            passage,
            [(base + colon.idx, base + colon.idx + 1)],
            [(base + doc[colon.i + 1].idx, base + len(clauses.text_of(doc).rstrip(" .")))],
            [(base, base + colon.idx)],
            head=colon,
            speakers=speakers[-1:],
        )


# -- cues in a sentence ------------------------------------------------------------------------------------------------------------


def _in_sentence(parsed: Parsed, sentence: Sentence, base: int, marks: Sequence[Quotation]) -> Iterator[Saying]:
    taken: set[int] = set()
    for token, pos, lemma in parsed.predicates(sentence):
        reports = lemma in {"according", "accord"} and token.lower_ == "according"
        if token.i in taken or not (reports or (_POS.get(pos), lemma) in cues()):
            continue
        saying = _according(token, sentence.passage, base) if reports else _by_pattern(token, sentence.passage, base, marks)
        if saying is not None:
            taken.update({token.i, *(t.i for t in saying.matched)})
            saying.quoted = any(q.holds(token.idx, token.idx + len(token)) and q.utters(clauses.text_of(token.doc)) for q in marks)
            yield saying


def _by_pattern(token: Token, passage: int, base: int, marks: Sequence[Quotation]) -> Saying | None:
    pos = _POS.get(token.pos_)
    if pos is None or (pos == "N" and token.dep_ in {"compound", "amod", "npadvmod"}) or token.dep_ in {"aux", "auxpass"}:
        return None
    fallback: Saying | None = None
    for cue, matched in _matches(pos, token):
        content, body = slots.content(cue, token, matched)
        span = slots.chars(base, slots.cue_tokens(token, matched, content))
        saying = Saying(passage, [span], head=token, pattern=cue, matched=matched, body=body)
        saying.content = slots.spans(base, content, marks)
        _add_source(saying, base, content)
        if saying.content:
            return saying if pos == "V" or saying.source or cue.stance else None
        if cue.quotes and pos == "V" and fallback is None:
            fallback = saying
    return fallback


def _matches(pos: str, token: Token) -> list[tuple[Cue, tuple[Token, ...]]]:
    """The patterns that a word heads, those with the most words first, then those whose words stand nearest."""
    options = cues().get((pos, token.lemma_.lower()), ())
    found = [(cue, matched) for cue in options if (matched := events.match(cue.entry, token)) is not None]
    near = [(cue, matched) for cue, matched in found if all(t.pos_ != "ADP" or t.head in {token, *matched} for t in matched)]
    return sorted(near, key=lambda m: (-len(m[1]), abs(m[1][0].i - token.i) if m[1] else 0))


def _add_source(saying: Saying, base: int, content: Iterable[Token]) -> None:
    head = cast("Token", saying.head)
    saying.speakers = slots.speakers(head)
    inside = {t.i for t in content}
    shown = [t for t in slots.shown_speakers(head, saying.speakers) if t.i not in inside]
    if shown and shown[0].pos_ not in {"VERB", "AUX"}:
        saying.source = [slots.chars(base, slots.run(shown[0], slots.phrase(shown[0], without={head.i, *inside})))]


def _according(token: Token, passage: int, base: int) -> Saying | None:
    to = next((c for c in token.children if c.lower_ == "to"), None)
    sources = clauses.behind([to]) if to is not None else []
    if not sources or to is None or token.head == token:
        return None
    phrase = {t.i for t in token.subtree}
    body = token.head
    while body.pos_ not in {"VERB", "AUX"} and body.head != body:
        body = body.head
    while body.dep_ in {"xcomp", "aux", "conj", "pcomp", "acl"} and body.head != body:
        body = body.head
    content = [t for t in body.subtree if t.i not in phrase and t.sent == token.sent]
    saying = Saying(passage, [slots.chars(base, [token, to])], head=token, matched=(to,), speakers=clauses.expand(sources), body=body)
    saying.source = [slots.chars(base, slots.phrase(sources[0], without=set()))]
    saying.content = slots.spans(base, content, ())
    return saying
