"""Requests made up from the OpenAPI description: no answer is a failure, and every answer is as described.

A few for each operation in CI; DRAGOMAN_REQUESTS is how many, and `make requests` sends at least 5,000 in all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("schemathesis", reason="schemathesis isn't installed")

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

from dragoman.ledger import Ledger
from dragoman.web import create_app
from ledger.making import call, meeting
from web.conftest import delivery, promise, read_nothing

EACH = int(os.environ.get("DRAGOMAN_REQUESTS", "3"))


@schemathesis.serializer("application/x-ndjson")
def _lines(_context: Any, value: Any) -> bytes:
    return str(value).encode("utf-8", "replace")


CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
FEW = settings(
    max_examples=EACH, deadline=None, database=None, derandomize=EACH < 10, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with Ledger(tmp_path_factory.mktemp("described") / "book.db") as ledger:
        list(ledger.add_all([call(), call("2025-09-25", "Harbour Courier"), meeting(), promise(), delivery()]))
        yield create_app(ledger, read=read_nothing, hosts=None)


def asking(name: str, sent: dict[str, int]) -> Callable[..., None]:
    def ask(case: Any) -> None:
        sent[name] = sent.get(name, 0) + 1
        answer = case.call()
        assert answer.status_code < 500, answer.text
        case.validate_response(answer, checks=CHECKS)

    return ask


def test_no_request_makes_the_desk_fail_and_every_answer_is_as_described(app: Any) -> None:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    sent: dict[str, int] = {}
    failed: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()
        try:
            FEW(given(case=operation.as_strategy())(asking(operation.label, sent)))()
        except (Exception, BaseExceptionGroup) as error:
            failed.append(f"{operation.label}: {error}")
    print(f"{sum(sent.values())} requests to {len(sent)} operations")
    assert failed == [], "\n\n".join(failed)
    assert len(sent) > 30
