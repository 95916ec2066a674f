"""What the bot remembers, in a database: SQLite by default, PostgreSQL by URL.

`Store` implements `bot.conversation.ports.AnswerStore` and `bot.telegram.ports.Memory`.
"""

from bot.store.database import Store
from bot.store.journal import AuditEntry, list_audit
from bot.store.migration import migrate
from bot.store.problems import StoreError
from bot.store.writer import Pace

__all__ = ["AuditEntry", "Pace", "Store", "StoreError", "list_audit", "migrate"]
