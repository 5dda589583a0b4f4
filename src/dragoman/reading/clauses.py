"""Clauses: who does what to whom in a parsed sentence, with voice, negation, modality, tense and attribution.

Token offsets are those of the passage's parse throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from dragoman.codebook import load_yaml
from dragoman.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = {"nsubj", "csubj"}
PASSIVE_SUBJECTS = {"nsubjpass", "csubjpass"}
OBJECTS = {"dobj", "obj", "dative", "attr", "oprd"}
FINITE = {"VBD", "VBZ"}  # tags that show a verb to be finite by its form alone


@cache
def words(kind: str) -> frozenset[str]:
    """A named list of function-like words: speech verbs, planning verbs, light verbs ... (`codebook/data/words.yaml`)."""
    return frozenset(next(row["words"] for row in load_yaml("words.yaml") if row["kind"] == kind))


def put_off(verb: Token) -> bool:
    """Whether a verb with its particle cancels or postpones: "put off the visit", "call it off"."""
    return verb.lemma_.lower() in {"call", "put"} and any(c.dep_ == "prt" and c.lower_ == "off" for c in verb.children)


def takes_place(verb: Token) -> bool:
    """Whether a verb says that its subject happens or begins: "took place", "was held", "will open"."""
    if verb.lemma_ in {"hold", "schedule"}:
        return is_passive(verb)
    return verb.lemma_.lower() in words("coming_about") or (verb.lemma_ == "take" and any(c.lower_ == "place" for c in verb.children))


def has_subject(verb: Token) -> bool:
    """Whether a verb has a subject of its own."""
    return any(c.dep_ in SUBJECTS | PASSIVE_SUBJECTS for c in verb.children)


def is_time(token: Token) -> bool:
    """Whether a word belongs to a day or an hour, as the parser's entities have it."""
    return token.ent_type_ in {"DATE", "TIME"}


def behind(links: Iterable[Token]) -> list[Token]:
    """The nouns that prepositions lead to."""
    return [noun for link in links for noun in link.children if noun.dep_ == "pobj"]


def of_a_day(link: Token) -> bool:
    """Whether a pattern's preposition leads on to a day: "called X on Thursday" is no "call on"."""
    return link.pos_ == "ADP" and any(map(is_time, behind([link])))


def text_of(doc: Doc) -> str:
    """The text of a parse, which spaCy joins anew from its tokens at every call."""
    text: str | None = doc.user_data.get("text")
    if text is None:
        text = doc.user_data["text"] = doc.text
    return text


@dataclass(slots=True)
class Clause:
    """A predicate with its roles. Each role is a list of head tokens, coordination expanded."""

    head: Token
    subjects: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    agents: list[Token] = field(default_factory=list)
    passive: bool = False

    def obliques(self, preposition: str) -> list[Token]:
        """What a preposition links to this predicate, its object or its complement."""
        return list(_obliques(self.head, preposition))


