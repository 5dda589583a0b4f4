"""Reviewed spans for those who train: Label Studio's JSON and spaCy's training JSON Lines.

A span is there because somebody accepted or corrected the field that it is the evidence of; what was rejected isn't.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.ledger import Ledger
from dragoman.ledger.review.desk import Review
from dragoman.ledger.review.fields import MARKS, RECORD

#: What the words of a field are labelled; those of a choice have the name of the kind of record.
LABELS = MARKS | {"span": "words"}
#: Labels that name things, for a recogniser of entities; spaCy wants those of one text without overlap.
ENTITIES = ("actor", "when", "place")
Span = tuple[int, int, str]


def reviewed(ledger: Ledger) -> Iterator[tuple[dict[str, Any], list[Span]]]:
    """The documents with reviewed fields, and their spans: start, end (code points), label; in order, each once."""
    review = Review(ledger)
    records: dict[str, list[str]] = {}
    for _, row, present in review.log():
        if present is not None:
            records.setdefault(row.document, []).append(present)
    for id_ in sorted(records):
        document = ledger.document(id_)
        if document is not None and document["text"]:
            found = {span for record in dict.fromkeys(records[id_]) for span in _spans(review.record(record, ""))}
            if found:
                yield document, sorted(found)


def _spans(record: Mapping[str, Any]) -> Iterator[Span]:
    if record[RECORD]["state"] == "rejected":
        return
    for field in record["fields"].values():
        if field["state"] in {"accepted", "corrected"}:
            label = LABELS.get(field["sort"], record["kind"])
            yield from ((e["start"], e["end"], label) for e in field["evidence"])


def label_studio(ledger: Ledger) -> list[dict[str, Any]]:
    """Tasks with one annotation each, for a project whose labelling is `<Labels name="label" toName="text">` over `<Text name="text">`."""
    return [
        {
            "data": {"text": document["text"], **_meta(document)},
            "annotations": [
                {
                    "result": [
                        {
                            "id": f"{start}-{end}-{label}",
                            "from_name": "label",
                            "to_name": "text",
                            "type": "labels",
                            "value": {"start": start, "end": end, "text": document["text"][start:end], "labels": [label]},
                        }
                        for start, end, label in spans
                    ]
                }
            ],
        }
        for document, spans in reviewed(ledger)
    ]


def spacy(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Rows for `spacy.training.Example.from_dict`: all spans under `spans.sc`, and under `entities` those that name things."""
    for document, spans in reviewed(ledger):
        yield {"text": document["text"], "entities": _apart(spans), "spans": {"sc": spans}, "meta": _meta(document)}


def _apart(spans: list[Span]) -> list[Span]:
    """The entities among them, the longest where they overlap."""
    kept: list[Span] = []
    for span in sorted((s for s in spans if s[2] in ENTITIES), key=lambda s: (s[0] - s[1], s)):
        if all(span[1] <= a or b <= span[0] for a, b, _ in kept):
            kept.append(span)
    return sorted(kept)


def _meta(document: Mapping[str, Any]) -> dict[str, Any]:
    return {"document": document["id"], **{name: document[name] for name in ("title", "publisher", "published", "url")}}
