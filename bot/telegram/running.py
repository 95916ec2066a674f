"""Runs the bot until a signal stops it, or until only a restart can help.

In: a built Application. Out: an exit code. SIGTERM and SIGINT stop it in order: no more updates are
fetched, running handlers may finish, and the updates taken are confirmed to Telegram.

Delivery is at most once across `kill -9`: an update that was confirmed but not yet answered is lost,
and one that is delivered twice is answered once, as long as the store is kept.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.monitoring.logs import describe_error, log_loop_errors
from bot.telegram.application import ALLOWED_UPDATES, BotApplication, menus_of, outbox_of
from bot.telegram.handlers.commands import RETRY_PAUSES
from bot.telegram.receiving.token_lock import PATIENCE, TokenLock, wait_for
from bot.telegram.receiving.watchdog import ExitCode, Watchdog
from bot.telegram.receiving.webhook import WebhookServer
from bot.telegram.receiving.webhook_watch import INTERVAL, WebhookWatch

_LOGGER = logging.getLogger(__name__)

BOOT_PAUSE_LIMIT = 30.0
"""Longest pause between two attempts to reach Telegram at start, in seconds; it doubles up to this."""


LEAST_GRACE = 1.0
"""Seconds that the outbox has at least to send what was composed, also where handlers took all the time."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Options of a run, beyond the Application."""

    on_stop: tuple[Callable[[], Awaitable[None]], ...] = ()
    """Called when the bot begins to stop, to end what may take long (a reindexing)."""
    on_ready: Callable[[], None] = field(default=lambda: None)
    """Called once updates are received."""
    poll_seconds: int = 30
    """Seconds that the server may wait for updates before it responds to getUpdates."""
    boot_pause: float = 1.0
    """Seconds before the second attempt to reach Telegram at start."""
    grace: float = 20.0
    """Seconds that running handlers have to finish, and what they composed to be sent."""
    menu_pauses: tuple[float, ...] = RETRY_PAUSES
    """Seconds before each further attempt to set the menus."""
    watch_interval: float = 1.0
    """Seconds between two checks of the watchdog."""
    webhook_interval: float = INTERVAL
    """Seconds between two questions to Telegram about the webhook."""
    lock: TokenLock | None = None
    """Held while updates are fetched by polling; None where nothing else runs on this machine."""
    lock_patience: float = PATIENCE
    """Seconds to wait for another process that has the lock."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are posted to."""

    url: str
    """Public HTTPS address; the server listens on its path."""
    secret: str
    """1 to 256 of A-Z a-z 0-9 _ -."""
    host: str = "127.0.0.1"
    """Address to listen on: behind a proxy, the loopback."""
    port: int = 8443


class _TakenError(Exception):
    """Another process of this machine fetches the updates, and goes on."""


async def run_polling(
    application: BotApplication, watchdog: Watchdog, options: RunOptions | None = None
) -> ExitCode:
    """Fetch updates until a signal or the watchdog ends it; deletes a webhook that is set.

    Args:
        application: What `build_application` built, with the same watchdog.
        watchdog: Ends the run where only a restart can help.
        options: Everything else.
    """
    options = options or RunOptions()
    updater = application.updater
    if updater is None:
        raise ValueError("an application without an updater cannot poll")

    @asynccontextmanager
    async def polling() -> AsyncIterator[None]:
        if options.lock is not None and not await wait_for(options.lock, options.lock_patience):
            raise _TakenError
        try:
            await updater.start_polling(
                timeout=options.poll_seconds,
                bootstrap_retries=-1,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
                error_callback=_log_fetching_error,
            )
            watchdog.start()
            yield
        finally:
            if updater.running:
                # Confirms the updates that were taken. If the polling has failed, this raises its error.
                with suppress(TelegramError):
                    await updater.stop()
            if options.lock is not None:
                options.lock.release()  # the next process may fetch while this one finishes its answers

    return await _run(application, polling, watchdog, options)


async def run_webhook(
    application: BotApplication,
    webhook: Webhook,
    options: RunOptions | None = None,
    watchdog: Watchdog | None = None,
) -> ExitCode:
    """Receive posted updates until a signal ends it; the webhook stays set, so that no update is lost.

    Args:
        application: What `build_application` built.
        webhook: Where updates are posted to.
        options: Everything else.
        watchdog: Ends the run where only a restart can help; a new one where None.
    """
    options, watchdog = options or RunOptions(), watchdog or Watchdog()
    path = urlsplit(webhook.url).path or "/"

    @asynccontextmanager
    async def listening() -> AsyncIterator[None]:
        server = WebhookServer(application, secret=webhook.secret, path=path, on_post=watchdog.fetched)
        server.listen(webhook.host, webhook.port)

        async def register() -> None:
            await application.bot.set_webhook(
                webhook.url,
                secret_token=webhook.secret,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
            )

        watch = WebhookWatch(
            application.bot, webhook.url, register, watchdog, interval=options.webhook_interval
        )
        try:
            await _reach(register, options.boot_pause)
            watchdog.start()
            watching = asyncio.create_task(watch.keep())
            try:
                yield
            finally:
                await _cancel(watching)
        finally:
            await server.close()

    return await _run(application, listening, watchdog, options)


