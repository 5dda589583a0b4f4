"""YAML data files, which take a second to parse, kept compiled."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from dragoman.records import compiled


def load(path: Traversable) -> Any:
    """The content of a data file of the package."""
    return compiled.kept(path.parent, path.name, [path], lambda: _parsed(path)) if isinstance(path, Path) else _parsed(path)


def _parsed(path: Traversable) -> Any:
    import yaml  # noqa: PLC0415 (compiled copies need no parser)

    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (a safe loader)
