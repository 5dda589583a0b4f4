"""What alembic runs: the migrations on the connection that `opening.py` hands over, in its transaction."""

from alembic import context

from dragoman.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
