"""The bot's memory in a database: SQLite by default, PostgreSQL by URL."""

from bot.store.database import BAD, GOOD, Store, Votes, utc_now
from bot.store.migration import StoreError, migrate

__all__ = ["BAD", "GOOD", "Store", "StoreError", "Votes", "migrate", "utc_now"]
