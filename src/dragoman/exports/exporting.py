"""An export: parts made of readings, here or in several processes, joined with a manifest beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from dragoman.exports import jsonl, manifest, package, parts
from dragoman.exports.files import opened
from dragoman.exports.formats import FORMATS
from dragoman.exports.merged import ALONE, Merged
from dragoman.exports.selection import Selection
from dragoman.exports.unparsed import Unparsed
from dragoman.records import Reading
from dragoman.records.compiled import uncollected
from dragoman.records.errors import SourceError, UsageError

#: What an export takes: readings, readings that are still to be parsed, and errors in the place of some that can't be.
Item = Reading | Unparsed | SourceError


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a part is made of, and all that a process needs to know for it."""

    items: Sequence[Item]
    merged: Merged


@dataclass(frozen=True, slots=True)
class Made:
    """A part, what the manifest and a package say of it, and for each item whether it could be read."""

    part: Any
    notes: manifest.Notes
    covered: package.Coverage
    errors: Sequence[SourceError | None]


Work = Callable[[Chunk], Made]
#: Does the work on every chunk and gives the results in order: `map` here, one after the other, `engines.spreading` in several processes.
Spread = Callable[[Work, Iterable[Chunk]], Iterator[Made]]


def made(name: str, selection: Selection, chunk: Chunk, *, exact: bool = False, changes: manifest.Changes | None = None) -> Made:
    """A part of an export. Nothing but its arguments decides what is in it.

    Args:
        name: one of `FORMATS`.
        selection: only these records.
        chunk: the readings.
        exact: leave cells of the flat tables as they are.
        changes: only what isn't as it was in an earlier export.
    """
    notes, covered, errors = manifest.Notes(), package.Coverage(), []
    format_ = FORMATS[name]
    pieces: jsonl.Pieces  # of the reading that is passed on

    def wanted() -> Iterator[Reading]:
        nonlocal pieces
        for item in chunk.items:
            found = item.reading() if isinstance(item, Unparsed) else item
            errors.append(found if isinstance(found, SourceError) else None)
            chosen = None if isinstance(found, SourceError) else selection.of(found)
            if chosen is None:
                continue
            pieces = jsonl.Pieces(chosen)
            digests = manifest.digests(chosen, pieces, chunk.merged)
            notes.add(chosen.document.id, digests)
            chosen = changes.of(chosen, digests) if changes else chosen
            if chosen is not None:
                if name == "package":
                    covered.add(chosen)
                yield chosen

    options: dict[str, Any] = {"safe": False} if exact else {"line": lambda _: pieces.line()} if format_.whole else {}
    with uncollected():  # a part is soon let go, and has nothing in it that only the collector could
        return Made(format_.part(wanted(), chunk.merged, **options), notes, covered, errors)


def _chunk(items: Sequence[Item], merged: Merged) -> Chunk:
    """Some items with what a ledger says of the records in them."""
    own = {id_: standing for item in items if isinstance(item, Unparsed) for id_, standing in item.standings.items()}
    return Chunk(items, Merged(own) if own else merged)


def _raised(error: SourceError | None) -> None:
    if error:
        raise error


def export(
    name: str,
    readings: Iterable[Item],
    out: Path,
    *,
    merged: Merged = ALONE,
    exact: bool = False,
    selection: Selection | None = None,
    since: Path | None = None,
    spread: Spread = map,
    heard: Callable[[SourceError | None], object] = _raised,
) -> dict[str, Any]:
    """Writes readings in a format, with a manifest (`manifest.jsonl` in the folder, or beside the file).

    Args:
        name: one of `FORMATS`.
        readings: taken a hundred at a time.
        out: the folder or file.
        merged: which records a ledger takes for one, unless the readings say so themselves.
        exact: leave cells of the flat tables as they are.
        selection: only these records.
        since: an earlier export: only what was added or changed, and `changes.csv` with what was deleted too.
        spread: does the work; with `since`, it is done here.
        heard: told of each reading in order: None, or why it can't be read. Unless given, such an error ends the export.

    Returns:
        What the manifest's last line says, with the rows written under `written` and the changes under `changes`.

    Raises:
        UsageError: a file can't be written, or `since` is no export with the same filter.
    """
    format_, wanted = FORMATS[name], selection or Selection()
    before, then = manifest.load(since) if since else ({}, None)
    if then and then["filter"] != wanted.told():
        raise UsageError(f"--since {since}: that export has the filter {then['filter'] or 'none'}: give the same")
    if since and manifest.beside(out, "manifest.jsonl", folder=format_.folder).exists():
        raise UsageError(f"{out} holds an export already: write the changes elsewhere, so that the next ones can be told from both")
    notes, covered = manifest.Notes(), package.Coverage()
    with ExitStack() as stack:
        lines = stack.enter_context(opened(manifest.beside(out, "manifest.jsonl", folder=format_.folder)))
        changes = None
        if since:
            path = manifest.beside(out, "changes.csv", folder=format_.folder)
            writer = manifest.changes_writer(stack.enter_context(opened(path, newline="")))
            changes, spread = manifest.Changes(before, writer, format_.whole), map

        def passed() -> Iterator[Any]:
            work = partial(made, name, wanted, exact=exact, changes=changes)
            for one in spread(work, (_chunk(some, merged) for some in parts.chunks(readings))):
                lines.writelines(one.notes.lines)
                notes.take(one.notes)
                covered.take(one.covered)
                for error in one.errors:
                    heard(error)
                yield one.part

        written = format_.join(passed(), out)
        if changes:
            changes.gone()
        about = notes.end(name, wanted.told(), then["version"] if then else None)
        lines.write(json.dumps(about, ensure_ascii=False) + "\n")
    if name == "package":
        package.describe(out, about, written, covered, safe=not exact)
    return about | {"written": dict(written), "changes": dict(changes.counts) if changes else None}