def clause(head: Token) -> Clause:
    """The clause of a verb, with subjects inherited through coordination, control, relative clauses and participles."""
    passive = is_passive(head)
    built = Clause(head, passive=passive)
    frame = head.head if head.dep_ == "acomp" else head  # "Vietnam is committed to": the subject stands at the copula
    own = [c for c in frame.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
    doers, done_to = _subjects(head, own, passive)
    built.subjects = _expand(doers)
    built.objects = _expand([*done_to, *(_antecedent(head, c) for c in head.children if c.dep_ in OBJECTS)])
    built.agents = _expand(behind(c for c in head.children if c.dep_ == "agent"))
    if passive:
        built.subjects = built.agents
    return built


def is_passive(head: Token) -> bool:
    """Whether the verb is in the passive, bare participles ("troops backed by") included."""
    if head.lower_ in words("stative") and any(c.dep_ == "prep" and c.lower_ in {"in", "to"} for c in head.children):
        return any(c.dep_ == "agent" for c in head.children)  # "were engaged in", "is committed to" tell what the subject does
    if any(c.dep_ in {"auxpass", *PASSIVE_SUBJECTS} for c in head.children):
        return True
    if head.dep_ == "acl" and head.tag_ == "VBN":
        return not any(c.dep_ in SUBJECTS for c in head.children)  # "said in a statement that troops had opened fire"
    if head.dep_ == "advcl" and head.tag_ in {"VBD", "VBN"}:  # "the works, suspended in May"
        return not any(c.dep_ in SUBJECTS | {"aux", "dobj"} for c in head.children)
    if head.dep_ == "conj" and head.tag_ == "VBN" and not any(c.dep_ in SUBJECTS or c.dep_ == "aux" for c in head.children):
        return is_passive(head.head) if head.head.pos_ == "VERB" else False
    return any(c.dep_ == "agent" for c in head.children)


def _subjects(head: Token, own: list[Token], passive: bool) -> tuple[list[Token], list[Token]]:
    """Subjects as (those who do, those done to)."""
    if own:
        found = [_antecedent(head, token) for token in own]
        return ([], found) if passive else (found, [])
    inherited = _inherited(head)
    return ([], inherited) if passive else (inherited, [])


def _antecedent(head: Token, subject: Token) -> Token:
    """The noun behind a relative pronoun, or behind the "whose country" of an official."""
    whose = subject.lemma_.lower() in words("official_wholes") and any(c.tag_ == "WP$" for c in subject.children)
    if whose or subject.tag_ in {"WDT", "WP"} or subject.lower_ in {"that", "which", "who"}:
        verb = head
        while verb.dep_ in {"conj", "aux", "xcomp", "ccomp"} and verb.head != verb:
            verb = verb.head
        if verb.dep_ == "relcl":
            return verb.head
    return subject


def _inherited(head: Token, depth: int = 0) -> list[Token]:
    if depth > 6 or head.head == head:
        return []
    parent = head.head
    if head.dep_ == "acl":
        return _invited(parent) or _authors(head, parent) or [parent]
    if head.dep_ == "relcl":
        return [] if has_subject(head) else [parent]
    if head.dep_ in {"xcomp", "ccomp", "advcl", "pcomp", "conj", "prep", "dep", "parataxis"}:
        if head.dep_ == "pcomp" or parent.pos_ == "ADP":
            controlled = _controlled(parent)
            if controlled:
                return controlled
            parent = parent.head
        if parent.pos_ not in {"VERB", "AUX"}:
            if parent.pos_ in {"NOUN", "PROPN"} and head.dep_ in {"pcomp", "acl", "prep"}:
                return [parent] if head.dep_ == "acl" else _noun_owner(parent)
            return _inherited(parent, depth + 1) if parent.pos_ in {"ADJ", "ADP"} else []
        if head.dep_ in {"xcomp", "ccomp"}:
            objects = [c for c in parent.children if c.dep_ in {"dobj", "dative"}]
            if objects and parent.lemma_.lower() not in words("subject_control"):
                return objects
            if is_passive(parent):
                return [c for c in parent.children if c.dep_ in PASSIVE_SUBJECTS] or _inherited(parent, depth + 1)
        if head.dep_ == "advcl" and head.i > parent.i and head.tag_ in {"VBD", "VBN"} and is_passive(head):
            return []  # "resumed the works, suspended in May"
        subjects = [c for c in parent.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
        if subjects:
            return [_antecedent(parent, token) for token in subjects]
        return _inherited(parent, depth + 1)
    return []


def _controlled(preposition: Token) -> list[Token]:
    """Who does it in "accused X of looting", "thanked X for training", "quoted X as saying", "kept X from voting": the object."""
    verb = preposition.head
    if verb.dep_ == "pobj" and verb.head.head.pos_ == "VERB" and preposition.lower_ == "for":
        verb = verb.head.head  # "denounced Peru before the Council for closing the strait"
    if verb.lemma_.lower() not in words("object_control") or preposition.lower_ not in {"against", "of", "for", "as", "from", "on", "over"}:
        return []
    kinds = PASSIVE_SUBJECTS if is_passive(verb) else {"dobj", "dative"}
    found = [_antecedent(verb, c) for c in verb.children if c.dep_ in kinds]
    return found or ([verb.head] if verb.dep_ == "acl" and is_passive(verb) else [])


def _invited(noun: Token) -> list[Token]:
    """Who is to do what an invitation is to: whoever accepts it, or to whom it goes out."""
    verb = noun.head
    if noun.lemma_.lower() not in words("invitations") or noun.dep_ not in {"dobj", "nsubjpass"} or verb.pos_ != "VERB":
        return []
    if verb.lemma_.lower() in words("accepting"):
        return clause(verb).subjects
    to = [c for c in (*noun.children, *verb.children) if c.dep_ in {"prep", "dative"} and c.lower_ == "to"]
    return behind(to) or [c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"]


def _authors(verb: Token, noun: Token) -> list[Token]:
    """Who says what a text says: "adopted a resolution condemning the coup", "a statement urging calm was issued by the ministry"."""
    above = noun.head
    if verb.tag_ != "VBG" or noun.lemma_.lower() not in words("texts") or above.lemma_.lower() not in words("issuing"):
        return []
    carried = any(c.dep_ in {"prep", "agent"} and c.lower_ in {"by", "from"} for c in noun.children)  # "delivered a message from"
    return clause(above).subjects if noun.dep_ in {"dobj", "nsubjpass"} and not carried else []


def _noun_owner(noun: Token) -> list[Token]:
    owner = [c for c in noun.children if c.dep_ == "poss"]
    if owner:
        return owner
    if noun.dep_ in {"dobj", "pobj", "attr"}:
        verb = noun.head if noun.head.pos_ == "VERB" else noun.head.head
        return [c for c in verb.children if c.dep_ in SUBJECTS]
    return []


def _expand(tokens: list[Token]) -> list[Token]:
    """Tokens with everything coordinated with them, without repeats."""
    found: dict[int, Token] = {}
    for token in tokens:
        found.setdefault(token.i, token)
        for other in conjuncts(token):
            found.setdefault(other.i, other)
    return list(found.values())


def conjuncts(token: Token) -> Iterator[Token]:
    """What follows a noun in coordination with it, appositive lists included."""
    for child in token.children:
        if (child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "X"}) or (
            child.dep_ == "appos" and any(g.dep_ in {"conj", "cc"} for g in child.children) and child.pos_ == "PROPN"
        ):
            yield child
            yield from conjuncts(child)


def expand(tokens: list[Token]) -> list[Token]:
    """Public face of coordination: each token and what is coordinated with it."""
    return _expand(tokens)


def _obliques(head: Token, preposition: str, depth: int = 0) -> Iterator[Token]:
    for child in head.children:
        if child.dep_ in {"prep", "agent", "prt", "dative", "advmod", "xcomp", "pcomp"} and child.lower_ == preposition:
            yield from _expand([g for g in child.children if g.dep_ in {"pobj", "pcomp"}])
        elif child.dep_ in {"advcl", "xcomp", "ccomp"} and any(c.dep_ == "mark" and c.lower_ == preposition for c in child.children):
            # "spoke with Minister Lavrov to follow up": the parser takes the partner for the infinitive's subject
            yield from _expand([c for c in child.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS])
        elif (
            depth < 2
            and child.dep_ in {"dobj", "attr", "xcomp", "prep", "oprd", "acomp", "prt", "pobj"}
            and (child.pos_ != "VERB" or child.dep_ == "xcomp")
        ):
            yield from _obliques(child, preposition, depth + 1)


def first_of_two(noun: Token) -> list[Token]:
    """What the parser takes for an adjective, and is the first of two: "the government of Chad and rebel groups"."""
    return [c for c in noun.lefts if c.dep_ == "nmod" and any(g.dep_ == "conj" and g.i < noun.i for g in c.children)]


# -- status ------------------------------------------------------------------------------------------------------------------------


def status(head: Token) -> tuple[Status, Token | None]:
    """What the words assert of a predicate: whether it occurred, and the word that says otherwise."""
    if head.pos_ in {"NOUN", "PROPN"}:
        return _noun_status(head)
    return _verb_status(head)


def _verb_status(verb: Token, depth: int = 0) -> tuple[Status, Token | None]:
    for child in verb.children:
        if (
            child.dep_ == "neg"
            or child.lower_ in {"never", "neither", "nor"}
            or (child.lower_ in {"hardly", "barely"} and child.dep_ == "advmod")
        ):
            return "negated", child
        if child.dep_ in SUBJECTS | PASSIVE_SUBJECTS and any(g.lower_ in {"no", "neither", "none"} for g in (*child.children, child)):
            return "negated", child
    auxiliaries = {c.lower_: c for c in verb.children if c.dep_ == "aux"}
    ended = next((c for c in verb.children if c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children)), None)
    if ended is not None:  # what one "will no longer" do was planned
        return ("cancelled" if "will" in auxiliaries else "negated"), ended
    for word in ("will", "shall", "'ll", "’ll", "wo", "gonna"):
        if word in auxiliaries:
            return "future", auxiliaries[word]
    for word in ("may", "might", "could", "can", "should", "must", "ought", "would"):
        if word in auxiliaries:
            if word == "would" and "have" not in auxiliaries and _reported(verb):
                return "future", auxiliaries[word]
            return "hypothetical", auxiliaries[word]
    if verb.dep_ == "ROOT" and "to" in auxiliaries:
        return "future", auxiliaries["to"]  # a headline: "Minister to meet envoy"
    marker = next((c for c in verb.children if c.dep_ == "mark"), None)
    if marker is not None and marker.lower_ in {"if", "unless", "whether"}:
        return "hypothetical", marker
    if marker is not None and marker.lower_ in {"until", "till"} and verb.tag_ in {"VBZ", "VBP"} | ({"VBN"} if _now(verb) else set()):
        return "hypothetical", marker  # "will fight on until Chile withdraws"
    if verb.dep_ in {"xcomp", "ccomp", "advcl", "acl", "pcomp", "conj", "relcl"} and depth < 4:
        inherited = _governed(verb, auxiliaries, depth)
        if inherited is not None:
            return inherited
    if (past := _long_past(verb)) is not None:
        return "historical", past
    if verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children):
        return "ongoing", None
    return "occurred", None


