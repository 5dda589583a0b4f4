"""Senses: words that usually tell an act between actors, where their subject or object gives them another meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.clauses import PASSIVE_SUBJECTS, SUBJECTS, behind, of_a_day, status, words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.codebook.lexicon import Need
    from dragoman.reading.events import Candidate
    from dragoman.reading.parsed import Parsed


def other(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether the words of a candidate are meant otherwise than its entry has them."""
    return (
        _own_wish(candidate)
        or _meets_a_need(candidate)
        or _met_with(parsed, candidate)
        or _against_ills(candidate)
        or _for_a_cause(candidate)
        or _misuses(candidate)
        or _gives_a_name(candidate)
        or _names(candidate)
        or _takes_a_thing_on(candidate)
        or _by_nature(parsed, candidate)
        or _other_security(candidate)
        or _goes_back(candidate)
        or _leaves_behind(candidate)
        or _own_doing(candidate)
        or _watches(parsed, candidate)
        or _endangers(parsed, candidate)
        or _use_of_services(candidate)
        or _from_there(candidate)
        or _leads_their_own(parsed, candidate)
        or _joined_by_their_own(parsed, candidate)
        or _committed_crimes(candidate)
        or _on_the_agenda(candidate)
        or _gives_a_letter(candidate)
        or _rolls_out(candidate)
        or _calls_at(candidate)
        or _makes_easier(parsed, candidate)
        or _is_described(parsed, candidate)
        or _tells_whose(parsed, candidate)
        or _confines_itself(candidate)
        or _lies_around(candidate)
        or _holds_elections(candidate)
        or _goods_arrive(parsed, candidate)
        or _acts_itself(parsed, candidate)
        or _regrets_another(candidate)
    )


def calls_something(verb: Token) -> bool:
    """Whether "call" takes a complement, as in "called X a liar", "called for", "called in": not a day, and not the one who is called."""
    for child in verb.children:
        if child.dep_ in {"ccomp", "acomp"} or (child.dep_ == "oprd" and any(c.dep_ == "dobj" for c in verb.children)):
            return True
        after = child.i > verb.i and child.dep_ in {"prep", "prt"} and not of_a_day(child)
        if after and (child.lower_ in {"for", "on", "upon", "off", "up", "into", "to"} or (child.dep_, child.lower_) == ("prt", "in")):
            return True
    return False


def _names(candidate: Candidate) -> bool:
    """ "Called the minister a friend" is no call."""
    return candidate.entry.pattern == "call" and calls_something(candidate.head)


def fits(parsed: Parsed, candidate: Candidate, noun: Token, need: Need) -> bool:
    """Whether a noun is of the kind, or one of the words, that an entry needs in a slot."""
    if "any" in need.kinds or noun.lemma_.lower() in need.lemmas or noun.lower_ in need.lemmas:
        return True
    if "people" in need.kinds and noun.pos_ == "NUM":
        return True  # "held three"
    held = parsed.who(candidate.sentence.passage, noun, descend=False)
    if "people" in need.kinds:
        held = [m for m in held if m.name is None or m.kind != "role" or m.name.id != "organisation"]  # "hold the presidency"
        return any(m.kind in _PEOPLE and not (m.kind == "pronoun" and noun.lower_ in {"it", "this", "that"}) for m in held)
    if "organisation" in need.kinds:
        return any(m.kind == "organisation" or any(e.id.startswith("IGO/") for e in parsed.entities(m)) for m in held)
    return bool(held) and "actor" in need.kinds


#: Kinds of mentions that people go by, one by one or as a crowd.
_PEOPLE = {"armed_group", "group", "office", "people", "person", "pronoun", "role"}


def _own_wish(candidate: Candidate) -> bool:
    """ "Seeks to strengthen ties", "wants to invest": nobody else is asked for anything."""
    head = candidate.head
    if candidate.entry.rest or head.lemma_.lower() not in {"want", "seek"}:
        return False
    return any(c.dep_ == "xcomp" and not any(g.dep_ in {"nsubj", "dobj"} and g.i < c.i for g in c.children) for c in head.children)


def _meets_a_need(candidate: Candidate) -> bool:
    """ "Meet the requirements" is no meeting."""
    met = candidate.type == "CONSULT" and candidate.head.lemma_ == "meet"
    return met and any(t.lemma_.lower() in words("met") for t in candidate.clause.objects)


