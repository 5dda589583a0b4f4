"""What passes between two marked actors of a sentence: type, mode, status, direction and CAMEO code, each with probabilities.

A small encoder (MiniLM), fine-tuned on the project's own corpus (see `training/` and `docs/model_card.md`), shipped as int8 ONNX.
onnxruntime and tokenizers are all that runs it. Sentences go through in batches of like length, so that few cycles are spent on padding.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from dragoman.records.errors import DataError, MissingPartError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

NONE = "NONE"
THREADS = 1  # sentences come a few at a time: a second thread waits, spinning, more than it works, and robs the readers beside it
BATCH_TOKENS = (
    1024  # a batch holds this many tokens, padding included: 1.8 times as fast as 8,192 on one core (cache), 1.4 times as one by one
)
MARKER_IDS = {"S": (1, 2), "T": (3, 4)}  # [unused0]..[unused3] of the vocabulary open and close the spans

Span = tuple[int, int]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with the spans (code points, half-open) of the one who acts and the one acted upon; None: implicit, or unknown."""

    text: str
    source: Span | None
    target: Span | None


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model thinks of one marked sentence. Probabilities are calibrated on the corpus's development split; each dict adds up to 1.

    Attributes:
        types: the 16 PLOVER types and NONE.
        modes: for each type that has modes, its modes and `-` (none of them), given that type.
        statuses: the seven statuses of the record.
        directions: forward (source to target), backward, mutual, none.
        cameo: three-digit CAMEO codes and `-`; those under one in a thousand are left out.
    """

    types: dict[str, float]
    modes: dict[str, dict[str, float]]
    statuses: dict[str, float]
    directions: dict[str, float]
    cameo: dict[str, float]

    @property
    def type(self) -> str:
        """The likeliest type, NONE included."""
        return max(self.types, key=self.types.__getitem__)

    @property
    def event_type(self) -> str:
        """The likeliest of the 16 types, given that something passes."""
        return max((t for t in self.types if t != NONE), key=self.types.__getitem__)

    @property
    def status(self) -> str:
        """The likeliest status."""
        return max(self.statuses, key=self.statuses.__getitem__)

    @property
    def direction(self) -> str:
        """The likeliest direction."""
        return max(self.directions, key=self.directions.__getitem__)

    def mode(self, type_: str) -> str | None:
        """The likeliest mode of a type, or None where none fits."""
        modes = self.modes.get(type_, {"-": 1.0})
        best = max(modes, key=modes.__getitem__)
        return None if best == "-" else best


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of a marked sentence, and where its opening markers stand."""

    ids: list[int]
    source_at: int
    target_at: int


class Marker:
    """Turns marked sentences into token ids: the same code in training and at run time."""

    def __init__(self, tokenizer: Tokenizer, max_tokens: int) -> None:
        self.tokenizer, self.max_tokens = tokenizer, max_tokens
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        vocabulary = self.tokenizer.get_vocab()
        self.cls, self.sep = vocabulary["[CLS]"], vocabulary["[SEP]"]

    def encode(self, items: Sequence[Marked]) -> list[Encoded]:
        """One `Encoded` an item, in order."""
        encodings = self.tokenizer.encode_batch([item.text for item in items], add_special_tokens=False)
        return [self.mark(encoding, item) for encoding, item in zip(encodings, items, strict=True)]

    def mark(self, encoding: Encoding, item: Marked) -> Encoded:
        """Ids with the markers around the spans. A missing span is an empty pair of markers right after [CLS]."""
        ids, offsets = encoding.ids, encoding.offsets
        spans = {"S": _tokens(offsets, item.source), "T": _tokens(offsets, item.target)}
        kept = _window(len(ids), [span for span in spans.values() if span], self.max_tokens - 6)
        out, at = [self.cls], {}
        for name, span in spans.items():
            if span is None:
                at[MARKER_IDS[name][0]] = len(out)
                out += MARKER_IDS[name]
        for i in kept:
            for name, span in spans.items():  # spans may begin or end together, or lie in each other
                if span and span[0] == i:
                    at[MARKER_IDS[name][0]] = len(out)
                    out.append(MARKER_IDS[name][0])
            out.append(ids[i])
            out += [MARKER_IDS[name][1] for name, span in spans.items() if span and span[1] - 1 == i]
        out.append(self.sep)
        return Encoded(out, at[MARKER_IDS["S"][0]], at[MARKER_IDS["T"][0]])


def _tokens(offsets: Sequence[Span], span: Span | None) -> Span | None:
    if span is None:
        return None
    inside = [i for i, (start, end) in enumerate(offsets) if end > span[0] and start < span[1]]
    return (inside[0], inside[-1] + 1) if inside else None


