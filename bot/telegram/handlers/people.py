"""Who sent an update: a Telegram user or chat becomes the conversation's Asker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from telegram import CallbackQuery, Chat, InlineQuery, Message

from bot.conversation.asker import Asker
from bot.moderation.roles import Roles
from bot.telegram.handlers.questions import written_by


class People:
    """Makes an Asker of the person who sent an update.

    Args:
        roles: Decides who is a moderator.
    """

    def __init__(self, roles: Roles) -> None:
        self._roles = roles

    def of_message(self, message: Message) -> Asker:
        """The author of a message."""
        language = message.from_user.language_code if message.from_user is not None else None
        return self._asker(written_by(message), language, message.chat)

    def of_guest(self, message: Message) -> Asker:
        """The author of a message in a chat that the bot is not in: never private, even among two."""
        language = message.from_user.language_code if message.from_user is not None else None
        return self._asker(written_by(message), language, None)

    def of_press(self, query: CallbackQuery) -> Asker:
        """The person who pressed a button, who need not be the one whom the message answered."""
        user = query.from_user
        chat = query.message.chat if query.message is not None else None
        return self._asker(user.id, user.language_code, chat)

    def of_inline(self, query: InlineQuery) -> Asker:
        """The person who types an inline query; Telegram does not show in which chat."""
        user = query.from_user
        return self._asker(user.id, user.language_code, None)

    def _asker(self, user_id: int, language: str | None, chat: Chat | None) -> Asker:
        return Asker(
            asker_id=asker_id(user_id),
            is_moderator=self._roles.is_moderator(user_id),
            is_private=chat is not None and chat.type == Chat.PRIVATE,
            language=language or "",
            chat_id=asker_id(chat.id) if chat is not None else "",
        )


def asker_id(user_id: int) -> str:
    """The id by which conversation and store know a Telegram user or chat: `telegram:42`.

    Migration 0002 wrote the ids of earlier votes in this form, so it must not change.
    """
    return f"telegram:{user_id}"


class Freshness:
    """Decides which messages are recent enough to be answered.

    Args:
        limit: The greatest age of a message, or of its last edit.
        now: The time, in UTC.
    """

    def __init__(self, limit: timedelta, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._limit = limit
        self._now = now

    def is_fresh(self, message: Message) -> bool:
        """Whether a message, or its last edit, is recent enough."""
        return self._now() - (message.edit_date or message.date) <= self._limit
