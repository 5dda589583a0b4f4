"""What every record has in common."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value: comparable, hashable where its fields are, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


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
