"""The classifier's behaviour on sentences that leave no doubt, and its promises about batches and missing spans."""

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.reading import classifier
from dragoman.reading.classifier import Classifier, Marked, Marker, classify
from dragoman.records.errors import MissingPartError

MODEL = Path(str(files("dragoman.reading"))) / "model"
needs_model = pytest.mark.skipif(
    not (MODEL / "model.onnx").is_file(), reason=f"no model at {MODEL}: build it with `python training/train.py`"
)


def marked(text: str) -> Marked:
    """`<S>` and `<<T>>` marks to spans."""
    source = target = None
    for mark, name in (("<<", "target"), ("<", "source")):
        if mark in text:
            start = text.index(mark)
            end = text.index(">", start)
            inside = text[start + len(mark) : end]
            text = text[:start] + inside + text[end + len(mark) :]
            if name == "target":
                target = (start, start + len(inside))
            else:
                source = (start, start + len(inside))
                if target is not None and start < target[0]:
                    target = (target[0] - 2, target[1] - 2)
    return Marked(text, source, target)


OBVIOUS = [
    ("<Kenya> condemned <<Orsania>> on Tuesday for shelling a border village.", "ACCUSE"),
    ("<The foreign minister of Peru> met <<her Chilean counterpart>> in Lima on Monday.", "CONSULT"),
    ("<Japan> delivered 20,000 tonnes of rice to <<Madagascar>> after the cyclone.", "AID"),
    ("<Fighters from the northern militia> shot dead <<six villagers>> on Sunday.", "ASSAULT"),
    ("<Police> arrested <<two opposition lawmakers>> at the airport.", "COERCE"),
    ("<Brazil> rejected <<Argentina's proposal>> to raise the tariff.", "REJECT"),
    ("<The prime minister> urged <<parliament>> to pass the budget.", "REQUEST"),
    ("<Norway> expelled <<two Velland diplomats>> over the cyber attack.", "SANCTION"),
    ("<Thousands of students> marched against <<the government>> in the capital.", "PROTEST"),
    ("<The rebels> released <<eleven hostages>> on Friday.", "RETREAT"),
    ("<Ghana's president> praised <<Togo>> for its mediation.", "SUPPORT"),
    ("<The general> threatened to bomb <<the port>> unless ships left.", "THREATEN"),
]


@needs_model
@pytest.mark.parametrize(("text", "type_"), OBVIOUS)
def test_obvious_sentences(text, type_):
    (scores,) = classify([marked(text)])
    assert scores.type == type_
    assert scores.event_type == type_


@needs_model
def test_who_is_marked_decides():
    text = "Kenya praised Togo, and Orsania condemned Velland."
    first, second = classify([Marked(text, (0, 5), (14, 18)), Marked(text, (24, 31), (42, 49))])
    assert first.types["SUPPORT"] > second.types["SUPPORT"]
    assert second.types["ACCUSE"] > first.types["ACCUSE"]


@needs_model
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("<Police> arrested <<two opposition lawmakers>> at the airport.", "occurred"),
        ("<The ministry> has not condemned <<the attack>>.", "negated"),
        ("<The European Union> may impose sanctions on <<Orsania>> if talks fail.", "hypothetical"),
    ],
)
def test_status(text, status):
    (scores,) = classify([marked(text)])
    assert scores.status == status


@needs_model
def test_direction():
    active, passive = classify(
        [marked("<Kenya> condemned <<Orsania>> on Tuesday."), marked("<Orsania> was condemned by <<Kenya>> on Tuesday.")]
    )
    assert (active.direction, passive.direction) == ("forward", "backward")


@needs_model
def test_missing_spans_are_allowed():
    text = "Police arrested two opposition lawmakers at the airport."
    for item in (Marked(text, (0, 6), None), Marked(text, None, (16, 40)), Marked(text, None, None)):
        (scores,) = classify([item])
        assert scores.event_type == "COERCE"


@needs_model
def test_probabilities_add_up():
    (scores,) = classify([marked(OBVIOUS[0][0])])
    for named in (scores.types, scores.statuses, scores.directions, *scores.modes.values()):
        assert sum(named.values()) == pytest.approx(1, abs=1e-4)
    assert len(scores.types) == 17
    assert set(scores.modes["CONSULT"]) == {"-", "visit", "third-party", "multilateral", "phone"}
    assert scores.mode("AGREE") is None


@needs_model
def test_order_and_company_do_not_matter():
    items = [marked(text) for text, _ in OBVIOUS] + [marked("<Kenya> met <<Togo>>. " + "It was a long day, the spokesman said. " * 8)]
    together, alone = classify(items), [classify([item])[0] for item in items]
    backwards = classify(items[::-1])[::-1]
    for a, b, c in zip(together, alone, backwards, strict=True):
        assert a.types == pytest.approx(b.types, abs=0.1)  # a batch shares the scale of its int8 activations: up to 0.06 seen
        assert a.types == pytest.approx(c.types, abs=1e-4)
        assert a.type == b.type == c.type


@needs_model
def test_nothing_in_nothing_out():
    assert classify([]) == []


@needs_model
@settings(max_examples=40, deadline=None)
@given(st.text(max_size=600), st.integers(0, 600), st.integers(0, 600))
def test_any_text_gets_scores(text, a, b):
    span = (min(a, b, len(text)), min(max(a, b), len(text)))
    (scores,) = classify([Marked(text, span, None)])
    assert 0 <= max(scores.types.values()) <= 1


def test_absent_model_is_named(tmp_path):
    with pytest.raises(MissingPartError, match=r"model\.onnx is missing"):
        Classifier(tmp_path)


@pytest.fixture
def marker() -> Marker:
    return classifier.default().marker


@needs_model
class TestMarker:
    def words(self, marker, item):
        (encoded,) = marker.encode([item])
        return [marker.tokenizer.id_to_token(i) for i in encoded.ids], encoded

    def test_spans_are_wrapped(self, marker):
        words, encoded = self.words(marker, Marked("Kenya met Togo.", (0, 5), (10, 14)))
        assert words == ["[CLS]", "[unused0]", "kenya", "[unused1]", "met", "[unused2]", "togo", "[unused3]", ".", "[SEP]"]
        assert (encoded.source_at, encoded.target_at) == (1, 5)

    def test_missing_spans_are_empty_pairs(self, marker):
        words, encoded = self.words(marker, Marked("Kenya met Togo.", (0, 5), None))
        assert words == ["[CLS]", "[unused2]", "[unused3]", "[unused0]", "kenya", "[unused1]", "met", "togo", ".", "[SEP]"]
        assert (encoded.source_at, encoded.target_at) == (3, 1)

    def test_spans_may_lie_in_each_other(self, marker):
        words, encoded = self.words(marker, Marked("Kenya and Togo met.", (0, 14), (0, 5)))
        assert words == ["[CLS]", "[unused0]", "[unused2]", "kenya", "[unused3]", "and", "togo", "[unused1]", "met", ".", "[SEP]"]
        assert (encoded.source_at, encoded.target_at) == (1, 2)

    def test_long_sentences_keep_both_spans(self, marker):
        text = "Kenya " + "word " * 400 + "met Togo."
        words, _ = self.words(marker, Marked(text, (0, 5), (len(text) - 5, len(text) - 1)))
        assert len(words) <= marker.max_tokens
        assert {"kenya", "met", "togo"} <= set(words)
