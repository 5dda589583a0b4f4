"""A Frictionless data package: the flat tables with `datapackage.json`, `CODEBOOK.md` and `CITATION.cff`, to archive and to cite."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman import codebook
from dragoman.exports.columns import COLUMNS, TABLES, type_of
from dragoman.exports.files import opened
from dragoman.records import Engagement, Event, Reading

#: Columns that name a row of a table; the tables without one have a row for each of several.
KEYS = {
    "documents": ["document_id"],
    "engagements": ["engagement_id"],
    "events": ["event_id"],
    "statements": ["statement_id"],
    "commitments": ["commitment_id"],
    "participants": ["record_kind", "record_id", "position"],
    "topics": ["record_kind", "record_id", "position"],
    "warnings": ["document_id", "warning_number"],
}
#: The files beside the tables.
FILES = {
    "datapackage.json": "name, version, date, filter, licences, days and countries, every table with its fields, types, meanings, keys",
    "CODEBOOK.md": "the same for people, with PLOVER's types and modes, contexts, sectors and CAMEO codes",
    "CITATION.cff": "how to cite the package: title, version, date, licences, the days that it covers, the program that made it",
}


#: Under what each part of a package may be used.
LICENSES = (
    ("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0", "codes, columns and codebook, made by Dragoman"),
    ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "places and their coordinates, from GeoNames"),
)
RIGHTS = "Titles and quotations are the words of the documents and belong to their publishers, whom `documents` names."
SOURCES = (
    {"title": "The documents that are listed in documents.csv"},
    {"title": "GeoNames", "path": "https://www.geonames.org"},
)
KEYWORDS = ("diplomacy", "event data", "PLOVER", "CAMEO", "international relations")


@dataclass(slots=True)
class Coverage:
    """The days and the countries of engagements and events.

    Attributes:
        first: the earliest day, as stated or else of publication.
        last: the latest.
        countries: ISO 3166-1 alpha-3 codes of those who take part and of places.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    countries: set[str] = field(default_factory=set)

    def add(self, reading: Reading) -> None:
        """Widens it by a reading."""
        records: tuple[Engagement | Event, ...] = (*reading.engagements, *reading.events)
        for record in records:
            self._widen(record.when.start if record.when and record.when.start else reading.document.published)
            self.countries.update(p.actor.country for p in record.participants if p.actor.country)
            if record.place and record.place.country:
                self.countries.add(record.place.country)

    def take(self, other: Coverage) -> None:
        """Widens it by another."""
        self._widen(other.first)
        self._widen(other.last)
        self.countries |= other.countries

    def _widen(self, day: dt.date | None) -> None:
        if day:
            self.first, self.last = min(self.first or day, day), max(self.last or day, day)


def describe(folder: Path, about: Mapping[str, Any], counts: Mapping[str, int], covered: Coverage, *, safe: bool) -> None:
    """Writes the files of `FILES` beside the tables.

    Args:
        folder: where the tables are.
        about: what the manifest says of the export.
        counts: rows of each table.
        covered: the days and countries in it.
        safe: whether cells that look like formulas have an apostrophe in front.
    """
    with opened(folder / "datapackage.json") as out:
        json.dump(descriptor(about, counts, covered, safe=safe), out, ensure_ascii=False, indent=2)
        out.write("\n")
    with opened(folder / "CODEBOOK.md") as out:
        out.writelines(f"{line}\n" for line in _codebook(about, counts, covered, safe=safe))
    with opened(folder / "CITATION.cff") as out:
        out.writelines(f"{line}\n" for line in _citation(about, covered))


def descriptor(about: Mapping[str, Any], counts: Mapping[str, int], covered: Coverage, *, safe: bool) -> dict[str, Any]:
    """The content of `datapackage.json`."""
    return {
        "profile": "tabular-data-package",
        "name": "dragoman-record",
        "title": "A record of diplomatic engagements, events, statements and commitments",
        "description": "Machine-coded from news and official readouts; every row carries the words that it rests on.",
        "version": about["version"],
        "created": about["made"],
        "filter": about["filter"],
        "since": about["since"],
        "licenses": [{"name": name, "path": path, "title": f"{name}: {what}"} for name, path, what in LICENSES],
        "rights": RIGHTS,
        "sources": list(SOURCES),
        "contributors": [{"title": about["made_by"], "role": "wrangler"}],
        "keywords": list(KEYWORDS),
        **({"temporal": {"start": str(covered.first), "end": str(covered.last)}} if covered.first else {}),
        "spatial": {"countries": sorted(covered.countries)},
        "formula_cells": "made safe with an apostrophe in front" if safe else "exact",
        "resources": [_resource(table, counts[table]) for table in COLUMNS],
    }


def _resource(table: str, rows: int) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [{"name": column, "type": type_of(column), "description": meaning} for column, meaning in COLUMNS[table].items()],
        "missingValues": [""],
    }
    if table in KEYS:
        schema["primaryKey"] = KEYS[table]
    if table != "documents":
        schema["foreignKeys"] = [{"fields": ["document_id"], "reference": {"resource": "documents", "fields": ["document_id"]}}]
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": f"{table}.csv",
        "title": TABLES[table],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "rows": rows,
        "schema": schema,
    }


