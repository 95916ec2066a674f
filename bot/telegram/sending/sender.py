"""Everything that the bot says goes through here: one place that splits, sends, edits and forgives.

In comes a Reply and where it belongs, out goes the id of the message that now shows it, or None
where nobody can be reached. What Telegram refuses for reasons that are nobody's fault is no error.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import httpx
from telegram import Bot, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError

from bot.conversation.reply import Reply
from bot.telegram.ports import Chats
from bot.telegram.sending.message_lengths import split_reply
from bot.telegram.sending.rendering import NO_PREVIEW, Rendering, render

_LOGGER = logging.getLogger(__name__)
_T = TypeVar("_T")

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
"""Refusals that a double tap, a deleted message or a slow network brings about (telegram-bot-api's
Client.cpp has the words)."""

UNREACHABLE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights to send",
    "have no rights to send",
    "chat_write_forbidden",
)
"""Refusals that mean nobody can be written to there; Forbidden means the same."""

NOTICE_LIMIT = 200
"""Telegram's limit for the passing note on a pressed button, in code points."""
CONNECTION_RETRIES = 2
"""How often a call is made again that never left this machine."""
RETRY_PAUSE = 1.0
"""Seconds before it is."""


def is_benign(error: BaseException) -> bool:
    """Whether Telegram's refusal is nobody's fault and wants no answer."""
    return isinstance(error, BadRequest) and any(words in error.message.lower() for words in BENIGN)


def is_unreachable(error: BaseException) -> bool:
    """Whether Telegram says that the chat cannot be written to."""
    if isinstance(error, Forbidden):
        return True
    return isinstance(error, BadRequest) and any(words in error.message.lower() for words in UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes."""

    chat_id: int
    reply_to: int | None = None
    """The message that it answers; it is sent all the same when that one is gone."""
    thread_id: int | None = None
    """The topic of a forum, None elsewhere."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that is there, to be edited."""

    chat_id: int | None
    message_id: int | None
    inline_message_id: str | None = None
    """Set for a message that was sent through inline mode; then the others are None."""


class Sender:
    """Sends and edits Replies.

    Args:
        bot: The Bot API.
        chats: Is told of chats that cannot be reached and of groups that moved.
        pause: Seconds before a call that never left this machine is made again.
    """

    def __init__(self, bot: Bot, chats: Chats, *, pause: float = RETRY_PAUSE) -> None:
        self._bot = bot
        self._chats = chats
        self._pause = pause

    async def send(self, place: Place, reply: Reply) -> int | None:
        """Send a Reply, in several messages where it is long.

        Returns:
            The id of its first message, or None where the chat cannot be reached.
        """
        first: int | None = None
        for part in split_reply(reply):
            message = await self._guard(place.chat_id, partial(self._follow, place, render(part)))
            if message is None:
                return first
            if message.chat_id != place.chat_id:
                place = Place(message.chat_id)
            first = first or message.message_id
        return first

    async def edit(self, shown: Shown, reply: Reply) -> bool:
        """Put a Reply in the place of a message; what goes over one message is sent behind it.

        Returns:
            Whether the message now shows the Reply (also where it did so before).
        """
        head, *rest = split_reply(reply)
        if shown.chat_id is None:
            head, rest = Reply(head.text, head.spans, reply.buttons), []
        if not await self._guard(shown.chat_id, partial(self._edit, shown, render(head))):
            return False
        if shown.chat_id is not None:
            for part in rest:
                await self.send(Place(shown.chat_id, shown.message_id), part)
        return True

    async def answer_callback(self, query_id: str, text: str | None = None) -> None:
        """Answer a pressed button, with a passing note (200 characters at most) or without a word."""
        text = text[:NOTICE_LIMIT] if text else None
        await self._guard(None, partial(self._bot.answer_callback_query, query_id, text))

    async def _follow(self, place: Place, rendering: Rendering) -> Message:
        """Send to where a group has moved, if it has; its old messages cannot be answered there."""
        try:
            return await self._post(place, rendering)
        except ChatMigrated as moved:
            await self._chats.move_chat(place.chat_id, moved.new_chat_id)
            return await self._post(Place(moved.new_chat_id), rendering)

    async def _post(self, place: Place, rendering: Rendering) -> Message:
        answered = None
        if place.reply_to is not None:
            answered = ReplyParameters(place.reply_to, allow_sending_without_reply=True)
        return await self._bot.send_message(
            place.chat_id,
            rendering.text,
            entities=rendering.entities,
            reply_markup=rendering.keyboard,
            reply_parameters=answered,
            message_thread_id=place.thread_id,
            link_preview_options=NO_PREVIEW,
        )

    async def _edit(self, shown: Shown, rendering: Rendering) -> bool:
        try:
            await self._bot.edit_message_text(
                rendering.text,
                chat_id=shown.chat_id,
                message_id=shown.message_id,
                inline_message_id=shown.inline_message_id,
                entities=rendering.entities,
                reply_markup=rendering.keyboard,
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as error:
            if "message is not modified" not in error.message.lower():
                raise
        return True

    async def _guard(self, chat_id: int | None, call: Callable[[], Awaitable[_T]]) -> _T | None:
        """Make a call; benign refusals and chats that moved or are out of reach give None."""
        try:
            return await self._connected(call)
        except ChatMigrated as moved:
            if chat_id is not None:
                await self._chats.move_chat(chat_id, moved.new_chat_id)
            return None
        except (BadRequest, Forbidden) as error:
            if is_unreachable(error):
                _LOGGER.info("a chat cannot be reached: %s", error.message)
                if chat_id is not None:
                    await self._chats.mark_chat_gone(chat_id)
                return None
            if is_benign(error):
                _LOGGER.debug("benign: %s", error.message)
                return None
            raise

    async def _connected(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """Make a call again whose connection was refused: it cannot have been sent twice."""
        for _ in range(CONNECTION_RETRIES):
            try:
                return await call()
            except NetworkError as error:
                if not isinstance(
                    error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout
                ):
                    raise
                await asyncio.sleep(self._pause)
        return await call()
