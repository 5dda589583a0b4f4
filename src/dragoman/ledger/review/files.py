"""The review log as a file: rows of JSON that another ledger takes, and takes once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from dragoman.ledger.review.log import Decision
from dragoman.records.errors import SourceError

if TYPE_CHECKING:
    from dragoman.ledger.review.desk import Review

LONGEST = 1_000_000  # characters of a row


def rows(review: Review) -> Iterator[dict[str, Any]]:
    """Every row of the log in the order of the decisions."""
    yield from (row.model_dump(mode="json") for row in sorted((row for _, row, _ in review.log()), key=lambda d: d.order))


def parse(lines: Iterable[str], where: str) -> tuple[list[Decision], list[SourceError]]:
    """The rows of a file, and what is wrong with lines that aren't rows."""
    found: list[Decision] = []
    wrong: list[SourceError] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            if len(line) > LONGEST:
                raise ValueError(f"longer than {LONGEST:,} characters")
            found.append(Decision.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            wrong.append(SourceError(where, f"not a row of a review log: {field + ': ' if field else ''}{first['msg']}", line=number))
        except ValueError as error:
            wrong.append(SourceError(where, str(error), line=number))
    return found, wrong
