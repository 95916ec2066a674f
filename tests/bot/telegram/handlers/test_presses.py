from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from bot.conversation.reply import InlinePage, InlineResult, Reply
from tests.bot.telegram.bots import polling_bot
from tests.bot.telegram.fakes import AGAIN, PROOF, answer_to
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person

QUESTION = "متى اجتماع جنيف؟"


def test_a_pressed_button_is_answered_once_and_changes_its_message() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(QUESTION)
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            await bot.person.press(answer, "1:page:a:1")
            await bot.server.called("editMessageText")
            assert bot.server.state.messages[42, answer]["text"] == "صفحة أخرى"
            notices = await bot.server.called("answerCallbackQuery")
            assert [call.parameters.get("text") for call in notices] == [None]

    asyncio.run(scenario())


def test_the_page_of_a_quotation_is_sent_below_the_answer_which_stays() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(QUESTION)
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            await bot.person.press(answer, PROOF)
            photo = (await bot.server.called("sendPhoto"))[0]
            assert photo.answer["reply_to_message"]["message_id"] == answer
            assert (photo.answer["caption"], photo.answer["chat"]["id"]) == ("ص 3", 42)
            assert len(await bot.server.called("answerCallbackQuery")) == 1
            assert bot.server.state.messages[42, answer]["text"] == f"جواب\n😀 {QUESTION}"
            assert bot.server.refused() == []

    asyncio.run(scenario())


def test_a_page_that_cannot_be_shown_for_an_error_is_apologized_for() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.failures[PROOF] = RuntimeError()
            await bot.person.write(QUESTION)
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            await bot.person.press(answer, PROOF)
            notices = await bot.server.called("answerCallbackQuery")
            assert [call.parameters["text"][:4] for call in notices] == ["عذرا"]

    asyncio.run(scenario())


def test_a_notice_passes_by_and_leaves_the_message() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(QUESTION)
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            await bot.person.press(answer, "0:an:old:button")
            notices = await bot.server.called("answerCallbackQuery")
            assert [call.parameters.get("text") for call in notices] == ["اسأل من جديد"]
            assert bot.server.state.messages[42, answer]["text"] == f"جواب\n😀 {QUESTION}"

    asyncio.run(scenario())


def test_a_double_tap_is_no_error() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(QUESTION)
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            for count in (1, 2):
                await bot.person.press(answer, "1:page:a:1")
                await bot.server.called("answerCallbackQuery", count)
                await bot.server.called("editMessageText", count)
            assert [call.answer[:37] for call in bot.server.refused()] == [
                "Bad Request: message is not modified:"
            ]
            assert len(await bot.texts()) == 1

    asyncio.run(scenario())


def test_a_button_under_a_message_of_inline_mode_edits_that_message() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.press_inline("inline-1", "1:page:a:1")
            call = (await bot.server.called("editMessageText"))[0]
            assert call.parameters["inline_message_id"] == "inline-1"
            assert bot.conversation.askers[0].is_private is False

    asyncio.run(scenario())


def test_inline_results_are_offered_page_by_page() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.type_inline("جنيف")
            first = (await bot.server.called("answerInlineQuery"))[0].parameters
            assert [result["id"] for result in first["results"]] == ["r0", "r1", "r2"]
            assert first["next_offset"] == "3"
            await bot.person.type_inline("جنيف", offset="3")
            second = (await bot.server.called("answerInlineQuery", 2))[1].parameters
            assert [result["id"] for result in second["results"]] == ["3r0", "3r1", "3r2"]
            assert second["next_offset"] == ""
            content = first["results"][0]["input_message_content"]
            assert content["message_text"] == "جواب\n😀 جنيف"
            assert [entity["type"] for entity in content["entities"]] == ["bold", "expandable_blockquote"]
            assert bot.server.refused() == []

    asyncio.run(scenario())


def test_before_anything_is_typed_a_button_leads_to_the_bot() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.type_inline("")
            call = (await bot.server.called("answerInlineQuery"))[0]
            assert call.parameters["button"] == {"text": "اكتب سؤالك", "start_parameter": "inline"}
            assert bot.server.refused() == []

    asyncio.run(scenario())


