"""People who use Telegram: they write, edit, press buttons, type inline queries, block the bot."""

from __future__ import annotations

import time
from typing import Any

from tests.telegram_server.state import Json, ServerState, chat_of
from tests.telegram_server.td import entities_in


class Person:
    """Somebody with a Telegram account.

    Args:
        state: The server's state.
        user_id: The person's id, which is the id of the private chat with the bot as well.
        language: Language of the person's Telegram.
    """

    def __init__(self, state: ServerState, user_id: int = 42, language: str = "ar") -> None:
        self._state = state
        self.user_id = user_id
        self.language = language

    @property
    def user(self) -> Json:
        """The person as the author of a message."""
        return {
            "id": self.user_id,
            "is_bot": False,
            "first_name": "سعاد",
            "language_code": self.language,
        }

    async def write(
        self,
        text: str,
        *,
        chat_id: int | None = None,
        reply_to: int | None = None,
        author: Json | None = None,
        **fields: Any,
    ) -> int:
        """Write a message, in private where no chat is named, in another's name where there is an author.

        Returns:
            The message's id.
        """
        chat_id = chat_id or self.user_id
        message: Json = {"from": author or self.user, "text": text, **fields}
        if entities := entities_in(text):
            message["entities"] = entities
        if reply_to is not None:
            source = self._state.messages[chat_id, reply_to]
            message["reply_to_message"] = {k: v for k, v in source.items() if k != "reply_to_message"}
        return await self._post(chat_id, message)

    async def share(self, chat_id: int | None = None, **fields: Any) -> int:
        """Send something that is no text; returns the message's id."""
        return await self._post(chat_id or self.user_id, {"from": self.user, **fields})

    async def edit(self, message_id: int, text: str, *, chat_id: int | None = None) -> None:
        """Change a message that was written."""
        chat_id = chat_id or self.user_id
        message = {
            **self._state.messages[chat_id, message_id],
            "text": text,
            "edit_date": int(self._state.now()),
        }
        message.pop("entities", None)
        if entities := entities_in(text):
            message["entities"] = entities
        self._state.messages[chat_id, message_id] = message
        await self._state.push("edited_message", message)

    async def press(self, message_id: int, data: str, *, chat_id: int | None = None) -> str:
        """Press a button under a message; returns the id of the query."""
        query_id = f"press{len(self._state.presses) + 1}"
        self._state.presses[query_id] = False
        self._state.query_chats[query_id] = chat_id or self.user_id
        await self._state.push(
            "callback_query",
            {
                "id": query_id,
                "from": self.user,
                "chat_instance": "1",
                "data": data,
                "message": self._state.messages[chat_id or self.user_id, message_id],
            },
        )
        return query_id

    async def press_inline(self, inline_message_id: str, data: str) -> str:
        """Press a button under a message that was sent through inline mode."""
        query_id = f"press{len(self._state.presses) + 1}"
        self._state.presses[query_id] = False
        payload = {"id": query_id, "from": self.user, "chat_instance": "1", "data": data}
        await self._state.push("callback_query", {**payload, "inline_message_id": inline_message_id})
        return query_id

    async def type_inline(self, query: str, offset: str = "") -> str:
        """Type after the bot's name in some chat; returns the id of the query."""
        query_id = f"inline{time.monotonic_ns()}"
        self._state.inline_queries.add(query_id)
        self._state.query_chats[query_id] = self.user_id
        payload = {"id": query_id, "from": self.user, "query": query[:256], "offset": offset}
        await self._state.push("inline_query", payload)
        return query_id

    async def summon(
        self,
        text: str,
        *,
        chat_id: int = -9009,
        replied: str | None = None,
        author: Json | None = None,
        **fields: Any,
    ) -> str:
        """Write the bot's name in a chat that it is not in; returns the id of the query."""
        query_id = f"guest{len(self._state.guest_queries) + 1}"
        self._state.guest_queries[query_id] = None
        self._state.query_chats[query_id] = self.user_id
        message: Json = {
            "message_id": 7,
            "date": int(self._state.now()),
            "chat": chat_of(chat_id),
            "from": author or self.user,
            "text": text,
            "guest_query_id": query_id,
            **fields,
        }
        if entities := entities_in(text):
            message["entities"] = entities
        if replied is not None:
            source = {
                "message_id": 6,
                "date": int(self._state.now()),
                "chat": chat_of(chat_id),
                "text": replied,
            }
            message["reply_to_message"] = source
        await self._state.push("guest_message", message)
        return query_id

    async def block(self) -> None:
        """Block the bot."""
        self._state.blocked.add(self.user_id)
        await self._change_membership("member", "kicked")

    async def unblock(self) -> None:
        """Let the bot write again."""
        self._state.blocked.discard(self.user_id)
        await self._change_membership("kicked", "member")

    async def _change_membership(self, old: str, new: str) -> None:
        bot = {"id": int(self._state.token.partition(":")[0]), "is_bot": True, "first_name": "شاهد"}
        until = {"kicked": {"until_date": 0}}
        await self._state.push(
            "my_chat_member",
            {
                "chat": chat_of(self.user_id),
                "from": self.user,
                "date": int(self._state.now()),
                "old_chat_member": {"status": old, "user": bot, **until.get(old, {})},
                "new_chat_member": {"status": new, "user": bot, **until.get(new, {})},
            },
        )

    async def _post(self, chat_id: int, message: Json) -> int:
        self._state.known_chats.add(chat_id)
        stored = self._state.store(chat_id, message)
        await self._state.push("message", stored)
        return int(stored["message_id"])
