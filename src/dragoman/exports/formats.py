"""Every format that is written: its name, what it is, and every field in it. `export` writes any of them with its manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.exports import followthemoney, geojson, gexf, icalendar, jsonl, jsonld, manifest, package, parquet, tables
from dragoman.exports.columns import COLUMNS
from dragoman.exports.files import opened
from dragoman.exports.gdelt import columns as gdelt_columns
from dragoman.exports.gdelt import writing as gdelt
from dragoman.exports.merged import ALONE, Merged
from dragoman.exports.polecat import columns as polecat_columns
from dragoman.exports.polecat import writing as polecat
from dragoman.exports.selection import Selection
from dragoman.records import Reading
from dragoman.records.errors import UsageError

Writer = Callable[[Iterable[Reading], Path, Merged], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        about: what it is, in a line.
        write: writes readings to a path.
        folder: whether the path is a folder.
        flat: whether cells that look like formulas are made safe unless exact ones are asked for.
        whole: whether a document in which something changed is written whole after an earlier export.
        fields: every section of fields in it (tables, types of nodes) with the meaning of each.
    """

    about: str
    write: Writer
    folder: bool = False
    flat: bool = False
    whole: bool = False
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def _jsonl(readings: Iterable[Reading], path: Path, _: Merged) -> Mapping[str, int]:
    with opened(path) as out:
        return {"readings": jsonl.write(readings, out)}


def _safe(readings: Iterable[Reading], folder: Path, merged: Merged) -> Mapping[str, int]:
    return tables.write(readings, folder, merged=merged)


def _exact(readings: Iterable[Reading], folder: Path, merged: Merged) -> Mapping[str, int]:
    return tables.write(readings, folder, safe=False, merged=merged)


def _meanings(fields: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {name: meaning for name, (_, meaning) in fields.items()}


#: Every format by name, in the order of docs/exports.md.
FORMATS: dict[str, Format] = {
    "jsonl": Format("exact readings, one a line", _jsonl, whole=True),
    "csv": Format("a folder of flat tables", _safe, folder=True, flat=True, fields=COLUMNS),
    "parquet": Format("the same tables, typed, and the exact readings", parquet.write, True, False, True, {"readings": parquet.READINGS}),
    "package": Format("a Frictionless data package: the tables with their description", _safe, True, True, False, {"files": package.FILES}),
    "gdelt": Format(
        "GDELT 2.0 events and mentions",
        gdelt.write,
        folder=True,
        fields={gdelt.EVENTS_FILE: gdelt_columns.EVENTS, gdelt.MENTIONS_FILE: gdelt_columns.MENTIONS},
    ),
    "polecat": Format("POLECAT events", polecat.write, fields={"polecat": polecat_columns.COLUMNS}),
    "ftm": Format("FollowTheMoney entities, one a line", followthemoney.write, fields=followthemoney.PROPERTIES),
    "geojson": Format("places of engagements and events as points", geojson.write, fields={"properties": geojson.PROPERTIES}),
    "gexf": Format(
        "the network of countries and organisations",
        gexf.write,
        fields={"node": _meanings(gexf.NODE), "edge": _meanings(gexf.EDGE)},
    ),
    "jsonld": Format("linked data in the terms of schema.org", jsonld.write, fields=jsonld.PROPERTIES),
    "ics": Format("a calendar of planned engagements and deadlines", icalendar.write, fields={"VEVENT": icalendar.PROPERTIES}),
}


def export(
    name: str,
    readings: Iterable[Reading],
    out: Path,
    *,
    merged: Merged = ALONE,
    exact: bool = False,
    selection: Selection | None = None,
    since: Path | None = None,
) -> dict[str, Any]:
    """Writes readings in a format, with a manifest (`manifest.jsonl` in the folder, or beside the file).

    Args:
        name: one of `FORMATS`.
        readings: taken one at a time.
        out: the folder or file.
        merged: which records a ledger takes for one.
        exact: leave cells of the flat tables as they are.
        selection: only these records.
        since: an earlier export: only what was added or changed, and `changes.csv` with what was deleted too.

    Returns:
        What the manifest's last line says, with the rows written under `written` and the changes under `changes`.

    Raises:
        UsageError: a file can't be written, or `since` is no export with the same filter.
    """
    format_, wanted = FORMATS[name], selection or Selection()
    before, then = manifest.load(since) if since else (None, None)
    if then and then["filter"] != wanted.told():
        raise UsageError(f"--since {since}: that export has the filter {then['filter'] or 'none'}: give the same")
    if since and manifest.beside(out, "manifest.jsonl", folder=format_.folder).exists():
        raise UsageError(f"{out} holds an export already: write the changes elsewhere, so that the next ones can be told from both")
    write = _exact if format_.flat and exact else format_.write
    with ExitStack() as stack:
        lines = stack.enter_context(opened(manifest.beside(out, "manifest.jsonl", folder=format_.folder)))
        changes = None
        if since:
            path = manifest.beside(out, "changes.csv", folder=format_.folder)
            changes = manifest.changes_writer(stack.enter_context(opened(path, newline="")))
        recorder = manifest.Recorder(lines, merged, before, changes, whole=format_.whole)
        chosen = wanted.of(readings) if wanted else readings
        written: Counter[str] = Counter(write(recorder.passed(chosen), out, merged))
        about = recorder.end(name, wanted.told(), then["version"] if then else None)
    if name == "package":
        package.describe(out, about, written, safe=not exact)
    changed = {change: recorder.counts[change] for change in ("added", "changed", "deleted")} if since else None
    return about | {"written": dict(written), "changes": changed}
