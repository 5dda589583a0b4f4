"""Engagements: the calls, meetings, visits and signings of a text, each put together from every sentence that speaks of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, cast

from dragoman.codebook import table
from dragoman.codebook.lexicon import Entry, parse_entry
from dragoman.gazetteer.names import matcher
from dragoman.reading import clauses, events, places, timing
from dragoman.reading.actors import Entity, placed
from dragoman.reading.clauses import words
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.reading.topics import Topics
from dragoman.records import Actor, Engagement, Evidence, Medium, Participant, Place, Role, Status, Topic, When, stable_id

if TYPE_CHECKING:
    from spacy.tokens import Token

PEOPLE = {"person", "office"}
#: Patterns that tell of a meeting only with a place: who discusses or briefs may do so on the telephone.
_SITTINGS = {"discuss", "brief"}
#: A mission told with where it is sent: it is itself the visitor.
_SENT = "delegation to"


@cache
def entries() -> dict[tuple[str, str], tuple[tuple[Entry, Medium], ...]]:
    """The engagement patterns by part of speech and head lemma."""
    index: dict[tuple[str, str], list[tuple[Entry, Medium]]] = defaultdict(list)
    for row in table("engagements.csv"):
        entry = parse_entry({**row, "cameo": ""})
        for lemma in entry.head:
            index[entry.pos, lemma].append((entry, cast("Medium", row["medium"])))
    return {key: tuple(found) for key, found in index.items()}


@dataclass(slots=True)
class Draft:
    """One mention of an engagement, before it is merged with the others."""

    medium: Medium
    sentence: Sentence
    head: Token
    status: Status
    cue: Token | None
    subjects: list[tuple[Entity, Evidence]]
    others: list[tuple[Entity, Evidence]]
    hosting: bool
    witnessing: bool
    verb: Token
    evidence: Evidence
    nominal: bool
    when: When | None = None
    place: Place | None = None
    occasion: str | None = None
    beside: list[tuple[Role, Entity, Evidence]] = field(default_factory=list)
    discussing: bool = False

    def ids(self) -> set[str]:
        """Ids of everyone taking part."""
        return {e.id for e, _ in (*self.subjects, *self.others)}


_POS = {"VERB": "V", "NOUN": "N", "PROPN": "N"}


def drafts(parsed: Parsed, sentence: Sentence) -> list[Draft]:
    """The engagements that a sentence speaks of."""
    found = []
    taken: set[int] = set()
    for token, pos, lemma in parsed.predicates(sentence):
        if token.i in taken or (_POS.get(pos), lemma) not in entries():
            continue
        draft, matched = _draft(parsed, sentence, token)
        taken.update(matched)
        if draft is not None:
            found.append(draft)
    return found


def _draft(parsed: Parsed, sentence: Sentence, token: Token) -> tuple[Draft | None, set[int]]:
    pos = _POS[token.pos_]
    if pos == "N" and token.dep_ in {"compound", "amod"}:
        return None, set()
    options = entries().get((pos, token.lemma_.lower()), ())
    matches = [
        (entry, medium, hit)
        for entry, medium in options
        if (hit := events.match(entry, token)) is not None and not any(map(_of_a_day, hit))
    ]
    if not matches:
        return None, set()
    entry, medium, matched = max(matches, key=lambda m: len(m[2]))
    covered = {token.i, *(t.i for t in matched)}
    mention = parsed.mention_at(sentence.passage, token.i)
    if mention is not None and mention.kind not in {"pronoun", "group"} and entry.pattern != _SENT:
        return None, set()
    verb = token if pos == "V" else events.verb_over(token) or _arranging(token)
    if pos == "N" and _mentioned_again(token):
        return _again(parsed, sentence, token, medium), covered
    candidate = events.Candidate(entry, token, clauses.clause(verb if verb is not None else token), matched, sentence)
    events.assign(parsed, candidate, verb)
    if entry.pattern == _SENT:
        candidate.sources = [mention] if mention is not None else []
    elif doers := _told_to(parsed, sentence, token):
        candidate.sources = doers
    elif not any(parsed.entities(m) for m in candidate.sources):
        candidate.sources = _before(parsed, sentence, token) if pos == "V" else _framed(parsed, sentence, token)
    candidate.sources += [m for m in _listed_before(parsed, candidate, token) if m not in candidate.sources]
    candidate.targets = _partners(parsed, candidate, entry, medium)
    if entry.pattern == "stop in" and candidate.clause.objects:
        return None, {token.i}  # "to stop the spread of cholera in"
    if "object" in entry.target and pos == "V" and medium in {"meeting", "call"}:
        people = [m for noun in candidate.clause.objects[:1] for m in parsed.who(sentence.passage, noun, descend=False)]
        things = [noun for noun in candidate.clause.objects[:1] if noun.ent_type_ not in {"DATE", "TIME"}]
        if things and not people and (not candidate.mutual or token.lemma_ == "meet"):
            candidate.targets, candidate.mutual = [], False  # "welcomed the appointment of X", "met the requirements": no meeting
            if token.lemma_ == "meet":
                return None, {token.i}
    candidate.sources += [m for m in _companions(parsed, sentence, verb if verb is not None else token) if m not in candidate.sources]
    subjects = _who(parsed, candidate.sources)
    others = _who(parsed, candidate.targets)
    if medium == "visit":
        others = [(e, v) for e, v in others if e.country or e.kind != "organisation" or not e.id.startswith("X/")]
        others = _abroad(subjects, others)
        if entry.pattern == _SENT:
            others = [(e, v) for e, v in others if e.kind in {"state", "subnational"}]
    if medium == "signing":
        subjects += _who(parsed, _represented(parsed, sentence, token))
        known = {e.id for e, _ in (*subjects, *others)}
        others += [pair for pair in _parties_in_name(parsed, sentence, matched) if pair[0].id not in known]
    beside = _beside(parsed, sentence, medium, token, verb)
    if medium == "meeting" and not others:
        others = [(e, v) for role, e, v in beside if role == "host" and e.kind in PEOPLE]
    told = _medium(medium, entry, token, verb, others, official=_official(parsed, candidate.targets))
    if told is None or not _admissible(told, token, subjects, others, candidate.mutual):
        return None, {token.i}
    return _drafted(parsed, candidate, told, verb, subjects, others, beside), covered


def _drafted(
    parsed: Parsed,
    candidate: events.Candidate,
    medium: Medium,
    verb: Token | None,
    subjects: list[tuple[Entity, Evidence]],
    others: list[tuple[Entity, Evidence]],
    beside: list[tuple[Role, Entity, Evidence]],
) -> Draft | None:
    """The draft of an engagement whose sides are known: its status, time, place and occasion."""
    sentence, token, entry = candidate.sentence, candidate.head, candidate.entry
    status, cue = _status(parsed, candidate)
    anchor = _telling(token) or token
    told = (timing.when_of(parsed, sentence, t, status) for t in (anchor, *(t for t in candidate.matched if t.pos_ == "VERB")))
    when = next((found for found in told if found is not None), None)
    if status == "cancelled" and cue is not None and (moved := _moved_to(parsed, sentence, cue)) is not None:
        status, when = "future", moved
    if status in {"occurred", "ongoing"} and timing.long_ago(when, parsed.document.published):
        status = "historical"
    place = None
    if medium not in {"call", "correspondence"}:
        where = anchor if anchor != token or verb is None else verb
        place = (
            _place(parsed, sentence, where)
            or _place_after(parsed, sentence, [*candidate.sources, *candidate.targets], token)
            or (_place_beside(parsed, sentence, when, medium) if when is not None else None)
            or _place_where(parsed, sentence, where)
        )
    if entry.pattern in _SITTINGS and place is None:
        return None  # who discusses something has met or called; without a place nothing says which
    first, last = sentence.first, sentence.last
    return Draft(
        medium=medium,
        sentence=sentence,
        head=token,
        status=status,
        cue=cue,
        subjects=subjects,
        others=[(e, v) for e, v in others if e.id not in {s.id for s, _ in subjects}],
        hosting=token.lemma_.lower() in words("hosting"),
        witnessing=bool({token.lemma_.lower(), *(t.lemma_.lower() for t in (verb.children if verb is not None else ()))} & {"witness"})
        or (verb is not None and verb.lemma_ == "witness"),
        verb=verb if verb is not None else token,
        evidence=parsed.evidence(sentence.passage, first, last),
        nominal=token.pos_ != "VERB" and verb is None,
        when=when,
        place=place,
        occasion=_occasion(parsed, sentence, verb if verb is not None else token),
        beside=beside,
        discussing=entry.pattern in _SITTINGS,
    )


def _of_a_day(link: Token) -> bool:
    """Whether a pattern's preposition leads on to a day: "called X on Thursday" is no "call on"."""
    return link.pos_ == "ADP" and any(c.dep_ == "pobj" and c.ent_type_ in {"DATE", "TIME"} for c in link.children)


