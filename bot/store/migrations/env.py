"""Alembic runs this module: the steps on the connection that `bot.store.migration` passes."""

from __future__ import annotations

from alembic import context

from bot.store.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite cannot alter a table in place
)
with context.begin_transaction():
    context.run_migrations()
