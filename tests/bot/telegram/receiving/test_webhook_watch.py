from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.telegram.receiving.watchdog import ExitCode, Watchdog
from bot.telegram.running import run_webhook
from tests.bot.telegram.bots import OPTIONS, build, new_webhook, webhook_bot
from tests.telegram_server.faults import Fault
from tests.telegram_server.server import TelegramServer

QUESTION = "متى اجتماع جنيف؟"
WATCHED = replace(OPTIONS, webhook_interval=0.1)


def test_an_address_that_is_not_ours_is_set_again(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with webhook_bot(options=WATCHED) as (bot, webhook):
            bot.server.state.webhook = {"url": "https://example.org/other"}
            await bot.server.called("setWebhook", 2)
            assert bot.server.state.webhook["url"] == webhook.url
            await bot.person.write(QUESTION)
            assert await bot.texts() == [f"جواب\n😀 {QUESTION}"]

    with caplog.at_level(logging.WARNING, "bot"):
        asyncio.run(scenario())
    assert "Telegram posts updates elsewhere: setting the webhook again" in caplog.messages


def test_an_error_that_telegram_had_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with webhook_bot(options=WATCHED) as (bot, _):
            error = {"last_error_date": 1_700_000_000, "last_error_message": "Connection refused"}
            bot.server.state.webhook |= error
            await bot.server.called("getWebhookInfo", 4)

    with caplog.at_level(logging.WARNING, "bot"):
        asyncio.run(scenario())
    line = "Telegram could not post to the webhook: Connection refused (0 updates wait)"
    assert caplog.messages.count(line) == 1


@pytest.mark.parametrize("fault", [Fault("getWebhookInfo", 9, 502), Fault("getWebhookInfo", 9, result=[7])])
def test_what_cannot_be_asked_ends_nothing(fault: Fault) -> None:
    async def scenario() -> None:
        async with webhook_bot(options=WATCHED) as (bot, _):
            bot.server.state.faults.add(fault)
            await bot.server.called("getWebhookInfo", 3)
            await bot.person.write(QUESTION)
            assert await bot.texts() == [f"جواب\n😀 {QUESTION}"]

    asyncio.run(scenario())


def test_silence_of_telegram_ends_the_bot_for_its_supervisor() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            server.state.faults.add(Fault("getWebhookInfo", 999, 502))
            work = run_webhook(build(server), new_webhook(), WATCHED, Watchdog(silence_limit=0.5))
            assert await asyncio.wait_for(work, 10) is ExitCode.SILENCE

    asyncio.run(scenario())
