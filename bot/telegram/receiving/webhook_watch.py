"""Watches a webhook: whether Telegram still posts to it, and what went wrong there.

Nothing arrives where nobody asks, and nothing arrives where the webhook is broken. So Telegram is asked
now and then: a response is a sign of life for the watchdog, an address that is not ours is set again,
and an error that Telegram had with the address is logged once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

from bot.monitoring.logs import describe_error, redact
from bot.telegram.receiving.watchdog import Watchdog

_LOGGER = logging.getLogger(__name__)

INTERVAL = 50.0
"""Seconds between two questions: three of them within the watchdog's limit of silence."""


class WebhookWatch:
    """Asks Telegram about the webhook.

    Args:
        bot: The Bot API.
        url: The address of the webhook.
        register: Sets the webhook.
        watchdog: Counts signs of life.
        interval: Seconds between two questions.
    """

    def __init__(
        self,
        bot: Bot,
        url: str,
        register: Callable[[], Awaitable[None]],
        watchdog: Watchdog,
        *,
        interval: float = INTERVAL,
    ) -> None:
        self._bot = bot
        self._url = url
        self._register = register
        self._watchdog = watchdog
        self._interval = interval
        self._last_error: object = None

    async def keep(self) -> None:
        """Ask again and again, until it is canceled; never raises."""
        while True:
            await asyncio.sleep(self._interval)
            try:
                await self.check()
            except TelegramError as error:
                _LOGGER.info("the webhook cannot be checked for now: %s", describe_error(error))
            except Exception as error:  # noqa: BLE001 - a response may be anything
                _LOGGER.warning("the webhook cannot be checked: %s", describe_error(error))

    async def check(self) -> None:
        """Ask once.

        Raises:
            TelegramError: Telegram cannot be reached, or refuses.
        """
        info = await self._bot.get_webhook_info()
        self._watchdog.fetched()
        if info.url != self._url:
            _LOGGER.warning("Telegram posts updates elsewhere: setting the webhook again")
            await self._register()
        self._log_error(info)

    def _log_error(self, info: WebhookInfo) -> None:
        """Log an error that Telegram had with the address, each once."""
        if info.last_error_date is not None and info.last_error_date != self._last_error:
            self._last_error = info.last_error_date
            waiting, words = info.pending_update_count, redact(info.last_error_message or "")
            _LOGGER.warning("Telegram could not post to the webhook: %s (%d updates wait)", words, waiting)
