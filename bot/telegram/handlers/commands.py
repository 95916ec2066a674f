"""Sets the menus of commands: who sees which commands where, in which language.

Nothing waits for it, and a menu that fails is tried again later: after the wait that Telegram asks for, or
once a moderator has written to the bot, without which there is no chat for a menu.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.monitoring.logs import describe_error
from bot.telegram.sending.refusals import seconds_of

_LOGGER = logging.getLogger(__name__)

RETRY_PAUSES = (5.0, 30.0, 120.0, 600.0, 3600.0)
"""Seconds before each further attempt; the last one again and again."""

_DESCRIPTIONS = {
    "": {
        "ask": "اسأل عما في الوثائق",
        "start": "ابدأ من هنا",
        "help": "كيف تسأل",
        "sources": "الوثائق التي أجيب منها",
        "privacy": "ما الذي أحتفظ به",
        "status": "حال الفهرس",
        "reindex": "أعد الفهرسة",
        "rollback": "عد إلى الفهرس السابق",
    },
    "en": {
        "ask": "Ask about what the documents say",
        "start": "Start here",
        "help": "How to ask",
        "sources": "The documents that answers come from",
        "privacy": "What is kept of what you write",
        "status": "State of the index",
        "reindex": "Index the corpus anew",
        "rollback": "Go back to the index before",
    },
}
"""Descriptions by language; the empty one is for all languages that have no list of their own."""

_IN_PRIVATE = ("start", "help", "sources", "privacy")
_IN_GROUPS = ("ask", "help", "sources", "privacy")
_FOR_MODERATORS = (*_IN_PRIVATE, "status", "reindex", "rollback")


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands that one scope shows in one language."""

    scope: BotCommandScope
    language: str
    """ISO 639-1 code; empty for all languages that have no menu of their own."""
    commands: tuple[BotCommand, ...]


def menus(moderators: Iterable[int]) -> tuple[Menu, ...]:
    """All menus: by default, in private, in groups, and for each moderator in private."""
    names: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeDefault(), _IN_PRIVATE),
        (BotCommandScopeAllPrivateChats(), _IN_PRIVATE),
        (BotCommandScopeAllGroupChats(), _IN_GROUPS),
        *((BotCommandScopeChat(moderator), _FOR_MODERATORS) for moderator in moderators),
    ]
    return tuple(
        Menu(scope, language, tuple(BotCommand(name, descriptions[name]) for name in shown))
        for scope, shown in names
        for language, descriptions in _DESCRIPTIONS.items()
    )


class Menus:
    """Sets the menus in the background.

    Args:
        bot: The Bot API.
        moderators: Telegram ids of those who have a menu of their own in private.
    """

    def __init__(self, bot: Bot, moderators: Iterable[int]) -> None:
        self._bot = bot
        self._remaining = menus(moderators)
        self._without_chat: dict[int, tuple[Menu, ...]] = {}
        self._woken = asyncio.Event()
        self._wait_until = 0.0

    @property
    def remaining(self) -> tuple[Menu, ...]:
        """The menus that are still to be set."""
        return self._remaining

    def wake(self, user_id: int) -> None:
        """Set the menu of a moderator who has a chat with the bot now, where it could not be set before."""
        self._remaining += self._without_chat.pop(user_id, ())
        if self._remaining:
            self._woken.set()

    async def keep(self, pauses: Sequence[float] = RETRY_PAUSES) -> None:
        """Set all menus, and go on until it is canceled; never raises.

        Args:
            pauses: Seconds before each further attempt at menus that failed, the last one again and
                again; none where it is empty.
        """
        failures = 0
        while True:
            await self._set_remaining()
            failures = failures + 1 if self._remaining else 0
            pause = pauses[min(failures, len(pauses)) - 1] if failures and pauses else None
            await self._sleep(pause)

    async def _sleep(self, pause: float | None) -> None:
        """Wait for the next attempt: so many seconds, or until a moderator writes; not in a flood wait."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), pause)
        self._woken.clear()
        await asyncio.sleep(max(0.0, self._wait_until - time.monotonic()))

    async def _set_remaining(self) -> None:
        for menu in self._remaining:
            try:
                await self._set(menu)
            except RetryAfter as error:
                wait = seconds_of(error)
                self._wait_until = time.monotonic() + wait
                _LOGGER.warning("Telegram asks to wait %.0f s with setMyCommands: menus are set later", wait)
                return
            except TelegramError as error:
                _LOGGER.info("commands will be set later: %s", describe_error(error))
                continue
            self._remaining = tuple(other for other in self._remaining if other != menu)

    async def _set(self, menu: Menu) -> None:
        """Set one menu, or leave it out where Telegram refuses it.

        Raises:
            TelegramError: It is to be tried again.
        """
        language = menu.language or None
        try:
            await self._bot.set_my_commands(menu.commands, scope=menu.scope, language_code=language)
        except BadRequest as error:
            _LOGGER.info("commands for a scope are left out: %s", error.message)
            if isinstance(menu.scope, BotCommandScopeChat):
                user_id = int(menu.scope.chat_id)
                self._without_chat[user_id] = (*self._without_chat.get(user_id, ()), menu)


class OnModerator:
    """Handles private messages of moderators: whoever writes can have a menu.

    Args:
        menus: Sets it.
    """

    def __init__(self, menus: Menus) -> None:
        self._menus = menus

    async def __call__(self, update: Update, _: Any) -> None:
        """Set the menu, unless it was set before."""
        if update.effective_user is not None:
            self._menus.wake(update.effective_user.id)
