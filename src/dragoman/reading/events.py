"""Events: acts that the lexicon and the model recognise in the clauses, with the actors in their roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from dragoman import codebook
from dragoman.codebook.lexicon import Entry, Need, Word, by_head
from dragoman.reading import clauses, places, quotations, senses, timing
from dragoman.reading.actors import placed
from dragoman.reading.clauses import Clause, text_of, words
from dragoman.reading.judging import PATTERN_ALONE, judge
from dragoman.reading.mentions import APPOINTS, Mention
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.reading.topics import Topics
from dragoman.records import Actor, Attribution, Engagement, Event, EventEvidence, Participant, PloverType, Role, Status, stable_id

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Candidate:
    """An act that the lexicon sees at a predicate."""

    entry: Entry
    head: Token
    clause: Clause
    matched: tuple[Token, ...]
    sentence: Sentence
    sources: list[Mention] = field(default_factory=list)
    targets: list[Mention] = field(default_factory=list)
    mutual: bool = False
    asked: bool = False  # the targets are those whom a clause tells what to do
    status: Status = "occurred"
    status_cue: Token | None = None
    inner: str | None = None
    part: Token | None = None  # the object, where each of several has its own date

    @property
    def code(self) -> str:
        """The CAMEO code: the entry's, made finer by the act that it asks for, promises, refuses or threatens."""
        return compose(self.entry.cameo, self.inner) if self.inner else self.entry.cameo

    @property
    def refusing(self) -> bool:
        """Whether the negation is of the will ("would not accept") and not of the fact ("has not accepted")."""
        return any(c.dep_ == "aux" and c.lower_ in {"will", "would", "wo", "shall", "can", "ca"} for c in self.head.children)

    @property
    def type(self) -> str | None:
        """The PLOVER type of the entry's code (none for statements and for patterns of other tables)."""
        found = codebook.cameo().get(self.entry.cameo)
        return found.type if found else None


#: The last digits of "appeal for / demand / reject" an act, by the act's code.
_ASKED = {
    "06": "1",
    "083": "4",
    "081": "51",
    "082": "52",
    "084": "53",
    "085": "54",
    "086": "55",
    "087": "56",
    "045": "8",
    "04": "6",
    "05": "2",
    "07": "3",
}
_REFUSED = {
    "06": "1",
    "083": "3",
    "081": "41",
    "082": "42",
    "084": "43",
    "085": "44",
    "086": "45",
    "087": "46",
    "045": "6",
    "04": "5",
    "07": "2",
}


def compose(outer: str, inner: str) -> str:
    """The code of asking for, promising, refusing or threatening an act: 100 (demand) of 0841 (release) is 1053.

    CAMEO numbers roots 02, 10 and 12 alike, by the act that is meant; a code that is already finer stays.
    """
    root = outer[:2]
    if len(outer) > 3 or root not in {"02", "03", "10", "12", "13"}:
        return outer
    if root in {"03", "13"}:
        type_ = codebook.cameo()[inner].type or ""
        found = announced(inner, type_)
    else:
        table = _ASKED if root != "12" else _REFUSED
        key = next((k for k in sorted(table, key=len, reverse=True) if inner.startswith(k)), None)
        found = root + table[key] if key else outer
        if key in {"06", "07"} and len(inner) > 2 and inner[2] != "0":
            found += inner[2]
        elif key == "083" and len(inner) > 3:
            found += inner[3]
    if root == "03" and found[:2] == "13":
        return found if outer in {"03", "030"} else outer  # readiness to do harm is a threat
    fits = found.startswith(outer) or outer.endswith("0") or outer[:3] in {"105", "025", "124"}
    return found if found in codebook.cameo() and found[:2] == root and fits else outer


_POS = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}


def candidates(parsed: Parsed, sentence: Sentence) -> Iterator[Candidate]:
    """Every act in a sentence, in the order of their heads."""
    taken: set[int] = set()
    found: list[Candidate] = []
    demanding = words("speech") - words("complaining")
    for token, pos, lemma in parsed.predicates(sentence):
        coded = (_POS.get(pos), _plain(lemma)) in by_head()
        demands = pos == "VERB" and lemma in demanding
        if token.i in taken or not (coded or demands) or _in_name(parsed, sentence, token):
            continue
        candidate = (_demand(parsed, sentence, token) if demands else None) or (_candidate(parsed, sentence, token) if coded else None)
        if candidate is not None:
            found += [candidate, *_dated_apart(parsed, candidate)]
            taken.add(token.i)
            taken.update(t.i for t in candidate.matched)
    _nest(found)
    forsworn = _forswear(found)
    yield from sorted((c for c in found if c not in forsworn), key=lambda c: c.head.i)


def _dated_apart(parsed: Parsed, candidate: Candidate) -> list[Candidate]:
    """The acts told with the same verb at other times: "took the port in May and the mine in June"."""
    doc = parsed.doc(candidate.sentence.passage)
    apart: list[Candidate] = []
    for mention in candidate.targets[1:]:
        noun = doc[mention.head]
        if noun.dep_ == "conj" and any(g.ent_type_ == "DATE" for c in noun.children if c.dep_ == "prep" for g in c.children):
            apart.append(replace(candidate, targets=[mention], part=noun))
    candidate.targets = [m for m in candidate.targets if not any(m in other.targets for other in apart)]
    return apart


def _forswear(found: list[Candidate]) -> list[Candidate]:
    """The harm that others of the acts promise not to do: it adds nothing to the promise, which is none of harm."""
    forsworn: list[Candidate] = []
    for promise in found:
        if (
            promise.head.lemma_.lower() not in words("agreeing")
            or promise.head.pos_ != "VERB"
            or promise.entry.cameo[:2] not in {"03", "13"}
        ):
            continue
        verbs = [promise.head, *(t for t in promise.matched if t.pos_ == "VERB")]
        below = [c for v in verbs for c in v.children if c.dep_ in {"xcomp", "ccomp"}]
        shunned = {t.i for c in below if clauses.shuns(c) for t in (c, *clauses.joined(c))}
        harm = [c for c in found if c.head.i in shunned and c.type in _HARM]
        meant = promise.inner or any(t.i in shunned for t in promise.matched)  # the code is of what they won't do
        if harm or (shunned and meant):
            promise.inner = None
            if harm or promise.entry.cameo[:2] == "13":
                force = promise.entry.cameo[:3] == "138" or any(c.type in {"ASSAULT", "MOBILIZE"} for c in harm)
                promise.entry = _PEACE if force else _PROMISE
            else:
                promise.entry = _REFUSAL if promise.head.lemma_.lower() in {"swear", "vow"} else _PROMISE
            forsworn += harm
    return forsworn


def _nest(found: list[Candidate]) -> None:
    """Gives an act that asks for, promises, refuses or threatens another the code of the other."""
    for outer in found:
        if outer.entry.cameo[:2] not in {"02", "03", "10", "12", "13"}:
            continue
        below = [
            c
            for c in found
            if c is not outer and c.head != outer.head and outer.head.is_ancestor(c.head) and c.type and _complement(outer.head, c.head)
        ]
        if not below:
            continue
        inner = min(below, key=lambda c: abs(c.head.i - outer.head.i))
        outer.inner = _PEACEKEEPERS.cameo if outer.head.lemma_ == "offer" and inner.type == "MOBILIZE" else inner.entry.cameo
        own = {id(m) for m in outer.sources}
        meant = inner.sources if outer.entry.cameo[:2] in {"02", "10"} and not inner.asked else inner.targets
        others = [m for m in meant if id(m) not in own]
        if others and (not outer.targets or (inner.head.pos_ != "VERB" and not outer.asked)):
            outer.targets = others  # who is asked to do it; at whom the threat is aimed


def _complement(outer: Token, inner: Token) -> bool:
    """Whether one act is what the other is about, and not an aside."""
    token = inner
    while token != outer:
        if token.dep_ == "prep" and token.lower_ in words("circumstances") | {"without", "regarding", "concerning"}:
            return False  # "offered talks following the invasion"
        if token.dep_ in {"relcl", "parataxis", "nsubj", "appos"} or (
            token.dep_ == "advcl" and not any(c.lower_ == "to" for c in token.children)
        ):
            return False
        token = token.head
    return True


def _in_name(parsed: Parsed, sentence: Sentence, token: Token) -> bool:
    mention = parsed.mention_at(sentence.passage, token.i)
    if mention is not None and mention.kind not in {"role", "pronoun", "group"}:
        return True
    return any(start <= token.idx < end for start, end in quotations.titles(text_of(parsed.doc(sentence.passage))))


