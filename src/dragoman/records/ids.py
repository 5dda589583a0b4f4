"""Ids that say what a record is made of."""

from __future__ import annotations

import hashlib


def stable_id(prefix: str, *parts: object) -> str:
    """An id that is the same in every run for the same parts.

    Args:
        prefix: what kind of record it is ("ev", "en", "st", "co", "doc").
        parts: what makes the record itself, in order; each is written with `str`.

    Returns:
        The prefix, a hyphen and 16 hexadecimal digits (64 bits of BLAKE2b).
    """
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"{prefix}-{digest.hexdigest()}"
