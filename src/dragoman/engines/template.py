"""What workers are forked from on Linux: a process with the reader loaded. Only multiprocessing's fork server imports this.

It has a single thread, so that no lock is held by one that a fork would leave behind: the event model, whose runtime starts another, is
each worker's own.
"""

import gc
from contextlib import suppress

from dragoman.engines.local import load
from dragoman.reading import without_torch
from dragoman.records import Document

#: Asks for the tables that most texts need sooner or later.
TEXT = (
    """Foreign Minister Amina Wanjiru of Kenya met Uganda's president in Kampalla on Tuesday. "We reject the plan," she told reporters."""
)

without_torch()
with suppress(Exception):  # a worker meets it again, and says so
    load()(Document.of(TEXT))
gc.freeze()  # the collector would write on every page of what is shared
