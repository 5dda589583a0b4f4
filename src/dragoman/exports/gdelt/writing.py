"""Events and mentions for programs made for GDELT 2.0: tabs, no header, 61 and 16 columns."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

from dragoman import codebook
from dragoman.exports.coded import COUNTED, Coded, coded, day_of, sides
from dragoman.exports.gdelt.columns import EVENTS, MENTIONS
from dragoman.exports.merged import ALONE, Merged
from dragoman.exports.parts import Frame, Part
from dragoman.gazetteer.places import unit_names
from dragoman.gazetteer.world import countries
from dragoman.records import Actor, Document, Event, Place, Reading

EVENTS_FILE, MENTIONS_FILE = "dragoman.export.CSV", "dragoman.mentions.CSV"
LEAD = 600  # code points: about what a lead paragraph holds
_BLANK = str.maketrans("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " " * 11)  # the format quotes nothing
Values = dict[str, object]


FRAMES = {EVENTS_FILE: Frame(), MENTIONS_FILE: Frame()}


def part(readings: Iterable[Reading], merged: Merged = ALONE) -> Part:
    """The rows of some readings for both files, counted as `events` and `mentions`, and what was left out by the reason."""
    left_out: Counter[str] = Counter()
    mentions: list[str] = []

    def passed() -> Iterable[Reading]:
        """The readings; the mentions are made on the way, for they follow the documents and not the events."""
        for reading in readings:
            for event in reading.events:
                when = day_of(event, reading.document)
                if merged.of(event).fields.get("status", event.status) in COUNTED and when:
                    mentions.append(_line(_mention(event, reading.document, when, merged), MENTIONS))
            yield reading

    events = [_line(_event(found), EVENTS) for found in coded(passed(), left_out, merged)]
    counts = Counter({"events": len(events), "mentions": len(mentions)}) + Counter({f"left out: {why}": n for why, n in left_out.items()})
    return Part({EVENTS_FILE: "".join(events).encode(), MENTIONS_FILE: "".join(mentions).encode()}, counts)


def number(id_: str) -> int:
    """The GLOBALEVENTID of an event: 53 bits, which R and spreadsheets keep exact."""
    return int.from_bytes(hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 11


def _line(values: Values, columns: Iterable[str]) -> str:
    cells = (values.get(column) for column in columns)
    return "\t".join(["" if c is None else c.translate(_BLANK) if isinstance(c, str) else repr(c) for c in cells]) + "\n"


def _event(found: Coded) -> Values:
    event, day = found.event, found.day
    return {
        "GLOBALEVENTID": number(found.standing.id),
        "SQLDATE": f"{day.year:04}{day.month:02}{day.day:02}",
        "MonthYear": f"{day.year:04}{day.month:02}",
        "Year": f"{day.year:04}",
        "FractionDate": f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}",
        **_actor("Actor1", found.source),
        **_actor("Actor2", found.target),
        "IsRootEvent": int(event.evidence.clause.start < LEAD),
        "EventCode": event.cameo,
        "EventBaseCode": event.cameo[:3],
        "EventRootCode": event.cameo[:2],
        "QuadClass": event.quad,
        "GoldsteinScale": event.goldstein,
        "NumMentions": found.standing.reports,
        "NumSources": found.standing.sources,
        "NumArticles": found.standing.reports,
        "Actor1Geo_Type": 0,
        "Actor2Geo_Type": 0,
        **_place(event.place),
        "DATEADDED": _added(found.standing.added, found.document, day),
        "SOURCEURL": found.document.url or found.document.id,
    }


def _actor(name: str, actor: Actor | None) -> Values:
    if actor is None:
        return {}
    country, role = cameo_country(actor.country), cameo_role(actor.sector) if actor.kind != "state" else None
    return {
        f"{name}Code": (country or "") + (role or "") or None,
        f"{name}Name": actor.name.upper(),
        f"{name}CountryCode": country,
        f"{name}Type1Code": role,
    }


@cache
def cameo_country(iso3: str | None) -> str | None:
    """CAMEO's code of a country; its parts that CAMEO knows apart (Gaza, the West Bank) never come back."""
    renamed = {"ROU": "ROM", "TLS": "TMP"}
    return renamed.get(iso3, iso3) if iso3 else None


@cache
def cameo_role(sector: str | None) -> str | None:
    """CAMEO's role for a PLOVER sector: the same three letters where CAMEO means the same by them."""
    fitting = [code for code, meant in codebook.cameo_actors("role").items() if meant and meant == sector]
    return sector if sector in fitting else next(iter(fitting), None)


def _place(place: Place | None) -> Values:
    country = countries().get(place.country) if place and place.country else None
    if place is None or place.unresolved or (country is None and place.lat is None):
        return {"ActionGeo_Type": 0}
    name, fips = (country.name, country.fips) if country else (None, None)  # the high seas have no country, and two territories no code
    inside = unit_names().get(place.admin1 or "")
    parts = dict.fromkeys(part for part in (place.name, inside, name) if part)
    whole, unit = place.name == name, place.name == inside
    kind = 1 if whole else (2 if unit else 3) if place.country == "USA" else (5 if unit else 4)
    return {
        "ActionGeo_Type": kind,
        "ActionGeo_FullName": ", ".join(parts),
        "ActionGeo_CountryCode": fips,
        "ActionGeo_ADM1Code": fips if whole else None,
        "ActionGeo_Lat": place.lat,
        "ActionGeo_Long": place.lon,
        "ActionGeo_FeatureID": fips if whole else None,
    }


def _added(added: str | None, document: Document, day: dt.date) -> str:
    if added:
        return "".join(c for c in added[:19] if c.isdigit())
    known = document.published or day
    return f"{known.year:04}{known.month:02}{known.day:02}000000"


def _mention(event: Event, document: Document, day: dt.date, merged: Merged) -> Values:
    standing = merged.of(event)
    source, target = sides(event)
    published = document.published or day
    return {
        "GLOBALEVENTID": number(standing.id),
        "EventTimeDate": _added(standing.added, document, day),
        "MentionTimeDate": _added(None, document, published),
        "MentionType": 1 if document.url else 2,
        "MentionSourceName": document.publisher or (urlsplit(document.url).hostname if document.url else None) or document.id,
        "MentionIdentifier": document.url or document.id,
        "Actor1CharOffset": source.evidence.start if source else -1,
        "Actor2CharOffset": target.evidence.start if target else -1,
        "ActionCharOffset": event.evidence.trigger.start,
        "InRawText": 1,
        "Confidence": max(10, round(event.confidence * 10) * 10),
        "MentionDocLen": document.n_chars,
    }
