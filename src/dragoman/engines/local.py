"""Readings made on this machine: in this process, or in several worker processes.

A worker holds one document at a time, so a document that crashes or hangs it is known by name: it becomes an error in its place, the worker
is replaced, and the rest goes on. Documents are taken only as workers become free and no further than a window ahead of what has been
handed on, so memory doesn't grow with their number.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from typing import Any

from dragoman.reading import without_torch
from dragoman.records import Document, Reading
from dragoman.records.compiled import uncollected
from dragoman.records.errors import DragomanError, SourceError, UsageError

Read = Callable[[Document], Reading]
#: Makes what reads, once a process. Workers don't share this one's memory, so it is a function at the top of a module.
Loader = Callable[[], Read]

DOCUMENT_LIMIT = 120.0  # seconds for one document: an ordinary one takes well under one
START_LIMIT = 300.0  # seconds for a worker to load the models, on a busy machine with a slow disk
AHEAD = 16  # documents a worker that may be read beyond one that is slow; they wait in memory for their turn
SPAWN = multiprocessing.get_context("spawn")  # a fork of this process would share the locks of threads that it doesn't have
TEMPLATE = "dragoman.engines.template"  # has no other threads: where forks are safe, workers are forked from it, ready at once


def load() -> Read:
    """The reader with its models loaded."""
    with uncollected():
        from dragoman.reading.reader import Reader  # noqa: PLC0415 (the parser)

        reader = Reader()
        reader.read(Document.of("Kenya thanked Uganda."))  # models are loaded on first use: not in a document's time
    return reader.read


def read(
    documents: Iterable[Document | SourceError], jobs: int = 1, *, limit: float | None = None, loader: Loader = load
) -> Iterator[Reading | SourceError]:
    """The readings of documents, in their order.

    A script that calls this with several jobs must keep its own work under `if __name__ == "__main__":`, because workers import it.

    Args:
        documents: what to read; an error among them is handed on in its place.
        jobs: worker processes; without a `limit`, 1 reads in this process, where neither a crash nor a hang can be held off.
        limit: seconds that a worker may spend on one document; 120 unless given.
        loader: makes what reads.

    Yields:
        A reading, or the error that stands in the place of a document that couldn't be read.

    Raises:
        UsageError: `jobs` or `limit` isn't positive.
        DragomanError: nothing can be read: a model is missing, or a worker doesn't start.
    """
    if jobs < 1 or (limit is not None and not limit > 0):
        raise UsageError(f"jobs and limit must be positive, not {jobs} and {limit}")
    return _here(documents, loader) if jobs == 1 and limit is None else _Pool(jobs, limit or DOCUMENT_LIMIT, loader).read(documents)


def name(document: Document) -> str:
    """What messages call a document."""
    return f'{document.id} ("{document.title}")' if document.title else document.id


def _reason(error: Exception) -> str:
    """An unforeseen error in one line, with the place in the code that a report of it needs."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = f" ({Path(last[0].filename).name}:{last[0].lineno})" if last else ""
    return f"the reader failed on it: {' '.join(f'{type(error).__name__}: {error}'.split())}{place}"


def _here(documents: Iterable[Document | SourceError], loader: Loader) -> Iterator[Reading | SourceError]:
    reader: Read | None = None
    for document in documents:
        if isinstance(document, SourceError):
            yield document
        else:
            reader = reader or loader()
            yield attempt(reader, document)


def attempt(reader: Read, document: Document) -> Reading | SourceError:
    """A document's reading, or the error that stands in its place.

    Raises:
        DragomanError: nothing can be read: a model is missing.
    """
    try:
        return reader(document)
    except SourceError as error:
        return error
    except DragomanError:
        raise
    except Exception as error:  # noqa: BLE001, RUF100 (whatever it is, the other documents can be read)
        return SourceError(name(document), _reason(error))


# -- in the worker -----------------------------------------------------------------------------------------------------------------


def _work(pipe: Connection, loader: Loader) -> None:
    """Loads, says so, then reads what it is sent. Ends when nobody is at the other end."""
    without_torch()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            reader = loader()
        except DragomanError as error:
            return pipe.send(("stop", _stop(error)))
        except Exception as error:  # noqa: BLE001, RUF100
            return pipe.send(("stop", (DragomanError, f"a worker couldn't load the reader: {type(error).__name__}: {error}")))
        pipe.send(("ready", None))
        while True:
            pipe.send(_answer(reader, pipe.recv()))


def _answer(reader: Read, document: Document) -> tuple[str, Any]:
    try:
        found = attempt(reader, document)
    except DragomanError as error:
        return "stop", _stop(error)
    return ("failed", (found.where, found.reason, found.line)) if isinstance(found, SourceError) else ("reading", found)


def _stop(error: DragomanError) -> tuple[type[DragomanError], str]:
    return (DragomanError if isinstance(error, SourceError) else type(error)), str(error)


# -- in the parent -----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Slot:
    """A document's place in the order, and what came of it."""

    document: Document | None
    result: Reading | SourceError | None = None


