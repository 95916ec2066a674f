"""Requirements of replies on Telegram, each tested by what goes wrong without it."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace

import pytest

from bot.conversation.reply import Reply
from bot.telegram.application import DeliveryLimits
from tests.bot.telegram.bots import OPTIONS, RunningBot, polling_bot
from tests.bot.telegram.fakes import MODERATOR
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import BOT

QUESTION = "متى اجتماع جنيف؟"
ANSWER = f"جواب\n😀 {QUESTION}"
GROUP = -1001
OWNER = 8


async def said(bot: RunningBot, text: str) -> None:
    """Wait until the bot has sent a text or edited a message to it."""
    async with bot.server.state.changed, asyncio.timeout(10):
        await bot.server.state.changed.wait_for(
            lambda: any(
                call.parameters.get("text") == text for call in bot.server.state.calls if call.status == 200
            )
        )


def test_requirement_06_an_error_brings_one_apology_and_a_report_without_the_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        async with polling_bot(report_to=(OWNER,)) as bot:
            bot.server.state.known_chats.add(OWNER)
            bot.conversation.failures[QUESTION] = ValueError(QUESTION)
            await bot.person.write(QUESTION)
            await bot.texts(2)
            sent = {call.parameters["chat_id"]: call for call in await bot.server.called("sendMessage", 2)}
            assert sorted(map(int, sent)) == [OWNER, 42]
            texts = [str(call.parameters["text"]) for call in sent.values()]
            assert [text for text in texts if "عذرا" in text] != []
            assert [text for text in texts if "Traceback" in text or QUESTION in text] == []
            await bot.person.write("سؤال آخر")
            assert (await bot.texts(3))[2] == "جواب\n😀 سؤال آخر"

    with caplog.at_level(logging.INFO):
        asyncio.run(scenario())
    assert QUESTION not in caplog.text


def test_requirement_07_a_quick_question_does_not_wait_behind_a_slow_one() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.seconds["بطيء"] = 3
            await bot.person.write("بطيء")
            began = time.monotonic()
            await Person(bot.server.state, 43).write(QUESTION)
            assert await bot.texts() == [ANSWER]
            assert time.monotonic() - began < 2

    asyncio.run(scenario())


def test_requirement_09_a_busy_group_is_kept_within_its_limit_and_delays_nobody_else() -> None:
    async def scenario() -> None:
        limits = DeliveryLimits(connect_timeout=2, read_timeout=2)
        async with polling_bot(limits=limits) as bot:
            for number in range(30):
                await bot.person.write(f"/ask {number}", chat_id=GROUP)
            began = time.monotonic()
            await Person(bot.server.state, 43).write(QUESTION)
            await said(bot, ANSWER)
            assert time.monotonic() - began < 2
            await asyncio.sleep(1)
            chats = [call.parameters["chat_id"] for call in await bot.server.called("sendMessage")]
            assert 1 <= chats.count(GROUP) <= 20

    asyncio.run(scenario())


def test_requirement_11_an_edited_question_has_its_answer_edited() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            question = await bot.person.write("متى اجتماع فيينا؟")
            await bot.texts()
            await bot.person.edit(question, QUESTION)
            edits = await bot.server.called("editMessageText")
            assert [call.parameters["text"] for call in edits] == [ANSWER]
            assert len(await bot.texts()) == 1

    asyncio.run(scenario())


def test_requirement_15_a_chat_that_is_gone_is_marked_and_a_group_that_moved_is_followed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.server.state.blocked.add(42)
            await bot.person.write(QUESTION)
            await bot.server.called("sendMessage", status=403)
            while bot.store.gone != [42]:  # noqa: ASYNC110 - the fake has no event
                await asyncio.sleep(0.02)
            bot.server.state.moved[GROUP] = -2002
            bot.server.state.known_chats.add(-2002)
            await bot.person.write(f"/ask {QUESTION}", chat_id=GROUP)
            assert await bot.texts() == [ANSWER]
            assert bot.store.moved == [(GROUP, -2002)]

    with caplog.at_level(logging.INFO, "bot"):
        asyncio.run(scenario())
    assert "Traceback" not in caplog.text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_requirement_16_a_double_tap_and_a_late_answer_are_no_errors(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(QUESTION)
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            await bot.person.press(answer, "1:page:a:1")
            await bot.server.called("editMessageText")
            await bot.person.press(answer, "1:page:a:1")
            await bot.server.called("editMessageText", 2)
            bot.server.state.presses.clear()
            await bot.person.press(answer, "1:page:a:1")
            bot.server.state.presses.clear()  # Telegram forgets a query that waited too long
            bot.conversation.replies |= {"أول": Reply("الجواب نفسه"), "ثان": Reply("الجواب نفسه")}
            question = await bot.person.write("أول")
            await bot.texts(2)
            await bot.person.edit(question, "ثان")
            await bot.server.called("editMessageText", status=400)
            await bot.person.write("سؤال آخر")
            assert (await bot.texts(3))[1:] == ["الجواب نفسه", "جواب\n😀 سؤال آخر"]

    with caplog.at_level(logging.INFO, "bot"):
        asyncio.run(scenario())
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_requirement_17_a_long_reply_is_sent_in_parts_that_telegram_takes() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            long = "\n\n".join("😀" * 1500 for _ in range(3))
            bot.conversation.replies[QUESTION] = Reply(long)
            await bot.person.write(QUESTION)
            assert "\n\n".join(await bot.texts(3)) == long
            assert bot.server.refused() == []

    asyncio.run(scenario())


def test_requirement_18_an_old_button_is_answered_by_a_word() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(QUESTION)
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            await bot.person.press(answer, "0:of-another-version")
            call = (await bot.server.called("answerCallbackQuery"))[0]
            assert call.parameters["text"] == "اسأل من جديد"

    asyncio.run(scenario())


def test_requirement_19_commands_to_other_bots_and_messages_of_bots_are_not_answered() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.server.state.privacy_mode = False
            await bot.person.write(f"/ask@other_bot {QUESTION}", chat_id=GROUP)
            other = {"id": 99, "is_bot": True, "first_name": "آخر"}
            await bot.person.write("/ask سؤال آلي", author=other, chat_id=GROUP)
            await bot.person.write("سؤال آلي", author=other)
            await bot.person.write(f"/ask@{BOT['username']} {QUESTION}", chat_id=GROUP)
            assert await bot.texts() == [ANSWER]
            assert len(bot.conversation.askers) == 1

    asyncio.run(scenario())


def test_requirement_20_a_forwarded_command_or_button_of_moderators_does_nothing_for_others() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            for command in ("/reindex", "/status"):
                await bot.person.write(command)
            assert await bot.texts(2) == ["هذا للمشرفين", "هذا للمشرفين"]
            await Person(bot.server.state, MODERATOR).write("/reindex")
            await said(bot, "انتهت الفهرسة")

    asyncio.run(scenario())


def test_requirement_26_menus_that_telegram_refuses_are_set_later_and_nothing_waits_for_them() -> None:
    async def scenario() -> None:
        server = TelegramServer()
        flood = {"retry_after": 3}
        server.state.faults.add(Fault("setMyCommands", 1, 429, "Too Many Requests", flood))
        async with server, polling_bot(server, options=replace(OPTIONS, menu_pauses=(0.1,))) as bot:
            began = time.monotonic()
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]
            assert time.monotonic() - began < 2
            await server.called("setMyCommands", 8, status=200, within=10)

    asyncio.run(scenario())
