"""The aide-memoire and the notebook view: everything of the record is on the page, harmless, and with its words."""

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dragoman.analysis.aide_memoire import brief, quoted, render
from dragoman.analysis.page import Page, clean
from dragoman.records import (
    Actor,
    Attribution,
    Commitment,
    Document,
    Engagement,
    Event,
    EventEvidence,
    Evidence,
    Participant,
    Place,
    Reading,
    ReadingWarning,
    Statement,
    Topic,
    When,
)

TEXT = (
    "President William Ruto met Secretary of State Marco Rubio in New York on Tuesday. According to Ruto, Rubio commended Kenya. "
    "Ruto asked for the renewal of AGOA. Both promised <b>a trade agreement</b> by the close of the year. “Soon,” said somebody\x1b[31m."
)


def of(words: str) -> Evidence:
    at = TEXT.index(words)
    return Evidence.of(TEXT, at, at + len(words))


RUTO = Actor(
    id="KEN/william-ruto",
    name="William Ruto",
    kind="person",
    country="KEN",
    sector="GOV",
    office="President",
    as_written="President William Ruto",
    evidence=of("President William Ruto"),
)
RUBIO = Actor(
    id="USA/marco-rubio",
    name="Marco Rubio",
    kind="person",
    country="USA",
    sector="GOV",
    office="Secretary of State",
    as_written="Marco Rubio",
    evidence=of("Marco Rubio"),
)
KENYA = Actor(id="KEN", name="Kenya", kind="state", country="KEN", sector="GOV", as_written="Kenya", evidence=of("Kenya"))
AGOA = Topic(context="economic", instrument="agoa", label="African Growth and Opportunity Act", evidence=of("AGOA"))
BOTH = (Participant(role="actor", actor=RUTO), Participant(role="visitor", actor=RUBIO))
TUESDAY = When(text="Tuesday", start=dt.date(2025, 9, 23), end=dt.date(2025, 9, 23), precision="day", evidence=of("Tuesday"))
DEADLINE = When(
    text="by the close of the year",
    start=dt.date(2025, 9, 24),
    end=dt.date(2025, 12, 31),
    precision="range",
    evidence=of("by the close of the year"),
)


@pytest.fixture
def reading() -> Reading:
    said = Attribution(speaker=RUTO, cue=of("According to"))
    return Reading(
        document=Document.of(TEXT, id="doc-1", title="Ruto & <Rubio>", publisher="The Post", published=dt.date(2025, 9, 24)),
        engagements=(
            Engagement(
                id="en-1",
                medium="meeting",
                status="occurred",
                participants=BOTH,
                when=TUESDAY,
                occasion="80th UN General Assembly",
                topics=(AGOA,),
                place=Place(
                    name="New York City",
                    as_written="New York",
                    country="USA",
                    admin1="US-NY",
                    lat=40.71,
                    lon=-74.01,
                    evidence=of("New York"),
                ),
                evidence=(of("President William Ruto met Secretary of State Marco Rubio in New York on Tuesday."),),
            ),
        ),
        events=(
            Event(
                id="ev-1",
                type="SUPPORT",
                cameo="051",
                quad=1,
                goldstein=3.4,
                intensity=5,
                status="occurred",
                attribution=(said,),
                confidence=0.9,
                participants=(Participant(role="actor", actor=RUBIO), Participant(role="recipient", actor=KENYA)),
                evidence=EventEvidence(trigger=of("commended"), clause=of("Rubio commended Kenya")),
            ),
        ),
        statements=(
            Statement(id="st-1", speaker=RUBIO, stance="support", content=KENYA.evidence, cue=of("commended"), attribution=(said,)),
            Statement(
                id="st-2", speaker=RUTO, addressee=RUBIO, stance="request", topic=AGOA, content=of("the renewal of AGOA"), cue=of("asked")
            ),
        ),
        commitments=(
            Commitment(
                id="co-1",
                kind="agreement",
                parties=(RUTO,),
                counterparties=(RUBIO,),
                action=of("<b>a trade agreement</b> by the close of the year"),
                deadline=DEADLINE,
                evidence=(of("Both promised"),),
            ),
        ),
        warnings=(ReadingWarning(code="unresolved-speaker", message="nobody is called that", evidence=of("somebody\x1b[31m")),),
    )