async def _run(
    application: BotApplication,
    fetching: Callable[[], AbstractAsyncContextManager[None]],
    watchdog: Watchdog | None,
    options: RunOptions,
) -> ExitCode:
    log_loop_errors(asyncio.get_running_loop())
    with _stop_signals() as stop:
        try:
            if await _unless(stop, _reach(application.initialize, options.boot_pause)):
                return await _serve(application, fetching, watchdog, options, stop)
        except InvalidToken:
            _LOGGER.error("Telegram refuses the bot's token")  # noqa: TRY400 - a traceback adds nothing
            return ExitCode.TOKEN_REFUSED
        except _TakenError:
            _LOGGER.error("giving up: another instance of this bot goes on")  # noqa: TRY400
            return ExitCode.CONFLICT
        except BadRequest as error:
            _LOGGER.error("Telegram refuses the webhook: %s", error.message)  # noqa: TRY400
            return ExitCode.WEBHOOK_REFUSED
        except OSError as error:
            _LOGGER.error("the webhook cannot listen: %s", error.strerror)  # noqa: TRY400
            return ExitCode.CANNOT_LISTEN
        finally:
            await application.shutdown()
            await application.bot.shutdown()
    return ExitCode.STOPPED


async def _serve(
    application: BotApplication,
    fetching: Callable[[], AbstractAsyncContextManager[None]],
    watchdog: Watchdog | None,
    options: RunOptions,
    stop: asyncio.Event,
) -> ExitCode:
    await application.start()
    code = ExitCode.STOPPED
    try:
        async with AsyncExitStack() as stack:
            if await _unless(stop, stack.enter_async_context(fetching())):
                menus = asyncio.create_task(menus_of(application).keep(options.menu_pauses))
                stack.push_async_callback(_cancel, menus)
                options.on_ready()
                code = await _until(stop, watchdog, options.watch_interval)
        _LOGGER.info("stopping: handlers that run may finish")
        for hook in options.on_stop:
            await hook()
    finally:
        await _finish(application, options.grace)
    return code


async def _finish(application: BotApplication, grace: float) -> None:
    """Let running handlers finish and what they handed over be sent, in `grace` seconds at most."""
    ends = time.monotonic() + grace
    try:
        await asyncio.wait_for(application.stop(), grace)
    except TimeoutError:
        _LOGGER.warning("handlers were cut off after %.0f seconds", grace)
    await outbox_of(application).close(max(LEAST_GRACE, ends - time.monotonic()))


async def _until(stop: asyncio.Event, watchdog: Watchdog | None, interval: float) -> ExitCode:
    """Wait for a signal or for the watchdog."""
    if watchdog is None:
        await stop.wait()
        return ExitCode.STOPPED
    watching = asyncio.create_task(watchdog.watch(interval))
    await _unless(stop, _await(watching))
    return ExitCode.STOPPED if stop.is_set() else await watching


async def _await(task: asyncio.Task[ExitCode]) -> None:
    await task


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, object]) -> bool:
    """Do some work, canceled where `stop` is set meanwhile; returns whether it was done."""
    doing = asyncio.ensure_future(work)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
    await _cancel(stopping)
    if not doing.done():
        await _cancel(doing)
        return False
    doing.result()
    return True


async def _cancel(task: asyncio.Future[Any]) -> None:
    """Cancel a task and wait until it has ended in whatever way."""
    task.cancel()
    await asyncio.wait({task})


async def _reach(action: Callable[[], Awaitable[None]], pause: float) -> None:
    """Do something over the network, and repeat it until it succeeds.

    Raises:
        InvalidToken: Telegram does not know the token.
        BadRequest: Telegram refuses the call; repeating it would not help.
    """
    while True:
        try:
            return await action()
        except (InvalidToken, BadRequest):
            raise
        except TelegramError as error:
            _LOGGER.warning("Telegram cannot be reached, trying again in %.0f s: %s", pause, error.message)
        except Exception as error:  # noqa: BLE001 - a response may be anything, and a start has to go on
            _LOGGER.warning("Telegram cannot be understood, trying again: %s", describe_error(error))
        await asyncio.sleep(pause)
        pause = min(2 * pause, BOOT_PAUSE_LIMIT)


@contextmanager
def _stop_signals() -> Iterator[asyncio.Event]:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    handled = (signal.SIGTERM, signal.SIGINT)
    # Where event loops have no signal handlers (Windows), Ctrl+C cancels the run, which ends in order too.
    with suppress(NotImplementedError):
        for number in handled:
            loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        with suppress(NotImplementedError):
            for number in handled:
                loop.remove_signal_handler(number)


def _log_fetching_error(error: TelegramError) -> None:
    """Log a failed getUpdates; the watchdog logs conflicts and refusals."""
    _LOGGER.info("updates cannot be fetched for now: %s", error.message)
