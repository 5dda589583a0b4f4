"""What an export holds, record by record, so that a later one can tell what is new, changed or gone.

`manifest.jsonl` has a line a record (kind, id, document, a digest of all that is exported of it) and a last line about the export: version,
date, format, filter. The version is made from the digests: the same content has the same version, in whatever order.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, TextIO

from pydantic import BaseModel

from dragoman.exports.merged import Merged
from dragoman.exports.selection import KINDS
from dragoman.records import Reading
from dragoman.records.errors import SourceError, UsageError

#: Columns of the file of changes, and what each means.
CHANGES = {
    "change": "added, changed or deleted",
    "record_kind": "document, engagement, event, statement or commitment",
    "record_id": "its id",
    "document_id": "id of its document",
}
KIND = tuple(kinds[:-1] for kinds in KINDS)
Key = tuple[str, str]


@dataclass(slots=True)
class Recorder:
    """Notes every record of the readings that pass through it, and compares them with an earlier export where there is one.

    Attributes:
        out: where the manifest's lines go.
        merged: which records a ledger takes for one: what it says of them is exported too.
        before: digests of the earlier export by kind and id, with the document; None without one.
        changes: where changes go.
        whole: whether a document with a change is passed on whole, or with its added and changed records only.
    """

    out: TextIO
    merged: Merged
    before: dict[Key, tuple[str, str]] | None = None
    changes: Any = None
    whole: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    _sum: int = 0

    def passed(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """The readings; after an earlier export, only what is new or changed since."""
        for reading in readings:
            home = reading.document.id
            named = _json(home)
            fresh = {key: self._note(key, home, named, digest) for key, digest in self._digests(reading).items()}
            if self.before is None or (self.whole and any(fresh.values())):
                yield reading
            elif any(fresh.values()):
                kept = {kind: tuple(r for r in getattr(reading, kind) if fresh[kind[:-1], r.id]) for kind in KINDS}
                yield reading.model_copy(update=kept)
        for (kind, id_), (_, document) in (self.before or {}).items():
            self._tell("deleted", kind, id_, document)

    def _digests(self, reading: Reading) -> dict[Key, str]:
        """A digest for each id; records that have one in common have one digest."""
        source = reading.document
        found: dict[Key, str] = {("document", source.id): _digest(*map(_bytes, (source, *reading.warnings)))}
        for kinds, kind in zip(KINDS, KIND, strict=True):
            for record in getattr(reading, kinds):
                key, known = (kind, record.id), self.merged.standings.get(record.id)
                merged = json.dumps([known.id, known.reports, known.sources, dict(known.fields)]) if known else ""
                found[key] = _digest(found.get(key, source.id).encode("utf-8", "surrogatepass"), _bytes(record), merged.encode())
        return found

    def _note(self, key: Key, document: str, named: str, digest: str) -> bool:
        """Whether a record is new or changed; `named` is its document's id in JSON."""
        self.out.write(f'{{"kind": "{key[0]}", "id": {_json(key[1])}, "document": {named}, "digest": "{digest}"}}\n')
        self._sum = (self._sum + int(digest, 16)) % 2**64
        self.counts[f"{key[0]}s"] += 1
        if self.before is None:
            return True
        old = self.before.pop(key, None)
        if old is None or old[0] != digest:
            self._tell("added" if old is None else "changed", *key, document)
        return old is None or old[0] != digest

    def _tell(self, change: str, kind: str, id_: str, document: str) -> None:
        self.changes.writerow([change, kind, id_, document])
        self.counts[change] += 1

    def end(self, format_: str, filter_: dict[str, object], since: str | None) -> dict[str, Any]:
        """Writes the last line.

        Returns:
            What it says.
        """
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        records = {name: n for name, n in self.counts.items() if name not in ("added", "changed", "deleted")}
        about: dict[str, Any] = {"version": f"{self._sum:016x}", "made": now, "made_by": f"dragoman {version('dragoman')}"}
        about |= {"format": format_, "filter": filter_, "since": since, "records": records}
        self.out.write(json.dumps(about, ensure_ascii=False) + "\n")
        return about


_json = json.JSONEncoder(ensure_ascii=False).encode


def _digest(*parts: bytes) -> str:
    return hashlib.blake2b(b"".join(parts), digest_size=8).hexdigest()


def _bytes(record: BaseModel) -> bytes:
    """Its JSON; `model_dump_json` would make text of it first."""
    return record.__pydantic_serializer__.to_json(record)


def beside(out: Path, name: str, *, folder: bool) -> Path:
    """Where a file about an export stands: in its folder, or beside the file with its name in front."""
    return out / name if folder else out.with_name(f"{out.name}.{name}")


def load(given: Path) -> tuple[dict[Key, tuple[str, str]], dict[str, Any]]:
    """The records of an earlier export, and what its last line says.

    Args:
        given: its manifest, its folder, or the file that it wrote.

    Raises:
        UsageError: there is no manifest.
        SourceError: it isn't whole.
    """
    options = (given / "manifest.jsonl", given.with_name(f"{given.name}.manifest.jsonl"), given)
    path = next((p for p in options if p.is_file() and p.name.endswith("manifest.jsonl")), None)
    if path is None:
        raise UsageError(f"--since {given}: there is no manifest.jsonl of an earlier export")
    found: dict[Key, tuple[str, str]] = {}
    about: dict[str, Any] = {}
    with path.open(encoding="utf-8") as handle:
        for number, line in enumerate(handle, start=1):
            try:
                row = json.loads(line)
                if "version" in row:
                    about = row
                else:
                    found[row["kind"], row["id"]] = (row["digest"], row["document"])
            except (ValueError, KeyError, TypeError) as error:
                raise SourceError(str(path), f"not a line of a manifest: {error}", line=number) from None
    if not about:
        raise SourceError(str(path), "its last line is missing: the export didn't end")
    return found, about


def changes_writer(handle: TextIO) -> Any:
    """A CSV writer with the header of the changes."""
    writer = csv.writer(handle, lineterminator="\r\n")
    writer.writerow(CHANGES)
    return writer
