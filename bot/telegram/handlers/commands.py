"""Sets the menus of commands: who sees which commands where, in which language.

The start of the bot does not wait for it, and a menu that fails is tried again later.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import BadRequest, TelegramError

_LOGGER = logging.getLogger(__name__)

RETRY_PAUSES = (5.0, 30.0, 120.0, 600.0, 3600.0)
"""Seconds before each further attempt."""

_DESCRIPTIONS = {
    "": {
        "ask": "اسأل عما في الوثائق",
        "start": "ابدأ من هنا",
        "help": "كيف تسأل",
        "sources": "الوثائق التي أجيب منها",
        "privacy": "ما الذي أحتفظ به",
        "status": "حال الفهرس",
        "reindex": "أعد الفهرسة",
    },
    "en": {
        "ask": "Ask about what the documents say",
        "start": "Start here",
        "help": "How to ask",
        "sources": "The documents that answers come from",
        "privacy": "What is kept of what you write",
        "status": "State of the index",
        "reindex": "Index the corpus anew",
    },
}
"""Descriptions by language; the empty one is for all languages that have no list of their own."""

_IN_PRIVATE = ("start", "help", "sources", "privacy")
_IN_GROUPS = ("ask", "help", "sources", "privacy")
_FOR_MODERATORS = (*_IN_PRIVATE, "status", "reindex")


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


async def set_menus(
    bot: Bot, moderators: Iterable[int], *, pauses: Sequence[float] = RETRY_PAUSES
) -> tuple[Menu, ...]:
    """Set all menus, and try those again that fail; never raises where Telegram refuses.

    A moderator who has never written to the bot has no chat with it: that menu waits for the next start.

    Returns:
        The menus that could not be set.
    """
    remaining = menus(moderators)
    for pause in (0.0, *pauses):
        await asyncio.sleep(pause)
        remaining = tuple([menu for menu in remaining if not await _set(bot, menu)])
        if not remaining:
            break
    else:
        _LOGGER.warning("%d menus of commands could not be set", len(remaining))
    return remaining


async def _set(bot: Bot, menu: Menu) -> bool:
    """Set one menu; returns False where it has to be tried again."""
    try:
        await bot.set_my_commands(menu.commands, scope=menu.scope, language_code=menu.language or None)
    except BadRequest as error:
        _LOGGER.info("commands for a scope are left out: %s", error.message)
        return True
    except TelegramError as error:
        _LOGGER.info("commands will be set later: %s", error.message)
        return False
    return True
