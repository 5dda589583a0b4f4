"""Taking records back: every row counted, each rejected one named with its line and the reason, nothing merged into silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman import cli
from dragoman.exports.exporting import export
from dragoman.exports.gdelt.columns import EVENTS
from dragoman.exports.polecat.columns import COLUMNS
from dragoman.ledger import Ledger

from .making import readings
from .test_tables import reading

GDELT = {
    "SQLDATE": "20230310", "EventCode": "036", "QuadClass": "1", "GoldsteinScale": "4.0", "DATEADDED": "20230311001500",
    "Actor1Name": "IRAN", "Actor1CountryCode": "IRN", "Actor2Name": "RIYADH", "Actor2CountryCode": "SAU", "Actor2Type1Code": "GOV",
    "ActionGeo_Type": "4", "ActionGeo_FullName": "Beijing, Beijing, China", "ActionGeo_CountryCode": "CH", "ActionGeo_Lat": "39.9",
    "ActionGeo_Long": "116.4", "SOURCEURL": "https://meridian-wire.example/a",
}  # fmt: skip
POLECAT = {
    "Event ID": "P1", "Event Date": "2023-03-10", "Event Type": "consult", "Event Mode": "visit", "Quad Code": "V-COOP",
    "Contexts": "diplomatic;economic", "Intensity": "4", "Actor Name": "Somebody", "Actor Country": "IRN", "Primary Actor Sector": "MIL",
    "Recipient Country": "SAU", "Recipient Name": "None", "GeoNames ID": "108410.0", "Placename": "Riyadh", "Country": "SAU",
}  # fmt: skip


def gdelt(path: Path, *rows: dict[str, str]) -> Path:
    lines = ("\t".join({"GLOBALEVENTID": str(n), **GDELT, **row}.get(c, "") for c in EVENTS) for n, row in enumerate(rows, start=1))
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def polecat(path: Path, *rows: dict[str, str], intensity: str = "Intensity") -> Path:
    names = [intensity if c == "Intensity" else c for c in COLUMNS]
    lines = ["\t".join(names), *("\t".join({**POLECAT, **row}.get(c, "") for c in COLUMNS) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


def taken(found: Any) -> dict[str, Any]:
    summary: dict[str, Any] = json.loads(found.stdout)
    return summary


def test_gdelt_rows_become_events_without_text(tmp_path: Path) -> None:
    book = tmp_path / "x.db"
    found = run("ledger", "import", gdelt(tmp_path / "a.export.CSV", {}), "--ledger", book)
    assert found.exit_code == 0
    assert {k: taken(found)[k] for k in ("rows", "taken", "rejected", "events", "new")} == dict.fromkeys(
        ("rows", "taken", "events", "new"), 1
    ) | {"rejected": 0}
    with Ledger(book) as ledger:
        stored = ledger.stored("gdelt/1")
        assert ledger.check() == []
    (event,) = stored.events
    assert (event.type, event.cameo, event.quad, event.goldstein, event.confidence) == ("AGREE", "036", 1, 4.0, 0.0)
    assert [(p.role, p.actor.id, p.actor.kind) for p in event.participants] == [("actor", "IRN", "state"), ("recipient", "SAU", "state")]
    assert event.place
    assert (event.place.name, event.place.country, event.place.lat) == ("Beijing", "CHN", 39.9)
    assert event.when
    assert event.when.start
    assert event.when.start.isoformat() == "2023-03-10"
    assert event.evidence.clause.quote == ""
    assert stored.warnings[0].code == "no-text"
    assert (stored.document.n_chars, stored.document.publisher, str(stored.document.published)) == (
        0,
        "meridian-wire.example",
        "2023-03-11",
    )


def test_every_bad_row_is_named_with_its_line_and_reason(tmp_path: Path) -> None:
    rows = (
        {},
        {"EventCode": "36"},
        {"SQLDATE": "20230230"},
        {"GLOBALEVENTID": "1"},
        {"GoldsteinScale": "high"},
        {"QuadClass": "7"},
        {"GLOBALEVENTID": "x"},
        {"EventCode": "010", "Actor1CountryCode": "", "Actor1Name": ""},
        {"EventCode": "010"},
        {"ActionGeo_Lat": "139.9"},
        {"SQLDATE": "2023061"},
    )
    path = gdelt(tmp_path / "a.export.CSV", *rows)
    path.write_bytes(path.read_bytes() + b"1\t2\n" + b"\xff\xfe\n")
    found = run("ledger", "import", path, "--ledger", tmp_path / "x.db", "--json")
    assert found.exit_code == 10
    summary = taken(found)
    assert (summary["rows"], summary["taken"], summary["rejected"]) == (13, 2, 11)
    assert (summary["events"], summary["statements"], summary["new"]) == (1, 1, 2)
    named = [line.split(f"{path}:")[1] for line in found.stderr.splitlines() if f"{path}:" in line]
    assert [n.split(":")[0] for n in named] == ["2", "3", "4", "5", "6", "7", "8", "10", "11", "12", "13"]
    for line, reason in zip(
        named,
        (
            "leading zero",
            "no date",
            "line 1 already",
            "no number",
            "quad",
            "no number",
            "without a speaker",
            "lat",
            "no date",
            "2 columns",
            "UTF-8",
        ),
        strict=True,
    ):
        assert reason in line


def test_mentions_are_refused_by_name(tmp_path: Path) -> None:
    export("gdelt", [reading()], tmp_path)
    found = run("ledger", "import", tmp_path / "dragoman.mentions.CSV", "--ledger", tmp_path / "x.db")
    assert found.exit_code == 3
    assert "a row of GDELT mentions" in found.stderr


@pytest.mark.parametrize("intensity", ["Intensity", "Event Intensity"])
def test_polecat_rows_under_either_name_of_their_intensity(tmp_path: Path, intensity: str) -> None:
    bad = ({"Event ID": "P2", "Event Type": "CHAT"}, {"Event ID": ""}, {"Event ID": "P3", "Event Mode": "riot"}, {"Event ID": "P1"})
    path = polecat(tmp_path / "p.txt", {}, *bad, intensity=intensity)
    found = run("ledger", "import", path, "--ledger", tmp_path / "x.db")
    assert (taken(found)["taken"], taken(found)["rejected"]) == (1, 4)
    for line, reason in ((3, "no PLOVER type"), (4, "no Event ID"), (5, "no mode of CONSULT"), (6, "in line 2 already")):
        assert re_line(found.stderr, path, line, reason)
    with Ledger(tmp_path / "x.db") as ledger:
        (event,) = ledger.stored("polecat/P1").events
    assert (event.type, event.mode, event.intensity, event.contexts) == ("CONSULT", "visit", 4.0, ("diplomatic", "economic"))
    assert [(p.actor.id, p.actor.sector) for p in event.participants] == [("IRN/somebody", "MIL"), ("SAU", None)]
    assert event.place
    assert event.place.geonames_id == 108410


def re_line(text: str, path: Path, line: int, reason: str) -> bool:
    return any(f"{path}:{line}: " in said and reason in said for said in text.splitlines())


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    path = gdelt(tmp_path / "a.CSV", {}, {})
    assert taken(run("ledger", "import", path, "--ledger", tmp_path / "x.db"))["new"] == 2
    again = taken(run("ledger", "import", path, "--ledger", tmp_path / "x.db"))
    assert (again["new"], again["unchanged"]) == (0, 2)


def test_our_own_files_come_back_as_they_were(tmp_path: Path) -> None:
    made = list(readings(30, seed=3))
    export("jsonl", made, tmp_path / "r.jsonl")
    export("parquet", made, tmp_path)
    summary = taken(run("ledger", "import", tmp_path / "r.jsonl", tmp_path / "readings.parquet", "--ledger", tmp_path / "x.db"))
    assert (summary["rows"], summary["new"], summary["unchanged"]) == (2 * len(made), len(made), len(made))


def test_what_is_none_of_the_formats_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Some words.\n")
    found = run("ledger", "import", tmp_path / "x.txt", tmp_path / "none", "--ledger", tmp_path / "x.db")
    assert found.exit_code == 3
    assert "neither readings" in found.stderr
    assert "none: No such file" in found.stderr
    (tmp_path / "p.tsv").write_text("Event ID\tEvent Date\n")
    found = run("ledger", "import", tmp_path / "p.tsv", "--ledger", tmp_path / "x.db")
    assert "it lacks Event Type" in found.stderr
