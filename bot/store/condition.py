"""Whether the database works: one line in the log when it begins to fail, and one when it works again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from bot.conversation.ports import StoreTrouble
from bot.monitoring.metrics import Metrics
from bot.store.problems import problem_of, trouble_of

_LOGGER = logging.getLogger(__name__)


class Health:
    """Knows what is wrong.

    Args:
        metrics: Counts failures; shows whether the database works.
        timer: A monotonic clock, in seconds.
    """

    def __init__(self, metrics: Metrics, timer: Callable[[], float] = time.monotonic) -> None:
        self._metrics = metrics
        self._timer = timer
        self._since = 0.0
        self.problem: str | None = None
        """What is wrong and what to do, in one line; None where all is well."""
        self.trouble: StoreTrouble | None = None
        metrics.store_up.set(1)

    def failed(self, operation: str, error: BaseException) -> None:
        """Note a failure of an operation (`open`, `write`, `read`)."""
        self._metrics.store_failures.labels(operation).inc()
        self._metrics.store_up.set(0)
        is_first = self.problem is None
        self.problem, self.trouble = problem_of(error), trouble_of(error)
        if is_first:
            self._since = self._timer()
            _LOGGER.warning("the database fails, memory takes its place: %s", self.problem)

    def works(self) -> None:
        """Note that a write succeeded."""
        if self.problem is None:
            return
        self.problem = self.trouble = None
        self._metrics.store_up.set(1)
        _LOGGER.warning("the database works again, after %.0f s", self._timer() - self._since)
