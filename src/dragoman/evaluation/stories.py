"""Merging against gold clusters of reports: the texts are read and added to a ledger, then its entries are compared with the gold.

A gold mention is some words of a text that tell of an engagement or event, with the chain that it belongs to. It stands for the report
that the reader makes of these words. `pairs_f1` and `b_cubed_f1` are over the reports that were made (`read`: their share of the
mentions); `engagements_*` and `events_*` over those of one kind; with `whole_` in front over all mentions, where one without a report is
alone, so that what wasn't read counts as not merged.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman.evaluation.merging import score
from dragoman.ledger import Ledger
from dragoman.reading.reader import Reader
from dragoman.records import Document, Engagement, Event, Evidence, Reading
from dragoman.records.errors import SourceError

KINDS = ("engagement", "event")


def evaluate(rows: Sequence[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Scores and one prediction a row: `mentions`, each with start, end and chain (the entry's id, or null where nothing was read).

    Raises:
        SourceError: reports of one id.
    """
    twice = [id_ for id_, count in Counter(row["id"] for row in rows).items() if count > 1]
    if twice:
        raise SourceError("stories", f"several reports have the id {twice[0]}")
    reader = Reader()
    readings = {row["id"]: reader.read(_document(row)) for row in rows}
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "stories.db") as ledger:
        for _ in ledger.add_all(readings.values()):
            pass
        found = {row["id"]: [_entry(ledger, readings[row["id"]], m) for m in row["labels"]["mentions"]] for row in rows}
    gold, predicted = {}, {}
    for row in rows:
        for n, (mention, entry) in enumerate(zip(row["labels"]["mentions"], found[row["id"]], strict=True)):
            key = (mention["kind"], f"{row['id']}#{n}")
            gold[key], predicted[key] = mention["chain"], entry
    return _scores(gold, predicted), [_prediction(row, found[row["id"]]) for row in rows]


def _document(row: Mapping[str, Any]) -> Document:
    day = dt.date.fromisoformat(row["published"])
    return Document.of(row["text"], id=row["id"], published=day, publisher=row.get("publisher"), title=row.get("title"))


def _entry(ledger: Ledger, reading: Reading, mention: Mapping[str, Any]) -> str | None:
    """The entry that the report of a mention belongs to."""
    report = _report(reading, mention)
    entry = ledger.entry(report) if report else None
    return str(entry["id"]) if entry else None


def _report(reading: Reading, mention: Mapping[str, Any]) -> str | None:
    """The report whose words the mention's are: of several one of its form, then one with the fewest words around them, then the first."""
    records: Sequence[Engagement | Event] = reading.engagements if mention["kind"] == "engagement" else reading.events
    fits = [
        (_form(record) != mention["form"], words.end - words.start, n, record.id)
        for n, record in enumerate(records)
        for words in _words(record)
        if words.start < mention["end"] and mention["start"] < words.end
    ]
    return min(fits)[3] if fits else None


def _form(record: Engagement | Event) -> str:
    return record.medium if isinstance(record, Engagement) else record.type


def _words(record: Engagement | Event) -> tuple[Evidence, ...]:
    return record.evidence if isinstance(record, Engagement) else (record.evidence.trigger, record.evidence.clause)


def _scores(gold: Mapping[tuple[str, str], str], predicted: Mapping[tuple[str, str], str | None]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for prefix, kinds in (("", KINDS), ("engagements_", KINDS[:1]), ("events_", KINDS[1:])):
        mine = {key: chain for key, chain in gold.items() if key[0] in kinds}
        read = {key: entry for key, entry in predicted.items() if key in mine and entry is not None}
        alone = {key: predicted[key] or f"none {key}" for key in mine}
        scores |= {f"{prefix}{name}": value for name, value in score(_flat({k: mine[k] for k in read}), _flat(read)).items()}
        scores |= {f"{prefix}whole_{name}": value for name, value in score(_flat(mine), _flat(alone)).items() if name.endswith("f1")}
        scores |= {f"{prefix}mentions": float(len(mine)), f"{prefix}read": len(read) / len(mine) if mine else 0.0}
    return scores


def _flat(chains: Mapping[tuple[str, str], str]) -> dict[str, str]:
    return {f"{kind} {id_}": f"{kind} {chain}" for (kind, id_), chain in chains.items()}


def _prediction(row: Mapping[str, Any], found: Sequence[str | None]) -> dict[str, Any]:
    labels = row["labels"]["mentions"]
    gold = [{name: m[name] for name in ("kind", "start", "end", "chain")} for m in labels]
    predicted = [{**{name: m[name] for name in ("kind", "start", "end")}, "chain": entry} for m, entry in zip(labels, found, strict=True)]
    return {"id": row["id"], "gold": {"mentions": gold}, "predicted": {"mentions": predicted}}
