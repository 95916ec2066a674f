"""Renders a Reply as what Telegram is sent: text, entities in UTF-16 units, a keyboard, a photo.

In: a Reply (code points, rows of buttons from right to left). Out: a Rendering. Entities and no HTML:
nothing has to be escaped, and the text stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    MessageEntity,
)

from bot.conversation.reply import Button, InlineResult, Picture, Reply, ReplySpan, SpanKind
from bot.telegram.sending.message_lengths import split_reply, utf16_length

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
"""A link inside a quotation would open a preview otherwise."""

_ENTITY_TYPES = {
    SpanKind.BOLD: MessageEntity.BOLD,
    SpanKind.ITALIC: MessageEntity.ITALIC,
    SpanKind.QUOTE: MessageEntity.BLOCKQUOTE,
    SpanKind.EXPANDABLE_QUOTE: MessageEntity.EXPANDABLE_BLOCKQUOTE,
    SpanKind.LINK: MessageEntity.TEXT_LINK,
    SpanKind.CODE: MessageEntity.CODE,
}

# Half of a surrogate pair, which UTF-8 cannot encode.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rendering:
    """One message as the Bot API takes it."""

    text: str
    entities: tuple[MessageEntity, ...]
    """Offsets and lengths in UTF-16 units."""
    keyboard: InlineKeyboardMarkup | None
    picture: Picture | None = None
    """Sent as a photo, with the text as its caption. Its description has no place in the Bot API."""


def render(reply: Reply) -> Rendering:
    """Turn one Reply into one message; `message_lengths` splits it beforehand. Never raises."""
    text = _LONE_SURROGATE.sub("\ufffd", reply.text)
    offsets = unit_offsets(text)
    entities = tuple(_entity(span, offsets) for span in reply.spans if _is_shown(span, len(text)))
    return Rendering(text, entities, _keyboard(reply.buttons), reply.picture)


def unit_offsets(text: str) -> Sequence[int]:
    """For each code point of `text`, and for its end, its offset in UTF-16 units."""
    if utf16_length(text) == len(text):
        return range(len(text) + 1)
    return list(accumulate((1 if character <= "\uffff" else 2 for character in text), initial=0))


def render_inline(result: InlineResult) -> InlineQueryResultArticle:
    """Turn one choice into an article: the first part of its text, without a picture.

    Telegram takes the pictures of inline results from public addresses alone.
    """
    first_part = split_reply(replace(result.reply, picture=None))[0]
    rendering = render(Reply(first_part.text, first_part.spans, result.reply.buttons))
    return InlineQueryResultArticle(
        id=result.result_id,
        title=result.title,
        description=result.description,
        input_message_content=InputTextMessageContent(
            rendering.text, entities=rendering.entities, link_preview_options=NO_PREVIEW
        ),
        reply_markup=rendering.keyboard,
    )


def _is_shown(span: ReplySpan, length: int) -> bool:
    return 0 <= span.start < span.end <= length and (span.kind is not SpanKind.LINK or bool(span.url))


def _entity(span: ReplySpan, offsets: Sequence[int]) -> MessageEntity:
    start = offsets[span.start]
    return MessageEntity(
        _ENTITY_TYPES[span.kind],
        offset=start,
        length=offsets[span.end] - start,
        url=span.url if span.kind is SpanKind.LINK else None,
    )


def _keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    # Telegram shows a row from left to right in every language; hence reversed.
    keyboard = [[_button(button) for button in reversed(row)] for row in rows if row]
    return InlineKeyboardMarkup(keyboard) if keyboard else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.url is not None:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.action)