def _codebook(about: Mapping[str, Any], counts: Mapping[str, int], covered: Coverage, *, safe: bool) -> Iterator[str]:
    yield "# Codebook\n"
    yield f"Version {about['version']}, made {about['made'][:10]} by {about['made_by']}."
    yield f"Filter: {json.dumps(about['filter'], ensure_ascii=False) if about['filter'] else 'none'}."
    yield f"{_covers(covered)}."
    yield "Empty cells are null: the words don't give it. Dates are ISO 8601, countries ISO 3166-1 alpha-3, CAMEO codes text."
    yield "Text that a spreadsheet would run as a formula has an apostrophe in front.\n" if safe else "Cells are exact.\n"
    yield "## Rights\n"
    yield from (f"- [{name}]({path}): {what}." for name, path, what in LICENSES)
    yield f"- {RIGHTS}\n"
    yield from _COUNTING
    for table, columns in COLUMNS.items():
        yield f"## {table} ({counts[table]} rows)\n\n{TABLES[table]}\n\n| column | type | meaning |\n|---|---|---|"
        yield from (f"| `{column}` | {type_of(column)} | {meaning} |" for column, meaning in columns.items())
        yield ""
    yield from codes()


#: What somebody who only has the package must know to count right.
_COUNTING = """## Before you count

- A row of a table is what one report says. Reports of one thing have one `entry_id`: keep one row of each to count things.
- Count what `occurred` or is `ongoing`. The other rows are kept because the text says them: `future` is planned, `hypothetical` depends on
  something, `negated` is denied, `cancelled` was called off, `historical` is looked back on.
- `day` is the first day that the words state, or else the day of publication (`day_basis` tells which). The `when_` columns have only what
  the words state.
- `actor_` and `recipient_` columns hold the first of each; all are in `participants`, joined by `record_kind` and `record_id`.
- `KEN` is a state, `KEN/william-ruto` somebody of it, `IGO/african-union` an organisation, `IGO/african-union/...` somebody of that; what
  begins with `X/` isn't identified.
- `_cow` and `_gw` are the numbers of today's states in the lists of Correlates of War and of Gleditsch and Ward. Read `cameo` as text.
- Every row has its words: `start` and `end` count code points of the text whose SHA-256 is in `documents`.
""".split("\n")


def codes() -> Iterator[str]:
    """The codebook's own tables in Markdown: types and modes, contexts, sectors, CAMEO codes."""
    quads = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
    yield "## PLOVER types\n\n| type | quad | intensity | covers | modes (intensity) |\n|---|---|---|---|---|"
    for t in codebook.types().values():
        modes = ", ".join(f"{mode} {value:g}" for mode, value in t.modes.items())
        yield f"| {t.type} | {t.quad} {quads[t.quad]} | {t.intensity:g} | {t.covers} | {modes} |"
    for title, rows in (("PLOVER contexts", codebook.contexts()), ("PLOVER sectors", codebook.sectors())):
        yield f"\n## {title}\n\n| code | meaning |\n|---|---|"
        yield from (f"| {code} | {label} |" for code, label in rows.items())
    yield "\n## CAMEO codes\n\n| code | name | Goldstein | PLOVER type | mode |\n|---|---|---|---|---|"
    for c in codebook.cameo().values():
        yield f"| {c.code} | {c.name} | {c.goldstein:g} | {c.type or ''} | {c.mode or ''} |"


def _citation(about: Mapping[str, Any], covered: Coverage) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield "message: If you use these data, cite them with their version and date."
    yield "type: dataset"
    yield "title: A record of diplomatic engagements, events, statements and commitments"
    yield "authors:\n  - name: The Dragoman developers"
    yield f'version: "{about["version"]}"'
    yield f'date-released: "{about["made"][:10]}"'
    rights = "Licences: " + "; ".join(f"{name} ({what})" for name, _, what in LICENSES)
    yield f'abstract: "Coded by {about["made_by"]}. Filter: {_plain(about["filter"])}. {_covers(covered)}. {rights}. {RIGHTS}"'
    yield from ("keywords:", *(f"  - {word}" for word in KEYWORDS))
    yield f"license: {LICENSES[0][0]}"
    yield f'references:\n  - type: software\n    title: Dragoman\n    version: "{about["made_by"].split()[-1]}"'
    yield "    authors:\n      - name: The Dragoman developers"


def _covers(covered: Coverage) -> str:
    days = f"from {covered.first} to {covered.last}" if covered.first else "without a day"
    return f"Engagements and events {days}, of {len(covered.countries)} countries"


def _plain(filter_: Mapping[str, object]) -> str:
    words = json.dumps(filter_, ensure_ascii=True)
    return words.replace("\\", "").replace('"', "'") if filter_ else "none"
