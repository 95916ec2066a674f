"""Telegram's time, whatever this machine's clock has: from the `Date` header of its responses.

The age of a question is the time now minus the time that Telegram wrote on it. Where the clock of the
machine is wrong, every question would seem old, or none. So Telegram's time is kept by a clock that
nobody sets: a clock that is put right while the bot runs changes no age.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from statistics import median

from bot.monitoring.metrics import Metrics

_LOGGER = logging.getLogger(__name__)

NOTICED = 60.0
"""Seconds of skew that are warned of."""
_SAMPLES = 9
"""Responses whose median counts: one that was on its way for long, or a wrong one, does not."""

_POSSIBLE = range(2013, 3000)
"""Years that a response can be of: Telegram began in 2013."""


def since_boot() -> float:
    """A clock that nobody sets, in seconds; where the system has one that goes on in its sleep, that one."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class ServerClock:
    """Keeps Telegram's time, and compares this machine's clock with it.

    Args:
        metrics: Gets the skew.
        clock: This machine's clock, in Unix time.
        elapsed: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        metrics: Metrics | None = None,
        clock: Callable[[], float] = time.time,
        elapsed: Callable[[], float] = since_boot,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._clock = clock
        self._elapsed = elapsed
        self._samples: deque[float] = deque(maxlen=_SAMPLES)
        self._start: float | None = None
        self._is_noticed = False

    @property
    def skew(self) -> float:
        """This machine's clock minus Telegram's, in seconds; 0 where nothing is known yet."""
        return 0.0 if self._start is None else self._clock() - self._elapsed() - self._start

    def now(self) -> datetime:
        """The time now at Telegram, in UTC, to about a second."""
        seconds = self._clock() if self._start is None else self._start + self._elapsed()
        return datetime.fromtimestamp(seconds, UTC)

    def note(self, date: str) -> None:
        """Take the value of a `Date` header; one that is no date is ignored. Never raises."""
        moment = _moment_of(date)
        if moment is None:
            return
        # The header has whole seconds, so that half a second is missing on average.
        self._samples.append(moment.timestamp() + 0.5 - self._elapsed())
        self._start = median(self._samples)
        skew = self.skew
        self._metrics.clock_skew.set(skew)
        is_large = abs(skew) > NOTICED
        if is_large and not self._is_noticed:
            _LOGGER.warning("the clock of this machine is %.0f s off: set it by NTP", skew)
        self._is_noticed = is_large


def _moment_of(date: str) -> datetime | None:
    """The moment that a `Date` header names; None where it names none that is possible. Never raises."""
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return aware if aware.year in _POSSIBLE else None
