"""Ledgers for the desk: an empty one, one made by hand, one of the examples; and a desk to ask."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from fastapi.testclient import TestClient

from dragoman.ledger import Ledger
from dragoman.records import Document, Reading
from dragoman.web import create_app
from ledger.making import Text, call, meeting

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
#: Few examples in CI: those that are merged and followed up. DRAGOMAN_DESK=all reads every one.
SOME = ("riyadh", "gulf", "kenya", "ruto", "putrajaya", "embassy-in")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger that stays empty."""
    with Ledger(tmp_path_factory.mktemp("desk") / "empty.db") as ledger:
        yield ledger


def delivery() -> Reading:
    text = "Kenya sent 400 police officers to Haiti on Wednesday, as promised. Washington accused Tanzania of delay."
    return (
        Text(text, "2025-10-30", publisher="Harbour Courier")
        .event("AID", "Kenya", "Haiti", "sent 400 police officers to Haiti", when=("Wednesday", "2025-10-29"))
        .event("ACCUSE", "Washington", "Tanzania", "accused Tanzania of delay")
        .done()
    )


def promise() -> Reading:
    text = "Kenya will send 400 police officers to Haiti by 31 October. Tanzania plans a visit to Mombasa in December."
    return (
        Text(text, "2025-09-26")
        .commitment("Kenya", "send 400 police officers to Haiti", to="Haiti", due=("by 31 October", "2025-10-31"))
        .engagement("visit", ["Kenya", "Tanzania"], "a visit to Mombasa in December", status="future", place="Mombasa")
        .done()
    )


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "made.db"
    with Ledger(path) as ledger:
        list(ledger.add_all([call(), call("2025-09-25", "Harbour Courier"), meeting(), promise(), delivery()]))
        ledger.backup(path.with_name("copy.db"))
    return path.with_name("copy.db")


@pytest.fixture
def book(_made: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A small ledger made by hand, fresh for each test."""
    shutil.copy(_made, tmp_path / "book.db")
    with Ledger(tmp_path / "book.db") as ledger:
        yield ledger


def read_nothing(document: Document) -> Reading:
    """A reader without models: documents without records."""
    return Reading(document=document)


def desk_over(ledger: Ledger, **options: Any) -> TestClient:
    app = create_app(ledger, **({"read": read_nothing} | options))
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False, follow_redirects=True)


@pytest.fixture
def desk(book: Ledger) -> TestClient:
    """A desk over the small ledger."""
    return desk_over(book)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Ledger]:
    """The examples, read once for all workers of a run."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder if worker_id == "master" else folder.parent
    once(folder / "readings", _read_examples)
    path = tmp_path_factory.mktemp("examples") / "examples.db"
    with Ledger(path) as ledger:
        lines = (folder / "readings").read_text(encoding="utf-8").splitlines()
        list(ledger.add_all(_with_text(line) for line in lines))
        yield ledger


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this process among those of the run."""
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


def once(path: Path, make: Callable[[Path], None], patience: float = 240.0) -> None:
    """Makes a file in the first process that comes; the others wait for it."""
    try:
        os.close(os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        deadline = time.monotonic() + patience
        while not path.exists():
            assert time.monotonic() < deadline, f"{path} is made by another process, which doesn't end"
            time.sleep(0.2)
        return
    make(path.with_suffix(".part"))
    path.with_suffix(".part").rename(path)


def _read_examples(path: Path) -> None:
    from dragoman.reading.reader import Reader
    from dragoman.sources import documents

    files = sorted(p for p in EXAMPLES.glob("20*.md") if os.environ.get("DRAGOMAN_DESK") == "all" or any(word in p.name for word in SOME))
    reader = Reader()
    with path.open("w", encoding="utf-8") as out:
        for document in documents(files):
            assert isinstance(document, Document), document
            out.write(json.dumps([document.text, reader.read(document).model_dump_json()]) + "\n")


def _with_text(line: str) -> Reading:
    text, body = json.loads(line)
    whole = json.loads(body)
    whole["document"]["text"] = text
    return Reading.model_validate_json(json.dumps(whole))
