"""What sending remembers: which message answers which question, and chats that are gone or moved.

The store keeps it. Where the store fails, that is logged and the sending goes on: the last answers are
remembered here as well.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from typing import TypeVar

from bot.monitoring.logs import describe_error
from bot.telegram.ports import Correspondence
from bot.telegram.sending.mail import AnswerTo, ChatKey, Delivery, Letter
from bot.telegram.sending.sender import Shown

_LOGGER = logging.getLogger(__name__)
_T = TypeVar("_T")

MOST_RECENT = 1000
"""Answers that are remembered here; beyond that the oldest is forgotten."""


class Recalling:
    """The memory of the sending; its methods never raise.

    Args:
        store: Keeps it.
    """

    def __init__(self, store: Correspondence) -> None:
        self._store = store
        self._recent: dict[AnswerTo, int] = {}
        self._moved: dict[ChatKey, int] = {}

    async def shown(self, letter: Letter) -> Shown | None:
        """The message that a letter replaces; None where there is none, or none is known."""
        target = letter.target
        if target is None or isinstance(target, Shown):
            return target
        if isinstance(target, Delivery):
            message_id = target.message_id
        else:
            message_id = self._recent.get(target)
            if message_id is None:
                asked = self._store.answer_message(target.chat_id, target.question_id)
                message_id = await self._try(asked, None)
        if message_id is None or not isinstance(letter.chat, int):
            return None
        return Shown(letter.chat, message_id)

    async def remember(self, letter: Letter) -> None:
        """Remember which message a letter became, where it answers a question."""
        answered, message_id = letter.answers, letter.delivery.message_id
        if answered is None or message_id is None:
            return
        self._recent.pop(answered, None)
        self._recent[answered] = message_id
        while len(self._recent) > MOST_RECENT:
            del self._recent[next(iter(self._recent))]
        kept = self._store.remember_answer_message(answered.chat_id, answered.question_id, message_id)
        await self._try(kept, None)

    def now_at(self, chat_id: int) -> int:
        """The id of a chat now, where it moved since the start."""
        return self._moved.get(chat_id, chat_id)

    async def moved_to(self, key: ChatKey) -> int | None:
        """Where a group moved; None where it did not."""
        if not isinstance(key, int):
            return None
        return self._moved.get(key) or await self._try(self._store.chat_moved_to(key), None)

    async def remember_move(self, key: ChatKey, new_id: int) -> None:
        """Remember where a group moved."""
        if isinstance(key, int):
            self._moved[key] = new_id
            await self._try(self._store.move_chat(key, new_id), None)

    async def is_gone(self, key: ChatKey) -> bool:
        """Whether a chat was found to be gone."""
        return isinstance(key, int) and await self._try(self._store.chat_is_gone(key), False)  # noqa: FBT003

    async def remember_gone(self, key: ChatKey) -> None:
        """Remember that a chat cannot be written to."""
        if isinstance(key, int):
            await self._try(self._store.mark_chat_gone(key), None)

    async def _try(self, work: Awaitable[_T], otherwise: _T) -> _T:
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - a database may raise anything, and nothing here depends on it
            _LOGGER.warning("sending goes on without the store: %s", describe_error(error))
            return otherwise