def _candidate(parsed: Parsed, sentence: Sentence, token: Token) -> Candidate | None:
    pos = _POS[token.pos_]
    if (pos == "N" and token.dep_ in {"compound", "amod"}) or _no_word(token):
        return None
    near = _vocabulary(parsed, sentence)
    options = (e for e in by_head().get((pos, _plain(token.lemma_.lower())), ()) if all(not w.lemmas.isdisjoint(near) for w in e.rest))
    matches = [(entry, hit) for entry in options if (hit := match(entry, token)) is not None]
    if not matches:
        return None
    verb = token if pos == "V" else verb_over(token)
    clause = clauses.clause(verb if verb is not None else token)
    matches = [(e, hit) for e, hit in matches if not e.needs or _fits(parsed, Candidate(e, token, clause, hit, sentence), verb)]
    if not matches:
        return None
    entry, matched = _best(_not_of_others(matches, token))
    if pos == "A" and token.head.pos_ not in {"VERB", "AUX"}:
        return None
    if not matched and token.lemma_ == "try" and any(c.dep_ == "xcomp" for c in token.children):
        return None  # an attempt, no trial
    if entry.cameo == "143" and token.lemma_ == "strike" and pos == "V" and clauses.clause(token).objects:
        entry = _STRIKE
    if entry.cameo == "140" and pos == "V" and any(c.dep_ == "ccomp" for c in token.children):
        entry = _COMPLAINT  # "a rights group protested": said in protest
    candidate = Candidate(entry, token, clause, matched, sentence)
    assign(parsed, candidate, verb)
    if candidate.type == "CONSULT" and pos == "V" and token.lemma_ in {"welcome", "greet"} and _welcomes_a_thing(parsed, candidate):
        candidate.entry = _WELCOME_ENTRY  # "welcomed the appointment of the envoy" praises; nobody is received
    if candidate.entry.pattern == "block" and pos == "V" and _rules(parsed, candidate):
        candidate.entry = _BLOCK
    if senses.other(parsed, candidate):
        return None
    if entry.cameo == "0872" and any(t.lemma_ == "border" for t in matched) and any(_people(parsed, m) for m in candidate.targets):
        candidate.entry = _ASYLUM
    if candidate.type == "MOBILIZE" and (
        any(_peacekeepers(parsed, m) for m in (*candidate.sources, *candidate.targets)) or _lends_police(parsed, candidate)
    ):
        candidate.entry = _PEACEKEEPERS
    if entry.cameo == "042" and candidate.sources and all(_force(parsed, m) for m in candidate.sources):
        helps = any(_peacekeepers(parsed, m) for m in candidate.sources)
        candidate.entry = _PEACEKEEPERS if helps else _TROOPS
    candidate.status, candidate.status_cue = clauses.status(token if pos != "A" else token.head)
    if entry.cameo == "1724":
        _with_respect(parsed, candidate)
    if candidate.status == "hypothetical" and _performed(candidate):
        candidate.status, candidate.status_cue = "occurred", None
    if candidate.status == "hypothetical" and (_attempted(candidate) or _made_way(candidate)):
        candidate.status, candidate.status_cue = clauses.status(token.head)
    return candidate


def _fits(parsed: Parsed, candidate: Candidate, verb: Token | None) -> bool:
    """Whether what stands in the slots is of the kinds that the entry needs."""

    def met(need: Need) -> bool:
        nouns = _slot(candidate, need.slot, verb)
        if need.slot == "object" and not nouns and (gap := _behind(candidate.head)) is not None:
            nouns = [gap]
        return "none" in need.kinds if not nouns else any(senses.fits(parsed, candidate, t, need) for t in nouns)

    return all(any(met(need) for need in group) for group in candidate.entry.needs)


def _behind(verb: Token) -> Token | None:
    """The noun that a relative clause without a pronoun leaves out: "the summit we held"."""
    told = {c.dep_ for c in verb.children}
    bare = verb.dep_ == "relcl" and "nsubj" in told and not any(c.tag_ in {"WDT", "WP", "WRB"} for c in verb.children)
    return verb.head if bare and not told & clauses.OBJECTS else None


def _with_respect(parsed: Parsed, candidate: Candidate) -> None:
    """An emergency declared with respect to another country: what its law calls a sanction, and nothing that country does."""
    passage = candidate.sentence.passage
    tokens = parsed.tokens(candidate.sentence)
    emergency = next((t for t in tokens if t.lemma_.lower() == "emergency"), candidate.head)
    inside = {t.i for t in emergency.subtree} - {candidate.head.i, *(t.i for t in candidate.head.subtree if t.i > candidate.head.i)}
    candidate.sources = [m for m in candidate.sources if m.head not in inside]
    links = [t for t in tokens if t.lower_ == "respect" and t.i and t.nbor(-1).lower_ == "with"]
    about = [g for t in links for c in t.children if c.lower_ == "to" for g in c.children if g.dep_ == "pobj"]
    concerned = [m for t in about for m in parsed.who(passage, t) if m.kind in {"state", "subnational", "armed_group"}]
    if not concerned:
        doc = parsed.doc(passage)
        candidate.targets = [m for m in candidate.targets if doc[m.head].head.lower_ in {"in", "on", "across", "over", "throughout"}]
        return
    candidate.entry, candidate.targets = replace(candidate.entry, cameo="163"), concerned[:1]
    author = parsed.author_by(candidate.sentence.start)
    if not candidate.sources and author is not None:
        candidate.sources = [author]
        if candidate.status in {"future", "hypothetical"}:
            candidate.status, candidate.status_cue = "occurred", None  # "I have determined that it is necessary to continue it"


def _not_of_others(matches: list[tuple[Entry, tuple[Token, ...]]], head: Token) -> list[tuple[Entry, tuple[Token, ...]]]:
    """The matches without those whose words tell what others are asked to do: who calls on them to agree to a ceasefire calls none."""
    if not any(e.cameo[:2] in {"02", "10"} and e.rest and e.rest[0].preposition for e, _ in matches):
        return matches

    def theirs(hit: tuple[Token, ...]) -> bool:
        between = {a for t in hit for a in t.ancestors if head.is_ancestor(a)}
        return any(a.dep_ in {"xcomp", "ccomp", "advcl"} and a not in hit for a in between)

    return [(e, hit) for e, hit in matches if e.cameo[:2] in {"02", "10"} or not theirs(hit)]


def _best(matches: list[tuple[Entry, tuple[Token, ...]]]) -> tuple[Entry, tuple[Token, ...]]:
    """The entry that fits best: more words, then more that mean something; of those with the same words the narrower."""

    def fit(pair: tuple[Entry, tuple[Token, ...]]) -> tuple[int, int, int]:
        entry, matched = pair
        return len(matched), sum(not w.preposition for w in entry.rest), len(entry.cameo)

    best = max(matches, key=fit)
    same = [pair for pair in matches if fit(pair) == fit(best) and set(pair[1]) == set(best[1])]
    return min(same, key=lambda pair: sum(len(w.lemmas) for w in pair[0].rest))


def _performed(candidate: Candidate) -> bool:
    """What one wants to say is said: "I want to thank you", "we would like to congratulate the people of Togo"."""
    head, wish = candidate.head, candidate.head.head
    if candidate.type == "SUPPORT" and head.dep_ == "ROOT" and any(c.dep_ == "aux" and c.lower_ == "must" for c in head.children):
        return all(t.lower_ == "i" for t in candidate.clause.subjects)  # "I must also congratulate you"
    if (
        head.dep_ != "xcomp"
        or candidate.type != "SUPPORT"
        or wish.lemma_ not in {"like", "want", "wish"}
        or clauses.status(wish)[0] == "negated"
    ):
        return False
    return any(t.lower_ in {"i", "we"} for t in clauses.clause(wish).subjects)


def _made_way(candidate: Candidate) -> bool:
    """What one opens or lifts something for is let through: "reopened the bridge to allow the delivery of grain"."""
    head = candidate.head
    way = head.dep_ in {"advcl", "xcomp"} and head.lemma_.lower() in {"allow", "let", "permit"} and candidate.type in {"RETREAT", "CONCEDE"}
    return way and head.head.lemma_.lower() in {"open", "reopen", "lift", "ease", "suspend", "unblock"}


def _attempted(candidate: Candidate) -> bool:
    """An attempt at harm is harm: "has tried to hack into the computers"."""
    tried = candidate.head.dep_ == "xcomp" and candidate.head.head.lemma_.lower() in {"try", "attempt"}
    return tried and candidate.type in {"COERCE", "ASSAULT"}


def _force(parsed: Parsed, mention: Mention) -> bool:
    """Whether soldiers are meant, and no officer in person: where they arrive, nobody pays a visit."""
    return mention.kind == "role" and any((a.sector or "").startswith("MIL") for a in parsed.actors(mention))


def _peacekeepers(parsed: Parsed, mention: Mention) -> bool:
    return bool(set(parsed.text[mention.start : mention.end].lower().replace("-", " ").split()) & words("peacekeepers"))


