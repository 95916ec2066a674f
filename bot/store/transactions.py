"""Runs whole transactions against the connection that writes, each as one call.

A file of SQLite is written in a thread of its own, so that a transaction is one change of threads. By
the asynchronous driver each statement is about four, and each of them waits for the interpreter lock,
which a search holds: that took more than half of what the event loop did for a question. A server is
spoken to by its asynchronous driver; so is a database in memory, which has one connection for all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")


class Transactions(Protocol):
    """The connection that writes."""

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do something in a transaction, which is committed at the end, and rolled back after an error."""
        ...

    async def dispose(self) -> None:
        """Close the connection."""
        ...


class ThreadTransactions:
    """Transactions in a thread of their own.

    Args:
        engine: Connects to a file of SQLite.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do something in a transaction; see `Transactions`."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, work)

    def _run(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)

    async def dispose(self) -> None:
        """Close the connection, after what the thread is at."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        finally:
            self._thread.shutdown(wait=False)


class LoopTransactions:
    """Transactions by an asynchronous driver.

    Args:
        engine: Connects to a server, or to a database in memory.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do something in a transaction; see `Transactions`."""
        async with self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def dispose(self) -> None:
        """Close the connection."""
        await self._engine.dispose()