def _met_with(parsed: Parsed, candidate: Candidate) -> bool:
    """ "The decision was met with silence": no meeting, but how something was taken."""
    head = candidate.head
    if candidate.type != "CONSULT" or head.lemma_ != "meet" or not candidate.clause.passive:
        return False
    links = [c for c in head.children if c.dep_ == "prep" and c.lower_ in {"by", "with"}]
    taken = behind(links)
    return bool(taken) and all(t.pos_ == "NOUN" and not _actor(parsed, candidate, t) for t in taken)


def _against_ills(candidate: Candidate) -> bool:
    """ "Fight the epidemic", "curb inflation": nobody is attacked or held down."""
    fought = candidate.type in {"ASSAULT", "COERCE"} and candidate.head.lemma_.lower() in words("overcoming")
    return fought and any(t.lemma_.lower() in words("ills") for t in candidate.clause.objects)


def _for_a_cause(candidate: Candidate) -> bool:
    """ "Fought hard to pass the act", "fighting for their lives": without an enemy or ground to win it is no battle."""
    head = candidate.head
    if candidate.entry.pattern not in {"fight", "battle"} or head.pos_ != "VERB" or candidate.clause.objects:
        return False
    links = {c.lower_: c for c in head.children if c.dep_ == "prep"}
    if links.keys() & {"against", "with", "on", "alongside"}:
        return False
    aims = [c.lemma_.lower() for c in head.children if c.dep_ in {"xcomp", "advcl"} and any(g.lower_ == "to" for g in c.children)]
    prizes = [g.lemma_.lower() for g in links["for"].children if g.dep_ == "pobj"] if "for" in links else []
    return any(a not in words("conquering") for a in aims) or any(p not in words("prizes") for p in prizes)


def _misuses(candidate: Candidate) -> bool:
    """ "Abused the right of asylum", "abuse their power", "kicked off a rally": nobody is hurt."""
    verb = candidate.head.lemma_.lower()
    if candidate.entry.pattern == "kick":
        return any(c.dep_ == "prt" for c in candidate.head.children)
    misused = candidate.type == "ASSAULT" and verb == "abuse"
    return misused and any(t.lemma_.lower() in words("misused") for t in candidate.clause.objects)


def _gives_a_name(candidate: Candidate) -> bool:
    """ "Called the visit a success for peace", "in order to win": nobody is asked for anything."""
    head = candidate.head
    if candidate.type != "REQUEST":
        return False
    named = head.lemma_ == "call" and any(c.dep_ == "oprd" and c.pos_ in {"NOUN", "ADJ"} for c in head.children)
    return named or (head.lower_ == "order" and head.dep_ == "pobj" and head.head.lower_ == "in")


def _takes_a_thing_on(candidate: Candidate) -> bool:
    """ "Will advance the talks on grain": who advances on somebody has no object."""
    return candidate.entry.pattern == "advance on" and bool(candidate.clause.objects)


def _by_nature(parsed: Parsed, candidate: Candidate) -> bool:
    """ "Damaged by the storms of March", "when disaster strikes": nobody does it; but "killed by Chilean fire" is told of Chile."""
    harmed = candidate.type in {"ASSAULT", "COERCE", "PROTEST"}
    doers = [t for t in candidate.clause.subjects if not _shots(parsed, candidate, t)] if harmed else []
    return any(t.lemma_.lower() in words("disasters") for noun in doers for t in (noun, *noun.lefts))


def _shots(parsed: Parsed, candidate: Candidate, noun: Token) -> bool:
    """Whether "fire" is that of arms or of a side."""
    return noun.lemma_.lower() == "fire" and any(t.lemma_.lower() in words("weapons") or _actor(parsed, candidate, t) for t in noun.lefts)


def _other_security(candidate: Candidate) -> bool:
    """ "Strengthened its energy security": no police or troops are on alert."""
    safe = [t for t in candidate.matched if t.lower_ == "security"] if candidate.type == "MOBILIZE" else []
    return any(c.lemma_.lower() in words("securities") for t in safe for c in t.lefts)


def _goes_back(candidate: Candidate) -> bool:
    """ "The teacher returned to Malawi": nothing is given back."""
    returned = candidate.entry.pattern == "return" and candidate.head.pos_ == "VERB"
    return returned and not candidate.clause.objects


