"""From what a reviewer chose (a code, a name, a day, words of the text) to a value of the record, with its evidence.

What is chosen anew needs words: either the reviewer marks them, or the record had words for it already.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.gazetteer import places
from dragoman.gazetteer.names import Name, matcher
from dragoman.gazetteer.world import countries
from dragoman.ledger.features import actors as actors_of
from dragoman.ledger.review.fields import Body, Field, Sort, choices
from dragoman.records.errors import UsageError

LONGEST = 300  # characters of a free text such as an occasion
MOST = 40  # participants or topics of one record
Span = Mapping[str, Any]
_KINDS = {
    "state": "state",
    "person": "person",
    "organisation": "organisation",
    "body": "organisation",
    "subnational": "subnational",
    "armed_group": "armed_group",
    "company": "company",
    "ethnic": "people",
}


@dataclass(frozen=True, slots=True)
class Chooser:
    """Makes values for one report.

    Attributes:
        kind: of the record.
        body: the record as it stands.
        text: of its document.
        known: actors of the document by id.
    """

    kind: str
    body: Body
    text: str
    known: Mapping[str, Any]

    def value(self, field: Field, chosen: Any, span: Span | None) -> Any:
        """The value of a field.

        Raises:
            UsageError: the choice isn't one, or words are missing.
        """
        if chosen in (None, "", [], {}) and not (field.sort == "span" and span):
            if field.needed:
                raise UsageError(f"{field.label.lower()} can't be empty: reject the record where nothing fits")
            return [] if field.sort in {"actors", "participants", "topics"} else None
        return _MAKERS[field.sort](self, field, chosen, span)

    # -- one sort each --------------------------------------------------------------------------------------------------------------

    def _choice(self, field: Field, chosen: Any, _span: Span | None) -> str:
        allowed = choices(field.name, self.body)
        if chosen not in allowed:
            raise UsageError(f"{field.label.lower()} is one of {', '.join(list(allowed)[:40])}")
        return str(chosen)

    def _text(self, field: Field, chosen: Any, _span: Span | None) -> str:
        if not isinstance(chosen, str) or len(chosen) > LONGEST:
            raise UsageError(f"{field.label.lower()} takes at most {LONGEST} characters")
        return chosen

    def _span(self, field: Field, _chosen: Any, span: Span | None) -> Span:
        if span is None:
            raise UsageError(f"mark the words of the text that are the {field.label.lower()}")
        return span

    def _when(self, field: Field, chosen: Any, span: Span | None) -> dict[str, Any]:
        days = str(chosen).split("/")
        try:
            first, last = dt.date.fromisoformat(days[0]), dt.date.fromisoformat(days[-1])
        except ValueError:
            raise UsageError("a date is YYYY-MM-DD, a period YYYY-MM-DD/YYYY-MM-DD") from None
        if len(days) > 2 or last < first:
            raise UsageError("a period has a first and a last day, in that order")
        words = self._words(field, span)
        precision = "day" if first == last else "range"
        dates = {"start": first.isoformat(), "end": last.isoformat(), "precision": precision}
        return {"text": words["quote"], **dates, "evidence": words, "unresolved": None}

    def _place(self, field: Field, chosen: Any, span: Span | None) -> dict[str, Any]:
        had = self.body.get(field.name)
        name = str(chosen).strip()
        words = self._words(field, span)
        if had and name == had["name"]:
            return {**had, "as_written": words["quote"], "evidence": words}
        found = places.resolve(name) or places.resolve(name.rsplit(",", 1)[0])
        if found is None:
            raise UsageError("no place of this name is known: give it as a gazetteer does (Nairobi)")
        where = {"name": found.name, "country": found.country, "admin1": found.admin1, "lat": found.lat, "lon": found.lon}
        return {**where, "as_written": words["quote"], "geonames_id": found.geonames_id, "evidence": words, "unresolved": None}

    def _actor(self, _field: Field, chosen: Any, span: Span | None) -> dict[str, Any]:
        had = self.known.get(str(chosen)) or next((a for a in self.known.values() if a["name"] == chosen), None)
        if had is not None:
            return {**had, "as_written": span["quote"], "evidence": span} if span else dict(had)
        if span is None:
            raise UsageError("the document's record doesn't have this actor: mark the words that name it")
        return _new_actor(str(chosen).strip(), span)

    def _actors(self, field: Field, chosen: Any, span: Span | None) -> list[dict[str, Any]]:
        return [self._actor(field, one, _for(one, span, self.known)) for one in _few(chosen)]

    def _participants(self, field: Field, chosen: Any, span: Span | None) -> list[dict[str, Any]]:
        found = []
        for one in _few(chosen):
            role, _, who = str(one).partition(" ")
            if role not in choices("role") or not who:
                raise UsageError(f"a participant is a role and an actor (actor KEN); roles: {', '.join(choices('role'))}")
            found.append({"role": role, "actor": self._actor(field, who, _for(who, span, self.known))})
        return found

    def _topic(self, _field: Field, chosen: Any, span: Span | None) -> dict[str, Any]:
        if chosen not in choices("context"):
            raise UsageError("a topic is one of the codebook's contexts")
        had = self.body.get("topics") or [self.body.get("topic")]
        kept = next((t for t in had if t and t["context"] == chosen), None)
        fresh = {"context": chosen, "instrument": None, "conflict": None, "label": choices("context")[chosen], "evidence": None}
        return {**(kept or fresh), **({"evidence": span} if span else {})}

    def _topics(self, field: Field, chosen: Any, span: Span | None) -> list[dict[str, Any]]:
        wanted = list(dict.fromkeys(map(str, _few(chosen))))
        had = [t for t in self.body.get("topics") or () if t["context"] in wanted]  # one context may have several named acts
        kept = {t["context"] for t in had}
        return had + [self._topic(field, one, span) for one in wanted if one not in kept]

    def _words(self, field: Field, span: Span | None) -> Span:
        had = self.body.get(field.name)
        if span is None and not had:
            raise UsageError(f"mark the words that say {field.label.lower()}: nothing is recorded without them")
        return span or dict((had or {})["evidence"])


_MAKERS: dict[Sort, Callable[[Chooser, Field, Any, Span | None], Any]] = {
    "choice": Chooser._choice,
    "text": Chooser._text,
    "span": Chooser._span,
    "when": Chooser._when,
    "place": Chooser._place,
    "actor": Chooser._actor,
    "actors": Chooser._actors,
    "participants": Chooser._participants,
    "topic": Chooser._topic,
    "topics": Chooser._topics,
}


def span_of(text: str, start: int, end: int, quote: str | None = None) -> dict[str, Any]:
    """The words of a text that a reviewer marked; white space at their edges isn't meant.

    Raises:
        UsageError: they aren't in the text, or aren't the words that the reviewer saw.
    """
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise UsageError(f"the words lie from 0 to {len(text)} characters of the text, and aren't empty")
    if quote is not None and quote.strip() != text[start:end].strip():
        raise UsageError("the marked words aren't those of the text: load the page anew")
    held = text[start:end]
    start, end = start + len(held) - len(held.lstrip()), end - len(held) + len(held.rstrip())
    return {"start": start, "end": end, "quote": text[start:end]}


def find_words(text: str, words: str, near: int = 0) -> dict[str, Any]:
    """Words typed by a reviewer, where they stand nearest to `near`; any white space may stand between them.

    Raises:
        UsageError: the text doesn't have them.
    """
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    found = [m.span() for m in re.finditer(pattern, text)] if pattern else []
    if not found:
        raise UsageError("the text doesn't have these words: write them exactly as it does")
    start, end = min(found, key=lambda at: abs(at[0] - near))
    return span_of(text, start, end)


def known_actors(reports: Iterable[tuple[str, Body]]) -> dict[str, Any]:
    """Every actor of a document's records by id, as first named."""
    found: dict[str, Any] = {}
    for kind, body in reports:
        for _, actor in actors_of(kind, body):
            found.setdefault(str(actor["id"]), actor)
    return found


