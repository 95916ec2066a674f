"""Alembic's steps from one version of the database to the next, run by `bot.store.migration`."""
