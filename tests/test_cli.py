"""The command line: output, exit codes, and docs/cli.md, which must name everything there is."""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer.main
from typer.testing import CliRunner

from dragoman import cli
from dragoman.evaluation import tasks
from dragoman.records import errors
from pacing import slowness

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "2023-12-15-argyle-declaration.md"
COMMANDS: Any = typer.main.get_command(cli.app)


def start(*arguments: str | Path, **options: Any) -> "subprocess.CompletedProcess[str]":
    """A run in a process of its own."""
    command = [sys.executable, "-m", "dragoman", *map(str, arguments)]
    return subprocess.run(command, text=True, check=False, **({"capture_output": True} | options))  # noqa: S603 (this interpreter)


def run(*arguments: str | Path, stdin: bytes | None = None) -> Any:
    """A run in this process; an error made on purpose ends with its exit code, as in `main`."""
    result = CliRunner().invoke(cli.app, [str(a) for a in arguments], input=stdin)
    if isinstance(result.exception, errors.DragomanError):
        result.exit_code = result.exception.exit_code
    elif result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_help_answers_within_half_a_second() -> None:
    """Processor time, which other work on the machine doesn't stretch as it does the clock's."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        found = start("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert "Reads diplomatic news" in found.stdout
    assert min(times) < 0.5 * slowness()


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    code = "import sys, dragoman.cli; print([m for m in ('spacy', 'pydantic', 'numpy', 'yaml', 'rich', 'trafilatura') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"  # noqa: S603 (this interpreter)


def test_one_text_is_one_json_object_of_the_schema() -> None:
    found = run("read", EXAMPLE)
    assert found.exit_code == 0, found.stderr
    reading = json.loads(found.stdout)
    assert reading["document"]["publisher"] == "Windward Chronicle"
    assert reading["engagements"]
    schema = run("schema")
    assert schema.exit_code == 0
    jsonschema.validate(reading, json.loads(schema.stdout))


def test_standard_input_with_date_and_title() -> None:
    text = b"President William Ruto met Secretary of State Marco Rubio on Tuesday."
    found = run("read", "-", "--published", "2025-09-25", "--title", "A meeting", stdin=text)
    assert found.exit_code == 0, found.stderr
    document = json.loads(found.stdout)["document"]
    assert (document["published"], document["title"]) == ("2025-09-25", "A meeting")


def test_a_table_is_an_array_or_lines(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_text('{"id": "1", "body": "Kenya thanked Uganda."}\n')
    array = run("read", table, "--column", "text=body", "--json")
    assert [r["document"]["id"] for r in json.loads(array.stdout)] == ["1"]
    lines = run("read", table, "--column", "text=body", "--format", "jsonl")
    assert [json.loads(line)["document"]["id"] for line in lines.stdout.splitlines()] == ["1"]


def test_one_bad_row_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_text('{"id": "1", "text": "Kenya thanked Uganda."}\n{"id": "2"}\n{"id": "3", "text": "Uganda thanked Kenya."}\n')
    found = run("read", table, "--format", "jsonl")
    assert found.exit_code == errors.EXIT_PARTIAL == 10
    assert [json.loads(line)["document"]["id"] for line in found.stdout.splitlines()] == ["1", "3"]
    assert f"dragoman: {table}:2: no key 'text' among id" in found.stderr
    assert "2 documents read, 1 couldn't be read" in found.stderr


def test_the_aide_memoire_and_output_files(tmp_path: Path) -> None:
    for name, start in (("a.txt", "AIDE-MEMOIRE"), ("a.json", "{"), ("a.jsonl", "{")):
        found = run("read", EXAMPLE, "--output", tmp_path / name)
        assert (found.exit_code, found.stdout) == (0, "")
        assert (tmp_path / name).read_text().startswith(start)
    shown = run("read", EXAMPLE, EXAMPLE, "--format", "text").stdout
    assert shown.count("AIDE-MEMOIRE") == 2
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["read"], 2, "Missing argument"),
        (["nonsense"], 2, "No such command"),
        (["read", EXAMPLE, "--format", "xml"], 2, "xml"),
        (["read", EXAMPLE, "--published", "24 Sept"], 2, "--published: '24 Sept' isn't a date"),
        (["read", ROOT / "examples", "--published", "2025-09-24"], 2, "a single text"),
        (["read", EXAMPLE, "--column", "text"], 2, "--column takes NAME=FIELD"),
        (["read", EXAMPLE, "--column", "body=text"], 2, "no column 'body'"),
        (["read", EXAMPLE, "--json", "--format", "text"], 2, "exclude each other"),
        (["read", EXAMPLE, "--output", ROOT / "nowhere" / "x.json"], 2, "can't be written"),
        (["read", "nothing.txt"], 3, "nothing.txt: no such file or folder"),
        (["who"], 2, "give an office and"),
        (["who", "foreign minister"], 2, "give an office and"),
        (["who", "foreign minister", "KEN", "--person", "X"], 2, "give an office and"),
        (["who", "foreign minster", "KEN"], 2, "did you mean foreign minister"),
        (["who", "foreign minister", "Atlantis"], 2, "no country or organisation is called 'Atlantis'"),
        (["who", "foreign minister", "KEN", "--on", "today"], 2, "--on: 'today' isn't a date"),
        (["evaluate", "nonsense", EXAMPLE], 2, "no task 'nonsense'"),
        (["evaluate", "readouts", "nothing.jsonl"], 3, "nothing.jsonl: No such file"),
        (["evaluate", "readouts", EXAMPLE], 3, "not JSON"),
        (["evaluate", "readouts", EXAMPLE, "--limit", "0"], 2, "--limit"),
    ],
)
def test_exit_codes(arguments: list[str | Path], code: int, message: str) -> None:
    found = run(*arguments)
    assert found.exit_code == code
    assert found.stdout == ""
    assert message in found.stderr + str(found.exception)


def test_an_error_ends_with_one_line_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"S\xe3o Paulo")
    found = start("read", path)
    assert (found.returncode, found.stdout) == (3, "")
    assert found.stderr == f"dragoman: {path}: byte 0xe3 at offset 1 isn't UTF-8\n"
    found = start("who", "x", "KEN")
    assert (found.returncode, found.stderr) == (2, "dragoman: no office is called 'x'\n")


def test_a_reader_that_goes_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    found = start("schema", capture_output=False, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (found.returncode, found.stderr) == (141, "")


def test_who_held_an_office() -> None:
    found = run("who", "foreign minister", "Kenya", "--on", "2023-05-01")
    assert [(row["person"], row["of"]) for row in json.loads(found.stdout)] == [("Alfred Mutua", "KEN")]
    assert json.loads(run("who", "foreign-minister", "KEN", "--on", "2023-05-01").stdout) == json.loads(found.stdout)
    american = json.loads(run("who", "Secretary of State", "USA", "--on", "2023-05-01").stdout)
    assert [(row["person"], row["title"]) for row in american] == [("Antony Blinken", "Secretary of State")]
    assert [row["person"] for row in json.loads(run("who", "Secretary General", "NATO", "--on", "2023-05-01").stdout)] == [
        "Jens Stoltenberg"
    ]


def test_which_offices_someone_held() -> None:
    rows = json.loads(run("who", "--person", "Alfred Mutua").stdout)
    assert ("foreign-minister", "2022-10-27") in {(row["office"], row["start"]) for row in rows}
    assert json.loads(run("who", "--person", "Nobody Whatsoever").stdout) == []


def test_doctor_says_what_is_there_and_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    found = run("doctor")
    report = json.loads(found.stdout)
    assert found.exit_code == (4 if report["wrong"] else 0)
    assert report["language_model"]["weights"] == "verified"
    assert report["data"]["gazetteer"]["countries"] >= 196
    assert report["data"]["codebook"]["types"] == 16
    assert {"tables", "charts", "web", "postgres", "spark"} <= set(report["extras"])
    monkeypatch.setattr("dragoman.reading.language.PARSER_SHA256", "0")
    monkeypatch.setattr("dragoman.reading.language.pipeline", __import__("dragoman.reading.language").reading.language.pipeline.__wrapped__)
    wrong = run("doctor")
    assert wrong.exit_code == 4
    assert any("holds other weights" in words and "pip install" in words for words in json.loads(wrong.stdout)["wrong"])


def test_doctor_for_people() -> None:
    from dragoman.doctor import lines

    report = json.loads(run("doctor", "--json").stdout)
    shown = "\n".join(lines({**report, "wrong": ["something"], "event_model": None}))
    assert "en_core_web_md 3.7.1, weights verified" in shown
    assert "event model     MISSING" in shown
    assert shown.endswith("wrong:\n  - something")


def test_evaluate_prints_scores_and_writes_predictions(tmp_path: Path) -> None:
    wanted = {"medium": "call", "countries": ["KEN"], "principal_surname": "Rubio"}
    row = {
        "id": "1",
        "published": "2025-09-25",
        "text": "Secretary of State Marco Rubio spoke by phone with Kenyan President William Ruto.",
        "gold": wanted,
    }
    gold, out = tmp_path / "gold.jsonl", tmp_path / "out.jsonl"
    gold.write_text(json.dumps(row) + "\n" + json.dumps({"id": "2"}) + "\n")
    found = run("evaluate", "readouts", gold, "--predictions", out, "--limit", "1")
    assert found.exit_code == 0, found.stderr
    assert json.loads(found.stdout)["medium"] == 1.0
    (prediction,) = map(json.loads, out.read_text().splitlines())
    assert prediction["id"] == "1"
    assert prediction["gold"] == wanted
    assert set(wanted) <= set(prediction["predicted"])


def test_a_task_without_its_module_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "TASKS", (*tasks.TASKS, "divination"))
    found = run("evaluate", "divination", EXAMPLE)
    assert found.exit_code == 4
    assert "'divination' isn't part of this version" in str(found.exception)


def test_the_documentation_names_every_command_option_and_exit_code() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `dragoman (\w+).*?`\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    assert set(sections) == set(COMMANDS.commands)
    for name, command in COMMANDS.commands.items():
        described = sections[name] + next(line for line in text.splitlines() if line.startswith(f"## `dragoman {name}"))
        for parameter in command.params:
            argument = (getattr(parameter, "metavar", None) or parameter.name).rstrip(".").upper()
            for written in parameter.opts if parameter.param_type_name == "option" else [argument]:
                assert written in described, (name, written)
    assert all(option in text for parameter in COMMANDS.params for option in parameter.opts)
    codes = {cls.exit_code for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, errors.DragomanError)}
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.M)}
    assert codes | {0, errors.EXIT_PARTIAL, 130, 141} == documented
    assert all(task in text for task in tasks.TASKS)
