"""News time and deadlines."""

from __future__ import annotations

import datetime as dt
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.evaluation.dates import evaluate
from dragoman.reading import dates
from dragoman.reading.dates import Direction, find, resolve, when
from pacing import slowness

WEDNESDAY = dt.date(2025, 9, 24)


def days(expression: str, published: dt.date | None = WEDNESDAY, direction: Direction = "unknown", anchor: dt.date | None = None) -> str:
    """The days of an expression as "start..end precision", one day as itself, or why there are none."""
    found = resolve(expression, published, direction=direction, anchor=anchor)
    if found is None:
        return "no date"
    if found.unresolved:
        return found.unresolved
    return f"{found.start} {found.precision}" if found.start == found.end else f"{found.start}..{found.end} {found.precision}"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # days near publication
        ("today", "2025-09-24 day"),
        ("tonight", "2025-09-24 day"),
        ("yesterday", "2025-09-23 day"),
        ("tomorrow", "2025-09-25 day"),
        ("the day before yesterday", "2025-09-22 day"),
        ("the day after tomorrow", "2025-09-26 day"),
        ("last night", "2025-09-23 day"),
        ("this morning", "2025-09-24 day"),
        ("yesterday evening", "2025-09-23 day"),
        ("earlier today", "2025-09-24 day"),
        # weekdays
        ("Wednesday", "2025-09-24 day"),
        ("Tuesday", "2025-09-23 day"),
        ("on Thursday", "2025-09-18 day"),
        ("Monday morning", "2025-09-22 day"),
        ("last Wednesday", "2025-09-17 day"),
        ("next Tuesday", "2025-09-30 day"),
        ("this Friday", "2025-09-26 day"),
        ("Thursday of next week", "2025-10-02 day"),
        ("last week on Monday", "2025-09-15 day"),
        ("Friday the 12th", "2025-09-12 day"),
        ("two Fridays from now", "2025-10-03 day"),
        ("the first Monday of October", "2024-10-07 day"),
        ("the last Sunday of August 2025", "2025-08-31 day"),
        # units
        ("this week", "2025-09-22..2025-09-28 week"),
        ("last week", "2025-09-15..2025-09-21 week"),
        ("next month", "2025-10-01..2025-10-31 month"),
        ("last year", "2024-01-01..2024-12-31 year"),
        ("this quarter", "2025-07-01..2025-09-30 quarter"),
        ("next quarter", "2025-10-01..2025-12-31 quarter"),
        ("the weekend", "2025-09-20..2025-09-21 range"),
        ("the week of 3 March 2025", "2025-03-03..2025-03-09 week"),
        ("the week beginning on October 6", "2025-10-06..2025-10-12 week"),
        ("the week ending 5 October", "2025-09-29..2025-10-05 range"),
        ("the first week of September", "2025-09-01..2025-09-07 week"),
        ("the past decade", "2015-09-24..2025-09-24 range"),
        # counting
        ("three days ago", "2025-09-21 day"),
        ("two weeks ago", "2025-09-10 day"),
        ("a month ago", "2025-08-01..2025-08-31 month"),
        ("twenty-five years ago", "2000-01-01..2000-12-31 year"),
        ("ten days from now", "2025-10-04 day"),
        ("two days from tomorrow", "2025-09-27 day"),
        ("a week from Monday", "2025-09-29 day"),
        ("several weeks ago", "2025-08-24..2025-09-24 range"),
        ("the next 72 hours", "2025-09-24..2025-09-27 range"),
        ("the past 24 hours", "2025-09-23..2025-09-24 range"),
        ("the next three months", "2025-09-25..2025-12-24 range"),
        ("the last two years", "2023-09-24..2025-09-24 range"),
        ("in the coming days", "2025-09-25..2025-10-01 range"),
        ("the weeks ahead", "2025-09-25..2025-10-24 range"),
        ("recent months", "2024-09-24..2025-09-24 range"),
        ("in two weeks' time", "2025-10-08 day"),
        # parts
        ("earlier this year", "2025-01-01..2025-09-24 range"),
        ("later this month", "2025-09-24..2025-09-30 range"),
        ("earlier in the week", "2025-09-22..2025-09-24 range"),
        ("early next month", "2025-10-01..2025-10-15 range"),
        ("late June", "2025-06-16..2025-06-30 range"),
        ("early 2023", "2023-01-01..2023-06-30 range"),
        ("mid-2024", "2024-05-01..2024-08-31 range"),
        ("mid-May", "2025-05-11..2025-05-21 range"),
        ("the end of the year", "2025-12-01..2025-12-31 range"),
        ("the beginning of 2026", "2026-01-01..2026-01-31 range"),
        ("the rest of the week", "2025-09-24..2025-09-28 range"),
        ("the first half of 2026", "2026-01-01..2026-06-30 range"),
        # quarters, years, decades, seasons
        ("Q3", "2025-07-01..2025-09-30 quarter"),
        ("the first quarter of next year", "2026-01-01..2026-03-31 quarter"),
        ("third-quarter", "2025-07-01..2025-09-30 quarter"),
        ("the fourth quarter", "2025-10-01..2025-12-31 quarter"),
        ("2016 Q2", "2016-04-01..2016-06-30 quarter"),
        ("H2 2026", "2026-07-01..2026-12-31 range"),
        ("2021", "2021-01-01..2021-12-31 year"),
        ("the 1990s", "1990-01-01..1999-12-31 range"),
        ("the late 1980s", "1985-01-01..1989-12-31 range"),
        ("the ’70s", "1970-01-01..1979-12-31 range"),
        ("the 1800s", "1800-01-01..1899-12-31 range"),
        ("last summer", "2025-06-01..2025-08-31 range"),
        ("next spring", "2026-03-01..2026-05-31 range"),
        ("the winter of 2022", "2022-12-01..2023-02-28 range"),
        # days and months, with and without their year
        ("September 23", "2025-09-23 day"),
        ("Sept. 23", "2025-09-23 day"),
        ("Sept 24", "2025-09-24 day"),
        ("Tuesday, Sept. 23", "2025-09-23 day"),
        ("23rd of September, 2024", "2024-09-23 day"),
        ("June 09 , 2007", "2007-06-09 day"),
        ("3 March", "2025-03-03 day"),
        ("January 4", "2025-01-04 day"),
        ("July 4 last year", "2024-07-04 day"),
        ("the 4th of next month", "2025-10-04 day"),
        ("29 February", "2024-02-29 day"),
        ("May 2024", "2024-05-01..2024-05-31 month"),
        ("October", "2024-10-01..2024-10-31 month"),
        ("March of last year", "2024-03-01..2024-03-31 month"),
        ("last May", "2025-05-01..2025-05-31 month"),
        ("2025-09-24", "2025-09-24 day"),
        ("2015/08/12", "2015-08-12 day"),
        ("24/09/2025", "2025-09-24 day"),
        ("9/24/25", "2025-09-24 day"),
        ("3.7.2024", "2024-07-03 day"),
        ("3/7/2024", "2024-03-07 day"),
        ("12-Mar-2021", "2021-03-12 day"),
        ("Friday at 6:40 p.m.", "2025-09-19 day"),
        ("10:00 GMT on 3 May 2021", "2021-05-03 day"),
        ("6 p.m. EST Monday", "2025-09-22 day"),
        ("the coming year", "2025-09-25..2026-09-24 range"),
        # ranges
        ("14-16 May", "2025-05-14..2025-05-16 range"),
        ("14–16 May 2023", "2023-05-14..2023-05-16 range"),
        ("from May 10 to 12", "2025-05-10..2025-05-12 range"),
        ("May 11 and 12", "2025-05-11..2025-05-12 range"),
        ("July 18 to July 25", "2025-07-18..2025-07-25 range"),
        ("June 27-July 1, 2022", "2022-06-27..2022-07-01 range"),
        ("December 28 to January 3, 2024", "2023-12-28..2024-01-03 range"),
        ("from 28 October to 2 November", "2025-10-28..2025-11-02 range"),
        ("between 2019 and 2021", "2019-01-01..2021-12-31 range"),
        ("2019–21", "2019-01-01..2021-12-31 range"),
        ("from April to June 2024", "2024-04-01..2024-06-30 range"),
        ("Monday through Wednesday", "2025-09-22..2025-09-24 range"),
        ("next week from Tuesday to Friday", "2025-09-30..2025-10-03 range"),
        ("between 3 January and now", "2025-01-03..2025-09-24 range"),
        # deadlines: the day on which they are due
        ("by the close of the year", "2025-12-31 day"),
        ("by the end of next month", "2025-10-31 day"),
        ("before the end of the quarter", "2025-09-30 day"),
        ("before the end of 2026", "2026-12-31 day"),
        ("by year-end", "2025-12-31 day"),
        ("by 2030", "2030-12-31 day"),
        ("by Friday", "2025-09-26 day"),
        ("by March", "2026-03-31 day"),
        ("by early June", "2026-06-15 day"),
        ("by the start of 2026", "2026-01-01 day"),
        ("by September 20", "2026-09-20 day"),
        ("before 1 June 2026", "2026-05-31 day"),
        ("before next week", "2025-09-28 day"),
        ("no later than 30 November", "2025-11-30 day"),
        ("on or before October 1, 2025", "2025-10-01 day"),
        ("within 90 days", "2025-12-23 day"),
        ("within the next two weeks", "2025-10-08 day"),
        ("within a year", "2026-09-24 day"),
        ("within 48 hours", "2025-09-26 day"),
        ("within weeks", "2025-10-24 day"),
        ("within the year", "2025-12-31 day"),
        ("within 30 days of 1 October 2025", "2025-10-31 day"),
        # days with names
        ("the 80th UN General Assembly", "2025-09-23..2025-09-29 range"),
        ("the 80th session of the United Nations General Assembly", "2025-09-23..2025-09-29 range"),
        ("the BRICS summit in Kazan", "2024-10-22..2024-10-24 range"),
        ("Christmas", "2025-12-25 day"),
        ("Christmas Day 2023", "2023-12-25 day"),
        ("Africa Day", "2025-05-25 day"),
    ],
)
def test_resolves(expression: str, expected: str) -> None:
    assert days(expression) == expected


