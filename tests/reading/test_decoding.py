"""The fast decoder says what spaCy's own pipeline says, of any text."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from dragoman.reading import decoding, language
from dragoman.reading.decoding import Decoder, transitions

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.md"))
NEWS = ROOT.parent / "shared" / "gold" / "wikinews.jsonl"
ODD = (
    "",
    " ",
    "\n\n \t",
    "Ruto",
    "?",
    "There's no deal. There are talks, aren't there? They can't agree; they're gonna wanna try.",
    "I got what he gets 'cause that's how it is ... ... ---",
    "  Two spaces.  Then\nlines\n\nand  more.",
    "\u200b\ufeffÅngström’s «ministère» — 東京 🤝 😀",
    "the " * 400,
    "((((((((((" * 30,
    "He said that she said that they said that we said that it said that you said so. " * 6,
)

needs_loops = pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler: spaCy's own loops do the work")


def annotations(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_, t.is_sent_start, t.left_edge.i, t.right_edge.i)
        for t in doc
    ]


def decoded(texts: list[str]) -> list[Doc]:
    nlp = language.pipeline()
    docs = [nlp.make_doc(text) for text in texts]
    Decoder(nlp).annotate(docs)
    return docs


def same(texts: list[str]) -> None:
    expected = list(language.pipeline().pipe(texts))
    for one, other in zip(decoded(texts), expected, strict=True):
        assert annotations(one) == annotations(other)
        assert [(e.start, e.end, e.label_) for e in one.ents] == [(e.start, e.end, e.label_) for e in other.ents]


@needs_loops
def test_the_loops_were_built() -> None:
    assert decoding.available()


@needs_loops
def test_examples() -> None:
    assert EXAMPLES
    same([line for path in EXAMPLES for line in path.read_text(encoding="utf-8").splitlines() if line.strip()])


@needs_loops
def test_odd_texts() -> None:
    same(list(ODD))


@needs_loops
@pytest.mark.skipif(not NEWS.exists(), reason="../shared/gold isn't here")
def test_news() -> None:
    with NEWS.open(encoding="utf-8") as rows:
        texts = [json.loads(row)["text"] for row, _ in zip(rows, range(12), strict=False)]
    same([line for text in texts for line in text.splitlines() if line.strip()])


@needs_loops
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    same([text])


def test_without_the_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Presidents of Kenya and Uganda met in Nairobi. There are two agreements."
    monkeypatch.setattr(transitions, "library", lambda: None)
    monkeypatch.setattr(language, "_decoder", language._decoder.__wrapped__)
    (found,) = language.parse([text])
    monkeypatch.undo()
    (fast,) = language.parse([text])
    assert annotations(found) == annotations(fast)
