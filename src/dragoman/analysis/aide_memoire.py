"""The aide-memoire: a reading as a page of plain text that a desk officer could sign, every line of it with its words and where they stand.

Offsets are code points of the text, `[123–180]` for the half-open span 123 to 180. Nothing here decides anything: what isn't in the
record isn't on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dragoman.analysis.page import Page, clean
from dragoman.gazetteer.world import countries
from dragoman.records import (
    Actor,
    Attribution,
    Commitment,
    Engagement,
    Event,
    Evidence,
    Participant,
    Place,
    Reading,
    Statement,
    Topic,
    When,
)

MEDIUM = {"call": "Telephone call", "video": "Video call"}
STANCE: dict[str, str] = {  # where the text's own words for it don't stand as a verb: "his condemnation of", a speaker's label
    "support": "expressed support",
    "oppose": "expressed opposition",
    "request": "asked",
    "commit": "made a commitment",
    "inform": "said",
    "thank": "gave thanks",
    "regret": "expressed regret",
    "warn": "warned",
}
#: Cues that can be read after the speaker's name: "welcomed", "has also called for", "was quoted as saying"; "noting" after a comma.
#: Words are bounded (no English one is longer), so that a line of one letter costs no more than its length.
_VERB = re.compile(
    r"(?:(?:has|have|had|is|are|was|were|also|further|again|[a-z]{1,20}ly)\s)*(?:[a-z]{1,20}(?:ed|[^s]s)|[a-z]{0,20}(?:said|told|made|gave|spoke|wrote|took|"
    r"held|drew|put|set|laid|sought|began|read|swore|thought|felt|went))\b(?:\s\w+)*",
)
_PARTICIPLE = re.compile(r"(?:[a-z]{1,20}ly\s)?[a-z]{1,20}ing\b(?:\s\w+)*")
#: Cues after which the one spoken to stands as the object: "briefed X", and not "said to X".
_TELLING = re.compile(
    r"\b(?:advis|ask|assur|brief|congratulat|encourag|inform|invit|order|press|reassur|remind|request|tell|thank|told|updat|urg|warn)\w*$"
)
#: What leads on to the words: "briefed X on", "expressed gratitude to X for".
_LEADING_ON = (
    (re.compile(r"\b(?:brief|congratulat|updat)\w*$"), "on"),
    (re.compile(r"\b(?:ask\w*|press\w*|thank\w*|gratitude|appreciation|apolog\w+)$"), "for"),
    (re.compile(r"\b(?:condolences|regret|sympathy|concern)$"), "over"),
)
_OPENING, _CLOSING = '“"«„', '”"»'
ROLES_NAMED = {"host", "visitor", "mediator", "witness", "signatory", "addressee", "topic"}  # "actor" says no more than being listed
QUOTE = 240  # code points of a quotation that are shown; the offsets always give all of it


def render(reading: Reading, *, width: int = 80, colour: bool = False) -> str:
    """The aide-memoire of a reading.

    Args:
        reading: what was read.
        width: columns to wrap to (at least 40).
        colour: mark headings and offsets with ANSI codes, for a terminal.

    Returns:
        The page, with a newline at its end.
    """
    page = Page(width=max(40, width), colour=colour)
    _header(page, reading)
    _engagements(page, reading.engagements)
    _statements(page, "What was said", [s for s in reading.statements if s.stance not in {"request", "commit"}])
    _statements(page, "What was asked", [s for s in reading.statements if s.stance == "request"])
    _commitments(page, reading)
    _events(page, reading.events)
    _topics(page, reading)
    _warnings(page, reading)
    return page.text()


def brief(reading: Reading, *, width: int = 80, colour: bool = False) -> str:
    """A few lines on a reading: its title, each engagement that took place or will, each commitment, and how much else there is."""
    page = Page(width=max(40, width), colour=colour)
    published = f"{reading.document.published:%-d %b %Y}: " if reading.document.published else ""
    page.title(published + clean(reading.document.title or reading.document.id))
    for engagement in reading.engagements:
        when = f", {_dates(engagement.when)}" if engagement.when else ""
        page.field(
            "Engaged",
            f"{_medium(engagement)}, {engagement.status}{when}: {_short(engagement.participants)} {_where(engagement.evidence[0])}",
        )
    for commitment in reading.commitments:
        due = f" ({_due(commitment.deadline)})" if commitment.deadline else ""
        page.field("Promised", f"{', '.join(clean(a.name) for a in commitment.parties)}{due}: {quoted(commitment.action)}")
    counted = (("statement", reading.statements), ("event", reading.events), ("warning", reading.warnings))
    page.field("Also", ", ".join(f"{len(records)} {name}{'s' * (len(records) != 1)}" for name, records in counted))
    return page.text()


def quoted(evidence: Evidence) -> str:
    """The words and where they stand: “to finalise a trade agreement” [210–240]."""
    words = clean(evidence.quote)
    if len(words) > QUOTE:
        words = f"{words[: QUOTE - 40].rstrip()} … {words[-35:].lstrip()}"
    if words[:1] in _OPENING and words[-1:] in _CLOSING and len(words) > 1:
        words = words[1:-1]
    return f"“{words}” [{evidence.start}–{evidence.end}]"


def country_name(iso3: str | None) -> str | None:
    """A country's name in English; a code that the gazetteer lacks stays as it is."""
    return None if iso3 is None else countries()[iso3].name if iso3 in countries() else iso3


