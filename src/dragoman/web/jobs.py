"""Texts and files being read into the ledger, one after another, beside the requests."""

from __future__ import annotations

import queue
import secrets
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from dragoman.ledger import Ledger
from dragoman.records import Document, Reading
from dragoman.records.errors import DragomanError, SourceError
from dragoman.sources.load import EXTENSIONS, documents

KEPT = 50  # jobs that are remembered
WAITING = 20  # jobs that may wait
MOST = 2000  # documents of one job: hours of reading; more are for `dragoman ledger add`


@dataclass(slots=True)
class Job:
    """What was handed in together. `rows` has one row a document or error."""

    id: str
    name: str
    files: int
    state: Literal["waiting", "reading", "done"] = "waiting"
    rows: list[dict[str, Any]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """The job as data."""
        return {"id": self.id, "name": self.name, "state": self.state, "files": self.files, "documents": list(self.rows)}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: the name that it had there, and where its bytes are now."""

    name: str
    path: Path


class Jobs:
    """The queue of a desk. Its thread begins with the first job and ends with the process."""

    def __init__(self, ledger: Ledger, read: Callable[[Document], Reading]) -> None:
        self._ledger, self._read = ledger, read
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: queue.Queue[tuple[Job, Callable[[], Iterator[Document | SourceError]], Path | None]] = queue.Queue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def get(self, id_: str) -> Job | None:
        """A job by its id."""
        return self._jobs.get(id_)

    def texts(self, name: str, found: list[Document]) -> Job | None:
        """Takes documents; None where too much is waiting."""
        return self._take(Job(secrets.token_urlsafe(9), name, 1), lambda: iter(found), None)

    def files(self, uploads: list[Upload], folder: Path) -> Job | None:
        """Takes files in a folder of their own, which is removed when they are read; None where too much is waiting."""
        name = uploads[0].name if len(uploads) == 1 else f"{len(uploads)} files"
        return self._take(Job(secrets.token_urlsafe(9), name, len(uploads)), lambda: _documents(uploads), folder)

    def _take(self, job: Job, source: Callable[[], Iterator[Document | SourceError]], folder: Path | None) -> Job | None:
        with self._lock:
            if self._queue.qsize() >= WAITING:
                return None
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)
            self._queue.put((job, source, folder))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="reading", daemon=True)
                self._thread.start()
        return job

    def _work(self) -> None:
        while True:
            job, source, folder = self._queue.get()
            job.state = "reading"
            try:
                for document in source():
                    if len(job.rows) >= MOST:
                        job.rows.append(_failed(job.name, f"more than {MOST:,} documents: add the rest with dragoman ledger add"))
                        break
                    job.rows.append(self._row(document))
            except Exception as error:
                job.rows.append(_failed(job.name, f"reading failed ({type(error).__name__})"))
            finally:
                if folder is not None:
                    shutil.rmtree(folder, ignore_errors=True)
                job.state = "done"
                self._queue.task_done()

    def _row(self, document: Document | SourceError) -> dict[str, Any]:
        if isinstance(document, SourceError):
            place = f"{document.where}, line {document.line}" if document.line is not None else document.where
            return _failed(place, document.reason)
        try:
            added = self._ledger.add(self._read(document))
        except DragomanError as error:
            return _failed(document.title or document.id, str(error))
        named = {"name": document.title or document.id, "document": added.document}
        return named | {"outcome": added.outcome, "records": added.records, "error": None}


def _failed(name: str, reason: str) -> dict[str, Any]:
    return {"name": name, "document": None, "outcome": None, "records": 0, "error": reason}


def _documents(uploads: list[Upload]) -> Iterator[Document | SourceError]:
    for upload in uploads:
        for found in documents([upload.path]):
            # errors name the file by its name where it came from, and nothing of ours
            yield SourceError(upload.name, found.reason, line=found.line) if isinstance(found, SourceError) else found


def stored(sent: list[tuple[str, bytes]]) -> tuple[list[Upload], Path]:
    """Writes what was sent to a new folder, under names of our own.

    Raises:
        SourceError: a file of a kind that isn't read.
    """
    for name, _ in sent:
        if Path(name).suffix.lower() not in EXTENSIONS:
            raise SourceError(name, f"this kind of file isn't read here: {', '.join(EXTENSIONS)}")
    folder = Path(tempfile.mkdtemp(prefix="dragoman-"))
    uploads = []
    for number, (name, data) in enumerate(sent):
        path = folder / f"{number}{Path(name).suffix.lower()}"
        path.write_bytes(data)
        uploads.append(Upload(name, path))
    return uploads, folder
