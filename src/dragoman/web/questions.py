"""What the pages ask the ledger beyond the questions of `analysis`: the first page, one pair, one actor, places, lists."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from dragoman.analysis.answers import bodies, of_pair
from dragoman.analysis.promised import line as promise_line
from dragoman.analysis.relations import COUNTED
from dragoman.ledger import Ledger
from dragoman.ledger.promises import promises
from dragoman.ledger.schema import document, dyad, entry, participant, report

KINDS = ("engagement", "event", "statement", "commitment")
LOOKED_AT = 300  # entries of which topics are counted: the latest
SOON = dt.timedelta(days=90)
ENDED = {"fulfilled", "broken", "superseded"}


def latest(ledger: Ledger, query: Select[Any], limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """The entries of a query, the latest day first and those without one last."""
    ordered = query.order_by(entry.c.day_from.is_(None), entry.c.day_from.desc(), entry.c.id.desc())
    return bodies(ledger, ordered.limit(limit).offset(offset))


def ordered(ledger: Ledger, query: Select[Any], limit: int, offset: int, *, earliest: bool) -> list[dict[str, Any]]:
    """The entries of a query from the latest or the earliest day on, those without one last."""
    if not earliest:
        return latest(ledger, query, limit, offset)
    ranked = query.order_by(entry.c.day_from.is_(None), entry.c.day_from, entry.c.id)
    return bodies(ledger, ranked.limit(limit).offset(offset))


def reports(ledger: Ledger, document_id: str) -> int:
    """The number of a document's reports."""
    query = select(func.count()).select_from(report).where(report.c.document_id == document_id)
    with ledger.reading() as connection:
        return int(connection.execute(query).scalar_one())


def new_documents(ledger: Ledger, limit: int) -> list[dict[str, Any]]:
    """The documents added last."""
    columns = [document.c[name] for name in ("id", "title", "publisher", "url", "published", "added")]
    counts = select(func.count()).select_from(report).where(report.c.document_id == document.c.id).scalar_subquery()
    with ledger.reading() as connection:
        query = select(*columns, counts.label("reports")).order_by(document.c.added.desc(), document.c.id).limit(limit)
        return [dict(row) for row in connection.execute(query).mappings()]


