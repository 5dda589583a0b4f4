"""One answer in the format that is asked for: JSON, CSV, Parquet, for texts Markdown and HTML; by Accept, or by `format=`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import HTTPException, Query, Request
from starlette.responses import JSONResponse, Response

from dragoman.analysis.answers import Rows
from dragoman.exports.tables import FORMULA
from dragoman.records.errors import MissingPartError

CSV = "text/csv"
PARQUET = "application/vnd.apache.parquet"
Format = Annotated[
    Literal["json", "csv", "parquet"] | None,
    Query(description="instead of the header Accept"),
]
#: For the OpenAPI description of what gives tables.
CONTENT: dict[str, Any] = {CSV: {"schema": {"type": "string"}}, PARQUET: {"schema": {"type": "string", "format": "binary"}}}
_NAMED = {"json": "application/json", "csv": CSV, "parquet": PARQUET}


def wanted(request: Request, given: str | None, known: Sequence[str] = tuple(_NAMED.values())) -> str:
    """The media type to answer with.

    Raises:
        HTTPException: 406, none that is known is accepted.
    """
    if given is not None:
        return _NAMED.get(given, given)
    accepted = [_quality(part) for part in request.headers.get("accept", "*/*").split(",")]
    for _, kind in sorted((item for item in accepted if item[0] > 0), key=lambda item: -item[0]):
        for media in known:
            if kind in {media, "*/*"} or (kind.endswith("/*") and media.startswith(kind[:-1])):
                return media
    raise HTTPException(406, f"this is given as {', '.join(known)}")


def _quality(part: str) -> tuple[float, str]:
    kind, *options = (piece.strip() for piece in part.split(";"))
    given = next((option[2:] for option in options if option.startswith("q=")), "1")
    try:
        return float(given), kind.lower()
    except ValueError:
        return 0.0, kind.lower()


def answer(request: Request, given: str | None, rows: Rows, body: Mapping[str, Any], links: Mapping[str, str] | None = None) -> Response:
    """`body` as JSON, or `rows` as a table.

    Args:
        request: whose Accept counts.
        given: the format, where the address names it.
        rows: the answer flat.
        body: the answer as JSON.
        links: addresses by relation, for the header Link.
    """
    media = wanted(request, given)
    headers = {"Link": ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())} if links else {}
    if media == CSV:
        return Response(written(rows.flat()), media_type=CSV, headers=headers | attached("table.csv"))
    if media == PARQUET:
        return Response(parquet(rows.flat()), media_type=PARQUET, headers=headers | attached("table.parquet"))
    return JSONResponse(body, headers=headers)


def attached(name: str) -> dict[str, str]:
    """The header that makes a browser save what it gets; `name` is one of ours."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def written(rows: Sequence[Mapping[str, Any]], columns: Iterable[str] = ()) -> str:
    """Rows as CSV (RFC 4180) that a spreadsheet takes for text, never for a formula."""
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def parquet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as Parquet.

    Raises:
        MissingPartError: pyarrow isn't installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 (an extra)
        from pyarrow import parquet as writer  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingPartError.extra("tables", "Parquet") from error  # noqa: S610 (not Django's)
    out = io.BytesIO()
    writer.write_table(pa.Table.from_pylist([dict(row) for row in rows]), out)
    return out.getvalue()
