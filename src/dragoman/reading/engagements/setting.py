"""Where an engagement took place, by all that the words around it tell of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading import clauses, places, timing
from dragoman.reading.clauses import words
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.records import Medium, Place, When

if TYPE_CHECKING:
    from spacy.tokens import Token


def place_of(parsed: Parsed, sentence: Sentence, head: Token) -> Place | None:
    """The place that the grammar hangs on a verb or noun."""
    return places.event_place(parsed, sentence.passage, head, (sentence.first, sentence.last))


def place_after(parsed: Parsed, sentence: Sentence, taking_part: list[Mention], head: Token) -> Place | None:
    """The place right after the last of those who take part, wherever the parser hangs it: "met with Minister X today in Melbourne"."""
    ends = [m.last for m in taking_part if m.passage == sentence.passage and head.i < m.last <= sentence.last]
    at = max(ends, default=sentence.last) + 1
    doc = parsed.doc(sentence.passage)
    dated = timing.dated(parsed, sentence)
    while at < sentence.last and (at in dated or doc[at].text == "," or (doc[at].lower_ == "on" and at + 1 in dated)):
        at += 1
    if at >= sentence.last or doc[at].lower_ not in {"in", "at"}:
        return None
    at += 1 + (doc[at + 1].lower_ == "the")
    return places.place_at(parsed, sentence.passage, at) if at <= sentence.last else None


def place_beside(parsed: Parsed, sentence: Sentence, when: When, medium: Medium) -> Place | None:
    """The town told with the day: "signed an accord on social security in Lisbon on Monday"."""
    doc, base = parsed.doc(sentence.passage), parsed.passages[sentence.passage].start
    dated = doc.char_span(when.evidence.start - base, when.evidence.end - base, alignment_mode="expand")
    if dated is None:
        return None
    before, after = dated.start - 1 - (doc[dated.start - 1].lower_ == "on"), dated.end
    for link in (t for t in doc[sentence.first : sentence.last] if t.lower_ in {"in", "at"} and (t.i < before or t.i == after)):
        name = doc[link.i + 1 + (doc[link.i + 1].lower_ == "the")]
        beside = next((c for c in link.children if c.dep_ == "pobj"), name)
        if link.i != after and beside.right_edge.i != before:
            continue
        place = places.place_at(parsed, sentence.passage, name.i)
        topical = medium != "signing" and link.head.i not in range(dated.start, dated.end) and _on_a_topic(link)
        if place is not None and place.geonames_id and not topical:
            return place
    return None


def place_where(parsed: Parsed, sentence: Sentence, verb: Token) -> Place | None:
    """The country that a clause begun with "where" goes on about: "will travel to Chad, 3-5 May, where she will meet officials"."""
    link = next((c for c in verb.children if c.lower_ == "where"), None)
    above = next((a for a in verb.ancestors if a.pos_ == "VERB"), None)
    if link is None or above is None or not above.i < link.i:
        return None
    between = [m for i in range(above.i, link.i) if (m := parsed.mention_at(sentence.passage, i)) is not None and m.first == i]
    stops = [m for m in between if m.kind in {"state", "subnational"} and not m.modifier]
    one = len({e.country for m in stops for e in parsed.entities(m)}) == 1
    return places.place_at(parsed, sentence.passage, stops[-1].first) if one else None


def _on_a_topic(link: Token) -> bool:
    """Whether a place belongs to what is talked about ("talks on the fighting in Goma") and isn't only hung on a name there."""
    noun = link.head
    return noun.pos_ == "NOUN" and noun.dep_ in {"pobj", "dobj"} and noun.lemma_.lower() not in words("vague_engagement")


def verb_telling(noun: Token) -> Token | None:
    """The verb that tells when and where: "the meeting ..., which was held in Vientiane on Monday"."""
    if noun.pos_ == "VERB":
        return None
    for verb in (t for t in noun.subtree if t.dep_ == "relcl" and t.i > noun.i):
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is not None and subject.tag_ == "WDT" and clauses.takes_place(verb):
            return verb
    return None
