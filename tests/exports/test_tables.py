"""Flat tables: every column there and described, cells flat, exact where asked and safe where not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman import cli
from dragoman.exports import jsonl, parts, tables
from dragoman.exports.merged import Merged
from dragoman.records import (
    Actor,
    Attribution,
    Commitment,
    Document,
    Engagement,
    Event,
    EventEvidence,
    Evidence,
    Participant,
    Place,
    Reading,
    ReadingWarning,
    Statement,
    Topic,
    When,
)
from dragoman.records.errors import SourceError, UsageError

from .making import readings

TEXT = 'On Monday in Nairobi, Kenya thanked Uganda, the AU said: "=trade, here\r\nand there". Kenya will send aid if asked.'


def reading(id: str = "d1", title: str | None = "=HYPERLINK(1)") -> Reading:
    """One record of each kind, with everything that a table can hold."""

    def words(quote: str) -> Evidence:
        start = TEXT.index(quote)
        return Evidence.of(TEXT, start, start + len(quote))

    def actor(id: str, name: str) -> Actor:
        return Actor(id=id, name=name, kind="state", country=id[:3], sector="GOV", as_written=name, evidence=words(name))

    kenya, uganda, union = actor("KEN", "Kenya"), actor("UGA", "Uganda"), actor("IGO/african-union", "AU")
    pair = (Participant(role="actor", actor=kenya), Participant(role="recipient", actor=uganda))
    monday = words("On Monday")
    when = When(text="On Monday", start="2025-01-06", end="2025-01-06", precision="day", evidence=monday)
    place = Place(name="Nairobi", as_written="Nairobi", country="KEN", lat=-1.28, lon=36.8, geonames_id=184745, evidence=words("Nairobi"))
    trade = Topic(context="trade", label="trade", evidence=words("trade"))
    said = (Attribution(speaker=union, cue=words("said")),)
    return Reading(
        document=Document.of(TEXT, id=id, title=title, publisher="A \"quoted\", paper", published="2025-01-07"),
        engagements=(
            Engagement(
                id="en-1", medium="meeting", status="occurred", participants=pair,
                when=when, place=place, topics=(trade,), evidence=(monday,)
            ),
        ),
        events=(
            Event(
                id="ev-1", type="CONSULT", cameo="036", quad=1, goldstein=-4.0, intensity=2.0, status="occurred", participants=pair,
                contexts=("trade", "aid"), topics=(trade,), attribution=said, engagement="en-1", confidence=0.75,
                evidence=EventEvidence(trigger=words("thanked"), clause=words("Kenya thanked Uganda")),
            ),
        ),
        statements=(
            Statement(
                id="st-1", speaker=union, addressee=kenya, stance="thank", topic=trade, cue=words("said"),
                content=words("=trade, here\r\nand there"),
            ),
        ),
        commitments=(
            Commitment(
                id="co-1", kind="pledge", parties=(kenya, union), counterparties=(uganda,), action=words("send aid"),
                condition=words("if asked"), evidence=(words("Kenya will send aid"),),
            ),
        ),
        warnings=(ReadingWarning(code="a-code", message="first"), ReadingWarning(code="b-code", message="second", evidence=monday)),
    )  # fmt: skip


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_every_row_has_every_column_of_its_table_and_no_nested_cell() -> None:
    seen = set()
    for name, row in tables.rows(reading()):
        assert set(row) == set(tables.COLUMNS[name]), name
        assert not [v for v in row.values() if isinstance(v, (list, tuple, dict, set))]
        seen.add(name)
    assert seen == set(tables.COLUMNS)


def test_names_are_snake_case_and_every_column_has_its_line() -> None:
    for columns in tables.COLUMNS.values():
        assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", column) for column in columns)
        assert all(meaning and "\n" not in meaning for meaning in columns.values())


def test_what_the_tables_hold(tmp_path: Path) -> None:
    counts = tables.write([reading()], tmp_path / "new" / "folder")
    folder = tmp_path / "new" / "folder"
    found = {name: table(folder, name) for name in tables.COLUMNS}
    assert counts == {name: len(rows) for name, rows in found.items()}
    event = found["events"][0]
    assert (event["cameo"], event["goldstein"], event["confidence"]) == ("036", "-4.0", "0.75")  # text with its zero; numbers untouched
    assert (event["actor_id"], event["recipient_id"], event["reporter_id"]) == ("KEN", "UGA", "IGO/african-union")
    engagement = found["engagements"][0]
    assert (engagement["when_start"], engagement["place_lat"], engagement["topic_context"]) == ("2025-01-06", "-1.28", "trade")
    assert found["documents"][0]["published"] == "2025-01-07"
    assert found["documents"][0]["publisher"] == 'A "quoted", paper'
    assert [(r["record_id"], r["role"]) for r in found["participants"] if r["record_kind"] == "commitment"] == [
        ("co-1", "party"),
        ("co-1", "party"),
        ("co-1", "counterparty"),
    ]
    assert [(r["context"], r["label"]) for r in found["topics"] if r["record_id"] == "ev-1"] == [("trade", "trade"), ("aid", "")]
    assert [(r["warning_number"], r["quote"]) for r in found["warnings"]] == [("1", ""), ("2", "On Monday")]


def test_every_evidence_is_there_with_its_path(tmp_path: Path) -> None:
    one = reading()
    tables.write([one], tmp_path, safe=False)
    rows = table(tmp_path, "evidence")
    assert [(int(r["start"]), int(r["end"]), r["quote"]) for r in rows] == [(e.start, e.end, e.quote) for e in one.evidence()]
    assert "participants.1.actor.evidence" in {r["field"] for r in rows if r["record_id"] == "en-1"}
    assert all(TEXT[int(r["start"]) : int(r["end"])] == r["quote"] for r in rows)


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_formulas_are_made_safe_unless_exact_cells_are_asked_for(tmp_path: Path, start: str) -> None:
    for safe, cell in ((True, "'" + start), (False, start)):
        tables.write([reading(title=start)], tmp_path, safe=safe)
        assert table(tmp_path, "documents")[0]["title"] == cell


def test_line_ends_inside_cells_survive(tmp_path: Path) -> None:
    tables.write([reading(title="a\rb\nc")], tmp_path, safe=False)
    assert table(tmp_path, "documents")[0]["title"] == "a\rb\nc"
    assert table(tmp_path, "statements")[0]["quote"] == "=trade, here\r\nand there"


def test_readings_are_taken_a_part_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken, given = [], []
    exact = tables.cells

    def one_by_one() -> Iterator[Reading]:
        for number in range(2 * parts.READINGS + 1):
            taken.append(number)
            yield reading(str(number))

    def cells(one: Reading, merged: Merged) -> Any:
        given.append(len(taken))
        return exact(one, merged)

    monkeypatch.setattr(tables, "cells", cells)
    assert tables.write(one_by_one(), tmp_path)["documents"] == len(given) == 2 * parts.READINGS + 1
    assert sorted(set(given)) == [parts.READINGS, 2 * parts.READINGS, 2 * parts.READINGS + 1]


def test_no_readings_leave_headers(tmp_path: Path) -> None:
    assert set(tables.write([], tmp_path).values()) == {0}
    assert (tmp_path / "events.csv").read_text().startswith("document_id,event_id,")


def test_a_folder_that_is_a_file_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(UsageError, match="can't be written"):
        tables.write([], tmp_path / "x")


def test_json_lines_there_and_back() -> None:
    lines = jsonl.part([reading("a"), reading("b")]).files[""]
    back = list(jsonl.read(io.BytesIO(lines), "x"))
    assert [r.model_dump_json() for r in back if isinstance(r, Reading)] == lines.decode().splitlines()


def test_a_line_put_together_of_its_records_is_the_reading() -> None:
    for one in (reading(), reading().model_copy(update={"events": (), "warnings": ()}), *readings(60, seed=3)):
        assert jsonl.Pieces(one).line() == jsonl.written(one)


def test_bad_lines_are_errors_in_their_place() -> None:
    good = reading().model_dump_json().encode()
    found = list(jsonl.read(io.BytesIO(b"\n".join([good, b"{", b"", b'{"a": 1}', b"\xff", good])), "x"))
    assert [str(e).split(" ")[0] if isinstance(e, SourceError) else "ok" for e in found] == ["ok", "x:2:", "x:4:", "x:5:", "ok"]
    assert "\n" not in "".join(map(str, found[1:4]))
    assert str(next(jsonl.read(io.BytesIO(b"\n"), "x"))) == "x: the file is empty"


# -- the command -------------------------------------------------------------------------------------------------------------------


def run(*arguments: str | Path, stdin: bytes | None = None) -> Any:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments], input=stdin)


def test_the_command_names_bad_lines_and_goes_on(tmp_path: Path) -> None:
    source = tmp_path / "r.jsonl"
    source.write_text(f"{reading('a').model_dump_json()}\nnonsense\n{reading('b').model_dump_json()}\n", encoding="utf-8")
    found = run("export", "csv", source, "--out", tmp_path / "out")
    assert found.exit_code == 10
    assert f"dragoman: {source}:2: not a reading" in found.stderr
    assert "2 readings exported, 1 couldn't be read" in found.stderr
    assert [row["document_id"] for row in table(tmp_path / "out", "documents")] == ["a", "b"]
    assert table(tmp_path / "out", "documents")[0]["title"] == "'=HYPERLINK(1)"


def test_the_command_reads_standard_input_and_writes_exact_cells(tmp_path: Path) -> None:
    line = reading().model_dump_json().encode() + b"\n"
    assert run("export", "csv", "-", "--out", tmp_path, "--exact", stdin=line).exit_code == 0
    assert table(tmp_path, "documents")[0]["title"] == "=HYPERLINK(1)"
    assert run("export", "jsonl", "-", "--out", tmp_path / "x.jsonl", stdin=line).exit_code == 0
    assert (tmp_path / "x.jsonl").read_bytes() == line


def test_the_command_refuses_what_makes_no_sense(tmp_path: Path) -> None:
    source = tmp_path / "r.jsonl"
    source.write_text(reading().model_dump_json())
    assert run("export", "csv", tmp_path / "none.jsonl", "--out", tmp_path / "o").exit_code == 3
    assert isinstance(run("export", "jsonl", source, "--out", source).exception, UsageError)  # it would be emptied first
    assert isinstance(run("export", "jsonl", source, "--out", tmp_path / "o", "--exact").exception, UsageError)
    assert run("export", "xlsx", source, "--out", tmp_path / "o").exit_code == 2
    assert source.read_text()
