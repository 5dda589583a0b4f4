"""POLECAT's events as readings without text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import Any, BinaryIO

from dragoman import codebook
from dragoman.exports.polecat.columns import COLUMNS, OTHER_NAMES, QUADS
from dragoman.exports.textless import NOWHERE, Row, RowError, actor, attempt, day, decimal, participants, reading
from dragoman.gazetteer.world import countries
from dragoman.records import Actor, Place, Reading
from dragoman.records.errors import SourceError
from dragoman.sources import decoding

MISSING = {"", "None", "NA"}  # what released files write for nothing


def read(stream: BinaryIO, where: str) -> Iterator[Reading | SourceError]:
    """A reading a row, or the error that stands in its place with line and reason."""
    lines = enumerate(stream, start=1)
    names = _header(next(lines, (0, b""))[1], where)
    seen: dict[str, int] = {}
    for line, raw in lines:
        yield attempt(partial(_taken, raw, where, line, names, seen), where, line)


def _taken(raw: bytes, where: str, line: int, names: list[str], seen: dict[str, int]) -> Reading:
    cells = decoding.utf8(raw, where, line=line).rstrip("\r\n").split("\t")
    return reading(_row(names, cells, seen, line), "POLECAT")


def _header(raw: bytes, where: str) -> list[str]:
    names = [OTHER_NAMES.get(n, n) for n in decoding.utf8(raw, where, line=1).removeprefix("\ufeff").rstrip("\r\n").split("\t")]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise SourceError(
            where, f"the header isn't POLECAT's: it lacks {', '.join(missing[:5])}{' ...' if len(missing) > 5 else ''}", line=1
        )
    return names


def _row(names: list[str], cells: list[str], seen: dict[str, int], line: int) -> Row:
    if len(cells) != len(names):
        raise RowError(f"{len(cells)} columns, where the header has {len(names)}")
    row = {name: "" if cell.strip() in MISSING else cell.strip() for name, cell in zip(names, cells, strict=True)}
    id_, type_, mode = row["Event ID"], row["Event Type"].upper(), row["Event Mode"].lower() or None
    if not id_:
        raise RowError("no Event ID")
    if seen.setdefault(id_, line) != line:
        raise RowError(f"Event ID {id_} stands in line {seen[id_]} already")
    if type_ not in codebook.types():
        raise RowError(f"Event Type {type_!r} is no PLOVER type")
    if mode and mode not in codebook.types()[type_].modes:
        raise RowError(f"Event Mode {mode!r} is no mode of {type_}")
    published = day(row["Publication Date"][:10], "%Y-%m-%d", "Publication Date") if row["Publication Date"] else None
    sides = participants(_side(row, "Actor"), _side(row, "Recipient"))
    event_day = day(row["Event Date"][:10], "%Y-%m-%d", "Event Date")
    fields = _fields(row) | {"type": type_, "mode": mode}
    return Row(id_, event_day, _code(type_, mode), sides, fields, None, published, row["Source"] or None)


def _fields(row: dict[str, str]) -> dict[str, Any]:
    quads = {name: quad for quad, name in QUADS.items()} | {str(quad): quad for quad in QUADS}
    known: dict[str, Any] = {"intensity": decimal(row["Intensity"], "Intensity"), "place": _place(row)}
    known["contexts"] = tuple(dict.fromkeys(c.strip() for c in row["Contexts"].split(";") if c.strip()))
    if row["Quad Code"]:
        if row["Quad Code"] not in quads:
            raise RowError(f"Quad Code {row['Quad Code']!r} is none of {', '.join(QUADS.values())}")
        known["quad"] = quads[row["Quad Code"]]
    return {name: value for name, value in known.items() if value is not None}


@cache
def _code(type_: str, mode: str | None) -> str:
    """The broadest CAMEO code that the crosswalk gives a type, or a type with a mode: POLECAT has none."""
    found = [e.code for e in codebook.cameo().values() if e.type == type_ and e.mode == mode]
    found = found or [e.code for e in codebook.cameo().values() if e.type == type_]
    return min(found, key=lambda code: (len(code), code))


def _side(row: dict[str, str], name: str) -> Actor | None:
    sector = row[f"Primary {name} Sector"].upper()
    known = sector if sector in codebook.sectors() else None
    return actor(row[f"{name} Name"], row[f"{name} Country"] or None, known, row[f"{name} Title"] or None, row[f"{name} Name Raw"] or None)


def _place(row: dict[str, str]) -> Place | None:
    name = row["Placename"] or row["City"] or row["Province"] or row["Country"]
    if not name:
        return None
    geonames = decimal(row["GeoNames ID"], "GeoNames ID")
    return Place(
        name=name,
        as_written=row["Raw Placename"] or name,
        country=row["Country"] if row["Country"] in countries() else None,
        admin1=row["Province"] or None,
        lat=decimal(row["Latitude"], "Latitude"),
        lon=decimal(row["Longitude"], "Longitude"),
        geonames_id=int(geonames) if geonames is not None else None,
        evidence=NOWHERE,
    )
