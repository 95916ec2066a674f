"""Takes Replies from the handlers: they hand over and go on; waiting and trying again is done here.

In: a Reply and where it belongs. Out: a `Delivery`, whose message can be edited before it was sent. An
edit of a message that was not sent yet changes what will be sent, and of several edits that wait only
the newest is sent. Nothing here raises or makes a handler wait.
"""

from __future__ import annotations

import logging
import secrets
import time
from functools import partial
from typing import Protocol

from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from bot.conversation.reply import Reply
from bot.monitoring.logs import describe_error
from bot.monitoring.metrics import Metrics
from bot.telegram.ports import Correspondence
from bot.telegram.sending.beside import Beside, Call
from bot.telegram.sending.carrying import Carrier, Patience
from bot.telegram.sending.lanes import MOST_APOLOGIES, Lanes
from bot.telegram.sending.mail import AnswerTo, Delivery, Kind, Letter, Target
from bot.telegram.sending.pacing import Rates
from bot.telegram.sending.recalling import Recalling
from bot.telegram.sending.refusals import seconds_of
from bot.telegram.sending.sender import Place, Sender, Shown

_LOGGER = logging.getLogger(__name__)

NOTICE_LIMIT = 200
"""Telegram's limit for the note that pops up over a pressed button, in code points."""
MOST_APOLOGIZED = 500
"""Apologies that are remembered, so that an answer that comes after all takes the place of its apology."""


class Apology(Protocol):
    """Composes an apology."""

    def __call__(self, reference: str, *, can_retry: bool = False) -> Reply:
        """An apology with a reference, perhaps with a button to ask again."""


