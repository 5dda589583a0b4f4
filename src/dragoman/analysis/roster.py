"""Who holds an office: by the gazetteer's table, and by the documents of the ledger, with first and last day seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func, select

from dragoman.analysis.answers import Rows
from dragoman.analysis.holders import held_by, holders, offices_called, period, scope_of
from dragoman.gazetteer.names import Hit, matcher
from dragoman.gazetteer.offices import Term, name_key
from dragoman.ledger import Ledger
from dragoman.ledger.schema import document, participant, report

CONFLICT = "the table of offices doesn't have this person in office on these days"


def roster(ledger: Ledger, office: str, of: str, on: dt.date | None = None) -> Rows:
    """The holders of an office by the table and by the texts, oldest first.

    `table` gives the terms of the table of offices, `seen` the first and last publication in which the words themselves give the person
    this office, with how often and one citation; `conflict` says where a text names somebody whom the table doesn't have in office then.

    Args:
        ledger: the ledger.
        office: its id or a title.
        of: a country or organisation.
        on: only who held it, or was seen in it, on or about this day.
    """
    home, wanted = scope_of(of), offices_called(office, scope_of(of))
    seen = _seen(ledger, participant.c.party == home, lambda _row, office_id: office_id in wanted)
    return _joined(holders(office, of, on), seen, holders(office, of), on)


def offices_seen(ledger: Ledger, person: str, on: dt.date | None = None) -> Rows:
    """The offices of a person by the table and by the texts, as `roster` has the persons of an office."""
    terms, key = held_by(person), name_key(person)
    ids = {term.id for term in terms}
    seen = _seen(ledger, participant.c.kind == "person", lambda row, _office: row.actor_id in ids or name_key(row.name) == key)
    return _joined([t for t in terms if on is None or t.held(on)], seen, terms, on)


def _joined(shown: Iterable[Term], seen: list[dict[str, Any]], terms: list[Term], on: dt.date | None) -> Rows:
    rows: dict[tuple[str, str], dict[str, Any]] = {}

    def row(id_: str, person: str, office: str, of: str) -> dict[str, Any]:
        made: dict[str, Any] = {"id": id_, "person": person, "office": office, "of": of, "table": [], "seen": None, "conflict": None}
        return rows.setdefault((id_, office), made)

    for term in shown:
        row(term.id, term.person, term.office, term.scope)["table"].append(period(term))
    for found in seen:
        if on and not found["first"] <= on.isoformat() <= found["last"]:
            continue
        known = row(found["actor_id"], found["name"], found["office"], found["of"])
        known["seen"] = {name: found[name] for name in ("first", "last", "reports", "as_written", "cite")}
        mine = [t for t in terms if (t.id, t.office) == (found["actor_id"], found["office"])]
        known["conflict"] = None if all(any(t.held(day) for t in mine) for day in found["days"]) else CONFLICT
    return Rows(sorted(rows.values(), key=lambda r: (r["table"][0]["start"] or "" if r["table"] else r["seen"]["first"], r["id"])))


def _seen(ledger: Ledger, where: ColumnElement[bool], wanted: Callable[[Any, str], bool]) -> list[dict[str, Any]]:
    """People to whom the words of a text give an office, a row a person and office."""
    about = (document.c.id, document.c.publisher, document.c.title, document.c.url, document.c.published)
    who = (
        participant.c.actor_id,
        participant.c.name,
        participant.c.party,
        participant.c.as_written,
        participant.c.start,
        participant.c.end,
    )
    query = (
        select(*who, *about)
        .join(report, report.c.n == participant.c.report_n)
        .join(document, document.c.id == report.c.document_id)
        .where(where, participant.c.kind == "person", participant.c.party.is_not(None), document.c.published.is_not(None))
        .where(participant.c.office.is_not(None))
        .where(func.lower(participant.c.as_written) != func.lower(participant.c.name))
        .order_by(document.c.published, document.c.id, participant.c.start)
        .distinct()
    )
    found: dict[tuple[str, str], dict[str, Any]] = {}
    with ledger.reading() as connection:
        for row in connection.execute(query):
            for office in sorted(offices_written(row.as_written, row.party)):
                if wanted(row, office):
                    _count(found, row, office)
    return list(found.values())


def _count(found: dict[tuple[str, str], dict[str, Any]], row: Any, office: str) -> None:
    cite = {"document": row.id, "publisher": row.publisher, "title": row.title, "url": row.url, "published": row.published}
    cite |= {"start": row.start, "end": row.end, "quote": row.as_written}
    first = {"actor_id": row.actor_id, "name": row.name, "office": office, "of": row.party, "as_written": row.as_written}
    seen = found.setdefault((row.actor_id, office), {**first, "first": row.published, "reports": 0, "days": set(), "cite": cite})
    seen["last"] = row.published
    seen["reports"] += 1
    seen["days"].add(dt.date.fromisoformat(row.published))


@cache
def offices_written(words: str, home: str) -> frozenset[str]:
    """Ids of the offices that some words give a person of a country or organisation now: not what somebody was, or is to become."""
    return frozenset(i for hit in matcher().find(words) if "elect" not in words[hit.start : hit.end].lower() for i in _ids(hit, home))


def _ids(hit: Hit, home: str) -> set[str]:
    titles = [name for name in hit.names if name.kind == "title"]
    return {n.id for n in titles if n.detail == home} or {n.id for n in titles if n.detail is None}
