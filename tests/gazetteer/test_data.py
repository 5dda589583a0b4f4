"""The data files keep their rules, and hold what the project promises."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.gazetteer.loading import rows
from dragoman.gazetteer.offices import terms
from dragoman.gazetteer.world import countries

ROOT = Path(__file__).resolve().parents[2]
LINTER = ROOT / "tools" / "lint_data.py"


@pytest.fixture(scope="module")
def linter() -> Iterator[ModuleType]:
    path = sys.path.copy()
    spec = importlib.util.spec_from_file_location("lint_data", LINTER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = path


def test_the_linter_finds_no_error() -> None:
    done = subprocess.run([sys.executable, str(LINTER)], capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 (our own script)
    assert done.returncode == 0, done.stdout
    assert "0 errors" in done.stderr


def test_every_un_member_and_observer_and_the_disputed_three() -> None:
    by_status = {status: {c.iso3 for c in countries().values() if c.status == status} for status in ("member", "observer", "other")}
    assert len(by_status["member"]) == 193
    assert by_status["observer"] == {"PSE", "VAT"}
    assert {"XKX", "TWN", "ESH"} <= by_status["other"]


def test_members_have_the_codes_that_others_use() -> None:
    for row in rows("countries.yaml"):
        if row["status"] == "member":
            assert row["iso2"], row["iso3"]
            assert row["numeric"], row["iso3"]
            assert row["cow"], row["iso3"]
            assert row["gw"], row["iso3"]
            assert row["adjectives"], row["iso3"]
            assert row["capital"] or row["iso3"] == "NRU"


@pytest.mark.parametrize(
    ("iso3", "iso2", "numeric", "cow", "fips"),
    [("KEN", "KE", "404", 501, "KE"), ("DEU", "DE", "276", 255, "GM"), ("SSD", "SS", "728", 626, "OD"), ("GBR", "GB", "826", 200, "UK")],
)
def test_codes_of_a_country(iso3: str, iso2: str, numeric: str, cow: int, fips: str) -> None:
    country = countries()[iso3]
    assert (country.iso2, country.numeric, country.cow, country.fips) == (iso2, numeric, cow, fips)


@pytest.mark.parametrize(
    ("names", "least"),
    [
        (["organisations"], 150),
        (["instruments"], 60),
        (["conflicts"], 60),
        (["forums"], 60),
        (["bodies"], 800),
        (["armed_groups"], 200),
        (["offices"], 100),
        (["role_nouns"], 1000),
        (["subnational"], 500),
        (["venues"], 200),
        (["metonyms"], 200),
    ],
)
def test_there_is_enough_of_each_kind(names: list[str], least: int) -> None:
    assert sum(len(rows(f"{name}.yaml")) for name in names) >= least


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("instruments.yaml", {"AGOA", "Abraham Accords", "JETP", "MSS"}),
        ("organisations.yaml", {"African Union", "EAC", "SADC", "BRICS", "United Nations"}),
        ("forums.yaml", {"UNGA", "COP"}),
    ],
)
def test_the_names_that_reports_are_full_of(file: str, names: set[str]) -> None:
    known = {name for row in rows(file) for name in (row["name"], *row["acronyms"], *row["aliases"])}
    assert names <= known


@pytest.mark.parametrize("file", ["armed_groups.yaml", "companies.yaml", "organisations.yaml", "peoples.yaml"])
def test_who_is_of_no_state_has_no_states_id(file: str) -> None:
    """ARM/... is somebody of Armenia, COM/... somebody of the Comoros."""
    assert {row["id"].partition("/")[0] for row in rows(file)}.isdisjoint(countries())


def test_every_member_has_somebody_in_office() -> None:
    leaders = {"president", "prime-minister", "head-of-government", "monarch", "chancellor", "supreme-leader"}
    held = {term.scope for term in terms() if term.office in leaders}
    foreign = {term.scope for term in terms() if term.office == "foreign-minister"}
    members = {c.iso3 for c in countries().values() if c.status == "member"}
    assert members - held - {"SMR"} == set()  # its heads are the captains regent
    assert members - foreign == set()


def lint(linter: ModuleType, path: Path) -> list[str]:
    from datalint.gazetteer import schemas
    from datalint.tables import yaml_faults

    return [fault.reason for fault in yaml_faults(path, schemas()["metonyms"])]


ROW = "- name: {name}\n  aliases: {aliases}\n  country: {country}\n  sector: {sector}\n  literal: true\n  place: null\n"
GOOD = {"name": "Alpha House", "aliases": "[]", "country": "KEN", "sector": "GOV"}


def test_a_good_row_passes(linter: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "metonyms.yaml"
    path.write_text(ROW.format(**GOOD), encoding="utf-8")
    assert lint(linter, path) == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"country": "ZZZ"}, "country: 'ZZZ' is not a country of countries.yaml"),
        ({"country": "NO"}, "country: False is not a country of countries.yaml"),
        ({"sector": "XXX"}, "sector: 'XXX' is not a sector of the codebook"),
        ({"aliases": "[A House, A House]"}, "aliases: 'A House' stands twice"),
        ({"aliases": "null"}, "aliases: None is not a list"),
        ({"name": "2015"}, "name: 2015 is not a text (quote what YAML reads as a number, a date or a truth value)"),
        ({"name": '" Alpha"'}, "name: ' Alpha' is empty, or has blanks around it or doubled"),
    ],
)
def test_a_wrong_value_is_named(linter: ModuleType, tmp_path: Path, wrong: dict[str, str], reason: str) -> None:
    path = tmp_path / "metonyms.yaml"
    path.write_text(ROW.format(**{**GOOD, **wrong}), encoding="utf-8")
    assert lint(linter, path) == [reason]


def test_order_doubles_and_fields(linter: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "metonyms.yaml"
    rows_ = [ROW.format(**{**GOOD, "name": name}) for name in ("Beta", "Alpha", "Alpha")]
    path.write_text("".join(rows_).replace("  place: null\n", "  colour: red\n", 1), encoding="utf-8")
    assert sorted(lint(linter, path)) == [
        "not in order: it stands after Beta",
        "place is missing",
        "the same key as in line 7",
        "unknown field colour",
    ]


HEADER = "office,person,start,end,aliases,sure,note\n"


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (
            "president,A B,2015-01-01,2020-01-01,,high,\npresident,C D,2019-01-01,,,high,\n",
            "president at the same time as A B for 365 days, and no note explains it",
        ),
        ("president,A B,2021,2020,,high,\n", "the term ends (2020) before it starts (2021)"),
        ("wizard,A B,2021,,,high,\n", "office: 'wizard' is not an office of offices.yaml"),
        ("president,A B,2021-13,,,high,\n", "start: '2021-13' is not a date: month must be in 1..12"),
        ("president,A B,2021,,,sure,\n", "sure: 'sure' is not one of high, medium, low"),
        (
            "president,A B,2021-02,,,high,\nforeign-minister,C D,2020,,,low,\n",
            "not in order: foreign-minister 2020 stands after president 2021-02",
        ),
        ("president,A B,2021-02,,A B,high,\n", "aliases: 'A B' stands twice, or is the name itself"),
        ("president,A B,2021-02,high,\n", "5 cells instead of 7"),
    ],
)
def test_a_wrong_term_is_named(linter: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, reason: str) -> None:
    from datalint import holders

    monkeypatch.setattr(holders, "HOLDERS", tmp_path)
    (tmp_path / "README.yaml").write_text("as_of: 2026-01-01\nmade: for a test\n", encoding="utf-8")
    (tmp_path / "KEN.csv").write_text(HEADER + table, encoding="utf-8")
    assert [fault.reason for fault in holders.faults() if not fault.warning] == [reason]


@pytest.mark.parametrize(
    "table",
    [
        "president,A B,2015-01-01,2020-01-01,,high,\npresident,C D,2020-01-01,,,high,\n",  # a hand-over
        "president,A B,2015,2019,,medium,\npresident,C D,2019,,,medium,\n",  # days not known
        "president,A B,2015-01-01,2020-01-01,,high,\npresident,C D,2019-01-01,,,high,acting\n",
        "vice-president,A B,2015-01-01,2020-01-01,,high,\nvice-president,C D,2019-01-01,,,high,\n",
    ],
)
def test_terms_that_may_touch(linter: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    from datalint import holders

    monkeypatch.setattr(holders, "HOLDERS", tmp_path)
    (tmp_path / "README.yaml").write_text("as_of: 2026-01-01\nmade: for a test\n", encoding="utf-8")
    (tmp_path / "KEN.csv").write_text(HEADER + table, encoding="utf-8")
    assert list(holders.faults()) == []
