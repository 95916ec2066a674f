"""Handlers of pressed buttons and of inline queries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from telegram import CallbackQuery, InlineQuery, InlineQueryResultsButton, Message, Update

from bot.conversation.actions import Verb, as_count, parse_action
from bot.conversation.reply import InlinePage, Notice
from bot.telegram.handlers.conversing import place_of
from bot.telegram.handlers.people import People
from bot.telegram.handlers.reindex_command import ReindexCommand
from bot.telegram.handlers.retrying import question_of, replied_to
from bot.telegram.ports import Conversation
from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.rendering import render_inline
from bot.telegram.sending.sender import Place, Shown
from bot.telegram.sending.turns import Turns

INLINE_LIMIT = 50
"""Telegram's limit of results in one answer to an inline query."""
INLINE_CACHE_SECONDS = 60
"""How long Telegram may reuse the results of the same query; a reindexing takes effect after that."""
INLINE_PAYLOAD = "inline"
"""The argument of `/start` where somebody comes from the button above inline results."""
BUTTON_LIMIT = 64
"""Characters that fit on that button."""


class OnPress:
    """Handles pressed buttons: answers each press once, and edits the message where there is a Reply.

    A Reply that stands beside the message is sent below it, and the message stays as it is.

    Args:
        identity: Gives this bot's id and its username without the at sign.
        conversation: Acts on the button.
        outbox: Edits the message.
        people: Makes an Asker of the person who pressed.
        reindex: Reindexes where a moderator confirms it by a button.
    """

    def __init__(
        self,
        *,
        identity: Callable[[], tuple[int, str]],
        conversation: Conversation,
        outbox: Outbox,
        people: People,
        reindex: ReindexCommand,
    ) -> None:
        self._identity = identity
        self._reindex = reindex
        self._conversation = conversation
        self._outbox = outbox
        self._people = people
        self._turns = Turns()

    async def __call__(self, update: Update, context: Any) -> None:
        """Have the conversation act on the button, and show the outcome."""
        query = update.callback_query
        if query is not None:
            action, shown = parse_action(query.data or ""), shown_of(query)
            if action is not None and action.verb is Verb.PROOF:
                # A page may take seconds to draw: neither a handler nor the message waits for it.
                context.application.create_task(self._press(query, shown), update=update)
                return
            # One press of a message at a time: the last press decides what the message shows.
            async with self._turns.of(shown):
                await self._press(query, shown)

    async def _press(self, query: CallbackQuery, shown: Shown) -> None:
        action, asker = parse_action(query.data or ""), self._people.of_press(query)
        least = as_count(action.subject) if action is not None and action.verb is Verb.REPLACE else None
        if least is not None and asker.is_moderator and isinstance(query.message, Message):
            self._outbox.answer_callback(query.id)  # at once: a reindexing takes longer than a press waits
            await self._reindex.replace(asker, query.message, least)
            return
        asks_again = action is not None and action.verb is Verb.AGAIN
        asked = replied_to(query) if asks_again else None
        question = question_of(asked, *self._identity()) if asked is not None else ""
        outcome = await self._conversation.press(asker, query.data or "", question)
        if isinstance(outcome, Notice):
            self._outbox.answer_callback(query.id, outcome.text)
            return
        self._outbox.answer_callback(query.id)
        if outcome.is_beside and query.message is not None:
            message = query.message
            place = place_of(message) if isinstance(message, Message) else Place(message.chat.id)
            self._outbox.post(place, outcome)
            return
        self._outbox.edit(shown, outcome, question_id=asked.message_id if asked is not None else None)


def shown_of(query: CallbackQuery) -> Shown:
    """The message that a pressed button belongs to."""
    if query.message is None:
        return Shown(None, None, query.inline_message_id)
    return Shown(query.message.chat.id, query.message.message_id)


class OnInline:
    """Handles inline queries.

    Args:
        conversation: Finds the results.
        outbox: Sends them.
        people: Makes an Asker of the person who types.
    """

    def __init__(self, *, conversation: Conversation, outbox: Outbox, people: People) -> None:
        self._conversation = conversation
        self._outbox = outbox
        self._people = people

    async def __call__(self, update: Update, _: Any) -> None:
        """Answer with excerpts."""
        query = update.inline_query
        if query is not None:
            page = await self._conversation.inline(self._people.of_inline(query), query.query, query.offset)
            self._outbox.beside("answerInlineQuery", partial(_answer, query, page))


async def _answer(query: InlineQuery, page: InlinePage) -> None:
    button = None
    if page.hint:
        button = InlineQueryResultsButton(page.hint[:BUTTON_LIMIT], start_parameter=INLINE_PAYLOAD)
    await query.answer(
        [render_inline(result) for result in page.results[:INLINE_LIMIT]],
        cache_time=0 if page.is_passing else INLINE_CACHE_SECONDS,
        is_personal=page.is_passing or None,
        next_offset=page.next_offset,
        button=button,
    )
