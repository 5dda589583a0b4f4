"""Statements: who said what, to whom, in which tone; and the layers under them."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest

from dragoman.codebook.lexicon import PREPOSITIONS
from dragoman.evaluation import speech_acts as acts_evaluation
from dragoman.evaluation import statements as evaluation
from dragoman.reading import engagements, quotations, speech_acts, statements, topics
from dragoman.reading.cues import cues
from dragoman.reading.parsed import Parsed, parse
from dragoman.reading.sayings import attributions
from dragoman.records import Document, Stance, Statement

SLOTS = {"quote", "clause", "finite", "infinitive", "object", "all", "naming", "dative", "none"}


def read(text: str) -> tuple[list[Statement], Parsed]:
    parsed = parse(Document.of(text, published=dt.date(2025, 3, 10)))
    about = topics.find(parsed)
    return statements.find(parsed, about, engagements.find(parsed, about)), parsed


def said(text: str) -> list[Statement]:
    found, parsed = read(text)
    for statement in found:
        for evidence in (statement.content, statement.cue):
            assert parsed.text[evidence.start : evidence.end] == evidence.quote
    return found


def codes(text: str) -> list[str]:
    return [w.code for w in read(text)[1].warnings]


@pytest.mark.parametrize(
    ("text", "speaker", "stance", "content"),
    [
        ("President William Ruto said the harvest was good.", "KEN/william-ruto", "inform", "the harvest was good"),
        ("President William Ruto praised Ghana for its clean elections.", "KEN/william-ruto", "support", "Ghana for its clean elections"),
        ("President William Ruto thanked Ghana for the seed loan.", "KEN/william-ruto", "thank", "the seed loan"),
        ("President William Ruto urged Ghana to lower its tariffs.", "KEN/william-ruto", "request", "to lower its tariffs"),
        ("President William Ruto called for a longer truce.", "KEN/william-ruto", "request", "a longer truce"),
        ("President William Ruto pledged to plant more trees.", "KEN/william-ruto", "commit", "to plant more trees"),
        ("President William Ruto condemned the raid on the market.", "KEN/william-ruto", "oppose", "the raid on the market"),
        ("President William Ruto warned that the dam might burst.", "KEN/william-ruto", "warn", "the dam might burst"),
        ("President William Ruto expressed condolences over the ferry accident.", "KEN/william-ruto", "regret", "the ferry accident"),
        ("President William Ruto reaffirmed his commitment to peace.", "KEN/william-ruto", "commit", "his commitment to peace"),
        ("President William Ruto reiterated support for the ceasefire.", "KEN/william-ruto", "support", "support for the ceasefire"),
        ("President William Ruto stressed the need for cheaper seed.", "KEN/william-ruto", "request", "the need for cheaper seed"),
        ("President William Ruto said Kenya would open two new ports.", "KEN/william-ruto", "commit", "Kenya would open two new ports"),
        ("President William Ruto said Ghana should open its ports.", "KEN/william-ruto", "request", "Ghana should open its ports"),
        ("The dam is safe, President William Ruto said.", "KEN/william-ruto", "inform", "The dam is safe"),
        ("President William Ruto's condemnation of the raid came late.", "KEN/william-ruto", "oppose", "the raid"),
    ],
)
def test_stance_and_words(text: str, speaker: str, stance: Stance, content: str) -> None:
    assert (speaker, stance, content) in [(s.speaker.id, s.stance, s.content.quote) for s in said(text)]


def test_addressee() -> None:
    (statement,) = said("President William Ruto told President John Mahama that the border would stay open.")
    assert statement.addressee is not None
    assert statement.addressee.id.startswith("GHA/")


def test_reporter_stands_in_the_attribution() -> None:
    (statement,) = said("According to President William Ruto, President John Mahama commended Kenya.")
    assert statement.speaker.id.startswith("GHA/")
    assert [a.speaker.id for a in statement.attribution] == ["KEN/william-ruto"]
    assert statement.attribution[0].cue.quote == "According to"


def test_saying_that_another_said() -> None:
    (statement,) = said("President William Ruto said President John Mahama condemned the raid.")
    assert statement.stance == "oppose"
    assert [a.speaker.id for a in statement.attribution] == ["KEN/william-ruto"]


def test_two_leaders_are_two_statements() -> None:
    text = "President William Ruto met President John Mahama in Nairobi. The two leaders stressed the importance of cheap energy."
    found = [s for s in said(text) if s.content.quote.startswith("the importance")]
    assert {s.speaker.country for s in found} == {"KEN", "GHA"}
    assert len({s.engagement for s in found}) == 1
    assert found[0].engagement


def test_three_are_one_group() -> None:
    (statement,) = said("Kenya, Ghana and Senegal urged the council to lift the ban.")
    assert statement.speaker.id == "GHA+KEN+SEN"
    assert statement.speaker.as_written == "Kenya, Ghana and Senegal"


def test_quotation_over_sentences_and_paragraphs() -> None:
    text = (
        "“The rains came early,” President William Ruto told farmers. “Nobody had expected them.”\n\n"
        "“We will build new canals.”\n\nThe market stayed closed for a week."
    )
    found = said(text)
    assert [s.speaker.id for s in found] == ["KEN/william-ruto"] * 2
    assert found[0].content.quote.endswith("“Nobody had expected them.”")
    assert found[1].content.quote == "“We will build new canals.”"
    assert [s.stance for s in found] == ["inform", "commit"]


def test_quotation_that_runs_on_without_a_closing_mark() -> None:
    text = 'President William Ruto said: "The road is finished. It took nine years.\n\n"The bridge comes next year."'
    assert "".join(s.content.quote for s in said(text)) == text.partition(": ")[2].replace("\n\n", "")


def test_performed_inside_a_quotation() -> None:
    (statement,) = said('"We condemn the raid on the market," Foreign Minister Musalia Mudavadi said.')
    assert statement.stance == "oppose"


def test_transcript() -> None:
    text = (
        "SECRETARY RUBIO: Good morning. We condemn the raid in Goma.\n\nQUESTION: Will you travel?\n\n"
        "Secretary of State Marco Rubio left the room."
    )
    found, parsed = read(text)
    assert {(s.speaker.id, s.stance) for s in found} == {("USA/marco-rubio", "inform"), ("USA/marco-rubio", "oppose")}
    assert "unresolved-speaker" in [w.code for w in parsed.warnings]


def test_participle_goes_back_to_its_sentence() -> None:
    found = said("President William Ruto said the road is open, adding that the bridge is closed.")
    assert [(s.speaker.id, s.content.quote) for s in found] == [
        ("KEN/william-ruto", "the road is open"),
        ("KEN/william-ruto", "the bridge is closed"),
    ]


def test_a_repeated_sentence_counts_once() -> None:
    sentence = "President William Ruto said the harvest had been the best in ten years."
    assert len(said(f"{sentence}\n\nFarmers danced.\n\n{sentence}")) == 1
    assert len(said(f"Rain fell. {sentence}\n\nFarmers danced.\n\n{sentence}")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "President William Ruto did not condemn the raid.",
        "President William Ruto will announce the winners on Friday.",
    ],
)
def test_what_is_not_said(text: str) -> None:
    assert said(text) == []
    assert "not-said" in codes(text)


def test_unresolved_speaker_is_a_warning() -> None:
    text = "It had rained. He said the road was closed."
    assert said(text) == []
    assert "unresolved-speaker" in codes(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said: “One. Two.” Then he left.", ["“One. Two.”"]),
        ('She said "yes, of course" twice.', ['"yes, of course"']),
        ("“A word that nobody closes today", ["“A word that nobody closes today"]),
        ("It’s the farmers’ market.", []),
        ("‘We will plant a million trees,’ he said.", ["‘We will plant a million trees,’"]),
    ],
)
def test_quotation_marks(text: str, found: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations.find(text)] == found


def test_layer_keeps_unknown_speakers() -> None:
    text = "A fisherman on the quay said the nets were empty."
    (saying,) = attributions(parse(Document.of(text)))
    assert [text[a:b] for a, b in (*saying.source, *saying.cue, *saying.content)] == [
        "A fisherman on the quay",
        "said",
        "that the nets were empty"[5:],
    ]


def test_every_cue_is_well_formed() -> None:
    for (pos, _), found in cues().items():
        assert pos in {"V", "N"}
        for cue in found:
            assert cue.stance is None or cue.stance in get_args(Stance)
            assert {*cue.addressee, *cue.content} <= SLOTS | PREPOSITIONS | {"to", "of", "regarding"}, cue.entry.pattern


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("We will send two field hospitals.", "commissive"),
        ("The ministry will fund forty schools over three years.", "commissive"),
        ("We stand ready to host the talks.", "commissive"),
        ("You must reopen the crossing.", "directive"),
        ("I urge both sides to return to the table.", "directive"),
        ("We thank the people of Accra.", "expressive"),
        ("The crossing was closed in May.", "assertive"),
        ("Will they reopen the crossing?", "assertive"),
    ],
)
def test_speech_acts(text: str, act: str) -> None:
    assert speech_acts.act(text) == act
    assert speech_acts.commissive(text) == (act == "commissive")


def test_evaluation_of_statements_is_perfect_on_itself_and_empty_on_nothing() -> None:
    gold = {"attributions": [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 20]]}]}
    assert evaluation.score([{"gold": gold, "predicted": gold}])["f1"] == 1
    assert evaluation.score([{"gold": gold, "predicted": {"attributions": []}}])["f1"] == 0
    half = {"attributions": [{"source": [[0, 3]], "cue": [[4, 8]], "content": []}]}
    assert evaluation.score([{"gold": gold, "predicted": half}])["f1"] == pytest.approx(2 / 3)


def test_evaluations_write_one_row_a_row() -> None:
    scores, rows = acts_evaluation.evaluate([{"id": "x", "text": "We will build a road.", "gold": {"act": "Commissive-A"}}])
    assert scores["f1"] == 1
    assert rows == [{"id": "x", "gold": {"act": "Commissive-A"}, "predicted": {"act": "Commissive"}}]
    text = "The mayor said the fair was over."
    _, rows = evaluation.evaluate([{"id": "y", "text": text, "gold": {"attributions": []}}])
    assert set(rows[0]["predicted"]["attributions"][0]) == {"source", "cue", "content"}
