"""Who holds an office: by the gazetteer's table, and by the documents of the ledger, with first and last day seen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, select

from dragoman.analysis.answers import Rows
from dragoman.analysis.holders import holders, offices_called, scope_of
from dragoman.gazetteer.offices import name_key, offices
from dragoman.ledger import Ledger
from dragoman.ledger.schema import document, participant, report


def roster(ledger: Ledger, office: str, of: str, on: dt.date | None = None) -> Rows:
    """The holders of an office by the table and by the texts, oldest first.

    `table` gives the term of the table of offices, `seen` the first and last publication in which the words themselves give the person
    this office, with how often and one citation; `conflict` says where a text names somebody whom the table doesn't have in office then.

    Args:
        ledger: the ledger.
        office: its id or a title.
        of: a country or organisation.
        on: only who held it, or was seen in it, on or about this day.
    """
    home = scope_of(of)
    rows: dict[str, dict[str, Any]] = {}
    for term in holders(office, of, on):
        row = rows.setdefault(
            term.id, {"id": term.id, "person": term.person, "office": term.office, "of": home, "table": [], "seen": None, "conflict": None}
        )
        row["table"].append({"start": term.start or None, "end": term.end or None, "sure": term.sure})
    for found in _seen(ledger, office, home):
        if on and not found["first"] <= on.isoformat() <= found["last"]:
            continue
        known = rows.get(found["actor_id"])
        row = known or rows.setdefault(
            found["actor_id"],
            {
                "id": found["actor_id"],
                "person": found["name"],
                "office": found["office"],
                "of": home,
                "table": [],
                "seen": None,
                "conflict": None,
            },
        )
        row["seen"] = {name: found[name] for name in ("first", "last", "reports", "as_written", "cite")}
        if not any(term.id == row["id"] and _covers(term, found) for term in holders(office, of)):
            row["conflict"] = "the table of offices doesn't have this person in office on these days"
    return Rows(sorted(rows.values(), key=lambda r: (r["table"][0]["start"] or "" if r["table"] else r["seen"]["first"], r["id"])))


def _covers(term: Any, found: dict[str, Any]) -> bool:
    return bool(term.first.isoformat() <= found["first"] and found["last"] <= term.last.isoformat())


def _seen(ledger: Ledger, office: str, home: str) -> list[dict[str, Any]]:
    """People to whom the words of a text give the office."""
    titles = {
        name_key(t) for o in offices_called(office, home) for t in (*offices()[o].titles, *(t for c, t in offices()[o].local if c == home))
    }
    query = (
        select(
            participant.c.actor_id,
            participant.c.name,
            participant.c.office,
            participant.c.as_written,
            document.c.published,
            document.c.id,
            document.c.publisher,
            document.c.title,
            document.c.url,
            participant.c.start,
            participant.c.end,
        )
        .join(report, report.c.n == participant.c.report_n)
        .join(document, document.c.id == report.c.document_id)
        .where(
            participant.c.party == home,
            participant.c.kind == "person",
            participant.c.office.is_not(None),
            document.c.published.is_not(None),
        )
        .where(func.lower(participant.c.as_written) != func.lower(participant.c.name))
        .order_by(document.c.published, document.c.id, participant.c.start)
        .distinct()
    )
    found: dict[str, dict[str, Any]] = {}
    with ledger.reading() as connection:
        for row in connection.execute(query):
            written = name_key(row.as_written)
            if not any(f" {title} " in f" {written} " for title in titles):
                continue  # the office comes from the table, not from these words
            cite = {"document": row.id, "publisher": row.publisher, "title": row.title, "url": row.url, "published": row.published}
            seen = found.setdefault(
                row.actor_id,
                {
                    "actor_id": row.actor_id,
                    "name": row.name,
                    "office": row.office,
                    "as_written": row.as_written,
                    "first": row.published,
                    "reports": 0,
                }
                | {"cite": {**cite, "start": row.start, "end": row.end, "quote": row.as_written}},
            )
            seen["last"] = row.published
            seen["reports"] += 1
    return list(found.values())
