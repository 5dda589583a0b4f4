"""Slots: where around a cue its speakers, those spoken to and the words said stand in the parse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dragoman.reading import clauses, events
from dragoman.reading.clauses import PASSIVE_SUBJECTS, SUBJECTS
from dragoman.reading.cues import Cue, cues, is_cue
from dragoman.reading.quotations import Quotation, Span, join

if TYPE_CHECKING:
    from spacy.tokens import Token

_TRIM = " \t\r\n\xa0,;:.—–-"
_REASONS = {"for", "as", "on", "over", "of", "about", "in", "with", "to", "against"}


def shown_speakers(head: Token, behind: list[Token]) -> list[Token]:
    """The words that show the speakers beside the cue ("who"), where those behind them (the antecedent) stand elsewhere."""
    own = [c for c in head.children if c.dep_ in SUBJECTS] if head.pos_ != "NOUN" and host(head) is None else []
    return own or behind


def speakers(head: Token) -> list[Token]:
    """The heads of those who say it: the subject, the owner of a noun, its "by", or the subject of its light verb."""
    if head.pos_ in {"VERB", "AUX"}:
        return clauses.clause(host(head) or head).subjects
    owner = [c for c in head.children if c.dep_ == "poss"]
    if owner:
        return clauses.expand(owner)
    agent = clauses.behind(c for c in head.children if c.dep_ in {"prep", "agent"} and c.lower_ in {"by", "from"})
    if agent:
        return clauses.expand(agent)
    verb = events.verb_over(head)
    if verb is not None and verb.lemma_ != "be":
        return clauses.clause(verb).subjects
    return [c for c in head.children if c.dep_ in {"compound", "nmod", "amod"} and c.pos_ == "PROPN"]


def addressees(cue: Cue, head: Token, matched: tuple[Token, ...]) -> list[Token]:
    """The heads of those to whom it is said, from the first slot that has any."""
    for slot in cue.addressee:
        found = list(_addressed(slot, head, matched))
        if found:
            return clauses.expand(found)
    return []


def _addressed(slot: str, head: Token, matched: tuple[Token, ...]) -> Iterator[Token]:
    if slot in {"object", "dative"}:
        passive = clauses.is_passive(head)
        kinds = {"dobj", "dative"} | (PASSIVE_SUBJECTS if passive else set())
        yield from (c for c in head.children if c not in matched and c.dep_ in kinds)
        for child in head.children:
            if child.dep_ == "ccomp" and _infinitive(child):
                yield from (c for c in child.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS)
    elif slot == "clause":
        yield from (g for c in _complement([head]) for g in c.children if g.dep_ in SUBJECTS | PASSIVE_SUBJECTS)
    elif slot != "none":
        for anchor in (head, *matched):
            found = (c for c in anchor.children if c.dep_ == "pobj") if anchor.lower_ == slot else _after(anchor, slot)
            yield from (t for t in found if not bound_for(t.head))


# -- slots -------------------------------------------------------------------------------------------------------------------------


def content(cue: Cue, head: Token, matched: tuple[Token, ...]) -> tuple[list[Token], Token | None]:
    """The tokens of the content and its head, from the first slot that has any."""
    anchors = [head, *(t for t in matched if t.pos_ != "PART")]
    for slot in cue.content:
        heads = list(dict.fromkeys(_slot(slot, anchors)))
        if heads:
            without = {head.i, *(i for h in heads for i in _next_sayings(h)), *_handed_up(head)}
            inside = {t.i: t for h in heads for t in phrase(h, without=without)}
            if slot not in {"clause", "finite", "infinitive"}:
                inside = {t.i: t for t in _gerund_after(head, max(inside))} | inside
            if slot in {"clause", "finite"} and inside[min(inside)] in matched:
                del inside[min(inside)]
            while inside and inside[max(inside)].pos_ == "CCONJ":
                del inside[max(inside)]
            return [inside[i] for i in sorted(inside)], heads[0]
    return [], None


def _slot(slot: str, anchors: list[Token]) -> Iterator[Token]:
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
    links = [c for c in anchor.children if c.lower_ == preposition and c.dep_ in {"prep", "agent", "dative", "prt"}]
    for link in [c for c in links if c.i > anchor.i] or links:  # "on security, he briefed them on the talks": the talks
        yield from (c for c in link.children if c.dep_ in {"pobj", "pcomp", "prep"})


def _complement(anchors: list[Token]) -> Iterator[Token]:
    head = anchors[0]
    for anchor in anchors:
        for child in anchor.children:
            if child.dep_ == "ccomp" and host(child) == head:
                yield from (c for c in child.children if c.dep_ in SUBJECTS)
            elif _completes(child, anchor):
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
    found: list[Token] = []
    for child in head.children:
        if child.left_edge.i == last + 1 and (_gerund(child) or _to_do(child) or bound_for(child)):
            found += phrase(child, without=set())
            last = found[-1].i
    return found


def bound_for(preposition: Token) -> bool:
    """Whether "to" belongs to the noun before it: "announced a delegation to Haiti", "a visit to Lima"."""
    return preposition.lower_ == "to" and preposition.i > 0 and preposition.nbor(-1).lemma_.lower() in clauses.words("bound_for")


def _gerund(preposition: Token) -> bool:
    return preposition.dep_ == "prep" and preposition.lower_ in {"in", "of", "for"} and any(c.dep_ == "pcomp" for c in preposition.children)


def _to_do(verb: Token) -> bool:
    return verb.dep_ in {"advcl", "xcomp"} and verb.left_edge.lower_ == "to" and _infinitive(verb)


def host(cue: Token) -> Token | None:
    """The verb whose subject says this, where the parser hangs the cue on another.

    A participle after a comma goes back to the cue that governs the sentence ("said that it is vital, adding that ..."), a verb coordinated
    across tenses to the one of its tense ("said that it works and asked for").
    """
    if cue.head == cue:
        if cue.tag_ != "VBG" or not _after_comma(cue):
            return None
        return next((t for t in reversed(list(cue.doc[cue.sent.start : cue.i])) if is_cue(t) and t.tag_ in clauses.FINITE), None)
    subjects = [c for c in cue.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
    if cue.tag_ == "VBG" and _after_comma(cue):
        if cue.dep_ == "ccomp" and subjects and not any(c.dep_ == "aux" for c in cue.children):
            return cue.head  # "acknowledged the backing, underscoring ...": the parser takes the object for its subject
        if not subjects and cue.dep_ in {"advcl", "acl"} and not is_cue(cue.head):
            return next((a for a in cue.head.ancestors if is_cue(a) and a.i < cue.i), None)
    if subjects:
        return None
    if cue.dep_ == "conj" and cue.tag_ in {"VBD", "VBZ", "VBP"} and cue.head.tag_ in {"VBD", "VBZ", "VBP"} and cue.head.tag_ != cue.tag_:
        upper = cue.head.head
        return upper if cue.head.dep_ == "ccomp" and upper.tag_ == cue.tag_ and is_cue(upper) else None
    return None


def _after_comma(token: Token) -> bool:
    before = token.i - 1
    while before > token.sent.start and token.doc[before].dep_ == "advmod":
        before -= 1
    return token.doc[before].text == ","


def _handed_up(head: Token) -> Iterator[int]:
    """Cues inside the content of `head` that belong to it, or to one above it."""
    above = {head.i, *(a.i for a in head.ancestors)}
    for token in head.subtree:
        if token != head and is_cue(token):
            upper = host(token)
            if upper is not None and upper.i in above:
                yield token.i


def _infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _completes(child: Token, anchor: Token) -> bool:
    if child.dep_ in {"ccomp", "xcomp"}:
        return child.dep_ == "ccomp" or child.pos_ in {"VERB", "AUX"}
    if anchor.pos_ == "NOUN":
        return child.dep_ in {"acl", "relcl"} and _infinitive_or_that(child)
    return child.dep_ == "advcl" and _purpose_or_that(child, anchor)


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


def run(head: Token, tokens: Sequence[Token]) -> list[Token]:
    """The unbroken stretch of tokens around a head."""
    by_place = {t.i: t for t in tokens}
    first = last = head.i
    while first - 1 in by_place:
        first -= 1
    while last + 1 in by_place:
        last += 1
    return [by_place[i] for i in range(first, last + 1)]


# -- spans -------------------------------------------------------------------------------------------------------------------------


def phrase(head: Token, *, without: set[int]) -> list[Token]:
    """The tokens below a head, those of `without` left out with everything below them."""
    found = [head]
    for child in head.children:
        if child.i not in without:
            found += phrase(child, without=without)
    return sorted(found, key=lambda t: t.i)


def cue_tokens(head: Token, matched: tuple[Token, ...], content: Iterable[Token]) -> list[Token]:
    """The verb group (auxiliaries, negation, adverbs before it, particles) with the pattern's words outside the content."""
    inside = {t.i for t in content}
    group = {c.i for c in head.children if c.dep_ in {"aux", "auxpass", "neg", "advmod"} and c.i < head.i} | {head.i}
    first = head.i
    while first - 1 in group:
        first -= 1
    ahead = (c for c in (*head.children, *matched) if c.dep_ == "prt" or c in matched)
    rest = [c.i for c in ahead if head.i < c.i <= head.i + 8 and c.i not in inside]
    last = max([head.i, *rest])
    if any(i in inside for i in range(head.i, last)):
        last = head.i
    nxt = head.doc[last + 1] if last + 1 < len(head.doc) else None
    if nxt is not None and nxt.dep_ == "prep" and nxt.i not in inside and nxt.i + 1 in inside:
        last += 1
    return [head.doc[i] for i in range(first, last + 1)]


def chars(base: int, tokens: Sequence[Token]) -> Span:
    """From the first to the last of some tokens, in the document."""
    return base + tokens[0].idx, base + tokens[-1].idx + len(tokens[-1])


def spans(base: int, tokens: Sequence[Token], marks: Sequence[Quotation]) -> list[Span]:
    """The stretches that tokens cover, without punctuation at their ends, quotation marks kept or completed."""
    runs: list[list[Token]] = []
    for token in tokens:
        if runs and token.i - runs[-1][-1].i == 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    found = [_trim(clauses.text_of(tokens[0].doc), run[0].idx, run[-1].idx + len(run[-1]), marks) for run in runs]
    return [(base + a, base + b) for a, b in join(f for f in found if f[1] > f[0])]


def _trim(text: str, start: int, end: int, marks: Sequence[Quotation]) -> Span:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    for mark in marks:  # half a quotation isn't the words: the other half belongs to it
        if mark.start < end and start < mark.end and not (start <= mark.start and mark.end <= end):
            start, end = min(start, mark.start), max(end, mark.end)
    return start, end
