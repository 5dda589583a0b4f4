"""Statements: who said what, to whom, in which tone, with the words of it and who reports it.

Decisions:
- A joint statement of two ("both leaders emphasised") is one statement for each, with the same words. One of three or more is a single
  statement whose speaker is their group (`kind` other, id "KEN+TZA+UGA"): as many copies as a list is long would count one act several
  times.
- A reporter whose words are only that another said something ("According to Ruto, Rubio commended Kenya") has no statement of that; the
  statement is Rubio's and the reporter stands in its attribution.
- The content of an interrupted quotation runs from its first word to its last, the cue between them included; parts that stand apart
  (another paragraph) are statements of their own, so that every content is the text's words and none is lost.
- In a transcript a turn is one statement of its speaker, and what the turn performs in the first person ("we condemn", "I thank")
  another.
- What isn't said is no statement: of what is denied, called off or still to come a warning `not-said` says so (a mere infinitive asserts
  nothing). A speaker who can't be resolved gives a warning `unresolved-speaker`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.reading import clauses, demands, speech_acts
from dragoman.reading.clauses import PASSIVE_SUBJECTS, SUBJECTS
from dragoman.reading.cues import words
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed
from dragoman.reading.quotations import Span
from dragoman.reading.sayings import Saying, attributions
from dragoman.reading.senses import courtesy
from dragoman.reading.slots import addressees, speakers
from dragoman.reading.topics import Topics
from dragoman.records import Actor, Attribution, Engagement, Evidence, ReadingWarning, Stance, Statement, stable_id

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Code points between two parts of one quotation that the words of the cue may take: "..., the minister said on Monday, ...".
INTERRUPTION = 100
_THAT = re.compile(r"that\b(?!['’])\s*", re.I)
#: Sentences of a turn that say nothing: thanks, greetings, assent, and the pleasure of meeting.
_COURTESY = re.compile(
    r"(?:(?:well|so|and|but|oh|look|now|yes|yeah|no|right|okay|ok|mr|madam|president|minister|again|once|of course|you know)[.,]?\s+)*"
    r"(?:thanks?\b|thank you\b|(?:i(?: want to)?|we)(?: really| also)? (?:thank|welcome) "
    r"(?:you|(?:the|this) (?:chance|occasion|opportunity|president|prime minister|minister|secretary))\b[^,]{0,25}"
    r"|welcome\b|good (?:morning|afternoon|evening)\b|go ahead\b|excuse me\b|that['’]s (?:right|true)\b"
    r"|(?:i(?: am|['’]m)? |we(?: are|['’]re)? )?look(?:ing)? forward to (?:our|the|this|your|seeing|hearing|talking)\b"
    r"|(?:it(?: is|['’]s) )?(?:\w+ ){0,5}"
    r"(?:great|good|nice|honou?r|pleasure|privilege|delight|opportunity|joy|honou?red|delighted|pleased)\b"
    r"[^.]{0,20} (?:to (?:(?:formally )?welcome|have|see|meet|be|receive|greet|host)|having|seeing)\b).*",
    re.I | re.S,
)
#: What alone says nothing: "said hello", "thank you", "for which we are grateful", "claimed the lives of two".
_EMPTY = re.compile(
    r"(?:for|of|to|with) which\b.*|the li(?:fe|ves) of\b.*|you (?:all|again|both|so|to|very)\b.*"
    r"|(?:\b(?:which|that|who|it|this|you|him|her|them|so|hello|hi|goodbye|thanks|thank|all)\b|\W)+",
    re.I | re.S,
)
#: A sentence of a turn with fewer words than this is an interjection.
SENTENCE = 3


@dataclass(slots=True)
class Voice:
    """A saying with the actors behind it."""

    saying: Saying
    stance: Stance
    speakers: list[Actor]
    first_person: bool = False
    outer: list[Voice] = field(default_factory=list)


def find(parsed: Parsed, topics: Topics, engagements: Sequence[Engagement]) -> list[Statement]:
    """The statements of a document, in order of their content; what was left out is said in `parsed.warnings`."""
    voices = _voices(parsed)
    found = [
        statement
        for voice in voices
        if _makes_statement(parsed, voice, voices)
        for statement in _build(parsed, voice, voices, topics, engagements)
    ]
    return sorted(_once(found), key=lambda s: (s.content.start, s.content.end, s.speaker.id))


# -- voices ------------------------------------------------------------------------------------------------------------------------


def _voices(parsed: Parsed) -> list[Voice]:
    told = [s for s in attributions(parsed) if parsed.passages[s.passage].kind != "teaser"]  # a later passage has all of it
    told += demands.find(parsed)
    for saying in told:
        saying.own = saying.own or _thanks(saying)
    turns = _Turns(parsed)
    found = []
    for saying in told:
        stance = (saying.pattern.stance if saying.pattern else None) or _of_mind(saying)
        speakers = turns.label(saying) if saying.label else _speakers(parsed, saying)
        found.append(Voice(saying, stance, speakers, first_person=_first_person(saying)))
    stated = [v for v in found if v.saying.pattern is None or v.saying.pattern.stance]
    for voice in found:
        voice.outer = _outer(voice, stated)
    voices = [v for v in found if v in stated or _by_spokesman(v) or _in_own_voice(parsed, v)]
    for voice in sorted(voices, key=lambda v: len(v.outer)):
        if voice.first_person:
            around = voice.outer[-1] if voice.outer else None
            voice.speakers = around.speakers if around else turns.current(voice.saying)
    return voices


def _thanks(saying: Saying) -> bool:
    """Whether someone is thanked without a word for who thanks: "Thank you for your hospitality"."""
    head = saying.head
    return head is not None and head.dep_ in {"ROOT", "conj"} and not saying.speakers and courtesy(head)


def _of_mind(saying: Saying) -> Stance:
    """The stance of a state of mind that is made known: worry warns."""
    said = _words_of(saying)
    return "warn" if said & words("worried") else "support" if said & words("pleased") else "inform"


def _words_of(saying: Saying) -> set[str]:
    return {saying.head.lemma_.lower(), saying.head.lower_, *(t.lower_ for t in saying.matched)} if saying.head is not None else set()


def _in_own_voice(parsed: Parsed, thought: Voice) -> bool:
    """Whether the text makes its author's state of mind known: "we are concerned", "Ireland is concerned" in Ireland's own statement."""
    author, head = parsed.author, thought.saying.head
    if author is None or head is None or thought.stance == "inform" or thought.saying.quoted or head.tag_ not in {"VBZ", "VBP"}:
        return False
    own = {e.id for e in parsed.entities(author)} | {e.country for e in parsed.entities(author)}
    return thought.first_person or (bool(thought.speakers) and all(s.id in own for s in thought.speakers))


def _by_spokesman(thought: Voice) -> bool:
    """Whether a thought is made known by whoever speaks for the one who has it: "the minister was worried, his spokesman said"."""
    ids = {s.id for s in thought.speakers}
    return any(s.reports_to in ids for outer in thought.outer for s in outer.speakers)


def _first_person(saying: Saying) -> bool:
    return saying.own or any(t.lower_ in words("first_person") for t in saying.speakers)


def _speakers(parsed: Parsed, saying: Saying) -> list[Actor]:
    found: dict[str, Actor] = {}
    for token in saying.speakers:
        vehicle = token.lemma_.lower() in words("vehicles")
        carried = vehicle and parsed.mention_at(saying.passage, token.i) is None
        sent = [m for t in (_senders(token) if carried else ()) for m in parsed.who(saying.passage, t, descend=False)]
        for mention in sent or parsed.who(saying.passage, token, descend=vehicle):
            for actor in parsed.actors(mention):
                found.setdefault(actor.id, actor)
    return list(found.values())


def _senders(message: Token) -> list[Token]:
    """Whose words a message carries, wherever the parser hangs its "from": "delivered a message from the president"."""
    after = message.nbor() if message.i + 1 < len(message.doc) else message
    return clauses.behind([after]) if after.lower_ == "from" else speakers(message)


def _outer(voice: Voice, voices: Iterable[Voice]) -> list[Voice]:
    """The voices in whose content this one's cue stands, outermost first."""
    start, end = voice.saying.cue[0]
    around = [o for o in voices if o is not voice and any(a <= start and end <= b for a, b in o.saying.content)]
    return sorted(around, key=lambda o: -sum(b - a for a, b in o.saying.content))


