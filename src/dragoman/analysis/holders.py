"""Questions put to the table of offices: who held an office, and which offices a person held."""

from __future__ import annotations

import datetime as dt
from functools import cache

from dragoman.gazetteer.loading import fold, rows
from dragoman.gazetteer.offices import Term, name_key, offices, offices_of, terms
from dragoman.records.errors import UsageError


def holders(office: str, scope: str, on: dt.date | None = None) -> list[Term]:
    """The terms in an office of a country or organisation, oldest first.

    Args:
        office: its id or a title ("foreign minister", "Secretary of State").
        scope: ISO 3166-1 alpha-3 or a name of the country; id, name or acronym of the organisation.
        on: only who held it on this day.

    Raises:
        UsageError: the office, or the country or organisation, isn't known.
    """
    home = scope_of(scope)
    wanted = offices_called(office, home)
    found = [t for t in terms() if t.office in wanted and t.scope == home and (on is None or t.held(on))]
    return sorted(found, key=lambda t: (t.first, t.office, t.person))


def held_by(person: str, on: dt.date | None = None) -> list[Term]:
    """The terms of a person, by any spelling of the full name, oldest first."""
    return [t for t in offices_of(person) if on is None or t.held(on)]


def period(term: Term) -> dict[str, str | None]:
    """A term of the table: dates at the precision known, how certain they are, and a note."""
    return {"start": term.start or None, "end": term.end or None, "sure": term.sure, "note": term.note or None}


def offices_called(title: str, scope: str | None = None) -> set[str]:
    """Ids of the offices with this id or title; a title that is a country's own means its office there and no other.

    Raises:
        UsageError: no office has it.
    """
    if title in offices():
        return {title}
    key = name_key(title)
    local = {o.id for o in offices().values() if any(country == scope and name_key(t) == key for country, t in o.local)}
    found = local or {o.id for o in offices().values() if any(name_key(t) == key for t in (*o.titles, o.id))}
    if not found:
        raise UsageError(f"no office is called {title!r}{_near(title)}")
    return found


def scope_of(name: str) -> str:
    """The id of a country or organisation by code, name, alias or acronym.

    Raises:
        UsageError: none has it.
    """
    found = _scopes().get(fold(name).casefold().strip())
    if found is None:
        raise UsageError(f"no country or organisation is called {name!r}: give an ISO 3166-1 code (KEN), a name or an acronym")
    return found


@cache
def _scopes() -> dict[str, str]:
    index: dict[str, str] = {}
    for row in rows("countries.yaml"):
        for name in (row["iso3"], row["iso2"], row["name"], row["official"], *row["aliases"]):
            index.setdefault(fold(str(name)).casefold(), row["iso3"])
    for row in rows("organisations.yaml"):
        for name in (row["id"], row["id"].partition("/")[2], row["name"], *(row.get("acronyms") or ()), *row["aliases"]):
            index.setdefault(fold(str(name)).casefold(), row["id"])
    return index


def _near(title: str) -> str:
    from rapidfuzz import process  # noqa: PLC0415 (only for the message)

    known = sorted({t.lower() for o in offices().values() for t in o.titles})
    near = [word for word, *_ in process.extract(title.lower(), known, limit=3, score_cutoff=70)]
    return f"; did you mean {', '.join(near)}?" if near else ""
