"""Shows «يكتب…» (typing) while a question is being answered, if that takes a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

DELAY = 0.4
"""Seconds before it is first shown. A quicker answer needs none; it would still show after the answer."""
REPEAT = 4.5
"""Seconds until it is shown again; Telegram hides it after 5."""


@asynccontextmanager
async def typing_while(
    bot: Bot, chat_id: int, thread_id: int | None = None, *, delay: float = DELAY
) -> AsyncIterator[None]:
    """Show that the bot is typing until the block ends; failures of this are ignored."""
    task = asyncio.create_task(_type(bot, chat_id, thread_id, delay))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _type(bot: Bot, chat_id: int, thread_id: int | None, delay: float) -> None:
    await asyncio.sleep(delay)
    with suppress(TelegramError):
        while True:
            await bot.send_chat_action(chat_id, ChatAction.TYPING, message_thread_id=thread_id)
            await asyncio.sleep(REPEAT)
