"""Sends what waits: one task for each chat that has letters, and what is done where a call fails.

In: letters. Out: sent messages, or letters given up, each with a line in the log and a count by reason.
Nothing here raises, and each wait is one of the chat's own task.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from telegram.error import ChatMigrated, RetryAfter

from bot.monitoring.logs import describe_error, redact
from bot.monitoring.metrics import Metrics
from bot.telegram.sending.flooding import FloodWatch
from bot.telegram.sending.lanes import MOST_LETTERS, Lane, Lanes
from bot.telegram.sending.mail import ChatKey, Delivery, Kind, Letter
from bot.telegram.sending.recalling import Recalling
from bot.telegram.sending.refusals import Refusal, refusal_of, seconds_of
from bot.telegram.sending.sender import Sender

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited and tried, in seconds."""

    network: float = 90.0
    """How long a letter is tried while the calls of its chat fail: a restart of a router or of Telegram's
    servers is over by then, and whoever still waits does so in vain."""
    apology: float = 3600.0
    """The same for an apology, which is there to be seen when the network is back."""
    flood: float = 60.0
    """The longest wait that Telegram asks for and that a letter waits: a limit for a minute is over by
    then. In a longer one the letter is given up."""
    pauses: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
    """Before each further attempt in a chat; the last one again and again."""
    uncertain: int = 3
    """Attempts at a message that may have arrived: each may be a duplicate."""


