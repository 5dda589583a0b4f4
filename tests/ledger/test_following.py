"""Commitments followed: what a later report says of a promise, and what became of it as of a day."""

import datetime as dt
import json
import random
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from dragoman.analysis.promised import commitments, standing
from dragoman.ledger import Ledger, renewing
from dragoman.ledger.bearing import relate
from dragoman.ledger.following import Following, _candidates
from dragoman.ledger.schema import block, follow, report, watch
from dragoman.ledger.telling import told
from dragoman.ledger.writing import Source, chunks, put, stored
from dragoman.reading.reader import Reader
from dragoman.records import Document, Reading
from dragoman.records.errors import LedgerError
from ledger.making import Text, call
from pacing import slowness


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger(tmp_path / "dragoman.db") as found:
        yield found


def promise(due: str = "2025-06-30", published: str = "2025-03-01") -> Reading:
    text = "Kenya promised to send 300 police officers to the stabilisation mission by 30 June, its president said."
    return (
        Text(text, published).commitment("Kenya", "to send 300 police officers to the stabilisation mission", due=("30 June", due)).done()
    )


def kept(published: str = "2025-06-20") -> Reading:
    text = "Kenya deployed police officers to the stabilisation mission on Thursday."
    return Text(text, published).event("AID", "Kenya", None, "deployed police officers to the stabilisation mission").done()


def as_of(ledger: Ledger, day: str, *readings: Reading) -> dict[str, Any]:
    list(ledger.add_all(readings))
    first = readings[0].commitments[0].id
    return next(p for p in ledger.commitments(dt.date.fromisoformat(day)) if p["id"] == first)


def test_a_kept_promise_is_fulfilled_and_cites_the_words(ledger: Ledger) -> None:
    found = as_of(ledger, "2025-07-15", promise(), kept())
    assert (found["status"], found["late"], found["score"]) == ("fulfilled", False, 1)
    (later,) = found["follow_ups"]
    assert later["relation"] == "fulfils"
    assert later["cite"]["quote"] == "deployed police officers to the stabilisation mission"
    assert [h["status"] for h in found["history"]] == ["open", "fulfilled"]


def test_what_was_not_yet_known_doesnt_count(ledger: Ledger) -> None:
    assert as_of(ledger, "2025-06-19", promise(), kept())["status"] == "open"


def test_kept_late_is_kept(ledger: Ledger) -> None:
    found = as_of(ledger, "2025-09-01", promise(), kept("2025-08-20"))
    assert (found["status"], found["late"]) == ("fulfilled", True)


def test_a_deadline_passes(ledger: Ledger) -> None:
    found = as_of(ledger, "2025-07-01", promise())
    assert (found["status"], found["score"]) == ("overdue", -1)
    assert found["history"][-1]["why"] == "the deadline passed"
    assert as_of(ledger, "2025-06-30", promise())["status"] == "open"


def said(sentence: str, words: str, published: str = "2025-05-01") -> Reading:
    made = Text(sentence, published)
    return (
        made.event("ACCUSE", "Tanzania", "Kenya", words) if "accused" in sentence else made.event("SUPPORT", "Kenya", None, words)
    ).done()


SEND = "send police officers to the stabilisation mission"
BREACHED = "breached its promise to send police officers to the mission"


@pytest.mark.parametrize(
    ("sentence", "words", "relations", "status"),
    [
        (f"Kenya reaffirmed that it would {SEND}.", SEND, ["reaffirms"], "open"),
        (f"Kenya postponed its plan to {SEND}.", SEND, ["delays"], "open"),
        (f"Kenya scrapped its plan to {SEND}.", SEND, ["breaks"], "broken"),
        (f"Tanzania accused Kenya, which had {BREACHED}.", BREACHED, ["breaks"], "unclear"),
        (f"Kenya will {SEND} without delay.", SEND, [], "open"),
        (f"Kenya spoke of its revised plan to {SEND}.", SEND, [], "open"),
    ],
)
def test_what_words_say_of_it(ledger: Ledger, sentence: str, words: str, relations: list[str], status: str) -> None:
    found = as_of(ledger, "2025-05-15", promise(), said(sentence, words))
    assert [f["relation"] for f in found["follow_ups"]] == relations
    assert found["status"] == status


