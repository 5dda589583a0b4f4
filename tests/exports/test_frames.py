"""Data frames of readings and answers, and what a notebook shows of each: everything escaped."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import dragoman
from dragoman.analysis.promised import commitments
from dragoman.analysis.relations import relations
from dragoman.analysis.timeline import timeline
from dragoman.exports.columns import COLUMNS
from dragoman.exports.rows import rows
from dragoman.ledger import Ledger
from dragoman.records.errors import UsageError

from .making import readings
from .test_tables import reading


@pytest.mark.parametrize("table", COLUMNS)
def test_every_table_in_pandas_polars_and_arrow(table: str) -> None:
    made = dragoman.Readings(readings(40))
    expected = [row for one in made for name, row in rows(one) if name == table]
    assert made.arrow(table).to_pylist() == expected
    assert made.pl(table).to_dicts() == expected
    frame = made.df(table)
    assert list(frame.columns) == list(COLUMNS[table])
    assert len(frame) == len(expected)
    one = made[0]
    assert one.arrow(table).to_pylist() == [row for name, row in rows(one) if name == table]
    assert one.pl(table).columns == list(one.df(table).columns)


def test_cells_have_their_types() -> None:
    frame = reading().df()
    assert isinstance(frame, pd.DataFrame)
    assert (frame.cameo[0], frame.actor_cow[0], str(frame.actor_cow.dtype)) == ("036", 501, "Int64")
    assert str(reading().df("engagements").when_start.dtype).startswith("datetime64")
    assert isinstance(reading().pl(), pl.DataFrame)
    assert isinstance(reading().arrow(), pa.Table)
    assert dragoman.Readings([]).df("topics").empty


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(UsageError, match="no table 'verbs': it is one of documents"):
        reading().df("verbs")


def test_a_part_of_readings_is_readings() -> None:
    made = dragoman.Readings(readings(60))
    assert isinstance(made[:2], dragoman.Readings)
    assert (len(made[:2]), made[1].document.id) == (2, "d1")


def test_cards_show_who_when_where_and_the_words() -> None:
    one = reading()
    page = one.events[0]._repr_html_()
    for shown in ("event · CONSULT", "Kenya (actor)", "CAMEO 036", "Kenya thanked Uganda", "by whose account", "AU"):
        assert shown in page
    assert "2025-01-06 (“On Monday”)" in one.engagements[0]._repr_html_()
    assert "if asked" in one.commitments[0]._repr_html_()
    assert "Kenya (addressee)" in one.statements[0]._repr_html_()


def test_nothing_from_a_text_is_markup() -> None:
    evil = "<script>alert(1)</script>"
    one = reading(title=evil)
    (event,) = one.events
    actor = event.participants[0].actor.model_copy(update={"name": evil})
    marked = event.model_copy(update={"participants": (event.participants[0].model_copy(update={"actor": actor}),)})
    for page in (dragoman.Readings([one])._repr_html_(), marked._repr_html_(), one._repr_html_()):
        assert "<script" not in page
        assert "&lt;script" in page


def test_answers_show_tables_and_make_frames(tmp_path: Path) -> None:
    from ledger.making import call, meeting

    with Ledger(tmp_path / "x.db") as book:
        list(book.add_all([call(), meeting()]))
        told = timeline(book, "KEN", "USA")
        answers = (told, commitments(book, "KEN"), relations(book, "KEN", "USA"))
    for rows_ in answers:
        page = rows_._repr_html_()
        assert len(re.findall("<tr>", page)) == len(rows_) + 1 > 1
        assert (len(rows_.df()), len(rows_.pl()), rows_.arrow().num_rows) == (len(rows_),) * 3
    assert "Harbour Courier 2025-09-25" in told._repr_html_()
