"""Decides whether a wait that Telegram asks for (429) means one chat or the whole bot.

The response does not say. The bot is meant where several chats are refused at the same time and no
call succeeds in between; then all chats wait for a short while, and the next call shows the rest.
"""

from __future__ import annotations

from bot.telegram.sending.mail import ChatKey

FLOODED_CHATS = 3
"""Chats that are refused before all chats wait."""
FLOOD_WINDOW = 2.0
"""Seconds within which they are."""
LONGEST_PAUSE = 5.0
"""Seconds that all chats wait at most, before the next call shows whether they still must."""


class FloodWatch:
    """Watches which chats are refused."""

    def __init__(self) -> None:
        self._refused: dict[ChatKey, float] = {}
        self.paused_until = 0.0
        """Until when all chats wait."""

    def succeed(self) -> None:
        """Note that a call succeeded: whatever was refused, it was not the bot."""
        self._refused.clear()

    def refuse(self, key: ChatKey, seconds: float, now: float) -> float:
        """Note that a chat is to wait.

        Returns:
            The seconds for which all chats wait from now on; 0 where only this one does.
        """
        self._refused[key] = now
        recent = {other: then for other, then in self._refused.items() if now - then <= FLOOD_WINDOW}
        self._refused = recent
        if len(recent) < FLOODED_CHATS:
            return 0.0
        self._refused = {}
        pause = min(seconds, LONGEST_PAUSE)
        self.paused_until = max(self.paused_until, now + pause)
        return pause
