"""Compiles the parser's loops when the package is built or installed. Without a C compiler the package works all the same, only slower."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("src", "dragoman", "reading", "decoding")
#: No fused multiply-adds: scores are the same on every machine.
FLAGS = ("-std=c99", "-O3", "-ffp-contract=off", "-fPIC", "-shared")


class Compile(BuildHookInterface[Any]):
    """Leaves the library beside its source and adds it to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's signature)
        """Called by hatchling before it gathers the files."""
        library = FOLDER / ("libtransitions.dylib" if sys.platform == "darwin" else "libtransitions.so")
        source = FOLDER / "transitions.c"
        command = [*shlex.split(os.environ.get("CC", "cc")), *FLAGS, "-o", str(library), str(source)]
        try:
            subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True)  # noqa: S603 (the builder's own compiler)
        except (OSError, subprocess.CalledProcessError) as error:
            self.app.display_warning(f"{source} wasn't compiled, parsing will be slower: {getattr(error, 'stderr', None) or error}")
            return
        build_data["artifacts"].append(str(library))
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