class _Turns:
    """Whose turn it is in a transcript: a label holds until the next one."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.turns = [i for i, p in enumerate(parsed.passages) if p.speaker]

    def label(self, saying: Saying) -> list[Actor]:
        """The speaker whom a label names."""
        return self._named(saying.passage)

    def current(self, saying: Saying) -> list[Actor]:
        """The speaker of the turn in which a saying stands (nobody outside transcripts)."""
        before = [passage for passage in self.turns if passage <= saying.passage]
        return self._named(before[-1]) if before else self._author(saying)

    def _author(self, saying: Saying) -> list[Actor]:
        """The author of a text in the first person, by the "I" or "we" that stands here."""
        here = (self.parsed.mention_at(saying.passage, t.i) for t in saying.speakers)
        named: list[Mention | None] = [m for m in here if m is not None]
        return [
            actor
            for m in named or [self.parsed.author_by(saying.start) if saying.own else None]
            if m is not None
            for actor in self.parsed.actors(m)
        ]

    def _named(self, passage: int) -> list[Actor]:
        label = self.parsed.labels.get(passage)
        return list(self.parsed.actors(label)) if label is not None else []


# -- which of them are statements --------------------------------------------------------------------------------------------------


def _makes_statement(parsed: Parsed, voice: Voice, voices: Iterable[Voice]) -> bool:
    saying = voice.saying
    if _only_reports(voice, voices) or (saying.label and _says_nothing(parsed, saying)):
        return False  # a turn that asserts nothing ("Thank you.") is none
    if voice.first_person and saying.quoted and voice.outer:
        return False  # what a quotation performs gives the quotation its stance
    unsaid = _unsaid(saying)
    if unsaid == "negated" or (unsaid and not voice.first_person):
        if unsaid != "hypothetical":
            _warn(parsed, "not-said", f"no statement: {unsaid}", saying)
        return False
    if not voice.speakers:
        if _names_speaker(saying):
            _warn(parsed, "unresolved-speaker", "it isn't known who says this", saying)
        return False
    return True


def _says_nothing(parsed: Parsed, saying: Saying) -> bool:
    """Whether a turn is made of interjections, thanks and greetings."""
    doc = parsed.doc(saying.passage)
    if not any(t.dep_ in SUBJECTS | PASSIVE_SUBJECTS for t in doc):
        return True
    said = (s.text.strip() for s in doc.sents)
    return all(len(re.findall(r"\w+", s)) < SENTENCE or _COURTESY.fullmatch(s) for s in said)


def _names_speaker(saying: Saying) -> bool:
    """Whether someone is spoken of as saying it: nobody in particular is in "any pledge made" and "acts threatening peace"."""
    if saying.head is None or saying.quotation or not saying.pattern:
        return True
    return bool(saying.source) and saying.head.dep_ not in {"acl", "relcl", "amod"}


def _only_reports(voice: Voice, voices: Iterable[Voice]) -> bool:
    """Whether all that is reported is that another said something."""
    body = voice.saying.body
    if body is None or voice.stance != "inform" or voice.saying.quotation or body.pos_ not in {"VERB", "AUX"}:
        return False
    inner = (v for v in voices if v.saying.head is not None and v.saying.passage == voice.saying.passage and v.saying.head.i == body.i)
    return any(v is not voice and v.speakers and not v.first_person and not _unsaid(v.saying) for v in inner)


def _unsaid(saying: Saying) -> str | None:
    """Why nothing was said: the cue is negated, hypothetical, cancelled or still to come."""
    head = saying.head
    if head is None or saying.pattern is None or saying.own:
        return None
    if head.pos_ == "NOUN":
        return "negated" if any(c.lower_ == "no" for c in head.children) else None
    if head.tag_ == "VBG" and head.dep_ == "pcomp" and head.head.lower_ not in {"by", "in"}:
        reported = head.head.lower_ == "as" and head.head.head.lemma_.lower() in {"quote", "cite"}
        return None if reported else "hypothetical"  # "a commitment to supporting Ukraine"
    kept_back = (c for c in head.children if c.dep_ == "xcomp" and c.lemma_.lower() in words("answering"))
    if head.lemma_.lower() in {"decline", "refuse"} and any(kept_back):
        return "negated"  # "declined to comment"
    status, _ = clauses.status(head)
    return status if status in words("unspoken") else None


def _warn(parsed: Parsed, code: str, message: str, saying: Saying) -> None:
    spans = [*saying.cue, *saying.source, *saying.content]
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    parsed.warnings.append(ReadingWarning(code=code, message=message, evidence=Evidence.of(parsed.text, start, end)))


# -- stance ------------------------------------------------------------------------------------------------------------------------


def _stance(parsed: Parsed, voice: Voice, voices: Iterable[Voice], content: Evidence) -> Stance:
    """The cue's stance; a neutral cue takes that of the words said."""
    if voice.stance != "inform" or voice.saying.label:
        return voice.stance
    inside = (v for v in voices if v.first_person and voice in v.outer and content.start <= v.saying.start < content.end)
    performed = next((v.stance for v in inside if v.stance != "inform" and _unsaid(v.saying) != "negated"), None)
    if performed is not None:
        return performed
    if voice.saying.pattern is not None and "naming" in voice.saying.pattern.content and (named := _by_name(voice.saying)) is not None:
        return named
    if voice.saying.quotation:
        return _STANCES.get(speech_acts.act(content.quote), "inform")
    return _of_clause(parsed, voice) if voice.saying.body is not None else "inform"


