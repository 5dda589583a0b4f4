"""Sayings: who voices what, as spans: the layer under statements, in which a speaker needn't be anyone known.

A saying has a source (whose it is), a cue (the words that say that it is said) and a content (what is said), as lists of stretches of the document.
Cues are the patterns of `codebook/data/statements.csv`: `pattern,pos,stance,addressee,content,note`.

- `pattern`, `pos`: as in the lexicon (`codebook.lexicon`).
- `stance`: of the statement made with it; empty where the words tell a thought or a finding, which is voiced by the text but stated by nobody.
- `addressee`: slots of those spoken to, alternatives in order: `object`, `dative`, a preposition, or `none`.
- `content`: slots of what is said, alternatives in order: `quote` (a quotation beside the cue), `clause` (a complement clause: `finite` or `infinitive`),
  `object`, `all` (the object with the reasons given: "Kenya for its leadership"), `naming` (the object and the name it is called), or a preposition.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, cast

from dragoman.codebook import DATA, load_yaml
from dragoman.codebook.lexicon import Entry, parse_entry
from dragoman.reading import clauses, events, quotations
from dragoman.reading.clauses import PASSIVE_SUBJECTS, SUBJECTS
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.reading.quotations import Quotation
from dragoman.records import Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Span = tuple[int, int]
#: A cue farther than this from a quotation (tokens) speaks of something else: "Rubio, who arrived on Monday from Rome for talks, said: ..."
NEAR = 24
MAX_LABEL = 8  # tokens before the colon of a headline: longer ones aren't someone's name
_TRIM = " \t\r\n\xa0,;:.—–-"
_REASONS = {"for", "as", "on", "over", "of", "about", "in", "with", "to", "against"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern of words that says that something is said."""

    entry: Entry
    stance: Stance | None
    addressee: tuple[str, ...]
    content: tuple[str, ...]

    @property
    def quotes(self) -> bool:
        """Whether its content can be a quotation."""
        return "quote" in self.content


