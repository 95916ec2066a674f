"""People without any fault, who ask all the time: how long they wait, and whether they are answered."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.faults.town import Asked, Town, until

INTERVAL = 0.5
"""Seconds between two questions of all probes together."""
PROBES = 10
"""People who take turns, so that none comes near a limit of his own chat."""


@dataclass(slots=True)
class Probe:
    """Asks, and measures.

    Args:
        town: Where it asks.
    """

    town: Town
    waits: list[float] = field(default_factory=list)
    """Seconds from each question to its answer."""
    asked: list[Asked] = field(default_factory=list)

    async def ask(self) -> None:
        """Ask until it is canceled."""
        people = [self.town.person() for _ in range(PROBES)]
        number = 0
        while True:
            self.asked.append(await self.town.ask(people[number % PROBES], number))
            number += 1
            await asyncio.sleep(INTERVAL)

    async def watch(self) -> None:
        """Note when each question is answered, until it is canceled."""
        waiting: list[Asked] = []
        seen = 0
        while True:
            async with self.town.state.changed:
                await self.town.state.changed.wait()
            waiting += self.asked[seen:]
            seen = len(self.asked)
            now = time.monotonic()
            answered = [each for each in waiting if self.town.replies(each)]
            self.waits += [now - each.at for each in answered]
            waiting = [each for each in waiting if each not in answered]

    def unanswered(self) -> int:
        """Questions without exactly one answer."""
        return sum(len(self.town.answers(each)) != 1 for each in self.asked)

    def p95(self) -> float:
        """The 95th percentile of the seconds; 0 where too few were measured."""
        if len(self.waits) < 2:
            return 0.0
        return statistics.quantiles(self.waits, n=20, method="inclusive")[-1]


@asynccontextmanager
async def probing(town: Town) -> AsyncIterator[Probe]:
    """Ask all the time while the block runs; at its end wait for the last answers."""
    probe = Probe(town)
    asking, watching = asyncio.create_task(probe.ask()), asyncio.create_task(probe.watch())
    try:
        yield probe
    finally:
        asking.cancel()
        await until(lambda: all(map(town.replies, probe.asked)), 20)
        watching.cancel()
        await asyncio.wait({asking, watching})