PAGE = """\
AIDE-MEMOIRE
Ruto & <Rubio>
The Post · published 24 September 2025
doc-1 · 252 characters

ENGAGEMENTS
1. Meeting, occurred: William Ruto and Marco Rubio
   Who       William Ruto, President (Kenya) “President William Ruto” [0–22]
   Who       visitor: Marco Rubio, Secretary of State (United States) “Marco Rubio” [46–57]
   When      23 September 2025: “Tuesday” [73–80]
   Where     New York City, United States (40.71°N 74.01°W): “New York” [61–69]
   Occasion  80th UN General Assembly
   Topics    African Growth and Opportunity Act
   Source    “President William Ruto met Secretary of State Marco Rubio in New York on Tuesday.”
             [0–81]

WHAT WAS SAID
United States
-  Marco Rubio (Secretary of State) commended “Kenya” [117–122]; according to William Ruto
   “According to” [82–94]

WHAT WAS ASKED
Kenya
-  William Ruto (President) asked Marco Rubio for “the renewal of AGOA” [139–158] (re African Growth
   and Opportunity Act)

COMMITMENTS
1. Agreement, open, due by 31 December 2025
   Who       William Ruto, President (Kenya)
   To        Marco Rubio, Secretary of State (United States)
   Action    “<b>a trade agreement</b> by the close of the year” [174–223]
   Deadline  “by the close of the year” [199–223]
"""


def test_the_page_has_everything_with_its_words(reading: Reading) -> None:
    shown = render(reading, width=100)
    assert shown.startswith(PAGE)
    for part in ("EVENTS CODED", "SUPPORT", "051", "+3.4", "“commended”", "[107–116]", "TOPICS", "“AGOA” [154–158]"):
        assert part in shown
    assert shown.index("WARNINGS") > shown.index("TOPICS")
    assert shown.endswith("!  unresolved-speaker: nobody is called that “somebody·[31m” [238–251]\n")


@pytest.mark.parametrize("width", [20, 40, 57, 80, 110])
def test_lines_keep_to_the_width(reading: Reading, width: int) -> None:
    lines = render(reading, width=width).splitlines()
    table = lines.index("EVENTS CODED")
    assert all(len(line) <= max(40, width) for line in lines[:table])
    if width >= 80:
        assert all(len(line) <= width for line in lines)


def test_offsets_on_the_page_are_those_of_the_text(reading: Reading) -> None:
    page = " ".join(render(reading, width=10_000).split())
    found = re.findall(r"“([^”]*)” \[(\d+)–(\d+)\]", page)
    assert len(found) > 10
    assert all(clean(TEXT[int(start) : int(end)]) == words for words, start, end in found)


def test_colour_changes_no_word(reading: Reading) -> None:
    coloured = render(reading, width=90, colour=True)
    assert "\x1b[1mAIDE-MEMOIRE\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == render(reading, width=90)


def test_nothing_of_a_text_reaches_the_terminal_as_a_command() -> None:
    assert clean("a\x1b[2Jb\u202ec\x00d\u2028e\r\nf") == "a·[2Jb·c·d e f"
    assert clean("نص عربي 👩‍👩‍👧") == "نص عربي 👩‍👩‍👧"


def test_long_quotations_are_cut_in_the_middle_with_their_offsets_whole() -> None:
    text = "word " * 200
    shown = quoted(Evidence.of(text, 0, 1000))
    assert len(shown) < 300
    assert " … " in shown
    assert shown.endswith("[0–1000]")


def test_an_empty_reading() -> None:
    shown = render(Reading(document=Document.of("Nothing happened.", id="doc-0")))
    assert shown == "AIDE-MEMOIRE\n(no title)\nno date of publication\ndoc-0 · 17 characters\n\nENGAGEMENTS\nNone found.\n"


def test_what_several_said_together_is_said_once(reading: Reading) -> None:
    joint = tuple(
        Statement(id=f"st-{n}", speaker=who, stance="request", content=of("renewal of AGOA"), cue=of("asked"))
        for n, who in enumerate((RUTO, RUBIO))
    )
    shown = render(reading.model_copy(update={"statements": joint}), width=120)
    assert (
        "Kenya and United States\n-  William Ruto (President) and Marco Rubio (Secretary of State) asked “renewal of AGOA” [143–158]\n"
        in shown
    )


