"""Reads from the database beside the writer; nobody waits long for a database that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable, Row

from bot.store.link import Link


class Reader:
    """Reads from one database.

    Args:
        link: The connections.
        on_failure: Called with the error where reading fails; there is no further attempt until the
            database is opened anew.
        limit: Seconds that a reading may take.
    """

    def __init__(self, link: Link, on_failure: Callable[[BaseException], None], limit: float) -> None:
        self._link = link
        self._on_failure = on_failure
        self._limit = limit
        self._running: set[asyncio.Task[Sequence[Row[Any]]]] = set()

    async def first(self, query: Executable) -> Row[Any] | None:
        """The first row; None where there is none, or the database fails."""
        rows = await self.rows(query)
        return rows[0] if rows else None

    async def rows(self, query: Executable) -> Sequence[Row[Any]] | None:
        """All rows; None where the database fails or takes too long."""
        if not self._link.can_read:
            return None
        # A task of its own: a driver that is canceled in the middle may lose its connection.
        reading = asyncio.create_task(self._fetch(query))
        self._running.add(reading)
        reading.add_done_callback(self._forget)
        await asyncio.wait({reading}, timeout=self._limit)
        if not reading.done():
            self._failed(TimeoutError(f"the database does not answer within {self._limit:g} s"))
            return None
        error = reading.exception()
        if error is not None:
            self._failed(error)
            return None
        return reading.result()

    async def close(self) -> None:
        """Wait a little for what is still being read."""
        if self._running:
            await asyncio.wait(self._running, timeout=self._limit)

    def _failed(self, error: BaseException) -> None:
        self._link.can_read = False
        self._on_failure(error)

    def _forget(self, reading: asyncio.Task[Sequence[Row[Any]]]) -> None:
        self._running.discard(reading)
        if not reading.cancelled():
            reading.exception()  # else asyncio would log it as never looked at

    async def _fetch(self, query: Executable) -> Sequence[Row[Any]]:
        async with self._link.reading() as connection:
            result: CursorResult[Any] = await connection.execute(query)
            return result.all()
