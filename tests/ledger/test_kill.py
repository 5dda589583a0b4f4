"""kill -9 at any moment: what was acknowledged is there, and nothing is there by half.

`DRAGOMAN_KILLS=500` (make kills) is the long form.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from dragoman.ledger import Ledger
from dragoman.ledger.schema import report
from ledger.making import many

KILLS = int(os.environ.get("DRAGOMAN_KILLS", "6"))
DOCUMENTS = 60
WRITER = """
import sys
from dragoman.ledger import Ledger
from ledger.making import many
with Ledger(sys.argv[1]) as ledger:
    print("ready", flush=True)
    while True:
        for added in ledger.add_all(many(int(sys.argv[2])), batch=3):
            print(added.document, flush=True)
        for reading in many(int(sys.argv[2]))[::5]:
            ledger.remove(reading.document.id)
            print("-" + reading.document.id, flush=True)
"""


def test_nothing_acknowledged_is_lost_and_nothing_is_there_by_half(tmp_path: Path) -> None:
    path = tmp_path / "dragoman.db"
    chance = random.Random(7)  # noqa: S311 (moments, not secrets)
    expected = {
        r.document.id: sum(len(getattr(r, name)) for name in ("engagements", "events", "statements", "commitments"))
        for r in many(DOCUMENTS)
    }
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        log = tmp_path / "log"
        with log.open("wb") as out:
            writer = subprocess.Popen(  # noqa: S603 (ourselves)
                [sys.executable, "-c", WRITER, str(path), str(DOCUMENTS)], stdout=out, cwd=Path(__file__).parents[1]
            )
            while not log.stat().st_size:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.4))
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        said = log.read_text().rpartition("\n")[0].split("\n")[1:]  # a last line without its end was never said
        for line in said:
            if line.startswith("-"):
                acknowledged.discard(line[1:])
            else:
                acknowledged.add(line)
        with Ledger(path) as ledger:
            there = {row["id"]: row["reports"] for row in ledger.documents()}
            removing = {r.document.id for r in many(DOCUMENTS)[::5]}  # one that was being removed may be gone without a word
            assert acknowledged - set(there) <= removing
            assert all(expected[i] == n for i, n in there.items())
            assert ledger.check() == []
            with ledger.reading() as connection:
                assert connection.execute(select(func.count()).select_from(report)).scalar_one() == sum(there.values())
            acknowledged = set(there)
