"""Shows «يكتب…» (typing) while a question is being answered, if that takes a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

DELAY = 0.4
"""Seconds before it is first shown. A quicker answer needs none; it would still show after the answer."""
REPEAT = 4.5
"""Seconds until it is shown again; Telegram hides it after 5."""


@asynccontextmanager
async def typing_while(show: Callable[[], Awaitable[None]], *, delay: float = DELAY) -> AsyncIterator[None]:
    """Show that the bot is typing until the block ends.

    Args:
        show: Shows it once; never raises.
        delay: Seconds before it is first shown.
    """
    tasks: set[asyncio.Task[None]] = set()
    # A timer costs less than a task, and most answers come before it rings.
    timer = asyncio.get_running_loop().call_later(delay, lambda: tasks.add(asyncio.create_task(_type(show))))
    try:
        yield
    finally:
        timer.cancel()
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


async def _type(show: Callable[[], Awaitable[None]]) -> None:
    while True:
        await show()
        await asyncio.sleep(REPEAT)