@pytest.mark.parametrize(
    ("expression", "direction", "expected"),
    [
        ("Friday", "future", "2025-09-26 day"),
        ("Wednesday", "future", "2025-09-24 day"),
        ("Friday", "past", "2025-09-19 day"),
        ("the weekend", "future", "2025-09-27..2025-09-28 range"),
        ("October", "future", "2025-10-01..2025-10-31 month"),
        ("October", "past", "2024-10-01..2024-10-31 month"),
        ("September", "future", "2025-09-01..2025-09-30 month"),
        ("March 3", "past", "2025-03-03 day"),
        ("March 3", "future", "2026-03-03 day"),
        ("Q2", "future", "2026-04-01..2026-06-30 quarter"),
        ("in two weeks", "future", "2025-10-08 day"),
        ("in two weeks", "past", "a length of time, not a date"),
        ("by Friday", "past", "2025-09-19 day"),
        ("October 10 to 12", "future", "2025-10-10..2025-10-12 range"),
    ],
)
def test_direction_chooses_between_dates_that_recur(expression: str, direction: Direction, expected: str) -> None:
    assert days(expression, direction=direction) == expected


def test_a_near_day_needs_no_year_whatever_the_tense() -> None:
    assert days("October 6", direction="past") == "2025-10-06 day"
    assert days("December 6", direction="past") == "2024-12-06 day"


