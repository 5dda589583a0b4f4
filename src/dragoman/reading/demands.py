"""Demands: what a text's author, or whoever has the turn, says that others must do: "the fighting must stop", "it is time for X to go"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dragoman.codebook.lexicon import parse_entry
from dragoman.reading import clauses, quotations, slots
from dragoman.reading.clauses import PASSIVE_SUBJECTS, SUBJECTS, text_of
from dragoman.reading.cues import Cue, words
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.reading.sayings import Saying

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEMAND = Cue(
    parse_entry({"pattern": "must", "pos": "V", "cameo": "", "source": "none", "target": "none"}), "request", ("none",), ("clause",)
)
_SAID = {"ROOT", "conj"}  # a demand that the text makes itself hangs on nothing


def find(parsed: Parsed) -> Iterator[Saying]:
    """The demands that the text makes in its own voice, outside quotations."""
    for sentence in parsed.sentences:
        if sentence.repeats or parsed.passages[sentence.passage].kind == "teaser":
            continue
        marks = quotations.find(text_of(parsed.doc(sentence.passage)))
        for token in parsed.tokens(sentence):
            if not any(mark.holds(token.idx, token.idx + len(token)) for mark in marks):
                yield from _demand(parsed, sentence, token)


def _demand(parsed: Parsed, sentence: Sentence, token: Token) -> Iterator[Saying]:
    if token.dep_ == "aux" and token.lower_ in words("obliging") and _told(token.head):
        subjects = [c for c in token.head.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
        asked = _asked(parsed, sentence, subjects)
        if asked or (subjects and token.lower_ == "must" and token.head.lemma_.lower() in words("ceasing")):
            first = subjects[0].left_edge.i
            yield _saying(parsed, sentence, [token], first, token.head.right_edge.i, asked)
    elif token.lemma_.lower() in clauses.words("occasions_to_act") and token.head.lemma_ == "be" and token.dep_ in {"attr", "nsubj"}:
        subject = next((t for t in token.head.children if t.dep_ == "nsubj" and t != token), None)
        link = next((t for t in token.doc[token.i + 1 : token.right_edge.i + 3] if t.lower_ in {"for", "to"}), None)
        here = subject is None or subject.lower_ in {"it", "now", "this"}
        if link is None or not here or not _told(token.head) or clauses.status(token.head)[0] != "occurred":
            return
        asked = _asked(parsed, sentence, _behind(link))
        if token.lemma_ in {"chance", "opportunity"} and not any(t.lower_ == "now" for t in token.head.children):
            return  # "the vote is an opportunity for them to"
        if not any(t.lower_ in words("first_person") for t in _behind(link)) and any(
            t.dep_ == "aux" and t.lower_ == "to" for t in token.doc[link.i : sentence.last + 1]
        ):
            yield _saying(parsed, sentence, [token.head, token], link.i + (link.lower_ == "for"), sentence.last, asked)


def _told(verb: Token) -> bool:
    return verb.dep_ in _SAID and not clauses.attributions(verb) and (verb.dep_ == "ROOT" or verb.head.dep_ == "ROOT")


def _behind(link: Token) -> list[Token]:
    """Who is to act, after "for": "time for foreign states to begin"."""
    return clauses.behind([link]) or [c for c in link.head.children if c.dep_ in SUBJECTS and c.i > link.i]


def _asked(parsed: Parsed, sentence: Sentence, nouns: Sequence[Token]) -> list[Token]:
    """Those of whom it is asked: someone who can act, and not the speaker."""
    found = [t for t in clauses.expand(list(nouns)) if parsed.mention_at(sentence.passage, t.i) is not None]
    return [] if any(t.lower_ in words("first_person") | {"you", "it", "they"} for t in found) else found


def _saying(parsed: Parsed, sentence: Sentence, cue: Sequence[Token], first: int, last: int, asked: list[Token]) -> Saying:
    doc, base = parsed.doc(sentence.passage), parsed.passages[sentence.passage].start
    content = slots.spans(base, list(doc[first : min(last, sentence.last) + 1]), ())
    span = slots.chars(base, sorted(cue, key=lambda t: t.i))
    return Saying(sentence.passage, [span], content, head=cue[-1], pattern=_DEMAND, addressed=asked, own=True)
