"""Questions put to a ledger: right answers, and a citation under every one of them."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman import cli, read
from dragoman.analysis import briefing, charts, lines
from dragoman.analysis.alerts import alerts
from dragoman.analysis.explaining import explain
from dragoman.analysis.network import network
from dragoman.analysis.promised import commitments
from dragoman.analysis.relations import period, relations
from dragoman.analysis.roster import offices_seen, roster
from dragoman.analysis.search import search
from dragoman.analysis.subjects import subjects
from dragoman.analysis.timeline import timeline
from dragoman.analysis.venues import venues
from dragoman.ledger import Ledger
from dragoman.records.errors import DragomanError, LedgerError, UsageError
from ledger.making import Text, call, meeting

TODAY = dt.date(2026, 1, 15)


def accusation() -> Any:
    text = "Kenya accused Tanzania of closing the border. Washington thanked Kenya, and Kenya accused Tanzania again."
    return (
        Text(text, "2025-10-02", publisher="Coast Gazette")
        .event("ACCUSE", "Kenya", "Tanzania", "accused Tanzania of closing the border")
        .event("SUPPORT", "Washington", "Kenya", "thanked Kenya")
        .done()
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "dragoman.db") as found:
        list(found.add_all([call(), call("2025-09-25", "Harbour Courier"), meeting(), accusation()]))
        yield found


def test_every_answer_cites_words_that_are_in_the_document(ledger: Ledger) -> None:
    answers = [
        timeline(ledger, "KEN", "USA"),
        relations(ledger, "Kenya", "United States"),
        commitments(ledger, "USA"),
        search(ledger, "trade agreement"),
        network(ledger),
        venues(ledger, "KEN", "USA"),
        alerts(ledger, on=TODAY, keep=False),
    ]
    for rows in answers:
        assert len(rows)
        for row in rows:
            assert row["cites"], row
            for cite in row["cites"]:
                text = ledger.document(cite["document"])["text"]
                assert text[cite["start"] : cite["end"]] == cite["quote"]


def test_timeline_is_in_order_and_tells_each_thing_once(ledger: Ledger) -> None:
    rows = timeline(ledger, "KEN", "USA")
    assert [r["day"] for r in rows] == sorted(r["day"] for r in rows)
    assert [(r["form"], r["reports"]) for r in rows if r["kind"] == "engagement"] in (
        [("call", 2), ("meeting", 1)],
        [("meeting", 1), ("call", 2)],
    )
    assert {r["day"] for r in timeline(ledger, "KEN", since=dt.date(2025, 10, 1))} == {"2025-10-02"}
    assert len(timeline(ledger, "KEN", "USA", limit=1)) == 1
    assert list(timeline(ledger, "FRA", "DEU")) == []
    with pytest.raises(UsageError, match="Atlantis"):
        timeline(ledger, "Atlantis")


def test_relations_never_give_a_bare_score(ledger: Ledger) -> None:
    (month, *_) = relations(ledger, "KEN", "USA")
    assert month["period"] == "2025-09"
    assert month["events"] == sum(month[q] for q in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"))
    assert month["goldstein_low"] <= month["goldstein_mean"] <= month["goldstein_high"]
    (alone,) = relations(ledger, "KEN", "TZA")
    assert (alone["events"], alone["goldstein_mean"], alone["goldstein_low"]) == (1, -2.0, None)
    assert list(relations(ledger, "KEN", "USA")) == list(relations(ledger, "USA", "KEN"))


@pytest.mark.parametrize(
    ("by", "name"),
    [("day", "2025-09-24"), ("week", "2025-W39"), ("month", "2025-09"), ("quarter", "2025-Q3"), ("year", "2025"), ("all", "all")],
)
def test_periods(by: Any, name: str) -> None:
    assert period("2025-09-24", by) == name


def test_a_period_that_isnt_one_is_refused() -> None:
    with pytest.raises(UsageError, match="a period is"):
        period("2025-09-24", "decade")  # type: ignore[arg-type]


def test_commitments_by_status_and_deadline(ledger: Ledger) -> None:
    assert [c["status"] for c in commitments(ledger, on=dt.date(2025, 12, 31))] == ["open"]
    assert [c["status"] for c in commitments(ledger, on=TODAY)] == ["overdue"]
    assert list(commitments(ledger, on=TODAY, status=["open"])) == []
    assert list(commitments(ledger, due_before=dt.date(2025, 12, 31))) == []
    assert len(commitments(ledger, due_before=dt.date(2026, 1, 1))) == 1


def test_search_wants_all_the_words_and_knows_inflections(ledger: Ledger) -> None:
    assert search(ledger, "trade agreements")[0]["kind"] == "commitment"
    assert list(search(ledger, "trade border")) == []
    assert list(search(ledger, '"agreement trade"')) == []
    assert len(search(ledger, "closing OR AND (")) == 0
    assert (
        [found["id"] for found in search(ledger, "usa trade")] == [found["id"] for found in search(ledger, '"united states" trade')] != []
    )
    with pytest.raises(UsageError):
        search(ledger, ' "" ')


def test_the_network_counts_what_occurred(ledger: Ledger) -> None:
    (first, *_) = network(ledger)
    assert (first["a"], first["b"], first["engagements"], first["events"]) == ("KEN", "USA", 2, 3)
    (alone,) = network(ledger, around="Tanzania")
    assert (alone["events"], alone["goldstein_mean"], alone["first"], alone["last"]) == (1, -2.0, "2025-10-02", "2025-10-02")
    assert alone["cites"][0]["quote"] == "accused Tanzania of closing the border"
    assert list(network(ledger, since=dt.date(2025, 10, 3))) == []


def test_of_very_common_words_the_latest_are_ranked(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    every = {r["id"] for r in search(ledger, "Kenya")}
    monkeypatch.setattr("dragoman.analysis.search.RANKED", 1)
    some = {r["id"] for r in search(ledger, "Kenya")}
    assert some < every
    assert len(some) >= 1


def test_topics_by_period(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        for publisher, day in (("A", "2025-09-23"), ("B", "2025-12-02")):
            text = f"{publisher}: Ruto met Rubio about trade."
            made = Text(text, day, publisher=publisher)
            ledger.add(made.engagement("meeting", ["Ruto", "Rubio"], "Ruto met Rubio", topic="economic").done())
        rows = subjects(ledger, "KEN", "USA", by="quarter")
        assert [(r["period"], r["topic"], r["engagements"], r["events"]) for r in rows] == [
            ("2025-Q3", "topic", 1, 0),
            ("2025-Q4", "topic", 1, 0),
        ]
        assert [r["cites"][0]["quote"] for r in rows] == ["Ruto met Rubio"] * 2
        assert list(subjects(ledger, "KEN", "TZA")) == []


@pytest.mark.parametrize(
    ("found", "number", "second"),
    [
        (["2019", "2025"], 7, "2020"),
        (["2024-Q4", "2025-Q2"], 3, "2025-Q1"),
        (["2024-12", "2025-02"], 3, "2025-01"),
        (["2024-W52", "2025-W02"], 3, "2025-W01"),
        (["2024-12-31", "2025-01-02"], 3, "2025-01-01"),
        (["all"], 1, None),
    ],
)
def test_a_gap_in_a_stream_is_as_long_as_it_was(found: list[str], number: int, second: str | None) -> None:
    whole = charts.every_period(found)
    assert (len(whole), whole[0], whole[-1]) == (number, found[0], found[-1])
    assert second is None or whole[1] == second


def test_places_are_counted_once_each(ledger: Ledger) -> None:
    (place,) = venues(ledger, "KEN", "USA")
    assert (place["name"], place["country"], place["engagements"], place["events"]) == ("New York", "USA", 1, 1)
    assert (place["first"], place["last"], len(place["entries"])) == ("2025-09-23", "2025-09-23", 2)
    assert list(venues(ledger, "KEN", "TZA")) == []


def test_answers_as_lines_for_people(ledger: Ledger) -> None:
    (row,) = relations(ledger, "KEN", "USA", by="all")
    assert "3 events (told 5 times, once a source): 3 verbal cooperation" in " ".join(lines.period(row, 100))
    called = next(row for row in timeline(ledger, "KEN", "USA", kinds=["engagement"]) if row["form"] == "call")
    assert next(lines.happened(called, 100)) == "2025-09-23 engagement call, occurred: William Ruto, Marco Rubio"
    (promised,) = timeline(ledger, "KEN", "USA", kinds=["commitment"])
    assert next(lines.happened(promised, 100)) == "~2025-09-25 commitment pledge: United States → William Ruto"
    told = [line for row in alerts(ledger, on=TODAY, keep=False) for line in lines.news(row, 200)]
    assert any(line.startswith("new engagement, meeting: William Ruto, Marco Rubio: “Ruto met Rubio") for line in told)
    assert any(line.startswith("commitment overdue: United States → William Ruto: “to finalise") for line in told)
    assert "  1 commitment from 1 report" in list(lines.stats(ledger.stats(), 100))


def test_alerts_tell_what_is_new_since_the_last_look(ledger: Ledger) -> None:
    first = [r["alert"] for r in alerts(ledger, on=dt.date(2025, 10, 3))]
    assert first == ["new engagement", "new engagement", "new commitment"]
    assert list(alerts(ledger, on=dt.date(2025, 10, 3))) == []
    assert [r["alert"] for r in alerts(ledger, on=TODAY)] == ["commitment overdue"]
    assert [r["alert"] for r in alerts(ledger, on=TODAY, name="ann", a="TZA")] == []


def test_a_brief_in_three_forms(ledger: Ledger) -> None:
    found = briefing.brief(ledger, "KEN", "USA", on=TODAY)
    json.dumps(found)
    assert [e["medium"] for e in found["engagements"]] in (["call", "meeting"], ["meeting", "call"])
    assert found["commitments"][0]["status"] == "overdue"
    page = briefing.markdown(found)
    assert "# Kenya and United States" in page
    assert "finalise a trade agreement” [^" in page
    assert page.count("[^1]") >= 2
    web = briefing.html(found)
    assert "http://" not in web.replace("http://www.w3.org", "")
    assert '<li id="s1">' in web
    assert "Nothing is known" in briefing.markdown(briefing.brief(ledger, "FRA", "DEU", on=TODAY))
    early = briefing.brief(ledger, "KEN", "USA", on=dt.date(2025, 9, 24))
    assert (len(early["engagements"]), early["commitments"]) == (1, [])


def test_a_brief_is_safe_with_hostile_text(tmp_path: Path) -> None:
    text = "Ruto met Rubio <script>alert(1)</script> *in* [New York](javascript:x)."
    reading = Text(text, publisher="<b>Bold</b>").engagement("meeting", ["Ruto", "Rubio"], text).done()
    reading = reading.model_copy(update={"document": reading.document.model_copy(update={"url": "javascript:alert(1)"})})
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.add(reading)
        found = briefing.brief(ledger, "KEN", "USA", on=TODAY)
        assert "<script" not in briefing.html(found)
        assert 'href="javascript' not in briefing.html(found)
        assert "<javascript" not in briefing.markdown(found)
        assert r"New York\](javascript" in briefing.markdown(found)


def test_explain_tells_what_is_behind_a_record(ledger: Ledger) -> None:
    found = explain(ledger, accusation().events[0].id)
    assert found["code"]["cameo"]["code"] == "111"
    assert found["code"]["plover"]["type"] == "ACCUSE"
    assert found["reports"][0]["body"]["evidence"]["trigger"]["quote"] == "accused"
    assert explain(ledger, call().document.id)["records"]["events"] == 2
    with pytest.raises(LedgerError, match="nothing called"):
        explain(ledger, "ev-0")


def test_explain_tells_why_a_code_was_given(tmp_path: Path) -> None:
    reading = read("Velland's foreign minister said on Monday that Velland will not accept the demands of Orsania.", "2025-03-04")
    refusal = next(e for e in reading.events if e.type == "REJECT")
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.add(reading)
        (reason,) = explain(ledger, refusal.id)["code"]["reasons"]
    assert reason["code"] == refusal.cameo
    assert reason["pattern"].startswith("accept")
    assert refusal.cameo in reason["rules"][-1]
    assert 0 < sum(reason["model"].values()) <= 1.01


def given_office(written: str, person: str, office: str) -> Any:
    """A reading in which somebody of Kenya is given an office by the words."""
    text = f"{written} met Rubio in New York."
    made = Text(text, "2025-09-24")
    id_ = f"KEN/{person.lower().replace(' ', '-')}"
    known = {"id": id_, "name": person, "country": "KEN", "office": office, "as_written": written, "evidence": made.at(written)}
    reading = made.engagement("meeting", ["Rubio"], text).done()
    (meeting_,) = reading.engagements
    (first,) = meeting_.participants
    people = (first, first.model_copy(update={"actor": first.actor.model_copy(update=known)}))
    return reading.model_copy(update={"engagements": (meeting_.model_copy(update={"participants": people}),)})


def test_the_roster_has_the_table_and_what_texts_say(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.add(given_office("Kenya's Foreign Minister Somebody Else", "Somebody Else", "Foreign Minister"))
        ledger.add(given_office("Foreign Minister Musalia Mudavadi", "Musalia Mudavadi", "Foreign Minister"))
        ledger.add(given_office("Deputy Foreign Minister Third Person", "Third Person", "Deputy Foreign Minister"))
        ledger.add(given_office("former Foreign Minister Fourth Person", "Fourth Person", "Foreign Minister"))
        rows = roster(ledger, "foreign minister", "KEN")
        assert any(r["table"] and not r["seen"] for r in rows)
        known, stranger = sorted((r for r in rows if r["seen"]), key=lambda r: bool(r["conflict"]))
        assert (known["person"], known["conflict"]) == ("Musalia Mudavadi", None)
        assert (stranger["person"], stranger["table"]) == ("Somebody Else", [])
        assert stranger["conflict"]
        assert (stranger["seen"]["first"], stranger["seen"]["cite"]["quote"]) == ("2025-09-24", "Kenya's Foreign Minister Somebody Else")
        mine = offices_seen(ledger, "Musalia Mudavadi", dt.date(2025, 9, 24))
        assert [(r["office"], r["seen"]["reports"]) for r in mine if r["seen"]] == [("foreign-minister", 1)]
    asked = json.loads(run("who", "foreign minister", "KEN", "--ledger", tmp_path / "l.db").stdout)
    assert [(r["person"], r["start"]) for r in asked if r["conflict"]] == [("Somebody Else", None)]
    alone = json.loads(run("who", "foreign minister", "KEN", "--ledger", tmp_path / "l.db", "--on", "2025-09-24").stdout)
    assert {r["person"] for r in alone} == {"Musalia Mudavadi", "Somebody Else"}
    assert run("who", "foreign minister", "KEN", "--ledger", tmp_path / "none.db").exit_code == LedgerError.exit_code


def test_tables_of_answers(ledger: Ledger) -> None:
    rows = timeline(ledger, "KEN", "USA")
    assert rows.pl().shape[0] == rows.arrow().num_rows == len(rows)


@pytest.mark.parametrize("suffix", ["svg", "png", "html"])
def test_charts_are_written_and_fetch_nothing(ledger: Ledger, tmp_path: Path, suffix: str) -> None:
    drawn = {
        "timeline": charts.timeline(timeline(ledger, "KEN", "USA")),
        "relations": charts.relations(relations(ledger, "KEN", "USA")),
        "commitments": charts.commitments(commitments(ledger, on=TODAY), on=TODAY),
        "network": charts.network(network(ledger)),
        "subjects": charts.subjects(subjects(ledger, "KEN", by="day")),
        "venues": charts.venues(venues(ledger)),
        "empty": charts.timeline([]),
    }
    for name, chart in drawn.items():
        path = tmp_path / f"{name}.{suffix}"
        charts.save(chart, path)
        content = path.read_bytes()
        assert len(content) > 500
        if suffix == "html":
            assert b"<script src=" not in content
            assert b"cdn.jsdelivr" not in content
    with pytest.raises(UsageError, match=r"\.svg, \.png or \.html"):
        charts.save(drawn["empty"], tmp_path / "chart.pdf")


def run(*arguments: str | Path) -> Any:
    result = CliRunner().invoke(cli.app, [str(a) for a in arguments])
    if isinstance(result.exception, DragomanError):
        result.exit_code = result.exception.exit_code
    return result


def test_the_commands(tmp_path: Path) -> None:
    book, readings = tmp_path / "l.db", tmp_path / "readings.jsonl"
    made = [call(), call("2025-09-25", "Harbour Courier"), meeting(), accusation()]
    readings.write_text("".join(r.model_dump_json() + "\n" for r in made) + "{}\n")
    added = run("ledger", "add", readings, "--ledger", book)
    assert added.exit_code == 10, added.output
    assert json.loads(added.stdout)["new"] == 4
    engagement, commitment = made[0].engagements[0].id, made[2].commitments[0].id
    for command in (
        ["ledger", "list"],
        ["ledger", "show", engagement],
        ["ledger", "show", made[0].document.id],
        ["ledger", "stats"],
        ["ledger", "check"],
        ["ledger", "split", engagement, "--reason", "two"],
        ["ledger", "merge", engagement, made[1].engagements[0].id],
        ["ledger", "decisions"],
        ["ledger", "decisions", "--withdraw", "1"],
        ["ledger", "set-status", commitment, "fulfilled"],
        ["ledger", "backup", tmp_path / "b.db"],
        ["timeline", "KEN", "USA", "--chart", tmp_path / "t.svg"],
        ["relations", "KEN", "USA", "--by", "week"],
        ["commitments", "--on", "2026-01-01"],
        ["brief", "KEN", "USA", "--since", "2025-01-01"],
        ["brief", "KEN", "USA", "--output", tmp_path / "b.html"],
        ["search", "trade"],
        ["network", "KEN"],
        ["topics", "KEN", "--by", "quarter", "--chart", tmp_path / "s.svg"],
        ["places", "--chart", tmp_path / "m.svg"],
        ["alerts"],
        ["explain", engagement],
        ["ledger", "remove", made[3].document.id],
    ):
        found = run(*command, "--ledger", book)
        assert found.exit_code == 0, (command, found.output, found.exception)
    assert json.loads(run("commitments", "--status", "fulfilled", "--ledger", book).stdout)[0]["id"] == commitment
    assert run("timeline", "KEN", "--ledger", tmp_path / "none.db").exit_code == LedgerError.exit_code
    assert run("brief", "KEN", "USA", "--output", tmp_path / "b.pdf", "--ledger", book).exit_code == UsageError.exit_code
    assert run("timeline", "KEN", "--since", "soon", "--ledger", book).exit_code == UsageError.exit_code
