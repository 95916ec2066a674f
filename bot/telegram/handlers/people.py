"""Who is behind an update: a Telegram user or chat becomes the conversation's Asker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from telegram import CallbackQuery, Chat, InlineQuery, Message

from bot.conversation.asker import Asker
from bot.moderation.roles import Roles
from bot.telegram.handlers.questions import written_by


class People:
    """Tells the conversation who asks.

    Args:
        roles: Who is a moderator.
    """

    def __init__(self, roles: Roles) -> None:
        self._roles = roles

    def of_message(self, message: Message) -> Asker:
        """Whoever wrote a message."""
        user_id = written_by(message)
        language = message.from_user.language_code if message.from_user is not None else None
        return self._asker(user_id, message.chat.id, language, is_private=message.chat.type == Chat.PRIVATE)

    def of_press(self, query: CallbackQuery) -> Asker:
        """Whoever pressed a button: the one who presses, not the one whom the message answered."""
        user = query.from_user
        chat = query.message.chat if query.message is not None else None
        return self._asker(
            user.id,
            chat.id if chat is not None else user.id,
            user.language_code,
            is_private=chat is not None and chat.type == Chat.PRIVATE,
        )

    def of_inline(self, query: InlineQuery) -> Asker:
        """Whoever types an inline query; Telegram does not say in which chat."""
        user = query.from_user
        return self._asker(user.id, user.id, user.language_code, is_private=False)

    def _asker(self, user_id: int, chat_id: int, language: str | None, *, is_private: bool) -> Asker:
        return Asker(
            user_id=user_id,
            chat_id=chat_id,
            is_moderator=self._roles.is_moderator(user_id),
            is_private=is_private,
            language=language or "",
        )


class Freshness:
    """Tells questions that still want an answer from those that waited too long.

    Args:
        limit: Questions older than this are not answered.
        now: The time, in UTC.
    """

    def __init__(self, limit: timedelta, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._limit = limit
        self._now = now

    def is_fresh(self, message: Message) -> bool:
        """Whether a message, or its last edit, is young enough."""
        return self._now() - (message.edit_date or message.date) <= self._limit
