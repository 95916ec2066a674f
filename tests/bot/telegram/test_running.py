from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import suppress
from dataclasses import replace

import pytest
from telegram.error import TelegramError

from bot.telegram.application import ALLOWED_UPDATES
from bot.telegram.receiving.rivalry import Rivalry, RivalryLimits
from bot.telegram.receiving.watchdog import ExitCode, Watchdog
from bot.telegram.running import RunOptions, run_polling
from tests.bot.telegram.bots import LIMITS, OPTIONS, build, free_port, polling_bot
from tests.bot.telegram.fakes import FakeConversation
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import ServerState

QUESTION = "متى اجتماع جنيف؟"
ANSWER = f"جواب\n😀 {QUESTION}"


def test_a_stop_finishes_running_handlers_and_confirms_what_was_fetched() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.seconds[QUESTION] = 0.3
            await bot.person.write(QUESTION)
            await bot.conversation.asked.wait()
        assert await bot.ended is ExitCode.STOPPED
        assert [message["text"] for message in bot.server.state.messages.values()] == [QUESTION, ANSWER]
        assert bot.server.state.pending == []

    asyncio.run(scenario())


def test_handlers_that_take_too_long_are_cut_off() -> None:
    async def scenario() -> None:
        async with polling_bot(options=replace(OPTIONS, grace=0.2)) as bot:
            bot.conversation.seconds[QUESTION] = 30
            await bot.person.write(QUESTION)
            await bot.conversation.asked.wait()
        assert await bot.ended is ExitCode.STOPPED

    asyncio.run(scenario())


def test_hooks_are_called_when_the_bot_begins_to_stop() -> None:
    async def scenario() -> None:
        calls: list[str] = []

        async def stop() -> None:
            calls.append("stop")

        async with polling_bot(options=replace(OPTIONS, on_stop=(stop,))):
            pass
        assert calls == ["stop"]

    asyncio.run(scenario())


def test_the_kinds_of_updates_are_sent_at_every_start() -> None:
    async def scenario() -> None:
        state = ServerState(allowed={"poll"})
        async with TelegramServer(state) as server:
            async with polling_bot(server) as bot:
                async with state.changed:
                    await state.changed.wait_for(lambda: state.allowed != {"poll"})
                await bot.person.write(QUESTION)
                assert await bot.texts() == [ANSWER]
            assert state.allowed == set(ALLOWED_UPDATES)

    asyncio.run(scenario())


def test_questions_asked_while_the_bot_was_down_are_answered_after_the_start() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            await Person(server.state).write(QUESTION)
            async with polling_bot(server) as bot:
                assert await bot.texts() == [ANSWER]

    asyncio.run(scenario())


def test_a_webhook_that_was_set_is_deleted_when_the_bot_polls() -> None:
    async def scenario() -> None:
        state = ServerState(webhook={"url": "http://127.0.0.1:9/hook"})
        async with TelegramServer(state) as server, polling_bot(server) as bot:
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]
            assert state.webhook == {}

    asyncio.run(scenario())


def test_without_a_network_at_the_start_it_is_tried_again() -> None:
    async def scenario() -> None:
        server = TelegramServer()
        server.port = free_port()
        ready = asyncio.Event()
        watchdog = Watchdog()
        options = replace(OPTIONS, on_ready=ready.set)
        task = asyncio.create_task(run_polling(build(server, watchdog=watchdog), watchdog, options))
        await asyncio.sleep(0.2)
        await server.listen(server.port)
        await asyncio.wait_for(ready.wait(), 5)
        os.kill(os.getpid(), signal.SIGINT)
        assert await task is ExitCode.STOPPED
        await server.close()

    asyncio.run(scenario())


def test_a_stop_is_heard_while_telegram_cannot_be_reached() -> None:
    async def scenario() -> None:
        server = TelegramServer()
        server.port = free_port()
        task = asyncio.create_task(run_polling(build(server), Watchdog()))
        await asyncio.sleep(0.2)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(task, 2) is ExitCode.STOPPED

    asyncio.run(scenario())


def test_a_stop_is_heard_while_the_polling_begins() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            server.state.faults.add(Fault("deleteWebhook", times=99, code=502))
            task = asyncio.create_task(run_polling(build(server), Watchdog(), OPTIONS))
            await server.called("deleteWebhook")
            os.kill(os.getpid(), signal.SIGTERM)
            assert await asyncio.wait_for(task, 2) is ExitCode.STOPPED

    asyncio.run(scenario())


def test_a_token_that_telegram_does_not_know_ends_the_bot_with_one_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            application = build(server)
            server.state.token = "1:another"
            assert await run_polling(application, Watchdog(), OPTIONS) is ExitCode.TOKEN_REFUSED

    with caplog.at_level(logging.WARNING, "bot"):
        asyncio.run(scenario())
    logged = [record.getMessage() for record in caplog.records]
    assert logged[-1] == "Telegram refuses the bot's token"
    assert [line for line in logged if line.startswith("Telegram refused the token")] == [
        f"Telegram refused the token ({count} in a row)" for count in (1, 2, 3)
    ]


def test_one_refusal_at_the_start_is_not_believed() -> None:
    async def scenario() -> None:
        server = TelegramServer()
        server.state.faults.add(Fault("getMe", 1, 401, "Unauthorized"))
        server.state.faults.add(Fault("deleteWebhook", 1, 404, "Not Found"))
        async with server, polling_bot(server) as bot:
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "result", [{}, [], "شاهد", 7, {"id": "7", "is_bot": True, "first_name": "ش"}, {"id": 7, "is_bot": True}]
)
def test_an_identity_that_is_none_is_asked_for_again(
    result: object, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        server = TelegramServer()
        server.state.faults.add(Fault("getMe", 1, result=result))
        async with server, polling_bot(server) as bot:
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]

    with caplog.at_level(logging.WARNING, "bot"):
        asyncio.run(scenario())
    assert "trying again" in caplog.text


