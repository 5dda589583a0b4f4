"""Manifests, selections and what changed since: from files and from a ledger, whose things keep their ids."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman import cli
from dragoman.exports import stored, tables
from dragoman.exports.exporting import export
from dragoman.exports.formats import FORMATS
from dragoman.exports.gdelt.writing import number
from dragoman.ledger import Ledger
from dragoman.records import Reading
from dragoman.records.errors import UsageError

from .making import readings
from .test_tables import reading, table


def changes(path: Path) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return [(r["change"], r["record_kind"], r["record_id"]) for r in csv.DictReader(handle)]


def altered(one: Reading) -> Reading:
    (event,) = one.events
    return one.model_copy(update={"events": (event.model_copy(update={"confidence": 0.1}),)})


def test_the_manifest_has_every_record_and_the_version_is_the_contents(tmp_path: Path) -> None:
    made = list(readings(60, seed=2))
    first = export("jsonl", made, tmp_path / "a.jsonl")
    second = export("csv", reversed(made), tmp_path / "b")
    assert first["version"] == second["version"]
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl.manifest.jsonl").read_text("utf-8").split("\n")[:-1]]
    ids = [("document", r.document.id) for r in made] + [
        (kind, record.id) for r in made for kind in ("engagement", "event", "statement", "commitment") for record in getattr(r, f"{kind}s")
    ]
    assert sorted((row["kind"], row["id"]) for row in lines[:-1]) == sorted(ids)
    assert lines[-1]["version"] == first["version"]
    assert export("jsonl", [altered(reading())], tmp_path / "c")["version"] != export("jsonl", [reading()], tmp_path / "d")["version"]


def test_since_writes_additions_changes_and_deletions(tmp_path: Path) -> None:
    export("csv", [reading("a"), reading("b"), reading("c")], tmp_path / "v1")
    now = [reading("a"), altered(reading("b")), reading("d")]
    # ids of the records are the same in each of these readings: only documents tell them apart
    now = [own_ids(r) for r in now]
    export("csv", [own_ids(reading(i)) for i in "abc"], tmp_path / "v2")
    done = export("csv", now, tmp_path / "v3", since=tmp_path / "v2")
    assert done["changes"] == {"added": 5, "changed": 1, "deleted": 5}
    found = changes(tmp_path / "v3" / "changes.csv")
    assert [c for c in found if c[0] == "changed"] == [("changed", "event", "ev-b")]
    assert {c[2] for c in found if c[0] == "added"} == {"d", "en-d", "ev-d", "st-d", "co-d"}
    assert {c[2] for c in found if c[0] == "deleted"} == {"c", "en-c", "ev-c", "st-c", "co-c"}
    assert [row["event_id"] for row in table(tmp_path / "v3", "events")] == ["ev-b", "ev-d"]
    assert [row["engagement_id"] for row in table(tmp_path / "v3", "engagements")] == ["en-d"]
    again = export("csv", now, tmp_path / "v4", since=tmp_path / "v3")  # the manifest of changes is whole
    assert again["changes"] == {"added": 0, "changed": 0, "deleted": 0}
    assert table(tmp_path / "v4", "documents") == []


def own_ids(one: Reading) -> Reading:
    kinds = ("engagements", "events", "statements", "commitments")
    found = {k: tuple(r.model_copy(update={"id": f"{k[:2]}-{one.document.id}"}) for r in getattr(one, k)) for k in kinds}
    return one.model_copy(update=found)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_since(tmp_path: Path, name: str) -> None:
    old, new = [own_ids(reading("a"))], [own_ids(reading("a")), own_ids(reading("b"))]
    export(name, old, tmp_path / "1" / "x")
    done = export(name, new, tmp_path / "2" / "x", since=tmp_path / "1" / "x")
    assert done["changes"] == {"added": 5, "changed": 0, "deleted": 0}
    text = "".join(
        p.read_bytes().decode("utf-8", "replace") for p in (tmp_path / "2").rglob("x*") if p.is_file() and "manifest" not in p.name
    )
    assert FORMATS[name].whole or "ev-a" not in text


def test_documents_with_a_change_are_written_whole_where_they_can_be_read_back(tmp_path: Path) -> None:
    export("jsonl", [own_ids(reading("a")), own_ids(reading("b"))], tmp_path / "1")
    export("jsonl", [own_ids(reading("a")), own_ids(altered(reading("b")))], tmp_path / "2", since=tmp_path / "1")
    (line,) = (tmp_path / "2").read_text("utf-8").splitlines()
    back = Reading.model_validate_json(line)
    assert (back.document.id, len(back.engagements), len(back.statements)) == ("b", 1, 1)


def test_since_asks_for_an_export_that_ended_with_the_same_filter(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no manifest\.jsonl"):
        export("jsonl", [], tmp_path / "x", since=tmp_path / "none")
    export("jsonl", [reading()], tmp_path / "1")
    manifest = tmp_path / "1.manifest.jsonl"
    manifest.write_text("".join(manifest.read_text("utf-8").splitlines(keepends=True)[:-1]))
    with pytest.raises(Exception, match="didn't end"):
        export("jsonl", [], tmp_path / "x", since=tmp_path / "1")
    export("jsonl", [reading()], tmp_path / "2")
    found = run("export", "jsonl", "-", "--out", tmp_path / "3", "--about", "Kenya", "--since", tmp_path / "2", stdin=b"")
    assert isinstance(found.exception, UsageError)
    with pytest.raises(UsageError, match="write the changes elsewhere"):
        export("jsonl", [reading()], tmp_path / "2", since=tmp_path / "2")


def run(*arguments: str | Path, stdin: bytes | None = None) -> Any:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments], input=stdin)


def test_a_selection_keeps_the_records_of_a_party_and_its_days(tmp_path: Path) -> None:
    source = tmp_path / "r.jsonl"
    source.write_text(reading().model_dump_json() + "\n", encoding="utf-8")
    rows = {}
    for name, options in {
        "uganda": ["--about", "Uganda"],
        "both": ["--about", "UGA", "--about", "KEN"],
        "haiti": ["--about", "Haiti"],
        "january": ["--from", "2025-01-01", "--until", "2025-01-06"],
        "later": ["--from", "2025-02-01"],
    }.items():
        done = json.loads(run("export", "csv", source, "--out", tmp_path / name, "--json", *options).stdout)
        rows[name] = [done["written"][t] for t in ("documents", "engagements", "events", "statements", "commitments")]
    assert rows == {
        "uganda": [1, 1, 1, 0, 1],
        "both": [1, 1, 1, 0, 1],
        "haiti": [0, 0, 0, 0, 0],
        "january": [1, 1, 0, 0, 0],
        "later": [0, 0, 0, 0, 0],
    }
    assert json.loads((tmp_path / "both" / "manifest.jsonl").read_text("utf-8").splitlines()[-1])["filter"] == {"about": ["UGA", "KEN"]}


def test_a_thing_of_a_ledger_is_one_event_and_keeps_its_id_when_earlier_reports_come(tmp_path: Path) -> None:
    from ledger.making import call

    first, second, earlier = call(publisher="B Post"), call("2025-09-25", "C Wire"), call("2025-09-23", "A Times")
    with Ledger(tmp_path / "x.db") as book:
        list(book.add_all([first, second]))
        before = exported(book, tmp_path / "1")
        book.add(earlier)
        after = exported(book, tmp_path / "2")
        moved = book.entry(first.events[0].id)
    assert moved
    assert moved["id"] != first.events[0].id  # the ledger now leads with the earlier report
    assert len(before) == len(after) == len(first.events)
    assert [row[0] for row in before] == [row[0] for row in after] == [str(number(e.id)) for e in first.events]
    assert {row[31] for row in before} == {"2"}
    assert {row[31] for row in after} == {"3"}  # NumMentions
    rows = [row for one in (first, second, earlier) for name, row in tables.rows(one) if name == "events"]
    assert len(rows) == 3 * len(after)


def exported(book: Ledger, out: Path) -> list[list[str]]:
    export("gdelt", stored.readings(book), out, merged=stored.merged(book))
    return [line.split("\t") for line in (out / "dragoman.export.CSV").read_text("utf-8").split("\n")[:-1]]


def test_commitments_of_a_ledger_have_what_became_of_them(tmp_path: Path) -> None:
    from ledger.making import meeting

    with Ledger(tmp_path / "x.db") as book:
        one = meeting()
        book.add(one)
        book.set_status(one.commitments[0].id, "fulfilled")
    assert run("export", "jsonld", "--ledger", tmp_path / "x.db", "--out", tmp_path / "x.jsonld").exit_code == 0
    graph = json.loads((tmp_path / "x.jsonld").read_text("utf-8"))["@graph"]
    (promise,) = [n for n in graph if n["@type"] == "PlanAction"]
    assert promise["actionStatus"] == {"@id": "https://schema.org/CompletedActionStatus"}
    found = run("export", "ics", "--ledger", tmp_path / "x.db", "--out", tmp_path / "x.ics")
    assert "nothing" in found.stderr  # it is no longer due
    assert isinstance(run("export", "csv", "--out", tmp_path / "y").exception, UsageError)


def test_what_people_decided_holds_in_every_format_but_the_exact_readings(tmp_path: Path) -> None:
    from dragoman.ledger.review.desk import Review
    from ledger.making import call

    one, two = call(publisher="B Post"), call("2025-10-24", "C Wire")
    with Ledger(tmp_path / "x.db") as book:
        list(book.add_all([one, two]))
        desk = Review(book)
        desk.decide(one.events[0].id, "type", "correct", by="ann", value="ASSAULT")
        desk.decide(two.events[0].id, "record", "reject", by="ann", reason="an advertisement")
    for name in ("csv", "gdelt", "jsonl"):
        assert run("export", name, "--ledger", tmp_path / "x.db", "--out", tmp_path / name).exit_code == 0
    rows = {row["event_id"]: row for row in table(tmp_path / "csv", "events")}
    assert two.events[0].id not in rows
    assert rows[one.events[0].id]["plover_type"] == "ASSAULT"
    written = {
        line.split("\t")[0]: line.split("\t") for line in (tmp_path / "gdelt" / "dragoman.export.CSV").read_text("utf-8").splitlines()
    }
    assert str(number(two.events[0].id)) not in written
    assert written[str(number(one.events[0].id))][29] == "4"  # QuadClass
    exact = [Reading.model_validate_json(line) for line in (tmp_path / "jsonl").read_text("utf-8").splitlines()]
    assert {e.type for r in exact for e in r.events} == {e.type for r in (one, two) for e in r.events}
    assert len([e for r in exact for e in r.events]) == len(one.events) + len(two.events)


def test_since_an_export_of_files_only_what_the_ledger_says_otherwise_is_changed(tmp_path: Path) -> None:
    from ledger.making import call

    first, second, alone = call(publisher="B Post"), call("2025-09-25", "C Wire"), call("2026-03-25", "C Wire")
    source = tmp_path / "r.jsonl"
    source.write_text("".join(one.model_dump_json() + "\n" for one in (first, second, alone)), encoding="utf-8")
    run("export", "csv", source, "--out", tmp_path / "files")
    with Ledger(tmp_path / "x.db") as book:
        list(book.add_all([first, second, alone]))
        merges = {i for i, standing in stored.merged(book).standings.items() if standing.reports > 1}
        kept = {c.id: book.entry(c.id) for c in alone.commitments}
    assert merges
    run("export", "csv", "--ledger", tmp_path / "x.db", "--out", tmp_path / "ledger", "--since", tmp_path / "files")
    found = changes(tmp_path / "ledger" / "changes.csv")
    overdue = {i for i, c in kept.items() if c and c["status"] != "open"}
    assert {(change, id_) for change, _, id_ in found} == {("changed", id_) for id_ in merges | overdue}
