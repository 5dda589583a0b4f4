"""Checks every data file of the package: form, fields, allowed values, order, doubles, references that lead nowhere, terms that overlap.

    python tools/lint_data.py [--warnings]

Every error is one line `FILE:LINE: KEY: REASON` on stdout, and the exit code is 1 when there is one. Warnings are counted, and shown with
`--warnings`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from datalint import book, gazetteer, holders
from datalint.faults import CODEBOOK, GAZETTEER, Fault
from datalint.tables import form


def _files(root: Path) -> list[Path]:
    """The data files below a folder, without the compiled copies that Python code keeps of some."""
    return sorted(path for path in root.rglob("*.*") if path.parent.name != "__pycache__")


def faults() -> Iterator[Fault]:
    """Everything that is wrong, file by file; where a file can't even be read, only that."""
    unread = [fault for root in (GAZETTEER, CODEBOOK) for path in _files(root) for fault in form(path)]
    yield from unread
    if not any("UTF-8" in fault.reason for fault in unread):
        yield from gazetteer.faults()
        yield from holders.faults()
        yield from book.faults()


def main() -> int:
    """Print what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warnings", action="store_true", help="print warnings too")
    options = parser.parse_args()
    found = sorted(faults(), key=lambda fault: (str(fault.path), fault.line, fault.reason))
    errors = [fault for fault in found if not fault.warning]
    for fault in found if options.warnings else errors:
        print(fault)
    print(f"{len(errors)} errors, {len(found) - len(errors)} warnings", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
