"""What the bot remembers, in a database: SQLite by default, PostgreSQL by URL.

`Store` implements `bot.conversation.ports.AnswerStore` and `bot.telegram.ports.Memory`.
"""

from bot.store.database import Store
from bot.store.migration import StoreError, migrate

__all__ = ["Store", "StoreError", "migrate"]
