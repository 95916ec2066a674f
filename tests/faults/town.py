"""People and their chats on the loopback server, and what they saw of the bot's messages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import BOT, Json

QUESTIONS = (
    "متى اجتماع جنيف؟",
    "من ترأس الوفد الأمريكي؟",
    "كم ساعة استمرت جلسة جنيف؟",
    "من قاد الوفد الروسي في جنيف؟",
)
"""Questions that the sample corpus answers, each in one message."""
WORDS = ("جنيف", "الوفد", "جلسة")
"""Words of them, which no log may contain."""
_APOLOGY = "عذرا"
"""At the beginning of every apology, and of nothing else that the bot says."""
_ANSWER = 120
"""Characters that no notice of the bot has, and every answer."""
_TICK = 0.1
"""Seconds between two looks at a chat."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that somebody asked."""

    chat_id: int
    message_id: int
    at: float
    """When, by a monotonic clock, in seconds."""


class Town:
    """Everybody who writes to the bot; each case has people and a chat of its own.

    Args:
        server: Where they write.
    """

    def __init__(self, server: TelegramServer) -> None:
        self.server = server
        self.state = server.state
        self._last_id = 1000

    def person(self) -> Person:
        """Somebody new."""
        self._last_id += 1
        return Person(self.state, self._last_id)

    def group(self) -> int:
        """The id of a new group."""
        self._last_id += 1
        return -1_000_000_000_000 - self._last_id

    async def ask(self, person: Person, number: int = 0, chat_id: int | None = None) -> Asked:
        """Ask a question, in a group by the command."""
        text = QUESTIONS[number % len(QUESTIONS)]
        at = time.monotonic()
        message_id = await person.write(f"/ask {text}" if chat_id else text, chat_id=chat_id)
        return Asked(chat_id or person.user_id, message_id, at)

    def replies(self, asked: Asked) -> list[Json]:
        """The bot's messages in reply to a question, in order."""
        return [
            message
            for message in self.messages(asked.chat_id)
            if message.get("reply_to_message", {}).get("message_id") == asked.message_id
        ]

    def messages(self, chat_id: int) -> Iterator[Json]:
        """All messages of the bot in a chat, in order."""
        for message_id in range(1, self.state.last_message_ids.get(chat_id, 0) + 1):
            message = self.state.messages.get((chat_id, message_id))
            if message is not None and message["from"]["id"] == BOT["id"]:
                yield message

    def answers(self, asked: Asked) -> list[Json]:
        """The answers to a question; one whose entities were refused quotes without them."""
        return [message for message in self.replies(asked) if answers(message)]

    def apologies(self, asked: Asked) -> list[Json]:
        """The apologies for a question."""
        return [message for message in self.replies(asked) if apologizes(message)]

    def apologies_in(self, chat_id: int) -> int:
        """How many apologies a chat has seen."""
        return sum(map(apologizes, self.messages(chat_id)))


def answers(message: Json) -> bool:
    """Whether a message shows an excerpt."""
    is_quoting = any(entity["type"].endswith("blockquote") for entity in message.get("entities", ()))
    return is_quoting or (not apologizes(message) and len(message.get("text", "")) > _ANSWER)


def apologizes(message: Json) -> bool:
    """Whether a message is an apology."""
    return bool(message.get("text", "").startswith(_APOLOGY))


def button(message: Json, verb: str) -> str | None:
    """The action of the first button of a message with that verb; None where it has none."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    actions = (str(each.get("callback_data", "")) for row in rows for each in reversed(row))
    return next((action for action in actions if action.split(":")[1:2] == [verb]), None)


async def until(holds: Callable[[], object], within: float) -> bool:
    """Wait until something holds, for so many seconds at most; returns whether it does."""
    end = time.monotonic() + within
    while not holds():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(_TICK)
    return True


async def quiet(server: TelegramServer, seconds: float = 2.0, within: float = 30.0) -> bool:
    """Wait until the bot has called nothing but getUpdates for a while."""
    count, since, end = -1, time.monotonic(), time.monotonic() + within
    while time.monotonic() - since < seconds:
        if time.monotonic() > end:
            return False
        if len(server.state.calls) != count:
            count, since = len(server.state.calls), time.monotonic()
        await asyncio.sleep(_TICK)
    return True