def _listed_before(parsed: Parsed, candidate: events.Candidate, head: Token) -> list[Mention]:
    """The whole of the list of those who do it, where the parser broke it up: "A of X, B of Y, and C met"."""
    passage, found = candidate.sentence.passage, list[Mention]()
    opening = min((m for m in candidate.sources if m.passage == passage and m.last < head.i), key=lambda m: m.first, default=None)
    if opening is None:
        return []
    ahead = parsed.listed(passage, opening.first, head.i - 1)
    found += ahead if candidate.mutual else [m for m in ahead if m.kind == "person"]
    doc, at = parsed.doc(passage), opening.first - 1
    while at >= candidate.sentence.first and opening.kind in {"person", "role"}:
        mention = parsed.mention_at(passage, at)
        if mention is not None and mention.kind == "person":
            if _object_of_another(parsed, passage, doc[mention.head]):
                break
            found.append(mention)
            at = mention.first - 1
        elif doc[at].text == "," or doc[at].lower_ in {"and", "the"} or (mention is not None and mention.modifier):
            at -= 1
        else:
            break
    return found


def _object_of_another(parsed: Parsed, passage: int, token: Token) -> bool:
    """Whether a person stands in another phrase: "after talks with A and B, C met"."""
    while token.dep_ == "conj":
        token = token.head
    mention = parsed.mention_at(passage, token.i)
    return token.dep_ in {"pobj", "dobj"} and mention is not None and mention.kind in {"person", "office"}


def _place(parsed: Parsed, sentence: Sentence, head: Token) -> Place | None:
    return places.event_place(parsed, sentence.passage, head, (sentence.first, sentence.last))


