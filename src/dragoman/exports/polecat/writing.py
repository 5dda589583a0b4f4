"""Events for programs made for POLECAT: tabs, a header, 40 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version

from dragoman.exports.coded import Coded, coded
from dragoman.exports.merged import ALONE, Act, Merged
from dragoman.exports.parts import Frame, Part
from dragoman.exports.polecat.columns import COLUMNS, QUADS
from dragoman.exports.rows import everybody
from dragoman.gazetteer.places import unit_names
from dragoman.gazetteer.world import countries
from dragoman.records import Actor, Engagement, Event, Place, Reading

_BLANK = str.maketrans("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " " * 11)
_ORGANISED = {"organisation", "company", "armed_group"}
Values = dict[str, object]


FRAMES = {"": Frame(("\t".join(COLUMNS) + "\n").encode())}


def part(readings: Iterable[Reading], merged: Merged = ALONE) -> Part:
    """The rows of some readings, counted as `events`, and what was left out by the reason."""
    left_out: Counter[str] = Counter()
    rows = [_line(_event(found)) for found in coded(readings, left_out, merged)]
    return Part({"": "".join(rows).encode()}, Counter(events=len(rows)) + Counter({f"left out: {why}": n for why, n in left_out.items()}))


def _line(values: Values) -> str:
    cells = (values.get(column) for column in COLUMNS)
    return "\t".join(["" if c is None else str(c).translate(_BLANK) for c in cells]) + "\n"


@cache
def _made_by() -> str:
    return f"dragoman {version('dragoman')}"


def _event(found: Coded) -> Values:
    event, document = found.event, found.document
    return {
        "Event ID": found.standing.id,
        "Event Date": found.day.isoformat(),
        "Event Type": event.type,
        "Event Mode": event.mode,
        "Intensity": event.intensity,
        "Quad Code": QUADS[event.quad],
        "Contexts": _several([*event.contexts, *(t.context for t in event.topics)]),
        **_side("Actor", found.source),
        **_side("Recipient", found.target),
        **_place(event.place),
        **_story(found.reading),
        "Source": document.publisher,
        "Publication Date": document.published.isoformat() if document.published else None,
        "Language": document.language,
        "Version": _made_by(),
    }


def _several(values: Iterable[str]) -> str:
    """Values in one cell; a semicolon inside one would make two of it."""
    return ";".join(dict.fromkeys(value.replace(";", ",") for value in values))


def _side(name: str, actor: Actor | None) -> Values:
    if actor is None:
        return {}
    country = countries().get(actor.country or "")
    return {
        f"{name} Name": actor.name,
        f"{name} Country": actor.country,
        f"{name} COW": country.cow if country else None,
        f"Primary {name} Sector": actor.sector,
        f"{name} Sectors": actor.sector,
        f"{name} Title": actor.office,
        f"{name} Name Raw": actor.as_written,
    }


def _place(place: Place | None) -> Values:
    if place is None or place.unresolved:
        return {"Raw Placename": place.as_written if place else None}
    country = countries().get(place.country or "")
    province = unit_names().get(place.admin1 or "", place.admin1)
    return {
        "Placename": place.name,
        "City": place.name if place.name not in {province, country.name if country else None} else None,
        "Province": province,
        "Country": place.country,
        "Latitude": place.lat,
        "Longitude": place.lon,
        "GeoNames ID": place.geonames_id,
        "Raw Placename": place.as_written,
    }


def _story(reading: Reading) -> Values:
    records: list[Act] = [*reading.engagements, *reading.events, *reading.statements, *reading.commitments]
    actors = [actor for record in records for _, actor in everybody(record)]
    places = [r.place.name for r in records if isinstance(r, (Engagement, Event)) and r.place]
    return {
        "Story People": _several(a.name for a in actors if a.kind == "person"),
        "Story Organizations": _several(a.name for a in actors if a.kind in _ORGANISED),
        "Story Locations": _several(places),
    }