@pytest.mark.parametrize(
    "expression",
    [
        "Tuesday",
        "today",
        "last week",
        "by the close of the year",
        "within 90 days",
        "September 23",
        "earlier this year",
        "the coming days",
        "May",
    ],
)
def test_no_publication_date_leaves_relative_dates_unresolved(expression: str) -> None:
    assert days(expression, published=None) == "no publication date"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("24 September 2025", "2025-09-24 day"),
        ("May 2024", "2024-05-01..2024-05-31 month"),
        ("mid-2024", "2024-05-01..2024-08-31 range"),
        ("by the end of 2026", "2026-12-31 day"),
        ("July 18 to July 25, 2025", "2025-07-18..2025-07-25 range"),
        ("the 80th UN General Assembly", "2025-09-23..2025-09-29 range"),
        ("the third quarter of 2022", "2022-07-01..2022-09-30 quarter"),
    ],
)
def test_full_dates_need_no_publication_date(expression: str, expected: str) -> None:
    assert days(expression, published=None) == expected


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("30 February", "no such day"),
        ("31st of this month", "no such day"),
        ("2/29/2019", "no such day"),
        ("fiscal year 2026", "the months of the fiscal year are not known"),
        ("by the end of the fiscal year", "the months of the fiscal year are not known"),
        ("within 60 days of signing", "counts from an event, not from publication"),
        ("two weeks later", "counts from a day told elsewhere"),
        ("recently", "names no days"),
        ("5000 years ago", "beyond the calendar"),
    ],
)
def test_what_cannot_be_told_says_why(expression: str, reason: str) -> None:
    assert days(expression) == reason


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("the next day", "2025-05-02 day"),
        ("the same day", "2025-05-01 day"),
        ("two weeks later", "2025-05-15 day"),
        ("three days earlier", "2025-04-28 day"),
        ("the following month", "2025-06-01..2025-06-30 month"),
        ("that year", "2025-01-01..2025-12-31 year"),
        ("within 60 days of signing", "2025-06-30 day"),
    ],
)
def test_some_dates_count_from_the_day_told_last(expression: str, expected: str) -> None:
    assert days(expression, anchor=dt.date(2025, 5, 1)) == expected