def actor_line(actor: Actor) -> str:
    """Name, office and country: "Marco Rubio, Secretary of State (United States)"."""
    office = f", {clean(actor.office)}" if actor.office and actor.kind == "person" else ""
    country = country_name(actor.country)
    where = f" ({country})" if country and country != actor.name else ""
    return f"{clean(actor.name)}{office}{where}"


def _header(page: Page, reading: Reading) -> None:
    document = reading.document
    page.title("AIDE-MEMOIRE")
    page.line(clean(document.title or "(no title)"))
    published = f"published {document.published:%-d %B %Y}" if document.published else "no date of publication"
    page.line(" · ".join(clean(part) for part in (document.publisher, published, document.url) if part))
    page.line(f"{document.id} · {document.n_chars:,} characters")


def _engagements(page: Page, engagements: Sequence[Engagement]) -> None:
    page.heading("Engagements")
    for number, engagement in enumerate(engagements, start=1):
        name = MEDIUM.get(engagement.medium, engagement.medium.capitalize())
        page.item(
            f"{number}.", f"{name}, {engagement.status}" + (f": {_short(engagement.participants)}" if engagement.participants else "")
        )
        for participant in engagement.participants:
            role = f"{participant.role}: " if participant.role in ROLES_NAMED else ""
            page.field("Who", f"{role}{actor_line(participant.actor)} {quoted(participant.actor.evidence)}")
        if engagement.when:
            page.field("When", _when(engagement.when))
        if engagement.place:
            page.field("Where", _place(engagement.place))
        if engagement.occasion:
            page.field("Occasion", clean(engagement.occasion))
        if engagement.topics:
            page.field("Topics", "; ".join(dict.fromkeys(clean(t.label) for t in engagement.topics)))
        if engagement.status_cue:
            page.field("Status", quoted(engagement.status_cue))
        for evidence in engagement.evidence:
            page.field("Source", quoted(evidence))
    if not engagements:
        page.line("None found.")


def _medium(engagement: Engagement) -> str:
    return MEDIUM.get(engagement.medium, engagement.medium.capitalize())


def _where(evidence: Evidence) -> str:
    return f"[{evidence.start}–{evidence.end}]"


def _short(participants: Sequence[Participant]) -> str:
    witnesses = [p for p in participants if p.role == "witness"]
    if witnesses and len(witnesses) < len(participants):
        return f"{_short([p for p in participants if p.role != 'witness'])} (witnessed by {_short_names(witnesses)})"
    return _short_names(participants)


def _short_names(participants: Sequence[Participant]) -> str:
    names = list(dict.fromkeys(clean(p.actor.name) for p in participants)) or ["nobody named"]
    shown = names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} more"]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _when(when: When) -> str:
    return f"{_dates(when)}: {quoted(when.evidence)}"


