"""Who does an act and to whom it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.codebook.lexicon import wordsets
from dragoman.reading import clauses, senses
from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.filling import mentions_of, nouns_in, participles
from dragoman.reading.events.implied import implied, protested, warned
from dragoman.reading.events.own_side import without_own
from dragoman.reading.events.posts import besieged, by_seat, in_passive
from dragoman.reading.events.targets import by_preposition, by_slots
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

#: CAMEO's easing of sanctions.
_EASED = "085"


def assign(parsed: Parsed, candidate: Candidate, verb: Token | None) -> None:
    """Finds who stands in the source and target slots of a candidate's entry."""
    entry = candidate.entry
    passage = candidate.sentence.passage
    used = {t.i for t in candidate.matched}
    slot_of_source = _find_sources(parsed, candidate, verb, used)
    if not candidate.sources and ("mutual" in entry.target or entry.cameo == "125"):  # "no talks were held between"
        slot_of_source = "between"
        candidate.sources = mentions_of(parsed, passage, nouns_in(candidate, "between", verb), used, descend=True)
    if not candidate.targets and not candidate.mutual and candidate.type == "REQUEST" and candidate.head.pos_ == "VERB":
        asked = mentions_of(parsed, passage, candidate.clause.objects, used, descend=False)
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
        candidate.targets = [m for m in warned(parsed, passage, verb) if m not in candidate.sources]
    if not candidate.targets and candidate.type == "PROTEST" and not candidate.mutual:
        candidate.targets = protested(parsed, candidate, verb)
    if not candidate.sources and verb is not None:
        candidate.sources = _outer(parsed, passage, verb, used)
    if not candidate.sources and verb is not None and candidate.head.pos_ != "VERB":
        candidate.sources = mentions_of(parsed, passage, candidate.clause.subjects, used, descend=True)
    if candidate.type == "REQUEST" and (doers := _asked(candidate, verb)):
        told = mentions_of(parsed, passage, doers, used, descend=True)
        candidate.targets = [m for m in told if m not in candidate.sources]
        candidate.asked = bool(candidate.targets)
    elif candidate.type == "REQUEST" and (performers := _performers(candidate)):
        candidate.targets = [m for m in mentions_of(parsed, passage, performers, used, descend=True) if m not in candidate.sources]
    if not candidate.targets:
        by_slots(parsed, candidate, verb, used)
    open_ = not candidate.mutual and "none" not in entry.target and candidate.type is not None and entry.cameo != "1724"
    if not candidate.targets and open_ and not (candidate.type == "SUPPORT" and any(c.lower_ == "you" for c in candidate.head.children)):
        candidate.targets = by_preposition(parsed, candidate, verb, used)
    if not candidate.targets and not candidate.mutual:
        candidate.targets = implied(parsed, candidate)
    if between:
        candidate.mutual = True
        candidate.targets = []
    _by_verb(parsed, candidate)
    by_seat(parsed, candidate)
    in_passive(parsed, candidate)
    candidate.targets = besieged(parsed, candidate)
    candidate.targets = without_own(parsed, candidate)


def _find_sources(parsed: Parsed, candidate: Candidate, verb: Token | None, used: set[int]) -> str:
    """Finds who acts in the first slot of the entry that names someone; says which slot was last looked at."""
    slot = ""
    for slot in candidate.entry.source:
        nouns = nouns_in(candidate, slot, verb) if slot != "subject" else _doers(candidate)
        descend = slot != "subject" or bool(nouns and nouns[0].pos_ != "PRON")
        if candidate.type == "ASSAULT":  # "a strike on a Chilean school killed": no school strikes
            nouns = [t for noun in nouns for t in (senses.attackers(noun) if senses.attack(noun) else [noun])]
        found = mentions_of(parsed, candidate.sentence.passage, nouns, used, descend=descend)
        candidate.sources = [m for m in found if not (candidate.type == "ASSAULT" and _from_afar(parsed, m))]
        if candidate.sources:
            break
    if candidate.type == "ASSAULT" and not candidate.sources:
        candidate.sources = _strikers(parsed, candidate)
    return slot


