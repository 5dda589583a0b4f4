"""Descriptions: "the army", "his Indian counterpart", "the police officers", and whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from dragoman.gazetteer import world
from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.names import Name
from dragoman.reading.actors.discourse import Discourse
from dragoman.reading.actors.entities import Entity, country_name, official_name
from dragoman.reading.actors.holders import in_office, only_holder, person_in_office, term_holder
from dragoman.reading.actors.origins import senders_country
from dragoman.reading.actors.persons import resolve_person
from dragoman.reading.actors.salience import (
    antecedents,
    described_before,
    leading,
    other_of_two,
    owner_of,
    owners_of,
    salient,
    two_parties,
)
from dragoman.reading.actors.titles import title_called
from dragoman.reading.clauses import words
from dragoman.reading.mentions import Mention
from dragoman.records import ActorKind

#: What follows a plural office to say that two sides named before have one each.
_OF_BOTH = re.compile(
    r"\s+(?:of|from)\s+(?:the\s+two|both|the\s+two\s+neighbou?ring)\s+(?:countries|nations|states|sides|governments|neighbou?rs)\b"
)
#: What tells the size or reach of an organisation that is called by its kind.
_SIZED = re.compile(r"^(?:\w+-(?:member|nation|country|state)|regional|sub-?regional|continental|trade|economic) ", re.I)
#: What a member is part of, where a number tells how many it has: "the 15-member body".
_WHOLE = re.compile(r"-member (?:bloc|body|council|grouping|organi[sz]ation|panel)\b", re.I)
#: By how many members a bloc may have grown or shrunk since a text was written.
_CHANGED = 5
#: Sectors of the organs of a state.
_ORGANS = {"GOV", "JUD", "LEG"}


def resolve_role(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """Whom a description means: "the army", "their envoys", "his Indian counterpart"."""
    noun = mention.noun or "people"
    country = senders_country(mention.origins)
    if known := _known(discourse, mention, noun, country):
        return known
    kind = _kind(mention)
    organisation = next((o for o in reversed(mention.origins) if o.kind in {"organisation", "armed_group", "body", "company"}), None)
    if organisation is not None and (theirs := _of_organisation(discourse, mention, organisation, kind, country)):
        return theirs
    if rulers := _rulers(discourse, mention, noun, country):
        return rulers
    country, both = _sides(discourse, mention, noun, country, organisation is not None)
    several = mention.shared or both
    if noun == "counterpart":
        return _counterparts(discourse, mention, mention.shared or ((country,) if country else ()))
    if len(several) > 1 and organisation is None:
        return _of_each(discourse, mention, noun, kind, several)
    if country is None and (whole := _part_of(discourse, mention, noun)):
        return whole
    country = country or _around(discourse, mention, noun)
    called = _as_written(discourse, noun, mention) if mention.plural else noun
    if country is None and mention.region and mention.region.lower() not in noun.lower():
        noun, called = f"{mention.region} {noun}", f"{mention.region} {called}"
    where = f" of {country_name(country)}" if country else ""
    national = any(o.kind == "state" for o in mention.origins) or mention.possessor is not None
    foreign = noun in words("relational") and national  # Peru's neighbours aren't Peru's people
    return (discourse.entity(f"{country or 'X'}/{slug(noun)}", f"{called}{where}", kind, None if foreign else country, mention.sector),)


def _known(discourse: Discourse, mention: Mention, noun: str, country: str | None) -> tuple[Entity, ...]:
    """The people who are named beside a description or were before it, the one leader that a country has, and the whole of a body."""
    if mention.named and (len(mention.named) > 1 or noun == "counterpart"):
        return tuple({e.id: e for e in (resolve_person(discourse, person) for person in mention.named)}.values())
    if whole := _whole(discourse, mention):
        return whole
    if not mention.origins and mention.definite and mention.possessor is None and (named := _named_before(discourse, noun, mention)):
        return (named,)
    if noun in {"leader", "leaders"} and country and not mention.plural:
        leader = person_in_office(discourse, {"president", "prime-minister", "monarch", "chancellor", "supreme-leader"}, country, None)
        return (leader,) if leader else ()
    return ()


def _kind(mention: Mention) -> ActorKind:
    kind = mention.name.id if mention.name else "people"
    if kind == "person":
        return "people"
    return cast("ActorKind", kind) if kind in {"people", "armed_group", "company", "organisation"} else "other"


def _whole(discourse: Discourse, mention: Mention) -> tuple[Entity, ...]:
    """Of whom a description means all: a state that no list knows by its government, an organisation by "the members of" it."""
    members = mention.noun == "member" and mention.plural and mention.definite
    meant = next((o for o in mention.origins if o.kind == "stranger" or (members and o.kind == "organisation")), None)
    return (discourse.entity(meant.id, meant.name, "organisation", meant.country, meant.sector),) if meant is not None else ()


def _rulers(discourse: Discourse, mention: Mention, noun: str, country: str | None) -> tuple[Entity, ...]:
    """The states for which governments and realms stand."""
    if len(mention.shared) > 1 and noun == "government" and mention.plural:
        return tuple(discourse.entity(c, country_name(c), "state", c, "GOV") for c in mention.shared)
    if country and noun in {"government", "authorities", "administration"}:
        return (discourse.entity(country, country_name(country), "state", country, "GOV"),)
    if country is None and noun in words("realms") and mention.definite and (realm := _realm(discourse, noun)):
        return (realm,)
    return ()


def _sides(discourse: Discourse, mention: Mention, noun: str, country: str | None, organised: bool) -> tuple[str | None, tuple[str, ...]]:
    """Whose a description is: the country, or those of two sides: "our ministers", "their embassies", "the officials of both countries"."""
    both = _both_of(discourse, mention) if mention.plural and not (country or organised or mention.shared) else ()
    sides = tuple(dict.fromkeys(e.country for e in antecedents(discourse, mention) if e.country)) if country is None else ()
    if sides and noun != "counterpart":
        country, both = (sides[0], ()) if len(sides) == 1 else (None, sides if mention.plural else ())
    elif country is None and mention.possessor == "their" and mention.plural and (owners := owners_of(discourse, mention)):
        both = owners  # "Chad and Togo agreed. Their envoys signed"
    elif country is None and mention.possessor not in {None, "our"} and noun != "counterpart" and not both:
        owner = owner_of(discourse, mention)
        country = owner.country if owner else None
    if country is None and (mention.definite or mention.possessor == "our") and noun in words("national"):
        country = _nation(discourse, noun, mention)
    if country is None and mention.definite and noun in words("national_at_home"):
        country = discourse.home or discourse.scene
    return country, both


def _of_each(discourse: Discourse, mention: Mention, noun: str, kind: ActorKind, countries: Sequence[str]) -> tuple[Entity, ...]:
    if (title := title_called(noun)) is not None:
        return tuple(in_office(discourse, title, c) for c in countries)
    return tuple(discourse.entity(f"{c}/{slug(noun)}", f"{noun} of {country_name(c)}", kind, c, mention.sector) for c in countries)


def _part_of(discourse: Discourse, mention: Mention, noun: str) -> tuple[Entity, ...]:
    """Those described before ("the officers" after "400 Kenyan police officers"), members of what was spoken of, and parties of none."""
    if mention.definite and (told := described_before(discourse, noun, mention)) and told.country:
        return (told,)
    if mention.beside is not None and _beside(discourse, mention):
        return ()
    if noun in {"member", "member state"} and (above := discourse.latest_of(mention, "IGO/")) is not None:
        return (_member(discourse, mention, above, noun),)
    if (noun, mention.sector) == ("party", "UNK"):
        return (discourse.entity("X/party", "party", "organisation", None, "UNK"),)
    return ()


def _around(discourse: Discourse, mention: Mention, noun: str) -> str | None:
    """The country of what stands beside a description, of who fights, or the only one of which the text tells."""
    if mention.region:
        return None
    if mention.beside is not None and (country := _beside(discourse, mention)):
        return country
    if mention.definite and noun in words("warring") and (fighters := discourse.latest_of(mention, "ARMED/")) and fighters.country:
        return fighters.country
    others = noun in words("relational") or (mention.plural and noun.endswith((" state", " country")))
    of_none = others or mention.modifier or noun == "administration" or (mention.sector or "").startswith("NGO")
    return None if of_none else discourse.sole or (discourse.scene if _of_the_state(mention) else None)


def _beside(discourse: Discourse, mention: Mention) -> str | None:
    return next((e.country for e in discourse.of_mention.get(id(mention.beside), ())), None)


def _of_the_state(mention: Mention) -> bool:
    """Whether an organ of a state is meant, and nobody whom states send."""
    return mention.definite and mention.sector in _ORGANS and mention.noun not in words("missions")


def _of_organisation(discourse: Discourse, mention: Mention, whose: Name, kind: ActorKind, country: str | None) -> tuple[Entity, ...]:
    """Those of an organisation, a national body, a company or a group; none where the country tells more."""
    noun = mention.noun or "people"
    if len(mention.bodies) > 1:
        return tuple(
            discourse.entity(f"{b.id}/{slug(noun)}", f"{b.name} {noun}", "organisation", b.country, b.sector) for b in mention.bodies
        )
    if whose.kind == "armed_group":
        return (discourse.entity(whose.id, whose.name, "armed_group", whose.country, whose.sector),)
    id_, name = f"{whose.id}/{slug(noun)}", f"{whose.name} {_as_written(discourse, noun, mention) if mention.plural else noun}"
    if whose.kind in {"organisation", "body"} and mention.sector in {"GOV", "UNK", "IGO", "CVL", None}:
        return (discourse.entity(id_, name, "organisation", whose.country or country, whose.sector),)
    return (discourse.entity(id_, name, kind, whose.country, mention.sector),) if not country else ()


def _counterparts(discourse: Discourse, mention: Mention, countries: Sequence[str]) -> tuple[Entity, ...]:
    """ "his Indian counterpart": whoever holds the same office there; without a country, the other side."""
    holder = salient(discourse, {"person", "office"}, mention)
    if not countries:
        return other_of_two(discourse, holder)
    found = []
    for country in countries:
        office = min(holder.offices, default=None) if holder else None
        term = only_holder((office,) if office else (), country, discourse.published)
        if term is not None:
            found.append(term_holder(discourse, term))
        else:
            found.append(
                discourse.entity(
                    f"{country}/{office or 'counterpart'}",
                    f"{office or 'counterpart'} of {country_name(country)}",
                    "office",
                    country,
                    "GOV",
                )
            )
    return tuple(found)


def _named_before(discourse: Discourse, noun: str, mention: Mention) -> Entity | None:
    """The body that the text has named and now calls by its kind: "the court", "the bloc", "the rebels"."""
    words_ = _SIZED.sub("", discourse.text[mention.start : mention.end])
    near = [e for e in discourse.entities.values() if 0 <= e.last < mention.start and mention.start - e.last < 1500]
    if words_.lower() not in {noun, f"{noun}s"}:
        above = max((e for e in near if e.id.startswith("IGO/") and e.id.count("/") == 1), key=lambda e: e.last, default=None)
        own = above is not None and words_[0].isupper() and noun in {"council", "assembly", "commission", "secretariat"}
        return _body_of(discourse, above, noun) if above is not None and own else None
    if noun in words("blocs"):
        near = [
            e
            for e in near
            if (e.id.startswith("IGO/") and e.id.count("/") == 1 and e.kind == "organisation")
            or (e.kind == "armed_group" and noun == "group")
        ]
    elif noun in words("fighters"):
        near = [e for e in near if e.kind == "armed_group" and "/" in e.id and not e.id.endswith(f"/{slug(noun)}")]
    elif noun in words("bodies"):
        near = [e for e in near if e.kind == "organisation" and noun in e.name.lower().split() and not e.id.endswith(f"/{slug(noun)}")]
    else:
        return None
    latest = max(near, key=lambda e: e.last, default=None)
    size = re.match(r"\d+", discourse.text[mention.start : mention.end])
    if noun == "bloc" and size is not None:
        near = [e for e in near if abs(world.blocs().get(e.id, 0) - int(size[0])) < _CHANGED]
        latest = max(near, key=lambda e: e.last, default=latest)
    unions = [e for e in near if e.id in world.blocs()] if noun in {"bloc", "grouping"} else []
    apart = latest is not None and not latest.subject and not discourse.in_one_sentence(latest.last, mention.start)
    if apart or (unions and latest not in unions):
        return min(unions, key=lambda e: e.order, default=latest)  # of which the text tells, before another that is only spoken of
    return latest


def _member(discourse: Discourse, mention: Mention, above: Entity, noun: str) -> Entity:
    """A member of an organisation, or the organisation itself where a number tells how many it has: "the 15-member body"."""
    if _WHOLE.search(discourse.text, max(0, mention.start - 20), mention.end + 20):
        return above
    whole = "/".join(above.id.split("/")[:2])  # of the secretary-general: the organisation
    return discourse.entity(f"{whole}/{slug(noun)}", f"{noun} of {discourse.called(whole)}", "people", None, "IGO")


def _body_of(discourse: Discourse, organisation: Entity, noun: str) -> Entity:
    name = f"{organisation.name} {noun}"
    return discourse.entity(f"{organisation.id}/{slug(noun)}", name, "organisation", organisation.country, organisation.sector)


def _nation(discourse: Discourse, noun: str, mention: Mention) -> str | None:
    """Whose "the government", "the army" or "our army" is: of the rebels' country, of the speaker, of the text."""
    against = mention.against
    if against is not None and against.country in discourse.entities:
        return against.country
    said_by = [e for m in discourse.references.speakers.get(id(mention), ()) for e in discourse.of_mention.get(id(m), ())]
    if mention.possessor == "our":
        return said_by[0].country if len(said_by) == 1 else None
    if noun == "government" and len(said_by) == 1 and said_by[0].sector == "GOV" and _undertakes(discourse, mention):
        return said_by[0].country
    if (told := described_before(discourse, noun, mention)) and told.country:
        return told.country
    subject = leading(discourse, {"state"}, mention) or salient(discourse, {"state"}, mention) if "ministry" in noun else None
    near = subject or discourse.latest({"state"})
    if noun == "regime":
        return near.country if near else None
    if "ministry" in noun and discourse.scene is not None:
        return discourse.home or discourse.scene
    return discourse.home or (near.country if near and noun != "administration" else None)