@pytest.mark.parametrize(
    "expression", ["", "the ambassador", "Nairobi", "14", "seventeen trade ministers", "May it please the court", "x" * 1000]
)
def test_other_words_are_no_dates(expression: str) -> None:
    assert days(expression) in ("no date", "2025-09-14 day")  # "14" alone may be a day where the caller says that it is a date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NAIROBI, Sept 24 - The president met the envoy on Tuesday.", ["Sept 24", "Tuesday"]),
        ("They spoke on Sept. 23 (local time) in New York.", ["Sept. 23"]),
        ("The two sides will finalise it by the close of the year.", ["by the close of the year"]),
        ("Talks on the sidelines of the 80th UN General Assembly", ["the 80th UN General Assembly"]),
        ("The minister visits from July 18-24, then again on August 2 and 3.", ["from July 18-24", "August 2 and 3"]),
        ("In the next 72 hours, or within 90 days of signing", ["the next 72 hours", "within 90 days"]),
        ("since May 2024, and in 2019, the 2020 election", ["May 2024", "2019"]),
        ("the March 8 meeting, in March, on the March", ["March 8", "March"]),
        ("the weekend's talks; last week's summit", ["the weekend", "last week"]),
        ("Thirty days later it ended; three days ago it began.", ["Thirty days later", "three days ago"]),
        ("Signed (2019) in the 1990s, early June and mid-2024", ["2019", "the 1990s", "early June", "mid-2024"]),
        ("next year’s budget and Monday–Wednesday", ["next year", "Monday–Wednesday"]),
        ("a line ends in May\n12 people", ["May"]),
    ],
)
def test_finds(text: str, expected: list[str]) -> None:
    assert [span.text for span in find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May said the march may go on.",
        "About 2,000 troops and 1,950 vehicles crossed.",
        "Resolution 2719 and COVID-19",
        "They sat by the sea within range of the fleet before dawn.",
        "The second round, the first lady and the last word",
        "The G20 said that the African Union had joined.",
        "Version 1.2.25 costs $2024.50",
        "The fall of the government and the spring of hope",
    ],
)
def test_leaves_other_words_alone(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("last week", "2025-W38"),
        ("the third quarter of 2024", "2024-Q3"),
        ("early 2009", "2009"),
        ("the weekend", "2025-W38-WE"),
        ("this summer", "2025-SU"),
        ("the 70s", "197"),
        ("the past three weeks", "P3W"),
        ("the next 72 hours", "PT72H"),
        ("two decades", "P20Y"),
        ("Friday morning", "2025-09-19TMO"),
        ("16:08 UTC", "2025-09-24T16:08Z"),
        ("7:05 p.m. Monday", "2025-09-22T19:05"),
        ("fiscal 2026", "FY2026"),
        ("recent weeks", "PAST_REF"),
        ("the near future", "FUTURE_REF"),
        ("the time being", "PRESENT_REF"),
        ("14-16 May", "2025-05-14/2025-05-16"),
    ],
)
def test_values_are_iso(expression: str, value: str) -> None:
    found = resolve(expression, WEDNESDAY)
    assert found is not None
    assert found.value == value


def test_deadlines_say_that_they_are() -> None:
    spans = find("By Friday they must reply; within 90 days it ends. On Monday they met, and in the next two weeks they will meet again.")
    assert [(span.text, span.deadline) for span in spans] == [
        ("By Friday", True),
        ("within 90 days", True),
        ("Monday", False),
        ("the next two weeks", False),
    ]


