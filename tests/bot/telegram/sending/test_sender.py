"""The single calls that send and edit messages: what they send, and that errors pass through them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.conversation.reply import Button, Reply, ReplySpan, SpanKind
from bot.telegram.sending.sender import Place, Sender, Shown
from tests.bot.pictures import PICTURE
from tests.bot.telegram.bots import LIMITS, build
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import ServerState

BUTTONS = ((Button("المزيد", "1:page:a:1"),),)


@asynccontextmanager
async def sending(read_timeout: float = 2) -> AsyncIterator[tuple[TelegramServer, Sender]]:
    state = ServerState(known_chats={42})
    async with (
        TelegramServer(state) as server,
        build(server, limits=replace(LIMITS, read_timeout=read_timeout)) as application,
    ):
        yield server, Sender(application.bot)


def test_the_answer_to_a_deleted_question_is_sent_all_the_same() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender):
            assert await sender.post(Place(42, reply_to=77), Reply("نص")) == 1
            assert "reply_to_message" not in server.state.messages[42, 1]

    asyncio.run(scenario())


def test_an_edit_returns_what_does_not_fit_into_the_message() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender):
            message_id = await sender.post(Place(42), Reply("قصير"))
            rest = await sender.edit(Shown(42, message_id), Reply("س" * 5000, buttons=BUTTONS))
            assert rest == (Reply("س" * 904, buttons=BUTTONS),)
            assert await sender.edit(Shown(42, message_id), Reply("س" * 4096)) == ()
            assert len(server.state.messages[42, message_id]["text"]) == 4096

    asyncio.run(scenario())


def test_an_inline_message_takes_only_the_first_part_but_all_buttons() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender):
            reply = Reply("س" * 5000, buttons=BUTTONS)
            assert await sender.edit(Shown(None, None, "inline-1"), reply) == ()
            call = (await server.called("editMessageText"))[0]
            assert (len(call.parameters["text"]), "reply_markup" in call.parameters) == (4096, True)

    asyncio.run(scenario())


def test_an_edit_that_changes_nothing_is_no_error() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender):
            message_id = await sender.post(Place(42), Reply("نص"))
            assert await sender.edit(Shown(42, message_id), Reply("نص")) == ()
            picture_id = await sender.post(Place(42), Reply("نص", picture=PICTURE))
            assert await sender.edit(Shown(42, picture_id), Reply("نص")) == ()
            assert [call.status for call in server.refused()] == [400, 400, 400]

    asyncio.run(scenario())


def test_a_picture_is_sent_with_its_text_as_the_caption() -> None:
    async def scenario() -> None:
        async with sending() as (server, sender):
            question = await Person(server.state).write("س")
            text = "😀" + "س" * 1022
            reply = Reply(text, (ReplySpan(SpanKind.BOLD, 1, 3),), BUTTONS, PICTURE)
            message = server.state.messages[42, await sender.post(Place(42, reply_to=question), reply)]
            assert message["caption"] == text
            assert message["caption_entities"] == [{"type": "bold", "offset": 2, "length": 2}]
            assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "المزيد"
            assert message["reply_to_message"]["message_id"] == question
            assert server.state.files[message["photo"][0]["file_id"]] == PICTURE.content
            assert server.refused() == []

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("sendMessage", 1, 429, "Too Many Requests", {"retry_after": 300}), RetryAfter),
        (Fault("sendMessage", 1, 502, "Bad Gateway"), NetworkError),
        (Fault("sendMessage", 1, drop=True), NetworkError),
        (Fault("sendMessage", 1, 400, "Bad Request: can't parse entities"), BadRequest),
        (Fault("sendMessage", 1, hang=0.6, proceed=True), TimedOut),
    ],
)
def test_an_error_is_raised_at_once_and_nothing_is_repeated(fault: Fault, error: type[Exception]) -> None:
    async def scenario() -> None:
        async with sending(read_timeout=0.2) as (server, sender):
            server.state.faults.add(replace(fault))
            with pytest.raises(error):
                await sender.post(Place(42), Reply("نص"))
            assert [call.method for call in server.state.calls] == ["getMe", "sendMessage"]

    asyncio.run(scenario())