def test_a_new_deadline_supersedes(ledger: Ledger) -> None:
    text = "Kenya will send 300 police officers to the stabilisation mission by 31 December."
    later = Text(text, "2025-06-01").commitment(
        "Kenya", "send 300 police officers to the stabilisation mission", due=("31 December", "2025-12-31")
    )
    found = as_of(ledger, "2025-07-15", promise(), later.done())
    assert [f["relation"] for f in found["follow_ups"]] == ["delays"]
    assert found["status"] == "superseded"


def test_others_and_other_things_dont_keep_it(ledger: Ledger) -> None:
    others = Text("Tanzania deployed police officers to the stabilisation mission.", "2025-05-01")
    others.event("AID", "Tanzania", None, "deployed police officers to the stabilisation mission")
    things = Text("Kenya deployed vaccines to the islands.", "2025-05-01").event("AID", "Kenya", None, "deployed vaccines to the islands")
    earlier = kept("2025-02-01")
    assert as_of(ledger, "2025-05-15", promise(), others.done(), things.done(), earlier)["follow_ups"] == []


POLICE = "send 300 police officers to the stabilisation mission"


def repeated(action: str, published: str, party: str = "Kenya", text: str = "") -> Reading:
    return Text(text or f"{party} will {action}.", published).commitment(party, action).done()


@pytest.mark.parametrize(
    ("action", "published", "relations"),
    [
        (POLICE, "2025-05-01", ["reaffirms"]),
        (POLICE, "2025-03-03", []),  # another report of the occasion
        ("send 40 police officers to the stabilisation mission", "2025-05-01", []),
        ("send its police chief", "2025-05-01", []),
    ],
)
def test_only_the_same_promise_made_anew_reaffirms_without_a_word_that_says_so(
    ledger: Ledger, action: str, published: str, relations: list[str]
) -> None:
    found = as_of(ledger, "2025-05-15", promise(), repeated(action, published))
    assert [f["relation"] for f in found["follow_ups"]] == relations


def test_words_of_every_policy_and_other_partners_bind_no_two_texts(ledger: Ledger) -> None:
    policy = "strengthen its partnership and to support peace and security in the region"
    police = "train the police of its partners"
    made = Text(f"Kenya promised to {policy}. Kenya assured Haiti that it would {police}.", "2025-03-01")
    made.commitment("Kenya", policy).commitment("Kenya", police, to="Haiti")
    later = Text(f"Kenya reaffirmed that it would {policy}. Kenya assured Tanzania that it would {police}.", "2025-05-01")
    later.commitment("Kenya", policy).commitment("Kenya", police, to="Tanzania")
    list(ledger.add_all([made.done(), later.done()]))
    assert [p["follow_ups"] for p in ledger.commitments(dt.date(2025, 6, 1)) if p["follow_ups"]] == []


def test_a_word_that_says_how_must_stand_near(ledger: Ledger) -> None:
    far = ", after the harbour board had named a chairman, two deputies, a secretary and a treasurer for the following three seasons, "
    sentence = f"Kenya, which scrapped its ferry{far}spoke of how it would {SEND}."
    found = as_of(ledger, "2025-05-15", promise(), said(sentence, SEND))
    assert "breaks" not in [f["relation"] for f in found["follow_ups"]]


def test_a_copy_of_the_report_reaffirms_nothing(ledger: Ledger) -> None:
    more = "The officers are to guard the harbour and the road to the airport, the ministry wrote, and a fund of donors is to pay them."
    text = f"Kenya will {POLICE}. {more}"
    readings = [repeated(POLICE, day, text=text + end) for day, end in (("2025-03-01", " First."), ("2025-03-09", " Again."))]
    assert as_of(ledger, "2025-05-15", *readings)["follow_ups"] == []


def test_a_person_sets_the_status_and_gives_it_back(ledger: Ledger) -> None:
    made = promise()
    list(ledger.add_all([made, call()]))
    ledger.set_status(made.commitments[0].id, "broken", reason="the minister told us", by="ann")
    found = as_of(ledger, "2025-05-01", made)
    assert (found["status"], found["history"][-1]["by"]) == ("broken", "ann")
    ledger.set_status(made.commitments[0].id, "auto")
    assert as_of(ledger, "2025-05-01", made)["status"] == "open"


