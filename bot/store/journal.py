"""Reads the audit: who did what, where, when, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from bot.store.migration import open_database
from bot.store.models import AuditRow
from bot.store.problems import StoreError, reason_of, trouble_of


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An act of a moderator, or an attempt of somebody else."""

    happened_at: datetime
    """In UTC."""
    asker_id: str
    chat_id: str
    act: str
    outcome: str


async def list_audit(url: str, since: datetime) -> tuple[AuditEntry, ...]:
    """The entries of the audit since a time, in order.

    Raises:
        StoreError: The database cannot be opened or read.
    """
    query = (
        select(AuditRow)
        .where(AuditRow.happened_at >= int(since.timestamp()))
        .order_by(AuditRow.happened_at, AuditRow.audit_id)
    )
    engine = await open_database(url)
    try:
        async with engine.connect() as connection:
            rows = (await connection.execute(query)).all()
    except Exception as error:
        raise StoreError(f"the audit cannot be read: {reason_of(error)}", trouble_of(error)) from error
    finally:
        await engine.dispose()
    return tuple(
        AuditEntry(
            datetime.fromtimestamp(row.happened_at, UTC), row.asker_id, row.chat_id, row.act, row.outcome
        )
        for row in rows
    )
