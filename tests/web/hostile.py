"""Strings that try to get out of where they are put, and a ledger that holds one in every field that a source can fill."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

from dragoman.records import Actor, Commitment, Document, Engagement, Event, Evidence, Participant, Place, Reading, Statement, Topic, When
from dragoman.records.acts import EventEvidence
from dragoman.records.reading import ReadingWarning

#: What would run, load or lead away.
CHARGES = [
    "<script>alert({n})</script>",
    "<img src=x onerror=alert({n})>",
    "<svg onload=alert({n})>",
    "<iframe srcdoc='<script>alert({n})</script>'></iframe>",
    "<a href=javascript:alert({n})>x</a>",
    "<style>@import 'http://evil.example/{n}'</style>",
    "<link rel=stylesheet href=http://evil.example/{n}>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/{n}'>",
    "<base href=http://evil.example/>",
    "<form action=http://evil.example/{n}><button autofocus>go</button></form>",
    "<details open ontoggle=alert({n})>",
    "<input autofocus onfocus=alert({n})>",
    "<object data='data:text/html,<script>alert({n})</script>'></object>",
    "<math><mtext></title><img src=x onerror=alert({n})>",
    "javascript:alert({n})",
    "{{{{ 7*{n} }}}}",
    "{{% include 'base.html' %}}",
    '=HYPERLINK("http://evil.example/{n}")',
    "'; DROP TABLE report; -- {n}",
    "\u202e\u2066{n}\u200b\u2028\ufeff",
    "../../../../etc/passwd%00{n}",
    "%0d%0aSet-Cookie: a={n}",
    "~{n}/..//?a#b&c;d",
    "\x00\x1b[31m{n}\x07",
    '<noscript><p title="</noscript><img src=x onerror=alert({n})>">',
]
#: What they break out of: text, attributes, comments, scripts, styles, titles, text areas, drawings.
EXITS = [
    "{}",
    '">{}',
    "'>{}",
    "-->{}",
    "</script>{}",
    "</style>{}",
    "</title>{}",
    "</textarea>{}",
    "]]>{}",
    "</svg>{}",
    '" {} x="',
    '\\"{}',
]


def strings(number: int) -> list[str]:
    """So many hostile strings, all different; any number of them has every charge before every exit."""
    pairs = sorted(product(range(len(CHARGES)), range(len(EXITS))), key=lambda pair: ((pair[1] + pair[0]) % len(EXITS), pair))
    return [EXITS[exit_].format(CHARGES[charge].format(n=n)) for n, (charge, exit_) in enumerate(pairs)][:number]


def reading(string: str, number: int) -> Reading:
    """A reading with the string in every field that comes from a text or a source, and around its quotations."""
    text = f"A {string} met B. B said {string} and promised it."
    day = dt.date(2025, 1, 1) + dt.timedelta(days=number)

    def at(words: str) -> Evidence:
        start = text.index(words)
        return Evidence.of(text, start, start + len(words))

    whole = at(text)
    inner = at(string)
    a: dict[str, Any] = {"kind": "person", "sector": string, "office": string, "as_written": string, "evidence": inner}
    one = Actor(id=f"KEN/{string}", name=string, country="KEN", **a)
    other = Actor(id=f"IGO/{string}/x", name=string, country=None, **a)
    both = (Participant(role="actor", actor=one), Participant(role="recipient", actor=other))
    when = When(text=string, start=day, end=day, precision="day", evidence=inner)
    place = Place(
        name=string, as_written=string, country="KEN", admin1=string, lat=1.0 + number % 40, lon=30.0, geonames_id=1, evidence=inner
    )
    topic = Topic(context="economic", instrument=string, conflict=string, label=string, evidence=inner)
    rest: dict[str, Any] = {"participants": both, "when": when, "place": place, "status": "future", "status_cue": inner, "topics": (topic,)}
    return Reading(
        document=Document.of(text, id=f"doc {number} {string}", title=string, publisher=string, url=string, published=day),
        engagements=(Engagement(id=f"en-{number}-{string}", medium="meeting", occasion=string, evidence=(whole, inner), **rest),),
        events=(
            Event(
                id=f"ev-{number}-{string}", type="CONSULT", mode=string, contexts=("economic",), cameo="040", quad=1, goldstein=1.0,
                intensity=1.0, confidence=0.5, evidence=EventEvidence(trigger=inner, clause=whole), **(rest | {"status": "occurred"}),
            ),
        ),
        statements=(
            Statement(id=f"st-{number}-{string}", speaker=one, addressee=other, stance="support", topic=topic, content=inner, cue=inner),
        ),
        commitments=(
            Commitment(
                id=f"co-{number}-{string}", kind="pledge", parties=(one,), counterparties=(other,), action=inner, topic=topic,
                deadline=when, condition=inner, evidence=(whole,),
            ),
        ),
        warnings=(ReadingWarning(code=string, message=string, evidence=inner),),
    )  # fmt: skip