def _dates(when: When) -> str:
    if when.start is None or when.end is None:
        return f"not resolved ({clean(when.unresolved or 'no reason given')})"
    if when.start == when.end:
        return f"{when.start:%-d %B %Y}"
    return f"{when.start:%-d %B %Y} to {when.end:%-d %B %Y}"


def _due(when: When) -> str:
    return f"due by {when.end:%-d %B %Y}" if when.end else f"deadline {_dates(when)}"


def _place(place: Place) -> str:
    names = dict.fromkeys(clean(n) for n in (place.name, country_name(place.country)) if n)
    at = (
        f" ({abs(place.lat):.2f}°{'NS'[place.lat < 0]} {abs(place.lon):.2f}°{'EW'[place.lon < 0]})"
        if place.lat is not None and place.lon is not None
        else ""
    )
    why = f", not resolved ({clean(place.unresolved)})" if place.unresolved else ""
    return f"{', '.join(names)}{at}{why}: {quoted(place.evidence)}"


def _side(actor: Actor) -> str:
    return country_name(actor.country) or clean(actor.name)


def _statements(page: Page, heading: str, statements: Sequence[Statement]) -> None:
    """What was said, by side. What several said together (one content, one stance) is said once."""
    if not statements:
        return
    page.heading(heading)
    joint: dict[object, list[Statement]] = {}
    for statement in statements:
        joint.setdefault((statement.stance, statement.content, statement.attribution), []).append(statement)
    by_side: dict[str, list[list[Statement]]] = {}
    for group in joint.values():
        by_side.setdefault(" and ".join(dict.fromkeys(_side(s.speaker) for s in group)), []).append(group)
    for side, groups in by_side.items():
        page.line(side)
        for group in groups:
            page.item("-", _said(group))


def _said(together: Sequence[Statement]) -> str:
    first = together[0]
    speakers = " and ".join(dict.fromkeys(_speaker(s.speaker) for s in together))
    cue = _cue(first)
    about = f" (re {clean(first.topic.label)})" if first.topic and _telling(first) else ""
    return f"{speakers} {cue}{_to(first, cue)} {quoted(first.content)}{about}{_according(first.attribution)}"


def _cue(statement: Statement) -> str:
    """The text's own verb, so that the line reads as the text does; a participle ("noting") as the verb that it is of."""
    words = clean(statement.cue.quote)
    if _PARTICIPLE.fullmatch(words):
        return _finite(words)
    return words if _VERB.fullmatch(words) else STANCE[statement.stance]


_PAST = {"saying": "said", "telling": "told", "making": "made", "giving": "gave", "speaking": "spoke", "writing": "wrote", "taking": "took"}


def _finite(participle: str) -> str:
    """ "noting" as "noted", "strongly condemning" as "strongly condemned"."""
    words = participle.split()
    at = next(i for i, word in enumerate(words) if word.endswith("ing"))
    stem = words[at].removesuffix("ing")
    if words[at] in _PAST:
        words[at] = _PAST[words[at]]
    elif stem.endswith("y") and stem[-2:-1] not in "aeiou":
        words[at] = f"{stem[:-1]}ied"
    else:
        words[at] = f"{stem}d" if stem.endswith("e") else f"{stem}ed"
    return " ".join(words)


def _to(statement: Statement, cue: str) -> str:
    """Whom it was said to, where the words said don't name them, and the word that leads on: "briefed X on", "said to X:"."""
    whom = statement.addressee
    if whom is None or statement.content.start <= whom.evidence.start < statement.content.end:
        return ""
    told = f" {clean(whom.name)}" if _TELLING.search(cue) else f" to {clean(whom.name)}"
    if _TELLING.search(cue) and statement.content.quote.startswith("to "):
        return told  # "urged X “to withdraw”"
    link = next((word for ending, word in _LEADING_ON if ending.search(cue)), "")
    return f"{told} {link}" if link else f"{told}:"


def _telling(statement: Statement) -> bool:
    """Whether a topic says more than a broad field and than the words: an instrument or conflict that they don't name in full."""
    topic = statement.topic
    named = topic is not None and bool(topic.instrument or topic.conflict)
    return named and topic is not None and topic.label.lower() not in statement.content.quote.lower()


