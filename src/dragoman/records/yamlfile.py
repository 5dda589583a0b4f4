"""YAML data files, which take a second to parse, with a compiled copy beside them as Python keeps one of its modules."""

from __future__ import annotations

import json
import os
import sys
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(path: Traversable) -> Any:
    """The content of a data file of the package.

    A copy in JSON is kept in `__pycache__` with the time and size of the file that it was made of, and used while they are the same.
    Where it can't be kept (no permission, a package in an archive, `-B`), the file is parsed each time.
    """
    if not isinstance(path, Path):
        return _parsed(path)
    status = path.stat()
    stamp, copy = f"{status.st_mtime_ns} {status.st_size}", path.parent / "__pycache__" / f"{path.name}.json"
    try:
        made_of, _, content = copy.read_text(encoding="utf-8").partition("\n")
        if made_of == stamp:
            return json.loads(content)
    except (OSError, ValueError):
        pass  # none yet, or half a one: made anew
    loaded = _parsed(path)
    if not sys.dont_write_bytecode:
        _keep(copy, stamp, loaded)
    return loaded


def _parsed(path: Traversable) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (a safe loader)


def _keep(copy: Path, stamp: str, loaded: Any) -> None:
    """Writes a copy, if JSON says the same as YAML did: it has no dates, and no keys but strings."""
    try:
        content = json.dumps(loaded, ensure_ascii=False, separators=(",", ":"))
        if json.loads(content) != loaded:
            return
        copy.parent.mkdir(exist_ok=True)
        part = copy.with_name(f"{copy.name}.{os.getpid()}")
        part.write_text(f"{stamp}\n{content}", encoding="utf-8")
        part.replace(copy)  # at once: another process may be reading
    except (OSError, TypeError):
        return
