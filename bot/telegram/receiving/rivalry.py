"""Two processes that fetch the updates of one bot: which of them goes on.

Telegram lets one long poll of a bot wait at a time: a second one ends the first with a conflict (409).
So two processes end each other's polls in turn. One that has polled for a while (settled) goes on; one
that has not (a newcomer) stands back, polls now and then, and takes over once the other has stopped, as
in a deployment that overlaps; after a while it gives up. Only a conflict makes a process give up, and
conflicts come in turn, so that the first one to give up leaves the other alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RivalryLimits:
    """How long conflicts are borne, in seconds."""

    settled_after: float = 10.0
    """A poll that waited so long without a conflict makes a process settled."""
    newcomer: float = 90.0
    """How long a newcomer waits for the other one to stop: longer than the overlap of a deployment."""
    settled: float = 300.0
    """How long a settled process bears conflicts: longer than any newcomer."""
    calm: float = 60.0
    """Without a conflict for so long, the conflict counts as over."""
    tries: int = 4
    """Conflicts of a newcomer until it stands back."""
    standby: float = 15.0
    """Pause of a newcomer that stands back, before each poll: its polls disturb the other one."""


class Rivalry:
    """Counts conflicts, and decides who stands back and who gives up.

    Args:
        limits: How long conflicts are borne.
        clock: A monotonic clock, in seconds.
    """

    def __init__(
        self, limits: RivalryLimits | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits or RivalryLimits()
        self._clock = clock
        self._began: float | None = None
        self._last = 0.0
        self._count = 0
        self._is_settled = False
        self.has_given_up = False
        """Whether the other process is to be left alone from now on."""

    @property
    def pause(self) -> float:
        """Seconds to wait before the next poll."""
        stands_back = not self._is_settled and self._count >= self._limits.tries
        return self._limits.standby if stands_back else 0.0

    def polled(self, seconds: float) -> None:
        """Note that a poll waited so long and was not ended by another process."""
        self._settle(seconds)
        if self._began is not None and self._clock() - self._last > self._limits.calm:
            self._began, self._count = None, 0

    def conflict(self, seconds: float) -> None:
        """Note that another process ended a poll that had waited so long."""
        now = self._clock()
        if self._began is None or now - self._last > self._limits.calm:
            self._began, self._count = now, 0
            _LOGGER.warning("another instance of this bot fetches its updates, or a webhook is set")
        self._settle(seconds)
        self._last = now
        self._count += 1
        if not self._is_settled and self._count == self._limits.tries:
            _LOGGER.warning("standing back for %.0f s: the other instance goes on", self._limits.newcomer)
        patience = self._limits.settled if self._is_settled else self._limits.newcomer
        self.has_given_up = self.has_given_up or now - self._began >= patience

    def _settle(self, seconds: float) -> None:
        self._is_settled = self._is_settled or seconds >= self._limits.settled_after
