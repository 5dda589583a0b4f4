"""References: whom the grammar of a sentence points to, or rules out, for a pronoun or a bare description.

Mentions are told by their `id()`; who they are is the next step (`actors`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.reading.clauses import PASSIVE_SUBJECTS, SUBJECTS, attributions, clause, conjuncts, words
from dragoman.reading.mentions import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Pronouns for one thing, for one person, and for several.
_THING, _PERSON, _SEVERAL = {"it", "its"}, {"he", "she", "him", "her", "his"}, {"they", "them", "their"}
_FIRST = {"i", "we"}
_NOMINATIVE = {"it": "it", "them": "they", "him": "he", "her": "she"}
_REFLEXIVE = {"itself", "himself", "herself", "themselves"}
#: After these the object is who has what follows: "thanked Kenya for its help", "criticised Peru over its tariffs".
_OF_THE_OBJECT = {"for", "over", "on", "despite"}
_FINITE = {"VERB", "AUX"}
_NEVER_IT = {"person", "office", "pronoun", "people"}
_BODIES = {"armed_group", "organisation"}
_SIDES = {"armed_group", "organisation", "state"}
_MATTERS = {"dobj", "nsubj", "nsubjpass", "pobj"}


@dataclass(slots=True)
class References:
    """What grammar tells of the mentions of a document, each by its `id()`."""

    #: Of a pronoun, or of what it owns: those it stands for.
    antecedents: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    #: Of the subject of a main clause: it and what is coordinated with it ("A and B met with C. They").
    leads: dict[int, list[Mention]] = field(default_factory=dict)
    #: Of what a clause does something to: those who do it, and can't be meant by "them" or "both governments".
    doers: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    #: Of what is said: the speaker, whose "the government" is.
    speakers: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    #: Those who mediate, host or attend what others do.
    aside: set[int] = field(default_factory=set)
    #: Pronouns for a thing: "Japan welcomed the offer. Others criticised it".
    things: set[int] = field(default_factory=set)


class Passage:
    """The references inside one parsed passage."""

    def __init__(self, doc: Doc, mentions: Iterable[Mention]) -> None:
        self.doc, self.mentions = doc, list(mentions)
        self.at: dict[int, Mention] = {}
        for mention in sorted(self.mentions, key=lambda m: m.first - m.last):
            for index in range(mention.first, mention.last + 1):
                self.at.setdefault(index, mention)

    def read(self, found: References) -> None:
        """Adds what the passage tells to `found`."""
        for mention in self.mentions:
            token = self.doc[mention.head]
            if lead := self._lead(mention, token):
                found.leads[id(mention)] = lead
            if above := self._above(mention, token):
                found.antecedents[id(mention)] = above
            if doers := self._doers(mention, token):
                found.doers[id(mention)] = doers
            if mention.kind == "role" and not mention.origins and (speaker := self._speaker(token)):
                found.speakers[id(mention)] = speaker
            if mention.kind in {"person", "office", "role"} and self._stands_aside(token):
                found.aside.add(id(mention))
            if id(mention) not in found.antecedents and mention.noun == "they" and self._stands_for_things(token):
                found.things.add(id(mention))
            if id(mention) not in found.antecedents and mention.noun == "it" and self._stands_for_a_thing(mention, token, found):
                found.things.add(id(mention))

    def _meant(self, tokens: Iterable[Token]) -> tuple[Mention, ...]:
        return tuple(dict.fromkeys(m for t in tokens if (m := self.at.get(t.i)) is not None))

    def _lead(self, mention: Mention, token: Token) -> list[Mention]:
        verb = token.head
        if token.dep_ not in SUBJECTS or not (verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT")):
            return []
        return [mention, *self._meant(conjuncts(token))]

    # -- antecedents ----------------------------------------------------------------------------------------------------------

    def _above(self, mention: Mention, token: Token) -> tuple[Mention, ...]:
        """Whom a pronoun in the subject, or a possessive, stands for by the clauses around it."""
        noun = mention.noun or ""
        if token.lower_ in _REFLEXIVE:
            return self._meant(clause(token.head).subjects)
        if mention.kind == "pronoun" and token.dep_ in SUBJECTS | PASSIVE_SUBJECTS:
            before = self._subject_above(token, noun) or (self._several_before(token) if noun == "they" else ())
            return before or self._said_after(token, noun)
        if mention.kind == "pronoun" and mention.modifier:
            return self._owner(token, noun)
        if mention.kind == "pronoun" and token.dep_ == "dobj" and token.lower_ in {"it", "them", "him", "her"}:
            return self._object_above(token)
        if mention.possessor:
            owner = next((c for c in token.children if c.dep_ == "poss" and c.lower_ == mention.possessor), None)
            return self._owner(owner, mention.possessor) if owner is not None else ()
        return ()

    def _subject_above(self, token: Token, pronoun: str) -> tuple[Mention, ...]:
        """The subject of a clause above that agrees with the pronoun: "Hungary said it will", "the rebels vowed that they would"."""
        if pronoun not in _THING | _PERSON | _SEVERAL | _FIRST:
            return ()
        if meant := self._threatened(token, pronoun):
            return meant
        for verb in _clauses_above(token.head):
            if meant := self._agreeing(verb, token, pronoun, token.head.head):
                return meant
        return ()

    def _threatened(self, token: Token, pronoun: str) -> tuple[Mention, ...]:
        """Whose doing is the condition of a threat: "threatened Chad with sanctions if it didn't pay"."""
        verb = token.head
        above = verb.head
        if verb.dep_ != "advcl" or above.lemma_.lower() != "threaten" or not any(c.lower_ in words("conditions") for c in verb.children):
            return ()
        meant = self._meant(c for c in above.children if c.dep_ == "dobj" and c.i < token.i)
        return meant if meant and _agree(pronoun, meant) else ()

    def _said_after(self, token: Token, pronoun: str) -> tuple[Mention, ...]:
        """The speakers told after what they say, where nobody is named before: "They called for calm, Chad and Togo said"."""
        verb, cue = token.head, token.head.head
        if verb.dep_ != "ccomp" or cue.i < verb.i or pronoun not in _THING | _SEVERAL or cue.lemma_.lower() not in words("speech"):
            return ()
        if any(m.kind != "pronoun" and m.head < token.i for m in self.mentions):
            return ()
        meant = self._meant(clause(cue).subjects)
        return meant if meant and _agree(pronoun, meant) else ()

    def _object_above(self, token: Token) -> tuple[Mention, ...]:
        """Whom the main clause has for its object, or behind "against": "sued Chad, accusing it of neglect"."""
        verb = token.head
        above = verb.head
        if verb.dep_ != "advcl" or verb.tag_ != "VBG" or above.pos_ != "VERB" or above.i > verb.i:
            return ()
        if any(c.dep_ in SUBJECTS | {"mark"} for c in verb.children):
            return ()
        for tokens in (clause(above).objects, clause(above).obliques("against")):
            if (meant := self._meant(t for t in tokens if t.i < token.i)) and _agree(_NOMINATIVE[token.lower_], meant):
                return meant
        return ()

    def _several_before(self, token: Token) -> tuple[Mention, ...]:
        """The nearest plural before "they" in its sentence: "support for the people of Ukraine as they"."""
        for other in reversed(self.doc[token.sent.start : token.i]):
            mention = self.at.get(other.i)
            if mention is not None and mention.head == other.i and mention.kind in {"role", "people"} and other.tag_ in {"NNS", "NNPS"}:
                return (mention,)
        return ()

    def _agreeing(self, verb: Token, token: Token, pronoun: str, noun: Token) -> tuple[Mention, ...]:
        """The object of a clause, where it is the one who has what `noun` tells, or the subject, if a pronoun agrees with it."""
        built = clause(verb)
        if _under(noun, verb, _OF_THE_OBJECT) and any(t.lemma_.lower() in words("gratitude") for t in built.objects):
            first = verb.head if verb.dep_ == "conj" else verb  # "congratulated the minister and expressed gratitude for his help"
            meant = self._meant(t for t in clause(first).objects if t.i < token.i)
            return meant if meant and _agree(pronoun, meant) else ()
        subjects = [c for t in built.subjects for c in ([t] if t.i in self.at else self._before(t))]
        subjects = [t for t in subjects if not (pronoun in _THING and t.tag_ == "NNS")]  # "Chad said Malian forces had hit its army"
        objects = built.objects if _under(noun, verb, _OF_THE_OBJECT) else []
        for tokens in (objects, _aimed_at(noun, verb), subjects):
            if (meant := self._meant(t for t in tokens if t.i < token.i or pronoun in _FIRST)) and _agree(pronoun, meant):
                return meant  # "We will go," the minister said
        return ()

    def _before(self, noun: Token) -> list[Token]:
        """Who stands before a noun that is no mention: "Chad's right to defend its border", "the Chadian army command says it"."""
        bodies = (c for c in noun.children if c.dep_ == "compound" and c.i in self.at and self.at[c.i].kind in _BODIES)
        return [c for c in noun.children if c.dep_ == "poss"] or list(bodies)

    def _owner(self, token: Token, pronoun: str) -> tuple[Mention, ...]:
        """Who owns what a possessive stands before: within its phrase, by the object of its clause, or by the subject."""
        noun = token.head
        if noun.dep_ == "conj":
            listed = [t for t in noun.head.subtree if t.i < token.i and t.dep_ in {"conj", "appos"}]
            beside = [c for c in noun.head.children if c.dep_ == "poss"] or [noun.head, *listed]  # "Iran's consulate and its mission"
        else:
            beside = [t for t in (self._before_and(token),) if t is not None]
        if (meant := self._meant(beside)) and (_agree(pronoun, meant) or (pronoun == "their" and meant[0].kind in _SIDES)):
            return meant  # "Chad and their allies"
        for verb in _clauses_above(noun):
            if meant := self._agreeing(verb, token, pronoun, noun):
                return meant
        return ()

    def _before_and(self, possessive: Token) -> Token | None:
        """Who stands before "and their", where the parser doesn't see the coordination: "Chad (CHD) and their"."""
        before = possessive.i - 1
        if before <= possessive.sent.start or self.doc[before].lower_ != "and":
            return None
        before -= 1
        while before > possessive.sent.start and self.doc[before].is_punct:
            before -= 1
        return self.doc[before]

    # -- who can't be meant ---------------------------------------------------------------------------------------------------

    def _doers(self, mention: Mention, token: Token) -> tuple[Mention, ...]:
        """Who does something to the one that a pronoun or a group stands for in the object: others than they."""
        if mention.kind not in {"group", "pronoun", "office"} or mention.modifier or token.lower_ in _REFLEXIVE:
            return ()
        above = token.head.head if token.dep_ == "pobj" else token.head
        if token.dep_ not in {"dobj", "pobj", "dative"} or above.pos_ != "VERB":
            return ()
        if mention.kind == "office" and above.lemma_ not in words("contributing"):
            return ()  # "sent an envoy": one of the senders' own
        return tuple(m for m in self._meant(clause(above).subjects) if m is not mention)

    def _speaker(self, token: Token) -> tuple[Mention, ...]:
        said = attributions(token.head) if token.dep_ in SUBJECTS | PASSIVE_SUBJECTS else []
        return self._meant(said[-1][0]) if said else ()

    def _stands_aside(self, token: Token) -> bool:
        """Whether someone mediates or attends, or hosts a gathering and no guest."""
        verb = token.head
        if token.dep_ == "pobj" and verb.dep_ == "agent":
            return verb.head.lemma_.lower() in words("mediating")
        if token.dep_ in {"conj", "appos"}:
            return self._stands_aside(token.head)
        if token.dep_ not in SUBJECTS:
            return False
        if verb.lemma_.lower() == "host":
            return not any(c.dep_ == "dobj" and c.i in self.at for c in verb.children)
        partaking = verb.lemma_ == "take" and any(c.dep_ == "dobj" and c.lower_ == "part" for c in verb.children)
        return partaking or verb.lemma_.lower() in words("mediating")

    def _stands_for_things(self, token: Token) -> bool:
        """Whether "they" in the subject goes on with the things of the sentence before: "Drones struck the port. They hit"."""
        start = token.sent.start
        before = self.doc[start - 1].sent.root if start and token.dep_ in SUBJECTS else None
        told = [t for t in clause(before).subjects if t.i < token.i] if before is not None and before.pos_ in _FINITE else []
        return bool(told) and all(t.tag_ == "NNS" and t.i not in self.at for t in told)

    def _stands_for_a_thing(self, mention: Mention, token: Token, found: References) -> bool:
        """Whether "it" is a decision, an offer, a call ... of which the words before speak, and nobody who acts."""
        inside = token.sent.start
        above = token.head.head if token.dep_ == "pobj" else token.head
        if token.dep_ in {"dobj", "nsubjpass", "pobj"} and above.lemma_.lower() in words("lawmaking"):
            return True  # "Ecuador voted against it"
        if token.dep_ in SUBJECTS and token.i == inside:
            return False
        start = self.doc[inside - 1].sent.start if inside and token.dep_ not in SUBJECTS else inside
        for other in reversed(self.doc[start : token.i]):
            before = self.at.get(other.i)
            if before is not None and before.noun == "it" and id(before) in found.things:
                return True
            if other.dep_ not in _MATTERS or (before is not None and before.located):
                continue
            if before is not None:
                if before.kind not in _NEVER_IT and not before.plural and before not in found.doers.get(id(mention), ()):
                    return False
                continue
            if other.dep_ == "pobj" and other.head.head.pos_ != "VERB":
                continue
            if other.tag_ == "NN" and any(c.lower_ in {"the", "a", "an", "this"} for c in other.children):
                return True
        return False


