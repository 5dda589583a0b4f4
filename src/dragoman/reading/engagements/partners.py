"""The other side of an engagement: whom someone meets, calls or visits, with whom something is signed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.codebook.lexicon import Entry
from dragoman.gazetteer.names import matcher
from dragoman.reading import clauses, events, timing
from dragoman.reading.actors import Entity
from dragoman.reading.clauses import words
from dragoman.reading.engagements.draft import PEOPLE, who
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.records import Evidence, Medium

if TYPE_CHECKING:
    from spacy.tokens import Token


def partners(parsed: Parsed, candidate: events.Candidate, entry: Entry, medium: Medium) -> list[Mention]:
    """Those on the other side, the whole of a list that the parser broke up included."""
    passage, last = candidate.sentence.passage, candidate.sentence.last
    doc = parsed.doc(passage)
    found = list(candidate.targets)
    if not found and candidate.head.lemma_ == "call" and entry.pattern == "call" and not candidate.clause.objects:
        called = [c for c in candidate.head.children if c.dep_ == "oprd"]  # a name with a title, taken for what someone is called
        found = [m for noun in called for m in parsed.who(passage, noun, descend=False)]
    slots = {slot for slot in entry.target if slot not in {"object", "mutual", "none", "between", "subject"}}
    if not found and slots and not candidate.mutual:
        for at in range(candidate.head.i + 1, last + 1):
            if doc[at].lower_ in slots:
                found = parsed.listed(passage, at + 1, last)
                if found:
                    break
            if doc[at].pos_ in {"VERB", "SCONJ"} and doc[at].lower_ not in slots:
                break
    if not any(e.kind in PEOPLE for m in found for e in parsed.entities(m)) and candidate.head.lemma_.lower() in words("hosting"):
        found = [m for noun in candidate.clause.objects for m in parsed.who(passage, noun, descend=False)] or found
    if found:
        first = min(found, key=lambda m: m.first)
        if first.passage == passage and first.first > candidate.head.i:
            found += [m for m in parsed.listed(passage, first.first, last) if m not in found and m not in candidate.sources]
    if found and medium == "visit":
        found += [m for m in _later_stops(parsed, candidate.sentence, found) if m not in candidate.sources]
    return found


def _later_stops(parsed: Parsed, sentence: Sentence, stops: list[Mention]) -> list[Mention]:
    """The stops of a trip that are each told with a day: "Fiji on Monday and Tonga on Tuesday"."""
    doc, found = parsed.doc(sentence.passage), list[Mention]()
    dated = timing.dated(parsed, sentence)
    at = max((m.last for m in stops if m.passage == sentence.passage), default=sentence.last) + 1
    joined = False
    while at <= sentence.last and dated:
        mention = parsed.mention_at(sentence.passage, at)
        if mention is not None and joined and mention.kind in {"state", "subnational"}:
            found.append(mention)
            at, joined = mention.last, False
        elif doc[at].lower_ in {"and", ",", "then"}:
            joined = True
        elif at not in dated and doc[at].lower_ not in {"on", "from", "for"}:
            break
        at += 1
    return found


def gather(parsed: Parsed, candidate: events.Candidate) -> bool:
    """Whether those who meet are many by one name: "the foreign ministers of the G7", "African leaders", "the Security Council"."""
    if candidate.head.lemma_.lower() not in words("assembling") or (candidate.clause.objects and not candidate.entry.rest):
        return False

    def many(mention: Mention) -> bool:
        joint = mention.plural and (mention.region is not None or any(o.kind == "organisation" for o in mention.origins))
        return joint or any(e.id.startswith("IGO/") and e.kind not in PEOPLE for e in parsed.entities(mention))

    return any(map(many, candidate.sources))


def parties_in_name(parsed: Parsed, sentence: Sentence, named: Iterable[Token]) -> list[tuple[Entity, Evidence]]:
    """States and regions in the name of what is signed: "the California-Africa Climate and Economic Partnership"."""
    nouns = (t for name in named for t in (name, *name.subtree))
    called = [t for t in nouns if t.text[:1].isupper() and t.lemma_.lower() in words("agreements")]
    return [party for noun in called for party in _in_name(parsed, sentence, noun.left_edge.i, noun.i + 1, "state", "subnational")]


def members(parsed: Parsed, sentence: Sentence, summit: Token) -> list[tuple[Entity, Evidence]]:
    """Whose summit it is that is held, opens or ends: "the African Union summit began", "a summit of the G7 will be held"."""
    verb = summit.head
    told = clauses.takes_place(verb) or verb.lemma_.lower() in words("cancelling") | words("closing")
    if summit.dep_ not in {"nsubj", "nsubjpass"} or not told:
        return []
    found = _in_name(parsed, sentence, summit.left_edge.i, summit.i, "state", "organisation")
    of = clauses.behind(c for c in summit.children if c.lower_ in {"of", "between"})
    return found + who(parsed, [m for t in clauses.expand(of) for m in parsed.who(sentence.passage, t, descend=False)])


def _in_name(parsed: Parsed, sentence: Sentence, first: int, end: int, *kinds: str) -> list[tuple[Entity, Evidence]]:
    """Those whose names stand in the name of something: "US-Africa Business Summit"."""
    phrase = parsed.doc(sentence.passage)[first:end]
    start = parsed.passages[sentence.passage].start + phrase.start_char
    hits = ((hit, hit.of(*kinds)) for hit in matcher().find(phrase.text.replace("-", " ")))
    return [
        (parsed.registry.named(name), Evidence.of(parsed.text, start + hit.start, start + hit.end))
        for hit, name in hits
        if name is not None
    ]


def abroad(visitors: list[tuple[Entity, Evidence]], hosts: list[tuple[Entity, Evidence]]) -> list[tuple[Entity, Evidence]]:
    """The hosts of a visit without the visitor's own state, where there are others: "will head the Danish delegation to Lima"."""
    home = {e.country for e, _ in visitors}
    return [(e, v) for e, v in hosts if e.kind != "state" or e.country not in home]


def are_officials(parsed: Parsed, mentions: Iterable[Mention]) -> bool:
    """Whether those met are unnamed officials: "a delegation from Finland", "twelve mayors"."""
    return any(parsed.doc(m.passage)[m.head].lemma_.lower() in words("officials") for m in mentions)
