"""Reports the progress of a reindexing as Replies, not more often than people can follow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.conversation.composing.reindexing_screens import reindex_progress
from bot.conversation.ports import ReindexProgress, ReindexStage
from bot.conversation.reply import Reply


class PacedProgress:
    """Reports at once, and then at most once every few seconds.

    Args:
        report: Shows a Reply.
        timer: A monotonic clock, in seconds.
        pause: Seconds between two reports, at least.
    """

    def __init__(
        self, report: Callable[[Reply], Awaitable[None]], timer: Callable[[], float], pause: float
    ) -> None:
        self._report = report
        self._timer = timer
        self._pause = pause
        self._reported_at = float("-inf")

    async def begin(self) -> None:
        """Show that it begins."""
        await self(ReindexProgress(ReindexStage.READING))

    async def __call__(self, progress: ReindexProgress) -> None:
        """Show the progress, unless the last report is too recent."""
        now = self._timer()
        if now - self._reported_at >= self._pause:
            self._reported_at = now
            await self._report(reindex_progress(progress))


async def unseen(_: Reply) -> None:
    """Show nothing."""
