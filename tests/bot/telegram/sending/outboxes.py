"""An outbox on the loopback server, and what a test has to see of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.conversation.reply import Reply
from bot.monitoring.metrics import Metrics
from bot.telegram.sending.carrying import Patience
from bot.telegram.sending.mail import AnswerTo, Delivery
from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.pacing import Rates
from bot.telegram.sending.sender import Place, Shown
from tests.bot.telegram.bots import LIMITS, build
from tests.bot.telegram.fakes import FakeConversation, FakeStore
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import ServerState

GROUP = -1001
APOLOGY = "عذرا، حدث خطأ"
"""How the apologies of the fake conversation begin."""


@dataclass(slots=True)
class Sending:
    """An outbox, with the server and the fakes that it uses."""

    server: TelegramServer
    outbox: Outbox
    store: FakeStore
    metrics: Metrics

    async def post(self, place: Place, reply: Reply, *, is_answer: bool = False) -> int | None:
        """Send a Reply, and wait until it was sent or given up; returns the id of its message."""
        return await self.settled(self.outbox.post(place, reply, is_answer=is_answer))

    async def edit(
        self, target: Shown | Delivery | AnswerTo, reply: Reply, place: Place | None = None
    ) -> None:
        """Edit a message, and wait until that was done or given up."""
        await self.settled(self.outbox.edit(target, reply, place=place))

    async def settled(self, delivery: Delivery) -> int | None:
        """Wait until a Reply was sent or given up; returns the id of its message."""
        async with asyncio.timeout(20):
            while not delivery.is_settled:  # noqa: ASYNC110 - the outbox itself needs no event
                await asyncio.sleep(0.002)
        return delivery.message_id

    @property
    def texts(self) -> list[str]:
        """The texts of all messages, in order of their first sending."""
        return [message["text"] for message in self.server.state.messages.values()]

    def count(self, name: str, **labels: str) -> float:
        """The value of a metric."""
        return self.metrics.registry.get_sample_value(name, labels) or 0.0


@asynccontextmanager
async def sending(
    *, rates: Rates = LIMITS.rates, patience: Patience = LIMITS.patience, read_timeout: float = 2
) -> AsyncIterator[Sending]:
    state = ServerState(known_chats={42, 43, 44, 45, GROUP})
    store, metrics = FakeStore(), Metrics()
    limits = replace(LIMITS, read_timeout=read_timeout)
    async with TelegramServer(state) as server, build(server, limits=limits) as application:
        outbox = Outbox(
            application.bot,
            store,
            apology=FakeConversation().apology,
            rates=rates,
            patience=patience,
            metrics=metrics,
        )
        yield Sending(server, outbox, store, metrics)
        await outbox.close(0)
