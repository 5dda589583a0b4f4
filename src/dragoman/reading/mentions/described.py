"""Mentions that are nouns for people and groups, with the words that say whose they are: "Turkish police", "the officials of both"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.names import Name
from dragoman.gazetteer.places import country_of
from dragoman.reading.clauses import behind, conjuncts, first_of_two, words
from dragoman.reading.mentions.marked import Marked, Piece, after_hyphen, possessive
from dragoman.reading.mentions.mention import Mention
from dragoman.reading.mentions.pronouns import GROUP_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token


#: Kinds of names that say whose people are who stand before "of" them.
_OWNERS = {"state", "subnational", "organisation", "armed_group"}
_POSSESSIVES = {"his", "her", "their", "its"}
#: What a description is told without: "the ministers" are ministers.
_OPENERS = {"det", "predet", "poss", "case"}


def described(marked: Marked, groups: list[Mention], taken: set[int]) -> Iterator[Mention]:
    """Generic nouns for people and groups, with the adjectives and possessives that say whose they are."""
    by_token = {i: m for m in groups for i in range(m.first, m.last + 1)}
    for piece in list(marked.pieces.values()):
        role, noun = piece.of("role"), marked.doc[piece.last]
        if role is None or piece.last in taken or _in_gathering(marked, noun) or _another_sense(noun):
            continue
        if (mention := _described(marked, piece, role, by_token)) is not None:
            taken.update(range(mention.first, piece.last + 1))
            yield mention


def _described(marked: Marked, piece: Piece, role: Name, by_token: dict[int, Mention]) -> Mention | None:
    noun = marked.doc[piece.last]
    left = _left_edge(marked, piece, by_token)
    inner = [m for m in dict.fromkeys(by_token[i] for i in range(left, piece.first) if i in by_token) if m.kind != "person" or m.titles]
    origins = [o for m in inner for o in ((*m.origins, m.name) if m.name else m.origins) if o is not None]
    origins = origins or list(_places(marked, left, piece.first))
    tail = _tail(marked, noun, role, bool(origins), by_token)
    tail = tail or _unknown_owner(marked, noun, by_token, role.name if not origins else "")
    before = {marked.doc[i].lower_ for i in range(left, piece.first)}
    if not (origins or tail) and _said_before(piece, role, before):
        return None
    possessor = next((t.lower_ for t in noun.lefts if t.dep_ == "poss" and t.lower_ in {*_POSSESSIVES, "our"}), None)
    if role.name in words("machines") and not (origins or tail or possessor):
        return None
    if role.name == "party" and any(t.lower_ in words("any_side") for t in noun.lefts):
        role = replace(role, sector="UNK")  # no political ones
    start = next((i for i in range(left, piece.last + 1) if marked.doc[i].dep_ not in _OPENERS or i in by_token), piece.first)
    mention = marked.mention(start, piece.last, "role", name=role, origins=(*origins, *tail), sector=role.sector, head=noun.i)
    mention.modifier = noun.dep_ == "compound"
    mention.possessor = possessor
    mention.noun = role.name
    mention.shared, mention.bodies = _shared(marked, origins, tail, left, piece.first)
    mention.plural = role.detail == "plural"
    mention.region = next((t.text for t in noun.lefts if t.lower_ in words("world_regions")), None)
    mention.named = _named_after(marked, piece.last + 1, by_token, mention.plural) if role.sector == "GOV" else ()
    if role.name == "counterpart" and mention.named and not mention.named[0].origins:
        mention.named[0].origins = mention.origins
    the = mention.modifier and any(t.lower_ == "the" for t in noun.head.lefts)  # "the police raid"
    mention.definite = the or any(marked.doc[i].lower_ in {"the", "both", *_POSSESSIVES} for i in range(left, start + 1))
    mention.former = any(marked.doc[i].lower_ in words("held_before") for i in range(left, piece.last))
    joined = [noun.head, *conjuncts(noun)] if noun.dep_ == "conj" else list(conjuncts(noun))
    mention.against = next((m.name for t in joined if (m := by_token.get(t.i)) is not None and m.kind == "armed_group"), None)
    for m in inner:
        m.modifier = True
    return mention


def _unknown_owner(marked: Marked, noun: Token, by_token: dict[int, Mention], role: str) -> list[Name]:
    """The name that no list has of whose government is meant: "the government of Velland", "the Velland authorities"."""
    if role not in words("governing"):
        return []
    owners = [
        *behind([c for c in noun.children if c.lower_ == "of"]),
        *(c for c in noun.children if c.dep_ in {"compound", "nmod", "poss"}),
    ]
    unknown = [t.text for t in owners if t.pos_ == "PROPN" and t.is_title and t.i not in by_token and t.i not in marked.pieces]
    return [Name("stranger", f"X/{slug(name)}", name, None, None) for name in unknown[:1]]


def _left_edge(marked: Marked, piece: Piece, by_token: dict[int, Mention]) -> int:
    noun = marked.doc[piece.last]
    left = min(noun.left_edge.i, piece.first)
    aside = (t.i + 1 for t in marked.doc[left : piece.first] if t.text == "," and t.nbor().lower_ == "the")
    left = max(aside, default=left)  # "On Myanmar, the Ministers:"
    while noun.dep_ == "compound" and left - 1 in by_token and marked.doc[left - 1].head == noun.head:
        left = by_token[left - 1].first  # "the Congolese government spokesman": of the Congolese government
    return left


def _tail(marked: Marked, noun: Token, role: Name, owned: bool, by_token: dict[int, Mention]) -> list[Name]:
    """Whose they are by what follows: "the officials of Chad", "the government and people of Togo", "his counterpart from Mali"."""
    tail: list[Name] = []
    for link in noun.rights:
        whose = owned or tail or role.name in words("standing_abroad") or any(t.dep_ == "poss" for t in noun.lefts)
        if link.dep_ == "prep" and link.lower_ in ({"of", "from"} if whose else {"of", "from", "in", "at"}):
            told = (t for g in behind([link]) for t in (*first_of_two(g), g, *_joined(marked, by_token.get(g.i), g), *_union(g)))
            tail += [m.name for t in told if (m := by_token.get(t.i)) and m.name and m.kind in _OWNERS]
    after = [t.lower_ for t in marked.doc[noun.i + 1 : noun.i + 3]]
    if not (tail or owned) and after[:1] == ["and"]:
        nouns = behind(c for other in conjuncts(noun) for c in other.children if c.dep_ == "prep" and c.lower_ == "of")
        tail = [m.name for t in nouns if (m := by_token.get(t.i)) and m.name and m.kind == "state"]
    if not tail and role.name in {"counterpart", "counterparts"} and len(after) > 1 and after[0] in {"from", "of"}:
        named = by_token.get(noun.i + (3 if after[1] == "the" else 2))  # wherever the parser hangs it
        tail = [named.name] if named is not None and named.name and named.kind == "state" else []
    return tail


def _said_before(piece: Piece, role: Name, before: set[str]) -> bool:
    """Whether people named before are meant: "the two leaders"."""
    return role.detail == "plural" and piece.names[0].name in GROUP_NOUNS and not before.isdisjoint({"the", "both", "two"})


def _union(states: Token) -> list[Token]:
    """The organisation by which states are told: "the presidents of the Mercosur member states"."""
    return [t for t in states.lefts if t.dep_ == "compound"] if states.lemma_.lower() in words("unnamed_states") else []


def _in_gathering(marked: Marked, noun: Token) -> bool:
    """Whether a noun for people is a part of a gathering's name or rank: "the upcoming Leaders' Summit", "leader-level talks"."""
    following = marked.doc[noun.i + 1 : noun.i + 3]
    if len(following) < 2:
        return False
    ranked = following[0].text == "-" and following[1].lower_ == "level"
    if ranked:
        return True
    return noun.is_title and possessive(following[0]) and following[1].is_title and following[1].lower_ in words("gathering_names")


