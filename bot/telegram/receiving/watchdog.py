"""Watches over the fetching of updates and says when only a restart can help.

Polling fails in ways that nobody sees: a wedged connection is retried for ever, a second instance
steals updates. The watchdog gives an exit code then, and a supervisor starts the bot anew.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from enum import IntEnum

_LOGGER = logging.getLogger(__name__)

SILENCE_LIMIT = 150.0
"""Seconds without a successful getUpdates until the bot gives up: several long polls."""
CONFLICT_LIMIT = 6
"""Conflicts in a minute until it gives up: one deployment over another brings one or two."""
REFUSAL_LIMIT = 3
"""Refusals of the token in a row until it gives up: Telegram has been seen to refuse one by mistake."""
CONFLICT_WINDOW = 60.0


class ExitCode(IntEnum):
    """How the bot ended, for whoever supervises it."""

    STOPPED = 0
    """It was told to stop, and did in good order."""
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
        silence_limit: Seconds without a success until it gives up.
        conflict_limit: Conflicts in a minute until it gives up.
        refusal_limit: Refusals of the token in a row until it gives up.
        clock: Seconds that only go up.
    """

    def __init__(
        self,
        *,
        silence_limit: float = SILENCE_LIMIT,
        conflict_limit: int = CONFLICT_LIMIT,
        refusal_limit: int = REFUSAL_LIMIT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._silence_limit = silence_limit
        self._conflict_limit = conflict_limit
        self._refusal_limit = refusal_limit
        self._clock = clock
        self._last_success = clock()
        self._conflicts: deque[float] = deque()
        self._refusals = 0

    def start(self) -> None:
        """Begin to count the silence from now."""
        self._last_success = self._clock()

    def fetched(self) -> None:
        """A getUpdates succeeded."""
        self._last_success = self._clock()
        self._refusals = 0

    def refused(self) -> None:
        """A getUpdates was refused for its token."""
        self._refusals += 1
        _LOGGER.warning("Telegram refused the token (%d in a row)", self._refusals)

    def conflict(self) -> None:
        """A getUpdates ended because another instance fetches; logged once a minute."""
        now = self._clock()
        while self._conflicts and now - self._conflicts[0] > CONFLICT_WINDOW:
            self._conflicts.popleft()
        if not self._conflicts:
            _LOGGER.warning("another instance of this bot fetches its updates, or a webhook is set")
        self._conflicts.append(now)

    @property
    def silence(self) -> float:
        """Seconds since the last success."""
        return self._clock() - self._last_success

    def verdict(self) -> ExitCode | None:
        """Why the bot should end now, or None while all is well."""
        if self._refusals >= self._refusal_limit:
            return ExitCode.TOKEN_REFUSED
        if len(self._conflicts) >= self._conflict_limit:
            return ExitCode.CONFLICT
        if self.silence > self._silence_limit:
            return ExitCode.SILENCE
        return None

    async def watch(self, interval: float = 1.0) -> ExitCode:
        """Wait until the bot should end, looking every `interval` seconds; returns why."""
        while (verdict := self.verdict()) is None:  # noqa: ASYNC110 - silence is no event
            await asyncio.sleep(interval)
        _LOGGER.error("giving up: %s", verdict.name.lower().replace("_", " "))
        return verdict
