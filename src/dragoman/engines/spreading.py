"""Work that falls into chunks, done by several processes, with the results in the order of the chunks.

Each worker has one chunk at a time and is asked for its result before it gets the next, so that no more than a chunk a worker is held.
A few chunks are done here: starting a process costs more than they do.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from dragoman.engines.local import SPAWN, deaf, ending
from dragoman.records.errors import DragomanError

C = TypeVar("C")
R = TypeVar("R")
HERE = 3  # chunks done in this process before others are started
MOST = 4  # processes: one more would wait for the one that writes


def usable() -> int:
    """The cores that this process may use, at most `MOST`."""
    return min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def spread(jobs: int) -> Callable[[Callable[[C], R], Iterable[C]], Iterator[R]]:
    """What does work in so many processes; with one, here.

    A script that asks for several must keep its own work under `if __name__ == "__main__":`, because they import it.
    """
    return map if jobs == 1 else partial(_spread, jobs)


def _spread(jobs: int, work: Callable[[C], R], chunks: Iterable[C]) -> Iterator[R]:
    source = iter(chunks)
    here, ahead = list(islice(source, HERE)), list(islice(source, jobs))
    workers: list[_Worker] = []
    try:
        for _ in ahead:  # they start while the first chunks are done here
            workers.append(_Worker(work))
        yield from map(work, here)
        for worker, chunk in zip(workers, ahead, strict=True):
            worker.begin(chunk)
        busy = deque(workers)  # in the order of their chunks
        for chunk in source:
            worker = busy.popleft()
            found = worker.result()
            worker.begin(chunk)
            busy.append(worker)
            yield found
        while busy:
            yield busy.popleft().result()
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process that does the work."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=_work, args=(theirs, work), daemon=True)
        with deaf():
            self.process.start()
        theirs.close()  # or the end of the worker wouldn't be the end of the pipe

    def begin(self, chunk: Any) -> None:
        """Hands over a chunk."""
        with suppress(BrokenPipeError, ConnectionResetError):  # it has ended: asking for the result will tell how
            self.pipe.send(chunk)

    def result(self) -> Any:
        """What came of it.

        Raises:
            DragomanError: as the work did, or because the process ended.
        """
        try:
            kind, value = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(1)
            raise DragomanError(f"a worker process ended: {ending(self.process.exitcode or 0)}") from None
        if kind == "error":
            raise value
        return value

    def end(self) -> None:
        """Ends the process, whatever it is at."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _work(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """Does what it is sent. Ends when nobody is at the other end."""
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            chunk = pipe.recv()
            answer: tuple[str, object]
            try:
                answer = ("done", work(chunk))
            except DragomanError as error:
                answer = ("error", error)
            except Exception as error:  # noqa: BLE001, RUF100 (the one who waits for it is told)
                answer = ("error", DragomanError(f"a worker process failed: {type(error).__name__}: {error}"))
            pipe.send(answer)
