from __future__ import annotations

import asyncio
import logging
import re

import pytest
from telegram.error import BadRequest, Forbidden

from bot.telegram.handlers.failures import MOST_KINDS, OnError
from tests.bot.telegram.bots import build, new_outbox, polling_bot
from tests.bot.telegram.fakes import FakeConversation
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import ServerState

OWNER = 8
SECRET = "سر لا يقال"


class Context:
    """The part of python-telegram-bot's context that our error handler uses."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error


def test_a_failing_question_brings_an_apology_a_report_and_a_line_without_the_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        async with polling_bot(report_to=(OWNER,)) as bot:
            bot.server.state.known_chats.add(OWNER)
            bot.conversation.failures[SECRET] = ValueError(SECRET)
            await bot.person.write(SECRET)
            apology, report = await bot.texts(2)
            reference = apology.split()[-1]
            place = r"bot/telegram/\w+\.py:\d+ in \w+"
            assert re.fullmatch(rf"⚠ {reference}\nValueError at {place}", report)
            await bot.person.write(SECRET)
            assert (await bot.texts(3))[2].startswith("عذرا")
            await bot.person.write("سؤال")
            assert (await bot.texts(4))[3] == "جواب\n😀 سؤال"

    with caplog.at_level(logging.INFO):
        asyncio.run(scenario())
    assert SECRET not in caplog.text
    assert len([record for record in caplog.records if record.msg.startswith("error %s")]) == 2


def test_a_failing_button_brings_its_apology_as_a_note_and_a_failing_inline_query_none() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.failures["1:fail"] = RuntimeError()
            await bot.person.write("س")
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            await bot.person.press(answer, "1:fail")
            call = (await bot.server.called("answerCallbackQuery"))[0]
            assert call.parameters["text"].startswith("عذرا، حدث خطأ")
            assert len(await bot.server.called("answerCallbackQuery")) == 1

    asyncio.run(scenario())


def test_an_edited_question_that_fails_is_apologized_for_too() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.failures["عطل"] = RuntimeError()
            question = await bot.person.write("س")
            await bot.texts()
            await bot.person.edit(question, "عطل")
            assert (await bot.texts(2))[1].startswith("عذرا")

    asyncio.run(scenario())


def test_errors_of_one_kind_are_reported_once_in_a_while_with_their_number() -> None:
    async def scenario() -> None:
        state = ServerState(known_chats={OWNER})
        now = [0.0]
        async with TelegramServer(state) as server, build(server) as application:
            outbox = new_outbox(application)
            on_error = OnError(
                conversation=FakeConversation(),
                outbox=outbox,
                report_to=(OWNER,),
                clock=lambda: now[0],
            )
            for second in (0, 1, 2, 700):
                now[0] = float(second)
                await on_error(None, Context(KeyError("س")))
            await server.called("sendMessage", 2)
            reports = [message["text"] for message in state.messages.values()]
            assert [re.sub(r"[0-9a-f]{6}", "…", report) for report in reports] == [
                "⚠ …\nKeyError",
                "⚠ … (+2)\nKeyError",
            ]
            for number in range(MOST_KINDS + 1):
                on_error._reported[str(number)] = (700.0, 0)
            await on_error(None, Context(ValueError()))
            assert len(on_error._reported) == MOST_KINDS

    asyncio.run(scenario())


def test_refusals_that_are_nobodys_fault_are_not_reported() -> None:
    async def scenario() -> None:
        state = ServerState(known_chats={OWNER})
        async with TelegramServer(state) as server, build(server) as application:
            outbox = new_outbox(application)
            on_error = OnError(
                conversation=FakeConversation(),
                outbox=outbox,
                report_to=(OWNER,),
            )
            for error in (None, BadRequest("Query is too old"), Forbidden("bot was blocked")):
                await on_error(None, Context(error))
            await on_error(None, Context(BadRequest("Something else")))
            await outbox.close(2)
            assert [message["text"].split()[-1] for message in state.messages.values()] == ["BadRequest"]

    asyncio.run(scenario())


def test_an_error_while_an_error_is_reported_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.failures["عطل"] = RuntimeError()
            bot.conversation.apology = None  # type: ignore[assignment, method-assign]
            await bot.person.write("عطل")
            await Person(bot.server.state, 43).write("سؤال")
            assert await bot.texts() == ["جواب\n😀 سؤال"]

    with caplog.at_level(logging.INFO):
        asyncio.run(scenario())
    assert "while reporting an error: TypeError" in caplog.text