class Carrier:
    """Sends letters, chat by chat.

    Args:
        sender: Makes the calls.
        recalling: Remembers which message answers which, and chats that are gone or moved.
        on_lost: Called with a letter that was given up although somebody waits for it.
        lanes: The queues.
        patience: How long is waited and tried.
        metrics: Counts what waits, attempts, and what was given up.
    """

    def __init__(
        self,
        sender: Sender,
        recalling: Recalling,
        *,
        on_lost: Callable[[Letter], None],
        lanes: Lanes,
        patience: Patience,
        metrics: Metrics,
    ) -> None:
        self._sender = sender
        self._recalling = recalling
        self._on_lost = on_lost
        self._lanes = lanes
        self._patience = patience
        self._metrics = metrics
        self._flood = FloodWatch()
        self._waiting: dict[Delivery, float] = {}
        self._failing: set[ChatKey] = set()
        self._ends_at: float | None = None
        self._stopped = 0
        metrics.outbox_age.set_function(self.age)

    def carry(self, letter: Letter) -> None:
        """Put a letter in the queue of its chat."""
        lane = self._lanes.of(letter.chat)
        lane.add(letter)
        self._waiting[letter.delivery] = letter.handed_at
        self._metrics.outbox_depth.inc()
        if self._ends_at is not None:
            self._give_up(lane, letter, "stopped")
        elif len(lane.letters) > MOST_LETTERS:
            self._give_up(lane, letter, "full")
        else:
            self._give_up_flooded(lane)
            self._wake(lane)

    def is_busy(self, lane: Lane) -> bool:
        """Whether a call in this chat would take something from what waits there, or has to wait itself."""
        ends = max(lane.resume_at, lane.flooded_until, lane.quiet_until, self._flood.paused_until)
        return bool(lane.letters) or ends > time.monotonic() or not lane.pace.has_room()

    def age(self) -> float:
        """Seconds that the oldest letter has waited; 0 where none waits. May be called in any thread."""
        oldest = min(list(self._waiting.values()), default=None)
        return 0.0 if oldest is None else max(0.0, time.monotonic() - oldest)

    async def finish(self, seconds: float) -> int:
        """Send what waits; what is handed over from now on is not sent.

        Args:
            seconds: How long at most. What would have to wait longer is given up at once.

        Returns:
            How many letters could not be sent.
        """
        self._ends_at = time.monotonic() + seconds
        for lane in self._lanes:
            self._give_up_late(lane)
            if lane.worker is not None and not lane.letters and lane.resume_at > self._ends_at:
                lane.worker.cancel()  # it sleeps
        while workers := self._workers():
            left = self._ends_at - time.monotonic()
            if left <= 0:
                break
            await asyncio.wait(workers, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        workers = self._workers()
        for worker in workers:
            worker.cancel()
        if workers:
            await asyncio.wait(workers)
        for lane in self._lanes:
            self._give_up_all(lane, "stopped")
        return self._stopped

    def _workers(self) -> list[asyncio.Task[None]]:
        return [lane.worker for lane in self._lanes if lane.worker is not None]

    def _wake(self, lane: Lane) -> None:
        if lane.letters and lane.worker is None:
            lane.worker = asyncio.create_task(self._work(lane))

    async def _work(self, lane: Lane) -> None:
        """Send all letters of a chat."""
        try:
            if lane.may_move and (moved_to := await self._recalling.moved_to(lane.key)) is not None:
                self._move(lane, moved_to)
            while lane.letters:
                await self._wait_for_turn(lane)
                letter = lane.next()
                if letter is not None:
                    await self._attempt(lane, letter)
        finally:
            lane.worker = None

    async def _wait_for_turn(self, lane: Lane) -> None:
        while (wait := max(lane.resume_at, self._flood.paused_until) - time.monotonic()) > 0:
            self._give_up_late(lane)
            if not lane.letters:
                return
            await asyncio.sleep(wait)
        await lane.pace.take()

    async def _attempt(self, lane: Lane, letter: Letter) -> None:
        """Make the next call of a letter, and do what its outcome asks for."""
        try:
            shown = await self._recalling.shown(letter)
            if shown is None and letter.target is not None and not letter.has_begun:
                self._on_gone(lane, letter)
                return
            if letter.kind is Kind.REPORT and await self._recalling.is_gone(letter.chat):
                self._give_up(lane, letter, Refusal.UNREACHABLE)
                return
            self._begin(letter)
            await letter.step(self._sender, shown)
        except Exception as error:  # noqa: BLE001 - whatever it is, the letters behind this one go on
            await self._on_failure(lane, letter, error)
        else:
            self._on_success(lane)
            if letter.is_done:
                await self._on_sent(lane, letter)

    def _on_success(self, lane: Lane) -> None:
        lane.succeed()
        self._flood.succeed()
        if lane.key in self._failing:
            self._failing.discard(lane.key)
            if not self._failing:
                _LOGGER.warning("what failed succeeds again")

    def _begin(self, letter: Letter) -> None:
        if letter.began_at is None:
            letter.began_at = time.monotonic()
            self._metrics.latency.labels("queued").observe(letter.began_at - letter.handed_at)

    async def _on_sent(self, lane: Lane, letter: Letter) -> None:
        self._settle(lane, letter)
        now = time.monotonic()
        self._metrics.latency.labels("sent").observe(now - (letter.began_at or now))
        if letter.since is not None:
            self._metrics.latency.labels("whole").observe(now - letter.since)
        await self._recalling.remember(letter)

    async def _on_failure(self, lane: Lane, letter: Letter, error: Exception) -> None:
        refusal = refusal_of(error)
        if isinstance(error, RetryAfter):
            self._on_flood(lane, letter, seconds_of(error))
        elif isinstance(error, ChatMigrated):
            await self._recalling.remember_move(lane.key, error.new_chat_id)
            self._move(lane, error.new_chat_id)
        elif refusal is Refusal.UNREACHABLE:
            _LOGGER.info("a chat cannot be reached: %s", redact(str(error)))
            await self._recalling.remember_gone(lane.key)
            self._give_up_all(lane, refusal)
        elif refusal is Refusal.BENIGN:
            _LOGGER.debug("benign: %s", error)
            self._on_gone(lane, letter)
        elif refusal is Refusal.REFUSED:
            self._on_refused(lane, letter, error)
        else:
            self._try_again(lane, letter, refusal, error)

    def _on_flood(self, lane: Lane, letter: Letter, seconds: float) -> None:
        """Let the chat wait, and all chats where Telegram seems to mean the bot."""
        now = time.monotonic()
        lane.resume_at = lane.flooded_until = now + seconds
        _LOGGER.warning("Telegram asks to wait %.0f s with %s in a chat", seconds, letter.method)
        self._metrics.retries.labels(letter.method, Refusal.WAIT).inc()
        pause = self._flood.refuse(lane.key, seconds, now)
        if pause:
            _LOGGER.warning("Telegram asks for waits in several chats: all wait for %.0f s", pause)
        self._give_up_flooded(lane)

    def _on_gone(self, lane: Lane, letter: Letter) -> None:
        """Send as a message of its own what was to replace a message that is gone."""
        if letter.target is not None and letter.place is not None:
            letter.post_instead()
        elif letter.target is None and letter.place is not None and letter.place.reply_to is not None:
            letter.place = replace(letter.place, reply_to=None)
        else:
            self._settle(lane, letter)

    def _on_refused(self, lane: Lane, letter: Letter, error: Exception) -> None:
        """Send the text alone; where that is refused as well, give up."""
        _LOGGER.error("%s was refused: %s", letter.method, redact(str(error)))
        self._metrics.errors.labels(type(error).__name__).inc()
        if letter.is_plain:
            self._give_up(lane, letter, Refusal.REFUSED)
        else:
            letter.simplify()

    def _try_again(self, lane: Lane, letter: Letter, refusal: Refusal, error: Exception) -> None:
        """Try again after a pause, unless the time is over."""
        now = time.monotonic()
        if not self._failing:
            _LOGGER.warning("%s fails, and is tried again: %s", letter.method, describe_error(error))
        self._failing.add(lane.key)
        lane.fail(now, self._patience.pauses)
        self._metrics.retries.labels(letter.method, refusal).inc()
        if refusal is Refusal.UNCERTAIN:
            letter.uncertain += 1
            if letter.target is None and letter.uncertain >= self._patience.uncertain:
                self._give_up(lane, letter, refusal)
        for other in list(lane.letters):
            patience = self._patience.apology if other.kind is Kind.APOLOGY else self._patience.network
            if now - max(lane.failing_since or now, other.handed_at) >= patience:
                self._give_up(lane, other, refusal)

    def _move(self, lane: Lane, new_id: int) -> None:
        """Move what waits to the new id of a group."""
        letters, lane.letters = lane.letters, []
        target = self._lanes.of(new_id)
        for letter in letters:
            letter.move(new_id)
            if letter.place is None and letter.target is None:
                self._settle(lane, letter)
            else:
                target.add(letter)
        self._wake(target)

    def _give_up_flooded(self, lane: Lane) -> None:
        """Give up what would wait longer than a letter waits for Telegram's limits."""
        wait = lane.flooded_until - time.monotonic()
        for letter in list(lane.letters):
            patience = self._patience.apology if letter.kind is Kind.APOLOGY else self._patience.flood
            if wait > patience:
                self._give_up(lane, letter, Refusal.WAIT)

    def _give_up_late(self, lane: Lane) -> None:
        """At the end, give up what cannot be sent before it."""
        if self._ends_at is not None and max(lane.resume_at, self._flood.paused_until) > self._ends_at:
            self._give_up_all(lane, "stopped")

    def _give_up_all(self, lane: Lane, reason: str) -> None:
        for letter in list(lane.letters):
            self._give_up(lane, letter, reason)

    def _give_up(self, lane: Lane, letter: Letter, reason: str) -> None:
        self._settle(lane, letter)
        self._metrics.undelivered.labels(reason).inc()
        if reason == "stopped":
            self._stopped += 1
            return
        if reason == Refusal.UNREACHABLE:
            return
        _LOGGER.warning("a message was given up: %s", reason)
        if letter.kind is Kind.REPLY and letter.delivery.message_id is None:
            self._on_lost(letter)

    def _settle(self, lane: Lane, letter: Letter) -> None:
        """Take a letter out of the queue."""
        if letter in lane.letters:
            lane.letters.remove(letter)
        if not lane.letters:
            self._failing.discard(lane.key)
        letter.delivery.is_settled = True
        if self._waiting.pop(letter.delivery, None) is not None:
            self._metrics.outbox_depth.dec()
