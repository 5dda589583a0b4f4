"""Who is of an actor's own side, and so none of those to whom it does something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.clauses import words
from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.posts import RELATIONS, receiving
from dragoman.reading.mentions import Mention
from dragoman.reading.parsed import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token


def without_own(parsed: Parsed, candidate: Candidate) -> list[Mention]:
    """The targets without the actors' own side; of their own ambassador, whom he is sent to."""
    own = {e.id for m in candidate.sources for e in parsed.entities(m)}
    others = [m for m in candidate.targets if not own.intersection(e.id for e in parsed.entities(m))]
    doc = parsed.doc(candidate.sentence.passage)
    others = [m for m in others if not of_their_own(parsed, candidate, m) and not _talked_to(candidate, doc[m.head])]
    if candidate.type in {"AGREE", "COOPERATE"}:  # "agreed to reopen the pipeline to Ceyhan": nobody agrees with a town of its own
        lands = {e.country for m in candidate.sources for e in parsed.entities(m) if e.kind == "state"}
        others = [m for m in others if not (m.kind == "subnational" and {e.country for e in parsed.entities(m)} <= lands)]
    posts = receiving(parsed, candidate) if candidate.entry.cameo in RELATIONS else []
    return posts or others if candidate.head.lemma_.lower() in words("appointing") else others or posts


def _talked_to(candidate: Candidate, noun: Token) -> bool:
    """Whether a deed is only talked about with someone: "discussed the missile test with the envoy"."""
    deed = candidate.head
    told = deed.pos_ == "NOUN" and deed.dep_ == "dobj" and deed.head.lemma_.lower() in words("discussing")
    while noun.dep_ in {"conj", "appos"}:
        noun = noun.head
    return told and candidate.type != "CONSULT" and noun.dep_ == "pobj" and noun.head.lower_ == "with"


def own_state(parsed: Parsed, candidate: Candidate, mention: Mention) -> bool:
    """The actor's own country in "reaffirmed US support for Kenya" isn't the one supported."""
    own = {e.country for m in candidate.sources for e in parsed.entities(m)}
    inside = mention.modifier or parsed.doc(mention.passage)[mention.head].dep_ in {"compound", "amod", "nmod", "poss"}
    return inside and all(e.kind == "state" and e.country in own for e in parsed.entities(mention))


def of_their_own(parsed: Parsed, candidate: Candidate, mention: Mention) -> bool:
    """The actor's own side in "its forces completed their withdrawal"."""
    own = parsed.countries(candidate.sources)
    owner = parsed.doc(candidate.sentence.passage)[mention.head]
    same = owner.lower_ in {"my", "our"} or bool(own & parsed.countries([mention]))
    if candidate.type == "MOBILIZE" and mention.kind == "role" and mention.sector == "MIL" and not mention.origins:
        return owner.dep_ == "dobj"  # "sent troops to the border"
    if mention.kind == "role" and not any(e.country for e in parsed.entities(mention)):
        return any(c.lower_ == "joint" for c in owner.children)  # "set up a joint commission"
    forces = mention.kind == "role" and (mention.sector or "").startswith(("COP", "MIL"))
    if (candidate.type == "AGREE" and forces) or (candidate.type == "REQUEST" and mention.possessor in {"its", "their"}):
        return same  # "officers pledged by Chad", "asked for access to its citizens"
    relations = candidate.entry.cameo in RELATIONS
    if owner.lemma_.lower() in words("posts") and (relations or mention.possessor is not None):
        return same and (relations or candidate.type in {"SANCTION", "SUPPORT"})  # "withdrew its ambassador"
    if candidate.type == "MOBILIZE" and mention.kind == "role":
        return same and owner.dep_ == "dobj"  # "will send 200 officers"
    return mention.kind == "pronoun" and owner.dep_ == "poss" and same
