"""Telegram's time, whatever this machine's clock has: from the `Date` header of its responses.

The age of a question is the time now minus the time that Telegram wrote on it. Where the clock of the
machine is wrong, every question would seem old, or none.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from statistics import median

import httpx

from bot.monitoring.metrics import Metrics

_LOGGER = logging.getLogger(__name__)

NOTICED = 60.0
"""Seconds of skew that are warned of."""
_SAMPLES = 9
"""Responses whose median counts: one that was on its way for long, or a wrong one, does not."""


class ServerClock:
    """Compares this machine's clock with Telegram's.

    Args:
        metrics: Gets the skew.
        clock: This machine's clock, in Unix time.
    """

    def __init__(self, metrics: Metrics | None = None, clock: Callable[[], float] = time.time) -> None:
        self._metrics = metrics or Metrics()
        self._clock = clock
        self._samples: deque[float] = deque(maxlen=_SAMPLES)
        self._is_noticed = False

    @property
    def skew(self) -> float:
        """This machine's clock minus Telegram's, in seconds; 0 where nothing is known yet."""
        return median(self._samples) if self._samples else 0.0

    def now(self) -> datetime:
        """The time now at Telegram, in UTC, to about a second."""
        return datetime.fromtimestamp(self._clock() - self.skew, UTC)

    async def hear(self, response: httpx.Response) -> None:
        """Take the time of a response; a hook of httpx, which never raises."""
        self.note(response.headers.get("Date", ""))

    def note(self, date: str) -> None:
        """Take the value of a `Date` header; one that is no date is ignored. Never raises."""
        try:
            there = parsedate_to_datetime(date).timestamp()
        except (ValueError, TypeError, OverflowError, OSError):
            return
        # The header has whole seconds, so that half a second is missing on average.
        self._samples.append(self._clock() - there - 0.5)
        skew = self.skew
        self._metrics.clock_skew.set(skew)
        is_large = abs(skew) > NOTICED
        if is_large and not self._is_noticed:
            _LOGGER.warning("the clock of this machine is %.0f s off: set it by NTP", skew)
        self._is_noticed = is_large
