"""Handles guest mode: whoever writes the bot's name in a chat that it is not in gets an answer there.

Telegram delivers such a message alone, and takes one answer to it, as an inline result
(core.telegram.org/bots/api#answerguestquery). Its buttons work as those of messages of inline mode.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from telegram import Message, Update

from bot.conversation.reply import InlineResult, Reply
from bot.telegram.handlers.missed import Missed
from bot.telegram.handlers.people import Freshness, People
from bot.telegram.handlers.questions import asked_as_guest, is_from_person
from bot.telegram.ports import Conversation
from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.rendering import render_inline

RESULT_ID = "answer"
_TITLE_LENGTH = 64
"""Characters of the result's title, which nobody sees."""


class OnGuestMessage:
    """Handles messages of guest mode.

    Args:
        identity: Gives this bot's id and its username without the at sign.
        conversation: Answers questions.
        outbox: Sends the answers.
        people: Makes an Asker of the author of a message.
        freshness: Decides which messages are recent enough to be answered.
        missed: Counts the questions that are not.
    """

    def __init__(
        self,
        *,
        identity: Callable[[], tuple[int, str]],
        conversation: Conversation,
        outbox: Outbox,
        people: People,
        freshness: Freshness,
        missed: Missed,
    ) -> None:
        self._identity = identity
        self._conversation = conversation
        self._outbox = outbox
        self._people = people
        self._freshness = freshness
        self._missed = missed

    async def __call__(self, update: Update, _: Any) -> None:
        """Answer the message, or ignore it."""
        message = update.guest_message
        if message is None or not is_from_person(message):
            return
        question = asked_as_guest(message, *self._identity())
        if question is None:
            return
        if not self._freshness.is_fresh(message):
            self._missed.count()
            return
        reply = await self._conversation.ask(self._people.of_guest(message), question)
        if reply is not None:
            answer_guest(self._outbox, message, reply)


def answer_guest(outbox: Outbox, message: Message, reply: Reply) -> None:
    """Answer a message of guest mode; what does not fit into one message is left out."""
    query_id = message.guest_query_id
    if query_id:
        result = render_inline(InlineResult(RESULT_ID, reply.text[:_TITLE_LENGTH], "", reply))
        outbox.beside("answerGuestQuery", partial(message.get_bot().answer_guest_query, query_id, result))
