"""Handlers of what happens to chats: the bot is blocked or let in again, a group moves."""

from __future__ import annotations

from typing import Any

from telegram import ChatMember, Update

from bot.telegram.ports import Chats

_GONE = (ChatMember.BANNED, ChatMember.LEFT)


class OnMembership:
    """Handles changes of the bot's own membership.

    Args:
        chats: Remembers which chats can be written to.
    """

    def __init__(self, chats: Chats) -> None:
        self._chats = chats

    async def __call__(self, update: Update, _: Any) -> None:
        """Remember whether the chat can be written to."""
        change = update.my_chat_member
        if change is None:
            return
        if change.new_chat_member.status in _GONE:
            await self._chats.mark_unreachable(change.chat.id)
        else:
            await self._chats.mark_reachable(change.chat.id)


class OnMigration:
    """Handles the service message of a group that became a supergroup.

    Args:
        chats: Moves what it keeps.
    """

    def __init__(self, chats: Chats) -> None:
        self._chats = chats

    async def __call__(self, update: Update, _: Any) -> None:
        """Move what is kept of the old chat to the new one; the two messages of a move both do."""
        message = update.message
        if message is None:
            return
        if message.migrate_to_chat_id is not None:
            await self._chats.migrate(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id is not None:
            await self._chats.migrate(message.migrate_from_chat_id, message.chat.id)