def _place_after(parsed: Parsed, sentence: Sentence, taking_part: list[Mention], head: Token) -> Place | None:
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


def _place_beside(parsed: Parsed, sentence: Sentence, when: When, medium: Medium) -> Place | None:
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


def _place_where(parsed: Parsed, sentence: Sentence, verb: Token) -> Place | None:
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


def _telling(noun: Token) -> Token | None:
    """The verb that tells when and where: "the meeting ..., which was held in Vientiane on Monday"."""
    if noun.pos_ == "VERB":
        return None
    for verb in (t for t in noun.subtree if t.dep_ == "relcl" and t.i > noun.i):
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is not None and subject.tag_ == "WDT" and (verb.lemma_ in {"hold", "convene"} or _takes_place(verb)):
            return verb
    return None


def _takes_place(verb: Token) -> bool:
    return verb.lemma_ in {"happen", "occur"} or (verb.lemma_ == "take" and any(c.lower_ == "place" for c in verb.children))


def _moved_to(parsed: Parsed, sentence: Sentence, verb: Token) -> When | None:
    """The day to which something is put off: "postponed until 14 March"."""
    if verb.lemma_.lower() not in words("postponing"):
        return None
    for span, head in timing.dates_in(parsed, sentence):
        link = next((a for a in head.ancestors if a.pos_ in {"ADP", "SCONJ"}), None)
        if link is not None and link.head == verb and link.lower_ in {"until", "till", "to", "for"}:
            return timing.record(parsed, sentence, span, "future")
    return None


def _beside(parsed: Parsed, sentence: Sentence, medium: Medium, token: Token, verb: Token | None) -> list[tuple[Role, Entity, Evidence]]:
    """Those who only bring it about, host it or look on: "Qatar mediated talks", "X looked on as the ministers signed"."""
    found: list[tuple[Role, Entity, Evidence]] = []

    def add(role: Role, nouns: list[Token]) -> None:
        mentions = [m for noun in nouns for m in parsed.who(sentence.passage, noun, descend=False)]
        found.extend((role, entity, evidence) for entity, evidence in _who(parsed, mentions))

    if token.pos_ in {"NOUN", "PROPN"}:
        over = token.head if token.dep_ == "dobj" and token.head.pos_ == "VERB" else None
        if over is not None and over.lemma_.lower() in words("mediating"):
            add("mediator", clauses.clause(over).subjects)
        elif over is not None and over.lemma_.lower() in words("hosting") and over != verb:
            add("host", clauses.clause(over).subjects)
        for child in token.children:
            if child.dep_ == "acl" and child.lemma_.lower() in words("mediating"):
                add("mediator", clauses.clause(child).agents)
            elif child.dep_ == "acl" and child.lemma_.lower() in words("hosting"):
                add("host", clauses.clause(child).agents)
    elif token.lemma_.lower() in words("mediating"):
        add("mediator", clauses.clause(token).subjects)
    else:
        for noun in (g for at in token.children if at.lower_ in {"for", "in"} for g in at.children if g.dep_ == "pobj"):
            if noun.lemma_.lower() in words("vague_engagement"):
                add("mediator", [t for c in noun.children if c.lemma_.lower() in words("mediating") for t in clauses.clause(c).agents])
    doing = verb if verb is not None else token
    for noun in (g for at in doing.children if at.lower_ in {"at", "on"} for g in at.children if g.lemma_ == "invitation"):
        add("host", clauses.expand([g for of in noun.children if of.lower_ == "of" for g in of.children if g.dep_ == "pobj"]))
    if medium == "signing" and verb is not None:
        upper = verb.head
        if verb.dep_ == "advcl" and upper.lemma_.lower() in words("watching") and any(c.lower_ in {"as", "while"} for c in verb.children):
            add("witness", clauses.clause(upper).subjects)
        for child in verb.children:
            if child.dep_ == "advcl" and child.lemma_.lower() in words("watching"):
                add("witness", clauses.clause(child).agents)
            for noun in child.children:
                if child.lower_ == "in" and noun.lemma_ == "presence":
                    add("witness", clauses.expand([g for p in noun.children if p.lower_ == "of" for g in p.children if g.dep_ == "pobj"]))
    return found


def _arranging(noun: Token) -> Token | None:
    """A verb that places, plans, ends or cancels an engagement: its subject takes part."""
    head = noun.head
    ends = clauses.put_off(head) or head.lemma_.lower() in words("arranging") | words("cancelling")
    if noun.dep_ == "dobj" and head.pos_ == "VERB" and ends:
        return head
    if noun.dep_ == "pobj" and head.head.pos_ == "VERB" and head.head.lemma_.lower() in {"return", "go", "leave", "depart"}:
        return head.head  # "returned from a visit to"
    return None


#: Prepositions before an engagement in which the subject of the clause takes part: "after talks with X, Y said".
_FRAMES = {"after", "at", "during", "following", "in", "on", "over", "upon"}
_LEAVING = {"arrive", "depart", "embark", "fly", "go", "head", "leave", "set", "travel"}


