"""Telegram's limits, kept by leaky buckets: over all chats, in one chat, and in one group.

core.telegram.org/bots/faq: about 30 messages a second over all, one a second in one chat (short
bursts may pass), 20 a minute in one group. Edits count like messages. A bucket that holds B and leaks
R lets at most B + R through in any second or minute, so the values below keep each limit whenever
Telegram begins to count.
"""

from __future__ import annotations

from dataclasses import dataclass

from aiolimiter import AsyncLimiter


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket: so many at once, then so many in so many seconds."""

    burst: int
    calls: float
    seconds: float

    def limiter(self) -> AsyncLimiter:
        """A limiter that holds `burst` and leaks `calls` in `seconds`."""
        return AsyncLimiter(self.burst, self.burst * self.seconds / self.calls)


@dataclass(frozen=True, slots=True)
class Rates:
    """All limits; the defaults are for Telegram's own servers."""

    overall: Rate = Rate(5, 25, 1)
    """At most 30 in any second."""
    chat: Rate = Rate(3, 1, 1)
    """One a second, after a burst of three: the parts of one long reply."""
    group: Rate = Rate(5, 15, 60)
    """At most 20 in any minute."""


class Pace:
    """The limits of one chat.

    Args:
        rates: All limits.
        overall: The limiter that all chats share.
        is_group: Whether the chat is a group or a channel.
    """

    def __init__(self, rates: Rates, overall: AsyncLimiter, *, is_group: bool) -> None:
        own = [rates.group.limiter(), rates.chat.limiter()] if is_group else [rates.chat.limiter()]
        self._limiters = (*own, overall)

    async def take(self) -> None:
        """Wait until one more call is allowed, and count it. The chat's own wait comes first."""
        for limiter in self._limiters:
            await limiter.acquire()

    def has_room(self) -> bool:
        """Whether a call would not have to wait now."""
        return all(limiter.has_capacity() for limiter in self._limiters)

    def is_rested(self) -> bool:
        """Whether the chat's own limits are as they were at first, so that they can be forgotten."""
        return all(limiter.has_capacity(limiter.max_rate) for limiter in self._limiters[:-1])
