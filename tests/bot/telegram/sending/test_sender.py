from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.conversation.reply import Button, Picture, Reply, ReplySpan, SpanKind
from bot.telegram.sending.sender import Place, Sender, Shown
from tests.bot.pictures import PICTURE
from tests.bot.telegram.bots import LIMITS, build, free_port
from tests.bot.telegram.fakes import FakeStore
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import ServerState

GROUP = -1001


@asynccontextmanager
async def sending() -> AsyncIterator[tuple[TelegramServer, Sender, FakeStore]]:
    state = ServerState(known_chats={42, GROUP})
    store = FakeStore()
    async with (
        TelegramServer(state) as server,
        build(server, limits=replace(LIMITS, retries=1)) as application,
    ):
        yield server, Sender(application.bot, store, pause=0.01), store


def test_a_long_reply_is_sent_in_parts_with_the_buttons_under_the_last() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            paragraphs = ("س" * 3000, "ص" * 3000, "ع" * 1000)
            text = "\n\n".join(paragraphs)
            buttons = ((Button("المزيد", "1:page:a:1"),),)
            reply = Reply(text, (ReplySpan(SpanKind.EXPANDABLE_QUOTE, 2000, len(text)),), buttons)
            first = await sender.send(Place(42), reply)
            sent = list(server.state.messages.values())
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
        async with sending() as (server, sender, _):
            message_id = await sender.send(Place(42), Reply("قصير"))
            await sender.edit(Shown(42, message_id), Reply("س" * 5000))
            assert [len(message["text"]) for message in server.state.messages.values()] == [4096, 904]

    asyncio.run(scenario())


def test_an_inline_message_takes_only_the_first_part_but_all_buttons() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            reply = Reply("س" * 5000, buttons=((Button("المزيد", "1:page:a:1"),),))
            await sender.edit(Shown(None, None, "inline-1"), reply)
            call = (await server.called("editMessageText"))[0]
            assert (len(call.parameters["text"]), "reply_markup" in call.parameters) == (4096, True)
            assert len(server.state.calls) == 2

    asyncio.run(scenario())


def test_the_answer_to_a_deleted_question_is_sent_all_the_same() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            assert await sender.send(Place(42, reply_to=77), Reply("نص")) == 1
            assert "reply_to_message" not in server.state.messages[42, 1]

    asyncio.run(scenario())


def test_refusals_that_are_nobodys_fault_are_no_errors() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            message_id = await sender.send(Place(42), Reply("نص"))
            assert await sender.edit(Shown(42, message_id), Reply("نص")) is True
            assert await sender.edit(Shown(42, 99), Reply("نص")) is False
            question = await Person(server.state).write("س")
            assert await sender.edit(Shown(42, question), Reply("نص")) is False
            await sender.answer_callback("forgotten", "ملاحظة")
            assert [call.status for call in server.refused()] == [400, 400, 400, 400]

    asyncio.run(scenario())


def test_other_refusals_are_errors() -> None:
    async def scenario() -> None:
        async with sending() as (_, sender, __):
            with pytest.raises(BadRequest, match="Text must be non-empty"):
                await sender.send(Place(42), Reply(" "))

    asyncio.run(scenario())


def test_a_note_is_cut_to_what_telegram_shows() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            server.state.presses["q"] = False
            await sender.answer_callback("q", "ن" * 500)
            call = (await server.called("answerCallbackQuery"))[0]
            assert (call.status, len(call.parameters["text"])) == (200, 200)

    asyncio.run(scenario())


def test_chats_that_cannot_be_written_to_are_marked() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, store):
            server.state.blocked.add(42)
            assert await sender.send(Place(42), Reply("نص")) is None
            assert await sender.send(Place(4242), Reply("نص")) is None
            assert store.gone == [42, 4242]

    asyncio.run(scenario())


