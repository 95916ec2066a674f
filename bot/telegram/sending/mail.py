"""What waits to be sent: a Reply on its way to a chat, and what becomes of it.

A letter takes one or several calls: an edit or a message, then the further parts of a long Reply. It
remembers how far it came, so that an attempt after a failure goes on where the last one failed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.conversation.reply import Reply
from bot.telegram.sending.message_lengths import split_reply
from bot.telegram.sending.sender import Place, Sender, Shown

ChatKey = int | str
"""A chat's id; for a message of inline mode its own id, because its chat is not known."""


@dataclass(slots=True, eq=False)
class Delivery:
    """The message that a letter becomes; its id is known once it was sent."""

    chat_id: int | None
    """The chat; None for a message of inline mode."""
    message_id: int | None = None
    """The message that a later edit has to change: the first one that has text, or the picture where
    there is no text. None until it was sent, and for good where it could not be sent."""
    is_settled: bool = False
    """Whether it was sent or given up."""


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """The message that answers a question, wherever it may be."""

    chat_id: int
    question_id: int


Target = Shown | Delivery | AnswerTo
"""What an edit changes: a message that is shown, one on its way, or the answer to a question."""


class Kind(StrEnum):
    """What a letter is, which decides what becomes of it where it cannot be sent."""

    REPLY = "reply"
    """Somebody waits for it: an apology takes its place."""
    EDIT = "edit"
    """It changes what is shown already: nothing takes its place."""
    APOLOGY = "apology"
    """It waits long for the network, and nothing takes its place."""
    REPORT = "report"
    """Nobody asked for it."""


@dataclass(slots=True, eq=False)
class Letter:
    """One Reply to be sent, or to replace a message."""

    chat: ChatKey
    reply: Reply
    kind: Kind
    handed_at: float
    """When it was handed over, by the clock of the event loop."""
    place: Place | None = None
    """Where it is sent; None where it can only replace a message."""
    target: Target | None = None
    """What it replaces; None where it is a message of its own."""
    question_id: int | None = None
    """The question whose answer it is, to be remembered; None where that is nothing to remember."""
    since: float | None = None
    """When its question came in."""
    delivery: Delivery = field(init=False)
    began_at: float | None = None
    """When the first attempt began."""
    uncertain: int = 0
    """Attempts that may have had their effect without our knowing."""
    is_plain: bool = False
    """Whether it was reduced to its text, because Telegram refused the rest."""
    in_flight: bool = False
    _parts: deque[Reply] | None = None
    _is_after_picture: bool = False

    def __post_init__(self) -> None:
        self.delivery = Delivery(self.chat if isinstance(self.chat, int) else None)

    @property
    def answers(self) -> AnswerTo | None:
        """The question whose answer it is."""
        if self.question_id is None or not isinstance(self.chat, int):
            return None
        return AnswerTo(self.chat, self.question_id)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing of it was sent yet, so that another Reply may take its place."""
        return self._parts is None and not self.in_flight

    @property
    def has_begun(self) -> bool:
        """Whether some of its calls were made and others are to follow at once."""
        return self._parts is not None

    @property
    def is_done(self) -> bool:
        """Whether all of it was sent."""
        return self._parts is not None and not self._parts

    @property
    def method(self) -> str:
        """The method of the Bot API that the next call uses."""
        if self.target is not None and self._parts is None:
            return "editMessageText"
        part = self._parts[0] if self._parts else split_reply(self.reply)[0]
        return "sendMessage" if part.picture is None else "sendPhoto"

    def post_instead(self) -> None:
        """Become a message of its own, because the message to be replaced is gone."""
        self.target = None

    def simplify(self) -> None:
        """Reduce it to its text, verbatim: neither spans nor buttons."""
        self.is_plain = True
        self.reply = replace(self.reply, spans=(), buttons=())
        self._parts = self._parts and deque(replace(part, spans=(), buttons=()) for part in self._parts)

    def move(self, chat_id: int) -> None:
        """Follow a group to its new id, where the ids of messages are others."""
        self.chat = self.delivery.chat_id = chat_id
        self.question_id = None
        self.place = Place(chat_id) if self.place is not None else None
        if not isinstance(self.target, Delivery) or self.target.is_settled:
            self.target = None

    async def step(self, sender: Sender, shown: Shown | None) -> None:
        """Make the next call.

        Args:
            sender: Makes it.
            shown: The message that the target is; None where there is no target.

        Raises:
            Exception: Whatever the call raises; the next step is the same call then.
        """
        self.in_flight = True
        try:
            if shown is not None and self._parts is None:
                await self._replace(sender, shown)
            else:
                await self._post_next(sender)
        finally:
            self.in_flight = False

    async def _replace(self, sender: Sender, shown: Shown) -> None:
        """Edit the message; what does not fit into it is sent after it."""
        rest = deque(await sender.edit(shown, replace(self.reply, picture=None)))
        self.delivery.message_id = shown.message_id
        if shown.chat_id is not None:
            self.place = Place(shown.chat_id, shown.message_id)
            if self.reply.picture is not None:
                rest.append(Reply("", picture=self.reply.picture))
        self._parts = rest

    async def _post_next(self, sender: Sender) -> None:
        if self.place is None:
            raise ValueError("a letter without a place cannot be posted")
        parts = deque(split_reply(self.reply)) if self._parts is None else self._parts
        message_id = await sender.post(self.place, parts[0])
        is_picture = parts.popleft().picture is not None
        if self.target is None and (self.delivery.message_id is None or self._is_after_picture):
            self.delivery.message_id = message_id
        self._is_after_picture = is_picture
        self._parts = parts
