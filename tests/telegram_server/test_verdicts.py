"""What the server refuses and keeps, as Telegram does; the other tests rest on this."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from tests.bot.pictures import png
from tests.telegram_server.control import ControlledServer
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.state import BOT, TOKEN, ServerState

GROUP = -1001


@asynccontextmanager
async def bot_on_server() -> AsyncIterator[tuple[Bot, ControlledServer]]:
    server = ControlledServer(ServerState(known_chats={42, GROUP}))
    async with server, Bot(TOKEN, base_url=f"{server.url}/bot") as bot:
        yield bot, server


async def refusal(call: Awaitable[object], kind: type[TelegramError] = BadRequest) -> str:
    """What a call is refused with."""
    with pytest.raises(kind) as raised:
        await call
    return raised.value.message


def article(result_id: str) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(result_id, "عنوان", InputTextMessageContent("نص"))


def test_texts_that_telegram_refuses_are_refused() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, _):
            refused = [
                await refusal(bot.send_message(42, "<b><i>x</b></i>", parse_mode="HTML")),
                await refusal(bot.send_message(42, "(جنيف).", parse_mode="MarkdownV2")),
                await refusal(bot.send_message(42, "س", parse_mode="Nothing")),
                await refusal(bot.send_message(42, "ب" * 4097)),
                await refusal(bot.send_message(42, "ب" * 40000)),
                await refusal(bot.send_message(42, " \n ")),
                await refusal(bot.send_message(42, "نص", entities=[MessageEntity("bold", 0, 9)])),
                await refusal(bot.send_message(42, "😀a", entities=[MessageEntity("bold", 1, 1)])),
            ]
            words = (
                "unmatched end tag",
                "is reserved",
                "Unsupported parse_mode",
                "Message is too long",
                "Text is too long",
                "must be non-empty",
                "ends after the end of the text",
                "middle of a utf-16 symbol",
            )
            assert [answer for word, answer in zip(words, refused, strict=True) if word not in answer] == []
            assert len((await bot.send_message(42, "ب" * 4096)).text or "") == 4096

    asyncio.run(scenario())


def test_texts_are_cleaned_and_trimmed_as_telegram_does() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, _):
            assert (await bot.send_message(42, "أ\u202bب\u202cج\r\nد")).text == "أبج\nد"
            trimmed = await bot.send_message(42, "  نص طويل \n", entities=[MessageEntity("bold", 5, 6)])
            assert trimmed.text == "نص طويل"
            assert [(entity.offset, entity.length) for entity in trimmed.entities] == [(3, 4)]
            html = await bot.send_message(42, "<blockquote>نص</blockquote>", parse_mode="HTML")
            assert [entity.type for entity in html.entities] == ["blockquote"]
            link = MessageEntity("text_link", 0, 2, url="https://example.com/")
            linked = await bot.send_message(
                42, "نص /help", entities=[link, MessageEntity("bot_command", 3, 5)]
            )
            assert [(entity.type, entity.url) for entity in linked.entities] == [
                ("text_link", "https://example.com/")
            ]
            marked = await bot.send_message(42, "نص **كما هو**")
            assert marked.text == "نص **كما هو**"

    asyncio.run(scenario())


def test_keyboards_quotations_and_replies_are_checked() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, server):
            question = await Person(server.state).write("متى يعقد اجتماع جنيف؟")
            wide = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="ب" * 33)]])
            assert "Button_data_invalid" in await refusal(bot.send_message(42, "س", reply_markup=wide))
            wrong_quote = ReplyParameters(question, quote="باريس")
            assert "Quote_text_invalid" in await refusal(
                bot.send_message(42, "س", reply_parameters=wrong_quote)
            )
            gone = ReplyParameters(999)
            assert "to be replied not found" in await refusal(
                bot.send_message(42, "س", reply_parameters=gone)
            )
            right_quote = ReplyParameters(question, quote="جنيف")
            reply = await bot.send_message(42, "س", reply_parameters=right_quote)
            assert reply.quote is not None
            assert reply.quote.position == 16

    asyncio.run(scenario())


JPEG = bytes.fromhex("ffd8 ffe0 0004 0000 ffc0 000b 08 0020 0010 01 01 11 00 ffd9")
"""The frame of a JPEG file of 16 by 32 pixels."""


def test_photos_are_checked_and_kept_with_their_captions() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, server):
            bold = MessageEntity("bold", 0, 3)
            sent = await bot.send_photo(42, png(30, 20), caption="نصف", caption_entities=[bold])
            assert [(photo.width, photo.height) for photo in sent.photo] == [(30, 20)]
            assert (sent.caption, sent.caption_entities) == ("نصف", (bold,))
            assert server.state.files[sent.photo[0].file_id] == png(30, 20)
            again = await bot.send_photo(42, sent.photo[0].file_id)
            assert (again.photo, again.caption) == (sent.photo, "")
            assert [(photo.width, photo.height) for photo in (await bot.send_photo(42, JPEG)).photo] == [
                (16, 32)
            ]
            assert len((await bot.send_photo(42, png(), caption="ب" * 1024)).caption or "") == 1024
            refused = [
                await refusal(bot.send_photo(42, png(), caption="ب" * 1025)),
                await refusal(bot.send_photo(42, b"GIF89a")),
                await refusal(bot.send_photo(42, b"\xff\xd8\xff\xd9")),
                await refusal(bot.send_photo(42, png(21, 1))),
                await refusal(bot.send_photo(42, png(9000, 1001))),
                await refusal(bot.send_photo(42, png() + b"\x00" * (10 << 20))),
                await refusal(bot.send_photo(42, "unknown")),
            ]
            words = (
                "caption is too long",
                "Image_process_failed",
                "Image_process_failed",
                "Photo_invalid_dimensions",
                "Photo_invalid_dimensions",
                "too big for a photo",
                "Wrong file identifier",
            )
            assert [answer for word, answer in zip(words, refused, strict=True) if word not in answer] == []

    asyncio.run(scenario())


def test_a_text_has_no_caption_to_edit_and_a_photo_no_text() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, _):
            text = await bot.send_message(42, "نص")
            photo = await bot.send_photo(42, png(), caption="نص")
            assert "no caption in the message" in await refusal(
                bot.edit_message_caption(42, text.message_id, caption="آخر")
            )
            assert "no text in the message" in await refusal(
                bot.edit_message_text("آخر", 42, photo.message_id)
            )
            assert "not modified" in await refusal(
                bot.edit_message_caption(42, photo.message_id, caption="نص")
            )
            edited = await bot.edit_message_caption(42, photo.message_id, caption="آخر")
            assert isinstance(edited, Message)
            assert (edited.caption, edited.photo) == ("آخر", photo.photo)

    asyncio.run(scenario())


def test_calls_are_checked_against_the_schema() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, _):
            unknown = bot.send_message(42, "س", api_kwargs={"quoted": True})
            assert "has no parameter 'quoted'" in await refusal(unknown)
            nested = bot.send_message(42, "س", api_kwargs={"link_preview_options": {"off": True}})
            assert "unknown field" in await refusal(nested)
            of_another_type = bot.send_message(42, "س", api_kwargs={"entities": "x"})
            assert "SCHEMA" in await refusal(of_another_type)
            assert await refusal(bot.do_api_request("noSuchMethod"), TelegramError)
            assert "does nothing here" in await refusal(bot.get_chat(42), NetworkError)
            assert await bot.set_my_description("شاهد")

    asyncio.run(scenario())


def test_edits_deletions_presses_and_inline_queries_are_checked() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, server):
            message = await bot.send_message(42, "نص")
            assert "not modified" in await refusal(bot.edit_message_text("نص", 42, message.message_id))
            assert await bot.delete_message(42, message.message_id)
            assert "not found" in await refusal(bot.delete_message(42, message.message_id))
            assert "too old" in await refusal(bot.answer_callback_query("nothing"))
            query = await Person(server.state).type_inline("س")
            assert "Result_id_invalid" in await refusal(bot.answer_inline_query(query, [article("x" * 65)]))
            twice = [article("1"), article("1")]
            assert "Result_id_duplicate" in await refusal(bot.answer_inline_query(query, twice))
            assert await bot.answer_inline_query(query, [article("1")])
            assert "too old" in await refusal(bot.answer_inline_query(query, [article("1")]))
            assert "command_invalid" in (await refusal(bot.set_my_commands([("فهرسة", "x")]))).lower()
            await bot.set_my_commands([("ask", "اسأل")], language_code="ar")
            assert [command.command for command in await bot.get_my_commands(language_code="ar")] == ["ask"]
            assert "Wrong parameter" in await refusal(bot.send_chat_action(42, "dancing"))
            assert "unallowed" in await refusal(bot.set_webhook("https://x.example/", secret_token="س"))

    asyncio.run(scenario())


def test_chats_that_cannot_be_written_to_refuse() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, server):
            assert "chat not found" in (await refusal(bot.send_message(9, "س"))).lower()
            await Person(server.state).block()
            assert "blocked" in await refusal(bot.send_message(42, "س"), Forbidden)
            with pytest.raises(InvalidToken):
                async with Bot("1:x", base_url=f"{server.url}/bot"):
                    pass

    asyncio.run(scenario())


def test_privacy_mode_keeps_talk_between_people_from_the_bot() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, server):
            person = Person(server.state)
            sent = await bot.send_message(GROUP, "نص")
            for text in ("كلام", f"@{BOT['username']} متى؟", "/ask@other_bot س", "كلام /ask"):
                await person.write(text, chat_id=GROUP)
            await person.write("/ask س", chat_id=GROUP)
            await person.write(f"/ask@{BOT['username']} س", chat_id=GROUP)
            await person.write("ومن؟", chat_id=GROUP, reply_to=sent.message_id)
            updates = await bot.get_updates(timeout=1)
            assert [update.message.text for update in updates if update.message] == [
                "/ask س",
                f"/ask@{BOT['username']} س",
                "ومن؟",
            ]

    asyncio.run(scenario())


def test_a_second_poll_ends_the_first_and_a_webhook_ends_polling() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, server), Bot(TOKEN, base_url=f"{server.url}/bot") as other:
            first = asyncio.create_task(bot.get_updates(timeout=5))
            while server.state.poll is None:  # noqa: ASYNC110 - the server has no event for it
                await asyncio.sleep(0.01)
            second = asyncio.create_task(other.get_updates(timeout=1))
            assert "other getUpdates request" in await refusal(first, Conflict)
            await second
            await bot.set_webhook("https://example.com/hook")
            assert "webhook is active" in await refusal(bot.get_updates(), Conflict)
            assert (await bot.get_webhook_info()).url == "https://example.com/hook"

    asyncio.run(scenario())


def test_a_fault_strikes_one_chat_before_or_after_the_effect() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, server):
            faults = server.state.faults
            faults.add(Fault("sendMessage", code=403, description="Forbidden", chat_id=GROUP))
            await bot.send_message(42, "أ")
            assert await refusal(bot.send_message(GROUP, "ب"), Forbidden) == "Forbidden"
            faults.add(Fault("sendMessage", drop=True, is_late=True, chat_id=GROUP))
            await refusal(bot.send_message(GROUP, "ج"), NetworkError)
            faults.add(Fault("sendMessage", code=502, body="<html>", chat_id=GROUP))
            await refusal(bot.send_message(GROUP, "د"), NetworkError)
            pressed = await Person(server.state).press(1, "x")
            faults.add(Fault("answerCallbackQuery", code=500, chat_id=42))
            await refusal(bot.answer_callback_query(pressed), NetworkError)
            await bot.answer_callback_query(pressed)
            assert [message["text"] for message in server.state.messages.values()] == ["أ", "ج"]

    asyncio.run(scenario())


def test_the_server_can_be_driven_from_another_process() -> None:
    async def scenario() -> None:
        async with bot_on_server() as (bot, server), httpx.AsyncClient(base_url=server.url) as client:

            async def sim(act: str, **options: object) -> dict[str, object]:
                answer = await client.post(f"/sim/{act}", json=options)
                return dict(answer.json()) if answer.status_code == 200 else {"status": answer.status_code}

            assert await sim("message", text="س") == {"message_id": 1}
            assert await sim("message", text="ص", edit=1) == {}
            message = await bot.send_message(42, "ج")
            assert await sim("callback", message_id=message.message_id, data="d") == {"id": "press1"}
            assert "id" in await sim("inline", query="س")
            assert "update_id" in await sim("raw", kind="poll", payload={})
            assert await sim("fault", method="getMe", code=502) == {}
            assert await refusal(bot.get_me(), NetworkError)
            assert await sim("block", user_id=42) == {}
            assert await sim("nothing") == {"status": 404}
            calls = (await client.get("/sim/calls", params={"method": "sendMessage"})).json()["calls"]
            assert [call["response"]["text"] for call in calls] == ["ج"]
            assert (await client.get("/sim/state")).json()["pending"] == 6
            assert await sim("reset") == {}
            assert server.state.messages == {}

    asyncio.run(scenario())
