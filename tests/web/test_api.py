"""REST over a small ledger: lists in pages, filters, formats, ETags, one shape of an error, writes; and the client of the package."""

from __future__ import annotations

import csv
import io
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from dragoman.client import Client
from dragoman.ledger import Ledger
from dragoman.records import Document, Reading
from dragoman.records.errors import RemoteError
from web.conftest import desk_over

KINDS = ("engagements", "events", "statements", "commitments")
TEXT = "Kenya and Tanzania opened a border post on Monday."


def items(desk: TestClient, address: str) -> list[dict[str, Any]]:
    answer = desk.get(address)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


@pytest.mark.parametrize("kind", [*KINDS, "documents", "actors"])
def test_a_list_in_small_pages_is_the_list(desk: TestClient, kind: str) -> None:
    whole = items(desk, f"/api/v1/{kind}?limit=1000")
    found, address = [], f"/api/v1/{kind}?limit=2"
    while address:
        answer = desk.get(address)
        found += answer.json()["items"]
        address = answer.json()["next"]
        assert ('rel="next"' in answer.headers.get("link", "")) == bool(address)
    assert found == whole
    assert len({row["id"] for row in whole}) == len(whole) > 0


def test_entries_are_those_of_the_ledger(desk: TestClient, book: Ledger) -> None:
    for kind in KINDS:
        for row in items(desk, f"/api/v1/{kind}"):
            assert row == book.entry(row["id"])
            assert desk.get(f"/api/v1/{kind}/{row['cites'][-1]['report']}").json() == row
    counts = {kind: numbers["entries"] for kind, numbers in book.stats()["entries"].items()}
    assert {kind.removesuffix("s"): len(items(desk, f"/api/v1/{kind}")) for kind in KINDS} == counts


def test_filters(desk: TestClient) -> None:
    calls = items(desk, "/api/v1/engagements?form=call")
    assert {row["form"] for row in calls} == {"call"}
    assert all(any(p["party"] == "TZA" for p in row["participants"]) for row in items(desk, "/api/v1/events?party=Tanzania"))
    both = items(desk, "/api/v1/events?party=KEN&with=USA")
    assert both
    assert len(both) < len(items(desk, "/api/v1/events"))
    assert [row["id"] for row in items(desk, "/api/v1/engagements?min_sources=2")] == [r["id"] for r in calls]
    assert items(desk, "/api/v1/engagements?status=future&since=2025-01-01")[0]["status"] == "future"
    assert items(desk, "/api/v1/events?until=1999-12-31") == []
    first = [row["id"] for row in items(desk, "/api/v1/events?order=earliest")]
    assert sorted(first) == sorted(row["id"] for row in items(desk, "/api/v1/events"))


def test_a_table_has_the_rows_of_the_json_in_every_format(desk: TestClient) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for address in ("/api/v1/tables/events", "/api/v1/documents", "/api/v1/timeline?a=KEN", "/api/v1/actors"):
        rows = items(desk, address)
        asked = desk.get(address, headers={"accept": "text/csv;q=0.9, text/html"})
        read = list(csv.DictReader(io.StringIO(asked.text)))
        packed = parquet.read_table(io.BytesIO(desk.get(address, headers={"accept": "application/vnd.apache.parquet"}).content)).to_pylist()
        assert len(read) == len(packed) == len(rows) > 0
        for column in ("id", "document_id", "quote", "day"):
            if column in rows[0]:
                assert [r[column] or "" for r in rows] == [r[column].removeprefix("'") for r in read] == [r[column] or "" for r in packed]
        assert "attachment" in asked.headers["content-disposition"]


def test_a_cell_is_no_formula(book: Ledger) -> None:
    book.add(Reading(document=Document.of("=1+1 is a text.", title="=HYPERLINK(1)", id="=evil")))
    read = list(csv.DictReader(io.StringIO(desk_over(book).get("/api/v1/documents?format=csv&match=evil").text)))
    assert (read[0]["id"], read[0]["title"]) == ("'=evil", "'=HYPERLINK(1)")


def test_a_format_that_nobody_gives_is_refused(desk: TestClient) -> None:
    answer = desk.get("/api/v1/events", headers={"accept": "image/png"})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert desk.get("/api/v1/events?format=xls").status_code == 422