def _leaves_behind(candidate: Candidate) -> bool:
    """ "Attacked the town, leaving two dead", "left their tanks behind": nobody withdraws."""
    head = candidate.head
    if candidate.entry.pattern != "leave":
        return False
    outcome = head.tag_ == "VBG" and head.dep_ == "advcl"
    return outcome or any(c.dep_ in {"ccomp", "acomp", "oprd"} or c.lower_ == "behind" for c in head.children)


def _own_doing(candidate: Candidate) -> bool:
    """ "Insisted on returning": what the subject means to do itself is asked of nobody."""
    if candidate.type != "REQUEST" or candidate.head.lemma_.lower() not in {"insist", "consider", "think"}:
        return False
    gerunds = [g for c in candidate.head.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pcomp" and g.tag_ == "VBG"]
    return any(not any(c.dep_ in SUBJECTS | {"dobj", "poss"} for c in g.children) for g in gerunds)


def _watches(parsed: Parsed, candidate: Candidate) -> bool:
    """ "Is monitoring the election" from afar: only observers, a mission or an organisation do so on the spot."""
    if candidate.entry.cameo != "074" or candidate.head.lemma_.lower() not in {"monitor", "observe"}:
        return False
    sent = any(t.lemma_.lower() in words("observers") for noun in candidate.clause.subjects for t in noun.subtree)
    kinds = {e.kind for m in candidate.sources for e in parsed.entities(m)}
    return not sent and "organisation" not in kinds


def _endangers(parsed: Parsed, candidate: Candidate) -> bool:
    """ "The fighting threatens to undermine peace": danger, and no threat that someone utters."""
    head = candidate.head
    if candidate.entry.cameo[:2] != "13" or head.lemma_.lower() != "threaten" or head.pos_ != "VERB":
        return False
    harmed = any(c.dep_ == "xcomp" and c.lemma_.lower() in words("undermining") for c in head.children)
    subjects = [c for c in candidate.clause.subjects if c.pos_ == "NOUN" and c.lemma_.lower() not in words("speech_nouns")]
    return harmed or (bool(subjects) and not any(_actor(parsed, candidate, t) for t in subjects))


def _use_of_services(candidate: Candidate) -> bool:
    """ "Access to health care": no inspectors or helpers are let in."""
    if candidate.entry.pattern != "access to":
        return False
    return any(g.lemma_.lower() in words("services") for t in candidate.matched for g in t.subtree if g.head == t)


def _from_there(candidate: Candidate) -> bool:
    """ "In three steps, starting with talks": an order of things, and nothing that the subject begins."""
    head = candidate.head
    loose = head.tag_ == "VBG" and head.dep_ in {"advcl", "acl", "prep"} and head.lemma_.lower() in {"begin", "start"}
    return loose and not any(c.dep_ in {"dobj", "xcomp"} | SUBJECTS for c in head.children)


def _leads_their_own(parsed: Parsed, candidate: Candidate) -> bool:
    """ "Will lead the delegation": who leads a mission deals with those to whom it goes, and not with the mission."""
    if candidate.head.lemma_.lower() not in {"lead", "head"} or candidate.head.pos_ != "VERB":
        return False
    doc = parsed.doc(candidate.sentence.passage)
    candidate.targets = [m for m in candidate.targets if doc[m.head].lemma_.lower() not in words("missions")]
    return not candidate.targets and any(t.lemma_.lower() in words("missions") for t in candidate.clause.objects)


def _joined_by_their_own(parsed: Parsed, candidate: Candidate) -> bool:
    """ "The minister, joined by his deputy, travelled", "will join the president": nobody deals with colleagues."""
    if candidate.head.lemma_ != "join" or candidate.entry.rest or any(m.kind not in _PEOPLE for m in candidate.targets):
        return False
    sides = [{e.country for m in found for e in parsed.entities(m)} for found in (candidate.sources, candidate.targets)]
    return len(sides[0]) == 1 and sides[0] == sides[1]


def _committed_crimes(candidate: Candidate) -> bool:
    """ "Atrocities committed by": nothing is promised."""
    return candidate.type == "AGREE" and candidate.head.lemma_ == "commit" and candidate.clause.passive


def _on_the_agenda(candidate: Candidate) -> bool:
    """ "Remains seized of the matter": a body has it before it, and nothing is taken."""
    links = [c for c in candidate.head.children if c.dep_ == "prep" and c.lower_ in {"of", "with"}]
    seized = candidate.head.lemma_.lower() == "seize" and candidate.head.tag_ == "VBN"
    return seized and any(g.lemma_.lower() in words("agenda") for c in links for g in c.children)


def _rolls_out(candidate: Candidate) -> bool:
    """ "Plan to speed up the deployment of solar technologies": nothing is sent into the field."""
    sent = [n for t in (candidate.head, *candidate.matched) if t.lemma_.lower() in {"deploy", "deployment"} for n in (t, *t.conjuncts)]
    things = behind(c for t in sent for c in t.children if c.lower_ == "of") + [c for t in sent for c in t.children if c.dep_ == "dobj"]
    return any(t.lemma_.lower() in words("rolled_out") for t in things)


def _gives_a_letter(candidate: Candidate) -> bool:
    """ "Handed over a letter from the king": nothing is given back."""
    given = candidate.type in {"CONCEDE", "RETREAT"} and candidate.head.lemma_.lower() in {"hand", "give", "turn"}
    return given and any(t.lemma_.lower() in words("messages") for t in candidate.clause.objects)


def _calls_at(candidate: Candidate) -> bool:
    """ "Called on the president and laid a wreath": a courtesy; who asks says what for."""
    head = candidate.head
    if candidate.type != "REQUEST" or head.lemma_ != "call" or candidate.clause.passive:
        return False
    host = next((g for g in behind(c for c in head.children if c.lower_ in {"on", "upon"})), None)
    if host is None or any(t.text in '"”' for t in head.doc[head.sent.start : head.i]):
        return False
    after = host.doc[host.i : host.sent.end]
    return not any(t.lower_ in {"for", "that"} or t.text in '"“:' or (t.lower_ == "to" and t.dep_ == "aux") for t in after)


def _makes_easier(parsed: Parsed, candidate: Candidate) -> bool:
    """ "Facilitates trade": only talks, and what comes of them, are mediated."""
    if candidate.entry.pattern != "facilitate" or candidate.head.pos_ != "VERB":
        return False
    objects = candidate.clause.objects
    mediated = words("mediated") | words("occasions") | words("agreements")
    return bool(objects) and not any(t.lemma_.lower() in mediated or _actor(parsed, candidate, t) for t in objects)


def _is_described(parsed: Parsed, candidate: Candidate) -> bool:
    """ "A framework that enhances trade between A and B", "will strengthen their ties": what a thing is good for, and no deed of theirs."""
    if candidate.entry.cameo != "050" or not (candidate.head.dep_ == "relcl" or status(candidate.head)[0] == "future"):
        return False
    doers = candidate.clause.subjects
    return bool(doers) and all(t.pos_ == "NOUN" and not _actor(parsed, candidate, t) for t in doers)


def _tells_whose(parsed: Parsed, candidate: Candidate) -> bool:
    """ "Rebels backed by Chad", "a ship suspected of spying": which people or things are meant, and nothing that is done now."""
    head = candidate.head
    if head.dep_ != "acl" or head.tag_ != "VBN":
        return False
    agents = any(c.dep_ == "agent" for c in head.children)
    if candidate.type == "ACCUSE" and head.lemma_.lower() in words("accusing"):
        return not agents
    if candidate.type == "REQUEST" and head.lemma_.lower() in {"need", "require"}:
        return True  # "the visas required by the delegation"
    backed = candidate.type == "SUPPORT" and agents
    return backed and any(m.kind in _PEOPLE for m in parsed.who(candidate.sentence.passage, head.head, descend=False))


def _confines_itself(candidate: Candidate) -> bool:
    """ "Confined itself to a call for calm": nobody is locked in."""
    own = [t for t in candidate.clause.objects if t.tag_ == "PRP" and t.lower_.endswith(("self", "selves"))]
    return candidate.type == "COERCE" and bool(own)


def _lies_around(candidate: Candidate) -> bool:
    """ "Which surrounds the kingdom on three sides": a map, and no siege."""
    return candidate.entry.pattern == "surround" and candidate.head.tag_ in {"VBZ", "VBP"}


def _holds_elections(candidate: Candidate) -> bool:
    """ "After it held an election": what is due in its time is conceded to nobody, as it is by who agrees to hold one."""
    return candidate.entry.pattern == "hold &election" and candidate.head.dep_ not in {"xcomp", "ccomp", "pcomp", "acl"}


def _goods_arrive(parsed: Parsed, candidate: Candidate) -> bool:
    """ "A donation of rice from Chad arrived in Togo", "people deported by Chad landed in Togo": goods and deportees pay no visit."""
    visit = candidate.entry.cameo in {"042", "043"} and candidate.head.lemma_.lower() in words("bringing")
    goods = [t for t in candidate.clause.subjects if t.lemma_.lower() in words("goods")]
    deported = [c for t in candidate.clause.subjects for c in t.children if c.dep_ == "acl" and c.lemma_.lower() in words("expelling")]
    return visit and (bool(deported) or (bool(goods) and not any(_actor(parsed, candidate, t) for t in goods)))


def _acts_itself(parsed: Parsed, candidate: Candidate) -> bool:
    """ "The observer mission to Chad said": those who were sent, and no word of their being sent."""
    noun = candidate.head
    sent = noun.pos_ in {"NOUN", "PROPN"} and noun.lemma_.lower() in words("missions")
    return sent and noun.dep_ in SUBJECTS and _actor(parsed, candidate, noun)


def _regrets_another(candidate: Candidate) -> bool:
    """ "Regretted that the talks had stalled": who regrets what isn't their own doing apologises for nothing."""
    told = [c for c in candidate.head.children if c.dep_ == "ccomp"] if candidate.entry.cameo == "055" else []
    return any(t.dep_ in SUBJECTS | PASSIVE_SUBJECTS and t.pos_ != "PRON" for c in told for t in c.children)


def _actor(parsed: Parsed, candidate: Candidate, noun: Token) -> bool:
    return bool(parsed.who(candidate.sentence.passage, noun, descend=False))


def stood_for(noun: Token) -> bool:
    """Whether a noun is the one for whom another acts: "on behalf of the government and the people of Togo"."""
    while noun.dep_ in {"conj", "appos"}:
        noun = noun.head
    return noun.lower_ == "behalf" or (noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lower_ == "behalf")


def principals(head: Token) -> list[Token]:
    """Those on whose behalf an act is done; who is "accused of spying on behalf of Togo" isn't accused by Togo."""

    def done(word: Token) -> bool:
        return not any(a.dep_ in {"acl", "pcomp", "relcl"} for a in word.ancestors if head.is_ancestor(a))

    behalf = next((t for t in head.subtree if t.lower_ == "behalf" and t.head.lower_ in {"on", "in"} and done(t)), None)
    links = [c for c in behalf.children if c.lower_ == "of"] if behalf is not None else []
    return behind(links)


def doers(deed: Token) -> list[Token]:
    """Who did what is condemned: "the suspension of the radio stations by the government"."""
    if deed.pos_ != "NOUN":
        return []
    done = [c for c in deed.children if c.dep_ == "acl" and c.lemma_.lower() in words("perpetrating")]  # "the attack launched by rebels"
    return behind(c for t in (deed, *done) for c in t.children if c.lower_ == "by" and c.dep_ in {"prep", "agent"})


#: Prepositions by which a noun of harm names those who suffer it.
_SUFFERERS = {"against", "at", "in", "near", "of", "on"}


def attack(noun: Token) -> bool:
    """Whether a noun is of harm to those whom it goes on to name: "the attacks on the port", "the killing of a reporter"."""
    harm = noun.pos_ == "NOUN" and noun.lemma_.lower() in words("attacks")
    return harm and any(c.dep_ == "prep" and c.lower_ in _SUFFERERS for c in noun.children)


def attacked(noun: Token) -> bool:
    """Whether a noun is one of those who suffer it."""
    while noun.dep_ == "conj":
        noun = noun.head
    return noun.dep_ == "pobj" and noun.head.lower_ in _SUFFERERS and attack(noun.head.head)


def attackers(noun: Token) -> list[Token]:
    """Whose an attack is, where it says so; those attacked aren't blamed for it."""
    return doers(noun) or [c for c in noun.children if c.dep_ in {"amod", "compound", "nmod", "poss"}]


def courtesy(verb: Token) -> bool:
    """Whether thanks are given without a word for who gives them: "on behalf of our people, thank you"."""
    return verb.lemma_ == "thank" and verb.tag_ in {"VB", "VBP"} and any(c.dep_ == "dobj" and c.lower_ == "you" for c in verb.children)