def test_a_long_flood_limit_at_the_start_is_not_waited_for() -> None:
    async def scenario() -> None:
        server = TelegramServer()
        flood = {"retry_after": 600}
        server.state.faults.add(Fault("deleteWebhook", 1, 429, "Too Many Requests", flood))
        async with server, polling_bot(server) as bot:
            bot.server.state.faults.add(Fault("getUpdates", 1, 429, "Too Many Requests", flood))
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]

    asyncio.run(scenario())


@pytest.mark.parametrize("code", [300, 400, 403, 404, 405, 413, 418, 451])
def test_whatever_get_updates_is_answered_with_the_bot_does_not_become_deaf(code: int) -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.server.state.faults.add(Fault("getUpdates", 1, code, "سر"))
            await bot.person.write("س")
            await bot.texts()
            await bot.person.write(QUESTION)
            assert await bot.texts(2) == ["جواب\n😀 س", ANSWER]

    asyncio.run(scenario())


def test_one_refusal_of_the_token_does_not_make_the_bot_deaf() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.server.state.faults.add(Fault("getUpdates", 1, 401, "Unauthorized"))
            await bot.person.write("س")
            await bot.texts()
            await bot.person.write(QUESTION)
            assert await bot.texts(2) == ["جواب\n😀 س", ANSWER]

    asyncio.run(scenario())


def test_refusal_after_refusal_ends_the_bot() -> None:
    async def scenario() -> None:
        async with polling_bot(watchdog=Watchdog(refusal_limit=2)) as bot:
            bot.server.state.faults.add(Fault("getUpdates", 99, 401, "Unauthorized"))
            await bot.person.write("س")
            assert await asyncio.wait_for(asyncio.shield(bot.ended), 10) is ExitCode.TOKEN_REFUSED

    asyncio.run(scenario())


def test_an_update_that_cannot_be_parsed_is_passed_over() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.server.state.push("message", {"message_id": 1, "chat": {"type": 5}, "date": "x"})
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]
        assert bot.server.state.pending == []

    asyncio.run(scenario())


def test_a_server_that_stumbles_is_asked_again() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.server.state.faults.add(Fault("getUpdates", 1, 502, "Bad Gateway"))
            await bot.person.write("س")
            await bot.texts()
            bot.server.state.faults.add(Fault("getUpdates", 1, drop=True))
            await bot.person.write(QUESTION)
            assert await bot.texts(2) == ["جواب\n😀 س", ANSWER]

    asyncio.run(scenario())


def test_silence_of_telegram_ends_the_bot_for_its_supervisor() -> None:
    async def scenario() -> None:
        watchdog = Watchdog(silence_limit=0.3)
        async with polling_bot(watchdog=watchdog) as bot:
            bot.server.state.faults.add(Fault("getUpdates", 99, 502, "Bad Gateway"))
            await bot.person.write("س")
            assert await asyncio.wait_for(asyncio.shield(bot.ended), 5) is ExitCode.SILENCE

    asyncio.run(scenario())


def test_a_newcomer_gives_up_with_one_line_and_disturbs_the_other_instance_no_more(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        rivalry = Rivalry(RivalryLimits(newcomer=0.5, standby=0.1))
        async with polling_bot(watchdog=Watchdog(rivalry=rivalry)) as bot:
            other = build(bot.server)
            async with other:
                while not bot.ended.done():
                    with suppress(TelegramError):
                        await other.bot.get_updates(timeout=1)
                await bot.person.write("لا يصل إلى الأول")
                updates = await other.bot.get_updates(timeout=1)
                assert [update.message.text for update in updates if update.message] == ["لا يصل إلى الأول"]
            assert await bot.ended is ExitCode.CONFLICT

    with caplog.at_level(logging.WARNING, "bot"):
        asyncio.run(scenario())
    conflict = "another instance of this bot fetches its updates, or a webhook is set"
    logged = [record.getMessage() for record in caplog.records]
    assert logged.count("giving up: conflict") == 1
    assert logged.count(conflict) == 2  # a line each: the bot's, and that of the other one of this test


def test_an_application_without_an_updater_cannot_poll() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            application = build(server)
            application.updater = None
            with pytest.raises(ValueError, match="cannot poll"):
                await run_polling(application, Watchdog(), RunOptions())

    asyncio.run(scenario())


def test_a_bot_that_is_started_again_goes_on_where_it_stopped() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            async with polling_bot(server) as first:
                question = await first.person.write(QUESTION)
                await first.texts()
            async with polling_bot(server, store=first.store) as second:
                await second.person.edit(question, "متى اجتماع فيينا؟")
                await second.server.called("editMessageText")
                assert await second.texts() == [ANSWER]

    asyncio.run(scenario())


def test_many_questions_at_a_time_are_all_answered() -> None:
    async def scenario() -> None:
        async with polling_bot(limits=replace(LIMITS, concurrent_updates=4)) as bot:
            for user_id in range(100, 120):
                bot.conversation.seconds[f"سؤال {user_id}"] = 0.05
                await Person(bot.server.state, user_id).write(f"سؤال {user_id}")
            texts = await bot.texts(20)
            assert sorted(texts) == [f"جواب\n😀 سؤال {user_id}" for user_id in range(100, 120)]
            assert isinstance(bot.conversation, FakeConversation)

    asyncio.run(scenario())