def _framed(parsed: Parsed, sentence: Sentence, noun: Token) -> list[Mention]:
    """Who takes part in an engagement told in an adverbial: "in a call with X, Y said", "left for talks with X"."""
    link = noun.head
    if noun.dep_ != "pobj" or link.dep_ != "prep" or link.head.pos_ != "VERB":
        return []
    if link.lower_ not in _FRAMES and not (link.lower_ == "for" and link.head.lemma_ in _LEAVING):
        return []
    if noun.lemma_ == "summit" and not any(c.lower_ == "their" for c in noun.children):
        return []  # a summit of others, at which something is said
    return [m for t in clauses.clause(link.head).subjects for m in parsed.who(sentence.passage, t, descend=False)]


def _mentioned_again(noun: Token) -> bool:
    """Whether a noun alone goes back to an engagement and says what became of it: "but the meeting did not take place"."""
    if not any(c.dep_ == "det" and c.lower_ in {"the", "that", "this"} for c in noun.children):
        return False
    if noun.dep_ not in {"nsubj", "nsubjpass"} or any(c.dep_ in {"prep", "poss", "relcl"} for c in noun.children):
        return False
    return _takes_place(noun.head) or clauses.status(noun)[0] == "cancelled"


def _again(parsed: Parsed, sentence: Sentence, noun: Token, medium: Medium) -> Draft:
    """What a sentence without participants adds: that it took place or not, and where and when."""
    status, cue = clauses.status(noun)
    when = timing.when_of(parsed, sentence, noun.head, status)
    if status == "cancelled" and cue is not None and (moved := _moved_to(parsed, sentence, cue)) is not None:
        status, when = "future", moved
    evidence = parsed.evidence(sentence.passage, sentence.first, sentence.last)
    return Draft(
        medium, sentence, noun, status, cue, [], [], False, False, noun.head, evidence, True, when, _place(parsed, sentence, noun.head)
    )


def _companions(parsed: Parsed, sentence: Sentence, verb: Token) -> list[Mention]:
    """Those who come along: "accompanied by the governor", "together with the finance minister"."""
    found: list[Mention] = []
    nearby = [
        verb,
        *(c for c in verb.children if c.dep_ in {"advcl", "nsubj", "acl"}),
        *(g for c in verb.children if c.dep_ == "nsubj" for g in c.children),
    ]
    for token in nearby:
        if token.lemma_.lower() in words("accompanying"):
            found += [m for t in clauses.clause(token).agents for m in parsed.who(sentence.passage, t, descend=False)]
    return found


def _represented(parsed: Parsed, sentence: Sentence, verb: Token) -> list[Mention]:
    """Those for whom it is signed: "on behalf of Nigeria"."""
    behalf = [n for on in verb.children if on.lower_ == "on" for n in on.children if n.lower_ == "behalf"]
    nouns = clauses.expand([g for n in behalf for of in n.children if of.lower_ == "of" for g in of.children if g.dep_ == "pobj"])
    return [m for noun in nouns for m in parsed.who(sentence.passage, noun, descend=False)]


def _parties_in_name(parsed: Parsed, sentence: Sentence, named: Iterable[Token]) -> list[tuple[Entity, Evidence]]:
    """States and regions in the name of what is signed: "the California-Africa Climate and Economic Partnership"."""
    doc, base = parsed.doc(sentence.passage), parsed.passages[sentence.passage].start
    found = []
    for noun in (t for name in named for t in (name, *name.subtree)):
        if not noun.text[:1].isupper() or noun.lemma_.lower() not in words("agreements"):
            continue
        start = doc[noun.left_edge.i].idx
        for hit in matcher().find(doc[noun.left_edge.i : noun.i + 1].text.replace("-", " ")):
            name = hit.of("state", "subnational")
            if name is not None:
                entity = parsed.registry.named(name)
                found.append((entity, Evidence.of(parsed.text, base + start + hit.start, base + start + hit.end)))
    return found


def _occasion(parsed: Parsed, sentence: Sentence, verb: Token) -> str | None:
    """The gathering around it: "on the margins of the G20 Leaders' Summit", "at COP28"."""
    tokens = sorted(verb.subtree, key=lambda t: t.i)
    for token in tokens:
        if token.lower_ in words("margins"):
            of = next((c for c in token.children if c.lower_ == "of"), None)
            noun = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
            if noun is not None:
                return _gathering(parsed, sentence, noun)
    for token in tokens:
        if (
            token.lower_ in {"at", "during", "in"}
            and token.dep_ == "prep"
            and token.head.pos_ in {"VERB", "AUX"}
            and abs(token.head.i - verb.i) < 12
        ):
            for noun in (c for c in token.children if c.dep_ == "pobj"):
                if matcher().find(noun.doc[noun.left_edge.i : noun.right_edge.i + 1].text) and (found := _forum(noun)):
                    return found
    return None


def _gathering(parsed: Parsed, sentence: Sentence, noun: Token) -> str:
    left = next((i for i in range(noun.left_edge.i, noun.i + 1) if noun.doc[i].lower_ not in {"the", "a", "ongoing", "annual"}), noun.i)
    right = noun.i
    while (
        right + 1 <= sentence.last
        and (noun.doc[right + 1].text[:1].isupper() or noun.doc[right + 1].lower_ in {"of", "’", "'"})
        and noun.doc[right + 1].is_ancestor(noun) is False
    ):
        if noun.doc[right + 1].ent_type_ in {"GPE", "DATE"}:
            break
        right += 1
    return parsed.evidence(sentence.passage, left, right).quote


