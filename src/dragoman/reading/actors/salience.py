"""Who is at hand at a point of a text: whom grammar points to, the last subjects, the two sides, whose something is."""

from __future__ import annotations

import re

from dragoman.gazetteer.given import gender
from dragoman.gazetteer.loading import slug
from dragoman.reading.actors.discourse import SENTENCE_END, Discourse
from dragoman.reading.actors.entities import Entity, sides_of
from dragoman.reading.actors.titles import VOICES
from dragoman.reading.mentions import Mention

_FIRST_PERSON = re.compile(r"\b(?:I|you|we|We|You|I’m|I'm|we’re)\b")
#: Kinds of those that can be one side of a deal.
_SIDES = {"state", "person", "office"}


def remember(discourse: Discourse, people: list[Entity]) -> None:
    """Keeps the latest persons of two different sides: "the two leaders" means them."""
    for entity in people:
        kept = [e for e in discourse.pair if e is not entity and e.country != entity.country]
        if entity not in discourse.pair:
            discourse.pair, discourse.met = (*kept[-1:], entity), False
        discourse.met = discourse.met or (len(discourse.pair) == 2 and discourse.in_one_sentence(*(e.last for e in discourse.pair)))


def latest_pair(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """The latest two of different sides, neither of whom is the one who acts on them: "X, who received them, praised both"."""
    doing = doers(discourse, mention)
    if not doing & sides_of(discourse.pair):
        return discourse.pair
    return next((pair for pair in reversed(discourse.pairs) if not doing & sides_of(pair)), ())


def other_of_two(discourse: Discourse, one: Entity | None) -> tuple[Entity, ...]:
    """The other side of the latest two."""
    other = next((e for e in discourse.pair if e is not one), None)
    return (other,) if other else ()


def settled_pair(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """The pair, unless others than the text's two parties (their mediator, a host) come in and no sentence names both of it."""
    pair, parties = latest_pair(discourse, mention), two_parties(discourse, mention)
    met = discourse.met and pair == discourse.pair
    if len(pair) == 2 and not parties and not met and not all(e.country for e in pair):
        return ()  # an envoy of the United Nations is no side of a quarrel
    if len(pair) == 2 and (not parties or all(e.country in parties for e in pair) or met):
        return pair
    return tuple(_acting_for(discourse, country) for country in parties) if parties else pair


def two_parties(discourse: Discourse, mention: Mention) -> tuple[str, ...]:
    """The two countries whose deal or quarrel the text tells: the subjects of a main clause, else all that it opens with."""
    for lead in discourse.leads:
        entities = [e for m in lead if m.start < mention.start for e in discourse.of_mention.get(id(m), ()) if e.kind in _SIDES]
        countries = tuple(dict.fromkeys(e.country for e in entities if e.country))
        if len(countries) == len(entities) == 2:
            return countries
    subjects = {id(m) for lead in discourse.leads for m in lead}
    for opening in discourse.openings:  # "Manila lodges a protest with Beijing"
        if not any(id(m) in subjects and discourse.of_mention.get(id(m)) for m in opening):
            continue
        named = (e.country for m in opening if m.start < mention.start for e in discourse.of_mention.get(id(m), ()))
        countries = tuple(dict.fromkeys(country for country in named if country))
        if len(countries) > 1:
            return countries if len(countries) == 2 else ()
    return ()


def _acting_for(discourse: Discourse, country: str) -> Entity:
    """Who acts for a country in the text: the last of its officials, else the state."""
    people = (
        e
        for e in discourse.entities.values()
        if e.kind in {"person", "office"} and e.country == country and e.last >= 0 and not e.offices & VOICES
    )
    return max(people, key=lambda e: e.last, default=None) or discourse.state(country)


def doers(discourse: Discourse, mention: Mention) -> set[str]:
    """The countries (or the ids, of those without one) of whoever does something to the one that a mention stands for."""
    return sides_of(e for m in discourse.references.doers.get(id(mention), ()) for e in discourse.of_mention.get(id(m), ()))


def antecedents(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """Whom grammar points to."""
    above = discourse.references.antecedents.get(id(mention), ())
    return tuple({e.id: e for m in above for e in discourse.of_mention.get(id(m), ())}.values())


def last_subjects(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """The subjects of the last main clause, all of them."""
    if not discourse.lead or not 0 < mention.start - discourse.lead[0].start < 600 or in_speech(discourse, mention):
        return ()
    found = {e.id: e for m in discourse.lead for e in discourse.of_mention.get(id(m), ())}
    return tuple(found.values())


def leading(discourse: Discourse, kinds: set[str], mention: Mention) -> Entity | None:
    """The latest subject of a main clause that is of one of these kinds."""
    before = (m for lead in reversed(discourse.leads) for m in lead if m.start < mention.start)
    return next((e for m in before for e in discourse.of_mention.get(id(m), ()) if e.kind in kinds), None)


def salient(discourse: Discourse, kinds: set[str], mention: Mention, gender_: str | None = None) -> Entity | None:
    """Of those of these kinds at hand, the subject named last, else whoever was named last."""
    doing = doers(discourse, mention) if mention.kind == "pronoun" else set()
    near = [
        e
        for e in discourse.entities.values()
        if e.kind in kinds
        and 0 <= e.last < mention.start
        and mention.start - e.last < 800
        and gender_ in {None, gender(e.name) or gender_}
        and (e.country or e.id) not in doing
    ]
    if not kinds & {"person"}:  # "it" seldom goes back beyond the sentence before
        near = [e for e in near if len(SENTENCE_END.findall(discourse.text, e.last, mention.start + 1)) < 2] or near
    subjects = [e for e in near if e.subject and mention.start - e.last < 400]
    return max(subjects or near, key=lambda e: e.last, default=None)


def country_at_hand(discourse: Discourse) -> Entity | None:
    """The state named last; where it was no subject, or one of several, that of which the text is told."""
    near = discourse.latest({"state"})
    home = discourse.entities.get(discourse.scene or "")
    if near is None or home is None or (near.subject and home.last != near.last):
        return near
    return home


def described_before(discourse: Discourse, noun: str, mention: Mention) -> Entity | None:
    """ "The leaders" after "civil rights leaders", "the officers" after "police officers": people spoken of by that word."""
    near = [
        e
        for e in discourse.entities.values()
        if e.kind in {"people", "other", "organisation"} and e.last >= 0 and mention.start - e.last < 800
    ]
    return max((e for e in near if e.id.endswith((f"/{slug(noun)}", f"-{slug(noun)}"))), key=lambda e: e.last, default=None)


def in_speech(discourse: Discourse, mention: Mention) -> bool:
    """Whether the words around are someone's own speech, where "they" seldom means the two leaders."""
    return bool(_FIRST_PERSON.search(discourse.text, max(0, mention.start - 200), mention.end + 120))


def owner_of(discourse: Discourse, mention: Mention) -> Entity | None:
    """Whose "their forces", "its navy", "his government" are."""
    told = {e.country or e.id: e for e in antecedents(discourse, mention) if e.country or e.kind == "organisation"}
    if len(told) == 1:
        return next(iter(told.values()))
    kinds = (
        {"person", "office"} if mention.possessor in {"his", "her"} else {"state", "people", "armed_group", "organisation", "subnational"}
    )
    return salient(discourse, kinds, mention)


def owners_of(discourse: Discourse, mention: Mention) -> tuple[str, ...]:
    """The countries of the subjects of the last main clause, where they are several."""
    countries = tuple(dict.fromkeys(e.country for e in last_subjects(discourse, mention) if e.country))
    return countries if len(countries) > 1 else ()
