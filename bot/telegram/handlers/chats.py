"""Handlers of changes of chats: the bot is blocked or removed, a group becomes a supergroup."""

from __future__ import annotations

from typing import Any

from telegram import ChatMember, Update

from bot.telegram.ports import Chats

_GONE = (ChatMember.BANNED, ChatMember.LEFT)


class OnMembership:
    """Handles changes of the bot's own membership.

    Args:
        chats: Remembers which chats cannot be written to.
    """

    def __init__(self, chats: Chats) -> None:
        self._chats = chats

    async def __call__(self, update: Update, _: Any) -> None:
        """Remember a chat that can no longer be written to."""
        change = update.my_chat_member
        if change is not None and change.new_chat_member.status in _GONE:
            await self._chats.mark_chat_gone(change.chat.id)


class OnMigration:
    """Handles the service message of a group that became a supergroup.

    Args:
        chats: Records where groups moved.
    """

    def __init__(self, chats: Chats) -> None:
        self._chats = chats

    async def __call__(self, update: Update, _: Any) -> None:
        """Record the move; Telegram sends a message about it to both chats, and either is enough."""
        message = update.message
        if message is None:
            return
        if message.migrate_to_chat_id is not None:
            await self._chats.move_chat(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id is not None:
            await self._chats.move_chat(message.migrate_from_chat_id, message.chat.id)
