"""The parser is loaded without what reading doesn't need, and lacks nothing for it."""

import subprocess
import sys

from dragoman.reading import language


def test_the_words_of_every_label_are_known() -> None:
    """The table of strings isn't loaded: tags and labels must come into it with the components that give them."""
    nlp = language.pipeline()
    labels = {label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ())}
    assert {"NNP", "nsubj", "GPE"} <= labels
    assert [label for label in labels if label not in nlp.vocab.strings] == []


def test_spacy_comes_without_its_command_line_until_somebody_asks_for_it() -> None:
    code = """
import sys
from dragoman.reading import language
spacy = language._spacy()
assert spacy is language._spacy()
assert "weasel" not in sys.modules and "spacy.cli" not in sys.modules
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert callable(spacy.cli.download)
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)  # noqa: S603
