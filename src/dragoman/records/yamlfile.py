"""YAML data files, which take a second to parse, kept compiled."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from dragoman.records import compiled

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(path: Traversable) -> Any:
    """The content of a data file of the package."""
    return compiled.kept(path.parent, path.name, [path], lambda: _parsed(path)) if isinstance(path, Path) else _parsed(path)


def _parsed(path: Traversable) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (a safe loader)
