"""What is deleted when it is old: statements that delete few rows at a time, so that no write waits long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Delete, and_, bindparam, delete, exists, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from bot.store.models import (
    AnswerMessageRow,
    AnswerRow,
    AuditRow,
    Base,
    FeedbackRow,
    QuestionCountRow,
    SeenUpdateRow,
)

ROWS_AT_ONCE = 500
"""Most rows that one transaction deletes: a few milliseconds."""

# Telegram keeps an undelivered update for 24 hours (core.telegram.org/bots/api#getting-updates).
UPDATES_KEPT = timedelta(days=7)
COUNTS_KEPT = timedelta(days=1)
# Votes show the owner which answers are bad; an answer is kept as long as its votes.
VOTES_KEPT = timedelta(days=365)
AUDIT_KEPT = timedelta(days=365)


def _oldest(table: type[Base], is_old: ColumnElement[bool]) -> Delete:
    """Deletes some rows that are old."""
    keys = list(table.__table__.primary_key.columns)  # type: ignore[attr-defined]
    some = select(*keys).where(is_old).limit(ROWS_AT_ONCE)
    return delete(table).where(tuple_(*keys).in_(some) if len(keys) > 1 else keys[0].in_(some))


_BEFORE: Any = bindparam("before")
_VOTED = exists().where(FeedbackRow.answer_id == AnswerRow.answer_id)

# In this order: an answer goes after its votes.
_VOTES = _oldest(FeedbackRow, FeedbackRow.voted_at < _BEFORE)
_ANSWERS = _oldest(AnswerRow, and_(AnswerRow.created_at < _BEFORE, ~_VOTED))
_MESSAGES = _oldest(AnswerMessageRow, AnswerMessageRow.created_at < _BEFORE)
_UPDATES = _oldest(SeenUpdateRow, SeenUpdateRow.seen_at < _BEFORE)
_COUNTS = _oldest(QuestionCountRow, QuestionCountRow.window_start < _BEFORE)
_AUDIT = _oldest(AuditRow, AuditRow.happened_at < _BEFORE)


def deletions(now: int, retention: timedelta) -> list[tuple[Delete, dict[str, int]]]:
    """What to delete at a time (Unix seconds); each is repeated while it deletes `ROWS_AT_ONCE` rows.

    Args:
        now: The time.
        retention: How long the buttons of an answer and the edit of a question work.
    """
    kept = (
        (_VOTES, max(retention, VOTES_KEPT)),
        (_ANSWERS, retention),
        (_MESSAGES, retention),
        (_UPDATES, UPDATES_KEPT),
        (_COUNTS, COUNTS_KEPT),
        (_AUDIT, AUDIT_KEPT),
    )
    return [(deletion, {"before": now - int(age.total_seconds())}) for deletion, age in kept]
