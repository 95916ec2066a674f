"""Watches the polling, and ends the bot where only a restart can help.

Polling can fail unnoticed: a dead connection is retried forever, a second instance takes updates away.
The watchdog then ends the bot with an exit code, and a supervisor restarts it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from enum import IntEnum

from bot.monitoring.metrics import Metrics
from bot.telegram.receiving.rivalry import Rivalry

_LOGGER = logging.getLogger(__name__)

SILENCE_LIMIT = 150.0
"""Seconds without a successful getUpdates until the bot ends: several long polls."""
REFUSAL_LIMIT = 3
"""Refusals of the token in a row until it ends; Telegram sometimes refuses a valid one by mistake."""


class ExitCode(IntEnum):
    """Why the bot ended, for its supervisor."""

    STOPPED = 0
    """It was stopped by a signal, and handlers could finish."""
    TOKEN_REFUSED = 2
    """Telegram does not know the token; a restart will not help."""
    SILENCE = 3
    """No update could be fetched for too long."""
    CONFLICT = 4
    """Another instance fetches the same bot's updates."""
    CANNOT_LISTEN = 5
    """The webhook's address is taken."""
    WEBHOOK_REFUSED = 6
    """Telegram refuses the webhook."""


class Watchdog:
    """Counts successes and failures of getUpdates.

    Args:
        silence_limit: Seconds without a success until the bot ends.
        refusal_limit: Refusals of the token in a row until it ends.
        rivalry: Decides what conflicts with another instance lead to; a new one where None.
        clock: A monotonic clock, in seconds.
        metrics: Gets the time of the last success.
    """

    def __init__(
        self,
        *,
        silence_limit: float = SILENCE_LIMIT,
        refusal_limit: int = REFUSAL_LIMIT,
        rivalry: Rivalry | None = None,
        clock: Callable[[], float] = time.monotonic,
        metrics: Metrics | None = None,
    ) -> None:
        self._silence_limit = silence_limit
        self._refusal_limit = refusal_limit
        self._clock = clock
        self._metrics = metrics or Metrics()
        self._last_success = clock()
        self._refusals = 0
        self.rivalry = rivalry or Rivalry(clock=clock)

    def start(self) -> None:
        """Count the silence from now on."""
        self._last_success = self._clock()

    def fetched(self) -> None:
        """Count a getUpdates that succeeded."""
        self._last_success = self._clock()
        self._refusals = 0
        self._metrics.last_received.set_to_current_time()

    def refused(self) -> None:
        """Count a call that was refused for its token."""
        self._refusals += 1
        _LOGGER.warning("Telegram refused the token (%d in a row)", self._refusals)

    @property
    def believes_refusals(self) -> bool:
        """Whether the token has been refused so often in a row that it is wrong."""
        return self._refusals >= self._refusal_limit

    @property
    def silence(self) -> float:
        """Seconds since the last success."""
        return self._clock() - self._last_success

    def verdict(self) -> ExitCode | None:
        """Why the bot should end now; None where it should go on."""
        if self.believes_refusals:
            return ExitCode.TOKEN_REFUSED
        if self.rivalry.has_given_up:
            return ExitCode.CONFLICT
        if self.silence > self._silence_limit:
            return ExitCode.SILENCE
        return None

    async def watch(self, interval: float = 1.0) -> ExitCode:
        """Wait until the bot should end, checked every `interval` seconds; returns why."""
        while (verdict := self.verdict()) is None:  # noqa: ASYNC110 - nothing happens that could be awaited
            await asyncio.sleep(interval)
        _LOGGER.error("giving up: %s", verdict.name.lower().replace("_", " "))
        return verdict
