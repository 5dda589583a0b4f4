"""Full text over the quotations, names and topics of the ledger."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, text

from dragoman.analysis.answers import Rows
from dragoman.analysis.timeline import line
from dragoman.gazetteer.names import also_called
from dragoman.ledger import Ledger
from dragoman.records.errors import UsageError

_TERM = re.compile(r'[“"]([^“”"]+)[”"]|(\S+)')
_OWNED = re.compile(r"(?<=\w)['’]s?$")
_ABBREVIATED = re.compile(r"\b(?:\w\.){2,}")
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
        FROM report r, (SELECT {asked} AS q) asked
        WHERE to_tsvector('english', r.quote || ' ' || r.about) @@ q ORDER BY rank, r.id LIMIT :most""",
}


def search(ledger: Ledger, query: str, *, limit: int = 20) -> Rows:
    """Entries whose words, names or topics have all the terms ("several words" in quotation marks stand together), the best first.

    A name or acronym that the gazetteer knows is found under its other spellings too: "agoa" as "African Growth and Opportunity Act".

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
    terms = [term for phrase, word in _TERM.findall(query) if _plain(term := phrase or word)]
    if not terms:
        raise UsageError("give at least one word to search for")
    with ledger.reading() as connection:
        return _found(connection, [_spellings(term) for term in terms], limit)


def _spellings(term: str) -> list[str]:
    """A term as it was given and as else it is written: "Guyana's" as "Guyana", "U.S." as "US" and "United States"."""
    bare = _ABBREVIATED.sub(lambda found: found[0].replace(".", ""), _OWNED.sub("", term))
    return list(dict.fromkeys(_plain(spelling) for spelling in (term, bare, *also_called(_plain(bare)))))


def _plain(term: str) -> str:
    return " ".join(re.findall(r"\w+", term))


def _found(connection: Connection, terms: list[list[str]], limit: int) -> list[tuple[str, str, float]]:
    """What has one spelling at least of every term."""
    either = [[f'"{spelling}"' for spelling in spellings] for spellings in terms]
    values: dict[str, Any]
    query, values = _QUERY[connection.dialect.name], {"most": 5 * limit}
    if connection.dialect.name == "sqlite":
        values |= {"query": " AND ".join(f"({' OR '.join(spellings)})" for spellings in either), "ranked": RANKED}
    else:
        query = query.format(asked=" && ".join(f"websearch_to_tsquery('english', :term{i})" for i in range(len(either))))
        values |= {f"term{i}": " or ".join(spellings) for i, spellings in enumerate(either)}
    found: dict[str, tuple[str, str, float]] = {}
    for report, home, rank in connection.execute(text(query), values):  # several reports may be of one entry
        found.setdefault(home, (home, report, round(float(rank), 4)))
    return list(found.values())[:limit]
