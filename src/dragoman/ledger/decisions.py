"""What people have decided.

A decision names reports by id, document, kind and words: it holds on when a newer reader gives them other ids.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from dragoman.ledger.clusters import Pair, pair
from dragoman.ledger.schema import decision, report


@dataclass(slots=True)
class Decisions:
    """The decisions in force: pairs that are one, pairs that aren't, states of commitments; and those whose report is gone."""

    together: set[Pair] = field(default_factory=set)
    apart: set[Pair] = field(default_factory=set)
    status: dict[str, dict[str, Any]] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)

    @classmethod
    def load(cls, connection: Connection) -> Decisions:
        """All of them; of two on the same pair the later one holds."""
        found = cls()
        for row in connection.execute(select(decision).where(decision.c.withdrawn.is_(None)).order_by(decision.c.n)).mappings():
            a = resolve(connection, json.loads(row["a"]))
            b = resolve(connection, json.loads(row["b"])) if row["b"] else None
            if a is None or (row["b"] and b is None):
                found.lost.append(row["n"])
            elif b is None:
                found.status[a] = dict(row)
            else:
                same, other = (found.together, found.apart) if row["kind"] == "merge" else (found.apart, found.together)
                same.add(pair(a, b))
                other.discard(pair(a, b))
        return found


def anchor(connection: Connection, report_id: str) -> str:
    """What a decision keeps of a report."""
    row = connection.execute(select(report).where(report.c.id == report_id)).mappings().one()
    kept = {
        "id": row["id"],
        "document": row["document_id"],
        "kind": row["kind"],
        "start": row["start"],
        "end": row["end"],
        "quote": row["quote"],
    }
    return json.dumps(kept, ensure_ascii=False)


def resolve(connection: Connection, kept: dict[str, Any]) -> str | None:
    """The report that an anchor means now: the same id, or the one of its document and kind whose words overlap most."""
    if connection.execute(select(report.c.id).where(report.c.id == kept["id"])).first():
        return str(kept["id"])
    query = select(report.c.id, report.c.start, report.c.end, report.c.quote).where(
        report.c.document_id == kept["document"], report.c.kind == kept["kind"], report.c.start < kept["end"], report.c.end > kept["start"]
    )
    ranked = sorted(
        (row.quote != kept["quote"], -(min(row.end, kept["end"]) - max(row.start, kept["start"])), row.id)
        for row in connection.execute(query)
    )
    return str(ranked[0][2]) if ranked else None
