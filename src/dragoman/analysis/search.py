"""Full text over the quotations, names and topics of the ledger."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import Connection, text

from dragoman.analysis.answers import Rows
from dragoman.analysis.timeline import line
from dragoman.ledger import Ledger
from dragoman.records.errors import UsageError

_TERM = re.compile(r'"([^"]+)"|(\S+)')
RANKED = 20_000  # of words that more reports have, the reports added last are ranked: to rank them all takes longer than one waits
_QUERY = {
    "sqlite": """
        SELECT r.id, r.entry_id, e.body, best.rank
        FROM (SELECT rowid, rank FROM search WHERE search MATCH :query AND rowid >= coalesce(
            (SELECT rowid FROM search WHERE search MATCH :query ORDER BY rowid DESC LIMIT 1 OFFSET :ranked), 0)
            ORDER BY rank LIMIT :most) best
        JOIN report r ON r.n = best.rowid JOIN entry e ON e.id = r.entry_id
        ORDER BY best.rank, r.id""",
    "postgresql": """
        SELECT r.id, r.entry_id, e.body, -ts_rank(to_tsvector('english', r.quote || ' ' || r.about), q) AS rank
        FROM report r JOIN entry e ON e.id = r.entry_id, websearch_to_tsquery('english', :query) q
        WHERE to_tsvector('english', r.quote || ' ' || r.about) @@ q ORDER BY rank, r.id LIMIT :most""",
}


def search(ledger: Ledger, query: str, *, limit: int = 20) -> Rows:
    """Entries whose words, names or topics have all the terms ("several words" in quotation marks stand together), the best first.

    Raises:
        UsageError: the query has no term.
    """
    terms = [" ".join(re.findall(r"\w+", phrase or word)) for phrase, word in _TERM.findall(query)]
    terms = [t for t in terms if t]
    if not terms:
        raise UsageError("give at least one word to search for")
    with ledger.reading() as connection:
        found = _found(connection, " ".join(f'"{t}"' for t in terms), limit)
    return Rows(found)


def _found(connection: Connection, query: str, limit: int) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    statement = text(_QUERY[connection.dialect.name])
    for report, home, body, rank in connection.execute(
        statement, {"query": query, "most": 5 * limit} | ({"ranked": RANKED} if connection.dialect.name == "sqlite" else {})
    ):  # several reports may be of one entry
        if home not in rows:
            rows[home] = {"rank": round(float(rank), 4), "found_in": report, **line(json.loads(body))}
    return list(rows.values())[:limit]
