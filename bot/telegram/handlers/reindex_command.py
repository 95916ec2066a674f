"""Handles the moderators' `/reindex`: one message shows the progress, within Telegram's limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from telegram import Chat, Message

from bot.conversation.asker import Asker
from bot.conversation.reply import Reply
from bot.telegram.handlers.conversing import place_of
from bot.telegram.handlers.people import People
from bot.telegram.ports import Conversation
from bot.telegram.sending.mail import Delivery
from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.sender import Place, Shown

EDIT_INTERVAL = 3.0
"""Seconds between two edits in a private chat, at least; Telegram allows one message a second."""
GROUP_EDIT_INTERVAL = 9.0
"""The same in a group, where Telegram allows 20 messages a minute."""


class ProgressMessage:
    """One message that is sent first and then edited, not more often than Telegram allows.

    Args:
        outbox: Sends and edits.
        place: Where the message goes.
        interval: Seconds between two edits, at least.
        clock: A monotonic clock, in seconds.
        shown: A message that is there already, and is edited from the beginning.
    """

    def __init__(
        self,
        outbox: Outbox,
        place: Place,
        *,
        interval: float,
        clock: Callable[[], float] = time.monotonic,
        shown: Shown | None = None,
    ) -> None:
        self._outbox = outbox
        self._place = place
        self._interval = interval
        self._clock = clock
        self._delivery: Delivery | Shown | None = shown
        self._shown_at = float("-inf")

    async def report(self, reply: Reply) -> None:
        """Show the progress, unless the last report is too recent."""
        if self._clock() - self._shown_at < self._interval:
            return
        self._shown_at = self._clock()
        if self._delivery is None:
            self._delivery = self._outbox.post(self._place, reply)
        else:
            self._outbox.edit(self._delivery, reply)

    def close(self, reply: Reply) -> None:
        """Show the outcome in the same message, or in a new one where that is gone."""
        if self._delivery is None:
            self._outbox.post(self._place, reply)
        else:
            self._outbox.edit(self._delivery, reply, place=self._place)


class ReindexCommand:
    """Handles `/reindex`.

    Args:
        conversation: Reindexes, and composes the messages.
        outbox: Sends them.
        people: Makes an Asker of the author; anyone but a moderator is refused here.
        edit_interval: Seconds between two edits in a private chat, at least.
        group_edit_interval: The same in a group.
    """

    def __init__(
        self,
        *,
        conversation: Conversation,
        outbox: Outbox,
        people: People,
        edit_interval: float = EDIT_INTERVAL,
        group_edit_interval: float = GROUP_EDIT_INTERVAL,
    ) -> None:
        self._conversation = conversation
        self._outbox = outbox
        self._people = people
        self._edit_interval = edit_interval
        self._group_edit_interval = group_edit_interval

    async def __call__(self, message: Message) -> None:
        """Reindex for a moderator, refuse everyone else."""
        asker = self._people.of_message(message)
        if not asker.is_moderator:
            self._outbox.post(place_of(message), await self._conversation.refusal(asker, "reindex"))
            return
        await self._run(asker, message, place_of(message))

    async def replace(self, asker: Asker, message: Message, least: int) -> None:
        """Reindex once more for a moderator who confirmed it, in the message of the button.

        Args:
            asker: Who pressed; the conversation refuses anyone but a moderator.
            message: The message of the button.
            least: Documents that are enough to replace the index.
        """
        place = replace(place_of(message), reply_to=None)
        shown = Shown(message.chat.id, message.message_id)
        await self._run(asker, message, place, shown=shown, least=least)

    async def _run(
        self,
        asker: Asker,
        message: Message,
        place: Place,
        *,
        shown: Shown | None = None,
        least: int | None = None,
    ) -> None:
        in_private = message.chat.type == Chat.PRIVATE
        interval = self._edit_interval if in_private else self._group_edit_interval
        progress = ProgressMessage(self._outbox, place, interval=interval, shown=shown)
        progress.close(await self._conversation.reindex(asker, progress.report, least=least))