@dataclass(slots=True)
class Saying:
    """Something voiced. Spans are the document's; tokens those of the passage's parse.

    `quoted`: the cue itself stands inside a quotation. `body`: the head of the content, where it is a clause or a phrase of the parse.
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

    @property
    def start(self) -> int:
        """Where its cue begins."""
        return self.cue[0][0]


@cache
def cues() -> dict[tuple[str, str], tuple[Cue, ...]]:
    """The cues by part of speech and head lemma, those with the most words first."""
    index: dict[tuple[str, str], list[Cue]] = defaultdict(list)
    with (DATA / "statements.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            entry = parse_entry({"pattern": row["pattern"], "pos": row["pos"], "cameo": "", "source": "subject", "target": row["addressee"]})
            cue = Cue(entry, cast("Stance", row["stance"]) if row["stance"] else None, entry.target, tuple(row["content"].split("|")))
            for lemma in entry.head:
                index[entry.pos, lemma].append(cue)
    return {key: tuple(sorted(found, key=lambda c: -len(c.entry.rest))) for key, found in index.items()}


@cache
def words(kind: str) -> frozenset[str]:
    """A named list of `codebook/data/statement_words.yaml`."""
    return frozenset(next(row["words"] for row in load_yaml("statement_words.yaml") if row["kind"] == kind))


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
    if doc.text.rstrip().endswith(":"):
        return max((s for s in here if s.pattern is not None and s.pattern.quotes and s.head is not None), key=lambda s: s.start, default=None)
    quoted = max((s for s in here if s.quotation), key=lambda s: s.content[-1], default=None)
    return quoted or (last if _only_quotation(doc) else None)


def _only_quotation(doc: Doc) -> bool:
    marks = quotations.find(doc.text)
    return bool(marks) and marks[0].start == 0 and marks[-1].end >= len(doc.text.rstrip(" ."))


def _in_passage(parsed: Parsed, passage: int, doc: Doc, last: Saying | None) -> list[Saying]:
    base = parsed.passages[passage].start
    marks = quotations.find(doc.text)
    found = [s for sentence in parsed.sentences if sentence.passage == passage for s in _in_sentence(parsed, sentence, base, marks)]
    label = parsed.passages[passage].speaker
    if label is not None:
        found.append(Saying(passage, [label], [(base, base + len(doc.text))], [label], label=True))
    if parsed.passages[passage].kind == "headline":
        found += _headed(parsed, passage, doc, base)
    _attach_quotations(doc, base, marks, found, last)
    return found


def _headed(parsed: Parsed, passage: int, doc: Doc, base: int) -> Iterator[Saying]:
    """A headline that gives the speaker before a colon: "Ruto: Kenya is ready to host talks"."""
    colon = next((t for t in doc[1:MAX_LABEL] if t.text == ":"), None)
    if colon is not None and colon.i + 1 < len(doc) and all(t.pos_ not in {"VERB", "AUX"} for t in doc[: colon.i]):
        speakers = [t for t in doc[: colon.i] if parsed.mention_at(passage, t.i) is not None or t.head.i >= colon.i or t.head == t]
        yield Saying(
            passage,
            [(base + colon.idx, base + colon.idx + 1)],
            [(base + doc[colon.i + 1].idx, base + len(doc.text.rstrip(" .")))],
            [(base, base + colon.idx)],
            head=colon,
            speakers=speakers[-1:],
        )


# -- cues in a sentence ------------------------------------------------------------------------------------------------------------


def _in_sentence(parsed: Parsed, sentence: Sentence, base: int, marks: Sequence[Quotation]) -> Iterator[Saying]:
    taken: set[int] = set()
    tokens = parsed.tokens(sentence)
    for token in sorted(tokens, key=lambda t: (t.pos_ not in {"VERB", "AUX"}, t.i)):
        if token.i in taken:
            continue
        saying = _according(token, sentence.passage, base) if token.lower_ == "according" else _by_pattern(token, sentence.passage, base, marks)
        if saying is not None:
            taken.update({token.i, *(t.i for t in saying.matched)})
            saying.quoted = any(q.holds(token.idx, token.idx + len(token)) and q.words(token.doc.text) >= quotations.UTTERANCE for q in marks)
            yield saying


def _by_pattern(token: Token, passage: int, base: int, marks: Sequence[Quotation]) -> Saying | None:
    pos = {"VERB": "V", "AUX": "V", "NOUN": "N"}.get(token.pos_)
    if pos is None or (pos == "N" and token.dep_ in {"compound", "amod", "npadvmod"}) or token.dep_ in {"aux", "auxpass"}:
        return None
    fallback: Saying | None = None
    for cue, matched in _matches(pos, token):
        content, body = _content(cue, token, matched)
        saying = Saying(passage, [_chars(base, _cue_tokens(token, matched, content))], head=token, pattern=cue, matched=matched, body=body)
        saying.content = _spans(base, content, marks)
        _add_source(saying, base, content)
        if saying.content:
            return saying if pos == "V" or saying.source or cue.stance else None
        if cue.quotes and pos == "V" and fallback is None:
            fallback = saying
    return fallback


def _matches(pos: str, token: Token) -> list[tuple[Cue, tuple[Token, ...]]]:
    """The patterns that a word heads, those with the most words first, then those whose words stand nearest."""
    found = [(cue, matched) for cue in cues().get((pos, token.lemma_.lower()), ()) if (matched := events.match(cue.entry, token)) is not None]
    near = [(cue, matched) for cue, matched in found if all(t.pos_ != "ADP" or t.head in {token, *matched} for t in matched)]
    return sorted(near, key=lambda m: (-len(m[1]), abs(m[1][0].i - token.i) if m[1] else 0))


def _add_source(saying: Saying, base: int, content: Iterable[Token]) -> None:
    head = cast("Token", saying.head)
    saying.speakers = _speakers(head)
    inside = {t.i for t in content}
    shown = [t for t in _shown_speakers(head, saying.speakers) if t.i not in inside]
    if shown and shown[0].pos_ not in {"VERB", "AUX"}:
        saying.source = [_chars(base, _run(shown[0], _phrase(shown[0], without={head.i, *inside})))]


def _shown_speakers(head: Token, speakers: list[Token]) -> list[Token]:
    own = [c for c in head.children if c.dep_ in SUBJECTS] if head.pos_ != "NOUN" and host(head) is None else []
    return own or speakers


def _between_names(verb: Token) -> bool:
    """Whether the parser took a finite verb between two names for a part of them: "President A briefed Minister B on"."""
    return verb.dep_ == "compound" and verb.tag_ in {"VBD", "VBZ"} and verb.i > verb.sent.start and verb.nbor(-1).pos_ == "PROPN"


def _speakers(head: Token) -> list[Token]:
    if _between_names(head):
        return [head.nbor(-1)]
    if head.pos_ in {"VERB", "AUX"}:
        return clauses.clause(host(head) or head).subjects
    owner = [c for c in head.children if c.dep_ == "poss"]
    if owner:
        return clauses.expand(owner)
    agent = [g for c in head.children if c.dep_ in {"prep", "agent"} and c.lower_ in {"by", "from"} for g in c.children if g.dep_ == "pobj"]
    if agent:
        return clauses.expand(agent)
    verb = events.verb_over(head)
    if verb is not None and verb.lemma_ != "be":
        return clauses.clause(verb).subjects
    return [c for c in head.children if c.dep_ in {"compound", "nmod", "amod"} and c.pos_ == "PROPN"]


def _according(token: Token, passage: int, base: int) -> Saying | None:
    to = next((c for c in token.children if c.lower_ == "to"), None)
    sources = [g for g in to.children if g.dep_ == "pobj"] if to is not None else []
    if not sources or to is None or token.head == token:
        return None
    phrase = {t.i for t in token.subtree}
    body = token.head
    while body.pos_ not in {"VERB", "AUX"} and body.head != body:
        body = body.head
    while body.dep_ in {"xcomp", "aux", "conj", "pcomp", "acl"} and body.head != body:
        body = body.head
    content = [t for t in body.subtree if t.i not in phrase and t.sent == token.sent]
    saying = Saying(passage, [_chars(base, [token, to])], head=token, matched=(to,), speakers=clauses.expand(sources), body=body)
    saying.source = [_chars(base, _phrase(sources[0], without=set()))]
    saying.content = _spans(base, content, ())
    return saying


def addressees(saying: Saying) -> list[Token]:
    """The heads of those to whom it is said, from the first slot that has any."""
    if saying.pattern is None or saying.head is None:
        return []
    if _between_names(saying.head):
        return [saying.head.head]
    for slot in saying.pattern.addressee:
        found = list(_addressed(slot, saying.head, saying.matched))
        if found:
            return clauses.expand(found)
    return []


def _addressed(slot: str, head: Token, matched: tuple[Token, ...]) -> Iterator[Token]:
    if slot in {"object", "dative"}:
        passive = clauses.is_passive(head)
        yield from (c for c in head.children if c not in matched and (c.dep_ in {"dobj", "dative"} or (passive and c.dep_ in PASSIVE_SUBJECTS)))
        for child in head.children:
            if child.dep_ == "ccomp" and _infinitive(child):
                yield from (c for c in child.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS)
    elif slot == "clause":
        yield from (g for c in _complement([head]) for g in c.children if g.dep_ in SUBJECTS | PASSIVE_SUBJECTS)
    elif slot != "none":
        for anchor in (head, *matched):
            yield from (c for c in anchor.children if c.dep_ == "pobj") if anchor.lower_ == slot else _after(anchor, slot)


# -- slots -------------------------------------------------------------------------------------------------------------------------


def _content(cue: Cue, head: Token, matched: tuple[Token, ...]) -> tuple[list[Token], Token | None]:
    """The tokens of the content and its head, from the first slot that has any."""
    anchors = [head, *(t for t in matched if t.pos_ != "PART")]
    if _between_names(head):
        anchors.append(head.head)
    for slot in cue.content:
        heads = list(dict.fromkeys(_slot(slot, anchors, matched)))
        if heads:
            without = {head.i, *(i for h in heads for i in _next_sayings(h)), *_handed_up(head)}
            inside = {t.i: t for h in heads for t in _phrase(h, without=without)}
            inside |= {t.i: t for t in _gerund_after(head, max(inside)) if slot not in {"clause", "finite", "infinitive"} and t.i not in inside}
            if slot in {"clause", "finite"} and inside[min(inside)] in matched:
                del inside[min(inside)]
            while inside and inside[max(inside)].pos_ == "CCONJ":
                del inside[max(inside)]
            return [inside[i] for i in sorted(inside)], heads[0]
    return [], None


def _slot(slot: str, anchors: list[Token], matched: tuple[Token, ...]) -> Iterator[Token]:
    head = anchors[0]
    if slot == "quote":
        return
    if slot == "clause":
        yield from _complement(anchors)
    elif slot in {"finite", "infinitive"}:
        yield from (c for c in _complement(anchors) if _infinitive(c) == (slot == "infinitive"))
    elif slot == "object":
        yield from _objects(head)
    elif slot == "all":
        objects = list(_objects(head))
        yield from objects
        if objects:
            yield from (c for c in head.children if c.dep_ == "prep" and c.lower_ in _REASONS and c.i > head.i)
    elif slot == "naming":
        named = [c for c in head.children if c.dep_ in {"oprd", "ccomp"} or (c.dep_ == "prep" and c.lower_ == "as")]
        if named:
            yield from _objects(head)
            yield from named
    else:
        for anchor in anchors:
            if anchor.lower_ == slot:
                yield from (c for c in anchor.children if c.dep_ in {"pobj", "pcomp"})
            else:
                yield from _after(anchor, slot)


def _after(anchor: Token, preposition: str) -> Iterator[Token]:
    for child in anchor.children:
        if child.lower_ == preposition and child.dep_ in {"prep", "agent", "dative", "prt"}:
            yield from (c for c in child.children if c.dep_ in {"pobj", "pcomp", "prep"})


def _complement(anchors: list[Token]) -> Iterator[Token]:
    head = anchors[0]
    for anchor in anchors:
        for child in anchor.children:
            if child.dep_ == "ccomp" and host(child) == head:
                yield from (c for c in child.children if c.dep_ in SUBJECTS)
            elif child.dep_ == "ccomp" or (child.dep_ == "xcomp" and child.pos_ in {"VERB", "AUX"}):
                yield child
            elif anchor.pos_ == "NOUN" and child.dep_ in {"acl", "relcl"} and _infinitive_or_that(child):
                yield child
            elif child.dep_ == "advcl" and anchor.pos_ != "NOUN" and _purpose_or_that(child, anchor):
                yield child
    if head.dep_ == "parataxis" and head.head.pos_ in {"VERB", "AUX", "NOUN"}:
        yield head.head


def _next_sayings(body: Token) -> set[int]:
    """Cues coordinated with the content that aren't part of it: "said A and B accused C", "urged A to leave and says"."""
    loose = body.dep_ == "xcomp" or any(c.dep_ == "aux" and c.lower_ == "to" for c in body.children)
    return {
        c.i
        for c in body.children
        if c.dep_ == "conj"
        and ("V", c.lemma_.lower()) in cues()
        and (any(g.dep_ in SUBJECTS for g in c.children) or (loose and c.tag_ in {"VBD", "VBZ", "VBP"}))
    }


