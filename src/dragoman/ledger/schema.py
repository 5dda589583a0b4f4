"""The tables of a ledger.

A *document* yields *reports* (one record of its reading each); reports of the same thing form one *entry*. Documents, reports and
decisions are kept; everything else (signatures, blocks, links, copies, entries, dyads, follow-ups) is worked out from them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()
_KEY = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only where the type is INTEGER


def _report(name: str, *, primary: bool = True) -> Column[int]:
    return Column(name, _KEY, ForeignKey("report.n", ondelete="CASCADE"), primary_key=primary, nullable=False, autoincrement=False)


document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text),
    Column("publisher", Text),
    Column("url", Text),
    Column("published", String(10)),  # ISO dates are text in both databases: they sort, and Datasette and R read them
    Column("language", Text, nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("n_chars", Integer, nullable=False),
    Column("text", Text),
    Column("warnings", Text, nullable=False),  # JSON
    Column("reader", Text, nullable=False),
    Column("reading_sha256", String(64), nullable=False),
    Column("signature", LargeBinary),  # MinHash of the text's shingles
    Column("added", Text, nullable=False),  # UTC
    Index("document_published", "published"),
)

report = Table(
    "report",
    metadata,
    Column("n", _KEY, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),  # engagement, event, statement, commitment
    Column("position", Integer, nullable=False),
    Column("form", Text, nullable=False),  # medium, PLOVER type, stance or kind of commitment
    Column("status", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("about", Text, nullable=False),  # names of participants and topics, for the search
    Column("day_from", String(10)),
    Column("day_to", String(10)),
    Column("basis", String(9), nullable=False),  # stated, published, or none
    Column("body", Text, nullable=False),  # the record as JSON
    Column("entry_id", Text),
    Column("reader", Text, nullable=False),
    Column("added", Text, nullable=False),
    Index("report_document", "document_id", "kind"),
    Index("report_entry", "entry_id"),
)

participant = Table(
    "participant",
    metadata,
    _report("report_n"),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Column("office", Text),
    Column("as_written", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("party", Text),  # country, or the id of an organisation or group
    Index("participant_actor", "actor_id"),
    Index("participant_office", "office"),
)

band = Table(
    "band",
    metadata,
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("band", Text, primary_key=True),
    Index("band_band", "band"),
)

copy = Table(
    "copy",
    metadata,
    Column("a", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("b", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("jaccard", Float, nullable=False),
    Index("copy_b", "b"),
)

block = Table(
    "block",
    metadata,
    Column("key", Text, primary_key=True),
    _report("report_n"),
    Index("block_report", "report_n"),
    sqlite_with_rowid=False,  # a row is its key: without a number of its own it is stored twice and not three times
)

link = Table(
    "link",
    metadata,
    _report("a"),
    _report("b"),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),  # JSON
    Index("link_b", "b"),
)

entry = Table(
    "entry",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("form", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("day_from", String(10)),
    Column("day_to", String(10)),
    Column("basis", String(9), nullable=False),
    Column("reported", String(10)),  # first publication
    Column("due", String(10)),
    Column("quad", Integer),
    Column("goldstein", Float),
    Column("intensity", Float),
    Column("n_reports", Integer, nullable=False),
    Column("n_sources", Integer, nullable=False),
    Column("body", Text, nullable=False),  # JSON: what the reports say together, and where they disagree
    Column("added", Text, nullable=False),
    Index("entry_kind_day", "kind", "day_from"),
    Index("entry_kind_due", "kind", "due"),
    Index("entry_added", "added"),
    # what is counted over all pairs, without the long bodies
    Index("entry_numbers", "id", "kind", "status", "day_from", "day_to", "goldstein"),
)

dyad = Table(
    "dyad",
    metadata,
    Column("entry_id", Text, ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("day", String(10)),
    Column("score", Float),  # Goldstein score of an event that occurred or is going on
    Index("dyad_pair", "a", "b", "kind", "day", "score"),
    Index("dyad_b", "b", "kind", "day"),
)

follow = Table(
    "follow",
    metadata,
    _report("commitment"),
    _report("later"),
    Column("relation", Text, nullable=False),  # reaffirms, fulfils, amends, delays, breaks
    Column("score", Float, nullable=False),
    Column("day", String(10)),
    Column("reasons", Text, nullable=False),  # JSON
    Index("follow_later", "later"),
)

watch = Table(
    "watch",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),  # hash of a party and a word: even where it is waited for, else odd
    Column("day", Integer, primary_key=True, autoincrement=False),  # of a commitment the day it was made, else the last that may be
    _report("report_n"),
    Column("need", Integer, nullable=False),  # of a commitment: how many words a report of it shares at least
    Column("must", Integer, nullable=False),  # 1: a word of which one is shared: the commitment's thing, the report's deed
    Index("watch_report", "report_n"),
    sqlite_with_rowid=False,
)

pending = Table(  # documents whose commitments are still to be followed by the rules of this version
    "pending",
    metadata,
    Column("document_id", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
)

decision = Table(
    "decision",
    metadata,
    Column("n", _KEY, primary_key=True),
    Column("kind", Text, nullable=False),  # merge, split, status
    Column("a", Text, nullable=False),  # JSON: id, document, kind and words of the report meant
    Column("b", Text),
    Column("value", Text),
    Column("reason", Text),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("withdrawn", Text),
)

review = Table(  # triggers refuse to change or delete its rows
    "review",
    metadata,
    Column("n", _KEY, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),  # hash of the rest: an import knows what is there already
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("role", String(11), nullable=False),  # reviewer, adjudicator
    Column("blind", Integer, nullable=False),  # 1: decided without seeing what others decided
    Column("document", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("report", Text, nullable=False),
    Column("anchor", Text, nullable=False),  # JSON: what finds the report again in a later reading
    Column("field", Text, nullable=False),
    Column("action", String(7), nullable=False),  # accept, correct, reject, unsure, skip, merge, split, undo
    Column("old", Text),  # JSON: what the reader had found
    Column("new", Text),  # JSON
    Column("evidence", Text),  # JSON
    Column("reason", Text),
    Column("reader", Text, nullable=False),
    Column("undoes", Text),
    Index("review_document", "document"),
    Index("review_by", "by", "at"),
    Index("review_undoes", "undoes"),
)

review_match = Table(  # the report that a row of the log is about now; a row without one is orphaned
    "review_match",
    metadata,
    Column("review_n", _KEY, ForeignKey("review.n"), primary_key=True, autoincrement=False),
    _report("report_n", primary=False),
    Index("review_match_report", "report_n"),
)

review_standing = Table(  # how far somebody is with a report; "" stands for all who don't work blind
    "review_standing",
    metadata,
    _report("report_n"),
    Column("by", Text, primary_key=True),
    Column("state", String(8), nullable=False),  # done, unsure, skipped, disputed
)

review_rank = Table(
    "review_rank",
    metadata,
    _report("report_n"),
    Column("priority", Float, nullable=False),
    Column("reasons", Text, nullable=False),  # JSON
    Index("review_rank_priority", "priority", "report_n"),
)

look = Table(
    "look", metadata, Column("name", Text, primary_key=True), Column("at", Text, nullable=False), Column("day", String(10), nullable=False)
)

log = Table(
    "log",
    metadata,
    Column("n", _KEY, primary_key=True),
    Column("at", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text),
)

#: Full text over the quotations: an FTS5 index kept by triggers in SQLite, a GIN index in PostgreSQL.
SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search USING fts5("
        "quote, about, content='report', content_rowid='n', tokenize='porter unicode61 remove_diacritics 2')",
        "CREATE TRIGGER report_search_insert AFTER INSERT ON report BEGIN"
        " INSERT INTO search(rowid, quote, about) VALUES (new.n, new.quote, new.about); END",
        "CREATE TRIGGER report_search_delete AFTER DELETE ON report BEGIN"
        " INSERT INTO search(search, rowid, quote, about) VALUES ('delete', old.n, old.quote, old.about); END",
    ),
    "postgresql": ("CREATE INDEX report_search ON report USING gin (to_tsvector('english', quote || ' ' || about))",),
}