def test_a_choice_over_the_limit_of_a_message_is_cut_to_its_first_part() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.page = InlinePage((InlineResult("long", "عنوان", "", Reply("كلمة " * 2000)),))
            await bot.person.type_inline("جنيف")
            call = (await bot.server.called("answerInlineQuery", status=200))[0]
            assert len(call.parameters["results"][0]["input_message_content"]["message_text"]) <= 4096

    asyncio.run(scenario())


def test_an_inline_query_that_went_stale_is_let_go() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            query = await bot.person.type_inline("جنيف")
            bot.server.state.inline_queries.discard(query)
            await bot.server.called("answerInlineQuery", status=400)
            await bot.person.write(QUESTION)
            assert await bot.texts() == [f"جواب\n😀 {QUESTION}"]

    asyncio.run(scenario())


def test_the_buttons_of_a_row_are_shown_from_right_to_left() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(QUESTION)
            keyboard = (await bot.server.called("sendMessage"))[0].parameters["reply_markup"]
            assert [button["text"] for button in keyboard["inline_keyboard"][0]] == ["المزيد", "السياق"]
            assert [button.label for button in answer_to(QUESTION).buttons[0]] == ["السياق", "المزيد"]
            assert json.dumps(keyboard)

    asyncio.run(scenario())


def test_a_result_that_is_true_for_one_person_now_is_not_reused() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.page = InlinePage(hint="أمهلني قليلا", is_passing=True)
            await bot.person.type_inline("جنيف")
            call = (await bot.server.called("answerInlineQuery", status=200))[0]
            # python-telegram-bot leaves out a cache_time of 0 nowhere: Telegram's default is 300 seconds.
            assert (call.parameters["cache_time"], call.parameters["is_personal"]) == (0, True)

    asyncio.run(scenario())


def test_the_button_of_an_apology_asks_again_and_the_answer_takes_its_place() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.failures[QUESTION] = RuntimeError()
            question = await bot.person.write(QUESTION)
            apology = (await bot.server.called("sendMessage"))[0].answer
            action = apology["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
            assert apology["text"].startswith("عذرا")
            del bot.conversation.failures[QUESTION]
            await bot.person.press(apology["message_id"], action)
            await bot.server.called("editMessageText")
            shown = bot.server.state.messages[42, apology["message_id"]]
            assert shown["text"] == f"جواب\n😀 {QUESTION}"
            await bot.person.edit(question, "ومن حضر؟")
            await bot.server.called("editMessageText", 2)
            assert bot.server.state.messages[42, apology["message_id"]]["text"] == "جواب\n😀 ومن حضر؟"
            assert len(await bot.texts()) == 1

    asyncio.run(scenario())


def test_an_apology_whose_question_is_gone_asks_to_send_it_again() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.failures[QUESTION] = RuntimeError()
            await bot.person.write(QUESTION)
            apology = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            del bot.server.state.messages[42, apology]["reply_to_message"]
            await bot.person.press(apology, AGAIN)
            notices = await bot.server.called("answerCallbackQuery")
            assert [call.parameters.get("text") for call in notices] == ["لا سؤال"]

    asyncio.run(scenario())


VOTING_FAULTS = [
    Fault("answerCallbackQuery", 1, 502, "Bad Gateway"),
    Fault("answerCallbackQuery", 99, 500),
    Fault("answerCallbackQuery", 1, drop=True),
    Fault("answerCallbackQuery", 1, 429, "Too Many Requests", {"retry_after": 300}),
    Fault("answerCallbackQuery", 1, 400, "Bad Request: something new"),
    Fault("answerCallbackQuery", 1, 401, "Unauthorized"),
]


@pytest.mark.parametrize("fault", VOTING_FAULTS, ids=lambda fault: f"{fault.code}-{fault.drop}-{fault.times}")
def test_a_press_that_was_acted_on_never_looks_failed(fault: Fault) -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(QUESTION)
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            bot.server.state.faults.add(replace(fault))
            await bot.person.press(answer, "1:up:a")
            await bot.server.called("answerCallbackQuery")
            await Person(bot.server.state, 43).write(QUESTION)
            assert len(await bot.texts(2)) == 2
        notes = [
            call.parameters.get("text")
            for call in bot.server.state.calls
            if call.method == "answerCallbackQuery"
        ]
        assert set(notes) == {"اسأل من جديد"}
        assert not any(message["text"].startswith("عذرا") for message in bot.server.state.messages.values())

    asyncio.run(scenario())
