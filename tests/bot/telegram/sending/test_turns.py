from __future__ import annotations

import asyncio

from telegram import Update

from bot.telegram.sending.turns import Turns
from tests.bot.telegram.bots import build, polling_bot
from tests.telegram_server.server import TelegramServer

QUESTION = "متى اجتماع جنيف؟"


def test_one_key_is_served_in_order_and_others_at_the_same_time() -> None:
    async def scenario() -> None:
        turns, done = Turns(), []

        async def work(key: str, name: str, seconds: float) -> None:
            async with turns.of(key):
                await asyncio.sleep(seconds)
                done.append(name)

        await asyncio.gather(work("a", "a1", 0.05), work("a", "a2", 0), work("b", "b1", 0))
        assert done == ["b1", "a1", "a2"]
        assert len(turns._locks) == 0

    asyncio.run(scenario())


def test_a_question_that_is_edited_before_it_is_answered_gets_one_answer() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.seconds[QUESTION] = 0.2
            question = await bot.person.write(QUESTION)
            await bot.person.edit(question, "ومن حضر؟")
            await bot.server.called("editMessageText")
            texts = [message["text"] for message in bot.server.state.messages.values()]
            assert texts == ["ومن حضر؟", "جواب\n😀 ومن حضر؟"]

    asyncio.run(scenario())


def test_handlers_leave_updates_alone_that_are_not_theirs() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server, build(server) as application:
            before = len(server.state.calls)
            for handlers in application.handlers.values():
                for handler in handlers:
                    await handler.callback(Update(1), None)
            assert len(server.state.calls) == before

    asyncio.run(scenario())
