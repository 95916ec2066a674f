"""`shahid run` and `shahid chat`: carries the conversation to Telegram, or to the page of this machine."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import webbrowser
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from bot.bootstrap import Services, open_services, open_warm_engine
from bot.commands.index import Bar
from bot.settings import Settings
from bot.telegram.application import DeliveryLimits, build_application
from bot.telegram.receiving.watchdog import Watchdog
from bot.telegram.running import RunOptions, Webhook, run_polling, run_webhook
from bot.telemetry import configure_logging
from bot.web.server import Stop, serve_page

Carrier = Callable[[Settings, Services], Awaitable[int]]


def run(settings: Settings) -> int:
    """Run the bot until it is told to stop; with no token, open the local page instead."""
    if settings.bot_token is not None:
        return _serve(settings, _carry_to_telegram)
    _say("No bot token (SHAHID_BOT_TOKEN) is set: opening the local page instead.")
    return chat(settings)


def chat(settings: Settings) -> int:
    """Open the local page, and keep it until it is told to stop."""
    return _serve(settings, _carry_to_page)


def _serve(settings: Settings, carrier: Carrier) -> int:
    configure_logging(settings.log_level)
    with Bar() as progress:
        engine = open_warm_engine(settings, progress)
    _say(f"{len(engine.documents)} documents, {engine.passage_count} passages from {settings.corpus_dir}")
    for file in engine.skipped:
        _say(f"skipped {file.name}: {file.reason}")

    async def serve() -> int:
        async with open_services(settings, engine) as services:
            return await carrier(settings, services)

    return asyncio.run(serve())


async def _carry_to_telegram(settings: Settings, services: Services) -> int:
    if settings.bot_token is None:
        raise ValueError("there is no token")
    moderators = services.roles.moderators
    watchdog = Watchdog()
    application = build_application(
        settings.bot_token.get_secret_value(),
        services.conversation,
        roles=services.roles,
        store=services.store,
        base_url=settings.bot_api_url,
        report_to=moderators[:1],
        watchdog=watchdog,
        limits=DeliveryLimits(
            concurrent_updates=settings.concurrent_updates,
            question_age=timedelta(seconds=settings.max_question_age),
        ),
    )
    options = RunOptions(
        moderators=moderators,
        on_stop=(services.reindexer.close,),
        on_ready=lambda: _say("The bot is answering. Ctrl+C stops it."),
    )
    if settings.mode == "polling":
        return await run_polling(application, watchdog, options)
    secret = settings.webhook_secret
    webhook = Webhook(
        url=settings.webhook_url or "",
        secret=secret.get_secret_value() if secret else "",
        host=settings.webhook_listen,
        port=settings.webhook_port,
    )
    return await run_webhook(application, webhook, options)


async def _carry_to_page(settings: Settings, services: Services) -> int:
    url, stop = await _open_page(services, settings.page_port)
    _say(f"The page is at {url} (for this machine alone). Ctrl+C stops it.")
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(url)
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no handlers of signals in a loop
            loop.add_signal_handler(number, told.set)
    try:
        await told.wait()
    finally:
        await stop()
    return 0


async def _open_page(services: Services, port: int) -> tuple[str, Stop]:
    """Serve the page on a port, or on a free one where that is taken."""
    try:
        return await serve_page(services.conversation, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _say(f"Port {port} is taken (SHAHID_PAGE_PORT sets another); taking a free one.")
        return await serve_page(services.conversation, 0)


def _say(line: str) -> None:
    print(line, flush=True)