def _gerund_after(head: Token, last: int) -> list[Token]:
    """What the parser hangs on the verb though it belongs to the object: "reaffirmed support for Kenya's lead in stabilising Haiti"."""
    return [
        t
        for c in head.children
        if c.dep_ == "prep" and c.i == last + 1 and c.lower_ in {"in", "of", "for"} and any(g.dep_ == "pcomp" for g in c.children)
        for t in _phrase(c, without=set())
    ]


def host(cue: Token) -> Token | None:
    """The verb whose subject says this, where the parser hangs the cue on another: a participle after a comma goes back to the cue that governs the
    sentence ("said that it is vital, adding that ..."), a verb coordinated across tenses to the one of its tense ("said that it works and asked for").
    """
    if cue.head == cue:
        loose = cue.tag_ == "VBG" and _after_comma(cue)
        return next((t for t in reversed(cue.doc[cue.sent.start : cue.i]) if _is_cue(t) and t.tag_ in {"VBD", "VBZ"}), None) if loose else None
    subjects = [c for c in cue.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
    if cue.tag_ == "VBG" and _after_comma(cue):
        if cue.dep_ == "ccomp" and subjects and not any(c.dep_ == "aux" for c in cue.children):
            return cue.head  # "acknowledged the backing, underscoring ...": the parser takes the object for its subject
        if not subjects and cue.dep_ in {"advcl", "acl"} and not _is_cue(cue.head):
            return next((a for a in cue.head.ancestors if _is_cue(a) and a.i < cue.i), None)
    if subjects:
        return None
    if cue.dep_ == "conj" and cue.tag_ in {"VBD", "VBZ", "VBP"} and cue.head.tag_ in {"VBD", "VBZ", "VBP"} and cue.head.tag_ != cue.tag_:
        upper = cue.head.head
        return upper if cue.head.dep_ == "ccomp" and upper.tag_ == cue.tag_ and _is_cue(upper) else None
    return None


def _is_cue(token: Token) -> bool:
    return token.pos_ == "VERB" and ("V", token.lemma_.lower()) in cues()


def _after_comma(token: Token) -> bool:
    before = token.i - 1
    while before > token.sent.start and token.doc[before].dep_ == "advmod":
        before -= 1
    return token.doc[before].text == ","


def _handed_up(head: Token) -> Iterator[int]:
    """Cues inside the content of `head` that belong to it, or to one above it."""
    above = {head.i, *(a.i for a in head.ancestors)}
    for token in head.subtree:
        if token != head and _is_cue(token):
            upper = host(token)
            if upper is not None and upper.i in above:
                yield token.i


def _infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _purpose_or_that(verb: Token, governor: Token) -> bool:
    """An adverbial clause that may be a complement: "that", or an infinitive where there's no object whose purpose it would be."""
    if any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children):
        return True
    return _infinitive(verb) and not any(c.dep_ == "dobj" for c in governor.children)