class Outbox:
    """Sends and edits Replies, and all else that the handlers have to say.

    Args:
        bot: The Bot API.
        store: Remembers which message answers which, and chats that are gone or moved.
        apology: Composes the apology with a reference, which the log has as well.
        rates: Telegram's limits.
        patience: How long is waited and tried.
        metrics: Counts what waits, attempts, and what was given up.
    """

    def __init__(
        self,
        bot: Bot,
        store: Correspondence,
        *,
        apology: Apology,
        rates: Rates | None = None,
        patience: Patience | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        metrics = metrics or Metrics()
        self._bot = bot
        self._apology = apology
        self._sender = Sender(bot)
        self._recalling = Recalling(store)
        self._lanes = Lanes(rates or Rates())
        self._beside = Beside(metrics)
        self._apologies: dict[AnswerTo, Delivery] = {}
        self._carrier = Carrier(
            self._sender,
            self._recalling,
            on_lost=self._on_lost,
            lanes=self._lanes,
            patience=patience or Patience(),
            metrics=metrics,
        )

    def post(
        self, place: Place, reply: Reply, *, is_answer: bool = False, since: float | None = None
    ) -> Delivery:
        """Send a Reply, in several messages where it is long: a picture first, buttons under the last.

        Args:
            place: Where it goes.
            reply: What is sent.
            is_answer: Whether the message is remembered as the answer to the one that it replies to.
            since: When that one came in, by `time.monotonic`.
        """
        question_id = place.reply_to if is_answer else None
        apology = self._take_apology(place)
        letter = self._letter(place.chat_id, reply, Kind.REPLY, place, apology)
        letter.question_id, letter.since = question_id, since
        return self._carry(letter)

    def edit(
        self,
        target: Target,
        reply: Reply,
        *,
        place: Place | None = None,
        question_id: int | None = None,
        since: float | None = None,
    ) -> Delivery:
        """Replace the text and the buttons of a message, be it sent already or not.

        What does not fit into the message is sent after it: the rest of a long text, and a picture,
        which is always a new message, because Telegram cannot add one to a text.

        Args:
            target: The message.
            reply: What it is to show.
            place: Where the Reply is sent where the message is gone; None leaves it out then.
            question_id: The question whose answer the message becomes.
            since: When the question came in, by `time.monotonic`.
        """
        if isinstance(target, AnswerTo):
            question_id = target.question_id
            target = self._apologies.pop(target, target)
        letter = self._letter(target.chat_id, reply, Kind.REPLY if place else Kind.EDIT, place, target)
        letter.question_id, letter.since = question_id, since
        return self._carry(letter)

    def report(self, chat_id: int, reply: Reply) -> None:
        """Send what nobody asked for; not to a chat that is gone."""
        self._carrier.carry(self._letter(chat_id, reply, Kind.REPORT, Place(chat_id), None))

    def apologize(self, place: Place, apology: Reply) -> None:
        """Send an apology in reply to a message, unless an answer to it is on its way."""
        lane = self._lanes.of(place.chat_id)
        if any(letter.place == place and letter.kind is Kind.REPLY for letter in lane.letters):
            return
        if lane.apologies() >= MOST_APOLOGIES:
            return
        letter = self._letter(place.chat_id, apology, Kind.APOLOGY, place, None)
        if place.reply_to is not None:
            self._apologies[AnswerTo(place.chat_id, place.reply_to)] = letter.delivery
            while len(self._apologies) > MOST_APOLOGIZED:
                del self._apologies[next(iter(self._apologies))]
        self._carrier.carry(letter)

    def answer_callback(self, query_id: str, text: str | None = None) -> None:
        """Answer a pressed button, with a note of at most 200 characters or without one."""
        text = text[:NOTICE_LIMIT] if text else None
        self.beside("answerCallbackQuery", partial(self._bot.answer_callback_query, query_id, text))

    def beside(self, method: str, call: Call) -> None:
        """Make a call that belongs to no chat's queue, and repeat it briefly where it fails.

        Args:
            method: The method of the Bot API, for the log.
            call: Makes the call.
        """
        self._beside.make(method, call)

    async def show_typing(self, place: Place) -> None:
        """Show «يكتب…» once, unless the chat has to wait or something waits there. Never raises."""
        lane = self._lanes.of(place.chat_id)
        if self._carrier.is_busy(lane):
            return
        try:
            await self._sender.show_typing(place)
        except RetryAfter as error:
            lane.quiet_until = time.monotonic() + seconds_of(error)
            _LOGGER.warning("Telegram asks to wait %.0f s with sendChatAction in a chat", seconds_of(error))
        except TelegramError as error:
            _LOGGER.debug("sendChatAction failed: %s", describe_error(error))

    def waiting(self, chat_id: int) -> int:
        """How many Replies wait in a chat."""
        lane = self._lanes.known(chat_id)
        return len(lane.letters) if lane is not None else 0

    async def close(self, seconds: float) -> int:
        """Send what was handed over, in so many seconds at most.

        Returns:
            How many Replies could not be sent; the log has them as well.
        """
        began = time.monotonic()
        lost = await self._carrier.finish(seconds)
        await self._beside.finish(seconds - (time.monotonic() - began))
        if lost:
            _LOGGER.warning("%d messages could not be sent before the end", lost)
        return lost

    def _letter(
        self, chat_id: int | None, reply: Reply, kind: Kind, place: Place | None, target: Target | None
    ) -> Letter:
        """A letter to where its chat is now."""
        if chat_id is None:
            key = target.inline_message_id if isinstance(target, Shown) else None
            return Letter(key or "", reply, kind, time.monotonic(), place, target)
        letter = Letter(chat_id, reply, kind, time.monotonic(), place, target)
        moved = self._recalling.now_at(chat_id)
        if moved != chat_id:
            letter.move(moved)
        return letter

    def _carry(self, letter: Letter) -> Delivery:
        """Hand a letter over, or change one that waits where this one replaces it."""
        lane = self._lanes.known(letter.chat)
        waiting = lane.waiting_for(letter.target) if lane is not None and letter.target is not None else None
        if waiting is None:
            self._carrier.carry(letter)
            return letter.delivery
        waiting.reply, waiting.place = letter.reply, waiting.place or letter.place
        if letter.kind is Kind.REPLY and waiting.kind is not Kind.REPLY:
            waiting.kind, waiting.handed_at = Kind.REPLY, letter.handed_at
        waiting.question_id = letter.question_id or waiting.question_id
        return waiting.delivery

    def _take_apology(self, place: Place) -> Delivery | None:
        """The apology that was sent in reply to the same message: the answer takes its place."""
        if place.reply_to is None:
            return None
        return self._apologies.pop(AnswerTo(place.chat_id, place.reply_to), None)

    def _on_lost(self, letter: Letter) -> None:
        """Apologize for a Reply that could not be delivered, once the chat can be reached again."""
        place = letter.place
        if place is None or place.reply_to is None:
            return
        reference = secrets.token_hex(3)
        _LOGGER.error("error %s: a reply could not be delivered", reference)
        try:
            self.apologize(place, self._apology(reference, can_retry=letter.question_id is not None))
        except Exception as error:  # noqa: BLE001 - an apology that cannot be composed must not end the sending
            _LOGGER.warning("there is no apology: %s", describe_error(error))
