"""Sends and edits all replies on Telegram: the only module that does.

In: a Reply and the chat or message where it belongs. Out: the id of the message that now shows it, or
None where the chat cannot be reached. Refusals that are nobody's fault are no errors.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import httpx
from telegram import Bot, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError

from bot.conversation.reply import PictureType, Reply
from bot.telegram.ports import Chats
from bot.telegram.sending.message_lengths import CAPTION_LIMIT, MESSAGE_LIMIT, split_reply
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

NOTICE_LIMIT = 200
"""Telegram's limit for the note that pops up over a pressed button, in code points."""
CONNECTION_RETRIES = 2
"""How often a call is repeated that did not reach the server."""
RETRY_PAUSE = 1.0
"""Seconds before the repetition."""

# The refusal to edit the text of a photo, in the words of TDLib's MessagesManager.cpp.
_NO_TEXT = "there is no text in the message to edit"
_FILE_NAMES = {PictureType.PNG: "picture.png", PictureType.JPEG: "picture.jpg"}


def is_benign(error: BaseException) -> bool:
    """Whether a refusal is nobody's fault and can be ignored."""
    return isinstance(error, BadRequest) and any(words in error.message.lower() for words in BENIGN)


def is_unreachable(error: BaseException) -> bool:
    """Whether a refusal means that the chat cannot be written to."""
    if isinstance(error, Forbidden):
        return True
    return isinstance(error, BadRequest) and any(words in error.message.lower() for words in UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes."""

    chat_id: int
    reply_to: int | None = None
    """The message that it answers; where that one is gone, it is sent all the same."""
    thread_id: int | None = None
    """The topic of a forum, None elsewhere."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sent message, to be edited."""

    chat_id: int | None
    message_id: int | None
    inline_message_id: str | None = None
    """Set for a message that was sent in inline mode; then the others are None."""


class Sender:
    """Sends and edits Replies.

    Args:
        bot: The Bot API.
        chats: Records chats that cannot be reached, and groups that moved.
        pause: Seconds before a call that did not reach the server is repeated.
    """

    def __init__(self, bot: Bot, chats: Chats, *, pause: float = RETRY_PAUSE) -> None:
        self._bot = bot
        self._chats = chats
        self._pause = pause

    async def send(self, place: Place, reply: Reply) -> int | None:
        """Send a Reply, in several messages where it is long: a picture first, buttons under the last.

        Returns:
            The id of the message that a later edit has to change: the first one that has text, or
            the picture where there is no text. None where the chat cannot be reached.
        """
        shown: int | None = None
        is_after_picture = False
        for part in split_reply(reply):
            message = await self._guard(place.chat_id, partial(self._follow, place, render(part)))
            if message is None:
                return shown
            if message.chat_id != place.chat_id:
                place = Place(message.chat_id)
            if shown is None or is_after_picture:
                shown = message.message_id
            is_after_picture = part.picture is not None
        return shown

    async def edit(self, shown: Shown, reply: Reply) -> bool:
        """Replace the text and the buttons of a message, be it a text or a photo with a caption.

        What does not fit into the message is sent after it: the rest of a long text, and a picture,
        which is always a new message, because Telegram cannot add one to a text. Nothing can be sent
        after a message of inline mode; there both are left out.

        Returns:
            Whether the message now shows the Reply (also where it did so before).
        """
        text = replace(reply, picture=None)
        rest = await self._guard(shown.chat_id, partial(self._edit, shown, text))
        if rest is None:
            return False
        if shown.chat_id is not None:
            pictures = [Reply("", picture=reply.picture)] if reply.picture else []
            for part in (*rest, *pictures):
                await self.send(Place(shown.chat_id, shown.message_id), part)
        return True

    async def answer_callback(self, query_id: str, text: str | None = None) -> None:
        """Answer a pressed button, with a note of at most 200 characters or without one."""
        text = text[:NOTICE_LIMIT] if text else None
        await self._guard(None, partial(self._bot.answer_callback_query, query_id, text))

    async def _follow(self, place: Place, rendering: Rendering) -> Message:
        """Send a message; where a group has moved, to its new chat, but not in reply to an old message."""
        try:
            return await self._post(place, rendering)
        except ChatMigrated as moved:
            await self._chats.move_chat(place.chat_id, moved.new_chat_id)
            return await self._post(Place(moved.new_chat_id), rendering)

    async def _post(self, place: Place, rendering: Rendering) -> Message:
        answered = None
        if place.reply_to is not None:
            answered = ReplyParameters(place.reply_to, allow_sending_without_reply=True)
        if rendering.picture is not None:
            return await self._bot.send_photo(
                place.chat_id,
                rendering.picture.content,
                caption=rendering.text,
                caption_entities=rendering.entities,
                reply_markup=rendering.keyboard,
                reply_parameters=answered,
                message_thread_id=place.thread_id,
                filename=_FILE_NAMES[rendering.picture.media_type],
            )
        return await self._bot.send_message(
            place.chat_id,
            rendering.text,
            entities=rendering.entities,
            reply_markup=rendering.keyboard,
            reply_parameters=answered,
            message_thread_id=place.thread_id,
            link_preview_options=NO_PREVIEW,
        )

    async def _edit(self, shown: Shown, reply: Reply) -> tuple[Reply, ...]:
        """Edit a message; returns the parts that did not fit into it."""
        try:
            return await self._edit_text(shown, *_head_and_rest(shown, reply, MESSAGE_LIMIT))
        except BadRequest as error:
            if _NO_TEXT not in error.message.lower():
                raise
        return await self._edit_caption(shown, *_head_and_rest(shown, reply, CAPTION_LIMIT))

    async def _edit_text(self, shown: Shown, head: Reply, rest: tuple[Reply, ...]) -> tuple[Reply, ...]:
        rendering = render(head)
        with _unmodified_is_fine():
            await self._bot.edit_message_text(
                rendering.text,
                chat_id=shown.chat_id,
                message_id=shown.message_id,
                inline_message_id=shown.inline_message_id,
                entities=rendering.entities,
                reply_markup=rendering.keyboard,
                link_preview_options=NO_PREVIEW,
            )
        return rest

    async def _edit_caption(self, shown: Shown, head: Reply, rest: tuple[Reply, ...]) -> tuple[Reply, ...]:
        rendering = render(head)
        with _unmodified_is_fine():
            await self._bot.edit_message_caption(
                chat_id=shown.chat_id,
                message_id=shown.message_id,
                inline_message_id=shown.inline_message_id,
                caption=rendering.text,
                caption_entities=rendering.entities,
                reply_markup=rendering.keyboard,
            )
        return rest

    async def _guard(self, chat_id: int | None, call: Callable[[], Awaitable[_T]]) -> _T | None:
        """Make a call; returns None after a benign refusal, or where the chat moved or is unreachable."""
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
        """Make a call, and repeat it where no connection was made: it cannot take effect twice then."""
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


def _head_and_rest(shown: Shown, reply: Reply, limit: int) -> tuple[Reply, tuple[Reply, ...]]:
    """The part of a Reply that a message takes, and those to be sent after it."""
    head, *rest = split_reply(reply, limit)
    if shown.chat_id is None:
        return Reply(head.text, head.spans, reply.buttons), ()
    return head, tuple(rest)


@contextmanager
def _unmodified_is_fine() -> Iterator[None]:
    """Let an edit pass that changes nothing, such as the second of a double tap."""
    try:
        yield
    except BadRequest as error:
        if "message is not modified" not in error.message.lower():
            raise