def test_a_group_that_moved_is_followed() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, store):
            old = -5
            server.state.moved[old] = GROUP
            assert await sender.send(Place(old, reply_to=3), Reply("س" * 5000)) == 1
            assert [chat_id for chat_id, _ in server.state.messages] == [GROUP, GROUP]
            server.state.faults.add(
                Fault("editMessageText", 1, 400, "Bad Request", {"migrate_to_chat_id": GROUP})
            )
            assert await sender.edit(Shown(old, 3), Reply("نص")) is False
            assert store.moved == [(old, GROUP), (old, GROUP)]
            server.state.faults.add(
                Fault("editMessageText", 1, 400, "Bad Request", {"migrate_to_chat_id": GROUP})
            )
            assert await sender.edit(Shown(None, None, "inline-1"), Reply("نص")) is False
            assert len(store.moved) == 2

    asyncio.run(scenario())


def test_a_wait_that_telegram_asks_for_is_kept() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            server.state.faults.add(Fault("sendMessage", 1, 429, "Too Many Requests", {"retry_after": 1}))
            began = asyncio.get_running_loop().time()
            assert await sender.send(Place(42), Reply("نص")) == 1
            assert asyncio.get_running_loop().time() - began >= 1

    asyncio.run(scenario())


def test_a_call_that_never_left_is_made_again_and_others_are_not() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            await server.close()
            calling = asyncio.create_task(sender.send(Place(42), Reply("نص")))
            with pytest.raises(NetworkError, match="ConnectError"):
                await calling
        async with sending() as (server, sender, _):
            server.state.faults.add(Fault("sendMessage", drop=True))
            with pytest.raises(NetworkError):
                await sender.send(Place(42), Reply("نص"))
            assert server.state.messages == {}

    asyncio.run(scenario())


def test_a_server_that_comes_back_gets_the_message() -> None:
    async def scenario() -> None:
        port = free_port()
        server = TelegramServer(ServerState(known_chats={42}))
        await server.listen(port)
        application = build(server)
        async with application:
            await server.close()
            back = TelegramServer(server.state)
            sender = Sender(application.bot, FakeStore(), pause=0.3)
            sending_it = asyncio.create_task(sender.send(Place(42), Reply("نص")))
            await asyncio.sleep(0.1)
            await back.listen(port)
            assert await sending_it == 1
        await back.close()

    asyncio.run(scenario())


def test_a_call_that_hangs_ends_by_its_time_limit() -> None:
    async def scenario() -> None:
        state = ServerState(known_chats={42})
        async with TelegramServer(state) as server:
            application = build(server, limits=replace(LIMITS, read_timeout=0.2))
            async with application:
                server.state.faults.add(Fault("sendMessage", hang=0.6, proceed=True))
                with pytest.raises(TimedOut):
                    await Sender(application.bot, FakeStore()).send(Place(42), Reply("نص"))
                await server.called("sendMessage")

    asyncio.run(scenario())


BUTTONS = ((Button("المزيد", "1:page:a:1"),),)


def test_a_picture_is_sent_with_its_text_as_the_caption() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            question = await Person(server.state).write("س")
            text = "😀" + "س" * 1022
            reply = Reply(text, (ReplySpan(SpanKind.BOLD, 1, 3),), BUTTONS, PICTURE)
            sent = await sender.send(Place(42, reply_to=question), reply)
            message = server.state.messages[42, sent or 0]
            assert (message["caption"], len(server.state.messages)) == (text, 2)
            assert message["caption_entities"] == [{"type": "bold", "offset": 2, "length": 2}]
            assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "المزيد"
            assert message["reply_to_message"]["message_id"] == question
            assert server.state.files[message["photo"][0]["file_id"]] == PICTURE.content
            assert server.refused() == []

    asyncio.run(scenario())


