from __future__ import annotations

import asyncio
import time

from bot.monitoring.metrics import Metrics
from tests.bot.telegram.bots import polling_bot
from tests.bot.telegram.fakes import MODERATOR
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer

OLD = 1_600_000_000
LINE = "فات وقت الجواب"
GROUP = -1001


def test_a_chat_that_lost_questions_gets_one_line_and_each_question_is_counted() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            for number in range(5):
                await Person(server.state, 42).write(f"سؤال {number}", date=OLD)
                await Person(server.state, 43).write(f"/ask سؤال {number}", chat_id=GROUP, date=OLD)
            metrics = Metrics()
            async with polling_bot(server, metrics=metrics) as bot:
                await Person(server.state, 44).write("جديد")
                assert sorted(await bot.texts(3)) == sorted([LINE, LINE, "جواب\n😀 جديد"])
                chats = [call.parameters["chat_id"] for call in await server.called("sendMessage", 3)]
                assert sorted(chats) == [GROUP, 42, 44]
            assert metrics.registry.get_sample_value("shahid_expired_questions_total") == 10

    asyncio.run(scenario())


def test_an_edited_question_that_comes_too_late_is_counted_and_told_of_as_well() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            writer = Person(server.state, 42)
            asked = await writer.write("سؤال", date=OLD)
            server.state.pending.clear()
            server.state.clock_offset = OLD - time.time()
            await writer.edit(asked, "سؤال آخر")
            command = await writer.write("/help")
            await writer.edit(command, "/sources")
            server.state.clock_offset = 0
            metrics = Metrics()
            async with polling_bot(server, metrics=metrics) as bot:
                await Person(server.state, 44).write("جديد")
                assert sorted(await bot.texts(2)) == sorted([LINE, "جواب\n😀 جديد"])
            assert metrics.registry.get_sample_value("shahid_expired_questions_total") == 1

    asyncio.run(scenario())


def test_old_commands_are_not_acted_on_and_nothing_is_said_of_them() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            await Person(server.state, MODERATOR).write("/reindex", date=OLD)
            await Person(server.state, MODERATOR).write("/start", date=OLD)
            server.state.privacy_mode = False
            await Person(server.state).write("كلام بين الناس", chat_id=GROUP, date=OLD)
            async with polling_bot(server) as bot:
                await bot.person.write("جديد")
                assert await bot.texts() == ["جواب\n😀 جديد"]

    asyncio.run(scenario())
