"""Offices without a name: who holds them where that can be known, else the office itself."""

from __future__ import annotations

import re

from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.names import Name, matcher
from dragoman.gazetteer.offices import offices
from dragoman.reading.actors.discourse import Discourse
from dragoman.reading.actors.entities import Entity
from dragoman.reading.actors.holders import person_in_office, sitting
from dragoman.reading.actors.origins import senders_country, senders_organisation
from dragoman.reading.actors.persons import resolve_person, speaks_for
from dragoman.reading.actors.salience import antecedents, doers, owner_of
from dragoman.reading.actors.titles import VOICES, local_country, local_title, same_family, sector_given
from dragoman.reading.mentions import Mention

#: What stands before an office of a country spoken of before.
_THEIRS = re.compile(r"\b(?:country|nation)['’]s\s+$")


def resolve_office(discourse: Discourse, mention: Mention) -> Entity:
    """Whom an office without a name means: its holder where text or table tells one, else the office itself."""
    if mention.named:
        return resolve_person(discourse, mention.named[0])  # "appointed X as ambassador"
    title = mention.titles[0]
    office = offices()[title.id]
    country = senders_country(mention.origins)
    scope = senders_organisation(mention.origins) if not country else None
    country = country or (_state_in(title) if scope is None else None)
    if country is None and scope is None and mention.possessor in {"my", "our"}:
        country = next((e.country for e in antecedents(discourse, mention)), discourse.own or discourse.sole)
    elif country is None and scope is None and mention.possessor and (owner := owner_of(discourse, mention)):
        country = owner.country
    if country is None and scope is None and (told_first := _set_apart(discourse, mention)) is not None:
        return told_first
    if country is None and scope is None and mention.principal is not None:
        country, scope = _served(discourse, mention.principal)
    if country is None and scope is None and any(o.kind == "posted" for o in mention.origins):
        country = _sender(discourse, mention)
    if country is None and scope is None and len(sender := doers(discourse, mention)) == 1:
        country = next((c for c in sender if c and "/" not in c), None)  # "Xi promised to send an envoy"
    alone = local_country(title, office) if country is None and scope is None else None
    known = None
    if not mention.former:
        known = person_in_office(discourse, {t.id for t in mention.titles}, country, scope, title.name.lower())
        if known is not None and (alone in {None, known.country} or title.name.lower() in known.titles):
            return known
    if alone is not None and (known is not None or title.detail):
        country = alone  # the External Affairs Minister is no Foreign Minister of China's
        if (known := person_in_office(discourse, {title.id}, alone, None)) is not None:
            return known
    official, first = discourse.publishing or discourse.performing, discourse.apart.get(title.id) is mention
    again = mention.definite and (office.rank == "envoy" or official is None)
    if country is None and scope is None and again and (told := _office_before(discourse, title)):
        return told
    if country is None and scope is None and official is None and not first and _opens(discourse, mention):
        country = discourse.introduced.get(title.id)  # "PM visits Lima" over a report on Chile's prime minister
    if country is None and scope is None and _THEIRS.search(discourse.text, max(0, mention.start - 24), mention.start):
        state = discourse.latest({"state"})
        country = state.country if state else None  # "the country's prime minister"
    if country is None and scope is None and office.level == "state":
        country = official if first else discourse.own
    if country is None and scope is None and mention.definite and (told := _office_before(discourse, title)):
        return told
    if country is None and scope is None and mention.definite and office.level == "state" and office.rank != "envoy":
        country = discourse.scene
    where = country or scope or _organisation_in(title)
    if where and not mention.former and (holder := sitting(discourse, mention, where)):
        return holder
    local = local_title(title.id, country) if office.rank != "envoy" else None  # Kenya's man is high commissioner in London only
    key = slug(local or office.id)
    name = local or title.name.removesuffix(" to")
    name = f"{name} of {discourse.called(where)}" if where else name
    sector = "IGO" if where and where.startswith("IGO/") and not mention.former else sector_given(mention)
    entity = discourse.entity(f"{where or 'X'}/{key}", name, "office", country, sector, title.name.removesuffix(" to"))
    entity.offices.add(title.id)
    if title.id in VOICES:
        speaks_for(discourse, entity, mention)
    return entity


def _set_apart(discourse: Discourse, mention: Mention) -> Entity | None:
    """The office that was first told without a country beside one with another: "the Prime Minister spoke to Prime Minister X of Fiji"."""
    first = discourse.apart.get(mention.titles[0].id)
    found = discourse.of_mention.get(id(first), ()) if first is not mention else ()
    return found[0] if found else None


def _opens(discourse: Discourse, mention: Mention) -> bool:
    """Whether a mention stands in the headline, or in the first sentence of a text without one."""
    return any(mention is other for opening in discourse.openings[:1] for other in opening)


def _state_in(title: Name) -> str | None:
    """The country inside a title that is one name: "German Chancellor"."""
    words = title.name.split()
    hits = [hit for word in words for hit in matcher().find(word.title())] if len(words) > 1 else []
    return next((n.country for h in hits if (n := h.of("state", "adjective")) is not None), None)


def _organisation_in(title: Name) -> str | None:
    """The organisation inside a title that is one name: "SADC Executive Secretary"."""
    hits = [hit for word in title.name.split() if word.isupper() for hit in matcher().find(word)]
    return next((n.id for h in hits if (n := h.of("organisation")) is not None), None)


def _office_before(discourse: Discourse, title: Name) -> Entity | None:
    """The office without a named holder of which the text spoke before: "The envoy" after "an envoy to Ukraine"."""
    near = (
        e
        for e in discourse.entities.values()
        if e.kind == "office" and e.country and e.last >= 0 and any(same_family(o, title.id) for o in e.offices)
    )
    return max(near, key=lambda e: e.last, default=None)


def _served(discourse: Discourse, principal: Mention) -> tuple[str | None, str | None]:
    """The country or the organisation of whom a spokesman speaks for."""
    behind = next(iter(discourse.refer(principal)), None)
    if behind is None or behind.country:
        return (behind.country if behind else None), None
    scope = behind.id if behind.kind == "organisation" else behind.id.rpartition("/")[0]
    return None, scope if "/" in scope else None


def _sender(discourse: Discourse, mention: Mention) -> str | None:
    """Whose "an ambassador to China" is: the latest subject's that isn't of the country of the post."""
    posted = {o.id for o in mention.origins}
    near = (
        e for e in discourse.entities.values() if e.country and e.country not in posted and 0 < mention.start - e.last < 300 and e.subject
    )
    sender = max(near, key=lambda e: e.last, default=None)
    return sender.country if sender else None
