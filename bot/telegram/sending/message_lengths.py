"""Splits a Reply over Telegram's limits into several, at the borders of paragraphs.

In: a Reply of any length. Out: Replies of at most 4096 UTF-16 units each, or 1024 where the text is
the caption of a picture. A span across a cut is continued in the next part; the last part has the
buttons.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

from bot.conversation.reply import Reply, ReplySpan

MESSAGE_LIMIT = 4096
"""Telegram's limit, in UTF-16 units here. Telegram counts code points, so this is on the safe side,
and it keeps the raw text under the 32,768 bytes that Telegram also asks for."""

CAPTION_LIMIT = 1024
"""Telegram's limit for the text under a photo (core.telegram.org/bots/api#sendphoto), counted likewise."""

_BORDERS = ("\n\n", "\n", ". ", "؟ ", " ")
"""Where to cut, best first: after a paragraph, a line, a sentence, a word."""

_LEAST_SHARE = 0.4
"""A cut has to be beyond this share of the limit: the end of a line near the end of a part is better
than the end of a paragraph near its beginning."""


def utf16_length(text: str) -> int:
    """Number of UTF-16 units of `text`, as Telegram counts offsets."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_reply(reply: Reply, limit: int = MESSAGE_LIMIT) -> tuple[Reply, ...]:
    """Split a Reply into parts of at most `limit` UTF-16 units.

    Args:
        reply: What is to be sent.
        limit: Largest part, in UTF-16 units, at least 2.

    Returns:
        At least one part. Nothing but white space at the cuts is lost; a Reply within the limit
        is returned as it is. A picture whose text is too long for a caption is a part of its own,
        the first, without text and buttons.
    """
    if reply.picture is not None and utf16_length(reply.text) > min(limit, CAPTION_LIMIT):
        return (Reply("", picture=reply.picture), *split_reply(replace(reply, picture=None), limit))
    if utf16_length(reply.text) <= limit:
        return (reply,)
    cuts = _cuts(reply.text, limit)
    parts = tuple(part for start, end in pairwise(cuts) if (part := _part(reply, start, end)).text) or (
        replace(reply, text="", spans=()),
    )
    return (*parts[:-1], replace(parts[-1], buttons=reply.buttons))


def _cuts(text: str, limit: int) -> list[int]:
    """Offsets of the cuts, the beginning and the end of `text` among them."""
    cuts = [0]
    while (end := _reach(text, cuts[-1], limit)) < len(text):
        cuts.append(_border(text, cuts[-1], end))
    return [*cuts, len(text)]


def _reach(text: str, start: int, limit: int) -> int:
    """The end of the longest part from `start`."""
    units = 0
    for position in range(start, len(text)):
        units += 2 if text[position] > "\uffff" else 1
        if units > limit:
            return position
    return len(text)


def _border(text: str, start: int, end: int) -> int:
    """The best cut after `start` and not after `end`."""
    least = start + int((end - start) * _LEAST_SHARE)
    for border in _BORDERS:
        position = text.rfind(border, least, end)
        if position > start:
            return position + len(border)
    cut = end
    # Not between a letter and its marks, unless there is nothing but marks.
    while cut > least and unicodedata.combining(text[cut]):
        cut -= 1
    return cut if cut > least else end


def _part(reply: Reply, start: int, end: int) -> Reply:
    """The Reply within `start` and `end`, white space at its ends and the buttons left out."""
    while start < end and reply.text[start].isspace():
        start += 1
    while start < end and reply.text[end - 1].isspace():
        end -= 1
    spans = tuple(
        ReplySpan(span.kind, max(span.start, start) - start, min(span.end, end) - start, span.url)
        for span in reply.spans
        if max(span.start, start) < min(span.end, end)
    )
    return Reply(reply.text[start:end], spans)