def test_statuses_without_reading_commitments_are_those_of_the_histories(ledger: Ledger) -> None:
    scrapped = said(f"Kenya scrapped its plan to {SEND}.", SEND, "2025-07-02")
    made = [promise(), kept(), promise("2025-12-31", "2025-06-01"), scrapped, repeated("train nurses for the islands", "2025-04-01")]
    list(ledger.add_all(made))
    ledger.set_status(made[-1].commitments[0].id, "unclear", by="ann")
    for day in ("2025-03-02", "2025-06-15", "2025-07-01", "2025-07-15", "2026-02-01"):
        on = dt.date.fromisoformat(day)
        found = {p["id"]: p["status"] for p in ledger.commitments(on)}
        assert standing(ledger, on=on) == found
        assert {row["id"]: row["status"] for row in commitments(ledger, on=on)} == found
    some = commitments(ledger, on=on, limit=2)
    assert (len(some), some.total) == (2, 3)


def made_earlier(path: Path, *readings: Reading) -> str:
    """A ledger as an earlier version leaves it; the hash that it has by the rules of this one."""
    with Ledger(path) as ledger:
        list(ledger.add_all(readings))
        before = ledger.hash()
        with ledger._writing() as connection:
            connection.execute(delete(watch))
            connection.execute(delete(follow))
            keys = {(key.rpartition("|")[0], n) for key, n in connection.execute(select(block)) if key.startswith("s|")}
            connection.execute(delete(block).where(block.c.key.startswith("s|")))
            put(connection, block, [{"key": key, "report_n": n} for key, n in sorted(keys)])
            connection.exec_driver_sql("DROP TABLE pending")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    return before


def test_a_ledger_of_an_earlier_version_is_followed_anew_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = made_earlier(tmp_path / "dragoman.db", promise(), kept(), call())
    with Ledger(tmp_path / "dragoman.db") as ledger:
        assert ledger.hash() == before
        assert as_of(ledger, "2025-09-01", promise(), kept("2025-08-20"))["status"] == "fulfilled"
    first, last = (record.getMessage() for record in caplog.records)
    assert "the commitments of 3 documents are followed anew" in first
    assert "dragoman.db is up to date: 3 documents" in last
    caplog.clear()
    with Ledger(tmp_path / "dragoman.db"):
        assert caplog.records == []


def test_statements_of_an_earlier_ledger_are_compared_by_their_days(tmp_path: Path) -> None:
    days = ("2025-03-01", "2020-02-29", None)
    readings = [
        Text(f"{n}: Rubio welcomed the truce.", day).statement("Rubio", "support", "the truce").done() for n, day in enumerate(days)
    ]
    made_earlier(tmp_path / "dragoman.db", *readings)
    found = []
    for name in ("dragoman.db", "new.db"):
        with Ledger(tmp_path / name) as ledger:
            list(ledger.add_all(readings))
            with ledger.reading() as connection:
                found.append({(row.id, row.key) for row in connection.execute(select(report.c.id, block.c.key).join(block))})
    assert found[0] == found[1]
    assert len({key.rpartition("|")[2] for _, key in found[0]}) >= 4  # three days before a publication are in two spans of four


