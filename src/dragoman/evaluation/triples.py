"""Triples: who did what to whom, from the raw sentence.

The gold lists one triple a row in an older vocabulary of types (DEMAND, DISAPPROVE, INVESTIGATE, FIGHT), which
predictions are written in. Several rows may share a sentence: they are matched with its events in order of salience,
never by looking at the answer.

Scores (shares of rows): `source_country`, `target_country` (the set of codes is right; IGO and NGO stand for
organisations of several states, an empty set for none), `root` (the type), `triple` (all three).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from dragoman.reading import events
from dragoman.reading.events import Candidate
from dragoman.reading.parsed import Parsed, parse
from dragoman.records import Actor, Document, Event

_OLDER_CODES = {
    "JAP": "JPN",
    "ROM": "ROU",
    "ZAR": "COD",
    "TMP": "TLS",
    "PSE": "PSE",
    "YUG": "SRB",
    "SCG": "SRB",
    "CSK": "CZE",
    "DDR": "DEU",
    "SUN": "RUS",
    "BRD": "DEU",
}


def older_type(event: Event) -> str:
    """The name that the gold's vocabulary has for an event's type."""
    if event.type == "REQUEST":
        return "DEMAND"
    if event.type == "ACCUSE":
        return "INVESTIGATE" if event.cameo.startswith("09") else "DISAPPROVE"
    if event.type == "ASSAULT":
        return "FIGHT" if event.cameo.startswith(("19", "20")) else "ASSAULT"
    return event.type


def evaluate(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row."""
    used: dict[str, int] = defaultdict(int)
    hits: dict[str, int] = defaultdict(int)
    predictions = []
    for row in rows:
        parsed = parse(Document.of(row["text"]))
        acts = events.coded(parsed)
        rank = used[row["text"]]
        used[row["text"]] += 1
        predicted = write(parsed, *acts[min(rank, len(acts) - 1)]) if acts else {"type": None, "source": None, "target": None}
        predictions.append({"id": row["id"], "gold": row["gold"], "predicted": predicted})
        for key, right in score(row["gold"], predicted).items():
            hits[key] += right
    n = max(1, len(predictions))
    return {key: round(hits[key] / n, 4) for key in ("triple", "source_country", "target_country", "root")}, predictions


def write(parsed: Parsed, act: Candidate, event: Event) -> dict[str, Any]:
    """An event in the gold's terms: grammatical doers are sources, the others targets."""
    first = {a.evidence for m in act.sources for a in parsed.actors(m)}
    doers = [p.actor for p in event.participants if p.actor.evidence in first]
    others = [p.actor for p in event.participants if p.actor.evidence not in first]
    if event.participants and event.participants[0].role == "host":
        doers, others = others, doers
    return {"type": older_type(event), "source": [_actor(a) for a in doers] or None, "target": [_actor(a) for a in others] or None}


def _actor(actor: Actor) -> dict[str, Any]:
    return {"actorText": actor.as_written, "code": code(actor), "sector": actor.sector}


def code(actor: Actor) -> str:
    """ISO3, or IGO / NGO for an organisation of several states."""
    if actor.country:
        return actor.country
    if actor.id.startswith(("IGO/", "NGO/")):
        return actor.id.split("/")[0]
    return "NGO" if (actor.sector or "").startswith("NGO") else ""


def score(gold: dict[str, Any], predicted: dict[str, Any]) -> dict[str, bool]:
    """Which parts of a triple are right."""
    source = _codes(gold["source"]) == _codes(predicted["source"])
    target = _codes(gold["target"]) == _codes(predicted["target"])
    root = gold["type"] == predicted["type"]
    return {"source_country": source, "target_country": target, "root": root, "triple": source and target and root}


def _codes(actors: list[dict[str, Any]] | None) -> set[str]:
    found = [str(a["code"]) for a in actors or () if isinstance(a, dict) and a.get("code")]
    return {_OLDER_CODES.get(code_, code_) for code_ in found}
