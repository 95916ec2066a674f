"""What the bot remembers: in memory at once, in the database soon after.

An answer needs nothing of it. The one thing that a question waits for is `first_seen`, which several
processes on one database decide together, and even that for a second at most.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.conversation.clock import utc_now
from bot.conversation.ports import StoreTrouble, Vote, Votes
from bot.monitoring.metrics import Metrics
from bot.store.condition import Health
from bot.store.link import Link
from bot.store.models import AnswerMessageRow, AnswerRow, ChatRow, FeedbackRow
from bot.store.pruning import ROWS_AT_ONCE, deletions
from bot.store.reader import Reader
from bot.store.recent import ChatState, Kept, Recent
from bot.store.rows import Rows
from bot.store.writer import Pace, Writer

_ACT_LENGTH, _OUTCOME_LENGTH = 32, 200
_PRUNE_SECONDS = 60.0


class Store:
    """Answers, votes, question counts, chats, messages, audit and seen updates.

    No method raises because the database fails: memory takes its place, and what waits is written when
    it works again.
    """

    def __init__(
        self,
        url: str,
        clock: Callable[[], datetime] = utc_now,
        metrics: Metrics | None = None,
        pace: Pace | None = None,
    ) -> None:
        metrics, pace = metrics or Metrics(), pace or Pace()
        self._clock = clock
        self._recent = Recent()
        self._health = Health(metrics)
        link = Link(url)
        self._rows = Rows(link.kind)
        self._writer = Writer(
            link, self._health, metrics, pace, on_empty=lambda: self._rows.all_of(self._recent)
        )
        self._reader = Reader(link, self._writer.distrust, pace.limit)
        self._votes = Votes()

    @classmethod
    async def open(
        cls,
        url: str,
        clock: Callable[[], datetime] = utc_now,
        metrics: Metrics | None = None,
        pace: Pace | None = None,
    ) -> Store:
        """Open the database at `url`, and migrate it to the newest version.

        A database that cannot be opened now is a `problem`, not an error: it is tried again.

        Raises:
            StoreError: The URL is of no known kind, or its driver is missing.
        """
        store = cls(url, clock, metrics, pace)
        await store._writer.start()
        return store

    async def close(self) -> None:
        """Write what waits, and close every connection."""
        await self._reader.close()
        await self._writer.close()

    @property
    def problem(self) -> str | None:
        """What is wrong with the database and what to do, in one line; None where all is well."""
        return self._health.problem

    @property
    def trouble(self) -> StoreTrouble | None:
        """The kind of the problem; None where all is well."""
        return self._health.trouble

    @property
    def is_writable(self) -> bool:
        """Whether the last attempt to write succeeded."""
        return self._health.problem is None

    async def flush(self) -> bool:
        """Wait until all is written; False where the database fails or takes too long."""
        return await self._writer.flush()

    async def keep_answer(self, answer_id: str, body: dict[str, Any]) -> None:
        """Keep an answer under its id."""
        kept = Kept.of(body, self._now())
        self._recent.answers.put(answer_id, kept)
        self._writer.put(self._rows.answer(answer_id, kept))

    async def answer(self, answer_id: str) -> dict[str, Any] | None:
        """The answer that was kept under an id; None where it is unknown or was pruned."""
        kept = self._recent.answers.get(answer_id)
        if kept is not None:
            return kept.read()
        row = await self._reader.first(select(AnswerRow.body).where(AnswerRow.answer_id == answer_id))
        return dict(row[0]) if row else None

    async def vote(self, answer_id: str, asker_id: str, vote: Vote) -> bool:
        """Keep a person's vote on an answer; a second vote replaces the first.

        Args:
            answer_id: The id that the answer was kept under.
            asker_id: Who votes.
            vote: What the person thinks.

        Returns:
            False where there is no such answer (any more). Where the database fails, the vote is
            accepted, and written later if the answer is there.
        """
        at = self._now()
        is_written = await self._writer.result_of(self._rows.vote(answer_id, asker_id, vote, at))
        if is_written is False:
            return False
        self._recent.votes.put((answer_id, asker_id), (vote, at))
        return True

    async def votes(self) -> Votes:
        """The number of votes that are kept."""
        await self._writer.flush()
        query = select(FeedbackRow.vote, func.count()).group_by(FeedbackRow.vote)
        rows = await self._reader.rows(query) if self._health.problem is None else None
        if rows is None:
            in_memory = self._recent.count_votes()
            return max(self._votes, in_memory, key=lambda votes: votes.good + votes.bad)
        counts: dict[int, int] = dict(map(tuple, rows))
        self._votes = Votes(good=counts.get(Vote.GOOD, 0), bad=counts.get(Vote.BAD, 0))
        return self._votes

    async def count_question(self, asker_id: str, window: timedelta) -> int:
        """Count one more question of a person in this window of time.

        Counted in memory; what other processes counted is added once this question is written.

        Returns:
            The number of questions in this window, with this one: at least 1.
        """
        length = max(1, int(window.total_seconds()))
        key = asker_id, self._now() // length * length
        count = (self._recent.counts.get(key) or 0) + 1
        self._recent.counts.put(key, count)

        def learn(written: int) -> None:
            self._recent.counts.put(key, max(written, self._recent.counts.get(key) or 0))

        write = self._rows.count(*key)
        write.on_written = learn
        self._writer.put(write)
        return count

    async def mark_chat_gone(self, chat_id: int) -> None:
        """Record that a chat cannot be written to (the bot was blocked or removed)."""
        known = await self._chat(chat_id)
        self._keep_chat(chat_id, ChatState(self._now(), known.moved_to))

    async def chat_is_gone(self, chat_id: int) -> bool:
        """Whether a chat was recorded as gone, and no answer has arrived there since."""
        return (await self._chat(chat_id)).gone_at is not None

    async def move_chat(self, old: int, new: int) -> None:
        """Record that a group became the supergroup `new`, whose message ids start again at 1."""
        self._keep_chat(old, ChatState(moved_to=new))
        self._recent.forget_messages_of(old)
        self._writer.put(self._rows.messages_gone(old))
        self._chat_is_back(new)

    async def chat_moved_to(self, chat_id: int) -> int | None:
        """Where a chat moved to; None where it did not."""
        return (await self._chat(chat_id)).moved_to

    async def remember_answer_message(self, chat_id: int, question_id: int, answer_id: int) -> None:
        """Record which message answers which; its chat can evidently be written to again."""
        at = self._now()
        self._recent.messages.put((chat_id, question_id), (answer_id, at))
        self._writer.put(self._rows.message((chat_id, question_id), (answer_id, at)))
        self._chat_is_back(chat_id)

    async def answer_message(self, chat_id: int, question_id: int) -> int | None:
        """The message that answers a question; None where none is known."""
        known = self._recent.messages.get((chat_id, question_id))
        if known is not None:
            return known[0]
        chat = self._recent.chats.get(chat_id)
        if chat is not None and chat.moved_to is not None:
            return None
        row = await self._reader.first(
            select(AnswerMessageRow.answer_message_id).where(
                AnswerMessageRow.chat_id == chat_id, AnswerMessageRow.question_message_id == question_id
            )
        )
        return int(row[0]) if row else None

    async def first_seen(self, update_id: int) -> bool:
        """Record an update; returns whether it was unknown until now, to every process on the database."""
        if self._recent.seen.get(update_id) is not None:
            return False
        at = self._now()
        self._recent.seen.put(update_id, at)
        is_first = await self._writer.result_of(self._rows.seen(update_id, at))
        return is_first is not False

    async def audit(self, asker_id: str, chat_id: str, act: str, outcome: str = "") -> None:
        """Record a moderator's act, such as `reindex`, and how it ended; long outcomes are cut."""
        write = self._rows.audit(asker_id, chat_id, act[:_ACT_LENGTH], outcome[:_OUTCOME_LENGTH], self._now())
        self._writer.put(write)

    async def prune(self, retention: timedelta) -> int:
        """Delete old rows, few at a time; answers with votes are kept as long as their votes.

        Args:
            retention: How long the buttons of an answer and the edit of a question work.

        Returns:
            The number of deleted rows.
        """
        now = self._now()
        self._recent.forget(now, retention)
        total = 0
        for deletion, row in deletions(now, retention):
            deleted = ROWS_AT_ONCE
            while deleted >= ROWS_AT_ONCE:
                write = self._rows.deletion(deletion, row)
                deleted = await self._writer.result_of(write, _PRUNE_SECONDS) or 0
                total += deleted
        return total

    async def _chat(self, chat_id: int) -> ChatState:
        known = self._recent.chats.get(chat_id)
        if known is None:
            query = select(ChatRow.gone_at, ChatRow.moved_to).where(ChatRow.chat_id == chat_id)
            rows = await self._reader.rows(query)
            known = ChatState(*rows[0]) if rows else ChatState()
            if rows is not None:
                self._recent.chats.put(chat_id, known)
        return known

    def _keep_chat(self, chat_id: int, state: ChatState) -> None:
        self._recent.chats.put(chat_id, state)
        self._writer.put(self._rows.chat(chat_id, state))

    def _chat_is_back(self, chat_id: int) -> None:
        known = self._recent.chats.get(chat_id)
        if known is not None and known.gone_at is not None:
            self._recent.chats.put(chat_id, ChatState(moved_to=known.moved_to))
        self._writer.put(self._rows.chat_back(chat_id))

    def _now(self) -> int:
        return int(self._clock().timestamp())
