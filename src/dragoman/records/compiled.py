"""What is worked out of the package's data files, kept beside them as Python keeps its compiled modules.

A copy is JSON in `__pycache__`, under the stamp of what it was made of. Nobody has to delete one: it is made anew when that changes, and
where it can't be kept (no permission, a package in an archive, `-B`) the work is done each time.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


def kept(folder: Traversable, name: str, made_of: Iterable[Traversable], make: Callable[[], Any]) -> Any:
    """What `make` makes, from its copy while none of the files that it was made of has another time or size.

    Args:
        folder: the data folder in whose `__pycache__` the copy is kept.
        name: the copy's, without `.json`.
        made_of: the files that decide what is made: data, and code where it does more than parse them.
        make: makes it, of what JSON can say: anything else isn't kept.
    """
    if not isinstance(folder, Path):
        return make()
    copy, stamp = folder / "__pycache__" / f"{name}.json", _stamp(made_of)
    try:
        with copy.open(encoding="utf-8") as lines:
            if next(lines, "").rstrip("\n") == stamp:
                with uncollected():
                    return json.loads(lines.read())
    except (OSError, ValueError):
        pass  # none yet, or half a one: made anew
    made = make()
    if not sys.dont_write_bytecode:
        _keep(copy, stamp, made)
    return made


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector: it would look through tables over and over while they grow, and find nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _stamp(files: Iterable[Traversable]) -> str:
    told = hashlib.blake2b(digest_size=16)
    for file in files:
        status = os.stat(str(file))
        told.update(f"{file.name} {status.st_mtime_ns} {status.st_size}\n".encode())
    return told.hexdigest()


def _keep(copy: Path, stamp: str, made: Any) -> None:
    """Writes a copy, if JSON says the same: it has no dates, no tuples, and no keys but strings."""
    try:
        content = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        if json.loads(content) != made:
            return
        copy.parent.mkdir(exist_ok=True)
        part = copy.with_name(f"{copy.name}.{os.getpid()}.{threading.get_ident()}")
        part.write_text(f"{stamp}\n{content}", encoding="utf-8")
        part.replace(copy)  # at once: another process may be reading
    except (OSError, TypeError, ValueError):
        return
