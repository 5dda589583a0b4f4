"""Descriptions of several sides at once: "the two leaders", "both countries", "our nations"."""

from __future__ import annotations

import re

from dragoman.reading.actors.discourse import Discourse
from dragoman.reading.actors.entities import Entity, sides_of
from dragoman.reading.actors.holders import in_office
from dragoman.reading.actors.salience import (
    antecedents,
    country_at_hand,
    described_before,
    doers,
    in_speech,
    latest_pair,
    other_of_two,
    salient,
    settled_pair,
    two_parties,
)
from dragoman.reading.actors.titles import title_called
from dragoman.reading.mentions import GROUP_NOUNS, Mention

_NUMBERS = {"three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = re.compile(rf"\b({'|'.join(_NUMBERS)})\s+(?:[\w-]+ ){{0,2}}[\w-]+$", re.I)
_OF_TWO = {"two", "both", "either", "neither"}


def resolve_group(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """Whom a word for several sides, or for one of them, means: "the two leaders", "both countries", "her counterpart"."""
    noun = mention.noun or ""
    words = discourse.text[mention.start : mention.end].lower()
    if noun == "counterpart":
        return other_of_two(discourse, salient(discourse, {"person", "office"}, mention))
    sort = GROUP_NOUNS.get(noun, "any")
    if mention.shared and sort != "person":  # "the Egyptian and the Jordanian sides", "the Russian side"
        return tuple(discourse.state(c) for c in mention.shared)
    if noun == "three" or _counts(discourse, mention):
        return _counted(discourse, mention)
    if mention.plural:
        pair = latest_pair(discourse, mention) if not in_speech(discourse, mention) or sort != "person" else ()
        if sort == "person" and _defined(discourse, mention) and not _called(pair, noun):
            pair = ()  # "the Ministers" of a gathering are no two others
        if noun == "leader" and pair is not discourse.pair and not _OF_TWO & set(words.split()):
            return ()  # "urged the leaders": those at hand, not two of whom the text spoke before
        if noun in {"neighbour", "neighbor", "party", "government", "state"} and not (
            _OF_TWO & set(words.split()) or _defined(discourse, mention)
        ):
            return ()
        if len(pair) < 2 and sort == "person" and (told := described_before(discourse, noun, mention)):
            return (told,)
        loose = len(pair) < 2 or not discourse.met or any(e.country is None for e in pair)
        if loose and sort == "any" and (sides := _two_that_acted(discourse, mention)):
            return sides
        if len(pair) < 2:
            return _two_states(discourse, mention) if sort in {"state", "any"} and not _without_us(discourse, mention, words) else ()
        if sort == "state":
            sides = tuple(discourse.state_of(e) for e in settled_pair(discourse, mention) if e.country)
            home = discourse.scene if len(sides) == 1 and sides[0].id != discourse.scene else None
            if home is not None or len(sides) > 1:
                return (*sides, discourse.state(home)) if home else sides
            return tuple(discourse.state(c) for c in two_parties(discourse, mention)) or _two_states(discourse, mention) or sides
        if sort == "any":
            return settled_pair(discourse, mention)
        return _holders_called(discourse, noun, mention) or pair
    if noun in {"two", "three", "both", "pair", "duo"}:
        return latest_pair(discourse, mention)
    if sort == "state":
        if {"his", "her"} & set(words.split()) and (owner := salient(discourse, {"person", "office"}, mention)) and owner.country:
            return (discourse.state_of(owner),)
        if "our" in words.split():
            own = _own_country(discourse, mention)
            return (discourse.state(own),) if own else ()
        near = country_at_hand(discourse)
        return (near,) if near else ()
    best = salient(discourse, {"person", "office"}, mention) if sort == "person" else None
    return (best,) if best else ()


def _called(pair: tuple[Entity, ...], noun: str) -> bool:
    """Whether both of a pair hold an office of that word, as far as the text tells their offices."""
    offices = [f"{entity.office} {' '.join(entity.offices)}".lower() for entity in pair if entity.office]
    return all(noun in office or noun in {"leader", "side", "party"} for office in offices)


def _defined(discourse: Discourse, mention: Mention) -> bool:
    """Whether a word has the capital of a term that a text defines: "the Parties" to an accord."""
    return discourse.text[mention.start : mention.end].split()[-1][:1].isupper()


def _counts(discourse: Discourse, mention: Mention) -> str | None:
    """By which number several states are called: "the three Sahel states"."""
    told = _NUMBER.search(discourse.text[max(0, mention.start - 12) : mention.end])
    return told[1].lower() if told else None


def _counted(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """As many states as a number tells, named together as subjects before."""
    count = _NUMBERS[_counts(discourse, mention) or "three"]
    for lead in reversed(discourse.leads):
        entities = tuple({e.id: e for m in lead if m.start < mention.start for e in discourse.of_mention.get(id(m), ())}.values())
        if len(entities) == count and all(e.kind == "state" for e in entities):
            return entities
    return ()


def _own_country(discourse: Discourse, mention: Mention) -> str | None:
    """The speaker's country, for "our"."""
    return next((e.country for e in antecedents(discourse, mention)), discourse.home)


def _without_us(discourse: Discourse, mention: Mention, words: str) -> bool:
    """Whether "our countries" would leave out the speaker's."""
    own = _own_country(discourse, mention) if "our" in words.split() else None
    return own is not None and own not in {e.country for e in _two_states(discourse, mention)}


def _holders_called(discourse: Discourse, noun: str, mention: Mention) -> tuple[Entity, ...]:
    """ "The presidents" where the pair is of others: those of the text's two parties."""
    title = title_called(noun)
    parties = two_parties(discourse, mention)
    if title is None or not parties or any(title.id in e.offices for e in discourse.pair):
        return ()
    return tuple(in_office(discourse, title, country) for country in parties)


def _two_that_acted(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """ "The two sides" after "The government and the rebels signed": the last two that were subjects together."""
    doing = doers(discourse, mention)
    for lead in reversed(discourse.leads):
        entities = tuple({e.id: e for m in lead if m.start < mention.start for e in discourse.of_mention.get(id(m), ())}.values())
        sides = any(e.kind == "armed_group" for e in entities) or all(e.kind in {"organisation", "people"} and e.country for e in entities)
        if len(entities) == 2 and sides and not doing & sides_of(entities):
            return entities
    return ()


def _two_states(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    doing = doers(discourse, mention)
    acting = (e for e in discourse.entities.values() if e.kind == "state" and e.acted >= 0 and e.id not in doing)
    states = sorted(acting, key=lambda e: -e.acted)[:2]
    parties = two_parties(discourse, mention)
    apart = len(states) < 2 or not discourse.in_one_sentence(states[0].acted, states[1].acted)
    if parties and apart and any(e.country not in parties for e in states):
        return tuple(discourse.state(c) for c in parties)
    return tuple(states) if len(states) > 1 else ()
