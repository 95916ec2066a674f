"""What the outbox sends: the parts of long replies, pictures, and edits of what was sent or not."""

from __future__ import annotations

import asyncio

import pytest

from bot.conversation.reply import Button, Picture, Reply, ReplySpan, SpanKind
from bot.telegram.sending.mail import AnswerTo
from bot.telegram.sending.pacing import Rate, Rates
from bot.telegram.sending.sender import Place, Shown
from tests.bot.pictures import PICTURE
from tests.bot.telegram.bots import FREE
from tests.bot.telegram.sending.outboxes import APOLOGY, GROUP, sending
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person

BUTTONS = ((Button("المزيد", "1:page:a:1"),),)


def test_a_long_reply_is_sent_in_parts_with_the_buttons_under_the_last() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            paragraphs = ("س" * 3000, "ص" * 3000, "ع" * 1000)
            text = "\n\n".join(paragraphs)
            reply = Reply(text, (ReplySpan(SpanKind.EXPANDABLE_QUOTE, 2000, len(text)),), BUTTONS)
            first = await bot.post(Place(42), reply)
            sent = list(bot.server.state.messages.values())
            assert first == sent[0]["message_id"]
            assert [message["text"] for message in sent] == [paragraphs[0], "\n\n".join(paragraphs[1:])]
            assert [[(e["offset"], e["length"]) for e in message["entities"]] for message in sent] == [
                [(2000, 1000)],
                [(0, 4002)],
            ]
            assert ["reply_markup" in message for message in sent] == [False, True]

    asyncio.run(scenario())


def test_what_does_not_fit_into_an_edited_message_is_sent_after_it() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            message_id = await bot.post(Place(42), Reply("قصير"))
            await bot.edit(Shown(42, message_id), Reply("س" * 5000))
            assert [len(message["text"]) for message in bot.server.state.messages.values()] == [4096, 904]

    asyncio.run(scenario())


def test_a_picture_with_a_longer_text_is_sent_before_the_text() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            question = await Person(bot.server.state).write("س")
            text = "😀" + "س" * 1023
            sent = await bot.post(Place(42, reply_to=question), Reply(text, buttons=BUTTONS, picture=PICTURE))
            _, photo, message = bot.server.state.messages.values()
            assert (photo["caption"], "reply_markup" in photo) == ("", False)
            assert (message["text"], "reply_markup" in message) == (text, True)
            assert sent == message["message_id"]
            assert [one["reply_to_message"]["message_id"] for one in (photo, message)] == [question] * 2
            await bot.edit(Shown(42, sent), Reply("آخر"))
            assert bot.server.state.messages[42, sent or 0]["text"] == "آخر"

    asyncio.run(scenario())


def test_a_picture_needs_no_text() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            sent = await bot.post(Place(42, thread_id=5), Reply("", picture=PICTURE))
            assert [message["message_id"] for message in bot.server.state.messages.values()] == [sent]
            assert (await bot.server.called("sendPhoto"))[0].parameters["message_thread_id"] == 5

    asyncio.run(scenario())


