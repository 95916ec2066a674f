"""What an error of the Bot API means for whoever sends: the one place that decides it.

In: any exception of a call. Out: a `Refusal`, which says whether the call is worth another attempt,
and for whom it is bad news.
"""

from __future__ import annotations

from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.telegram.connection import has_left

BENIGN = (
    "message is not modified",
    "query is too old",
    "message to be replied not found",
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message thread not found",
    "topic_deleted",
    "topic_closed",
)
"""Refusals caused by a double tap, a deleted message or a slow network; the texts are those of
telegram-bot-api's Client.cpp."""

UNREACHABLE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights to send",
    "have no rights to send",
    "chat_write_forbidden",
)
"""Refusals that mean that the chat cannot be written to; so does every Forbidden."""


class Refusal(StrEnum):
    """What an error means."""

    WAIT = "wait"
    """Too many calls: Telegram says how long to wait (429)."""
    MIGRATED = "migrated"
    """The group has become a supergroup with another id."""
    UNREACHABLE = "unreachable"
    """The chat cannot be written to: the bot is blocked or removed, or there is no such chat."""
    BENIGN = "benign"
    """The message or the query is gone, or nothing would change: nobody's fault."""
    TRANSIENT = "transient"
    """It had no effect and may succeed later: 5xx, no connection, a 401 or 404 in passing."""
    UNCERTAIN = "uncertain"
    """It may have had its effect: the connection was cut, or the response late or unreadable."""
    REFUSED = "refused"
    """Telegram does not take what was sent, and will not take it later."""


def refusal_of(error: BaseException) -> Refusal:
    """What an error of a call means. Never raises."""
    if isinstance(error, RetryAfter):
        return Refusal.WAIT
    if isinstance(error, ChatMigrated):
        return Refusal.MIGRATED
    if is_unreachable(error):
        return Refusal.UNREACHABLE
    if isinstance(error, BadRequest):
        return Refusal.BENIGN if is_benign(error) else Refusal.REFUSED
    if isinstance(error, NetworkError):
        return Refusal.UNCERTAIN if has_left(error) else Refusal.TRANSIENT
    # InvalidToken (401, 404) and Conflict had no effect. A plain TelegramError is a response that is no
    # JSON; python-telegram-bot raises other errors where a response has not the form that it should have.
    is_certain = isinstance(error, TelegramError) and type(error) is not TelegramError
    return Refusal.TRANSIENT if is_certain else Refusal.UNCERTAIN


def is_benign(error: BaseException) -> bool:
    """Whether a refusal is nobody's fault and can be ignored."""
    return isinstance(error, BadRequest) and any(words in error.message.lower() for words in BENIGN)


def is_unreachable(error: BaseException) -> bool:
    """Whether a refusal means that the chat cannot be written to."""
    if isinstance(error, Forbidden):
        return True
    return isinstance(error, BadRequest) and any(words in error.message.lower() for words in UNREACHABLE)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait, in seconds."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
