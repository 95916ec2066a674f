"""Makes the calls that send and edit messages: each once, whatever comes of it.

In: one message, and where it belongs. Out: its id, or the error of the Bot API as it is. The `outbox`
decides when a call is made, and what an error means.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from telegram import Bot, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest

from bot.conversation.reply import PictureType, Reply
from bot.telegram.sending.message_lengths import CAPTION_LIMIT, MESSAGE_LIMIT, split_reply
from bot.telegram.sending.rendering import NO_PREVIEW, Rendering, render

# The refusal to edit the text of a photo, in the words of TDLib's MessagesManager.cpp.
_NO_TEXT = "there is no text in the message to edit"
_FILE_NAMES = {PictureType.PNG: "picture.png", PictureType.JPEG: "picture.jpg"}


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
    """Makes single calls; none of them waits or is repeated.

    Args:
        bot: The Bot API.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def post(self, place: Place, part: Reply) -> int:
        """Send one message; `message_lengths` splits a long Reply beforehand.

        Returns:
            The id of the message.

        Raises:
            TelegramError: It was refused or may not have arrived.
        """
        rendering = render(part)
        answered = None
        if place.reply_to is not None:
            answered = ReplyParameters(place.reply_to, allow_sending_without_reply=True)
        if rendering.picture is not None:
            return await self._post_picture(place, rendering, answered)
        message = await self._bot.send_message(
            place.chat_id,
            rendering.text,
            entities=rendering.entities,
            reply_markup=rendering.keyboard,
            reply_parameters=answered,
            message_thread_id=place.thread_id,
            link_preview_options=NO_PREVIEW,
        )
        return message.message_id

    async def edit(self, shown: Shown, reply: Reply) -> tuple[Reply, ...]:
        """Replace the text and the buttons of a message, be it a text or a photo with a caption.

        Nothing can be sent after a message of inline mode; there what does not fit is left out.

        Returns:
            The parts that did not fit into the message. Also where it showed the Reply before.

        Raises:
            TelegramError: It was refused or may not have arrived.
        """
        try:
            return await self._edit_text(shown, *_head_and_rest(shown, reply, MESSAGE_LIMIT))
        except BadRequest as error:
            if _NO_TEXT not in error.message.lower():
                raise
        return await self._edit_caption(shown, *_head_and_rest(shown, reply, CAPTION_LIMIT))

    async def show_typing(self, place: Place) -> None:
        """Show «يكتب…» for five seconds.

        Raises:
            TelegramError: It was refused or may not have arrived.
        """
        await self._bot.send_chat_action(place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id)

    async def _post_picture(
        self, place: Place, rendering: Rendering, answered: ReplyParameters | None
    ) -> int:
        if rendering.picture is None:
            raise ValueError("there is no picture")
        message = await self._bot.send_photo(
            place.chat_id,
            rendering.picture.content,
            caption=rendering.text,
            caption_entities=rendering.entities,
            reply_markup=rendering.keyboard,
            reply_parameters=answered,
            message_thread_id=place.thread_id,
            filename=_FILE_NAMES[rendering.picture.media_type],
        )
        return message.message_id

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
