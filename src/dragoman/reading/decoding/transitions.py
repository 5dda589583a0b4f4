"""The compiled loops of `transitions.c`, and a network in the form that they take."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from thinc.api import Model

#: Where the build leaves the library.
LIBRARY = Path(__file__).with_name("libtransitions.dylib" if sys.platform == "darwin" else "libtransitions.so")
PIECES = 2  # of each maxout unit: what the compiled loops are written for


class Network(ctypes.Structure):
    """What the compiled loops read of a network, as C lays it out."""

    _fields_ = (
        ("features", ctypes.c_void_p),
        ("bias", ctypes.c_void_p),
        ("weights", ctypes.c_void_p),
        ("class_bias", ctypes.c_void_p),
        ("slots", ctypes.c_int32),
        ("hidden", ctypes.c_int32),
        ("classes", ctypes.c_int32),
    )


@cache
def library() -> ctypes.CDLL | None:
    """The compiled loops, or None where they weren't built."""
    try:
        return ctypes.CDLL(str(LIBRARY))
    except OSError:
        return None


def available() -> bool:
    """Whether the compiled loops are there."""
    return library() is not None


@dataclass
class Scorer:
    """The two last layers of a transition model: features of tokens summed, and scores of the classes."""

    lower: Model[Any, Any]
    bias: NDArray[np.float32]
    weights: NDArray[np.float32]
    class_bias: NDArray[np.float32]

    @classmethod
    def of(cls, model: Model[Any, Any]) -> Scorer | None:
        """The scorer of a spaCy transition model; None for a shape that the compiled loops don't know."""
        if not (model.attrs["has_upper"] and not model.attrs["unseen_classes"]):
            return None
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        if lower.get_dim("nP") != PIECES:
            return None
        weights = np.ascontiguousarray(upper.get_param("W").T, dtype=np.float32)
        return cls(lower, _flat(lower.get_param("b")), weights, _flat(upper.get_param("b")))

    def network(self, vectors: NDArray[np.float32]) -> tuple[Network, NDArray[np.float32]]:
        """The network over the vectors of some tokens, and the array that it points into (to be kept as long)."""
        features = np.ascontiguousarray(self.lower.predict(vectors), dtype=np.float32)
        hidden, classes = self.weights.shape
        held = (a.ctypes.data for a in (features, self.bias, self.weights, self.class_bias))
        return Network(*held, features.shape[1], hidden, classes), features


def _flat(array: Any) -> NDArray[np.float32]:
    return np.ascontiguousarray(array, dtype=np.float32).reshape(-1)


def arcs(network: Network, first: int, length: int, moves: NDArray[np.int8]) -> tuple[NDArray[np.int32], NDArray[np.int32]] | None:
    """The head of each token of a document (-1: a root) and the class of the arc to it; None where the rules came to no end."""
    loops = library()
    assert loops is not None  # noqa: S101 (nobody asks without `available`)
    heads, drawn = np.empty(length, np.int32), np.empty(length, np.int32)
    status = loops.dragoman_arcs(ctypes.byref(network), first, length, _pointer(moves), _pointer(heads), _pointer(drawn))
    return (heads, drawn) if status == 0 else None


def entities(
    network: Network,
    first: int,
    moves: NDArray[np.int8],
    labels: NDArray[np.int8],
    starts: NDArray[np.uint8],
    spaces: NDArray[np.uint8],
) -> NDArray[np.int32] | None:
    """The class of each token of a document, whose sentence starts and white space are given; None where no move was valid."""
    loops = library()
    assert loops is not None  # noqa: S101 (nobody asks without `available`)
    drawn = np.empty(len(starts), np.int32)
    held = [_pointer(array) for array in (moves, labels, starts, spaces, drawn)]
    status = loops.dragoman_entities(ctypes.byref(network), first, len(starts), *held)
    return drawn if status == 0 else None


def _pointer(array: NDArray[Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