def _window(n: int, spans: list[Span], room: int) -> list[int]:
    """Which of `n` tokens to keep when there is `room` for fewer: the spans' ends first, then those nearest to them."""
    if n <= room:
        return list(range(n))
    anchors = sorted({edge for start, end in spans for edge in (start, end - 1)}) or [0]
    return sorted(sorted(range(n), key=lambda i: (min(abs(i - a) for a in anchors), i))[:room])


def softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """Probabilities along the last axis."""
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    result: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result


class Classifier:
    """The model of one folder: `model.onnx`, `tokenizer.json` and `manifest.json`."""

    HEADS = ("type", "mode", "status", "direction", "cameo")

    def __init__(self, folder: Path | None = None) -> None:
        import onnxruntime  # noqa: PLC0415 (brings a thread: workers are forked from processes without)
        from tokenizers import Tokenizer  # noqa: PLC0415

        folder = folder or Path(str(files("dragoman.reading") / "model"))
        for name in ("model.onnx", "tokenizer.json", "manifest.json"):
            if not (folder / name).is_file():
                raise MissingPartError(
                    f"the event model is not complete: {folder / name} is missing; "
                    "reinstall dragoman, or rebuild it with `python training/train.py` (see training/DATASHEET.md)"
                )
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.labels: dict[str, list[str]] = self.manifest["labels"]
        self.temperatures: dict[str, float] = self.manifest["temperatures"]
        if missing := [head for head in self.HEADS if head not in self.labels or head not in self.temperatures]:
            raise DataError(f"{folder / 'manifest.json'} has no labels or temperature for {', '.join(missing)}")
        self.marker = Marker(Tokenizer.from_file(str(folder / "tokenizer.json")), self.manifest["max_tokens"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self._modes = _by_type(self.labels["mode"])

    def classify(self, items: Sequence[Marked]) -> list[Scores]:
        """One `Scores` an item, in the order of the items."""
        logits = self.logits(items)
        return [self._scores({head: values[i] for head, values in logits.items()}) for i in range(len(items))]

    def logits(self, items: Sequence[Marked]) -> dict[str, Floats]:
        """The raw outputs of each head, one row an item."""
        encoded = self.marker.encode(items)
        out = {head: np.zeros((len(items), len(self.labels[head])), dtype=np.float32) for head in self.HEADS}
        for batch in _batches(encoded):
            results = self.session.run(list(self.HEADS), _feed([encoded[i] for i in batch]))
            for head, values in zip(self.HEADS, results, strict=True):
                out[head][batch] = values
        return out

    def _scores(self, logits: dict[str, Floats]) -> Scores:
        named = {
            head: _named(self.labels[head], softmax(logits[head], self.temperatures[head]))
            for head in ("type", "status", "direction", "cameo")
        }
        modes = {
            type_: _named(names, softmax(logits["mode"][places], self.temperatures["mode"]))
            for type_, (names, places) in self._modes.items()
        }
        cameo = {code: p for code, p in named["cameo"].items() if p >= 0.001}
        return Scores(named["type"], modes, named["status"], named["direction"], cameo)


def _named(names: Sequence[str], values: Floats) -> dict[str, float]:
    return dict(zip(names, values.tolist(), strict=True))


def _by_type(labels: Sequence[str]) -> dict[str, tuple[list[str], list[int]]]:
    """For each type that has modes: `-` and its modes, and their places among the outputs."""
    result: dict[str, tuple[list[str], list[int]]] = {}
    for place, label in enumerate(labels):
        if label != "-":
            type_, mode = label.split("/")
            names, places = result.setdefault(type_, (["-"], [labels.index("-")]))
            names.append(mode)
            places.append(place)
    return result


def _batches(encoded: Sequence[Encoded]) -> Iterator[list[int]]:
    """Indices of sentences of like length, each batch within BATCH_TOKENS."""
    batch: list[int] = []
    for i in sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids)):
        if batch and len(encoded[i].ids) * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _feed(encoded: Sequence[Encoded]) -> dict[str, npt.NDArray[np.int64]]:
    width = max(len(e.ids) for e in encoded)
    ids = np.zeros((len(encoded), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, e in enumerate(encoded):
        ids[row, : len(e.ids)] = e.ids
        mask[row, : len(e.ids)] = 1
    return {
        "input_ids": ids,
        "attention_mask": mask,
        "source_at": np.array([e.source_at for e in encoded], dtype=np.int64),
        "target_at": np.array([e.target_at for e in encoded], dtype=np.int64),
    }


@cache
def default() -> Classifier:
    """The model that ships in the package, loaded at the first call."""
    return Classifier()


def classify(items: Sequence[Marked]) -> list[Scores]:
    """What passes between the marked actors of each sentence, by the model that ships.

    Raises:
        MissingPartError: the model file is not there.
    """
    return default().classify(items) if items else []
