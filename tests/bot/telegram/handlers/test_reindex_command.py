from __future__ import annotations

import asyncio

from bot.conversation.reply import Reply
from bot.telegram.handlers.reindex_command import ProgressMessage
from bot.telegram.sending.sender import Place
from tests.bot.telegram.bots import build, new_outbox, polling_bot
from tests.bot.telegram.fakes import MODERATOR
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer

GROUP = -1001


def test_a_moderator_sees_the_progress_in_one_message_and_how_it_ended() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.seconds["فهرسة"] = 0.1
            await Person(bot.server.state, MODERATOR).write("/reindex")
            edits = await bot.server.called("editMessageText", 3)
            assert [call.parameters["text"] for call in edits] == ["جار 1", "جار 2", "انتهت الفهرسة"]
            assert await bot.texts() == ["جار 0"]
            assert len(bot.server.state.messages) == 2

    asyncio.run(scenario())


def test_anyone_else_is_refused_in_private_and_in_groups() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write("/reindex")
            await bot.texts(1)
            await bot.person.write("/reindex", chat_id=GROUP)
            assert await bot.texts(2) == ["هذا للمشرفين", "هذا للمشرفين"]

    asyncio.run(scenario())


def test_without_progress_only_the_end_is_sent() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.progress = 0
            await Person(bot.server.state, MODERATOR).write("/reindex", chat_id=GROUP)
            assert await bot.texts() == ["انتهت الفهرسة"]

    asyncio.run(scenario())


def test_progress_is_edited_no_more_often_than_the_interval_and_the_end_always_shows() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server, build(server) as application:
            server.state.known_chats.add(42)
            now = [0.0]
            outbox = new_outbox(application)
            progress = ProgressMessage(outbox, Place(42), interval=3, clock=lambda: now[0])
            for count, second in enumerate((0, 1, 2, 3, 4, 5, 6, 7)):
                now[0] = float(second)
                await progress.report(Reply(f"{second}"))
                await server.called("sendMessage" if count < 3 else "editMessageText", max(1, count // 3))
            progress.close(Reply("تم"))
            await outbox.close(2)
            texts = [call.parameters["text"] for call in server.state.calls if "text" in call.parameters]
            assert texts == ["0", "3", "6", "تم"]

    asyncio.run(scenario())


def test_the_outcome_is_a_new_message_where_that_of_the_progress_is_gone() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server, build(server) as application:
            server.state.known_chats.add(42)
            outbox = new_outbox(application)
            progress = ProgressMessage(outbox, Place(42), interval=3)
            await progress.report(Reply("جار"))
            await server.called("sendMessage")
            server.state.messages.clear()
            progress.close(Reply("تم"))
            await outbox.close(2)
            assert [message["text"] for message in server.state.messages.values()] == ["تم"]

    asyncio.run(scenario())


def test_a_moderator_goes_back_to_the_index_before() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await Person(bot.server.state, MODERATOR).write("/rollback")
            assert await bot.texts() == ["عدت إلى الفهرس السابق"]

    asyncio.run(scenario())


def test_a_confirmed_reindexing_is_shown_in_the_message_of_its_button() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.progress = 0
            moderator = Person(bot.server.state, MODERATOR)
            await moderator.write("/reindex")
            assert await bot.texts() == ["انتهت الفهرسة"]
            (message_id,) = message_ids(bot.server, "انتهت الفهرسة")
            await moderator.press(message_id, "1:fewer:12")
            (answer,) = await bot.server.called("answerCallbackQuery", 1)
            (edit,) = await bot.server.called("editMessageText", 1)
            assert (answer.parameters.get("text"), edit.parameters["text"]) == (None, "استبدل الفهرس")
            assert int(edit.parameters["message_id"]) == message_id
            assert bot.conversation.least == 12

    asyncio.run(scenario())


def test_a_confirmation_by_anybody_else_reindexes_nothing_requirement_20() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.progress = 0
            await Person(bot.server.state, MODERATOR).write("/reindex", chat_id=GROUP)
            await bot.texts()
            (message_id,) = message_ids(bot.server, "انتهت الفهرسة")
            await bot.person.press(message_id, "1:fewer:12", chat_id=GROUP)
            (answer,) = await bot.server.called("answerCallbackQuery", 1)
            assert answer.parameters["text"] == "اسأل من جديد"
            assert bot.conversation.least is None

    asyncio.run(scenario())


def message_ids(server: TelegramServer, text: str) -> list[int]:
    return [
        int(message["message_id"])
        for message in server.state.messages.values()
        if message.get("text") == text
    ]