def _another_sense(noun: Token) -> bool:
    """Whether a word for people says something else: a verb, a describing word, a regime of rules, a power line."""
    if noun.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB"} or noun.dep_ == "amod" or _finite(noun):
        return True
    told = {c.lower_ for c in noun.children if c.dep_ in {"compound", "amod", "nmod"}}
    if noun.lower_ == "government" and noun.dep_ == "pobj" and noun.nbor(-1) == noun.head:
        return noun.head.head.lemma_.lower() in words("of_governing")  # "a change of government"
    rules = noun.lemma_.lower() == "regime" and not told.isdisjoint(words("regimes"))
    return rules or (noun.lower_ == "power" and noun.dep_ == "compound")


def _named_after(marked: Marked, cursor: int, by_token: dict[int, Mention], several: bool) -> tuple[Mention, ...]:
    """The people named between commas after a description: ", X and Y," after several, ", X," after one."""
    found: list[Mention] = []
    if cursor >= len(marked.doc) or marked.doc[cursor].text not in {",", "–", "—", ":"}:
        return ()
    cursor += 1
    while (mention := by_token.get(cursor)) is not None and mention.kind == "person":
        found.append(mention)
        cursor = max([mention.last, *(b for _, b in mention.appositions)]) + 1
        joint = cursor
        while joint < len(marked.doc) and marked.doc[joint].lower_ in {",", "and"}:
            joint += 1
        if joint == cursor or joint not in by_token:
            break
        if not several:
            return tuple(found) if joint > cursor and marked.doc[cursor].text == "," else ()
        cursor = joint
    return tuple(found) if len(found) > 1 or (found and not several and marked.closes(cursor)) else ()


