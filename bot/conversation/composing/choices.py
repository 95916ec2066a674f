"""Composes what inline mode offers: an excerpt a choice, each a message of its own."""

from __future__ import annotations

from bot.conversation.composing.answers import excerpt_alone
from bot.conversation.composing.citations import short_title
from bot.conversation.engines import ServedIndex
from bot.conversation.reply import InlinePage, InlineResult
from bot.conversation.wording.grammar import one_line
from retrieval import Answer

INLINE_PAGE = 5
"""Choices on a page."""
_TITLE, _DESCRIPTION = 64, 120
"""Characters that Telegram shows of each."""


def inline_page(answer: Answer, served: ServedIndex, offset: str) -> InlinePage:
    """A page of the excerpts of an answer.

    Args:
        answer: Its excerpts are those of `served`.
        served: The index that answered.
        offset: Where the page begins, as the page before named it; empty or odd for the first.
    """
    first = int(offset) if offset.isascii() and offset.isdecimal() and len(offset) <= len("999") else 0
    results = {
        (key := served.engine.key_of(excerpt.document_id, excerpt.start, excerpt.end)): InlineResult(
            result_id=key,
            title=short_title(excerpt.source, _TITLE),
            description=one_line(excerpt.text, _DESCRIPTION),
            reply=excerpt_alone(excerpt, served),
        )
        for excerpt in answer.excerpts[first : first + INLINE_PAGE]
    }
    more = first + INLINE_PAGE < len(answer.excerpts)
    return InlinePage(tuple(results.values()), str(first + INLINE_PAGE) if more else "")