def _undertakes(discourse: Discourse, mention: Mention) -> bool:
    """Whether what is said of a government is what it will do, and not what others want of it."""
    return re.match(r"\s+(?:will|would|is|was|has|had|plans|intends)\b", discourse.text[mention.end : mention.end + 20]) is not None


def _both_of(discourse: Discourse, mention: Mention) -> tuple[str, ...]:
    """The countries of "the foreign ministers of the two countries", "their presidents", "the ambassadors"."""
    if not (mention.definite or _OF_BOTH.match(discourse.text, mention.end)) or title_called(mention.noun or "") is None:
        return ()
    countries = two_parties(discourse, mention) or tuple(e.country for e in discourse.pair if e.country)
    return countries if len(countries) == 2 else ()


def _realm(discourse: Discourse, noun: str) -> Entity | None:
    """The latest state that is officially one: "the kingdom" after "Saudi Arabia"."""
    states = (e for e in discourse.entities.values() if e.kind == "state" and e.last >= 0 and noun in official_name(e.id).lower())
    return max(states, key=lambda e: e.last, default=None)


def _as_written(discourse: Discourse, noun: str, mention: Mention) -> str:
    """A noun in the number that the text has it in, with the force that it serves in: "police officers"."""
    forces = "|".join(sorted(words("forces")))
    stem = re.escape(noun.removesuffix("man")) + "men" if noun.endswith("man") else re.escape(noun[:-1]) + r"\w*"
    found = re.findall(rf"\b(?:({forces}) )?({stem})", discourse.text[mention.start : mention.end], re.IGNORECASE)
    return " ".join(filter(None, found[-1])).lower() if found else noun