def test_the_caption_of_a_picture_is_edited_and_the_rest_is_sent_after_it() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            sent = await bot.post(Place(42), Reply("نص", buttons=BUTTONS, picture=PICTURE))
            bold = ReplySpan(SpanKind.BOLD, 0, 3)
            await bot.edit(Shown(42, sent), Reply("آخر", (bold,), BUTTONS))
            photo = bot.server.state.messages[42, sent or 0]
            assert (photo["caption"], "reply_markup" in photo) == ("آخر", True)
            assert photo["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
            await bot.edit(Shown(42, sent), Reply("آخر", (bold,), BUTTONS))
            await bot.edit(Shown(42, sent), Reply("س" * 1500, buttons=BUTTONS))
            rest = list(bot.server.state.messages.values())[-1]
            assert (len(photo["caption"]), len(rest["text"])) == (1024, 476)
            assert ["reply_markup" in message for message in (photo, rest)] == [False, True]

    asyncio.run(scenario())


@pytest.mark.parametrize("picture", [None, PICTURE])
def test_an_edit_with_a_picture_sends_it_after_the_edited_message(picture: Picture | None) -> None:
    async def scenario() -> None:
        async with sending() as bot:
            sent = await bot.post(Place(42), Reply("نص", picture=picture))
            await bot.edit(Shown(42, sent), Reply("آخر", buttons=BUTTONS, picture=PICTURE))
            edited, after = bot.server.state.messages.values()
            assert edited["text" if picture is None else "caption"] == "آخر"
            assert (after["caption"], after["reply_to_message"]["message_id"]) == ("", sent)
            assert ["reply_markup" in message for message in (edited, after)] == [True, False]

    asyncio.run(scenario())


def test_the_rest_of_a_long_edit_is_sent_before_the_picture() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            sent = await bot.post(Place(42), Reply("نص"))
            await bot.edit(Shown(42, sent), Reply("س" * 5000, picture=PICTURE))
            kinds = [
                "photo" if "photo" in message else "text" for message in bot.server.state.messages.values()
            ]
            assert kinds == ["text", "text", "photo"]

    asyncio.run(scenario())


def test_a_message_of_inline_mode_is_edited_without_the_picture() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            await bot.edit(Shown(None, None, "inline-1"), Reply("نص", picture=PICTURE))
            assert [call.method for call in bot.server.state.calls[1:]] == ["editMessageText"]

    asyncio.run(scenario())


def test_a_note_is_cut_to_what_telegram_shows() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            bot.server.state.presses["q"] = False
            bot.outbox.answer_callback("q", "ن" * 500)
            call = (await bot.server.called("answerCallbackQuery"))[0]
            assert (call.status, len(call.parameters["text"])) == (200, 200)

    asyncio.run(scenario())


def test_messages_of_a_chat_are_sent_in_the_order_in_which_they_were_handed_over() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            bot.server.state.faults.add(Fault("sendMessage", 1, 502, "Bad Gateway"))
            posted = [bot.outbox.post(Place(42), Reply(f"{number}")) for number in range(9)]
            await bot.settled(posted[-1])
            assert bot.texts == [f"{number}" for number in range(9)]

    asyncio.run(scenario())


def test_a_message_that_waits_is_edited_before_it_is_sent() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            posted = bot.outbox.post(Place(42), Reply("أول"))
            assert bot.outbox.edit(posted, Reply("ثان")) is posted
            assert await bot.settled(posted) == 1
            assert bot.texts == ["ثان"]
            assert [call.method for call in bot.server.state.calls] == ["getMe", "sendMessage"]

    asyncio.run(scenario())


def test_of_several_edits_that_wait_only_the_newest_is_sent() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            posted = bot.outbox.post(Place(42), Reply("0"))
            await bot.settled(posted)
            for number in range(1, 80):
                bot.outbox.edit(posted, Reply(f"{number}"))
            await bot.edit(posted, Reply("80"))
            assert bot.texts == ["80"]
            assert len(await bot.server.called("editMessageText")) == 1

    asyncio.run(scenario())


def test_a_message_on_its_way_is_edited_after_it_was_sent() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            bot.server.state.faults.add(Fault("sendMessage", hang=0.2, proceed=True))
            posted = bot.outbox.post(Place(42), Reply("أول"))
            await asyncio.sleep(0.1)
            await bot.edit(posted, Reply("ثان"))
            assert [call.method for call in bot.server.state.calls[1:]] == ["sendMessage", "editMessageText"]
            assert bot.texts == ["ثان"]

    asyncio.run(scenario())


def test_the_answer_to_an_edited_question_replaces_the_one_that_waits_and_the_one_that_was_sent() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            question = await Person(bot.server.state).write("س")
            place = Place(42, reply_to=question)
            posted = bot.outbox.post(place, Reply("أول"), is_answer=True)
            assert bot.outbox.edit(AnswerTo(42, question), Reply("ثان"), place=place) is posted
            answer = await bot.settled(posted)
            assert (bot.texts, bot.store.answers) == (["س", "ثان"], {(42, question): answer})
            await bot.edit(AnswerTo(42, question), Reply("ثالث"), place)
            assert bot.texts == ["س", "ثالث"]

    asyncio.run(scenario())


def test_an_answer_that_is_gone_is_sent_anew_and_remembered() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            question = await Person(bot.server.state).write("س")
            place = Place(42, reply_to=question)
            await bot.post(place, Reply("أول"), is_answer=True)
            bot.server.state.messages.clear()
            await bot.edit(AnswerTo(42, question), Reply("ثان"), place)
            await bot.edit(AnswerTo(42, 99), Reply("ثالث"), Place(42, reply_to=99))
            assert bot.texts == ["ثان", "ثالث"]
            assert bot.store.answers == {(42, question): 3, (42, 99): 4}

    asyncio.run(scenario())


def test_a_button_whose_message_is_gone_changes_nothing() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            await bot.edit(Shown(42, 99), Reply("نص"))
            assert (bot.texts, bot.count("shahid_undelivered_total", reason="benign")) == ([], 0)

    asyncio.run(scenario())


def test_messages_go_before_edits_that_were_handed_over_a_little_earlier() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            shown = await bot.post(Place(GROUP), Reply("صفحة"))
            bot.outbox.edit(Shown(GROUP, shown), Reply("صفحة أخرى"))
            await bot.post(Place(GROUP), Reply("جواب"))
            await bot.server.called("editMessageText")
            assert [call.method for call in bot.server.state.calls[1:]] == [
                "sendMessage",
                "sendMessage",
                "editMessageText",
            ]

    asyncio.run(scenario())


def test_the_parts_of_a_long_reply_stay_together() -> None:
    async def scenario() -> None:
        async with sending(rates=Rates(FREE, Rate(1, 20, 1), FREE)) as bot:
            bot.outbox.post(Place(42), Reply("س" * 5000))
            await bot.server.called("sendMessage")
            await bot.post(Place(42), Reply("بعده"))
            assert [len(text) for text in bot.texts] == [4096, 904, 4]

    asyncio.run(scenario())


def test_an_answer_takes_the_place_of_the_apology_for_the_same_question() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            question = await Person(bot.server.state).write("س")
            place = Place(42, reply_to=question)
            bot.outbox.apologize(place, Reply(APOLOGY))
            await bot.server.called("sendMessage")
            await bot.post(place, Reply("جواب"), is_answer=True)
            assert (bot.texts, bot.store.answers) == (["س", "جواب"], {(42, question): 2})

    asyncio.run(scenario())


def test_no_apology_is_sent_where_an_answer_is_on_its_way() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            place = Place(42, reply_to=1)
            posted = bot.outbox.post(place, Reply("جواب"), is_answer=True)
            bot.outbox.apologize(place, Reply(APOLOGY))
            await bot.settled(posted)
            assert (bot.texts, bot.outbox.waiting(42)) == (["جواب"], 0)

    asyncio.run(scenario())


def test_a_report_is_not_sent_to_a_chat_that_is_gone() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            bot.store.gone.append(43)
            bot.outbox.report(43, Reply("بلاغ"))
            bot.outbox.report(42, Reply("بلاغ"))
            await bot.server.called("sendMessage")
            await bot.outbox.close(1)
            assert [chat_id for chat_id, _ in bot.server.state.messages] == [42]

    asyncio.run(scenario())