def _speaker(actor: Actor) -> str:
    return clean(actor.name) + (f" ({clean(actor.office)})" if actor.office and actor.kind == "person" else "")


def _according(attribution: Sequence[Attribution]) -> str:
    return "".join(f"; according to {clean(a.speaker.name)} {quoted(a.cue)}" for a in attribution)


def _commitments(page: Page, reading: Reading) -> None:
    promised = [s for s in reading.statements if s.stance == "commit"]
    if not reading.commitments and not promised:
        return
    page.heading("Commitments")
    for number, commitment in enumerate(reading.commitments, start=1):
        _commitment(page, number, commitment)
    covered = [c.action for c in reading.commitments]
    for statement in promised:
        if not any(a.start < statement.content.end and statement.content.start < a.end for a in covered):
            page.item("-", _said([statement]))


def _commitment(page: Page, number: int, commitment: Commitment) -> None:
    due = f", {_due(commitment.deadline)}" if commitment.deadline else ", no deadline"
    page.item(f"{number}.", f"{commitment.kind.capitalize()}, {commitment.status}{due}")
    page.field("Who", "; ".join(map(actor_line, commitment.parties)))
    if commitment.counterparties:
        page.field("To", "; ".join(map(actor_line, commitment.counterparties)))
    page.field("Action", quoted(commitment.action))
    if commitment.deadline:
        page.field("Deadline", quoted(commitment.deadline.evidence))
    if commitment.condition:
        page.field("If", quoted(commitment.condition))
    if commitment.topic:
        page.field("Topic", clean(commitment.topic.label))
    if commitment.attribution:
        page.field("Source", _according(commitment.attribution).removeprefix("; "))


def _events(page: Page, events: Sequence[Event]) -> None:
    if not events:
        return
    page.heading("Events coded")
    page.table(
        ("PLOVER", "CAMEO", "Gold.", "Status", "Who", "To whom", "Words"),
        [
            (
                event.type + (f"/{event.mode}" if event.mode else ""),
                event.cameo,
                f"{event.goldstein:+.1f}",
                event.status,
                _names(event.participants, event, acting=True),
                _names(event.participants, event, acting=False),
                quoted(event.evidence.trigger),
            )
            for event in events
        ],
    )


_ACTING = {"actor", "visitor", "signatory", "mediator"}


def _names(participants: Iterable[Participant], event: Event, *, acting: bool) -> str:
    names = [_abbreviated(p.actor) for p in participants if (p.role in _ACTING) == acting]
    said_by = [f"says {name}" for a in event.attribution[:1] if acting and (name := _abbreviated(a.speaker)) not in names]
    return ", ".join(dict.fromkeys([*names, *said_by])) or "–"


def _abbreviated(actor: Actor) -> str:
    code = f" {actor.country}" if actor.country and actor.kind != "state" else ""
    return (actor.country or clean(actor.name)) if actor.kind == "state" else f"{clean(actor.name)}{code}"


def _topics(page: Page, reading: Reading) -> None:
    found: dict[str, list[Evidence]] = {}
    for topic in _every_topic(reading):
        found.setdefault(clean(topic.label), []).extend([topic.evidence] if topic.evidence else [])
    if found:
        page.heading("Topics")
    for label, evidence in found.items():
        page.item("-", ": ".join([label, *(["; ".join(dict.fromkeys(map(quoted, evidence[:3])))] if evidence else [])]))


def _every_topic(reading: Reading) -> Iterator[Topic]:
    for engagement in reading.engagements:
        yield from engagement.topics
    for event in reading.events:
        yield from event.topics
    yield from (s.topic for s in reading.statements if s.topic)
    yield from (c.topic for c in reading.commitments if c.topic)


def _warnings(page: Page, reading: Reading) -> None:
    if reading.warnings:
        page.heading("Warnings")
    for warning in reading.warnings:
        page.item("!", f"{warning.code}: {clean(warning.message)}" + (f" {quoted(warning.evidence)}" if warning.evidence else ""))