def _lends_police(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether one state's police go to another state: they are lent to it."""
    own, other = ({e.country for m in found for e in parsed.entities(m)} for found in (candidate.sources, candidate.targets))
    there = not other and any(c.lower_ == "there" and c.dep_ == "advmod" for c in candidate.head.children)
    return candidate.entry.cameo == "153" and bool(own and (there or (other and not own & other and None not in other)))


def _people(parsed: Parsed, mention: Mention) -> bool:
    """Whether people are meant who may flee: a border is opened to them as an asylum."""
    return any(a.kind == "people" and not (a.sector or "").startswith(("MIL", "GOV", "IGO")) for a in parsed.actors(mention))


_ASYLUM = Entry("open border to", "V", "075", ("subject",), ("to",), frozenset({"open"}), ())
_PEACEKEEPERS = Entry("arrive", "V", "074", ("subject",), ("in", "to", "at"), frozenset({"arrive"}), ())
_TROOPS = Entry("arrive", "V", "154", ("subject",), ("none",), frozenset({"arrive"}), ())


def _plain(lemma: str) -> str:
    """The verb that is done again: "reimposed" a blockade."""
    return lemma[2:].lstrip("-") if lemma in words("repeating") or lemma.startswith("re-") else lemma


#: The code of meeting at a place that is neither side's.
_THIRD = "044"
#: "X said that Y must do it" asks Y to do it.
_MUST = {"must", "should", "ought"}


#: What one promises not to do to others.
_HARM = {"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION", "THREATEN"}
_PROMISE = Entry("agree not to", "V", "030", ("subject",), ("with", "to", "mutual"), frozenset({"agree"}), ())
_PEACE = Entry("agree not to", "V", "0356", ("subject",), ("with", "to", "mutual"), frozenset({"agree"}), ())
_REFUSAL = Entry("vow not to", "V", "120", ("subject",), ("to", "with"), frozenset({"vow"}), ())
_BLOCK = Entry("block", "V", "120", ("subject",), ("by", "from", "of", "to"), frozenset({"block"}), ())
_WELCOME_ENTRY = Entry("welcome", "V", "051", ("subject",), ("object",), frozenset({"welcome"}), ())


_STRIKE = Entry("strike", "V", "190", ("subject",), ("object",), frozenset({"strike"}), ())  # who strikes somebody doesn't down tools
_COMPLAINT = Entry("protest that", "V", "111", ("subject",), ("clause",), frozenset({"protest"}), ())


def _rules(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether those who block something decide on it, as courts and governments do, and it is no road that they bar."""
    doers = [a for m in candidate.sources for a in parsed.actors(m)]
    things = candidate.clause.objects
    barred = any(parsed.who(candidate.sentence.passage, t, descend=False) for t in things)
    return bool(doers and things) and not barred and all(a.kind == "state" or (a.sector or "")[:3] in _RULERS for a in doers)


#: Sectors of those who decide.
_RULERS = {"GOV", "IGO", "JUD", "LEG"}


def _welcomes_a_thing(parsed: Parsed, candidate: Candidate) -> bool:
    objects = candidate.clause.objects
    return bool(objects) and not any(parsed.who(candidate.sentence.passage, t, descend=False) for t in objects)


def _vocabulary(parsed: Parsed, sentence: Sentence) -> frozenset[str]:
    """Lemmas and lower-case forms of a sentence: an entry with a word outside needn't be tried."""
    key = (sentence.passage, sentence.first)
    if key not in parsed.vocabularies:
        tokens = parsed.tokens(sentence)
        parsed.vocabularies[key] = frozenset(t.lemma_.lower() for t in tokens) | frozenset(t.lower_ for t in tokens)
    return parsed.vocabularies[key]


def _demand(parsed: Parsed, sentence: Sentence, token: Token) -> Candidate | None:
    """A demand made by saying what someone must do."""
    for child in token.children:
        obliged = any(c.dep_ == "aux" and c.lower_ in _MUST for c in child.children) or (
            child.lemma_ in {"have", "need"} and any(c.dep_ == "xcomp" for c in child.children)
        )
        if child.dep_ != "ccomp" or not obliged:
            continue
        asked = clauses.clause(child)
        candidate = Candidate(_MUST_ENTRY, token, clauses.clause(token), (), sentence)
        passage = sentence.passage
        candidate.sources = _mentions(parsed, passage, candidate.clause.subjects, set(), descend=True)
        candidate.targets = [
            m for m in _mentions(parsed, passage, asked.subjects or asked.objects, set(), descend=True) if m not in candidate.sources
        ]
        candidate.status, candidate.status_cue = clauses.status(token)
        if candidate.sources and candidate.targets:
            return candidate
    return None


_MUST_ENTRY = Entry("say must", "V", "100", ("subject",), ("clause",), frozenset({"say"}), ())


def verb_over(noun: Token) -> Token | None:
    """The light verb that an event noun leans on: "held talks", "paid a visit", "talks took place"."""
    head = noun.head
    if noun.pos_ == "ADJ":
        return head if head.pos_ in {"VERB", "AUX"} else None
    if noun.dep_ in {"dobj", "nsubjpass", "attr", "oprd"} and head.pos_ in {"VERB", "AUX"}:
        if head.lemma_ == "take" and any(c.dep_ == "prt" for c in head.children):
            return None  # "take up this call"
        return head if head.lemma_.lower() in words("light") or head.lemma_ == "be" else None
    if noun.dep_ == "pobj" and head.pos_ == "ADP" and head.head.pos_ == "VERB" and head.head.lemma_.lower() in words("light_oblique"):
        return head.head
    if noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        return verb_over(noun.head)
    return None


def match(entry: Entry, head: Token) -> tuple[Token, ...] | None:
    """The tokens that satisfy an entry's words after the head, or None."""
    found: list[Token] = []
    anchor = head
    for word in entry.rest:
        hit = _find(anchor, word, head) or (_find(head, word, head) if anchor != head else None) or _beside(head, word)
        if hit is None or hit in found:
            return None
        found.append(hit)
        anchor = hit
    return tuple(found)


def _beside(head: Token, word: Word) -> Token | None:
    """A particle right after its verb that the parser hangs on what follows: "handed over 700 kg of medicine"."""
    if not word.preposition or head.pos_ != "VERB" or head.i + 1 >= len(head.doc):
        return None
    after = head.nbor(1)
    return after if after.lower_ in word.lemmas and after.dep_ in {"quantmod", "advmod", "compound", "nmod", "amod"} else None


_BELOW = {
    "dobj",
    "prep",
    "pobj",
    "prt",
    "xcomp",
    "ccomp",
    "acomp",
    "attr",
    "oprd",
    "amod",
    "compound",
    "pcomp",
    "agent",
    "dative",
    "aux",
    "nsubjpass",
    "acl",
    "conj",
    "advmod",
    "poss",
    "nmod",
    "advcl",
    "npadvmod",
    "appos",
}


def _find(anchor: Token, word: Word, head: Token, depth: int = 0) -> Token | None:
    for child in anchor.children:
        if child.dep_ not in _BELOW and not (child.dep_ == "nsubj" and anchor.dep_ in {"ccomp", "xcomp"}):
            continue
        if child.dep_ == "prep" and child.i and child.nbor(-1).dep_ == "advmod" and child.nbor(-1).lower_ in word.lemmas:
            return child.nbor(-1)  # "brought them together in Ankara"
        if _another_act(anchor, child) or _no_word(child):
            continue
        if word.preposition:
            if child.lower_ in word.lemmas and child.dep_ != "aux":  # its own "to" stands before an infinitive
                return child
            if "to" in word.lemmas and child.dep_ in {"xcomp", "ccomp", "advcl", "acl"} and (sign := _infinitive_sign(child)) is not None:
                return sign
        elif child.lower_ in word.lemmas or (child.lemma_.lower() in word.lemmas and not (child.dep_ == "amod" and child.pos_ == "VERB")):
            return child  # a "planned visit" is no plan
        elif child.pos_ == "PROPN" and child.lower_.removesuffix("s") in word.lemmas:
            return child  # "the Artemis Accords"
    if anchor.dep_ == "aux" and anchor.lower_ == "to":  # a word after the infinitive's "to" is the verb itself or below it
        verb = anchor.head
        if not word.preposition and (verb.lemma_.lower() in word.lemmas or verb.lower_ in word.lemmas):
            return verb
        return _find(verb, word, head, depth) if verb != head else None
    if depth < (1 if word.preposition else 3):
        for child in anchor.children:
            if child.dep_ not in _BELOW - {"aux", "advmod"} or _another_act(anchor, child):
                continue
            if word.preposition and child.dep_ in {"advcl", "xcomp", "ccomp", "pcomp", "acl", "conj", "prep"}:
                continue
            if child.pos_ in {"ADP", "VERB"} and child.dep_ == "prep" and child.lower_ in words("circumstances") | _EXAMPLES:
                continue
            hit = _find(child, word, head, depth + 1)
            if hit is not None:
                return hit
    return None


#: Prepositions that add an example, and none that governs what the head is about.
_EXAMPLES = {"including", "like", "such", "alongside", "besides", "regarding", "concerning"}


def _no_word(token: Token) -> bool:
    """Whether a word only looks like one of a pattern: "at the fastest rate" is no fast, "in March" no march."""
    return token.tag_ in {"JJR", "JJS", "RBR", "RBS"} or (token.pos_ == "PROPN" and token.text == "March")


def _another_act(anchor: Token, child: Token) -> bool:
    """Clauses that don't belong to the pattern: coordinated verbs, asides and reports without an infinitive."""
    if child.dep_ == "conj" and anchor.pos_ in {"VERB", "AUX"}:
        return True
    return child.dep_ in {"advcl", "ccomp"} and _infinitive_sign(child) is None


def _infinitive_sign(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "aux"), None)


def salience(candidate: Candidate) -> tuple[bool, bool, bool, int, bool, int]:
    """Sorts acts as a sentence asserts them: deeds before mere statements, main clauses before others, verbs before nouns."""
    statement = candidate.entry.cameo == "010"
    supposed = candidate.status == "hypothetical"
    return (
        not (candidate.sources or candidate.targets),
        statement,
        supposed,
        _depth(candidate),
        candidate.head.pos_ != "VERB",
        candidate.head.i,
    )


def _depth(candidate: Candidate) -> int:
    """How far below the sentence's main clause an act stands; clauses under speech verbs count as main."""
    depth, token = 0, candidate.head
    while token.head != token:
        parent = token.head
        reported = token.dep_ in {"ccomp", "parataxis", "dep"} and parent.lemma_.lower() in words("speech")
        depth += not reported and token.dep_ not in {"dobj", "prep", "pobj"}
        token = parent
    return depth


# -- roles -------------------------------------------------------------------------------------------------------------------------


def assign(parsed: Parsed, candidate: Candidate, verb: Token | None) -> None:
    """Finds who stands in the source and target slots of a candidate's entry."""
    entry = candidate.entry
    passage = candidate.sentence.passage
    used = {t.i for t in candidate.matched}
    slot_of_source = ""
    for slot in entry.source:
        slot_of_source = slot
        nouns = _slot(candidate, slot, verb) if slot != "subject" else _doers(candidate)
        candidate.sources = _mentions(parsed, passage, nouns, used, descend=slot != "subject" or bool(nouns and nouns[0].pos_ != "PRON"))
        if candidate.sources:
            break
    if not candidate.sources and "mutual" in entry.target:  # "no talks were held between"
        slot_of_source = "between"
        candidate.sources = _mentions(parsed, passage, _slot(candidate, "between", verb), used, descend=True)
    if not candidate.targets and not candidate.mutual and candidate.type == "REQUEST" and candidate.head.pos_ == "VERB":
        asked = _mentions(parsed, passage, candidate.clause.objects, used, descend=False)
        candidate.targets = [m for m in asked if m not in candidate.sources]
        candidate.asked = bool(candidate.targets)
    if (
        (behalf := senses.principals(candidate.head))
        and not senses.courtesy(candidate.head)
        and not any(parsed.entities(m) for m in candidate.sources)
    ):
        candidate.sources = [m for t in clauses.expand(behalf) for m in parsed.who(passage, t)]
    between = slot_of_source == "between" and bool(candidate.sources)
    if not candidate.targets and candidate.type == "THREATEN" and verb is not None:
        candidate.targets = [m for m in _warned(parsed, passage, verb) if m not in candidate.sources]
    if not candidate.targets and candidate.type == "PROTEST" and not candidate.mutual:
        candidate.targets = _protested(parsed, candidate, verb)
    if not candidate.sources and verb is not None:
        candidate.sources = _outer(parsed, passage, verb, used)
    if not candidate.sources and verb is not None and candidate.head.pos_ != "VERB":
        candidate.sources = _mentions(parsed, passage, candidate.clause.subjects, used, descend=True)
    if candidate.type == "REQUEST" and (doers := _asked(candidate, verb)):
        told = _mentions(parsed, passage, doers, used, descend=True)
        candidate.targets = [m for m in told if m not in candidate.sources]
        candidate.asked = bool(candidate.targets)
    elif candidate.type == "REQUEST" and (performers := _performers(candidate)):
        candidate.targets = [m for m in _mentions(parsed, passage, performers, used, descend=True) if m not in candidate.sources]
    if not candidate.targets:
        _by_slots(parsed, candidate, verb, used)
    open_ = not candidate.mutual and "none" not in entry.target and candidate.type is not None and entry.cameo != "1724"
    if not candidate.targets and open_ and not (candidate.type == "SUPPORT" and any(c.lower_ == "you" for c in candidate.head.children)):
        candidate.targets = _by_preposition(parsed, candidate, verb, used)
    if not candidate.targets and not candidate.mutual:
        candidate.targets = _implied(parsed, candidate)
    if between:
        candidate.mutual = True
        candidate.targets = []
    _by_verb(parsed, candidate)
    if abroad := _seat(parsed, candidate):
        candidate.targets, candidate.mutual = abroad, False
    candidate.targets = _others(parsed, candidate)


def _others(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """The targets without the actors' own side."""
    own = {e.id for m in candidate.sources for e in parsed.entities(m)}
    others = [m for m in candidate.targets if not own.intersection(e.id for e in parsed.entities(m))]
    doc = parsed.doc(candidate.sentence.passage)
    return [m for m in others if not _of_their_own(parsed, candidate, m) and not _talked_to(candidate, doc[m.head])]


def _talked_to(candidate: Candidate, noun: Token) -> bool:
    """Whether a deed is only talked about with someone: "discussed the missile test with the envoy"."""
    deed = candidate.head
    told = deed.pos_ == "NOUN" and deed.dep_ == "dobj" and deed.head.lemma_.lower() in {"address", "discuss", "raise", "review"}
    while noun.dep_ in {"conj", "appos"}:
        noun = noun.head
    return told and candidate.type != "CONSULT" and noun.dep_ == "pobj" and noun.head.lower_ == "with"


def _seat(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whom the opening or closing of an embassy concerns: the state in whose town it is."""
    missions = [t for t in (*candidate.matched, *candidate.clause.objects) if t.lemma_.lower() in words("posts")]
    if candidate.code not in {"054", "161"} or not missions:
        return []
    links = [c for t in (*missions, candidate.head) for c in t.children if c.dep_ == "prep" and c.lower_ in {"in", "at", "to", "from"}]
    nouns = [g for c in links for g in c.children if g.dep_ == "pobj"]
    found = [m for m in _mentions(parsed, candidate.sentence.passage, clauses.expand(nouns), set(), descend=True) if m.kind in _GROUND]
    return [m for m in found if m not in candidate.sources and not _own_state(parsed, candidate, m)]


#: Kinds of mentions that a place goes by.
_GROUND = {"state", "subnational", "group"}


def _by_verb(parsed: Parsed, candidate: Candidate) -> None:
    """Puts the sides right where the verb itself says more than the slots do."""
    lemma = candidate.head.lemma_.lower()
    if lemma == "sign" and candidate.head.pos_ == "VERB":
        _signed_for(parsed, candidate)
    elif candidate.type == "CONSULT" and lemma in words("mediating") and not candidate.targets:
        candidate.targets = _brought_together(parsed, candidate)
    elif candidate.type in {"REQUEST", "AGREE"}:  # "asked for help against armed gangs": nobody asks the gangs
        candidate.targets = [m for m in candidate.targets if not _opposed(parsed.doc(m.passage)[m.head])]


def _signed_for(parsed: Parsed, candidate: Candidate) -> None:
    """Who signs, wherever the parser hangs them: "A signed for Chad and B for the rebels", "was signed after talks by A and B"."""
    head, passage = candidate.head, candidate.sentence.passage
    behalf = clauses.expand([g for c in head.children if c.dep_ == "prep" and c.lower_ == "for" for g in c.children if g.dep_ == "pobj"])
    signers = [m for t in behalf if (m := parsed.mention_at(passage, t.i)) is not None and m.kind == "person"]
    sides = [m for t in behalf if (m := parsed.mention_at(passage, t.i)) is not None]
    candidate.sources += [m for m in signers if m not in candidate.sources]
    candidate.targets = [m for m in candidate.targets if m not in sides]
    if candidate.sources or not candidate.clause.passive:
        return
    agents = [c for t in head.subtree if t.i > head.i and t.lower_ == "by" for c in t.children if c.dep_ == "pobj"]
    by = [m for t in clauses.expand(agents) for m in parsed.who(passage, t, descend=False) if m.kind in {"person", "office"}]
    candidate.sources = list(dict.fromkeys(by))


def _brought_together(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Between whom one mediates who "mediated the talks": the last two that did something together."""
    told = [t for t in candidate.clause.objects if t.lemma_.lower() in words("occasions") and any(c.lower_ == "the" for c in t.children)]
    if not told or any(c.dep_ in {"prep", "poss", "relcl", "acl"} for t in told for c in t.children):
        return []
    leads = ([m for m in lead if m.start < candidate.sentence.start] for lead in reversed(parsed.registry.leads))
    return next((lead for lead in leads if len({e.id for m in lead for e in parsed.entities(m)}) > 1), [])


def _doers(candidate: Candidate) -> list[Token]:
    """The subjects; of one that is a word of the pattern ("the emergency over Mali declared in"), whose it is."""
    owned = {"poss", "compound", "nmod", "amod"}
    told = ([c for c in t.children if c.dep_ in owned] if t in candidate.matched else [t] for t in candidate.clause.subjects)
    return [noun for nouns in told for noun in nouns]


def _opposed(token: Token) -> bool:
    """Whether someone stands behind "against"."""
    while token.dep_ in {"conj", "compound", "appos"}:
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ == "against"


def _by_slots(parsed: Parsed, candidate: Candidate, verb: Token | None, used: set[int]) -> None:
    """Finds the targets in the slots that the entry names, in their order."""
    passage = candidate.sentence.passage
    if candidate.type == "AID" and candidate.head.pos_ == "VERB":
        candidate.targets = [m for m in _given(parsed, candidate) if m not in candidate.sources]
        if candidate.targets:
            return
    if candidate.type == "SUPPORT" and any(c.lower_ == "you" and c.dep_ in {"dobj", "dative"} for c in candidate.head.children):
        own = all(t.lower_ in {"i", "we"} for t in candidate.clause.subjects)
        other = parsed.spoken_to(passage) if own else None
        candidate.targets = [other] if other is not None and other not in candidate.sources else []
        return
    for slot in candidate.entry.target:
        if slot == "none":
            return
        if slot == "mutual":
            if _reciprocal(candidate) and (len(candidate.sources) > 1 or any(len(parsed.entities(m)) > 1 for m in candidate.sources)):
                candidate.mutual = True
                return
            continue
        nouns = [t for t in _slot(candidate, slot, verb) if t.lemma_.lower() not in words("weapons")]  # "launched rockets against"
        if candidate.type == "ACCUSE":
            blamed = [noun for noun in nouns if not senses.attacked(noun)]
            nouns = [t for noun in blamed for t in (senses.attackers(noun) if senses.attack(noun) else senses.doers(noun) or [noun])]
        elif candidate.type == "AID" and slot == "object":
            nouns = [t for t in nouns if not _sent_to_help(parsed, passage, t)]
        in_person = candidate.type == "CONSULT" and slot == "object"  # "welcomed the appointment of X" isn't a meeting with X
        found = [m for m in _mentions(parsed, passage, nouns, used, descend=not in_person) if m not in candidate.sources]
        found = [m for m in found if not _own_state(parsed, candidate, m) and not _of_their_own(parsed, candidate, m)]
        candidate.targets = [m for m in found if not in_person or not _setting(parsed.doc(passage)[m.head])]
        if candidate.targets:
            return


def _sent_to_help(parsed: Parsed, passage: int, noun: Token) -> bool:
    """Whether people are what is given: "will send ten doctors"."""
    mention = parsed.mention_at(passage, noun.i)
    return noun.head.lemma_.lower() in words("sending") and mention is not None and mention.kind == "role" and not mention.origins


def _own_state(parsed: Parsed, candidate: Candidate, mention: Mention) -> bool:
    """The actor's own country in "reaffirmed US support for Kenya" isn't the one supported."""
    own = {e.country for m in candidate.sources for e in parsed.entities(m)}
    inside = mention.modifier or parsed.doc(mention.passage)[mention.head].dep_ in {"compound", "amod", "nmod", "poss"}
    return inside and all(e.kind == "state" and e.country in own for e in parsed.entities(mention))


def _of_their_own(parsed: Parsed, candidate: Candidate, mention: Mention) -> bool:
    """The actor's own side in "its forces completed their withdrawal"."""
    own = {e.country for m in candidate.sources for e in parsed.entities(m) if e.country}
    owner = parsed.doc(candidate.sentence.passage)[mention.head]
    same = owner.lower_ in {"my", "our"} or bool(own & {e.country for e in parsed.entities(mention)})
    if mention.kind == "role" and not any(e.country for e in parsed.entities(mention)):
        return any(c.lower_ == "joint" for c in owner.children)  # "set up a joint commission"
    if mention.possessor is not None and owner.lemma_.lower() in words("posts"):
        return same and candidate.type in {"SANCTION", "SUPPORT"}  # "withdrew its ambassador"
    if candidate.type == "MOBILIZE" and mention.kind == "role":
        return same and owner.dep_ == "dobj"  # "will send 200 officers"
    return mention.kind == "pronoun" and owner.dep_ == "poss" and same


def _given(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Who is given something, told without a preposition: "gave Nepal, Laos and Malawi 30 million dollars"."""
    objects = [c for c in candidate.head.children if c.dep_ in {"dobj", "dative"} and c.pos_ != "ADP" and c not in candidate.matched]
    found = _mentions(parsed, candidate.sentence.passage, clauses.expand(objects), set(), descend=False)
    return [m for m in found if m.kind in {"state", "organisation", "person", "office", "people", "armed_group", "subnational"}]


def _implied(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whom an act concerns where no slot names anyone: told in what is promised, refused, prepared or given back."""
    type_ = candidate.type
    found: list[Mention] = []
    if type_ == "REJECT":
        found = _pressing(parsed, candidate)
    elif type_ == "MOBILIZE":
        found = _below(parsed, candidate, "against")
    elif type_ == "AGREE":
        found = _beneath(parsed, candidate)
    elif type_ == "SUPPORT":
        found = _author(parsed, candidate)
    if not found and candidate.code in {"0353", "084", "0842"}:
        found = _robbed(parsed, candidate)
    return found or (_ground(parsed, candidate) if type_ in {"AGREE", "CONCEDE", "REJECT", "THREATEN"} else [])


#: What is welcomed once somebody has said it, and the verb that says so.
_SAID = {"decision": "decide", "invitation": "invite", "offer": "offer", "pledge": "pledge", "promise": "promise", "proposal": "propose"}


def _author(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whose it is what one welcomes, told in the sentences before: "Peru offered to host the talks. Chile welcomed the offer"."""
    said = next((t.lemma_.lower() for t in candidate.clause.objects if t.lemma_.lower() in _SAID and clauses.is_definite(t)), None)
    if said is None:
        return []
    own = {e.country or e.id for m in candidate.sources for e in parsed.entities(m)}
    before = [s for s in parsed.sentences if s.start < candidate.sentence.start][-10:]  # within a few paragraphs
    for sentence in reversed(before):
        for token in reversed(list(parsed.tokens(sentence))):
            nouns: list[Token] = []
            if token.pos_ == "VERB" and token.lemma_.lower() == _SAID[said]:
                nouns = clauses.clause(token).subjects
            elif token.lemma_.lower() == said:
                nouns = [c for c in token.children if c.dep_ == "poss"]
            elif said == "offer" and token.dep_ == "acomp" and token.lower_ in {"prepared", "ready", "willing"}:
                nouns = clauses.clause(token.head).subjects
            found = _mentions(parsed, sentence.passage, nouns, set(), descend=False)
            others = [m for m in found if not own & {e.country or e.id for e in parsed.entities(m)}]
            if others:
                return others
    return []


def _pressing(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Who is refused, told in what is withstood: "declined to resign despite pressure by the commission"."""
    for token in candidate.head.subtree:
        if token.lower_ in {"despite", "notwithstanding", "against"} and token.pos_ in {"ADP", "SCONJ"}:
            nouns = [c for c in token.children if c.dep_ == "pobj" and c.lemma_.lower() in words("pressures")]
            owners = [g for n in nouns for c in n.children if c.lower_ in {"by", "from"} for g in c.children if g.dep_ == "pobj"]
            owners += [c for n in nouns for c in n.children if c.dep_ in {"poss", "amod", "compound"}]
            found = _mentions(parsed, candidate.sentence.passage, clauses.expand(owners), set(), descend=True)
            if found:
                return found
    return []


def _below(parsed: Parsed, candidate: Candidate, preposition: str) -> list[Mention]:
    """Who stands behind a preposition anywhere below an act: "has trained hackers to launch attacks against Chile"."""
    links = [t for t in candidate.head.subtree if t.dep_ == "prep" and t.lower_ == preposition and t.i > candidate.head.i]
    nouns = [g for t in links for g in t.children if g.dep_ == "pobj"]
    return _mentions(parsed, candidate.sentence.passage, clauses.expand(nouns[:1]), set(), descend=True)


def _robbed(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """To whom things go back, told in how they were taken: "will return the weapons seized from the peacekeepers"."""
    for token in candidate.head.subtree:
        if token.dep_ == "acl" and token.lemma_.lower() in words("taking"):
            owners = [g for c in token.children if c.lower_ == "from" for g in c.children if g.dep_ == "pobj"]
            return _mentions(parsed, candidate.sentence.passage, clauses.expand(owners), set(), descend=True)
    return []


def _ground(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """In whose land that is to happen which is promised, refused or threatened: "rejected the deployment of troops in Haiti"."""
    head = candidate.head
    for token in sorted(head.subtree, key=lambda t: t.i):
        if token.dep_ != "pobj" or token.head.lower_ not in {"in", "into"} or token.i < head.i or token.head.head == head:
            continue
        above = [a for a in token.ancestors if a.i > head.i]
        if any(a.lemma_.lower() in words("occasions") or a.dep_ in {"relcl", "appos", "parataxis", "ccomp"} for a in above):
            continue
        if any(a.dep_ == "advcl" and _infinitive_sign(a) is None for a in above):
            continue
        mention = parsed.mention_at(candidate.sentence.passage, token.i)
        if mention is not None and mention.kind in {"state", "subnational"} and not mention.modifier:
            return [mention]
    return []


def _beneath(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whom a promise is about, told in what is promised: "is ready to lend ships to help protect Gabon"."""
    passage, head = candidate.sentence.passage, candidate.head
    own = {e.id for m in candidate.sources for e in parsed.entities(m)}
    for token in sorted(head.subtree, key=lambda t: t.i):
        if token.i <= head.i or token.dep_ not in {"dobj", "pobj", "dative"} or _aside(head, token):
            continue
        mention = parsed.mention_at(passage, token.i)
        if mention is not None and mention.kind not in {"pronoun", "group", "role"} and not own & {e.id for e in parsed.entities(mention)}:
            return _mentions(parsed, passage, clauses.expand([token]), set(), descend=False)  # "agreed to invite Chile, Peru and Togo"
    return []


def _aside(head: Token, token: Token) -> bool:
    """Whether a word stands in a phrase that only tells the circumstances of an act."""
    while token != head:
        link = token.lower_ if token.pos_ == "ADP" else ""
        if token.dep_ in {"relcl", "appos", "npadvmod", "parataxis", "conj"} or (token.dep_ == "acl" and token.tag_ == "VBN"):
            return True
        if link in words("circumstances") | {"against", "without", "in", "on", "at", "under", "of", "from"} or (
            token.dep_ == "advcl" and _infinitive_sign(token) is None
        ):
            return True
        token = token.head
    return False


def _setting(token: Token) -> bool:
    """Whether a name says where or about what, inside the phrase of an engagement: "held talks in Lima", "a meeting on Haiti"."""
    while token.dep_ in {"conj", "compound", "appos"}:
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in {"in", "at", "on", "over", "about", "for", "during"}


def _asked(candidate: Candidate, verb: Token | None) -> list[Token]:
    """Who is to act in the clause that says what is asked for: "reiterated its demand that Israel ease restrictions"."""
    for token in dict.fromkeys([candidate.head, *candidate.matched, *([verb] if verb is not None else [])]):
        for child in token.children:
            if child.dep_ in {"ccomp", "acl"} and any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children):
                return clauses.clause(child).subjects or clauses.clause(child).objects
    return []


def _performers(candidate: Candidate) -> list[Token]:
    """Who is to do what is asked for: "demanded the withdrawal of the forces"."""
    nouns = [t for t in candidate.matched if t.pos_ in {"NOUN", "PROPN"}]
    return clauses.expand(
        [g for n in nouns for c in n.children if c.dep_ == "prep" and c.lower_ in {"of", "by"} for g in c.children if g.dep_ == "pobj"]
    )


def _by_preposition(parsed: Parsed, candidate: Candidate, verb: Token | None, used: set[int]) -> list[Mention]:
    """The one at whom an act is aimed, by the prepositions that most often say so, where the entry's own slots found nobody."""
    passage = candidate.sentence.passage
    heads = [candidate.head, *candidate.matched] if verb is None or verb == candidate.head else [candidate.head, verb, *candidate.matched]
    heads += [t for t in clauses.expand(list(candidate.clause.objects)) if t.lemma_.lower() in words("weapons")]
    for preposition in ("with",) if candidate.type == "CONSULT" else ("to", "against", "with", "for", "on", "at"):
        for head in heads:
            nouns = [
                g
                for c in head.children
                if c.dep_ in {"prep", "dative"} and c.lower_ == preposition and (c.i > head.i or preposition not in {"on", "for", "at"})
                for g in c.children
                if g.dep_ == "pobj"
            ]  # "on South Sudan, he briefed the minister" says what about
            found = [m for m in _mentions(parsed, passage, clauses.expand(nouns), used, descend=False) if m not in candidate.sources]
            owners = [c for n in nouns for c in n.children if c.dep_ == "poss"] if preposition == "to" and not found else []
            found = found or [m for m in _mentions(parsed, passage, owners, used, descend=False) if m not in candidate.sources]
            if found:
                return found  # "gave its backing to Morocco's plan" backs Morocco
    return []


def _reciprocal(candidate: Candidate) -> bool:
    """Whether several who do this do it to each other: they meet, agree, sign, fight; but those who praise or ask do it to someone else."""
    type_ = candidate.type
    return (
        type_ is None
        or type_ not in {"SUPPORT", "ACCUSE", "REQUEST", "AID", "THREATEN", "PROTEST", "MOBILIZE", "COERCE"}
        or candidate.entry.cameo in {"050", "054", "056", "057"}
    )


def _warned(parsed: Parsed, passage: int, verb: Token) -> list[Mention]:
    """At whom a threat is aimed, told in its condition: "unless Israel rescinds", "if the United States goes ahead"."""
    for token in verb.subtree:
        if token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "should", "until"} for c in token.children):
            return _mentions(parsed, passage, clauses.clause(token).subjects, set(), descend=True)
    return []


def _protested(parsed: Parsed, candidate: Candidate, verb: Token | None) -> list[Mention]:
    """Whom a protest is against, told in its purpose: "to protest abuses by the police", "demanding the removal of the president"."""
    passage = candidate.sentence.passage
    for token in sorted((verb if verb is not None else candidate.head).subtree, key=lambda t: t.i):
        if token.i > candidate.head.i and (token.lemma_.lower() in words("protesting") or token.lower_ in {"against", "over"}):
            for inner in sorted(token.subtree, key=lambda t: t.i):
                mention = parsed.mention_at(passage, inner.i)
                if inner.i > token.i and mention is not None and mention not in candidate.sources and mention.kind != "pronoun":
                    return [mention]
    return []


def _outer(parsed: Parsed, passage: int, verb: Token, used: set[int]) -> list[Mention]:
    """The actor of the clause above, where the inherited subject is a thing: "said that AGOA remains central and asked for support"."""
    above = verb
    if clauses.is_passive(verb):
        return []
    while above.dep_ in {"conj", "ccomp"} and above.head != above and verb.dep_ == "conj":
        above = above.head
        found = _mentions(parsed, passage, clauses.clause(above).subjects, used, descend=False) if above.pos_ in {"VERB", "AUX"} else []
        if found:
            return found
    return []


def _slot(candidate: Candidate, slot: str, verb: Token | None) -> list[Token]:
    head = candidate.head
    clause = candidate.clause
    if slot == "subject":
        return clause.subjects
    if slot == "object":
        found = [t for t in clause.objects if t != head]
        inner = [t for t in candidate.matched if t.pos_ == "VERB" and t != head]
        return found or [o for t in inner for o in clauses.clause(t).objects]  # "refused to meet the king"
    if slot == "poss":
        return clauses.expand([c for c in head.children if c.dep_ == "poss" or (c.dep_ in {"amod", "compound", "nmod"})])
    if slot == "clause":
        return _clause_subject(verb if verb is not None else head)
    found = _prepositional(head, slot)
    if not found:
        for token in candidate.matched:
            found = _prepositional(token, slot) if token.lower_ != slot else _objects_of(token)
            if found:
                break
    if not found and verb is not None and verb != head:
        found = clause.obliques(slot)
    return found


def _objects_of(preposition: Token) -> list[Token]:
    return clauses.expand([c for c in preposition.children if c.dep_ == "pobj"])


#: What stands below the partner is the partner's, what stands below a setting is the setting's.
_NOT_THROUGH = {"with", "to", "between", "in", "at", "on", "across", "near", "whether"}


def _prepositional(head: Token, preposition: str) -> list[Token]:
    found = [
        g
        for c in head.children
        if c.dep_ in {"prep", "agent", "dative"} and c.lower_ == preposition
        for g in c.children
        if g.dep_ == "pobj"
    ]
    if found:
        return clauses.expand(found)
    return (
        clauses.clause(head).obliques(preposition)
        if head.pos_ in {"VERB", "AUX"}
        else [
            g
            for c in head.children
            if c.dep_ == "prep" and c.lower_ not in _NOT_THROUGH
            for p in c.children
            if p.dep_ == "pobj"
            for q in p.children
            if q.dep_ == "prep" and q.lower_ == preposition
            for g in clauses.expand([x for x in q.children if x.dep_ == "pobj"])
        ]
    )


def _clause_subject(verb: Token) -> list[Token]:
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp", "advcl"}:
            subjects = [c for c in child.children if c.dep_ in {"nsubj", "nsubjpass"}]
            if subjects and any(c.dep_ in {"aux", "mark"} for c in child.children):
                return clauses.expand(subjects)
    return []


def _mentions(parsed: Parsed, passage: int, nouns: list[Token], used: set[int], *, descend: bool) -> list[Mention]:
    found: dict[int, Mention] = {}
    for noun in nouns:
        if senses.stood_for(noun):
            continue
        for mention in parsed.who(passage, noun, descend=descend or noun.i in used):
            found.setdefault(id(mention), mention)
            for other in _named_beside(parsed, mention):
                found.setdefault(id(other), other)
    return list(found.values())


def _named_beside(parsed: Parsed, mention: Mention) -> list[Mention]:
    """The people whom the parser hangs on the country of the one before: "hosted Minister A of Chad and Minister B of Togo"."""
    if mention.kind != "person":
        return []
    inside = parsed.doc(mention.passage)[mention.head + 1 : mention.last + 1]
    joined = (parsed.mention_at(mention.passage, other.i) for t in inside for other in clauses.conjuncts(t))
    return [m for m in joined if m is not None and m.kind == "person"]


# -- records -----------------------------------------------------------------------------------------------------------------------

#: What an act becomes when it is only announced: PLOVER codes promises as AGREE and announced hostility as THREATEN.
ANNOUNCED = {
    "CONSULT": "036",
    "AID": "033",
    "COOPERATE": "031",
    "RETREAT": "035",
    "CONCEDE": "035",
    "SUPPORT": "030",
    "SANCTION": "131",
    "COERCE": "132",
    "ASSAULT": "138",
    "PROTEST": "133",
    "MOBILIZE": "138",
}
#: Finer codes of promises for finer codes of deeds.
ANNOUNCED_FINER = {
    "061": "0311",
    "062": "0312",
    "063": "0313",
    "064": "0314",
    "071": "0331",
    "072": "0332",
    "073": "0333",
    "074": "0334",
    "045": "039",
    "081": "0351",
    "082": "0352",
    "0841": "0353",
    "0842": "0353",
    "084": "0353",
    "085": "0354",
    "086": "0355",
    "0861": "0355",
    "0862": "0355",
    "0863": "0355",
    "087": "0356",
    "0871": "0356",
    "0872": "0356",
    "0873": "0356",
    "0874": "0356",
    "083": "034",
    "0831": "0341",
    "0832": "0342",
    "0833": "0343",
    "0834": "0344",
    "161": "1313",
    "162": "1311",
    "1621": "1311",
    "1622": "1311",
    "1623": "1311",
    "163": "1312",
    "164": "134",
    "165": "135",
    "166": "136",
    "1661": "136",
    "1662": "136",
    "1663": "136",
    "1721": "1321",
    "1722": "1322",
    "1723": "1323",
    "1724": "1324",
    "191": "1381",
    "192": "1382",
    "175": "137",
    "204": "1385",
    "2041": "1385",
    "2042": "1385",
    "190": "1384",
    "193": "1384",
    "194": "1384",
    "195": "1384",
}
#: What saying that one will not do something becomes.
REFUSED = {"AGREE": "120", "AID": "122", "COOPERATE": "121", "CONSULT": "125", "CONCEDE": "124", "RETREAT": "124", "SUPPORT": "120"}
#: Acts that are told without naming the one they are aimed at; the others take two.
ALONE = {"AGREE", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}


def announced(code: str, type_: str) -> str:
    """The CAMEO code of announcing what `code` does."""
    return ANNOUNCED_FINER.get(code, ANNOUNCED.get(type_, code))


def coded(parsed: Parsed) -> list[tuple[Candidate, Event]]:
    """The acts of a text with their events, the most salient first."""
    found = [c for s in parsed.sentences for c in candidates(parsed, s)]
    found.sort(key=salience)
    return [(c, event) for c in found if (event := _event(parsed, c, Topics(), ())) is not None]


def find(parsed: Parsed, topics: Topics, engagements: Sequence[Engagement]) -> list[Event]:
    """The coded events of a document, in the order of the text."""
    seen = [c for s in parsed.sentences if not s.repeats and not parsed.plays(s) for c in candidates(parsed, s) if c.type is not None]
    pairs = [(c, e) for c in seen if (e := _event(parsed, c, topics, engagements)) is not None]
    found: dict[str, Event] = {}
    for (_, event), confidence in zip(pairs, judge(parsed, [c for c, _ in pairs]), strict=True):
        if confidence is not None:
            found.setdefault(event.id, event.model_copy(update={"confidence": confidence}))
    return _told_once(parsed, list(found.values()))


def _told_once(parsed: Parsed, found: list[Event]) -> list[Event]:
    """Without what a caption, teaser or headline only repeats of the body."""
    spans = [(p.start, p.end) for p in parsed.passages if p.kind in {"caption", "teaser", "headline"}]

    def outside(event: Event) -> bool:
        return not any(a <= event.evidence.trigger.start < b for a, b in spans)

    def act(event: Event) -> tuple[str, frozenset[str]]:
        return event.type, frozenset(p.actor.id for p in event.participants)

    body = {act(e) for e in found if outside(e)}
    return [
        e for e in found if (outside(e) or act(e) not in body) and not any(_told_by(other, e) and act(other) == act(e) for other in found)
    ]


def _told_by(verb: Event, noun: Event) -> bool:
    """Whether the act of a noun is the one that its verb tells already: "engaged in talks", "entered into an agreement"."""
    if noun.evidence.trigger.quote.lower() not in words("occasions") | words("agreements") or verb.status != noun.status:
        return False
    clause = verb.evidence.clause
    return verb is not noun and clause.start <= noun.evidence.trigger.start < clause.end


def _event(parsed: Parsed, candidate: Candidate, topics: Topics, engagements: Sequence[Engagement]) -> Event | None:
    coded = decide(candidate)
    if coded is None:
        return None
    code, type_, mode = coded
    place = places.event_place(parsed, candidate.sentence.passage, candidate.head, (candidate.sentence.first, candidate.sentence.last))
    participants = _participants(parsed, candidate, type_, mode)
    if type_ in _DEEDS - {"MOBILIZE"} and any(_unplaced(p.actor) for p in participants):  # soldiers aren't of where they are sent
        participants = _localised(participants, place.country if place is not None else _only_place(parsed, candidate.sentence))
    if not _complete(participants, type_) or not _told(candidate, participants, type_):
        return None
    if type_ == "THREATEN" and _of_danger(parsed, candidate):
        return None
    if mode == "visit" and _at_home(participants):
        return None
    if code == _THIRD and place is not None and place.country in {p.actor.country for p in participants}:
        code, mode = "040", codebook.cameo()["040"].mode  # one of the two is at home there
    if candidate.status == "negated" and type_ != candidate.type:
        candidate.status, candidate.status_cue = "occurred", None  # who says that they won't has refused, or promised
    passage = candidate.sentence.passage
    trigger = parsed.evidence(passage, candidate.head.i, candidate.head.i)
    first, last = clauses.clause_span(candidate.head if candidate.head.pos_ == "VERB" else candidate.clause.head)
    clause = parsed.evidence(passage, max(first, candidate.sentence.first), min(last, candidate.sentence.last))
    near = topics.within(clause.start, clause.end)
    told_at = candidate.part or candidate.head
    when = timing.when_of(parsed, candidate.sentence, told_at, candidate.status, apart=candidate.part is not None)
    if candidate.status in {"occurred", "ongoing"} and timing.long_ago(when, parsed.document.published):
        candidate.status = "historical"
    return Event(
        id=stable_id("ev", parsed.document.id, parsed.evidence(passage, told_at.i, told_at.i).start, code),
        type=type_,
        mode=mode,
        contexts=tuple(sorted({t.context for t in near} | set(codebook.cameo()[code].contexts))),
        topics=near,
        cameo=code,
        quad=codebook.quad(type_),
        goldstein=codebook.goldstein(code),
        intensity=codebook.intensity(type_, mode),
        status=candidate.status,
        status_cue=parsed.evidence(passage, candidate.status_cue.i, candidate.status_cue.i)
        if candidate.status_cue is not None and candidate.status != "occurred"
        else None,
        participants=participants,
        when=when,
        place=place,
        attribution=tuple(attribution(parsed, candidate)),
        engagement=_part_of(engagements, candidate, parsed, type_),
        confidence=PATTERN_ALONE,
        evidence=EventEvidence(trigger=trigger, clause=clause),
    )


def decide(candidate: Candidate) -> tuple[str, PloverType, str | None] | None:
    """Code, type and mode of a candidate after the codebook's rules."""
    code = candidate.code
    type_ = codebook.cameo()[code].type
    if type_ is None:
        return None
    if candidate.status == "future" and type_ in ANNOUNCED and not _decreed(candidate, type_):
        code = announced(code, type_)
    elif candidate.status == "negated" and type_ in REFUSED and candidate.refusing:
        code = REFUSED[type_]
    elif candidate.status == "negated" and type_ == "ASSAULT" and candidate.sources and _forgone(candidate.head):
        code = _PEACE.cameo
    entry = codebook.cameo()[code]
    expelled = code == "161" and candidate.head.lemma_.lower() in {"expel", "expulsion", "deport", "oust"}  # the code also has recalls
    return code, cast("PloverType", entry.type or type_), "expel" if expelled else entry.mode


def _forgone(verb: Token) -> bool:
    """Whether one says that one will not do it: "would not use force"."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return bool(auxiliaries & {"will", "wo", "would", "shall"}) and "have" not in auxiliaries


def _decreed(candidate: Candidate, type_: str) -> bool:
    """Whether an act is done by deciding on it: "decided to ease the curfew"."""
    cue = candidate.status_cue
    return type_ in {"CONCEDE", "RETREAT", "SANCTION"} and cue is not None and cue.lemma_ == "decide" and candidate.head.dep_ == "xcomp"


def _participants(parsed: Parsed, candidate: Candidate, type_: str, mode: str | None) -> tuple[Participant, ...]:
    found: dict[str, Participant] = {}
    visit = type_ == "CONSULT" and mode == "visit"
    hosted = visit and candidate.head.lemma_.lower() in words("hosting")
    for mentions_, role in (
        (candidate.sources, "host" if hosted else "visitor" if visit else "actor"),
        (candidate.targets, "visitor" if hosted else "host" if visit else "recipient"),
    ):
        done_to = mentions_ is candidate.targets and candidate.mutual and type_ != "CONSULT"  # told in what the parties promise
        both = (candidate.mutual and not done_to) or (type_ == "CONSULT" and not visit)
        for mention in mentions_:
            for actor in parsed.actors(mention):
                who = _protester(actor) if type_ == "PROTEST" and role == "actor" and mention.modifier else actor
                found.setdefault(who.id, Participant(role=cast("Role", "actor" if both else role), actor=who))
    return tuple(found.values())


def _protester(actor: Actor) -> Actor:
    """The people of a state, where an adjective says whose protest it is: "Palestinian riots"."""
    if actor.kind != "state":
        return actor
    return actor.model_copy(update={"id": f"{actor.country}/people", "kind": "people", "sector": "CVL"})


def _only_place(parsed: Parsed, sentence: Sentence) -> str | None:
    """The one country of which a sentence says that something happens there."""
    found = set()
    for token in parsed.tokens(sentence):
        if token.dep_ == "pobj" and token.head.lower_ in {"in", "near", "outside"}:
            mention = parsed.mention_at(sentence.passage, token.i)
            if mention is not None and mention.kind in {"state", "subnational"}:
                found |= {e.country for e in parsed.entities(mention)}
    return found.pop() if len(found) == 1 else None


def _at_home(participants: tuple[Participant, ...]) -> bool:
    """Whether officials only see a place of their own country: no dealing between two sides."""
    hosts = [p for p in participants if p.role == "host" and p.actor.kind not in {"person", "office"}]
    return bool(hosts) and len({p.actor.country for p in participants}) == 1 and participants[0].actor.country is not None


def _localised(participants: tuple[Participant, ...], country: str | None) -> tuple[Participant, ...]:
    """Police, villagers or gunmen of no named country are of the country where it happens."""
    if country is None:
        return participants
    return tuple(p.model_copy(update={"actor": placed(p.actor, country)}) if _unplaced(p.actor) else p for p in participants)


def _unplaced(actor: Actor) -> bool:
    return actor.country is None and actor.id.startswith("X/") and actor.kind in {"people", "armed_group"}


def _complete(participants: tuple[Participant, ...], type_: str) -> bool:
    if not participants:
        return False
    roles = {p.role for p in participants}
    return len(participants) > 1 or (type_ in ALONE and bool(roles & {"actor", "visitor"})) or roles == {"recipient"}


#: Acts of goodwill need someone who does them; harm is reported without a doer too ("two reporters were arrested").
_NEED_ACTOR = {"AGREE", "SUPPORT", "COOPERATE", "CONSULT", "AID", "REQUEST", "CONCEDE", "MOBILIZE", "PROTEST", "THREATEN"}
#: Nouns that name a deed even where nobody carries it out in the same clause ("the arrest of", "an airstrike on").
_DEEDS = {"ASSAULT", "COERCE", "SANCTION", "RETREAT", "PROTEST", "MOBILIZE", "ACCUSE", "REJECT", "THREATEN", "AID"}


def _told(candidate: Candidate, participants: tuple[Participant, ...], type_: str) -> bool:
    """Whether the words really tell the act, and don't just use its noun."""
    doers = [p for p in participants if p.role not in {"recipient", "host"}]
    if type_ in _NEED_ACTOR and not doers:
        return False
    if type_ == "PROTEST" and all(p.actor.kind == "state" for p in doers):
        return False  # protest is what civilians do
    if candidate.head.lemma_.lower() in APPOINTS and _within_one(participants):
        return False
    cue = candidate.status_cue
    if (
        candidate.status == "hypothetical"
        and (candidate.head.dep_ in {"advcl", "acl", "xcomp", "pcomp"} or (candidate.head.dep_ == "ccomp" and candidate.head.tag_ == "VB"))
        and cue is not None
        and cue == candidate.head.head
    ):
        return (
            type_ in {"REQUEST", "THREATEN"} and len(participants) > 1
        )  # a mere purpose ("to support the defence of") isn't told as an act
    if candidate.head.pos_ in {"NOUN", "PROPN"} and candidate.clause.head == candidate.head:
        if type_ == "CONSULT":
            return len(participants) > 1 and candidate.head.lemma_.lower() in words("occasions")
        if candidate.code in {"054", "057"}:
            return len(participants) > 1 and _takes_effect(candidate.head)
        return type_ in _DEEDS and len(participants) > 1
    return True


def _of_danger(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether a warning is of what is or might be, not of what its author would do: "warned that the rains could bring cholera"."""
    for verb in candidate.head.children if candidate.head.lemma_.lower() in {"warn", "caution", "alert"} else ():
        subjects = [c for c in verb.children if c.dep_ in clauses.SUBJECTS | clauses.PASSIVE_SUBJECTS | {"expl"}]
        if verb.dep_ != "ccomp" or not (_may_be(verb) or (_is_so(verb) and not (candidate.matched or candidate.clause.objects))):
            continue
        found = [m for t in subjects for m in parsed.who(candidate.sentence.passage, t)]
        own = {e.country or e.id for m in candidate.sources for e in parsed.entities(m)}
        return (
            bool(subjects)
            and (subjects[0].pos_ != "PRON" or subjects[0].dep_ == "expl")
            and not any((e.country or e.id) in own for m in found for e in parsed.entities(m))
        )
    return False


def _within_one(participants: Sequence[Participant]) -> bool:
    """Whether all are of one side, as who appoints and who is appointed are."""
    sides = {p.actor.country or p.actor.id for p in participants}
    return len(sides) == 1 or not any(p.actor.kind in {"state", "organisation"} for p in participants if p.role == "recipient")


def _may_be(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in {"could", "may", "might"} for c in verb.children)


def _is_so(verb: Token) -> bool:
    """Whether a clause tells how things are, under no condition."""
    finite = [t for t in (verb, *verb.children) if t == verb or t.dep_ in {"aux", "auxpass"}]
    told = any(t.tag_ in {"VBZ", "VBP", "VBD"} for t in finite) and not any(t.tag_ == "MD" for t in finite)
    return told and not any(c.dep_ == "advcl" and any(g.lower_ in words("conditions") for g in c.children) for c in verb.children)


def _takes_effect(noun: Token) -> bool:
    """Whether a noun's deed is told as done: "the signing took place", "the recognition took effect"."""
    verb = noun.head
    return noun.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_.lower() in words("occurring")


def attribution(parsed: Parsed, candidate: Candidate) -> Iterator[Attribution]:
    """Who says that it is so, outermost first."""
    passage = candidate.sentence.passage
    for speakers, cue in clauses.attributions(candidate.head):
        for mention in [m for speaker in speakers for m in parsed.who(passage, speaker)][:2]:
            for actor in parsed.actors(mention):
                yield Attribution(speaker=actor, cue=parsed.evidence(passage, cue.i, cue.i))


def _part_of(engagements: Sequence[Engagement], candidate: Candidate, parsed: Parsed, type_: str) -> str | None:
    """The engagement whose words are this event's words."""
    if type_ not in {"CONSULT", "AGREE", "SUPPORT"}:
        return None
    at = parsed.passages[candidate.sentence.passage].start + candidate.head.idx
    return next((e.id for e in engagements if any(v.start <= at < v.end for v in e.evidence)), None)