def documents(ledger: Ledger, match: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Documents, the latest publication first, without their texts."""
    columns = [document.c[name] for name in ("id", "title", "publisher", "url", "published", "language", "n_chars", "reader", "added")]
    counts = select(func.count()).select_from(report).where(report.c.document_id == document.c.id).scalar_subquery()
    query = select(*columns, counts.label("reports")).order_by(document.c.published.desc(), document.c.id).limit(limit).offset(offset)
    if match:
        pattern = f"%{escaped(match)}%"
        names = (document.c.id, document.c.title, document.c.publisher, document.c.url)
        query = query.where(or_(*(name.ilike(pattern, escape="\\") for name in names)))
    with ledger.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def warnings(ledger: Ledger, documents: int = 200) -> list[tuple[str, int]]:
    """Codes of the warnings of the documents added last, with how often each came."""
    with ledger.reading() as connection:
        rows = connection.execute(select(document.c.warnings).order_by(document.c.added.desc()).limit(documents)).scalars()
        return Counter(w["code"] for row in rows for w in json.loads(row)).most_common()


def coming(ledger: Ledger, today: dt.date, limit: int) -> list[dict[str, Any]]:
    """Engagements that are planned for today or later, the next first."""
    query = select(entry.c.body).where(
        entry.c.kind == "engagement", entry.c.status == "future", entry.c.basis == "stated", entry.c.day_to >= today.isoformat()
    )
    return bodies(ledger, query.order_by(entry.c.day_from, entry.c.id).limit(limit))


def due(ledger: Ledger, since: dt.date | None, until: dt.date, today: dt.date, limit: int) -> list[dict[str, Any]]:
    """Commitments with a deadline in a period that nothing has settled, nearest to today first."""
    query = select(entry.c.body).where(entry.c.kind == "commitment", entry.c.due <= until.isoformat())
    query = query.where(entry.c.due >= since.isoformat()).order_by(entry.c.due, entry.c.id) if since else query.order_by(entry.c.due.desc())
    with ledger.reading() as connection:
        found = [json.loads(body) for body in connection.execute(query.limit(4 * limit)).scalars()]
        return [promise_line(p) for p in promises(connection, found, today) if p["status"] not in ENDED][:limit]


def promised(ledger: Ledger, ids: Sequence[str], today: dt.date) -> list[dict[str, Any]]:
    """Commitments by their ids, as lines."""
    found = ledger.entries(ids)
    with ledger.reading() as connection:
        return [promise_line(p) for p in promises(connection, found, today)]


def of_actor(id_: str, *, is_party: bool, kinds: Sequence[str] = KINDS) -> Select[Any]:
    """Entries that are about a party, or that name an actor."""
    if is_party:
        return of_pair(select(entry.c.body), id_, None).where(dyad.c.kind.in_(kinds))
    named = select(report.c.entry_id).join(participant, participant.c.report_n == report.c.n).where(participant.c.actor_id == id_)
    return select(entry.c.body).where(entry.c.id.in_(named), entry.c.kind.in_(kinds))


def spoken(found: Sequence[dict[str, Any]], limit: int, *, party: str = "", actor: str = "") -> list[dict[str, Any]]:
    """Of statements, the first ones whose speaker is of a party, or is an actor."""
    said = [
        b for b in found if any(p["role"] == "actor" and (p["party"] == party if party else p["id"] == actor) for p in b["participants"])
    ]
    return said[:limit]


def between_two(ledger: Ledger, a: str, b: str, today: dt.date) -> list[dict[str, Any]]:
    """The latest commitments between two parties, the next deadline first, those without one after them."""
    found = latest(ledger, pair(a, b, ["commitment"]), LOOKED_AT)
    with ledger.reading() as connection:
        rows = [promise_line(p) for p in promises(connection, found, today)]
    return sorted(rows, key=lambda row: (row["due"] is None, row["due"] or "", row["id"]))


def pair(a: str, b: str, kinds: Sequence[str] = KINDS) -> Select[Any]:
    """Entries of two parties."""
    return of_pair(select(entry.c.body), a, b).where(dyad.c.kind.in_(kinds))


def counts(ledger: Ledger, a: str, b: str = "") -> dict[str, int]:
    """The number of entries of a pair, or of a party, by kind."""
    one, other = (a, "") if not b else (min(a, b), max(a, b))
    query = select(dyad.c.kind, func.count()).where(dyad.c.a == one, dyad.c.b == other).group_by(dyad.c.kind)
    with ledger.reading() as connection:
        found = {kind: int(number) for kind, number in connection.execute(query)}
    return {kind: found.get(kind, 0) for kind in KINDS}


def span(ledger: Ledger, a: str, b: str) -> tuple[str | None, str | None]:
    """The first and the last day of the events of a pair that count."""
    query = of_pair(select(func.min(entry.c.day_from), func.max(entry.c.day_from)), a, b)
    query = query.where(dyad.c.kind == "event", entry.c.status.in_(COUNTED))
    with ledger.reading() as connection:
        first, last = connection.execute(query).one()
    return first, last


def topics(found: Sequence[dict[str, Any]], limit: int) -> list[tuple[str, int]]:
    """The topics of entries with how many have each; bare contexts after what is named."""
    named = Counter(t["label"] for body in found for t in body["topics"])
    return named.most_common(limit)


def pairs(ledger: Ledger, query: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Pairs of parties, the busiest first."""
    numbers = (
        select(dyad.c.a, dyad.c.b, func.count().label("entries"), func.min(dyad.c.day).label("first"), func.max(dyad.c.day).label("last"))
        .where(dyad.c.b != "")
        .group_by(dyad.c.a, dyad.c.b)
        .order_by(func.count().desc(), dyad.c.a, dyad.c.b)
    )
    if query:
        numbers = numbers.where(or_(dyad.c.a == query, dyad.c.b == query))
    with ledger.reading() as connection:
        return [dict(row) for row in connection.execute(numbers.limit(limit).offset(offset)).mappings()]


def precisely(ledger: Ledger, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pairs with `first_end` and `last_end`: the days to which what began on their first and last days may reach (a month, a year)."""
    reach = select(func.min(entry.c.day_to)).join(dyad, dyad.c.entry_id == entry.c.id)
    with ledger.reading() as connection:
        for row in rows:
            of_row = reach.where(dyad.c.a == row["a"], dyad.c.b == row["b"], dyad.c.kind.in_(KINDS))
            for end in ("first", "last"):
                row[f"{end}_end"] = connection.execute(of_row.where(dyad.c.day == row[end])).scalar_one() if row[end] else None
    return rows


def actors(ledger: Ledger, match: str, kind: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Actors, those named most often first."""
    columns = [participant.c.actor_id.label("id")]
    columns += [func.min(participant.c[name]).label(name) for name in ("name", "kind", "party", "office")]
    query = select(*columns, func.count(func.distinct(participant.c.report_n)).label("reports")).group_by(participant.c.actor_id)
    if match:
        pattern = f"%{escaped(match)}%"
        query = query.where(or_(participant.c.name.ilike(pattern, escape="\\"), participant.c.actor_id.ilike(pattern, escape="\\")))
    if kind:
        query = query.where(participant.c.kind == kind)
    query = query.order_by(func.count(func.distinct(participant.c.report_n)).desc(), participant.c.actor_id).limit(limit).offset(offset)
    with ledger.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def escaped(match: str) -> str:
    """Text for LIKE, with what LIKE reads as a sign taken literally."""
    return match.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def known_actor(ledger: Ledger, id_: str) -> dict[str, Any] | None:
    """What the texts say of an actor: names as written, offices given, first and last publication."""
    query = (
        select(participant.c.name, participant.c.kind, participant.c.country, participant.c.party, participant.c.sector)
        .where(participant.c.actor_id == id_)
        .limit(1)
    )
    offices = (
        select(participant.c.office, func.min(document.c.published), func.max(document.c.published), func.count())
        .join(report, report.c.n == participant.c.report_n)
        .join(document, document.c.id == report.c.document_id)
        .where(participant.c.actor_id == id_, participant.c.office.is_not(None))
        .group_by(participant.c.office)
        .order_by(func.min(document.c.published))
    )
    spellings = (
        select(participant.c.as_written, func.count())
        .where(participant.c.actor_id == id_)
        .group_by(participant.c.as_written)
        .order_by(func.count().desc(), participant.c.as_written)
        .limit(12)
    )
    with ledger.reading() as connection:
        row = connection.execute(query).mappings().first()
        if row is None:
            return None
        seen = [{"office": o, "first": first, "last": last, "reports": n} for o, first, last, n in connection.execute(offices)]
        written = [(as_written, n) for as_written, n in connection.execute(spellings)]
    return dict(row) | {"id": id_, "offices": seen, "written": written}


def partners(ledger: Ledger, id_: str, limit: int) -> list[tuple[str, int]]:
    """The parties with which a party has most entries."""
    one = select(dyad.c.b.label("other")).where(dyad.c.a == id_, dyad.c.b != "")
    two = select(dyad.c.a.label("other")).where(dyad.c.b == id_)
    both = one.union_all(two).subquery()
    query = select(both.c.other, func.count()).group_by(both.c.other).order_by(func.count().desc(), both.c.other).limit(limit)
    with ledger.reading() as connection:
        return [(other, int(n)) for other, n in connection.execute(query)]


def within(since: dt.date | None, until: dt.date | None) -> ColumnElement[bool]:
    """Entries that begin in a period."""
    parts = [entry.c.day_from >= since.isoformat()] if since else []
    parts += [entry.c.day_from <= until.isoformat()] if until else []
    return and_(entry.c.id.is_not(None), *parts)


def years(ledger: Ledger, most: int) -> list[str]:
    """The latest years in which something happened."""
    year = func.substr(entry.c.day_from, 1, 4)
    query = select(year).where(entry.c.kind == "engagement", entry.c.day_from.is_not(None)).distinct().order_by(year.desc()).limit(most)
    with ledger.reading() as connection:
        return list(connection.execute(query).scalars())
