"""Persons by their names: one entity for all spellings, with the office that table and text give."""

from __future__ import annotations

import datetime as dt

from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.offices import by_full_name, name_key, offices, surname
from dragoman.reading.actors.discourse import Discourse
from dragoman.reading.actors.entities import Entity
from dragoman.reading.actors.holders import candidate_terms, from_table
from dragoman.reading.actors.origins import company_of, posted_from, senders_country, senders_organisation
from dragoman.reading.actors.titles import FORMER_SECTOR, VOICES, fits, office_title, only_home, sector_given, title_given
from dragoman.reading.mentions import Mention
from dragoman.records import Evidence, ReadingWarning


def resolve_person(discourse: Discourse, mention: Mention) -> Entity:
    """The person whom a name means: of the text, of the table of offices, or new."""
    given = mention.given or discourse.text[mention.start : mention.end]
    country = senders_country(mention.origins)
    short = surname(given)
    known = discourse.surnames.get(name_key(given)) or (
        discourse.surnames.get(short) or _by_part(discourse, short) if " " not in given else None
    )
    if known is not None and (country is None or known.country is None or known.country == country):
        return _update(discourse, known, mention, country)
    entity = from_table(discourse, mention, country)
    if entity is None and known is not None and not mention.titles:
        return known
    if entity is None:
        office = None if mention.former else title_given(discourse.text, mention, country)
        country = country or _namesakes_country(discourse, mention)
        scope = country or senders_organisation(mention.origins) or company_of(mention)
        if scope is None and mention.beside is not None and mention.titles:
            scope = country = senders_country(mention.beside.origins)
        sector = sector_given(mention)
        if scope is None and mention.titles:
            scope = country = only_home(mention.titles[0])
        if scope is None and mention.titles and posted_from(mention) is None:
            scope = country = discourse.sole_of_persons or (discourse.scene if _of_a_state(mention) else None)
        entity = discourse.entity(f"{scope or 'X'}/{slug(given)}", given, "person", country or posted_from(mention), sector, office)
    discourse.surnames.setdefault(name_key(given), entity)
    for key in {short, surname(entity.name)}:
        if key and (key not in discourse.surnames or mention.titles):
            discourse.surnames[key] = entity
    return _update(discourse, entity, mention, country)


def _of_a_state(mention: Mention) -> bool:
    """Whether the office that someone is named with is one that states have at home."""
    office = offices()[mention.titles[0].id]
    return not mention.former and office.level == "state" and office.rank != "envoy"


def _namesakes_country(discourse: Discourse, mention: Mention) -> str | None:
    """The country of "President Assad" where both who held the office are its presidents."""
    if not mention.titles:
        return None
    countries = {t.country for t in candidate_terms(mention) if fits(t, mention.titles) and (mention.former or discourse.in_era(t))}
    return next(iter(countries)) if len(countries) == 1 else None


def _by_part(discourse: Discourse, word: str) -> Entity | None:
    """The person of the text in whose name a single word stands: family names that come first ("Wang" for Wang Yi)."""
    found = [e for e in discourse.entities.values() if e.kind == "person" and word in name_key(e.name).split()]
    return max(found, key=lambda e: e.last, default=None)


def _update(discourse: Discourse, entity: Entity, mention: Mention, country: str | None) -> Entity:
    entity.offices.update(title.id for title in mention.titles)
    entity.titles.update(title.name.lower() for title in mention.titles)
    if entity.country is None and country:
        entity.country = country
    if mention.titles and entity.office is None and not mention.former:
        entity.office = title_given(discourse.text, mention, entity.country)
    if mention.titles and (entity.sector is None or entity.sector == FORMER_SECTOR) and not mention.former:
        entity.sector = sector_given(mention)
    if mention.titles and mention.titles[0].id in VOICES:
        speaks_for(discourse, entity, mention)
    _check_office(discourse, entity, mention)
    return entity


def _check_office(discourse: Discourse, entity: Entity, mention: Mention) -> None:
    """A text that calls a sitting president former (or the reverse) gets a warning, never a correction."""
    if not mention.titles or not mention.former:
        return
    terms = [t for t in by_full_name().get(name_key(entity.name), ()) if t.id == entity.id and fits(t, mention.titles[:1])]
    sitting = [
        t for t in terms if t.first <= discourse.era[0] and t.last >= discourse.era[1] and discourse.era != (dt.date.min, dt.date.max)
    ]
    if sitting:
        discourse.warnings.append(
            ReadingWarning(
                code="office-conflict",
                message=f"the text calls {entity.name} former, but the table of offices has them as {office_title(sitting[0])} "
                f"since {sitting[0].start}",
                evidence=Evidence.of(discourse.text, mention.start, mention.end),
            )
        )


def speaks_for(discourse: Discourse, entity: Entity, mention: Mention) -> None:
    """Keeps for whom a spokesperson speaks."""
    if mention.principal is not None and (behind := discourse.refer(mention.principal)):
        entity.reports_to = behind[0].id
        return
    principal = next(
        (o for o in mention.origins if o.kind in {"body", "organisation", "state", "adjective", "metonym", "armed_group"}), None
    )
    if principal is not None:
        entity.reports_to = principal.id
