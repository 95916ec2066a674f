"""A complete store of answers and votes in memory; `tests/bot/store/test_answer_store.py` compares it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.conversation import AnswerStore, StoreTrouble, Vote, Votes

VOTES_KEPT = timedelta(days=365)
COUNTS_KEPT = timedelta(days=1)


class FakeAnswerStore:
    """Keeps everything in dicts.

    Args:
        clock: The time, in UTC.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._answers: dict[str, tuple[datetime, str]] = {}
        self._votes: dict[tuple[str, str], tuple[datetime, Vote]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self.audited: list[tuple[str, str, str, str]] = []
        self.trouble: StoreTrouble | None = None

    @property
    def problem(self) -> str | None:
        return None if self.trouble is None else f"{self.trouble}: a problem of the fake"

    @property
    def is_writable(self) -> bool:
        return self.trouble is None

    async def audit(self, asker_id: str, chat_id: str, act: str, outcome: str = "") -> None:
        self.audited.append((asker_id, chat_id, act, outcome))

    async def keep_answer(self, answer_id: str, body: dict[str, Any]) -> None:
        self._answers[answer_id] = self._clock(), json.dumps(body)

    async def answer(self, answer_id: str) -> dict[str, Any] | None:
        if answer_id not in self._answers:
            return None
        body: dict[str, Any] = json.loads(self._answers[answer_id][1])
        return body

    async def vote(self, answer_id: str, asker_id: str, vote: Vote) -> bool:
        if answer_id not in self._answers:
            return False
        self._votes[answer_id, asker_id] = self._clock(), vote
        return True

    async def votes(self) -> Votes:
        kinds = [vote for _, vote in self._votes.values()]
        return Votes(kinds.count(Vote.GOOD), kinds.count(Vote.BAD))

    async def count_question(self, asker_id: str, window: timedelta) -> int:
        key = asker_id, int(self._clock().timestamp() // window.total_seconds() * window.total_seconds())
        self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts[key]

    async def prune(self, retention: timedelta) -> int:
        now, before = self._clock(), self._size()
        votes_since = now - max(retention, VOTES_KEPT)
        self._votes = {key: kept for key, kept in self._votes.items() if kept[0] >= votes_since}
        voted = {answer_id for answer_id, _ in self._votes}
        self._answers = {
            answer_id: kept
            for answer_id, kept in self._answers.items()
            if kept[0] >= now - retention or answer_id in voted
        }
        counts_since = (now - COUNTS_KEPT).timestamp()
        self._counts = {key: count for key, count in self._counts.items() if key[1] >= counts_since}
        return before - self._size()

    def _size(self) -> int:
        return len(self._answers) + len(self._votes) + len(self._counts)


def store_is_a_port(store: FakeAnswerStore) -> AnswerStore:
    """For the type checker: the fake implements the whole port."""
    return store
