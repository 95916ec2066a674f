"""Handles errors of handlers: the person gets an apology, the owner a report, the log a line.

Report and log have the type and the place of an error, but nothing that a person wrote. An error while
an error is handled is only logged.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from telegram import Message, Update
from telegram.error import TelegramError

from bot.conversation.reply import Reply
from bot.monitoring.logs import describe_error, redact
from bot.monitoring.metrics import Metrics
from bot.telegram.handlers.conversing import place_of
from bot.telegram.handlers.guests import answer_guest
from bot.telegram.handlers.retrying import question_of
from bot.telegram.ports import Conversation
from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.refusals import is_benign, is_unreachable

_LOGGER = logging.getLogger(__name__)

REPORT_INTERVAL = 600.0
"""Seconds in which an error of one kind is reported once."""
REPORT_LIMIT = 1000
"""Longest report, in characters."""
MOST_KINDS = 500
"""Kinds of errors that are remembered; beyond that the oldest is forgotten."""


class OnError:
    """Handles errors of handlers.

    Args:
        conversation: Composes the apology.
        outbox: Sends it.
        report_to: Chats of those who run the bot; no reports where empty.
        clock: A monotonic clock, in seconds.
        metrics: Counts errors by type.
    """

    def __init__(
        self,
        *,
        conversation: Conversation,
        outbox: Outbox,
        report_to: tuple[int, ...] = (),
        clock: Callable[[], float] = time.monotonic,
        metrics: Metrics | None = None,
    ) -> None:
        self._conversation = conversation
        self._outbox = outbox
        self._report_to = report_to
        self._clock = clock
        self._metrics = metrics or Metrics()
        self._reported: dict[str, tuple[float, int]] = {}

    async def __call__(self, update: object, context: Any) -> None:
        """Apologize, report and log; never raises."""
        error = context.error
        try:
            if error is None or is_benign(error) or is_unreachable(error):
                return
            self._handle(update, error)
        except Exception as second:  # noqa: BLE001 - see the docstring of the module
            _LOGGER.warning("while reporting an error: %s", describe_error(second))

    def _handle(self, update: object, error: BaseException) -> None:
        self._metrics.errors.labels(type(error).__name__).inc()
        reference = secrets.token_hex(3)
        kind = describe_error(error)
        # The error messages of Telegram contain no text of a person.
        words = f": {redact(error.message)}" if isinstance(error, TelegramError) else ""
        update_id = update.update_id if isinstance(update, Update) else None
        _LOGGER.error("error %s, update %s: %s%s", reference, update_id, kind, words)
        try:
            if isinstance(update, Update):
                self._apologize(update, reference)
        finally:
            self._report(reference, kind)

    def _apologize(self, update: Update, reference: str) -> None:
        if update.callback_query is not None:
            apology = self._conversation.apology(reference)
            self._outbox.answer_callback(update.callback_query.id, apology.text)
            return
        if update.guest_message is not None:
            answer_guest(self._outbox, update.guest_message, self._conversation.apology(reference))
            return
        message = update.message or update.edited_message
        if isinstance(message, Message):
            bot = message.get_bot()
            can_retry = bool(question_of(message, bot.id, bot.username))
            self._outbox.apologize(
                place_of(message), self._conversation.apology(reference, can_retry=can_retry)
            )

    def _report(self, reference: str, kind: str) -> None:
        now = self._clock()
        reported_at, unreported = self._reported.pop(kind, (float("-inf"), 0))
        if now - reported_at < REPORT_INTERVAL:
            self._reported[kind] = (reported_at, unreported + 1)
            return
        self._reported[kind] = (now, 0)
        while len(self._reported) > MOST_KINDS:
            del self._reported[next(iter(self._reported))]
        more = f" (+{unreported})" if unreported else ""
        report = Reply(f"⚠ {reference}{more}\n{kind}"[:REPORT_LIMIT])
        for chat_id in self._report_to:
            self._outbox.report(chat_id, report)
