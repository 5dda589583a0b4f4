"""Full text over the quotations, names and topics of the ledger."""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

from dragoman.analysis.answers import Rows
from dragoman.analysis.timeline import line
from dragoman.ledger import Ledger
from dragoman.records.errors import UsageError

_TERM = re.compile(r'"([^"]+)"|(\S+)')
RANKED = 20_000  # of words that more reports have, the reports added last are ranked: to rank them all takes longer than one waits
_QUERY = {
    "sqlite": """
        SELECT r.id, r.entry_id, best.rank
        FROM (SELECT rowid, rank FROM search WHERE search MATCH :query AND rowid >= coalesce(
            (SELECT rowid FROM search WHERE search MATCH :query ORDER BY rowid DESC LIMIT 1 OFFSET :ranked), 0)
            ORDER BY rank LIMIT :most) best
        JOIN report r ON r.n = best.rowid
        ORDER BY best.rank, r.id""",
    "postgresql": """
        SELECT r.id, r.entry_id, -ts_rank(to_tsvector('english', r.quote || ' ' || r.about), q) AS rank
        FROM report r, websearch_to_tsquery('english', :query) q
        WHERE to_tsvector('english', r.quote || ' ' || r.about) @@ q ORDER BY rank, r.id LIMIT :most""",
}


def search(ledger: Ledger, query: str, *, limit: int = 20) -> Rows:
    """Entries whose words, names or topics have all the terms ("several words" in quotation marks stand together), the best first.

    Raises:
        UsageError: the query has no term.
    """
    found = matches(ledger, query, limit=limit)
    bodies = {body["id"]: body for body in ledger.entries([id_ for id_, _, _ in found])}
    return Rows({"rank": rank, "found_in": report, **line(bodies[id_])} for id_, report, rank in found if id_ in bodies)


def matches(ledger: Ledger, query: str, *, limit: int) -> list[tuple[str, str, float]]:
    """The entries as `search` finds them, by id, each with the report that has the terms and its rank.

    Raises:
        UsageError: the query has no term.
    """
    terms = [" ".join(re.findall(r"\w+", phrase or word)) for phrase, word in _TERM.findall(query)]
    terms = [t for t in terms if t]
    if not terms:
        raise UsageError("give at least one word to search for")
    with ledger.reading() as connection:
        return _found(connection, " ".join(f'"{t}"' for t in terms), limit)


def _found(connection: Connection, query: str, limit: int) -> list[tuple[str, str, float]]:
    found: dict[str, tuple[str, str, float]] = {}
    values = {"query": query, "most": 5 * limit} | ({"ranked": RANKED} if connection.dialect.name == "sqlite" else {})
    for report, home, rank in connection.execute(text(_QUERY[connection.dialect.name]), values):  # several reports may be of one entry
        found.setdefault(home, (home, report, round(float(rank), 4)))
    return list(found.values())[:limit]
