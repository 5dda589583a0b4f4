"""/map: where it happened."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from sqlalchemy import select
from starlette.responses import HTMLResponse

from dragoman.ledger.schema import entry
from dragoman.web import atlas, questions
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.drawing import picture, tag
from dragoman.web.lines import actor_address, party_name
from dragoman.web.pages import shown
from dragoman.web.wording import many, when_words

router = APIRouter(include_in_schema=False)
LOOKED_AT = 5000  # records, the latest
PLACES = 120  # shown; the table would be no overview with more
YEARS = 12


@router.get("/map")
def world(desk: TheDesk, year: str = "", kind: str = "") -> HTMLResponse:
    """Places of engagements and events, and how much each country is in."""
    span = year if year.isdecimal() and len(year) == 4 else ""
    kinds = (kind,) if kind in {"engagement", "event"} else ("engagement", "event")
    found = desk.kept(("map", span, kinds), lambda: _world(desk, span, kinds))
    return shown("map.html", here="/map", year=span, kind=kind if len(kinds) == 1 else "", **found)


def _world(desk: Desk, year: str, kinds: tuple[str, ...]) -> dict[str, Any]:
    query = select(entry.c.body).where(entry.c.kind.in_(kinds))
    if year:
        query = query.where(entry.c.day_from >= f"{year}-01-01", entry.c.day_from <= f"{year}-12-31")
    bodies = questions.latest(desk.ledger, query, LOOKED_AT)
    places: dict[tuple[str, float, float], list[dict[str, Any]]] = defaultdict(list)
    countries: dict[str, int] = defaultdict(int)
    for body in bodies:
        for party in {p["party"] for p in body["participants"] if p["party"] and p["role"] != "topic"}:
            countries[party] += 1
        place = body["place"]
        if place and place["lat"] is not None and place["lon"] is not None:
            places[(place["name"], place["lat"], place["lon"])].append(body)
    rows = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))[:PLACES]
    listed = [
        {
            "anchor": f"place-{number}",
            "name": name,
            "country": party_name(here[0]["place"]["country"]) if here[0]["place"]["country"] else "",
            "lat": lat,
            "lon": lon,
            "records": len(here),
            "last": when_words(here[0]["when"]),
        }
        for number, ((name, lat, lon), here) in enumerate(rows, start=1)
    ]
    return {
        "picture": _picture(listed, countries),
        "places": listed,
        "looked_at": len(bodies),
        "most": LOOKED_AT,
        "years": sorted({*questions.years(desk.ledger, YEARS), *([year] if year else [])}, reverse=True),
    }


def _picture(places: list[dict[str, Any]], countries: dict[str, int]) -> Markup:
    top = max(countries.values(), default=1)
    parts = [tag("path", d=atlas.graticule(), class_="graticule")]
    for iso3, path in atlas.outlines().items():
        number = countries.get(iso3, 0)
        level = (
            min(4, 1 + int(4 * math.log1p(number) / math.log1p(top))) if number else 0
        )  # by orders: one country is often in most records
        land = tag("path", d=path, class_=f"land l{level}")
        if number:
            words = f"{party_name(iso3)}: {many(number, 'record')}"
            land = tag("a", tag("title", words) + land, href=actor_address(iso3), aria_label=words)
        parts.append(land)
    for row in reversed(places):
        x, y = atlas.project(row["lat"], row["lon"])
        words = f"{row['name']}: {many(row['records'], 'record')}"
        dot = tag("circle", cx=x, cy=y, r=_radius(row), class_="place")
        parts.append(tag("a", tag("title", words) + dot, href=f"#{row['anchor']}", aria_label=words))
    for row in _apart(places):
        x, y = atlas.project(row["lat"], row["lon"])
        parts.append(tag("text", row["name"], x=x + _radius(row) + 3, y=y + 4, class_="town"))
    return picture(parts, atlas.WIDTH, atlas.HEIGHT, "World map of the places named in the record", "map", role="group")


def _radius(row: dict[str, Any]) -> float:
    return min(2.5 + 1.5 * math.sqrt(row["records"]), 16.0)


def _apart(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The busiest places whose names don't run into each other."""
    kept: list[tuple[float, float, float]] = []
    named: list[dict[str, Any]] = []
    for row in places:
        x, y = atlas.project(row["lat"], row["lon"])
        x += _radius(row) - 4
        width = 7.0 * len(row["name"])
        if len(named) < 20 and all(abs(y - other) > 13 or x > end + 4 or x + width < start for start, end, other in kept):
            kept.append((x - 8, x + width, y))
            named.append(row)
    return named