def test_when_is_the_record_with_its_words() -> None:
    text = "Rubio and Ruto agreed to conclude it by the close of the year."
    (span,) = find(text)
    record = when(text, span, WEDNESDAY, "future")
    assert (record.start, record.end, record.precision) == (dt.date(2025, 12, 31), dt.date(2025, 12, 31), "day")
    assert record.evidence.quote == text[record.evidence.start : record.evidence.end] == "by the close of the year"
    undated = when(text, span, None)
    assert (undated.start, undated.unresolved) == (None, "no publication date")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers will meet on {Friday}.", "future"),
        ("The ministers met on {Friday}.", "past"),
        ("The summit is to be held on {Friday}.", "future"),
        ("The deal would be signed {Friday}, officials said.", "future"),
        ("A conference organised by the bloc on {Friday} failed.", "past"),
        ("Talks {Friday}", "unknown"),
        ("It collapsed. On {Friday} the two will try again.", "future"),
        ("They agreed on Monday to hold talks on {Friday}.", "past"),
        ("The visit, planned for {Friday}, is off.", "future"),
        ("The delegation could have left on {Friday}.", "past"),
        ("They reaffirmed their commitment to finalise the text {by Friday}.", "future"),
        ("Hundreds had fled {by Friday}.", "past"),
    ],
)
def test_direction_from_the_words_around(text: str, expected: Direction) -> None:
    start, end = text.index("{"), text.index("}") - 1
    assert dates.direction(text.replace("{", "").replace("}", ""), start, end) == expected


WORDS = """
the a by before within from to between and of in on next last this past coming week month year quarter days weeks ago
later early mid late end first third 80th 12 31 2024 99 1990 s ' - – / . , : May March Sept Tuesday Monday today now
summer Q 3 FY fiscal half weekend two twenty few UN General Assembly Christmas session hours
"""
DATE_WORDS = st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=14)


@given(st.text())
def test_any_text_is_read_with_right_offsets(text: str) -> None:
    _check(text)


@given(DATE_WORDS, st.sampled_from([" ", ""]))
def test_any_run_of_date_words_is_read(words: list[str], glue: str) -> None:
    _check(glue.join(words))


def _check(text: str) -> None:
    spans = find(text)
    for span in spans:
        assert span.text == text[span.start : span.end] != ""
        for direction in ("past", "future", "unknown"):
            record = when(text, span, WEDNESDAY, direction, WEDNESDAY)  # the record itself refuses an end before its start
            assert record.evidence.quote == span.text
        when(text, span, None)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(DATE_WORDS, st.dates(), st.sampled_from(["past", "future", "unknown"]))
def test_days_are_in_order_on_any_day_of_publication(words: list[str], published: dt.date, direction: Direction) -> None:
    found = resolve(" ".join(words), published, direction=direction, anchor=published)
    if found is not None and found.start is not None and found.end is not None:
        assert found.start <= found.end
        assert found.unresolved is None
    elif found is not None:
        assert found.unresolved


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "12",
        "the ",
        "from ",
        "by the end of ",
        "May ",
        "two days from ",
        "next ",
        "14-",
        "2024-",
        "Monday to ",
        "'",
        "9/",
        "a few ",
        ". ",
        "first ",
        "\n",
        "é",
        "80th ",
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    find("the 80th UN General Assembly")  # the tables are read once
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 1.0 * slowness()


def test_evaluation_reads_both_shapes() -> None:
    text = "Ministers met on Tuesday. The next day they left."
    spans = {
        "spans": [
            {"start": 17, "end": 24, "text": "Tuesday", "type": "DATE", "value": "2025-09-23"},
            {"start": 26, "end": 38, "text": "The next day", "type": "DATE", "value": "2025-09-24"},
        ]
    }
    days_off = {"startDate": "2025-10-06", "endDate": "2025-10-13"}
    value = {"Timex": "2025-W41", "FutureResolution": days_off, "PastResolution": {}}
    entities = [{"Text": "the week of 8 October", "Type": "daterange", "Value": value, "Start": 13, "Length": 21}]
    scores, predictions = evaluate(
        [
            {"id": "a", "published": "2025-09-24", "text": text, "gold": spans},
            {"id": "b", "published": "2025-09-24T00:00:00", "text": "They are off the week of 8 October", "gold": entities},
            {"id": "c", "published": None, "text": "They are off", "gold": []},
        ]
    )
    assert scores == {"value": 1.0}
    assert predictions[0] == {"id": "a", "gold": spans, "predicted": spans}
    assert [set(row) for row in predictions] == [{"id", "gold", "predicted"}] * 3
    assert set(predictions[1]["predicted"][0]["Value"]) == set(value)
