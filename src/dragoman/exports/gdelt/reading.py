"""GDELT 2.0 events as readings without text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from dragoman import codebook
from dragoman.exports.gdelt.columns import EVENTS, MENTIONS
from dragoman.exports.textless import NOWHERE, Row, RowError, actor, attempt, by_fips, day, decimal, participants, reading
from dragoman.gazetteer.world import countries
from dragoman.records import Actor, Place, Reading
from dragoman.records.errors import SourceError
from dragoman.sources import decoding

UNIT = {"2", "5"}  # ActionGeo_Type of first-level units


def read(stream: BinaryIO, where: str) -> Iterator[Reading | SourceError]:
    """A reading a row, or the error that stands in its place with line and reason."""
    seen: dict[str, int] = {}
    line = 0
    for line, raw in enumerate(stream, start=1):
        yield attempt(partial(_taken, raw, where, line, seen), where, line)
    if not line:
        yield SourceError(where, "the file is empty")


def _taken(raw: bytes, where: str, line: int, seen: dict[str, int]) -> Reading:
    cells = decoding.utf8(raw, where, line=line).rstrip("\r\n").split("\t")
    return reading(_row(cells, seen, line), "GDELT")


def _row(cells: list[str], seen: dict[str, int], line: int) -> Row:
    if len(cells) == len(MENTIONS):
        raise RowError("a row of GDELT mentions: only events can be taken, and the file beside it has them (.export.CSV)")
    if len(cells) != len(EVENTS):
        raise RowError(f"{len(cells)} columns, where GDELT 2.0 events have {len(EVENTS)}")
    row = dict(zip(EVENTS, cells, strict=True))
    id_, code = row["GLOBALEVENTID"], row["EventCode"]
    if not id_.isdigit():
        raise RowError(f"GLOBALEVENTID {id_!r} is no number")
    if seen.setdefault(id_, line) != line:
        raise RowError(f"GLOBALEVENTID {id_} stands in line {seen[id_]} already")
    if code not in codebook.cameo():
        raise RowError(f"EventCode {code!r} is no CAMEO code (is its leading zero lost?)")
    added = row["DATEADDED"][:8]
    sides = participants(_actor(row, "Actor1"), _actor(row, "Actor2"))
    published = day(added, "%Y%m%d", "DATEADDED") if added else None
    return Row(id_, day(row["SQLDATE"], "%Y%m%d", "SQLDATE"), code, sides, _fields(row), row["SOURCEURL"] or None, published)


def _fields(row: dict[str, str]) -> dict[str, Any]:
    known = {"goldstein": decimal(row["GoldsteinScale"], "GoldsteinScale"), "place": _place(row)}
    if row["QuadClass"]:
        known["quad"] = decimal(row["QuadClass"], "QuadClass")
    return {name: value for name, value in known.items() if value is not None}


def _actor(row: dict[str, str], name: str) -> Actor | None:
    code = row[f"{name}CountryCode"]
    iso3 = codebook.cameo_actors("country").get(code, code) or None
    role = row[f"{name}Type1Code"]
    called = row[f"{name}Name"] or (row[f"{name}Code"] if iso3 not in countries() else "")
    return actor(called, iso3, codebook.cameo_actors("role").get(role, role) or None)


def _place(row: dict[str, str]) -> Place | None:
    name, fips = row["ActionGeo_FullName"], row["ActionGeo_CountryCode"]
    if not name or row["ActionGeo_Type"] in {"", "0"}:
        return None
    parts = name.split(", ")
    unit = parts[0] if row["ActionGeo_Type"] in UNIT else parts[1] if len(parts) > 2 else None
    lat, lon = (decimal(row[f"ActionGeo_{axis}"], f"ActionGeo_{axis}") for axis in ("Lat", "Long"))
    country = by_fips().get(fips)
    return Place(name=parts[0], as_written=name, country=country, admin1=unit, lat=lat, lon=lon, evidence=NOWHERE)
