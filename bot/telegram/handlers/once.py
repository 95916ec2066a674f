"""Ensures that each update is handled once, though Telegram may deliver it again.

Telegram posts an update again where the webhook answers late, and delivers an update again where a
crash came before its confirmation. The store remembers handled updates, also after a restart.
"""

from __future__ import annotations

import hashlib
from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.telegram.ports import SeenUpdates

_BITS = 63
"""Bits of a signed BIGINT column, without the sign."""


class OnceOnly:
    """Stops updates that were seen before; the first of all handlers.

    Args:
        seen: Remembers updates.
    """

    def __init__(self, seen: SeenUpdates) -> None:
        self._seen = seen

    async def __call__(self, update: Update, _: Any) -> None:
        """Let an update through the first time.

        Raises:
            ApplicationHandlerStop: It was seen before.
        """
        key = fingerprint(update)
        if key is not None and not await self._seen.first_seen(key):
            raise ApplicationHandlerStop


def fingerprint(update: Update) -> int | None:
    """A number of 63 bits that identifies an update; None where handling it twice does no harm.

    The ids alone are not unique: a test server, or another bot on the same database, starts from the
    same numbers. So the time of the message is part of the number.
    """
    message = update.message or update.edited_message or update.guest_message
    query = update.callback_query
    if query is not None:
        accessible = query.message
        where = (query.id, accessible.chat.id if accessible else 0, accessible.date if accessible else 0)
        parts: tuple[object, ...] = ("press", update.update_id, *where)
    elif message is not None:
        parts = ("message", update.update_id, message.chat.id, message.message_id)
        parts = (*parts, message.date, message.edit_date)
    else:
        return None
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> (64 - _BITS)