def _now(verb: Token) -> bool:
    """Whether an auxiliary puts a verb into the present: "is lifted", "have left"."""
    return any(c.dep_ in {"aux", "auxpass"} and c.tag_ in {"VBZ", "VBP"} for c in verb.children)


def shuns(verb: Token) -> bool:
    """Whether a complement is about not doing something: "not to attack", "that they will never use force"."""
    return any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children)


def joined(verb: Token) -> Iterator[Token]:
    """The verbs coordinated with a verb that share its frame: "not to threaten or use force"."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and not _has_own_frame(child):
            yield child
            yield from joined(child)


def _long_past(verb: Token) -> Token | None:
    """The word that puts a deed into a time that is over: "once mediated", "during the Cold War"."""
    if verb.tag_ not in {"VBD", "VBN"}:
        return None
    for child in verb.children:
        if child.dep_ == "advmod" and child.lower_ in words("formerly") and child.i < verb.i:
            return child
        if child.dep_ == "prep" and child.lower_ in {"during", "throughout", "in"}:
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.doc[noun.left_edge.i : noun.i + 1].text.lower().removeprefix("the ") in words("eras"):
                    return noun
    return None


def _reported(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and verb.head.lemma_.lower() in words("speech") | words("planning") | words("agreeing")


#: What joins a clause of its own to the main one; what that asserts isn't said of it.
_TIMES_AND_CAUSES = {"after", "although", "as", "because", "since", "though", "when", "while"}


def _governed(verb: Token, auxiliaries: dict[str, Token], depth: int) -> tuple[Status, Token | None] | None:
    """The status that a governing word gives: plans to, denied, accused of, threatened to."""
    parent = verb.head
    if verb.dep_ == "advcl" and has_subject(verb) and any(c.lower_ in _TIMES_AND_CAUSES for c in verb.children):
        return None  # "was suspended when Chile defaulted"
    if verb.dep_ == "pcomp" and parent.lower_ == "without":
        return "negated", parent
    if verb.dep_ == "pcomp" and parent.lower_ == "against" and parent.head.lemma_.lower() in words("dissuading"):
        return "hypothetical", parent.head  # "warned Chile against letting them in"
    if verb.dep_ == "pcomp" and parent.lower_ == "from" and parent.head.lemma_.lower() in words("hindering"):
        return "hypothetical", parent.head  # "has blocked Chile from using the port"
    if parent.pos_ == "ADP":
        parent = parent.head
    if verb.dep_ == "pcomp" and parent.pos_ == "NOUN" and parent.lemma_.lower() in words("charges"):
        return "hypothetical", parent  # "traded accusations of breaking the accord"
    if verb.dep_ == "pcomp" and verb.head.i and verb.head.nbor(-1).lower_ == "short":
        return "negated", verb.head.nbor(-1)  # "stopped short of announcing sanctions"
    lemma = parent.lemma_.lower()
    if verb.dep_ == "relcl" and lemma in words("fictions"):
        return "hypothetical", parent  # what a play or a novel tells of
    if lemma in words("invitations") and parent.dep_ == "dobj" and parent.head.lemma_.lower() in words("accepting"):
        return ("future", parent.head) if _verb_status(parent.head, depth + 1)[0] in {"occurred", "ongoing"} else None
    if lemma == "look" and verb.dep_ == "pcomp" and any(c.lower_ == "forward" for c in parent.children):
        return "future", parent
    infinitive = "to" in auxiliaries or any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    if verb.dep_ == "conj":
        parent = _infinitive_before(verb) or parent
        return _verb_status(parent, depth + 1) if parent.pos_ in {"VERB", "AUX"} and not _has_own_frame(verb) else None
    if lemma in words("denial"):
        return "negated", parent
    if verb.dep_ == "ccomp" and lemma in words("showing") and _verb_status(parent, depth + 1)[0] == "hypothetical":
        return "hypothetical", parent  # "should show that it is ready to talk"
    bare = verb.tag_ == "VB" or (verb.tag_ == "VBP" and lemma == "demand")  # "demanded that the troops leave"
    mandative = verb.tag_ == "VB" and any(c.lower_ == "that" and c.dep_ == "mark" for c in verb.children)  # "insisted that Chile leave"
    if verb.dep_ == "ccomp" and not auxiliaries and (mandative or (bare and lemma in words("asking") | {"insist"})):
        return "hypothetical", parent  # "demanded that Chile promise it"
    if verb.dep_ == "pcomp" and lemma in words("accusing") and is_passive(parent) and not any(c.dep_ == "agent" for c in parent.children):
        return "hypothetical", parent  # nobody in particular accuses
    if lemma in words("speech_nouns") and parent.pos_ == "NOUN" and parent.dep_ in {"dobj", "pobj"}:
        above = parent.head if parent.dep_ == "dobj" else parent.head.head
        if above.lemma_.lower() in words("denial"):
            return "negated", above  # "denied reports that its minister had met"
        if no := next((c for c in above.children if c.lower_ == "no" and c.dep_ == "det"), None):
            return "negated", no  # "there is no truth in claims that"
    if lemma in words("cancelling"):
        return "cancelled", parent
    if lemma in words("failing"):
        return "negated", parent
    if infinitive and verb.dep_ == "xcomp" and lemma in {"like", "wish"} and verb.lemma_.lower() in words("performatives"):
        return ("negated", parent) if shuns(parent) else ("occurred", None)  # "would like to thank": thanks
    if infinitive or verb.tag_ == "VBG":
        if lemma in words("planning") or (parent.pos_ == "ADJ" and lemma in words("expected")):
            upper = _verb_status(parent, depth + 1) if parent.pos_ in {"VERB", "AUX"} else ("occurred", None)
            return ("future", parent) if upper[0] in {"occurred", "ongoing"} else upper
        if parent.pos_ == "ADJ" and lemma in words("able"):
            return "hypothetical", parent  # "hackers capable of launching attacks"
        if lemma in words("wishing") and infinitive:
            return "hypothetical", parent
        if lemma in words("beginning"):
            return _verb_status(parent, depth + 1)
    if infinitive and verb.dep_ == "relcl" and lemma in words("occasions_to_act") and not _ranked(verb):
        return "hypothetical", parent  # "it is time to release them"
    having = parent if lemma == "have" else parent.head
    if infinitive and having.lemma_ == "have" and any(c.dep_ == "dobj" and c.lemma_.lower() in words("honours") for c in having.children):
        return _verb_status(having, depth + 1)  # "has the honour to request": it does
    if verb.dep_ == "pcomp" and parent.dep_ == "dobj" and parent.head.lemma_.lower() in words("asking"):
        return "hypothetical", parent.head  # "requested cooperation in lifting the ban"
    if infinitive and _ranked(verb):
        return None  # "the first African nation to sign": it did
    if infinitive and verb.dep_ == "xcomp" and parent.lemma_ == "be" and parent.tag_ in {"VBZ", "VBP"}:
        return "future", parent  # "are to hold talks"
    if verb.dep_ in {"xcomp", "ccomp"} and lemma in words("implicative") and (infinitive or verb.tag_ == "VB"):
        return _verb_status(parent, depth + 1)  # "efforts to help rebuild the bridge"
    if infinitive and verb.dep_ in {"xcomp", "ccomp", "acl", "advcl"} and lemma not in words("implicative"):
        return "hypothetical", parent
    return None


def _infinitive_before(verb: Token) -> Token | None:
    """The infinitive that a bare form continues, where the parser joins it to a finite verb: "it is time to go, begin talks"."""
    if verb.tag_ != "VB" or verb.head.tag_ not in {"VBZ", "VBP", "VBD"} or _has_own_frame(verb):
        return None
    before = (t for t in reversed(list(verb.doc[verb.head.i : verb.i])) if t.tag_ == "VB")
    return next((t for t in before if any(c.dep_ == "aux" and c.lower_ == "to" for c in t.children)), None)


def _ranked(verb: Token) -> bool:
    """Whether an infinitive follows a noun that is the first, last or only one of its kind."""
    to = next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "aux"), None)
    noun = to.nbor(-1) if to is not None and to.i > 0 else None
    return noun is not None and any(c.lower_ in words("ranks") for c in noun.children)


def _has_own_frame(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS | PASSIVE_SUBJECTS or (c.dep_ == "aux" and c.lower_ != "to") for c in verb.children)


def _noun_status(noun: Token) -> tuple[Status, Token | None]:
    for child in noun.children:
        word = child.lemma_.lower()
        if child.dep_ in {"amod", "compound", "nmod", "det", "neg"}:
            if word in {"no", "zero"}:
                return "negated", child
            if word in words("cancelled_adjectives"):
                return "cancelled", child
            if word in words("future_adjectives"):
                return "future", child
            if word in words("doubtful_adjectives"):
                return "hypothetical", child
        if child.dep_ in {"acl", "relcl"} and word in words("occurring") | {"hold", "convene"}:
            dated = "future" if any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children) else _verb_status(child)[0]
            if dated in {"future", "cancelled"}:
                return dated, child  # "the summit to be held in May", "the talks which will take place"
    link = noun.head
    before = link.lower_ == "of" and link.head.lower_ == "ahead"
    if noun.dep_ == "pobj" and (before or (link.lower_ in {"for", "to"} and link.head.lemma_.lower() in words("preparing"))):
        return "future", link.head  # "ahead of the summit", "preparations for the summit"
    if noun.dep_ == "pobj" and link.lower_ in {"of", "for"} and link.head.lemma_.lower() in words("prospects"):
        return "hypothetical", link.head
    asked = link if noun.dep_ == "appos" else link.head if noun.dep_ == "pobj" and link.lower_ in {"for", "of"} else None
    if asked is not None and asked.pos_ == "NOUN" and asked.lemma_.lower() in words("demanded"):
        return "hypothetical", asked
    verb: Token = noun
    for _ in range(4):
        if verb.head == verb:
            break
        verb = verb.head
        if verb.pos_ in {"VERB", "AUX"}:
            break
    if verb == noun or verb.pos_ not in {"VERB", "AUX"}:
        return "occurred", None
    if put_off(verb):
        return "cancelled", verb
    lemma = verb.lemma_.lower()
    if lemma == "look" and noun.dep_ == "pobj" and any(c.lower_ == "forward" for c in verb.children):
        return "future", verb
    direct = noun.dep_ in {"dobj", "nsubjpass", "pobj", "conj", "attr", "nsubj"}
    if direct and lemma in words("cancelling"):
        return "cancelled", verb
    if direct and lemma in words("denial") and noun.dep_ == "dobj":
        return "negated", verb
    if direct and (lemma in words("wishing") or lemma in words("asking")) and noun.dep_ != "nsubj":
        return "hypothetical", verb
    if direct and lemma in words("planning") and noun.dep_ != "nsubj":
        return "future", verb
    found = _verb_status(verb)
    if found[0] in {"hypothetical", "future"} and found[1] is not None and found[1].tag_ == "VBD" and _follows(noun, verb):
        return "occurred", None  # "decided to reopen it after talks"
    if found[0] == "negated" and noun.dep_ == "pobj" and lemma in words("speech") and _presupposed(noun):
        return "occurred", None  # "did not comment on the meeting"
    if found[0] == "negated" and noun.dep_ == "nsubj" and lemma not in words("occurring"):
        return "occurred", None  # "the talks did not bring an agreement": they were held
    if found[0] == "future" and noun.dep_ == "pobj" and link.head == verb and link.lower_ in {"at", "during", "on"}:
        return found  # "at the conference, they will meet"
    sought = direct and noun.dep_ == "dobj" and lemma in words("bringing_about")
    sought = sought or (noun.dep_ in SUBJECTS | PASSIVE_SUBJECTS and takes_place(verb))
    if found[1] is not None and found[1] != verb and found[0] in {"hypothetical", "future"} and _presupposed(noun) and not sought:
        return "occurred", None
    return found


def _follows(noun: Token, verb: Token) -> bool:
    """Whether a noun tells after what something is done: "after two days of talks"."""
    above = (a for a in noun.ancestors if a.i > verb.i)
    return any(a.dep_ == "prep" and a.lower_ in {"after", "following", "since"} for a in above)


def is_definite(noun: Token) -> bool:
    """Whether a noun is of something spoken of before: "the offer", "that proposal"."""
    return any(c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"} for c in noun.children)


def _presupposed(noun: Token) -> bool:
    """A definite noun within an infinitive of purpose speaks of something that happened: "to follow up on their meeting"."""
    return any(c.dep_ in {"det", "poss"} and c.lower_ not in {"a", "an", "any", "another"} for c in noun.children)


# -- attribution -------------------------------------------------------------------------------------------------------------------


def attributions(head: Token) -> list[tuple[list[Token], Token]]:
    """Who says so, outermost first: pairs of the speakers' heads and the speech word."""
    found: list[tuple[list[Token], Token]] = []
    token = head
    for _ in range(12):
        found += [(speakers, cue) for speakers, cue in _according_to(token)]
        parent = token.head
        if parent == token:
            break
        if token.dep_ in {"ccomp", "parataxis", "dep", "advcl"} and parent.lemma_.lower() in words("speech") and parent.pos_ == "VERB":
            subjects = clause(parent).subjects
            if subjects:
                found.append((subjects, parent))
        elif token.dep_ == "pcomp" and (
            parent.head.lemma_.lower() in words("accusing") or (parent.lower_ == "as" and parent.head.lemma_.lower() in {"quote", "cite"})
        ):
            found.append((clause(parent.head).subjects, parent.head))
        elif token.dep_ == "acl" and parent.lemma_.lower() in words("speech_nouns"):
            found.append((_noun_owner(parent), parent))
        token = parent
    for child in head.children:
        if child.dep_ == "parataxis" and child.lemma_.lower() in words("speech"):
            found.append((clause(child).subjects, child))
    found.reverse()
    return [(speakers, cue) for speakers, cue in found if speakers]


def _according_to(token: Token) -> Iterator[tuple[list[Token], Token]]:
    for child in token.children:
        if child.lower_ == "according" and child.dep_ in {"prep", "advmod", "advcl"}:
            yield _expand(behind(to for to in child.children if to.lower_ == "to")), child


def clause_span(head: Token) -> tuple[int, int]:
    """First and last token of the clause of a predicate, subordinate speech verbs left out."""
    inside = [t.i for t in head.subtree]
    return (min(inside), max(inside)) if inside else (head.i, head.i)
