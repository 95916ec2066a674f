"""Handlers of messages: questions, commands, and silence for everything else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Chat, Message, Update

from bot.conversation.asker import Asker
from bot.conversation.reply import Reply
from bot.telegram.handlers.conversing import Answering, place_of
from bot.telegram.handlers.missed import Missed
from bot.telegram.handlers.people import Freshness, People
from bot.telegram.handlers.questions import (
    asked_by_command,
    asked_by_text,
    command_argument,
    command_of,
    is_from_person,
)
from bot.telegram.handlers.reindex_command import ReindexCommand
from bot.telegram.ports import Conversation
from bot.telegram.sending.outbox import Outbox

Screen = Callable[[Asker, str], Awaitable[Reply]]
"""Composes what a command shows. In: who asks, and the text after the command."""

ASK = "ask"
REINDEX = "reindex"


class OnMessage:
    """Handles new messages.

    Args:
        identity: Gives this bot's id and its username without the at sign.
        conversation: Composes what commands show.
        outbox: Sends it.
        people: Makes an Asker of the author of a message.
        freshness: Decides which messages are recent enough to be answered.
        missed: Takes the questions that are not.
        answering: Answers questions.
        reindex: Handles the moderators' `/reindex`.
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
        answering: Answering,
        reindex: ReindexCommand,
    ) -> None:
        self._identity = identity
        self._outbox = outbox
        self._people = people
        self._freshness = freshness
        self._missed = missed
        self._answering = answering
        self._reindex = reindex
        self._conversation = conversation
        self._screens = screens(conversation)

    async def __call__(self, update: Update, _: Any) -> None:
        """Answer the message, or ignore it."""
        message = update.message
        if message is None or not is_from_person(message):
            return
        _, username = self._identity()
        command = command_of(message, username)
        if not self._freshness.is_fresh(message):
            self._missed.miss(message, _question_of(message, *self._identity()))
        elif command is None:
            await self._on_text(message)
        elif command == ASK:
            await self._answering.answer(message, asked_by_command(message))
        elif command == REINDEX:
            await self._reindex(message)
        elif command in self._screens:
            await self._show(message, self._screens[command])
        elif command and message.chat.type == Chat.PRIVATE:
            await self._show(message, self._screens["help"])

    async def _on_text(self, message: Message) -> None:
        question = asked_by_text(message, *self._identity())
        if question is not None:
            await self._answering.answer(message, question)
        elif message.chat.type == Chat.PRIVATE and message.effective_attachment is not None:
            # A voice message, or a picture without a caption.
            await self._show(message, self._screens["help"])

    async def _show(self, message: Message, screen: Screen) -> None:
        reply = await screen(self._people.of_message(message), command_argument(message))
        self._outbox.post(place_of(message), reply)


class OnEditedMessage:
    """Handles edited messages: the answer of an edited question is edited.

    Args:
        identity: Gives this bot's id and its username without the at sign.
        freshness: Decides which edits are recent enough to be answered.
        missed: Takes the questions that are not.
        answering: Answers questions.
    """

    def __init__(
        self,
        *,
        identity: Callable[[], tuple[int, str]],
        freshness: Freshness,
        missed: Missed,
        answering: Answering,
    ) -> None:
        self._identity = identity
        self._freshness = freshness
        self._missed = missed
        self._answering = answering

    async def __call__(self, update: Update, _: Any) -> None:
        """Answer the edited question, or ignore the edit; of the commands only `/ask` acts again."""
        message = update.edited_message
        if message is None or not is_from_person(message):
            return
        question = _question_of(message, *self._identity())
        if not self._freshness.is_fresh(message):
            self._missed.miss(message, question)
        elif question is not None:
            await self._answering.answer_again(message, question)


def _question_of(message: Message, bot_id: int, username: str) -> str | None:
    """The question of a message, with `/ask` or without a command; None where there is none."""
    command = command_of(message, username)
    if command == ASK:
        return asked_by_command(message)
    return asked_by_text(message, bot_id, username) if command is None else None


def screens(conversation: Conversation) -> dict[str, Screen]:
    """The screens of the commands that are no questions, by the name of the command."""

    async def show_status(asker: Asker, _: str) -> Reply:
        return await (
            conversation.status(asker) if asker.is_moderator else conversation.refusal(asker, "status")
        )

    return {
        "start": conversation.start,
        "help": lambda asker, _: conversation.help(asker),
        "sources": lambda asker, _: conversation.sources(asker),
        "privacy": lambda asker, _: conversation.privacy(asker),
        "status": show_status,
        "rollback": lambda asker, _: conversation.roll_back(asker),
    }
