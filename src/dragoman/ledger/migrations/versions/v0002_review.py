"""The review log, which takes rows and never changes them, and what is worked out from it. Frozen, as every version."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = {
    "sqlite": tuple(
        f"CREATE TRIGGER review_no_{what} BEFORE {what.upper()} ON review BEGIN"
        " SELECT RAISE(ABORT, 'the review log takes new rows only'); END"
        for what in ("update", "delete")
    ),
    "postgresql": (
        "CREATE FUNCTION review_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the review log takes new rows only'; END $$",
        "CREATE TRIGGER review_no_change BEFORE UPDATE OR DELETE ON review FOR EACH ROW EXECUTE FUNCTION review_append_only()",
    ),
}


def upgrade() -> None:
    """Makes the tables and the triggers that hold the log append-only."""
    op.create_table(
        "review",
        sa.Column("n", _KEY, primary_key=True),
        sa.Column("uid", sa.Text(), nullable=False, unique=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=11), nullable=False),
        sa.Column("blind", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=7), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Text(), nullable=True),
    )
    op.create_index("review_document", "review", ["document"])
    op.create_index("review_by", "review", ["by", "at"])
    op.create_index("review_undoes", "review", ["undoes"])
    op.create_table(
        "review_match",
        sa.Column("review_n", _KEY, sa.ForeignKey("review.n"), primary_key=True, autoincrement=False),
        sa.Column("report_n", _KEY, sa.ForeignKey("report.n", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("review_match_report", "review_match", ["report_n"])
    op.create_table(
        "review_standing",
        sa.Column("report_n", _KEY, sa.ForeignKey("report.n", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        sa.Column("by", sa.Text(), primary_key=True),
        sa.Column("state", sa.String(length=8), nullable=False),
    )
    op.create_table(
        "review_rank",
        sa.Column("report_n", _KEY, sa.ForeignKey("report.n", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        sa.Column("priority", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
    )
    op.create_index("review_rank_priority", "review_rank", ["priority", "report_n"])
    for statement in APPEND_ONLY.get(op.get_bind().dialect.name, ()):
        op.execute(statement)