def test_an_etag_holds_until_the_ledger_changes(desk: TestClient, book: Ledger) -> None:
    first = desk.get("/api/v1/documents")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    assert desk.get("/api/v1/documents", headers={"if-none-match": tag}).status_code == 304
    assert desk.get("/api/v1/documents?limit=1", headers={"if-none-match": tag}).status_code == 200
    assert desk.get("/api/v1/documents", headers={"if-none-match": tag, "accept": "text/csv"}).status_code == 200
    time.sleep(0.02)  # file systems tell times apart by some milliseconds
    book.add(Reading(document=Document.of(TEXT)))
    second = desk.get("/api/v1/documents", headers={"if-none-match": tag})
    assert second.status_code == 200
    assert len(second.json()["items"]) == len(first.json()["items"]) + 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/events/none", 404), ("/api/v1/documents/none", 404), ("/api/v1/documents/none/text", 404), ("/api/v1/jobs/none", 404),
        ("/api/v1/explain/none", 404), ("/api/v1/reports/none", 404), ("/api/v1/actors/none", 404), ("/api/v1/nothing", 404),
        ("/api/v1/timeline", 422), ("/api/v1/timeline?a=Atlantis", 422), ("/api/v1/events?limit=0", 422),
        ("/api/v1/events?colour=red", 422),
        ("/api/v1/search?q=---", 422), ("/api/v1/roster?office=jester&of=KEN", 422), ("/api/v1/relations?a=KEN&b=USA&by=hour", 422),
    ],
)  # fmt: skip
def test_every_error_has_one_shape(desk: TestClient, address: str, status: int) -> None:
    answer = desk.get(address, headers={"accept": "text/html"} if "format" in address else {})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["detail"]


def test_what_is_added_is_new_once(desk: TestClient, book: Ledger) -> None:
    first = desk.post("/api/v1/documents", json={"text": TEXT, "published": "2025-09-25"})
    second = desk.post("/api/v1/documents", json={"text": TEXT, "published": "2025-09-25"})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["document"] == second.json()["document"]
    assert desk.get(f"/api/v1/documents/{first.json()['document']}/text").text == TEXT
    assert desk.delete(f"/api/v1/documents/{first.json()['document']}").status_code == 204
    assert book.document(first.json()["document"]) is None
    assert desk.delete(f"/api/v1/documents/{first.json()['document']}").status_code == 404


def test_decisions_over_rest(desk: TestClient, book: Ledger) -> None:
    (row,) = items(desk, "/api/v1/engagements?form=call")
    one, other = (c["report"] for c in row["cites"])
    split = desk.post("/api/v1/decisions", json={"kind": "split", "a": other, "by": "A. Clerk"})
    assert (split.status_code, split.json()["id"]) == (201, other)
    number = items(desk, "/api/v1/decisions")[0]["n"]
    assert desk.delete(f"/api/v1/decisions/{number}").status_code == 204
    assert desk.delete(f"/api/v1/decisions/{number}").status_code == 404
    assert book.entry(one) == book.entry(other)
    for wrong in ({"kind": "merge", "a": one}, {"kind": "status", "a": one, "value": "open"}, {"kind": "split", "a": one, "colour": 1}):
        assert desk.post("/api/v1/decisions", json=wrong).status_code == 422
    assert desk.post("/api/v1/decisions", json={"kind": "split", "a": "none"}).status_code == 404


def test_the_client_does_what_the_api_does(desk: TestClient, book: Ledger, tmp_path: Any) -> None:
    with Client(http=desk) as client:
        added = client.add(TEXT, published="2025-09-25", title="A border post")
        assert added["outcome"] == "new"
        assert client.text(added["document"]) == TEXT
        assert client.reading(added["document"]).document.title == "A border post"
        assert client.read(TEXT).document.n_chars == len(TEXT)
        assert [row["id"] for row in client.documents("border")] == [added["document"]]
        assert [dict(row) for row in client.timeline("KEN", "USA")] == list(desk.get("/api/v1/timeline?a=KEN&b=USA").json()["items"])
        assert len(client.timeline("KEN", "USA").flat()) == len(client.timeline("KEN", "USA"))
        assert client.relations("KEN", "USA", by="year")[0]["events"] > 0
        assert client.commitments(status="fulfilled")[0]["follow_ups"]
        assert client.brief("KEN", "USA").startswith("# Kenya and United States")
        assert client.search("police")
        assert client.network("KEN")
        (call,) = client.entries("engagements", form="call", with_="KEN")
        assert client.entry("engagements", call["id"]) == call
        assert client.explain(call["id"])["is"] == "engagement"
        assert "KEN/william-ruto" in {row["id"] for row in client.actors()}
        (tmp_path / "one.txt").write_text("One more text.", encoding="utf-8")
        job = client.upload(tmp_path / "one.txt")
        deadline = time.monotonic() + 20
        while client.job(job["id"])["state"] != "done":
            assert time.monotonic() < deadline
            time.sleep(0.02)
        client.remove(client.job(job["id"])["documents"][0]["document"])
        client.remove(added["document"])
        with pytest.raises(RemoteError, match="404: the ledger has no document") as raised:
            client.remove(added["document"])
        assert raised.value.status == 404
        with pytest.raises(RemoteError, match=r"422.*published"):
            client.add(TEXT, published="x" * 50)


def test_the_description_names_every_address_and_its_problems(desk: TestClient) -> None:
    described = desk.get("/api/v1/openapi.json").json()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], path
            wrong = [code for code in operation["responses"] if code.startswith("4")]
            if path.startswith("/api/v1/review") or path in {"/api/v1/schema", "/api/v1/codebook"}:
                continue
            assert {"401", "422"} <= set(wrong), (method, path)
            assert set(operation["responses"]["422"]["content"]) == {"application/problem+json"}
