"""`shahid run` and `shahid chat`: serve the conversation on Telegram, or on the page of this machine."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import webbrowser
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.bootstrap import Composition, Services, TelegramOptions, WebhookOptions
from bot.commands.index import Bar
from bot.commands.locale_words import in_locale
from bot.conversation import EngineHolder
from bot.monitoring.crashes import log_crashes
from bot.monitoring.health import (
    Health,
    Receiving,
    check_database,
    check_index,
    check_loop,
    check_outbox,
    check_reindexing,
    check_updates,
)
from bot.monitoring.logs import configure_logging
from bot.monitoring.monitor import Heart, Monitor
from bot.monitoring.systemd import Notifier
from bot.telegram.application import DeliveryLimits, build_application
from bot.telegram.receiving.token_lock import TokenLock
from bot.telegram.receiving.watchdog import SILENCE_LIMIT, Watchdog
from bot.telegram.running import RunOptions, Webhook, run_polling, run_webhook
from bot.web.server import Stop, serve_page
from retrieval import Engine, in_english

_LOGGER = logging.getLogger(__name__)


def run(composition: Composition) -> int:
    """Run the bot until a signal stops it; without a token, open the local page instead."""
    options = composition.telegram
    if options is not None:
        return _serve(composition, lambda services: _serve_telegram(composition, options, services))
    _print_line("No bot token (SHAHID_BOT_TOKEN) is set: opening the local page instead.")
    return chat(composition)


def chat(composition: Composition) -> int:
    """Open the local page, and serve it until a signal stops it."""
    return _serve(composition, lambda services: _serve_page(composition.page_port, services))


def _serve(composition: Composition, serve: Callable[[Services], Awaitable[int]]) -> int:
    configure_logging(composition.log_level, log_format=composition.log_format)
    log_crashes()
    engines = EngineHolder(_open_engine(composition))

    async def open_and_serve() -> int:
        async with composition.open_services(engines) as services:
            return await serve(services)

    return asyncio.run(open_and_serve())


def _open_engine(composition: Composition) -> Engine:
    """Open the engine and print what it holds."""
    with Bar() as progress:
        engine = composition.open_warm_engine(progress)
    _print_line(
        f"{len(engine.documents)} documents, {engine.passage_count} passages from {composition.corpus_dir}"
    )
    if engine.warning:
        _LOGGER.warning("%s", in_english(engine.warning))
        _print_line(f"! {in_locale(engine.warning)}")
    for file in engine.skipped:
        _print_line(f"skipped {file.name}: {in_locale(file.reason)}")
    return engine


async def _serve_telegram(composition: Composition, options: TelegramOptions, services: Services) -> int:
    moderators = services.roles.moderators
    watchdog = Watchdog(metrics=services.metrics)
    application = build_application(
        options.token,
        services.conversation,
        roles=services.roles,
        store=services.store,
        base_url=options.api_url,
        report_to=moderators[:1],
        watchdog=watchdog,
        metrics=services.metrics,
        limits=DeliveryLimits(
            concurrent_updates=options.concurrent_updates, question_age=options.question_age
        ),
    )
    monitor = _monitor(services, composition.monitoring_port, watchdog)

    def answering() -> None:
        _print_line("The bot is answering. Ctrl+C stops it.")
        monitor.ready(f"answering from {len(services.engines.current.documents)} documents")

    run_options = RunOptions(
        on_stop=(monitor.stopping, services.reindexer.close),
        on_ready=answering,
        lock=TokenLock(composition.data_dir, options.token),
    )
    async with monitor:
        if options.webhook is None:
            return await run_polling(application, watchdog, run_options)
        return await run_webhook(application, _webhook(options.webhook), run_options, watchdog)


def _webhook(options: WebhookOptions) -> Webhook:
    return Webhook(url=options.url, secret=options.secret, host=options.host, port=options.port)


def _monitor(services: Services, port: int | None, receiving: Receiving | None) -> Monitor:
    """What watches the bot; without `receiving`, health does not depend on updates."""
    heart, metrics = Heart(), services.metrics
    checks = {
        "index": check_index(lambda: services.engines.current, in_english),
        "database": check_database(services.store),
        "outbox": check_outbox(metrics),
        "loop": check_loop(heart),
        "reindexing": check_reindexing(metrics),
    }
    if receiving is not None:
        checks = {"updates": check_updates(receiving, SILENCE_LIMIT), **checks}
    return Monitor(Health(checks), heart, metrics, port=port, notifier=Notifier.of_environment())


async def _serve_page(port: int, services: Services) -> int:
    url, stop = await _open_page(services, port)
    _print_line(f"The page is at {url} (for this machine alone). Ctrl+C stops it.")
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(url)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no handlers of signals in a loop
            loop.add_signal_handler(number, stopping.set)
    async with _monitor(services, None, None) as monitor:
        monitor.ready(f"serving the page at {url}")
        await stopping.wait()
        await monitor.stopping()
        await stop()
    return 0


async def _open_page(services: Services, port: int) -> tuple[str, Stop]:
    """Serve the page on a port, or on a free one where that is taken."""
    try:
        return await serve_page(services.conversation, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _print_line(f"Port {port} is taken (SHAHID_PAGE_PORT sets another); taking a free one.")
        return await serve_page(services.conversation, 0)


def _print_line(line: str) -> None:
    print(line, flush=True)
