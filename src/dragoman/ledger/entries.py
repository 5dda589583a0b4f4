"""An entry: what the reports of one thing say together, where they disagree, and why they were taken together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from dragoman.ledger.features import SOURCES, actors, countries_in, days, form, main_evidence, party, rules, topics

SETTLED = ("occurred", "ongoing", "cancelled", "negated")  # what no longer depends on plans
DYADS = 12  # parties of a gathering that are paired with each other


@dataclass(frozen=True, slots=True)
class Member:
    """A report with what is needed of its document."""

    body: Mapping[str, Any]
    kind: str
    document: str
    title: str | None
    publisher: str | None
    url: str | None
    published: dt.date | None
    added: str
    original: str  # the document, or the first of the documents that it is a copy of

    @property
    def id(self) -> str:
        """The report's id."""
        return str(self.body["id"])

    @property
    def order(self) -> tuple[str, str, str]:
        """Earliest publication first, undated last."""
        return (self.published.isoformat() if self.published else "9999", self.document, self.id)


def lead(members: Iterable[Member]) -> Member:
    """The earliest report: the entry has its id."""
    return min(members, key=lambda m: m.order)


def build(found: Sequence[Member], merged: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The entry of a cluster, ready to be written down as JSON."""
    members = sorted(found, key=lambda m: m.order)
    first = members[0]
    start, end, basis = _days(members)
    return {
        "id": first.id,
        "kind": first.kind,
        "form": _most([form(m.kind, m.body) for m in members]),
        "status": _status(members),
        "when": {"start": _iso(start), "end": _iso(end), "basis": basis},
        "reported": _iso(first.published),
        "place": _place(members),
        "topics": _topics(members),
        "participants": _participants(members),
        "details": _details(first.kind, members),
        "cites": [_cite(m) for m in members],
        "sources": _sources(members),
        "disagreements": list(_disagreements(members)),
        "merged": list(merged),
    }


def _sources(members: Sequence[Member]) -> int:
    """How many publishers tell it in their own words: copies of one text count once."""
    firsts = {m.original: m for m in reversed(members)}
    return len({m.publisher or m.original for m in firsts.values()})


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _most(values: Sequence[Any]) -> Any:
    """The commonest value; of several, the one that came first."""
    counts = Counter(values)
    return max(counts, key=lambda v: (counts[v], -values.index(v)))


def _days(members: Sequence[Member]) -> tuple[dt.date | None, dt.date | None, str]:
    """The narrowest stated span, or the first day of publication."""
    found = [days(m.body, m.published) for m in members]
    spans = [(start, end) for start, end, basis in found if basis == "stated" and start and end]
    if spans:
        start, end = min(spans, key=lambda s: (s[1] - s[0], s[0]))
        return start, end, "stated"
    return next((f for f in found if f[2] == "published"), (None, None, "none"))


def _status(members: Sequence[Member]) -> str:
    """The latest report's status; what is settled isn't unsettled by a later mention of the plan."""
    statuses = [str(m.body["status"]) for m in members if "status" in m.body]
    if not statuses:
        return "occurred"
    return next((s for s in reversed(statuses) if s in SETTLED), statuses[-1])


def _place(members: Sequence[Member]) -> dict[str, Any] | None:
    places = [m.body["place"] for m in members if m.body.get("place")]
    best = max(places, key=lambda p: (p["unresolved"] is None, p["lat"] is not None, p["admin1"] is not None), default=None)
    return {name: best[name] for name in ("name", "country", "admin1", "lat", "lon", "geonames_id")} if best else None


def _topics(members: Sequence[Member]) -> list[dict[str, Any]]:
    found = {
        (t["instrument"] or t["conflict"] or t["context"]): {name: t[name] for name in ("context", "instrument", "conflict", "label")}
        for m in reversed(members)
        for t in topics(m.body)
    }
    return [found[key] for key in sorted(found)]


def _participants(members: Sequence[Member]) -> list[dict[str, Any]]:
    """Everybody named in any report, with the number of reports that name them."""
    roles: dict[str, list[str]] = {}
    known: dict[str, dict[str, Any]] = {}
    counts: Counter[str] = Counter()
    for member in members:
        for role, actor in actors(member.kind, member.body):
            key = str(actor["id"])
            roles.setdefault(key, []).append(role)
            kept = known.setdefault(key, {name: actor[name] for name in ("id", "name", "kind", "country", "sector", "office")})
            kept["office"] = kept["office"] or actor["office"]
            kept["party"] = party(actor)
        counts.update({str(a["id"]) for _, a in actors(member.kind, member.body)})
    return [{"role": _most(roles[key]), **known[key], "reports": counts[key]} for key in known]


def _details(kind: str, members: Sequence[Member]) -> dict[str, Any]:
    if kind == "event":
        best = max(members, key=lambda m: (m.body["confidence"], len(m.body["cameo"])))
        wanted = ("mode", "contexts", "cameo", "quad", "goldstein", "intensity", "confidence", "engagement")
        return {name: best.body[name] for name in wanted} | {"attribution": _attribution(members)}
    if kind == "statement":
        first = members[0].body
        return {"content": first["content"], "engagement": first["engagement"], "attribution": _attribution(members)}
    if kind == "commitment":
        body = members[0].body
        deadline = next((m.body["deadline"] for m in members if m.body["deadline"] and m.body["deadline"]["start"]), body["deadline"])
        condition = next((m.body["condition"] for m in members if m.body["condition"]), None)
        due = {"start": deadline["start"], "end": deadline["end"], "text": deadline["text"]} if deadline else None
        return {"action": body["action"], "deadline": due, "condition": condition, "attribution": _attribution(members)}
    return {"occasion": next((m.body["occasion"] for m in members if m.body["occasion"]), None)}


def _attribution(members: Sequence[Member]) -> list[str]:
    """Names of those who say so; empty where any document says it in its own voice."""
    if any(not m.body["attribution"] for m in members):
        return []
    return list(dict.fromkeys(a["speaker"]["name"] for m in members for a in m.body["attribution"]))


def _cite(member: Member) -> dict[str, Any]:
    evidence = main_evidence(member.kind, member.body)
    return {
        "report": member.id,
        "document": member.document,
        "title": member.title,
        "publisher": member.publisher,
        "url": member.url,
        "published": _iso(member.published),
        "start": evidence["start"],
        "end": evidence["end"],
        "quote": evidence["quote"],
    }


def _disagreements(members: Sequence[Member]) -> Iterable[dict[str, Any]]:
    """Fields on which reports differ in what they state (a report that is silent doesn't disagree)."""
    said: dict[str, dict[str, list[str]]] = {}

    def tell(field: str, value: Any, member: Member) -> None:
        if value is not None:
            said.setdefault(field, {}).setdefault(str(value), []).append(member.id)

    for m in members:
        body = m.body
        when = body.get("when")
        if when and when["start"] and when["start"] == when["end"]:
            tell("date", when["start"], m)
        place = body.get("place")
        if place and not place["unresolved"] and (place["admin1"] or place["lat"] is not None):
            tell("place", place["name"], m)
        if body.get("status") in SETTLED and m.kind in {"engagement", "event"}:
            tell("status", "cancelled" if body["status"] == "cancelled" else "occurred", m)
        if m.kind == "engagement":
            tell("medium", body["medium"], m)
        if m.kind == "event":
            tell("code", body["cameo"][:2], m)
        if m.kind == "commitment" and body["deadline"] and body["deadline"]["end"]:
            tell("deadline", body["deadline"]["end"], m)
    for field, values in said.items():
        if len(values) > 1:
            yield {"field": field, "values": [{"value": value, "reports": values[value]} for value in sorted(values)]}


def dyads(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The pairs of parties that an entry is about, each in order, and each party alone with ''.

    A commitment is also about the countries that its words name: to send an envoy to Ukraine is something between China and Ukraine.
    """
    sources: set[str] = set()
    targets: set[str] = set()
    for p in entry["participants"]:
        if p["party"] and p["role"] != "topic":
            (sources if p["role"] in SOURCES else targets).add(p["party"])
    everyone = sorted(sources | targets)[:DYADS]
    together = entry["kind"] in {"engagement", "commitment"} or entry["form"] in rules()["mutual_types"] or not (sources and targets)
    pairs = set(combinations(everyone, 2)) if together else set(product(sorted(sources)[:DYADS], sorted(targets)[:DYADS]))
    if entry["kind"] == "commitment":
        pairs |= set(product(everyone, sorted({c for c, _ in countries_in(entry["details"]["action"]["quote"])})[:DYADS]))
    return sorted({(min(a, b), max(a, b)) for a, b in pairs if a != b} | {(a, "") for a in everyone})
