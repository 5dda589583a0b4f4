"""One exception tree, one documented exit code for each branch."""

from __future__ import annotations

import json
from functools import partial


class DragomanError(Exception):
    """Base of every error that Dragoman raises on purpose.

    Attributes:
        exit_code: what the command line exits with when this error ends a run.
    """

    exit_code = 1


class UsageError(DragomanError):
    """The call itself is wrong: an unknown option value, a bad date, a missing argument."""

    exit_code = 2


class SourceError(DragomanError):
    """An input can't be read. The message names the file, the line or offset where there is one, and the reason."""

    exit_code = 3

    def __init__(self, where: str, reason: str, *, line: int | None = None) -> None:
        self.where, self.reason, self.line = where, reason, line
        place = f"{where}:{line}" if line is not None else where
        super().__init__(f"{place}: {reason}")

    def __reduce__(self) -> tuple[partial[SourceError], tuple[str, str]]:
        """How it comes from another process."""
        return partial(SourceError, line=self.line), (self.where, self.reason)


class MissingPartError(DragomanError):
    """Something that must be installed isn't: a model, or the packages of an extra. The message says how to install it."""

    exit_code = 4

    @classmethod
    def extra(cls, extra: str, needed_for: str) -> MissingPartError:
        """The error for an optional group of packages that `needed_for` needs."""
        return cls(f"{needed_for} needs the extra [{extra}]: pip install 'dragoman[{extra}]'")


class DataError(DragomanError):
    """A data file of the package, or a record, breaks its schema."""

    exit_code = 5


class LedgerError(DragomanError):
    """The ledger can't do what was asked: it is locked, damaged, or of another version."""

    exit_code = 6


class RemoteError(DragomanError):
    """A desk on the other end of a `dragoman.client` refused or failed.

    Attributes:
        status: HTTP status code.
        errors: for each wrong field, `field` and `message`.
    """

    def __init__(self, status: int, detail: str, errors: list[dict[str, str]] | None = None) -> None:
        self.status, self.detail, self.errors = status, detail, errors or []
        fields = "".join(f"; {e.get('field')}: {e.get('message')}" for e in self.errors)
        super().__init__(f"the desk answers {status}: {detail}{fields}")

    @classmethod
    def of(cls, status: int, body: bytes) -> RemoteError:
        """The error of an answer; of a body that isn't problem details only the status is told."""
        try:
            found = json.loads(body)
            return cls(status, str(found["detail"]), list(found.get("errors", [])))
        except (ValueError, KeyError, TypeError):
            return cls(status, "the answer doesn't say why: is this the address of a desk?")


#: Exit code of a batch in which some documents failed and the others were read.
EXIT_PARTIAL = 10
