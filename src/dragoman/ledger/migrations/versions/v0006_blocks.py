"""Reports that may be of one thing, or bear on a promise, are found by their days too. Frozen, as every version.

Statements were compared with those of all years; what a commitment waits for is worked out anew when the ledger is opened.
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SPAN, _NEWS = 4, 3  # days in a block, and days for which what has no day of its own is news


def upgrade() -> None:
    """Makes both tables anew, and notes every document as pending."""
    connection = op.get_bind()
    op.create_table(
        "block_by_day",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("report_n", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["report_n"], ["report.n"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "report_n"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO block_by_day SELECT key, report_n FROM block WHERE key NOT LIKE 's|%' ORDER BY key, report_n")
    statements = connection.execute(
        sa.text(
            "SELECT b.key, b.report_n, d.published FROM block AS b JOIN report AS r ON r.n = b.report_n"
            " JOIN document AS d ON d.id = r.document_id WHERE b.key LIKE 's|%' ORDER BY b.key, b.report_n"
        )
    )
    for some in statements.partitions(10_000):
        rows = [{"key": f"{key}|{time}", "n": n} for key, n, published in some for time in _times(published)]
        connection.execute(sa.text("INSERT INTO block_by_day VALUES (:key, :n)"), rows)
    op.drop_table("block")
    op.rename_table("block_by_day", "block")
    op.create_index("block_report", "block", ["report_n"])
    op.drop_table("watch")
    op.create_table(
        "watch",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("report_n", _KEY, nullable=False),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("must", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_n"], ["report.n"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "day", "report_n"),
        sqlite_with_rowid=False,
    )
    op.create_index("watch_report", "watch", ["report_n"])
    op.execute("DELETE FROM follow")
    op.execute("DELETE FROM pending")
    op.execute("INSERT INTO pending SELECT id FROM document WHERE published IS NOT NULL")


def _times(published: str | None) -> list[str]:
    if published is None:
        return ["undated"]
    last = dt.date.fromisoformat(published).toordinal()
    return [str(n) for n in range(max(1, last - _NEWS) // _SPAN, last // _SPAN + 1)]