def test_following_anew_goes_on_where_it_was_interrupted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made_earlier(tmp_path / "dragoman.db", promise(), kept(), call(), kept("2025-08-20"), promise("2025-12-31", "2025-06-01"))
    whole, pieces = Following.follow_up, iter(range(3))

    def interrupted(*args: Any) -> None:
        if next(pieces) == 2:
            raise KeyboardInterrupt
        whole(*args)

    monkeypatch.setattr(renewing, "PIECE", 1)
    monkeypatch.setattr(renewing, "SAID", 0.0)
    monkeypatch.setattr(Following, "follow_up", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Ledger(tmp_path / "dragoman.db")
    assert "2 of 5 documents followed anew, about" in caplog.text
    monkeypatch.setattr(Following, "follow_up", whole)
    with Ledger(tmp_path / "dragoman.db") as ledger:
        assert "the commitments of 3 documents are followed anew" in caplog.text
        assert ledger.hash() == before
        assert ledger.check() == []


def test_a_question_to_an_earlier_ledger_that_cant_be_written_says_what_it_needs(tmp_path: Path) -> None:
    made_earlier(tmp_path / "dragoman.db", promise())
    with pytest.raises(LedgerError, match=r"made by an earlier version .* .tables 0003, this one has 0007.: opened once by somebody"):
        Ledger(f"sqlite:///file:{tmp_path / 'dragoman.db'}?mode=ro&uri=true")


def test_links_are_the_same_in_any_order(tmp_path: Path) -> None:
    readings = [promise(), kept(), kept("2025-08-20"), promise("2025-12-31", "2025-06-01"), call()]
    hashes = set()
    for n in range(4):
        random.Random(n).shuffle(readings)  # noqa: S311 (an order, not a secret)
        with Ledger(tmp_path / f"{n}.db") as ledger:
            list(ledger.add_all(readings, batch=1 + n))
            assert ledger.stats()["follow_ups"] >= 3
            hashes.add(ledger.hash())
    assert len(hashes) == 1


PROMISES = [json.loads(line) for line in (Path(__file__).parent / "promises.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def read(published: str, text: str) -> Reading:
    return reader().read(Document.of(text, published=dt.date.fromisoformat(published), publisher="The Rift Dispatch"))


@cache
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize("story", PROMISES, ids=[story["id"] for story in PROMISES])
def test_stories_of_promises_as_they_are_read(ledger: Ledger, story: dict[str, Any]) -> None:
    made, later = read(*story["made"]), read(*story["later"])
    assert made.commitments, "the promise isn't read"
    list(ledger.add_all([made, later]))
    found = ledger.commitments(dt.date.fromisoformat(story["later"][0]))
    assert sorted({f["relation"] for p in found for f in p["follow_ups"]}) == story["relations"]
    if "fulfils" in story["relations"]:
        kept_ = next(p for p in found if p["reported"] == story["made"][0])
        assert kept_["status"] == story.get("status", "fulfilled")


def test_follow_ups_in_many_wordings_are_found_and_others_arent(tmp_path: Path) -> None:
    """A floor over `follow_ups.jsonl`: 116 reports that bear on a promise, told as papers tell it, and 59 that don't.

    Misses are known: what the reader reads no act in ("the embassy reopened", "needs three more months") can't be followed.
    """
    stories = [json.loads(line) for line in (Path(__file__).parent / "follow_ups.jsonl").read_text(encoding="utf-8").splitlines()]
    found, meant = set(), {(story["id"], relation) for story in stories for relation in story["relations"]}
    for story in stories:
        with Ledger(tmp_path / f"{story['id']}.db") as ledger:
            list(ledger.add_all([read(*story["made"]), read(*story["later"])]))
            promises = [p for p in ledger.commitments(dt.date.fromisoformat(story["later"][0])) if p["reported"] == story["made"][0]]
            found |= {(story["id"], f["relation"]) for p in promises for f in p["follow_ups"]}
    assert len(found & meant) / len(found) >= 0.95, found - meant
    assert len(found & meant) / len(meant) >= 0.69, meant - found


def test_whatever_bears_on_a_promise_is_found_among_all_reports(tmp_path: Path) -> None:
    stories = [json.loads(line) for line in (Path(__file__).parent / "follow_ups.jsonl").read_text(encoding="utf-8").splitlines()]
    with Ledger(tmp_path / "dragoman.db") as ledger:
        list(ledger.add_all([read(*story[part]) for story in stories for part in ("made", "later")]))
        with ledger.reading() as connection:
            numbers = connection.execute(select(report.c.n)).scalars().all()
            every = [t for some in chunks(numbers) for w in stored(connection, some) if (t := told(w.n, w.kind, w.record, w.source, w.day))]
            related = {(a.n, b.n) for a in every if a.kind == "commitment" for b in every if relate(a, b)}
            found = _candidates(connection, numbers)
    assert len(related) >= 30
    assert related <= found
    assert len(found) < len(every) ** 2 / 100


def test_rows_of_digits_are_gone_through_once() -> None:
    text = f"Kenya sent {'1,' * 50_000}, then 1,300 police officers"
    body = Text(text).event("AID", "Kenya", None, text.removeprefix("Kenya ")).done().model_dump(mode="json")["events"][0]
    started = time.process_time()
    found = told(1, "event", body, Source("doc", "2025-05-01", text), None)
    assert found is not None
    assert {number for _, number in found.quantities} == {"1,300"}
    assert time.process_time() - started < 2.0 * slowness()
