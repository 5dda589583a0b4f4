"""Commitments: what the parties have bound themselves to, to whom, by when and on which condition.

Requests, hopes and predictions bind nobody and are left out; meetings to come are engagements. Officials bind their
states, so the state is the party.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, cast

from dragoman.codebook import table
from dragoman.reading import clauses, timing
from dragoman.reading.actors import Entity
from dragoman.reading.clauses import words
from dragoman.reading.dates import DateSpan
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.reading.slots import bound_for
from dragoman.reading.topics import Topics
from dragoman.records import Actor, Attribution, Commitment, CommitmentKind, Engagement, Evidence, ReadingWarning, When, stable_id

if TYPE_CHECKING:
    from spacy.tokens import Token

_POS = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}
_OFFICIAL = {"person", "office"}


@cache
def triggers() -> dict[tuple[str, str], CommitmentKind]:
    """Kinds of commitment by word and part of speech."""
    return {(row["pos"], row["word"]): cast("CommitmentKind", row["kind"]) for row in table("commitments.csv")}


@dataclass(slots=True)
class Promise:
    """A commitment as the grammar shows it."""

    kind: CommitmentKind
    trigger: Token
    action: Token
    parties: list[Mention]
    counterparties: list[Mention]
    joint: bool = False


def find(parsed: Parsed, topics: Topics, engagements: Sequence[Engagement]) -> list[Commitment]:
    """The commitments of a document, in the order of the text, each action once."""
    found: dict[tuple[int, int], Commitment] = {}
    bargained: set[int] = set()  # passages that tell of a promise: what a state "will" do there is one too
    for sentence in parsed.sentences:
        if sentence.repeats or parsed.passages[sentence.passage].kind == "headline":
            continue
        here = list(promises(parsed, sentence))
        bargained |= {sentence.passage} if here else set()
        if sentence.passage in bargained:
            here += filter(None, (_will(parsed, sentence, token, beside=True) for token in parsed.tokens(sentence)))
        for promise in here:
            commitment = _record(parsed, sentence, promise, topics, engagements)
            if commitment is not None and not any(a <= commitment.action.start and commitment.action.end <= b for a, b in found):
                found[commitment.action.start, commitment.action.end] = commitment
    return _once(found.values())


def _once(found: Iterable[Commitment]) -> list[Commitment]:
    """Commitments that the text tells again in nearly the same words, once: the first, with the deadline and the words of all."""
    kept: list[Commitment] = []
    for commitment in found:
        at = next((i for i, other in enumerate(kept) if _alike(other, commitment)), None)
        if at is None:
            kept.append(commitment)
        else:
            more = {"deadline": kept[at].deadline or commitment.deadline, "evidence": (*kept[at].evidence, *commitment.evidence)}
            kept[at] = kept[at].model_copy(update=more)
    return kept


#: Of the words of two actions of the same parties, this share in common makes them one.
ALIKE = 0.75


def _alike(one: Commitment, other: Commitment) -> bool:
    if {a.id for a in one.parties} != {a.id for a in other.parties}:
        return False
    if one.deadline is not None and other.deadline is not None and one.deadline.end != other.deadline.end:
        return False
    mine, theirs = (set(re.findall(r"\w{3,}", c.action.quote.lower())) for c in (one, other))
    return len(mine & theirs) >= ALIKE * max(len(mine | theirs), 1)


def promises(parsed: Parsed, sentence: Sentence) -> Iterator[Promise]:
    """Everything in a sentence that binds someone."""
    for token in parsed.tokens(sentence):
        promise = (
            _triggered(parsed, sentence, token)
            or _of_agreement(token)
            or _under_agreement(parsed, sentence, token)
            or _will(parsed, sentence, token)
            or _is_to(parsed, sentence, token)
        )
        if promise is not None:
            yield from _items(parsed, sentence, promise)


def _items(parsed: Parsed, sentence: Sentence, promise: Promise) -> Iterator[Promise]:
    """A promise; of what is promised in the items of a list, each alone."""
    lines = parsed.lines(sentence)
    if len(lines) < 2 or promise.action in lines[0]:
        yield promise
    else:
        yield from (replace(promise, action=line[0], kind=_kind(promise.trigger, line[0]) or promise.kind) for line in lines[1:])


# -- pledge, agree, plan; commitment to, promise of --------------------------------------------------------------------------------


def _triggered(parsed: Parsed, sentence: Sentence, token: Token) -> Promise | None:
    kind = triggers().get((_POS.get(token.pos_, ""), token.lemma_.lower()))
    if kind is None or _named(parsed, sentence, token):
        return None
    if token.pos_ not in {"NOUN", "PROPN"} and clauses.status(token)[0] in {"negated", "hypothetical", "cancelled"}:
        return None
    if token.pos_ in {"NOUN", "PROPN"} and _asked_for(token):
        return None
    if token.pos_ == "ADJ" and any(c.dep_ == "neg" for c in token.head.children):
        return None  # "isn't prepared to"
    action = _action(token)
    if (
        action is None
        or (action.lemma_ == "seize" and _on_the_agenda(action))
        or _of_values(parsed, sentence, token, action)
        or _only_announced(parsed, sentence, token, action)
    ):
        return None
    kind = _kind(token, action) or kind
    parties, joint = _parties(parsed, sentence, token)
    joint = joint or (_the_parties(token) and not any(parsed.entities(m) for m in parties))
    to = [m for t in _to_whom(token) for m in parsed.who(sentence.passage, t, descend=False)] or _hearers(parsed, sentence, action, parties)
    return Promise(kind, token, action, parties, [m for m in to if m not in parties], joint)


def _on_the_agenda(action: Token) -> bool:
    """ "Decides to remain seized of the matter": nothing that anyone will do."""
    return any(g.lemma_.lower() in words("agenda") for g in clauses.behind(c for c in action.children if c.dep_ == "prep"))


def _kind(trigger: Token, action: Token) -> CommitmentKind | None:
    """The kind of commitment by the word for it; "agreed to discuss" is weaker than "agreed to send"."""
    kind = triggers().get((_POS.get(trigger.pos_, ""), trigger.lemma_.lower()))
    return "intention" if kind in {"agreement", "pledge"} and action.lemma_.lower() in words("talking") else kind


def _the_parties(verb: Token) -> bool:
    """Whether those who are bound are called no more than the sides: "the Parties undertake"."""
    return verb.pos_ == "VERB" and any(
        t.lemma_.lower() in words("undersigned") and t.tag_ in {"NNS", "NNPS"} and any(c.lower_ == "the" for c in t.children)
        for t in clauses.clause(verb).subjects
    )


def _named(parsed: Parsed, sentence: Sentence, token: Token) -> bool:
    mention = parsed.mention_at(sentence.passage, token.i)
    return mention is not None and mention.kind not in {"pronoun", "group"}


def _only_announced(parsed: Parsed, sentence: Sentence, token: Token, action: Token) -> bool:
    """Whether someone only makes known what is to happen: "announced that the truce would begin at noon"."""
    if token.lemma_.lower() not in words("announcing") or action.dep_ != "ccomp":
        return False
    subjects = clauses.clause(action).subjects
    return bool(subjects) and not any(parsed.mention_at(sentence.passage, t.i) for t in subjects)


def _of_values(parsed: Parsed, sentence: Sentence, token: Token, action: Token) -> bool:
    """Whether someone is committed to what is no deed: "their shared commitment to democracy", "our commitment to Africa"."""
    if token.lemma_.lower() not in words("devoted") or action.pos_ not in {"NOUN", "PROPN"}:
        return False
    named = parsed.mention_at(sentence.passage, action.i)
    return action.lemma_.lower() in words("values") or action.lower_ in words("values") or (named is not None and named.kind == "state")


def _asked_for(noun: Token) -> bool:
    """A commitment that someone calls for, or lacks, binds nobody."""
    if any(c.lower_ in {"no", "without"} for c in noun.children):
        return True
    verb = noun.head
    for _ in range(3):
        if verb.pos_ in {"VERB", "AUX"} or verb.head == verb:
            break
        verb = verb.head
    return verb.lemma_.lower() in words("asking") | words("wishing") | words("denial") | words("breaking") and noun.dep_ in {
        "dobj",
        "pobj",
        "conj",
    }


def _action(token: Token) -> Token | None:
    """The head of what is promised: the infinitive, clause or noun after the trigger."""
    if token.pos_ == "VERB":
        for child in token.children:
            if child.dep_ in {"xcomp", "ccomp", "advcl"} and (child.pos_ in {"VERB", "AUX"} or _infinitive(child)) and child.i > token.i:
                objects = any(c.dep_ == "dobj" and c.pos_ != "PRON" and not _addressed(token, c) for c in token.children)
                if objects and _infinitive(child) and (child.dep_ == "advcl" or token.lemma_.lower() == "announce"):
                    continue  # "announced a delegation to attend": what for
                return child if child.dep_ != "advcl" or _infinitive(child) else None
        given = next((c for c in token.children if c.dep_ == "dobj" and c.pos_ in {"NOUN", "NUM", "SYM"}), None)
        if token.lemma_.lower() == "commit" and given is not None:
            return given  # "has committed seven billion dollars to the states of the Sahel"
        preposition = {"commit": "to", "agree": "on|to", "concur": "on", "aim": "at"}.get(token.lemma_.lower(), "")
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in preposition.split("|"):
                found = next((g for g in child.children if g.dep_ in {"pobj", "pcomp"} and g.lemma_.lower() not in words("opinions")), None)
                if found is not None and clauses.is_time(found):
                    continue  # "agreed on Monday"
                return found
        if token.lemma_.lower() in words("pledging"):
            noun = next((c for c in token.children if c.dep_ == "dobj"), None)
            if noun is not None and noun.pos_ in {"NOUN", "PROPN", "NUM", "SYM"}:
                return None if _inner_trigger(noun) or noun.lemma_.lower() in words("courtesies") | words("reprisals") else noun
        return None
    for child in token.children:
        if child.dep_ in {"acl", "xcomp", "relcl", "ccomp"} and (_infinitive(child) or _that_will(child)):
            return child
        if child.dep_ == "prep" and child.lower_ in {"to", "of", "for", "on"} and child.i > token.i:
            found = next((g for g in child.children if g.dep_ in {"pobj", "pcomp"}), None)
            if found is not None and token.lemma_.lower() in words("promised") and child.lower_ != "on":
                return found
    return _of_renewed(token)


def _that_will(verb: Token) -> bool:
    """Whether a clause says what will be done: "its assurance that it would open the port"."""
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in verb.children) and any(c.lower_ in {"will", "would"} for c in verb.children)


def _of_renewed(noun: Token) -> Token | None:
    """What the parser hangs to the verb where words stand between: "renewed its vow on Wednesday to close its oldest plants"."""
    if noun.dep_ != "dobj" or noun.head.lemma_.lower() not in words("renewing"):
        return None
    return next((c for c in noun.head.children if c.dep_ in {"advcl", "xcomp"} and c.i > noun.i and _infinitive(c)), None)


def _addressed(verb: Token, token: Token) -> bool:
    """Whether an object is who is told, not what is promised: "promised Nepal on Tuesday to send doses"."""
    return token.pos_ == "PROPN" and verb.lemma_.lower() in words("assuring")


def _inner_trigger(noun: Token) -> bool:
    return ("N", noun.lemma_.lower()) in triggers()


def _infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _parties(parsed: Parsed, sentence: Sentence, token: Token) -> tuple[list[Mention], bool]:
    passage = sentence.passage
    if token.pos_ in {"VERB", "AUX"}:
        subjects = clauses.clause(token).subjects
        nobody = [c for c in token.children if c.dep_ == "nsubjpass" and c.lower_ == "it"]
        return [m for t in subjects for m in parsed.who(passage, t, descend=False)], bool(nobody) and not subjects  # "it was agreed to"
    if token.pos_ == "ADJ":
        return [m for t in clauses.clause(token.head).subjects for m in parsed.who(passage, t, descend=False)], False
    joint = any(c.lower_ in words("jointly") for c in token.children)
    owners = [c for c in token.children if c.dep_ == "poss" or (c.dep_ in {"amod", "compound", "nmod"} and parsed.mention_at(passage, c.i))]
    owners += clauses.behind(c for c in token.children if c.dep_ == "prep" and c.lower_ in {"by", "from", "between"})
    if not owners:  # "offers of help from France"
        offered = clauses.behind(c for c in token.children if c.lower_ == "of")
        owners = clauses.behind(c for t in offered for c in t.children if c.dep_ == "prep" and c.lower_ in {"by", "from"})
    found = [m for t in clauses.expand(owners) for m in parsed.who(passage, t)]
    if not found and not (token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_.lower() in words("answering")):
        verb = token.head if token.dep_ in {"dobj", "nsubjpass", "attr"} else None
        if verb is not None and verb.pos_ in {"VERB", "AUX"}:
            found = [m for t in clauses.clause(verb).subjects for m in parsed.who(passage, t, descend=False)]
            if joint and not any(m.plural or len(parsed.entities(m)) > 1 for m in found) and len(found) < 2:
                found = []  # one side names the commitment of both
    return found, joint


def _to_whom(token: Token) -> list[Token]:
    found = [c for c in token.children if c.dep_ == "dative"]
    found += clauses.behind(c for c in token.children if c.dep_ == "prep" and c.lower_ in {"with", "to"} and not bound_for(c))
    if token.lemma_.lower() in words("assuring"):
        found += [c for c in token.children if c.dep_ == "dobj"]
    return clauses.expand(found)


# -- what an agreement provides ----------------------------------------------------------------------------------------------------


def _of_agreement(token: Token) -> Promise | None:
    """ "The agreement seeks to ...", "a highlight of the partnership is establishing ...": its parties are bound."""
    if token.pos_ not in {"VERB", "AUX"}:
        return None
    subjects = [c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}]
    if not any(_speaks_of_agreement(t) for t in subjects) or clauses.status(token)[0] in {"negated", "hypothetical"}:
        return None
    action: Token | None = None
    going = token.tag_ == "VBG" and any(c.lemma_ == "be" and c.dep_ == "aux" for c in token.children)
    if going and not _agreement(subjects[0]):
        action = token  # "a main point of the plan is founding a school"
    elif token.lemma_.lower() in words("providing"):
        action = next((c for c in token.children if c.dep_ in {"xcomp", "dobj", "ccomp"}), None)
        action = action or next(iter(clauses.behind(c for c in token.children if c.dep_ == "prep" and c.lower_ == "for")), None)
    elif token.lemma_ == "be":
        action = next((c for c in token.children if c.dep_ in {"xcomp", "attr", "pcomp"} and c.pos_ == "VERB"), None)
        action = action or next((c for c in token.children if c.dep_ == "advcl" and _infinitive(c)), None)
    if action is None or action.i < token.i:
        return None  # "simply put, a partnership is"
    return Promise("agreement", token, action, [], [], joint=True)


def _under_agreement(parsed: Parsed, sentence: Sentence, token: Token) -> Promise | None:
    """ "Under the accord, Chad must withdraw its troops": what an agreement that there is lays down for a state."""
    aux = {c.lower_ for c in token.children if c.dep_ == "aux"}
    if token.pos_ != "VERB" or not aux & {"must", "shall", "will", "would"} or "have" in aux or clauses.is_passive(token):
        return None
    if not any(_agreement(noun) and _in_force(noun) for noun in _laid_down_in(token)) or _no_undertaking(token) or clauses.put_off(token):
        return None
    parties = [m for t in clauses.clause(token).subjects for m in parsed.who(sentence.passage, t, descend=False)]
    if not any(e.kind in {"state", "armed_group"} for m in parties for e in parsed.entities(m)):
        return None
    return Promise("agreement", token, token, parties, _hearers(parsed, sentence, token, parties))


def _laid_down_in(verb: Token) -> list[Token]:
    """What a verb stands under: "under the accord, Chad must leave", "a memorandum under which Rome admits them and Tunis takes them"."""
    under = clauses.behind(c for c in verb.children if c.dep_ == "prep" and c.lower_ == "under")
    relative = verb.head if verb.dep_ == "conj" and verb.head.dep_ == "relcl" else verb
    if relative != verb and not under:
        return _laid_down_in(relative)
    return [relative.head if relative.dep_ == "relcl" and noun.lower_ == "which" else noun for noun in under]


def _in_force(agreement: Token) -> bool:
    """Whether it is an agreement that there is: not "a deal", unless it was signed, nor "the proposed deal"."""
    marks = {c.lower_ for c in agreement.children if c.dep_ in {"det", "poss", "amod", "compound"}}
    if marks & words("not_in_force"):
        return False
    verb = agreement.head
    if agreement.dep_ == "dobj" and verb.lemma_.lower() in words("concluding"):
        return clauses.status(verb)[0] in {"occurred", "ongoing"}
    return any(c.dep_ in {"det", "poss"} and c.lower_ not in {"a", "an", "any"} for c in agreement.children)


def _speaks_of_agreement(noun: Token) -> bool:
    return _agreement(noun) or any(
        _agreement(t)
        for c in noun.children
        if c.dep_ == "prep" and c.lower_ == "of"
        for g in c.children
        for t in (g, *(x for p in g.children if p.dep_ == "prep" for x in p.children))
    )


def _agreement(noun: Token) -> bool:
    return noun.lemma_.lower() in words("agreements")


# -- will ----------------------------------------------------------------------------------------------------------------------------


def _will(parsed: Parsed, sentence: Sentence, token: Token, *, beside: bool = False) -> Promise | None:
    """ "said the United States would continue to cooperate": what a government says that it will do itself.

    Beside a promise a text says so in its own voice too: "In return, Chile will open its market".
    """
    if token.pos_ != "VERB" or _no_undertaking(token) or clauses.put_off(token) or clauses.is_passive(token) or _open_question(token):
        return None
    aux = {c.lower_ for c in token.children if c.dep_ == "aux"}
    if not aux & {"will", "would", "shall", "'ll", "’ll"} or "have" in aux:
        return None
    first = _said_before(token)  # "Fiji has sent a ship, its navy said, and will send another"
    said = [(clauses.clause(token.head).subjects, token.head)] if first is not None else clauses.attributions(token)
    if any(cue.lemma_.lower() in words("warning") or any(t.lemma_.lower() in words("commentators") for t in who) for who, cue in said):
        return None
    subjects = clauses.clause(first or token).subjects
    speakers = [m for tokens, _ in said for t in tokens for m in parsed.who(sentence.passage, t, descend=False)]
    parties = [m for t in subjects for m in parsed.who(sentence.passage, t, descend=False)]
    if any(t.lower_ in {"i", "we"} for t in subjects) and token.lemma_.lower() not in words("speech"):
        return Promise("pledge", token, token, parties, _hearers(parsed, sentence, token, parties)) if parties else None
    own_voice = not said and token.dep_ in {"ROOT", "conj"}
    told = token.dep_ == "ccomp" or first is not None
    if own_voice and parsed.author is not None:
        speakers = [parsed.author]
    elif own_voice and (_issued(parsed) or (beside and any(c.dep_ == "dobj" for c in token.children))):
        speakers = [m for m in parties if all(e.kind in {"state", "organisation"} and e.country for e in parsed.entities(m))]
    if not parties or not speakers or not (told or own_voice):
        return None
    own = {e.country for m in speakers for e in parsed.entities(m)}
    kinds = {e.kind for m in parties for e in parsed.entities(m)}
    if not kinds & {"state", "person", "office", "organisation", "subnational", "armed_group"}:
        return None
    if not own & {e.country for m in parties for e in parsed.entities(m)}:
        return None
    return Promise("pledge", token, token, parties, _hearers(parsed, sentence, token, parties))


def _open_question(verb: Token) -> bool:
    """Whether it is asked or left unsaid: "hasn't said whether it will extend its mission"."""
    asked = any(c.lower_ in {"if", "whether"} and c.dep_ in {"mark", "advmod"} for c in verb.children)
    return verb.dep_ == "ccomp" and (asked or any(c.dep_ == "neg" for c in verb.head.children))


def _said_before(verb: Token) -> Token | None:
    """The verb whose subject a verb shares that the parser hangs to the saying between them."""
    if verb.dep_ != "conj" or verb.head.lemma_.lower() not in words("speech") or any(c.dep_ in clauses.SUBJECTS for c in verb.children):
        return None
    return next((c for c in verb.head.children if c.dep_ == "ccomp" and c.i < verb.head.i), None)


def _is_to(parsed: Parsed, sentence: Sentence, token: Token) -> Promise | None:
    """ "Sweden and Denmark are to send jets": what is arranged that a state does."""
    frame = token.head
    if token.dep_ != "xcomp" or frame.lemma_ != "be" or frame.tag_ not in {"VBZ", "VBP"} or not _infinitive(token) or frame.i > token.i:
        return None
    if _no_undertaking(token) or clauses.is_passive(token) or not any(c.dep_ == "dobj" for c in token.children):
        return None
    if clauses.status(frame)[0] in {"negated", "hypothetical", "cancelled"} or _open_question(frame):
        return None
    parties = [m for t in clauses.clause(frame).subjects for m in parsed.who(sentence.passage, t, descend=False)]
    if not any(e.kind in {"state", "organisation"} for m in parties for e in parsed.entities(m)):
        return None
    return Promise("intention", token, token, parties, _hearers(parsed, sentence, token, parties))


def _no_undertaking(verb: Token) -> bool:
    """Whether a verb names what isn't undertaken, or a meeting to come. To return or cancel things binds: "will return the treasures"."""
    if verb.lemma_.lower() not in words("not_undertakings"):
        return False
    if verb.lemma_ == "take" and verb.doc[min(verb.i + 1, len(verb.doc) - 1)].lower_ in {"back", "in"}:
        return False  # "will take back its citizens"
    things = [c for c in verb.children if c.dep_ == "dobj" and c.pos_ == "NOUN" and c.lemma_.lower() not in words("occasions")]
    return verb.lemma_.lower() not in words("undertaken_of_things") or not things


