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
    """Answers questions, and acts on commands and buttons."""

    async def ask(self, asker: Asker, text: str) -> Reply | None:
        """Answer a question; None where nothing is to be sent, because the person asks too often."""

    async def press(self, asker: Asker, action: str, question: str = "") -> Reply | Notice:
        """Act on a pressed button: a Reply replaces the message or stands below it, a Notice pops up.

        `question` is the one that the message of the button replies to, empty where it is not known.
        """

    async def inline(self, asker: Asker, text: str, offset: str) -> InlinePage:
        """Excerpts for a query that is being typed, from `offset` on, which is empty at first."""

    async def start(self, asker: Asker, payload: str) -> Reply:
        """Welcome a person, or open the passage that the payload of a deep link names."""

    async def help(self, asker: Asker) -> Reply:
        """Explain how to ask."""

    async def sources(self, asker: Asker) -> Reply:
        """List the documents."""

    async def privacy(self, asker: Asker) -> Reply:
        """Explain what is kept of what people write."""

    async def status(self, asker: Asker) -> Reply:
        """Show a moderator the state of the index."""

    async def refusal(self, asker: Asker, act: str) -> Reply:
        """Refuse an act politely, because it is for moderators alone; the attempt is recorded."""

    async def reindex(
        self, asker: Asker, report: Callable[[Reply], Awaitable[None]], *, least: int | None = None
    ) -> Reply:
        """Reindex for a moderator, reporting progress; returns how it ended.

        `least` documents are enough to replace the index; by default half of its own.
        """

    async def roll_back(self, asker: Asker) -> Reply:
        """Go back to the index before, for a moderator; returns how it ended."""

    def apology(self, reference: str, *, can_retry: bool = False) -> Reply:
        """Apologize for an error, which has `reference` in the log, perhaps with a button to ask again."""

    def missed(self) -> Reply:
        """Say that questions came too late to be answered."""

    def crowded(self) -> Reply:
        """Ask a chat to slow down."""


class Chats(Protocol):
    """Remembers which chats cannot be written to, and where groups moved."""

    async def mark_chat_gone(self, chat_id: int) -> None:
        """Record that the bot was blocked or removed, or the chat deleted; the next answer undoes it."""

    async def chat_is_gone(self, chat_id: int) -> bool:
        """Whether a chat was recorded as gone, and nothing was sent there since."""

    async def move_chat(self, old: int, new: int) -> None:
        """Record that a group became a supergroup with another id."""

    async def chat_moved_to(self, chat_id: int) -> int | None:
        """Where a group moved; None where it did not."""


class AnswerMessages(Protocol):
    """Remembers which message answered which, so that an edited question has its answer edited."""

    async def remember_answer_message(self, chat_id: int, question_id: int, answer_id: int) -> None:
        """Record that message `answer_id` answers message `question_id` of that chat."""

    async def answer_message(self, chat_id: int, question_id: int) -> int | None:
        """The message that answers a question; None where none is known."""


class Correspondence(Chats, AnswerMessages, Protocol):
    """What the sending of replies remembers."""


class SeenUpdates(Protocol):
    """Remembers which updates were handled."""

    async def first_seen(self, update_id: int) -> bool:
        """Record a number of 63 bits; returns whether it was unknown until now."""


class Memory(Correspondence, SeenUpdates, Protocol):
    """Everything that the Telegram side remembers."""
