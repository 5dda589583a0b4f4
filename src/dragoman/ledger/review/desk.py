"""The review desk: what to look at next, one decision after the other, and everything that can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError
from sqlalchemy import Connection, and_, insert, select, update

from dragoman.ledger import decisions as pairs
from dragoman.ledger.ledger import now
from dragoman.ledger.review import log, looking, ranking
from dragoman.ledger.review.agreement import agreement, units_of
from dragoman.ledger.review.choosing import Chooser, known_actors
from dragoman.ledger.review.fields import FIELDS, RECORD, Field, category, corrected, field_of
from dragoman.ledger.review.log import Decision, in_force
from dragoman.ledger.review.matching import anchor, rematch, restand, rows_of
from dragoman.ledger.review.standing import REJECTED, effective, judgement
from dragoman.ledger.schema import decision, report, review, review_match
from dragoman.records.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.ledger.ledger import Ledger

Verb = Literal["accept", "correct", "reject", "unsure", "skip"]
VERBS: tuple[Verb, ...] = ("accept", "correct", "reject", "unsure", "skip")
Role = Literal["reviewer", "adjudicator"]


class Review:
    """The review desk of a ledger.

    >>> desk = Review(ledger)
    >>> (first,) = desk.queue("ann", limit=1)
    >>> desk.decide(first["report"], "medium", "correct", by="ann", value="call", reason="by telephone")
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    # -- what to look at ------------------------------------------------------------------------------------------------------------

    def queue(self, by: str, *, blind: bool = False, kind: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
        """What somebody should look at next, the most doubtful and weighty first, each with its reasons in words.

        What the reviewer is done with, unsure of or passed over is left out; unless they work blind, so is what others have done.
        """
        self._ranked()
        with self.ledger.reading() as connection:
            return looking.queue(connection, by, blind=blind, kind=kind, limit=limit)

    def _ranked(self) -> None:
        with self.ledger.reading() as connection:
            missing = ranking.unranked(connection)
        if missing:
            with self.ledger._writing() as connection:
                ranking.rank_all(connection)

    def record(self, report_id: str, by: str, *, blind: bool = False) -> dict[str, Any]:
        """A record as a reviewer sees it: each field's value, what was decided, what is doubtful, and the words behind it.

        Raises:
            LedgerError: there is no such record.
        """
        with self.ledger.reading() as connection:
            return looking.record(connection, looking.report_row(connection, self.ledger.where, report_id), by, blind=blind)

    def disputed(self, *, limit: int = 200) -> list[dict[str, Any]]:
        """Records on which blind coders differ, or somebody is unsure, and that nobody has settled."""
        with self.ledger.reading() as connection:
            return looking.disputed(connection, limit)

    def actors(self, document_id: str) -> dict[str, Any]:
        """The actors of a document's records by id: what a participant can be without marking new words."""
        with self.ledger.reading() as connection:
            return looking.actors(connection, document_id)

    def candidates(self, report_id: str, *, limit: int = 8) -> list[dict[str, Any]]:
        """Other entries of the same kind about the same parties and days: what a record might be merged with."""
        with self.ledger.reading() as connection:
            return looking.candidates(connection, looking.report_row(connection, self.ledger.where, report_id), limit)

    # -- decisions ------------------------------------------------------------------------------------------------------------------

    def decide(
        self,
        report_id: str,
        field: str,
        action: Verb,
        *,
        by: str,
        value: Any = None,
        span: Mapping[str, Any] | None = None,
        reason: str | None = None,
        blind: bool = False,
        role: Role = "reviewer",
    ) -> Decision:
        """Writes down a decision on a field, or on the whole record (`record`). It holds from now on.

        Args:
            report_id: of the record.
            field: its name, or `record`.
            action: what is decided.
            by: who decides.
            value: with `correct`: the right value, as `Chooser` takes it.
            span: the words that show it (`choosing.span_of`).
            reason: why.
            blind: whether the person doesn't see what others decided.
            role: an adjudicator's word holds over reviewers'.

        Raises:
            UsageError: the decision makes no sense.
            LedgerError: there is no such record.
        """
        if action not in VERBS:
            raise UsageError(f"a decision is one of {', '.join(VERBS)}")
        with self.ledger._writing() as connection:
            row = looking.report_row(connection, self.ledger.where, report_id)
            found = field_of(row["kind"], field)
            if found is None and field != RECORD:
                names = ", ".join((RECORD, *(f.name for f in FIELDS[row["kind"]])))
                raise UsageError(f"this record has no such field: it has {names}")
            seen = looking.visible(rows_of(connection, [row["n"]]).get(row["n"], []), by, blind=blind)
            shown = effective(row["kind"], row["body"], seen) or row["body"]
            old, new = _values(row, found, action, shown)
            if action == "correct":
                new = self._corrected(connection, row, shown, found, value, span)
            return self._append(
                connection, row, field=field, action=action, old=old, new=new, by=by, blind=blind, role=role, reason=reason, span=span
            )

    def _corrected(
        self, connection: Connection, row: Mapping[str, Any], shown: dict[str, Any], field: Field | None, value: Any, span: Any
    ) -> Any:
        if field is None:
            raise UsageError("a record is corrected field by field")
        known = looking.actors(connection, row["document_id"])
        chooser = Chooser(row["kind"], shown, row["text"] or "", {**known, **known_actors([(row["kind"], shown)])})
        new = chooser.value(field, value, span)
        try:
            corrected(row["kind"], shown, {field.name: new})
        except ValidationError as error:
            raise UsageError(f"{field.label.lower()}: {error.errors()[0]['msg']}") from None
        return new

    def adopt(self, report_id: str, field: str, uid: str, *, by: str, reason: str | None = None) -> Decision:
        """An adjudicator takes over what one of the reviewers said of a field.

        Raises:
            LedgerError: there is no such decision in force on this field.
        """
        with self.ledger._writing() as connection:
            row = looking.report_row(connection, self.ledger.where, report_id)
            standing = in_force(rows_of(connection, [row["n"]]).get(row["n"], []))
            said = next((j for d in standing if d.uid == uid and (j := judgement(d, field))), None)
            if said is None:
                raise LedgerError(f"{self.ledger.where} has no decision {uid} in force on this field")
            found = field_of(row["kind"], field)
            action: Verb = "reject" if said.category == REJECTED else "accept"
            if found and action == "accept" and said.category != category(found, row["body"].get(field)):
                action = "correct"
            old, _ = _values(row, found, "reject", row["body"])
            new = said.value if action == "correct" else None
            span, why = said.by.evidence, reason or said.by.reason
            return self._append(
                connection, row, field=field, action=action, old=old, new=new, by=by, blind=False, role="adjudicator", reason=why, span=span
            )

    def merge(self, report_id: str, other: str, *, by: str, reason: str | None = None) -> Decision:
        """Says that two records are of one thing; `undo` takes it back."""
        return self._pair("merge", report_id, [other], by, reason)

    def split(self, report_id: str, other: str | None = None, *, by: str, reason: str | None = None) -> Decision:
        """Says that a record isn't of the same thing as another, or as all that it was merged with; `undo` takes it back."""
        with self.ledger.reading() as connection:
            home = looking.report_row(connection, self.ledger.where, report_id)["entry_id"]
            merged = connection.execute(select(report.c.id).where(report.c.entry_id == home, report.c.id != report_id)).scalars().all()
        if not merged:
            raise UsageError("this record is the only report of its entry: there is nothing to split")
        return self._pair("split", report_id, [other] if other else list(merged), by, reason)

    def _pair(self, action: Literal["merge", "split"], report_id: str, others: Sequence[str], by: str, reason: str | None) -> Decision:
        with self.ledger._writing() as connection:
            rows = [looking.report_row(connection, self.ledger.where, i) for i in (report_id, *others)]
            if len({r["kind"] for r in rows}) > 1 or report_id in others:
                raise UsageError("two records of one kind can be merged or split")
            if any(r["entry_id"] is None for r in rows):
                raise UsageError("a rejected record belongs to nothing: take the rejection back first")
            new = {"others": [json.loads(pairs.anchor(connection, i)) for i in others]}
            made = self._append(connection, rows[0], field=RECORD, action=action, new=new, by=by, reason=reason)
            self._tie(connection, made)
        return made

    def _tie(self, connection: Connection, row: Decision) -> None:
        """A merge or split of the log among the ledger's decisions on pairs, where merging looks for them."""
        own = {"id": row.report, "document": row.document, "kind": row.kind, **row.anchor["words"]}
        mine = json.dumps(own, ensure_ascii=False)
        told = {"kind": row.action, "value": None, "reason": row.reason, "by": row.by, "at": row.at, "withdrawn": None, "a": mine}
        for other in row.new["others"]:
            connection.execute(insert(decision), {**told, "b": json.dumps(other, ensure_ascii=False)})
        self._resettle(connection, [own, *row.new["others"]])

    def _resettle(self, connection: Connection, anchors: Iterable[dict[str, Any]]) -> None:
        meant = [i for i in (pairs.resolve(connection, a) for a in anchors) if i]
        numbers = connection.execute(select(report.c.n).where(report.c.id.in_(meant))).scalars().all()
        self.ledger._settling.rebuild(connection, numbers)

    def undo(self, by: str) -> Decision:
        """Takes back somebody's latest decision that stands. That is a row of the log too.

        Returns:
            The decision that was taken back.

        Raises:
            LedgerError: there is none.
        """
        with self.ledger._writing() as connection:
            undone = select(review.c.undoes).where(review.c.undoes.is_not(None))
            query = select(review).where(review.c.by == by, review.c.action != "undo", review.c.uid.not_in(undone))
            found = connection.execute(query.order_by(review.c.at.desc(), review.c.uid.desc()).limit(1)).mappings().first()
            if found is None:
                raise LedgerError("there is no decision of yours to take back")
            back = log.unpack(found)
            same = back.model_dump(exclude={"uid", "at", "action", "old", "new", "evidence", "reason", "undoes"})
            made = log.decision(**same, at=log.next_time(connection, now()), action="undo", undoes=back.uid)
            (number,) = log.append(connection, [made]).values()
            about = connection.execute(select(report).join(review_match).where(review_match.c.review_n == found["n"])).mappings().first()
            if about is not None:
                connection.execute(insert(review_match), {"review_n": number, "report_n": about["n"]})
                self._stand(connection, about["n"], about["kind"], json.loads(about["body"]), made)
            self._untie(connection, made)
        return back

    # -- keeping --------------------------------------------------------------------------------------------------------------------

    def _append(
        self,
        connection: Connection,
        row: Mapping[str, Any],
        *,
        field: str,
        action: str,
        by: str,
        old: Any = None,
        new: Any = None,
        blind: bool = False,
        role: str = "reviewer",
        reason: str | None = None,
        span: Mapping[str, Any] | None = None,
    ) -> Decision:
        words = {name: row[name] for name in ("start", "end", "quote")}
        fields = {"document": row["document_id"], "kind": row["kind"], "report": row["id"], "reader": row["reader"], "undoes": None}
        try:
            made = log.decision(
                **fields, at=log.next_time(connection, now()), by=by, role=role, blind=blind, field=field, action=action, old=old, new=new,
                anchor={**anchor(row["kind"], row["body"]), "words": words}, evidence=dict(span) if span else None, reason=reason or None,
            )  # fmt: skip
        except ValidationError as error:
            first = error.errors()[0]
            raise UsageError(f"{first['loc'][0] if first['loc'] else 'decision'}: {first['msg']}") from None
        (number,) = log.append(connection, [made]).values()
        connection.execute(insert(review_match), {"review_n": number, "report_n": row["n"]})
        self._stand(connection, row["n"], row["kind"], row["body"], made)
        return made

    def _stand(self, connection: Connection, number: int, kind: str, body: Mapping[str, Any], latest: Decision) -> None:
        rows = rows_of(connection, [number]).get(number, [])
        restand(connection, number, kind, body, rows)
        if effective(kind, body, rows) != effective(kind, body, [row for row in rows if row.uid != latest.uid]):
            self.ledger._settling.refresh(connection, number)

    def _keep(self, connection: Connection, rows: Sequence[Decision]) -> int:
        """Adds rows made elsewhere or earlier, and brings up to date what they bear on."""
        numbers = log.append(connection, rows)
        new = [row for row in rows if row.uid in numbers]
        before = _reports_of(connection, {row.document for row in new})
        rematch(connection, {row.document for row in new})
        touched = before | _reports_of(connection, {row.document for row in new})
        for row in new:
            if row.action in {"merge", "split"}:
                self._tie(connection, row)
            elif row.action == "undo":
                self._untie(connection, row)
        if touched:
            self.ledger._settling.rebuild(connection, touched)
        return len(new)

    def _untie(self, connection: Connection, row: Decision) -> None:
        back = connection.execute(select(review).where(review.c.uid == row.undoes)).mappings().first()
        if back is None or back["action"] not in {"merge", "split"}:
            return
        taken = log.unpack(back)
        same = and_(decision.c.at == taken.at, decision.c.by == taken.by, decision.c.kind == taken.action)
        connection.execute(update(decision).where(same, decision.c.withdrawn.is_(None)).values(withdrawn=row.at))
        own = {"id": taken.report, "document": taken.document, "kind": taken.kind, **taken.anchor["words"]}
        self._resettle(connection, [own, *taken.new["others"]])

    def take(self, rows: Sequence[Decision]) -> int:
        """Adds rows of another ledger's log; those that are there already change nothing.

        Returns:
            How many were new.
        """
        with self.ledger._writing() as connection:
            return self._keep(connection, sorted(rows, key=lambda d: d.order))

    # -- looking back ---------------------------------------------------------------------------------------------------------------

    def log(
        self, *, by: str | None = None, document: str | None = None, after: int = 0, limit: int | None = None
    ) -> list[tuple[int, Decision, str | None]]:
        """Rows of the log in the order in which they came: number, decision, and the record that it is about now (None: orphaned)."""
        query = (
            select(review, report.c.id.label("now"))
            .outerjoin(review_match, review_match.c.review_n == review.c.n)
            .outerjoin(report, report.c.n == review_match.c.report_n)
            .where(review.c.n > after)
            .order_by(review.c.n)
            .limit(limit)
        )
        query = query.where(review.c.by == by) if by else query
        query = query.where(review.c.document == document) if document else query
        with self.ledger.reading() as connection:
            return [(row["n"], log.unpack(row), row["now"]) for row in connection.execute(query).mappings()]

    def agreement(self, *, blind: bool = True) -> list[dict[str, Any]]:
        """Kappa and alpha for each field over the records that two or more have coded; without `blind` over all decisions."""
        records: dict[str, list[Decision]] = {}
        for _, row, present in self.log():
            records.setdefault(present or f"{row.document} {row.report}", []).append(row)
        return agreement(units_of(records, blind=blind))

    def counts(self) -> dict[str, int]:
        """How many records there are, are done and disputed, and how many decisions in force are orphaned."""
        with self.ledger.reading() as connection:
            return looking.counts(connection)

    def stats(self) -> dict[str, Any]:
        """The counts, and what was decided by whom and on which field how often."""
        with self.ledger.reading() as connection:
            return looking.stats(connection, log.load(connection))


def _values(row: Mapping[str, Any], field: Field | None, action: Verb, shown: Mapping[str, Any]) -> tuple[Any, Any]:
    """The reader's value that a decision is about, and, where others' corrections are accepted, theirs."""
    body, accepting = row["body"], action == "accept"
    if field is not None:
        old = body.get(field.name)
        return old, shown.get(field.name) if accepting and shown.get(field.name) != old else None
    whole = {f.name: body.get(f.name) for f in FIELDS[row["kind"]]}
    changed = {name: shown.get(name) for name, old in whole.items() if shown.get(name) != old}
    return whole, changed if accepting and changed else None


def _reports_of(connection: Connection, documents: Iterable[str]) -> set[int]:
    query = select(review_match.c.report_n).join(review, review.c.n == review_match.c.review_n)
    return set(connection.execute(query.where(review.c.document.in_(sorted(documents)))).scalars())
