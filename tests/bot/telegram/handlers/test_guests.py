from __future__ import annotations

import asyncio

from bot.monitoring.metrics import Metrics
from tests.bot.telegram.bots import RunningBot, polling_bot, webhook_bot
from tests.telegram_server.faults import Fault
from tests.telegram_server.state import BOT, Json

QUESTION = "متى اجتماع جنيف؟"
ANSWER = f"جواب\n😀 {QUESTION}"
NAME = f"@{BOT['username']}"


async def answered(bot: RunningBot, query_id: str) -> Json:
    """The result with which a query was answered."""
    state = bot.server.state
    async with state.changed, asyncio.timeout(10):
        await state.changed.wait_for(lambda: state.guest_queries[query_id] is not None)
    return state.guest_queries[query_id] or {}


def test_who_writes_the_name_of_the_bot_anywhere_is_answered_there() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            result = await answered(bot, await bot.person.summon(f"{NAME} {QUESTION}"))
            assert result["input_message_content"]["message_text"] == ANSWER
            assert result["reply_markup"]["inline_keyboard"]
            assert [(asker.asker_id, asker.is_private) for asker in bot.conversation.askers] == [
                ("telegram:42", False)
            ]
            assert bot.server.refused() == []

    asyncio.run(scenario())


def test_a_webhook_brings_guest_messages_as_well() -> None:
    async def scenario() -> None:
        async with webhook_bot() as (bot, _):
            result = await answered(bot, await bot.person.summon(f"{NAME} {QUESTION}"))
            assert result["input_message_content"]["message_text"] == ANSWER

    asyncio.run(scenario())


def test_the_name_alone_in_reply_to_a_message_asks_what_that_message_asks() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            result = await answered(bot, await bot.person.summon(NAME, replied=QUESTION, chat_id=43))
            assert result["input_message_content"]["message_text"] == ANSWER

    asyncio.run(scenario())


def test_the_buttons_of_such_an_answer_work() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            query_id = await bot.person.summon(f"{NAME} {QUESTION}")
            await answered(bot, query_id)
            await bot.person.press_inline(f"guest-{query_id}", "1:page:a:1")
            edit = (await bot.server.called("editMessageText"))[0]
            assert edit.parameters["inline_message_id"] == f"guest-{query_id}"

    asyncio.run(scenario())


def test_an_answer_that_fails_is_tried_again_and_a_failing_question_is_apologized_for() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.server.state.faults.add(Fault("answerGuestQuery", 1, 502, "Bad Gateway"))
            result = await answered(bot, await bot.person.summon(f"{NAME} {QUESTION}"))
            assert result["input_message_content"]["message_text"] == ANSWER
            bot.conversation.failures["عطل"] = RuntimeError()
            apology = await answered(bot, await bot.person.summon(f"{NAME} عطل"))
            assert apology["input_message_content"]["message_text"].startswith("عذرا")

    asyncio.run(scenario())


def test_old_messages_and_those_of_or_to_other_bots_are_not_answered() -> None:
    async def scenario() -> None:
        metrics = Metrics()
        async with polling_bot(metrics=metrics) as bot:
            other = {"id": 99, "is_bot": True, "first_name": "آخر"}
            silent = [
                await bot.person.summon(f"{NAME} قديم", date=1_600_000_000),
                await bot.person.summon(f"{NAME} آلي", author=other),
                await bot.person.summon(f"/ask@other_bot متى؟ {NAME}"),
            ]
            await answered(bot, await bot.person.summon(f"{NAME} {QUESTION}"))
            assert [bot.server.state.guest_queries[query_id] for query_id in silent] == [None] * 3
            assert metrics.registry.get_sample_value("shahid_expired_questions_total") == 1
            assert await bot.server.called("sendMessage", 0) == []

    asyncio.run(scenario())