def test_a_picture_with_a_longer_text_is_sent_before_the_text() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            question = await Person(server.state).write("س")
            text = "😀" + "س" * 1023
            sent = await sender.send(
                Place(42, reply_to=question), Reply(text, buttons=BUTTONS, picture=PICTURE)
            )
            _, photo, message = server.state.messages.values()
            assert (photo["caption"], "reply_markup" in photo) == ("", False)
            assert (message["text"], "reply_markup" in message) == (text, True)
            assert sent == message["message_id"]
            assert [one["reply_to_message"]["message_id"] for one in (photo, message)] == [question] * 2
            assert await sender.edit(Shown(42, sent), Reply("آخر")) is True
            assert server.state.messages[42, sent or 0]["text"] == "آخر"

    asyncio.run(scenario())


def test_a_picture_needs_no_text() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            sent = await sender.send(Place(42, thread_id=5), Reply("", picture=PICTURE))
            assert [message["message_id"] for message in server.state.messages.values()] == [sent]
            assert (await server.called("sendPhoto"))[0].parameters["message_thread_id"] == 5

    asyncio.run(scenario())


def test_the_caption_of_a_picture_is_edited_and_the_rest_is_sent_after_it() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            sent = await sender.send(Place(42), Reply("نص", buttons=BUTTONS, picture=PICTURE))
            bold = ReplySpan(SpanKind.BOLD, 0, 3)
            assert await sender.edit(Shown(42, sent), Reply("آخر", (bold,), BUTTONS)) is True
            photo = server.state.messages[42, sent or 0]
            assert (photo["caption"], "reply_markup" in photo) == ("آخر", True)
            assert photo["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
            assert await sender.edit(Shown(42, sent), Reply("آخر", (bold,), BUTTONS)) is True
            assert await sender.edit(Shown(42, sent), Reply("س" * 1500, buttons=BUTTONS)) is True
            rest = list(server.state.messages.values())[-1]
            assert (len(photo["caption"]), len(rest["text"])) == (1024, 476)
            assert ["reply_markup" in message for message in (photo, rest)] == [False, True]

    asyncio.run(scenario())


@pytest.mark.parametrize("picture", [None, PICTURE])
def test_an_edit_with_a_picture_sends_it_after_the_edited_message(picture: Picture | None) -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            sent = await sender.send(Place(42), Reply("نص", picture=picture))
            assert await sender.edit(Shown(42, sent), Reply("آخر", buttons=BUTTONS, picture=PICTURE)) is True
            edited, after = server.state.messages.values()
            assert edited["text" if picture is None else "caption"] == "آخر"
            assert (after["caption"], after["reply_to_message"]["message_id"]) == ("", sent)
            assert ["reply_markup" in message for message in (edited, after)] == [True, False]

    asyncio.run(scenario())


def test_the_rest_of_a_long_edit_is_sent_before_the_picture() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            sent = await sender.send(Place(42), Reply("نص"))
            await sender.edit(Shown(42, sent), Reply("س" * 5000, picture=PICTURE))
            kinds = ["photo" if "photo" in message else "text" for message in server.state.messages.values()]
            assert kinds == ["text", "text", "photo"]

    asyncio.run(scenario())


def test_a_message_of_inline_mode_is_edited_without_the_picture() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, _):
            assert await sender.edit(Shown(None, None, "inline-1"), Reply("نص", picture=PICTURE)) is True
            assert [call.method for call in server.state.calls[1:]] == ["editMessageText"]

    asyncio.run(scenario())


def test_a_picture_that_cannot_be_delivered_leaves_its_text_unsent() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender, store):
            server.state.blocked.add(42)
            assert await sender.send(Place(42), Reply("س" * 2000, picture=PICTURE)) is None
            assert (store.gone, server.state.messages) == ([42], {})
            old = -5
            server.state.moved[old] = GROUP
            await sender.send(Place(old), Reply("س" * 2000, picture=PICTURE))
            assert [chat_id for chat_id, _ in server.state.messages] == [GROUP, GROUP]

    asyncio.run(scenario())
