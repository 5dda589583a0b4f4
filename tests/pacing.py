"""How slow the machine is just now, so that limits of time hold for the work and not for the machine."""

from __future__ import annotations

import os
import time

UNHURRIED = 0.03  # seconds of processor time that the yardstick takes where nothing else runs


def slowness() -> float:
    """How many times longer than on an idle machine work in Python takes now; at least 1."""
    return max(1.0, max(_yardstick() for _ in range(3)) / UNHURRIED)


def _yardstick() -> float:
    started = time.process_time()
    words: dict[str, list[int]] = {}
    for number in range(80_000):
        words.setdefault(f"{number % 5_000:x}".upper(), []).append(number)
    sorted(words)
    return time.process_time() - started


def keeping() -> dict[str, str]:
    """The environment of a process that may keep compiled files, as a user's does."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
