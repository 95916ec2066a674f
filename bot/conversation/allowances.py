"""How often a person and a chat may ask, press buttons and type inline: counted in memory.

Questions of a person are counted by the store as well, because several processes may serve one bot;
what is counted here protects one process, and begins anew with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.conversation.asker import Asker

MOST_KEYS = 10_000
"""People and chats that are counted at a time; beyond that the oldest windows are forgotten."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how long and how often people may ask."""

    questions: int = 10
    """Questions, edited ones among them, that a person may ask in a `window`; moderators may ask more."""
    window: timedelta = timedelta(minutes=1)
    question_length: int = 2000
    """In code points."""
    answer_seconds: float = 10.0
    progress_seconds: float = 3.0
    """The least time between two reports of a reindexing."""
    retention: timedelta = timedelta(days=30)
    """How long the buttons of an answer work."""

    @property
    def chat_questions(self) -> int:
        """Questions that a group may ask in a window: those of six people."""
        return 6 * self.questions

    @property
    def presses(self) -> int:
        """Buttons that a person may press in a window: three for each question, to read and to vote."""
        return 3 * self.questions

    @property
    def chat_presses(self) -> int:
        """Buttons that a group may press in a window."""
        return 6 * self.questions

    @property
    def inline_queries(self) -> int:
        """Inline queries of a person in a window: one is sent at each pause while a question is typed."""
        return 6 * self.questions


class Turn(Enum):
    """Whether somebody may do it now."""

    FREE = "free"
    NOTICE = "notice"
    """No, and it is time to tell: the first time in this window."""
    SILENT = "silent"
    """No, and it was told."""


class Allowance:
    """Counts by key in windows of a fixed length.

    Args:
        most: How often in a window; the next one is told, and those after it are not.
        window: Length of a window.
        timer: A monotonic clock, in seconds.
    """

    def __init__(self, most: int, window: timedelta, timer: Callable[[], float]) -> None:
        self._most = most
        self._seconds = window.total_seconds()
        self._timer = timer
        self._counts: dict[str, tuple[float, int]] = {}

    def take(self, key: str) -> Turn:
        """Count one more, and decide about it."""
        now = self._timer()
        began, count = self._counts.pop(key, (now, 0))
        if now - began >= self._seconds:
            began, count = now, 0
        self._counts[key] = began, count + 1
        while len(self._counts) > MOST_KEYS:
            del self._counts[next(iter(self._counts))]
        if count < self._most:
            return Turn.FREE
        return Turn.NOTICE if count == self._most else Turn.SILENT


class Allowances:
    """What people and chats may do, beside the questions of a person.

    Moderators may do more, and a private chat is its person.

    Args:
        limits: How often.
        timer: A monotonic clock, in seconds.
    """

    def __init__(self, limits: Limits, timer: Callable[[], float] = time.monotonic) -> None:
        self._chat_questions = Allowance(limits.chat_questions, limits.window, timer)
        self._presses = Allowance(limits.presses, limits.window, timer)
        self._chat_presses = Allowance(limits.chat_presses, limits.window, timer)
        self._inline_queries = Allowance(limits.inline_queries, limits.window, timer)

    def ask(self, asker: Asker) -> Turn:
        """Whether one more question may be asked in this chat."""
        return self._of_chat(asker, self._chat_questions)

    def press(self, asker: Asker) -> Turn:
        """Whether this person may press one more button in this chat."""
        if asker.is_moderator:
            return Turn.FREE
        turn = self._presses.take(asker.asker_id)
        return self._of_chat(asker, self._chat_presses) if turn is Turn.FREE else turn

    def type_inline(self, asker: Asker) -> Turn:
        """Whether this person may type one more inline query."""
        return Turn.FREE if asker.is_moderator else self._inline_queries.take(asker.asker_id)

    def _of_chat(self, asker: Asker, allowance: Allowance) -> Turn:
        if asker.is_moderator or asker.is_private or not asker.chat_id:
            return Turn.FREE
        return allowance.take(asker.chat_id)
