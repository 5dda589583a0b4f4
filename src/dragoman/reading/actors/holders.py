"""Who holds an office: someone of the text, or whom the table of offices knows on that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.names import Name
from dragoman.gazetteer.offices import Term, by_full_name, by_short_name, name_key, who
from dragoman.gazetteer.places import country_of
from dragoman.reading.actors.discourse import Discourse
from dragoman.reading.actors.entities import Entity, country_name
from dragoman.reading.actors.origins import senders_organisation
from dragoman.reading.actors.titles import (
    BARE,
    FORMER_SECTOR,
    as_acting,
    as_told,
    fits,
    local_title,
    office_title,
    precedence,
    same_family,
    told_otherwise,
    with_portfolio,
)
from dragoman.reading.mentions import Mention

_WIDEST = 366 * 6  # days: without a date, how far a holder may be from the text's era
#: Texts without a date are taken for news since then.
_LIVING_MEMORY = 1992
_HEADS = {"president", "prime-minister", "chancellor", "monarch", "supreme-leader", "head-of-government"}


def find_era(discourse: Discourse, people: Iterable[Mention]) -> None:
    """Without a publication date: the days on which every titled person held the office that the text gives them."""
    first, last = discourse.era
    for mention in people:
        if mention.former or not mention.titles:
            continue
        terms = [t for t in candidate_terms(mention) if fits(t, mention.titles)]
        if terms:
            start, end = min(t.first for t in terms), max(t.last for t in terms)
            if start <= last and end >= first:
                first, last = max(first, start), min(last, end)
    discourse.era = (first, last)


def from_table(discourse: Discourse, mention: Mention, country: str | None) -> Entity | None:
    """The person of a name, where the table of offices leaves no doubt who is meant."""
    terms = candidate_terms(mention)
    scope = senders_organisation(mention.origins)
    full = " " in (mention.given or "")
    if country and any(t.country == country for t in terms):
        terms = [t for t in terms if t.country == country]
    elif country and terms and not any(_international(t, scope) for t in terms):
        terms = [] if not full or mention.titles else terms
    if scope and any(t.scope == scope for t in terms):
        terms = [t for t in terms if t.scope == scope]
    fitting = [t for t in terms if fits(t, mention.titles)] if mention.titles else terms
    current = [t for t in fitting if discourse.in_era(t)] if not mention.former else fitting
    if not full:  # a surname alone needs a title that fits on that day, or a head of state or government without a namesake
        if not mention.titles:
            heads = [t for t in terms if _remembered(discourse, t) and (discourse.in_era(t) if discourse.published else t.sure != "low")]
            return term_holder(discourse, heads[0], mention) if len({t.id for t in heads}) == 1 else None
        terms = current or [t for t in fitting if _near(discourse, t)]
    else:
        terms = current or fitting or terms
    if not terms:
        return None
    if len({t.id for t in terms}) > 1:
        ranked = sorted({t.id for t in terms}, key=lambda i: (min(precedence(t) for t in terms if t.id == i), i))
        best = ranked[0]
        if (
            not full
            and len(ranked) > 1
            and not country
            and precedence(next(t for t in terms if t.id == ranked[0])) == precedence(next(t for t in terms if t.id == ranked[1]))
        ):
            return None
        terms = [t for t in terms if t.id == best]
    term = min((t for t in terms if discourse.in_era(t)), key=precedence, default=min(terms, key=precedence))
    return term_holder(discourse, term, mention)


def term_holder(discourse: Discourse, term: Term, mention: Mention | None = None) -> Entity:
    """The person of a term, with the office they held at the time of the text, as the text names it."""
    held = [t for t in by_full_name().get(name_key(term.person), ()) if t.id == term.id and discourse.in_era(t)]
    if mention is not None and mention.titles:
        said = [title.id for title in mention.titles]
        held.sort(key=lambda t: (said.index(t.office) if t.office in said else len(said), not fits(t, mention.titles), precedence(t)))
    else:
        held.sort(key=precedence)
    known_day = discourse.era[0] == discourse.era[1]
    current = held[0] if held and (known_day or len(held) == 1) else (held[0] if held else None)
    if not known_day and discourse.era == (dt.date.min, dt.date.max) and current is not None and current.end and all(t.end for t in held):
        current = None  # without any date, someone whose terms have all ended isn't in office
    office = as_told(office_title(current), current, mention) if current else None
    if office is not None and mention is not None and mention.titles and not mention.former:
        given = with_portfolio(discourse.text, mention.titles[0], mention) if told_otherwise(office, mention) else office
        office = as_acting(discourse.text, given, mention)
    sector = (current or term).sector or "GOV"
    if current is None and known_day and not (mention is not None and mention.titles and not mention.former):
        sector = FORMER_SECTOR
    entity = discourse.entity(term.id, term.person, "person", term.country, sector, office)
    entity.offices.update(t.office for t in held)
    entity.titles.update(office_title(t).lower() for t in held)
    return entity


def head_of_state(discourse: Discourse, given: str) -> Term | None:
    """The president or prime minister whose surname the parser took for something else."""
    if " " in given or given.isupper() or country_of(given) is not None:
        return None
    heads = [t for t in by_short_name().get(name_key(given), ()) if _remembered(discourse, t) and discourse.in_era(t) and t.sure != "low"]
    return heads[0] if len({t.id for t in heads}) == 1 else None


def sitting(discourse: Discourse, mention: Mention, scope: str) -> Entity | None:
    """Who held the office on the date of the text, where the table knows exactly one."""
    term = only_holder((title.id for title in mention.titles), scope, discourse.published)
    if term is None or (term.note.startswith("to ") and term.office == "ambassador"):
        return None
    return term_holder(discourse, term, mention)


def in_office(discourse: Discourse, title: Name, country: str) -> Entity:
    """Who holds an office of a country: someone of the text, else whom the table knows on that day, else the office itself."""
    known = person_in_office(discourse, {title.id}, country, None, title.name.lower())
    if known is not None and known.offices & {title.id}:
        return known
    term = only_holder((title.id,), country, discourse.published)
    if term is not None and title.id != "ambassador":
        return term_holder(discourse, term)
    called = local_title(title.id, country) or title.id
    entity = discourse.entity(
        f"{country}/{slug(called)}", f"{title.name} of {country_name(country)}", "office", country, title.sector, title.name
    )
    entity.offices.add(title.id)
    return entity


def person_in_office(discourse: Discourse, titles: set[str], country: str | None, scope: str | None, word: str = "\0") -> Entity | None:
    """The latest person of the text who holds one of these offices, and is of that country where one is named."""
    author = discourse.of_mention.get(id(discourse.author), ())  # who speaks of themselves as "I"
    people = [
        e
        for e in discourse.entities.values()
        if e.kind == "person"
        and e.last >= 0
        and e not in author
        and (country is None or e.country == country)
        and (scope is None or e.id.startswith(scope + "/"))
        and (e.offices & titles or any(same_family(o, t) for o in e.offices for t in titles if t in BARE))
    ]
    called = [e for e in people if any(word in title or title in word for title in e.titles)]
    related = [
        e
        for e in people
        if e.offices & titles and (country is not None or any(set(word.split()) & set(title.split()) for title in e.titles))
    ]
    return max(called or related or (people if country else []), key=lambda e: e.last, default=None)


def candidate_terms(mention: Mention) -> list[Term]:
    """The terms of everyone whose name a mention can be."""
    given = mention.given or ""
    key = name_key(given)
    if mention.name is not None:
        ids = {name.id for name in (mention.alternatives or (mention.name,))}
        key = name_key(mention.name.name)
        return [t for t in by_full_name().get(name_key(given), by_full_name().get(key, ())) if t.id in ids]
    found = list(by_full_name().get(key, ()))
    if not found:
        words = key.split()
        short = by_short_name().get(words[-1] if words else "", ()) or by_short_name().get(words[0] if words else "", ())
        short = by_short_name().get(key, short)
        if len(words) > 1:  # the given name must agree with some spelling, at least by its initial
            found = [t for t in short if any(_same_person(words, name_key(n).split()) for n in (t.person, *t.aliases))]
        else:
            found = list(short)
    return found


def _near(discourse: Discourse, term: Term) -> bool:
    if discourse.era == (dt.date.min, dt.date.max):
        return term.last >= dt.date(2015, 1, 1)
    return (term.first - discourse.era[1]).days < _WIDEST and (discourse.era[0] - term.last).days < _WIDEST


def _remembered(discourse: Discourse, term: Term) -> bool:
    """Whether a surname alone may name this head of state or government: in a text without a date, none who left office long ago."""
    return term.office in _HEADS and (discourse.published is not None or term.last.year >= _LIVING_MEMORY)


def _same_person(words: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two spellings can be one person's: same family name, and first names that agree by initial."""
    if not other or not words:
        return False
    if {words[0], words[-1]} == {other[0], other[-1]}:
        return True
    return (
        words[-1] == other[-1]
        and words[0][:1] == other[0][:1]
        and (len(words[0].strip(".")) == 1 or len(other[0].strip(".")) == 1 or words[0][:3] == other[0][:3])
    )


def _international(term: Term, scope: str | None) -> bool:
    return term.country is None and (scope is None or term.scope == scope)


def only_holder(of: Iterable[str], scope: str, day: dt.date | None) -> Term | None:
    """The term of the one person who surely held one of these offices on that day, if the table knows exactly one."""
    held = [t for office in of for t in who(office, scope, day) if t.sure != "low"] if day is not None else []
    return held[0] if len({t.id for t in held}) == 1 else None