def _strikers(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whose attack it is that is told of by its victims: "died in a Chilean raid on the port", but "under artillery bombardment"."""
    nouns = [a for t in candidate.matched if t.lemma_.lower() in words("attacks") for a in senses.attackers(t)]
    found = mentions_of(parsed, candidate.sentence.passage, nouns, set(), descend=False)
    doc = parsed.doc(candidate.sentence.passage)
    return [m for m in found if doc[m.head].lemma_.lower() not in words("weapons") or any(e.country for e in parsed.entities(m))]


def _doers(candidate: Candidate) -> list[Token]:
    """The subjects; of one that is a word of the pattern ("the emergency over Mali declared in"), whose it is."""
    owned = {"poss", "compound", "nmod", "amod"}
    told = ([c for c in t.children if c.dep_ in owned] if t in candidate.matched else _launchers(t) for t in candidate.clause.subjects)
    return [noun for nouns in told for noun in nouns]


def _launchers(noun: Token) -> list[Token]:
    """Of a drone or a missile those who let it off, where they are told: "a drone launched by rebels killed"; of all else itself."""
    done = participles(noun) if noun.lemma_.lower() in words("weapons") else []
    return [g for verb in done for g in clauses.clause(verb).agents] or [noun]


def _from_afar(parsed: Parsed, mention: Mention) -> bool:
    """Whether a country is only where fire comes from, whoever fires there: "rockets from Chile hit the town"."""
    token = parsed.doc(mention.passage)[mention.head]
    link = token.head
    thing = link.head.head if link.head.dep_ == "acl" else link.head
    whence = token.dep_ == "pobj" and link.lower_ == "from" and mention.kind in {"state", "subnational"}
    return whence and thing.lemma_.lower() in words("weapons") | words("volleys")


def _imposers(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Who eases what is told without an agent: who imposed it."""
    imposed = [g for t in candidate.matched for done in participles(t) for g in clauses.clause(done).agents]
    return mentions_of(parsed, candidate.sentence.passage, imposed, set(), descend=True)


def _outer(parsed: Parsed, passage: int, verb: Token, used: set[int]) -> list[Mention]:
    """The actor of the clause above, where the inherited subject is a thing: "said that AGOA remains central and asked for support"."""
    above = verb
    if clauses.is_passive(verb) or any(c.dep_ in clauses.SUBJECTS for c in verb.children):
        return []  # "the army will send soldiers and a panel will watch": not the army
    aside = verb.dep_ == "advcl" and verb.tag_ == "VBG"  # "said that the vote was flawed, faulting the commission"
    while above.dep_ in {"conj", "ccomp", *(["advcl"] if aside else [])} and above.head != above and (aside or verb.dep_ == "conj"):
        above = above.head
        found = mentions_of(parsed, passage, clauses.clause(above).subjects, used, descend=False) if above.pos_ in {"VERB", "AUX"} else []
        if found:
            return found
    return []


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
    return clauses.expand(clauses.behind(c for n in nouns for c in n.children if c.dep_ == "prep" and c.lower_ in {"of", "by"}))


def _by_verb(parsed: Parsed, candidate: Candidate) -> None:
    """Puts the sides right where the verb itself says more than the slots do."""
    lemma = candidate.head.lemma_.lower()
    if lemma == "sign" and candidate.head.pos_ == "VERB":
        _signed_for(parsed, candidate)
    elif candidate.type == "CONSULT" and lemma in words("mediating") and not candidate.targets:
        candidate.targets = _brought_together(parsed, candidate)
    elif candidate.entry.cameo == _EASED and candidate.clause.passive and not candidate.sources:
        candidate.sources = _imposers(parsed, candidate)
    elif candidate.code == "0841" and (captives := _captives(parsed, candidate)):
        candidate.targets = captives
    elif candidate.code == "0841" and any(m.kind == "organisation" for m in candidate.targets):  # "were handed over to the Red Cross"
        candidate.targets = mentions_of(parsed, candidate.sentence.passage, candidate.clause.objects, set(), descend=False)
    elif candidate.type == "ASSAULT" and (struck := _struck(parsed, candidate)):
        candidate.targets = struck
    elif candidate.type == "REJECT" and (askers := _askers(parsed, candidate)):
        candidate.targets = askers
    elif candidate.type in {"REQUEST", "AGREE"}:  # "asked for help against armed gangs": nobody asks the gangs
        candidate.targets = [m for m in candidate.targets if not _opposed(parsed.doc(m.passage)[m.head])]


def _captives(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Those set free, where it is told whose they are: "handed two Chilean hostages over to the Red Cross"."""
    if candidate.head.pos_ != "VERB" or candidate.mutual:
        return []
    found = mentions_of(parsed, candidate.sentence.passage, candidate.clause.objects, set(), descend=True)
    return [m for m in found if m not in candidate.sources and any(e.country for e in parsed.entities(m))]


def _struck(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whose it is that is struck, before where it is: "hit Chilean positions in Peru"."""
    verb = candidate.head.lemma_.lower()
    harmed = verb in words("harming")
    if candidate.head.pos_ != "VERB" or not (harmed or verb in words("striking")):
        return []
    nouns = [t for t in candidate.clause.objects if t.lemma_.lower() not in words("attacks") | words("weapons")]
    found = mentions_of(parsed, candidate.sentence.passage, nouns, set(), descend=not harmed)
    return [
        m for m in found if m not in candidate.sources and any(e.country or (harmed and e.id.startswith("X/")) for e in parsed.entities(m))
    ]


def _askers(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Whose request it is that is refused: "rejected Chile's request for the extradition of a banker", "a truce proposed by Chile"."""
    asked = [t for t in candidate.clause.objects if t in candidate.matched and t.lemma_.lower() in wordsets()["request"]]
    below = [c for t in candidate.clause.objects for c in t.children if c.dep_ == "acl"]
    proposers = [t for c in below if c.lemma_.lower() in words("asking") | {"offer"} for t in clauses.clause(c).agents]
    owners = [*clauses.expand([c for t in asked for c in t.children if c.dep_ == "poss"]), *proposers]
    return [m for m in mentions_of(parsed, candidate.sentence.passage, owners, set(), descend=True) if m not in candidate.sources]


def _signed_for(parsed: Parsed, candidate: Candidate) -> None:
    """Who signs, wherever the parser hangs them: "A signed for Chad and B for the rebels", "was signed after talks by A and B"."""
    head, passage = candidate.head, candidate.sentence.passage
    behalf = clauses.expand(clauses.behind(c for c in head.children if c.dep_ == "prep" and c.lower_ == "for"))
    signers = [m for t in behalf if (m := parsed.mention_at(passage, t.i)) is not None and m.kind == "person"]
    sides = [m for t in behalf if (m := parsed.mention_at(passage, t.i)) is not None]
    candidate.sources += [m for m in signers if m not in candidate.sources]
    candidate.targets = [m for m in candidate.targets if m not in sides]
    if candidate.sources or not candidate.clause.passive:
        return
    agents = clauses.behind(t for t in head.subtree if t.i > head.i and t.lower_ == "by")
    by = [m for t in clauses.expand(agents) for m in parsed.who(passage, t, descend=False) if m.kind in {"person", "office"}]
    candidate.sources = list(dict.fromkeys(by))


def _brought_together(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """Between whom one mediates who "mediated the talks": the last two that did something together."""
    for noun in candidate.clause.objects:  # "mediated a swap in which A and B freed"
        inside = [c for c in noun.children if c.dep_ == "relcl" and any(g.lower_ == "which" for p in c.children for g in p.children)]
        parties = [t for c in inside for t in clauses.clause(c).subjects]
        if found := mentions_of(parsed, candidate.sentence.passage, parties, set(), descend=False):
            return found
    told = [t for t in candidate.clause.objects if t.lemma_.lower() in words("occasions") and any(c.lower_ == "the" for c in t.children)]
    if not told or any(c.dep_ in {"prep", "poss", "relcl", "acl"} for t in told for c in t.children):
        return []
    leads = ([m for m in lead if m.start < candidate.sentence.start] for lead in reversed(parsed.registry.leads))
    return next((lead for lead in leads if len({e.id for m in lead for e in parsed.entities(m)}) > 1), [])


def _opposed(token: Token) -> bool:
    """Whether someone stands behind "against"."""
    while token.dep_ in {"conj", "compound", "appos"}:
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ == "against"
