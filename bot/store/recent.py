"""What the store remembers in memory: the newest entries of each kind, so many and no more.

Memory takes the place of a database that fails, and what was just written can be read at once.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from bot.conversation.ports import Vote, Votes
from bot.store.pruning import UPDATES_KEPT, VOTES_KEPT

K = TypeVar("K")
V = TypeVar("V")


class Bounded(Generic[K, V]):
    """A dictionary of the entries that were used last.

    Args:
        most: Entries, at most.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value of a key, which is used now; None where there is none."""
        value = self._entries.get(key)
        if value is not None:
            self._entries.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        """Set a value; the entry that was not used for longest goes where there are too many."""
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self._most:
            self._entries.popitem(last=False)

    def forget(self, is_old: Callable[[K, V], bool]) -> None:
        """Take out every entry for which `is_old` is true of key and value."""
        for key, value in self.items():
            if is_old(key, value):
                del self._entries[key]

    def items(self) -> list[tuple[K, V]]:
        """All entries, the one that was used last at the end."""
        return list(self._entries.items())


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as JSON, which takes a tenth of the memory of its objects."""

    body: str
    at: int

    @classmethod
    def of(cls, body: dict[str, Any], at: int) -> Kept:
        """Keep an answer, given at a time in Unix seconds."""
        return cls(json.dumps(body, ensure_ascii=False, separators=(",", ":")), at)

    def read(self) -> dict[str, Any]:
        """The answer."""
        body: dict[str, Any] = json.loads(self.body)
        return body


@dataclass(frozen=True, slots=True)
class ChatState:
    """What is known of a chat."""

    gone_at: int | None = None
    moved_to: int | None = None


class Recent:
    """The newest entries of each kind."""

    def __init__(self) -> None:
        self.answers: Bounded[str, Kept] = Bounded(1000)
        self.votes: Bounded[tuple[str, str], tuple[Vote, int]] = Bounded(2000)
        self.counts: Bounded[tuple[str, int], int] = Bounded(5000)
        """By person and beginning of the window."""
        self.messages: Bounded[tuple[int, int], tuple[int, int]] = Bounded(5000)
        """The answer's message and its time, by chat and message of the question."""
        self.chats: Bounded[int, ChatState] = Bounded(5000)
        self.seen: Bounded[int, int] = Bounded(20_000)
        """When an update was seen."""

    def forget_messages_of(self, chat_id: int) -> None:
        """Forget which messages of a chat answered which."""
        self.messages.forget(lambda question, _: question[0] == chat_id)

    def forget(self, now: int, retention: timedelta) -> None:
        """Forget what is old at a time (Unix seconds); what goes from the database is decided there."""
        old = now - int(retention.total_seconds())
        self.answers.forget(lambda _, kept: kept.at < old)
        self.messages.forget(lambda _, answer: answer[1] < old)
        votes_old = min(old, now - int(VOTES_KEPT.total_seconds()))
        self.votes.forget(lambda _, vote: vote[1] < votes_old)
        updates_old = now - int(UPDATES_KEPT.total_seconds())
        self.seen.forget(lambda _, at: at < updates_old)

    def count_votes(self) -> Votes:
        """The votes in memory."""
        kinds = [vote for _, (vote, _) in self.votes.items()]
        return Votes(kinds.count(Vote.GOOD), kinds.count(Vote.BAD))