def _forum(noun: Token) -> str | None:
    doc = noun.doc
    text = doc[noun.left_edge.i : noun.right_edge.i + 1].text
    hits = matcher().find(text)
    hit = next((h for h in hits if h.of("forum")), None)
    if hit is not None:
        return text[hit.start : hit.end]
    host = next((h for h in hits if h.of("organisation", "body")), None)
    if host is not None and noun.lemma_.lower() in words("gatherings"):  # "the ASEAN summit"
        return text[host.start : noun.idx + len(noun) - doc[noun.left_edge.i].idx]
    return None


def _before(parsed: Parsed, sentence: Sentence, verb: Token) -> list[Mention]:
    """The mention right before a verb, where the parser lost the subject in a long title."""
    for at in range(verb.i - 1, max(sentence.first, verb.i - 6) - 1, -1):
        mention = parsed.mention_at(sentence.passage, at)
        if mention is not None:
            return [mention] if not mention.modifier else []
        if verb.doc[at].pos_ not in {"AUX", "ADV", "NOUN", "PUNCT", "PART"} and verb.doc[at].ent_type_ != "DATE":
            return []
    return []


def _partners(parsed: Parsed, candidate: events.Candidate, entry: Entry, medium: Medium) -> list[Mention]:
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


def _who(parsed: Parsed, mentions: Iterable[Mention]) -> list[tuple[Entity, Evidence]]:
    found: dict[str, tuple[Entity, Evidence]] = {}
    for mention in mentions:
        for entity in parsed.entities(mention):
            found.setdefault(entity.id, (entity, Evidence.of(parsed.text, mention.start, mention.end)))
    return list(found.values())


def _medium(
    medium: Medium, entry: Entry, token: Token, verb: Token | None, others: list[tuple[Entity, Evidence]], *, official: bool
) -> Medium | None:
    """The medium after a look at the words around: a phone or a screen in the clause overrules the verb."""
    near = {t.lower_ for t in (verb if verb is not None else token).subtree if abs(t.i - token.i) < 14}
    head = token.lemma_.lower()
    if near & words("video") and medium in {"meeting", "call", "other"}:
        return "video"
    if near & words("telephone") and medium in {"meeting", "other"} and head not in {"meet", "host"}:
        return "call"
    if head in {"speak", "talk"} and (near & words("in_person")):
        return "meeting"
    people = any(e.kind in PEOPLE for e, _ in others)
    if entry.pattern == "discuss":
        return "meeting"
    if entry.pattern == "call on":
        return medium if people and not any(c.dep_ in {"xcomp", "ccomp", "advcl"} for c in token.children) else None
    if head == "call" and token.pos_ == "VERB":
        return "call" if people and not _calls_something(token) else None
    if entry.pattern in {"welcome", "receive", "greet", "host", "convene"}:
        return medium if people or official else None
    if entry.pattern in {"brief", "inaugurate with", "engagement"}:
        return medium if people or (official and head == "brief") else None
    if (
        head in {"speak", "talk"}
        and others
        and not people
        and not official
        and all(e.id.startswith("X/") or e.kind == "other" for e, _ in others)
    ):
        return None  # "spoke with students", "spoke to reporters"
    return medium


def _calls_something(verb: Token) -> bool:
    """Whether "call" takes a complement, as in "called X a liar", "called for", "called off": not a day, and not the one who is called."""
    for child in verb.children:
        if child.dep_ in {"ccomp", "acomp"} or (child.dep_ == "oprd" and any(c.dep_ == "dobj" for c in verb.children)):
            return True
        if child.dep_ in {"prep", "prt"} and child.lower_ in {"for", "on", "upon", "off", "up", "into"} and not _of_a_day(child):
            return True
    return False


def _official(parsed: Parsed, mentions: Iterable[Mention]) -> bool:
    """Whether those met are unnamed officials: "a delegation from Finland", "twelve mayors"."""
    return any(parsed.doc(m.passage)[m.head].lemma_.lower() in words("officials") for m in mentions)


def _abroad(visitors: list[tuple[Entity, Evidence]], hosts: list[tuple[Entity, Evidence]]) -> list[tuple[Entity, Evidence]]:
    """The hosts of a visit without the visitor's own state, where there are others: "will head the Danish delegation to Lima"."""
    home = {e.country for e, _ in visitors}
    return [(e, v) for e, v in hosts if e.kind != "state" or e.country not in home]


def _told_to(parsed: Parsed, sentence: Sentence, verb: Token) -> list[Mention]:
    """Who is to do it, of an infinitive: a mission named for it ("announced a delegation to attend"), or those called on to do it."""
    if verb.pos_ != "VERB" or verb.dep_ not in {"xcomp", "ccomp", "advcl", "acl"} or not any(c.lower_ == "to" for c in verb.children):
        return []
    above = verb.head
    sent = [t for c in above.children if c.dep_ == "dobj" for t in c.subtree if t.lemma_.lower() in words("missions") and t.i < verb.i]
    if above.lemma_ == "call":
        sent += [g for on in above.children if on.lower_ in {"on", "upon"} for g in on.children if g.dep_ == "pobj"]
    found = [m for noun in sent for m in parsed.who(sentence.passage, noun, descend=False)]
    senders = {e.country for t in clauses.clause(above).subjects for m in parsed.who(sentence.passage, t) for e in parsed.entities(m)}
    for entity in (e for m in found for e in parsed.entities(m) if len(senders) == 1 and not e.country and e.id.startswith("X/")):
        entity.country = next(iter(senders))  # a mission is of the country that sends it
    return found


