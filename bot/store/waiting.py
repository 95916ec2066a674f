"""Writes that wait for the database, as many as memory should hold."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CursorResult

from bot.store.statements import Statement


@dataclass(slots=True, eq=False)
class Write:
    """One statement with its row.

    Precious writes (votes, audit) have a queue of their own, which the others cannot fill.
    """

    operation: str
    statement: Statement
    row: dict[str, Any]
    result: Callable[[CursorResult[Any]], Any] | None = None
    """Takes from the result what `done` or `on_written` gets."""
    on_written: Callable[[Any], None] | None = None
    is_precious: bool = False
    is_kept: bool = True
    """False for a write that is given up where the database fails."""
    done: asyncio.Future[Any] | None = field(default=None, repr=False)
    """Gets the result, or None where memory has to decide."""

    def resolve(self, outcome: Any) -> None:
        """Hand the result to whoever waits for it."""
        waiting, self.done = self.done, None
        if waiting is not None and not waiting.done():
            waiting.set_result(outcome)


class Waiting:
    """Two bounded queues of writes, each in order; where one is full, its oldest write is given up.

    Args:
        most: Writes in each queue, at most.
        on_dropped: Called with a write that is given up.
    """

    def __init__(self, most: int, on_dropped: Callable[[Write], None]) -> None:
        self._most = most
        self._on_dropped = on_dropped
        self._plain: deque[Write] = deque()
        self._precious: deque[Write] = deque()

    def __len__(self) -> int:
        return len(self._plain) + len(self._precious)

    def __iter__(self) -> Iterator[Write]:
        yield from self._plain
        yield from self._precious

    def put(self, write: Write) -> None:
        """Add a write as the last of its queue."""
        queue = self._precious if write.is_precious else self._plain
        queue.append(write)
        if len(queue) > self._most:
            self._give_up(queue.popleft())

    def put_back(self, batch: list[Write]) -> None:
        """Put writes back in front that could not be written."""
        for write in reversed(batch):
            queue = self._precious if write.is_precious else self._plain
            if len(queue) < self._most:
                queue.appendleft(write)
            else:
                self._give_up(write)

    def take(self, most: int) -> list[Write]:
        """Take the first writes out; a vote comes after the answer that it is about."""
        taken = [self._plain.popleft() for _ in range(min(most, len(self._plain)))]
        if not self._plain:
            room = min(most - len(taken), len(self._precious))
            taken += [self._precious.popleft() for _ in range(room)]
        return taken

    def memory_decides(self) -> None:
        """Let nobody wait any longer; what is written only while the database works is given up."""
        for write in self:
            write.resolve(None)
        self._plain = deque(write for write in self._plain if write.is_kept)

    def _give_up(self, write: Write) -> None:
        write.resolve(None)
        self._on_dropped(write)
