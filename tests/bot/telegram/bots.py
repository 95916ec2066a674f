"""Bots to test: a real Application on the loopback server, run as `shahid run` runs it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bot.moderation.roles import Roles
from bot.monitoring.metrics import Metrics
from bot.telegram.application import BotApplication, DeliveryLimits, build_application, outbox_of
from bot.telegram.ports import Conversation, Memory
from bot.telegram.receiving.watchdog import ExitCode, Watchdog
from bot.telegram.running import RunOptions, Webhook, run_polling, run_webhook
from bot.telegram.sending.carrying import Patience
from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.pacing import Rate, Rates
from tests.bot.telegram.fakes import MODERATOR, FakeConversation, FakeStore
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer

FREE = Rate(1000, 1000, 1)
LIMITS = DeliveryLimits(
    connect_timeout=2,
    read_timeout=2,
    rates=Rates(FREE, FREE, FREE),
    patience=Patience(pauses=(0.05, 0.1)),
    edit_interval=0,
    group_edit_interval=0,
)
OPTIONS = RunOptions(
    poll_seconds=2,
    boot_pause=0.05,
    grace=3,
    menu_pauses=(),
    watch_interval=0.05,
)
SECRET = "a-Secret_1"


@dataclass(slots=True)
class RunningBot:
    """A running bot, with the server and the fakes that it uses."""

    server: TelegramServer
    conversation: FakeConversation
    store: FakeStore
    application: BotApplication
    ended: asyncio.Task[ExitCode]
    person: Person = field(init=False)

    def __post_init__(self) -> None:
        self.person = Person(self.server.state)

    @property
    def outbox(self) -> Outbox:
        """What sends the replies."""
        return outbox_of(self.application)

    async def texts(self, count: int = 1) -> list[str]:
        """The texts of the messages that the bot has sent, once there are so many."""
        calls = await self.server.called("sendMessage", count, status=200)
        return [call.parameters["text"] for call in calls]


def build(
    server: TelegramServer,
    conversation: Conversation | None = None,
    store: Memory | None = None,
    *,
    watchdog: Watchdog | None = None,
    metrics: Metrics | None = None,
    limits: DeliveryLimits = LIMITS,
    moderators: tuple[int, ...] = (MODERATOR,),
    report_to: tuple[int, ...] = (),
    moderators_wrote: bool = True,
) -> BotApplication:
    """An Application that talks to the server, with moderators who wrote to it before."""
    if moderators_wrote:
        server.state.known_chats.update(moderators)
    return build_application(
        server.state.token,
        conversation or FakeConversation(),
        roles=Roles(moderators),
        store=store or FakeStore(),
        base_url=server.url,
        report_to=report_to,
        watchdog=watchdog,
        metrics=metrics,
        limits=limits,
    )


def new_outbox(application: BotApplication, store: FakeStore | None = None) -> Outbox:
    """An outbox of its own that sends by that Application's bot."""
    return Outbox(
        application.bot,
        store or FakeStore(),
        apology=FakeConversation().apology,
        rates=LIMITS.rates,
        patience=LIMITS.patience,
    )


@asynccontextmanager
async def serving(
    work: Coroutine[Any, Any, ExitCode], ready: asyncio.Event
) -> AsyncIterator[asyncio.Task[ExitCode]]:
    """Run a bot until the block ends, then stop it as a supervisor does: by SIGTERM."""
    task = asyncio.create_task(work)
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({task, waiting}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not ready.is_set():
        raise AssertionError(f"the bot is not ready: {task.result() if task.done() else 'it waits'}")
    try:
        yield task
    finally:
        if not task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(task, 5)


@asynccontextmanager
async def polling_bot(
    server: TelegramServer | None = None,
    *,
    options: RunOptions = OPTIONS,
    watchdog: Watchdog | None = None,
    store: FakeStore | None = None,
    **building: Any,
) -> AsyncIterator[RunningBot]:
    """A bot with a fake conversation that fetches its updates."""
    if server is None:
        async with (
            TelegramServer() as fresh,
            polling_bot(fresh, options=options, watchdog=watchdog, store=store, **building) as bot,
        ):
            yield bot
        return
    ready = asyncio.Event()
    watchdog = watchdog or Watchdog()
    conversation, store = FakeConversation(), store or FakeStore()
    application = build(server, conversation, store, watchdog=watchdog, **building)
    work = run_polling(application, watchdog, replace(options, on_ready=ready.set))
    async with serving(work, ready) as task:
        yield RunningBot(server, conversation, store, application, task)


@asynccontextmanager
async def webhook_bot(*, options: RunOptions = OPTIONS) -> AsyncIterator[tuple[RunningBot, Webhook]]:
    """A bot with a fake conversation that its updates are posted to."""
    async with TelegramServer() as server:
        ready = asyncio.Event()
        conversation, store = FakeConversation(), FakeStore()
        application = build(server, conversation, store)
        webhook = new_webhook()
        work = run_webhook(application, webhook, replace(options, on_ready=ready.set))
        async with serving(work, ready) as task:
            yield RunningBot(server, conversation, store, application, task), webhook


def new_webhook() -> Webhook:
    """A webhook on a free port of the loopback."""
    port = free_port()
    return Webhook(f"http://127.0.0.1:{port}/hook/1", SECRET, port=port)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
