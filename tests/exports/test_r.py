"""examples/read_tables.R: run where R is found; its columns are those of the tables everywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dragoman.exports import tables
from dragoman.exports.columns import COLUMNS
from dragoman.exports.rows import rows

from .making import readings
from .test_tables import reading

SCRIPT = Path(__file__).resolve().parents[2] / "examples" / "read_tables.R"


def test_the_script_names_columns_that_there_are() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:events|things|counted|participants)\$(\w+)", text)) | set(re.findall(r'"(\w+_\w+)"', text))
    known = {column for table in ("events", "participants") for column in COLUMNS[table]}
    assert named
    assert named <= known


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R isn't installed: examples/read_tables.R can't be run")
def test_r_reads_the_tables(tmp_path: Path) -> None:
    made = [reading("r"), *readings(80)]
    counts = tables.write(made, tmp_path, safe=False)
    done = subprocess.run(["Rscript", str(SCRIPT), str(tmp_path)], capture_output=True, text=True, check=True, timeout=120)  # noqa: S603, S607 (our own script)
    kept = {row["event_id"] for one in made for name, row in rows(one) if name == "events" and row["status"] in {"occurred", "ongoing"}}
    assert f"{counts['events']} reports of events, {len(kept)} events that took place" in done.stdout
    assert re.search(r"^ *KEN +UGA +1 +-4.* 2025-01-07 2025-01-07$", done.stdout, re.M), done.stdout
