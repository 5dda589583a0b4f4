"""Those who only bring an engagement about, host it or look on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading import clauses
from dragoman.reading.actors import Entity
from dragoman.reading.clauses import words
from dragoman.reading.engagements.draft import who
from dragoman.reading.parsed import Parsed, Sentence
from dragoman.records import Evidence, Medium, Role

if TYPE_CHECKING:
    from spacy.tokens import Token


def onlookers(parsed: Parsed, sentence: Sentence, medium: Medium, token: Token, verb: Token | None) -> list[tuple[Role, Entity, Evidence]]:
    """Those who only bring it about, host it or look on: "Qatar mediated talks", "X looked on as the ministers signed"."""
    found: list[tuple[Role, Entity, Evidence]] = []

    def add(role: Role, nouns: list[Token]) -> None:
        mentions = [m for noun in nouns for m in parsed.who(sentence.passage, noun, descend=False)]
        found.extend((role, entity, evidence) for entity, evidence in who(parsed, mentions))

    if token.pos_ in {"NOUN", "PROPN"}:
        over = token.head if token.dep_ == "dobj" and token.head.pos_ == "VERB" else None
        if over is not None and over.lemma_.lower() in words("mediating"):
            add("mediator", clauses.clause(over).subjects)
        elif over is not None and over.lemma_.lower() in words("hosting") and over != verb:
            add("host", clauses.clause(over).subjects)
        for child in token.children:
            if child.dep_ == "acl" and child.lemma_.lower() in words("mediating"):
                add("mediator", clauses.clause(child).agents)
            elif child.dep_ == "acl" and child.lemma_.lower() in words("hosting"):
                add("host", clauses.clause(child).agents)
    elif token.lemma_.lower() in words("mediating"):
        add("mediator", clauses.clause(token).subjects)
    else:
        for noun in clauses.behind(at for at in token.children if at.lower_ in {"for", "in"}):
            if noun.lemma_.lower() in words("vague_engagement"):
                add("mediator", [t for c in noun.children if c.lemma_.lower() in words("mediating") for t in clauses.clause(c).agents])
    doing = verb if verb is not None else token
    for noun in (g for at in doing.children if at.lower_ in {"at", "on"} for g in at.children if g.lemma_ == "invitation"):
        add("host", clauses.expand(clauses.behind(of for of in noun.children if of.lower_ == "of")))
    if medium == "signing" and verb is not None:
        upper = verb.head
        if verb.dep_ == "advcl" and upper.lemma_.lower() in words("watching") and any(c.lower_ in {"as", "while"} for c in verb.children):
            add("witness", clauses.clause(upper).subjects)
        for child in verb.children:
            if child.dep_ == "advcl" and child.lemma_.lower() in words("watching"):
                add("witness", clauses.clause(child).agents)
            for noun in child.children:
                if child.lower_ == "in" and noun.lemma_ == "presence":
                    add("witness", clauses.expand(clauses.behind(p for p in noun.children if p.lower_ == "of")))
    return found
