"""Calls beside the queues: answers to pressed buttons and inline queries, which expire within seconds.

Each is made at once, in a task of its own, and repeated briefly. Where it fails for good, that is
logged and forgotten: what it confirms was done all the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import RetryAfter

from bot.monitoring.logs import describe_error
from bot.monitoring.metrics import Metrics
from bot.telegram.sending.refusals import Refusal, refusal_of, seconds_of

_LOGGER = logging.getLogger(__name__)

PAUSES = (0.3, 1.0, 3.0)
"""Seconds before each further attempt. Telegram lets the query of a button expire after about 15."""
MOST_CALLS = 500
"""Calls that may run at a time; beyond that a call is left out."""

Call = Callable[[], Awaitable[object]]


class Beside:
    """Makes calls that nobody waits for.

    Args:
        metrics: Counts attempts.
        pauses: Seconds before each further attempt.
    """

    def __init__(self, metrics: Metrics, pauses: tuple[float, ...] = PAUSES) -> None:
        self._metrics = metrics
        self._pauses = pauses
        self._tasks: set[asyncio.Task[None]] = set()

    def make(self, method: str, call: Call) -> None:
        """Make a call at once, without waiting for it. Never raises.

        Args:
            method: The method of the Bot API, for the log.
            call: Makes the call; called again where it is repeated.
        """
        if len(self._tasks) >= MOST_CALLS:
            _LOGGER.warning("%s is left out: %d calls are running", method, MOST_CALLS)
            return
        task = asyncio.create_task(self._make(method, call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Let the calls end that are running; those that take longer are cut off."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=max(0.0, seconds))
        for task in self._tasks:
            task.cancel()

    async def _make(self, method: str, call: Call) -> None:
        for pause in self._pauses:
            try:
                await call()
            except Exception as error:  # noqa: BLE001 - see the docstring of the module
                wait = _pause_after(error, pause, self._pauses[-1])
                if wait is None:
                    self._log(method, error)
                    return
                self._metrics.retries.labels(method, refusal_of(error)).inc()
                await asyncio.sleep(wait)
            else:
                return
        try:
            await call()
        except Exception as error:  # noqa: BLE001 - likewise
            self._log(method, error)

    def _log(self, method: str, error: Exception) -> None:
        if refusal_of(error) not in {Refusal.BENIGN, Refusal.UNREACHABLE}:
            _LOGGER.warning("%s failed: %s", method, describe_error(error))


def _pause_after(error: Exception, pause: float, longest: float) -> float | None:
    """Seconds until the call is worth another attempt; None where it is not."""
    if isinstance(error, RetryAfter):
        return seconds_of(error) if seconds_of(error) <= longest else None
    return pause if refusal_of(error) in {Refusal.TRANSIENT, Refusal.UNCERTAIN} else None
