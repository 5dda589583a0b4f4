"""A client for a desk that `dragoman serve` runs, on this machine or another.

>>> from dragoman.client import Client
>>> with Client("http://127.0.0.1:8321") as desk:
...     desk.add(text, published="2025-09-24")
...     desk.timeline("KEN", "USA").pl()
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import quote

from dragoman.analysis.answers import Rows
from dragoman.records import Reading
from dragoman.records.errors import MissingPartError, RemoteError

Kind = Literal["engagements", "events", "statements", "commitments"]


class Client:
    """The REST interface of a desk as Python.

    Args:
        address: of the desk.
        token: what it was given by `--token`.
        timeout: seconds; reading a long text takes some.
        http: an httpx client of your own, in place of all of the above.

    Raises:
        MissingPartError: the extra [web] isn't installed.
    """

    def __init__(
        self, address: str = "http://127.0.0.1:8321", *, token: str | None = None, timeout: float = 120.0, http: Any = None
    ) -> None:
        if http is None:
            try:
                import httpx  # noqa: PLC0415 (an extra)
            except ModuleNotFoundError as error:
                raise MissingPartError.extra("web", "the client") from error  # noqa: S610 (not Django's)
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            http = httpx.Client(base_url=address, headers=headers, timeout=timeout)
        self._http = http

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def _ask(self, method: str, path: str, **given: Any) -> Any:
        answer = self._http.request(method, f"/api/v1/{path}", **given)
        if answer.status_code >= 400:
            raise RemoteError.of(answer.status_code, answer.content)
        return answer

    def _get(self, path: str, query: Mapping[str, Any]) -> Any:
        return self._ask("GET", path, params={name.rstrip("_"): value for name, value in query.items() if value is not None})

    def _rows(self, path: str, query: Mapping[str, Any]) -> Rows:
        return Rows(self._get(path, query).json()["items"])

    def _all(self, path: str, query: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        answer = self._get(path, query).json()
        yield from answer["items"]
        while answer["next"]:
            answer = self._ask("GET", answer["next"].removeprefix("/api/v1/")).json()
            yield from answer["items"]

    # -- in -----------------------------------------------------------------------------------------------------------------------

    def read(self, text: str, **known: str | None) -> Reading:
        """The reading of a text, which the desk doesn't keep; `known` as for `add`."""
        return Reading.model_validate_json(self._ask("POST", "read", json={"text": text, **known}).content)

    def add(self, text: str, **known: str | None) -> dict[str, Any]:
        """Reads a text into the ledger of the desk.

        Args:
            text: the text as published.
            known: title, published, publisher, url, id.

        Returns:
            `document`, `outcome` and `records`.
        """
        found: dict[str, Any] = self._ask("POST", "documents", json={"text": text, **known}).json()
        return found

    def upload(self, *paths: str | Path) -> dict[str, Any]:
        """Sends files to be read one after another; ask `job` with the answer's id how far it is."""
        files = [("files", (Path(path).name, Path(path).read_bytes())) for path in paths]
        found: dict[str, Any] = self._ask("POST", "uploads", files=files).json()
        return found

    def job(self, id_: str) -> dict[str, Any]:
        """How far a job is; `state` is done at its end."""
        found: dict[str, Any] = self._ask("GET", f"jobs/{quote(id_, safe='')}").json()
        return found

    def remove(self, document: str) -> None:
        """Takes a document out of the ledger."""
        self._ask("DELETE", f"documents/{quote(document)}")

    # -- records ------------------------------------------------------------------------------------------------------------------

    def documents(self, match: str = "") -> Iterator[dict[str, Any]]:
        """All documents, the latest first."""
        return self._all("documents", {"match": match})

    def reading(self, document: str) -> Reading:
        """The reading of a document in the ledger."""
        return Reading.model_validate_json(self._ask("GET", f"documents/{quote(document)}/reading").content)

    def text(self, document: str) -> str:
        """Its text."""
        return str(self._ask("GET", f"documents/{quote(document)}/text").text)

    def entries(self, kind: Kind, **which: Any) -> Iterator[dict[str, Any]]:
        """All entries of a kind; `which` are the filters of the API: party, with_, form, status, since, until, min_sources, order."""
        return self._all(kind, which)

    def entry(self, kind: Kind, id_: str) -> dict[str, Any]:
        """An entry by its id or that of any of its reports."""
        found: dict[str, Any] = self._ask("GET", f"{kind}/{quote(id_, safe='')}").json()
        return found

    def actors(self, match: str = "") -> Iterator[dict[str, Any]]:
        """Everybody named, the most often named first."""
        return self._all("actors", {"match": match})

    # -- questions ----------------------------------------------------------------------------------------------------------------

    def timeline(self, a: str, b: str | None = None, **which: Any) -> Rows:
        """What happened between two parties; since, until, limit."""
        return self._rows("timeline", {"a": a, "b": b, **which})

    def relations(self, a: str, b: str, **which: Any) -> Rows:
        """Counts and scores by period; by, since, until."""
        return self._rows("relations", {"a": a, "b": b, **which})

    def commitments(self, a: str | None = None, b: str | None = None, **which: Any) -> Rows:
        """Commitments with what became of them; status, due_before, since, on."""
        return self._rows("board", {"a": a, "b": b, **which})

    def brief(self, a: str, b: str, **which: Any) -> str:
        """The aide-memoire of two parties in Markdown; since, on."""
        return str(self._get("brief", {"a": a, "b": b, "format": "md", **which}).text)

    def search(self, query: str, limit: int = 20) -> Rows:
        """Full text over words, names and topics."""
        return self._rows("search", {"q": query, "limit": limit})

    def network(self, around: str | None = None, **which: Any) -> Rows:
        """Pairs of parties, the busiest first; since, until, limit."""
        return self._rows("network", {"around": around, **which})

    def explain(self, id_: str) -> dict[str, Any]:
        """All that is known of a document, an entry or a report."""
        found: dict[str, Any] = self._ask("GET", f"explain/{quote(id_)}").json()
        return found
