"""Documents that are copies of one text: syndicated reports, reprints.

MinHash signatures in bands, so that only likely pairs are compared.
"""

from __future__ import annotations

import struct

from rensa import RMinHash

HASHES, ROWS = (
    128,
    4,
)  # 32 bands of 4: a pair that shares 0.7 of its shingles meets in a band with probability 0.9998, one that shares 0.2 in 0.05
WORDS = 5  # a shingle
SEED = 1815  # any number does; it belongs to the signatures that are stored


def signature(text: str) -> bytes | None:
    """The signature of a text; None for one too short to tell."""
    words = text.casefold().split()
    if len(words) < 4 * WORDS:
        return None
    found = RMinHash(num_perm=HASHES, seed=SEED)
    found.update([" ".join(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1)])
    return struct.pack(f"<{HASHES}I", *found.digest())


def bands(signature_: bytes) -> list[str]:
    """Keys that copies share at least one of."""
    size = ROWS * 4
    return [f"{i // size}:{signature_[i : i + size].hex()}" for i in range(0, len(signature_), size)]


def jaccard(a: bytes, b: bytes) -> float:
    """The estimated share of shingles in common."""
    one, other = struct.unpack(f"<{HASHES}I", a), struct.unpack(f"<{HASHES}I", b)
    same = sum(x == y for x, y in zip(one, other, strict=True))
    return float(same) / HASHES
