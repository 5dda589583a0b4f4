"""Readings of a cluster taken together: copies of one text, and reports of one thing merged into entries.

The rules are the ledger's own functions (`copies`, `features`, `scoring`, `clusters`, `entries`); Spark brings together what they have to
see: documents that share a band of their signatures, reports that share a block, and the reports of each connected component. The entries
are those of a ledger to which the same readings were added, before any person's decision.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dragoman.engines.spark import arrow
from dragoman.ledger import copies as copying
from dragoman.ledger.clusters import cluster, pair
from dragoman.ledger.entries import Member, build
from dragoman.ledger.features import KINDS, Features, blocks, features, form, main_evidence, rules
from dragoman.ledger.scoring import Verdict, compare

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

REPORTS = (
    "id string, document string, kind string, form string, status string, quote string, code string, published string, body string, "
    "about string, keys array<string>"
)
BANDS = "id string, band string"
COPIES = "a string, b string, jaccard double"
LINKS = "a string, b string, score double, reasons string"
ENTRIES = "id string, kind string, body string"
Row = dict[str, Any]


def reports(readings: DataFrame) -> DataFrame:
    """A row a record, with the blocks in which it is compared. Of documents with the same id one counts."""
    kept = readings.where("reading IS NOT NULL").dropDuplicates(["id"]).select("id", "reading")
    return kept.mapInArrow(_each(_reports, REPORTS), REPORTS)


def copies(readings: DataFrame) -> DataFrame:
    """The pairs (a, b) of documents that are copies of one text, with the estimated Jaccard index of their wording."""
    from pyspark.sql import functions as f  # noqa: PLC0415 (an extra)

    signed = readings.where("signature IS NOT NULL").dropDuplicates(["id"]).select("id", "signature")
    banded = signed.mapInArrow(_each(_bands, BANDS), BANDS)
    a, b = banded.alias("a"), banded.alias("b")
    met = a.join(b, f.expr("a.band = b.band AND a.id < b.id")).select(f.col("a.id").alias("a"), f.col("b.id").alias("b")).distinct()
    ours = signed.select(f.col("id").alias("a"), f.col("signature").alias("signature_a"))
    theirs = signed.select(f.col("id").alias("b"), f.col("signature").alias("signature_b"))
    return met.join(ours, "a").join(theirs, "b").mapInArrow(_each(_copied, COPIES), COPIES)


def links(found: DataFrame, copied: DataFrame) -> DataFrame:
    """The pairs of reports that are alike, with score and reasons; those with the same words in copies of one text at 1.

    Args:
        found: `reports(...)`.
        copied: `copies(...)`.
    """
    from pyspark.sql import functions as f  # noqa: PLC0415 (an extra)

    keyed = found.select("id", f.explode("keys").alias("key"))
    a, b = keyed.alias("a"), keyed.alias("b")
    met = a.join(b, f.expr("a.key = b.key AND a.id < b.id")).select(f.col("a.id").alias("a"), f.col("b.id").alias("b")).distinct()
    columns = ("kind", "document", "published", "body")
    ours = found.select(f.col("id").alias("a"), f.struct(*columns).alias("of_a"))
    theirs = found.select(f.col("id").alias("b"), f.struct(*columns).alias("of_b"))
    alike = met.join(ours, "a").join(theirs, "b").mapInArrow(_each(_alike, LINKS), LINKS)

    one, other = found.alias("one"), found.alias("other")
    words = " AND ".join(f"one.{c} = other.{c}" for c in ("kind", "form", "status", "quote", "code"))
    both = copied.alias("c").join(one, f.expr("one.document = c.a")).join(other, f.expr(f"other.document = c.b AND {words}"))
    same = both.select(
        f.least("one.id", "other.id").alias("a"), f.greatest("one.id", "other.id").alias("b"), f.col("c.jaccard").alias("jaccard")
    ).mapInArrow(_each(_same, LINKS), LINKS)
    return alike.join(same.select("a", "b"), ["a", "b"], "left_anti").unionByName(same)


def components(ids: DataFrame, edges: DataFrame) -> DataFrame:
    """For each id the least id that edges connect it with: a column `component`.

    In each round an id takes the least label among its neighbours' and that label's own, so that long chains shrink fast.

    Args:
        ids: a column `id`.
        edges: columns `a` and `b`.
    """
    from pyspark.sql import functions as f  # noqa: PLC0415 (an extra)

    both = edges.select("a", "b").unionByName(edges.select(f.col("b").alias("a"), f.col("a").alias("b"))).localCheckpoint()
    labels = ids.select("id", f.col("id").alias("component")).localCheckpoint()
    while True:
        near = both.join(labels, both.b == labels.id).groupBy("a").agg(f.min("component").alias("near"))
        stepped = labels.join(near, labels.id == near.a, "left").select(
            "id", f.least("component", f.coalesce("near", "component")).alias("component")
        )
        of_label = stepped.select(f.col("id").alias("label"), f.col("component").alias("further"))
        jumped = stepped.join(of_label, stepped.component == of_label.label).select(
            "id", f.least("component", "further").alias("component")
        )
        after = jumped.localCheckpoint()  # or the plan would grow with every round
        before = labels.withColumnRenamed("component", "was")
        changed = after.join(before, "id").where("component <> was").limit(1).count()
        labels = after
        if not changed:
            return labels


def merge(readings: DataFrame, copied: DataFrame | None = None) -> DataFrame:
    """The entries of readings: a row for each thing reported, its body as JSON, as `dragoman ledger show` gives it.

    Args:
        readings: what `spark.read` gives.
        copied: `copies(readings)`, where that is at hand.
    """
    from pyspark.sql import functions as f  # noqa: PLC0415 (an extra)

    found = reports(readings).localCheckpoint()  # parsed once, used five times
    copied = copies(readings) if copied is None else copied
    linked = links(found, copied).localCheckpoint()
    labels = components(found.select("id"), linked)
    originals = copied.groupBy(f.col("b").alias("document")).agg(f.min("a").alias("original"))
    members = (
        found.join(originals, "document", "left")
        .join(labels, "id")
        .groupBy("component")
        .agg(f.collect_list(f.struct("id", "document", "kind", "published", "body", "about", "original")).alias("members"))
    )
    inside = linked.join(labels, linked.a == labels.id).groupBy("component").agg(f.collect_list(f.struct(*linked.columns)).alias("links"))
    return members.join(inside, "component", "left").mapInArrow(_each(_entries, ENTRIES), ENTRIES)


# -- what is done with each row, in the workers ----------------------------------------------------------------------------------------


def _each(make: Callable[[Row], Iterable[Row]], columns: str) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """A function from rows to rows as one from batches to batches."""

    def run(batches: Iterable[Any]) -> Iterator[Any]:
        from pyarrow import RecordBatch  # noqa: PLC0415

        for batch in batches:
            rows = [made for row in batch.to_pylist() for made in make(row)]
            if rows:
                yield RecordBatch.from_pylist(rows, schema=arrow(columns))

    return run


def _reports(row: Row) -> Iterator[Row]:
    reading = json.loads(row["reading"])
    home = reading["document"]
    about = json.dumps({name: home[name] for name in ("title", "publisher", "url")}, ensure_ascii=False)
    seen: dict[str, int] = {}
    for field, kind in KINDS.items():
        for body in reading[field]:
            again = seen[body["id"]] = seen.get(body["id"], 0) + 1
            if again > 1:  # as the ledger tells two records of one id apart
                body["id"] = f"{body['id']}-{again}"
            seen_as = _features(kind, body, home["id"], home["published"])
            yield {
                "id": body["id"],
                "document": home["id"],
                "kind": kind,
                "form": form(kind, body),
                "status": str(body.get("status", "occurred")),
                "quote": main_evidence(kind, body)["quote"],
                "code": seen_as.code,
                "published": home["published"],
                "body": json.dumps(body, ensure_ascii=False),
                "about": about,
                "keys": list(dict.fromkeys(blocks(seen_as))),
            }


def _features(kind: str, body: Mapping[str, Any], document: str, published: str | None) -> Features:
    return features(kind, body, document, dt.date.fromisoformat(published) if published else None)


def _bands(row: Row) -> Iterator[Row]:
    yield from ({"id": row["id"], "band": band} for band in copying.bands(row["signature"]))


def _copied(row: Row) -> Iterator[Row]:
    share = copying.jaccard(row["signature_a"], row["signature_b"])
    if share >= rules()["copied"]:
        yield {"a": row["a"], "b": row["b"], "jaccard": share}


def _of(report: Row) -> Features:
    return _features(report["kind"], json.loads(report["body"]), report["document"], report["published"])


def _alike(row: Row) -> Iterator[Row]:
    verdict = compare(_of(row["of_a"]), _of(row["of_b"]))
    if verdict.alike:
        yield {"a": row["a"], "b": row["b"], "score": verdict.score, "reasons": json.dumps(verdict.reasons, ensure_ascii=False)}


def _same(row: Row) -> Iterator[Row]:
    why = [f"the same words in copies of one text ({row['jaccard']:.2f} of their wording in common)"]
    yield {"a": row["a"], "b": row["b"], "score": 1.0, "reasons": json.dumps(why)}


def _entries(row: Row) -> Iterator[Row]:
    found = {member["id"]: member for member in row["members"]}
    scores = {pair(link["a"], link["b"]): link["score"] for link in row["links"] or ()}
    why = {pair(link["a"], link["b"]): json.loads(link["reasons"]) for link in row["links"] or ()}
    seen = {i: _of(member) for i, member in found.items()} if len(found) > 1 else {}

    def verdict(a: str, b: str) -> Verdict:
        return compare(seen[a], seen[b])

    for group in cluster(found, scores, verdict):
        pairs = [pair(a, b) for n, a in enumerate(group) for b in group[n + 1 :]]
        merged = [{"a": a, "b": b, "score": scores[a, b], "reasons": why[a, b]} for a, b in pairs if (a, b) in scores]
        body = build([_member(found[i]) for i in group], merged)
        yield {"id": body["id"], "kind": body["kind"], "body": json.dumps(body, ensure_ascii=False)}


def _member(row: Row) -> Member:
    about = json.loads(row["about"])
    day = dt.date.fromisoformat(row["published"]) if row["published"] else None
    home = row["document"]
    return Member(
        json.loads(row["body"]), row["kind"], home, about["title"], about["publisher"], about["url"], day, "", row["original"] or home
    )
