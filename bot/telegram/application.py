"""Builds the Application of python-telegram-bot: connections, handlers and their collaborators.

Nothing here reads a setting or uses the network; `running` starts and stops what is built.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.moderation.roles import Roles
from bot.monitoring.metrics import Metrics
from bot.telegram.calling import CallingRequest
from bot.telegram.handlers.chats import OnMembership, OnMigration
from bot.telegram.handlers.commands import Menus, OnModerator
from bot.telegram.handlers.conversing import Answering
from bot.telegram.handlers.counting import CountUpdates
from bot.telegram.handlers.failures import OnError
from bot.telegram.handlers.guests import OnGuestMessage
from bot.telegram.handlers.messages import OnEditedMessage, OnMessage
from bot.telegram.handlers.missed import Missed
from bot.telegram.handlers.once import OnceOnly
from bot.telegram.handlers.people import Freshness, People
from bot.telegram.handlers.presses import OnInline, OnPress
from bot.telegram.handlers.reindex_command import EDIT_INTERVAL, GROUP_EDIT_INTERVAL, ReindexCommand
from bot.telegram.ports import Conversation, Memory
from bot.telegram.receiving.fetching import FetchingBot, FetchingRequest
from bot.telegram.receiving.server_clock import ServerClock
from bot.telegram.receiving.watchdog import Watchdog
from bot.telegram.sending.carrying import Patience
from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.pacing import Rates

TELEGRAM_API = "https://api.telegram.org"

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.GUEST_MESSAGE,
)
"""All kinds of updates that have a handler. Sent on every start, because Telegram keeps the last list."""

FIRST = -1
"""Group of the handlers that get an update before all others."""

_OUTBOX, _MENUS = "outbox", "menus"
"""Where the Application keeps what has to be run beside it."""
LAST = 1
"""Group of the handlers that get an update after all others."""

BotApplication = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class DeliveryLimits:
    """Limits of the connection to Telegram; the defaults are for Telegram's own servers."""

    concurrent_updates: int = 8
    """Updates handled at a time."""
    question_age: timedelta = timedelta(minutes=15)
    """Older questions are not answered."""
    connect_timeout: float = 10.0
    """Seconds for a connection."""
    read_timeout: float = 20.0
    """Seconds without a byte from the server."""
    pool_size: int = 128
    """Connections at a time."""
    rates: Rates = field(default_factory=Rates)
    """How many messages Telegram takes."""
    patience: Patience = field(default_factory=Patience)
    """How long a message is tried."""
    edit_interval: float = EDIT_INTERVAL
    """Seconds between two edits of a progress message, at least."""
    group_edit_interval: float = GROUP_EDIT_INTERVAL
    """The same in a group."""


def build_application(
    token: str,
    conversation: Conversation,
    *,
    roles: Roles,
    store: Memory,
    base_url: str = TELEGRAM_API,
    report_to: tuple[int, ...] = (),
    watchdog: Watchdog | None = None,
    metrics: Metrics | None = None,
    limits: DeliveryLimits | None = None,
) -> BotApplication:
    """Build the Application, ready to be run by `running`.

    Args:
        token: The bot's token.
        conversation: Answers questions, and acts on commands and buttons.
        roles: Decides who is a moderator.
        store: Remembers updates, chats, and which message answered which.
        base_url: Root of the Bot API server, without a slash at its end.
        report_to: Chats that get reports of errors.
        watchdog: Watches the polling; a new one where None.
        metrics: Counts updates, errors and latency; new ones where None.
        limits: Limits of the connection.
    """
    limits, metrics = limits or DeliveryLimits(), metrics or Metrics()
    watchdog = watchdog or Watchdog(metrics=metrics)
    server_clock = ServerClock(metrics)
    options: dict[str, Any] = {
        "connect_timeout": limits.connect_timeout,
        "read_timeout": limits.read_timeout,
        "on_date": server_clock.note,
    }
    telegram = FetchingBot(
        token=token,
        base_url=f"{base_url}/bot",
        base_file_url=f"{base_url}/file/bot",
        request=CallingRequest(watchdog, base_url, size=limits.pool_size, **options),
        fetching=FetchingRequest(watchdog, base_url, **options),
    )
    application = ApplicationBuilder().bot(telegram).concurrent_updates(limits.concurrent_updates).build()
    outbox = Outbox(
        application.bot,
        store,
        apology=conversation.apology,
        rates=limits.rates,
        patience=limits.patience,
        metrics=metrics,
    )
    application.bot_data[_OUTBOX] = outbox
    application.bot_data[_MENUS] = menus = Menus(application.bot, roles.moderators)
    if roles.moderators:
        moderators = filters.ChatType.PRIVATE & filters.User(roles.moderators)
        application.add_handler(MessageHandler(moderators, OnModerator(menus)), group=LAST)
    freshness = Freshness(limits.question_age, server_clock.now)
    _add_handlers(
        application,
        conversation,
        outbox,
        roles=roles,
        store=store,
        freshness=freshness,
        metrics=metrics,
        limits=limits,
    )
    application.add_error_handler(
        OnError(conversation=conversation, outbox=outbox, report_to=report_to, metrics=metrics)
    )
    return application


def outbox_of(application: BotApplication) -> Outbox:
    """The outbox of an Application that `build_application` built, to be closed at the end."""
    outbox: Outbox = application.bot_data[_OUTBOX]
    return outbox


def menus_of(application: BotApplication) -> Menus:
    """The menus of an Application that `build_application` built, to be kept while it runs."""
    menus: Menus = application.bot_data[_MENUS]
    return menus


def _add_handlers(
    application: BotApplication,
    conversation: Conversation,
    outbox: Outbox,
    *,
    roles: Roles,
    store: Memory,
    freshness: Freshness,
    metrics: Metrics,
    limits: DeliveryLimits,
) -> None:
    bot = application.bot
    people = People(roles)
    answering = Answering(conversation=conversation, outbox=outbox, people=people, metrics=metrics)
    reindex = ReindexCommand(
        conversation=conversation,
        outbox=outbox,
        people=people,
        edit_interval=limits.edit_interval,
        group_edit_interval=limits.group_edit_interval,
    )

    def identity() -> tuple[int, str]:
        return bot.id, bot.username

    missed = Missed(conversation=conversation, outbox=outbox, metrics=metrics)
    on_message = OnMessage(
        identity=identity,
        conversation=conversation,
        outbox=outbox,
        people=people,
        freshness=freshness,
        missed=missed,
        answering=answering,
        reindex=reindex,
    )
    on_edited = OnEditedMessage(identity=identity, freshness=freshness, missed=missed, answering=answering)
    on_guest = OnGuestMessage(
        identity=identity,
        conversation=conversation,
        outbox=outbox,
        people=people,
        freshness=freshness,
        missed=missed,
    )
    application.add_handler(TypeHandler(Update, CountUpdates(metrics, ALLOWED_UPDATES)), group=FIRST - 1)
    application.add_handler(TypeHandler(Update, OnceOnly(store)), group=FIRST)
    application.add_handlers(
        [
            MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, OnMigration(store)),
            MessageHandler(filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, on_message),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, on_edited),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, on_guest),
            CallbackQueryHandler(
                OnPress(
                    identity=identity,
                    conversation=conversation,
                    outbox=outbox,
                    people=people,
                    reindex=reindex,
                )
            ),
            InlineQueryHandler(OnInline(conversation=conversation, outbox=outbox, people=people)),
            ChatMemberHandler(OnMembership(store), ChatMemberHandler.MY_CHAT_MEMBER),
        ]
    )