def _by_name(saying: Saying) -> Stance | None:
    """Of "called X a Y": disapproval or praise where the name says so."""
    names = [c for c in saying.head.children if c.dep_ in {"oprd", "ccomp"} or c.lower_ == "as"] if saying.head is not None else []
    said = {t.lemma_.lower() for name in names for t in name.subtree}
    if "not" in said:
        return None
    return "oppose" if said & words("blaming") else "support" if said & words("praising") else None


_STANCES: dict[str, Stance] = {"commissive": "commit", "directive": "request"}


def _of_clause(parsed: Parsed, voice: Voice) -> Stance:
    """Of "A said that": a promise where A's own side will do it, a request where someone should."""
    body = voice.saying.body
    if body is None or body.pos_ not in {"VERB", "AUX"} or any(c.dep_ == "neg" for c in body.children):
        return "inform"
    auxiliaries = {c.lower_ for c in body.children if c.dep_ == "aux"}
    if auxiliaries & words("obliging"):
        return "request"
    if auxiliaries & words("promising") and _own_side(parsed, voice, clauses.clause(body).subjects):
        return "commit"
    return "inform"


def _own_side(parsed: Parsed, voice: Voice, subjects: Iterable[Token]) -> bool:
    entities = [e for t in subjects for m in parsed.who(voice.saying.passage, t, descend=False) for e in parsed.entities(m)]
    sides = {s.id for s in voice.speakers} | {s.country for s in voice.speakers if s.country}
    return any(e.id in sides or (e.country in sides and e.sector in {None, "GOV", "MIL"}) for e in entities)


