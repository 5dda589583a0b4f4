"""Whatever the text: reading it doesn't crash, and every quote is the text between its offsets."""

import datetime as dt
from itertools import pairwise

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dragoman.analysis.aide_memoire import brief, render
from dragoman.reading.passages import passages
from dragoman.reading.reader import Reader
from dragoman.records import Document, Reading

READER = Reader()
#: Pieces of news between which arbitrary text is put, so that the steps after parsing have something to do.
NEWS = (
    "President William Ruto met U.S. Secretary of State Marco Rubio in New York on Tuesday.",
    "The two leaders agreed to sign a pact by the close of the year.",
    "According to Ruto, Rubio commended Kenya",
    "She said: “We will not accept this”",
    "NAIROBI, Sept 24 (Agency) - ",
    "Photo/ Courtesy",
    "By Juliet Jerotich",
    "Iran’s foreign minister denied",
    "“",
    "’s",
    "the DRC (M23)",
    "Q: ",
    "within 90 days",
    "İstanbul",
    "ﬁnance ministers of the EU and",
    "Côte d’Ivoire",
    "$5 million",
)
#: What moves offsets or breaks lines, words and encodings: CR LF, NUL, marks, joiners, directions, astral planes, case that changes length.
ODD = (
    "\r\n\x00\x0b\x0c\x1c\x85\u2028\u2029\ufeff\u200b\u200d\u200e\u202e\u0301\u0489\u05d0\u0634\u0e33"
    "İßŉﬃ👩🏽🇰🇪𝒦\U000e0041\U0010ffff \ufffd\t\u00a0"
)
pieces = st.one_of(st.sampled_from(NEWS), st.text(alphabet=ODD, max_size=6), st.text(max_size=20))
texts = st.one_of(
    st.lists(pieces, max_size=12).map("".join), st.lists(pieces, max_size=12).map(" ".join), st.lists(pieces, max_size=8).map("\r\n".join)
)
days = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def check(reading: Reading, text: str) -> None:
    for evidence in reading.evidence():
        assert 0 <= evidence.start <= evidence.end <= len(text)
        assert evidence.quote == text[evidence.start : evidence.end]


@settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(text=texts, published=days)
@example(text="", published=None)
@example(text="\x00", published=None)
@example(text="\r\n\r\n \u2028", published=dt.date.max)
@example(text="👩🏽\u200d⚖️ President William Ruto met Marco Rubio.\r\n\u202eRuto thanked İstanbul.\x00", published=dt.date(2025, 9, 24))
@example(text="Kenya will sign within 90 days; last year it met Uganda on Tuesday.", published=dt.date(1, 1, 1))
@example(text="Kenya will sign within 90 days, next year and by the end of the decade.", published=dt.date(9999, 12, 31))
def test_reading_any_text(text: str, published: dt.date | None) -> None:
    reading = READER.read(Document.of(text, published=published))
    check(reading, text)
    assert Reading.model_validate_json(reading.model_dump_json()).model_dump() == reading.model_dump()
    for shown in (render(reading), brief(reading)):
        assert not any(c in shown for c in "\x00\x1b\u202e\r")
    assert reading._repr_html_().startswith("<div")


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(text=texts)
def test_passages_are_in_order_and_leave_nothing_but_space_and_prefixes(text: str) -> None:
    found = passages(text)
    assert all(0 <= p.start <= p.end <= len(text) for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_reading_twice_gives_the_same_record() -> None:
    text = (
        "President William Ruto met Marco Rubio on Tuesday. The two leaders agreed to finalise a trade agreement by the close of the year."
    )
    document = Document.of(text, published=dt.date(2025, 9, 24))
    assert READER.read(document) == Reader().read(document)
