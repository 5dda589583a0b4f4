"""Mentions that name nobody and point to someone named elsewhere: pronouns, "the two leaders", "both sides", "the country"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.reading.clauses import words
from dragoman.reading.mentions.marked import Marked, possessive
from dragoman.reading.mentions.mention import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

PRONOUNS = {"he", "him", "she", "her", "they", "them", "who", "himself", "herself", "themselves"}
#: Nouns for those named before, and the kind of those they can stand for.
GROUP_NOUNS = {
    **dict.fromkeys(words("unnamed_people"), "person"),
    **dict.fromkeys(words("unnamed_sides"), "any"),
    **dict.fromkeys(words("unnamed_states"), "state"),
}
#: Words before "party" that say it is a side of something.
_ONE_OF_TWO = {"each", "either", "neither"}


def pronouns(marked: Marked, taken: set[int]) -> Iterator[Mention]:
    """Pronouns and descriptions of those named elsewhere, outside the tokens `taken`."""
    for token in marked.doc:
        if token.i in taken:
            continue
        if token.lower_ in {"it", "itself"} and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"} and not _expletive(token):
            yield marked.mention(token.i, token.i, "pronoun", noun="it")
        elif token.lower_ in PRONOUNS and token.pos_ == "PRON" and not (token.lower_ == "her" and token.dep_ == "poss"):
            mention = marked.mention(token.i, token.i, "pronoun", noun=token.lower_)
            mention.plural = token.lower_ in {"they", "them", "themselves"}
            yield mention
        elif token.dep_ == "poss" and token.lower_ in {"his", "her", "their", "its", "our", "my"}:
            if token.i + 1 < len(marked.doc) and token.nbor().lower_ in words("styles"):
                continue  # "His Excellency"
            mention = marked.mention(token.i, token.i, "pronoun", noun=token.lower_)
            mention.modifier = True
            mention.plural = token.lower_ in {"their", "our"}
            yield mention
        elif token.lower_ in {"i", "we", "us", "me"} and token.pos_ == "PRON":
            mention = marked.mention(token.i, token.i, "pronoun", noun=token.lower_)
            mention.plural = token.lower_ in {"we", "us"}
            yield mention
        elif (_noun(token) in GROUP_NOUNS or token.lower_ in {"two", "three", "both", "pair", "duo"}) and (
            group := _collective(marked, token)
        ):
            yield group


def _collective(marked: Marked, token: Token) -> Mention | None:
    """ "the two leaders", "both sides", "the leaders", "the two", "his counterpart", "the Kenyan leader", "the country" """
    quantity = {t.lower_ for t in token.lefts}
    counted = [t.lower_ for t in token.lefts if t.dep_ == "nummod" and t.lower_ not in {"two", "2"}]
    if counted and not (token.lemma_.lower() in words("unnamed_states") and words("counts").issuperset(counted)):
        return None  # "the five countries" aren't the last two
    if token.lower_ in {"two", "three", "both", "pair", "duo"}:
        definite = token.i > 0 and marked.doc[token.i - 1].lower_ == "the"
        if token.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj"} and (
            definite or (token.lower_ == "both" and token.dep_ in {"nsubj", "nsubjpass"})
        ):
            mention = marked.mention(token.i, token.i, "group", noun=token.lower_)
            mention.plural = True
            return mention
        return None
    plural = token.tag_ in {"NNS", "NNPS"} or token.lower_ != _noun(token) or bool(quantity & _ONE_OF_TWO)
    if token.lower_ == "state" and token.i + 1 < len(marked.doc) and marked.doc[token.i + 1].lower_ == "of":
        return None  # "the state of affairs", "the state of emergency"
    if any(t.dep_ in {"amod", "compound"} and t.lower_ in words("sorting") for t in token.lefts):
        return None  # "the troop-contributing countries"
    if not quantity & {"the", "both", "his", "her", "their", "its", "two", "three", "this", "our", "my", *_ONE_OF_TWO} and not any(
        possessive(c) for t in token.lefts for c in t.children
    ):
        return None
    left = token.left_edge.i
    start = next((i for i in range(left, token.i + 1) if marked.doc[i].lower_ not in {"the", "a"}), token.i)
    mention = marked.mention(start, token.i, "group", noun=_noun(token))
    pieces = (marked.pieces.get(i) for i in range(left, token.i))
    named = [n.country for p in pieces if p and (n := p.of("adjective", "state")) and n.country]
    several = any(t.lower_ == "and" for t in marked.doc[left : token.i])
    mention.shared = tuple(dict.fromkeys(named)) if several or (mention.noun == "side" and not _of_a_border(token)) else ()
    mention.plural = plural
    mention.definite = True
    return mention


def _noun(token: Token) -> str:
    """The noun of those named before, also where a text gives it a capital: "the two Ministers"."""
    lemma: str = token.lemma_.lower()
    if token.pos_ == "PROPN" and lemma not in GROUP_NOUNS:
        lemma = f"{lemma.removesuffix('ies')}y" if lemma.endswith("ies") else lemma.removesuffix("s")
    return lemma


def _of_a_border(side: Token) -> bool:
    """Whether it is the Kyrgyz side of a border, and not "the Kyrgyz side" that acts."""
    where = side.dep_ == "pobj" and side.head.lower_ in {"along", "at", "in", "on", "onto"}
    return where or any(c.lower_ == "of" for c in side.children)


def _expletive(token: Token) -> bool:
    """ "it is clear that", "it was agreed": nobody."""
    verb = token.head
    return any(c.dep_ == "expl" for c in verb.children) or (
        verb.lemma_ in {"be", "seem", "appear"}
        and any(c.dep_ in {"acomp", "attr"} for c in verb.children)
        and any(c.dep_ in {"ccomp", "xcomp", "csubj"} for c in verb.children)
    )
