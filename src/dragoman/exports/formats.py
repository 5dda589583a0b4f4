"""Every format that is written: its name, what it is, and every field in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from dragoman.exports import followthemoney, geojson, gexf, icalendar, jsonl, jsonld, package, parquet, parts, tables
from dragoman.exports.columns import COLUMNS
from dragoman.exports.gdelt import columns as gdelt_columns
from dragoman.exports.gdelt import writing as gdelt
from dragoman.exports.merged import ALONE, Merged
from dragoman.exports.polecat import columns as polecat_columns
from dragoman.exports.polecat import writing as polecat
from dragoman.records import Reading


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        about: what it is, in a line.
        part: makes a part of the readings in it.
        join: writes parts to a path.
        folder: whether the path is a folder.
        flat: whether cells that look like formulas are made safe unless exact ones are asked for.
        whole: whether a document in which something changed is written whole after an earlier export.
        fields: every section of fields in it (tables, types of nodes) with the meaning of each.
    """

    about: str
    part: Callable[..., Any]
    join: Callable[[Iterable[Any], Path], Mapping[str, int]]
    folder: bool = False
    flat: bool = False
    whole: bool = False
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def write(self, readings: Iterable[Reading], path: Path, merged: Merged = ALONE) -> Mapping[str, int]:
        """Writes readings without a manifest, a hundred at a time; returns how many rows there are, and what was left out by the reason."""
        return self.join((self.part(some, merged) for some in parts.chunks(readings)), path)


def _meanings(fields: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {name: meaning for name, (_, meaning) in fields.items()}


def _framed(frames: Mapping[str, parts.Frame]) -> Callable[[Iterable[parts.Part], Path], Mapping[str, int]]:
    return partial(parts.join, frames=frames)


_tables = _framed(tables.FRAMES)
#: Every format by name, in the order of docs/exports.md.
FORMATS: dict[str, Format] = {
    "jsonl": Format("exact readings, one a line", jsonl.part, parts.join, whole=True),
    "csv": Format("a folder of flat tables", tables.part, _tables, folder=True, flat=True, fields=COLUMNS),
    "parquet": Format(
        "the same tables, typed, and the exact readings",
        parquet.part,
        parquet.join,
        folder=True,
        whole=True,
        fields={"readings": parquet.READINGS},
    ),
    "package": Format(
        "a Frictionless data package: the tables with their description",
        tables.part,
        _tables,
        folder=True,
        flat=True,
        fields={"files": package.FILES},
    ),
    "gdelt": Format(
        "GDELT 2.0 events and mentions",
        gdelt.part,
        _framed(gdelt.FRAMES),
        folder=True,
        fields={gdelt.EVENTS_FILE: gdelt_columns.EVENTS, gdelt.MENTIONS_FILE: gdelt_columns.MENTIONS},
    ),
    "polecat": Format("POLECAT events", polecat.part, _framed(polecat.FRAMES), fields={"polecat": polecat_columns.COLUMNS}),
    "ftm": Format("FollowTheMoney entities, one a line", followthemoney.part, followthemoney.join, fields=followthemoney.PROPERTIES),
    "geojson": Format(
        "places of engagements and events as points",
        geojson.part,
        _framed(geojson.FRAMES),
        fields={"properties": geojson.PROPERTIES},
    ),
    "gexf": Format(
        "the network of countries and organisations",
        gexf.part,
        gexf.join,
        fields={"node": _meanings(gexf.NODE), "edge": _meanings(gexf.EDGE)},
    ),
    "jsonld": Format("linked data in the terms of schema.org", jsonld.part, _framed(jsonld.FRAMES), fields=jsonld.PROPERTIES),
    "ics": Format(
        "a calendar of planned engagements and deadlines",
        icalendar.part,
        _framed(icalendar.FRAMES),
        fields={"VEVENT": icalendar.PROPERTIES},
    ),
}
