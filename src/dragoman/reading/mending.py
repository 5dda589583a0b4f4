"""Mending: what the parser regularly gets wrong in news and readouts, put right before any step asks the parse.

Each mend goes by the form of the words alone, never by who or what they name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.clauses import FINITE, OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, behind, has_subject, is_time, words
from dragoman.reading.cues import cues
from dragoman.reading.verb_lists import mend_row

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Entities that tell when or by how much.
_MEASURES = {"CARDINAL", "DATE", "MONEY", "PERCENT", "QUANTITY", "TIME"}
_MARKS = {'"', "”", "''", "’", "»"}


def mend(doc: Doc) -> Doc:
    """The parse itself, put right."""
    for token in doc:
        tag = token.tag_
        if token.dep_ in {"ROOT", "conj", "ccomp"} and token.pos_ in {"VERB", "AUX"}:
            _give_subject(token)
        if token.dep_ in {"conj", "ccomp", "advcl"}:
            mend_row(token)
            _share_passive(token)
        if token.dep_ in {"ROOT", "ccomp"} and tag in {"VBD", "VBN"}:
            _set_aside(token)
        if token.dep_ == "acl" and tag in {"VBD", "VBN"}:
            _make_finite(token)
        if token.dep_ == "acl":
            _say_in(token)
        if tag in FINITE:
            if token.dep_ == "compound":
                _unbury(token)
            elif token.dep_ != "conj" and any(cue.quotes for cue in cues().get(("V", token.lemma_.lower()), ())):
                _uninvert(token)
        elif token.dep_ == "relcl":
            _reattach_told(token)
        elif token.dep_ == "conj" and token.head.ent_type_ == "DATE":
            _regap(token)
        elif tag == "VBN" and token.lower_ in words("states_of_mind"):
            _unverb(token)
        elif tag == "VBN" and token.dep_ == "advcl":
            _rejoin_participle(token)
        elif tag == "IN" and token.text == "Under":
            _untitle(token)
        elif token.lower_ == "behalf":
            _rejoin(token)
        elif token.dep_ == "dobj":
            _appose(token)
            _return_object(token)
        elif token.dep_ == "npadvmod":
            _unmeasure(token)
        elif token.dep_ == "appos":
            _couple(token)
        elif token.dep_ == "oprd" and _named_as(token.head):
            token.dep_ = "dobj"
        elif token.dep_ == "prep" and token.lower_ == "as" and token.head.pos_ in {"NOUN", "PROPN"}:
            _name_given(token)
        elif token.dep_ == "prep" and token.lower_ == "by":
            _by_whom(token)
        elif token.dep_ == "prep" and token.lower_ in {"at", "on", "upon"}:
            _invited(token)
    return doc


def _set_aside(verb: Token) -> None:
    """The participle between commas that tells of the subject: "Chad, suspended from the union, was not named"."""
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    told = next((c for c in verb.rights if c.dep_ == "conj" and c.pos_ in {"VERB", "AUX"}), None)
    if subject is None or told is None or verb.nbor(-1).text != "," or subject.right_edge.i < verb.i - 2:
        return
    finite = next((c for c in told.lefts if c.dep_ in {"aux", "auxpass"}), told)
    if finite.nbor(-1).text != "," or has_subject(told) or any(c.dep_ in {"aux", "auxpass", "dobj", "cc"} for c in verb.children):
        return
    told.head, told.dep_ = verb.head if verb.head != verb else told, verb.dep_
    for child in [c for c in verb.children if c.i > told.i or c == subject or c.i < subject.i]:
        child.head = told
    subject.dep_ = "nsubjpass" if any(c.dep_ == "auxpass" for c in told.children) else "nsubj"
    verb.head, verb.dep_ = subject, "acl"


def _make_finite(verb: Token) -> None:
    """A verb with an object taken for a participle beside a name: "A, the spokesman, in a statement condemned the raid"."""
    acts = _named_as(verb) or any(c.dep_ in {"dobj", "ccomp"} and c.i > verb.i for c in verb.children)
    if not acts or any(c.dep_ in {"agent", "auxpass"} for c in verb.children):
        return
    name = verb.sent.root
    if name.pos_ != "PROPN" or name.i > verb.i:
        return
    verb.head, verb.dep_ = verb, "ROOT"
    loose = {"advmod", "npadvmod", "prep", "punct"}
    for child in [c for c in name.children if c.i > verb.i or (c.dep_ in loose and (c.i < name.i or _after_comma(c)))]:
        child.head = verb
    name.head, name.dep_ = verb, "nsubj"


def _unmeasure(name: Token) -> None:
    """A name right before its verb taken for a measure: "Norway tightened controls"."""
    verb, below = name.head, {c.dep_ for c in name.head.children}
    named = name.pos_ == "PROPN" and name.ent_type_ not in _MEASURES and name.i + 1 == verb.i
    _list_subject(name, verb)
    acts = verb.dep_ == "ROOT" and verb.tag_ in FINITE | {"VBN"} and "dobj" in below
    if named and acts and not below & (SUBJECTS | PASSIVE_SUBJECTS | {"aux", "auxpass", "csubj", "expl"}):
        name.dep_ = "nsubj"


def _list_subject(name: Token, verb: Token) -> None:
    """The first of two names in a headline that leaves out "and", taken for a measure: "India, China agree to talk"."""
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS), None)
    if subject is None or {name.pos_, subject.pos_} != {"PROPN"} or name.ent_type_ in _MEASURES:
        return
    if verb.pos_ == "VERB" and subject.left_edge.i == name.i + 2 and name.nbor(1).text == ",":
        name.dep_, subject.head, subject.dep_ = subject.dep_, name, "conj"


def _couple(name: Token) -> None:
    """The second of two names in a headline that leaves out "and", taken for an explanation: "Seoul, Canberra to build ships"."""
    first = name.head
    subject = first.dep_ in SUBJECTS | PASSIVE_SUBJECTS and first.head.i > name.i
    ends = name.i + 1 < len(name.doc) and name.nbor(1).text != ","
    if subject and ends and {first.ent_type_, name.ent_type_} == {"GPE"} and first.i + 2 == name.left_edge.i:
        name.dep_ = "conj"


def _say_in(verb: Token) -> None:
    """What is said, taken for a part of the form in which it is said: "said in a statement that troops had opened fire"."""
    form = verb.head
    said = form.head.head if form.dep_ == "pobj" else form
    told = any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children) and has_subject(verb)
    if told and form.head.lower_ in {"in", "during", "on"} and said.pos_ == "VERB" and said.lemma_.lower() in words("speech"):
        verb.head, verb.dep_ = said, "ccomp"


def _by_whom(by: Token) -> None:
    """The one who does it, taken for a circumstance of a passive: "was given a $40 million loan by Turkey"."""
    verb = by.head.head if by.head.dep_ == "dobj" else by.head
    if not {"nsubjpass", "auxpass"} <= {c.dep_ for c in verb.children} or any(c.dep_ == "agent" for c in verb.children):
        return
    told = behind([by])
    if told and all(t.pos_ in {"NOUN", "PROPN"} and t.ent_type_ not in _MEASURES for t in told):
        by.head, by.dep_ = verb, "agent"


def _invited(link: Token) -> None:
    """Whoever is invited, taken for an apposition to the host: "At the invitation of Minister A, Minister B paid a visit"."""
    verb, of = link.head, next((g for c in link.children if c.lemma_ == "invitation" for g in c.children if g.lower_ == "of"), None)
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    if of is None or subject is None or any(t.text == "," for t in subject.doc[of.i : subject.i]):
        return
    guest = next((c for c in subject.children if c.dep_ == "appos" and _after_comma(c)), None)
    if guest is not None:
        guest.head, guest.dep_ = verb, "nsubj"
        subject.head, subject.dep_ = of, "pobj"


def _after_comma(token: Token) -> bool:
    """Whether a comma stands before a token and what is below it."""
    first = token.left_edge
    return first.i > 0 and first.nbor(-1).text == ","


def _named_as(verb: Token) -> bool:
    """Whether somebody is named as something, and who it is was taken for the name given: "named A as its ambassador"."""
    below = {c.dep_ for c in verb.children}
    return "oprd" in below and "dobj" not in below and any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.children)


def _unbury(verb: Token) -> None:
    """A finite verb taken for a part of the name after it: "President A briefed Minister B on the talks"."""
    name = verb.head
    before = verb.nbor(-1) if verb.i > verb.sent.start else None
    if before is None or before.pos_ != "PROPN" or name.i < verb.i or before.head not in {name, verb}:
        return
    root, first = verb.sent.root, verb.sent.start
    if name != root and name not in root.subtree:
        return
    verb.head, verb.dep_ = verb, "ROOT"
    if root != name:
        root.head, root.dep_ = verb, root.dep_ if root.dep_ != "ROOT" else "prep"
    moved = [c for c in name.children if c.i < verb.i or c.i > name.i] + [
        c for c in name.head.children if name.head != name and c.i > name.i
    ]
    own = {before.i, name.i}
    before.head, before.dep_ = verb, "nsubj"
    for token in moved:
        if token.i in own or token == name.head:
            continue
        if first <= token.i < before.i and token.dep_ == "compound":
            token.head = before
        else:
            token.head = verb
    above = name.head
    name.head, name.dep_ = verb, "dobj"
    if above.is_punct and above != verb:
        above.head, above.dep_ = verb, "punct"


def _give_subject(verb: Token) -> None:
    """A subject taken for more of the phrase before it: "In a joint statement, A and B urged", "On Monday in Doha, A and B proposed"."""
    own = list(verb.children)
    fronted = [c for c in own if c.i < verb.i and c.dep_ == "prep"]
    if not fronted or any(c.dep_ in SUBJECTS | PASSIVE_SUBJECTS | {"csubj", "expl"} for c in own):
        return
    last = verb.nbor(-1)
    while last.head == verb and last.dep_ in {"aux", "auxpass", "advmod", "neg"} and last.i > fronted[0].i + 1:
        last = last.nbor(-1)
    named = [t for t in (last, *last.ancestors) if t.dep_ in {"appos", "conj"} and _after_comma(t)]
    if not named or named[0].right_edge.i > last.i or not any(c.is_ancestor(named[-1]) for c in fronted):
        return
    subject = last if named[0] == last else named[-1]
    if subject.pos_ in {"NOUN", "PROPN", "PRON"}:
        subject.head, subject.dep_ = verb, "nsubjpass" if any(c.dep_ == "auxpass" for c in own) else "nsubj"


def _uninvert(verb: Token) -> None:
    """A speaker after the cue taken for its object: '"...," declared the president'."""
    speaker = None
    for child in verb.children:
        if child.dep_ in SUBJECTS | PASSIVE_SUBJECTS:
            return
        if child.dep_ in OBJECTS and child.i > verb.i and speaker is None:
            speaker = child
    if speaker is None or speaker.pos_ not in {"NOUN", "PROPN", "PRON"}:
        return
    said_before = any(c.dep_ in {"ccomp", "parataxis"} and c.i < verb.i for c in verb.children)
    if said_before or (verb.i > 0 and verb.nbor(-1).text in _MARKS):
        speaker.dep_ = "nsubj"


def _share_passive(verb: Token) -> None:
    """A second passive without its auxiliary taken for what its subject does: "two were killed and ten wounded"."""
    first, own = verb.head, {c.dep_ for c in verb.children}
    bare = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.lemma_.lower() in words("suffering"))
    if verb.dep_ != "conj" or not bare or own & {"aux", "auxpass", "ccomp", "xcomp", *OBJECTS}:
        return
    if any(c.dep_ == "auxpass" for c in first.children):
        for subject in [c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i]:
            subject.dep_ = "nsubjpass"


def _unverb(state: Token) -> None:
    """A state of mind taken for a passive: "the minister was deeply concerned by the fighting"."""
    be = next((c for c in state.children if c.dep_ == "auxpass" and c.lemma_ == "be"), None)
    if be is None:
        return
    moved = [
        c for c in state.children if c != be and (c.i < be.i or c.dep_ in {"aux", "neg", "mark", "cc", "conj", "punct", "advcl", "ccomp"})
    ]
    be.head, be.dep_ = (be if state.head == state else state.head), state.dep_
    for token in moved:
        token.head = be
        token.dep_ = {"nsubjpass": "nsubj", "csubjpass": "csubj"}.get(token.dep_, token.dep_)
    state.head, state.dep_ = be, "acomp"


def _rejoin_participle(verb: Token) -> None:
    """Of whom something is told by one word, taken for a clause: "sympathy to the family of the officer killed, and to Chad"."""
    noun, below = (verb.nbor(-1) if verb.i > verb.sent.start else verb), list(verb.children)
    ends = verb.i + 1 == len(verb.doc) or verb.nbor().is_punct
    if noun.pos_ != "NOUN" or verb.head.i >= noun.i or verb.head.pos_ != "VERB" or not ends or any(c.i < verb.i for c in below):
        return
    for child in below:
        child.head = verb.head
    verb.head, verb.dep_ = noun, "acl"


def _untitle(under: Token) -> None:
    """The "Under" of a title taken for a preposition: "Under Secretary A will join Minister B"."""
    name, verb = next((c for c in under.children if c.dep_ == "pobj"), None), under.head
    if name is None or not 2 <= name.i - under.i <= 3 or under.nbor().text != "Secretary" or verb.pos_ != "VERB":
        return  # a portfolio stands between title and name: "Under Secretary of State for Political Affairs A"
    ahead = name.i < verb.i and not has_subject(verb)
    name.head, name.dep_ = verb, "nsubj" if ahead else name.dep_
    under.head, under.dep_ = name, "compound"


def _rejoin(behalf: Token) -> None:
    """The rest of those spoken for, taken for who thanks: "on behalf of the king, the queen, and our people, thank you"."""
    first = next(iter(behind(of for of in behalf.children if of.lower_ == "of")), None)
    verb = behalf.head.head
    if first is None or verb.lemma_ != "thank" or not any(c.dep_ == "dobj" and c.lower_ == "you" for c in verb.children):
        return
    for subject in [c for c in verb.children if c.dep_ == "nsubj" and c.i > first.i and c.pos_ != "PRON"]:
        subject.head, subject.dep_ = first, "conj"


def _regap(name: Token) -> None:
    """What a verb left out joins to its object, taken for a part of the date: "took the port in May and the airport in June"."""
    link = name.head.head
    verb = link.head
    told = next((c for c in verb.children if c.dep_ == "dobj" and c.i < name.head.i), None)
    if is_time(name) or name.pos_ not in {"NOUN", "PROPN"} or link.dep_ != "prep" or told is None:
        return
    dates = [c for c in (*verb.children, *name.children) if c.dep_ == "prep" and any(g.ent_type_ == "DATE" for g in c.children)]
    if any(c.i > name.i for c in dates):
        for joint in [c for c in name.head.children if c.dep_ == "cc"]:
            joint.head = told
        name.head = told
        for date in (c for c in dates if c.i == name.i + 1):
            date.head = name


def _appose(noun: Token) -> None:
    """What explains the phrase before it, taken for a second object: "met the demand of the union, the withdrawal of the troops"."""
    first = noun.left_edge.i
    before = noun.doc[first - 2] if first > 1 and _after_comma(noun) else None
    earlier = any(c.dep_ == "dobj" and c.i < first - 1 for c in noun.head.children)
    if before is not None and earlier and before.pos_ == "NOUN" and noun.left_edge.lower_ in {"the", "a", "an"}:
        noun.head, noun.dep_ = before, "appos"


def _return_object(noun: Token) -> None:
    """The object of an infinitive, taken for that of the verb above: "decides to suspend, with immediate effect, the talks"."""
    verb = noun.head
    done = next((c for c in verb.children if c.dep_ == "xcomp" and verb.i < c.i < noun.i and c.tag_ == "VB"), None)
    if done is None or any(c.dep_ in {"dobj", "ccomp", "xcomp"} for c in done.children):
        return
    if any(c.dep_ == "dobj" and c.i < done.i for c in verb.children) or noun.doc[noun.left_edge.i - 1].text != ",":
        return
    noun.head = done


def _name_given(link: Token) -> None:
    """A name given to something taken for a part of it: "described the accord with Iceland as a milestone"."""
    for above in link.ancestors:
        if above.pos_ in {"VERB", "AUX"}:
            if above.i < link.i and above.lemma_.lower() in words("naming"):
                link.head = above
            return


def _reattach_told(verb: Token) -> None:
    """A clause told to someone taken for a relative clause about them: "warned the junta that it would suspend ..."."""
    told = verb.head
    teller = told.head
    if told.dep_ not in {"dobj", "dative"} or teller.lemma_.lower() not in words("telling"):
        return
    that = next((c for c in verb.children if c.lower_ == "that"), None)
    if that is not None and that.dep_ == "mark" and any(c.dep_ in SUBJECTS | PASSIVE_SUBJECTS and c != that for c in verb.children):
        verb.head, verb.dep_ = teller, "ccomp"
