"""The one writer of the database: takes all writes that wait, and commits them in one transaction.

A failing database keeps nobody waiting: what waits for a result gets none, and memory decides; the
writes stay in memory, and the writer tries again until they are written.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from bot.monitoring.metrics import Metrics
from bot.store.condition import Health
from bot.store.link import Link
from bot.store.migration import PROBE
from bot.store.problems import is_fault_of_row
from bot.store.statements import Statement
from bot.store.waiting import Waiting, Write

_LOGGER = logging.getLogger(__name__)

# Writes that may be done before others, each kind in one call of the driver.
_EARLY = {"answer": 0, "seen": 1, "count": 2, "message": 3}


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the store waits for what, in seconds, and how much it holds."""

    limit: float = 1.0
    """For a result that somebody waits for; beyond that memory decides."""
    gather: float = 0.5
    """Until a write that nobody waits for begins, so that others come along."""
    first_pause: float = 0.5
    """Until a failing database is tried again; it doubles up to `longest_pause`."""
    longest_pause: float = 10.0
    probe: float = 30.0
    """Without any write until one is tried, to see whether the database works."""
    opening: float = 10.0
    """For the first attempt to open the database, at start."""
    closing: float = 5.0
    """For what waits at the end."""
    most_waiting: int = 10_000
    """Writes that wait in memory, of either queue."""
    batch: int = 500
    """Writes in one transaction, at most."""