@pytest.mark.parametrize(
    ("cue", "line"),
    [
        ("promised", "Ruto (President) promised “a trade"),
        ("According to", "Ruto (President) said “a trade"),  # no verb of the speaker's
    ],
)
def test_a_statement_is_told_with_the_text_s_own_verb(reading: Reading, cue: str, line: str) -> None:
    statement = Statement(id="st-9", speaker=RUTO, stance="inform", content=of("a trade agreement"), cue=of(cue))
    assert line in render(reading.model_copy(update={"statements": (statement,)}), width=200)


def test_brief(reading: Reading) -> None:
    assert brief(reading, width=120).splitlines() == [
        "24 Sep 2025: Ruto & <Rubio>",
        "   Engaged   Meeting, occurred, 23 September 2025: William Ruto and Marco Rubio [0–81]",
        "   Promised  William Ruto (due by 31 December 2025): “<b>a trade agreement</b> by the close of the year” [174–223]",
        "   Also      2 statements, 1 event, 1 warning",
    ]


def test_tables_share_what_room_there_is() -> None:
    page = Page(width=50)
    page.table(("A", "B", "C", "D"), [("x", "short", "a rather long cell that wraps", "another long cell that wraps as well")])
    assert max(map(len, page.lines)) <= 50
    assert page.lines[0].split() == ["A", "B", "C", "D"]


class Text(HTMLParser):
    """The words of a page, and its marks."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.tags, self.kinds = "", set[str](), list[str]()

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.kinds += [value or "" for name, value in attrs if name == "data-kind"]


def test_the_notebook_view_escapes_everything_and_keeps_the_text(reading: Reading) -> None:
    shown = reading._repr_html_()
    parser = Text()
    parser.feed(shown)
    assert parser.words.endswith(TEXT)
    assert parser.tags == {"div", "h4", "p", "br", "span", "mark"}
    assert set(parser.kinds) == {"engagement", "event", "statement", "commitment", "actor", "warning"}
    assert "Ruto &amp; &lt;Rubio&gt;" in shown
    assert not re.search(r"https?:|<script|<link|url\(", shown)


def test_the_notebook_view_without_the_text_lists_the_quotations(reading: Reading) -> None:
    again = Reading.model_validate_json(reading.model_dump_json())
    assert again.document.text is None
    shown = again._repr_html_()
    assert "<li><mark" in shown
    assert "&lt;b&gt;a trade agreement&lt;/b&gt;" in shown
    assert render(again, width=100) == render(reading, width=100)


def test_an_example_reads_well() -> None:
    from dragoman.reading.reader import Reader
    from dragoman.sources import documents

    (document,) = documents([Path(__file__).resolve().parents[2] / "examples" / "2023-11-10-falepili-union.md"])
    assert isinstance(document, Document)
    shown = render(Reader().read(document), width=100)
    assert "Coral Sea Bulletin · published 10 November 2023" in shown
    assert "Signing, occurred: Anthony Albanese" in shown


@pytest.mark.parametrize(
    ("cue", "content", "line"),
    [
        ("briefed", "the state of affairs", "briefed Marco Rubio on “the state of affairs”"),
        ("expressed gratitude", "the appointment", "expressed gratitude to Marco Rubio for “the appointment”"),
        ("urged", "to lift the tariffs", "urged Marco Rubio “to lift the tariffs”"),
        ("said", "Kenya is ready", "said to Marco Rubio: “Kenya is ready”"),
        ("thanking", "the support", "thanked Marco Rubio for “the support”"),
        ("replying", "Kenya is ready", "replied to Marco Rubio: “Kenya is ready”"),
        ("agreeing", "a plan", "agreed to Marco Rubio: “a plan”"),
    ],
)
def test_a_line_reads_as_one_would_write_it(reading: Reading, cue: str, content: str, line: str) -> None:
    """The one spoken to stands where the verb wants them, and a participle as a verb."""
    asked = next(s for s in reading.statements if s.stance == "request")
    text = f"{cue} {content}"
    said = asked.model_copy(
        update={
            "cue": Evidence(start=0, end=len(cue), quote=cue),
            "content": Evidence(start=len(cue) + 1, end=len(text), quote=content),
            "topic": None,
            "attribution": (),
        }
    )
    page = render(reading.model_copy(update={"statements": (said,)}), width=10_000)
    assert f"William Ruto (President) {line} [" in page