def _clauses_above(token: Token) -> Iterator[Token]:
    """The verbs above a token, the nearest first."""
    while token.head != token:
        token = token.head
        if token.pos_ in _FINITE:
            yield token


def _under(noun: Token, verb: Token, prepositions: set[str]) -> bool:
    """Whether a noun hangs on a verb by one of these prepositions, or on its object."""
    link = noun.head
    return noun.dep_ == "pobj" and link.lower_ in prepositions and verb in {link.head, link.head.head}


def _aimed_at(noun: Token, verb: Token) -> list[Token]:
    """At whom that is aimed of which a noun is the reason: "approved sanctions against Chad over its raids"."""
    if not _under(noun, verb, {"for", "over"}):
        return []
    links = [t for t in verb.subtree if t.dep_ == "prep" and t.lower_ in {"against", "on"} and t.i < noun.head.i]
    return [g for t in links for g in t.children if g.dep_ == "pobj"][-1:]


def _agree(pronoun: str, meant: tuple[Mention, ...]) -> bool:
    """Whether a pronoun can stand for them by number and by being a person."""
    first = meant[0]
    if pronoun in _FIRST:
        return first.kind != "pronoun" or first.noun in _PERSON
    if pronoun in _SEVERAL:
        return len(meant) > 1 or first.plural or first.kind in {"people", "armed_group"} or len(first.shared) > 1
    if len(meant) > 1 or first.plural:
        return False
    if pronoun in _PERSON:
        return first.kind in {"person", "office"} or first.noun in _PERSON
    return first.kind not in _NEVER_IT or first.noun == "it"
