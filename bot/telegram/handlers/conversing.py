"""Answers a question in a chat, and edits the answer when the question is edited."""

from __future__ import annotations

import time
from functools import partial

from telegram import Message

from bot.conversation.reply import Reply
from bot.monitoring.metrics import Metrics
from bot.telegram.handlers.people import People
from bot.telegram.ports import Conversation
from bot.telegram.sending.chat_action import typing_while
from bot.telegram.sending.lanes import CROWDED
from bot.telegram.sending.mail import AnswerTo
from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.sender import Place
from bot.telegram.sending.turns import Turns


def place_of(message: Message) -> Place:
    """Where the reply to a message goes: in reply to it, in the same topic of a forum."""
    thread_id = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, reply_to=message.message_id, thread_id=thread_id)


class Answering:
    """Asks the conversation, and hands its Reply over to be sent.

    Args:
        conversation: Answers the questions.
        outbox: Sends the replies.
        people: Makes an Asker of the author of a message.
        metrics: Counts seconds until a reply is composed, and until it is sent.
    """

    def __init__(
        self,
        *,
        conversation: Conversation,
        outbox: Outbox,
        people: People,
        metrics: Metrics | None = None,
    ) -> None:
        self._conversation = conversation
        self._outbox = outbox
        self._people = people
        self._metrics = metrics or Metrics()
        self._turns = Turns()
        self._told: set[int] = set()

    async def answer(self, message: Message, question: str) -> None:
        """Answer a new question, unless more wait in this chat than Telegram takes."""
        if self._is_crowded(message):
            return
        began = time.monotonic()
        async with self._turns.of(message.chat.id, message.message_id):
            reply = await self._ask(message, question)
            if reply is not None:
                self._outbox.post(place_of(message), reply, is_answer=True, since=began)

    async def answer_again(self, message: Message, question: str) -> None:
        """Answer an edited question: by editing its answer, or by a new message where that is gone."""
        began, place = time.monotonic(), place_of(message)
        async with self._turns.of(message.chat.id, message.message_id):
            reply = await self._ask(message, question)
            if reply is not None:
                answer = AnswerTo(message.chat.id, message.message_id)
                self._outbox.edit(answer, reply, place=place, since=began)

    def _is_crowded(self, message: Message) -> bool:
        """Whether the chat has to slow down, which it is told once."""
        chat_id = message.chat.id
        if self._outbox.waiting(chat_id) < CROWDED:
            self._told.discard(chat_id)
            return False
        if chat_id not in self._told:
            self._told.add(chat_id)
            self._outbox.post(place_of(message), self._conversation.crowded())
        return True

    async def _ask(self, message: Message, question: str) -> Reply | None:
        async with typing_while(partial(self._outbox.show_typing, place_of(message))):
            with self._metrics.latency.labels("handled").time():
                return await self._conversation.ask(self._people.of_message(message), question)
