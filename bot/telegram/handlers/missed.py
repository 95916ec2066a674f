"""Says once in a chat that questions there came too late to be answered.

After a time without a connection Telegram delivers what was asked meanwhile. What is too old gets no
answer, because nobody waits for it any more; the chat gets one line instead of one for each question.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from telegram import Message

from bot.monitoring.metrics import Metrics
from bot.telegram.handlers.conversing import place_of
from bot.telegram.ports import Conversation
from bot.telegram.sending.outbox import Outbox

QUIET = 3600.0
"""Seconds in which a chat gets one line: longer than Telegram takes to deliver what has waited."""
MOST_CHATS = 5000
"""Chats that are remembered; beyond that the oldest is forgotten."""


class Missed:
    """Counts questions that are not answered for their age.

    Args:
        conversation: Composes the line.
        outbox: Sends it.
        metrics: Counts the questions.
        clock: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        *,
        conversation: Conversation,
        outbox: Outbox,
        metrics: Metrics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._conversation = conversation
        self._outbox = outbox
        self._metrics = metrics
        self._clock = clock
        self._said: dict[int, float] = {}

    def count(self) -> None:
        """Count a question in a chat that the bot cannot write to."""
        self._metrics.expired_questions.inc()

    def miss(self, message: Message, question: str | None) -> None:
        """Count a question, and say so in its chat unless that was said not long ago.

        Args:
            message: A message that is too old.
            question: What it asks; where that is nothing, the message is passed over.
        """
        if not question:
            return
        self.count()
        now, chat_id = self._clock(), message.chat.id
        is_said = now - self._said.pop(chat_id, float("-inf")) < QUIET
        self._said[chat_id] = now
        if not is_said:
            self._outbox.post(place_of(message), self._conversation.missed())
        while len(self._said) > MOST_CHATS:
            del self._said[next(iter(self._said))]
