"""The queries of the database: small methods, each one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversation.clock import utc_now
from bot.conversation.ports import Vote, Votes
from bot.store.migration import open_database
from bot.store.models import (
    AnswerMessageRow,
    AnswerRow,
    AuditRow,
    Base,
    ChatRow,
    FeedbackRow,
    QuestionCountRow,
    SeenUpdateRow,
)

_OUTCOME_LENGTH = 200

# Telegram keeps an undelivered update for 24 hours (core.telegram.org/bots/api#getting-updates).
_UPDATES_KEPT = timedelta(days=7)
_COUNTS_KEPT = timedelta(days=1)
# Votes show the owner which answers are bad; an answer is kept as long as its votes.
_VOTES_KEPT = timedelta(days=365)


class Store:
    """The database: answers, votes, question counts, chats, messages, audit and seen updates."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    @classmethod
    async def open(cls, url: str, clock: Callable[[], datetime] = utc_now) -> Store:
        """Open the database at `url`, and migrate it to the newest version.

        Raises:
            StoreError: It cannot be opened; the message gives the reason.
        """
        return cls(await open_database(url), clock)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    async def keep_answer(self, answer_id: str, body: dict[str, Any]) -> None:
        """Keep an answer under its id."""
        row = {"answer_id": answer_id, "body": body, "created_at": self._now()}
        async with self._engine.begin() as connection:
            await connection.execute(self._insert(AnswerRow).values(row))

    async def answer(self, answer_id: str) -> dict[str, Any] | None:
        """The answer that was kept under an id; None where it is unknown or was pruned."""
        async with self._engine.connect() as connection:
            body: dict[str, Any] | None = await connection.scalar(
                select(AnswerRow.body).where(AnswerRow.answer_id == answer_id)
            )
        return body

    async def vote(self, answer_id: str, asker_id: str, vote: Vote) -> bool:
        """Keep a person's vote on an answer; a second vote replaces the first.

        Args:
            answer_id: The id that the answer was kept under.
            asker_id: Who votes.
            vote: What the person thinks.

        Returns:
            False where there is no such answer (any more).
        """
        row = {"answer_id": answer_id, "asker_id": asker_id, "vote": vote.value, "voted_at": self._now()}
        upsert = self._insert(FeedbackRow).values(row)
        upsert = upsert.on_conflict_do_update(
            index_elements=["answer_id", "asker_id"],
            set_={"vote": upsert.excluded.vote, "voted_at": upsert.excluded.voted_at},
        )
        try:
            async with self._engine.begin() as connection:
                await connection.execute(upsert)
        except IntegrityError:  # the foreign key: no such answer
            return False
        return True

    async def votes(self) -> Votes:
        """The number of votes that are kept."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(FeedbackRow.vote, func.count()).group_by(FeedbackRow.vote))
            counts: dict[int, int] = {row[0]: row[1] for row in rows}
        return Votes(good=counts.get(Vote.GOOD, 0), bad=counts.get(Vote.BAD, 0))

    async def count_question(self, asker_id: str, window: timedelta) -> int:
        """Count one more question of a person in this window of time, in one atomic step.

        Returns:
            The number of questions in this window, with this one: at least 1.
        """
        length = max(1, int(window.total_seconds()))
        row = {"asker_id": asker_id, "window_start": self._now() // length * length, "questions": 1}
        upsert = (
            self._insert(QuestionCountRow)
            .values(row)
            .on_conflict_do_update(
                index_elements=["asker_id", "window_start"],
                set_={"questions": QuestionCountRow.questions + 1},
            )
            .returning(QuestionCountRow.questions)
        )
        async with self._engine.begin() as connection:
            return int((await connection.execute(upsert)).scalar_one())

    async def mark_chat_gone(self, chat_id: int) -> None:
        """Record that a chat cannot be written to (the bot was blocked or removed)."""
        upsert = self._insert(ChatRow).values(chat_id=chat_id, gone_at=self._now())
        upsert = upsert.on_conflict_do_update(
            index_elements=["chat_id"], set_={"gone_at": upsert.excluded.gone_at}
        )
        async with self._engine.begin() as connection:
            await connection.execute(upsert)

    async def chat_is_gone(self, chat_id: int) -> bool:
        """Whether a chat was recorded as gone, and no answer has arrived there since."""
        query = select(ChatRow.gone_at).where(ChatRow.chat_id == chat_id)
        async with self._engine.connect() as connection:
            return await connection.scalar(query) is not None

    async def move_chat(self, old: int, new: int) -> None:
        """Record that a group became the supergroup `new`, whose message ids start again at 1."""
        moved = self._insert(ChatRow).values(chat_id=old, moved_to=new)
        moved = moved.on_conflict_do_update(
            index_elements=["chat_id"], set_={"moved_to": moved.excluded.moved_to, "gone_at": None}
        )
        async with self._engine.begin() as connection:
            await connection.execute(moved)
            await connection.execute(delete(AnswerMessageRow).where(AnswerMessageRow.chat_id == old))

    async def chat_moved_to(self, chat_id: int) -> int | None:
        """Where a chat moved to; None where it did not."""
        query = select(ChatRow.moved_to).where(ChatRow.chat_id == chat_id)
        async with self._engine.connect() as connection:
            return await connection.scalar(query)

    async def remember_answer_message(self, chat_id: int, question_id: int, answer_id: int) -> None:
        """Record which message answers which; its chat can evidently be written to again."""
        upsert = self._insert(AnswerMessageRow).values(
            chat_id=chat_id,
            question_message_id=question_id,
            answer_message_id=answer_id,
            created_at=self._now(),
        )
        upsert = upsert.on_conflict_do_update(
            index_elements=["chat_id", "question_message_id"],
            set_={
                "answer_message_id": upsert.excluded.answer_message_id,
                "created_at": upsert.excluded.created_at,
            },
        )
        revived = update(ChatRow).where(ChatRow.chat_id == chat_id, ChatRow.gone_at.is_not(None))
        async with self._engine.begin() as connection:
            await connection.execute(upsert)
            await connection.execute(revived.values(gone_at=None))

    async def answer_message(self, chat_id: int, question_id: int) -> int | None:
        """The message that answers a question; None where none is known."""
        query = select(AnswerMessageRow.answer_message_id).where(
            AnswerMessageRow.chat_id == chat_id, AnswerMessageRow.question_message_id == question_id
        )
        async with self._engine.connect() as connection:
            return await connection.scalar(query)

    async def first_seen(self, update_id: int) -> bool:
        """Record an update; returns whether it was unknown until now. Atomic."""
        insert = self._insert(SeenUpdateRow).values(update_id=update_id, seen_at=self._now())
        insert = insert.on_conflict_do_nothing(index_elements=["update_id"])
        async with self._engine.begin() as connection:
            rows = await connection.execute(insert.returning(SeenUpdateRow.update_id))
            return rows.first() is not None

    async def audit(self, asker_id: str, chat_id: str, act: str, outcome: str = "") -> None:
        """Record a moderator's act, such as `reindex`, and how it ended; long outcomes are cut."""
        row = {
            "asker_id": asker_id,
            "chat_id": chat_id,
            "act": act[:32],
            "outcome": outcome[:_OUTCOME_LENGTH],
            "happened_at": self._now(),
        }
        async with self._engine.begin() as connection:
            await connection.execute(self._insert(AuditRow).values(row))

    async def prune(self, retention: timedelta) -> int:
        """Delete old rows; answers with votes are kept as long as their votes.

        Args:
            retention: How long the buttons of an answer and the edit of a question work.

        Returns:
            The number of deleted rows.
        """
        now = self._now()
        old = now - int(retention.total_seconds())
        votes_old = min(old, now - int(_VOTES_KEPT.total_seconds()))
        voted = exists().where(FeedbackRow.answer_id == AnswerRow.answer_id)
        deletions = (
            delete(FeedbackRow).where(FeedbackRow.voted_at < votes_old),
            delete(AnswerRow).where(AnswerRow.created_at < old, ~voted),
            delete(AnswerMessageRow).where(AnswerMessageRow.created_at < old),
            delete(SeenUpdateRow).where(SeenUpdateRow.seen_at < now - int(_UPDATES_KEPT.total_seconds())),
            delete(QuestionCountRow).where(
                QuestionCountRow.window_start < now - int(_COUNTS_KEPT.total_seconds())
            ),
        )
        async with self._engine.begin() as connection:
            return sum([(await connection.execute(deletion)).rowcount for deletion in deletions])

    def _now(self) -> int:
        return int(self._clock().timestamp())

    def _insert(self, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
        """An INSERT with ON CONFLICT, which SQLAlchemy has for each of the two databases apart."""
        if self._engine.dialect.name == "sqlite":
            return sqlite.insert(table)
        return postgresql.insert(table)
