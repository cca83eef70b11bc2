"""What Alembic runs: the steps, on a connection and in a transaction that the caller gave."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
