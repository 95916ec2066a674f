"""The queues: what waits to be sent in each chat, in which order, and until when it has to wait."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from bot.telegram.sending.mail import ChatKey, Kind, Letter, Target
from bot.telegram.sending.pacing import Pace, Rates

EDIT_PATIENCE = 10.0
"""Seconds by which messages go before edits that were handed over earlier. A pressed button turns a page
again and again, an answer is waited for."""
MOST_LETTERS = 100
"""Letters that may wait in one chat. A group takes 15 a minute in the long run, so the last of so many
waits for six minutes; what comes after it is given up."""
CROWDED = 60
"""Letters that wait where a chat is asked to slow down: four minutes of a group's limit."""
MOST_APOLOGIES = 3
"""Apologies that may wait in one chat: a chat that comes back is not flooded with them."""

MOST_LANES = 1000
"""Chats that are remembered; beyond that those are forgotten in which nothing waits and no limit is used."""

# Supergroups and channels have ids below this and never move; groups between it and 0 may
# (core.telegram.org/api/bots/ids).
_LAST_GROUP = -1_000_000_000_000


class Lane:
    """The letters of one chat.

    Args:
        key: The chat.
        pace: The limits of the chat.
    """

    def __init__(self, key: ChatKey, pace: Pace) -> None:
        self.key = key
        self.pace = pace
        self.letters: list[Letter] = []
        self.worker: asyncio.Task[None] | None = None
        """Sends the letters; None while there are none."""
        self.resume_at = 0.0
        """When the next call may be made, after a failure or a flood wait."""
        self.flooded_until = 0.0
        """When the wait ends that Telegram asked for."""
        self.quiet_until = 0.0
        """Until when «يكتب…» is not shown, because Telegram asked for a wait."""
        self.failing_since: float | None = None
        """When the attempts began to fail that failed without a success since."""
        self.failures = 0
        """How many those are."""

    @property
    def may_move(self) -> bool:
        """Whether it is a group that can become a supergroup with another id."""
        return isinstance(self.key, int) and _LAST_GROUP < self.key < 0

    def add(self, letter: Letter) -> None:
        """Put a letter at the end."""
        self.letters.append(letter)

    def next(self) -> Letter | None:
        """The letter to be sent now: one that has begun, else the one that has waited longest."""
        begun = next((letter for letter in self.letters if letter.has_begun), None)
        return begun or min(self.letters, key=_due, default=None)

    def waiting_for(self, target: Target) -> Letter | None:
        """A letter whose Reply a newer edit of the same target may replace: nothing of it was sent.

        That is the message itself where it was not sent yet, or an earlier edit of it.
        """
        for letter in self.letters:
            if letter.is_untouched and target in (letter.delivery, letter.target, letter.answers):
                return letter
        return None

    def apologies(self) -> int:
        """How many apologies wait."""
        return sum(letter.kind is Kind.APOLOGY for letter in self.letters)

    def is_idle(self, now: float) -> bool:
        """Whether the lane can be forgotten: nothing waits, and no limit would be forgotten with it."""
        ends = max(self.resume_at, self.flooded_until, self.quiet_until)
        return not self.letters and self.worker is None and ends <= now and self.pace.is_rested()

    def succeed(self) -> None:
        """Note that a call succeeded."""
        self.failing_since, self.failures = None, 0

    def fail(self, now: float, pauses: tuple[float, ...]) -> None:
        """Note that a call failed that is worth another attempt, after a longer pause each time."""
        self.failing_since = now if self.failing_since is None else self.failing_since
        pause = pauses[min(self.failures, len(pauses) - 1)]
        self.failures += 1
        self.resume_at = now + pause


class Lanes:
    """The lanes of all chats.

    Args:
        rates: Telegram's limits.
    """

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._overall = rates.overall.limiter()
        self._lanes: dict[ChatKey, Lane] = {}

    def __iter__(self) -> Iterator[Lane]:
        return iter(list(self._lanes.values()))

    def of(self, key: ChatKey) -> Lane:
        """The lane of a chat; a new one where there is none yet."""
        lane = self._lanes.get(key)
        if lane is None:
            if len(self._lanes) >= MOST_LANES:
                self._forget_idle()
            is_group = isinstance(key, int) and key < 0
            lane = self._lanes[key] = Lane(key, Pace(self._rates, self._overall, is_group=is_group))
        return lane

    def known(self, key: ChatKey) -> Lane | None:
        """The lane of a chat; None where nothing was sent there for a while."""
        return self._lanes.get(key)

    def _forget_idle(self) -> None:
        now = time.monotonic()
        self._lanes = {key: lane for key, lane in self._lanes.items() if not lane.is_idle(now)}


def _due(letter: Letter) -> float:
    return letter.handed_at + (EDIT_PATIENCE if letter.kind is Kind.EDIT else 0.0)
