"""What the Telegram side needs from outside: a conversation, and a memory of chats and updates.

The composition root passes the production implementations in; tests pass complete fakes. Every
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
    """Remembers which chats cannot be written to, and where groups moved."""

    async def mark_chat_gone(self, chat_id: int) -> None:
        """The bot was blocked or thrown out, or the chat is no more; its next answer undoes this."""

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup with another id."""


class AnswerMessages(Protocol):
    """Remembers which message answered which, so that an edited question has its answer edited."""

    async def remember_answer_message(self, chat_id: int, question_id: int, answer_id: int) -> None:
        """`answer_id` is the message that answered message `question_id` of that chat."""

    async def answer_message(self, chat_id: int, question_id: int) -> int | None:
        """The message that answered, or None."""


class SeenUpdates(Protocol):
    """Remembers which updates were taken up."""

    async def first_seen(self, update_id: int) -> bool:
        """Whether that number (63 bits) is seen for the first time, which it then no longer is."""


class Memory(Chats, AnswerMessages, SeenUpdates, Protocol):
    """Everything that the Telegram side remembers."""
