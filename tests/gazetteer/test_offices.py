"""Offices, terms and the questions put to them."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.gazetteer.offices import Term, bounds, by_full_name, by_short_name, name_key, offices, offices_of, surname, terms, who


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2022-09-13", dt.date(2022, 9, 13), dt.date(2022, 9, 13)),
        ("2022-09", dt.date(2022, 9, 1), dt.date(2022, 9, 30)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2022", dt.date(2022, 1, 1), dt.date(2022, 12, 31)),
    ],
)
def test_bounds(partial: str, first: dt.date, last: dt.date) -> None:
    assert bounds(partial) == (first, last)


@pytest.mark.parametrize("wrong", ["", "soon", "2022-13", "2022-02-30"])
def test_bounds_of_what_is_no_date(wrong: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (datetime's own words)
        bounds(wrong)


def term(start: str, end: str) -> Term:
    return Term("president", "Ada Öztürk", "KEN", start, end, (), "high", "")


def test_a_term_covers_the_days_that_its_dates_can_mean() -> None:
    known = term("2020-05-02", "2021-03")
    assert not known.held(dt.date(2020, 5, 1))
    assert known.held(dt.date(2020, 5, 2))
    assert known.held(dt.date(2021, 3, 31))
    assert not known.held(dt.date(2021, 4, 1))
    assert term("2020", "").held(dt.date(2099, 1, 1))


def test_ids_of_people() -> None:
    assert term("2020", "").id == "KEN/ada-ozturk"
    assert term("2020", "").country == "KEN"
    assert Term("secretary-general", "A B", "IGO/united-nations", "2017", "", (), "high", "").country is None


@pytest.mark.parametrize(
    ("office", "scope", "day", "person"),
    [
        ("president", "KEN", "2022-09-12", "Uhuru Kenyatta"),
        ("president", "KEN", "2022-09-14", "William Ruto"),
        ("foreign-minister", "KEN", "2023-05-01", "Alfred Mutua"),
        ("foreign-minister", "USA", "2022-06-01", "Antony Blinken"),
        ("prime-minister", "IND", "2024-01-01", "Narendra Modi"),
        ("chancellor", "DEU", "2023-01-01", "Olaf Scholz"),
        ("monarch", "JOR", "2023-01-01", "Abdullah II"),
        ("secretary-general", "IGO/united-nations", "2020-01-01", "António Guterres"),
        ("pope", "VAT", "2015-09-22", "Francis"),
    ],
)
def test_who(office: str, scope: str, day: str, person: str) -> None:
    found = who(office, scope, dt.date.fromisoformat(day))
    assert {name_key(t.person) for t in found} == {name_key(person)}


def test_who_on_the_day_of_a_hand_over_are_both() -> None:
    assert {t.person for t in who("president", "KEN", dt.date(2022, 9, 13))} == {"Uhuru Kenyatta", "William Ruto"}


def test_who_where_nobody_is_known() -> None:
    assert who("monarch", "KEN", dt.date(2022, 1, 1)) == []
    assert who("president", "KEN", dt.date(1900, 1, 1)) == []


def test_offices_of_a_person_oldest_first() -> None:
    held = offices_of("marco rubio")
    assert held[0].office == "senator"
    assert "foreign-minister" in [t.office for t in held]
    assert [t.first for t in held] == sorted(t.first for t in held)
    assert offices_of("Nobody At All") == []


@pytest.mark.parametrize("spelling", ["Recep Tayyip Erdoğan", "Recep Tayyip Erdogan", "RECEP TAYYIP ERDOGAN"])
def test_spellings_meet(spelling: str) -> None:
    assert "president" in {t.office for t in offices_of(spelling)}


@pytest.mark.parametrize(
    ("name", "key", "last"),
    [
        ("Moon Jae-in", "moon jae in", "in"),
        ("Robert F. Kennedy Jr.", "robert f kennedy jr", "kennedy"),
        ("Gitanas Nausėda", "gitanas nauseda", "nauseda"),
        ("", "", ""),
    ],
)
def test_keys_of_names(name: str, key: str, last: str) -> None:
    assert name_key(name) == key
    assert surname(name) == last


def test_the_index_of_short_names_has_aliases_of_one_word() -> None:
    assert any(t.scope == "ETH" and t.office == "prime-minister" for t in by_short_name()["abiy"])
    assert any(t.scope == "KEN" for t in by_short_name()["ruto"])


def test_every_term_is_found_by_its_name_and_its_aliases() -> None:
    for known in terms():
        for name in (known.person, *known.aliases):
            assert known in by_full_name()[name_key(name)]


def test_titles_are_found_once_in_an_office() -> None:
    for office in offices().values():
        assert len(set(office.titles)) == len(office.titles), office.id
    assert offices()["foreign-minister"].sector == "GOV"
    assert ("KEN", "Prime Cabinet Secretary") in {pair for office in offices().values() for pair in office.local}