def _status(parsed: Parsed, candidate: events.Candidate) -> tuple[Status, Token | None]:
    """The status of an engagement: that of going there, where it is what someone goes for, and to come, where someone is sent to it."""
    token = candidate.head
    if candidate.entry.pattern == _SENT:
        status, cue = clauses.status(token)
        return ("future", cue) if status in {"occurred", "hypothetical"} else (status, cue)
    status, cue = clauses.status(token)
    if candidate.entry.pattern.startswith("invite"):
        return "hypothetical" if status in {"occurred", "future"} else status, token
    if status != "hypothetical" or token.pos_ != "VERB":
        return status, cue
    sign = next((c for c in token.children if c.dep_ == "aux" and c.lower_ == "to"), None)
    if sign is None:
        return status, cue
    sent = (m for m in candidate.sources if parsed.doc(m.passage)[m.head].lemma_.lower() in words("missions"))
    if next(sent, None) is not None:
        return "future", sign
    going = token.head
    if going.lemma_.lower() in words("going") or (going.lemma_ == "be" and any(c.dep_ in {"prep", "advmod"} for c in going.children)):
        above, cue = clauses.status(going)
        here = going.lemma_ == "be" and going.tag_ in {"VBZ", "VBP"}
        return ("ongoing" if here and above == "occurred" else above), cue
    return status, cue


def _admissible(
    medium: Medium, token: Token, subjects: list[tuple[Entity, Evidence]], others: list[tuple[Entity, Evidence]], mutual: bool
) -> bool:
    if medium in {"signing", "ceremony"}:
        return bool(subjects)
    if medium == "visit":
        return bool(subjects) and bool(others) and all(e.kind in PEOPLE | {"people", "organisation", "state"} for e, _ in subjects[:1])
    if medium == "summit":
        return bool(subjects)
    if token.pos_ == "VERB" and token.lemma_ == "meet" and not mutual and not others:
        return False
    if token.lemma_ == "discuss":
        return _discussants(subjects, others)
    if medium in {"call", "meeting", "video", "correspondence"}:
        return bool(subjects and others) or mutual or (bool(subjects) and len(subjects) > 1)
    return bool(subjects and others)


def _discussants(subjects: list[tuple[Entity, Evidence]], others: list[tuple[Entity, Evidence]]) -> bool:
    """Whether those who discuss something are officials of two states: that alone says that they met or spoke."""
    sides = [e for e, _ in (*subjects, *others)]
    return all(e.kind in PEOPLE | {"people"} for e in sides) and len({e.country for e in sides if e.country}) > 1


# -- one engagement from many mentions of it ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Group:
    """The drafts of one engagement."""

    medium: Medium
    drafts: list[Draft]

    @property
    def lead(self) -> Draft:
        """The draft that says most: the first with both sides."""
        return next((d for d in self.drafts if d.subjects and d.others), self.drafts[0])

    @property
    def fate(self) -> Draft:
        """The draft that says what became of it: a later one that tells of its end, else the lead."""
        return next((d for d in reversed(self.drafts) if not d.ids() and d.status not in {"occurred", "ongoing"}), self.lead)

    def ids(self) -> set[str]:
        """Ids of everyone that any draft names."""
        return {i for d in self.drafts for i in d.ids()}

    def countries(self) -> set[str]:
        """Countries of everyone that any draft names."""
        return {e.country for d in self.drafts for e, _ in (*d.subjects, *d.others) if e.country}


def group(found: Iterable[Draft]) -> list[Group]:
    """Drafts that speak of one engagement, together."""
    groups: list[Group] = []
    for draft in found:
        home = next((g for g in reversed(groups) if _same(g, draft)), None)
        if home is None:
            if draft.ids():
                groups.append(Group(draft.medium, [draft]))
        elif not draft.discussing:
            home.drafts.append(draft)
            if home.medium in {"meeting", "other"} and draft.medium in {"video", "call"} and draft.nominal is False and _strong(draft):
                home.medium = draft.medium
    return groups


def _strong(draft: Draft) -> bool:
    return len(draft.ids()) > 1


def _same(home: Group, draft: Draft) -> bool:
    if draft.nominal and not draft.ids():
        return home.medium == draft.medium and (draft.status != "occurred" or home.lead.status in {"occurred", "ongoing"})
    if draft.witnessing and home.medium == "signing" and not draft.others and not _names_what(draft.head):
        return True  # "X witnessed the signing": the one just told
    if {home.medium, draft.medium} - {"other"} != {home.medium} and not _loosely(home, draft):
        return False
    if home.medium == draft.medium == "visit" and _one_trip(home, draft):
        return True
    if _clash(home, draft):
        return False
    if home.medium == "signing" and draft.witnessing != home.lead.witnessing:
        return False
    mine, theirs = draft.ids(), home.ids()
    if draft.nominal and any(e.kind in PEOPLE for e, _ in (*draft.subjects, *draft.others) if e.id not in theirs):
        return False
    if mine <= theirs or theirs <= mine:
        return True
    if (
        not draft.nominal
        and draft.others
        and all(e.kind == "people" for e, _ in draft.others)
        and not {e.id for e, _ in draft.others} & theirs
    ):
        return False  # "had lunch with the minister. She met with students"
    countries = {e.country for e, _ in (*draft.subjects, *draft.others) if e.country}
    people = {e.id for e, _ in (*draft.subjects, *draft.others) if e.kind == "person"}
    known = {e.id for d in home.drafts for e, _ in (*d.subjects, *d.others) if e.kind == "person"}
    if people and known and people - known and known - people:
        return False
    return len(countries) > 1 and countries == home.countries()


