"""Answers a question in a chat, and edits the answer when the question is edited."""

from __future__ import annotations

from telegram import Bot, Message

from bot.conversation.reply import Reply
from bot.monitoring.metrics import Metrics
from bot.telegram.handlers.people import People
from bot.telegram.ports import AnswerMessages, Conversation
from bot.telegram.sending.chat_action import typing_while
from bot.telegram.sending.sender import Place, Sender, Shown
from bot.telegram.sending.turns import Turns


def place_of(message: Message) -> Place:
    """Where the reply to a message goes: in reply to it, in the same topic of a forum."""
    thread_id = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, reply_to=message.message_id, thread_id=thread_id)


class Answering:
    """Asks the conversation, and sends its Reply to the chat.

    Args:
        bot: The Bot API, to show that the bot is typing.
        conversation: Answers the questions.
        sender: Sends the replies.
        people: Makes an Asker of the author of a message.
        answers: Remembers which message answered which.
        metrics: Counts seconds until a reply is composed, and until it is sent.
    """

    def __init__(
        self,
        bot: Bot,
        *,
        conversation: Conversation,
        sender: Sender,
        people: People,
        answers: AnswerMessages,
        metrics: Metrics | None = None,
    ) -> None:
        self._bot = bot
        self._conversation = conversation
        self._sender = sender
        self._people = people
        self._answers = answers
        self._metrics = metrics or Metrics()
        self._turns = Turns()

    async def answer(self, message: Message, question: str) -> None:
        """Answer a new question."""
        async with self._turns.of(message.chat.id, message.message_id):
            reply = await self._ask(message, question)
            if reply is not None:
                await self._send(message, reply)

    async def answer_again(self, message: Message, question: str) -> None:
        """Answer an edited question: by editing its answer, or by a new message where that is gone."""
        async with self._turns.of(message.chat.id, message.message_id):
            reply = await self._ask(message, question)
            if reply is not None and not await self._edit(message, reply):
                await self._send(message, reply)

    async def _edit(self, message: Message, reply: Reply) -> bool:
        answer_id = await self._answers.answer_message(message.chat.id, message.message_id)
        return answer_id is not None and await self._sender.edit(Shown(message.chat.id, answer_id), reply)

    async def _send(self, message: Message, reply: Reply) -> None:
        answer_id = await self._sender.send(place_of(message), reply)
        if answer_id is not None:
            await self._answers.remember_answer_message(message.chat.id, message.message_id, answer_id)

    async def _ask(self, message: Message, question: str) -> Reply | None:
        place = place_of(message)
        async with typing_while(self._bot, place.chat_id, place.thread_id):
            with self._metrics.latency.labels("handled").time():
                return await self._conversation.ask(self._people.of_message(message), question)
