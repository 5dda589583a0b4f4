"""Commitments are followed anew, by this version's rules. Frozen, as every version."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Empties what was worked out by earlier rules, and notes every document as pending."""
    op.execute("DELETE FROM watch")
    op.execute("DELETE FROM follow")
    op.execute("DELETE FROM pending")
    op.execute("INSERT INTO pending SELECT id FROM document WHERE published IS NOT NULL")