def _infinitive_or_that(verb: Token) -> bool:
    return any((c.dep_ == "mark" and c.lower_ == "that") or (c.dep_ == "aux" and c.lower_ == "to") for c in verb.children)


def _objects(head: Token) -> Iterator[Token]:
    passive = clauses.is_passive(head)
    for child in head.children:
        if child.dep_ in {"dobj", "attr"} or (passive and child.dep_ in PASSIVE_SUBJECTS):
            yield child
    if passive and head.dep_ == "acl":
        yield head.head


def _run(head: Token, tokens: Sequence[Token]) -> list[Token]:
    """The unbroken stretch of tokens around a head."""
    by_place = {t.i: t for t in tokens}
    first = last = head.i
    while first - 1 in by_place:
        first -= 1
    while last + 1 in by_place:
        last += 1
    return [by_place[i] for i in range(first, last + 1)]


# -- spans -------------------------------------------------------------------------------------------------------------------------


def _phrase(head: Token, *, without: set[int]) -> list[Token]:
    """The tokens below a head, those of `without` left out with everything below them."""
    found = [head]
    for child in head.children:
        if child.i not in without:
            found += _phrase(child, without=without)
    return sorted(found, key=lambda t: t.i)


def _cue_tokens(head: Token, matched: tuple[Token, ...], content: Iterable[Token]) -> list[Token]:
    """The verb group (auxiliaries, negation, adverbs before it, particles) with the pattern's words outside the content."""
    inside = {t.i for t in content}
    group = {c.i for c in head.children if c.dep_ in {"aux", "auxpass", "neg", "advmod"} and c.i < head.i} | {head.i}
    first = head.i
    while first - 1 in group:
        first -= 1
    rest = [c.i for c in (*head.children, *matched) if (c.dep_ == "prt" or c in matched) and head.i < c.i <= head.i + 8 and c.i not in inside]
    last = max([head.i, *rest])
    if any(i in inside for i in range(head.i, last)):
        last = head.i
    nxt = head.doc[last + 1] if last + 1 < len(head.doc) else None
    if nxt is not None and nxt.dep_ == "prep" and nxt.i not in inside and nxt.i + 1 in inside:
        last += 1
    return [head.doc[i] for i in range(first, last + 1)]


