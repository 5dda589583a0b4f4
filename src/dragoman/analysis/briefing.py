"""The brief of a pair: a cited aide-memoire of what lies between two parties, as data, Markdown or HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sqlalchemy import select

from dragoman.analysis.answers import bodies, cite, day_words, names, of_pair, scope
from dragoman.analysis.page import clean
from dragoman.analysis.promised import commitments
from dragoman.analysis.relations import relations
from dragoman.analysis.timeline import words
from dragoman.gazetteer.world import countries
from dragoman.ledger import Ledger
from dragoman.ledger.features import SOURCES
from dragoman.ledger.schema import dyad, entry

LATEST = 10  # engagements, and positions a topic: what fits on two pages
READ = 300  # statements and commitments looked at, the latest
STANCE = {
    "support": "supports", "oppose": "opposes", "request": "asks for", "commit": "commits to", "inform": "says",
    "thank": "thanks for", "regret": "regrets", "warn": "warns of",
}  # fmt: skip


def brief(ledger: Ledger, a: str, b: str, *, since: dt.date | None = None, on: dt.date | None = None) -> dict[str, Any]:
    """The brief as data: `engagements`, `positions` by topic, `commitments`, `relations`, `disagreements`, each with its citations.

    Args:
        ledger: the ledger.
        a: a country or organisation.
        b: another.
        since: first day.
        on: as of this day (today): what was published or took place later isn't in it.
    """
    today = on or dt.datetime.now(dt.UTC).date()
    one, other = scope(a), scope(b)
    met = _latest(ledger, "engagement", one, other, since, today)
    said = _latest(ledger, "statement", one, other, since, today)
    due = commitments(ledger, one, other, since=since, on=today)
    due_known = [row for row in due if (row["made"] or "") <= today.isoformat()][:READ]
    events = _latest(ledger, "event", one, other, since, today)
    return {
        "pair": [one, other],
        "names": [party_name(one), party_name(other)],
        "since": since.isoformat() if since else None,
        "as_of": today.isoformat(),
        "engagements": [_engagement(e) for e in met[:LATEST]],
        "positions": _positions(said),
        "commitments": due_known,
        "relations": list(relations(ledger, one, other, by="all", since=since, until=today)),
        "disagreements": [_disagreement(e, d) for e in [*met, *events] for d in e["disagreements"]],
        "documents": len({c["document"] for e in [*met, *said, *events] for c in e["cites"]}),
    }


def party_name(id_: str) -> str:
    """A country's name; an organisation by its id's last part."""
    return countries()[id_].name if id_ in countries() else id_.rpartition("/")[2].replace("-", " ").title() if "/" in id_ else id_


def _latest(ledger: Ledger, kind: str, a: str, b: str, since: dt.date | None, today: dt.date) -> list[dict[str, Any]]:
    """The entries that are read, by the index of pairs: the bodies of the others are never fetched."""
    query = of_pair(select(entry.c.body), a, b).where(dyad.c.kind == kind)
    query = query.where((entry.c.reported <= today.isoformat()) | entry.c.reported.is_(None))
    if since:
        query = query.where(entry.c.day_to >= since.isoformat())
    return bodies(ledger, query.order_by(dyad.c.day.desc().nulls_last(), entry.c.id).limit(READ))


def _engagement(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": body["id"],
        "when": body["when"],
        "medium": body["form"],
        "status": body["status"],
        "who": [p["name"] + (f" ({p['office']})" if p["office"] else "") for p in body["participants"]],
        "place": body["place"]["name"] if body["place"] else None,
        "occasion": body["details"]["occasion"],
        "topics": [t["label"] for t in body["topics"]],
        "words": words(body),
        "sources": body["sources"],
        "cites": body["cites"],
    }


def _positions(said: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What each side has said by topic, the latest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for body in said:
        speaker = next((p for p in body["participants"] if p["role"] in SOURCES), None)
        if speaker is None:
            continue
        topic = body["topics"][0]["label"] if body["topics"] else "other"
        position = {
            "id": body["id"],
            "side": speaker["party"],
            "speaker": speaker["name"],
            "stance": body["form"],
            "words": words(body),
            "attribution": body["details"]["attribution"],
            "when": body["when"],
            "cites": body["cites"],
        }
        found.setdefault(topic, []).append(position)
    return [
        {"topic": topic, "positions": rows[:LATEST]}
        for topic, rows in sorted(found.items(), key=lambda item: (item[0] == "other", -len(item[1]), item[0]))
    ]


def _disagreement(body: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    cites = {c["report"]: c for c in body["cites"]}
    values = [{"value": v["value"], "cites": [cites[r] for r in v["reports"] if r in cites]} for v in found["values"]]
    return {"id": body["id"], "what": f"{body['form']} of {', '.join(names(body)[:4])}", "field": found["field"], "values": values}


# -- as a page ----------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sources:
    """Citations by number, in the order in which they are first used."""

    numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)
    cites: list[Mapping[str, Any]] = field(default_factory=list)

    def of(self, cites: Sequence[Mapping[str, Any]]) -> list[int]:
        found = []
        for one in cites:
            key = (one["document"], one["start"], one["end"])
            if key not in self.numbers:
                self.cites.append(one)
                self.numbers[key] = len(self.cites)
            found.append(self.numbers[key])
        return found


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    quote: str | None
    sources: tuple[int, ...]


Section = tuple[str, list[_Line]]


def _sections(found: Mapping[str, Any]) -> tuple[list[Section], _Sources]:
    sources = _Sources()

    def line(text: str, quote: str | None, cites: Sequence[Mapping[str, Any]]) -> _Line:
        return _Line(clean(text), clean(quote) if quote else None, tuple(sources.of(cites)))

    sections: list[Section] = [("Relations", [_relation_line(row) for row in found["relations"]])]
    met = []
    for row in found["engagements"]:
        where = f", {row['place']}" if row["place"] else ""
        about = f" on {', '.join(row['topics'])}" if row["topics"] else ""
        occasion = f" ({row['occasion']})" if row["occasion"] else ""
        met.append(
            line(
                f"{day_words(row['when'])}: {row['medium']}, {row['status']}{where}{occasion}: {', '.join(row['who'])}{about}",
                row["words"],
                row["cites"],
            )
        )
    sections.append(("Latest engagements", met))
    for topic in found["positions"]:
        said = []
        for row in topic["positions"]:
            by = f", according to {', '.join(row['attribution'])}" if row["attribution"] else ""
            said.append(line(f"{row['speaker']} {STANCE[row['stance']]}{by} ({day_words(row['when'])})", row["words"], row["cites"]))
        sections.append((f"Positions: {topic['topic']}", said))
    for heading, wanted in (
        ("Open commitments", {"open", "unclear"}),
        ("Overdue or broken", {"overdue", "broken"}),
        ("Kept or replaced", {"fulfilled", "superseded"}),
    ):
        rows = [row for row in found["commitments"] if row["status"] in wanted]
        sections.append((heading, [_promise_line(row, line) for row in rows]))
    differing = []
    for row in found["disagreements"]:
        values = " or ".join(v["value"] for v in row["values"])
        differing.append(line(f"{row['what']}: {row['field']} is {values}", None, [c for v in row["values"] for c in v["cites"]]))
    sections.append(("Where sources differ", differing))
    return [(heading, lines) for heading, lines in sections if lines], sources


def _relation_line(row: Mapping[str, Any]) -> _Line:
    interval = f" (95 % interval {row['goldstein_low']:+.1f} to {row['goldstein_high']:+.1f})" if row["goldstein_low"] is not None else ""
    quads = ", ".join(
        f"{row[q]} {q.replace('_', ' ')}" for q in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    )
    return _Line(f"{row['events']} events: {quads}; mean Goldstein score {row['goldstein_mean']:+.1f}{interval}", None, ())


def _promise_line(row: Mapping[str, Any], line: Callable[..., _Line]) -> _Line:
    due = f", due {row['due']}" if row["due"] else ", no deadline"
    to = f" to {', '.join(row['counterparties'])}" if row["counterparties"] else ""
    later = "; ".join(f"{f['relation']} {f['day']}" for f in row["follow_ups"])
    status = row["status"] + (" late" if row["late"] else "") + (f" ({later})" if later else "")
    return line(f"{', '.join(row['parties'])}{to}{due}: {status}", row["action"], [*row["cites"], *(f["cite"] for f in row["follow_ups"])])


def markdown(found: Mapping[str, Any]) -> str:
    """The brief in Markdown, with numbered sources at its end."""
    sections, sources = _sections(found)
    since = f" since {found['since']}" if found["since"] else ""
    parts = [f"# {' and '.join(map(_marked, found['names']))}", f"As of {found['as_of']}{since}, from {found['documents']} documents."]
    for heading, lines in sections:
        shown = []
        for one in lines:
            quote = f": “{_marked(one.quote)}”" if one.quote else ""
            numbers = " " + " ".join(f"[^{n}]" for n in one.sources) if one.sources else ""
            shown.append(f"- {_marked(one.text)}{quote}{numbers}")
        parts.append(f"## {_marked(clean(heading))}\n\n" + "\n".join(shown))
    if not sections:
        parts.append("Nothing is known of the two.")
    notes = [
        f"[^{n}]: {_marked(clean(cite(c)))}" + (f" <{_address(c)}>" if _address(c) else "") for n, c in enumerate(sources.cites, start=1)
    ]
    return "\n\n".join(parts + (["\n".join(notes)] if notes else [])) + "\n"


_MARKS = str.maketrans({c: "\\" + c for c in "\\`*_[]<>#|~"})


def _marked(text: str) -> str:
    """Text (on one line already) that Markdown shows as it is."""
    return text.translate(_MARKS)


_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:46em;margin:2em auto;padding:0 1em;color:#1a1a1a;background:#fff}"
    "h1{font-size:1.6em}h2{font-size:1.1em;margin:1.6em 0 .4em;border-bottom:1px solid #bbb}q{color:#333}li{margin:.35em 0}"
    "sup a{text-decoration:none}ol{font-size:.88em}.about{color:#555}"
)


def html(found: Mapping[str, Any]) -> str:
    """The brief as one HTML page that needs nothing else."""
    sections, sources = _sections(found)
    title = escape(" and ".join(found["names"]))
    since = f" since {found['since']}" if found["since"] else ""
    body = [f"<h1>{title}</h1><p class=about>As of {escape(found['as_of'])}{escape(since)}, from {found['documents']} documents.</p>"]
    for heading, lines in sections:
        items = "".join(
            f"<li>{escape(one.text)}"
            + (f": <q>{escape(one.quote)}</q>" if one.quote else "")
            + "".join(f' <sup><a href="#s{n}">{n}</a></sup>' for n in one.sources)
            + "</li>"
            for one in lines
        )
        body.append(f"<h2>{escape(heading)}</h2><ul>{items}</ul>")
    if not sections:
        body.append("<p>Nothing is known of the two.</p>")
    items = "".join(f'<li id="s{n}">{_source(c)}</li>' for n, c in enumerate(sources.cites, start=1))
    body.append(f"<h2>Sources</h2><ol>{items}</ol>" if items else "")
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>'
    return f"{head}<body>{''.join(body)}</body></html>\n"


def _source(c: Mapping[str, Any]) -> str:
    words_ = f"{escape(cite(c))}: <q>{escape(clean(c['quote']))}</q>"
    return f'<a href="{escape(_address(c))}">{words_}</a>' if _address(c) else words_


def _address(c: Mapping[str, Any]) -> str:
    """The address of a source, if it is one of the web: it is somebody else's text (no `javascript:`, nothing that ends the link)."""
    url = str(c["url"] or "")
    return url if url.lower().startswith(("http://", "https://")) and not set(url) & set('<> \n\t"') else ""