# -- records -----------------------------------------------------------------------------------------------------------------------


def _build(parsed: Parsed, voice: Voice, voices: Sequence[Voice], topics: Topics, engagements: Sequence[Engagement]) -> Iterator[Statement]:
    cue = Evidence.of(parsed.text, *voice.saying.cue[0])
    addressee = _addressee(parsed, voice)
    for start, end in _contents(parsed, voice.saying):
        content = Evidence.of(parsed.text, start, end)
        if _EMPTY.fullmatch(content.quote) or _does_it(parsed, voice) or (voice.first_person and _greets(parsed, voice)):
            continue
        stance = _stance(parsed, voice, voices, content)
        for speaker in _one_voice(parsed, voice):
            yield Statement(
                id=stable_id("st", parsed.document.id, speaker.id, stance, cue.start, content.start, content.end),
                speaker=speaker,
                addressee=addressee if addressee is None or addressee.id != speaker.id else None,
                stance=stance,
                topic=topics.main(start, end),
                content=content,
                cue=cue,
                attribution=tuple(_attribution(parsed, voice, speaker)),
                engagement=_engagement(speaker, addressee, content, engagements),
            )


def _does_it(parsed: Parsed, voice: Voice) -> bool:
    """Whether the cue is a deed that is done by saying so: "declared a state of emergency", "summoned the envoy", "recognised Palau"."""
    head, body = voice.saying.head, voice.saying.body
    if head is None or body is None or voice.saying.quotation:
        return False
    if head.lemma_ in {"recall", "recognise", "recognize", "summon"}:
        mention = parsed.mention_at(voice.saying.passage, body.i)
        return mention is not None and mention.head == body.i and mention.kind in {"state", "office", "person", "role"}
    if head.lemma_ not in {"declare", "proclaim"}:
        return False
    return not words("declared_deeds").isdisjoint({body.lemma_.lower(), *(t.lemma_.lower() for t in body.subtree if t.dep_ == "pobj")})


def _greets(parsed: Parsed, voice: Voice) -> bool:
    """Whether a guest is welcomed, or an occasion to meet: "I want to welcome the president", "thank you for coming"."""
    head, body = voice.saying.head, voice.saying.body
    if head is None or body is None or voice.saying.label:
        return False
    if body.pos_ == "VERB" and (voice.stance == "thank" or {head.lower_, *(t.lower_ for t in voice.saying.matched)} & words("honoured")):
        return body.lemma_.lower() in words("thanked_courtesies")
    if head.lemma_ != "welcome":
        return False
    mention = parsed.mention_at(voice.saying.passage, body.i)
    return (mention is not None and mention.kind in {"person", "office", "pronoun"}) or body.lemma_.lower() in words("welcomed_occasions")