def _few(chosen: Any) -> Sequence[Any]:
    if not isinstance(chosen, list) or len(chosen) > MOST:
        raise UsageError(f"give a list of at most {MOST}")
    return chosen


def _for(who: Any, span: Span | None, known: Mapping[str, Any]) -> Span | None:
    """Marked words name the actor that is new; the others keep their own."""
    return None if str(who) in known or any(a["name"] == who for a in known.values()) else span


def _new_actor(name: str, span: Span) -> dict[str, Any]:
    """An actor that the document's record lacks: by code or by a name of the gazetteer, else by the marked words alone."""
    found = _named(name) or _named(span["quote"])
    if found is None:
        raise UsageError("no actor of this name is known: give a country's code (KEN) or a name as the gazetteer has it")
    return {
        "id": found.id,
        "name": found.name,
        "kind": _KINDS[found.kind],
        "country": found.country,
        "sector": found.sector,
        "office": None,
        "as_written": span["quote"],
        "evidence": span,
        "reports_to": None,
    }


def _named(name: str) -> Name | None:
    if name in countries():
        return Name("state", name, countries()[name].name, name)
    whole = [hit for hit in matcher().find(name) if hit.start == 0 and hit.end == len(name)]
    fitting = [n for hit in whole for n in hit.names if n.kind in _KINDS]
    return min(
        fitting, key=lambda n: n.country is None, default=None
    )  # a person is somebody of a country before being an office holder elsewhere
