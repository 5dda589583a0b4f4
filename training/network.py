"""The network in plain torch: a BERT encoder with MiniLM's weights, and a head for each question on the markers of source and target."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
MARKERS = 4


class Layer(nn.Module):
    """One transformer layer, norm after each block as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.dropout = nn.Dropout(dropout)

    def split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        scores = self.split(self.query(x)) @ self.split(self.key(x)).transpose(-1, -2) / math.sqrt(HIDDEN // HEADS)
        weights = functional.softmax(scores + bias, dim=-1)
        attended = (weights @ self.split(self.value(x))).transpose(1, 2).flatten(-2)
        x = self.norm1(x + self.dropout(self.out(attended)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Network(nn.Module):
    """Encoder, pooled markers, heads. `labels` gives each head its number of outputs."""

    def __init__(self, labels: dict[str, int], dropout: float = 0.1, head_dropout: float = 0.2) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, HIDDEN), nn.Embedding(POSITIONS, HIDDEN)
        self.words.weight.requires_grad_(False)  # words that the corpus lacks keep their place among those that it has
        self.markers = nn.Parameter(
            torch.zeros(1 + MARKERS, HIDDEN)
        )  # what training adds to the ids 1..MARKERS (row 0: to all other words)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.pool = nn.Linear(4 * HIDDEN, HIDDEN)
        self.head_dropout = nn.Dropout(head_dropout)
        self.heads = nn.ModuleDict({f"to_{name}": nn.Linear(HIDDEN, size) for name, size in labels.items()})
        self.names = tuple(labels)
        self.folded = False

    def encode(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        x = self.words(input_ids) + self.places.weight[: input_ids.shape[1]]
        if self.training or not self.folded:
            x = x + self.markers[input_ids * (input_ids <= MARKERS)] * (input_ids > 0)[:, :, None]
        x = self.dropout(self.norm(x))
        bias = (1.0 - attention_mask[:, None, None, :].to(x.dtype)) * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def fold(self) -> None:
        """Adds what training learned about the markers, and about all other words together, to the table of words: for export."""
        self.words.weight.data[1 : 1 + MARKERS] += self.markers.data[1:]
        self.words.weight.data[1 + MARKERS :] += self.markers.data[0]
        self.folded = True

    def pooled(self, x: Tensor, attention_mask: Tensor, source_at: Tensor, target_at: Tensor) -> Tensor:
        mask = attention_mask[:, :, None].to(x.dtype)
        mean = (x * mask).sum(1) / mask.sum(1)
        rows = torch.arange(x.shape[0], device=x.device)
        parts = torch.cat([mean, x[:, 0], x[rows, source_at], x[rows, target_at]], dim=-1)
        return functional.gelu(self.pool(self.head_dropout(parts)))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, source_at: Tensor, target_at: Tensor) -> tuple[Tensor, ...]:
        pooled = self.pooled(self.encode(input_ids, attention_mask), attention_mask, source_at, target_at)
        return tuple(self.heads[f"to_{name}"](self.head_dropout(pooled)) for name in self.names)

    def load_minilm(self, path: Path) -> None:
        """Copies the encoder's weights from a `model.safetensors` of BERT's naming; token types other than 0 are folded away."""
        weights = load_file(path)
        own: dict[str, Tensor] = {
            "words.weight": weights["embeddings.word_embeddings.weight"],
            "places.weight": weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(LAYERS):
            for mine, theirs in parts.items():
                for kind in ("weight", "bias"):
                    own[f"layers.{i}.{mine}.{kind}"] = weights[f"encoder.layer.{i}.{theirs}.{kind}"]
        missing, unexpected = self.load_state_dict(own, strict=False)
        assert not unexpected
        assert all(name.startswith(("pool", "heads", "markers")) for name in missing), missing
