"""Names of states, bodies, organisations and peoples, and names that no table knows."""

from __future__ import annotations

from typing import cast

from dragoman.gazetteer import world
from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.names import Name
from dragoman.gazetteer.offices import name_key
from dragoman.reading.actors.discourse import Discourse
from dragoman.reading.actors.entities import Entity, country_name
from dragoman.reading.actors.holders import head_of_state, term_holder
from dragoman.reading.actors.origins import senders_country
from dragoman.reading.clauses import words
from dragoman.reading.mentions import Mention
from dragoman.records import ActorKind

#: States whose citizens go by where their families came from.
_SETTLED = {"AUS", "CAN", "NZL", "USA"}
#: What a state of a divided country is called for short.
_HALVES = {"North", "South"}


def resolve_named(discourse: Discourse, mention: Mention) -> Entity:
    """The state, body, organisation or people that a name means."""
    name = mention.name
    if name is None:
        return _unknown(discourse, mention)
    if name.kind == "body" and name in mention.alternatives:
        name = _nearest_body(discourse, name, mention)
    kind = cast("ActorKind", mention.kind)
    if name.kind == "metonym" and "/" in name.id:
        kind = "organisation"
    if name.kind in {"adjective", "subnational"} and "-" in name.id:
        kind = "subnational"
    if name.kind == "people":
        home = senders_country(mention.origins)  # "the Albanians of southern Serbia" are Serbia's, Polish Americans no Poles
        if home and home != name.country and name.country not in _SETTLED:
            return discourse.entity(
                f"{home}/{slug(name.name)}-people", f"{name.name} people of {country_name(home)}", "people", home, "CVL"
            )
        return discourse.entity(f"{name.country}/people", f"people of {name.name}", "people", name.country, "CVL")
    country = name.country or (senders_country(mention.origins) if kind not in {"organisation"} or name.kind == "body" else None)
    sector = "GOV" if name.kind == "metonym" and not mention.modifier else (name.sector or None)
    if name.kind == "armed_group":
        sector = world.armed_group_sector(name.id, discourse.era[0] if discourse.era[0] == discourse.era[1] else None) or sector
    if name.kind in {"state", "adjective"}:
        sector = None
    return discourse.entity(name.id, name.name, kind, country, sector)


def _nearest_body(discourse: Discourse, name: Name, mention: Mention) -> Name:
    """Of the national bodies of one name, the one of the country that the text speaks of."""
    bodies = {n.country: n for n in mention.alternatives if n.kind == "body"}
    if len(bodies) < 2:
        return name
    if discourse.own and discourse.own not in bodies:
        return Name("body", f"{discourse.own}/{slug(name.name)}", name.name, discourse.own, name.sector)
    near = [discourse.own, *(e.country for e in sorted(discourse.entities.values(), key=lambda e: -e.last) if e.country)]
    return next((bodies[c] for c in near if c in bodies), name)


def _unknown(discourse: Discourse, mention: Mention) -> Entity:
    given = mention.given or discourse.text[mention.start : mention.end]
    if " " not in given and (known := discourse.surnames.get(name_key(given))) is not None:
        return known  # the parser takes a surname for something else
    if given.lower() in words("bodies") and (body := discourse.body_called(given.lower(), mention)) is not None:
        return body  # "the Fund" after the International Monetary Fund
    if (head := head_of_state(discourse, given)) is not None:
        return term_holder(discourse, head)
    if given in _HALVES and (half := _half(discourse, given)) is not None:
        return half
    if not mention.origins and (state := world.misspelt_state(given)) is not None:
        return discourse.state(state)
    kind: ActorKind = mention.kind if mention.kind in {"organisation", "people", "subnational"} else "other"
    country = senders_country(mention.origins)
    return discourse.entity(f"{country or 'X'}/{slug(given)}", given, kind, country, mention.sector)


def _half(discourse: Discourse, given: str) -> Entity | None:
    """ "The North" after "North Korea": the latest state whose name begins so."""
    states = (e for e in discourse.entities.values() if e.kind == "state" and e.last >= 0 and e.name.startswith(f"{given} "))
    return max(states, key=lambda e: e.last, default=None)
