"""Requirements of receiving updates, each tested by what goes wrong without it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from telegram.error import TelegramError

from bot.settings import load_settings
from bot.telegram.application import ALLOWED_UPDATES
from bot.telegram.receiving.rivalry import Rivalry, RivalryLimits
from bot.telegram.receiving.watchdog import ExitCode, Watchdog
from bot.telegram.receiving.webhook import BODY_LIMIT, SECRET_HEADER, WebhookServer
from bot.telegram.running import run_polling
from tests.bot.telegram.bots import LIMITS, OPTIONS, SECRET, build, free_port, polling_bot, webhook_bot
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import ServerState

QUESTION = "متى اجتماع جنيف؟"
ANSWER = f"جواب\n😀 {QUESTION}"


def test_requirement_02_without_a_network_at_the_start_the_bot_waits_for_one() -> None:
    async def scenario() -> None:
        server = TelegramServer()
        server.port = free_port()
        ready = asyncio.Event()
        watchdog = Watchdog()
        options = replace(OPTIONS, on_ready=ready.set)
        task = asyncio.create_task(run_polling(build(server, watchdog=watchdog), watchdog, options))
        await asyncio.sleep(0.2)
        assert not task.done()
        await server.listen(server.port)
        await asyncio.wait_for(ready.wait(), 5)
        task.cancel()
        await asyncio.wait({task})
        await server.close()

    asyncio.run(scenario())


def test_requirement_03_a_polling_that_brings_nothing_any_more_ends_the_bot() -> None:
    async def scenario() -> None:
        async with polling_bot(watchdog=Watchdog(silence_limit=0.3)) as bot:
            bot.server.state.faults.add(Fault("getUpdates", 999, 502, "Bad Gateway"))
            await bot.person.write(QUESTION)
            ended = await asyncio.wait_for(asyncio.shield(bot.ended), 10)
            assert ended is ExitCode.SILENCE

    asyncio.run(scenario())


def test_requirement_04_an_update_that_cannot_be_parsed_is_logged_and_passed_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> int:
        async with polling_bot() as bot:
            broken = await bot.server.state.push("message", {"message_id": 1, "chat": {"type": 5}})
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]
        assert bot.server.state.pending == []
        return broken or 0

    with caplog.at_level(logging.WARNING, "bot"):
        update_id = asyncio.run(scenario())
    assert f"update {update_id} cannot be parsed" in caplog.text


def test_requirement_05_of_two_instances_one_gives_up_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        async with polling_bot(
            watchdog=Watchdog(rivalry=Rivalry(RivalryLimits(newcomer=0.5, standby=0.1)))
        ) as bot:
            other = build(bot.server)
            async with other:
                while not bot.ended.done():
                    with suppress(TelegramError):
                        await other.bot.get_updates(timeout=1)
            assert await bot.ended is ExitCode.CONFLICT

    with caplog.at_level(logging.WARNING, "bot"):
        asyncio.run(scenario())
    assert sum("giving up" in record.getMessage() for record in caplog.records) == 1


def test_requirement_10_the_kinds_of_updates_are_sent_at_every_start() -> None:
    async def scenario() -> None:
        state = ServerState(allowed={"poll"})
        async with TelegramServer(state) as server, polling_bot(server) as bot:
            async with state.changed:
                await asyncio.wait_for(state.changed.wait_for(lambda: state.allowed != {"poll"}), 5)
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]
            assert state.allowed == set(ALLOWED_UPDATES)

    asyncio.run(scenario())


def test_requirement_12_questions_of_the_time_when_it_was_down_are_answered_unless_they_are_old() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            await Person(server.state).write("قديم", date=1_600_000_000)
            await Person(server.state).write(QUESTION)
            limits = replace(LIMITS, question_age=timedelta(minutes=5))
            async with polling_bot(server, limits=limits) as bot:
                assert sorted(await bot.texts(2)) == [ANSWER, "فات وقت الجواب"]
            assert [asker.asker_id for asker in bot.conversation.askers] == ["telegram:42"]

    asyncio.run(scenario())


def test_requirement_13_a_stop_lets_handlers_finish_and_confirms_what_was_fetched() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.seconds[QUESTION] = 0.3
            await bot.person.write(QUESTION)
            await bot.conversation.asked.wait()
        assert await bot.ended is ExitCode.STOPPED
        assert [message["text"] for message in bot.server.state.messages.values()] == [QUESTION, ANSWER]
        assert bot.server.state.pending == []

    asyncio.run(scenario())


def test_requirement_14_an_update_that_comes_twice_is_answered_once() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(QUESTION)
            await bot.texts()
            message = bot.server.state.messages[42, 1]
            bot.server.state.update_id -= 1
            await bot.server.state.push("message", message)
            await bot.person.write("سؤال آخر")
            assert await bot.texts(2) == [ANSWER, "جواب\n😀 سؤال آخر"]
            assert len(bot.conversation.askers) == 2

    asyncio.run(scenario())


def test_requirement_23_a_webhook_listens_on_the_loopback_and_wants_its_secret_and_small_posts() -> None:
    async def scenario() -> None:
        async with webhook_bot() as (bot, webhook), httpx.AsyncClient() as client:
            forged = await client.post(webhook.url, json={"update_id": 1})
            assert forged.status_code == 403
            long = b'{"update_id": 1, "x": "' + b"x" * BODY_LIMIT + b'"}'
            with suppress(httpx.TransportError):  # the server closes while the rest is being sent
                answer = await client.post(webhook.url, content=long, headers={SECRET_HEADER: SECRET})
                assert answer.status_code == 400
            assert bot.conversation.askers == []
        state = ServerState(webhook={"url": "http://127.0.0.1:9/hook"})
        async with TelegramServer(state) as server, polling_bot(server) as polling:
            await polling.person.write(QUESTION)
            assert await polling.texts() == [ANSWER]
            assert state.webhook == {}

    asyncio.run(scenario())
    assert load_settings().webhook_listen == "127.0.0.1"
    with pytest.raises(ValueError, match="secret"):
        WebhookServer(None, secret="", path="/")  # type: ignore[arg-type]


def test_requirement_25_a_server_that_never_responds_does_not_hang_the_bot() -> None:
    async def scenario() -> None:
        limits = replace(LIMITS, connect_timeout=0.5, read_timeout=0.5)
        async with polling_bot(limits=limits, options=replace(OPTIONS, poll_seconds=1)) as bot:
            bot.server.state.faults.add(Fault("getUpdates", 1, hang=60))
            bot.server.state.faults.add(Fault("sendMessage", 1, hang=60))
            await bot.person.write(QUESTION)
            calls = await bot.server.called("sendMessage", within=10, status=200)
            assert [call.parameters["text"] for call in calls] == [ANSWER]

    asyncio.run(scenario())