def _chars(base: int, tokens: Sequence[Token]) -> Span:
    return base + tokens[0].idx, base + tokens[-1].idx + len(tokens[-1])


def _spans(base: int, tokens: Sequence[Token], marks: Sequence[Quotation]) -> list[Span]:
    """The stretches that tokens cover, without punctuation at their ends, quotation marks kept or completed."""
    runs: list[list[Token]] = []
    for token in tokens:
        if runs and token.i - runs[-1][-1].i == 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    found = [_trim(tokens[0].doc.text, run[0].idx, run[-1].idx + len(run[-1]), marks) for run in runs]
    return [(base + a, base + b) for a, b in _join(f for f in found if f[1] > f[0])]


def _trim(text: str, start: int, end: int, marks: Sequence[Quotation]) -> Span:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    for mark in marks:  # half a quotation isn't the words: the other half belongs to it
        if mark.start < end and start < mark.end and not (start <= mark.start and mark.end <= end):
            start, end = min(start, mark.start), max(end, mark.end)
    return start, end


def _join(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


# -- quotations --------------------------------------------------------------------------------------------------------------------


def _attach_quotations(doc: Doc, base: int, marks: Sequence[Quotation], found: list[Saying], last: Saying | None) -> None:
    """Gives each quotation to the cue beside it, or to whoever was speaking before it."""
    speaker = last if marks and marks[0].start == 0 else None
    before: Quotation | None = None
    for index, mark in enumerate(marks):
        ahead = marks[index + 1].start if index + 1 < len(marks) else len(doc.text)
        owner = _owner(doc, base, mark, before, ahead, found)
        if owner is not None:
            _give(owner, base, mark)
            speaker = owner
        elif speaker is not None and _goes_on(doc, mark, before) and not _covered(base, mark, found):
            _give(speaker, base, mark)
        elif not _covered(base, mark, found) and mark.words(doc.text) > UNOWNED and doc.text[mark.start : mark.end].strip("“”\"'«»").rstrip()[-1:] in ".,!?":
            speaker = None
        before = mark


#: Quotations longer than this without a speaker end the turn of the one before.
UNOWNED = 6


def _covered(base: int, mark: Quotation, found: Iterable[Saying]) -> bool:
    return any(a <= base + mark.start and base + mark.end <= b for s in found if not s.label and not s.quoted for a, b in s.content)


def _goes_on(doc: Doc, mark: Quotation, before: Quotation | None) -> bool:
    """Whether a quotation without a cue of its own goes on with what the last speaker said: a whole sentence right after the cue's."""
    inner = doc.text[mark.start : mark.end].strip("“”\"'«»‘’ ")
    whole = mark.open_end or inner[-1:] in ".,!?…" or doc.text[mark.end : mark.end + 1] in {".", ""}
    return whole and mark.words(doc.text) >= quotations.UTTERANCE and (inner[:1].isupper() or (before is not None and mark.start - before.end < 60))


def _owner(doc: Doc, base: int, mark: Quotation, before: Quotation | None, ahead: int, found: Sequence[Saying]) -> Saying | None:
    options = [s for s in found if s.pattern is not None and s.pattern.quotes and s.head is not None and not s.quoted and s.head.pos_ != "NOUN"]
    floor = before.end if before else 0
    pre = [s for s in options if floor <= cast("Token", s.head).idx < mark.start and _leads_in(doc, cast("Token", s.head), mark)]
    post = [s for s in options if mark.end <= cast("Token", s.head).idx < ahead and _follows(doc, cast("Token", s.head), mark)]
    if post:
        return min(post, key=lambda s: s.start)
    return max(pre, key=lambda s: s.start, default=None)


def _leads_in(doc: Doc, head: Token, mark: Quotation) -> bool:
    gap = doc.text[head.idx + len(head) : mark.start].rstrip()
    between = len(gap.split())
    if between > NEAR or any(c in gap.rstrip(":") for c in "!?;") or ". " in gap or gap.endswith("."):
        return False
    return gap.endswith((":", ",", "that", "—", "–")) or between <= 3 or mark.words(doc.text) >= quotations.UTTERANCE


def _follows(doc: Doc, head: Token, mark: Quotation) -> bool:
    closing = doc.text[mark.start : mark.end].rstrip("”\"'’»")[-1:]
    gap = doc.text[mark.end : head.idx]
    stop = closing in ",?!—–…-" or gap.lstrip().startswith((",", "—", "–"))
    return stop and len(gap.split()) <= NEAR and not any(c in gap for c in "!?;:") and ". " not in gap.replace("Mr. ", "").replace("Ms. ", "").replace("Dr. ", "")


def _give(saying: Saying, base: int, mark: Quotation) -> None:
    span = (base + mark.start, base + mark.end)
    if any(a < span[0] and span[1] <= b for a, b in saying.content):
        return
    if not saying.quotation:
        saying.content = [c for c in saying.content if _beside(c, span)]
    saying.quotation = True
    saying.content = _join([*saying.content, span])


def _beside(content: Span, span: Span) -> bool:
    """Whether a clause of the parse belongs with the quotation: it runs up to it or over its edge, and isn't inside."""
    return (content[0] < span[0] and span[0] - content[1] <= 2) or (content[1] > span[1] and content[0] - span[1] <= 2 and content[0] < span[0])

