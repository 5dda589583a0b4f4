"""The score of what occurred, beside its pair: who deals with whom is counted from one index. Frozen, as every version."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the column, fills it, and puts it into the index of pairs."""
    op.add_column("dyad", sa.Column("score", sa.Float(), nullable=True))
    op.execute(
        "UPDATE dyad SET score = (SELECT goldstein FROM entry WHERE entry.id = dyad.entry_id AND entry.kind = 'event'"
        " AND entry.status IN ('occurred', 'ongoing'))"
    )
    op.drop_index("dyad_pair", "dyad")
    op.create_index("dyad_pair", "dyad", ["a", "b", "kind", "day", "score"])
