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
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, TextIO

from dragoman.exports import jsonl
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
class Notes:
    """What a manifest says of some readings.

    Attributes:
        lines: a line a record.
        total: the sum of the digests, of which the version is made.
        counts: records by kind.
    """

    lines: list[str] = field(default_factory=list)
    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, document: str, found: Mapping[Key, str]) -> None:
        """Notes the records of a document, with their digests."""
        home = _json(document)
        for (kind, id_), digest in found.items():
            self.lines.append(f'{{"kind": "{kind}", "id": {_json(id_)}, "document": {home}, "digest": "{digest}"}}\n')
            self.total += int(digest, 16)
            self.counts[f"{kind}s"] += 1

    def take(self, other: Notes) -> None:
        """Counts what other notes say; their lines stay theirs."""
        self.total += other.total
        self.counts.update(other.counts)

    def end(self, format_: str, filter_: dict[str, object], since: str | None) -> dict[str, Any]:
        """What the last line says."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        about = {"version": f"{self.total % 2**64:016x}", "made": now, "made_by": f"dragoman {version('dragoman')}"}
        return about | {"format": format_, "filter": filter_, "since": since, "records": dict(self.counts)}


@dataclass(slots=True)
class Changes:
    """What is new, changed or gone since an earlier export; it is told as it is found.

    Attributes:
        before: digests of the earlier export by kind and id, with the document; what comes again is taken out.
        writer: where changes go.
        whole: whether a document with a change is passed on whole, or with its added and changed records only.
    """

    before: dict[Key, tuple[str, str]]
    writer: Any
    whole: bool
    counts: Counter[str] = field(default_factory=lambda: Counter(added=0, changed=0, deleted=0))

    def of(self, reading: Reading, found: Mapping[Key, str]) -> Reading | None:
        """What of a reading is to be exported; None where nothing has changed."""
        fresh = {key: self._fresh(key, digest, reading.document.id) for key, digest in found.items()}
        if not any(fresh.values()):
            return None
        if self.whole:
            return reading
        return reading.model_copy(update={kind: tuple(r for r in getattr(reading, kind) if fresh[kind[:-1], r.id]) for kind in KINDS})

    def _fresh(self, key: Key, digest: str, document: str) -> bool:
        old = self.before.pop(key, None)
        if old is None or old[0] != digest:
            self._tell("added" if old is None else "changed", key, document)
        return old is None or old[0] != digest

    def _tell(self, change: str, key: Key, document: str) -> None:
        self.writer.writerow([change, *key, document])
        self.counts[change] += 1

    def gone(self) -> None:
        """Tells what hasn't come again."""
        for key, (_, document) in self.before.items():
            self._tell("deleted", key, document)


def digests(reading: Reading, pieces: jsonl.Pieces, merged: Merged) -> dict[Key, str]:
    """A digest for each id of a reading; records that have one in common have one digest.

    A record that a ledger has no other report of has the digest that it has without a ledger.
    """
    source = reading.document
    found: dict[Key, str] = {("document", source.id): _digest(pieces.document, *pieces.lists["warnings"])}
    for kinds, kind in zip(KINDS, KIND, strict=True):
        for record, written in zip(getattr(reading, kinds), pieces.lists[kinds], strict=True):
            key = (kind, record.id)
            told = merged.told(record)
            merges = json.dumps(told).encode() if told else b""
            found[key] = _digest(found.get(key, source.id).encode("utf-8", "surrogatepass"), written, merges)
    return found


_json = json.JSONEncoder(ensure_ascii=False).encode


def _digest(*parts: bytes) -> str:
    return hashlib.blake2b(b"".join(parts), digest_size=8).hexdigest()


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
