"""The first version of the tables. What stands here is frozen: later versions are migrations of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
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


def upgrade() -> None:
    """Makes the tables and the search index."""
    op.create_table(
        "decision",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.String(length=10), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("n_chars", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("reading_sha256", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("added", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("document_published", "document", ["published"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("day_from", sa.String(length=10), nullable=True),
        sa.Column("day_to", sa.String(length=10), nullable=True),
        sa.Column("basis", sa.String(length=9), nullable=False),
        sa.Column("reported", sa.String(length=10), nullable=True),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("quad", sa.Integer(), nullable=True),
        sa.Column("goldstein", sa.Float(), nullable=True),
        sa.Column("intensity", sa.Float(), nullable=True),
        sa.Column("n_reports", sa.Integer(), nullable=False),
        sa.Column("n_sources", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("entry_added", "entry", ["added"], unique=False)
    op.create_index("entry_numbers", "entry", ["id", "kind", "status", "day_from", "day_to", "goldstein"], unique=False)
    op.create_index("entry_kind_day", "entry", ["kind", "day_from"], unique=False)
    op.create_index("entry_kind_due", "entry", ["kind", "due"], unique=False)
    op.create_table(
        "log",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_table(
        "look",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "band",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "band"),
    )
    op.create_index("band_band", "band", ["band"], unique=False)
    op.create_table(
        "copy",
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("jaccard", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["document.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_index("copy_b", "copy", ["b"], unique=False)
    op.create_table(
        "dyad",
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "a", "b"),
    )
    op.create_index("dyad_b", "dyad", ["b", "kind", "day"], unique=False)
    op.create_index("dyad_pair", "dyad", ["a", "b", "kind", "day"], unique=False)
    op.create_table(
        "report",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("day_from", sa.String(length=10), nullable=True),
        sa.Column("day_to", sa.String(length=10), nullable=True),
        sa.Column("basis", sa.String(length=9), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("report_document", "report", ["document_id", "kind"], unique=False)
    op.create_index("report_entry", "report", ["entry_id"], unique=False)
    op.create_table(
        "block",
        sa.Column("report_n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_n"], ["report.n"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report_n", "key"),
    )
    op.create_index("block_key", "block", ["key"], unique=False)
    op.create_table(
        "follow",
        sa.Column("commitment", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("later", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["commitment"], ["report.n"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["later"], ["report.n"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("commitment", "later"),
    )
    op.create_index("follow_later", "follow", ["later"], unique=False)
    op.create_table(
        "link",
        sa.Column("a", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("b", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["report.n"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b"], ["report.n"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_index("link_b", "link", ["b"], unique=False)
    op.create_table(
        "participant",
        sa.Column("report_n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("as_written", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("party", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["report_n"], ["report.n"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report_n", "position"),
    )
    op.create_index("participant_actor", "participant", ["actor_id"], unique=False)
    op.create_index("participant_office", "participant", ["office"], unique=False)
    op.create_table(
        "watch",
        sa.Column("report_n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["report_n"], ["report.n"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report_n", "key"),
    )
    op.create_index("watch_key", "watch", ["key"], unique=False)
    for statement in SEARCH.get(op.get_bind().dialect.name, ()):
        op.execute(statement)
