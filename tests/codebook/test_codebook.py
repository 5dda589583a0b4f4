"""Types, codes, scores and the lexicon of political action."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from dragoman import codebook
from dragoman.codebook import lexicon
from dragoman.gazetteer.loading import rows
from dragoman.records import PloverType

SOURCE = Path(codebook.__file__).parents[1]


def test_the_types_are_those_of_the_record() -> None:
    assert set(codebook.types()) == set(get_args(PloverType))
    assert len(codebook.types()) == 16


@pytest.mark.parametrize(
    ("type_", "quad"),
    [("CONSULT", 1), ("AGREE", 1), ("AID", 2), ("RETREAT", 2), ("REQUEST", 3), ("ACCUSE", 3), ("ASSAULT", 4), ("SANCTION", 4)],
)
def test_quads(type_: str, quad: int) -> None:
    assert codebook.quad(type_) == quad


def test_each_quad_has_its_types() -> None:
    quads = [entry.quad for entry in codebook.types().values()]
    assert {quad: quads.count(quad) for quad in (1, 2, 3, 4)} == {1: 4, 2: 3, 3: 4, 4: 5}


def test_intensity_of_a_mode_before_that_of_its_type() -> None:
    assert codebook.intensity("ACCUSE", "allege") == -3.5
    assert codebook.intensity("ACCUSE", None) == -3.0
    assert codebook.intensity("ACCUSE", "no-such-mode") == -3.0


def test_cooperation_is_positive_and_conflict_negative() -> None:
    for name, entry in codebook.types().items():
        if name != "REQUEST":  # an appeal is mild on either side of nought
            assert (entry.intensity > 0) == (entry.quad <= 2), name


@pytest.mark.parametrize(("code", "score"), [("010", 0.0), ("0231", 3.4), ("057", 8.0), ("190", -10.0), ("112", -2.0), ("173", -5.0)])
def test_goldstein(code: str, score: float) -> None:
    assert codebook.goldstein(code) == score


def test_goldstein_of_a_finer_code_is_its_parents() -> None:
    assert codebook.goldstein("0579") == codebook.goldstein("057")


def test_codes_keep_their_leading_zero_and_have_parents() -> None:
    codes = codebook.cameo()
    assert {code[:2] for code in codes} == {f"{root:02}" for root in range(1, 21)}
    assert all(code[:-1] in codes for code in codes if len(code) > 2)


def test_the_crosswalk_reaches_every_type() -> None:
    assert {entry.type for entry in codebook.cameo().values() if entry.type} == set(codebook.types())


def test_contexts_and_sectors() -> None:
    assert len(codebook.contexts()) == 37
    assert {"GOV", "MIL", "REB", "OPP", "JRN", "IGO", "NGO"} <= set(codebook.sectors())
    for file in ("instruments.yaml", "conflicts.yaml", "forums.yaml"):
        for row in rows(file):
            assert set(row["contexts"]) <= set(codebook.contexts()), row["id"]


def row(pattern: str, source: str = "", target: str = "") -> dict[str, str]:
    return {"pattern": pattern, "pos": "V", "cameo": "112", "source": source, "target": target}


def test_an_entry_has_a_head_and_what_stands_below_it() -> None:
    entry = lexicon.parse_entry(row("accuse|charge of &abuse", target="object|with"))
    assert entry.head == {"accuse", "charge"}
    assert [word.preposition for word in entry.rest] == [True, False]
    assert "torture" in entry.rest[1].lemmas
    assert entry.source == ("subject",)
    assert entry.target == ("object", "with")


def test_slots_left_empty_are_subject_and_object() -> None:
    entry = lexicon.parse_entry(row("condemn"))
    assert (entry.source, entry.target) == (("subject",), ("object",))


def test_slots_can_say_what_has_to_stand_there() -> None:
    entry = lexicon.parse_entry(row("limit", source="subject:actor+none", target="on:any|object:people+&rights|in"))
    assert (entry.source, entry.target) == (("subject",), ("on", "object", "in"))
    (source,), (on, object_) = entry.needs
    assert (source.slot, source.kinds, source.lemmas) == ("subject", {"actor", "none"}, frozenset())
    assert (on.slot, on.kinds) == ("on", {"any"})
    assert object_.kinds == {"people"}
    assert "freedom" in object_.lemmas


def test_a_set_that_does_not_exist() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        lexicon.parse_entry(row("hold &nowhere"))


def test_every_entry_parses_and_its_code_exists() -> None:
    entries = lexicon.entries()
    assert len(entries) >= 600
    for entry in entries:
        assert entry.cameo in codebook.cameo(), entry.pattern
        assert entry.pos in {"V", "N", "A"}, entry.pattern
        assert entry.head, entry.pattern


def test_the_longest_patterns_come_first() -> None:
    for entries in lexicon.by_head().values():
        lengths = [len(entry.rest) for entry in entries]
        assert lengths == sorted(lengths, reverse=True)


def test_every_entry_is_found_by_each_of_its_heads() -> None:
    index = lexicon.by_head()
    for entry in lexicon.entries():
        for head in entry.head:
            assert entry in index[entry.pos, head]


def test_the_word_lists_that_the_code_asks_for_exist() -> None:
    asked = set()
    for path in (SOURCE / "reading").rglob("*.py"):
        asked |= set(re.findall(r"(?<![\w.])words\(\"([a-z_]+)\"\)", path.read_text(encoding="utf-8")))
    listed = {entry["kind"] for name in ("words.yaml", "statement_words.yaml") for entry in codebook.load_yaml(name)}
    assert asked
    assert asked <= listed
