"""The benchmark runs, and says what it should."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "benchmarks" / "speed.py"
EXAMPLES = sorted(str(path) for path in (ROOT / "examples").glob("20*.md"))[:2]


def run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, SCRIPT, *EXAMPLES, "--rounds", "1", *arguments], capture_output=True, text=True, check=False)  # noqa: S603 (our own script)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_table_of_speed_and_of_stages() -> None:
    machine, _, head, _, row = run().splitlines()
    assert "cores of" in machine
    assert "| words/s | bare spaCy | ratio |" in head
    assert "parsing, ms a text" in head
    assert row.startswith("| texts | 2 | ")
    assert row.count("|") == head.count("|")


def test_json_has_the_ratio_and_every_stage() -> None:
    found = json.loads(run("--json", "--texts", "1"))
    assert found["texts"] == 1
    assert found["ratio"] > 0
    assert list(found["stages"]) == ["parsing", "mentions and actors", "topics", "engagements", "events", "statements", "commitments"]
    assert all(seconds >= 0 for seconds in found["stages"].values())
