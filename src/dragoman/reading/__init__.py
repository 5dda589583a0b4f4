"""Reading: Document in, Reading out, one module a step."""

import os
import sys

# Before numpy is first imported: one BLAS thread is 1.3 times faster on the small matrices of the parser, and leaves the
# other cores to other readers. The same goes for the few sentences that are cut into the event model's pieces.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def without_torch() -> None:
    """For a process that does nothing but read: spaCy does without torch, which takes seconds and 200 MB where it is installed."""
    sys.modules.setdefault("torch", None)  # type: ignore[arg-type]
