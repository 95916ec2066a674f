"""Stores with short pauses, to be broken by tests, and what a bot does with them all day."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.conversation import Vote
from bot.store import Pace, Store

PACE = Pace(limit=0.9, gather=0.01, first_pause=0.05, longest_pause=0.1, probe=0.1, opening=3.0, closing=3.0)
SUAD = "telegram:42"
PATIENCE = 15.0
"""Seconds that a store has to notice or to recover."""


@asynccontextmanager
async def opened(url: str, pace: Pace = PACE) -> AsyncIterator[Store]:
    """A store, closed at the end."""
    store = await Store.open(url, pace=pace)
    try:
        yield store
    finally:
        await store.close()


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - nothing signals what another process does
            await asyncio.sleep(0.01)


async def serve(store: Store, number: int) -> float:
    """What a question and a vote need of a store, all of it; returns the seconds that it took."""
    began = time.monotonic()
    assert await store.first_seen(number)
    assert not await store.first_seen(number)
    assert await store.count_question(SUAD, timedelta(minutes=1)) >= 1
    await store.keep_answer(f"a{number}", {"line": number})
    await store.remember_answer_message(7, number, number + 1)
    assert await store.answer(f"a{number}") == {"line": number}
    assert await store.answer_message(7, number) == number + 1
    assert await store.vote(f"a{number}", SUAD, Vote.GOOD)
    await store.mark_chat_gone(-number - 1)
    assert await store.chat_is_gone(-number - 1)
    await store.audit(SUAD, "telegram:-7", "status", str(number))
    return time.monotonic() - began


async def has_served(url: str, *numbers: int) -> bool:
    """Whether a database has all that `serve` wrote, as another process sees it."""
    async with opened(url) as store:
        for number in numbers:
            assert await store.answer(f"a{number}") == {"line": number}
            assert await store.answer_message(7, number) == number + 1
            assert await store.chat_is_gone(-number - 1)
            assert not await store.first_seen(number)
        return (await store.votes()).good >= len(numbers)


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The log lines of the store, each up to its first colon."""
    return [
        record.getMessage().partition(":")[0].partition(",")[0]
        for record in caplog.records
        if record.name.startswith("bot.store") and record.levelno >= logging.WARNING
    ]


FAILS, WORKS = "the database fails", "the database works again"
