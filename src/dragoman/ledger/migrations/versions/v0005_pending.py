"""Documents whose commitments are still to be followed by the rules of this version: so many at a time. Frozen, as every version."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Empties what was worked out by earlier rules, and notes every document as pending."""
    op.create_table(
        "pending",
        sa.Column("document_id", sa.Text(), sa.ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    )
    op.execute("DELETE FROM watch")
    op.execute("DELETE FROM follow")
    op.execute("INSERT INTO pending SELECT id FROM document WHERE published IS NOT NULL")
