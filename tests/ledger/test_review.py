"""The review desk: decisions hold, last, can be taken back, and never overwrite what the reader found."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dragoman.analysis.network import network
from dragoman.ledger import Ledger
from dragoman.ledger.review.choosing import find_words, span_of
from dragoman.ledger.review.desk import Review
from dragoman.records import Reading
from dragoman.records.errors import LedgerError, UsageError
from dragoman.records.reading import ReadingWarning
from ledger.making import Text, call, many, meeting


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger(tmp_path / "dragoman.db") as found:
        yield found


@pytest.fixture
def desk(ledger: Ledger) -> Review:
    return Review(ledger)


def words(reading: Reading, quote: str) -> dict[str, Any]:
    return find_words(reading.document.text or "", quote)


# -- decisions on fields -----------------------------------------------------------------------------------------------------------


def test_a_correction_enters_the_entry_and_the_readers_value_is_kept(ledger: Ledger, desk: Review) -> None:
    reading = call()
    ledger.add(reading)
    id_ = reading.engagements[0].id
    made = desk.decide(id_, "medium", "correct", by="ann", value="video", reason="on a screen", span=words(reading, "by telephone"))
    assert (made.old, made.new, made.reason, made.reader) == ("call", "video", "on a screen", ledger.report(id_)["reader"])
    assert made.evidence == {"start": made.evidence["start"], "end": made.evidence["start"] + 12, "quote": "by telephone"}
    assert ledger.entry(id_)["form"] == "video"
    assert ledger.report(id_)["body"]["medium"] == "call"
    assert ledger.stored(reading.document.id) == reading
    assert ledger.check() == []


def test_a_type_brings_its_code_quad_and_scores(ledger: Ledger, desk: Review) -> None:
    reading = call()
    ledger.add(reading)
    id_ = reading.events[0].id
    desk.decide(id_, "type", "correct", by="ann", value="ASSAULT")
    entry = ledger.entry(id_)
    assert entry["form"] == "ASSAULT"
    assert (entry["details"]["cameo"], entry["details"]["quad"], entry["details"]["intensity"] < -5) == ("18", 4, True)
    desk.decide(id_, "mode", "correct", by="ann", value="destroy")
    assert ledger.entry(id_)["details"]["mode"] == "destroy"


@pytest.mark.parametrize(
    ("kind", "field", "value", "quote", "told"),
    [
        ("engagements", "participants", ["host Kenya", "visitor USA/marco-rubio"], "Kenya", {"KEN", "USA/marco-rubio"}),
        ("engagements", "when", "2025-09-22/2025-09-23", None, "2025-09-22/2025-09-23"),
        ("engagements", "place", "Nairobi", "telephone", "Nairobi, KEN"),
        ("engagements", "topics", ["military", "human_rights"], None, "human_rights; military"),
        ("engagements", "occasion", "the summit", None, "the summit"),
        ("statements", "stance", "support", None, "support"),
        ("statements", "content", None, "thanked Kenya for the police mission", "thanked Kenya"),
        ("statements", "addressee", None, None, None),
    ],
)
def test_every_sort_of_field_can_be_corrected(
    ledger: Ledger, desk: Review, kind: str, field: str, value: Any, quote: str | None, told: Any
) -> None:
    from dragoman.ledger.review.fields import category, field_of
    from dragoman.ledger.review.standing import effective

    reading = call()
    ledger.add(reading)
    record = getattr(reading, kind)[0]
    made = desk.decide(record.id, field, "correct", by="ann", value=value, span=words(reading, quote) if quote else None)
    after = effective(kind[:-1], ledger.report(record.id)["body"], [made])
    assert after is not None
    assert type(record).model_validate(after)
    if field == "participants":
        assert {p["actor"]["id"] for p in after["participants"]} == told
    elif field == "content":
        assert after["content"]["quote"].startswith(told)
    elif told is None:
        assert after[field] is None
    else:
        assert category(field_of(kind[:-1], field), after[field]) == told


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    with Ledger(tmp_path_factory.mktemp("review") / "dragoman.db") as found:
        found.add(call())
        yield found


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("medium", "dinner", "medium is one of meeting, call"),
        ("medium", None, "can't be empty"),
        ("when", "yesterday", "YYYY-MM-DD"),
        ("when", "2025-09-23/2025-09-22", "in that order"),
        ("place", "Nairobi", "mark the words"),
        ("participants", ["actor Atlantis"], "mark the words that name it"),
        ("participants", ["guest KEN"], "roles: actor"),
        ("participants", "actor KEN", "a list of at most"),
        ("topics", ["gossip"], "codebook's contexts"),
        ("occasion", "x" * 301, "at most 300"),
        ("colour", "red", "no such field"),
        ("record", "x", "field by field"),
    ],
)
def test_a_wrong_choice_is_refused_and_leaves_no_row(untouched: Ledger, field: str, value: Any, message: str) -> None:
    reading, desk = call(), Review(untouched)
    with pytest.raises(UsageError, match=message):
        desk.decide(reading.engagements[0].id, field, "correct", by="ann", value=value)
    with pytest.raises(LedgerError, match="no record nothing"):
        desk.decide("nothing", field, "accept", by="ann")
    with pytest.raises(UsageError, match="at most 60"):
        desk.decide(reading.engagements[0].id, "medium", "accept", by="a" * 61)
    assert desk.log() == []


def test_marked_words_are_those_of_the_text() -> None:
    text_ = "Ruto 👩🏽‍🚀 met Rubio. Ruto  left."
    assert span_of(text_, 4, 14)["quote"] == text_[5:13]
    assert find_words(text_, "Ruto left")["quote"] == "Ruto  left"
    assert find_words(text_, "Ruto", near=20)["start"] > 10
    for wrong in ((3, 3), (0, 999), (-1, 4)):
        with pytest.raises(UsageError):
            span_of(text_, *wrong)
    with pytest.raises(UsageError, match="load the page anew"):
        span_of(text_, 0, 4, "Rubi")
    with pytest.raises(UsageError, match="doesn't have these words"):
        find_words(text_, "Kenya")


def test_a_rejected_record_is_in_no_entry_until_that_is_taken_back(ledger: Ledger, desk: Review) -> None:
    one, other = call(), call("2025-09-25", "Harbour Courier")
    list(ledger.add_all([one, other]))
    before = ledger.hash()
    first, second = one.engagements[0].id, other.engagements[0].id
    desk.decide(first, "record", "reject", by="ann", reason="an advertisement")
    assert ledger.entry(first) is None
    assert [c["report"] for c in ledger.entry(second)["cites"]] == [second]
    assert ledger.check() == []
    assert desk.undo("ann").action == "reject"
    assert ledger.hash() == before
    assert [row.action for _, row, _ in desk.log()] == ["reject", "undo"]


def test_the_latest_word_holds_and_undo_goes_back_one_by_one(ledger: Ledger, desk: Review) -> None:
    reading = call()
    ledger.add(reading)
    id_ = reading.engagements[0].id
    desk.decide(id_, "medium", "correct", by="ann", value="video")
    desk.decide(id_, "medium", "correct", by="bob", value="meeting")
    assert ledger.entry(id_)["form"] == "meeting"
    desk.undo("bob")
    assert ledger.entry(id_)["form"] == "video"
    with pytest.raises(LedgerError, match="no decision of yours"):
        desk.undo("bob")
    desk.decide(id_, "medium", "accept", by="bob")  # what bob sees is ann's correction
    desk.undo("ann")
    assert ledger.entry(id_)["form"] == "video"
    desk.decide(id_, "medium", "correct", by="head", value="summit", role="adjudicator")
    desk.decide(id_, "medium", "correct", by="ann", value="visit")
    assert ledger.entry(id_)["form"] == "summit"
    desk.undo("head")
    desk.decide(id_, "place", "reject", by="ann")
    assert ledger.entry(id_)["form"] == "visit"


def test_the_log_refuses_changes(ledger: Ledger, desk: Review) -> None:
    reading = call()
    ledger.add(reading)
    desk.decide(reading.engagements[0].id, "medium", "accept", by="ann")
    for change in ("UPDATE review SET action = 'reject'", "DELETE FROM review"):
        with pytest.raises(IntegrityError, match="takes new rows only"), ledger.engine.begin() as connection:
            connection.execute(text(change))


# -- decisions outlast readers -----------------------------------------------------------------------------------------------------


def test_decisions_survive_a_newer_reader_and_are_orphaned_where_nothing_matches(ledger: Ledger, desk: Review) -> None:
    reading = call()
    ledger.add(reading, reader="1")
    engagement, event, statement = reading.engagements[0].id, reading.events[0].id, reading.statements[0].id
    desk.decide(engagement, "medium", "correct", by="ann", value="video")
    desk.decide(event, "record", "reject", by="ann")
    desk.decide(statement, "stance", "accept", by="ann")
    renamed = reading.model_copy(
        update={
            "engagements": (reading.engagements[0].model_copy(update={"id": "en-new", "medium": "meeting"}),),
            "events": (reading.events[1], reading.events[0].model_copy(update={"id": "ev-new"})),
            "statements": (),
        }
    )
    assert ledger.add(renamed, reader="2").outcome == "replaced"
    assert [present for _, _, present in desk.log()] == ["en-new", "ev-new", None]
    assert ledger.entry("en-new")["form"] == "video"
    assert ledger.entry("ev-new") is None
    assert ledger.report("en-new")["body"]["medium"] == "meeting"
    assert desk.stats()["orphaned"] == 1
    ledger.add(reading, reader="3")
    assert [present for _, _, present in desk.log()] == [engagement, event, statement]
    assert ledger.check() == []


def test_a_rejection_of_a_value_ends_with_the_value(ledger: Ledger, desk: Review) -> None:
    reading = call()
    ledger.add(reading, reader="1")
    id_ = reading.engagements[0].id
    desk.decide(id_, "when", "reject", by="ann")
    assert ledger.entry(id_)["when"]["basis"] == "published"
    newer = reading.engagements[0].model_copy(
        update={"when": reading.engagements[0].when.model_copy(update={"start": None, "end": None, "unresolved": "x"})}
    )
    ledger.add(reading.model_copy(update={"engagements": (newer,)}), reader="2")
    assert desk.record(id_, "ann")["fields"]["when"]["state"] == "open"


def test_decisions_come_back_with_a_document_that_was_removed(ledger: Ledger, desk: Review) -> None:
    reading = call()
    ledger.add(reading)
    desk.decide(reading.engagements[0].id, "medium", "correct", by="ann", value="video")
    ledger.remove(reading.document.id)
    assert desk.stats()["orphaned"] == 1
    assert desk.undo("ann").new == "video"
    ledger.add(reading)
    assert ledger.entry(reading.engagements[0].id)["form"] == "call"


def test_of_two_events_in_one_clause_the_right_one_is_found(ledger: Ledger, desk: Review) -> None:
    both = Text("Kenya thanked and Kenya accused Tanzania.").event("SUPPORT", "Kenya", "Tanzania", "thanked and Kenya accused Tanzania")
    both.event("ACCUSE", "Kenya", "Tanzania", "accused Tanzania")
    reading = both.done()
    ledger.add(reading, reader="1")
    desk.decide(reading.events[1].id, "record", "reject", by="ann")
    swapped = [e.model_copy(update={"id": f"ev-{n}"}) for n, e in enumerate(reading.events)]
    ledger.add(reading.model_copy(update={"events": tuple(reversed(swapped))}), reader="2")
    assert [present for *_, present in desk.log()] == ["ev-1"]


def test_a_ledger_of_the_first_version_gets_its_ranks(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with Ledger(path) as ledger:
        list(ledger.add_all(many(5)))
        order = [row["report"] for row in Review(ledger).queue("ann", limit=100)]
    with Ledger(path) as ledger, ledger._writing() as connection:
        for table in ("pending", "review_rank", "review_standing", "review_match", "review"):
            connection.execute(text(f"DROP TABLE {table}"))
        for later in ("DROP INDEX dyad_pair", "ALTER TABLE dyad DROP COLUMN score", "CREATE INDEX dyad_pair ON dyad (a, b, kind, day)"):
            connection.execute(text(later))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with Ledger(path) as ledger:
        assert [row["report"] for row in Review(ledger).queue("ann", limit=100)] == order
        assert len(network(ledger)) > 0
        assert ledger.check() == []


# -- the queue ---------------------------------------------------------------------------------------------------------------------


def test_the_queue_starts_with_the_doubtful_and_weighty_and_says_why(ledger: Ledger, desk: Review) -> None:
    sure = Text("Kenya thanked Tanzania.").event("SUPPORT", "Kenya", "Tanzania", "thanked Tanzania").done()
    harsh = (
        Text("Kenya accused Tanzania of theft.", publisher="Harbour Courier")
        .event("ACCUSE", "Kenya", "Tanzania", "accused Tanzania")
        .done()
    )
    warned = harsh.events[0].model_copy(update={"confidence": 0.4})
    warning = ReadingWarning(code="odd", message="unclear who speaks", evidence=harsh.events[0].evidence.trigger)
    ledger.add(sure)
    ledger.add(harsh.model_copy(update={"events": (warned,), "warnings": (warning,)}))
    first, second = desk.queue("ann")
    assert first["report"] == warned.id
    assert first["priority"] > second["priority"] > 0
    told = [reason["words"] for reason in first["reasons"]]
    assert told == ["the reader is 40% sure of type and parties", "warning: unclear who speaks"]


def test_sources_that_differ_raise_a_record(ledger: Ledger, desk: Review) -> None:
    place = [meeting(), meeting("2025-09-26", "Rift Radio", place="Mombasa")]
    list(ledger.add_all(place))
    ledger.merge(place[0].engagements[0].id, place[1].engagements[0].id)
    top = desk.queue("ann", kind="engagement")[0]
    told = [reason["words"] for reason in top["reasons"]]
    assert "sources differ on the place: Mombasa or New York" in told
    assert "told by 2 sources" in told


def test_what_is_decided_leaves_the_queue_of_those_who_see_it(ledger: Ledger, desk: Review) -> None:
    reading = call()
    ledger.add(reading)
    everything = len(desk.queue("ann"))
    done, passed = reading.engagements[0].id, reading.statements[0].id
    desk.decide(done, "record", "accept", by="ann")
    desk.decide(passed, "record", "skip", by="ann")
    left = {"ann": everything - 2, "bob": everything - 1}
    for by, expected in left.items():
        assert len(desk.queue(by)) == expected
    assert len(desk.queue("bob", blind=True)) == everything
    desk.undo("ann")
    assert len(desk.queue("ann")) == everything - 1


# -- two at once -------------------------------------------------------------------------------------------------------------------


def test_split_and_merge_are_rows_that_can_be_taken_back(ledger: Ledger, desk: Review) -> None:
    one, other = call(), call("2025-09-25", "Harbour Courier")
    list(ledger.add_all([one, other]))
    a, b = one.engagements[0].id, other.engagements[0].id
    before = ledger.hash()
    desk.split(a, by="ann", reason="two calls")
    assert len(ledger.entry(a)["cites"]) == 1
    desk.undo("ann")
    assert ledger.hash() == before
    desk.split(a, b, by="ann")
    desk.merge(a, b, by="ann")
    assert len(ledger.entry(a)["cites"]) == 2
    desk.undo("ann")
    desk.undo("ann")
    assert ledger.hash() == before
    assert [row.action for _, row, _ in desk.log()] == ["split", "undo", "split", "merge", "undo", "undo"]
    with pytest.raises(UsageError, match="one kind"):
        desk.merge(a, one.events[0].id, by="ann")
    alone = meeting()
    ledger.add(alone)
    with pytest.raises(UsageError, match="nothing to split"):
        desk.split(alone.engagements[0].id, by="ann")


def test_blind_coders_dont_see_each_other_and_an_adjudicator_settles_it(ledger: Ledger, desk: Review) -> None:
    reading = call()
    ledger.add(reading)
    id_ = reading.engagements[0].id
    ann = desk.decide(id_, "medium", "correct", by="ann", value="video", blind=True)
    assert ledger.entry(id_)["form"] == "call"  # one blind coder alone changes nothing
    seen = desk.record(id_, "bob", blind=True)["fields"]["medium"]
    assert (seen["state"], seen["words"], seen["by"]) == ("open", "call", None)
    desk.decide(id_, "medium", "accept", by="bob", blind=True)
    assert ledger.entry(id_)["form"] == "call"
    (row,) = desk.disputed()
    assert (row["report"], row["disputed"]) == (id_, True)
    assert desk.record(id_, "head")["fields"]["medium"]["state"] == "disputed"
    desk.adopt(id_, "medium", ann.uid, by="head")
    assert ledger.entry(id_)["form"] == "video"
    assert desk.disputed() == []
    with pytest.raises(LedgerError, match="no decision rv-0 in force"):
        desk.adopt(id_, "medium", "rv-0", by="head")


def test_two_blind_coders_who_agree_are_believed(ledger: Ledger, desk: Review) -> None:
    reading = call()
    ledger.add(reading)
    id_ = reading.engagements[0].id
    for by in ("ann", "bob"):
        desk.decide(id_, "medium", "correct", by=by, value="video", blind=True)
    assert ledger.entry(id_)["form"] == "video"
    (medium,) = desk.agreement()
    assert (medium["field"], medium["units"], medium["observed"]) == ("engagement.medium", 1, 1.0)
    assert (medium["alpha"], medium["pairs"][0]["kappa"]) == (None, None)  # one category only: nothing to correct chance by