def _contents(parsed: Parsed, saying: Saying) -> Iterator[Span]:
    """The stretches of the content: parts with no more than the cue between them are one."""
    joined: list[Span] = []
    for start, end in saying.content:
        if joined and start - joined[-1][1] <= INTERRUPTION and "\n" not in parsed.text[joined[-1][1] : start]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in joined:
        that = _THAT.match(parsed.text, start, end)
        first = that.end() if that else start
        if first < end:
            yield first, end


def _one_voice(parsed: Parsed, voice: Voice) -> Sequence[Actor]:
    """The speakers of a statement, three or more of them as one group."""
    speakers = voice.speakers
    if len(speakers) < 3:
        return speakers
    start, end = min(s.evidence.start for s in speakers), max(s.evidence.end for s in speakers)
    countries = {s.country for s in speakers}
    evidence = Evidence.of(parsed.text, start, end)
    return [
        Actor(
            id="+".join(sorted(s.id for s in speakers)),
            name=", ".join(s.name for s in speakers[:-1]) + f" and {speakers[-1].name}",
            kind="other",
            country=countries.pop() if len(countries) == 1 else None,
            sector=None,
            office=None,
            as_written=evidence.quote,
            evidence=evidence,
        )
    ]


def _addressee(parsed: Parsed, voice: Voice) -> Actor | None:
    saying = voice.saying
    if saying.pattern is None or saying.head is None:
        return None
    for token in saying.addressed or addressees(saying.pattern, saying.head, saying.matched):
        if token.lower_ == "you" and (other := parsed.spoken_to(saying.passage)) is not None:
            return next(iter(parsed.actors(other)), None)
        mention = parsed.mention_at(saying.passage, token.i)
        if mention is not None and not (mention.modifier and mention.head != token.i):
            return next(iter(parsed.actors(mention)), None)
    return None


def _attribution(parsed: Parsed, voice: Voice, speaker: Actor) -> Iterator[Attribution]:
    for outer in voice.outer:
        body = outer.saying.body
        asserts = outer.saying.quotation or (body is not None and body.pos_ in {"VERB", "AUX"})
        if not asserts or _unsaid(outer.saying):
            continue
        for reporter in outer.speakers:
            if reporter.id != speaker.id:
                yield Attribution(speaker=reporter, cue=Evidence.of(parsed.text, *outer.saying.cue[0]))


def _engagement(speaker: Actor, addressee: Actor | None, content: Evidence, engagements: Sequence[Engagement]) -> str | None:
    """The engagement last spoken of before the words, in which the speaker (and the addressee, where one is named) takes part."""
    best: tuple[int, str] | None = None
    for engagement in engagements:
        if engagement.status not in {"occurred", "ongoing"} or not _takes_part(speaker, engagement):
            continue
        countries = {p.actor.country for p in engagement.participants}
        if addressee is not None and addressee.country not in countries and not _takes_part(addressee, engagement):
            continue
        for evidence in engagement.evidence:
            if evidence.start <= content.end and (best is None or evidence.start > best[0]):
                best = (evidence.start, engagement.id)
    return best[1] if best else None


def _takes_part(actor: Actor, engagement: Engagement) -> bool:
    ids = {p.actor.id for p in engagement.participants}
    countries = {p.actor.country for p in engagement.participants}
    return bool({actor.id, actor.reports_to} & ids) or (actor.kind == "state" and actor.id in countries)


def _once(found: Iterable[Statement]) -> list[Statement]:
    """Statements repeated by captions, teasers or cut sentences, once: the one with the fullest attribution and words stays."""
    kept: list[Statement] = []
    for statement in sorted(found, key=lambda s: (-len(s.attribution), s.content.start - s.content.end, s.content.start)):
        if not any(_same(statement, other) for other in kept):
            kept.append(statement)
    return kept


def _same(one: Statement, other: Statement) -> bool:
    if one.speaker.id != other.speaker.id or one.stance != other.stance:
        return False
    if one.content.start < other.content.end and other.content.start < one.content.end:
        return one.content == other.content and one.cue == other.cue
    short, long = sorted((_plain(one.content.quote), _plain(other.content.quote)), key=len)
    return len(short) > 20 and long.startswith(short)


def _plain(quote: str) -> str:
    return re.sub(r"\W+", " ", quote).strip().lower()