class Writer:
    """Writes into one database, in the background.

    Args:
        link: The connections.
        health: Notes whether it works.
        metrics: Shows how many writes wait, and counts those that are given up.
        pace: How long to wait.
        on_empty: Called where the database turns out to be empty: gives what memory has for it.
    """

    def __init__(
        self, link: Link, health: Health, metrics: Metrics, pace: Pace, on_empty: Callable[[], list[Write]]
    ) -> None:
        self._link = link
        self._health = health
        self._metrics = metrics
        self._pace = pace
        self._on_empty = on_empty
        self._waiting = Waiting(pace.most_waiting, self._drop)
        self._pause = pace.first_pause
        self._suspicion: BaseException | None = None
        self._has_tried, self._is_idle = asyncio.Event(), asyncio.Event()
        # Set to end a wait: for any write, for one that somebody waits for, for the next attempt.
        self._wake, self._urgent, self._retry = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._is_closing = False
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to write; returns once the database was opened, failed, or takes too long."""
        self._task = asyncio.create_task(self._run())
        if not await _is_set(self._has_tried, self._pace.opening):
            self._health.failed("open", _too_slow(self._pace.opening))

    async def close(self) -> None:
        """Write what waits, within the time limit, and close the database."""
        self._is_closing = True
        for event in (self._wake, self._urgent, self._retry):
            event.set()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=self._pace.closing)
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=self._pace.closing)
        if self._waiting:
            _LOGGER.warning("%d writes never reached the database", len(self._waiting))
        await self._link.close()

    def put(self, *writes: Write) -> None:
        """Have something written soon, without waiting for it."""
        for write in writes:
            self._waiting.put(write)
        self._metrics.store_waiting.set(len(self._waiting))
        self._is_idle.clear()
        self._wake.set()

    async def result_of(self, write: Write, limit: float | None = None) -> Any:
        """Have something written, and wait for its result.

        Args:
            write: What to write.
            limit: Seconds to wait; that of `Pace` where None.

        Returns:
            The result; None where the database fails or takes too long: then memory has to decide,
            and the write is done later if it is kept.
        """
        if self._health.problem is not None:
            if write.is_kept:
                self.put(write)
            return None
        write.done = result = asyncio.get_running_loop().create_future()
        self.put(write)
        self._urgent.set()
        limit = limit or self._pace.limit
        with suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(result), limit)
        self._health.failed("write", _too_slow(limit))
        self._waiting.memory_decides()
        return None

    async def flush(self) -> bool:
        """Wait until nothing waits to be written; False where the database fails or takes too long."""
        if self._health.problem is not None:
            return False
        self._urgent.set()
        return await _is_set(self._is_idle, self._pace.limit) and not self._waiting

    def distrust(self, error: BaseException) -> None:
        """Note a failure to read; the database is opened anew."""
        self._health.failed("read", error)
        self._suspicion = error
        for event in (self._wake, self._urgent, self._retry):
            event.set()

    async def _run(self) -> None:
        while True:
            try:
                await self._carry()
            except Exception as error:  # noqa: BLE001 - whatever a driver raises, memory takes its place
                await self._fail(error)
            else:
                self._health.works()
                self._pause = self._pace.first_pause
            self._metrics.store_waiting.set(len(self._waiting))
            self._has_tried.set()
            if self._is_closing and (not self._waiting or self._health.problem is not None):
                return
            await self._rest()

    async def _rest(self) -> None:
        """Wait for something to do: a write, a probe, or after a failure the next attempt."""
        if self._health.problem is not None:
            self._is_idle.set()
            await _is_set(self._retry, self._pause)
            self._retry.clear()
            self._pause = min(self._pause * 2, self._pace.longest_pause)
            return
        if not self._waiting:
            self._is_idle.set()
            await _is_set(self._wake, self._pace.probe)
        await _is_set(self._urgent, 0 if self._is_closing else self._pace.gather)
        self._wake.clear()
        self._urgent.clear()

    async def _fail(self, error: Exception) -> None:
        self._health.failed("write" if self._link.is_open else "open", error)
        self._waiting.memory_decides()
        await self._link.give_up(error)

    async def _carry(self) -> None:
        """Write some of what waits, or nothing but a probe."""
        suspicion, self._suspicion = self._suspicion, None
        if suspicion is not None:
            await self._link.give_up(suspicion)
        if self._link.is_open:
            self._link.check_identity()
        elif await self._link.open():
            self._waiting.put_back(self._on_empty())
        batch = self._waiting.take(self._pace.batch)
        try:
            await self._commit(batch)
        finally:
            self._waiting.put_back(batch)

    async def _commit(self, batch: list[Write]) -> None:
        """Write a batch in one transaction, and take out of the list what is done with.

        Where a row is refused, the others are written one by one.
        """
        try:
            results = await self._transact(batch)
        except Exception as error:
            if not batch or not is_fault_of_row(error):
                raise
            for write in tuple(batch):
                await self._commit_one(write)
                batch.remove(write)
            return
        batch.clear()
        for write, result in results:
            if write.on_written is not None:
                write.on_written(result)
            write.resolve(result)

    async def _commit_one(self, write: Write) -> None:
        try:
            results = await self._transact([write])
        except Exception as error:
            if not is_fault_of_row(error):
                raise
            _LOGGER.warning(
                "a row for the database is refused: %s, %s", write.operation, type(error).__name__
            )
            self._drop(write)
            write.resolve(None)
            return
        for _, result in results:
            if write.on_written is not None:
                write.on_written(result)
            write.resolve(result)

    async def _transact(self, batch: Sequence[Write]) -> list[tuple[Write, Any]]:
        """Write in one transaction; returns the results of those writes that have one."""
        ordered = sorted(batch, key=lambda write: _EARLY.get(write.operation, len(_EARLY)))
        return await self._link.write(lambda connection: _execute_all(connection, ordered))

    def _drop(self, write: Write) -> None:
        """Count a write that is given up."""
        self._metrics.store_failures.labels(f"{write.operation} given up").inc()


def _execute_all(connection: Connection, ordered: Sequence[Write]) -> list[tuple[Write, Any]]:
    """Execute all writes, or a probe where there are none; returns the results of those that have one."""
    results: list[tuple[Write, Any]] = []
    if not ordered:
        connection.execute(PROBE)
    for statement, writes in groupby(ordered, key=lambda write: write.statement):
        results += _execute(connection, statement, tuple(writes))
    return results


def _execute(
    connection: Connection, statement: Statement, writes: Sequence[Write]
) -> list[tuple[Write, Any]]:
    """Execute a statement for several writes, in one call of the driver where none has a result."""
    if all(write.result is None for write in writes):
        connection.execute(statement, [write.row for write in writes])
        return []
    executed = [(write, connection.execute(statement, write.row)) for write in writes]
    return [(write, write.result(result) if write.result else None) for write, result in executed]


async def _is_set(event: asyncio.Event, limit: float) -> bool:
    """Wait for an event; returns whether it is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), limit)
    return event.is_set()


def _too_slow(limit: float) -> TimeoutError:
    return TimeoutError(f"the database does not answer within {limit:g} s")
