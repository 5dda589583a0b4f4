"""Pronouns followed back to those they mean."""

from __future__ import annotations

import re

from dragoman.reading.actors.discourse import Discourse
from dragoman.reading.actors.entities import Entity, sides_of
from dragoman.reading.actors.salience import antecedents, doers, in_speech, last_subjects, latest_pair, salient
from dragoman.reading.mentions import Mention

GENDERED = {"she": "f", "her": "f", "herself": "f", "he": "m", "him": "m", "his": "m", "himself": "m"}
FIRST_PERSON = {"i", "me", "my", "we", "us", "our"}
#: What stands before a pronoun that begins a sentence: at most a phrase of time.
_BEGINS = re.compile(r"(?:[.!?][\"”’]?\s+|\n)(?:(?:On|In|By|Since|Last|This|Earlier|Later)\b[\w ]{0,24},? )?$")


def resolve_pronoun(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """Whom a pronoun means: those that grammar points to, else those at hand."""
    noun = mention.noun or ""
    pointed = antecedents(discourse, mention)
    if noun in FIRST_PERSON:
        return pointed if noun not in {"my", "our"} else ()
    if id(mention) in discourse.references.things:
        return ()
    several = noun in {"they", "them", "their", "themselves"}
    if pointed and (several or (len(pointed) == 1 and (pointed[0].kind in {"person", "office"}) == (noun in GENDERED))):
        return pointed
    if several:
        return _they(discourse, mention)
    if noun in {"it", "its", "itself"}:
        kinds = {"state", "organisation", "armed_group", "subnational", "company"}
        led = (
            last_subjects(discourse, mention)
            if noun == "it" and _BEGINS.search(discourse.text, max(0, mention.start - 40), mention.start)
            else ()
        )
        if len(led) == 1 and led[0].kind in kinds:
            return led  # "The ministry recalled that the court had dismissed the case. It said"
        best = salient(discourse, kinds, mention) or _other_state(discourse, mention)
        return (best,) if best else ()
    if noun == "who":
        return ()
    best = salient(discourse, {"person", "office"}, mention, GENDERED.get(noun))
    return (best,) if best else ()


def _other_state(discourse: Discourse, mention: Mention) -> Entity | None:
    """ "It" after an official of a state that isn't named itself: "expelled Chile's ambassador and accused it"."""
    doing = doers(discourse, mention)
    near = (e for e in discourse.entities.values() if e.country and e.country not in doing and 0 <= mention.start - e.last < 200)
    latest = max(near, key=lambda e: e.last, default=None) if doing else None
    return discourse.state_of(latest) if latest else None


def _they(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """Whom a plural pronoun means that no clause above explains."""
    lead = last_subjects(discourse, mention)
    doing = doers(discourse, mention)
    if len(lead) > 1 and not doing & sides_of(lead):
        return lead
    if len(lead) == 1 and lead[0].kind == "people" and _BEGINS.search(discourse.text, max(0, mention.start - 40), mention.start):
        return lead  # "The leaders called for talks. They stopped short of"
    recent = [e for e in discourse.entities.values() if e.last >= 0 and mention.start - e.last < 600]
    pair = latest_pair(discourse, mention)
    if len(pair) == 2 and max(mention.start - e.last for e in pair) < 500 and not in_speech(discourse, mention):
        return pair
    plural = [e for e in recent if e.kind in {"people", "armed_group", "organisation"} and (e.country or e.id) not in doing]
    if lead and lead[0] in plural:
        return lead
    best = max(plural, key=lambda e: e.last, default=None)
    return (best,) if best else ()