@contextmanager
def deaf() -> Iterator[None]:
    """Processes started here don't hear Ctrl-C, from their first instruction on: the parent does, and ends them."""
    resource_tracker.ensure_running()  # a process of Python's own: when it starts, it lets signals through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context(loader: Loader) -> SpawnContext | ForkServerContext:
    """How workers are started: on Linux forked from a process with the reader loaded: they are ready at once, and share its memory."""
    if loader is not load or sys.platform != "linux":
        return SPAWN
    from multiprocessing.forkserver import ensure_running  # noqa: PLC0415 (not on every system)

    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload([TEMPLATE])
    try:
        with deaf():  # as its forks will be
            ensure_running()
    except OSError:  # there is no folder for its socket
        return SPAWN
    return forks


class _Worker:
    """A process and what it is doing."""

    def __init__(self, loader: Loader) -> None:
        context = _context(loader)
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, loader), daemon=True)
        try:
            with deaf() if context is SPAWN else nullcontext():
                self.process.start()  # a fork waits here until the reader is loaded
        except (EOFError, ConnectionError):
            raise DragomanError("the process that workers are forked from ended while it loaded the reader") from None
        theirs.close()  # or the end of the worker wouldn't be the end of the pipe
        self.slot: _Slot | None = None
        self.ready = False
        self.deadline = time.monotonic() + START_LIMIT

    def end(self) -> int:
        """Ends the process, if it hasn't ended; returns its exit code (negative: a signal)."""
        if self.pipe.poll():  # it may be on its way out: its own exit code says more
            self.process.join(1)
        if self.process.is_alive():
            self.process.kill()  # before the pipe goes: a worker that finds it closed would complain
        self.pipe.close()
        self.process.join()
        return self.process.exitcode or 0


class _Pool:
    """Workers, started as there is work for them."""

    def __init__(self, jobs: int, limit: float, loader: Loader) -> None:
        self.jobs, self.limit, self.loader = jobs, limit, loader
        self.workers: list[_Worker] = []

    def read(self, documents: Iterable[Document | SourceError]) -> Iterator[Reading | SourceError]:
        source = iter(documents)
        pending: deque[_Slot] = deque()
        more = True
        try:
            while more or pending:
                while more and len(pending) < AHEAD * self.jobs and self._free():
                    item = next(source, None)
                    more = item is not None
                    if isinstance(item, SourceError):
                        pending.append(_Slot(None, item))
                    elif item is not None:
                        pending.append(_Slot(item))
                        self._assign(pending[-1])
                if pending and pending[0].result is None:
                    self._listen()
                while pending and (result := pending[0].result) is not None:
                    pending.popleft()
                    yield result
        finally:
            for worker in self.workers:
                worker.process.kill()
            for worker in self.workers:
                worker.end()
            self.workers.clear()

    def _free(self) -> bool:
        return len(self.workers) < self.jobs or any(worker.slot is None for worker in self.workers)

    def _assign(self, slot: _Slot) -> None:
        worker = next((w for w in self.workers if w.slot is None), None)
        if worker is None:
            worker = _Worker(self.loader)
            self.workers.append(worker)
        worker.slot = slot
        if worker.ready:
            self._send(worker)

    def _send(self, worker: _Worker) -> None:
        """Hands a worker its document. It is waiting for one, so a long text can't block both."""
        assert worker.slot is not None  # noqa: S101 (for the type checker)
        worker.deadline = time.monotonic() + self.limit
        try:
            worker.pipe.send(worker.slot.document)
        except (BrokenPipeError, ConnectionResetError):  # it ended while it waited: the document isn't to blame
            self.workers.remove(worker)
            worker.end()
            self._assign(worker.slot)

    def _listen(self) -> None:
        """Waits until a worker says something, ends, or has taken too long."""
        busy = [worker for worker in self.workers if worker.slot is not None]
        patience = min(worker.deadline for worker in busy) - time.monotonic()
        heard = wait([worker.pipe for worker in busy], max(0.0, patience))
        for worker in busy:
            if worker.pipe in heard:
                self._hear(worker)
            elif worker.deadline <= time.monotonic():
                self._lose(worker, late=True)

    def _hear(self, worker: _Worker) -> None:
        try:
            kind, value = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker, late=False)
            return
        if kind == "stop":
            error, message = value
            raise error(message)
        if kind == "ready":
            worker.ready = True
            self._send(worker)
            return
        assert worker.slot is not None  # noqa: S101 (for the type checker)
        worker.slot.result = value if kind == "reading" else SourceError(value[0], value[1], line=value[2])
        worker.slot = None

    def _lose(self, worker: _Worker, *, late: bool) -> None:
        """A worker has ended, or is ended because it took too long. Its document is named; another worker takes its place."""
        self.workers.remove(worker)
        code = worker.end()
        if not worker.ready:
            raise DragomanError(
                f"a worker didn't load the reader within {START_LIMIT:g} s" if late else f"a worker ended while it loaded: {ending(code)}"
            )
        if worker.slot is not None and worker.slot.document is not None:
            what = f"not read within {self.limit:g} s" if late else f"the worker process that read it ended: {ending(code)}"
            worker.slot.result = SourceError(name(worker.slot.document), what)


def ending(code: int) -> str:
    """How a process ended, by its exit code."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