def _one_trip(home: Group, draft: Draft) -> bool:
    """Whether a visit is a stop of a trip told before, by the same traveller: not one that is dated apart from it."""
    if not {e.id for e, _ in draft.subjects} & {e.id for e, _ in home.lead.subjects}:
        return False
    if home.lead.status != draft.status:
        again = {e.country for e, _ in draft.others} & {e.country for e, _ in home.lead.others} - {None}
        return bool(again) and {home.lead.status, draft.status} == {"future", "ongoing"}
    first = next((d.when for d in home.drafts if d.when), None)
    if first is None or draft.when is None:
        return draft.when is None or draft.sentence is home.lead.sentence
    if not (first.start and first.end and draft.when.start and draft.when.end):
        return True
    return first.start <= draft.when.end and draft.when.start <= first.end


def _names_what(witness: Token) -> bool:
    """Whether a signing that someone witnesses is told with what is signed."""
    return any(c.lower_ == "of" for noun in witness.children if noun.dep_ == "dobj" for c in noun.children)


def _loosely(home: Group, draft: Draft) -> bool:
    """A noun such as "the conversation" or "the talks" may go back to an engagement of another medium with the same people."""
    again = not draft.ids() or (draft.ids() <= home.ids() and home.medium != "signing")  # the talks before a signing aren't the signing
    return draft.nominal and draft.head.lemma_.lower() in words("vague_engagement") and again


def _clash(home: Group, draft: Draft) -> bool:
    real = {"occurred", "ongoing"}
    one, other = home.lead.status, draft.status
    if one != other and not {one, other} <= real:
        return True
    first, second = home.lead.when, draft.when
    if first and second and first.start and second.start and first.end and second.end:
        return first.end < second.start or second.end < first.start
    a, b = home.lead.place, draft.place
    return bool(a and b and a.geonames_id and b.geonames_id and a.geonames_id != b.geonames_id and a.country != b.country)


def build(parsed: Parsed, group_: Group, topics: tuple[Topic, ...] = (), *, abroad: bool = False) -> Engagement:
    """The record of a group of drafts; `abroad`: told of a whole tour, whose first stop isn't where all of it takes place."""
    lead = group_.lead
    participants: dict[str, Participant] = {}
    for draft in [lead, *group_.drafts]:
        roles: tuple[Role, Role] = ("witness", "signatory") if draft.witnessing else _roles(group_.medium, draft.hosting)
        for role, side in zip(roles, (draft.subjects, draft.others), strict=True):
            for entity, evidence in side:
                participants.setdefault(entity.id, Participant(role=role, actor=parsed.registry.actor(entity, evidence)))
        for role, entity, evidence in draft.beside:
            participants.setdefault(entity.id, Participant(role=role, actor=parsed.registry.actor(entity, evidence)))
    moved = group_.fate.when if group_.fate.status == "future" else None
    when = moved or next((d.when for d in [lead, *group_.drafts] if d.when), None)
    place = next((d.place for d in [lead, *group_.drafts] if d.place), None)
    occasion = next((d.occasion for d in [lead, *group_.drafts] if d.occasion), None)
    mentions = tuple(dict.fromkeys(d.evidence for d in [lead, *group_.drafts]))
    fate = group_.fate
    cue = parsed.evidence(fate.sentence.passage, fate.cue.i, fate.cue.i) if fate.cue is not None else None
    return Engagement(
        id=stable_id("en", parsed.document.id, group_.medium, lead.evidence.start, lead.head.i),
        medium=group_.medium,
        status=fate.status,
        status_cue=cue if fate.status not in {"occurred"} else None,
        participants=tuple(_at_home(_without_shadows(list(participants.values())), None if abroad else place)),
        when=when,
        place=place,
        occasion=occasion,
        topics=topics,
        evidence=mentions,
    )


def _roles(medium: Medium, hosting: bool) -> tuple[Role, Role]:
    if medium == "visit":
        return "visitor", "host"
    if medium == "signing":
        return "signatory", "signatory"
    if medium == "correspondence":
        return "actor", "addressee"
    if hosting:
        return "host", "visitor"
    return "actor", "actor"


def _without_shadows(participants: list[Participant]) -> list[Participant]:
    """A state isn't listed beside its own leader."""
    led = {p.actor.country for p in participants if p.actor.kind in PEOPLE}
    return [p for p in participants if not (p.actor.kind == "state" and p.actor.country in led and p.role not in {"host"})]


