"""Watches a running bot: its heartbeat, the endpoints for health and metrics, and systemd's watchdog."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from bot.monitoring.endpoints import Endpoints
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.monitoring.systemd import Notifier

BEAT_SECONDS = 1.0


class Heart:
    """Beats in the event loop, so that another thread can see whether the loop runs.

    Args:
        clock: A monotonic clock, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()

    @property
    def age(self) -> float:
        """Seconds since the last beat."""
        return self._clock() - self._last

    def beat(self) -> float:
        """Beat; returns the seconds since the beat before."""
        age = self.age
        self._last = self._clock()
        return age


class Monitor:
    """Watches a bot while it is entered.

    Args:
        health: Reports the bot's health.
        heart: Beats in the event loop that enters this.
        metrics: What `/metrics` shows.
        port: Where the endpoints are; None for none.
        notifier: Notifies systemd.
        beat_seconds: Between two beats.
    """

    def __init__(
        self,
        health: Health,
        heart: Heart,
        metrics: Metrics,
        *,
        port: int | None,
        notifier: Notifier | None = None,
        beat_seconds: float = BEAT_SECONDS,
    ) -> None:
        self._health = health
        self._heart = heart
        self._metrics = metrics
        self._notifier = notifier or Notifier()
        self._beat_seconds = beat_seconds
        self.endpoints = None if port is None else Endpoints(port, health.report, metrics.render)

    async def __aenter__(self) -> Self:
        if self.endpoints is not None:
            self.endpoints.start()
        self._beating = asyncio.create_task(self._beat())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._beating.cancel()
        with suppress(asyncio.CancelledError):
            await self._beating
        if self.endpoints is not None:
            await asyncio.to_thread(self.endpoints.close)

    def ready(self, status: str) -> None:
        """The bot answers from now on; `status` is a line for systemd."""
        self._notifier.ready(status)

    async def stopping(self) -> None:
        """The bot begins to stop."""
        self._notifier.stopping()

    async def _beat(self) -> None:
        """Beat, and give systemd signs of life while the bot is healthy, thrice as often as it wants them."""
        wanted = self._notifier.watchdog_seconds
        due = 0.0
        while True:
            lag = self._heart.beat() - self._beat_seconds
            self._metrics.loop_lag.set(max(0.0, lag))
            due -= self._beat_seconds
            if wanted is not None and due <= 0 and self._health.report().is_ok:
                self._notifier.alive()
                due = wanted / 3
            await asyncio.sleep(self._beat_seconds)