def _hearers(parsed: Parsed, sentence: Sentence, verb: Token, parties: Sequence[Mention]) -> list[Mention]:
    """Whom it is promised to: who is told, and who is given something, of another country ("told reporters" is no party)."""
    telling = verb.head if verb.dep_ == "ccomp" and verb.head.lemma_.lower() in words("telling") else None
    told = [c for c in telling.children if c.dep_ in {"dobj", "dative"} and c.pos_ != "ADP"] if telling is not None else []
    given = [c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"]
    found = [m for t in clauses.expand(told + given) for m in parsed.who(sentence.passage, t, descend=False)]
    own = {None, *(e.country for m in parties for e in parsed.entities(m))}
    return [m for m in found if any(e.country not in own for e in parsed.entities(m))]


_ISSUED = re.compile(r"(?:joint |press )*(?:fact ?sheet|statement|communiqu[eé]|announcement)\b", re.I)
_DESK = re.compile(r"office of the spokesperson\b", re.I)


def _issued(parsed: Parsed) -> bool:
    """Whether a text is a government's own, by its title or the office on its first line: what its agencies "will" do binds them."""
    return bool(_ISSUED.match((parsed.document.title or parsed.text).strip()) or _DESK.match(parsed.text.lstrip()))


# -- the record ----------------------------------------------------------------------------------------------------------------------


def _record(parsed: Parsed, sentence: Sentence, promise: Promise, topics: Topics, engagements: Sequence[Engagement]) -> Commitment | None:
    action = _evidence(parsed, sentence, promise.action)
    parties = _bound(parsed, [(e, m.start, m.end) for m in promise.parties for e in parsed.entities(m)])
    trigger = parsed.evidence(sentence.passage, promise.trigger.i, promise.trigger.i)
    if not parties and promise.joint:
        parties = _sides(parsed, engagements, sentence)
    if not parties:
        if promise.trigger.pos_ in {"VERB", "AUX"} or promise.joint:
            parsed.warnings.append(
                ReadingWarning(code="unresolved-party", message="a commitment whose party the text doesn't name here", evidence=action)
            )
        return None
    bound = {a.id for a in parties}
    counter = [
        a for a in _bound(parsed, [(e, m.start, m.end) for m in promise.counterparties for e in parsed.entities(m)]) if a.id not in bound
    ]
    deadline = _deadline(parsed, sentence, promise)
    return Commitment(
        id=stable_id("co", parsed.document.id, action.start, action.end),
        kind=promise.kind,
        parties=tuple(parties),
        counterparties=tuple(counter),
        action=action,
        topic=topics.main(action.start, action.end) or topics.main(sentence.start, sentence.end),
        deadline=deadline,
        condition=_condition(parsed, sentence, promise),
        attribution=tuple(_attribution(parsed, sentence, promise)),
        evidence=(Evidence.of(parsed.text, sentence.start, sentence.end), trigger),
    )


_CLOSING = {")", "”", '"'}


def _evidence(parsed: Parsed, sentence: Sentence, action: Token) -> Evidence:
    inside = [t.i for t in _words_of(parsed, sentence, action) if sentence.first <= t.i <= sentence.last]
    for other in action.children:  # "will admit workers and Tunis will take back citizens", "to stop flaring and urged its neighbours"
        if other.left_edge.i <= action.i:
            continue
        apart = other.dep_ == "conj" and (any(c.dep_ in clauses.SUBJECTS for c in other.children) or _told_apart(action, other))
        if apart or (other.dep_ == "advcl" and any(c.lower_ in words("meanwhile") and c.dep_ == "mark" for c in other.children)):
            inside = [i for i in inside if i < other.left_edge.i]
    if action.pos_ in {"VERB", "AUX"} or _infinitive(action):  # without a subject or conjunction that belongs to the frame
        opening = action.i
        while opening > 0 and action.doc[opening - 1].head == action and action.doc[opening - 1].dep_ in {"neg", "advmod"}:
            opening -= 1
        if opening > 1 and action.doc[opening - 1].lower_ == "to" and action.doc[opening - 2].dep_ == "neg":
            opening -= 2  # "pledged not to recognise"
        named = next(
            (c for c in action.children if c.dep_ in clauses.PASSIVE_SUBJECTS or (c.dep_ in clauses.SUBJECTS and _nobody(c))), None
        )
        opening = named.left_edge.i if named is not None else opening  # "that neither would grant licences", "that visas would be issued"
        inside = [i for i in inside if i >= opening]
    first, last = min(inside), max(inside)
    while last > first and (
        action.doc[last].pos_ in {"CCONJ", "SPACE"} or (action.doc[last].is_punct and action.doc[last].text not in _CLOSING)
    ):
        last -= 1
    return parsed.evidence(sentence.passage, first, last)


def _words_of(parsed: Parsed, sentence: Sentence, action: Token) -> Iterable[Token]:
    """The words of an action: what hangs on it, or the item of a list that it is."""
    return next((line for line in parsed.lines(sentence)[1:] if action == line[0]), action.subtree)


def _told_apart(action: Token, other: Token) -> bool:
    """Whether the second of two verbs is no part of what the first begins: an infinitive and a finite verb."""
    return action.tag_ == "VB" and other.tag_ in clauses.FINITE and not any(c.dep_ == "aux" and c.tag_ == "MD" for c in action.children)


def _nobody(subject: Token) -> bool:
    nobody = words("nobody")
    return subject.lower_ in nobody or any(c.dep_ in {"det", "neg"} and c.lower_ in nobody for c in subject.children)


def _bound(parsed: Parsed, found: Iterable[tuple[Entity, int, int]]) -> list[Actor]:
    """The actors bound: officials bind their state; who stands for election binds nobody yet."""
    actors: dict[str, Actor] = {}
    for entity, start, end in found:
        if entity.kind == "office" and entity.sector == "OPP":
            continue
        bound = entity
        if entity.kind in _OFFICIAL and entity.country and entity.sector in {"GOV", None} and not entity.id.startswith("IGO/"):
            bound = parsed.registry.state_of(entity)
        actors.setdefault(bound.id, parsed.registry.actor(bound, Evidence.of(parsed.text, start, end)))
    return list(actors.values())


def _sides(parsed: Parsed, engagements: Sequence[Engagement], sentence: Sentence) -> list[Actor]:
    """The sides of the engagement that the sentence belongs to: the last one told before it."""
    told = (e for e in engagements if e.evidence[0].start <= sentence.start and len(e.participants) > 1)
    before = [e for e in told if e.status not in {"historical", "hypothetical", "negated"}]
    if not before:
        return []
    latest = max(before, key=lambda e: e.evidence[0].start)
    found = []
    for participant in latest.participants:
        if participant.role == "witness":
            continue
        entity = parsed.registry.entities.get(participant.actor.id)
        if entity is not None:
            found.append((entity, participant.actor.evidence.start, participant.actor.evidence.end))
    return _bound(parsed, found)


def _deadline(parsed: Parsed, sentence: Sentence, promise: Promise) -> When | None:
    condition = _conditional(promise)
    other = {t.i for t in condition.subtree} if condition is not None else set()  # "unless the shelling stops by Friday"
    other |= {t.i for c in promise.trigger.children if _another(promise.action, c) for t in c.subtree}
    action = {t.i for t in _words_of(parsed, sentence, promise.action)} - other
    first = parsed.lines(sentence)[0]
    inside = action | ({t.i for t in promise.trigger.subtree if t in first} - other)
    dated = [(span, head) for span, head in timing.dates_in(parsed, sentence) if head.i in inside]
    for deadlines in (True, False):
        for span, head in dated:
            if not deadlines and (head.i not in action or _of_speaking(promise, span) or _aside(head, promise.action)):
                continue
            if span.deadline == deadlines:
                when = timing.record(parsed, sentence, span, "future")
                published = parsed.document.published
                if deadlines or (when.end and published and when.end > published):
                    return when
    return None


def _another(action: Token, verb: Token) -> bool:
    """Whether a verb tells of something else that is promised: "to end the raids and to meet in May"."""
    before = verb.doc[verb.left_edge.i - 1].lower_
    return verb.i > action.i and verb.dep_ in {"advcl", "conj", "xcomp"} and _infinitive(verb) and before == "and"


_WEEKDAY = re.compile(r"(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?", re.I)


def _of_speaking(promise: Promise, span: DateSpan) -> bool:
    """Whether a bare weekday after a promise told in the past is the day of the promise: "pledged to send aid on Monday"."""
    return promise.trigger.tag_ in {"VBD", "VBN"} and promise.trigger != promise.action and _WEEKDAY.fullmatch(span.text) is not None


def _aside(date: Token, action: Token) -> bool:
    """Whether a date belongs to something within the action: "to uphold plans for elections in December"."""
    token = date
    while token.head not in {token, action}:
        token = token.head
        if token.pos_ == "NOUN" and not clauses.is_time(token) and token.head != action:
            return True
    return False


def _condition(parsed: Parsed, sentence: Sentence, promise: Promise) -> Evidence | None:
    head = _conditional(promise)
    return _evidence_all(parsed, sentence, head) if head is not None else None


def _conditional(promise: Promise) -> Token | None:
    """The head of what a promise depends on."""
    for head in (promise.action, promise.trigger):
        for child in head.children:
            marks = {c.lower_ for c in child.children if c.dep_ in {"mark", "advmod", "prep"}}
            below = {g.lemma_.lower() for g in child.children if g.dep_ == "pobj"}
            if (
                (child.dep_ == "advcl" and marks & words("conditions"))
                or (child.lower_ in words("conditional") and child != promise.action)  # to return something is no return for something
                or (child.lower_ == "soon" and any(c.dep_ == "advcl" for c in child.children))
                or (child.dep_ == "prep" and child.lower_ in {"on", "in"} and below & words("conditional"))
            ):
                return child
    return None


def _evidence_all(parsed: Parsed, sentence: Sentence, head: Token) -> Evidence:
    inside = [t.i for t in head.subtree if not t.is_punct]
    return parsed.evidence(sentence.passage, min(inside), max(inside))


def _attribution(parsed: Parsed, sentence: Sentence, promise: Promise) -> Iterator[Attribution]:
    verb = promise.trigger.head
    voiced = promise.trigger.pos_ == "NOUN" and promise.trigger.dep_ == "dobj" and verb.lemma_.lower() in words("speech")
    for speakers, cue in [(clauses.clause(verb).subjects, verb)] if voiced else clauses.attributions(promise.trigger):
        for mention in [m for t in speakers for m in parsed.who(sentence.passage, t, descend=False)][:2]:
            for actor in parsed.actors(mention):
                yield Attribution(speaker=actor, cue=parsed.evidence(sentence.passage, cue.i, cue.i))
