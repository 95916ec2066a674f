"""What the Telegram side asks of others: a conversation, and a memory of chats and of answers.

`bot.conversation` and `bot.store` have the real implementations; tests have whole fakes. Every
method may be called by several handlers at a time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.conversation.asker import Asker
from bot.conversation.reply import InlinePage, Notice, Reply


class Conversation(Protocol):
    """Decides every word that the bot says."""

    async def ask(self, asker: Asker, text: str) -> Reply | None:
        """Answer a question; None is silence (over the limit, and told so already)."""

    async def press(self, asker: Asker, action: str) -> Reply | Notice:
        """A button was pressed: a Reply takes the place of the message, a Notice passes by."""

    async def inline(self, asker: Asker, text: str, offset: str) -> InlinePage:
        """Excerpts for what is being typed, from `offset` (empty at first) on."""

    async def start(self, asker: Asker, payload: str) -> Reply:
        """Greet, or open what a deep link's payload names."""

    async def help(self, asker: Asker) -> Reply:
        """Say what can be asked and how."""

    async def sources(self, asker: Asker) -> Reply:
        """List the documents."""

    async def privacy(self, asker: Asker) -> Reply:
        """Say what is kept of what people write."""

    async def status(self, asker: Asker) -> Reply:
        """Tell a moderator about the index."""

    async def refusal(self) -> Reply:
        """Say politely that this is for moderators alone."""

    async def reindex(self, asker: Asker, report: Callable[[Reply], Awaitable[None]]) -> Reply:
        """Reindex for a moderator, reporting progress; returns how it ended."""

    def apology(self, reference: str) -> Reply:
        """Apologize for an error of ours, which the log knows by `reference`."""


class Chats(Protocol):
    """Remembers which chats can be written to."""

    async def mark_unreachable(self, chat_id: int) -> None:
        """The bot was blocked or thrown out, or the chat is gone."""

    async def mark_reachable(self, chat_id: int) -> None:
        """The chat can be written to again."""

    async def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup with another id: what was kept moves with it."""


class AnswerLog(Protocol):
    """Remembers which message answered which, so that an edited question has its answer edited."""

    async def remember_answer(self, chat_id: int, question_id: int, answer_id: int) -> None:
        """`answer_id` is the message that answered message `question_id` of that chat."""

    async def find_answer(self, chat_id: int, question_id: int) -> int | None:
        """The message that answered, or None."""