def _on_visits(found: list[Engagement]) -> list[Engagement]:
    """Officials and citizens of no named country are of the one country that a text tells a visit to."""
    visited = {p.actor.country for e in found if e.medium == "visit" for p in e.participants if p.role == "host" and p.actor.country}
    country = visited.pop() if len(visited) == 1 else None
    if country is None:
        return found
    return [e.model_copy(update={"participants": _settled(e.participants, country)}) if e.status != "historical" else e for e in found]


def _settled(participants: Sequence[Participant], country: str) -> tuple[Participant, ...]:
    if not participants or participants[0].actor.country in {None, country}:
        return tuple(participants)
    return tuple(p.model_copy(update={"actor": placed(p.actor, country)}) if _homeless(p.actor) else p for p in participants)


def _at_home(participants: list[Participant], place: Place | None) -> list[Participant]:
    """Officials and citizens of no named country are of the other side's, where it is one, else of the place where they are met."""
    first = participants[0].actor.country if participants else None
    others = {p.actor.country for p in participants if p.actor.country} - {first}
    country = others.pop() if len(others) == 1 else place.country if place is not None and not others else None
    return list(_settled(participants, country)) if country is not None else participants


def _homeless(actor: Actor) -> bool:
    named = actor.kind == "person" and actor.office is None
    noun = actor.id.removeprefix("X/")  # of one country where it is one: not "other donor governments"
    body = noun in words("local_bodies") and actor.as_written.lower().replace(" ", "-").endswith(noun)
    local = body or actor.kind in {"people", "office", "other", "person"}
    return actor.country is None and actor.id.startswith("X/") and local and not named


def find(parsed: Parsed, topics: Topics) -> list[Engagement]:
    """The engagements of a document, the one it is about first, background ones last."""
    found = [
        draft for sentence in parsed.sentences if not sentence.repeats and not parsed.plays(sentence) for draft in drafts(parsed, sentence)
    ]
    groups = [g for g in group(found) if _worth(g)]
    _add_leaders(parsed, groups)
    _add_attending(parsed, groups)
    groups += _at_hand(parsed, groups)
    groups.sort(key=lambda g: (g.fate.status in {"historical", "hypothetical", "negated"}, g.lead.evidence.start, g.lead.head.i))
    starts = sorted(g.lead.evidence.start for g in groups)
    tours = [g.lead.sentence for g in groups if g.medium == "visit" and len({e.country for e, _ in g.lead.others}) > 1]
    built = [
        build(
            parsed,
            g,
            topics.within(g.lead.evidence.start, _until(starts, g.lead.evidence.start, len(parsed.text))),
            abroad=g.lead.sentence in tours,
        )
        for g in groups
    ]
    return _on_visits(built)


def _add_leaders(parsed: Parsed, groups: Sequence[Group]) -> None:
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
            leaders = _who(parsed, [m for noun in told.subjects for m in parsed.who(sentence.passage, noun, descend=False)])
            for group_ in (g for g in groups if led & g.ids()):
                group_.lead.subjects += [(e, v) for e, v in leaders if e.id not in group_.ids()]


def _add_attending(parsed: Parsed, groups: list[Group]) -> None:
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
            joined = _who(parsed, [m for noun in nouns for m in parsed.who(sentence.passage, noun, descend=False)])
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


#: Verbs whose object is the gathering itself: who welcomes a meeting is glad of it.
_HOSTS = {"chair", "co-host", "host"}


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
    if told.objects and not told.passive and lemma in _HOSTS | words("mediating") and _the_one_told(told.objects, verb):
        return ("host" if lemma in _HOSTS else "mediator"), told.subjects
    return None, []


def _the_one_told(objects: Sequence[Token], verb: Token) -> bool:
    """Whether nothing, or no more than "the talks", is said of what someone joins, hosts or mediates."""
    within = [g for c in verb.children if c.dep_ == "prep" and c.lower_ in {"at", "in"} for g in c.children if g.dep_ == "pobj"]
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


def _at_hand(parsed: Parsed, groups: Sequence[Group]) -> list[Group]:
    """The meeting at which a transcript is taken: speakers of two states, one of whom welcomes the other or speaks of "our meeting"."""
    sides = {
        e.id: (e, Evidence.of(parsed.text, label.start, label.end))
        for label in parsed.labels.values()
        for e in parsed.entities(label)
        if e.kind in PEOPLE and e.country
    }
    if not len({e.country for e, _ in sides.values()}) > 1 or any(set(sides) <= g.ids() for g in groups):
        return []
    opening = min(parsed.labels)
    for sentence in (s for s in parsed.sentences if s.passage >= opening):
        for token in parsed.tokens(sentence):
            ours = token.lemma_.lower() in words("vague_engagement") and any(c.lower_ == "our" for c in token.children)
            if token.lemma_.lower() == "welcome" or ours:
                first, *rest = sides.values()
                evidence = parsed.evidence(sentence.passage, sentence.first, sentence.last)
                return [
                    Group(
                        "meeting", [Draft("meeting", sentence, token, "ongoing", None, [first], rest, False, False, token, evidence, False)]
                    )
                ]
    return []


def _worth(group_: Group) -> bool:
    """A record needs two sides (or one, where the form says that there is another: a visit, a summit, a signing)."""
    return len(group_.ids()) > 1 or (group_.medium in {"summit", "signing", "ceremony"} and bool(group_.ids()))


def _until(starts: list[int], start: int, end: int) -> int:
    return next((s for s in starts if s > start), end)