def _joined(marked: Marked, mention: Mention | None, noun: Token) -> Iterator[Token]:
    """What is coordinated with a noun or with a later word of its name: "the Republic of the Congo, Egypt and Gabon"."""
    yield from conjuncts(noun)
    for index in range(mention.first, mention.last + 1) if mention is not None else ():
        if index != noun.i:
            yield from conjuncts(marked.doc[index])


def _shared(marked: Marked, origins: list[Name], tail: list[Name], left: int, end: int) -> tuple[tuple[str, ...], tuple[Name, ...]]:
    """The states of "Thai and Lao officials", "the foreign ministers of Egypt, Jordan and Qatar"; and the organisations of such."""
    joined = any(marked.doc[i].lower_ in {"and", ","} for i in range(left, end))
    own = [o.country for o in origins if o.country and o.kind in {"state", "adjective"}] if joined else []
    of = [o.country for o in tail if o.country and o.kind == "state"]
    found = tuple(dict.fromkeys(of if len(of) > 1 else own))
    return found if len(found) > 1 else (), tuple(dict.fromkeys(n for n in tail if n.kind == "organisation"))


def _places(marked: Marked, first: int, end: int) -> Iterator[Name]:
    """Towns in a phrase that say whose police, court or college is meant."""
    for entity in marked.doc.ents:
        if not first <= entity.start < end or entity.label_ not in {"GPE", "LOC", "ORG", "FAC", "NORP", "PERSON"}:
            continue
        joined = marked.text[entity.end_char : entity.end_char + 1] in set("-‑–")
        if joined and (by := after_hyphen().match(marked.text, entity.end_char + 1)) and by.group() != "led":
            continue  # "a Chile-backed militia", but Chilean-led forces are of Chile
        free = (t for t in entity if t.i < end and t.i not in marked.covered and t.is_title and len(t) > 4)
        called = [entity.text, *(t.text for t in free if t.lower_ not in words("compass"))]
        if country := next((c for word in called if (c := country_of(word))), None):
            yield Name("place", country, entity.text, country)


def _finite(token: Token) -> bool:
    """Whether a word is the verb of a clause: "our leaders will co-host the summit" speaks of no host."""
    return token.pos_ == "VERB" and any(c.dep_ in {"aux", "nsubj"} for c in token.children)
